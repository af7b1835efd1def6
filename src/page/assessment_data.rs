//! What the scripts of assessment pages are given: one JSON document a page.
//!
//! Indices (`section`, `topics` …) count within the lists of the same document; −1 is none. Words are plain text.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Maker;
use super::context::{Html, StepInfo};
use crate::model::{Assessment, Level, NodeId, Scale, ScaleId, Site};
use crate::source::assessment::GroupBy;
use crate::theme::Theme;

/// Changes when a script that knows the earlier form would misread this one.
const FORMAT_VERSION: u32 = 1;

/// On the page of an assessment.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AssessmentData<'a> {
    #[serde(flatten)]
    about: About<'a>,
    assessment: Definition<'a>,
    scales: Vec<ScaleData<'a>>,
    reflections: Vec<ReflectionData<'a>>,
    #[serde(flatten)]
    asked: Asked<'a>,
    /// Codes of earlier editions, each with today's.
    moved: BTreeMap<&'a str, &'a str>,
}

/// On `practice.html` and `supervision.html`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WorkspaceData<'a> {
    #[serde(flatten)]
    about: About<'a>,
    assessments: Vec<Listed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scales: Option<Vec<ScaleData<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reflections: Option<Vec<ReflectionData<'a>>>,
    /// Every statement that an assessment asks about, in document order.
    #[serde(skip_serializing_if = "Option::is_none")]
    statements: Option<Vec<Worded<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<BTreeMap<&'a str, &'a str>>,
}

/// On `cohort.html`: the definitions of all assessments. A script makes of it what the page of one is given.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CohortData<'a> {
    #[serde(flatten)]
    about: About<'a>,
    assessments: Vec<Listed<'a>>,
    scales: Vec<ScaleData<'a>>,
    #[serde(flatten)]
    asked: Asked<'a>,
    moved: BTreeMap<&'a str, &'a str>,
}

/// Statements, and what they belong to.
#[derive(Serialize)]
struct Asked<'a> {
    sections: Vec<Coded<'a>>,
    parts: Vec<Coded<'a>>,
    topics: Vec<Titled<'a>>,
    kinds: Vec<Titled<'a>>,
    items: Vec<Item<'a>>,
}

/// Which site it is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct About<'a> {
    format_version: u32,
    generator: String,
    site: SiteData<'a>,
    framework: FrameworkData<'a>,
}

#[derive(Serialize)]
struct SiteData<'a> {
    /// Names the site in the browser's storage.
    key: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct FrameworkData<'a> {
    id: &'a str,
    title: &'a str,
    /// Empty if the framework has none.
    edition: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Definition<'a> {
    id: &'a str,
    title: &'a str,
    address: String,
    minutes: usize,
    minimum: usize,
    /// Who gives answers; the first about themself.
    roles: &'a [String],
    /// The same roles as people read them.
    role_titles: BTreeMap<&'a str, String>,
    group_by: &'a [GroupBy],
    talk: Option<TalkData<'a>>,
    strength: Option<StrengthData<'a>>,
}

#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    definition: Definition<'a>,
    /// How many statements.
    items: usize,
    /// Ids of its scales, in the order they are asked.
    scales: Vec<&'a str>,
    /// Its statements, as indices into `statements`.
    #[serde(skip_serializing_if = "Option::is_none")]
    statements: Option<Vec<usize>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TalkData<'a> {
    high_on: &'a str,
    low_on: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StrengthData<'a> {
    high_on: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScaleData<'a> {
    id: &'a str,
    title: &'a str,
    question: &'a str,
    question_other: &'a str,
    points: Vec<PointData<'a>>,
    specials: Vec<SpecialData<'a>>,
}

#[derive(Serialize)]
struct PointData<'a> {
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<&'a str>,
}

#[derive(Serialize)]
struct SpecialData<'a> {
    id: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct ReflectionData<'a> {
    id: &'a str,
    title: &'a str,
    source: &'a str,
    steps: Vec<StepInfo>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Coded<'a> {
    code: &'a str,
    title: &'a str,
    short_title: &'a str,
}

#[derive(Serialize)]
struct Titled<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Worded<'a> {
    code: &'a str,
    hash: String,
    words: &'a str,
    address: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    #[serde(flatten)]
    worded: Worded<'a>,
    section: i64,
    part: i64,
    kind: i64,
    topics: Vec<i64>,
}

/// Things in the order they are first met.
struct Met(Vec<usize>);

impl Met {
    /// Where `thing` stands among those met so far; it is met now.
    fn at(&mut self, thing: usize) -> i64 {
        let at = self.0.iter().position(|met| *met == thing).unwrap_or_else(|| {
            self.0.push(thing);
            self.0.len() - 1
        });
        i64::try_from(at).unwrap_or(-1)
    }
}

/// A role as people read it: what the theme calls it, else its id; `field-instructor` is "Field instructor".
pub(super) fn role_title(theme: &Theme, role: &str) -> String {
    theme.role(role).map_or_else(|| capital(role), ToOwned::to_owned)
}

fn capital(role: &str) -> String {
    let words = role.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Maker<'_> {
    /// What the page of an assessment gives to its scripts.
    pub(super) fn assessment_data(&self, assessment: &Assessment) -> Html {
        let site = self.site;
        Html::json(&AssessmentData {
            about: about(site),
            assessment: definition(site, self.theme, assessment),
            scales: assessment.scales.iter().map(|id| scale(&site.scales[*id])).collect(),
            reflections: assessment.reflections.iter().map(|id| reflection(site, *id)).collect(),
            asked: self.asked(&assessment.items),
            moved: site.moved(),
        })
    }

    /// What the page of the class gives to its scripts.
    pub(super) fn cohort_data(&self) -> Html {
        let site = self.site;
        let asked = asked_anywhere(site);
        Html::json(&CohortData {
            about: about(site),
            assessments: site
                .assessments
                .iter()
                .map(|assessment| listed(site, self.theme, assessment, Some(asked.as_slice())))
                .collect(),
            scales: site.scales.iter().map(scale).collect(),
            asked: self.asked(&asked),
            moved: site.moved(),
        })
    }

    fn asked(&self, statements: &[NodeId]) -> Asked<'_> {
        let site = self.site;
        let (mut sections, mut parts, mut topics, mut kinds) =
            (Met(Vec::new()), Met(Vec::new()), Met(Vec::new()), Met(Vec::new()));
        let items = statements.iter().map(|id| {
            let node = &site.nodes[*id];
            let part = site.part_of(*id);
            Item {
                worded: self.worded(*id),
                section: sections.at(site.section_of(*id)),
                part: if site.nodes[part].level == Level::Part { parts.at(part) } else { -1 },
                kind: node.kind.map_or(-1, |kind| kinds.at(kind)),
                topics: node.topics.iter().map(|topic| topics.at(*topic)).collect(),
            }
        });
        let items: Vec<Item<'_>> = items.collect();
        Asked {
            sections: sections.0.into_iter().map(|id| coded(site, id)).collect(),
            parts: parts.0.into_iter().map(|id| coded(site, id)).collect(),
            topics: topics
                .0
                .into_iter()
                .map(|id| Titled { id: &site.topics[id].id, title: &site.topics[id].title })
                .collect(),
            kinds: kinds
                .0
                .into_iter()
                .map(|id| &site.framework.kinds[id])
                .map(|kind| Titled { id: &kind.id, title: &kind.title })
                .collect(),
            items,
        }
    }

    /// What the pages across assessments give to their scripts; `deep` with scales and statements.
    pub(super) fn workspace_data(&self, deep: bool) -> Html {
        let site = self.site;
        let asked = asked_anywhere(site);
        Html::json(&WorkspaceData {
            about: about(site),
            assessments: site
                .assessments
                .iter()
                .map(|assessment| listed(site, self.theme, assessment, deep.then_some(asked.as_slice())))
                .collect(),
            scales: deep.then(|| site.scales.iter().map(scale).collect()),
            reflections: deep.then(|| (0..site.reflections.len()).map(|id| reflection(site, id)).collect()),
            statements: deep.then(|| asked.iter().map(|id| self.worded(*id)).collect()),
            moved: deep.then(|| site.moved()),
        })
    }

    fn worded(&self, id: NodeId) -> Worded<'_> {
        let node = &self.site.nodes[id];
        Worded { code: &node.code, hash: node.hash(), words: &node.words, address: self.addresses.node(id) }
    }
}

/// Every statement that an assessment asks about, in document order.
fn asked_anywhere(site: &Site) -> Vec<NodeId> {
    (0..site.nodes.len()).filter(|id| !site.nodes[*id].assessments.is_empty()).collect()
}

fn about(site: &Site) -> About<'_> {
    let framework = &site.framework;
    About {
        format_version: FORMAT_VERSION,
        generator: format!("Standpoint {}", env!("CARGO_PKG_VERSION")),
        site: SiteData { key: &framework.id, title: &site.config.title },
        framework: FrameworkData {
            id: &framework.id,
            title: &framework.title,
            edition: framework.edition.as_deref().unwrap_or_default(),
        },
    }
}

/// An assessment in a list; with the statements it asks about as indices into `asked`, if given.
fn listed<'a>(
    site: &'a Site,
    theme: &Theme,
    assessment: &'a Assessment,
    asked: Option<&[NodeId]>,
) -> Listed<'a> {
    Listed {
        definition: definition(site, theme, assessment),
        items: assessment.items.len(),
        scales: assessment.scales.iter().map(|id| site.scales[*id].id.as_str()).collect(),
        statements: asked
            .map(|asked| assessment.items.iter().filter_map(|id| asked.binary_search(id).ok()).collect()),
    }
}

fn definition<'a>(site: &'a Site, theme: &Theme, assessment: &'a Assessment) -> Definition<'a> {
    let name = |scale: ScaleId| site.scales[scale].id.as_str();
    Definition {
        id: &assessment.id,
        title: &assessment.title,
        address: super::address::assessment(&assessment.id),
        minutes: assessment.minutes(),
        minimum: assessment.minimum,
        roles: &assessment.roles,
        role_titles: assessment.roles.iter().map(|role| (role.as_str(), role_title(theme, role))).collect(),
        group_by: &assessment.group_by,
        talk: assessment.talk.map(|talk| TalkData { high_on: name(talk.high_on), low_on: name(talk.low_on) }),
        strength: assessment.strength.map(|high_on| StrengthData { high_on: name(high_on) }),
    }
}

fn scale(scale: &Scale) -> ScaleData<'_> {
    ScaleData {
        id: &scale.id,
        title: &scale.title,
        question: &scale.question,
        question_other: &scale.question_other,
        points: scale
            .points
            .iter()
            .map(|point| PointData { label: &point.label, anchor: point.anchor.as_deref() })
            .collect(),
        specials: scale
            .specials
            .iter()
            .map(|special| SpecialData { id: &special.id, label: &special.label })
            .collect(),
    }
}

fn reflection(site: &Site, id: usize) -> ReflectionData<'_> {
    let model = &site.reflections[id];
    let steps = super::assessment::steps(model);
    ReflectionData { id: &model.id, title: &model.title, source: &model.source, steps }
}

fn coded(site: &Site, id: NodeId) -> Coded<'_> {
    let node = &site.nodes[id];
    let title = node.title.as_deref().unwrap_or_default();
    Coded { code: &node.code, title, short_title: node.short_title.as_deref().unwrap_or(title) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_words() {
        assert_eq!(capital("field-instructor"), "Field instructor");
        assert_eq!(capital("éducatrice"), "Éducatrice");
    }

    #[test]
    fn things_are_counted_as_they_are_met() {
        let mut met = Met(Vec::new());
        assert_eq!([met.at(7), met.at(3), met.at(7)], [0, 1, 0]);
        assert_eq!(met.0, [7, 3]);
    }
}
