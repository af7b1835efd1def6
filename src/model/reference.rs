//! Names → things.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{AssessmentId, CourseId, GuideId, LessonId, MatterId, NodeId, Target, TermId, TopicId};
use crate::diagnostic::{Problem, Proposals};

/// What can be referred to, by its name.
#[derive(Debug, Default)]
pub struct Index {
    pub(super) codes: HashMap<String, NodeId>,
    pub(super) topics: HashMap<String, TopicId>,
    /// Terms and their other names, in lower case with single spaces.
    pub(super) terms: HashMap<String, TermId>,
    pub(super) guides: HashMap<String, GuideId>,
    pub(super) assessments: HashMap<String, AssessmentId>,
    pub(super) matter: HashMap<String, MatterId>,
    pub(super) courses: HashMap<String, CourseId>,
    /// Lessons as `course/lesson`.
    pub(super) lessons: HashMap<String, LessonId>,
    /// Content files by path within the content folder.
    pub(super) paths: HashMap<String, Target>,
    /// Codes by their letters and digits; none where several have the same.
    by_letters: OnceLock<HashMap<String, Option<String>>>,
    pub(super) proposals: Proposals,
}

/// A resolved reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What is referred to.
    pub target: Target,
    /// The anchor after `#`, if any.
    pub anchor: Option<String>,
}

/// A term's name as it is looked up.
pub(super) fn normal(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The whole name of a lesson of the course that the file at `path` is of.
fn own_lesson(reference: &str, path: &str) -> Option<String> {
    let name = reference.trim().strip_prefix("lesson:").filter(|name| !name.contains('/'))?;
    let course = super::course::folder_of(path)?;
    Some(format!("lesson:{course}/{}", name.trim()))
}

/// What stands before the colon of a reference, if there is one, and after it.
fn prefixed(name: &str) -> (Option<&str>, &str) {
    match name.split_once(':') {
        Some((prefix, bare)) => (Some(prefix.trim()), bare.trim()),
        None => (None, name),
    }
}

/// What names a term in a reference, as it was typed: without the prefix and the anchor.
pub fn bare(reference: &str) -> &str {
    let name = reference.split('#').next().unwrap_or(reference).trim();
    match prefixed(name) {
        (Some("term"), bare) => bare,
        _ => name,
    }
}

impl Index {
    /// What `[[reference]]` means in the file at `path`: within a course a lesson of it needs no more than its name.
    pub fn resolve_in(&self, reference: &str, path: &str) -> Result<Found, Problem> {
        match own_lesson(reference, path) {
            Some(whole) => self.resolve(&whole),
            None => self.resolve(reference),
        }
    }

    /// The same for those who don't ask why there is nothing.
    pub fn find_in(&self, reference: &str, path: &str) -> Option<Found> {
        match own_lesson(reference, path) {
            Some(whole) => self.find(&whole),
            None => self.find(reference),
        }
    }

    /// The course whose folder the file at `path` lies in.
    pub fn course_of(&self, path: &str) -> Option<CourseId> {
        self.courses.get(super::course::folder_of(path)?).copied()
    }

    /// What `[[reference]]` means. Without a prefix it is a code, a term, or a text before or after the sections;
    /// `topic:`, `term:`, `guide:`, `assessment:`, `course:`, `lesson:` and `statement:` say which.
    pub fn resolve(&self, reference: &str) -> Result<Found, Problem> {
        self.find(reference).ok_or_else(|| {
            let name = reference.split('#').next().unwrap_or(reference).trim();
            let (prefix, bare) = prefixed(name);
            self.unknown(prefix, bare, name)
        })
    }

    fn find(&self, reference: &str) -> Option<Found> {
        let (name, anchor) = match reference.split_once('#') {
            Some((name, anchor)) => (name.trim(), Some(anchor.trim().to_owned())),
            None => (reference.trim(), None),
        };
        let (prefix, bare) = prefixed(name);
        let target = match prefix {
            Some("topic") => self.topics.get(bare).map(|id| Target::Topic(*id)),
            Some("guide") => self.guides.get(bare).map(|id| Target::Guide(*id)),
            Some("assessment") => self.assessments.get(bare).map(|id| Target::Assessment(*id)),
            Some("course") => self.courses.get(bare).map(|id| Target::Course(*id)),
            Some("lesson") => self.lessons.get(bare).map(|id| Target::Lesson(*id)),
            Some("term") => self.terms.get(&normal(bare)).map(|id| Target::Term(*id)),
            Some("statement") => self.codes.get(bare).map(|id| Target::Node(*id)),
            // A term may have a colon in it.
            _ => self
                .codes
                .get(name)
                .map(|id| Target::Node(*id))
                .or_else(|| self.terms.get(&normal(name)).map(|id| Target::Term(*id)))
                .or_else(|| self.matter.get(name).map(|id| Target::Matter(*id))),
        };
        target.map(|target| Found { target, anchor })
    }

    /// The name of these that is nearest, with the prefix that it is referred to by.
    fn propose<V>(&self, prefix: &str, name: &str, names: &HashMap<String, V>) -> Option<String> {
        let nearest = self.proposals.nearest(name, names.keys().map(String::as_str))?;
        Some(format!("{prefix}:{nearest}"))
    }

    fn unknown(&self, prefix: Option<&str>, bare: &str, whole: &str) -> Problem {
        let (what, found, name) = match prefix {
            Some("topic") => ("topic", self.propose("topic", bare, &self.topics), bare),
            Some("guide") => ("guide", self.propose("guide", bare, &self.guides), bare),
            Some("assessment") => ("assessment", self.propose("assessment", bare, &self.assessments), bare),
            Some("course") => ("course", self.propose("course", bare, &self.courses), bare),
            Some("lesson") => ("lesson", self.propose("lesson", bare, &self.lessons), bare),
            Some("term") => ("term", self.propose("term", &normal(bare), &self.terms), bare),
            Some("statement") => ("statement", self.nearest_code(bare), bare),
            _ if looks_like_code(whole) => ("statement", self.nearest_code(whole), whole),
            _ => {
                // A code in another way of writing; a topic or guide without its prefix, or with another.
                let slug = bare.to_lowercase().replace(' ', "-");
                let meant = self
                    .exact_code(whole)
                    .or_else(|| self.topics.contains_key(&slug).then(|| format!("topic:{slug}")))
                    .or_else(|| self.guides.contains_key(&slug).then(|| format!("guide:{slug}")))
                    .or_else(|| self.assessments.contains_key(&slug).then(|| format!("assessment:{slug}")))
                    .or_else(|| self.courses.contains_key(&slug).then(|| format!("course:{slug}")));
                let near = meant
                    .or_else(|| self.proposals.nearest(&normal(whole), self.terms.keys().map(String::as_str)))
                    .or_else(|| self.propose("topic", &slug, &self.topics))
                    .or_else(|| self.propose("guide", &slug, &self.guides))
                    .or_else(|| self.propose("assessment", &slug, &self.assessments));
                ("statement or term", near, whole)
            }
        };
        Problem::UnknownReference { reference: name.to_owned(), what, nearest: found }
    }

    /// The code nearest to `code`: `ii a 6` means II.A.6.
    pub fn nearest_code(&self, code: &str) -> Option<String> {
        self.exact_code(code).or_else(|| self.proposals.nearest(code, self.codes.keys().map(String::as_str)))
    }

    /// The code that `code` writes otherwise: in small letters, with spaces or hyphens, with no dot before a letter.
    fn exact_code(&self, code: &str) -> Option<String> {
        let letters =
            |code: &str| code.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let codes = self.by_letters.get_or_init(|| {
            let mut codes: HashMap<String, Option<String>> = HashMap::new();
            for code in self.codes.keys() {
                // II.A.11 and II.A.1.1 have the same letters; then nobody knows which is meant.
                codes
                    .entry(letters(code))
                    .and_modify(|known| *known = None)
                    .or_insert_with(|| Some(code.clone()));
            }
            codes
        });
        codes.get(&letters(code))?.clone()
    }

    /// The code of a node with exactly this code.
    pub fn code(&self, code: &str) -> Option<NodeId> {
        self.codes.get(code).copied()
    }

    /// The topic with this id.
    pub fn topic(&self, id: &str) -> Option<TopicId> {
        self.topics.get(id).copied()
    }

    /// The topic id nearest to `id`.
    pub fn nearest_topic(&self, id: &str) -> Option<String> {
        self.proposals.nearest(id, self.topics.keys().map(String::as_str))
    }

    /// What a content file is about: the thing whose page shows it.
    pub fn path(&self, path: &str) -> Option<Target> {
        self.paths.get(path).copied()
    }

    /// All paths of content files that have a page.
    pub fn known_paths(&self) -> impl Iterator<Item = &str> {
        self.paths.keys().map(String::as_str)
    }
}

/// Short pieces with dots, digits or capitals between: `II.A.61`, `iii.a.1.c`, `4.2`.
fn looks_like_code(name: &str) -> bool {
    name.contains(['.', '-']) && !name.contains(' ') && name.split(['.', '-']).all(|piece| piece.len() <= 5)
        || name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}
