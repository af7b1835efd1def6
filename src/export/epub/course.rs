//! A course as a book: its lessons in their order, what checks ask, then the key to them, then the published words of
//! all statements that the lessons refer to.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use super::words::{Writer, escaped};
use super::{Book, Chapter, Voice};
use crate::budget::Budget;
use crate::export::ids::{Names, urn};
use crate::export::what::What;
use crate::export::{Failure, lesson, planned, text, xml};
use crate::model::{CourseId, LessonId, NodeId, Site, Target};
use crate::page::context::CheckInfo;
use crate::source::limits::PACKAGE_BYTES;
use crate::theme::Theme;

/// The book's bytes.
pub fn course(site: &Site, theme: &Theme, content: &Path, what: What) -> Result<Vec<u8>, Failure> {
    within(Budget::new(PACKAGE_BYTES), site, theme, content, what)
}

/// The book's bytes, if there are no more in its files than `room` has.
pub(super) fn within(
    room: Budget,
    site: &Site,
    theme: &Theme,
    content: &Path,
    what: What,
) -> Result<Vec<u8>, Failure> {
    let (course, lessons) = match what {
        What::Course(id) | What::Unit(id, _) => (id, what.lessons(site)),
        What::Lesson(id) => (id.course, what.lessons(site)),
        What::Assessment(_) => (0, None),
    };
    let Some((_, lessons)) = lessons else {
        return Err(Failure::usage("A book is made of the standards, or of a course, a unit or a lesson."));
    };
    let (plan, _) = planned(site, theme)?;
    let made = room.another();
    let fragments = plan.fragments(&made);
    let writer = Writer { site, theme, fragments: &fragments, course };
    let of = &site.courses[course];
    let mut rights = format!("{}: {}", site.framework.title, text::rights(site));
    if let Some(own) = &of.rights {
        let _ = write!(rights, " {}: {own}", of.title);
    }
    let maker = Maker { statements: writer.statements(&lessons), writer, course, what };
    let order = maker.order(&lessons);
    let mut book = Book {
        site,
        theme,
        content,
        identifier: urn(&Names::new(site).of("epub", &format!("{}:{}", of.id, what.file_name(site)))),
        title: what.title(site).to_owned(),
        description: of.summary.clone(),
        creator: site.config.title.clone(),
        rights,
        places: maker.places(&order),
        chapters: Vec::new(),
        pictures: RefCell::default(),
        room,
        made: &made,
    };
    for part in &order {
        if !book.has_room() {
            break;
        }
        let chapter = maker.chapter(&book, *part, &order);
        book.chapters.push(chapter);
    }
    book.bytes()
}

/// What a chapter holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Title,
    About,
    Unit(usize),
    Lesson(usize),
    Key,
    Statements,
}

struct Maker<'a> {
    writer: Writer<'a>,
    course: CourseId,
    what: What,
    statements: BTreeSet<NodeId>,
}

impl Maker<'_> {
    fn id(&self, lesson: usize) -> LessonId {
        LessonId { course: self.course, lesson }
    }

    fn order(&self, lessons: &[usize]) -> Vec<Part> {
        let course = &self.writer.site.courses[self.course];
        let mut order = vec![Part::Title];
        if matches!(self.what, What::Course(_)) {
            order.push(Part::About);
        }
        for (number, unit) in course.units.iter().enumerate() {
            let taken: Vec<usize> = unit.lessons.iter().copied().filter(|at| lessons.contains(at)).collect();
            if !taken.is_empty() && !matches!(self.what, What::Lesson(_)) {
                order.push(Part::Unit(number));
            }
            order.extend(taken.into_iter().map(Part::Lesson));
        }
        if lessons.iter().any(|at| !course.lessons[*at].checks.is_empty()) {
            order.push(Part::Key);
        }
        if !self.statements.is_empty() {
            order.push(Part::Statements);
        }
        order
    }

    /// Where what the site has on pages stands in the book.
    fn places(&self, order: &[Part]) -> BTreeMap<String, String> {
        let mut places = BTreeMap::new();
        let address = |target| self.writer.fragments.address(target);
        for (place, part) in order.iter().enumerate() {
            let file = Book::file(place);
            match *part {
                Part::About => {
                    places.insert(address(Target::Course(self.course)), file);
                }
                Part::Lesson(at) => {
                    places.insert(address(Target::Lesson(self.id(at))), file);
                }
                Part::Statements => {
                    for id in &self.statements {
                        places.insert(address(Target::Node(*id)), format!("{file}#{}", self.anchor(*id)));
                    }
                }
                Part::Key => {
                    places.insert(KEY.to_owned(), file);
                }
                Part::Title | Part::Unit(_) => {}
            }
        }
        places
    }

    fn anchor(&self, id: NodeId) -> String {
        xml::id(&format!("s-{}", self.writer.site.nodes[id].code))
    }

    fn chapter(&self, book: &Book<'_>, part: Part, order: &[Part]) -> Chapter {
        let (writer, site) = (&self.writer, self.writer.site);
        let course = &site.courses[self.course];
        let word = |key: &str| writer.theme.word(key).to_owned();
        let page = || writer.fragments.course(self.course);
        let in_units = order.iter().any(|part| matches!(part, Part::Unit(_)));
        match part {
            Part::Title => Chapter {
                title: book.title.clone(),
                depth: 0,
                voice: Voice::Book,
                role: "titlepage",
                body: self.title_page(book),
            },
            Part::About => Chapter {
                title: word("course-about"),
                depth: 0,
                voice: Voice::Ours,
                role: "introduction",
                body: book.markup(&writer.opening(&page()), ""),
            },
            Part::Unit(number) => Chapter {
                title: course.units[number].title.clone(),
                depth: 0,
                voice: Voice::Ours,
                role: "part",
                body: book.markup(&writer.unit(&page().units[number]), ""),
            },
            Part::Lesson(at) => Chapter {
                title: course.lessons[at].title.clone(),
                depth: usize::from(in_units),
                voice: Voice::Ours,
                role: "chapter",
                body: self.lesson(book, at),
            },
            Part::Key => Chapter {
                title: word("key"),
                depth: 0,
                voice: Voice::Ours,
                role: "appendix",
                body: self.key(book, order),
            },
            Part::Statements => Chapter {
                title: word("book-course-statements"),
                depth: 0,
                voice: Voice::Published,
                role: "appendix",
                body: self.words(book),
            },
        }
    }

    fn title_page(&self, book: &Book<'_>) -> String {
        let writer = &self.writer;
        let course = &writer.site.courses[self.course];
        let boundary =
            writer.theme.filled("book-course-boundary", &[("publisher", &writer.site.framework.publisher)]);
        let html = format!(
            "<header><h1>{}</h1><p>{}</p><p>{}</p></header><h2>{}</h2>{}<h2>{}</h2><p>{}</p>",
            escaped(&book.title),
            escaped(&course.summary),
            escaped(&book.creator),
            writer.word("rights-label"),
            writer.rights(),
            writer.word("about-published"),
            escaped(&boundary),
        );
        book.markup(&html, "")
    }

    fn lesson(&self, book: &Book<'_>, at: usize) -> String {
        let page = self.writer.fragments.lesson(self.id(at));
        let check = |check: &CheckInfo| {
            let key = self.writer.word("key");
            let asked = self.writer.asked(check);
            let html = format!("{asked}<p><a href=\"{KEY}#key-{}\">{key}</a></p></section>\n", check.id);
            book.markup(&html, "")
        };
        lesson::html(self.writer.theme, &page, &|html, prefix| book.markup(html, prefix), &check)
    }

    /// The key to all checks, with a way back to each.
    fn key(&self, book: &Book<'_>, order: &[Part]) -> String {
        let mut html = format!("<h1>{}</h1>\n", self.writer.word("key"));
        for part in order {
            let Part::Lesson(at) = *part else { continue };
            let of = self.id(at);
            let address = self.writer.fragments.address(Target::Lesson(of));
            let page = self.writer.fragments.lesson(of);
            for check in page.blocks.iter().filter_map(|block| block.check.as_ref()) {
                let _ = writeln!(
                    html,
                    "<section id=\"key-{0}\"><h2>{1}</h2><p><a href=\"{2}#check-{0}\">{3}</a></p>{4}</section>",
                    check.id,
                    escaped(&check.title),
                    escaped(&address),
                    escaped(&page.lesson.named.title),
                    self.writer.key(check),
                );
            }
        }
        book.markup(&html, "")
    }

    fn words(&self, book: &Book<'_>) -> String {
        let mut body = format!("<h1>{}</h1>", self.writer.word("book-course-statements"));
        for id in &self.statements {
            let anchor = self.anchor(*id);
            let _ = write!(
                body,
                "\n<section class=\"statement\" id=\"{anchor}\" aria-labelledby=\"{anchor}-h\"><h2 id=\"{anchor}-h\" class=\"code\"><bdi>{}</bdi></h2>\n{}</section>",
                xml::text(&self.writer.site.nodes[*id].code),
                book.markup(&self.writer.fragments.words(*id), &format!("{anchor}-")),
            );
        }
        body
    }
}

/// What the key is called in links.
const KEY: &str = "key";
