//! Texts that several exports need.

use crate::model::{Level, Node, Site};
use crate::page::escape;
use crate::source::markdown;

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
    let closing = markdown::words(node.closing.iter().map(|(event, _)| event));
    let title = if node.level == Level::Statement { "" } else { &node.label };
    let pieces = [title, &node.words, &closing];
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
