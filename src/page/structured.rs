//! Structured data for search engines and catalogues: schema.org as JSON-LD.

use serde_json::{Value, json};

use super::{Maker, absolute, address};
use crate::model::{AssessmentId, GuideId, NodeId, TermId};

/// JSON that may stand inside a `<script>` element.
fn for_html(mut value: Value) -> String {
    value["@context"] = "https://schema.org".into();
    value.to_string().replace('<', "\\u003c")
}

fn url(maker: &Maker<'_>, address: &str) -> Option<String> {
    maker.site.config.base_url.as_deref().map(|base| absolute(base, address))
}

/// The framework as a set of defined terms.
fn framework_set(maker: &Maker<'_>) -> Value {
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

pub(super) fn framework(maker: &Maker<'_>) -> String {
    for_html(framework_set(maker))
}

pub(super) fn statement(maker: &Maker<'_>, id: NodeId) -> String {
    let node = &maker.site.nodes[id];
    let mut term = json!({
        "@type": "DefinedTerm",
        "termCode": node.code,
        "name": node.label,
        "description": node.words,
        "inLanguage": maker.site.config.language,
        "inDefinedTermSet": framework_set(maker),
    });
    if let Some(url) = url(maker, maker.addresses.node(id)) {
        term["url"] = url.into();
    }
    for_html(term)
}

pub(super) fn term(maker: &Maker<'_>, id: TermId) -> String {
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
    for_html(term)
}

pub(super) fn guide(maker: &Maker<'_>, id: GuideId) -> String {
    let guide = &maker.site.guides[id];
    for_html(json!({
        "@type": "LearningResource",
        "name": guide.title,
        "description": guide.summary,
        "inLanguage": maker.site.config.language,
        "about": framework_set(maker),
    }))
}

pub(super) fn assessment(maker: &Maker<'_>, id: AssessmentId) -> String {
    let assessment = &maker.site.assessments[id];
    for_html(json!({
        "@type": "LearningResource",
        "learningResourceType": "Self-assessment",
        "name": assessment.title,
        "description": assessment.summary,
        "inLanguage": maker.site.config.language,
        "timeRequired": format!("PT{}M", assessment.minutes()),
        "about": framework_set(maker),
    }))
}
