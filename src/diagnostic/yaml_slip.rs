//! What somebody wrote that YAML takes for something else, with its words.

/// What a person probably did who wrote YAML that can't be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the message below")]
pub enum YamlSlip {
    Tab,
    OddBlank,
    Colon { key: String, value: String },
    Comma { key: String, value: String },
    FirstCharacter { key: String, value: String, first: char },
    QuoteInside { key: String, value: String, quote: char },
    OpenQuote { quote: char },
    OpenBracket { bracket: char, closing: char },
    NoSpace { key: String, value: String },
    WideColon { key: String, value: String },
    NoColon,
    Indentation,
    NotUnder { key: String },
    SecondDocument,
    TooDeep,
    Other { reason: String },
}

impl YamlSlip {
    pub(super) fn message(&self) -> String {
        match self {
            Self::Tab => "this line is indented with a tab; YAML takes spaces only".into(),
            Self::OddBlank => {
                "this looks like spaces, but is other blanks, as word processors and web pages have them"
                    .into()
            }
            Self::Colon { .. } => "a text with a colon in it needs quotes".into(),
            Self::Comma { .. } => "between { and } a text with a comma in it needs quotes".into(),
            Self::FirstCharacter { first, .. } => format!("a text that begins with {first} needs quotes"),
            Self::QuoteInside { quote, .. } => {
                format!("the quote {quote} stands inside the text, and ends it before its end")
            }
            Self::OpenQuote { quote } => format!("the quote {quote} that opens here is never closed"),
            Self::OpenBracket { bracket, .. } => {
                format!("the bracket {bracket} that opens here is never closed")
            }
            Self::NoSpace { .. } => "there must be a space after the colon".into(),
            Self::WideColon { .. } => {
                "this colon is as wide as Chinese and Japanese letters, and is read as one of them".into()
            }
            Self::NoColon => "this is neither a key with its value nor an item of a list".into(),
            Self::Indentation => {
                "this line is indented neither like the one above nor deeper under its key".into()
            }
            Self::NotUnder { key } => format!("this line follows “{key}:”, and isn’t indented under it"),
            Self::SecondDocument => "a .yaml file has no lines of three dashes".into(),
            Self::TooDeep => "this is nested too deeply to be meant".into(),
            Self::Other { reason } => format!("the YAML can’t be understood: {reason}"),
        }
    }

    pub(super) fn help(&self) -> String {
        match self {
            Self::Tab => "put two or four spaces in the place of the tab, as on the other lines".into(),
            Self::OddBlank => "delete them, and type spaces with the space bar".into(),
            Self::Colon { key, value }
            | Self::Comma { key, value }
            | Self::FirstCharacter { key, value, .. } => {
                format!("write it in quotes:\n{key}: {}", quoted(value))
            }
            Self::QuoteInside { key, value, quote: '\'' } if !value.contains('"') => {
                format!("use the other quotes around it:\n{key}: \"{value}\"")
            }
            Self::QuoteInside { key, value, .. } => {
                format!("double the quotes inside:\n{key}: '{}'", value.replace('\'', "''"))
            }
            Self::OpenQuote { quote } => format!("write {quote} at the end of the text too"),
            Self::OpenBracket { closing, .. } => format!("write {closing} at the end"),
            Self::NoSpace { key, value } | Self::WideColon { key, value } => {
                format!("write:\n{}", format!("{key}: {value}").trim_end())
            }
            Self::NoColon => {
                "a key has a colon after it (title: Planning); a longer text goes on more deeply indented".into()
            }
            Self::Indentation => "begin it in line with the other keys of its group".into(),
            Self::NotUnder { .. } => "begin it two spaces further in than the line above".into(),
            Self::SecondDocument => "remove them: all of the file is YAML".into(),
            Self::TooDeep => "write it with fewer brackets, or fewer steps of indentation".into(),
            Self::Other { .. } => {
                "look at this line and the one before: a missing quote, bracket or colon, or an indentation that \
                 doesn’t line up"
                    .into()
            }
        }
    }
}

/// `value` as YAML takes it literally.
pub(super) fn quoted(value: &str) -> String {
    if value.contains(['"', '\\']) {
        format!("'{}'", value.replace('\'', "''"))
    } else {
        format!("\"{value}\"")
    }
}
