//! Courses: units, lessons, checks and vignettes, and the statements that they teach.

mod check;
mod read;
mod resolve;
mod vignette;

use super::{AssessmentId, CourseId, LessonId, Level, NodeId, Site, Target};
use crate::diagnostic::Problem;
use crate::source::Passage;
use crate::source::markdown::{Heading, Prose};

pub(super) use read::add;
pub(super) use resolve::resolve;

/// A course.
#[derive(Debug)]
pub struct Course {
    /// The name of its folder.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// For whom it is.
    pub audience: Option<Passage>,
    /// The rights of the course material.
    pub rights: Option<String>,
    /// What people can do after it.
    pub outcomes: Vec<Passage>,
    /// Readings for the whole of it.
    pub readings: Vec<Reading>,
    /// The units, in order: at least one.
    pub units: Vec<Unit>,
    /// The lessons of all units, in reading order.
    pub lessons: Vec<Lesson>,
    /// Its checks, by id.
    pub checks: Vec<Check>,
    /// Its vignettes, by id.
    pub vignettes: Vec<Vignette>,
    /// Its introduction.
    pub prose: Prose,
    /// Path within the content folder.
    pub path: String,
    /// Headings of the introduction.
    pub headings: Vec<Heading>,
    /// Earlier addresses.
    pub aliases: Vec<String>,
}

impl Course {
    /// How many minutes its lessons take.
    pub fn minutes(&self) -> usize {
        self.lessons.iter().map(|lesson| lesson.minutes).sum()
    }
}

/// A unit of a course.
#[derive(Debug)]
pub struct Unit {
    /// Its permanent name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: Option<String>,
    /// What people can do after it.
    pub outcomes: Vec<Passage>,
    /// Readings for it.
    pub readings: Vec<Reading>,
    /// Units that come before, as indices into the course's units.
    pub prerequisites: Vec<usize>,
    /// Its lessons, as indices into the course's lessons.
    pub lessons: Vec<usize>,
}

/// Something to read.
#[derive(Debug)]
pub struct Reading {
    /// The entry in a list of references.
    pub text: Passage,
    /// Where it is on the web.
    pub url: Option<String>,
    /// Which part of it, or what to look for.
    pub note: Option<String>,
    /// Whether it may be left out.
    pub optional: bool,
}

/// A lesson.
#[derive(Debug)]
pub struct Lesson {
    /// The name of its file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// How many minutes it takes.
    pub minutes: usize,
    /// Its unit, as an index into the course's units.
    pub unit: usize,
    /// Lessons that come before, as indices into the course's lessons.
    pub prerequisites: Vec<usize>,
    /// What people can do after it.
    pub outcomes: Vec<Passage>,
    /// What to read for it.
    pub readings: Vec<Reading>,
    /// What to do in class.
    pub activities: Vec<Activity>,
    /// Questions to talk about.
    pub discussion: Vec<Passage>,
    /// Its text.
    pub prose: Prose,
    /// Path within the content folder.
    pub path: String,
    /// Headings of its text.
    pub headings: Vec<Heading>,
    /// Earlier addresses.
    pub aliases: Vec<String>,
    /// The checks in its text, in order, as indices into the course's checks.
    pub checks: Vec<usize>,
    /// The vignettes in its text, in order, as indices into the course's vignettes.
    pub vignettes: Vec<usize>,
    /// Statements that its outcomes refer to, and those below them, in document order.
    pub taught: Vec<NodeId>,
    /// Further statements that it embeds or refers to, in document order.
    pub mentioned: Vec<NodeId>,
}

/// Something to do in class.
#[derive(Debug)]
pub struct Activity {
    /// Its title.
    pub title: String,
    /// How many minutes it takes.
    pub minutes: Option<usize>,
    /// What to do.
    pub text: Passage,
}

/// A few questions with feedback.
#[derive(Debug)]
pub struct Check {
    /// The name of its file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The questions, in order.
    pub questions: Vec<Question>,
    /// Path within the content folder.
    pub path: String,
    /// The lesson that embeds it, as an index into the course's lessons; none for one that is not used.
    pub lesson: Option<usize>,
}

/// A question of a check.
#[derive(Debug)]
pub struct Question {
    /// Its permanent name.
    pub id: String,
    /// What is asked.
    pub text: Passage,
    /// What there is to see on it.
    pub see: Vec<NodeId>,
    /// How it is answered.
    pub ask: Ask,
}

impl Question {
    /// Whether an answer can be right or wrong.
    pub fn is_marked(&self) -> bool {
        !matches!(self.ask, Ask::Reflection { .. })
    }
}

/// How a question is answered.
#[derive(Debug)]
pub enum Ask {
    /// One of these is right.
    Single(Vec<Choice>),
    /// One or more of these are right.
    Multiple(Vec<Choice>),
    /// What the question says is true, or not.
    TrueFalse {
        /// Whether it is.
        answer: bool,
        /// Feedback to those who said true.
        if_true: Passage,
        /// Feedback to those who said false.
        if_false: Passage,
    },
    /// What belongs to what.
    Matching {
        /// The pairs.
        pairs: Vec<Pair>,
        /// Further right sides that belong to nothing.
        distractors: Vec<Passage>,
    },
    /// These, in the right order.
    Ordering(Vec<Step>),
    /// Something to write.
    Reflection {
        /// What is shown afterwards.
        consider: Passage,
    },
}

impl Ask {
    /// The kind, as it is written.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Single(_) => "single",
            Self::Multiple(_) => "multiple",
            Self::TrueFalse { .. } => "true-false",
            Self::Matching { .. } => "matching",
            Self::Ordering(_) => "ordering",
            Self::Reflection { .. } => "reflection",
        }
    }
}

/// An answer that can be chosen.
#[derive(Debug)]
pub struct Choice {
    /// The answer.
    pub text: Passage,
    /// Whether it is right.
    pub right: bool,
    /// Feedback to those who chose it.
    pub feedback: Passage,
}

/// Two that belong together.
#[derive(Debug)]
pub struct Pair {
    /// What something is to be found for.
    pub left: Passage,
    /// What belongs to it.
    pub right: Passage,
    /// Feedback.
    pub feedback: Passage,
}

/// One of several in order.
#[derive(Debug)]
pub struct Step {
    /// What is to be put in its place.
    pub text: Passage,
    /// Feedback.
    pub feedback: Passage,
}

/// A short case with choices.
#[derive(Debug)]
pub struct Vignette {
    /// The name of its file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// The scene it begins with, as an index into the scenes.
    pub start: usize,
    /// The scenes.
    pub scenes: Vec<Scene>,
    /// Path within the content folder.
    pub path: String,
    /// The lesson that embeds it, as an index into the course's lessons; none for one that is not used.
    pub lesson: Option<usize>,
}

/// A scene of a vignette; one without moves is an ending.
#[derive(Debug)]
pub struct Scene {
    /// Its name.
    pub id: String,
    /// What happens.
    pub text: Passage,
    /// What can be done.
    pub moves: Vec<Move>,
}

/// Something that can be done in a scene.
#[derive(Debug)]
pub struct Move {
    /// What is done.
    pub text: Passage,
    /// The scene that follows, as an index into the scenes.
    pub to: usize,
    /// What is to be said about it.
    pub feedback: Passage,
}

/// What `![[…]]` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Embed {
    /// A statement with its words, and those below it.
    Statement(NodeId),
    /// A check of the course, as an index into its checks.
    Check(CourseId, usize),
    /// A vignette of the course, as an index into its vignettes.
    Vignette(CourseId, usize),
    /// An assessment.
    Assessment(AssessmentId),
}

impl Site {
    /// A lesson.
    pub fn lesson(&self, id: LessonId) -> &Lesson {
        &self.courses[id.course].lessons[id.lesson]
    }

    /// Every lesson of every course, in order.
    pub fn lessons(&self) -> impl Iterator<Item = LessonId> + '_ {
        let courses = self.courses.iter().enumerate();
        courses.flat_map(|(course, of)| (0..of.lessons.len()).map(move |lesson| LessonId { course, lesson }))
    }

    /// What `![[target]]` shows in the text of the file at `path`.
    pub fn embed(&self, target: &str, path: &str) -> Result<Embed, Problem> {
        let refused = || Problem::EmbedUnsupported { target: target.to_owned() };
        let course = self.index.course_of(path).filter(|_| !path.ends_with("/course.md"));
        let own = target.split_once(':').filter(|(prefix, _)| matches!(*prefix, "check" | "vignette"));
        if let Some((what, id)) = own {
            let (course, id) = (course.ok_or_else(refused)?, id.trim());
            let of = &self.courses[course];
            let ids: Vec<&str> = match what {
                "check" => of.checks.iter().map(|check| check.id.as_str()).collect(),
                _ => of.vignettes.iter().map(|vignette| vignette.id.as_str()).collect(),
            };
            return match ids.iter().position(|known| *known == id) {
                Some(at) if what == "check" => Ok(Embed::Check(course, at)),
                Some(at) => Ok(Embed::Vignette(course, at)),
                None => Err(Problem::UnknownReference {
                    reference: id.to_owned(),
                    what: if what == "check" { "check" } else { "vignette" },
                    nearest: self.index.proposals.nearest(id, ids).map(|id| format!("{what}:{id}")),
                }),
            };
        }
        if is_image(target) {
            return Err(refused());
        }
        let found = self.index.resolve_in(target, path)?;
        match found.target {
            Target::Node(id) if found.anchor.is_none() && self.nodes[id].level == Level::Statement => {
                Ok(Embed::Statement(id))
            }
            Target::Assessment(id) if course.is_some() && found.anchor.is_none() => Ok(Embed::Assessment(id)),
            _ => Err(refused()),
        }
    }
}

fn is_image(target: &str) -> bool {
    let extension = target.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(extension.as_str(), "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif")
}

/// `foundations` of `courses/foundations/checks/purpose.yaml`.
pub(super) fn folder_of(path: &str) -> Option<&str> {
    path.strip_prefix("courses/")?.split_once('/').map(|(course, _)| course)
}
