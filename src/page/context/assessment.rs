//! What the templates of self-assessments are given.

use serde::Serialize;

use super::{Html, Named, NodeLink, Shared, Statement};

/// `assessments/index.html`, template `assessments.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Assessments {
    /// The assessments, in order.
    pub assessments: Vec<AssessmentRow>,
}

/// An assessment where only its facts are wanted.
#[derive(Clone, Debug, Serialize)]
pub struct AssessmentRow {
    /// Id, title, address, summary.
    #[serde(flatten)]
    pub named: Named,
    /// How many statements it asks about.
    pub items: usize,
    /// How many minutes it takes, roughly.
    pub minutes: usize,
    /// Titles of its scales.
    pub scales: Vec<String>,
}

/// `assessments/planning.html`, template `assessment.html`: everything on one page.
#[derive(Clone, Debug, Serialize)]
pub struct AssessmentPage {
    /// The assessment.
    pub assessment: AssessmentRow,
    /// Our introduction.
    pub html: Html,
    /// The scales, in the order they are asked.
    pub scales: Vec<ScaleInfo>,
    /// The statements in their order, under the sections and parts they stand in.
    pub sections: Vec<AssessmentSection>,
    /// Reflection models.
    pub reflections: Vec<ReflectionInfo>,
    /// Titles of the roles.
    pub roles: Vec<String>,
    /// What scripts need.
    pub scripting: Scripting,
    /// The assessment before.
    pub previous: Option<Named>,
    /// The assessment after.
    pub next: Option<Named>,
}

/// What a page gives to its scripts.
#[derive(Clone, Debug, Serialize)]
pub struct Scripting {
    /// JSON, with `<` escaped, for a `<script type="application/json" id="assessment-data">`.
    pub data_html: Html,
    /// The theme's words that begin with `assess-`, as a JSON object with these first letters taken off; `<` escaped.
    pub words_html: Html,
}

/// A scale.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "as in the model")]
pub struct ScaleInfo {
    pub id: String,
    pub title: String,
    pub question: String,
    /// The points, the lowest first.
    pub points: Vec<AnswerInfo>,
    /// Answers that are no point.
    pub specials: Vec<AnswerInfo>,
}

/// An answer that a scale offers.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerInfo {
    /// The number of a point, from 1, or the id of a special.
    pub value: String,
    /// Its label.
    pub label: String,
    /// What one would see at this point.
    pub anchor: Option<String>,
}

/// A reflection model.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "as in the model")]
pub struct ReflectionInfo {
    pub id: String,
    pub title: String,
    pub source: String,
    pub html: Html,
    pub steps: Vec<StepInfo>,
}

/// A step of a reflection model, as it also goes to the scripts.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "as in the model")]
pub struct StepInfo {
    pub id: String,
    pub title: String,
    pub question: String,
}

/// Statements of an assessment that follow one another and stand in one section.
#[derive(Clone, Debug, Serialize)]
pub struct AssessmentSection {
    /// The section.
    pub section: Shared<NodeLink>,
    /// By part.
    pub parts: Vec<AssessmentPart>,
    /// How many statements.
    pub count: usize,
}

/// Statements of an assessment that follow one another and stand in one part.
#[derive(Clone, Debug, Serialize)]
pub struct AssessmentPart {
    /// The part; none for statements directly under a section.
    pub part: Option<Shared<NodeLink>>,
    /// The statements.
    pub items: Vec<AssessmentItem>,
}

/// A statement that is rated.
#[derive(Clone, Debug, Serialize)]
pub struct AssessmentItem {
    /// Its code, address and words.
    pub statement: Shared<Statement>,
    /// The statement it stands under, for the members of a task group.
    pub group: Option<Shared<NodeLink>>,
    /// Whether the statement before it stands under the same one.
    pub group_again: bool,
    /// Reflection prompts, each as HTML without a paragraph around it; none if the assessment shows none.
    pub prompts_html: Vec<Html>,
    /// Glossary terms that its words use, or that name it.
    pub terms: Vec<Shared<Named>>,
    /// The ids of those that no statement before it on the page has: what they mean need stand there only once.
    pub new_terms: Vec<String>,
}

/// `practice.html` and `supervision.html`, templates of the same names: what scripts fill.
#[derive(Clone, Debug, Serialize)]
pub struct Workspace {
    /// The assessments, in order.
    pub assessments: Vec<AssessmentRow>,
    /// What scripts need.
    pub scripting: Scripting,
}

/// `cohort.html`, template `cohort.html`: the class, which scripts fill.
#[derive(Clone, Debug, Serialize)]
pub struct Cohort {
    /// The assessments, in order.
    pub assessments: Vec<AssessmentRow>,
    /// What scripts need.
    pub scripting: Scripting,
    /// JSON of the words of its own scripts.
    pub cohort_words_html: Html,
}
