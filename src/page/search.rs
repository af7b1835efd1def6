//! The search index: a script that the browser loads on the first search, from `file://` too.
//!
//! `window.standpointSearchIndex = {version, sections, kinds, topics, entries}`; an entry is
//! `[type, code, title, address, text, section, kind, [topics], keywords]`, where type is 0 section, 1 part,
//! 2 statement, 3 topic, 4 term, 5 guide, 6 assessment, 7 course, 8 lesson, 9 a page of the site's
//! own, the numbers are indices, −1 for none, and text is plain.

use serde_json::{Value, json};

use super::address::{Addresses, term as term_address, topic as topic_address};
use crate::model::{Level, Site, Target, cut};
use crate::source::Passage;

/// The most characters of our own texts that are searched; published words are searched whole.
const TEXT_LENGTH: usize = 600;

/// A page of the site's own: a list or a tool.
pub(super) struct OwnPage<'a> {
    /// Root-relative address.
    pub address: &'a str,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub lead: String,
    /// What else it is called.
    pub keywords: &'a str,
}

/// The whole script.
pub(super) fn index<'a>(
    site: &Site,
    addresses: &Addresses,
    own_pages: impl Iterator<Item = OwnPage<'a>>,
) -> String {
    let sections: Vec<usize> = site.level(Level::Section).collect();
    let mut entries: Vec<Value> = Vec::with_capacity(site.nodes.len() + site.topics.len() + site.terms.len());
    for (id, node) in site.nodes.iter().enumerate() {
        let kind = match node.level {
            Level::Section => 0,
            Level::Part => 1,
            Level::Statement => 2,
        };
        let title = if node.level == Level::Statement { "" } else { node.label.as_str() };
        // Sections are in document order, and so are nodes.
        let section = sections.partition_point(|section| *section <= id);
        entries.push(json!([
            kind,
            node.code,
            title,
            addresses.node(id),
            one_line(&node.words, usize::MAX),
            section.checked_sub(1).map_or(-1, as_number),
            node.kind.map_or(-1, as_number),
            node.topics,
            node.keywords.join(", "),
        ]));
    }
    for topic in &site.topics {
        let text = format!("{} {}", topic.summary, topic.prose.words());
        let text = one_line(&text, TEXT_LENGTH);
        entries.push(json!([3, "", topic.title, topic_address(&topic.id), text, -1, -1, [], ""]));
    }
    for term in &site.terms {
        let text = one_line(&term.prose.words(), TEXT_LENGTH);
        entries.push(json!([
            4,
            "",
            term.term,
            term_address(&term.id),
            text,
            -1,
            -1,
            [],
            term.names.join(", ")
        ]));
    }
    for (id, guide) in site.guides.iter().enumerate() {
        let headings: Vec<&str> = guide.headings.iter().map(|heading| heading.text.as_str()).collect();
        let text = one_line(&format!("{} {}", guide.summary, headings.join(". ")), TEXT_LENGTH);
        entries.push(json!([
            5,
            "",
            guide.title,
            addresses.of(site, Target::Guide(id)),
            text,
            -1,
            -1,
            [],
            ""
        ]));
    }
    for (id, assessment) in site.assessments.iter().enumerate() {
        let text = one_line(&format!("{} {}", assessment.summary, assessment.prose.words()), TEXT_LENGTH);
        let address = addresses.of(site, Target::Assessment(id));
        entries.push(json!([6, "", assessment.title, address, text, -1, -1, [], ""]));
    }
    for (id, course) in site.courses.iter().enumerate() {
        let text = one_line(&format!("{} {}", course.summary, course.prose.words()), TEXT_LENGTH);
        let address = addresses.of(site, Target::Course(id));
        entries.push(json!([7, "", course.title, address, text, -1, -1, [], ""]));
    }
    for id in site.lessons() {
        let lesson = site.lesson(id);
        let headings: Vec<&str> = lesson.headings.iter().map(|heading| heading.text.as_str()).collect();
        let outcomes: Vec<String> = lesson.outcomes.iter().map(Passage::words).collect();
        let text = format!("{} {} {}", lesson.summary, outcomes.join(" "), headings.join(". "));
        let (text, address) = (one_line(&text, TEXT_LENGTH), addresses.of(site, Target::Lesson(id)));
        entries.push(json!([8, "", lesson.title, address, text, -1, -1, [], ""]));
    }
    for OwnPage { address, title, lead, keywords } in own_pages {
        entries.push(json!([9, "", title, address, lead, -1, -1, [], keywords]));
    }
    let index = json!({
        "version": 1,
        "sections": sections.iter().map(|id| {
            let node = &site.nodes[*id];
            let short_title = node.short_title.as_ref().unwrap_or(&node.label);
            json!({"code": node.code, "title": node.label, "shortTitle": short_title})
        }).collect::<Vec<_>>(),
        "kinds": site.framework.kinds.iter().map(|k| json!({"id": k.id, "title": k.title})).collect::<Vec<_>>(),
        "topics": site.topics.iter().map(|t| json!({"id": t.id, "title": t.title})).collect::<Vec<_>>(),
        "entries": entries,
    });
    format!("window.standpointSearchIndex={index};\n")
}

fn as_number(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(-1)
}

/// Words with single spaces, cut at a word.
fn one_line(words: &str, most: usize) -> String {
    let mut line = String::with_capacity(words.len().min(most));
    for piece in cut::pieces(words) {
        if line.len() + piece.text.len() >= most {
            break;
        }
        piece.append_to(&mut line);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn words_are_cut_between_two_of_them() {
        assert_eq!(one_line("What  members\nmay expect", 100), "What members may expect");
        assert_eq!(one_line("What members may expect", 14), "What members");
        assert_eq!(one_line("", 16), "");
    }
}
