//! Documents → site model.
//!
//! [`build`] makes one immutable [`Site`] of all documents: codes follow from numbering and place, every reference
//! is resolved or told of, and what points somewhere is known from the other side too. The model knows nothing of
//! HTML, templates, addresses or files that are written: pages and exports alike start from here.
//!
//! Invariants, once built without errors: every id in it is in range; `nodes` is in document order, parents before
//! children; every relation stands on both of its statements, once outgoing and once incoming.

mod assessment;
mod build;
mod counts;
mod course;
pub mod cut;
mod frame;
mod hash;
mod ids;
mod metadata;
mod numbering;
mod patch;
pub(crate) mod reference;
mod resolve;
mod terms;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Problem, SourceFile};
use crate::language::Languages;
use crate::source::Documents;
use crate::source::front_matter::{FrameworkYaml, MapPlace, SiteYaml};
use crate::source::markdown::{Heading, Prompts, Prose, Spanned};

pub use assessment::{Assessment, Point, ReflectionModel, Scale, Special, Step, Talk};
pub use course::{
    Activity, Ask, Check, Choice, Course, Embed, Lesson, Move, Pair, Question, Reading, Scene,
    Step as OrderStep, Unit, Vignette,
};
pub use hash::word_hash;
pub use patch::{Aspect, Reads, Unnoted};
pub use reference::{Found, Index};

/// Index into [`Site::nodes`].
pub type NodeId = usize;
/// Index into [`Site::topics`].
pub type TopicId = usize;
/// Index into [`Site::terms`].
pub type TermId = usize;
/// Index into [`Site::guides`].
pub type GuideId = usize;
/// Index into [`Site::assessments`].
pub type AssessmentId = usize;
/// Index into [`Site::scales`].
pub type ScaleId = usize;
/// Index into [`Site::reflections`].
pub type ReflectionId = usize;
/// Index into [`Site::matter`].
pub type MatterId = usize;

/// Index into [`Site::courses`].
pub type CourseId = usize;

/// A lesson: the place of its course, and its own in the course's reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LessonId {
    /// Index into [`Site::courses`].
    pub course: CourseId,
    /// Index into [`Course::lessons`].
    pub lesson: usize,
}

/// Everything there is to say, with every reference resolved.
#[derive(Debug)]
pub struct Site {
    /// `site.yaml`.
    pub config: SiteYaml,
    /// Of its content and of the published words; English where `site.yaml` names none that there is.
    pub languages: Languages,
    /// The text of `site.yaml`.
    pub config_source: Arc<SourceFile>,
    /// `standards/framework.yaml`.
    pub framework: FrameworkYaml,
    /// Sections, parts and statements, in document order.
    pub nodes: Vec<Node>,
    /// Texts before and after the sections, in order.
    pub matter: Vec<Matter>,
    /// Topics by title.
    pub topics: Vec<Topic>,
    /// Glossary entries by term.
    pub terms: Vec<Term>,
    /// Guides in their order.
    pub guides: Vec<Guide>,
    /// Assessments in their order.
    pub assessments: Vec<Assessment>,
    /// Scales by id.
    pub scales: Vec<Scale>,
    /// Reflection models by id.
    pub reflections: Vec<ReflectionModel>,
    /// Courses in their order.
    pub courses: Vec<Course>,
    /// Files in the content folder that can be linked to, by path within it.
    pub assets: Vec<String>,
    /// Names to things.
    pub index: Index,
}

/// How far down a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// An upper level with a file of its own, under nothing.
    Section,
    /// A level with a file of its own, under a section.
    Part,
    /// An item of a part's list.
    Statement,
}

/// A section, part or statement: the normative words and what is attached to them.
#[derive(Debug)]
pub struct Node {
    /// `II.A.6`.
    pub code: String,
    /// Section, part or statement.
    pub level: Level,
    /// What it stands under.
    pub parent: Option<NodeId>,
    /// What stands under it, in order.
    pub children: Vec<NodeId>,
    /// Published title of a section or part.
    pub title: Option<String>,
    /// Shorter title, if given.
    pub short_title: Option<String>,
    /// Index into the framework's kinds; a statement has its part's.
    pub kind: Option<usize>,
    /// Where a section lies on the map.
    pub map: MapPlace,
    /// The published words: of a statement without those under it, of a section or part its introduction.
    pub body: Vec<Spanned>,
    /// Published words after the list of a part.
    pub closing: Vec<Spanned>,
    /// The published words as plain text, paragraphs apart by a blank line.
    pub words: String,
    /// Title, or the first words of a statement: its first sentence where that is short, else cut at a word.
    pub label: String,
    /// Where the words stand in the content.
    pub place: Place,
    /// Topics in the order given.
    pub topics: Vec<TopicId>,
    /// Words to be found by that the statement doesn't use.
    pub keywords: Vec<String>,
    /// Relations to others, both ways, in document order of the other within one kind.
    pub relations: Vec<Relation>,
    /// Prompts and notes; [`Site::annotation`] reads them.
    annotation: Option<Annotation>,
    /// Glossary terms that the published words use, by name.
    pub terms: Vec<TermId>,
    /// What its published words and its annotation refer to, each once.
    pub references: Vec<Target>,
    /// Where it is referred to, each once; [`Site::backlinks`] reads it.
    backlinks: Vec<Origin>,
    /// Earlier addresses of its page.
    pub aliases: Vec<String>,
    /// Codes it had in earlier editions.
    pub supersedes: Vec<String>,
    /// Assessments that ask about it, in their order.
    pub assessments: Vec<AssessmentId>,
    /// Lessons whose outcomes refer to it, or to a statement above it, in their order.
    pub taught_in: Vec<LessonId>,
}

impl Node {
    /// A statement with nothing under it.
    pub fn is_leaf(&self) -> bool {
        self.level == Level::Statement && self.children.is_empty()
    }

    /// What tells these published words from others; see [`word_hash`].
    pub fn hash(&self) -> String {
        word_hash(&self.words)
    }
}

/// The first sentence of `text`, cut at a word with "…" where it has more than `most` characters.
pub fn first_words(text: &str, most: usize) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    shortened(cut::sentence(paragraph), most)
}

/// The whole of `text`, cut at a word with "…" where it has more than `most` characters.
pub fn shortened(text: &str, most: usize) -> String {
    if cut::width(text) <= most {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut length = 0;
    for piece in cut::pieces(text) {
        length += piece.width();
        if length + usize::from(short.is_empty()) > most {
            break;
        }
        piece.append_to(&mut short);
    }
    if short.is_empty() {
        short = text.chars().take(most).collect();
    }
    format!("{}…", short.trim_end_matches([',', ';', ':', '.', '،', '؛', '，', '；', '：', '。', '、']))
}

/// A typed relation, seen from one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Its kind.
    pub kind: RelationKind,
    /// Whether it is written on this end ("supports") or on the other ("rests on").
    pub outgoing: bool,
    /// The other end.
    pub other: NodeId,
}

/// Kinds of relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// The other rests on this one.
    Supports,
    /// This one carries the other on, in a later phase.
    Continues,
    /// Worth reading together; the same from both ends.
    SeeAlso,
}

impl RelationKind {
    /// All kinds, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Supports, Self::Continues, Self::SeeAlso];

    /// As written in front matter.
    pub fn id(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Continues => "continues",
            Self::SeeAlso => "see-also",
        }
    }
}

/// Reflection prompts and notes on one statement: informative.
#[derive(Debug)]
pub struct Annotation {
    /// The whole file.
    pub prose: Prose,
    /// Path within the content folder.
    pub path: String,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Where its prompts stand.
    pub prompts: Prompts,
    /// The stretches of the file that are not the prompts.
    pub notes: Vec<Range<usize>>,
}

/// A text of the published document that is not a section.
#[derive(Debug)]
pub struct Matter {
    /// `purpose`.
    pub id: String,
    /// Published title.
    pub title: String,
    /// Whether it stands after the sections.
    pub back: bool,
    /// The published words.
    pub prose: Prose,
    /// Path within the content folder.
    pub path: String,
    /// Its headings.
    pub headings: Vec<Heading>,
}

/// A facet that crosses phases.
#[derive(Debug)]
pub struct Topic {
    /// The name of its file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Its introduction.
    pub prose: Prose,
    /// Path within the content folder.
    pub path: String,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Statements that have it, in document order.
    pub statements: Vec<NodeId>,
    /// Where it is referred to; [`Site::backlinks`] reads it.
    backlinks: Vec<Origin>,
    /// Earlier addresses.
    pub aliases: Vec<String>,
}

/// A glossary entry.
#[derive(Debug)]
pub struct Term {
    /// The name of its file.
    pub id: String,
    /// The term as it stands in running text.
    pub term: String,
    /// Other names.
    pub names: Vec<String>,
    /// The first paragraph of its definition, as plain text.
    pub summary: String,
    /// Its definition.
    pub prose: Prose,
    /// Path within the content folder.
    pub path: String,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Statements where it matters, by the writer's word, in document order.
    pub statements: Vec<NodeId>,
    /// Further statements whose words use it, in document order.
    pub used_in: Vec<NodeId>,
    /// Where it is referred to; [`Site::backlinks`] reads it.
    backlinks: Vec<Origin>,
    /// Earlier addresses.
    pub aliases: Vec<String>,
}

/// A guide for readers.
#[derive(Debug)]
pub struct Guide {
    /// The name of its file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Its words.
    pub prose: Prose,
    /// Path within the content folder.
    pub path: String,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Earlier addresses.
    pub aliases: Vec<String>,
}

/// Something that can be referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A section, part or statement.
    Node(NodeId),
    /// A topic.
    Topic(TopicId),
    /// A glossary entry.
    Term(TermId),
    /// A guide.
    Guide(GuideId),
    /// An assessment.
    Assessment(AssessmentId),
    /// A text before or after the sections.
    Matter(MatterId),
    /// A course.
    Course(CourseId),
    /// A lesson of a course.
    Lesson(LessonId),
}

/// Something that refers: the other side of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The published words of a node.
    Statement(NodeId),
    /// The annotation of a node.
    Annotation(NodeId),
    /// A topic's introduction.
    Topic(TopicId),
    /// A term's definition.
    Term(TermId),
    /// A guide.
    Guide(GuideId),
    /// The introduction of an assessment, or a reflection model on its page.
    Assessment(AssessmentId),
    /// A text before or after the sections.
    Matter(MatterId),
    /// A course: its introduction, outcomes and readings, and those of its units.
    Course(CourseId),
    /// A lesson, with its checks and vignettes.
    Lesson(LessonId),
}

impl Site {
    /// The tag of the published words' language.
    pub fn published_language(&self) -> &str {
        self.framework.language.as_deref().unwrap_or(&self.config.language)
    }

    /// A title after its code, as plain text. Among words from right to left a mark keeps `1.A` from being read `A.1`.
    pub fn with_code(&self, code: &str, title: &str) -> String {
        let mark = if self.languages.is_right_to_left { "\u{200E}" } else { "" };
        format!("{mark}{code} {title}")
    }

    /// A code within a line of plain text. Among words from right to left signs around it keep its own direction.
    pub fn in_own_direction(&self, code: &str) -> String {
        if self.languages.is_right_to_left { format!("\u{2066}{code}\u{2069}") } else { code.to_owned() }
    }

    /// Whether a section or part with this code could be added, and if not, why.
    pub fn fits(&self, code: &str) -> Result<(), Problem> {
        frame::fits(self, code)
    }

    /// Whether the content has a file at this path that pages can link to.
    pub fn has_asset(&self, path: &str) -> bool {
        self.assets.binary_search_by(|asset| asset.as_str().cmp(path)).is_ok()
    }

    /// Prompts and notes on a node. Whoever reads them depends on their words.
    pub fn annotation(&self, id: NodeId, reads: &impl Reads) -> Option<&Annotation> {
        reads.note(Aspect::Annotation(id));
        self.nodes[id].annotation.as_ref()
    }

    /// Whether there are prompts or notes on a node.
    pub fn is_annotated(&self, id: NodeId) -> bool {
        self.nodes[id].annotation.is_some()
    }

    /// How many prompts there are on a node.
    pub fn prompt_count(&self, id: NodeId) -> usize {
        self.nodes[id].annotation.as_ref().map_or(0, |annotation| annotation.prompts.count)
    }

    /// The headings of what there is on a node, for the places on its page.
    pub fn annotation_headings(&self, id: NodeId) -> &[Heading] {
        self.nodes[id].annotation.as_ref().map_or(&[], |annotation| &annotation.headings)
    }

    /// Where a node, topic or term is referred to, each once. The others have no list of that.
    pub fn backlinks(&self, target: Target, reads: &impl Reads) -> &[Origin] {
        reads.note(Aspect::Backlinks(target));
        self.backlinks_of(target)
    }

    fn backlinks_of(&self, target: Target) -> &[Origin] {
        match target {
            Target::Node(id) => &self.nodes[id].backlinks,
            Target::Topic(id) => &self.topics[id].backlinks,
            Target::Term(id) => &self.terms[id].backlinks,
            _ => &[],
        }
    }

    /// How many references there are, relations among them.
    pub fn reference_count(&self) -> usize {
        let relations: usize = self.nodes.iter().map(|node| node.relations.len()).sum();
        let nodes = (0..self.nodes.len()).map(Target::Node);
        let targets = nodes
            .chain((0..self.topics.len()).map(Target::Topic))
            .chain((0..self.terms.len()).map(Target::Term));
        // Every relation stands on both of its ends.
        relations / 2 + targets.map(|target| self.backlinks_of(target).len()).sum::<usize>()
    }

    /// The section that a node stands in; the node itself if it is one.
    pub fn section_of(&self, node: NodeId) -> NodeId {
        let mut at = node;
        while let Some(parent) = self.nodes[at].parent {
            at = parent;
        }
        at
    }

    /// The part (or section) whose file a statement stands in; the node itself if it is one.
    pub fn part_of(&self, node: NodeId) -> NodeId {
        let mut at = node;
        while self.nodes[at].level == Level::Statement
            && let Some(parent) = self.nodes[at].parent
        {
            at = parent;
        }
        at
    }

    /// The nodes of one level, in document order.
    pub fn level(&self, level: Level) -> impl DoubleEndedIterator<Item = NodeId> + '_ {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.level == level).map(|(id, _)| id)
    }

    /// All statements below a node, in document order.
    pub fn statements_below(&self, node: NodeId) -> Vec<NodeId> {
        let mut below = Vec::new();
        let mut open: Vec<NodeId> = self.nodes[node].children.iter().rev().copied().collect();
        while let Some(id) = open.pop() {
            if self.nodes[id].level == Level::Statement {
                below.push(id);
            }
            open.extend(self.nodes[id].children.iter().rev());
        }
        below
    }
}

/// Makes the model. With errors among the diagnostics there may be none, and what there is must not be published.
pub fn build(documents: Documents) -> (Option<Site>, Vec<Diagnostic>) {
    build::build(documents)
}

#[cfg(test)]
mod tests {
    use super::first_words;
    use crate::diagnostic::Problem;
    use crate::source::read_files;

    #[test]
    fn problems_of_the_model_are_counted_while_they_are_found() {
        let topics = (0..9_000).map(|number| format!("t{number}")).collect::<Vec<_>>().join(", ");
        let metadata = [1, 2, 3].map(|number| format!("  {number}: {{topics: [{topics}]}}\n")).concat();
        let lettered = "   a. x\n".repeat(26_000);
        let part =
            format!("---\nid: 1\ntitle: T\nstatements:\n{metadata}---\n\n1. x\n2. x\n3. x\n\n{lettered}");
        let site = "title: T\ndescription: D.\n";
        let framework = "id: a\ntitle: T\npublisher: P\nsource: S\nrights: R\nnumbering: [decimal, decimal, lower-alpha]\n";
        let files =
            [("site.yaml", site), ("standards/framework.yaml", framework), ("standards/1.md", part.as_str())];
        let (documents, found) = read_files(&files.map(|(path, text)| (path, text.as_bytes().to_vec())));
        assert!(found.is_empty(), "{found:?}");
        let (_, mut told) = super::build(documents);
        let mut left_out = Vec::new();
        told.retain(|told| match told.problem {
            Problem::ProblemsLeftOut { count, errors } => {
                left_out.push((count, errors));
                false
            }
            _ => true,
        });
        left_out.sort_unstable();
        let errors = told.iter().filter(|told| told.is_error()).count();
        // One more error is that the third statement is too long.
        assert_eq!((errors, told.len(), left_out), (25_000, 50_000, vec![(1_000, false), (2_001, true)]));
    }

    #[test]
    fn first_words_end_at_a_sentence_or_a_word() {
        assert_eq!(first_words("One. Two.", 90), "One.");
        assert_eq!(
            first_words("Composition (e.g. gender) of groups. More", 90),
            "Composition (e.g. gender) of groups."
        );
        assert_eq!(first_words("The worker should, with care, plan", 18), "The worker should…");
        assert_eq!(first_words("First\n\nSecond", 90), "First");
    }
}
