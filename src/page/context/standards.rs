//! What the templates of the standards are given.

use serde::Serialize;

use super::{
    BacklinkGroup, Html, Named, NodeLink, RelationGroup, SectionCount, SectionOnMap, Shared, Statement,
};

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
