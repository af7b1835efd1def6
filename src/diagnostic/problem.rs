//! Every problem Standpoint can report, with its words.
//!
//! A variant carries the data; [`Problem::message`] says what is wrong, [`Problem::help`] what to type instead.
//! Both are read by practitioners, not programmers.

use super::Severity;

/// Something wrong with the content, the theme, or where the site is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the message below")]
pub enum Problem {
    // Files and folders.
    NoSuchFolder { what: &'static str },
    EmptyFolder { what: &'static str },
    MissingFile { what: &'static str, example: String },
    Unreadable { reason: String },
    NotUtf8 { line: usize },
    NotAFile,
    FileTooLarge { bytes: u64, limit: u64 },
    NameNotUtf8,
    UnknownContentFile { nearest: Option<String> },

    // YAML.
    FrontMatterMissing { example: String },
    FrontMatterNotClosed,
    YamlSyntax { reason: String },
    UnknownKey { key: String, nearest: Option<String>, known: Vec<String> },
    DuplicateKey { key: String },
    WrongType { key: String, expected: String, found: String },
    MissingKey { key: String, example: String },
    BadValue { key: String, value: String, nearest: Option<String>, allowed: Vec<String> },
    EmptyValue { key: String },
    BadUrl { value: String },

    // The framework.
    UnknownNumbering { id: String, example: String },
    ParentMissing { id: String, parent: String },
    UnknownKind { kind: String, nearest: Option<String>, known: Vec<String> },
    ListTooDeep { levels: usize },
    ListUnordered,
    ListInterrupted,
    ListNumberedOddly { written: u64, expected: u64 },
    NoStatements,
    MetadataWithoutStatement { number: String, file_id: String, last: String, nearest: Option<String> },
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
    UnknownAnchor { anchor: String, page: String, nearest: Option<String> },
    UnsafeLink { scheme: String },
    EmbedUnsupported { target: String },
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

    // Pages.
    SameAddress { address: String, other: String },
    BadAlias { alias: String },

    // Theme.
    UnknownTheme { name: String, looked_in: String },
    UnknownThemeFile { nearest: Option<String> },
    TemplateBroken { template: String, reason: String, page: Option<String> },
    WordMissing { key: String, template: String, page: String },
    UnknownWord { key: String, nearest: Option<String> },

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
    StatementWithoutPrompts { code: String },
    StatementWithoutTopic { code: String },
    StatementWithoutRelation { code: String },
    TopicUnused { topic: String },
    ImageWithoutText,
    ScaleUnused { scale: String },
    ReflectionUnused { reflection: String },
    ExcludesNothing { code: String },
}

impl Problem {
    /// A short permanent name, for tools and for searching.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchFolder { .. } => "no-such-folder",
            Self::EmptyFolder { .. } => "empty-folder",
            Self::MissingFile { .. } => "missing-file",
            Self::Unreadable { .. } => "unreadable",
            Self::NotUtf8 { .. } => "not-utf8",
            Self::NotAFile => "not-a-file",
            Self::FileTooLarge { .. } => "file-too-large",
            Self::NameNotUtf8 => "name-not-utf8",
            Self::UnknownContentFile { .. } => "unknown-content-file",
            Self::FrontMatterMissing { .. } => "front-matter-missing",
            Self::FrontMatterNotClosed => "front-matter-not-closed",
            Self::YamlSyntax { .. } => "yaml-syntax",
            Self::UnknownKey { .. } => "unknown-key",
            Self::DuplicateKey { .. } => "duplicate-key",
            Self::WrongType { .. } => "wrong-type",
            Self::MissingKey { .. } => "missing-key",
            Self::BadValue { .. } => "bad-value",
            Self::EmptyValue { .. } => "empty-value",
            Self::BadUrl { .. } => "bad-url",
            Self::UnknownNumbering { .. } => "unknown-numbering",
            Self::ParentMissing { .. } => "parent-missing",
            Self::UnknownKind { .. } => "unknown-kind",
            Self::ListTooDeep { .. } => "list-too-deep",
            Self::ListUnordered => "list-unordered",
            Self::ListInterrupted => "list-interrupted",
            Self::ListNumberedOddly { .. } => "list-numbered-oddly",
            Self::NoStatements => "no-statements",
            Self::MetadataWithoutStatement { .. } => "metadata-without-statement",
            Self::DuplicateCode { .. } => "duplicate-code",
            Self::DuplicateId { .. } => "duplicate-id",
            Self::DuplicateTerm { .. } => "duplicate-term",
            Self::RelationToItself { .. } => "relation-to-itself",
            Self::RelationTwice { .. } => "relation-twice",
            Self::RelationCycle { .. } => "relation-cycle",
            Self::SupersedesItself { .. } => "supersedes-itself",
            Self::SupersededTwice { .. } => "superseded-twice",
            Self::UnknownReference { .. } => "unknown-reference",
            Self::UnknownTopic { .. } => "unknown-topic",
            Self::AnnotationForUnknown { .. } => "annotation-for-unknown",
            Self::BrokenLink { .. } => "broken-link",
            Self::LinkOutsideContent { .. } => "link-outside-content",
            Self::MissingImage { .. } => "missing-image",
            Self::UnknownAnchor { .. } => "unknown-anchor",
            Self::UnsafeLink { .. } => "unsafe-link",
            Self::EmbedUnsupported { .. } => "embed-unsupported",
            Self::RawHtml => "raw-html",
            Self::UnknownScale { .. } => "unknown-scale",
            Self::UnknownReflection { .. } => "unknown-reflection",
            Self::SelectorEmpty => "selector-empty",
            Self::SelectsNothing => "selects-nothing",
            Self::AssessmentEmpty => "assessment-empty",
            Self::PointCount { .. } => "point-count",
            Self::DuplicateLabel { .. } => "duplicate-label",
            Self::ListedTwice { .. } => "listed-twice",
            Self::BadId { .. } => "bad-id",
            Self::ScaleNotUsed { .. } => "scale-not-used",
            Self::SameAddress { .. } => "same-address",
            Self::BadAlias { .. } => "bad-alias",
            Self::UnknownTheme { .. } => "unknown-theme",
            Self::UnknownThemeFile { .. } => "unknown-theme-file",
            Self::TemplateBroken { .. } => "template-broken",
            Self::WordMissing { .. } => "word-missing",
            Self::UnknownWord { .. } => "unknown-word",
            Self::OutputNotAFolder => "output-not-a-folder",
            Self::OutputNotWritable { .. } => "output-not-writable",
            Self::OutputForeignFile => "output-foreign-file",
            Self::OutputHoldsContent { .. } => "output-holds-content",
            Self::OutputBusy { .. } => "output-busy",
            Self::OutputChanged => "output-changed",
            Self::OutputBadName { .. } => "output-bad-name",
            Self::OutputManifestBroken { .. } => "output-manifest-broken",
            Self::TermUnused { .. } => "term-unused",
            Self::StatementWithoutPrompts { .. } => "statement-without-prompts",
            Self::StatementWithoutTopic { .. } => "statement-without-topic",
            Self::StatementWithoutRelation { .. } => "statement-without-relation",
            Self::TopicUnused { .. } => "topic-unused",
            Self::ImageWithoutText => "image-without-text",
            Self::ScaleUnused { .. } => "scale-unused",
            Self::ReflectionUnused { .. } => "reflection-unused",
            Self::ExcludesNothing { .. } => "excludes-nothing",
        }
    }

    /// Whether it stops the build.
    pub fn severity(&self) -> Severity {
        match self {
            Self::TermUnused { .. }
            | Self::StatementWithoutPrompts { .. }
            | Self::StatementWithoutTopic { .. }
            | Self::StatementWithoutRelation { .. }
            | Self::TopicUnused { .. }
            | Self::ImageWithoutText
            | Self::ScaleUnused { .. }
            | Self::ReflectionUnused { .. }
            | Self::ExcludesNothing { .. }
            | Self::RawHtml => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// What is wrong, in one sentence without a full stop.
    #[allow(clippy::too_many_lines, reason = "one line a problem; splitting it would hide one")]
    pub fn message(&self) -> String {
        match self {
            Self::NoSuchFolder { what } => format!("there is no {what} here"),
            Self::EmptyFolder { what } => format!("the {what} has nothing in it"),
            Self::MissingFile { what, .. } => format!("{what} is missing"),
            Self::Unreadable { reason } => format!("this can’t be read: {reason}"),
            Self::NotUtf8 { line } => {
                format!("this file is not UTF-8 text (the first odd byte is on line {line})")
            }
            Self::NotAFile => "this is not an ordinary file".into(),
            Self::FileTooLarge { bytes, limit } => {
                format!("this file has {bytes} bytes; the most that is read is {limit}")
            }
            Self::NameNotUtf8 => "the name of this file is not UTF-8".into(),
            Self::UnknownContentFile { .. } => "Standpoint doesn’t know what this file is for".into(),
            Self::FrontMatterMissing { .. } => "the file doesn’t begin with its front matter".into(),
            Self::FrontMatterNotClosed => "the front matter has no closing line of three dashes".into(),
            Self::YamlSyntax { reason } => format!("the YAML can’t be understood: {reason}"),
            Self::UnknownKey { key, .. } => format!("there is no key “{key}” here"),
            Self::DuplicateKey { key } => format!("the key “{key}” stands here twice"),
            Self::WrongType { key, expected, found } => {
                format!("“{key}” must be {expected}, but this is {found}")
            }
            Self::MissingKey { key, .. } => format!("the key “{key}” is missing"),
            Self::BadValue { key, value, .. } => format!("“{value}” is not a value that “{key}” can have"),
            Self::EmptyValue { key } => format!("“{key}” is empty"),
            Self::BadUrl { value } => format!("“{value}” is not a web address"),
            Self::UnknownNumbering { id, .. } => {
                format!("“{id}” doesn’t fit the framework’s numbering")
            }
            Self::ParentMissing { id, parent } => {
                format!("{id} stands under {parent}, and there is no {parent}")
            }
            Self::UnknownKind { kind, .. } => format!("the framework has no kind “{kind}”"),
            Self::ListTooDeep { levels } => {
                format!("this list is nested deeper than the framework’s numbering of {levels} levels")
            }
            Self::ListUnordered => "statements are a numbered list, but this one has bullets".into(),
            Self::ListInterrupted => "a second numbered list begins here".into(),
            Self::ListNumberedOddly { written, expected } => {
                format!("this item is written as number {written}, but it is number {expected} by its place")
            }
            Self::NoStatements => "this framework has no statements".into(),
            Self::MetadataWithoutStatement { number, file_id, .. } => {
                format!("there is metadata for number {number}, but {file_id} has no such statement")
            }
            Self::DuplicateCode { code } => format!("the code {code} is used twice"),
            Self::DuplicateId { what, id } => format!("there are two {what}s with the id “{id}”"),
            Self::DuplicateTerm { name, other } => {
                format!("“{name}” is a name of two glossary entries: this one and “{other}”")
            }
            Self::RelationToItself { code } => format!("{code} is related to itself"),
            Self::RelationTwice { code } => format!("the relation to {code} is given twice"),
            Self::RelationCycle { kind, codes } => {
                format!("these statements go round in a circle by “{kind}”: {}", codes.join(" → "))
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
            Self::UnsafeLink { scheme } => format!("links that begin with “{scheme}:” are not allowed"),
            Self::EmbedUnsupported { target } => format!("“![[{target}]]” can’t be embedded in this file"),
            Self::RawHtml => "this HTML will be shown as text, not used as HTML".into(),
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
            Self::BadId { what, id } => format!("“{id}” can’t be the id of a {what}"),
            Self::ScaleNotUsed { scale, .. } => {
                format!("this assessment doesn’t ask about “{scale}”")
            }
            Self::SameAddress { address, other } => {
                format!("two pages have the address {address}: this one and {other}")
            }
            Self::BadAlias { alias } => format!("“{alias}” can’t be an earlier address of this page"),
            Self::UnknownTheme { name, .. } => format!("there is no theme “{name}”"),
            Self::UnknownThemeFile { .. } => "the theme has a file that Standpoint doesn’t use".into(),
            Self::TemplateBroken { template, reason, page } => match page {
                Some(page) => format!("the template {template} failed on the page {page}: {reason}"),
                None => format!("the template {template} can’t be used: {reason}"),
            },
            Self::WordMissing { key, template, page } => {
                format!(
                    "the template {template} uses the word “{key}” on {page}, but the theme’s words don’t have it"
                )
            }
            Self::UnknownWord { key, .. } => format!("no template uses a word “{key}”"),
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
            Self::StatementWithoutPrompts { code } => format!("{code} has no reflection prompts"),
            Self::StatementWithoutTopic { code } => format!("{code} has no topic"),
            Self::StatementWithoutRelation { code } => format!("{code} is related to no other statement"),
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

    /// What to type or do instead.
    #[allow(clippy::too_many_lines, reason = "one line a problem; splitting it would hide one")]
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::NoSuchFolder { what } => match *what {
                "content folder" => "make one with “standpoint init .”, or say where it is with --content DIR".into(),
                _ => "check the name, and that you are in the right folder".into(),
            },
            Self::EmptyFolder { .. } => "make a small site with “standpoint init DIR” and look at its files".into(),
            Self::MissingFile { example, .. } => format!("make it; it needs at least:\n{example}"),
            Self::Unreadable { .. } => "check that the file may be read by you, and that it is not a broken link".into(),
            Self::NotUtf8 { .. } => "open it in your editor and save it with the encoding UTF-8".into(),
            Self::NotAFile => "put an ordinary text file in its place, or remove it".into(),
            Self::FileTooLarge { .. } => "split it into several files".into(),
            Self::NameNotUtf8 => "rename it, best with plain letters, digits and hyphens".into(),
            Self::UnknownContentFile { nearest } => match nearest {
                Some(nearest) => format!("did you mean {nearest}? Move or rename it, or remove it from the content folder"),
                None => "content is in standards/, annotations/, topics/, glossary/, guides/ and assessments/ as .md \
                         files, scales in assessments/scales/ as .yaml files, beside site.yaml; move it there, or out \
                         of the content folder"
                    .into(),
            },
            Self::FrontMatterMissing { example } => format!("begin the file with:\n{example}"),
            Self::FrontMatterNotClosed => "add a line “---” after the last key".into(),
            Self::YamlSyntax { reason } => {
                if reason.contains("mapping values are not allowed") {
                    "a text with a colon in it needs quotes: title: \"Planning: the first steps\"".into()
                } else if reason.contains("found character that cannot start any token") {
                    "indent with spaces, not with tabs, and put quotes around text that begins with @, ` or %".into()
                } else {
                    "look at this line and the one before: a missing quote, a missing space after a colon, \
                     or an indentation that doesn’t line up"
                        .into()
                }
            }
            Self::UnknownKey { nearest, known, .. } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”?"),
                None => format!("the keys that can stand here are: {}", known.join(", ")),
            },
            Self::DuplicateKey { .. } | Self::ListedTwice { .. } => "keep one of the two".into(),
            Self::WrongType { key, expected, .. } => {
                let key = key.rsplit('.').next().unwrap_or(key);
                let example = match expected.as_str() {
                    "a list" => format!("{key}: [one, two]"),
                    "yes or no" => format!("{key}: true"),
                    number if number.starts_with("a whole number") => format!("{key}: 3"),
                    "a group of keys" => format!("{key}:\n  some-key: its value"),
                    _ => format!("{key}: \"some words\""),
                };
                format!("write it as, for example:\n{example}")
            }
            Self::MissingKey { example, .. } => format!("add a line such as:\n{example}"),
            Self::BadValue { nearest, allowed, .. } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”? It can be: {}", allowed.join(", ")),
                None => format!("it can be: {}", allowed.join(", ")),
            },
            Self::EmptyValue { .. } => "write something after the colon, or remove the line if it isn’t needed".into(),
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
            Self::ListTooDeep { .. } => {
                "add a level to “numbering” in framework.yaml, or indent the list less".into()
            }
            Self::ListUnordered => "begin the items with 1., 2., 3. instead of a dash or star".into(),
            Self::ListInterrupted => {
                "a part has one list: indent the text before this list by as much as the words of the item it belongs to"
                    .into()
            }
            Self::ListNumberedOddly { expected, .. } => format!(
                "write {expected}. here, or look whether an item before it is missing or not set apart by its number"
            ),
            Self::NoStatements => "write them as a numbered list in a file of standards/, such as standards/I.A.md".into(),
            Self::MetadataWithoutStatement { last, nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean {nearest}? The last one in the list is {last}"),
                None => format!("the last one in the list is {last}"),
            },
            Self::DuplicateCode { .. } => "give one of the two another code".into(),
            Self::DuplicateId { what: "kind" | "special" | "step", .. } => "give one of the two another id".into(),
            Self::DuplicateId { .. } => "rename one of the two files".into(),
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
            Self::UnknownReference { nearest, what, .. } => match nearest {
                Some(nearest) => format!("did you mean {nearest}?"),
                None if *what == "statement or term" => {
                    "write a code such as [[II.A.6]], or a term that has a file in glossary/".into()
                }
                None => "check the spelling, or make the file it refers to".into(),
            },
            Self::UnknownTopic { topic, nearest } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”?"),
                None => format!("make it with “standpoint new topic {topic}”, or use one that has a file in topics/"),
            },
            Self::AnnotationForUnknown { nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean {nearest}? The file’s name is the code of its statement"),
                None => "name the file for the code of its statement, such as II.A.6.md".into(),
            },
            Self::BrokenLink { nearest, .. } | Self::MissingImage { nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean {nearest}?"),
                None => "paths start from the folder of the file they stand in; check the spelling, capitals too".into(),
            },
            Self::LinkOutsideContent { .. } => "copy the file into the content folder and link to it there".into(),
            Self::UnknownAnchor { nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean “#{nearest}”?"),
                None => "look at the headings of that page; an anchor is the heading in lower case with hyphens".into(),
            },
            Self::UnsafeLink { .. } => "link to a page with https:, http:, mailto: or tel:, or to a file".into(),
            Self::EmbedUnsupported { target } => format!("refer to it instead: [[{target}]]"),
            Self::RawHtml => {
                "write it in Markdown; or, if you trust all the content, set “raw-html: true” under “features” in site.yaml"
                    .into()
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
            Self::BadId { what: "scale" | "assessment" | "reflection model", .. } => {
                "rename the file: small letters, digits and hyphens, and at least one letter, such as first-weeks".into()
            }
            Self::BadId { .. } => {
                "use small letters, digits and hyphens, and at least one letter, such as no-opportunity".into()
            }
            Self::ScaleNotUsed { nearest, used, .. } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”?"),
                None => format!("its scales are: {}", used.join(", ")),
            },
            Self::SameAddress { .. } => "rename one of the two; addresses that differ only in capitals count as one".into(),
            Self::BadAlias { .. } => {
                "write an address within the site that ends in .html and that no page has, such as topics/old-name.html".into()
            }
            Self::UnknownTheme { looked_in, .. } => {
                format!("make the folder {looked_in}, or remove “theme” from site.yaml for the built-in one")
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
            Self::WordMissing { key, .. } => format!("add “{key}: …” to the words of your theme"),
            Self::UnknownWord { nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean “{nearest}”?"),
                None => "remove it; the words that templates use are in the built-in words/en.yaml".into(),
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
            Self::StatementWithoutPrompts { code } => {
                format!("write annotations/{code}.md with a heading “## Prompts” and a list under it")
            }
            Self::StatementWithoutTopic { .. } => "add “topics: […]” for its number in the front matter".into(),
            Self::StatementWithoutRelation { .. } => {
                "add “related:” for its number in the front matter, with supports, continues or see-also".into()
            }
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

/// The name nearest to `wanted`, if one is near enough to be a slip of the hand.
///
/// Compared without regard to case by the optimal string alignment distance; at most a third of the letters may
/// differ. Among equally near names one with the same letters comes first (61 for 16), then the one that agrees the
/// longest from its beginning.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let lower = wanted.to_lowercase();
    let letters = sorted_letters(&lower);
    let allowed = (lower.chars().count() / 3).max(1);
    names
        .into_iter()
        .filter(|name| name.chars().count().abs_diff(lower.chars().count()) <= allowed)
        .filter_map(|name| {
            let candidate = name.to_lowercase();
            let distance = strsim::osa_distance(&lower, &candidate);
            let agrees = lower.chars().zip(candidate.chars()).take_while(|(a, b)| a == b).count();
            let other_letters = sorted_letters(&candidate) != letters;
            (distance <= allowed).then_some((distance, other_letters, std::cmp::Reverse(agrees), name))
        })
        .min()
        .map(|(_, _, _, name)| name.to_owned())
}

fn sorted_letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        assert_eq!(nearest("titel", ["title", "kind"]).as_deref(), Some("title"));
        assert_eq!(nearest("II.A.61", ["II.A.6", "II.A.16", "II.A.1"]).as_deref(), Some("II.A.16"));
        assert_eq!(nearest("II.A.61", ["II.A.11", "II.A.6"]).as_deref(), Some("II.A.6"));
        assert_eq!(nearest("weather", ["title", "kind"]), None);
    }
}
