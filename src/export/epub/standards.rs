//! The standards as a book: the published words first, whole; then, as a part of its own, what is ours.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::{Book, Chapter, Voice};
use crate::budget::Budget;
use crate::export::ids::{Names, urn};
use crate::export::{Failure, planned, text, xml};
use crate::model::{Level, NodeId, Site, Target};
use crate::page::fragments::Fragments;
use crate::page::shorten;
use crate::source::limits::PACKAGE_BYTES;
use crate::theme::Theme;

/// The book's bytes.
pub fn standards(site: &Site, theme: &Theme, content: &Path) -> Result<Vec<u8>, Failure> {
    within(Budget::new(PACKAGE_BYTES), site, theme, content)
}

/// The book's bytes, if there are no more in its files than `room` has.
pub(super) fn within(room: Budget, site: &Site, theme: &Theme, content: &Path) -> Result<Vec<u8>, Failure> {
    let (plan, _) = planned(site, theme)?;
    let made = room.another();
    let writer = Writer { site, theme, fragments: plan.fragments(&made), order: order(site) };
    let framework = &site.framework;
    let mut book = Book {
        site,
        theme,
        content,
        identifier: urn(&Names::new(site).of("epub", "standards")),
        title: framework.title.clone(),
        description: site.config.description.clone(),
        creator: framework.publisher.clone(),
        rights: text::rights(site),
        places: writer.places(),
        chapters: Vec::new(),
        pictures: RefCell::default(),
        room,
        made: &made,
    };
    for what in &writer.order {
        if !book.has_room() {
            break;
        }
        let chapter = writer.chapter(&book, *what);
        book.chapters.push(chapter);
    }
    book.bytes()
}

/// What a chapter holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Title,
    Matter(usize),
    /// A section or part with the statements directly under it.
    Node(NodeId),
    /// Where what is ours begins.
    Companion,
    /// Prompts and notes on the statements of one part.
    Prompts(NodeId),
    Topics,
    Glossary,
}

/// The chapters in their order.
fn order(site: &Site) -> Vec<What> {
    let matter = |back: bool| {
        site.matter
            .iter()
            .enumerate()
            .filter(move |(_, matter)| matter.back == back)
            .map(|(id, _)| What::Matter(id))
    };
    let mut order = vec![What::Title];
    order.extend(matter(false));
    order
        .extend((0..site.nodes.len()).filter(|id| site.nodes[*id].level != Level::Statement).map(What::Node));
    order.extend(matter(true));
    let parts: Vec<NodeId> = (0..site.nodes.len())
        .filter(|part| {
            let mut below = site.statements_below(*part).into_iter();
            site.nodes[*part].level != Level::Statement
                && below.any(|id| site.part_of(id) == *part && site.is_annotated(id))
        })
        .collect();
    if !parts.is_empty() || !site.topics.is_empty() || !site.terms.is_empty() {
        order.push(What::Companion);
    }
    order.extend(parts.into_iter().map(What::Prompts));
    if !site.topics.is_empty() {
        order.push(What::Topics);
    }
    if !site.terms.is_empty() {
        order.push(What::Glossary);
    }
    order
}

struct Writer<'a> {
    site: &'a Site,
    theme: &'a Theme,
    fragments: Fragments<'a>,
    order: Vec<What>,
}

impl Writer<'_> {
    /// Where what the site has on pages stands in the book.
    fn places(&self) -> BTreeMap<String, String> {
        let mut places = BTreeMap::new();
        let mut add = |target: Target, file: &str, anchor: Option<String>| {
            let place = anchor.map_or_else(|| file.to_owned(), |anchor| format!("{file}#{anchor}"));
            places.insert(self.fragments.address(target), place);
        };
        for (place, what) in self.order.iter().enumerate() {
            let file = Book::file(place);
            match *what {
                What::Matter(id) => add(Target::Matter(id), &file, None),
                What::Node(id) => {
                    add(Target::Node(id), &file, None);
                    for statement in self.statements(id) {
                        add(Target::Node(statement), &file, Some(self.anchor(statement)));
                    }
                }
                What::Topics => {
                    (0..self.site.topics.len())
                        .for_each(|id| add(Target::Topic(id), &file, Some(format!("topic-{id}"))));
                }
                What::Glossary => {
                    (0..self.site.terms.len())
                        .for_each(|id| add(Target::Term(id), &file, Some(format!("term-{id}"))));
                }
                What::Title | What::Companion | What::Prompts(_) => {}
            }
        }
        // On the site, statements have a place on the page of their part too.
        for id in self.site.level(Level::Statement) {
            let part = self.fragments.address(Target::Node(self.site.part_of(id)));
            let place = places.get(&self.fragments.address(Target::Node(id))).cloned().unwrap_or_default();
            places.insert(format!("{part}#{}", self.site.nodes[id].code), place);
        }
        places
    }

    /// The statements in the chapter of a section or part.
    fn statements(&self, id: NodeId) -> Vec<NodeId> {
        let below = self.site.statements_below(id).into_iter();
        below.filter(|statement| self.site.part_of(*statement) == id).collect()
    }

    fn anchor(&self, id: NodeId) -> String {
        xml::id(&format!("s-{}", self.site.nodes[id].code))
    }

    fn prompts_anchor(&self, id: NodeId) -> String {
        xml::id(&format!("p-{}", self.site.nodes[id].code))
    }

    fn chapter(&self, book: &Book<'_>, what: What) -> Chapter {
        let word = |key: &str| self.theme.word(key).to_owned();
        let (title, depth, voice, role, body) = match what {
            What::Title => {
                let edition = self.site.framework.edition.as_deref();
                (book.title.clone(), 0, Voice::Book, "titlepage", book.title_page(edition))
            }
            What::Matter(id) => {
                let matter = &self.site.matter[id];
                let html = book.markup(&self.fragments.whole(Target::Matter(id), 0), "");
                let body = format!("<h1>{}</h1>\n{html}", xml::text(&matter.title));
                (matter.title.clone(), 0, Voice::Published, "chapter", body)
            }
            What::Node(id) => {
                let node = &self.site.nodes[id];
                let depth = usize::from(node.parent.is_some());
                (
                    format!("{} {}", node.code, node.label),
                    depth,
                    Voice::Published,
                    "chapter",
                    self.node(book, id),
                )
            }
            What::Companion => {
                let note = self
                    .theme
                    .filled("book-companion-note", &[("publisher", &self.site.framework.publisher)]);
                let body =
                    format!("<h1>{}</h1>\n<p>{}</p>", xml::text(&word("book-companion")), xml::text(&note));
                (word("book-companion"), 0, Voice::Ours, "part", body)
            }
            What::Prompts(id) => {
                let node = &self.site.nodes[id];
                let title = format!("{}{}{} {}", word("prompts"), word("colon"), node.code, node.label);
                let body = format!("<h1>{}</h1>\n{}", xml::text(&title), self.prompts(book, id));
                (title, 1, Voice::Ours, "chapter", body)
            }
            What::Topics => (word("menu-topics"), 1, Voice::Ours, "chapter", self.topics(book)),
            What::Glossary => (word("menu-glossary"), 1, Voice::Ours, "glossary", self.glossary(book)),
        };
        Chapter { title, depth, voice, role, body }
    }

    fn node(&self, book: &Book<'_>, id: NodeId) -> String {
        let node = &self.site.nodes[id];
        let mut body = format!(
            "<h1><bdi class=\"code\">{}</bdi> {}</h1>\n{}",
            xml::text(&node.code),
            xml::text(&node.label),
            book.markup(&self.fragments.words(id), &format!("{}-", self.anchor(id))),
        );
        for child in node.children.iter().filter(|child| self.site.nodes[**child].level == Level::Statement) {
            self.statement(book, *child, 2, &mut body);
        }
        body.push_str(&book.markup(&self.fragments.closing(id), &format!("{}-c-", self.anchor(id))));
        self.way_to_prompts(id, &mut body);
        body
    }

    fn statement(&self, book: &Book<'_>, id: NodeId, level: usize, body: &mut String) {
        let node = &self.site.nodes[id];
        let anchor = self.anchor(id);
        let level = level.min(6);
        let _ = write!(
            body,
            "\n<section class=\"statement\" id=\"{anchor}\" aria-labelledby=\"{anchor}-h\"><h{level} id=\"{anchor}-h\" class=\"code\"><bdi>{}</bdi></h{level}>\n{}",
            xml::text(&node.code),
            book.markup(&self.fragments.words(id), &format!("{anchor}-")),
        );
        for child in &node.children {
            self.statement(book, *child, level + 1, body);
        }
        body.push_str("</section>");
    }

    /// The way from a chapter of published words to what is ours on them, which says that it is.
    fn way_to_prompts(&self, part: NodeId, body: &mut String) {
        let Some(place) = self.order.iter().position(|what| *what == What::Prompts(part)) else { return };
        let _ = write!(
            body,
            "\n<aside class=\"way\"><p class=\"tag\">{}</p><p>{}{}",
            xml::text(self.theme.word("book-ours")),
            xml::text(self.theme.word("prompts")),
            xml::text(self.theme.word("colon")),
        );
        let comma = xml::text(self.theme.word("comma"));
        let annotated = self.statements(part).into_iter().filter(|id| self.site.is_annotated(*id));
        for (number, id) in annotated.enumerate() {
            let comma = if number == 0 { "" } else { &*comma };
            let (file, anchor) = (Book::file(place), self.prompts_anchor(id));
            let _ = write!(
                body,
                "{comma}<a href=\"{file}#{anchor}\">{}</a>",
                xml::text(&self.site.nodes[id].code)
            );
        }
        body.push_str("</p></aside>");
    }

    fn prompts(&self, book: &Book<'_>, part: NodeId) -> String {
        let mut body = String::new();
        for id in self.statements(part).into_iter().take_while(|_| book.has_room()) {
            let node = &self.site.nodes[id];
            if !self.site.is_annotated(id) {
                continue;
            }
            let anchor = self.prompts_anchor(id);
            let place = book
                .places
                .get(&self.fragments.address(Target::Node(id)))
                .map(String::as_str)
                .unwrap_or_default();
            let _ = write!(
                body,
                "\n<section id=\"{anchor}\" aria-labelledby=\"{anchor}-h\"><h2 id=\"{anchor}-h\"><a href=\"{place}\"><bdi class=\"code\">{}</bdi></a> {}</h2>",
                xml::text(&node.code),
                xml::text(&shorten(&node.label)),
            );
            let prompts = self.fragments.prompts(id);
            if !prompts.is_empty() {
                body.push_str("<ul>");
                for (number, prompt) in prompts.iter().enumerate() {
                    let _ = write!(body, "<li>{}</li>", book.markup(prompt, &format!("{anchor}-{number}-")));
                }
                body.push_str("</ul>");
            }
            body.push_str(&book.markup(&self.fragments.notes(id), &format!("{anchor}-n-")));
            body.push_str("</section>");
        }
        body
    }

    fn topics(&self, book: &Book<'_>) -> String {
        let mut body = format!("<h1>{}</h1>", xml::text(self.theme.word("menu-topics")));
        for (id, topic) in self.site.topics.iter().enumerate().take_while(|_| book.has_room()) {
            let _ = write!(
                body,
                "\n<section id=\"topic-{id}\" aria-labelledby=\"topic-{id}-h\"><h2 id=\"topic-{id}-h\">{}</h2>\n{}",
                xml::text(&topic.title),
                book.markup(&self.fragments.whole(Target::Topic(id), 1), &format!("topic-{id}-")),
            );
            self.codes(book, &topic.statements, &mut body);
            body.push_str("</section>");
        }
        body
    }

    fn glossary(&self, book: &Book<'_>) -> String {
        let mut body = format!("<h1>{}</h1>", xml::text(self.theme.word("menu-glossary")));
        for (id, term) in self.site.terms.iter().enumerate().take_while(|_| book.has_room()) {
            let _ = write!(
                body,
                "\n<section id=\"term-{id}\" aria-labelledby=\"term-{id}-h\"><h2 id=\"term-{id}-h\">{}</h2>\n{}",
                xml::text(&term.term),
                book.markup(&self.fragments.whole(Target::Term(id), 1), &format!("term-{id}-")),
            );
            self.codes(book, &term.statements, &mut body);
            body.push_str("</section>");
        }
        body
    }

    /// Statements as a line of links. One line of YAML may give each topic thousands of them.
    fn codes(&self, book: &Book<'_>, statements: &[NodeId], body: &mut String) {
        if statements.is_empty() {
            return;
        }
        let word = |key: &str| xml::text(self.theme.word(key));
        let mut codes = format!("<p class=\"codes\">{}{}", word("menu-standards"), word("colon"));
        let comma = word("comma");
        for (number, id) in statements.iter().enumerate() {
            let place = book
                .places
                .get(&self.fragments.address(Target::Node(*id)))
                .map(String::as_str)
                .unwrap_or_default();
            let comma = if number == 0 { "" } else { &*comma };
            let _ = write!(
                codes,
                "{comma}<a href=\"{place}\"><bdi>{}</bdi></a>",
                xml::text(&self.site.nodes[*id].code)
            );
        }
        codes.push_str("</p>");
        body.push_str(&book.counted(codes));
    }
}
