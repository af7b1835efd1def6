//! A lesson as plain HTML, for places where there are no scripts and none of the site's styles.

use std::fmt::Write as _;

use super::xml;
use crate::page::context::{CheckInfo, Html, LessonPage, VignetteInfo};
use crate::theme::Theme;

/// The lesson, from its title on. `markup` makes HTML of the site fit for its place; its second argument keeps ids apart.
/// `check` says what stands in the place of a check.
pub fn html(
    theme: &Theme,
    page: &LessonPage,
    markup: &dyn Fn(&str, &str) -> String,
    check: &dyn Fn(&CheckInfo) -> String,
) -> String {
    let word = |key: &str| xml::text(theme.word(key));
    let mut body = format!(
        "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n",
        xml::text(&page.lesson.named.title),
        xml::text(&page.lesson.named.summary),
    );
    let list = |body: &mut String, title: &str, lines: &[Html], prefix: &str| {
        if lines.is_empty() {
            return;
        }
        let _ = write!(body, "<h2>{}</h2>\n<ul>", word(title));
        for (number, line) in lines.iter().enumerate() {
            let _ = write!(body, "<li>{}</li>", markup(line, &format!("{prefix}{number}-")));
        }
        body.push_str("</ul>\n");
    };
    list(&mut body, "lesson-outcomes", &page.lesson.outcomes_html, "o");
    for (number, block) in page.blocks.iter().enumerate() {
        if let Some(html) = &block.html {
            body.push_str(&markup(html, &format!("b{number}-")));
        }
        if let Some(of) = &block.check {
            body.push_str(&check(of));
        }
        if let Some(of) = &block.vignette {
            vignette(theme, of, &format!("v{number}-"), markup, &mut body);
        }
        if let Some(of) = &block.assessment {
            let _ = writeln!(
                body,
                "<p><b>{}</b>: {}. {}</p>",
                word("menu-assessments"),
                xml::text(&of.named.title),
                xml::text(&of.named.summary),
            );
        }
    }
    if !page.activities.is_empty() {
        let _ = writeln!(body, "<h2>{}</h2>", word("activities"));
        for (number, activity) in page.activities.iter().enumerate() {
            let text = markup(&activity.html, &format!("a{number}-"));
            let _ = write!(body, "<h3>{}</h3>\n{text}", xml::text(&activity.title));
        }
    }
    list(&mut body, "discussion", &page.discussion_html, "d");
    if !page.lesson.readings.is_empty() {
        let _ = write!(body, "<h2>{}</h2>\n<ul>", word("readings-title-short"));
        for (number, reading) in page.lesson.readings.iter().enumerate() {
            let text = markup(&reading.html, &format!("r{number}-"));
            let url = reading.url.as_deref().map(xml::text);
            let url = url.map(|url| format!(" <a href=\"{url}\">{url}</a>")).unwrap_or_default();
            let note =
                reading.note.as_deref().map(|note| format!(" {}", xml::text(note))).unwrap_or_default();
            let _ = write!(body, "<li>{text}{url}{note}</li>");
        }
        body.push_str("</ul>\n");
    }
    body
}

/// A vignette to be read by following its numbers.
fn vignette(
    theme: &Theme,
    of: &VignetteInfo,
    prefix: &str,
    markup: &dyn Fn(&str, &str) -> String,
    body: &mut String,
) {
    let _ = writeln!(
        body,
        "<h3>{}: {}</h3>\n<p>{}</p>",
        xml::text(theme.word("vignette")),
        xml::text(&of.title),
        xml::text(&of.summary),
    );
    for scene in &of.scenes {
        let text = markup(&scene.html, &format!("{prefix}{}-", scene.number));
        let _ = write!(body, "<h4 id=\"{prefix}{0}\">{0}</h4>\n{text}", scene.number);
        if scene.choices.is_empty() {
            continue;
        }
        body.push_str("<ul>");
        for choice in &scene.choices {
            let place = format!("{prefix}{}-{}-", scene.number, choice.value);
            let _ = write!(
                body,
                "<li><p>{} <a href=\"#{prefix}{1}\">→ {1}</a></p>{2}</li>",
                markup(&choice.html, &format!("{place}c-")),
                choice.to_number,
                markup(&choice.feedback_html, &place),
            );
        }
        body.push_str("</ul>\n");
    }
}
