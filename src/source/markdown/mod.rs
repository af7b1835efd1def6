//! Markdown as the content uses it.
//!
//! [`Prose`] is a stretch of Markdown in a file; [`Outline`] what it refers to and links to; [`statements`] reads
//! the published words out of a part's numbered list.

mod anchors;
mod list_marks;
mod outline;
mod prompts;
mod statements;
mod stray;

use std::borrow::Borrow;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

pub use self::anchors::{Anchors, RESERVED_ANCHORS, slug};
pub use self::outline::{Alone, Embedding, Heading, Outline, Pointer};
pub use self::prompts::{Prompt, Prompts};
pub use self::statements::{Item, Published, statements};
pub use self::stray::Stray;
use super::limits::LACKING_CELLS;
use crate::diagnostic::{Place, SourceFile};

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

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn prose(text: &str, flavor: Flavor) -> Prose {
        let source = SourceFile::new("a.md", text);
        Prose::new(&source, 0..text.len(), flavor)
    }

    pub fn plain(events: &[(Event<'_>, Range<usize>)]) -> String {
        words(events.iter().map(|(event, _)| event))
    }

    #[test]
    fn published_words_keep_their_punctuation() {
        let text = "\"straight\" -- 'quotes'...";
        assert_eq!(prose(text, Flavor::Normative).words(), text);
        assert_eq!(prose(text, Flavor::Informative).words(), "“straight” – ‘quotes’…");
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
}
