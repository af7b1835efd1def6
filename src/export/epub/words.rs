//! What a book or cartridge of a course has beside its lessons: what checks ask and the key to them, units, what stands before.
//!
//! What is written here is HTML as pages have it; `markup` makes it fit its place.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::export::text;
use crate::model::{Course, CourseId, Level, NodeId, Site, Target};
use crate::page::context::{CheckInfo, CoursePage, Html, QuestionInfo, ReadingInfo, UnitInfo};
use crate::page::escape;
use crate::page::fragments::Fragments;
use crate::theme::Theme;

/// Writes the texts of a course.
pub struct Writer<'a> {
    pub site: &'a Site,
    pub theme: &'a Theme,
    pub fragments: &'a Fragments<'a>,
    pub course: CourseId,
}

/// Text as HTML.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

impl Writer<'_> {
    fn of(&self) -> &Course {
        &self.site.courses[self.course]
    }

    /// A word of the theme, as HTML.
    pub fn word(&self, key: &str) -> String {
        escaped(self.theme.word(key))
    }

    /// What stands before the lessons: for whom the course is, what people can do after it, what to read.
    pub fn opening(&self, page: &CoursePage) -> String {
        let mut html = format!(
            "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n",
            escaped(&page.course.named.title),
            escaped(&page.course.named.summary),
        );
        if !page.audience_html.is_empty() {
            let _ = writeln!(html, "<p>{} {}</p>", self.word("audience"), page.audience_html);
        }
        self.list(&mut html, "course-outcomes", &page.outcomes_html);
        html.push_str(&page.html);
        if !page.readings.is_empty() {
            let _ = writeln!(html, "<h2>{}</h2>", self.word("readings-whole"));
            self.readings(&mut html, &page.readings);
        }
        html
    }

    /// A unit, without its lessons.
    pub fn unit(&self, unit: &UnitInfo) -> String {
        let mut html = format!("<h1>{}</h1>\n", escaped(&unit.named.title));
        if !unit.named.summary.is_empty() {
            let _ = writeln!(html, "<p class=\"lead\">{}</p>", escaped(&unit.named.summary));
        }
        self.list(&mut html, "unit-outcomes", &unit.outcomes_html);
        if !unit.readings.is_empty() {
            let _ = writeln!(html, "<h2>{}</h2>", self.word("readings-title-short"));
            self.readings(&mut html, &unit.readings);
        }
        html
    }

    fn list(&self, html: &mut String, title: &str, lines: &[Html]) {
        if lines.is_empty() {
            return;
        }
        let _ = write!(html, "<h2>{}</h2>\n<ul>", self.word(title));
        for line in lines {
            let _ = write!(html, "<li>{line}</li>");
        }
        html.push_str("</ul>\n");
    }

    fn readings(&self, html: &mut String, readings: &[ReadingInfo]) {
        html.push_str("<ul>");
        for reading in readings {
            let _ = write!(html, "<li>{}", reading.html);
            if let Some(url) = &reading.url {
                let url = escaped(url);
                let _ = write!(html, " <a href=\"{url}\">{url}</a>");
            }
            let optional = reading.optional.then(|| self.theme.word("reading-optional"));
            for words in [reading.note.as_deref(), optional].into_iter().flatten() {
                let _ = write!(html, " {}", escaped(words));
            }
            html.push_str("</li>");
        }
        html.push_str("</ul>\n");
    }

    /// What a check asks, to be answered on paper or in the mind.
    pub fn asked(&self, check: &CheckInfo) -> String {
        let mut html = format!(
            "<section class=\"check\" id=\"check-{}\"><p class=\"tag\">{}</p><h3>{}</h3>\n<ol>",
            check.id,
            self.word("check"),
            escaped(&check.title)
        );
        for question in &check.questions {
            let how = self.word(&format!("worksheet-how-{}", question.kind));
            let _ = write!(html, "<li><p>{} <i>{how}</i></p>", question.html);
            let mut list = |lines: Vec<String>| {
                if !lines.is_empty() {
                    let _ = write!(html, "<ul><li>{}</li></ul>", lines.join("</li><li>"));
                }
            };
            list(
                question
                    .options
                    .iter()
                    .map(|option| self.option(question, &option.value, &option.html))
                    .collect(),
            );
            list(question.pairs.iter().map(|pair| pair.html.to_string()).collect());
            list(
                question
                    .rights
                    .iter()
                    .map(|right| format!("<b>{}</b> {}", right.letter, right.html))
                    .collect(),
            );
            list(question.items.iter().map(|item| item.html.to_string()).collect());
            html.push_str("</li>");
        }
        html.push_str("</ol>");
        html
    }

    /// What is right in a check, and what there is to say on every answer.
    pub fn key(&self, check: &CheckInfo) -> String {
        let mut html = String::from("<ol>");
        for question in &check.questions {
            let _ = write!(html, "<li><p>{}</p><dl>", question.html);
            let mut answer = |answer: String, feedback: &str| {
                let _ = write!(html, "<dt>{answer}</dt><dd>{feedback}</dd>");
            };
            for option in &question.options {
                let mark = self.word(if option.right { "key-right" } else { "key-wrong" });
                let words = self.option(question, &option.value, &option.html);
                answer(format!("<b>{mark}:</b> {words}"), &option.feedback_html);
            }
            for pair in &question.pairs {
                let right = question.rights.iter().find(|right| right.letter == pair.letter);
                let right = right.map(|right| &*right.html).unwrap_or_default();
                answer(format!("{} – <b>{}</b> {right}", pair.html, pair.letter), &pair.feedback_html);
            }
            let mut items: Vec<_> = question.items.iter().collect();
            items.sort_by_key(|item| item.place);
            for item in items {
                answer(format!("<b>{}</b> {}", item.place, item.html), &item.feedback_html);
            }
            if !question.consider_html.is_empty() {
                answer(format!("<b>{}</b>", self.word("check-consider")), &question.consider_html);
            }
            html.push_str("</dl>");
            html.push_str(&self.see(check, question));
            html.push_str("</li>");
        }
        html.push_str("</ol>\n");
        html
    }

    /// An answer that can be chosen.
    pub fn option(&self, question: &QuestionInfo, value: &str, html: &str) -> String {
        if question.kind == "true-false" { self.word(&format!("check-{value}")) } else { html.to_owned() }
    }

    /// The statements that there are to see on a question.
    pub fn see(&self, check: &CheckInfo, question: &QuestionInfo) -> String {
        let of = self.of().checks.iter().find(|of| of.id == check.id);
        let see = of.and_then(|of| of.questions.get(question.number - 1)).map(|of| &of.see);
        match see {
            Some(see) if !see.is_empty() => {
                format!("<p>{} {}</p>", self.word("check-see"), self.codes(see.iter().copied()))
            }
            _ => String::new(),
        }
    }

    /// Statements as links.
    fn codes(&self, statements: impl Iterator<Item = NodeId>) -> String {
        let link = |id| {
            let address = self.fragments.address(Target::Node(id));
            format!("<a href=\"{}\">{}</a>", escaped(&address), escaped(&self.site.nodes[id].code))
        };
        statements.map(link).collect::<Vec<_>>().join(&self.word("comma"))
    }

    /// The statements that these lessons teach or mention, with those below them, in document order.
    pub fn statements(&self, lessons: &[usize]) -> BTreeSet<NodeId> {
        let course = self.of();
        let lessons = lessons.iter().map(|at| &course.lessons[*at]);
        let mut all: BTreeSet<NodeId> =
            lessons.flat_map(|of| of.taught.iter().chain(&of.mentioned)).copied().collect();
        let below: Vec<NodeId> = all.iter().flat_map(|id| self.site.statements_below(*id)).collect();
        all.extend(below);
        all.retain(|id| self.site.nodes[*id].level == Level::Statement);
        all
    }

    /// The rights, as HTML: of the published words and of the course.
    pub fn rights(&self) -> String {
        let framework = &self.site.framework;
        let colon = self.theme.word("colon");
        let mut html = text::paragraphs(&format!("{}{colon}{}", framework.title, text::rights(self.site)));
        html.push_str(&text::paragraphs(&framework.source));
        if let Some(rights) = &self.of().rights {
            html.push_str(&text::paragraphs(&format!("{}{colon}{rights}", self.of().title)));
        }
        html
    }
}
