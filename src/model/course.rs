//! Courses: units, lessons, checks and vignettes, and the statements that they teach.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::assessment::{check_file_name, check_ids, is_id};
use super::reference::normal;
use super::{AssessmentId, CourseId, LessonId, Level, NodeId, Origin, Site, Target};
use crate::diagnostic::{Diagnostic, Place, Problem, nearest};
use crate::source::course::{
    CheckYaml, CourseYaml, LessonYaml, QuestionKind, QuestionYaml, ReadingYaml, VignetteYaml,
};
use crate::source::markdown::{Heading, Outline, Prose};
use crate::source::{Document, Documents, Passage};

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
                    nearest: nearest(id, ids).map(|id| format!("{what}:{id}")),
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

/// The files of one course.
#[derive(Default)]
struct Folder<'d> {
    course: Option<&'d Document<CourseYaml>>,
    lessons: Vec<&'d Document<LessonYaml>>,
    checks: Vec<&'d Document<CheckYaml>>,
    vignettes: Vec<&'d Document<VignetteYaml>>,
}

/// `foundations` of `courses/foundations/checks/purpose.yaml`.
pub(super) fn folder_of(path: &str) -> Option<&str> {
    path.strip_prefix("courses/")?.split_once('/').map(|(course, _)| course)
}

/// The files of courses, by the names of their folders.
fn folders(documents: &Documents) -> BTreeMap<&str, Folder<'_>> {
    let mut folders: BTreeMap<&str, Folder<'_>> = BTreeMap::new();
    for document in &documents.courses {
        folders.entry(folder_of(&document.path).unwrap_or_default()).or_default().course = Some(document);
    }
    for document in &documents.lessons {
        folders.entry(folder_of(&document.path).unwrap_or_default()).or_default().lessons.push(document);
    }
    for document in &documents.checks {
        folders.entry(folder_of(&document.path).unwrap_or_default()).or_default().checks.push(document);
    }
    for document in &documents.vignettes {
        folders.entry(folder_of(&document.path).unwrap_or_default()).or_default().vignettes.push(document);
    }
    folders
}

/// Reads the courses into the site, whose nodes are complete. What they refer to is for [`resolve`].
pub(super) fn add(site: &mut Site, documents: &Documents, diagnostics: &mut Vec<Diagnostic>) {
    let mut found: Vec<(&Document<CourseYaml>, &str, Folder<'_>)> = Vec::new();
    for (id, folder) in folders(documents) {
        match folder.course {
            Some(document) => found.push((document, id, folder)),
            None => diagnostics.extend(without_course(&folder)),
        }
    }
    found.sort_by_key(|(document, id, _)| (document.yaml.order, *id));
    for (document, id, folder) in found {
        let course = Reader { site, document, folder, diagnostics }.read(id);
        let at = site.courses.len();
        site.index.courses.insert(course.id.clone(), at);
        for (lesson, of) in course.lessons.iter().enumerate() {
            site.index.lessons.insert(format!("{}/{}", course.id, of.id), LessonId { course: at, lesson });
        }
        site.courses.push(course);
    }
}

/// A folder with files of a course but without the course itself.
fn without_course(folder: &Folder<'_>) -> Option<Diagnostic> {
    let lessons = folder.lessons.first().map(|document| (&document.source.path, 1));
    let checks = folder.checks.first().map(|document| (&document.source.path, 2));
    let vignettes = folder.vignettes.first().map(|document| (&document.source.path, 2));
    let (path, up) = lessons.or(checks).or(vignettes)?;
    let example =
        "---\ntitle: …\nsummary: …\nunits:\n  - id: first\n    title: …\n    lessons: [name-of-a-file]\n---";
    let problem = Problem::MissingFile { what: "course.md", example: example.to_owned() };
    Some(Diagnostic::path(path.ancestors().nth(up)?.join("course.md"), problem))
}

/// Reads one course.
struct Reader<'r, 'd> {
    site: &'r Site,
    document: &'d Document<CourseYaml>,
    folder: Folder<'d>,
    diagnostics: &'r mut Vec<Diagnostic>,
}

impl<'d> Reader<'_, 'd> {
    fn read(mut self, id: &str) -> Course {
        let (document, yaml) = (self.document, &self.document.yaml);
        if !is_id(id) {
            let problem = Problem::BadId { what: "course", id: id.to_owned() };
            self.diagnostics.push(Diagnostic::at(document.head(), problem));
        }
        let (mut units, order) = self.units();
        let lessons: Vec<Lesson> =
            order.iter().map(|(lesson, unit)| self.lesson(lesson, *unit, &order)).collect();
        for (at, lesson) in lessons.iter().enumerate() {
            units[lesson.unit].lessons.push(at);
        }
        let edges: Vec<Vec<usize>> = lessons.iter().map(|lesson| lesson.prerequisites.clone()).collect();
        check_order(
            "lesson",
            &edges,
            |at| &lessons[at].id,
            self.diagnostics,
            |at, to| {
                let (lesson, _) = order[at];
                let index = lesson.yaml.prerequisites.iter().position(|name| *name == lessons[to].id);
                lesson.yaml_place(&["prerequisites", &index.unwrap_or(0).to_string()])
            },
        );
        let checks = self.folder.checks.clone();
        let vignettes = self.folder.vignettes.clone();
        Course {
            id: id.to_owned(),
            title: yaml.title.clone(),
            summary: yaml.summary.clone(),
            audience: yaml
                .audience
                .as_ref()
                .map(|text| document.inline(&["audience"], text, self.diagnostics)),
            rights: yaml.rights.clone(),
            outcomes: lines(document, &["outcomes"], &yaml.outcomes, self.diagnostics),
            readings: readings(document, &[], &yaml.readings, self.diagnostics),
            units,
            lessons,
            checks: checks.into_iter().map(|document| check(self.site, document, self.diagnostics)).collect(),
            vignettes: vignettes.into_iter().map(|document| vignette(document, self.diagnostics)).collect(),
            prose: document.prose.clone(),
            path: document.path.clone(),
            headings: Vec::new(),
            aliases: yaml.aliases.clone(),
        }
    }

    fn tell(&mut self, way: &[&str], problem: Problem) {
        self.diagnostics.push(Diagnostic::at(self.document.yaml_place(way), problem));
    }

    /// The units without their lessons, and the lessons in reading order, each with its unit.
    fn units(&mut self) -> (Vec<Unit>, Vec<(&'d Document<LessonYaml>, usize)>) {
        let (document, yaml) = (self.document, &self.document.yaml);
        if yaml.units.is_empty() && !document.mended {
            self.tell(&["units"], Problem::EmptyValue { key: "units".to_owned(), needed: true });
        }
        check_ids(
            document,
            "unit",
            "units",
            yaml.units.iter().map(|unit| unit.id.as_str()),
            self.diagnostics,
        );
        let files: HashMap<&str, &'d Document<LessonYaml>> =
            self.folder.lessons.iter().map(|document| (document.stem(), *document)).collect();
        let mut known: Vec<&str> = files.keys().copied().collect();
        known.sort_unstable();
        let mut order: Vec<(&'d Document<LessonYaml>, usize)> = Vec::new();
        let mut placed: HashMap<&str, (usize, usize)> = HashMap::new();
        let mut units = Vec::new();
        for (at, unit) in yaml.units.iter().enumerate() {
            let way = at.to_string();
            if unit.lessons.is_empty() && !document.mended {
                let problem = Problem::EmptyValue { key: "lessons".to_owned(), needed: true };
                self.tell(&["units", &way, "lessons"], problem);
            }
            for (index, name) in unit.lessons.iter().enumerate() {
                let place = |unit: usize, index: usize| {
                    document.yaml_place(&["units", &unit.to_string(), "lessons", &index.to_string()])
                };
                let Some((stem, lesson)) = files.get_key_value(name.as_str()) else {
                    let problem = unknown_lesson(name, &known);
                    self.diagnostics.push(Diagnostic::at(place(at, index), problem));
                    continue;
                };
                match placed.get(stem) {
                    None => {
                        placed.insert(stem, (at, index));
                        order.push((lesson, at));
                    }
                    Some((first, _)) if *first == at => {
                        let problem = Problem::ListedTwice { what: "lesson", id: name.clone() };
                        self.diagnostics.push(Diagnostic::at(place(at, index), problem));
                    }
                    Some((first, there)) => {
                        let other = yaml.units[*first].title.clone();
                        let problem = Problem::LessonInTwoUnits { lesson: name.clone(), other };
                        let diagnostic = Diagnostic::at(place(at, index), problem);
                        self.diagnostics
                            .push(diagnostic.with_related(place(*first, *there), "it stands here first"));
                    }
                }
            }
            units.push(self.unit(at));
        }
        let edges: Vec<Vec<usize>> = units.iter().map(|unit| unit.prerequisites.clone()).collect();
        check_order(
            "unit",
            &edges,
            |at| &units[at].id,
            self.diagnostics,
            |at, to| {
                let named = &yaml.units[at].prerequisites;
                let index = named.iter().position(|name| *name == units[to].id).unwrap_or(0);
                document.yaml_place(&["units", &at.to_string(), "prerequisites", &index.to_string()])
            },
        );
        for lesson in self.folder.lessons.iter().filter(|lesson| !placed.contains_key(lesson.stem())) {
            if !document.mended {
                let problem = Problem::LessonWithoutUnit { lesson: lesson.stem().to_owned() };
                self.diagnostics.push(Diagnostic::at(lesson.head(), problem));
            }
            // It has its place all the same: what refers to it is no fault.
            order.push((lesson, units.len().saturating_sub(1)));
        }
        if units.is_empty() {
            units.push(Unit {
                id: "unit".to_owned(),
                title: String::new(),
                summary: None,
                outcomes: Vec::new(),
                readings: Vec::new(),
                prerequisites: Vec::new(),
                lessons: Vec::new(),
            });
        }
        (units, order)
    }

    fn unit(&mut self, at: usize) -> Unit {
        let (document, yaml) = (self.document, &self.document.yaml.units[at]);
        let known: Vec<&str> = self.document.yaml.units.iter().map(|unit| unit.id.as_str()).collect();
        let index = at.to_string();
        let way = ["units", &index];
        let prerequisites =
            named(document, &way, &yaml.prerequisites, "unit", &known, self.diagnostics, |unit, nearest| {
                let known = known.iter().map(|&id| id.to_owned()).collect();
                Problem::UnknownUnit { unit, nearest, known }
            });
        Unit {
            id: yaml.id.clone(),
            title: yaml.title.clone(),
            summary: yaml.summary.clone(),
            outcomes: lines(document, &["units", &index, "outcomes"], &yaml.outcomes, self.diagnostics),
            readings: readings(document, &way, &yaml.readings, self.diagnostics),
            prerequisites,
            lessons: Vec::new(),
        }
    }

    fn lesson(
        &mut self,
        document: &Document<LessonYaml>,
        unit: usize,
        order: &[(&'d Document<LessonYaml>, usize)],
    ) -> Lesson {
        let yaml = &document.yaml;
        check_file_name(document, "lesson", self.diagnostics);
        if yaml.outcomes.is_empty() && !document.mended {
            let problem = Problem::EmptyValue { key: "outcomes".to_owned(), needed: true };
            self.diagnostics.push(Diagnostic::at(document.yaml_place(&["outcomes"]), problem));
        }
        let known: Vec<&str> = order.iter().map(|(lesson, _)| lesson.stem()).collect();
        let prerequisites =
            named(document, &[], &yaml.prerequisites, "lesson", &known, self.diagnostics, |lesson, _| {
                unknown_lesson(&lesson, &known)
            });
        let activities = yaml.activities.iter().enumerate().map(|(index, activity)| Activity {
            title: activity.title.clone(),
            minutes: activity.minutes.map(Into::into),
            text: document.block(&["activities", &index.to_string(), "text"], &activity.text),
        });
        Lesson {
            id: document.stem().to_owned(),
            title: yaml.title.clone(),
            summary: yaml.summary.clone(),
            minutes: yaml.minutes.get(),
            unit,
            prerequisites,
            outcomes: lines(document, &["outcomes"], &yaml.outcomes, self.diagnostics),
            readings: readings(document, &[], &yaml.readings, self.diagnostics),
            activities: activities.collect(),
            discussion: lines(document, &["discussion"], &yaml.discussion, self.diagnostics),
            prose: document.prose.clone(),
            path: document.path.clone(),
            headings: Vec::new(),
            aliases: yaml.aliases.clone(),
            checks: Vec::new(),
            vignettes: Vec::new(),
            taught: Vec::new(),
            mentioned: Vec::new(),
        }
    }
}

fn unknown_lesson(lesson: &str, known: &[&str]) -> Problem {
    Problem::UnknownLesson {
        lesson: lesson.to_owned(),
        nearest: nearest(lesson, known.iter().copied()),
        known: known.iter().map(|&id| id.to_owned()).collect(),
    }
}

/// What stands under `prerequisites` at `way`, each once, as indices into `known`.
fn named<Y>(
    document: &Document<Y>,
    way: &[&str],
    names: &[String],
    what: &'static str,
    known: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
    unknown: impl Fn(String, Option<String>) -> Problem,
) -> Vec<usize> {
    let mut found = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let problem = match known.iter().position(|id| id == name) {
            Some(id) if !found.contains(&id) => {
                found.push(id);
                continue;
            }
            Some(_) => Problem::ListedTwice { what, id: name.clone() },
            None => unknown(name.clone(), nearest(name, known.iter().copied())),
        };
        let index = index.to_string();
        let place = document.yaml_place(&[way, &["prerequisites", &index]].concat());
        diagnostics.push(Diagnostic::at(place, problem));
    }
    found
}

/// Prerequisites come before what asks for them, and nothing asks for itself in a circle. `edges` are in the order in
/// which the things are met.
fn check_order<'n>(
    what: &'static str,
    edges: &[Vec<usize>],
    name: impl Fn(usize) -> &'n String,
    diagnostics: &mut Vec<Diagnostic>,
    place: impl Fn(usize, usize) -> Place,
) {
    let mut in_circle: BTreeSet<(usize, usize)> = BTreeSet::new();
    for circle in circles(edges) {
        let ways = circle.iter().copied().zip(circle.iter().copied().cycle().skip(1));
        in_circle.extend(ways);
        let ids = circle.iter().chain(circle.first()).map(|at| name(*at).clone()).collect();
        let (from, to) = (circle[0], circle.get(1).copied().unwrap_or(circle[0]));
        diagnostics.push(Diagnostic::at(place(from, to), Problem::PrerequisiteCircle { what, ids }));
    }
    for (at, before) in edges.iter().enumerate() {
        for to in before.iter().filter(|to| **to > at && !in_circle.contains(&(at, **to))) {
            let problem =
                Problem::PrerequisiteLater { what, id: name(*to).clone(), before: name(at).clone() };
            diagnostics.push(Diagnostic::at(place(at, *to), problem));
        }
    }
}

/// The circles that the edges close, each from its first member on.
fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut circles = Vec::new();
    let mut done = vec![false; edges.len()];
    for start in 0..edges.len() {
        // The way that is being followed, and the next edge to look at of each on it.
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        let mut on_way = vec![];
        if done[start] {
            continue;
        }
        on_way.push(start);
        while let Some((at, next)) = way.last_mut() {
            let Some(&to) = edges[*at].get(*next) else {
                done[*at] = true;
                way.pop();
                on_way.pop();
                continue;
            };
            *next += 1;
            if let Some(from) = on_way.iter().position(|on| *on == to) {
                let mut circle = on_way[from..].to_vec();
                let first =
                    circle.iter().enumerate().min_by_key(|(_, at)| **at).map_or(0, |(index, _)| index);
                circle.rotate_left(first);
                circles.push(circle);
            } else if !done[to] {
                way.push((to, 0));
                on_way.push(to);
            }
        }
    }
    circles
}

/// Texts on one line each, from a list.
fn lines<Y>(
    document: &Document<Y>,
    way: &[&str],
    texts: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Passage> {
    let lines = texts.iter().enumerate();
    lines
        .map(|(index, text)| document.inline(&[way, &[&index.to_string()]].concat(), text, diagnostics))
        .collect()
}

fn readings<Y>(
    document: &Document<Y>,
    way: &[&str],
    readings: &[ReadingYaml],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Reading> {
    let mut read = Vec::with_capacity(readings.len());
    for (index, reading) in readings.iter().enumerate() {
        let index = index.to_string();
        let at = |key| [way, &["readings", &index, key]].concat();
        if let Some(url) = reading.url.as_ref().filter(|url| !is_web_address(url)) {
            let problem = Problem::BadUrl { value: url.clone() };
            diagnostics.push(Diagnostic::at(document.yaml_place(&at("url")), problem));
        }
        read.push(Reading {
            text: document.inline(&at("text"), &reading.text, diagnostics),
            url: reading.url.clone().filter(|url| is_web_address(url)),
            note: reading.note.clone(),
            optional: reading.optional,
        });
    }
    read
}

fn is_web_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains([' ', '"', '<', '>']))
}

fn check(site: &Site, document: &Document<CheckYaml>, diagnostics: &mut Vec<Diagnostic>) -> Check {
    let yaml = &document.yaml;
    check_file_name(document, "check", diagnostics);
    if yaml.questions.is_empty() && !document.mended {
        let problem = Problem::EmptyValue { key: "questions".to_owned(), needed: true };
        diagnostics.push(Diagnostic::at(document.yaml_place(&["questions"]), problem));
    }
    let ids = yaml.questions.iter().map(|question| question.id.as_str());
    check_ids(document, "question", "questions", ids, diagnostics);
    let questions = yaml.questions.iter().enumerate().filter_map(|(index, yaml)| {
        QuestionReader { site, document, yaml, index: index.to_string(), diagnostics }.read()
    });
    Check {
        id: document.stem().to_owned(),
        title: yaml.title.clone(),
        questions: questions.collect(),
        path: document.path.clone(),
        lesson: None,
    }
}

/// Reads one question of a check.
struct QuestionReader<'r> {
    site: &'r Site,
    document: &'r Document<CheckYaml>,
    yaml: &'r QuestionYaml,
    index: String,
    diagnostics: &'r mut Vec<Diagnostic>,
}

impl QuestionReader<'_> {
    fn tell(&mut self, way: &[&str], problem: Problem) {
        let way = [&["questions", self.index.as_str()], way].concat();
        self.diagnostics.push(Diagnostic::at(self.document.yaml_place(&way), problem));
    }

    fn line(&mut self, way: &[&str], text: &str) -> Passage {
        let way = [&["questions", self.index.as_str()], way].concat();
        self.document.inline(&way, text, self.diagnostics)
    }

    fn read(mut self) -> Option<Question> {
        let yaml = self.yaml;
        let text = self.line(&["question"], &yaml.question);
        let mut see = Vec::new();
        for (index, code) in yaml.statements.iter().enumerate() {
            match self.site.index.code(code) {
                Some(node) => see.push(node),
                None => {
                    let problem = super::build::unknown_code(&self.site.index, code);
                    self.tell(&["statements", &index.to_string()], problem);
                }
            }
        }
        self.check_keys();
        Some(Question { id: yaml.id.clone(), text, see, ask: self.ask()? })
    }

    /// Keys of other kinds have nothing to say here.
    fn check_keys(&mut self) {
        let yaml = self.yaml;
        let keys = keys_of(yaml.kind);
        let present = [
            ("options", yaml.options.is_some()),
            ("answer", yaml.answer.is_some()),
            ("feedback-true", yaml.feedback_true.is_some()),
            ("feedback-false", yaml.feedback_false.is_some()),
            ("pairs", yaml.pairs.is_some()),
            ("distractors", yaml.distractors.is_some()),
            ("items", yaml.items.is_some()),
            ("consider", yaml.consider.is_some()),
        ];
        for (key, _) in present.into_iter().filter(|(key, present)| *present && !keys.contains(key)) {
            let (key_owned, kind) = (key.to_owned(), name_of(yaml.kind));
            let problem = Problem::KeyOfOtherKind { key: key_owned, kind, keys: keys.to_vec() };
            self.tell(&[key], problem);
        }
    }

    /// A key that a question of this kind needs.
    fn needed<'y, T>(&mut self, key: &str, value: Option<&'y T>, example: &str) -> Option<&'y T> {
        if value.is_none() && !self.document.mended {
            let problem = Problem::MissingKey { key: key.to_owned(), example: format!("{key}: {example}") };
            self.tell(&["id"], problem);
        }
        value
    }

    fn ask(&mut self) -> Option<Ask> {
        let yaml = self.yaml;
        Some(match yaml.kind {
            QuestionKind::Single | QuestionKind::Multiple => {
                let choices = self.choices()?;
                if yaml.kind == QuestionKind::Single { Ask::Single(choices) } else { Ask::Multiple(choices) }
            }
            QuestionKind::TrueFalse => {
                let answer = self.needed("answer", yaml.answer.as_ref(), "true");
                let if_true = self.needed(
                    "feedback-true",
                    yaml.feedback_true.as_ref(),
                    "What those read who said true.",
                );
                let if_false = self.needed(
                    "feedback-false",
                    yaml.feedback_false.as_ref(),
                    "What those read who said false.",
                );
                let (answer, if_true, if_false) = (*answer?, if_true?, if_false?);
                let if_true = self.line(&["feedback-true"], if_true);
                let if_false = self.line(&["feedback-false"], if_false);
                Ask::TrueFalse { answer, if_true, if_false }
            }
            QuestionKind::Matching => self.matching()?,
            QuestionKind::Ordering => {
                let items = self.needed("items", yaml.items.as_ref(), "[{text: …, feedback: …}]")?;
                self.check_count("items", "items", items.len(), 3, 8);
                let texts: Vec<(String, String)> = (0..)
                    .zip(items)
                    .map(|(at, item): (usize, _)| (at.to_string(), item.text.clone()))
                    .collect();
                self.check_twice(&[("items", Some("text"), texts)]);
                let steps = items.iter().enumerate().map(|(index, item)| {
                    let index = index.to_string();
                    Step {
                        text: self.line(&["items", &index, "text"], &item.text),
                        feedback: self.line(&["items", &index, "feedback"], &item.feedback),
                    }
                });
                Ask::Ordering(steps.collect())
            }
            QuestionKind::Reflection => {
                let consider =
                    self.needed("consider", yaml.consider.as_ref(), "What to think about after writing.")?;
                let way = ["questions", &self.index, "consider"];
                Ask::Reflection { consider: self.document.block(&way, consider) }
            }
        })
    }

    fn choices(&mut self) -> Option<Vec<Choice>> {
        let example = "[{text: …, right: true, feedback: …}, {text: …, feedback: …}]";
        let options = self.needed("options", self.yaml.options.as_ref(), example)?;
        self.check_count("options", "answers", options.len(), 2, 10);
        let several = self.yaml.kind == QuestionKind::Multiple;
        let right = options.iter().filter(|option| option.right).count();
        if !self.document.mended && options.len() > 1 {
            let problem = match right {
                0 => Some(Problem::NoRightAnswer { several }),
                1 => None,
                count if !several => Some(Problem::SeveralRightAnswers { count }),
                count if count == options.len() => Some(Problem::NoWrongAnswer),
                _ => None,
            };
            if let Some(problem) = problem {
                self.tell(&["options"], problem);
            }
        }
        let texts: Vec<(String, String)> = (0..)
            .zip(options)
            .map(|(at, option): (usize, _)| (at.to_string(), option.text.clone()))
            .collect();
        self.check_twice(&[("options", Some("text"), texts)]);
        let choices = options.iter().enumerate().map(|(index, option)| {
            let index = index.to_string();
            Choice {
                text: self.line(&["options", &index, "text"], &option.text),
                right: option.right,
                feedback: self.line(&["options", &index, "feedback"], &option.feedback),
            }
        });
        Some(choices.collect())
    }

    fn matching(&mut self) -> Option<Ask> {
        let example = "[{left: …, right: …, feedback: …}, {left: …, right: …, feedback: …}]";
        let pairs = self.needed("pairs", self.yaml.pairs.as_ref(), example)?;
        self.check_count("pairs", "pairs", pairs.len(), 2, 8);
        let distractors = self.yaml.distractors.as_deref().unwrap_or_default();
        let numbered = |texts: Vec<String>| -> Vec<(String, String)> {
            (0..).zip(texts).map(|(at, text): (usize, _)| (at.to_string(), text)).collect()
        };
        let lefts = numbered(pairs.iter().map(|pair| pair.left.clone()).collect());
        let rights = numbered(pairs.iter().map(|pair| pair.right.clone()).collect());
        self.check_twice(&[("pairs", Some("left"), lefts)]);
        self.check_twice(&[
            ("pairs", Some("right"), rights),
            ("distractors", None, numbered(distractors.to_vec())),
        ]);
        let read = pairs.iter().enumerate().map(|(index, pair)| {
            let index = index.to_string();
            Pair {
                left: self.line(&["pairs", &index, "left"], &pair.left),
                right: self.line(&["pairs", &index, "right"], &pair.right),
                feedback: self.line(&["pairs", &index, "feedback"], &pair.feedback),
            }
        });
        let pairs = read.collect();
        let distractors = distractors.iter().enumerate();
        let distractors =
            distractors.map(|(index, text)| self.line(&["distractors", &index.to_string()], text)).collect();
        Some(Ask::Matching { pairs, distractors })
    }

    fn check_count(&mut self, key: &str, what: &'static str, count: usize, least: usize, most: usize) {
        if !(least..=most).contains(&count) && !self.document.mended {
            self.tell(&[key], Problem::AnswerCount { what, count, least, most });
        }
    }

    /// Answers that read the same can't be told apart.
    fn check_twice(&mut self, lists: &[(&str, Option<&str>, Vec<(String, String)>)]) {
        let mut seen: HashMap<String, Vec<String>> = HashMap::new();
        for (list, key, texts) in lists {
            for (index, text) in texts {
                let way: Vec<String> = ["questions", &self.index, list, index]
                    .into_iter()
                    .chain(*key)
                    .map(ToOwned::to_owned)
                    .collect();
                let Some(first) = seen.insert(normal(text), way.clone()) else { continue };
                let place = |way: &[String]| {
                    self.document.yaml_place(&way.iter().map(String::as_str).collect::<Vec<_>>())
                };
                let problem = Problem::DuplicateAnswer { answer: text.clone() };
                let diagnostic = Diagnostic::at(place(&way), problem);
                self.diagnostics.push(diagnostic.with_related(place(&first), "the first one is here"));
            }
        }
    }
}

/// The keys that say how a question of this kind is answered.
fn keys_of(kind: QuestionKind) -> &'static [&'static str] {
    match kind {
        QuestionKind::Single | QuestionKind::Multiple => &["options"],
        QuestionKind::TrueFalse => &["answer", "feedback-true", "feedback-false"],
        QuestionKind::Matching => &["pairs", "distractors"],
        QuestionKind::Ordering => &["items"],
        QuestionKind::Reflection => &["consider"],
    }
}

fn name_of(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Single => "single",
        QuestionKind::Multiple => "multiple",
        QuestionKind::TrueFalse => "true-false",
        QuestionKind::Matching => "matching",
        QuestionKind::Ordering => "ordering",
        QuestionKind::Reflection => "reflection",
    }
}

fn vignette(document: &Document<VignetteYaml>, diagnostics: &mut Vec<Diagnostic>) -> Vignette {
    let yaml = &document.yaml;
    check_file_name(document, "vignette", diagnostics);
    if yaml.scenes.is_empty() && !document.mended {
        let problem = Problem::EmptyValue { key: "scenes".to_owned(), needed: true };
        diagnostics.push(Diagnostic::at(document.yaml_place(&["scenes"]), problem));
    }
    let before = diagnostics.len();
    check_ids(document, "scene", "scenes", yaml.scenes.iter().map(|scene| scene.id.as_str()), diagnostics);
    let ids: HashMap<&str, usize> =
        yaml.scenes.iter().enumerate().map(|(at, scene)| (scene.id.as_str(), at)).collect();
    let find = |id: &str, way: &[&str], diagnostics: &mut Vec<Diagnostic>| {
        let found = ids.get(id).copied();
        if found.is_none() && !document.mended {
            let known: Vec<&str> = yaml.scenes.iter().map(|scene| scene.id.as_str()).collect();
            let problem = Problem::UnknownScene {
                scene: id.to_owned(),
                nearest: nearest(id, known.iter().copied()),
                known: known.into_iter().map(ToOwned::to_owned).collect(),
            };
            diagnostics.push(Diagnostic::at(document.yaml_place(way), problem));
        }
        found
    };
    let start = yaml.start.as_ref().map_or(Some(0), |start| find(start, &["start"], diagnostics));
    let mut scenes = Vec::with_capacity(yaml.scenes.len());
    for (at, scene) in yaml.scenes.iter().enumerate() {
        let at = at.to_string();
        let mut moves = Vec::with_capacity(scene.choices.len());
        for (index, choice) in scene.choices.iter().enumerate() {
            let index = index.to_string();
            let way = |key| ["scenes", at.as_str(), "choices", index.as_str(), key];
            let Some(to) = find(&choice.to, &way("to"), diagnostics) else { continue };
            moves.push(Move {
                text: document.inline(&way("text"), &choice.text, diagnostics),
                to,
                feedback: document.block(&way("feedback"), &choice.feedback),
            });
        }
        scenes.push(Scene {
            id: scene.id.clone(),
            text: document.block(&["scenes", &at, "text"], &scene.text),
            moves,
        });
    }
    // With a choice that leads nowhere, nobody knows what can be reached.
    let sound = !document.mended && !diagnostics[before..].iter().any(Diagnostic::is_error);
    if let (true, Some(start)) = (sound && !scenes.is_empty(), start) {
        check_scenes(document, &scenes, start, diagnostics);
    }
    Vignette {
        id: document.stem().to_owned(),
        title: yaml.title.clone(),
        summary: yaml.summary.clone(),
        start: start.unwrap_or(0),
        scenes,
        path: document.path.clone(),
        lesson: None,
    }
}

/// Every scene can be reached, and from each an ending.
fn check_scenes(
    document: &Document<VignetteYaml>,
    scenes: &[Scene],
    start: usize,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let place = |at: usize| document.yaml_place(&["scenes", &at.to_string(), "id"]);
    let forward: Vec<Vec<usize>> =
        scenes.iter().map(|scene| scene.moves.iter().map(|step| step.to).collect()).collect();
    let reached = spread(&forward, [start]);
    for at in (0..scenes.len()).filter(|at| !reached[*at]) {
        let problem = Problem::SceneUnreachable { scene: scenes[at].id.clone() };
        diagnostics.push(Diagnostic::at(place(at), problem));
    }
    let endings: Vec<usize> = (0..scenes.len()).filter(|at| scenes[*at].moves.is_empty()).collect();
    if endings.is_empty() {
        diagnostics.push(Diagnostic::at(document.yaml_place(&["scenes"]), Problem::NoEnding));
        return;
    }
    let mut backward = vec![Vec::new(); scenes.len()];
    for (from, to) in forward.iter().enumerate().flat_map(|(from, all)| all.iter().map(move |to| (from, *to)))
    {
        backward[to].push(from);
    }
    let ends = spread(&backward, endings);
    let endless: Vec<usize> = (0..scenes.len()).filter(|at| reached[*at] && !ends[*at]).collect();
    if let Some(first) = endless.first() {
        let problem =
            Problem::SceneEndless { scenes: endless.iter().map(|at| scenes[*at].id.clone()).collect() };
        diagnostics.push(Diagnostic::at(place(*first), problem));
    }
}

/// What can be reached from `starts`.
fn spread(edges: &[Vec<usize>], starts: impl IntoIterator<Item = usize>) -> Vec<bool> {
    let mut reached = vec![false; edges.len()];
    let mut open: Vec<usize> = starts.into_iter().collect();
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut reached[at], true) {
            open.extend(&edges[at]);
        }
    }
    reached
}

/// Resolves what courses refer to and embed, writes down what lessons teach, and gives what points where.
pub(super) fn resolve(
    site: &mut Site,
    documents: &Documents,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Origin, Target)> {
    let folders = folders(documents);
    let mut links = Vec::new();
    for course in 0..site.courses.len() {
        let Some(folder) = folders.get(site.courses[course].id.as_str()) else { continue };
        let found = Resolver::new(site, course, diagnostics).course(folder);
        links.extend(found.links);
        let of = &mut site.courses[course];
        of.headings = found.headings;
        for (lesson, found) in of.lessons.iter_mut().zip(found.lessons) {
            lesson.headings = found.headings;
            lesson.checks = found.checks;
            lesson.vignettes = found.vignettes;
            lesson.taught = found.taught.into_iter().collect();
            lesson.mentioned = found.mentioned.into_iter().collect();
        }
        for (check, lesson) in of.checks.iter_mut().zip(found.check_lessons) {
            check.lesson = lesson;
        }
        for (vignette, lesson) in of.vignettes.iter_mut().zip(found.vignette_lessons) {
            vignette.lesson = lesson;
        }
    }
    for id in site.lessons().collect::<Vec<_>>() {
        for node in site.lesson(id).taught.clone() {
            site.nodes[node].taught_in.push(id);
        }
    }
    links
}

/// What a course refers to.
#[derive(Default)]
struct Found {
    links: Vec<(Origin, Target)>,
    headings: Vec<Heading>,
    lessons: Vec<FoundInLesson>,
    check_lessons: Vec<Option<usize>>,
    vignette_lessons: Vec<Option<usize>>,
}

/// What a lesson refers to.
#[derive(Default)]
struct FoundInLesson {
    headings: Vec<Heading>,
    checks: Vec<usize>,
    vignettes: Vec<usize>,
    taught: BTreeSet<NodeId>,
    mentioned: BTreeSet<NodeId>,
}

/// Resolves the references of one course.
struct Resolver<'r> {
    site: &'r Site,
    id: CourseId,
    course: &'r Course,
    diagnostics: &'r mut Vec<Diagnostic>,
    links: Vec<(Origin, Target)>,
}

impl<'r> Resolver<'r> {
    fn new(site: &'r Site, id: CourseId, diagnostics: &'r mut Vec<Diagnostic>) -> Self {
        Self { site, id, course: &site.courses[id], diagnostics, links: Vec::new() }
    }

    fn course(mut self, folder: &Folder<'_>) -> Found {
        let course = self.course;
        let mut found = Found::default();
        let origin = Origin::Course(self.id);
        let outline = course.prose.outline();
        super::build::resolve_one(
            self.site,
            origin,
            &course.prose,
            &course.path,
            &outline,
            &mut self.links,
            self.diagnostics,
        );
        found.headings = outline.headings;
        let of_course = course.audience.iter().chain(&course.outcomes);
        let of_units = course.units.iter().flat_map(|unit| unit.outcomes.iter().chain(texts(&unit.readings)));
        for passage in of_course.chain(texts(&course.readings)).chain(of_units) {
            self.passage(passage, &course.path, origin);
        }
        let mut embedded: HashMap<(&str, usize), Place> = HashMap::new();
        found.check_lessons = vec![None; course.checks.len()];
        found.vignette_lessons = vec![None; course.vignettes.len()];
        for (at, lesson) in course.lessons.iter().enumerate() {
            let document = folder.lessons.iter().find(|document| document.path == lesson.path);
            let (of_lesson, embeds) = self.lesson(at, document.copied());
            for (embed, place) in embeds {
                let (what, index, id, slot) = match embed {
                    Embed::Check(_, check) => {
                        ("check", check, &course.checks[check].id, &mut found.check_lessons[check])
                    }
                    Embed::Vignette(_, vignette) => (
                        "vignette",
                        vignette,
                        &course.vignettes[vignette].id,
                        &mut found.vignette_lessons[vignette],
                    ),
                    Embed::Statement(_) | Embed::Assessment(_) => continue,
                };
                if let Some(first) = embedded.get(&(what, index)) {
                    let problem = Problem::EmbeddedTwice { what, id: id.clone() };
                    let diagnostic = Diagnostic::at(place, problem);
                    self.diagnostics
                        .push(diagnostic.with_related(first.clone(), "it is embedded here first"));
                } else {
                    *slot = Some(at);
                    embedded.insert((what, index), place);
                }
            }
            found.lessons.push(of_lesson);
        }
        self.checks(folder, &mut found);
        self.vignettes(folder, &mut found);
        for lesson in &mut found.lessons {
            lesson.mentioned.retain(|node| !lesson.taught.contains(node));
        }
        found.links = self.links;
        found
    }

    /// What a lesson's file refers to, and what it embeds.
    fn lesson(
        &mut self,
        at: usize,
        document: Option<&Document<LessonYaml>>,
    ) -> (FoundInLesson, Vec<(Embed, Place)>) {
        let lesson = &self.course.lessons[at];
        let origin = Origin::Lesson(LessonId { course: self.id, lesson: at });
        let mut found = FoundInLesson::default();
        let before = self.diagnostics.len();
        for outcome in &lesson.outcomes {
            for node in self.passage(outcome, &lesson.path, origin) {
                if self.site.nodes[node].level == Level::Statement {
                    found.taught.insert(node);
                    found.taught.extend(self.site.statements_below(node));
                } else {
                    found.mentioned.insert(node);
                }
            }
        }
        let told = self.diagnostics.len() > before;
        if let Some(document) = document
            && found.taught.is_empty()
            && !lesson.outcomes.is_empty()
            && !told
            && !document.mended
        {
            let place = document.yaml_place(&["outcomes"]);
            self.diagnostics.push(Diagnostic::at(place, Problem::LessonUnaligned));
        }
        let activities = lesson.activities.iter().map(|activity| &activity.text);
        for passage in activities.chain(&lesson.discussion).chain(texts(&lesson.readings)) {
            let nodes = self.passage(passage, &lesson.path, origin);
            found.mentioned.extend(nodes);
        }
        let outline = lesson.prose.outline();
        let (prose, path) = (&lesson.prose, &lesson.path);
        let from = self.links.len();
        let embeds = super::build::resolve_one(
            self.site,
            origin,
            prose,
            path,
            &outline,
            &mut self.links,
            self.diagnostics,
        );
        found.mentioned.extend(nodes_of(&self.links[from..]));
        for (embed, _) in &embeds {
            match embed {
                Embed::Check(_, check) => found.checks.push(*check),
                Embed::Vignette(_, vignette) => found.vignettes.push(*vignette),
                Embed::Statement(_) | Embed::Assessment(_) => {}
            }
        }
        found.headings = outline.headings;
        (found, embeds)
    }

    fn checks(&mut self, folder: &Folder<'_>, found: &mut Found) {
        let course = self.course;
        for (at, check) in course.checks.iter().enumerate() {
            let lesson = found.check_lessons[at];
            let origin = self.origin(lesson);
            let mut nodes: Vec<NodeId> = Vec::new();
            for question in &check.questions {
                nodes.extend(self.passage(&question.text, &check.path, origin));
                for passage in question.ask.passages() {
                    nodes.extend(self.passage(passage, &check.path, origin));
                }
                nodes.extend(&question.see);
                self.links.extend(question.see.iter().map(|node| (origin, Target::Node(*node))));
            }
            match lesson {
                Some(lesson) => found.lessons[lesson].mentioned.extend(nodes),
                None => self.not_embedded("check", &check.id, folder.checks.get(at).copied()),
            }
        }
    }

    fn vignettes(&mut self, folder: &Folder<'_>, found: &mut Found) {
        let course = self.course;
        for (at, vignette) in course.vignettes.iter().enumerate() {
            let lesson = found.vignette_lessons[at];
            let origin = self.origin(lesson);
            let mut nodes: Vec<NodeId> = Vec::new();
            for scene in &vignette.scenes {
                nodes.extend(self.passage(&scene.text, &vignette.path, origin));
                for step in &scene.moves {
                    nodes.extend(self.passage(&step.text, &vignette.path, origin));
                    let before = self.diagnostics.len();
                    let grounds = self.passage(&step.feedback, &vignette.path, origin);
                    let told = self.diagnostics.len() > before;
                    let is_statement = |node: &NodeId| self.site.nodes[*node].level == Level::Statement;
                    if !told && !grounds.iter().any(is_statement) {
                        let span = step.feedback.events.first().map_or(0..0, |(_, span)| span.clone());
                        let length =
                            step.feedback.source.text[span.clone()].lines().next().unwrap_or_default().len();
                        let place = step.feedback.place(span.start..span.start + length);
                        self.diagnostics.push(Diagnostic::at(place, Problem::FeedbackUngrounded));
                    }
                    nodes.extend(grounds);
                }
            }
            match lesson {
                Some(lesson) => found.lessons[lesson].mentioned.extend(nodes),
                None => self.not_embedded("vignette", &vignette.id, folder.vignettes.get(at).copied()),
            }
        }
    }

    /// What stands in a check or vignette is found in its lesson; one that is in none is checked all the same.
    fn origin(&self, lesson: Option<usize>) -> Origin {
        match lesson {
            Some(lesson) => Origin::Lesson(LessonId { course: self.id, lesson }),
            None => Origin::Course(self.id),
        }
    }

    fn not_embedded<Y>(&mut self, what: &'static str, id: &str, document: Option<&Document<Y>>) {
        if let Some(document) = document {
            let problem = Problem::NotEmbedded { what, id: id.to_owned() };
            self.diagnostics.push(Diagnostic::at(document.yaml_place(&["title"]), problem));
        }
    }

    /// The nodes that a text of the YAML refers to.
    fn passage(&mut self, passage: &Passage, path: &str, origin: Origin) -> Vec<NodeId> {
        let from = self.links.len();
        let prose = Prose::new(&passage.source, 0..0, crate::source::markdown::Flavor::Informative);
        let outline: Outline = passage.outline();
        super::build::resolve_text(
            self.site,
            origin,
            &prose,
            path,
            &outline,
            &mut self.links,
            self.diagnostics,
        );
        nodes_of(&self.links[from..]).collect()
    }
}

impl Ask {
    /// Everything that is read in answering.
    fn passages(&self) -> Vec<&Passage> {
        match self {
            Self::Single(choices) | Self::Multiple(choices) => {
                choices.iter().flat_map(|choice| [&choice.text, &choice.feedback]).collect()
            }
            Self::TrueFalse { if_true, if_false, .. } => vec![if_true, if_false],
            Self::Matching { pairs, distractors } => {
                let pairs = pairs.iter().flat_map(|pair| [&pair.left, &pair.right, &pair.feedback]);
                pairs.chain(distractors).collect()
            }
            Self::Ordering(steps) => steps.iter().flat_map(|step| [&step.text, &step.feedback]).collect(),
            Self::Reflection { consider } => vec![consider],
        }
    }
}

fn texts(readings: &[Reading]) -> impl Iterator<Item = &Passage> {
    readings.iter().map(|reading| &reading.text)
}

fn nodes_of(links: &[(Origin, Target)]) -> impl Iterator<Item = NodeId> + '_ {
    links.iter().filter_map(|(_, target)| match target {
        Target::Node(id) => Some(*id),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{circles, spread};

    #[test]
    fn circles_are_found_once_each() {
        assert_eq!(circles(&[vec![], vec![0], vec![1, 0]]), Vec::<Vec<usize>>::new());
        assert_eq!(circles(&[vec![0]]), [vec![0]]);
        assert_eq!(circles(&[vec![1], vec![2], vec![0]]), [vec![0, 1, 2]]);
        assert_eq!(circles(&[vec![], vec![2], vec![1, 0]]), [vec![1, 2]]);
    }

    #[test]
    fn what_can_be_reached_is() {
        assert_eq!(spread(&[vec![1], vec![0], vec![1]], [0]), [true, true, false]);
    }
}
