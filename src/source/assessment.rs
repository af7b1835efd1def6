//! The YAML of assessments, scales and reflection models.

use std::num::NonZeroUsize;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Front matter of an assessment. How long it takes is computed, not written: eight seconds a statement and scale.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AssessmentYaml {
    /// Title of the assessment.
    #[schemars(example = &"Before the first meeting")]
    pub title: String,
    /// One sentence that says what it looks at.
    #[schemars(example = &"What is done before a group meets for the first time.")]
    pub summary: String,
    /// Place among the assessments; lower comes first.
    #[serde(default)]
    pub order: u32,
    /// Earlier addresses of the page, such as `assessments/start.html`.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Which statements, in order. Each entry adds the statements it matches that are not in yet; only statements
    /// with nothing under them are rated. Those of one section stand together, wherever they were selected.
    #[schemars(length(min = 1), extend("examples" = [[{"section": "I"}]]))]
    pub select: Vec<SelectorYaml>,
    /// Codes to leave out again; the code of a section, part or group of statements leaves out all below it.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// The scales, by the names of their files in `scales/`, in the order they are asked.
    #[schemars(length(min = 1), example = vec!["confidence"])]
    pub scales: Vec<String>,
    /// Reflection models by the names of their files in `reflections/`.
    #[serde(default)]
    pub reflections: Vec<String>,
    /// Whether reflection prompts are shown with the statements.
    #[serde(default = "yes")]
    pub prompts: bool,
    /// Who gives answers, by short names such as `practitioner`; the first rates their own practice, the others look on.
    #[serde(default = "oneself")]
    #[schemars(length(min = 1), example = vec!["practitioner", "mentor"])]
    pub roles: Vec<String>,
    /// What the results are grouped by.
    #[serde(default = "by_section_and_topic")]
    #[schemars(example = vec![GroupBy::Section, GroupBy::Topic])]
    pub group_by: Vec<GroupBy>,
    /// The fewest rated answers for which a group is summed up.
    #[serde(default = "five")]
    #[schemars(example = 5)]
    pub minimum: NonZeroUsize,
    /// Which statements are offered as worth talking about: high on one scale and low on another.
    pub talk: Option<TalkYaml>,
    /// Which statements are offered as strengths to build on: high on a scale.
    pub strength: Option<StrengthYaml>,
}

fn yes() -> bool {
    true
}

/// A neutral name for the one who answers, where only one does.
fn oneself() -> Vec<String> {
    vec!["self".to_owned()]
}

fn by_section_and_topic() -> Vec<GroupBy> {
    vec![GroupBy::Section, GroupBy::Topic]
}

fn five() -> NonZeroUsize {
    NonZeroUsize::MIN.saturating_add(4)
}

/// Some of the statements. Several keys narrow one another.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SelectorYaml {
    /// Code of a section.
    #[schemars(example = &"II")]
    pub section: Option<String>,
    /// Code of a part.
    #[schemars(example = &"II.A")]
    pub part: Option<String>,
    /// A kind from framework.yaml.
    #[schemars(example = &"tasks")]
    pub kind: Option<String>,
    /// A topic by the name of its file.
    #[schemars(example = &"planning")]
    pub topic: Option<String>,
    /// Codes of statements, in the order wanted; the code of a group of statements stands for all below it.
    #[serde(default)]
    #[schemars(example = vec!["II.A.6"])]
    pub codes: Vec<String>,
}

impl SelectorYaml {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.section.is_none()
            && self.part.is_none()
            && self.kind.is_none()
            && self.topic.is_none()
            && self.codes.is_empty()
    }
}

/// What results can be grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GroupBy {
    /// By section.
    Section,
    /// By part.
    Part,
    /// By kind.
    Kind,
    /// By topic; a statement counts in each of its topics.
    Topic,
}

/// What is worth talking about.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TalkYaml {
    /// The scale on which the answer is high.
    #[schemars(example = &"importance")]
    pub high_on: String,
    /// The scale on which the answer is low.
    #[schemars(example = &"confidence")]
    pub low_on: String,
}

/// What is a strength.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StrengthYaml {
    /// The scale on which the answer is high.
    #[schemars(example = &"confidence")]
    pub high_on: String,
}

/// A scale: a question with labelled points in order.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ScaleYaml {
    /// Name of the scale.
    #[schemars(example = &"Confidence")]
    pub title: String,
    /// The question asked about each statement.
    #[schemars(example = &"How sure of this are you in practice?")]
    pub question: String,
    /// The question as it is put to somebody else about that person. Left out, the same question.
    #[schemars(example = &"How sure of this have you seen this person to be?")]
    pub question_other: Option<String>,
    /// Two to seven points, the lowest first.
    #[schemars(length(min = 2, max = 7), extend("examples" = [[{"label": "Not yet"}, {"label": "Surely"}]]))]
    pub points: Vec<PointYaml>,
    /// Answers that are no point of the scale and never count as one.
    #[serde(default)]
    pub specials: Vec<SpecialYaml>,
}

/// A point of a scale.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PointYaml {
    /// Its label.
    #[schemars(example = &"With some help")]
    pub label: String,
    /// What one would see somebody do who stands at this point.
    #[schemars(example = &"I can do it when I have prepared with somebody.")]
    pub anchor: Option<String>,
}

/// An answer beside the scale.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SpecialYaml {
    /// A short permanent name that people's files carry: `not-applicable`, `no-opportunity`, `prefer-not-to-say`,
    /// or one of your own.
    #[schemars(example = &"not-applicable")]
    pub id: String,
    /// Its label.
    #[schemars(example = &"Does not apply")]
    pub label: String,
}

/// Front matter of a reflection model.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReflectionYaml {
    /// Name of the model.
    #[schemars(example = &"Three questions")]
    pub title: String,
    /// Where the model is from, as a reader would look it up.
    #[schemars(example = &"Our own.")]
    pub source: String,
    /// Its steps, in order.
    #[schemars(length(min = 1), extend("examples" = [[{"id": "what", "title": "What?", "question": "What happened?"}]]))]
    pub steps: Vec<StepYaml>,
}

/// A step of a reflection model.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StepYaml {
    /// A short permanent name that people's files carry.
    #[schemars(example = &"what")]
    pub id: String,
    /// Its name.
    #[schemars(example = &"What?")]
    pub title: String,
    /// What it asks.
    #[schemars(example = &"What happened, as an onlooker would have seen it?")]
    pub question: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, SourceFile};
    use crate::source::yaml;

    fn faults<T: serde::de::DeserializeOwned + JsonSchema>(text: &str) -> Vec<String> {
        let source = SourceFile::new("a.md", text);
        let mut diagnostics = Vec::new();
        let read: Option<T> = yaml::read(&Place::new(&source, 0..text.len()), "a", &mut diagnostics);
        drop(read);
        diagnostics
            .iter()
            .map(|d| format!("{} | {}", d.problem.message(), d.problem.help().unwrap_or_default()))
            .collect()
    }

    #[test]
    fn what_is_left_out_has_its_usual_value() {
        let text = "title: A\nsummary: B\nselect: [{section: I}]\nscales: [c]\n";
        let yaml: AssessmentYaml = serde_yaml::from_str(text).expect("valid");
        assert_eq!(yaml.roles, ["self"]);
        assert_eq!(yaml.group_by, [GroupBy::Section, GroupBy::Topic]);
        assert_eq!((yaml.minimum.get(), yaml.prompts), (5, true));
        assert!(yaml.exclude.is_empty() && yaml.talk.is_none() && yaml.strength.is_none());
    }

    #[test]
    fn a_missing_key_is_told_with_a_line_to_type() {
        assert_eq!(
            faults::<AssessmentYaml>("title: A\nsummary: B\nscales: [c]\n"),
            ["the key “select” is missing | add a line such as:\nselect: [{section: I}]"]
        );
        assert_eq!(
            faults::<ScaleYaml>("title: A\nquestion: B?\n"),
            [
                "the key “points” is missing | add a line such as:\npoints: [{label: Not yet}, {label: Surely}]"
            ]
        );
        assert_eq!(
            faults::<ReflectionYaml>("title: A\nsource: B\n"),
            [
                "the key “steps” is missing | add a line such as:\nsteps: [{id: what, question: What happened?, title: What?}]"
            ]
        );
    }

    #[test]
    fn faults_within_lists_are_told_by_their_way() {
        let text =
            "title: A\nsummary: B\nselect: [{sections: I}]\nscales: [c]\ngroup-by: [sction]\nminimum: 0\n";
        assert_eq!(
            faults::<AssessmentYaml>(text),
            [
                "there is no key “sections” here | did you mean “section”?",
                "“sction” is not a value that “group-by” can have | did you mean “section”? It can be: section, part, kind, topic",
                "“minimum” must be a whole number, 1 or more, but this is “0” | write, for example:\nminimum: 3",
            ]
        );
    }
}
