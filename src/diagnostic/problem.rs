//! Every problem Standpoint can report.
//!
//! A variant carries the data; [`Problem::message`] (message.rs) says what is wrong, [`Problem::help`] (help.rs) what to
//! type instead.
//! Both are read by practitioners, not programmers.

use super::{Severity, YamlSlip};

/// Something wrong with the content, the theme, or where the site is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the message")]
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
    TextNotRead { text: String },

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
    ListNumberedOddly { written: u64, expected: u64, indent: Option<usize> },
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
    ShownAsCode { open: bool },
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
    NameUnfit { name: String, instead: String },
    LongAddress { address: String, letters: usize },
    BadAlias { alias: String, taken: Option<String> },

    // Theme.
    UnknownTheme { name: String, looked_in: String, nearest: Option<String>, by_site: bool },
    UnknownThemeFile { nearest: Option<String> },
    TemplateBroken { template: String, reason: String, page: Option<String> },
    UnknownWord { key: String, nearest: Option<String> },
    WordsInEnglish { language: String, file: String, words: usize, of: usize, first: String },
    UnknownBundlePart { part: String, nearest: Option<String> },

    // Output.
    OutputNotAFolder,
    OutputNotWritable { reason: String },
    OutputHeld,
    OutputHalfWritten { reason: String },
    OutputForeignFile,
    OutputHoldsContent { content: String },
    OutputBusy { pid: String },
    OutputChanged,
    OutputBadName { name: String },
    OutputManifestBroken { reason: String },

    // Warnings.
    TermUnused { term: String },
    // With `many`, so many lack it of so many statements of the file, and only the first is told of.
    StatementWithoutPrompts { code: String, annotated: bool, many: Option<(usize, usize)> },
    StatementWithoutTopic { code: String, number: String, many: Option<(usize, usize)> },
    StatementWithoutRelation { code: String, number: String, many: Option<(usize, usize)> },
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
    /// `＃Heading`, with the sign of Chinese and Japanese.
    WideHeading,
    /// `［［II.A.6］］`, with the brackets of Chinese and Japanese.
    WideReference,
    /// `**` that begins and ends nothing.
    Stress,
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
    TextNotRead => "text-not-read",
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
    ShownAsCode => "shown-as-code",
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
    NameUnfit => "name-unfit",
    LongAddress => "long-address",
    BadAlias => "bad-alias",
    UnknownTheme => "unknown-theme",
    UnknownThemeFile => "unknown-theme-file",
    TemplateBroken => "template-broken",
    UnknownWord => "unknown-word",
    WordsInEnglish => "words-in-english",
    UnknownBundlePart => "unknown-bundle-part",
    OutputNotAFolder => "output-not-a-folder",
    OutputNotWritable => "output-not-writable",
    OutputHeld => "output-held",
    OutputHalfWritten => "output-half-written",
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

impl Problem {
    /// Whether it stops the build.
    pub fn severity(&self) -> Severity {
        match self {
            Self::TermUnused { .. }
            | Self::TextNotRead { .. }
            | Self::StatementWithoutPrompts { .. }
            | Self::StatementWithoutTopic { .. }
            | Self::StatementWithoutRelation { .. }
            | Self::TopicUnused { .. }
            | Self::ImageWithoutText
            | Self::ReferenceNotClosed
            | Self::LinkWithSpaces { .. }
            | Self::PastedBullet { .. }
            | Self::ShownAsCode { .. }
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
            | Self::LongAddress { .. }
            | Self::ProblemsLeftOut { errors: false, .. }
            | Self::WordsInEnglish { .. }
            | Self::RawHtml => Severity::Warning,
            _ => Severity::Error,
        }
    }
}
