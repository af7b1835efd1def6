//! Markdown that stands in a text of the YAML.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::Document;
use super::markdown::{Flavor, Outline, parse, words};
use crate::diagnostic::{Diagnostic, Place, Problem, SourceFile, Tallied};

/// What can stand before the name in a reference.
const PREFIXES: [&str; 7] = ["statement", "topic", "term", "guide", "assessment", "course", "lesson"];

/// Markdown out of a text of the YAML. It is parsed where it is asked for: parsed, it takes fifty times as much memory.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The file.
    pub source: Arc<SourceFile>,
    /// Bytes of the text in the file, as it is written there.
    span: Range<usize>,
    /// The text as it is read.
    text: Box<str>,
    /// Whether it is a line, without a paragraph around it.
    is_line: bool,
}

impl Passage {
    /// The parsed events, with their bytes in the file; of a line without the paragraph around it.
    pub fn events(&self) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
        let is_around =
            |event: &Event<'_>| matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph));
        self.paragraphs().filter(move |(event, _)| !(self.is_line && is_around(event)))
    }

    fn paragraphs(&self) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
        let whole = &self.span;
        let places = align(&self.text, &self.source.text[whole.clone()]);
        parse(&self.text, 0, Flavor::Informative).map(move |(event, span)| {
            let span = match &places {
                Some(places) if span.start < span.end => {
                    whole.start + places[span.start]..whole.start + places[span.end - 1] + 1
                }
                _ => whole.clone(),
            };
            (event, span)
        })
    }

    /// What it refers to.
    pub fn outline(&self) -> Outline {
        Outline::of(self.events())
    }

    /// Its words, as plain text, paragraphs apart by a blank line; references by the names they are written with.
    pub fn words(&self) -> String {
        let mut bare = false;
        words(self.events().map(|(event, _)| match event {
            Event::Start(Tag::Link { link_type: LinkType::WikiLink { has_pothole: false }, .. }) => {
                bare = true;
                event
            }
            Event::Text(text) if std::mem::take(&mut bare) => {
                let name = text.split_once(':').filter(|(prefix, _)| PREFIXES.contains(prefix));
                let name = name.map(|(_, name)| name.trim().to_owned().into());
                Event::Text(name.unwrap_or(text))
            }
            _ => event,
        }))
    }

    /// The first place in it where something stands that does not stand on a line.
    fn block(&self) -> Option<Range<usize>> {
        let mut depth = 0_usize;
        let mut paragraphs = 0;
        for (event, span) in self.paragraphs() {
            match event {
                Event::Start(Tag::Paragraph) if depth == 0 => {
                    paragraphs += 1;
                    if paragraphs > 1 {
                        return Some(span);
                    }
                }
                Event::Start(ref tag) if depth == 0 && !is_inline(tag) => return Some(span),
                Event::Rule => return Some(span),
                _ => {}
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }

    /// A place in the file.
    pub fn place(&self, span: Range<usize>) -> Place {
        Place::new(&self.source, span)
    }
}

impl<Y> Document<Y> {
    /// The text at `way` as Markdown of paragraphs and lists.
    pub fn block(&self, way: &[&str], text: &str) -> Passage {
        let Place { source, span } = self.yaml_place(way);
        Passage { source, span, text: text.into(), is_line: false }
    }

    /// The text at `way` as Markdown on one line: within a paragraph.
    pub fn inline(&self, way: &[&str], text: &str, diagnostics: &mut Tallied) -> Passage {
        let passage = Passage { is_line: true, ..self.block(way, text) };
        if let Some(span) = passage.block().filter(|_| !self.mended) {
            let line = self.source.text[span.clone()].lines().next().unwrap_or_default().trim_end().len();
            let place = Place::new(&self.source, span.start..span.start + line);
            diagnostics.push(Diagnostic::at(place, Problem::BlockInLine));
        }
        passage
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
    ) || matches!(tag, Tag::Subscript)
}

/// For every byte of a YAML text the byte it is written with in `raw`; none where they can't be brought together, as
/// with escapes.
fn align(text: &str, raw: &str) -> Option<Vec<usize>> {
    let mut at = match raw.as_bytes().first()? {
        b'|' | b'>' => raw.find('\n')?,
        b'"' | b'\'' => 1,
        _ => 0,
    };
    let skip_spaces = |at: usize| raw.len() - raw[at..].trim_start().len();
    let mut places = Vec::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_whitespace() {
            places.extend(std::iter::repeat_n(at.min(raw.len().saturating_sub(1)), letter.len_utf8()));
            at = skip_spaces(at);
            continue;
        }
        at = skip_spaces(at);
        // A quote within quotes is doubled, or has a backslash before it.
        let mut rest = raw[at..].chars();
        let first = rest.next()?;
        if first != letter || letter == '\'' && raw.starts_with('\'') {
            let escaped = matches!((first, rest.next()?), ('\\', next) if next == letter)
                || first == '\'' && letter == '\'';
            if !escaped {
                return None;
            }
            at += 1;
        }
        if !raw[at..].starts_with(letter) {
            return None;
        }
        places.extend((0..letter.len_utf8()).map(|byte| at + byte));
        at += letter.len_utf8();
    }
    Some(places)
}

#[cfg(test)]
mod tests {
    use super::{Passage, align};
    use crate::diagnostic::SourceFile;

    fn found(text: &str, raw: &str, word: &str) -> Option<usize> {
        let places = align(text, raw)?;
        text.find(word).map(|at| places[at])
    }

    #[test]
    fn a_text_is_found_as_it_is_written() {
        assert_eq!(found("one two", "one two", "two"), Some(4));
        assert_eq!(found("one two", "\"one two\"", "two"), Some(5));
        assert_eq!(found("it's two", "'it''s two'", "two"), Some(7));
        assert_eq!(found("a \"b\" two", "\"a \\\"b\\\" two\"", "two"), Some(9));
        assert_eq!(found("one\n\n- two\n", "|\n    one\n\n    - two\n", "two"), Some(17));
        assert_eq!(found("one two\n", ">\n  one\n  two\n", "two"), Some(10));
        assert_eq!(found("one – two", "one –\n  two", "two"), Some(10));
        assert_eq!(found("a\u{e9}", "\"a\\u00e9\"", "a"), None);
    }

    #[test]
    fn references_are_read_by_their_names() {
        let text = "About [[topic:trust]], [[I.A.1]] and [[lesson:a/b|the other]] *once*.";
        let source = SourceFile::new("a.yaml", text);
        let passage = Passage { source, span: 0..text.len(), text: text.into(), is_line: false };
        assert_eq!(passage.words(), "About trust, I.A.1 and the other once.");
    }
}
