//! One page: its context, and the template that shows it.

use std::collections::BTreeMap;

use super::address::{self, Addresses, root_of};
use super::context::{Crumb, NotFound, NotKept, Page, Redirect};
use super::plan::{Plan, Planned, What, print_address};
use super::preview::shorten;
use super::prose::{Reader, Renderer};
use super::shared::Pieces;
use super::{absolute, matrix, standards, structured};
use crate::budget::Budget;
use crate::diagnostic::{DIVIDE, Diagnostic, Problem};
use crate::model::{CourseId, NodeId, Site};
use crate::source::limits::PAGE_BYTES;
use crate::theme::Theme;

/// The most bytes of HTML that load quickly and stay usable; more are told of.
const MOST_HTML: usize = 500_000;

impl Plan<'_> {
    /// Makes contexts for the page with this address, from which `root` leads to the site's root.
    pub(super) fn maker<'s>(&'s self, page: Option<&'s str>, root: &'s str, budget: &'s Budget) -> Maker<'s> {
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
                published_attributes: self.theme.published_attributes(),
                table: self.theme.word("table"),
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
        let own = |kind, menu| {
            let [title, lead] = self.own_words(&planned.what).unwrap_or_default();
            page(kind, &title, &lead, menu)
        };
        let word = |key| self.theme.word(key);
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
                        self.site.with_code(&node.code, &node.label)
                    }
                    None => self.site.framework.title.clone(),
                };
                let title = format!("{title} ({})", word("print-view"));
                let mut page = page("print", &title, &self.site.config.description, "standards");
                page.normative = true;
                self.theme.render(&page, &root, &maker.print(*section), html)
            }
            What::Topics => {
                let page = own("topics", "topics");
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
                let page = own("glossary", "glossary");
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
                let page = own("guides", "guides");
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
                let page = own("explore", "explore");
                self.theme.render(&page, &root, &maker.explore(), html)
            }
            What::Assessments => {
                let page = own("assessments", "assessments");
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
                let mut page = own("practice", "assessments");
                maker.crumb(&mut page, "assessments-title", "assessments/index.html");
                self.theme.render(&page, &root, &maker.practice(), html)
            }
            What::Supervision => {
                let mut page = own("supervision", "assessments");
                maker.crumb(&mut page, "assessments-title", "assessments/index.html");
                page.normative = true;
                self.theme.render(&page, &root, &maker.supervision(), html)
            }
            What::Courses => {
                let page = own("courses", "courses");
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
                page.breadcrumbs.push(Crumb::new(&unit.title, &unit.address));
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
                page.breadcrumbs.push(Crumb::new(&lesson.title, &lesson.address));
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
                    page.title = format!(
                        "{}{}{}",
                        page.title,
                        word("colon"),
                        self.site.with_code(&node.code, &node.short_title)
                    );
                    let of = &self.site.courses[*id].id;
                    maker.crumb(&mut page, "coverage", &address::course(of, "coverage"));
                }
                self.theme.render(&page, &root, &coverage, html)
            }
            What::Cohort => {
                let mut page = own("cohort", "assessments");
                maker.crumb(&mut page, "assessments-title", "assessments/index.html");
                page.normative = true;
                self.theme.render(&page, &root, &maker.cohort(), html)
            }
            What::Matrix(section) => {
                let matrix = maker.matrix(*section);
                let mut page = own("matrix", "matrix");
                if let Some(section) = &matrix.section {
                    page.title = format!("{}{}{}", page.title, word("colon"), section.short_title);
                    maker.crumb(&mut page, "menu-matrix", "matrix.html");
                }
                self.theme.render(&page, &root, &matrix, html)
            }
            What::Study => {
                let mut page = own("study", "");
                page.normative = true;
                self.theme.render(&page, &root, &maker.study(), html)
            }
            What::Flashcards => {
                let mut page = own("flashcards", "");
                page.normative = true;
                self.theme.render(&page, &root, &maker.study(), html)
            }
            What::About => {
                let mut page = own("about", "about");
                page.normative = true;
                self.theme.render(&page, &root, &maker.about(), html)
            }
            What::NotFound => {
                let mut page = page("not-found", word("not-found-title"), word("not-found-text"), "");
                page.breadcrumbs.clear();
                page.canonical = None;
                // It is shown at any depth, so its links must not depend on where it is shown.
                self.theme.render(&page, &self.absolute_root(), &NotFound {}, html)
            }
            What::NotKept => {
                let mut page = page("offline", word("offline-title"), word("offline-text"), "");
                page.breadcrumbs.clear();
                page.canonical = None;
                self.theme.render(&page, &root, &NotKept {}, html)
            }
            What::Redirect(to) => {
                let description = format!("{} {}", word("moved-text"), to.title);
                let mut page = page("redirect", &to.title, &description, "");
                page.canonical = self.site.config.base_url.as_deref().map(|base| absolute(base, &to.address));
                self.theme.render(&page, &root, &Redirect { to: to.clone() }, html)
            }
        }
    }

    /// Title and lead of a page that the theme has words for; `None` of one that content names.
    pub(super) fn own_words(&self, what: &What) -> Option<[String; 2]> {
        let word = match what {
            What::Topics => "topics",
            What::Glossary => "glossary",
            What::Guides => "guides",
            What::Explore => "explore",
            What::Assessments => "assessments",
            What::Practice => "practice",
            What::Supervision => "supervision",
            What::Cohort => "cohort",
            What::Courses => "courses",
            What::Study => "mystudy",
            What::Flashcards => "flashcards",
            What::Matrix(_) => "matrix",
            What::About => {
                return Some([
                    self.theme.word("about-title").to_owned(),
                    self.site.config.description.clone(),
                ]);
            }
            _ => return None,
        };
        let [rows, columns] = matrix::kind_titles(self.site);
        let filled = |of| self.theme.filled(&format!("{word}-{of}"), &[("rows", rows), ("columns", columns)]);
        Some(["title", "lead"].map(filled))
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
}

/// Makes contexts for one page.
pub(crate) struct Maker<'a> {
    pub(super) site: &'a Site,
    pub(super) theme: &'a Theme,
    pub(super) addresses: &'a Addresses,
    pub(super) pieces: &'a Pieces,
    pub(super) prose: Renderer<'a>,
}

impl Maker<'_> {
    pub(super) fn page(
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
            breadcrumbs: vec![Crumb::new(self.theme.word("home"), "index.html")],
            menu,
            normative: false,
            print_address: None,
        }
    }

    /// Adds a step to the way, named by a word of the interface.
    fn crumb(&self, page: &mut Page, word: &str, address: &str) {
        page.breadcrumbs.push(Crumb::new(self.theme.word(word), address));
    }

    /// The way down to the pages of a course.
    fn course_crumbs(&self, page: &mut Page, id: CourseId) {
        self.crumb(page, "menu-courses", "courses/index.html");
        let course = self.course(id);
        page.breadcrumbs.push(Crumb::new(&course.title, &course.address));
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
        let title = self.site.with_code(&node.code, &node.label);
        let mut page = self.page(address, kind, &title, &node.words, "standards");
        if node.words.is_empty() {
            page.description = shorten(&self.site.config.description);
        }
        page.normative = true;
        let mut above = Vec::new();
        let mut at = node.parent;
        while let Some(id) = at {
            let node = &self.site.nodes[id];
            let title = self.site.with_code(&node.code, node.short_title.as_ref().unwrap_or(&node.label));
            let address = self.addresses.node(id).to_owned();
            above.push(Crumb { title, address, published: node.short_title.is_none() });
            at = node.parent;
        }
        self.crumb(&mut page, "menu-standards", "standards/index.html");
        page.breadcrumbs.extend(above.into_iter().rev());
        page
    }
}
