//! `export json`: the model as one JSON document.
//!
//! `{"framework": {…}, "statements": [{"code", "parent", "kind", "text", …}]}`, sections, parts and statements alike,
//! in document order.

use std::borrow::Cow;

use serde::Serialize;

use crate::model::{LessonId, Level, NodeId, Origin, RelationKind, Site, Target, Unnoted};

#[derive(Serialize)]
struct Export<'a> {
    framework: Framework<'a>,
    statements: Vec<Entry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Framework<'a> {
    id: &'a str,
    title: &'a str,
    edition: Option<&'a str>,
    publisher: &'a str,
    year: Option<i32>,
    language: &'a str,
    source: &'a str,
    rights: &'a str,
    rights_note: Option<&'a str>,
    kinds: Vec<Kind<'a>>,
    topics: Vec<Topic<'a>>,
}

#[derive(Serialize)]
struct Kind<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Topic<'a> {
    id: &'a str,
    title: &'a str,
    summary: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    code: &'a str,
    /// Code of what it stands under.
    parent: Option<&'a str>,
    /// `section`, `part` or `statement`.
    level: &'static str,
    /// `values`, `knowledge`, `tasks`, `ethics` or whatever kinds the framework has.
    kind: Option<&'a str>,
    /// Published title of a section or part.
    title: Option<&'a str>,
    /// The published words, paragraphs apart by a blank line; of a section or part its introduction.
    text: &'a str,
    /// What tells these words from others: the first 16 hexadecimal digits of their SHA-256, white space collapsed.
    hash: String,
    /// Codes of what stands directly under it.
    children: Vec<&'a str>,
    topics: Vec<&'a str>,
    keywords: &'a [String],
    /// Codes it had in earlier editions.
    supersedes: &'a [String],
    terms: Vec<&'a str>,
    /// The relations written on this statement.
    related: Related<'a>,
    /// What its words and its annotation refer to.
    references: Vec<Reference<'a>>,
    /// What refers to it, relations from other statements too.
    backlinks: Vec<Reference<'a>>,
    /// Reflection prompts as plain text.
    prompts: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Related<'a> {
    supports: Vec<&'a str>,
    continues: Vec<&'a str>,
    see_also: Vec<&'a str>,
}

/// Something at the other end of a reference: its kind, and its code, id or term.
#[derive(Serialize)]
struct Reference<'a> {
    kind: &'static str,
    id: Cow<'a, str>,
}

/// The JSON text, with a line end.
pub fn export(site: &Site) -> String {
    let framework = &site.framework;
    let export = Export {
        framework: Framework {
            id: &framework.id,
            title: &framework.title,
            edition: framework.edition.as_deref(),
            publisher: &framework.publisher,
            year: framework.year,
            language: site.published_language(),
            source: &framework.source,
            rights: &framework.rights,
            rights_note: framework.rights_note.as_deref(),
            kinds: framework.kinds.iter().map(|kind| Kind { id: &kind.id, title: &kind.title }).collect(),
            topics: site
                .topics
                .iter()
                .map(|t| Topic { id: &t.id, title: &t.title, summary: &t.summary })
                .collect(),
        },
        statements: (0..site.nodes.len()).map(|id| entry(site, id)).collect(),
    };
    super::pretty(&export)
}

fn entry(site: &Site, id: NodeId) -> Entry<'_> {
    let node = &site.nodes[id];
    let code = |id: usize| site.nodes[id].code.as_str();
    let related = |kind: RelationKind| {
        let own = node.relations.iter().filter(|relation| relation.kind == kind && relation.outgoing);
        own.map(|relation| code(relation.other)).collect()
    };
    let incoming = node.relations.iter().filter(|relation| !relation.outgoing);
    let relations =
        incoming.map(|relation| Reference { kind: relation.kind.id(), id: code(relation.other).into() });
    let backlinks = site.backlinks(Target::Node(id), &Unnoted);
    Entry {
        code: &node.code,
        parent: node.parent.map(code),
        level: level_name(node.level),
        kind: node.kind.map(|kind| site.framework.kinds[kind].id.as_str()),
        title: node.title.as_deref(),
        text: &node.words,
        hash: node.hash(),
        children: node.children.iter().map(|child| code(*child)).collect(),
        topics: node.topics.iter().map(|topic| site.topics[*topic].id.as_str()).collect(),
        keywords: &node.keywords,
        supersedes: &node.supersedes,
        terms: node.terms.iter().map(|term| site.terms[*term].id.as_str()).collect(),
        related: Related {
            supports: related(RelationKind::Supports),
            continues: related(RelationKind::Continues),
            see_also: related(RelationKind::SeeAlso),
        },
        references: node.references.iter().map(|target| target_of(site, *target)).collect(),
        backlinks: backlinks.iter().map(|origin| origin_of(site, *origin)).chain(relations).collect(),
        prompts: prompts(site, id),
    }
}

/// A level as exports name it.
pub(super) fn level_name(level: Level) -> &'static str {
    match level {
        Level::Section => "section",
        Level::Part => "part",
        Level::Statement => "statement",
    }
}

/// A statement's reflection prompts as plain text.
fn prompts(site: &Site, id: NodeId) -> Vec<String> {
    let Some(annotation) = site.annotation(id, &Unnoted) else { return Vec::new() };
    let prompts = annotation.prompts.of(&annotation.prose).into_iter();
    prompts.map(|prompt| crate::source::markdown::words(prompt.iter().map(|(event, _)| event))).collect()
}

/// `course/lesson`, as it is referred to.
fn lesson(site: &Site, id: LessonId) -> String {
    format!("{}/{}", site.courses[id.course].id, site.lesson(id).id)
}

fn target_of(site: &Site, target: Target) -> Reference<'_> {
    match target {
        Target::Node(id) => Reference { kind: "statement", id: (&site.nodes[id].code).into() },
        Target::Topic(id) => Reference { kind: "topic", id: (&site.topics[id].id).into() },
        Target::Term(id) => Reference { kind: "term", id: (&site.terms[id].id).into() },
        Target::Guide(id) => Reference { kind: "guide", id: (&site.guides[id].id).into() },
        Target::Assessment(id) => Reference { kind: "assessment", id: (&site.assessments[id].id).into() },
        Target::Matter(id) => Reference { kind: "text", id: (&site.matter[id].id).into() },
        Target::Course(id) => Reference { kind: "course", id: (&site.courses[id].id).into() },
        Target::Lesson(id) => Reference { kind: "lesson", id: lesson(site, id).into() },
    }
}

fn origin_of(site: &Site, origin: Origin) -> Reference<'_> {
    match origin {
        Origin::Statement(id) => Reference { kind: "statement", id: (&site.nodes[id].code).into() },
        Origin::Annotation(id) => Reference { kind: "annotation", id: (&site.nodes[id].code).into() },
        Origin::Topic(id) => Reference { kind: "topic", id: (&site.topics[id].id).into() },
        Origin::Term(id) => Reference { kind: "term", id: (&site.terms[id].id).into() },
        Origin::Guide(id) => Reference { kind: "guide", id: (&site.guides[id].id).into() },
        Origin::Assessment(id) => Reference { kind: "assessment", id: (&site.assessments[id].id).into() },
        Origin::Matter(id) => Reference { kind: "text", id: (&site.matter[id].id).into() },
        Origin::Course(id) => Reference { kind: "course", id: (&site.courses[id].id).into() },
        Origin::Lesson(id) => Reference { kind: "lesson", id: lesson(site, id).into() },
    }
}
