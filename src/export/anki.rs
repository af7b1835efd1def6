//! `export anki`: flashcards as a text file that Anki imports (2.1.54 and later read the headers).
//!
//! One card a statement, its code in front and its words behind, and one a glossary term. Anki knows a card by its
//! front, so that importing a newer file renews the words and keeps what was learned. The note type is the plain one;
//! who wants to learn both ways chooses "Basic (and reversed card)" while importing.

use super::text;
use crate::model::{Level, Node, NodeId, Site};
use crate::page::escape;

/// The text: UTF-8, tab-separated, HTML in the fields, tags in the third column.
pub fn export(site: &Site) -> String {
    let framework = &site.framework;
    let mut out = String::from("#separator:tab\n#html:true\n#notetype:Basic\n");
    for (key, value) in [
        ("deck:", framework.title.as_str()),
        ("tags column:", "3"),
        // Anki takes lines like these for comments.
        (" Rights: ", &text::rights(site)),
        (" Source: ", &framework.source),
    ] {
        out.push('#');
        out.push_str(key);
        out.push_str(&text::one_line(value));
        out.push('\n');
    }
    for id in site.level(Level::Statement) {
        card(&mut out, &front(site, id), &back(site, &site.nodes[id]), &tags(site, id));
    }
    for term in &site.terms {
        let mut word = String::new();
        escape(&mut word, &text::one_line(&term.term));
        let back = text::paragraphs(&term.summary);
        card(&mut out, &word, &back, &format!("{} glossary", tag(&framework.id)));
    }
    out
}

fn card(out: &mut String, front: &str, back: &str, tags: &str) {
    for (cell, end) in [(front, '\t'), (back, '\t'), (tags, '\n')] {
        // A quotation mark at the beginning would open a quoted field.
        if cell.starts_with('"') || cell.starts_with('#') {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
        out.push(end);
    }
}

/// The code, with the titles of what it stands under to find one's way.
fn front(site: &Site, id: NodeId) -> String {
    let node = &site.nodes[id];
    let mut above = Vec::new();
    let mut at = node.parent;
    while let Some(parent) = at {
        if site.nodes[parent].level != Level::Statement {
            above.push(site.nodes[parent].label.as_str());
        }
        at = site.nodes[parent].parent;
    }
    above.reverse();
    let mut html = String::from("<b>");
    escape(&mut html, &node.code);
    html.push_str("</b><br><small>");
    escape(&mut html, &text::one_line(&above.join(" · ")));
    html.push_str("</small>");
    html
}

fn back(site: &Site, node: &Node) -> String {
    let framework = &site.framework;
    let mut html = text::paragraphs(&node.words);
    if !node.children.is_empty() {
        html.push_str("<ul>");
        for child in &node.children {
            let child = &site.nodes[*child];
            html.push_str("<li>");
            escape(&mut html, &text::one_line(&format!("{} {}", child.code, child.words)));
            html.push_str("</li>");
        }
        html.push_str("</ul>");
    }
    html.push_str("<p><small>");
    let mut source = framework.title.clone();
    if let Some(edition) = &framework.edition {
        source = format!("{source} ({edition})");
    }
    escape(&mut html, &text::one_line(&format!("{source}. {}", framework.rights)));
    html.push_str("</small></p>");
    html
}

fn tags(site: &Site, id: NodeId) -> String {
    let section = &site.nodes[site.section_of(id)];
    let mut tags = vec![tag(&site.framework.id), tag(&section.code)];
    tags.extend(site.nodes[id].topics.iter().map(|topic| tag(&site.topics[*topic].id)));
    tags.join(" ")
}

/// A tag has no spaces; `::` in it would make a hierarchy.
fn tag(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("-").replace("::", "-")
}
