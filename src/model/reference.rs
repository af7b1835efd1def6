//! Names → things.

use std::collections::HashMap;

use super::{AssessmentId, CourseId, GuideId, LessonId, MatterId, NodeId, Target, TermId, TopicId};
use crate::diagnostic::{Problem, nearest};

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

impl Index {
    /// What `[[reference]]` means in the file at `path`: within a course a lesson of it needs no more than its name.
    pub fn resolve_in(&self, reference: &str, path: &str) -> Result<Found, Problem> {
        let own = reference.trim().strip_prefix("lesson:").filter(|name| !name.contains('/'));
        match (own, super::course::folder_of(path)) {
            (Some(name), Some(course)) => self.resolve(&format!("lesson:{course}/{}", name.trim())),
            _ => self.resolve(reference),
        }
    }

    /// The course whose folder the file at `path` lies in.
    pub fn course_of(&self, path: &str) -> Option<CourseId> {
        self.courses.get(super::course::folder_of(path)?).copied()
    }

    /// What `[[reference]]` means. Without a prefix it is a code, a term, or a text before or after the sections;
    /// `topic:`, `term:`, `guide:`, `assessment:`, `course:`, `lesson:` and `statement:` say which.
    pub fn resolve(&self, reference: &str) -> Result<Found, Problem> {
        let (name, anchor) = match reference.split_once('#') {
            Some((name, anchor)) => (name.trim(), Some(anchor.trim().to_owned())),
            None => (reference.trim(), None),
        };
        let (prefix, bare) = match name.split_once(':') {
            Some((prefix, bare)) => (Some(prefix.trim()), bare.trim()),
            None => (None, name),
        };
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
        match target {
            Some(target) => Ok(Found { target, anchor }),
            None => Err(self.unknown(prefix, bare, name)),
        }
    }

    fn unknown(&self, prefix: Option<&str>, bare: &str, whole: &str) -> Problem {
        fn keys<V>(map: &HashMap<String, V>) -> impl Iterator<Item = &str> {
            map.keys().map(String::as_str)
        }
        let (what, found, name) = match prefix {
            Some("topic") => ("topic", nearest(bare, keys(&self.topics)).map(|n| format!("topic:{n}")), bare),
            Some("guide") => ("guide", nearest(bare, keys(&self.guides)).map(|n| format!("guide:{n}")), bare),
            Some("assessment") => {
                let found = nearest(bare, keys(&self.assessments)).map(|n| format!("assessment:{n}"));
                ("assessment", found, bare)
            }
            Some("course") => {
                ("course", nearest(bare, keys(&self.courses)).map(|n| format!("course:{n}")), bare)
            }
            Some("lesson") => {
                ("lesson", nearest(bare, keys(&self.lessons)).map(|n| format!("lesson:{n}")), bare)
            }
            Some("term") => {
                ("term", nearest(&normal(bare), keys(&self.terms)).map(|n| format!("term:{n}")), bare)
            }
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
                    .or_else(|| nearest(&normal(whole), keys(&self.terms)))
                    .or_else(|| nearest(&slug, keys(&self.topics)).map(|topic| format!("topic:{topic}")))
                    .or_else(|| nearest(&slug, keys(&self.guides)).map(|guide| format!("guide:{guide}")))
                    .or_else(|| nearest(&slug, keys(&self.assessments)).map(|a| format!("assessment:{a}")));
                ("statement or term", near, whole)
            }
        };
        Problem::UnknownReference { reference: name.to_owned(), what, nearest: found }
    }

    /// The code nearest to `code`: `ii a 6` means II.A.6.
    pub fn nearest_code(&self, code: &str) -> Option<String> {
        self.exact_code(code).or_else(|| nearest(code, self.codes.keys().map(String::as_str)))
    }

    /// The code that `code` writes otherwise: in small letters, with spaces or hyphens, with no dot before a letter.
    fn exact_code(&self, code: &str) -> Option<String> {
        let letters =
            |code: &str| code.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let wanted = letters(code);
        let mut found = self.codes.keys().filter(|known| letters(known) == wanted);
        // II.A.11 and II.A.1.1 have the same letters; then nobody knows which is meant.
        found.next().filter(|_| found.next().is_none()).cloned()
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
        nearest(id, self.topics.keys().map(String::as_str))
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
