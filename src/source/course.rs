//! The YAML of courses, lessons, checks and vignettes.

use std::num::NonZeroUsize;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Front matter of a course: `courses/<course>/course.md`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CourseYaml {
    /// Title of the course.
    #[schemars(example = &"Foundations of practice")]
    pub title: String,
    /// One sentence that says what it is about.
    #[schemars(example = &"A first course on the standards.")]
    pub summary: String,
    /// Place among the courses; lower comes first.
    #[serde(default)]
    pub order: u32,
    /// Earlier addresses of the page, such as `courses/beginners/index.html`.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// For whom it is, and what they should know before. Markdown on one line, with references.
    pub audience: Option<String>,
    /// The rights of the course material.
    pub rights: Option<String>,
    /// What people can do after the course. Markdown on one line each, with references.
    #[serde(default)]
    #[schemars(example = vec!["Explain the standards to a colleague."])]
    pub outcomes: Vec<String>,
    /// Readings for the whole of the course.
    #[serde(default)]
    pub readings: Vec<ReadingYaml>,
    /// The units with their lessons, in order.
    #[schemars(length(min = 1), extend("examples" = [[{"id": "first", "title": "A first unit", "lessons": ["first-lesson"]}]]))]
    pub units: Vec<UnitYaml>,
}

/// A unit of a course.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct UnitYaml {
    /// A short permanent name.
    #[schemars(example = &"ground")]
    pub id: String,
    /// Title of the unit.
    #[schemars(example = &"The ground we stand on")]
    pub title: String,
    /// One sentence that says what it is about.
    pub summary: Option<String>,
    /// What people can do after the unit. Markdown on one line each, with references.
    #[serde(default)]
    pub outcomes: Vec<String>,
    /// Readings for the unit.
    #[serde(default)]
    pub readings: Vec<ReadingYaml>,
    /// Ids of units that come before.
    #[serde(default)]
    pub prerequisites: Vec<String>,
    /// Its lessons by the names of their files, in order; every lesson stands in exactly one unit.
    #[schemars(length(min = 1), example = vec!["first-lesson"])]
    pub lessons: Vec<String>,
}

/// Something to read.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReadingYaml {
    /// The entry in a list of references. Markdown on one line.
    #[schemars(example = &"\"Author, A. (2020). *Title*. Publisher.\"")]
    pub text: String,
    /// Where it is on the web; `https://` or `http://`.
    pub url: Option<String>,
    /// Which part of it, or what to look for.
    pub note: Option<String>,
    /// Whether it may be left out.
    #[serde(default)]
    pub optional: bool,
}

/// Front matter of a lesson: `courses/<course>/<lesson>.md`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LessonYaml {
    /// Title of the lesson.
    #[schemars(example = &"A first lesson")]
    pub title: String,
    /// One sentence that says what it is about.
    #[schemars(example = &"What the standards are, and where they came from.")]
    pub summary: String,
    /// How many minutes it takes, with text, activities and checks.
    #[schemars(example = 60)]
    pub minutes: NonZeroUsize,
    /// Earlier addresses of the page, such as `courses/foundations/old-name.html`.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Lessons of this course that come before, by the names of their files.
    #[serde(default)]
    pub prerequisites: Vec<String>,
    /// What people can do after the lesson. Markdown on one line each; in all of them together at least one reference
    /// to a statement.
    #[schemars(length(min = 1), example = vec!["\"Explain the purpose of the standards [[I.A.1]].\""])]
    pub outcomes: Vec<String>,
    /// What to read for it.
    #[serde(default)]
    pub readings: Vec<ReadingYaml>,
    /// What to do in class.
    #[serde(default)]
    pub activities: Vec<ActivityYaml>,
    /// Questions to talk about. Markdown on one line each, with references.
    #[serde(default)]
    pub discussion: Vec<String>,
}

/// Something to do in class.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ActivityYaml {
    /// Title of the activity.
    #[schemars(example = &"In threes")]
    pub title: String,
    /// How many minutes it takes.
    #[schemars(example = 20)]
    pub minutes: Option<NonZeroUsize>,
    /// What to do. Markdown: paragraphs and lists.
    #[schemars(example = &"Tell one another what happened.")]
    pub text: String,
}

/// A check: `courses/<course>/checks/<check>.yaml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CheckYaml {
    /// Title of the check.
    #[schemars(example = &"Before you go on")]
    pub title: String,
    /// The questions, in order.
    #[schemars(length(min = 1), extend("examples" = [[{"id": "first", "kind": "reflection", "question": "What surprised you?", "consider": "There is no right answer."}]]))]
    pub questions: Vec<QuestionYaml>,
}

/// A question of a check. Which of the keys below `statements` it has depends on its kind.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct QuestionYaml {
    /// A short permanent name; people's saved answers carry it.
    #[schemars(example = &"purpose")]
    pub id: String,
    /// What kind of question it is.
    #[schemars(example = QuestionKind::Single)]
    pub kind: QuestionKind,
    /// What is asked. Markdown on one line, with references.
    #[schemars(example = &"What is meant?")]
    pub question: String,
    /// Codes of statements to see.
    #[serde(default)]
    #[schemars(example = vec!["I.A.1"])]
    pub statements: Vec<String>,
    /// The answers of a question of the kinds `single` and `multiple`.
    #[schemars(extend("examples" = [[{"text": "An answer", "right": true, "feedback": "Why it is right."}]]))]
    pub options: Option<Vec<OptionYaml>>,
    /// Whether what a `true-false` question says is true.
    #[schemars(example = true)]
    pub answer: Option<bool>,
    /// What is shown to those who answered a `true-false` question with true.
    #[schemars(example = &"Why it is, or isn’t.")]
    pub feedback_true: Option<String>,
    /// What is shown to those who answered a `true-false` question with false.
    #[schemars(example = &"Why it isn’t, or is.")]
    pub feedback_false: Option<String>,
    /// What belongs together, for a question of the kind `matching`: two to eight pairs.
    #[schemars(extend("examples" = [[{"left": "A word", "right": "What it means", "feedback": "Why."}]]))]
    pub pairs: Option<Vec<PairYaml>>,
    /// Further answers of a `matching` question that belong to nothing.
    pub distractors: Option<Vec<String>>,
    /// What is to be put in order, for a question of the kind `ordering`: three to eight, in the right order.
    #[schemars(extend("examples" = [[{"text": "What comes first", "feedback": "Why."}]]))]
    pub items: Option<Vec<ItemYaml>>,
    /// What is shown after something was written, for a question of the kind `reflection`. Markdown.
    #[schemars(example = &"There is no right answer. Did you think of …?")]
    pub consider: Option<String>,
}

/// Kinds of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// One of the answers is right.
    Single,
    /// One or more of the answers are right.
    Multiple,
    /// What it says is true or not.
    TrueFalse,
    /// What belongs to what.
    Matching,
    /// What comes before what.
    Ordering,
    /// Something to write; it is never marked.
    Reflection,
}

/// An answer that can be chosen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct OptionYaml {
    /// The answer. Markdown on one line.
    #[schemars(example = &"An answer")]
    pub text: String,
    /// Whether it is right.
    #[serde(default)]
    pub right: bool,
    /// What is shown to those who chose it. Markdown on one line, with references.
    #[schemars(example = &"Why it is right, or what was overlooked.")]
    pub feedback: String,
}

/// Two that belong together.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PairYaml {
    /// What something is to be found for. Markdown on one line.
    #[schemars(example = &"A word")]
    pub left: String,
    /// What belongs to it. Markdown on one line.
    #[schemars(example = &"What it means")]
    pub right: String,
    /// What is shown after the answer. Markdown on one line, with references.
    #[schemars(example = &"Why they belong together.")]
    pub feedback: String,
}

/// One of several in order.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ItemYaml {
    /// What is to be put in its place. Markdown on one line.
    #[schemars(example = &"What comes first")]
    pub text: String,
    /// What is shown after the answer. Markdown on one line, with references.
    #[schemars(example = &"Why it comes here.")]
    pub feedback: String,
}

/// A short case with choices: `courses/<course>/vignettes/<vignette>.yaml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct VignetteYaml {
    /// Title of the vignette.
    #[schemars(example = &"The first meeting")]
    pub title: String,
    /// One sentence that says what it is about.
    #[schemars(example = &"Nobody says a word.")]
    pub summary: String,
    /// The scene it begins with; left out, the first one.
    #[schemars(example = &"arrival")]
    pub start: Option<String>,
    /// The scenes.
    #[schemars(length(min = 1), extend("examples" = [[{"id": "arrival", "text": "What happens."}]]))]
    pub scenes: Vec<SceneYaml>,
}

/// A scene of a vignette.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SceneYaml {
    /// A short name.
    #[schemars(example = &"arrival")]
    pub id: String,
    /// What happens. Markdown: paragraphs and lists, with references.
    #[schemars(example = &"What happens.")]
    pub text: String,
    /// What can be done; a scene without choices is an ending.
    #[serde(default)]
    pub choices: Vec<ChoiceYaml>,
}

/// Something that can be done in a scene.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ChoiceYaml {
    /// What is done. Markdown on one line.
    #[schemars(example = &"You wait.")]
    pub text: String,
    /// The scene that follows.
    #[schemars(example = &"waiting")]
    pub to: String,
    /// What is to be said about it. Markdown, with a reference to at least one statement.
    #[schemars(example = &"\"This gives them time; see [[I.A.1]].\"")]
    pub feedback: String,
}
