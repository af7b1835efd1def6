//! The page about the site, its rights and its source; and how to cite.

use std::collections::BTreeMap;

use super::Maker;
use super::context::{About, FrameworkInfo, Html};
use crate::source::front_matter::FrameworkYaml;
use crate::theme::Theme;

/// First letters of the words that go to the script that keeps a site.
const SCRIPT_WORDS: &str = "offline-say-";

impl Maker<'_> {
    pub(super) fn about(&self) -> About {
        let words = || self.theme.words_with(SCRIPT_WORDS).collect::<BTreeMap<_, _>>();
        About {
            counts: self.counts(),
            generator: format!("Standpoint {}", env!("CARGO_PKG_VERSION")),
            offline_html: self.theme.is_offline().then(|| Html::json(&words())),
        }
    }
}

/// What templates know of the framework.
pub(super) fn framework_info(framework: &FrameworkYaml, theme: &Theme) -> FrameworkInfo {
    let citation = framework.citation.clone().unwrap_or_else(|| {
        let year = year(framework, theme);
        let edition = framework.edition.as_deref().map(|edition| format!(" ({edition})")).unwrap_or_default();
        let publisher = framework.publisher.trim_end_matches('.');
        format!("{publisher}. ({year}). *{}*{edition}.", framework.title)
    });
    let (html, plain) = emphasised(&citation);
    FrameworkInfo {
        title: framework.title.clone(),
        edition: framework.edition.clone(),
        publisher: framework.publisher.clone(),
        publisher_short: short_publisher(framework).to_owned(),
        publisher_url: framework.publisher_url.clone(),
        year: framework.year,
        source: framework.source.clone(),
        rights: framework.rights.clone(),
        rights_note: framework.rights_note.clone(),
        citation_html: html.into(),
        citation: plain,
    }
}

fn short_publisher(framework: &FrameworkYaml) -> &str {
    framework.publisher_short.as_deref().unwrap_or(&framework.publisher)
}

/// (IASWG, 2015, II.A.6)
pub(super) fn citation_in_text(framework: &FrameworkYaml, theme: &Theme, code: &str) -> String {
    format!("({}, {}, {code})", short_publisher(framework), year(framework, theme))
}

fn year(framework: &FrameworkYaml, theme: &Theme) -> String {
    framework.year.map_or_else(|| theme.word("cite-no-date").to_owned(), |year| year.to_string())
}

/// A line with `*emphasis*`, as HTML and as plain text.
fn emphasised(line: &str) -> (String, String) {
    let mut html = String::new();
    for (index, piece) in line.split('*').enumerate() {
        if index > 0 {
            html.push_str(if index % 2 == 1 { "<em>" } else { "</em>" });
        }
        super::escape::escape(&mut html, piece);
    }
    if line.matches('*').count() % 2 == 1 {
        html.push_str("</em>");
    }
    (html, line.replace('*', ""))
}
