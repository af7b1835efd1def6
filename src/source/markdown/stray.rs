//! Words that were probably meant to be something else.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::Mark;

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
pub(super) const BULLETS: [char; 17] =
    ['•', '·', '▪', '▫', '◦', '‣', '∙', '●', '○', '■', '□', '➢', '・', '･', '◆', '◇', '◎'];

/// Watches words in a row, which are read in pieces, for what was probably meant to be more.
#[derive(Default)]
pub(super) struct Words {
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
    pub fn next(&mut self, event: &Event<'_>, span: &Range<usize>) -> Option<(Range<usize>, Stray)> {
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
    pub fn taken(&mut self) -> Option<(Range<usize>, Stray)> {
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

/// Whether words that follow stand at the beginning of a line.
pub(super) fn begins_line(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::Paragraph | Tag::Item) | Event::SoftBreak | Event::HardBreak)
}
