//! Markdown as the content uses it.
//!
//! [`Prose`] is a stretch of Markdown in a file; [`Outline`] what it refers to and links to; [`statements`] reads
//! the published words out of a part's numbered list.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::front_matter::Numbering;
use super::limits::{LACKING_CELLS, LEVELS, STATEMENTS};
use crate::diagnostic::{Diagnostic, Mark, Place, Problem, SourceFile, Tallied};

/// Whose words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavor {
    /// Published words: nothing in them is changed, quotation marks neither.
    Normative,
    /// Ours: quotation marks and dashes are set typographically.
    Informative,
}

/// A stretch of Markdown in a file.
#[derive(Clone, Debug)]
pub struct Prose {
    /// The file.
    pub source: Arc<SourceFile>,
    /// Bytes in the file.
    pub span: Range<usize>,
    /// Whose words they are.
    pub flavor: Flavor,
}

/// A parsed event that owns its text, with its bytes in the file.
pub type Spanned = (Event<'static>, Range<usize>);

/// Something in Markdown that points somewhere.
#[derive(Clone, Debug)]
pub struct Pointer {
    /// What was written: `II.A.6`, `topic:confidentiality`, `../files/form.pdf`.
    pub target: String,
    /// Bytes in the file.
    pub span: Range<usize>,
}

/// Something that is to be shown whole.
#[derive(Clone, Debug)]
pub struct Embedding {
    /// What was written: `II.A.6`, `check:purpose`.
    pub target: String,
    /// Bytes in the file.
    pub span: Range<usize>,
    /// Whether it stands in a paragraph of its own, or with nothing but others of its kind.
    pub alone: bool,
}

/// A heading with the anchor it gets.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The anchor: given as `{#id}`, or made of the words.
    pub id: String,
    /// The words.
    pub text: String,
    /// Bytes in the file.
    pub span: Range<usize>,
}

/// What a stretch of Markdown refers to.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// `[[…]]`
    pub references: Vec<Pointer>,
    /// `![[…]]`
    pub embeds: Vec<Embedding>,
    /// `[words](target)`
    pub links: Vec<Pointer>,
    /// `![words](target)`
    pub images: Vec<Pointer>,
    /// Images without words.
    pub mute_images: Vec<Range<usize>>,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// HTML blocks and inline HTML.
    pub html: Vec<Range<usize>>,
    /// What was probably meant to be more than the words it is.
    pub strays: Vec<(Range<usize>, Stray)>,
    /// The last block of code that has a line of its own to begin it.
    fence: Option<Range<usize>>,
}

/// Words that were probably meant to be something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stray {
    /// `[[II.A.6` without its end.
    Reference,
    /// `[words](a file.pdf)`: with spaces in its address it is no link.
    Link(String),
    /// A sign at the beginning of a line as word processors put it before the items of a list; only the first of a text.
    Bullet(char),
    /// `##Heading`, `[^1]` without its note, `| a | b |` without the line that makes it a table; of tables the first.
    Other(Mark),
    /// Lines shown as code, since they are indented; the first of a text.
    Indented,
    /// Lines shown as code to the end of the text, since nothing closes it.
    Open,
}

/// Signs that word processors put before the items of a list.
const BULLETS: [char; 17] =
    ['•', '·', '▪', '▫', '◦', '‣', '∙', '●', '○', '■', '□', '➢', '・', '･', '◆', '◇', '◎'];

/// Watches words in a row, which are read in pieces, for what was probably meant to be more.
#[derive(Default)]
struct Words {
    /// What is kept of a row: from the first piece on that may be part of it. Most rows have none.
    text: String,
    span: Range<usize>,
    /// Whether what is kept is at the beginning of a line.
    begins_line: bool,
    /// Where the row ends, as far as it was read.
    end: Option<usize>,
    line_begins: bool,
    in_code: bool,
    /// Of these the first of a text is enough.
    told: (bool, bool),
}

impl Words {
    /// Takes the next event. At the end of a row: what is odd about it.
    fn next(&mut self, event: &Event<'_>, span: &Range<usize>) -> Option<(Range<usize>, Stray)> {
        let text = match event {
            Event::Text(text) if !self.in_code => text,
            _ => {
                match event {
                    Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
                    Event::End(TagEnd::CodeBlock) => self.in_code = false,
                    _ => {}
                }
                self.line_begins = begins_line(event);
                self.end = None;
                return self.taken();
            }
        };
        let goes_on = self.end.replace(span.end) == Some(span.start);
        let begins_line = std::mem::take(&mut self.line_begins);
        if goes_on && !self.text.is_empty() {
            self.text.push_str(text);
            self.span.end = span.end;
            return None;
        }
        let found = self.taken();
        // A bracket or star always begins a piece. The first byte of a wide bracket is rare, and quickly looked for.
        if text.starts_with(['[', '*'])
            || text.as_bytes().contains(&0xEF) && text.contains("［［")
            || begins_line && text.starts_with(|c| matches!(c, '#' | '＃' | '|') || BULLETS.contains(&c))
        {
            self.text.push_str(text);
            self.span = span.clone();
            self.begins_line = begins_line;
        }
        found
    }

    /// What is odd about the row that was kept, of which nothing is kept then.
    fn taken(&mut self) -> Option<(Range<usize>, Stray)> {
        let found = self.stray();
        self.text.clear();
        found
    }

    fn stray(&mut self) -> Option<(Range<usize>, Stray)> {
        let first = self.text.chars().next()?;
        let begins_line = self.begins_line;
        if begins_line && !self.told.0 && BULLETS.contains(&first) && self.text.len() > first.len_utf8() {
            self.told.0 = true;
            return Some((self.span.start..self.span.start + first.len_utf8(), Stray::Bullet(first)));
        }
        // Where a sign was set typographically, places in the row are not those in the file.
        let exactly = |part: Range<usize>| {
            let exact = self.text.len() == self.span.len();
            if exact { self.span.start + part.start..self.span.start + part.end } else { self.span.clone() }
        };
        let level = self.text.len() - self.text.trim_start_matches('#').len();
        if begins_line && (2..=6).contains(&level) && self.text[level..].starts_with(char::is_alphabetic) {
            return Some((self.span.clone(), Stray::Other(Mark::Heading)));
        }
        if begins_line && first == '＃' {
            return Some((self.span.clone(), Stray::Other(Mark::WideHeading)));
        }
        if let Some((before, rest)) = self.text.split_once("**")
            && let Some(stressed) = rest.find("**").filter(|stressed| *stressed > 0)
        {
            let stressed = before.len()..before.len() + stressed + "****".len();
            return Some((exactly(stressed), Stray::Other(Mark::Stress)));
        }
        if let Some(at) = self.text.find("［［") {
            let end = self.text[at..].find("］］").map_or(self.text.len(), |end| at + end + "］］".len());
            return Some((exactly(at..end), Stray::Other(Mark::WideReference)));
        }
        let row = self.text.trim_end();
        if begins_line
            && !self.told.1
            && row.starts_with('|')
            && row.ends_with('|')
            && row.matches('|').count() > 2
        {
            self.told.1 = true;
            return Some((self.span.clone(), Stray::Other(Mark::Table)));
        }
        if let Some((before, note)) = self.text.split_once("[^")
            && let Some((name, _)) = note.split_once(']')
            && !name.is_empty()
            && name.chars().all(|c| c.is_alphanumeric() || c == '-')
        {
            let note = exactly(before.len()..before.len() + "[^]".len() + name.len());
            return Some((note, Stray::Other(Mark::Footnote)));
        }
        if let Some(at) = self.text.find("[[") {
            return Some((exactly(at..self.text.len()), Stray::Reference));
        }
        let (before, target) = self.text.split_once("](")?;
        let (target, _) = target.split_once(')')?;
        let name = target.rsplit('/').next().unwrap_or(target);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_file = (1..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
        let start = before.rfind('[').unwrap_or(0);
        (target.contains(' ') && is_file)
            .then(|| (exactly(start..self.text.len()), Stray::Link(target.to_owned())))
    }
}

impl Prose {
    /// The bytes `span` of `source`.
    pub fn new(source: &Arc<SourceFile>, span: Range<usize>, flavor: Flavor) -> Self {
        Self { source: Arc::clone(source), span, flavor }
    }

    /// The text itself.
    pub fn text(&self) -> &str {
        &self.source.text[self.span.clone()]
    }

    /// Whether there is nothing in it.
    pub fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// The parsed events with their bytes in the file.
    pub fn events(&self) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
        parse(self.text(), self.span.start, self.flavor)
    }

    /// A place in the file.
    pub fn place(&self, span: Range<usize>) -> Place {
        Place::new(&self.source, span)
    }

    /// What it refers to.
    pub fn outline(&self) -> Outline {
        let mut outline = Outline::of(self.events());
        if let Some(begin) = outline.fence.take().and_then(|fence| self.open_fence(fence)) {
            outline.strays.push((begin, Stray::Open));
        }
        outline
    }

    /// The line that begins a block of code, if none closes it: it goes on to the end of the text then.
    fn open_fence(&self, block: Range<usize>) -> Option<Range<usize>> {
        let end = self.span.start + self.text().trim_end().len();
        let text = self.source.text[block.clone()].trim_end();
        let mut lines = text.lines();
        let first = lines.next()?;
        let mark = first.get(..3)?;
        let closes = |line: &str| line.trim_start_matches([' ', '\t', '>']).starts_with(mark);
        let is_open = block.end >= end && !lines.next_back().is_some_and(closes);
        is_open.then(|| block.start..block.start + first.len())
    }

    /// The words of the first paragraph, as plain text.
    pub fn first_paragraph(&self) -> String {
        let mut words = String::new();
        let mut inside = false;
        for (event, _) in self.events() {
            match event {
                Event::Start(Tag::Paragraph) => inside = true,
                Event::End(TagEnd::Paragraph) if inside => break,
                event if inside => push_words(&mut words, &event),
                _ => {}
            }
        }
        words
    }

    /// All its words, as plain text, paragraphs apart by a blank line.
    pub fn words(&self) -> String {
        words(self.events().map(|(event, _)| event))
    }
}

impl Outline {
    /// What a run of events refers to.
    pub fn of<'e>(events: impl Iterator<Item = (Event<'e>, Range<usize>)>) -> Self {
        let mut outline = Self::default();
        let mut anchors = Anchors::default();
        let mut heading: Option<Heading> = None;
        let mut image: Option<(Range<usize>, bool)> = None;
        let mut alone = Alone::default();
        let mut words = Words::default();
        let mut indented = false;
        for (event, span) in events {
            outline.strays.extend(words.next(&event, &span));
            if let Some(found) = alone.next(&event, outline.embeds.len()) {
                for embed in &mut outline.embeds[found] {
                    embed.alone = true;
                }
            }
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => outline.fence = Some(span),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) if !indented => {
                    indented = true;
                    outline.strays.push((span, Stray::Indented));
                }
                Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                    let pointer = Pointer { target: dest_url.to_string(), span };
                    match link_type {
                        LinkType::WikiLink { .. } => outline.references.push(pointer),
                        LinkType::Email => {}
                        _ => outline.links.push(pointer),
                    }
                }
                Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                    image = Some((span.clone(), false));
                    let target = dest_url.to_string();
                    if matches!(link_type, LinkType::WikiLink { .. }) {
                        outline.embeds.push(Embedding { target, span, alone: false });
                    } else {
                        outline.images.push(Pointer { target, span });
                    }
                }
                Event::End(TagEnd::Image) => {
                    if let Some((span, false)) = image.take() {
                        outline.mute_images.push(span);
                    }
                }
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let id = id.map(|id| id.to_string()).unwrap_or_default();
                    heading = Some(Heading { level: level_number(level), id, text: String::new(), span });
                }
                Event::End(TagEnd::Heading(_)) => {
                    if let Some(mut heading) = heading.take() {
                        heading.id = anchors.take(&heading.id, &heading.text);
                        outline.headings.push(heading);
                    }
                }
                Event::Text(ref text) | Event::Code(ref text) => {
                    if let Some((_, has_words)) = &mut image {
                        *has_words |= !text.trim().is_empty();
                    }
                    if let Some(heading) = &mut heading {
                        heading.text.push_str(text);
                    }
                }
                Event::Start(Tag::HtmlBlock) => outline.html.push(span),
                // What a tag opens is told of once.
                Event::InlineHtml(ref html) if !html.starts_with("</") => outline.html.push(span),
                _ => {}
            }
        }
        // A text of one line ends with its words.
        outline.strays.extend(words.taken());
        outline
    }
}

/// Watches for paragraphs that are embeds and nothing else. Only those that lie in no list or quotation count.
#[derive(Default)]
pub struct Alone {
    depth: usize,
    /// The number of embeds before a paragraph that has had nothing else so far.
    since: Option<usize>,
    in_embed: bool,
}

impl Alone {
    /// Takes the next event and the number of embeds before it. At the end of a paragraph of embeds alone: which they
    /// are.
    pub fn next(&mut self, event: &Event<'_>, embeds: usize) -> Option<Range<usize>> {
        match event {
            Event::Start(Tag::Paragraph) if self.depth == 0 => self.since = Some(embeds),
            Event::Start(Tag::Image { link_type: LinkType::WikiLink { .. }, .. }) if self.depth == 1 => {
                self.in_embed = true;
            }
            Event::End(TagEnd::Image) if self.depth == 2 => self.in_embed = false,
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => {}
            Event::Text(_) if self.in_embed => {}
            _ => self.since = None,
        }
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        let ends = self.depth == 0 && matches!(event, Event::End(TagEnd::Paragraph));
        if ends {
            self.since.take().map(|since| since..embeds).filter(|found| !found.is_empty())
        } else {
            None
        }
    }
}

/// Places that the pages of the default theme have themselves. A heading of one of these names gets a number, so that
/// no page has a place twice. Places that are named after something, as `check.id`, have a point in them, which headings
/// don't get. `prompts` is not among them: the theme's place is where the writer's heading was. In order.
pub const RESERVED_ANCHORS: &[&str] = &[
    "about",
    "activities",
    "afterwards",
    "assess-app",
    "assess-files",
    "assess-form",
    "assess-journal",
    "assess-occasions",
    "assess-plan",
    "assess-privacy",
    "assess-progress",
    "assess-results",
    "assess-status",
    "assessed",
    "assessment-data",
    "assessment-words",
    "assessments",
    "backlinks",
    "beside",
    "cite",
    "cohort-app",
    "cohort-words",
    "contents",
    "coverage",
    "discussion",
    "explore",
    "explore-words",
    "files",
    "flashcards-app",
    "for-class",
    "journal",
    "lessons",
    "made",
    "main",
    "map",
    "matrix",
    "models",
    "neighbors",
    "ours",
    "outcomes",
    "paper-heading",
    "plan",
    "practice-app",
    "privacy",
    "prompts-heading",
    "published",
    "questions",
    "readings",
    "reflect",
    "results",
    "rights",
    "run",
    "search",
    "search-help",
    "search-input",
    "search-results",
    "statements",
    "study",
    "study-app",
    "study-data",
    "study-words",
    "supervision-app",
    "taught",
    "teach",
    "themes",
    "title",
    "toc",
    "topics-heading",
    "units",
    "used",
    "ways",
    "whole",
];

/// Anchors that are unique within a page.
#[derive(Default)]
pub struct Anchors {
    used: HashSet<String>,
    /// The last number that was given to anchors of one name.
    numbers: HashMap<String, usize>,
}

impl Anchors {
    /// The anchor of a heading: as given, or its words in lower case with hyphens; numbered where it is taken.
    pub fn take(&mut self, given: &str, text: &str) -> String {
        let base = if given.is_empty() { slug(text) } else { given.to_owned() };
        let number = self.numbers.entry(base.clone()).or_insert(1);
        let mut anchor = base.clone();
        while self.used.contains(&anchor) || RESERVED_ANCHORS.binary_search(&anchor.as_str()).is_ok() {
            *number += 1;
            anchor = format!("{base}-{number}");
        }
        self.used.insert(anchor.clone());
        anchor
    }
}

/// Words in lower case with hyphens, letters of every script kept.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !matches!(character, '\'' | '’') && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let trimmed = slug.trim_end_matches('-').len();
    slug.truncate(trimmed);
    if slug.is_empty() { "section".to_owned() } else { slug }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// The extensions of Markdown that content may use.
fn options(flavor: Flavor) -> Options {
    let shared = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_WIKILINKS;
    match flavor {
        Flavor::Normative => shared,
        Flavor::Informative => shared | Options::ENABLE_SMART_PUNCTUATION,
    }
}

/// The events of a text that begins at the byte `start`, with their bytes.
pub fn parse(text: &str, start: usize, flavor: Flavor) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let mut lacking = 0;
    Parser::new_ext(text, options(flavor)).into_offset_iter().filter_map(move |(event, span)| {
        // A cell that a row lacks begins and ends where the row has ended, an empty one after its line.
        if span.is_empty()
            && matches!(event, Event::Start(Tag::TableCell) | Event::End(TagEnd::TableCell))
            && !text[..span.start].ends_with('|')
        {
            lacking += 1;
            if lacking > 2 * LACKING_CELLS {
                return None;
            }
        }
        Some((event, span.start + start..span.end + start))
    })
}

fn push_words(words: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(text) | Event::Code(text) => words.push_str(text),
        Event::SoftBreak | Event::HardBreak => words.push(' '),
        _ => {}
    }
}

/// The plain text of a run of events, blocks apart by a blank line.
pub fn words<'a>(events: impl IntoIterator<Item: Borrow<Event<'a>>>) -> String {
    let mut words = String::new();
    for event in events {
        match event.borrow() {
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::CodeBlock
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition,
            ) => {
                if !words.is_empty() && !words.ends_with("\n\n") {
                    words.push_str("\n\n");
                }
            }
            event => push_words(&mut words, event),
        }
    }
    let trimmed = words.trim_end().len();
    words.truncate(trimmed);
    words
}

/// How long the HTML of a run of events is, roughly, in bytes.
pub fn weight(events: &[Spanned]) -> usize {
    let of = |event: &Event<'_>| match event {
        Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => text.len(),
        Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
            dest_url.len() + title.len()
        }
        _ => 8,
    };
    events.iter().map(|(event, _)| of(event)).sum()
}

/// Where the reflection prompts of an annotation stand.
#[derive(Debug, Default)]
pub struct Prompts {
    /// Bytes of what stands under their heading.
    section: Range<usize>,
    /// How many there are.
    pub count: usize,
}

/// The events of one prompt, without the list around them, with their bytes in the file.
pub type Prompt<'t> = Vec<(Event<'t>, Range<usize>)>;

impl Prompts {
    /// The list under the heading whose anchor is `prompts` (written `## Prompts`, or `## Fragen {#prompts}`), and the
    /// bytes of their heading and of their lists, in order: all else of the text is notes.
    pub fn find(prose: &Prose, outline: &Outline) -> (Self, Vec<Range<usize>>) {
        let Some(at) = outline.headings.iter().position(|h| h.id == "prompts") else {
            return (Self::default(), Vec::new());
        };
        let heading = &outline.headings[at];
        let end = outline.headings[at + 1..]
            .iter()
            .find(|next| next.level <= heading.level)
            .map_or(prose.span.end, |next| next.span.start);
        let mut prompts = Self { section: heading.span.end..end, count: 0 };
        let mut spans = vec![heading.span.clone()];
        prompts.count = prompts.read(prose, |list| spans.push(list)).len();
        (prompts, spans)
    }

    /// What they say, out of the text they were found in.
    pub fn of<'p>(&self, prose: &'p Prose) -> Vec<Prompt<'p>> {
        self.read(prose, |_| {})
    }

    fn read<'p>(&self, prose: &'p Prose, mut list: impl FnMut(Range<usize>)) -> Vec<Prompt<'p>> {
        let mut items = Vec::new();
        let mut depth = 0_usize;
        let mut item = Prompt::new();
        let text = &prose.source.text[self.section.clone()];
        for (event, span) in parse(text, self.section.start, prose.flavor) {
            match event {
                Event::Start(Tag::List(_)) if depth == 0 => list(span),
                Event::Start(Tag::Item) => {
                    depth += 1;
                    if depth > 1 {
                        item.push((Event::Start(Tag::Item), span));
                    }
                }
                Event::End(TagEnd::Item) => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        items.push(std::mem::take(&mut item));
                    } else {
                        item.push((Event::End(TagEnd::Item), span));
                    }
                }
                // A loose list wraps every item in a paragraph; a prompt is one line of thought either way.
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) if depth == 1 => {}
                event if depth > 0 => item.push((event, span)),
                _ => {}
            }
        }
        items
    }
}

/// A statement as it stands in a part's list.
#[derive(Debug)]
pub struct Item {
    /// Bytes of the item's first line in the file.
    pub span: Range<usize>,
    /// Its words, without those of the items under it.
    pub words: Vec<Spanned>,
    /// The same as plain text.
    pub text: String,
    /// The items under it.
    pub children: Vec<Item>,
}

impl Item {
    /// How many statements it is, with those under it.
    fn count(&self) -> usize {
        1 + self.children.iter().map(Self::count).sum::<usize>()
    }

    /// How many events it has, with those of the items under it.
    fn pieces(&self) -> usize {
        self.words.len() + self.children.iter().map(Self::pieces).sum::<usize>()
    }
}

/// The published words of a file of `standards/`.
#[derive(Debug, Default)]
pub struct Published {
    /// What stands before the list (the whole, if there is none).
    pub introduction: Vec<Spanned>,
    /// The statements.
    pub items: Vec<Item>,
    /// What stands after the list.
    pub closing: Vec<Spanned>,
}

impl Published {
    /// How many statements there are.
    pub fn count(&self) -> usize {
        self.items.iter().map(Item::count).sum()
    }

    /// How many events there are.
    pub fn pieces(&self) -> usize {
        let items: usize = self.items.iter().map(Item::pieces).sum();
        self.introduction.len() + items + self.closing.len()
    }
}

/// Reads the numbered list of a part. `numbering` is that of the levels below this file; without any a numbered list
/// is text like any other.
pub fn statements(prose: &Prose, numbering: &[Numbering], diagnostics: &mut Tallied) -> Published {
    let levels = numbering.len().min(LEVELS);
    let mut published = Published::default();
    // The items that are open, outermost first; `foreign` counts lists and other containers that are part of a
    // statement's words.
    let mut open: Vec<Item> = Vec::new();
    let mut numbers: Vec<Vec<(u64, Range<usize>)>> = Vec::new();
    let mut foreign = 0_usize;
    let mut lists = 0_usize;
    let mut had_list = false;
    let mut statements = 0;
    let mut too_deep = false;
    let mut interrupted = false;
    let mut line_begins = false;
    let mut marked = false;
    for (event, span) in prose.events() {
        if let Event::Text(text) = &event
            && std::mem::take(&mut line_begins)
            && foreign == 0
            && let Some((mark, problem)) =
                begins_oddly(text, &numbering[..levels], &open, published.items.len(), had_list)
        {
            let place = prose.place(span.start..span.start + mark);
            // Who wrote one item so wrote all so.
            let is_mark = matches!(problem, Problem::ListMark { .. });
            if !is_mark || !std::mem::replace(&mut marked, true) {
                diagnostics.push(Diagnostic::at(place, problem));
            }
        }
        line_begins = begins_line(&event);
        match event {
            Event::Start(Tag::List(Some(_))) if foreign == 0 && lists < levels && open.len() == lists => {
                if lists == 0 && had_list {
                    interrupted = true;
                    diagnostics.push(Diagnostic::at(
                        prose.place(first_line(prose, &span)),
                        Problem::ListInterrupted,
                    ));
                }
                had_list = true;
                lists += 1;
                numbers.push(Vec::new());
            }
            Event::End(TagEnd::List(true)) if foreign == 0 && levels > 0 && lists > 0 => {
                lists -= 1;
                let numbers = numbers.pop().unwrap_or_default();
                // The second half of a list that was broken in two has its numbers right, as a whole.
                if lists > 0 || !interrupted {
                    check_numbers(prose, &numbers, diagnostics);
                }
            }
            Event::Start(Tag::Item) if foreign == 0 && lists > 0 => {
                let span = first_line(prose, &span);
                statements += 1;
                if statements > STATEMENTS {
                    let (what, instead) = ("statements in this file", "make several parts of it");
                    diagnostics.push(Diagnostic::over_limit(prose.place(span), STATEMENTS, what, instead));
                    return Published::default();
                }
                if let Some(list) = numbers.last_mut() {
                    list.push((written_number(&prose.source.text[span.clone()]), span.clone()));
                }
                open.push(Item { span, words: Vec::new(), text: String::new(), children: Vec::new() });
            }
            Event::End(TagEnd::Item) if foreign == 0 && lists > 0 => {
                let Some(item) = open.pop() else { continue };
                match open.last_mut() {
                    Some(parent) => parent.children.push(item),
                    None => published.items.push(item),
                }
            }
            event => {
                match &event {
                    Event::Start(Tag::List(start)) => {
                        // What is deeper than the numbering is text: it is never deeper than that.
                        if start.is_some() && foreign == 0 && levels > 0 && lists == levels && !too_deep {
                            too_deep = true;
                            let problem = Problem::ListTooDeep { levels };
                            diagnostics.push(Diagnostic::at(prose.place(first_line(prose, &span)), problem));
                        }
                        foreign += 1;
                    }
                    Event::Start(Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => foreign += 1,
                    Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition) => {
                        foreign = foreign.saturating_sub(1);
                    }
                    _ => {}
                }
                let words = match open.last_mut() {
                    Some(item) => &mut item.words,
                    None if had_list => &mut published.closing,
                    None => &mut published.introduction,
                };
                words.push((event.into_static(), span));
            }
        }
    }
    for item in &mut published.items {
        tidy(item);
    }
    published
}

/// Whether words that follow stand at the beginning of a line.
fn begins_line(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::Paragraph | Tag::Item) | Event::SoftBreak | Event::HardBreak)
}

/// What is wrong with a line that begins as if it were an item of a list, and the bytes it begins with. `items` are those
/// before the ones that are open.
fn begins_oddly(
    text: &str,
    numbering: &[Numbering],
    open: &[Item],
    items: usize,
    had_list: bool,
) -> Option<(usize, Problem)> {
    if let Some(letter) = numbering.get(open.len()).and_then(|style| letter(text, *style)) {
        let number = open.last().map_or(0, |item| item.children.len()) + 1;
        return Some((letter.len(), Problem::ListLettered { letter: letter.to_owned(), number }));
    }
    if let Some((mark, number)) = printed_mark(text).filter(|_| !numbering.is_empty()) {
        let length = mark.len();
        let mark = mark.to_owned();
        let under = open.last().filter(|item| number == 1 && item.children.is_empty());
        if under.is_some() && numbering.len() > open.len() {
            return Some((length, Problem::ListLettered { letter: mark, number }));
        }
        // What stands in brackets may count something within the words of a statement.
        let may_follow = open.is_empty() || mark.ends_with(['．', '、', '.']);
        if may_follow && number == next_number(open, items) || number == 1 && open.is_empty() && !had_list {
            return Some((length, Problem::ListMark { mark, number: Some(number) }));
        }
    }
    let mark = list_mark(text, open, items, had_list).filter(|_| !numbering.is_empty())?;
    let number = (open.is_empty() || !mark.starts_with(BULLETS)).then_some(items + 1);
    Some((mark.len(), Problem::ListMark { mark: mark.to_owned(), number }))
}

/// What somebody put at the beginning of a line so that it begins an item, which it doesn't: `•`, a number without a space
/// after it, and before any list letters (`a.`) or whole codes (`1.1.1`). `items` are those before the ones that are open.
fn list_mark<'t>(text: &'t str, open: &[Item], items: usize, had_list: bool) -> Option<&'t str> {
    let first = text.chars().next()?;
    if BULLETS.contains(&first) {
        return (text.len() > first.len_utf8()).then(|| &text[..first.len_utf8()]);
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        let rest = text[digits..].strip_prefix(['.', ')']);
        if rest.is_some_and(|rest| rest.starts_with(char::is_alphabetic))
            && text[..digits].parse() == Ok(next_number(open, items))
        {
            return Some(&text[..=digits]);
        }
    }
    if had_list {
        return None;
    }
    let (mark, _) = text.split_once([' ', '\t', '\u{a0}'])?;
    let letter = matches!(mark, "a." | "a)");
    let parts: Vec<&str> = mark.trim_end_matches(['.', ')']).split('.').collect();
    let is_part =
        |part: &&str| (1..=4).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let code =
        parts.len() >= 3 && parts.iter().all(is_part) && matches!(parts.last(), Some(&("1" | "a" | "i")));
    (letter || code).then_some(mark)
}

/// The number that the next item of the innermost list has. `items` are those before the ones that are open.
fn next_number(open: &[Item], items: usize) -> usize {
    match open {
        [] => items + 1,
        [_] => items + 2,
        [.., above, _] => above.children.len() + 2,
    }
}

/// What begins an item in print, and no item in Markdown, with its number: `(1)`, `１．`, `1、`, `①`, `一、`, `א.`
fn printed_mark(text: &str) -> Option<(&str, usize)> {
    const HAN: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    /// Letters that alphabets begin with.
    const FIRST: [char; 8] = ['א', 'أ', 'ا', 'а', 'α', 'ア', '가', 'ก'];
    let first = text.chars().next()?;
    let circled = ['①', '⑴'].iter().find_map(|one| (first as usize).checked_sub(*one as usize));
    if let Some(before) = circled.filter(|before| *before < 20) {
        return Some((&text[..first.len_utf8()], before + 1));
    }
    let inside = text.strip_prefix(['(', '（']);
    let body = inside.unwrap_or(text);
    let end = body.find(['.', ')', '．', '、', '）'])?;
    let close = body[end..].chars().next()?;
    if inside.is_some() && !matches!(close, ')' | '）') {
        return None;
    }
    let mut number = 0;
    let mut is_foreign = inside.is_some() || !close.is_ascii();
    for (index, letter) in body[..end].chars().enumerate() {
        let only = letter.len_utf8() == end;
        let digit =
            digit(letter).or_else(|| HAN.iter().position(|one| only && *one == letter).map(|at| at + 1));
        let is_first = only && (FIRST.contains(&letter) || inside.is_some() && letter == 'a');
        number = number * 10 + digit.or_else(|| is_first.then_some(1)).filter(|_| index < 3)?;
        is_foreign |= !letter.is_ascii();
    }
    let mark = &text[..text.len() - body.len() + end + close.len_utf8()];
    (is_foreign && number > 0 && text.len() > mark.len()).then_some((mark, number))
}

/// What a digit of any of these scripts is worth.
fn digit(letter: char) -> Option<usize> {
    const ZEROS: [char; 6] = ['0', '٠', '۰', '०', '๐', '０'];
    let of = |zero: &char| (letter as usize).checked_sub(*zero as usize).filter(|value| *value < 10);
    ZEROS.iter().find_map(of)
}

/// `a.` or `a)` at the beginning of a line, where the next level of the numbering would begin with it.
fn letter(text: &str, style: Numbering) -> Option<&str> {
    let end = text.find(['.', ')'])?;
    let follows = text[end + 1..].starts_with(' ');
    (style != Numbering::Decimal && follows && style.parse(&text[..end]) == Some(1)).then(|| &text[..=end])
}

/// A tight list has no paragraphs around its words; a loose one has. Published words are paragraphs either way. Their
/// plain text is made here, where files are read side by side.
fn tidy(item: &mut Item) {
    let tight = !matches!(item.words.first(), Some((Event::Start(tag), _)) if is_block(tag));
    if tight && !item.words.is_empty() {
        let block =
            item.words.iter().position(|(event, _)| matches!(event, Event::Start(tag) if is_block(tag)));
        let end = block.unwrap_or(item.words.len());
        item.words.insert(end, (Event::End(TagEnd::Paragraph), item.span.clone()));
        item.words.insert(0, (Event::Start(Tag::Paragraph), item.span.clone()));
    }
    item.text = words(item.words.iter().map(|(event, _)| event));
    for child in &mut item.children {
        tidy(child);
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::List(_)
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::Table(_)
            | Tag::HtmlBlock
    )
}

fn first_line(prose: &Prose, span: &Range<usize>) -> Range<usize> {
    let text = &prose.source.text[span.clone()];
    let end = text.find('\n').map_or(span.end, |at| span.start + at);
    span.start..end
}

fn written_number(line: &str) -> u64 {
    let digits: String = line.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// How far in its line an item begins whose bytes begin `at`: with its blanks, or after them.
fn column(prose: &Prose, at: usize) -> usize {
    let (before, item) = prose.source.text.split_at(at);
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    at - line + item.len() - item.trim_start_matches(' ').len()
}

/// Numbers must run 1, 2, 3 …, or be all the same, as some writers like it: then the place alone counts.
fn check_numbers(prose: &Prose, numbers: &[(u64, Range<usize>)], diagnostics: &mut Tallied) {
    if numbers.iter().all(|(number, _)| *number == numbers[0].0) && numbers.len() > 1 {
        return;
    }
    let mut before = None;
    for (expected, (written, span)) in (1_u64..).zip(numbers) {
        if *written == expected {
            before = Some(span);
        } else {
            // Three spaces are enough under “9.”, and not under “10.”.
            let further = |above: &&Range<usize>| {
                *written == 1 && column(prose, span.start) > column(prose, above.start)
            };
            let words =
                |above: &Range<usize>| column(prose, above.start) + expected.to_string().len() + ". ".len();
            let indent = before.filter(further).map(words);
            let problem = Problem::ListNumberedOddly { written: *written, expected, indent };
            diagnostics.push(Diagnostic::at(prose.place(span.clone()), problem));
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(text: &str, flavor: Flavor) -> Prose {
        let source = SourceFile::new("a.md", text);
        Prose::new(&source, 0..text.len(), flavor)
    }

    fn published(text: &str) -> (Published, Vec<String>) {
        let mut diagnostics = Tallied::default();
        let published = statements(
            &prose(text, Flavor::Normative),
            &[Numbering::Decimal, Numbering::LowerAlpha],
            &mut diagnostics,
        );
        (published, diagnostics.kept.iter().map(|d| d.problem.message()).collect())
    }

    fn plain(events: &[(Event<'_>, Range<usize>)]) -> String {
        words(events.iter().map(|(event, _)| event))
    }

    #[test]
    fn reserved_anchors_are_found_by_their_order() {
        assert!(RESERVED_ANCHORS.is_sorted());
    }

    #[test]
    fn a_numbered_list_is_the_statements() {
        let (published, problems) = published(
            "Before.\n\n1. One\n   line.\n\n   Second paragraph.\n\n2. Task:\n\n   Skills:\n\n   1. First\n   2. Second\n\n   Still two.\n\nAfter.\n",
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(plain(&published.introduction), "Before.");
        assert_eq!(plain(&published.closing), "After.");
        assert_eq!(published.items.len(), 2);
        assert_eq!(plain(&published.items[0].words), "One line.\n\nSecond paragraph.");
        assert_eq!(published.items[0].text, plain(&published.items[0].words));
        assert_eq!(plain(&published.items[1].words), "Task:\n\nSkills:\n\nStill two.");
        let children: Vec<_> = published.items[1].children.iter().map(|c| plain(&c.words)).collect();
        assert_eq!(children, ["First", "Second"]);
    }

    #[test]
    fn bullets_in_a_statement_are_words_of_it() {
        let (published, problems) = published("1. One:\n   - a\n   - b\n2. Two\n");
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(published.items.len(), 2);
        assert_eq!(plain(&published.items[0].words), "One:\n\na\n\nb");
    }

    #[test]
    fn a_skipped_number_and_a_second_list_are_told() {
        assert_eq!(
            published("1. One\n2. Two\n4. Four\n").1,
            ["this item is written as number 4, but it is number 3 by its place"]
        );
        assert_eq!(published("1. One\n\nText\n\n1. Again\n").1, ["a second numbered list begins here"]);
        assert!(published("1. a\n   1. b\n      1. c\n").1[0].starts_with("this list is nested deeper"));
        assert!(published("1. a\n1. b\n1. c\n").1.is_empty());
    }

    #[test]
    fn published_words_keep_their_punctuation() {
        let text = "\"straight\" -- 'quotes'...";
        assert_eq!(prose(text, Flavor::Normative).words(), text);
        assert_eq!(prose(text, Flavor::Informative).words(), "“straight” – ‘quotes’…");
    }

    #[test]
    fn an_outline_has_references_links_and_anchors() {
        let text = "## A head\n\n[[II.A.6]] and [[mutual aid|help]], [x](y.md), ![](z.png), `[[no]]`\n\n## A head\n\n## Own {#own}\n";
        let outline = prose(text, Flavor::Informative).outline();
        let targets: Vec<_> = outline.references.iter().map(|r| r.target.as_str()).collect();
        assert_eq!(targets, ["II.A.6", "mutual aid"]);
        assert_eq!(&text[outline.references[1].span.clone()], "[[mutual aid|help]]");
        assert_eq!(outline.links[0].target, "y.md");
        assert_eq!(outline.mute_images.len(), 1);
        let ids: Vec<_> = outline.headings.iter().map(|h| h.id.as_str()).collect();
        assert_eq!(ids, ["a-head", "a-head-2", "own"]);
    }

    #[test]
    fn cells_that_rows_lack_are_put_for_as_long_as_somebody_could_have_left_them_out() {
        let cells = |text: &str| {
            let cells = prose(text, Flavor::Normative);
            cells.events().filter(|(event, _)| matches!(event, Event::Start(Tag::TableCell))).count()
        };
        let head = |columns: usize| format!("|{}\n|{}\n", "a|".repeat(columns), "-|".repeat(columns));
        assert_eq!(cells(&format!("{}x\n|x|\n||\n", head(3))), 12);
        assert_eq!(cells(&format!("{}{}", head(500), "x\n".repeat(500))), 500 + 500 + LACKING_CELLS);
        // What is written is there.
        let written = format!("{}\n", "|".repeat(501)).repeat(500);
        assert_eq!(cells(&format!("{}{written}", head(500))), 501 * 500);
    }

    #[test]
    fn prompts_are_the_list_under_their_heading() {
        let prose = prose(
            "Intro\n\n## Prompts\n\nAlone first:\n\n- What *now*?\n\n- And\n  then?\n\nAfter it.\n\n## Notes\n\nText\n",
            Flavor::Informative,
        );
        let outline = prose.outline();
        let (prompts, spans) = Prompts::find(&prose, &outline);
        let items: Vec<_> = prompts.of(&prose).iter().map(|item| plain(item)).collect();
        assert_eq!((prompts.count, items.as_slice()), (2, &["What now?", "And then?"].map(String::from)[..]));
        // Nothing but the heading and the list is left out of the notes.
        let spans: Vec<&str> = spans.iter().map(|span| prose.source.text[span.clone()].trim_end()).collect();
        assert_eq!(spans, ["## Prompts", "- What *now*?\n\n- And\n  then?"]);
    }
}
