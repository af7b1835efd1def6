//! What a reference shows when it is hovered or focused.

use std::collections::HashMap;

use rayon::prelude::*;

use super::address::Addresses;
use super::escape::{escape, escape_href};
use crate::model::{Site, Target, cut};

/// The most characters of a preview.
const PREVIEW_LENGTH: usize = 320;

/// The links to everything that can be referred to. Made once: most things are referred to many times.
pub struct Previews {
    /// By node: most of what is referred to.
    nodes: Vec<Preview>,
    others: HashMap<Target, Preview>,
}

/// A link to something, as pieces of HTML.
#[derive(Default)]
pub struct Preview {
    /// The address of its page from the site's root, escaped.
    pub address: String,
    /// What the link shows when it is hovered, as attributes.
    pub attributes: String,
}

impl Previews {
    /// Previews for this site.
    pub fn new(site: &Site, addresses: &Addresses) -> Self {
        let preview = |target| {
            let mut address = String::new();
            escape_href(&mut address, &addresses.of(site, target));
            Preview { address, attributes: attributes(title(site, target), &words(site, target)) }
        };
        let nodes = (0..site.nodes.len()).into_par_iter().map(|id| preview(Target::Node(id))).collect();
        let mut others: Vec<Target> = (0..site.topics.len()).map(Target::Topic).collect();
        others.extend((0..site.terms.len()).map(Target::Term));
        others.extend((0..site.guides.len()).map(Target::Guide));
        others.extend((0..site.assessments.len()).map(Target::Assessment));
        others.extend((0..site.matter.len()).map(Target::Matter));
        others.extend((0..site.courses.len()).map(Target::Course));
        others.extend(site.lessons().map(Target::Lesson));
        Self { nodes, others: others.into_par_iter().map(|target| (target, preview(target))).collect() }
    }

    /// The link to `target`.
    pub fn of(&self, target: Target) -> Option<&Preview> {
        match target {
            Target::Node(id) => self.nodes.get(id),
            target => self.others.get(&target),
        }
    }
}

/// What a thing is called: a node by its code.
pub fn title(site: &Site, target: Target) -> &str {
    match target {
        Target::Node(id) => &site.nodes[id].code,
        Target::Topic(id) => &site.topics[id].title,
        Target::Term(id) => &site.terms[id].term,
        Target::Guide(id) => &site.guides[id].title,
        Target::Assessment(id) => &site.assessments[id].title,
        Target::Matter(id) => &site.matter[id].title,
        Target::Course(id) => &site.courses[id].title,
        Target::Lesson(id) => &site.lesson(id).title,
    }
}

fn words(site: &Site, target: Target) -> String {
    match target {
        Target::Node(id) => {
            let node = &site.nodes[id];
            node.title.clone().unwrap_or_else(|| shorten(&node.words))
        }
        Target::Topic(id) => shorten(&site.topics[id].summary),
        Target::Term(id) => shorten(&site.terms[id].summary),
        Target::Guide(id) => shorten(&site.guides[id].summary),
        Target::Assessment(id) => shorten(&site.assessments[id].summary),
        Target::Matter(id) => shorten(&site.matter[id].prose.words()),
        Target::Course(id) => shorten(&site.courses[id].summary),
        Target::Lesson(id) => shorten(&site.lesson(id).summary),
    }
}

fn attributes(title: &str, words: &str) -> String {
    let mut attributes = String::from("data-preview-title=\"");
    escape(&mut attributes, title);
    attributes.push_str("\" data-preview=\"");
    escape(&mut attributes, words);
    attributes.push('"');
    attributes
}

/// Words cut to the length of a preview, the ellipsis included.
pub fn shorten(words: &str) -> String {
    let mut short = String::with_capacity(words.len().min(2 * PREVIEW_LENGTH));
    let mut length = 0;
    let mut pieces = cut::pieces(words).peekable();
    while let Some(piece) = pieces.next() {
        // Where more follows, there must be room for the ellipsis.
        let most = PREVIEW_LENGTH - usize::from(pieces.peek().is_some());
        length += piece.width();
        if length > most {
            if short.is_empty() {
                short.extend(piece.text.chars().take(most));
            }
            short.push('…');
            break;
        }
        piece.append_to(&mut short);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn previews_end_at_a_word() {
        assert_eq!(shorten(" one\n\ntwo "), "one two");
        let words = "word ".repeat(100);
        assert_eq!(shorten(&words), format!("{}…", "word ".repeat(64).trim_end()));
        let exact = "four ".repeat(65);
        assert_eq!(shorten(&exact[..PREVIEW_LENGTH]), exact[..PREVIEW_LENGTH].trim_end());
        assert_eq!(shorten(&"ä".repeat(400)).chars().count(), PREVIEW_LENGTH + 1);
    }
}
