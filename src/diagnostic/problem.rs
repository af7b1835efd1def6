//! Every problem Standpoint can report, with its words.
//!
//! A variant carries the data; [`Problem::message`] says what is wrong, [`Problem::help`] what to type instead.
//! Both are read by practitioners, not programmers.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::tally::MOST_COUNTED;
use super::{MOST_TOLD, Severity};

/// The most characters of a name for which another is proposed.
const LONGEST_NAME: usize = 100;

/// Something wrong with the content, the theme, or where the site is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the message below")]
pub enum Problem {
    // Files and folders.
    NoSuchFolder { is_file: bool },
    EmptyFolder,
    MissingFile { what: &'static str, example: String },
    Unreadable { reason: Unreadable },
    NotUtf8 { utf16: bool },
    NotText { what: &'static str },
    NotAFile,
    LinkLeadsOut { to: String, is_folder: bool },
    FileTooLarge { bytes: u64, limit: u64 },
    OverLimit { what: &'static str, limit: usize, instead: &'static str },
    ProblemsLeftOut { count: usize, errors: bool },
    NameNotUtf8,
    UnknownContentFile { nearest: Option<String> },

    // YAML.
    FrontMatterMissing { example: String, late: bool },
    FrontMatterNotClosed,
    FrontMatterDashes { written: String },
    FrontMatterUnwanted,
    YamlSyntax { slip: YamlSlip },
    UnknownKey { key: String, nearest: Option<String>, known: Vec<String> },
    DuplicateKey { key: String },
    WrongType { key: String, expected: &'static str, found: Found },
    MissingKey { key: String, example: String },
    BadValue { key: String, value: String, nearest: Option<String>, allowed: Vec<String> },
    EmptyValue { key: String, needed: bool },
    BadUrl { value: String },
    BadLanguage { value: String },
    WordsLeftOut { key: String, value: String },

    // The framework.
    UnknownNumbering { id: String, example: String },
    ParentMissing { id: String, parent: String },
    ParentCircle { ids: Vec<String> },
    NumberSkipped { id: String, before: String },
    UnknownKind { kind: String, nearest: Option<String>, known: Vec<String> },
    ListTooDeep { levels: usize },
    ListUnordered,
    ListLettered { letter: String, number: usize },
    ListMark { mark: String, number: Option<usize> },
    ListInterrupted,
    ListNumberedOddly { written: u64, expected: u64 },
    NoStatements,
    MetadataWithoutStatement { number: String, part: String, last: Option<String>, nearest: Option<String> },
    DuplicateCode { code: String },
    DuplicateId { what: &'static str, id: String },
    DuplicateTerm { name: String, other: String },
    RelationToItself { code: String },
    RelationTwice { code: String },
    RelationCycle { kind: &'static str, codes: Vec<String> },
    SupersedesItself { code: String },
    SupersededTwice { code: String, other: String },

    // References.
    UnknownReference { reference: String, what: &'static str, nearest: Option<String> },
    UnknownTopic { topic: String, nearest: Option<String> },
    AnnotationForUnknown { code: String, nearest: Option<String> },
    BrokenLink { target: String, nearest: Option<String> },
    LinkOutsideContent { target: String },
    MissingImage { target: String, nearest: Option<String> },
    UnknownAnchor { anchor: String, page: String, nearest: Option<String>, known: Vec<String> },
    UnsafeLink { scheme: String, image: bool },
    ActiveContent { reason: String, instead: Option<String> },
    ReferenceNotClosed,
    LinkWithSpaces { target: String },
    PastedBullet { bullet: char },
    ShownAsWritten { mark: Mark },
    ImageUnshown { extension: String },
    ReferenceInLine { key: String },
    EmbedUnsupported { target: String },
    EmbedInSentence { target: String },
    RawHtml,

    // Assessments.
    UnknownScale { scale: String, nearest: Option<String>, known: Vec<String> },
    UnknownReflection { reflection: String, nearest: Option<String>, known: Vec<String> },
    SelectorEmpty,
    SelectsNothing,
    AssessmentEmpty,
    PointCount { count: usize },
    DuplicateLabel { label: String },
    ListedTwice { what: &'static str, id: String },
    BadId { what: &'static str, id: String },
    ScaleNotUsed { scale: String, nearest: Option<String>, used: Vec<String> },

    // Courses.
    UnknownLesson { lesson: String, nearest: Option<String>, known: Vec<String> },
    UnknownUnit { unit: String, nearest: Option<String>, known: Vec<String> },
    LessonWithoutUnit { lesson: String },
    LessonInTwoUnits { lesson: String, other: String },
    PrerequisiteCircle { what: &'static str, ids: Vec<String> },
    PrerequisiteLater { what: &'static str, id: String, before: String },
    LessonUnaligned,
    BlockInLine,
    KeyOfOtherKind { key: String, kind: &'static str, keys: Vec<&'static str> },
    NoRightAnswer { several: bool },
    SeveralRightAnswers { count: usize },
    DuplicateAnswer { answer: String },
    AnswerCount { what: &'static str, count: usize, least: usize, most: usize },
    UnknownScene { scene: String, nearest: Option<String>, known: Vec<String> },
    SceneUnreachable { scene: String },
    SceneEndless { scenes: Vec<String> },
    NoEnding,
    FeedbackUngrounded,
    EmbeddedTwice { what: &'static str, id: String },

    // Pages.
    SameAddress { address: String, other: Option<String> },
    FileNameTaken { name: String, other: Option<String> },
    BadAlias { alias: String, taken: Option<String> },

    // Theme.
    UnknownTheme { name: String, looked_in: String, nearest: Option<String>, by_site: bool },
    UnknownThemeFile { nearest: Option<String> },
    TemplateBroken { template: String, reason: String, page: Option<String> },
    UnknownWord { key: String, nearest: Option<String> },
    UnknownBundlePart { part: String, nearest: Option<String> },

    // Output.
    OutputNotAFolder,
    OutputNotWritable { reason: String },
    OutputForeignFile,
    OutputHoldsContent { content: String },
    OutputBusy { pid: String },
    OutputChanged,
    OutputBadName { name: String },
    OutputManifestBroken { reason: String },

    // Warnings.
    TermUnused { term: String },
    StatementWithoutPrompts { code: String, annotated: bool },
    StatementWithoutTopic { code: String, number: String },
    StatementWithoutRelation { code: String, number: String },
    TopicUnused { topic: String },
    ImageWithoutText,
    ScaleUnused { scale: String },
    ReflectionUnused { reflection: String },
    ExcludesNothing { code: String },
    NotEmbedded { what: &'static str, id: String },
    NoWrongAnswer,
    LargePage { address: String, kilobytes: usize },
}

/// What words were probably meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `##Heading`
    Heading,
    /// `[^1]`, and no words for it.
    Footnote,
    /// `| a | b |`, and no line under it.
    Table,
}

/// What stands where something else is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// In words: “2026”, a list.
    pub described: String,
    /// As it was written, where that may be part of what is to be typed.
    pub written: Option<String>,
    /// What is to be typed, where that takes lines.
    pub example: Option<String>,
}

/// Why a file or folder can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is a link to something that isn't there.
    BrokenLink,
    /// It is a link to a folder that it lies in itself.
    Loop,
    /// It may not be read by this user.
    Forbidden,
    /// What the system says.
    Other(String),
}

impl Unreadable {
    /// What the system says, in our words where there are any.
    pub fn of(error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::PermissionDenied {
            return Self::Forbidden;
        }
        // Without the number that only programmers look up.
        let reason = error.to_string();
        Self::Other(reason.split(" (os error").next().unwrap_or(&reason).to_owned())
    }
}

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
    NoColon,
    Indentation,
    NotUnder { key: String },
    SecondDocument,
    TooDeep,
    Other { reason: String },
}

impl YamlSlip {
    fn message(&self) -> String {
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

    fn help(&self) -> String {
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
            Self::NoSpace { key, value } => format!("write:\n{key}: {value}"),
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

/// The way round a circle; of a long one its beginning and its end.
fn around(names: &[String]) -> String {
    const ENDS: usize = 5;
    let arrow = " → ";
    match names.len().saturating_sub(2 * ENDS) {
        0 | 1 => names.join(arrow),
        more => {
            let (first, last) = (names[..ENDS].join(arrow), names[names.len() - ENDS..].join(arrow));
            format!("{first}{arrow}({more} more){arrow}{last}")
        }
    }
}

/// `value` as YAML takes it literally.
fn quoted(value: &str) -> String {
    if value.contains(['"', '\\']) {
        format!("'{}'", value.replace('\'', "''"))
    } else {
        format!("\"{value}\"")
    }
}

/// The names of the problems, each once: from here come [`Problem::code`] and the list of all.
macro_rules! names {
    ($($variant:ident => $code:literal,)+) => {
        impl Problem {
            /// All names, for the tests: a problem without a case fails them.
            pub const CODES: &[&str] = &[$($code),+];

            /// A short permanent name, for tools and for searching.
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code,)+
                }
            }
        }
    };
}

names! {
    NoSuchFolder => "no-such-folder",
    EmptyFolder => "empty-folder",
    MissingFile => "missing-file",
    Unreadable => "unreadable",
    NotUtf8 => "not-utf8",
    NotText => "not-text",
    NotAFile => "not-a-file",
    LinkLeadsOut => "link-leads-out",
    FileTooLarge => "file-too-large",
    OverLimit => "over-limit",
    ProblemsLeftOut => "problems-left-out",
    NameNotUtf8 => "name-not-utf8",
    UnknownContentFile => "unknown-content-file",
    FrontMatterMissing => "front-matter-missing",
    FrontMatterNotClosed => "front-matter-not-closed",
    FrontMatterDashes => "front-matter-dashes",
    FrontMatterUnwanted => "front-matter-unwanted",
    YamlSyntax => "yaml-syntax",
    UnknownKey => "unknown-key",
    DuplicateKey => "duplicate-key",
    WrongType => "wrong-type",
    MissingKey => "missing-key",
    BadValue => "bad-value",
    EmptyValue => "empty-value",
    BadUrl => "bad-url",
    BadLanguage => "bad-language",
    WordsLeftOut => "words-left-out",
    UnknownNumbering => "unknown-numbering",
    ParentMissing => "parent-missing",
    ParentCircle => "parent-circle",
    NumberSkipped => "number-skipped",
    UnknownKind => "unknown-kind",
    ListTooDeep => "list-too-deep",
    ListUnordered => "list-unordered",
    ListLettered => "list-lettered",
    ListMark => "list-mark",
    ListInterrupted => "list-interrupted",
    ListNumberedOddly => "list-numbered-oddly",
    NoStatements => "no-statements",
    MetadataWithoutStatement => "metadata-without-statement",
    DuplicateCode => "duplicate-code",
    DuplicateId => "duplicate-id",
    DuplicateTerm => "duplicate-term",
    RelationToItself => "relation-to-itself",
    RelationTwice => "relation-twice",
    RelationCycle => "relation-cycle",
    SupersedesItself => "supersedes-itself",
    SupersededTwice => "superseded-twice",
    UnknownReference => "unknown-reference",
    UnknownTopic => "unknown-topic",
    AnnotationForUnknown => "annotation-for-unknown",
    BrokenLink => "broken-link",
    LinkOutsideContent => "link-outside-content",
    MissingImage => "missing-image",
    UnknownAnchor => "unknown-anchor",
    UnsafeLink => "unsafe-link",
    ActiveContent => "active-content",
    ReferenceNotClosed => "reference-not-closed",
    LinkWithSpaces => "link-with-spaces",
    PastedBullet => "pasted-bullet",
    ShownAsWritten => "shown-as-written",
    ImageUnshown => "image-unshown",
    ReferenceInLine => "reference-in-line",
    EmbedUnsupported => "embed-unsupported",
    EmbedInSentence => "embed-in-sentence",
    RawHtml => "raw-html",
    UnknownScale => "unknown-scale",
    UnknownReflection => "unknown-reflection",
    SelectorEmpty => "selector-empty",
    SelectsNothing => "selects-nothing",
    AssessmentEmpty => "assessment-empty",
    PointCount => "point-count",
    DuplicateLabel => "duplicate-label",
    ListedTwice => "listed-twice",
    BadId => "bad-id",
    ScaleNotUsed => "scale-not-used",
    UnknownLesson => "unknown-lesson",
    UnknownUnit => "unknown-unit",
    LessonWithoutUnit => "lesson-without-unit",
    LessonInTwoUnits => "lesson-in-two-units",
    PrerequisiteCircle => "prerequisite-circle",
    PrerequisiteLater => "prerequisite-later",
    LessonUnaligned => "lesson-unaligned",
    BlockInLine => "block-in-line",
    KeyOfOtherKind => "key-of-other-kind",
    NoRightAnswer => "no-right-answer",
    SeveralRightAnswers => "several-right-answers",
    DuplicateAnswer => "duplicate-answer",
    AnswerCount => "answer-count",
    UnknownScene => "unknown-scene",
    SceneUnreachable => "scene-unreachable",
    SceneEndless => "scene-endless",
    NoEnding => "no-ending",
    FeedbackUngrounded => "feedback-ungrounded",
    EmbeddedTwice => "embedded-twice",
    SameAddress => "same-address",
    FileNameTaken => "file-name-taken",
    BadAlias => "bad-alias",
    UnknownTheme => "unknown-theme",
    UnknownThemeFile => "unknown-theme-file",
    TemplateBroken => "template-broken",
    UnknownWord => "unknown-word",
    UnknownBundlePart => "unknown-bundle-part",
    OutputNotAFolder => "output-not-a-folder",
    OutputNotWritable => "output-not-writable",
    OutputForeignFile => "output-foreign-file",
    OutputHoldsContent => "output-holds-content",
    OutputBusy => "output-busy",
    OutputChanged => "output-changed",
    OutputBadName => "output-bad-name",
    OutputManifestBroken => "output-manifest-broken",
    TermUnused => "term-unused",
    StatementWithoutPrompts => "statement-without-prompts",
    StatementWithoutTopic => "statement-without-topic",
    StatementWithoutRelation => "statement-without-relation",
    TopicUnused => "topic-unused",
    ImageWithoutText => "image-without-text",
    ScaleUnused => "scale-unused",
    ReflectionUnused => "reflection-unused",
    ExcludesNothing => "excludes-nothing",
    NotEmbedded => "not-embedded",
    NoWrongAnswer => "no-wrong-answer",
    LargePage => "large-page",
}

/// What to do about a page that is too long.
pub const DIVIDE: &str = "divide what it is made from: one part into several, a topic into narrower ones, a long text into chapters";

impl Problem {
    /// Whether it stops the build.
    pub fn severity(&self) -> Severity {
        match self {
            Self::TermUnused { .. }
            | Self::StatementWithoutPrompts { .. }
            | Self::StatementWithoutTopic { .. }
            | Self::StatementWithoutRelation { .. }
            | Self::TopicUnused { .. }
            | Self::ImageWithoutText
            | Self::ReferenceNotClosed
            | Self::LinkWithSpaces { .. }
            | Self::PastedBullet { .. }
            | Self::ShownAsWritten { .. }
            | Self::ImageUnshown { .. }
            | Self::ReferenceInLine { .. }
            | Self::WordsLeftOut { .. }
            | Self::NumberSkipped { .. }
            | Self::ListLettered { .. }
            | Self::ScaleUnused { .. }
            | Self::ReflectionUnused { .. }
            | Self::ExcludesNothing { .. }
            | Self::NotEmbedded { .. }
            | Self::NoWrongAnswer
            | Self::LargePage { .. }
            | Self::ProblemsLeftOut { errors: false, .. }
            | Self::RawHtml => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// What is wrong, in one sentence without a full stop.
    #[allow(clippy::too_many_lines, reason = "one line a problem; splitting it would hide one")]
    pub fn message(&self) -> String {
        match self {
            Self::NoSuchFolder { is_file: false } => "the content folder isn’t there".into(),
            Self::NoSuchFolder { is_file: true } => {
                "the content must be in a folder, and this is a file".into()
            }
            Self::EmptyFolder => "the content folder has nothing in it".into(),
            Self::MissingFile { what, .. } => format!("{what} is missing"),
            Self::Unreadable { reason } => match reason {
                Unreadable::BrokenLink => "this is a link to a file that isn’t there".into(),
                Unreadable::Loop => "this is a link to a folder that it lies in itself".into(),
                Unreadable::Forbidden => "you are not allowed to read this".into(),
                Unreadable::Other(reason) => format!("this can’t be read: {reason}"),
            },
            Self::NotUtf8 { utf16: false } => "this character is not written in UTF-8".into(),
            Self::NotUtf8 { utf16: true } => "this file is written in UTF-16, not in UTF-8".into(),
            Self::NotText { what } => format!("this is {what}, and no text, whatever its name says"),
            Self::NotAFile => "this is not an ordinary file, but a pipe, socket or device".into(),
            Self::LinkLeadsOut { to, .. } => {
                format!("this is a link to {to}, which is not part of the content")
            }
            Self::FileTooLarge { bytes, limit } => {
                format!("this file has {}; files of up to {} are read", megabytes(*bytes), megabytes(*limit))
            }
            Self::OverLimit { what, limit, .. } => format!("there are more than {limit} {what}"),
            Self::ProblemsLeftOut { count, .. } if *count >= MOST_COUNTED - MOST_TOLD => {
                format!("more than {} more problems are not told", MOST_COUNTED - MOST_TOLD - 1)
            }
            Self::ProblemsLeftOut { count, .. } => format!("{count} more problems are not told"),
            Self::NameNotUtf8 => "the name of this file has characters that are not UTF-8".into(),
            Self::UnknownContentFile { .. } => "Standpoint doesn’t know what this file is for".into(),
            Self::FrontMatterMissing { late: true, .. } => {
                "the front matter must begin on the first line of the file".into()
            }
            Self::FrontMatterMissing { late: false, .. } => {
                "this file has no front matter: the keys between two lines of three dashes at its beginning"
                    .into()
            }
            Self::FrontMatterNotClosed => "the front matter has no closing line of three dashes".into(),
            Self::FrontMatterDashes { written } => {
                format!("the line before and after the front matter is three dashes, and this is “{written}”")
            }
            Self::FrontMatterUnwanted => "an annotation has no front matter".into(),
            Self::YamlSyntax { slip } => slip.message(),
            Self::UnknownKey { key, .. } => format!("there is no key “{key}” here"),
            Self::DuplicateKey { key } => format!("the key “{key}” stands here twice"),
            Self::WrongType { key, expected, found: Found { described, .. } } => match key.as_str() {
                "" => format!("this must be {expected}, but it is {described}"),
                key => format!("“{key}” must be {expected}, but this is {described}"),
            },
            Self::MissingKey { key, .. } => format!("the key “{key}” is missing"),
            Self::BadValue { key, value, .. } => format!("“{value}” is not a value that “{key}” can have"),
            Self::EmptyValue { key, .. } => format!("“{key}” is empty"),
            Self::BadUrl { value } => format!("“{value}” is not a web address"),
            Self::BadLanguage { value } => format!("“{value}” is not the code of a language"),
            Self::WordsLeftOut { .. } => "what stands after “ #” is a remark in YAML, and is left out".into(),
            Self::UnknownNumbering { id, .. } => {
                format!("“{id}” doesn’t fit the framework’s numbering")
            }
            Self::ParentMissing { id, parent } => {
                format!("{id} stands under {parent}, and there is no {parent}")
            }
            Self::UnknownKind { kind, .. } => format!("the framework has no kind “{kind}”"),
            Self::ParentCircle { ids } => {
                format!("these stand under one another in a circle: {}", around(ids))
            }
            Self::NumberSkipped { id, before } => format!("{id} is here, but {before} before it is not"),
            Self::ListTooDeep { levels: 0 } => {
                "the framework’s numbering ends with this part, and has no level for the statements in it"
                    .into()
            }
            Self::ListTooDeep { levels: 1 } => {
                "this list lies in a list, and the framework’s numbering ends with the outer one".into()
            }
            Self::ListTooDeep { levels } => {
                format!(
                    "this list is nested deeper than the framework’s numbering: {levels} levels in this file"
                )
            }
            Self::ListUnordered => "statements are a numbered list, but this one has bullets".into(),
            Self::ListLettered { letter, .. } => {
                format!(
                    "“{letter}” doesn’t begin an item of a list: this will be read as text of the statement above"
                )
            }
            Self::ListMark { mark, .. } => {
                format!("“{mark}” doesn’t begin an item of a list here: this will be read as text")
            }
            Self::ListInterrupted => "a second numbered list begins here".into(),
            Self::ListNumberedOddly { written, expected } => {
                format!("this item is written as number {written}, but it is number {expected} by its place")
            }
            Self::NoStatements => "this framework has no statements".into(),
            Self::MetadataWithoutStatement { number, part, .. } => {
                format!("there is metadata for number {number}, but {part} has no such statement")
            }
            Self::DuplicateCode { code } => format!("the code {code} is used twice"),
            Self::DuplicateId { what: "annotation", id } => format!("there are two annotations for {id}"),
            Self::DuplicateId { what: "section or part", id } => {
                format!("two sections or parts have the id “{id}”")
            }
            Self::DuplicateId { what, id } => format!("two {what}s have the id “{id}”"),
            Self::DuplicateTerm { name, other } => {
                format!("“{name}” is a name of two glossary entries: this one and “{other}”")
            }
            Self::RelationToItself { code } => format!("{code} is related to itself"),
            Self::RelationTwice { code } => format!("the relation to {code} is given twice"),
            Self::RelationCycle { kind, codes } => {
                format!("these statements go round in a circle by “{kind}”: {}", around(codes))
            }
            Self::SupersedesItself { code } => format!("{code} is given as an earlier code of itself"),
            Self::SupersededTwice { code, other } => {
                format!("two statements say that they were {code} earlier: this one and {other}")
            }
            Self::UnknownReference { reference, what, .. } => format!("there is no {what} “{reference}”"),
            Self::UnknownTopic { topic, .. } => format!("there is no topic “{topic}”"),
            Self::AnnotationForUnknown { code, .. } => {
                format!("this file is named for the statement {code}, which doesn’t exist")
            }
            Self::BrokenLink { target, .. } => format!("this links to “{target}”, which doesn’t exist"),
            Self::LinkOutsideContent { target } => {
                format!("“{target}” lies outside the content folder")
            }
            Self::MissingImage { target, .. } => format!("there is no file “{target}”"),
            Self::UnknownAnchor { anchor, page, .. } => format!("{page} has no heading or place “#{anchor}”"),
            Self::UnsafeLink { scheme, image: false } => {
                format!("links that begin with “{scheme}” are not allowed")
            }
            Self::UnsafeLink { image: true, .. } => "an image must be a file of the site’s own".into(),
            Self::ReferenceNotClosed => {
                "this begins a reference that isn’t closed, and is shown as it stands".into()
            }
            Self::LinkWithSpaces { .. } => {
                "this is no link, for there are spaces in its address: it is shown as it stands".into()
            }
            Self::PastedBullet { bullet } => {
                format!(
                    "“{bullet}” doesn’t begin an item of a list: lines that begin so run on into one another"
                )
            }
            Self::ShownAsWritten { mark } => {
                let what = match mark {
                    Mark::Heading => "heading",
                    Mark::Footnote => "footnote",
                    Mark::Table => "table",
                };
                format!("this is no {what}, and is shown as it stands")
            }
            Self::ImageUnshown { extension } => {
                format!("most browsers show no pictures of the format {extension}")
            }
            Self::ReferenceInLine { key } => {
                format!("“{key}” is plain words: the brackets are shown as they stand")
            }
            Self::EmbedUnsupported { target } => format!("“![[{target}]]” can’t be embedded in this file"),
            Self::ActiveContent { reason, instead } => {
                let instead = instead.as_ref().map(|instead| format!("; {instead}")).unwrap_or_default();
                format!("this file could run code in the browsers of readers: {reason}{instead}")
            }
            Self::RawHtml => "this HTML will be shown as text, not used as HTML".into(),
            Self::LargePage { address, kilobytes } => {
                format!("the page {address} has {kilobytes} KB, which is slow to load and to read")
            }
            Self::UnknownScale { scale, .. } => format!("there is no scale “{scale}”"),
            Self::UnknownReflection { reflection, .. } => {
                format!("there is no reflection model “{reflection}”")
            }
            Self::SelectorEmpty => "this entry doesn’t say which statements".into(),
            Self::SelectsNothing => "no statement that can be rated is all of this".into(),
            Self::AssessmentEmpty => "this assessment has no statements left to rate".into(),
            Self::PointCount { count } => {
                format!("a scale has two to seven points, and this one has {count}")
            }
            Self::DuplicateLabel { label } => format!("two answers of this scale are called “{label}”"),
            Self::ListedTwice { what, id } => format!("the {what} “{id}” is named twice here"),
            Self::BadId { what, id } => format!("“{id}” can’t be the id of this {what}"),
            Self::ScaleNotUsed { scale, .. } => {
                format!("this assessment doesn’t ask about “{scale}”")
            }
            Self::EmbedInSentence { target } => {
                format!("“![[{target}]]” stands within other text, and is shown on a line of its own")
            }
            Self::UnknownLesson { lesson, .. } => format!("this course has no lesson “{lesson}”"),
            Self::UnknownUnit { unit, .. } => format!("this course has no unit “{unit}”"),
            Self::LessonWithoutUnit { lesson } => format!("no unit of the course has the lesson “{lesson}”"),
            Self::LessonInTwoUnits { lesson, other } => {
                format!("the lesson “{lesson}” stands in the unit “{other}” already")
            }
            Self::PrerequisiteCircle { what, ids } => {
                format!("these {what}s ask for one another in a circle: {}", around(ids))
            }
            Self::PrerequisiteLater { what, id, before } => {
                format!("the {what} “{before}” asks for “{id}”, which comes after it")
            }
            Self::LessonUnaligned => "no outcome of this lesson refers to a statement".into(),
            Self::BlockInLine => {
                "this text is a line, and can have no list, heading or second paragraph".into()
            }
            Self::KeyOfOtherKind { key, kind, .. } => {
                format!("a question of the kind “{kind}” has no key “{key}”")
            }
            Self::NoRightAnswer { .. } => "none of these answers is right".into(),
            Self::SeveralRightAnswers { count } => {
                format!("a question of the kind “single” has one right answer, and this one has {count}")
            }
            Self::NoWrongAnswer => "all of these answers are right".into(),
            Self::DuplicateAnswer { answer } => format!("the answer “{answer}” stands here twice"),
            Self::AnswerCount { what, count: 1, least, most } => {
                format!("a question has {least} to {most} {what}, and this one has one")
            }
            Self::AnswerCount { what, count, least, most } => {
                format!("a question has {least} to {most} {what}, and this one has {count}")
            }
            Self::UnknownScene { scene, .. } => format!("this vignette has no scene “{scene}”"),
            Self::SceneUnreachable { scene } => format!("no choice leads to the scene “{scene}”"),
            Self::SceneEndless { scenes } => {
                format!("from here no choice leads to an ending: {}", scenes.join(", "))
            }
            Self::NoEnding => "this vignette has no ending".into(),
            Self::FeedbackUngrounded => "this feedback refers to no statement".into(),
            Self::EmbeddedTwice { what, id } => format!("the {what} “{id}” is embedded twice"),
            Self::NotEmbedded { what, id } => format!("no lesson embeds the {what} “{id}”"),
            Self::SameAddress { address, other: Some(other) } => {
                format!("two pages have the address {address}: this one and that of “{other}”")
            }
            Self::SameAddress { address, other: None } => {
                format!("Standpoint needs the address {address} for a page of its own")
            }
            Self::FileNameTaken { name, other: Some(other) } => {
                format!("{name} and {other} are linked to, and their names differ in capitals only")
            }
            Self::FileNameTaken { name, other: None } => {
                format!("Standpoint needs the name {name} for a file of its own")
            }
            Self::BadAlias { alias, taken: Some(other) } => {
                format!("“{alias}” is the address of another page, “{other}”")
            }
            Self::BadAlias { alias, taken: None } => {
                format!("“{alias}” can’t be an earlier address of this page")
            }
            Self::UnknownTheme { by_site: false, .. } => "there is no such folder for the theme".into(),
            Self::UnknownTheme { name, .. } => format!("there is no theme “{name}”"),
            Self::UnknownThemeFile { .. } => "the theme has a file that Standpoint doesn’t use".into(),
            Self::TemplateBroken { template, reason, page } => match page {
                Some(page) => format!("the template {template} failed on the page {page}: {reason}"),
                None => format!("the template {template} can’t be used: {reason}"),
            },
            Self::UnknownWord { key, .. } => format!("no template uses a word “{key}”"),
            Self::UnknownBundlePart { part, .. } => format!("the theme has no script or style “{part}”"),
            Self::OutputNotAFolder => "the output must be a folder, and this is something else".into(),
            Self::OutputNotWritable { reason } => format!("the site can’t be written here: {reason}"),
            Self::OutputForeignFile => {
                "this file is in the way: the site needs its place, and Standpoint didn’t write it".into()
            }
            Self::OutputHoldsContent { content } => {
                format!("the output folder and the content folder ({content}) must not lie in one another")
            }
            Self::OutputBusy { pid } => format!("another build (process {pid}) is writing to this folder"),
            Self::OutputChanged => "this was changed by somebody else while the site was being built".into(),
            Self::OutputBadName { name } => {
                format!("“{}” can’t be the name of a file in the site", name.escape_debug())
            }
            Self::OutputManifestBroken { reason } => {
                format!("the list of the files that Standpoint wrote can’t be understood: {reason}")
            }
            Self::TermUnused { term } => format!("nothing uses the term “{term}”"),
            Self::StatementWithoutPrompts { code, .. } => format!("{code} has no reflection prompts"),
            Self::StatementWithoutTopic { code, .. } => format!("{code} has no topic"),
            Self::StatementWithoutRelation { code, .. } => format!("{code} is related to no other statement"),
            Self::TopicUnused { topic } => format!("no statement has the topic “{topic}”"),
            Self::ImageWithoutText => "this image has no words for people who can’t see it".into(),
            Self::ScaleUnused { scale } => format!("no assessment uses the scale “{scale}”"),
            Self::ReflectionUnused { reflection } => {
                format!("no assessment uses the reflection model “{reflection}”")
            }
            Self::ExcludesNothing { code } => {
                format!("{code} is left out, but nothing of it was selected")
            }
        }
    }

    /// The name that there isn't, where it is about one.
    fn name(&self) -> Option<&str> {
        match self {
            Self::UnknownReference { reference: name, .. }
            | Self::UnknownTopic { topic: name, .. }
            | Self::UnknownKind { kind: name, .. }
            | Self::UnknownKey { key: name, .. }
            | Self::UnknownNumbering { id: name, .. }
            | Self::MetadataWithoutStatement { number: name, .. }
            | Self::BadValue { value: name, .. }
            | Self::BadUrl { value: name }
            | Self::BadId { id: name, .. }
            | Self::UnknownScale { scale: name, .. }
            | Self::UnknownReflection { reflection: name, .. }
            | Self::ScaleNotUsed { scale: name, .. }
            | Self::UnknownLesson { lesson: name, .. }
            | Self::UnknownUnit { unit: name, .. }
            | Self::UnknownScene { scene: name, .. }
            | Self::UnknownTheme { name, .. } => Some(name),
            _ => None,
        }
    }

    /// What to type or do instead.
    #[allow(clippy::too_many_lines, reason = "one line a problem; splitting it would hide one")]
    pub fn help(&self) -> Option<String> {
        if let Some(inside) = self.name().and_then(inside_curly_quotes) {
            return Some(format!(
                "take the curly quotes away, which are read as part of it:\n{inside}\nStraight ones (\") do no harm in YAML"
            ));
        }
        Some(match self {
            Self::NoSuchFolder { .. } => {
                "go to the folder of your site, or say where its content is with --content DIR; \
                 “standpoint init DIR” makes a new site"
                    .into()
            }
            Self::EmptyFolder => "make a small site with “standpoint init DIR” and look at its files".into(),
            Self::MissingFile { example, .. } => format!("make it; it needs at least:\n{example}"),
            Self::Unreadable { reason } => match reason {
                Unreadable::BrokenLink => "remove the link, or put the file in its place".into(),
                Unreadable::Loop => "remove the link".into(),
                Unreadable::Forbidden => "ask the owner of the file, or give yourself the right to read it".into(),
                Unreadable::Other(_) => "see whether you can open it yourself; if not, remove it".into(),
            },
            Self::NotUtf8 { utf16: false } => "open the file in your editor and save it with the encoding UTF-8".into(),
            Self::NotUtf8 { utf16: true } => {
                "open the file in your editor and save it with the encoding UTF-8 (it may be called “Unicode” now)".into()
            }
            Self::NotText { .. } => {
                "open it in the program it is from, copy the words, and paste them into a new file of a text editor".into()
            }
            Self::NotAFile => "put an ordinary text file in its place, or remove it".into(),
            Self::LinkLeadsOut { .. } => {
                "put a copy in its place; content from elsewhere could publish any file of yours by such a link".into()
            }
            Self::FileTooLarge { .. } => "split it into several files".into(),
            Self::NameNotUtf8 => "rename it, best with plain letters, digits and hyphens".into(),
            Self::UnknownContentFile { nearest } => match nearest {
                Some(nearest) => format!("did you mean {nearest}? Move or rename it, or remove it from the content folder"),
                None => "content is in standards/, annotations/, topics/, glossary/, guides/, assessments/ and the \
                         folders of courses/ as .md files; scales in assessments/scales/, checks and vignettes in the \
                         folders checks/ and vignettes/ of a course as .yaml files, beside site.yaml; move it there, or \
                         out of the content folder"
                    .into(),
            },
            Self::FrontMatterMissing { late: true, .. } => "remove what stands before the first ---".into(),
            Self::FrontMatterMissing { late: false, example } => format!("begin the file with, for example:\n{example}"),
            Self::FrontMatterNotClosed => "add a line of three dashes under this one:\n---".into(),
            Self::FrontMatterDashes { .. } => {
                "type the key for the hyphen three times; word processors make one long dash of that:\n---".into()
            }
            Self::FrontMatterUnwanted => {
                "remove the lines from --- to ---; topics and relations stand in the file of the part".into()
            }
            Self::YamlSyntax { slip } => slip.help(),
            Self::UnknownKey { nearest, known, .. } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”?"),
                None => format!("the keys that can stand here are: {}", known.join(", ")),
            },
            Self::DuplicateKey { .. } | Self::ListedTwice { .. } => "keep one of the two".into(),
            Self::WrongType { found: Found { example: Some(example), .. }, .. } => format!("write, for example:\n{example}"),
            Self::WrongType { key, expected, found: Found { written, .. } } => {
                let key = if key.is_empty() { "title" } else { key };
                let written = written.as_deref().unwrap_or("some words");
                let example = match *expected {
                    "a list" => format!("{key}: [{written}]"),
                    "true or false" => format!("{key}: {}", !says_no(written)),
                    number if number.starts_with("a whole number") => {
                        let usual = if key == "year" { 2026 } else { 3 };
                        format!("{key}: {}", first_number(written).unwrap_or(usual))
                    }
                    "a group of keys" if key == "statements" => "statements:\n  1:\n    topics: [planning]".into(),
                    "a group of keys" => format!("{key}: some words"),
                    _ => format!("{key}: {written}"),
                };
                format!("write, for example:\n{example}")
            }
            Self::MissingKey { example, .. } => format!("add a line such as:\n{example}"),
            Self::BadValue { nearest, allowed, .. } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”? It can be: {}", allowed.join(", ")),
                None => format!("it can be: {}", allowed.join(", ")),
            },
            Self::EmptyValue { needed: true, .. } => "write something after the colon".into(),
            Self::EmptyValue { needed: false, .. } => "write something after the colon, or remove the line".into(),
            Self::BadLanguage { .. } => "write its code, such as en, de, fr or pt-BR: browsers and readers that speak go by it".into(),
            Self::WordsLeftOut { key, value } => {
                format!("if it belongs to the text, write it in quotes:\n{key}: {}\nif it is a remark, write a space after the #", quoted(value))
            }
            Self::BadUrl { .. } => "write the whole of it, such as https://example.org/standards/".into(),
            Self::UnknownNumbering { example, .. } => {
                format!("ids here look like {example}; framework.yaml says which numbers each level has")
            }
            Self::ParentMissing { parent, .. } => {
                format!("add a file standards/{parent}.md with “id: {parent}” and a title")
            }
            Self::UnknownKind { nearest, known, .. } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”?"),
                None => format!("the kinds in framework.yaml are: {}", known.join(", ")),
            },
            Self::ParentCircle { .. } => "take out the “parent” that is wrong".into(),
            Self::NumberSkipped { before, .. } => {
                format!("write {before} too, or look whether its file got lost or has another id")
            }
            Self::ListTooDeep { levels: 0 } => "add a level to “numbering” in framework.yaml, such as decimal".into(),
            Self::ListTooDeep { .. } => {
                "add a level to “numbering” in framework.yaml, or indent the list less".into()
            }
            Self::ListUnordered => "begin the items with 1., 2., 3. instead of a dash or star".into(),
            Self::ListLettered { number, .. } => {
                format!("write {number}. instead, indented as far as the words above; the letters come from the numbering")
            }
            Self::ListMark { mark, number: Some(_) } if mark.starts_with(|c: char| c.is_ascii_digit()) && mark.ends_with(['.', ')']) => {
                format!("write a space after it: “{mark} ”")
            }
            Self::ListMark { number: Some(number), .. } => {
                format!("begin the items with 1., 2., 3. and a space: here {number}.")
            }
            Self::ListMark { number: None, .. } => "begin it with a dash and a space, indented as far as the words above: “- ”".into(),
            Self::ListInterrupted => {
                "a part has one list: indent the text before this list by as much as the words of the item it belongs to"
                    .into()
            }
            Self::ListNumberedOddly { expected, .. } => format!(
                "write {expected}. here, or look whether an item before it is missing or not set apart by its number"
            ),
            Self::NoStatements => "write them as a numbered list in a file of standards/, such as standards/I.A.md".into(),
            Self::MetadataWithoutStatement { last: None, .. } => {
                "the file has no numbered list; begin the statements with 1., 2., 3.".into()
            }
            Self::MetadataWithoutStatement { last: Some(last), nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean {nearest}? The last one in the list is {last}"),
                None => format!("the last one in the list is {last}"),
            },
            Self::DuplicateCode { .. } => "give one of the two another code".into(),
            Self::DuplicateId { what: "annotation", .. } => "put the two files together into one".into(),
            Self::DuplicateId { .. } => "give one of the two another id, or remove it".into(),
            Self::DuplicateTerm { .. } => "keep it in one entry, and refer to that one from the other".into(),
            Self::RelationToItself { .. } => "remove it, or write the code that was meant".into(),
            Self::RelationTwice { .. } => "keep one; two statements need to be related only once".into(),
            Self::RelationCycle { .. } => {
                "a later statement continues an earlier one, and knowledge supports a task: take out the relation that runs the wrong way"
                    .into()
            }
            Self::SupersedesItself { .. } => {
                "list only codes of earlier editions under “supersedes”; a statement that kept its code needs nothing".into()
            }
            Self::SupersededTwice { .. } => {
                "leave it with the statement that carries it on, and name the other there with see-also".into()
            }
            Self::UnknownReference { reference, nearest, what } => match nearest {
                Some(nearest) => format!("did you mean {nearest}?"),
                None if reference.starts_with("check:") || reference.starts_with("vignette:") => {
                    format!("a check or vignette is shown where it stands on a line of its own, with a “!” before it:\n![[{reference}]]")
                }
                None if *what == "statement or term" && reference.contains(':') => {
                    "before the colon can stand: statement, topic, term, guide, assessment, course, lesson".into()
                }
                None if *what == "statement or term" => {
                    "refer to a statement by its code, to a term that has a file in glossary/ by its name, to others \
                     as [[topic:…]] or [[guide:…]]"
                        .into()
                }
                None => "check the spelling, or make the file it refers to".into(),
            },
            Self::UnknownTopic { nearest: Some(nearest), .. }
            | Self::UnknownTheme { nearest: Some(nearest), .. } => format!("did you mean “{nearest}”?"),
            Self::UnknownTopic { topic, .. } => {
                let id = topic.to_lowercase().replace(' ', "-");
                let name = if topic.contains(' ') { format!("\"{topic}\"") } else { topic.clone() };
                let write = if id == *topic { String::new() } else { format!(", and write {id} here") };
                format!("make it with: standpoint new topic {name}{write}; or use the name of a file in topics/")
            }
            Self::AnnotationForUnknown { nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean {nearest}? The file’s name is the code of its statement"),
                None => "name the file for the code of its statement, such as II.A.6.md".into(),
            },
            Self::BrokenLink { nearest, target } | Self::MissingImage { nearest, target } => match nearest {
                Some(nearest) => format!("did you mean {nearest}?"),
                None if target.starts_with("www.") => format!("an address on the web begins with https:// or http://:\nhttps://{target}"),
                None => "paths start from the folder of the file they stand in; check the spelling, capitals too".into(),
            },
            Self::LinkOutsideContent { .. } => "copy the file into the content folder and link to it there".into(),
            Self::UnknownAnchor { nearest, known, .. } => match nearest {
                Some(nearest) => format!("did you mean “#{nearest}”?"),
                None if known.is_empty() => "leave out what begins with #: that page has no headings".into(),
                None => {
                    let known: Vec<String> = known.iter().take(8).map(|known| format!("#{known}")).collect();
                    format!("it has: {}", known.join(", "))
                }
            },
            Self::UnsafeLink { image: false, .. } => {
                "begin with https:, http:, mailto: or tel:, or link to a file of the content folder".into()
            }
            Self::UnsafeLink { image: true, .. } => {
                "put the image into the content folder and write its path: the site never asks another host for anything"
                    .into()
            }
            Self::ReferenceNotClosed => {
                "write ]] at its end, on the same line: [[II.A.6]]; for brackets as such write \\[\\[".into()
            }
            Self::LinkWithSpaces { target } => format!("write the address between < and >: (<{target}>); or rename the file"),
            Self::PastedBullet { .. } => "begin each with a dash and a space, and put an empty line before the first: “- ”".into(),
            Self::ShownAsWritten { mark: Mark::Heading } => "write a space after the #".into(),
            Self::ShownAsWritten { mark: Mark::Footnote } => {
                "write its words on a line of their own, with an empty line before, such as\n[^1]: The words of the note.".into()
            }
            Self::ShownAsWritten { mark: Mark::Table } => {
                "write a line of dashes under the first one, with as many columns, and an empty line before the table:\n| One | Two |\n| --- | --- |"
                    .into()
            }
            Self::ImageUnshown { .. } => "save it as JPEG, PNG or WebP, and write that name".into(),
            Self::ReferenceInLine { .. } => "take the brackets away, and refer to it in the text below".into(),
            Self::EmbedUnsupported { target } if is_image(target) => {
                format!("write ![what the image shows]({target})")
            }
            Self::EmbedUnsupported { target } if target.starts_with("check:") || target.starts_with("vignette:") => {
                "checks and vignettes are embedded in the text of a lesson of their course".into()
            }
            Self::EmbedUnsupported { target } => format!("refer to it instead: [[{target}]]"),
            Self::OverLimit { instead, .. } => (*instead).into(),
            Self::ProblemsLeftOut { .. } => "mend the ones above first; many may have one cause".into(),
            // The message says already what to do where it is about how the file is named or saved.
            Self::ActiveContent { instead, .. } => {
                let other = match instead {
                    Some(_) => "",
                    None => "save a picture as PNG, JPEG or WebP, or as a plain SVG, and a page as PDF; or, ",
                };
                format!("{other}if you trust all the content, set “raw-html: true” under “features” in site.yaml")
            }
            Self::RawHtml => {
                "write it in Markdown; or, if you trust all the content, set “raw-html: true” under “features” in site.yaml"
                    .into()
            }
            Self::LargePage { .. } => DIVIDE.into(),
            Self::EmbedInSentence { .. } => {
                "put it on a line of its own, with an empty line before and after; to mention it, leave out the “!”"
                    .into()
            }
            Self::UnknownLesson { nearest, known, lesson } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”?"),
                None if known.is_empty() => format!("write the lesson in a file {lesson}.md beside course.md"),
                None => format!("its lessons are the files beside course.md: {}", known.join(", ")),
            },
            Self::UnknownUnit { nearest, known, .. } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”?"),
                None => format!("its units are: {}", known.join(", ")),
            },
            Self::LessonWithoutUnit { lesson } => {
                format!("add {lesson} to “lessons” of a unit in course.md, or move the file out of the course")
            }
            Self::LessonInTwoUnits { .. } => {
                "a lesson stands in one unit: take it out of the other, and refer to it with [[lesson:…]]".into()
            }
            Self::PrerequisiteCircle { .. } => "take one of them out of “prerequisites” of another".into(),
            Self::PrerequisiteLater { what, .. } => {
                format!("change the order of the {what}s in course.md, or take it out of “prerequisites”")
            }
            Self::LessonUnaligned => {
                "add the code of the statement that it serves to an outcome, such as [[II.A.6]]; a section or part is \
                 too wide"
                    .into()
            }
            Self::BlockInLine => {
                "write it as one sentence; where it begins like a list or heading without being one, put a backslash \
                 before the number’s dot or the sign"
                    .into()
            }
            Self::KeyOfOtherKind { keys, .. } => {
                format!("remove it, or change “kind”; beside id, kind, question and statements it has: {}", keys.join(", "))
            }
            Self::NoRightAnswer { several: false } => "write “right: true” beside the one that is".into(),
            Self::NoRightAnswer { several: true } => "write “right: true” beside those that are".into(),
            Self::SeveralRightAnswers { .. } => "leave “right: true” with one of them, or write “kind: multiple”".into(),
            Self::NoWrongAnswer => "add an answer that is wrong, and say in its feedback what speaks against it".into(),
            Self::DuplicateAnswer { .. } => "give one of the two other words, or remove it".into(),
            Self::AnswerCount { count, least, .. } if count < least => "add some, or choose another kind of question".into(),
            Self::AnswerCount { .. } => "nobody can keep so many in mind; make two questions of it".into(),
            Self::UnknownScene { nearest, known, .. } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”?"),
                None => format!("its scenes are: {}", known.join(", ")),
            },
            Self::SceneUnreachable { .. } => "let a choice lead there with “to”, or remove it".into(),
            Self::SceneEndless { .. } => "let a choice lead to a scene without choices, or to one from where an ending is reached".into(),
            Self::NoEnding => "add a scene without choices, and let a choice lead to it".into(),
            Self::FeedbackUngrounded => "say which statement it rests on, by its code: [[II.A.6]]".into(),
            Self::EmbeddedTwice { .. } => "embed it once; elsewhere refer to the lesson with [[lesson:…]]".into(),
            Self::NotEmbedded { what, id } => {
                format!("put it on a line of its own in a lesson, or remove the file:\n![[{what}:{id}]]")
            }
            Self::UnknownScale { nearest, known, scale } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”?"),
                None if known.is_empty() => format!("make it with “standpoint new scale {scale}”"),
                None => format!("the scales in assessments/scales/ are: {}", known.join(", ")),
            },
            Self::UnknownReflection { nearest, known, reflection } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”?"),
                None if known.is_empty() => format!("make it with “standpoint new reflection {reflection}”"),
                None => format!("the models in assessments/reflections/ are: {}", known.join(", ")),
            },
            Self::SelectorEmpty => {
                "give one or more of section, part, kind, topic and codes; several narrow one another".into()
            }
            Self::SelectsNothing => {
                "several keys in one entry narrow one another; write them as entries of their own to add them up".into()
            }
            Self::AssessmentEmpty => "select more, or exclude less".into(),
            Self::PointCount { count: 0 | 1 } => {
                "add points under “points”, the lowest first; what is no point, such as “does not apply”, goes under “specials”".into()
            }
            Self::PointCount { .. } => "nobody can keep so many apart; join some of them".into(),
            Self::DuplicateLabel { .. } => "give one of the two other words".into(),
            Self::BadId { what: "course", .. } => {
                "rename the folder: small letters, digits and hyphens, and at least one letter, such as first-steps".into()
            }
            Self::BadId { what: "scale" | "assessment" | "reflection model" | "lesson" | "check" | "vignette", .. } => {
                "rename the file: small letters, digits and hyphens, and at least one letter, such as first-weeks".into()
            }
            Self::BadId { .. } => {
                "use small letters, digits and hyphens, and at least one letter, such as no-opportunity".into()
            }
            Self::ScaleNotUsed { nearest, used, .. } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”?"),
                None => format!("its scales are: {}", used.join(", ")),
            },
            Self::SameAddress { other: None, .. } => "give it another name or id".into(),
            Self::SameAddress { .. } => {
                "give one of the two another name or id; capitals alone make no difference".into()
            }
            Self::FileNameTaken { other: None, .. } => {
                "give it another name, or put it into another folder, and mend the links to it".into()
            }
            Self::FileNameTaken { .. } => {
                "give one of the two another name, and mend the links to it; many disks don’t tell capitals apart".into()
            }
            Self::BadAlias { taken: Some(_), .. } => "take it out: an address leads to one page only".into(),
            Self::BadAlias { .. } => {
                "write an address within the site that ends in .html, such as topics/old-name.html".into()
            }
            Self::UnknownTheme { looked_in, by_site: true, .. } => {
                format!("make the folder {looked_in}, or remove “theme” from site.yaml for the built-in one")
            }
            Self::UnknownTheme { by_site: false, .. } => {
                "check the path after --theme, or leave it out for the built-in theme".into()
            }
            Self::UnknownThemeFile { nearest } => match nearest {
                Some(nearest) => format!("did you mean {nearest}? A theme’s file replaces the built-in one of the same name"),
                None => "a theme’s file replaces the built-in one of the same name; files of your own go into \
                         templates/own/ (templates) or assets/ (anything else)"
                    .into(),
            },
            Self::TemplateBroken { .. } => {
                "mend the template; or remove it from your theme to use the built-in one".into()
            }
            Self::UnknownWord { nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”?"),
                None => "remove it; the words that templates use are in the built-in words/en.yaml".into(),
            },
            Self::UnknownBundlePart { nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean {nearest}?"),
                None => "name scripts and styles by their paths within scripts/ and styles/"
                    .into(),
            },
            Self::OutputNotAFolder => "choose another place with --output DIR, or move that file away".into(),
            Self::OutputNotWritable { .. } => {
                "the site that was there is as it was; check the space on the disk and that you may write there, or choose \
                 another place with --output DIR"
                    .into()
            }
            Self::OutputForeignFile => {
                "move it away, or choose another folder with --output DIR; nothing was changed".into()
            }
            Self::OutputHoldsContent { .. } => "choose a folder of its own with --output DIR".into(),
            Self::OutputBusy { .. } => "wait until it has finished, or stop it; nothing was changed".into(),
            Self::OutputChanged => "build again; the site that was there is as it was".into(),
            Self::OutputBadName { .. } => {
                "names are parted by single slashes and lead into the folder: no “..”, no slash at either end".into()
            }
            Self::OutputManifestBroken { .. } => {
                "bring back the list as it was; or, if nothing in the folder is your own, remove the folder; then build again"
                    .into()
            }
            Self::TermUnused { .. } => {
                "refer to it with [[…]], list the statements where it matters under “statements”, or remove it".into()
            }
            Self::StatementWithoutPrompts { code, annotated: false } => format!(
                "write a file annotations/{code}.md:\n## Prompts\n- A question that makes a reader think of their own work?"
            ),
            Self::StatementWithoutPrompts { annotated: true, .. } => {
                "add a list under the heading “Prompts”:\n## Prompts\n- A question that makes a reader think of their own work?"
                    .into()
            }
            Self::StatementWithoutTopic { number, .. } => {
                format!("add in the front matter, under “statements”:\n{number}:\n  topics: [name-of-a-topic]")
            }
            Self::StatementWithoutRelation { number, .. } => format!(
                "add in the front matter, under “statements”:\n{number}:\n  related:\n    see-also: [code-of-another]"
            ),
            Self::TopicUnused { topic } => {
                format!("add “topics: [{topic}]” to the statements it is about, or remove the file")
            }
            Self::ScaleUnused { .. } => "add it to “scales” of an assessment, or remove the file".into(),
            Self::ReflectionUnused { .. } => "add it to “reflections” of an assessment, or remove the file".into(),
            Self::ExcludesNothing { .. } => "remove it, or look whether another code was meant".into(),
            Self::ImageWithoutText => "write them between the brackets: ![what the image shows](file.png)".into(),
        })
    }
}

/// What stands in quotes of print, as word processors put them in the place of typed ones.
fn inside_curly_quotes(name: &str) -> Option<&str> {
    const QUOTES: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];
    let inside = name.strip_prefix(QUOTES)?.strip_suffix(QUOTES)?;
    (!inside.is_empty()).then_some(inside)
}

/// Whether it is one of the words that people and programs write for false.
fn says_no(written: &str) -> bool {
    matches!(written.trim().to_lowercase().as_str(), "no" | "off" | "false" | "n" | "0" | "nein" | "non")
}

/// The first whole number in some words: `60 min`, `May 2026`.
fn first_number(written: &str) -> Option<u32> {
    let digits = |c: char| c.is_ascii_digit();
    let start = written.find(digits)?;
    let end = written[start..].find(|c| !digits(c)).map_or(written.len(), |end| start + end);
    written[start..end].parse().ok().filter(|number| *number > 0)
}

fn is_image(target: &str) -> bool {
    let extension = target.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(extension.as_str(), "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif")
}

/// `8 MB`, `8.6 MB`.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes * 10 / (1024 * 1024);
    if tenths.is_multiple_of(10) {
        format!("{} MB", tenths / 10)
    } else {
        format!("{}.{} MB", tenths / 10, tenths % 10)
    }
}

/// The name nearest to `wanted`, if one is near enough to be a slip of the hand.
///
/// Compared without regard to case by the optimal string alignment distance; at most a third of the letters may
/// differ. Among equally near names one with the same letters comes first (61 for 16), then the one that agrees the
/// longest from its beginning, then the one whose number is nearest (3 for 4).
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest_of(wanted, &mut names.into_iter())
}

/// The same, which is compiled once and not for every kind of list.
fn nearest_of(wanted: &str, names: &mut dyn Iterator<Item = &str>) -> Option<String> {
    // Comparing takes time with the square of the length, and nobody types so long a name.
    if wanted.len() > 4 * LONGEST_NAME {
        return None;
    }
    let lower = wanted.to_lowercase();
    let letters = sorted_letters(&lower);
    let length = lower.chars().count();
    let allowed = (length / 3).max(1);
    names
        .filter(|name| name.len() <= 4 * LONGEST_NAME && name.chars().count().abs_diff(length) <= allowed)
        .filter_map(|name| {
            let candidate = name.to_lowercase();
            let distance = strsim::osa_distance(&lower, &candidate);
            let agrees = lower.chars().zip(candidate.chars()).take_while(|(a, b)| a == b).count();
            let gap = trailing_number(&lower).abs_diff(trailing_number(&candidate));
            let other_letters = sorted_letters(&candidate) != letters;
            (distance <= allowed).then_some((distance, other_letters, std::cmp::Reverse(agrees), gap, name))
        })
        .min()
        .map(|(.., name)| name.to_owned())
}

/// The most names that a message lists.
const MOST_LISTED: usize = 20;

/// Names as a message lists them: no more than a person looks through.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut names = names.into_iter();
    let mut listed: Vec<String> = names.by_ref().take(MOST_LISTED).map(ToOwned::to_owned).collect();
    listed.extend(names.next().map(|_| "…".to_owned()));
    listed
}

/// Proposals for names that lead nowhere, as [`nearest`] makes them, for as long as that takes no time that anybody would
/// notice: where a hundred thousand names lead nowhere, each would be compared with every name that there is.
#[derive(Debug)]
pub struct Proposals {
    /// How many pairs of letters may still be compared.
    left: AtomicUsize,
}

impl Default for Proposals {
    fn default() -> Self {
        Self { left: AtomicUsize::new(100_000_000) }
    }
}

impl Proposals {
    /// The name nearest to `wanted`; none where enough have been proposed.
    pub fn nearest<'a>(&self, wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
        self.nearest_of(wanted, &mut names.into_iter())
    }

    fn nearest_of(&self, wanted: &str, names: &mut dyn Iterator<Item = &str>) -> Option<String> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return None;
        }
        let mut compared = 0;
        let mut names = names.inspect(|name| compared += 16 + name.len() * wanted.len());
        let found = nearest_of(wanted, &mut names);
        self.spend(compared);
        found
    }

    /// Those of all pages of a site: as many as a few pages have in which nothing leads anywhere.
    pub fn of_a_site() -> Self {
        Self { left: AtomicUsize::new(1_000_000_000) }
    }

    /// The share that one page has in these.
    pub fn share(&self) -> Share<'_> {
        Share { own: Self::default(), all: self }
    }

    fn spend(&self, compared: usize) {
        let less = |left: usize| Some(left.saturating_sub(compared));
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }
}

/// Proposals for one page among many: it gets no more than its share, and all together no more than there are.
#[derive(Debug)]
pub struct Share<'a> {
    own: Proposals,
    all: &'a Proposals,
}

impl<'a> Share<'a> {
    /// Another of the same.
    #[must_use]
    pub fn another(&self) -> Share<'a> {
        self.all.share()
    }

    /// The name nearest to `wanted`; none where enough have been proposed.
    pub fn nearest<'n>(&self, wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
        if self.all.left.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let before = self.own.left.load(Ordering::Relaxed);
        let found = self.own.nearest_of(wanted, &mut names.into_iter());
        self.all.spend(before - self.own.left.load(Ordering::Relaxed));
        found
    }
}

/// The number or the single letter at the end of a code as a number, 0 if there is none.
fn trailing_number(name: &str) -> u64 {
    let digits = name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    match name[digits..].parse() {
        Ok(number) => number,
        Err(_) => match name.rsplit('.').next().map(str::as_bytes) {
            Some([letter]) => u64::from(*letter),
            _ => 0,
        },
    }
}

fn sorted_letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::{Proposals, nearest};

    #[test]
    fn pages_get_proposals_for_as_long_as_there_are_any_for_all() {
        let (wanted, near, far) = ("a".repeat(300), "a".repeat(299) + "b", "b".repeat(120));
        let names = || std::iter::repeat_n(far.as_str(), 1_000).chain([near.as_str()]);
        let all = Proposals::of_a_site();
        let served = (0..100).filter(|_| {
            let share = all.share();
            let given: Vec<bool> = (0..4).map(|_| share.nearest(&wanted, names()).is_some()).collect();
            assert!(!given[3], "no page gets more than its share");
            given[0]
        });
        assert_eq!(served.count(), 10);
    }

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        assert_eq!(nearest("titel", ["title", "kind"]).as_deref(), Some("title"));
        assert_eq!(nearest("II.A.61", ["II.A.6", "II.A.16", "II.A.1"]).as_deref(), Some("II.A.16"));
        assert_eq!(nearest("II.A.61", ["II.A.11", "II.A.6"]).as_deref(), Some("II.A.6"));
        assert_eq!(nearest("weather", ["title", "kind"]), None);
    }
}
