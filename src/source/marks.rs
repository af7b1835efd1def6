//! How much there is to understand in a text.
//!
//! What a reader of Markdown or YAML makes of a text, in memory, grows with its marks: every list, paragraph or link
//! begins with one. Prose has one for every dozen letters; a text made to fill the memory has little else.

use std::sync::Arc;

use super::limits::MARKS;
use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// What could begin something: signs, line ends and tabs.
fn is_mark(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && byte != b' '
}

/// The number of marks in a text.
pub(super) fn count(text: &str) -> u64 {
    // In pieces whose number fits a byte, and that the processor counts in steps of sixteen or more.
    let of = |piece: &[u8]| piece.iter().map(|byte| u8::from(is_mark(*byte))).sum::<u8>();
    text.as_bytes().chunks(192).map(|piece| u64::from(of(piece))).sum()
}

/// That a text has more marks than may be.
pub(super) fn too_many(source: &Arc<SourceFile>) -> Option<Diagnostic> {
    // Few texts are as long.
    if source.text.len() <= MARKS {
        return None;
    }
    let mut marks = source.text.bytes().enumerate().filter(|(_, byte)| is_mark(*byte));
    let (at, _) = marks.nth(MARKS)?;
    let (what, instead) = ("signs and line ends in this file", "make several files of it");
    Some(Diagnostic::over_limit(Place::new(source, at..at + 1), MARKS, what, instead))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_counted_in_texts_of_any_length() {
        assert_eq!(count("- Two words, “quoted”\n"), 3);
        for length in [0, 1, 191, 192, 193, 1_000] {
            assert_eq!(count(&"[".repeat(length)), length as u64);
        }
    }

    #[test]
    fn no_more_than_may_be() {
        let told = |marks| too_many(&SourceFile::new("a.md", "[ä ".repeat(marks)));
        assert!(told(MARKS).is_none());
        let Some(problem) = told(MARKS + 1) else { panic!("too many marks are not told of") };
        assert_eq!(problem.line_and_column(), Some((1, MARKS * 3 + 1)));
    }
}
