//! Files → courses: units, lessons, and their order.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::check::check;
use super::vignette::vignette;
use super::{Activity, Course, Lesson, Reading, Unit, folder_of};
use crate::diagnostic::{Diagnostic, Place, Problem, Proposals, Tallied, listed};
use crate::model::build::{CIRCLES, is_web_address};
use crate::model::ids::{check_file_name, check_ids, is_id};
use crate::model::{LessonId, Site};
use crate::source::course::{CheckYaml, CourseYaml, LessonYaml, ReadingYaml, VignetteYaml};
use crate::source::limits::LESSONS;
use crate::source::{Document, Documents, Passage};

/// The files of one course.
#[derive(Default)]
pub(super) struct Folder<'d> {
    pub course: Option<&'d Document<CourseYaml>>,
    pub lessons: Vec<&'d Document<LessonYaml>>,
    pub checks: Vec<&'d Document<CheckYaml>>,
    pub vignettes: Vec<&'d Document<VignetteYaml>>,
}

/// The files of courses, by the names of their folders.
pub(super) fn folders(documents: &Documents) -> BTreeMap<&str, Folder<'_>> {
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

/// Reads the courses into the site, whose nodes are complete. What they refer to is for [`super::resolve`].
pub(in crate::model) fn add(site: &mut Site, documents: &Documents, diagnostics: &mut Tallied) {
    let mut found: Vec<(&Document<CourseYaml>, &str, Folder<'_>)> = Vec::new();
    for (id, folder) in folders(documents) {
        match folder.course {
            Some(document) if folder.lessons.len() > LESSONS => {
                let (what, instead) = ("lessons in this course", "make several courses of it");
                let place = document.yaml_place(&["units"]);
                diagnostics.push(Diagnostic::over_limit(place, LESSONS, what, instead));
            }
            Some(document) => found.push((document, id, folder)),
            None => {
                if let Some(problem) = without_course(&folder) {
                    diagnostics.push(problem);
                }
            }
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
    diagnostics: &'r mut Tallied,
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
        // The order of a course that isn't whole says nothing.
        if !document.mended {
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
        }
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
            vignettes: vignettes
                .into_iter()
                .map(|document| vignette(self.site, document, self.diagnostics))
                .collect(),
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
                    let problem = unknown_lesson(name, &known, &self.site.index.proposals);
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
        if !document.mended {
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
        }
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
        let proposals = &self.site.index.proposals;
        let prerequisites =
            named(document, &way, &yaml.prerequisites, "unit", &known, self.diagnostics, |unit| {
                Problem::UnknownUnit {
                    unit: unit.to_owned(),
                    nearest: proposals.nearest(unit, known.iter().copied()),
                    known: listed(known.iter().copied()),
                }
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
        let proposals = &self.site.index.proposals;
        let prerequisites =
            named(document, &[], &yaml.prerequisites, "lesson", &known, self.diagnostics, |lesson| {
                unknown_lesson(lesson, &known, proposals)
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

fn unknown_lesson(lesson: &str, known: &[&str], proposals: &Proposals) -> Problem {
    Problem::UnknownLesson {
        lesson: lesson.to_owned(),
        nearest: proposals.nearest(lesson, known.iter().copied()),
        known: listed(known.iter().copied()),
    }
}

/// What stands under `prerequisites` at `way`, each once, as indices into `known`.
fn named<Y>(
    document: &Document<Y>,
    way: &[&str],
    names: &[String],
    what: &'static str,
    known: &[&str],
    diagnostics: &mut Tallied,
    unknown: impl Fn(&str) -> Problem,
) -> Vec<usize> {
    let mut found = Vec::new();
    if names.is_empty() {
        return found;
    }
    let ids: HashMap<&str, usize> = known.iter().enumerate().rev().map(|(at, id)| (*id, at)).collect();
    for (index, name) in names.iter().enumerate() {
        let problem = match ids.get(name.as_str()).copied() {
            Some(id) if !found.contains(&id) => {
                found.push(id);
                continue;
            }
            Some(_) => Problem::ListedTwice { what, id: name.clone() },
            None if document.mended => continue,
            None => unknown(name),
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
    diagnostics: &mut Tallied,
    place: impl Fn(usize, usize) -> Place,
) {
    let mut in_circle: BTreeSet<(usize, usize)> = BTreeSet::new();
    let circles = circles(edges);
    // Among so many circles, what comes later than what nobody can say.
    let is_order = circles.len() < CIRCLES;
    for circle in circles {
        let ways = circle.iter().copied().zip(circle.iter().copied().cycle().skip(1));
        in_circle.extend(ways);
        let ids = circle.iter().chain(circle.first()).map(|at| name(*at).clone()).collect();
        let (from, to) = (circle[0], circle.get(1).copied().unwrap_or(circle[0]));
        diagnostics.push(Diagnostic::at(place(from, to), Problem::PrerequisiteCircle { what, ids }));
    }
    for (at, before) in edges.iter().enumerate().filter(|_| is_order) {
        for to in before.iter().filter(|to| **to > at && !in_circle.contains(&(at, **to))) {
            let problem =
                Problem::PrerequisiteLater { what, id: name(*to).clone(), before: name(at).clone() };
            diagnostics.push(Diagnostic::at(place(at, *to), problem));
        }
    }
}

/// The first circles that the edges close, each from its first member on.
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
                if circles.len() == CIRCLES {
                    return circles;
                }
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
    diagnostics: &mut Tallied,
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
    diagnostics: &mut Tallied,
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

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn circles_are_found_once_each() {
        assert_eq!(circles(&[vec![], vec![0], vec![1, 0]]), Vec::<Vec<usize>>::new());
        assert_eq!(circles(&[vec![0]]), [vec![0]]);
        assert_eq!(circles(&[vec![1], vec![2], vec![0]]), [vec![0, 1, 2]]);
        assert_eq!(circles(&[vec![], vec![2], vec![1, 0]]), [vec![1, 2]]);
    }
}
