//! Markdown that stands in a text of the YAML.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::Document;
use super::markdown::{Flavor, Outline, parse, words};
use crate::diagnostic::{Diagnostic, Place, Problem, SourceFile, Tallied};

/// What can stand before the name in a reference.
const PREFIXES: [&str; 7] = ["statement", "topic", "term", "guide", "assessment", "course", "lesson"];

/// Markdown out of a text of the YAML. It is parsed where it is asked for: parsed, it takes up to fifty times as much
/// memory.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The file.
    pub source: Arc<SourceFile>,
    /// Bytes of the text in the file, as it is written there.
    span: Range<usize>,
    /// The text as it is read.
    text: Box<str>,
    /// How its bytes and those it is written with belong together; none where that can't be told.
    places: Option<Places>,
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
        parse(&self.text, 0, Flavor::Informative).map(|(event, span)| (event, self.written(span)))
    }

    /// Bytes in the file of bytes of the text; those of all of it where that can't be told.
    fn written(&self, span: Range<usize>) -> Range<usize> {
        let whole = &self.span;
        let Some(places) = self.places.as_ref().filter(|_| !span.is_empty()) else { return whole.clone() };
        let is_between = |at: &usize| self.source.text.is_char_boundary(*at);
        // Other spaces may be written than are read, of another length.
        let start = (whole.start..=whole.start + places.of(span.start)).rev().find(is_between);
        let end = (whole.start + places.of(span.end - 1) + 1..whole.end).find(is_between);
        start.unwrap_or(whole.start)..end.unwrap_or(whole.end)
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
        let places = Places::align(text, &source.text[span.clone()]);
        Passage { source, span, text: text.into(), places, is_line: false }
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

/// For every byte of a YAML text the byte it is written with.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Places {
    /// Where the two go on side by side: bytes of the text, and of what is written.
    runs: Vec<(usize, usize)>,
}

impl Places {
    /// Finds a text in what is written, `raw`; nothing where they can't be brought together, as with escapes.
    fn align(text: &str, raw: &str) -> Option<Self> {
        let mut at = match raw.as_bytes().first()? {
            b'|' | b'>' => raw.find('\n')?,
            b'"' | b'\'' => 1,
            _ => 0,
        };
        let last = raw.char_indices().next_back()?.0;
        let skip_spaces = |at: usize| raw.len() - raw[at..].trim_start().len();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        let mut note = |byte: usize, at: usize| {
            if runs.last().is_none_or(|(before, place)| byte - before != at - place) {
                runs.push((byte, at));
            }
        };
        for (byte, letter) in text.char_indices() {
            if letter.is_whitespace() {
                note(byte, at.min(last));
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
            note(byte, at);
            at += letter.len_utf8();
        }
        Some(Self { runs })
    }

    /// The place of a byte of the text.
    fn of(&self, byte: usize) -> usize {
        let run = self.runs.partition_point(|(before, _)| *before <= byte);
        self.runs[..run].last().map_or(0, |(before, place)| place + (byte - before))
    }
}

#[cfg(test)]
mod tests {
    use super::{Passage, Places};
    use crate::diagnostic::SourceFile;

    fn found(text: &str, raw: &str, word: &str) -> Option<usize> {
        let places = Places::align(text, raw)?;
        text.find(word).map(|at| places.of(at))
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
    fn places_lie_in_what_is_written() {
        let spaces = [" ", "\u{a0}", "\u{2003}", "\n", "a", "*"];
        let pairs = spaces.iter().flat_map(|one| spaces.iter().map(move |two| format!("{one}{two}")));
        let texts = pairs.flat_map(|pair| spaces.iter().map(move |three| format!("é{pair}{three}")));
        for text in texts {
            for raw in [text.clone(), format!("\"{text}\""), text.replace('\u{a0}', "  ")] {
                let places = Places::align(&text, &raw);
                let source = SourceFile::new("a.yaml", &raw);
                let (span, text) = (0..raw.len(), text.clone().into());
                let passage = Passage { source, span, text, places, is_line: false };
                for (_, span) in passage.events() {
                    assert!(raw.get(span.clone()).is_some(), "{raw:?}: {span:?}");
                }
            }
        }
    }

    #[test]
    fn references_are_read_by_their_names() {
        let text = "About [[topic:trust]], [[I.A.1]] and [[lesson:a/b|the other]] *once*.";
        let source = SourceFile::new("a.yaml", text);
        let passage =
            Passage { source, span: 0..text.len(), text: text.into(), places: None, is_line: false };
        assert_eq!(passage.words(), "About trust, I.A.1 and the other once.");
    }
}
