//! What courses refer to and embed, and what their lessons teach.

use std::collections::{BTreeSet, HashMap};

use super::read::{Folder, folders};
use super::{Ask, Course, Embed, Reading};
use crate::diagnostic::{Diagnostic, Place, Problem, Tallied};
use crate::model::resolve::Text;
use crate::model::{CourseId, LessonId, Level, NodeId, Origin, Site, Target};
use crate::source::course::LessonYaml;
use crate::source::markdown::{Flavor, Heading, Prose};
use crate::source::{Document, Documents, Passage};

/// Resolves what courses refer to and embed, writes down what lessons teach, and gives what points where.
pub(in crate::model) fn resolve(
    site: &mut Site,
    documents: &Documents,
    diagnostics: &mut Tallied,
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
    diagnostics: &'r mut Tallied,
    links: Vec<(Origin, Target)>,
}

impl<'r> Resolver<'r> {
    fn new(site: &'r Site, id: CourseId, diagnostics: &'r mut Tallied) -> Self {
        Self { site, id, course: &site.courses[id], diagnostics, links: Vec::new() }
    }

    fn course(mut self, folder: &Folder<'_>) -> Found {
        let course = self.course;
        let mut found = Found::default();
        let origin = Origin::Course(self.id);
        let outline = course.prose.outline();
        let text = Text { origin, prose: &course.prose, path: &course.path, outline: &outline };
        text.resolve(self.site, &mut self.links, self.diagnostics);
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
        let before = self.diagnostics.count();
        for outcome in &lesson.outcomes {
            for node in self.passage(outcome, &lesson.path, origin) {
                if self.site.nodes[node].level == Level::Statement {
                    // With a statement those below it have been taken in.
                    if found.taught.insert(node) {
                        found.taught.extend(self.site.statements_below(node));
                    }
                } else {
                    found.mentioned.insert(node);
                }
            }
        }
        let told = self.diagnostics.count() > before;
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
        let text = Text { origin, prose: &lesson.prose, path: &lesson.path, outline: &outline };
        let from = self.links.len();
        let embeds = text.resolve(self.site, &mut self.links, self.diagnostics);
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
                    let before = self.diagnostics.count();
                    let grounds = self.passage(&step.feedback, &vignette.path, origin);
                    let told = self.diagnostics.count() > before;
                    let is_statement = |node: &NodeId| self.site.nodes[*node].level == Level::Statement;
                    if !told && !grounds.iter().any(is_statement) {
                        let span = step.feedback.events().next().map_or(0..0, |(_, span)| span);
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
        let prose = Prose::new(&passage.source, 0..0, Flavor::Informative);
        let outline = passage.outline();
        let text = Text { origin, prose: &prose, path, outline: &outline };
        text.resolve_in_yaml(self.site, &mut self.links, self.diagnostics);
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
