//! The list of a site's pages: what each shows, where it is, what it is called, and what can't be where it should.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::address::{Addresses, file_name};
use super::context::Link;
use super::preview::Previews;
use super::prose::{Findings, Readers};
use super::shared::Pieces;
use super::{address, course, coverage, matrix, offline};
use crate::budget::Budget;
use crate::diagnostic::{Diagnostic, Place, Problem, Proposals};
use crate::model::{Aspect, AssessmentId, CourseId, GuideId, LessonId, Level, NodeId, Site, TermId, TopicId};
use crate::names;
use crate::source::limits::{ADDRESS_LETTERS, ALIASES, PAGES};
use crate::source::markdown::Prose;
use crate::theme::Theme;

/// One page: what it shows.
#[derive(Clone, Debug)]
pub(super) enum What {
    Home,
    Standards,
    Section(NodeId),
    Part(NodeId),
    Statement(NodeId),
    Print(Option<NodeId>),
    Topics,
    Topic(TopicId),
    Glossary,
    Term(TermId),
    Guides,
    Guide(GuideId),
    Explore,
    Assessments,
    Assessment(AssessmentId),
    Practice,
    Supervision,
    Courses,
    Course(CourseId),
    Unit(CourseId, usize),
    Lesson(LessonId),
    Worksheet(LessonId),
    Key(LessonId),
    Readings(CourseId),
    Syllabus(CourseId),
    Coverage(CourseId, Option<coverage::Table>),
    Cohort,
    Matrix(Option<NodeId>),
    Study,
    Flashcards,
    About,
    NotFound,
    /// In the place of one that was not kept for reading without a network.
    NotKept,
    Redirect(Link),
}

/// A page with its address.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Root-relative address, the path of its file.
    pub address: String,
    pub(super) what: What,
}

/// All pages of a site, ready to be rendered.
pub struct Plan<'a> {
    pub(super) site: &'a Site,
    pub(super) theme: &'a Theme,
    pub(super) addresses: Addresses,
    /// Every page.
    pub pages: Vec<Planned>,
    pub(super) known: BTreeSet<String>,
    pub(super) pieces: Pieces,
    pub(super) previews: Previews,
    pub(super) findings: Findings,
    pub(super) proposals: Proposals,
}

impl<'a> Plan<'a> {
    /// Lists the pages of a site. Pages that want the same address, and earlier addresses that can't be kept, are
    /// told of.
    pub fn new(site: &'a Site, theme: &'a Theme, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let addresses = Addresses::new(site);
        let mut pages = Vec::new();
        // Aliases and courses can make any number of pages of a few texts. One page too many is enough to say so.
        let mut add = |address: String, what: What| {
            if pages.len() <= PAGES {
                pages.push(Planned { address, what });
            }
        };
        add("index.html".into(), What::Home);
        add("standards/index.html".into(), What::Standards);
        add("standards/print.html".into(), What::Print(None));
        for (id, node) in site.nodes.iter().enumerate() {
            let what = match node.level {
                Level::Section => What::Section(id),
                Level::Part => What::Part(id),
                Level::Statement => What::Statement(id),
            };
            add(addresses.node(id).to_owned(), what);
            if node.level == Level::Section {
                add(print_address(site, id), What::Print(Some(id)));
            }
        }
        if !site.topics.is_empty() {
            add("topics/index.html".into(), What::Topics);
        }
        for (id, topic) in site.topics.iter().enumerate() {
            add(address::topic(&topic.id), What::Topic(id));
        }
        if !site.terms.is_empty() {
            add("glossary/index.html".into(), What::Glossary);
        }
        for (id, term) in site.terms.iter().enumerate() {
            add(address::term(&term.id), What::Term(id));
        }
        if !site.guides.is_empty() {
            add("guides/index.html".into(), What::Guides);
        }
        for (id, guide) in site.guides.iter().enumerate() {
            add(format!("guides/{}.html", file_name(&guide.id)), What::Guide(id));
        }
        if site.config.features.explore {
            add("explore.html".into(), What::Explore);
        }
        if !site.assessments.is_empty() {
            add("assessments/index.html".into(), What::Assessments);
            add("practice.html".into(), What::Practice);
            add("supervision.html".into(), What::Supervision);
            add("cohort.html".into(), What::Cohort);
        }
        for (id, assessment) in site.assessments.iter().enumerate() {
            add(address::assessment(&assessment.id), What::Assessment(id));
        }
        if !site.courses.is_empty() {
            add("courses/index.html".into(), What::Courses);
        }
        for id in 0..site.courses.len() {
            plan_course(site, id, &mut add);
        }
        if matrix::wanted(site) {
            add("matrix.html".into(), What::Matrix(None));
            for table in matrix::tables(site) {
                diagnostics.extend(matrix::check(site, table));
                add(matrix::address(site, table), What::Matrix(Some(table)));
            }
        }
        if site.config.features.study {
            add("study.html".into(), What::Study);
            add("flashcards.html".into(), What::Flashcards);
        }
        add("about.html".into(), What::About);
        add("404.html".into(), What::NotFound);
        if theme.is_offline() {
            add(offline::NOT_KEPT.into(), What::NotKept);
        }

        let mut plan = Self {
            site,
            theme,
            previews: Previews::new(site, &addresses),
            addresses,
            pages,
            known: BTreeSet::new(),
            pieces: Pieces::new(site),
            findings: Findings::default(),
            proposals: Proposals::of_a_site(),
        };
        let taken = plan.check_addresses(diagnostics);
        let redirects = plan.redirects(&taken, diagnostics);
        plan.pages.extend(redirects);
        if plan.pages.len() > PAGES {
            let (what, instead) = ("pages in this site", "make several sites of it");
            let content = site.config_source.path.parent().unwrap_or(Path::new(""));
            let problem = Problem::OverLimit { what, limit: PAGES, instead };
            diagnostics.push(Diagnostic::path(content, problem));
        }
        plan.known = plan.pages.iter().map(|page| page.address.clone()).collect();
        diagnostics.extend(plan.long_addresses());
        plan
    }

    /// Pages that some readers may not be able to unpack.
    fn long_addresses(&self) -> impl Iterator<Item = Diagnostic> {
        self.pages.iter().filter_map(|page| Some(self.told_of(page, long_address(&page.address)?)))
    }

    /// Addresses must differ in more than capitals: half of the world's disks don't tell those apart. The pages by
    /// their addresses without capitals.
    fn check_addresses(&self, diagnostics: &mut Vec<Diagnostic>) -> HashMap<String, &Planned> {
        let mut seen: HashMap<String, &Planned> = HashMap::with_capacity(self.pages.len());
        for page in &self.pages {
            let Some(first) = seen.insert(page.address.to_lowercase(), page) else { continue };
            // Standpoint's own pages may come later; the one to change is the writer's.
            let (page, first) = if self.place(&page.what).is_some() { (page, first) } else { (first, page) };
            let there = self.place(&first.what);
            if there.is_some() && self.name(&page.what) == self.name(&first.what) && is_node(&page.what) {
                // Two of one code have been told of.
                continue;
            }
            let other = there.as_ref().map(|_| self.name(&first.what));
            let problem = Problem::SameAddress { address: page.address.clone(), other };
            let diagnostic = match self.place(&page.what) {
                Some(place) => Diagnostic::at(place, problem),
                None => Diagnostic::path(&page.address, problem),
            };
            diagnostics.push(match there {
                Some(there) => diagnostic.with_related(there, "the other one is here"),
                None => diagnostic,
            });
        }
        seen
    }

    /// Pages at the earlier addresses of others, where no page is.
    fn redirects(
        &self,
        taken: &HashMap<String, &Planned>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Planned> {
        let mut redirects = Vec::new();
        // The titles of pages by their earlier addresses.
        let mut earlier: HashMap<String, String> = HashMap::new();
        for page in &self.pages {
            let aliases: &[String] = match page.what {
                What::Section(id) | What::Part(id) | What::Statement(id) => &self.site.nodes[id].aliases,
                What::Topic(id) => &self.site.topics[id].aliases,
                What::Term(id) => &self.site.terms[id].aliases,
                What::Guide(id) => &self.site.guides[id].aliases,
                What::Assessment(id) => &self.site.assessments[id].aliases,
                What::Course(id) => &self.site.courses[id].aliases,
                What::Lesson(id) => &self.site.lesson(id).aliases,
                _ => &[],
            };
            if aliases.len() > ALIASES {
                let (what, instead) = ("earlier addresses of this page", "leave the oldest ones out");
                let tell = |place| Diagnostic::over_limit(place, ALIASES, what, instead);
                diagnostics.extend(self.place(&page.what).map(tell));
                continue;
            }
            if self.pages.len() + redirects.len() > PAGES {
                break;
            }
            for alias in aliases {
                let clean = alias.ends_with(".html")
                    && alias.split('/').all(|piece| !piece.is_empty() && file_name(piece) == piece)
                    && names::fit(alias) == *alias;
                let lower = alias.to_lowercase();
                let other = taken.get(&lower).map(|page| self.name(&page.what));
                let other = other.or_else(|| earlier.get(&lower).cloned());
                if clean && other.is_none() {
                    let title = self.name(&page.what);
                    earlier.insert(lower, title.clone());
                    let to = Link { title, address: page.address.clone() };
                    redirects.push(Planned { address: alias.clone(), what: What::Redirect(to) });
                } else if let Some(place) = self.place(&page.what) {
                    let taken = other.filter(|_| clean);
                    let place = in_front_matter(&place, alias);
                    diagnostics
                        .push(Diagnostic::at(place, Problem::BadAlias { alias: alias.clone(), taken }));
                }
            }
        }
        redirects
    }

    /// The name of a page for people.
    fn name(&self, what: &What) -> String {
        match what {
            What::Section(id) | What::Part(id) => {
                let node = &self.site.nodes[*id];
                self.site.with_code(&node.code, &node.label)
            }
            What::Statement(id) => self.site.nodes[*id].code.clone(),
            What::Topic(id) => self.site.topics[*id].title.clone(),
            What::Term(id) => self.site.terms[*id].term.clone(),
            What::Guide(id) => self.site.guides[*id].title.clone(),
            What::Assessment(id) => self.site.assessments[*id].title.clone(),
            What::Course(id) => self.site.courses[*id].title.clone(),
            What::Unit(id, unit) => self.site.courses[*id].units[*unit].title.clone(),
            What::Lesson(id) => self.site.lesson(*id).title.clone(),
            What::Print(_) => "a print view".to_owned(),
            _ => "a page of Standpoint’s own".to_owned(),
        }
    }

    fn place(&self, what: &What) -> Option<Place> {
        let title = |prose: &Prose, title: &str| in_front_matter(&prose.place(0..0), title);
        match what {
            What::Section(id) | What::Part(id) | What::Statement(id) => {
                Some(self.site.nodes[*id].place.clone())
            }
            What::Topic(id) => Some(title(&self.site.topics[*id].prose, &self.site.topics[*id].title)),
            What::Term(id) => Some(title(&self.site.terms[*id].prose, &self.site.terms[*id].term)),
            What::Guide(id) => Some(title(&self.site.guides[*id].prose, &self.site.guides[*id].title)),
            What::Assessment(id) => {
                Some(title(&self.site.assessments[*id].prose, &self.site.assessments[*id].title))
            }
            What::Course(id) => Some(title(&self.site.courses[*id].prose, &self.site.courses[*id].title)),
            What::Unit(id, unit) => {
                let course = &self.site.courses[*id];
                Some(title(&course.prose, &course.units[*unit].title))
            }
            What::Lesson(id) => Some(title(&self.site.lesson(*id).prose, &self.site.lesson(*id).title)),
            _ => None,
        }
    }

    /// Has rendering not note which page reads what: for a plan with which nobody goes on.
    pub fn forget_readers(&mut self) {
        self.findings.forgets_readers = true;
    }

    /// The theme the pages are made with.
    pub fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// The site that it is for.
    pub fn site(&self) -> &'a Site {
        self.site
    }

    /// Room for the statements, which are made once for all pages that show them. Where it is overdrawn, some are empty.
    pub(crate) fn room(&self) -> &Budget {
        &self.pieces.room
    }

    /// A problem with a page, at what it is about.
    pub(super) fn told_of(&self, planned: &Planned, problem: Problem) -> Diagnostic {
        match self.place(&planned.what) {
            Some(place) => Diagnostic::at(place, problem),
            None => Diagnostic::path(&planned.address, problem),
        }
    }

    /// What rendering found: problems, and the content files that pages need.
    pub fn into_findings(self) -> (Vec<Diagnostic>, BTreeSet<String>) {
        let found = self.take_found();
        (found.diagnostics, found.assets.into_keys().collect())
    }

    /// What rendering found so far.
    pub fn take_found(&self) -> Found {
        fn taken<T: Default>(found: &Mutex<T>) -> T {
            std::mem::take(&mut found.lock().unwrap_or_else(PoisonError::into_inner))
        }
        let Findings { diagnostics, tally, assets, readers, .. } = &self.findings;
        let mut diagnostics = taken(diagnostics);
        diagnostics.extend(tally.left_out());
        Found { diagnostics, assets: taken(assets), readers: taken(readers) }
    }

    /// The plan itself, to be gone on with when little has changed.
    pub fn into_draft(self) -> Draft {
        let Self { addresses, pages, known, previews, .. } = self;
        Draft { addresses, pages, known, previews }
    }

    /// Goes on with a plan for the same site, in which nothing has changed since but [aspects](crate::model::Aspect).
    pub fn resume(site: &'a Site, theme: &'a Theme, draft: Draft) -> Self {
        let Draft { addresses, pages, known, previews } = draft;
        let (pieces, findings) = (Pieces::new(site), Findings::default());
        let proposals = Proposals::of_a_site();
        Self { site, theme, addresses, pages, known, pieces, previews, findings, proposals }
    }
}

/// What of a plan doesn't depend on what may change alone.
pub struct Draft {
    addresses: Addresses,
    pages: Vec<Planned>,
    known: BTreeSet<String>,
    previews: Previews,
}

/// What rendering found.
#[derive(Debug, Default)]
pub struct Found {
    /// Broken links, missing images, unsafe addresses.
    pub diagnostics: Vec<Diagnostic>,
    /// Content files that pages link to or show, by path within the content folder, with the addresses of those pages.
    pub assets: BTreeMap<String, Readers>,
    /// What may change alone, and the addresses of the pages that depend on it.
    pub readers: HashMap<Aspect, Readers>,
}

/// That the address of a file is too long for some of those who unpack the site.
pub fn long_address(address: &str) -> Option<Problem> {
    // As Windows counts.
    let letters = address.encode_utf16().count();
    let is_long = letters > ADDRESS_LETTERS;
    is_long.then(|| Problem::LongAddress { address: address.to_owned(), letters })
}

/// The pages of one course.
fn plan_course(site: &Site, id: CourseId, add: &mut impl FnMut(String, What)) {
    let course = &site.courses[id];
    let address = |page: &str| address::course(&course.id, page);
    add(address("index"), What::Course(id));
    for (at, unit) in course.units.iter().enumerate() {
        add(course::unit_address(course, unit), What::Unit(id, at));
    }
    for (lesson, of) in course.lessons.iter().enumerate() {
        let lesson = LessonId { course: id, lesson };
        add(address::lesson(site, lesson, ""), What::Lesson(lesson));
        if !of.checks.is_empty() {
            add(address::lesson(site, lesson, "-worksheet"), What::Worksheet(lesson));
            add(address::lesson(site, lesson, "-key"), What::Key(lesson));
        }
    }
    if course::has_readings(course) {
        add(address("readings"), What::Readings(id));
    }
    add(address("syllabus"), What::Syllabus(id));
    add(address("coverage"), What::Coverage(id, None));
    for table in coverage::tables(site, id) {
        add(coverage::address(site, id, &table), What::Coverage(id, Some(table)));
    }
}

/// The first place of these words in the front matter of the same file, else its first line.
fn in_front_matter(place: &Place, words: &str) -> Place {
    let text = &place.source.text;
    let end = text.match_indices("\n---").map(|(at, _)| at).next().unwrap_or(text.len());
    let at = text[..end].find(words).map(|at| at..at + words.len());
    Place::new(&place.source, at.unwrap_or_else(|| 0..text.find('\n').unwrap_or(text.len())))
}

fn is_node(what: &What) -> bool {
    matches!(what, What::Section(_) | What::Part(_) | What::Statement(_))
}

pub(super) fn print_address(site: &Site, section: NodeId) -> String {
    format!("standards/{}.print.html", file_name(&site.nodes[section].code))
}
