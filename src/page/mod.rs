//! Site → pages.
//!
//! [`Plan::new`] lists every page with its address; [`Plan::render`] makes one of them, independent of the others,
//! so that pages are made in parallel. What templates are given is in [`context`]; one file here a kind of page.
//! Nothing here knows how content was read or where files go.

mod about;
pub mod address;
mod assessment;
mod assessment_data;
pub mod context;
mod course;
mod coverage;
mod explore;
pub mod fragments;
mod glossary;
mod guide;
mod home;
mod lesson;
mod matrix;
pub mod package;
mod parts;
mod preview;
mod prose;
mod search;
mod shared;
mod standards;
mod statement;
mod structured;
mod study;
mod topic;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::budget::Budget;
use crate::diagnostic::{DIVIDE, Diagnostic, Place, Problem, Proposals};
use crate::model::{Aspect, AssessmentId, CourseId, GuideId, LessonId, Level, NodeId, Site, TermId, TopicId};
use crate::source::limits::{ALIASES, PAGE_BYTES, PAGES};
use crate::source::markdown::Prose;
use crate::theme::Theme;
use address::{Addresses, file_name, root_of};
use context::{FrameworkInfo, Link, MenuEntry, NotFound, Page, Redirect, SiteInfo};
use preview::Previews;
pub use prose::Readers;
use prose::{Findings, Reader, Renderer};
pub(crate) use prose::{escape, shorten};
use shared::Pieces;

/// What the pages of a site may load and do: nothing from anywhere else, no inline code, no connections.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'";

/// The most bytes of HTML that load quickly and stay usable; more are told of.
const MOST_HTML: usize = 500_000;

/// One page: what it shows.
#[derive(Clone, Debug)]
enum What {
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
    Redirect(Link),
}

/// A page with its address.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Root-relative address, the path of its file.
    pub address: String,
    what: What,
}

/// All pages of a site, ready to be rendered.
pub struct Plan<'a> {
    site: &'a Site,
    theme: &'a Theme,
    addresses: Addresses,
    /// Every page.
    pub pages: Vec<Planned>,
    known: BTreeSet<String>,
    pieces: Pieces,
    previews: Previews,
    findings: Findings,
    proposals: Proposals,
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
        plan
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
                    && alias.split('/').all(|piece| !piece.is_empty() && file_name(piece) == piece);
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
                format!("{} {}", node.code, node.label)
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

    /// Room for the statements, which are made once for all pages that show them. Where it is overdrawn, some are empty.
    pub(crate) fn room(&self) -> &Budget {
        &self.pieces.room
    }

    /// Makes contexts for the page with this address, from which `root` leads to the site's root.
    fn maker<'s>(&'s self, page: Option<&'s str>, root: &'s str, budget: &'s Budget) -> Maker<'s> {
        Maker {
            site: self.site,
            theme: self.theme,
            addresses: &self.addresses,
            pieces: &self.pieces,
            prose: Renderer {
                site: self.site,
                addresses: &self.addresses,
                previews: &self.previews,
                root,
                pages: &self.known,
                reader: Reader { page, findings: &self.findings },
                proposals: self.proposals.share(),
                published: self.theme.word("published"),
                room: budget,
            },
        }
    }

    /// The HTML of one page.
    pub fn render(&self, planned: &Planned) -> Result<Vec<u8>, Diagnostic> {
        let mut html = Vec::new();
        self.render_to(planned, &mut html)?;
        Ok(html)
    }

    /// Puts the HTML of one page in the place of what `html` has: room that is there is used again.
    pub fn render_to(&self, planned: &Planned, html: &mut Vec<u8>) -> Result<(), Diagnostic> {
        let budget = Budget::new(PAGE_BYTES as u64);
        let made = self.html(planned, html, &budget);
        if budget.is_overdrawn() || html.len() > PAGE_BYTES {
            return Err(self.told_of(planned, budget.problem("MB in one page", DIVIDE)));
        }
        made?;
        // A print view is as long as what it prints, and a self-assessment is one form.
        let may_be_long = matches!(planned.what, What::Print(_) | What::Assessment(_));
        if html.len() > MOST_HTML && !may_be_long {
            self.findings.tell(self.large_page(planned, html.len() / 1000));
        }
        Ok(())
    }

    fn large_page(&self, planned: &Planned, kilobytes: usize) -> Diagnostic {
        self.told_of(planned, Problem::LargePage { address: planned.address.clone(), kilobytes })
    }

    /// A problem with a page, at what it is about.
    fn told_of(&self, planned: &Planned, problem: Problem) -> Diagnostic {
        match self.place(&planned.what) {
            Some(place) => Diagnostic::at(place, problem),
            None => Diagnostic::path(&planned.address, problem),
        }
    }

    /// Tells again of pages that were too large when they were made: their addresses, and their kilobytes.
    pub fn large_pages(&self, large: &BTreeMap<String, usize>) -> Vec<Diagnostic> {
        let pages = self.pages.iter();
        pages.filter_map(|page| Some(self.large_page(page, *large.get(&page.address)?))).collect()
    }

    #[allow(clippy::too_many_lines, reason = "one arm a kind of page; splitting it would hide one")]
    fn html(&self, planned: &Planned, html: &mut Vec<u8>, budget: &Budget) -> Result<(), Diagnostic> {
        let root = root_of(&planned.address);
        let maker = self.maker(Some(&planned.address), &root, budget);
        let page = |kind, title: &str, description: &str, menu| {
            maker.page(&planned.address, kind, title, description, menu)
        };
        match &planned.what {
            What::Home => {
                let site = &self.site.config;
                let mut page = page("home", &site.title, &site.description, "home");
                page.breadcrumbs.clear();
                page.json_ld_html = Some(structured::framework(&maker));
                self.theme.render(&page, &root, &maker.home(), html)
            }
            What::Standards => {
                let title = self.site.framework.title.clone();
                let mut page = page("standards", &title, &self.site.config.description, "standards");
                page.normative = true;
                page.print_address = Some("standards/print.html".to_owned());
                page.json_ld_html = Some(structured::framework(&maker));
                self.theme.render(&page, &root, &maker.standards(), html)
            }
            What::Section(id) if standards::is_its_own_part(self.site, *id) => {
                let mut page = maker.node_page(&planned.address, "part", *id);
                page.print_address = Some(print_address(self.site, *id));
                self.theme.render(&page, &root, &maker.part(*id), html)
            }
            What::Section(id) => {
                let mut page = maker.node_page(&planned.address, "section", *id);
                page.print_address = Some(print_address(self.site, *id));
                self.theme.render(&page, &root, &maker.section(*id), html)
            }
            What::Part(id) => {
                let mut page = maker.node_page(&planned.address, "part", *id);
                page.print_address = Some(print_address(self.site, self.site.section_of(*id)));
                self.theme.render(&page, &root, &maker.part(*id), html)
            }
            What::Statement(id) => {
                let mut page = maker.node_page(&planned.address, "statement", *id);
                page.json_ld_html = Some(structured::statement(&maker, *id));
                self.theme.render(&page, &root, &maker.statement_page(*id), html)
            }
            What::Print(section) => {
                let title = match section {
                    Some(id) => {
                        let node = &self.site.nodes[*id];
                        format!("{} {}", node.code, node.label)
                    }
                    None => self.site.framework.title.clone(),
                };
                let title = format!("{title} ({})", self.theme.word("print-view"));
                let mut page = page("print", &title, &self.site.config.description, "standards");
                page.normative = true;
                self.theme.render(&page, &root, &maker.print(*section), html)
            }
            What::Topics => {
                let page =
                    page("topics", self.theme.word("topics-title"), self.theme.word("topics-lead"), "topics");
                self.theme.render(&page, &root, &maker.topics(), html)
            }
            What::Topic(id) => {
                let topic = &self.site.topics[*id];
                let mut page = page("topic", &topic.title, &topic.summary, "topics");
                maker.crumb(&mut page, "menu-topics", "topics/index.html");
                page.normative = true;
                self.theme.render(&page, &root, &maker.topic_page(*id), html)
            }
            What::Glossary => {
                let page = page(
                    "glossary",
                    self.theme.word("glossary-title"),
                    self.theme.word("glossary-lead"),
                    "glossary",
                );
                self.theme.render(&page, &root, &maker.glossary(), html)
            }
            What::Term(id) => {
                let term = &self.site.terms[*id];
                let mut page = page("term", &term.term, &term.summary, "glossary");
                maker.crumb(&mut page, "menu-glossary", "glossary/index.html");
                page.normative = true;
                page.json_ld_html = Some(structured::term(&maker, *id));
                self.theme.render(&page, &root, &maker.term_page(*id), html)
            }
            What::Guides => {
                let page =
                    page("guides", self.theme.word("guides-title"), self.theme.word("guides-lead"), "guides");
                self.theme.render(&page, &root, &maker.guides(), html)
            }
            What::Guide(id) => {
                let guide = &self.site.guides[*id];
                let mut page = page("guide", &guide.title, &guide.summary, "guides");
                maker.crumb(&mut page, "menu-guides", "guides/index.html");
                page.normative = guide.prose.text().contains("![[");
                page.json_ld_html = Some(structured::guide(&maker, *id));
                self.theme.render(&page, &root, &maker.guide_page(*id), html)
            }
            What::Explore => {
                let page = page(
                    "explore",
                    self.theme.word("explore-title"),
                    self.theme.word("explore-lead"),
                    "explore",
                );
                self.theme.render(&page, &root, &maker.explore(), html)
            }
            What::Assessments => {
                let word = |key| self.theme.word(key);
                let page =
                    page("assessments", word("assessments-title"), word("assessments-lead"), "assessments");
                self.theme.render(&page, &root, &maker.assessments(), html)
            }
            What::Assessment(id) => {
                let assessment = &self.site.assessments[*id];
                let mut page = page("assessment", &assessment.title, &assessment.summary, "assessments");
                maker.crumb(&mut page, "assessments-title", "assessments/index.html");
                page.normative = true;
                page.json_ld_html = Some(structured::assessment(&maker, *id));
                self.theme.render(&page, &root, &maker.assessment_page(*id), html)
            }
            What::Practice => {
                let word = |key| self.theme.word(key);
                let mut page = page("practice", word("practice-title"), word("practice-lead"), "assessments");
                maker.crumb(&mut page, "assessments-title", "assessments/index.html");
                self.theme.render(&page, &root, &maker.practice(), html)
            }
            What::Supervision => {
                let word = |key| self.theme.word(key);
                let mut page =
                    page("supervision", word("supervision-title"), word("supervision-lead"), "assessments");
                maker.crumb(&mut page, "assessments-title", "assessments/index.html");
                page.normative = true;
                self.theme.render(&page, &root, &maker.supervision(), html)
            }
            What::Courses => {
                let page = page(
                    "courses",
                    self.theme.word("courses-title"),
                    self.theme.word("courses-lead"),
                    "courses",
                );
                self.theme.render(&page, &root, &maker.courses(), html)
            }
            What::Course(id) => {
                let course = &self.site.courses[*id];
                let mut page = page("course", &course.title, &course.summary, "courses");
                maker.crumb(&mut page, "menu-courses", "courses/index.html");
                page.normative = course.prose.text().contains("![[");
                page.print_address = Some(address::course(&course.id, "syllabus"));
                page.json_ld_html = Some(structured::course(&maker, *id));
                self.theme.render(&page, &root, &maker.course_page(*id), html)
            }
            What::Unit(id, unit) => {
                let of = &self.site.courses[*id].units[*unit];
                let summary = of.summary.as_deref().unwrap_or(&self.site.courses[*id].summary);
                let mut page = page("unit", &of.title, summary, "courses");
                maker.course_crumbs(&mut page, *id);
                self.theme.render(&page, &root, &maker.unit_page(*id, *unit), html)
            }
            What::Lesson(id) => {
                let lesson = self.site.lesson(*id);
                let mut page = page("lesson", &lesson.title, &lesson.summary, "courses");
                maker.course_crumbs(&mut page, id.course);
                let unit = maker.unit_named(id.course, lesson.unit);
                page.breadcrumbs.push(Link { title: unit.title, address: unit.address });
                page.normative = true;
                page.json_ld_html = Some(structured::lesson(&maker, *id));
                self.theme.render(&page, &root, &maker.lesson_page(*id), html)
            }
            What::Worksheet(id) | What::Key(id) => {
                let key = matches!(planned.what, What::Key(_));
                let (kind, word) = if key { ("key", "key-title") } else { ("worksheet", "worksheet-title") };
                let title = self.theme.filled(word, &[("title", &self.site.lesson(*id).title)]);
                let mut page = page(kind, &title, &self.site.lesson(*id).summary, "courses");
                maker.course_crumbs(&mut page, id.course);
                let lesson = maker.lesson(*id);
                page.breadcrumbs.push(Link { title: lesson.title, address: lesson.address });
                self.theme.render(&page, &root, &maker.worksheet(*id), html)
            }
            What::Readings(id) => {
                let page = maker.course_sheet(&planned.address, "readings", "readings-title", *id);
                self.theme.render(&page, &root, &maker.readings_page(*id), html)
            }
            What::Syllabus(id) => {
                let page = maker.course_sheet(&planned.address, "syllabus", "syllabus-title", *id);
                self.theme.render(&page, &root, &maker.course_page(*id), html)
            }
            What::Coverage(id, table) => {
                let mut page = maker.course_sheet(&planned.address, "coverage", "coverage-title", *id);
                page.normative = true;
                let coverage = maker.coverage(*id, table.as_ref());
                if let Some(node) = &coverage.table {
                    page.title = format!("{}: {} {}", page.title, node.code, node.short_title);
                    let of = &self.site.courses[*id].id;
                    maker.crumb(&mut page, "coverage", &address::course(of, "coverage"));
                }
                self.theme.render(&page, &root, &coverage, html)
            }
            What::Cohort => {
                let word = |key| self.theme.word(key);
                let mut page = page("cohort", word("cohort-title"), word("cohort-lead"), "assessments");
                maker.crumb(&mut page, "assessments-title", "assessments/index.html");
                page.normative = true;
                self.theme.render(&page, &root, &maker.cohort(), html)
            }
            What::Matrix(section) => {
                let matrix = maker.matrix(*section);
                let kinds = [("rows", matrix.row_kind.as_str()), ("columns", matrix.column_kind.as_str())];
                let mut title = self.theme.filled("matrix-title", &kinds);
                if let Some(section) = &matrix.section {
                    title = format!("{title}: {}", section.short_title);
                }
                let mut page = page("matrix", &title, &self.theme.filled("matrix-lead", &kinds), "matrix");
                if section.is_some() {
                    maker.crumb(&mut page, "menu-matrix", "matrix.html");
                }
                self.theme.render(&page, &root, &matrix, html)
            }
            What::Study => {
                let word = |key| self.theme.word(key);
                let mut page = page("study", word("mystudy-title"), word("mystudy-lead"), "");
                page.normative = true;
                self.theme.render(&page, &root, &maker.study(), html)
            }
            What::Flashcards => {
                let word = |key| self.theme.word(key);
                let mut page = page("flashcards", word("flashcards-title"), word("flashcards-lead"), "");
                page.normative = true;
                self.theme.render(&page, &root, &maker.study(), html)
            }
            What::About => {
                let mut page =
                    page("about", self.theme.word("about-title"), &self.site.config.description, "about");
                page.normative = true;
                self.theme.render(&page, &root, &maker.about(), html)
            }
            What::NotFound => {
                let mut page = page(
                    "not-found",
                    self.theme.word("not-found-title"),
                    self.theme.word("not-found-text"),
                    "",
                );
                page.breadcrumbs.clear();
                page.canonical = None;
                // It is shown at any depth, so its links must not depend on where it is shown.
                self.theme.render(&page, &self.absolute_root(), &NotFound {}, html)
            }
            What::Redirect(to) => {
                let description = format!("{} {}", self.theme.word("moved-text"), to.title);
                let mut page = page("redirect", &to.title, &description, "");
                page.canonical = self.site.config.base_url.as_deref().map(|base| absolute(base, &to.address));
                self.theme.render(&page, &root, &Redirect { to: to.clone() }, html)
            }
        }
    }

    /// The path of the site's root on its host, as the base URL says; `/` without one.
    fn absolute_root(&self) -> String {
        let Some(url) = &self.site.config.base_url else { return "/".to_owned() };
        let path =
            url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        // Two slashes would lead to another host.
        let path = path.trim_matches('/');
        if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
    }

    /// Files that are not made from templates: address and bytes.
    pub fn data_files(&self) -> impl Iterator<Item = (String, Vec<u8>)> {
        let features = &self.site.config.features;
        // These two grow with the site.
        let (index, cards) = rayon::join(
            || {
                let wanted = features.search || features.explore;
                wanted.then(|| search::index(self.site, &self.addresses).into_bytes())
            },
            || if features.study { study::cards(self.site, &self.addresses) } else { Vec::new() },
        );
        let mut files: Vec<_> =
            index.map(|index| ("search-index.js".to_owned(), index)).into_iter().collect();
        files.extend(cards);
        let coverage = self.site.courses.iter().enumerate().map(|(id, course)| {
            let address = format!("courses/{}/coverage.csv", file_name(&course.id));
            (address, coverage::csv(self.site, id).into_bytes())
        });
        let sitemap = self.site.config.base_url.as_ref().map(|base| {
            let pages =
                self.pages.iter().filter(|page| !matches!(page.what, What::NotFound | What::Redirect(_)));
            let sitemap = sitemap(base, pages.map(|page| page.address.as_str()));
            ("sitemap.xml".to_owned(), sitemap.into_bytes())
        });
        files.into_iter().chain(coverage).chain(sitemap)
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

    /// The site that it is for.
    pub fn site(&self) -> &'a Site {
        self.site
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

/// Makes contexts for one page.
pub(crate) struct Maker<'a> {
    site: &'a Site,
    theme: &'a Theme,
    addresses: &'a Addresses,
    pieces: &'a Pieces,
    prose: Renderer<'a>,
}

impl Maker<'_> {
    fn page(
        &self,
        address: &str,
        kind: &'static str,
        title: &str,
        description: &str,
        menu: &'static str,
    ) -> Page {
        Page {
            address: address.to_owned(),
            kind,
            title: title.to_owned(),
            description: shorten(description),
            canonical: self.site.config.base_url.as_deref().map(|base| absolute(base, address)),
            json_ld_html: None,
            breadcrumbs: vec![Link {
                title: self.theme.word("home").to_owned(),
                address: "index.html".to_owned(),
            }],
            menu,
            normative: false,
            print_address: None,
        }
    }

    /// Adds a step to the way, named by a word of the interface.
    fn crumb(&self, page: &mut Page, word: &str, address: &str) {
        page.breadcrumbs.push(Link { title: self.theme.word(word).to_owned(), address: address.to_owned() });
    }

    /// The way down to the pages of a course.
    fn course_crumbs(&self, page: &mut Page, id: CourseId) {
        self.crumb(page, "menu-courses", "courses/index.html");
        let course = self.course(id);
        page.breadcrumbs.push(Link { title: course.title, address: course.address });
    }

    /// A page about a whole course, whose title is a word of the interface with `{title}` in it.
    fn course_sheet(&self, address: &str, kind: &'static str, word: &str, id: CourseId) -> Page {
        let course = &self.site.courses[id];
        let title = self.theme.filled(word, &[("title", &course.title)]);
        let mut page = self.page(address, kind, &title, &course.summary, "courses");
        self.course_crumbs(&mut page, id);
        page
    }

    /// The page of a section, part or statement, with the way down to it.
    fn node_page(&self, address: &str, kind: &'static str, id: NodeId) -> Page {
        let node = &self.site.nodes[id];
        let title = format!("{} {}", node.code, node.label);
        let mut page = self.page(address, kind, &title, &node.words, "standards");
        if node.words.is_empty() {
            page.description = shorten(&self.site.config.description);
        }
        page.normative = true;
        let mut above = Vec::new();
        let mut at = node.parent;
        while let Some(id) = at {
            let node = &self.site.nodes[id];
            let title = format!("{} {}", node.code, node.short_title.as_ref().unwrap_or(&node.label));
            above.push(Link { title, address: self.addresses.node(id).to_owned() });
            at = node.parent;
        }
        self.crumb(&mut page, "menu-standards", "standards/index.html");
        page.breadcrumbs.extend(above.into_iter().rev());
        page
    }
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

fn print_address(site: &Site, section: NodeId) -> String {
    format!("standards/{}.print.html", file_name(&site.nodes[section].code))
}

/// The web address of a page.
pub(crate) fn absolute(base: &str, address: &str) -> String {
    let address = address.strip_suffix("index.html").unwrap_or(address);
    format!("{}/{address}", base.trim_end_matches('/'))
}

fn sitemap<'p>(base: &str, pages: impl Iterator<Item = &'p str>) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in pages {
        xml.push_str("<url><loc>");
        escape(&mut xml, &absolute(base, page));
        xml.push_str("</loc></url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

/// The site-wide values that every template sees, beside the words of the theme.
#[derive(Serialize)]
pub struct Globals {
    /// From `site.yaml`.
    pub site: SiteInfo,
    /// From `framework.yaml`.
    pub framework: FrameworkInfo,
    /// The menu.
    pub menu: Vec<MenuEntry>,
    /// What the site has, by the ids of the menu, so that templates link to nothing that isn't there.
    pub has: BTreeMap<&'static str, bool>,
}

impl Globals {
    /// The same for pages in a package on a learning platform.
    #[must_use]
    pub fn in_package(mut self) -> Self {
        self.site.package = true;
        self
    }

    /// What is the same on every page.
    pub fn new(site: &Site, theme: &Theme) -> Self {
        let mut menu = vec![("standards", "standards/index.html")];
        if !site.topics.is_empty() {
            menu.push(("topics", "topics/index.html"));
        }
        if site.config.features.explore {
            menu.push(("explore", "explore.html"));
        }
        if !site.assessments.is_empty() {
            menu.push(("assessments", "assessments/index.html"));
        }
        if !site.courses.is_empty() {
            menu.push(("courses", "courses/index.html"));
        }
        if matrix::wanted(site) {
            menu.push(("matrix", "matrix.html"));
        }
        if !site.terms.is_empty() {
            menu.push(("glossary", "glossary/index.html"));
        }
        if !site.guides.is_empty() {
            menu.push(("guides", "guides/index.html"));
        }
        menu.push(("about", "about.html"));
        let entries = [
            "standards",
            "topics",
            "explore",
            "assessments",
            "courses",
            "matrix",
            "glossary",
            "guides",
            "about",
        ];
        let mut has: BTreeMap<_, _> =
            entries.into_iter().map(|id| (id, menu.iter().any(|(entry, _)| *entry == id))).collect();
        has.insert("study", site.config.features.study);
        Self {
            has,
            site: SiteInfo {
                title: site.config.title.clone(),
                description: site.config.description.clone(),
                language: site.config.language.clone(),
                key: site.framework.id.clone(),
                csp: CONTENT_SECURITY_POLICY.to_owned(),
                search: site.config.features.search,
                package: false,
                study_words_html: study::words(theme),
            },
            framework: about::framework_info(&site.framework),
            menu: menu
                .into_iter()
                .map(|(id, address)| MenuEntry { id, address: address.to_owned() })
                .collect(),
        }
    }
}
