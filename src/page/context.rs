//! What templates are given: one struct a kind of page, and the small ones they share.
//!
//! Every `address` is relative to the site's root, with forward slashes; templates write `{{ root }}{{ x.address }}`,
//! where `root` is `""`, `"../"` and so on for the page at hand. Every field named `html`, or ending in `_html`, is
//! [`Html`], which templates write as it is; every other string is plain text, which they escape. `Option`s are `null`
//! when absent.

mod course;

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::{Serialize, Serializer};
use tera::Value;

pub use course::*;

/// A piece of context that many pages show, made ready for templates once; its copies share it.
#[derive(Clone, Debug)]
pub struct Shared<T> {
    value: Value,
    of: PhantomData<T>,
}

impl<T: Serialize> Shared<T> {
    /// Makes `piece` ready.
    pub fn new(piece: &T) -> Self {
        Self { value: Value::from_serializable(piece), of: PhantomData }
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// HTML, escaped where needed: templates write it as it is, without a filter that would copy it once more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Html(String);

impl Html {
    /// JSON that can stand in a `<script>` element, which nothing in it closes.
    ///
    /// # Panics
    ///
    /// If `value` has a map whose keys are no strings, which no page has.
    pub fn json(value: &impl Serialize) -> Self {
        let json = serde_json::to_string(value).expect("strings and numbers always serialise");
        Self(json.replace('<', "\\u003c"))
    }
}

impl From<String> for Html {
    /// Takes this for HTML: it must be escaped where needed.
    fn from(html: String) -> Self {
        Self(html)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Deref for Html {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::safe_string(&self.0).serialize(serializer)
    }
}

/// What every page has, as `page`, beside the site-wide `site`, `framework`, `words`, `menu`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Page {
    /// Where the page lies, such as `standards/II.A.6.html`.
    pub address: String,
    /// `home`, `statement`, …: the name of its template without `.html`.
    pub kind: &'static str,
    /// The title without the site's name.
    pub title: String,
    /// One sentence for search engines and link previews.
    pub description: String,
    /// The full web address, if the site has a base URL.
    pub canonical: Option<String>,
    /// JSON-LD as text, with `<` escaped, to stand in a `<script type="application/ld+json">`.
    pub json_ld_html: Option<Html>,
    /// The way from the home page to here, this page left out.
    pub breadcrumbs: Vec<Crumb>,
    /// The entry of the menu that this page belongs to, by its `id`.
    pub menu: &'static str,
    /// Whether it shows published words, so that rights and source are due.
    pub normative: bool,
    /// Its print view, if it has one.
    pub print_address: Option<String>,
}

/// `site`: from `site.yaml`.
#[derive(Clone, Debug, Serialize)]
pub struct SiteInfo {
    /// Title of the site.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// BCP 47 language tag.
    pub language: String,
    /// Which way the language is written: `ltr` or `rtl`.
    pub direction: &'static str,
    /// The style sheet for the letters of the language, where Latin ones are not enough.
    pub letters: Option<String>,
    /// Language and direction of the published words (`en ltr`), where that is not the site's. Elements of the classes
    /// `published`, `as-published` and `words` say it by themselves.
    pub published: Option<String>,
    /// A short key that names the site in the browser's storage.
    pub key: String,
    /// The directives for the `Content-Security-Policy` meta element.
    pub csp: String,
    /// Whether the search box is wanted.
    pub search: bool,
    /// Whether the pages are for a package on a learning platform.
    pub package: bool,
    /// Whether there is `assets/study-words.js`, with words that the study tools don't have of their own.
    pub study_words: bool,
}

/// `framework`: from `framework.yaml`.
#[derive(Clone, Debug, Serialize)]
pub struct FrameworkInfo {
    /// Full title.
    pub title: String,
    /// "Second Edition", if any.
    pub edition: Option<String>,
    /// Who publishes it.
    pub publisher: String,
    /// Short name of the publisher, such as IASWG.
    pub publisher_short: String,
    /// The publisher's web address.
    pub publisher_url: Option<String>,
    /// Year of publication.
    pub year: Option<i32>,
    /// Where the words were taken from.
    pub source: String,
    /// The rights notice.
    pub rights: String,
    /// What may be done with copies.
    pub rights_note: Option<String>,
    /// Reference list entry in APA style, as HTML (the title in italics).
    pub citation_html: Html,
    /// The same as plain text.
    pub citation: String,
}

/// A link with its words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Link {
    /// Words of the link.
    pub title: String,
    /// Root-relative address.
    pub address: String,
}

/// A step on the way to a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Crumb {
    /// Words of the link.
    pub title: String,
    /// Root-relative address.
    pub address: String,
    /// Whether the words are published ones: the title of a section or part that has no short one. Left out if not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub published: bool,
}

impl Crumb {
    /// A step in our words.
    pub fn new(title: &str, address: &str) -> Self {
        Self { title: title.to_owned(), address: address.to_owned(), published: false }
    }
}

/// An entry of the menu.
#[derive(Clone, Debug, Serialize)]
pub struct MenuEntry {
    /// `standards`, `topics`, `glossary`, `guides`, `explore`, `assessments`, `courses`, `matrix`, `about`.
    pub id: &'static str,
    /// Root-relative address.
    pub address: String,
}

/// A section, part or statement where only a line is wanted.
#[derive(Clone, Debug, Serialize)]
pub struct NodeLink {
    /// `II.A.6`.
    pub code: String,
    /// Title of a section or part; for a statement its first words, cut at a word with "…".
    pub title: String,
    /// Short title (for a section "Pre-group"), the title if there is none.
    pub short_title: String,
    /// Root-relative address of its own page.
    pub address: String,
}

/// A topic or term as a chip or line.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its title or the term.
    pub title: String,
    /// Root-relative address.
    pub address: String,
    /// The summary of a topic, or the first paragraph of a definition, as plain text.
    pub summary: String,
}

/// A statement with its published words. Ten thousand of them are kept for other pages, so each has only what templates
/// show.
#[derive(Clone, Debug, Serialize)]
pub struct Statement {
    /// `II.A.6`.
    pub code: String,
    /// Its first words, cut at a word with "…".
    pub title: String,
    /// Root-relative address of its own page.
    pub address: String,
    /// The title of its kind, "Tasks and skills".
    pub kind_title: Option<String>,
    /// The published words as HTML paragraphs, without those of the statements under it.
    pub html: Html,
    /// Its code, as a link, and its published words: what many lists of statements show.
    pub line_html: Html,
    /// Its section.
    pub section: Shared<NodeLink>,
    /// The statements under it, with their words.
    pub children: Vec<Shared<Statement>>,
    /// Its topics.
    pub topics: Vec<Shared<Named>>,
    /// How many reflection prompts it has.
    pub prompt_count: usize,
}

/// Related statements of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct RelationGroup {
    /// `rests-on`, `supports`, `continues`, `continued-by`, `see-also`; the words are `words["relation-" ~ kind]`.
    pub kind: &'static str,
    /// The related statements, in document order.
    pub statements: Vec<Shared<Statement>>,
}

/// Where something is referred to, by the kind of thing that does.
#[derive(Clone, Debug, Serialize)]
pub struct BacklinkGroup {
    /// `statement`, `annotation`, `topic`, `term`, `guide`, `assessment`, `course`, `lesson`; the words are `words["backlink-" ~ kind]`.
    pub kind: &'static str,
    /// Links to the pages, one after the other: a hundred of them are not worth as many small pieces of context.
    pub links_html: Html,
}

/// `index.html`, template `home.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Home {
    /// The map: every section in order.
    pub sections: Vec<SectionOnMap>,
    /// Totals: sections, parts, statements, leaves, topics, terms, prompts, guides, assessments.
    pub counts: Counts,
    /// Guides, in order.
    pub guides: Vec<Named>,
    /// Topics, by title.
    pub topics: Vec<Named>,
}

/// How much there is of everything.
#[derive(Clone, Debug, Default, Serialize)]
#[allow(missing_docs, reason = "each is the number of what its name says")]
pub struct Counts {
    pub sections: usize,
    pub parts: usize,
    pub statements: usize,
    pub leaves: usize,
    pub topics: usize,
    pub terms: usize,
    pub prompts: usize,
    pub guides: usize,
    pub assessments: usize,
    pub relations: usize,
}

/// A section as a place on the home page's map.
#[derive(Clone, Debug, Serialize)]
pub struct SectionOnMap {
    /// Code, title, short title, address.
    #[serde(flatten)]
    pub link: NodeLink,
    /// `path` (a phase on the way), `foundation` (under the whole way) or `frame` (around it).
    pub place: &'static str,
    /// Its parts.
    pub parts: Vec<NodeLink>,
    /// How many statements it has.
    pub statements: usize,
    /// The first sentence of its introduction, as plain text, empty if it has none.
    pub summary: String,
}

/// `standards/index.html`, template `standards.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Standards {
    /// Purpose, introduction …: texts before the sections, in full.
    pub front: Vec<Matter>,
    /// The sections with their parts.
    pub sections: Vec<SectionOnMap>,
    /// Notes …: texts after the sections, in full.
    pub back: Vec<Matter>,
}

/// A text of the published document that is not a section: purpose, introduction, notes.
#[derive(Clone, Debug, Serialize)]
pub struct Matter {
    /// Its id, also its anchor on the standards page.
    pub id: String,
    /// Published title.
    pub title: String,
    /// Published words.
    pub html: Html,
}

/// `standards/II.html`, template `section.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// The section.
    pub section: NodeLink,
    /// Published introduction; empty if there is none.
    pub html: Html,
    /// Its parts, each with its statements as lines.
    pub parts: Vec<PartOutline>,
    /// Topics that its statements have, with how many have them, most first.
    pub topics: Vec<TopicCount>,
    /// The section before.
    pub previous: Option<Shared<NodeLink>>,
    /// The section after.
    pub next: Option<Shared<NodeLink>>,
}

/// A part as it is outlined on its section's page.
#[derive(Clone, Debug, Serialize)]
pub struct PartOutline {
    /// The part.
    pub part: NodeLink,
    /// Its statements, with `depth` for indentation, in document order.
    pub statements: Vec<OutlineLine>,
}

/// A statement as one line of an outline.
#[derive(Clone, Debug, Serialize)]
pub struct OutlineLine {
    /// Code, first words, address.
    #[serde(flatten)]
    pub link: NodeLink,
    /// Depth under the part.
    pub depth: usize,
}

/// A topic and a number of statements.
#[derive(Clone, Debug, Serialize)]
pub struct TopicCount {
    /// The topic.
    #[serde(flatten)]
    pub topic: Named,
    /// How many statements.
    pub count: usize,
}

/// `standards/II.A.html`, template `part.html`: readable as the printed document.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// The part.
    pub part: Shared<NodeLink>,
    /// Its section.
    pub section: Shared<NodeLink>,
    /// Published introduction; empty if there is none.
    pub html: Html,
    /// Published words after the list; empty if there are none.
    pub closing_html: Html,
    /// The statements directly under it, those under them inside.
    pub statements: Vec<Shared<Statement>>,
    /// Where the part as a whole is referred to.
    pub backlinks: Vec<BacklinkGroup>,
    /// The part before.
    pub previous: Option<Shared<NodeLink>>,
    /// The part after.
    pub next: Option<Shared<NodeLink>>,
}

/// `standards/II.A.6.html`, template `statement.html`.
#[derive(Clone, Debug, Serialize)]
pub struct StatementPage {
    /// The statement with its words, and those of the ones under it.
    pub statement: Shared<Statement>,
    /// Its part (or section, in a framework without parts).
    pub part: Shared<NodeLink>,
    /// The statement it stands under, for the members of a task group.
    pub group: Option<Shared<Statement>>,
    /// Keywords that are not in its words.
    pub keywords: Vec<String>,
    /// Glossary terms that its words use, or that name it: references to them, as in texts.
    pub terms_html: Vec<Html>,
    /// Reflection prompts, each as HTML without a paragraph around it.
    pub prompts_html: Vec<Html>,
    /// Notes and examples, HTML from `h3` down.
    pub notes_html: Html,
    /// Related statements by kind.
    pub relations: Vec<RelationGroup>,
    /// Where it is referred to, relations left out.
    pub backlinks: Vec<BacklinkGroup>,
    /// Assessments that ask about it.
    pub assessments: Vec<Named>,
    /// Lessons that teach it, by course.
    pub taught_in: Vec<TaughtIn>,
    /// The reference with this statement, APA style, plain text, for copying.
    pub citation: Shared<String>,
    /// The same for use in running text: (IASWG, 2015, II.A.6).
    pub citation_in_text: String,
    /// The statement before, in document order.
    pub previous: Option<Shared<NodeLink>>,
    /// The statement after.
    pub next: Option<Shared<NodeLink>>,
}

/// `study.html` and `flashcards.html`, templates `study.html` and `flashcards.html`.
#[derive(Clone, Debug, Serialize)]
pub struct StudyPage {
    /// What the scripts are given, as JSON; `<` escaped.
    pub data_html: Html,
    /// Every section with how many statements it has.
    pub sections: Vec<SectionCount>,
    /// How many terms the glossary has.
    pub terms: usize,
}

/// The lessons of a course that teach a statement.
#[derive(Clone, Debug, Serialize)]
pub struct TaughtIn {
    /// The course.
    pub course: Named,
    /// Its lessons.
    pub lessons: Vec<Named>,
}

/// `topics/index.html`, template `topics.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Topics {
    /// All topics by title, with the number of statements in every section.
    pub topics: Vec<TopicRow>,
    /// The sections, for the columns of the little chart.
    pub sections: Vec<NodeLink>,
}

/// One topic in the list of topics.
#[derive(Clone, Debug, Serialize)]
pub struct TopicRow {
    /// The topic and its number of statements.
    #[serde(flatten)]
    pub topic: TopicCount,
    /// Statements in each section, in the order of the sections.
    pub by_section: Vec<usize>,
}

/// `topics/confidentiality.html`, template `topic.html`.
#[derive(Clone, Debug, Serialize)]
pub struct TopicPage {
    /// The topic.
    pub topic: Named,
    /// Our introduction.
    pub html: Html,
    /// Its statements, grouped by section; sections without any are left out.
    pub groups: Vec<StatementGroup>,
    /// Every section with how many of the topic's statements it has, none too: how the theme runs through.
    pub by_section: Vec<SectionCount>,
    /// Topics that share statements with this one, most first.
    pub neighbors: Vec<TopicCount>,
    /// Where the topic is referred to.
    pub backlinks: Vec<BacklinkGroup>,
}

/// A section and a number of statements.
#[derive(Clone, Debug, Serialize)]
pub struct SectionCount {
    /// The section.
    #[serde(flatten)]
    pub section: NodeLink,
    /// How many statements.
    pub count: usize,
}

/// Statements of one section.
#[derive(Clone, Debug, Serialize)]
pub struct StatementGroup {
    /// The section.
    pub section: NodeLink,
    /// The statements.
    pub statements: Vec<Shared<Statement>>,
}

/// `glossary/index.html`, template `glossary.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Glossary {
    /// Terms by first letter.
    pub letters: Vec<GlossaryLetter>,
}

/// The terms that begin with one letter.
#[derive(Clone, Debug, Serialize)]
pub struct GlossaryLetter {
    /// The letter, upper case.
    pub letter: String,
    /// The terms with their first paragraph.
    pub terms: Vec<Named>,
}

/// `glossary/mutual-aid.html`, template `term.html`.
#[derive(Clone, Debug, Serialize)]
pub struct TermPage {
    /// The term.
    pub term: Named,
    /// Other names.
    pub aliases: Vec<String>,
    /// The definition.
    pub html: Html,
    /// Statements where it matters, by the writer's word.
    pub statements: Vec<Shared<Statement>>,
    /// Further statements whose words use it, found by the generator.
    pub used_in: Vec<Shared<NodeLink>>,
    /// Where the term is referred to.
    pub backlinks: Vec<BacklinkGroup>,
    /// The term before in the alphabet.
    pub previous: Option<Named>,
    /// The term after.
    pub next: Option<Named>,
}

/// `guides/index.html`, template `guides.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Guides {
    /// Guides, in order.
    pub guides: Vec<Named>,
}

/// `guides/for-students.html`, template `guide.html`.
#[derive(Clone, Debug, Serialize)]
pub struct GuidePage {
    /// The guide.
    pub guide: Named,
    /// Its words, headings from `h2` down with ids.
    pub html: Html,
    /// Its `h2` headings: title and address with `#anchor`.
    pub contents: Vec<Link>,
    /// The guide before.
    pub previous: Option<Named>,
    /// The guide after.
    pub next: Option<Named>,
}

/// `explore.html`, template `explore.html`: the filters; the statements come from the search index.
#[derive(Clone, Debug, Serialize)]
pub struct Explore {
    /// Sections, each with its number of statements.
    pub sections: Vec<SectionCount>,
    /// Kinds: id, title.
    pub kinds: Vec<KindInfo>,
    /// Topics with counts.
    pub topics: Vec<TopicCount>,
}

/// A kind of part.
#[derive(Clone, Debug, Serialize)]
pub struct KindInfo {
    /// `tasks`.
    pub id: String,
    /// "Tasks and skills".
    pub title: String,
    /// How many statements are of this kind.
    pub count: usize,
}

/// `matrix.html`, and `matrix/II.html` for each section, or each part of a large one: template `matrix.html`. Rows rest on columns.
#[derive(Clone, Debug, Serialize)]
pub struct Matrix {
    /// Title of the kind in the rows, such as "Tasks and skills".
    pub row_kind: String,
    /// Title of the kind in the columns.
    pub column_kind: String,
    /// The sections that have rows: for the list of matrices. `count` is the number of relations. Of very many, the
    /// nearest to `section`.
    pub sections: Vec<Shared<SectionCount>>,
    /// The section or part whose matrix this is; `null` on `matrix.html`, which lists them and shows the totals.
    pub section: Option<NodeLink>,
    /// Column groups: the sections the columns are from, with how many columns each spans.
    pub column_groups: Vec<SectionCount>,
    /// The columns: statements of the column kind that at least one row rests on.
    pub columns: Vec<Shared<NodeLink>>,
    /// The rows.
    pub rows: Vec<MatrixRow>,
}

/// A statement and what it rests on.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixRow {
    /// The statement of the row.
    #[serde(flatten)]
    pub link: NodeLink,
    /// One for each column: whether it rests on that.
    pub cells: Vec<bool>,
    /// What it rests on, in document order.
    pub on: Vec<Shared<NodeLink>>,
}

/// `standards/print.html` and `standards/II.print.html`, template `print.html`: the published words only.
#[derive(Clone, Debug, Serialize)]
pub struct Print {
    /// Texts before the sections (whole document only).
    pub front: Vec<Matter>,
    /// The sections.
    pub sections: Vec<PrintSection>,
    /// Texts after the sections (whole document only).
    pub back: Vec<Matter>,
}

/// A section with all its words.
#[derive(Clone, Debug, Serialize)]
pub struct PrintSection {
    /// The section.
    pub section: NodeLink,
    /// Published introduction.
    pub html: Html,
    /// Its parts.
    pub parts: Vec<Part>,
    /// Where its words are printed instead, if the whole document is too long for one page.
    pub print: Option<String>,
}

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

/// `about.html`, template `about.html`: about the site, rights, licence, privacy.
#[derive(Clone, Debug, Serialize)]
pub struct About {
    /// Totals.
    pub counts: Counts,
    /// The version of Standpoint that made the site.
    pub generator: String,
}

/// `404.html`, template `not-found.html`: nothing of its own.
#[derive(Clone, Debug, Serialize)]
pub struct NotFound {}

/// An address that has moved, template `redirect.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Redirect {
    /// Where it is now.
    pub to: Link,
}

#[cfg(test)]
mod tests {
    use tera::{Context, Tera};

    use super::Html;

    #[test]
    fn nothing_in_the_data_closes_its_element() {
        assert_eq!(&*Html::json(&["</script><!--"]), "[\"\\u003c/script>\\u003c!--\"]");
    }

    #[test]
    fn templates_escape_text_and_write_html_as_it_is() {
        let mut context = Context::new();
        context.insert("text", "<b>");
        context.insert("html", &Html::from("<b>".to_owned()));
        context.insert("several", &[Some(Html::from("<i>".to_owned())), None]);
        let template =
            "{{ text }} {{ html }} {{ html | safe }} {{ several[0] }} {% if several[1] %}?{% endif %}";
        let made = Tera::default().render_str(template, &context, true).expect("rendered");
        assert_eq!(made, "&lt;b&gt; <b> <b> <i> ");
    }
}
