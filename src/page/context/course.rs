//! What the templates of courses are given.

use serde::Serialize;

use super::{AssessmentRow, Html, Link, Named, NodeLink, Shared};

/// `courses/index.html`, template `courses.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Courses {
    /// The courses, in order.
    pub courses: Vec<CourseRow>,
}

/// A course where only its facts are wanted.
#[derive(Clone, Debug, Serialize)]
pub struct CourseRow {
    /// Id, title, address, summary.
    #[serde(flatten)]
    pub named: Named,
    /// How many units.
    pub units: usize,
    /// How many lessons.
    pub lessons: usize,
    /// How many minutes its lessons take.
    pub minutes: usize,
    /// How many checks its lessons have.
    pub checks: usize,
    /// How many questions those have.
    pub questions: usize,
    /// How many vignettes its lessons have.
    pub vignettes: usize,
    /// Its reading list, its syllabus, its coverage.
    pub pages: CoursePages,
}

/// Where the further pages of a course lie.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "each is the address of what its name says")]
pub struct CoursePages {
    /// `null` in a course without readings.
    pub readings: Option<String>,
    pub syllabus: String,
    pub coverage: String,
    pub coverage_csv: String,
}

/// `courses/foundations/index.html`, template `course.html`; and `courses/foundations/syllabus.html`, template
/// `syllabus.html`.
#[derive(Clone, Debug, Serialize)]
pub struct CoursePage {
    /// The course.
    pub course: CourseRow,
    /// For whom it is, without a paragraph around it; empty if nothing is said.
    pub audience_html: Html,
    /// What people can do after it, each without a paragraph around it.
    pub outcomes_html: Vec<Html>,
    /// The introduction.
    pub html: Html,
    /// The rights of the course material.
    pub rights: Option<String>,
    /// Readings for the whole of it.
    pub readings: Vec<ReadingInfo>,
    /// The units with their lessons.
    pub units: Vec<UnitInfo>,
    /// How much of the standards it teaches.
    pub coverage: CoverageCounts,
}

/// A unit with its lessons.
#[derive(Clone, Debug, Serialize)]
pub struct UnitInfo {
    /// Id, title, address, summary (empty if none is given).
    #[serde(flatten)]
    pub named: Named,
    /// Its number in the course, from 1.
    pub number: usize,
    /// How many minutes its lessons take.
    pub minutes: usize,
    /// What people can do after it.
    pub outcomes_html: Vec<Html>,
    /// Units that come before.
    pub prerequisites: Vec<Link>,
    /// Readings for it.
    pub readings: Vec<ReadingInfo>,
    /// Its lessons.
    pub lessons: Vec<LessonInfo>,
}

/// A lesson where not its whole text is wanted.
#[derive(Clone, Debug, Serialize)]
pub struct LessonInfo {
    /// Id, title, address, summary.
    #[serde(flatten)]
    pub named: Named,
    /// Its number in the course, from 1.
    pub number: usize,
    /// How many minutes it takes.
    pub minutes: usize,
    /// Lessons that come before.
    pub prerequisites: Vec<Link>,
    /// How many checks it has.
    pub checks: usize,
    /// How many vignettes it has.
    pub vignettes: usize,
    /// What people can do after it.
    pub outcomes_html: Vec<Html>,
    /// What to read for it.
    pub readings: Vec<ReadingInfo>,
    /// The statements that it teaches, those under a group that it teaches left out.
    pub taught: Vec<Shared<NodeLink>>,
    /// Its worksheet and key, if it has checks.
    pub worksheet: Option<String>,
    /// The key to the worksheet.
    pub key: Option<String>,
}

/// Something to read.
#[derive(Clone, Debug, Serialize)]
pub struct ReadingInfo {
    /// The entry in a list of references, without a paragraph around it.
    pub html: Html,
    /// Where it is on the web.
    pub url: Option<String>,
    /// Which part of it, or what to look for.
    pub note: Option<String>,
    /// Whether it may be left out.
    pub optional: bool,
}

/// `courses/foundations/unit-ground.html`, template `unit.html`.
#[derive(Clone, Debug, Serialize)]
pub struct UnitPage {
    /// The course.
    pub course: Named,
    /// The unit.
    pub unit: UnitInfo,
    /// The unit before.
    pub previous: Option<Named>,
    /// The unit after.
    pub next: Option<Named>,
}

/// `courses/foundations/mutual-aid.html`, template `lesson.html`.
#[derive(Clone, Debug, Serialize)]
pub struct LessonPage {
    /// The course.
    pub course: CourseRow,
    /// The unit.
    pub unit: Named,
    /// The lesson.
    pub lesson: LessonInfo,
    /// Its text, cut where something is embedded that isn't published words.
    pub blocks: Vec<Block>,
    /// What to do in class.
    pub activities: Vec<ActivityInfo>,
    /// Questions to talk about, each without a paragraph around it.
    pub discussion_html: Vec<Html>,
    /// The lesson before.
    pub previous: Option<Named>,
    /// The lesson after.
    pub next: Option<Named>,
}

/// A piece of a lesson's text: one of these is there, the others are `null`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Block {
    /// Prose, with published words in frames of their own.
    pub html: Option<Html>,
    /// A check.
    pub check: Option<CheckInfo>,
    /// A vignette.
    pub vignette: Option<VignetteInfo>,
    /// A self-assessment.
    pub assessment: Option<AssessmentRow>,
}

/// Something to do in class.
#[derive(Clone, Debug, Serialize)]
pub struct ActivityInfo {
    /// Its title.
    pub title: String,
    /// How many minutes it takes.
    pub minutes: Option<usize>,
    /// What to do.
    pub html: Html,
}

/// `courses/foundations/mutual-aid-worksheet.html` and `…-key.html`, templates `worksheet.html` and `key.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Worksheet {
    /// The course.
    pub course: CourseRow,
    /// The lesson.
    pub lesson: LessonInfo,
    /// Its checks.
    pub checks: Vec<CheckInfo>,
}

/// A check.
#[derive(Clone, Debug, Serialize)]
pub struct CheckInfo {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The questions.
    pub questions: Vec<QuestionInfo>,
}

/// A question of a check; what it has depends on its kind.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionInfo {
    /// Its id.
    pub id: String,
    /// Its number in the check, from 1.
    pub number: usize,
    /// `single`, `multiple`, `true-false`, `matching`, `ordering`, `reflection`.
    pub kind: &'static str,
    /// What is asked, without a paragraph around it.
    pub html: Html,
    /// Statements to see.
    pub see: Vec<Shared<NodeLink>>,
    /// Single and multiple: what can be chosen; true-false: `true` and `false`.
    pub options: Vec<OptionInfo>,
    /// Matching: the left sides.
    pub pairs: Vec<PairInfo>,
    /// Matching: the right sides, in the order they are shown.
    pub rights: Vec<RightInfo>,
    /// Matching: whether the right sides are listed beside what is chosen from, since one is too long to be read there.
    pub rights_listed: bool,
    /// Ordering: what is to be put in order, in the order it is shown.
    pub items: Vec<ItemInfo>,
    /// Reflection: what is shown afterwards.
    pub consider_html: Html,
}

/// Something that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub struct OptionInfo {
    /// Its index; `true` or `false`.
    pub value: String,
    /// The answer, without a paragraph around it; empty for true and false, whose words are the theme's.
    pub html: Html,
    /// Whether it is right.
    pub right: bool,
    /// What is shown to those who chose it.
    pub feedback_html: Html,
}

/// A left side and what belongs to it.
#[derive(Clone, Debug, Serialize)]
pub struct PairInfo {
    /// Its index.
    pub value: usize,
    /// The left side, without a paragraph around it.
    pub html: Html,
    /// The index of its right side among those shown.
    pub right: usize,
    /// The letter of its right side.
    pub letter: String,
    /// What is shown after the answer.
    pub feedback_html: Html,
}

/// A right side.
#[derive(Clone, Debug, Serialize)]
pub struct RightInfo {
    /// Its index in the order shown.
    pub value: usize,
    /// A, B, C …
    pub letter: String,
    /// Its words as plain text, for a list of choices.
    pub words: String,
    /// The same as HTML, without a paragraph around it.
    pub html: Html,
}

/// One of several to be put in order.
#[derive(Clone, Debug, Serialize)]
pub struct ItemInfo {
    /// Its index in the order written, which is the right one.
    pub value: usize,
    /// Its right place, from 1.
    pub place: usize,
    /// Its words, without a paragraph around it.
    pub html: Html,
    /// What is shown after the answer.
    pub feedback_html: Html,
}

/// A vignette.
#[derive(Clone, Debug, Serialize)]
pub struct VignetteInfo {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// The id of the scene it begins with.
    pub start: String,
    /// The scenes; the first one comes first.
    pub scenes: Vec<SceneInfo>,
}

/// A scene.
#[derive(Clone, Debug, Serialize)]
pub struct SceneInfo {
    /// Its id.
    pub id: String,
    /// Its number, from 1.
    pub number: usize,
    /// What happens.
    pub html: Html,
    /// Whether it is an ending.
    pub ending: bool,
    /// What can be done.
    pub choices: Vec<ChoiceInfo>,
}

/// Something that can be done.
#[derive(Clone, Debug, Serialize)]
pub struct ChoiceInfo {
    /// Its index.
    pub value: usize,
    /// What is done, without links, to stand in one.
    pub html: Html,
    /// The id of the scene that follows.
    pub to: String,
    /// The number of the scene that follows.
    pub to_number: usize,
    /// What is to be said about it.
    pub feedback_html: Html,
}

/// `courses/foundations/readings.html`, template `readings.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Readings {
    /// The course.
    pub course: CourseRow,
    /// Readings for the whole of it.
    pub readings: Vec<ReadingInfo>,
    /// The units with their lessons.
    pub units: Vec<UnitInfo>,
}

/// `courses/foundations/coverage.html`, and of a large framework `courses/foundations/coverage/II.html`, template
/// `coverage.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// The course.
    pub course: CourseRow,
    /// The section or part whose table this is; none on the page of the whole.
    pub table: Option<NodeLink>,
    /// The pages of the table, where it has several; then there is none on the page of the whole.
    pub tables: Vec<CoverageTable>,
    /// The lessons, for the columns.
    pub lessons: Vec<LessonColumn>,
    /// Totals of what is on the page.
    pub counts: CoverageCounts,
    /// The statements by part, those that no lesson teaches first.
    pub parts: Vec<CoveragePart>,
}

/// A part of the table with a page of its own.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageTable {
    /// The section or part, with the address of that page.
    #[serde(flatten)]
    pub node: NodeLink,
    /// Totals.
    pub counts: CoverageCounts,
}

/// How much of the standards a course teaches, in statements with nothing under them.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[allow(missing_docs, reason = "each is the number of what its name says")]
pub struct CoverageCounts {
    pub statements: usize,
    pub taught: usize,
    /// Mentioned, and not taught.
    pub mentioned: usize,
    /// Neither.
    pub gaps: usize,
}

/// A lesson as a column.
#[derive(Clone, Debug, Serialize)]
pub struct LessonColumn {
    /// Its number in the course, from 1.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Root-relative address.
    pub address: String,
    /// How many statements it teaches.
    pub taught: usize,
}

/// The statements of one part.
#[derive(Clone, Debug, Serialize)]
pub struct CoveragePart {
    /// The part.
    pub part: Shared<NodeLink>,
    /// Totals.
    pub counts: CoverageCounts,
    /// Its statements.
    pub rows: Vec<CoverageRow>,
}

/// A statement and the lessons.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageRow {
    /// The statement.
    pub statement: Shared<NodeLink>,
    /// `taught`, `mentioned` or `gap`.
    pub state: &'static str,
    /// For each lesson `taught`, `mentioned` or nothing; none at all for a gap.
    pub cells: Vec<&'static str>,
}
