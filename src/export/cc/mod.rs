//! `export cc`: a cartridge in the format Common Cartridge 1.1, which Moodle, Canvas, Blackboard and Brightspace take in.
//!
//! Lessons are pages that stand by themselves, checks are quizzes of QTI 1.2 that the platform marks, readings on the
//! web are links. Nothing in it needs a script. Matching and ordering have no profile in a cartridge; such questions
//! become several.

mod qti;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use super::archive::Archive;
use super::epub::words::Writer;
use super::ids::Names;
use super::markup::{self, Target as Links, converted};
use super::what::What;
use super::{Failure, lesson, planned, text, too_large, xml};
use crate::budget::Budget;
use crate::model::{Course, Lesson, LessonId, NodeId, Site, Target};
use crate::page::context::{CheckInfo, QuestionInfo};
use crate::source::limits::PACKAGE_BYTES;
use crate::theme::Theme;

const STYLE: &str = "body{font-family:sans-serif;line-height:1.5;max-width:46em;margin:1em auto;padding:0 1em}\
.words{font-family:serif;border-inline-start:3px solid;padding-inline-start:1em}.rights{font-size:.85em;border-top:1px solid;margin-top:3em}";

/// The page with the published words of all statements that the lessons refer to.
const STATEMENTS: &str = "statements_.html";

/// The cartridge's bytes.
pub fn export(site: &Site, theme: &Theme, content: &Path, what: What) -> Result<Vec<u8>, Failure> {
    within(Budget::new(PACKAGE_BYTES), site, theme, content, what)
}

/// The cartridge's bytes, if there are no more in its files than `room` has.
fn within(room: Budget, site: &Site, theme: &Theme, content: &Path, what: What) -> Result<Vec<u8>, Failure> {
    let Some((course, meant)) = what.lessons(site) else {
        return Err(Failure::usage(
            "A cartridge is of a course, a unit or a lesson. Self-assessments are packed as scorm12.",
        ));
    };
    let id = site.courses.iter().position(|other| std::ptr::eq(other, course)).unwrap_or_default();
    let (plan, _) = planned(site, theme)?;
    let made = room.another();
    let fragments = plan.fragments(&made);
    let mut files: BTreeMap<String, String> = meant
        .iter()
        .map(|at| {
            let lesson = LessonId { course: id, lesson: *at };
            (fragments.address(Target::Lesson(lesson)), format!("{}.html", course.lessons[*at].id))
        })
        .collect();
    let writer = Writer { site, theme, fragments: &fragments, course: id };
    let statements = writer.statements(&meant);
    for node in &statements {
        files.insert(fragments.address(Target::Node(*node)), format!("{STATEMENTS}#{}", anchor(site, *node)));
    }
    let mut cartridge = Cartridge::new(room, &made, content);
    let names = Names::new(site);
    if matches!(what, What::Course(_)) {
        let body = about(&writer, &Place { site, files: &files });
        let title = theme.word("course-about");
        // No lesson has a low line in its name.
        let _ = write!(cartridge.items, "<item identifier=\"about\"><title>{}</title>", xml::text(title));
        cartridge.put(
            &course.title,
            "webcontent",
            "course_.html",
            document(site, course, &course.title, &body),
        )?;
        cartridge.items.push_str("</item>\n");
    }
    for (unit, of) in course.units.iter().enumerate() {
        let lessons: Vec<usize> = of.lessons.iter().copied().filter(|at| meant.contains(at)).collect();
        if lessons.is_empty() {
            continue;
        }
        let _ = write!(
            cartridge.items,
            "<item identifier=\"unit-{unit}\"><title>{}</title>",
            xml::text(&of.title)
        );
        for at in lessons {
            let of = &course.lessons[at];
            let page = fragments.lesson(LessonId { course: id, lesson: at });
            let place = Place { site, files: &files };
            let body = lesson::html(
                theme,
                &page,
                &|html, prefix| converted(html, &Prefixed { place: &place, prefix: prefix.to_owned() }),
                &|check: &CheckInfo| {
                    let title = [theme.word("check"), theme.word("colon"), &check.title].concat();
                    format!("<p><b>{}</b></p>\n", xml::text(&title))
                },
            );
            let file = format!("{}.html", of.id);
            cartridge.put(&of.title, "webcontent", &file, document(site, course, &of.title, &body))?;
            for info in page.blocks.iter().filter_map(|block| block.check.as_ref()) {
                let Some(check) = course.checks.iter().find(|check| check.id == info.id) else { continue };
                let ident = names.of("check", &format!("{}/{}", course.id, check.id));
                let see = |question: &QuestionInfo| {
                    let see = check.questions.get(question.number - 1).map_or(&[][..], |of| &of.see);
                    see.iter()
                        .map(|id| site.nodes[*id].code.as_str())
                        .collect::<Vec<_>>()
                        .join(theme.word("comma"))
                };
                let quiz = qti::quiz(theme, &Bare(site), &ident, info, &see);
                let kind = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment";
                cartridge.put(&check.title, kind, &format!("quiz-{}.xml", check.id), quiz)?;
            }
            cartridge.put_links(of)?;
        }
        cartridge.items.push_str("</item>\n");
    }
    if !statements.is_empty() {
        let title = theme.word("book-course-statements");
        let body = published(&writer, &statements, &Place { site, files: &files });
        let _ =
            write!(cartridge.items, "<item identifier=\"statements\"><title>{}</title>", xml::text(title));
        cartridge.put(title, "webcontent", STATEMENTS, document(site, course, title, &body))?;
        cartridge.items.push_str("</item>\n");
    }
    let rights = course.rights.as_deref().unwrap_or_default();
    cartridge.archive.put("RIGHTS.txt", format!("{}\n{rights}\n", text::rights(site)));
    let notice = format!("{}: {} {rights}", site.framework.title, text::rights(site));
    let manifest = cartridge.manifest(
        &text::one_line(&notice),
        &names.of("cartridge", &what.file_name(site)),
        what.title(site),
        &site.config.language,
    );
    cartridge.archive.put("imsmanifest.xml", manifest);
    cartridge
        .archive
        .bytes()
        .map_err(|error| Failure::new(format!("The cartridge can’t be packed: {error}.")))
}

fn anchor(site: &Site, node: NodeId) -> String {
    xml::id(&format!("s-{}", site.nodes[node].code))
}

/// What is said of the course and its units.
fn about(writer: &Writer<'_>, place: &Place<'_>) -> String {
    let page = writer.fragments.course(writer.course);
    let mut html = writer.opening(&page);
    for unit in &page.units {
        html.push_str(&writer.unit(unit).replace("h2>", "h3>").replace("h1>", "h2>"));
    }
    converted(&html, &Prefixed { place, prefix: String::new() })
}

/// The published words of statements.
fn published(writer: &Writer<'_>, statements: &BTreeSet<NodeId>, place: &Place<'_>) -> String {
    let word = |key: &str| xml::text(writer.theme.word(key));
    let mut body = format!("<h1>{}</h1>\n<p>{}</p>\n", word("book-course-statements"), word("published"));
    for node in statements {
        let anchor = anchor(writer.site, *node);
        let prefixed = Prefixed { place, prefix: format!("{anchor}-") };
        let words = converted(&writer.fragments.words(*node), &prefixed);
        let code = xml::text(&writer.site.nodes[*node].code);
        let _ = writeln!(
            body,
            "<h2 id=\"{anchor}\"><bdi>{code}</bdi></h2>\n<blockquote{} class=\"words\">{words}</blockquote>",
            writer.theme.published_attributes()
        );
    }
    body
}

/// A page that stands by itself.
fn document(site: &Site, course: &Course, title: &str, body: &str) -> String {
    let rights = course.rights.as_deref().unwrap_or_default();
    // Platforms take what stands in the body, which has to say by itself that it runs from right to left.
    let [direction, begin, end] = if site.languages.is_right_to_left {
        [" dir=\"rtl\"", "<div dir=\"rtl\">\n", "</div>\n"]
    } else {
        [""; 3]
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"{direction}>\n<head><meta charset=\"utf-8\" /><title>{}</title><style>{STYLE}</style></head>\n<body>\n{begin}{body}\n<p class=\"rights\">{}: {} {}</p>\n{end}</body>\n</html>\n",
        xml::text(&site.config.language),
        xml::text(title),
        xml::text(&site.framework.title),
        xml::text(&text::rights(site)),
        xml::text(rights),
    )
}

struct Cartridge<'a> {
    archive: Archive,
    items: String,
    resources: String,
    /// How much more there may be of files.
    room: Budget,
    /// For the texts as they are made, before they are changed for a cartridge.
    made: &'a Budget,
    /// The folder that it is made from.
    content: &'a Path,
}

impl<'a> Cartridge<'a> {
    /// Nothing is in it yet.
    fn new(room: Budget, made: &'a Budget, content: &'a Path) -> Self {
        let (items, resources) = (String::new(), String::new());
        Self { archive: Archive::default(), items, resources, room, made, content }
    }

    /// Puts a file in, and a line for it, if there is room.
    fn put(&mut self, title: &str, kind: &str, file: &str, text: String) -> Result<(), Failure> {
        if !self.room.take(text.len() as u64) || self.made.is_overdrawn() {
            return Err(too_large(&self.room, self.content));
        }
        let id = xml::id(&format!("r-{file}"));
        let (title, file) = (xml::text(title), xml::text(file));
        let _ = writeln!(
            self.items,
            "<item identifier=\"i-{id}\" identifierref=\"{id}\"><title>{title}</title></item>"
        );
        // Only pages are shown by their address.
        let href = if kind == "webcontent" { format!(" href=\"{file}\"") } else { String::new() };
        let _ = writeln!(
            self.resources,
            "<resource identifier=\"{id}\" type=\"{kind}\"{href}><file href=\"{file}\"/></resource>"
        );
        self.archive.put(file, text);
        Ok(())
    }

    /// What there is to read on the web for a lesson.
    fn put_links(&mut self, of: &Lesson) -> Result<(), Failure> {
        for (number, reading) in of.readings.iter().enumerate() {
            let Some(url) = &reading.url else { continue };
            let title = text::at_most(&reading.text.words(), 120);
            let link = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<webLink xmlns=\"http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1\"><title>{}</title><url href=\"{}\" target=\"_blank\"/></webLink>\n",
                xml::text(&title),
                xml::text(url),
            );
            self.put(&title, "imswl_xmlv1p1", &format!("link-{}-{}.xml", of.id, number + 1), link)?;
        }
        Ok(())
    }

    fn manifest(&self, rights: &str, id: &str, title: &str, language: &str) -> String {
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="cartridge-{id}" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest">
<metadata>
<schema>IMS Common Cartridge</schema>
<schemaversion>1.1.0</schemaversion>
<lomimscc:lom><lomimscc:general><lomimscc:title><lomimscc:string language="{language}">{title}</lomimscc:string></lomimscc:title></lomimscc:general>
<lomimscc:rights><lomimscc:copyrightAndOtherRestrictions><lomimscc:source>LOMv1.0</lomimscc:source><lomimscc:value>yes</lomimscc:value></lomimscc:copyrightAndOtherRestrictions>
<lomimscc:description><lomimscc:string language="{language}">{rights}</lomimscc:string></lomimscc:description></lomimscc:rights></lomimscc:lom>
</metadata>
<organizations>
<organization identifier="organization" structure="rooted-hierarchy">
<item identifier="root">
{items}</item>
</organization>
</organizations>
<resources>
{resources}</resources>
</manifest>
"#,
            language = xml::text(language),
            title = xml::text(title),
            rights = xml::text(rights),
            items = self.items,
            resources = self.resources,
        )
    }
}

/// Where links of a lesson lead: to other lessons of the cartridge, to the web.
struct Place<'a> {
    site: &'a Site,
    files: &'a BTreeMap<String, String>,
}

struct Prefixed<'a> {
    place: &'a Place<'a>,
    prefix: String,
}

impl Links for Prefixed<'_> {
    fn link(&self, href: &str) -> Option<String> {
        if let Some(kept) = markup::kept_link(href, &self.prefix) {
            return Some(kept);
        }
        let address = href.split(['#', '?']).next().unwrap_or(href);
        let file = self.place.files.get(address).cloned();
        file.or_else(|| super::page_uri(self.place.site, href))
    }

    fn picture(&self, _: &str) -> Option<String> {
        None
    }

    fn prefix(&self) -> &str {
        &self.prefix
    }
}

/// A question or an answer, which has no place beside the pages: of links only those to the web are kept.
struct Bare<'a>(&'a Site);

impl Links for Bare<'_> {
    fn link(&self, href: &str) -> Option<String> {
        if ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| href.starts_with(scheme)) {
            return Some(href.to_owned());
        }
        if href.starts_with('#') { None } else { super::page_uri(self.0, href) }
    }

    fn picture(&self, _: &str) -> Option<String> {
        None
    }

    fn prefix(&self) -> &'static str {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, What, within};
    use crate::build::tests::bundled;

    #[test]
    fn a_cartridge_with_too_many_bytes_of_text_is_not_made() {
        let (content, site, theme) = bundled();
        let course = What::find(&site, None).expect("a course");
        let made = within(Budget::new(100_000), &site, &theme, &content, course);
        let problems = made.expect_err("no cartridge").problems;
        let codes: Vec<&str> = problems.iter().map(|told| told.problem.code()).collect();
        assert_eq!(codes, ["over-limit"]);
    }
}
