//! What the templates of topics, terms and guides are given.

use serde::Serialize;

use super::{BacklinkGroup, Html, Link, Named, NodeLink, Shared, Statement, TopicCount};

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
