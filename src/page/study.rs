//! What readers keep while studying, and flashcards. Both are made by scripts; they get the sections in the page, and
//! the words of the cards from a script file a section, loaded when they are wanted, from `file://` too.
//!
//! `cards/section-II.js` sets `standpointCards["cards/section-II.js"]` to `[[code, address, part, words, code of the task group], …]`, in document
//! order, where part is an index into the section's parts (−1: none). `cards/terms.js` does the same with
//! `[[id, address, term, definition], …]`. All of it is plain text.

use serde::Serialize;
use serde_json::{Value, json};

use super::Maker;
use super::address::{Addresses, file_name, term as term_address};
use super::context::{Html, SectionCount, StudyPage};
use crate::model::{Level, NodeId, Site};

#[derive(Serialize)]
struct StudyData<'a> {
    title: &'a str,
    framework: &'a str,
    sections: Vec<SectionData<'a>>,
    /// How many terms the glossary has.
    terms: usize,
    /// Whether there are self-assessments, and so the page of everything that is kept.
    practice: bool,
}

#[derive(Serialize)]
struct SectionData<'a> {
    code: &'a str,
    title: &'a str,
    /// Its file of cards.
    file: String,
    parts: Vec<PartData<'a>>,
    /// How many statements.
    count: usize,
}

#[derive(Serialize)]
struct PartData<'a> {
    code: &'a str,
    title: &'a str,
    count: usize,
}

impl Maker<'_> {
    pub(super) fn study(&self) -> StudyPage {
        let site = self.site;
        let sections = site.level(Level::Section);
        let count = |id: NodeId| site.statements_below(id).len();
        let data = StudyData {
            title: &site.config.title,
            framework: &site.framework.title,
            sections: sections
                .map(|id| SectionData {
                    code: &site.nodes[id].code,
                    title: &site.nodes[id].label,
                    file: cards_address(site, id),
                    parts: parts(site, id)
                        .into_iter()
                        .map(|part| PartData {
                            code: &site.nodes[part].code,
                            title: &site.nodes[part].label,
                            count: count(part),
                        })
                        .collect(),
                    count: count(id),
                })
                .collect(),
            terms: site.terms.len(),
            practice: !site.assessments.is_empty(),
        };
        let sections = site.level(Level::Section);
        StudyPage {
            data_html: Html::json(&data),
            sections: sections
                .map(|id| SectionCount { section: self.node_link(id), count: count(id) })
                .collect(),
            terms: site.terms.len(),
        }
    }
}

/// The files of the cards: address and bytes.
pub(super) fn cards(site: &Site, addresses: &Addresses) -> Vec<(String, Vec<u8>)> {
    let sections = site.level(Level::Section);
    let mut files: Vec<_> = sections
        .map(|section| {
            let parts = parts(site, section);
            let statements = site.statements_below(section).into_iter().map(|id| {
                let node = &site.nodes[id];
                let part = parts.iter().position(|part| *part == site.part_of(id));
                let group = node.parent.map(|parent| &site.nodes[parent]);
                let group = group.filter(|group| group.level == Level::Statement);
                json!([
                    node.code,
                    addresses.node(id),
                    part.and_then(|part| i64::try_from(part).ok()).unwrap_or(-1),
                    node.words,
                    group.map_or("", |group| &group.code),
                ])
            });
            file(cards_address(site, section), statements.collect())
        })
        .collect();
    if !site.terms.is_empty() {
        let terms = site.terms.iter();
        let terms =
            terms.map(|term| json!([term.id, term_address(&term.id), term.term, term.summary])).collect();
        files.push(file("cards/terms.js".to_owned(), terms));
    }
    files
}

fn file(address: String, entries: Vec<Value>) -> (String, Vec<u8>) {
    let name = Value::from(address.as_str());
    let script = format!("(globalThis.standpointCards ??= {{}})[{name}]={};\n", Value::from(entries));
    (address, script.into_bytes())
}

fn parts(site: &Site, section: NodeId) -> Vec<NodeId> {
    site.level(Level::Part).filter(|part| site.nodes[*part].parent == Some(section)).collect()
}

fn cards_address(site: &Site, section: NodeId) -> String {
    format!("cards/section-{}.js", file_name(&site.nodes[section].code))
}
