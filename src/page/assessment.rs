//! Assessments: the list, the form, and the pages across them.

use std::collections::{BTreeMap, HashSet};

use super::Maker;
use super::assessment_data::role_title;
use super::context::{
    AnswerInfo, AssessmentItem, AssessmentPage, AssessmentPart, AssessmentRow, AssessmentSection,
    Assessments, Cohort, Html, ReflectionInfo, ScaleInfo, Scripting, StepInfo, Workspace,
};
use super::prose::Text;
use crate::model::{Assessment, AssessmentId, Level, NodeId, ReflectionModel, Scale, TermId};

/// First letters of the words that go to the scripts.
const SCRIPT_WORDS: &str = "assess-";

/// First letters of those that only some pages speak: the page of an assessment, the pages across assessments, and of
/// these the one for supervision. A word that begins otherwise goes to all of them.
const OF_ASSESSMENT: [&str; 3] = ["ui-", "results-", "plan-"];
const OF_WORKSPACE: [&str; 5] = ["practice-", "apart-", "open-", "change-", "size-"];
const OF_SUPERVISION: [&str; 1] = ["sup-"];
/// Of those that go to the scripts of the class.
const COHORT_WORDS: &str = "cohort-";

impl Maker<'_> {
    pub(super) fn assessments(&self) -> Assessments {
        Assessments { assessments: self.assessment_rows() }
    }

    fn assessment_rows(&self) -> Vec<AssessmentRow> {
        (0..self.site.assessments.len()).map(|id| self.assessment_row(id)).collect()
    }

    pub(super) fn assessment_row(&self, id: AssessmentId) -> AssessmentRow {
        let assessment = &self.site.assessments[id];
        AssessmentRow {
            named: self.assessment(id),
            items: assessment.items.len(),
            minutes: assessment.minutes(),
            scales: assessment.scales.iter().map(|scale| self.site.scales[*scale].title.clone()).collect(),
        }
    }

    pub(super) fn assessment_page(&self, id: AssessmentId) -> AssessmentPage {
        let assessment = &self.site.assessments[id];
        let text = Text {
            prose: &assessment.prose,
            path: &assessment.path,
            headings: &assessment.headings,
            shift: 1,
        };
        AssessmentPage {
            assessment: self.assessment_row(id),
            html: self.prose.whole(text),
            scales: assessment.scales.iter().map(|scale| scale_info(&self.site.scales[*scale])).collect(),
            sections: self.form(assessment),
            reflections: assessment.reflections.iter().map(|model| self.reflection(*model)).collect(),
            roles: assessment.roles.iter().map(|role| role_title(self.theme, role)).collect(),
            scripting: self.scripting(self.assessment_data(assessment), &[&OF_ASSESSMENT]),
            previous: id.checked_sub(1).map(|id| self.assessment(id)),
            next: (id + 1 < self.site.assessments.len()).then(|| self.assessment(id + 1)),
        }
    }

    pub(super) fn practice(&self) -> Workspace {
        Workspace {
            assessments: self.assessment_rows(),
            scripting: self.scripting(self.workspace_data(false), &[&OF_WORKSPACE]),
        }
    }

    pub(super) fn supervision(&self) -> Workspace {
        Workspace {
            assessments: self.assessment_rows(),
            scripting: self.scripting(self.workspace_data(true), &[&OF_WORKSPACE, &OF_SUPERVISION]),
        }
    }

    pub(super) fn cohort(&self) -> Cohort {
        let words: BTreeMap<&str, &str> = self.theme.words_to_say(COHORT_WORDS).collect();
        Cohort {
            assessments: self.assessment_rows(),
            scripting: self.scripting(self.cohort_data(), &[]),
            cohort_words_html: Html::json(&words),
        }
    }

    /// The statements in the order of the assessment, those that follow one another in one section and part together.
    fn form(&self, assessment: &Assessment) -> Vec<AssessmentSection> {
        let site = self.site;
        let mut sections: Vec<(NodeId, AssessmentSection)> = Vec::new();
        let mut part_before = None;
        let mut group_before = None;
        let mut explained: HashSet<TermId> = HashSet::new();
        for &id in &assessment.items {
            let (section, part) = (site.section_of(id), site.part_of(id));
            if sections.last().is_none_or(|(last, _)| *last != section) {
                let of = AssessmentSection { section: self.link(section), parts: Vec::new(), count: 0 };
                sections.push((section, of));
                part_before = None;
            }
            let Some((_, open)) = sections.last_mut() else { continue };
            if part_before != Some(part) {
                let is_part = site.nodes[part].level == Level::Part;
                let part = is_part.then(|| self.link(part));
                open.parts.push(AssessmentPart { part, items: Vec::new() });
                group_before = None;
            }
            part_before = Some(part);
            let parent = site.nodes[id].parent;
            let group = parent.filter(|parent| site.nodes[*parent].level == Level::Statement);
            let group_again = group.is_some() && group == group_before;
            group_before = group;
            open.count += 1;
            let terms = &site.nodes[id].terms;
            let new_terms = terms.iter().filter(|term| explained.insert(**term));
            if let Some(part) = open.parts.last_mut() {
                part.items.push(AssessmentItem {
                    statement: self.statement(id),
                    group: group.map(|group| self.link(group)),
                    group_again,
                    prompts_html: if assessment.prompts { self.prompts(id) } else { Vec::new() },
                    terms: terms.iter().map(|term| self.term_line(*term)).collect(),
                    new_terms: new_terms.map(|term| site.terms[*term].id.clone()).collect(),
                });
            }
        }
        sections.into_iter().map(|(_, section)| section).collect()
    }

    /// What the scripts of a page are given; of the words that only some pages speak, those that begin with `of`.
    fn scripting(&self, data_html: Html, of: &[&[&str]]) -> Scripting {
        let begins = |key: &str, with: &[&str]| with.iter().any(|letters| key.starts_with(letters));
        let spoken = |key: &str| {
            let somewhere = [&OF_ASSESSMENT[..], &OF_WORKSPACE, &OF_SUPERVISION];
            !somewhere.iter().any(|with| begins(key, with)) || of.iter().any(|with| begins(key, with))
        };
        let words: BTreeMap<&str, &str> =
            self.theme.words_to_say(SCRIPT_WORDS).filter(|(key, _)| spoken(key)).collect();
        Scripting { data_html, words_html: Html::json(&words) }
    }

    fn reflection(&self, id: usize) -> ReflectionInfo {
        let model = &self.site.reflections[id];
        let text = Text { prose: &model.prose, path: &model.path, headings: &model.headings, shift: 2 };
        ReflectionInfo {
            id: model.id.clone(),
            title: model.title.clone(),
            source: model.source.clone(),
            html: self.prose.whole(text),
            steps: steps(model),
        }
    }
}

/// The steps of a reflection model.
pub(super) fn steps(model: &ReflectionModel) -> Vec<StepInfo> {
    let steps = model.steps.iter();
    steps
        .map(|step| StepInfo {
            id: step.id.clone(),
            title: step.title.clone(),
            question: step.question.clone(),
        })
        .collect()
}

fn scale_info(scale: &Scale) -> ScaleInfo {
    let points = (1..).zip(&scale.points).map(|(number, point): (usize, _)| AnswerInfo {
        value: number.to_string(),
        label: point.label.clone(),
        anchor: point.anchor.clone(),
    });
    let specials = scale.specials.iter().map(|special| AnswerInfo {
        value: special.id.clone(),
        label: special.label.clone(),
        anchor: None,
    });
    ScaleInfo {
        id: scale.id.clone(),
        title: scale.title.clone(),
        question: scale.question.clone(),
        points: points.collect(),
        specials: specials.collect(),
    }
}
