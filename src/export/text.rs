//! Texts that several exports need.

use crate::model::{Level, Node, Site};
use crate::page::escape;

/// The rights notice: what the publisher claims, and what may be done with copies.
pub fn rights(site: &Site) -> String {
    let framework = &site.framework;
    match &framework.rights_note {
        Some(note) => format!("{} {}", framework.rights.trim(), note.trim()),
        None => framework.rights.trim().to_owned(),
    }
}

/// All published words of a node itself, paragraphs apart by a blank line: of a section or part its title, its
/// introduction and what stands after its list.
pub fn full(node: &Node) -> String {
    let title = if node.level == Level::Statement { "" } else { &node.label };
    let pieces = [title, &node.words];
    let pieces: Vec<&str> = pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()).collect();
    if pieces.is_empty() { node.label.clone() } else { pieces.join("\n\n") }
}

/// Plain text as HTML paragraphs, on one line.
pub fn paragraphs(text: &str) -> String {
    let mut html = String::new();
    for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        html.push_str("<p>");
        escape(&mut html, &one_line(paragraph));
        html.push_str("</p>");
    }
    html
}

/// Text on one line.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of at most `most` characters, on one line: the first words, with "…" where something is left out.
pub fn at_most(text: &str, most: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= most {
        return line;
    }
    // The sign takes a place, too.
    crate::model::shortened(&line, most.saturating_sub(1)).chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::{at_most, paragraphs};

    #[test]
    fn paragraphs_stand_on_one_line() {
        assert_eq!(paragraphs("a < b\n  c\n\n \n\nd\n"), "<p>a &lt; b c</p><p>d</p>");
    }

    #[test]
    fn what_is_too_long_ends_with_a_sign_and_is_not_too_long_then() {
        assert_eq!(at_most("One. Two.\nThree.", 15), "One. Two…");
        assert_eq!(at_most("One. Two.\nThree.", 16), "One. Two. Three.");
        for most in 0..20 {
            assert!(at_most("One. Two. Three and four.", most).chars().count() <= most, "{most}");
        }
    }
}
