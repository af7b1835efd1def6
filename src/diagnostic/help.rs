//! What to type or do instead, problem by problem.

use super::problem::{Found, Mark, Problem, Unreadable};
use super::yaml_slip::quoted;
use crate::source::limits::ADDRESS_LETTERS;

/// What to do about a page that is too long.
pub const DIVIDE: &str = "divide what it is made from: one part into several, a topic into narrower ones, a long text into chapters";

impl Problem {
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
        if let Some(narrow) = self.name().and_then(narrowed) {
            return Some(format!("type its signs in the width of Latin letters:\n{narrow}"));
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
            Self::TextNotRead { text } => {
                format!(
                    "if it is a text for the site, put its words into {text}; if it is to be downloaded, link to it; else \
                     move it out of the content folder"
                )
            }
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
            Self::FrontMatterDashes { written } if written.starts_with(['.', '…']) => "write three dashes instead:\n---".into(),
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
                format!("write {number}. instead, indented as far as the words above; its code comes from the numbering")
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
            Self::ListNumberedOddly { indent: Some(indent), expected, .. } => format!(
                "if it belongs under {}., indent it by {indent} spaces, as far as the words above; else write {expected}.",
                expected - 1
            ),
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
            Self::UnknownTopic { topic, .. } if topic.contains(';') => {
                let topics: Vec<&str> = topic.split(';').map(str::trim).collect();
                format!("part them by commas:\n[{}]", topics.join(", "))
            }
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
            Self::ShownAsCode { open: true } => "write the same three signs on a line of their own where it ends, or remove them here".into(),
            Self::ShownAsCode { open: false } => {
                "remove the blanks at the beginning of its lines; around what is code, write ``` on lines of their own instead".into()
            }
            Self::ShownAsWritten { mark: Mark::Heading } => "write a space after the #".into(),
            Self::ShownAsWritten { mark: Mark::WideHeading } => "write # instead of ＃, and a space after it".into(),
            Self::ShownAsWritten { mark: Mark::WideReference } => {
                "write [[ and ]], in the width of Latin letters: [[II.A.6]]".into()
            }
            Self::ShownAsWritten { mark: Mark::Stress } => {
                "put ** right before the first letter and right after the last; brackets and quotes stand outside: “**so**”".into()
            }
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
            Self::NameUnfit { instead, .. } => {
                format!("readers unpack the site there too: rename it to “{instead}”, or as you like, and mend the links to it")
            }
            Self::LongAddress { .. } => {
                format!("give the file that it is made of, or its folder, a shorter name: up to {ADDRESS_LETTERS} characters leave room for the folders on a reader’s disk")
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
            Self::WordsInEnglish { language, file, .. } => format!(
                "`standpoint new words {language}` puts them into {file}, where you write yours in their place"
            ),
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
            Self::OutputHeld => {
                "close it there, in a word processor or an editor perhaps, and build again; the site that was there is as it was"
                    .into()
            }
            Self::OutputHalfWritten { .. } => {
                "close it where it may be open, check that you may write there, and build again: until then new pages stand \
                 beside old ones"
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
            Self::StatementWithoutPrompts { code, annotated: false, .. } => format!(
                "write a file annotations/{code}.md:\n## Prompts\n- A question that makes a reader think of their own work?"
            ),
            Self::StatementWithoutPrompts { annotated: true, .. } => {
                "add a list under the heading “Prompts”:\n## Prompts\n- A question that makes a reader think of their own work?"
                    .into()
            }
            Self::StatementWithoutTopic { number, .. } => {
                format!("write in the front matter (the first line only if it isn’t there yet):\nstatements:\n  {number}:\n    topics: [name-of-a-topic]")
            }
            Self::StatementWithoutRelation { number, .. } => format!(
                "write in the front matter (the first line only if it isn’t there yet):\nstatements:\n  {number}:\n    related:\n      see-also: [code-of-another]"
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

/// A name with Latin letters and signs in it as wide as Chinese and Japanese ones (`１．１｜準備`), with them as they should be.
fn narrowed(name: &str) -> Option<String> {
    let narrow = |c: char| match c {
        '、' | '，' => ", ".to_owned(),
        '。' => ".".to_owned(),
        // The signs of ASCII stand here once more, in their order.
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c).to_string(),
        _ => c.to_string(),
    };
    let narrow: String = name.chars().map(narrow).collect();
    (narrow != name).then_some(narrow)
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
