//! What is the same on every page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::context::{FrameworkInfo, MenuEntry, SiteInfo};
use super::{CONTENT_SECURITY_POLICY, about, matrix, offline};
use crate::model::Site;
use crate::theme::Theme;

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
                offline: theme.is_offline().then(|| theme.published_as(offline::SCRIPT).to_owned()),
                direction: site.languages.site.direction(),
                letters: (site.languages.site.has_letters_of_its_own())
                    .then(|| theme.published_as("assets/letters.css").to_owned()),
                published: site.languages.published(),
                study_words: theme.has_study_words(),
            },
            framework: about::framework_info(&site.framework, theme),
            menu: menu
                .into_iter()
                .map(|(id, address)| MenuEntry { id, address: address.to_owned() })
                .collect(),
        }
    }
}
