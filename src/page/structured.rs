//! Structured data for search engines and catalogues: schema.org as JSON-LD.

use serde::Serialize;
use serde_json::{Value, json};

use super::context::Html;
use super::{Maker, absolute, address};
use crate::model::{AssessmentId, CourseId, GuideId, LessonId, NodeId, TermId};
use crate::source::Passage;

const CONTEXT: &str = "https://schema.org";

fn in_context(mut value: Value) -> Html {
    value["@context"] = CONTEXT.into();
    Html::json(&value)
}

fn url(maker: &Maker<'_>, address: &str) -> Option<String> {
    maker.site.config.base_url.as_deref().map(|base| absolute(base, address))
}

/// A statement as a defined term. There are thousands, so it is written straight from the model.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Statement<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    description: &'a str,
    in_defined_term_set: &'a Value,
    in_language: &'a str,
    name: &'a str,
    term_code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// The framework as a set of defined terms.
pub(super) fn framework_set(maker: &Maker<'_>) -> Value {
    let framework = &maker.site.framework;
    let mut set = json!({
        "@type": "DefinedTermSet",
        "name": framework.title,
        "publisher": {"@type": "Organization", "name": framework.publisher},
        "copyrightNotice": framework.rights,
    });
    if let Some(edition) = &framework.edition {
        set["version"] = edition.as_str().into();
    }
    if let Some(year) = framework.year {
        set["datePublished"] = year.to_string().into();
    }
    if let Some(url) = url(maker, "standards/index.html") {
        set["url"] = url.into();
    }
    set
}

pub(super) fn framework(maker: &Maker<'_>) -> Html {
    in_context(framework_set(maker))
}

pub(super) fn statement(maker: &Maker<'_>, id: NodeId) -> Html {
    let node = &maker.site.nodes[id];
    let term = Statement {
        context: CONTEXT,
        kind: "DefinedTerm",
        description: &node.words,
        in_defined_term_set: maker.framework_set(),
        in_language: maker.site.published_language(),
        name: &node.label,
        term_code: &node.code,
        url: url(maker, maker.addresses.node(id)),
    };
    Html::json(&term)
}

pub(super) fn term(maker: &Maker<'_>, id: TermId) -> Html {
    let entry = &maker.site.terms[id];
    let mut term = json!({
        "@type": "DefinedTerm",
        "name": entry.term,
        "alternateName": entry.names,
        "description": entry.summary,
        "inLanguage": maker.site.config.language,
    });
    if let Some(url) = url(maker, &address::term(&entry.id)) {
        term["url"] = url.into();
    }
    in_context(term)
}

pub(super) fn guide(maker: &Maker<'_>, id: GuideId) -> Html {
    let guide = &maker.site.guides[id];
    in_context(json!({
        "@type": "LearningResource",
        "name": guide.title,
        "description": guide.summary,
        "inLanguage": maker.site.config.language,
        "about": maker.framework_set(),
    }))
}

pub(super) fn assessment(maker: &Maker<'_>, id: AssessmentId) -> Html {
    let assessment = &maker.site.assessments[id];
    in_context(json!({
        "@type": "LearningResource",
        "learningResourceType": "Self-assessment",
        "name": assessment.title,
        "description": assessment.summary,
        "inLanguage": maker.site.config.language,
        "timeRequired": format!("PT{}M", assessment.minutes()),
        "about": maker.framework_set(),
    }))
}

pub(super) fn course(maker: &Maker<'_>, id: CourseId) -> Html {
    let course = &maker.site.courses[id];
    let mut value = json!({
        "@type": "Course",
        "name": course.title,
        "description": course.summary,
        "inLanguage": maker.site.config.language,
        "timeRequired": format!("PT{}M", course.minutes()),
        "about": maker.framework_set(),
        "teaches": words(&course.outcomes),
    });
    if let Some(rights) = &course.rights {
        value["copyrightNotice"] = rights.as_str().into();
    }
    if let Some(url) = url(maker, &address::course(&course.id, "index")) {
        value["url"] = url.into();
    }
    in_context(value)
}

pub(super) fn lesson(maker: &Maker<'_>, id: LessonId) -> Html {
    let lesson = maker.site.lesson(id);
    in_context(json!({
        "@type": "LearningResource",
        "learningResourceType": "Lesson",
        "name": lesson.title,
        "description": lesson.summary,
        "inLanguage": maker.site.config.language,
        "timeRequired": format!("PT{}M", lesson.minutes),
        "isPartOf": {"@type": "Course", "name": maker.site.courses[id.course].title},
        "teaches": words(&lesson.outcomes),
    }))
}

fn words(passages: &[Passage]) -> Vec<String> {
    passages.iter().map(Passage::words).collect()
}
