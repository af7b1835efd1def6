//! What is wrong, problem by problem.

use super::MOST_TOLD;
use super::problem::{Found, Mark, Problem, Unreadable};
use super::tally::MOST_COUNTED;

impl Problem {
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
            Self::TextNotRead { .. } => "no page links to this file, so nothing of it is on the site".into(),
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
            Self::ListNumberedOddly { written, expected, .. } => {
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
            Self::ShownAsCode { open: true } => {
                "this begins code that isn’t closed: all that follows is shown as code, as it stands".into()
            }
            Self::ShownAsCode { open: false } => {
                "what is indented by four spaces or a tab is shown as code, as it stands".into()
            }
            Self::ShownAsWritten { mark } => {
                let what = match mark {
                    Mark::Heading | Mark::WideHeading => "heading",
                    Mark::Footnote => "footnote",
                    Mark::Table => "table",
                    Mark::WideReference => "reference",
                    Mark::Stress => "sign of stress",
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
            Self::NameUnfit { name, .. } => {
                format!("“{}” is no name that a file can have on Windows", name.escape_debug())
            }
            Self::LongAddress { address, letters } => {
                format!("{address} has {letters} characters, and may be too long to be unpacked on Windows")
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
            Self::WordsInEnglish { language, words, of, first, .. } => {
                if words == of {
                    format!("the site is in “{language}”, and its interface will be English")
                } else {
                    let are = if *words == 1 { "is" } else { "are" };
                    format!(
                        "of the {of} words of the interface {words} {are} not in “{language}” but English; the first is “{first}”"
                    )
                }
            }
            Self::UnknownWord { key, .. } => format!("no template uses a word “{key}”"),
            Self::UnknownBundlePart { part, .. } => format!("the theme has no script or style “{part}”"),
            Self::OutputNotAFolder => "the output must be a folder, and this is something else".into(),
            Self::OutputNotWritable { reason } => format!("the site can’t be written here: {reason}"),
            Self::OutputHeld => "another program has this file open, so that it can’t be replaced".into(),
            Self::OutputHalfWritten { reason } => {
                format!("part of the site is new, but this file can’t be replaced or removed: {reason}")
            }
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
            Self::StatementWithoutPrompts { code, many: Some((lack, all)), .. } => {
                format!("{lack} of the {all} statements here have no reflection prompts; the first is {code}")
            }
            Self::StatementWithoutTopic { code, many: Some((lack, all)), .. } => {
                format!("{lack} of the {all} statements here have no topic; the first is {code}")
            }
            Self::StatementWithoutRelation { code, many: Some((lack, all)), .. } => {
                format!("{lack} of the {all} statements here are related to no other; the first is {code}")
            }
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

/// `8 MB`, `8.6 MB`.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes * 10 / (1024 * 1024);
    if tenths.is_multiple_of(10) {
        format!("{} MB", tenths / 10)
    } else {
        format!("{}.{} MB", tenths / 10, tenths % 10)
    }
}
