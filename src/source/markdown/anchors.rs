//! Places in a page that links can lead to.

use std::collections::{HashMap, HashSet};

/// Places that the pages of the default theme have themselves. A heading of one of these names gets a number, so that
/// no page has a place twice. Places that are named after something, as `check.id`, have a point in them, which headings
/// don't get. `prompts` is not among them: the theme's place is where the writer's heading was. In order.
pub const RESERVED_ANCHORS: &[&str] = &[
    "about",
    "activities",
    "afterwards",
    "assess-app",
    "assess-files",
    "assess-form",
    "assess-journal",
    "assess-occasions",
    "assess-plan",
    "assess-privacy",
    "assess-progress",
    "assess-results",
    "assess-status",
    "assessed",
    "assessment-data",
    "assessment-words",
    "assessments",
    "backlinks",
    "beside",
    "cite",
    "cohort-app",
    "cohort-words",
    "contents",
    "coverage",
    "discussion",
    "explore",
    "explore-words",
    "files",
    "flashcards-app",
    "for-class",
    "journal",
    "lessons",
    "made",
    "main",
    "map",
    "matrix",
    "models",
    "neighbors",
    "ours",
    "outcomes",
    "paper-heading",
    "plan",
    "practice-app",
    "privacy",
    "prompts-heading",
    "published",
    "questions",
    "readings",
    "reflect",
    "results",
    "rights",
    "run",
    "search",
    "search-help",
    "search-input",
    "search-results",
    "search-slash",
    "statements",
    "study",
    "study-app",
    "study-data",
    "study-words",
    "supervision-app",
    "taught",
    "teach",
    "themes",
    "title",
    "toc",
    "topics-heading",
    "units",
    "used",
    "ways",
    "whole",
];

/// Anchors that are unique within a page.
#[derive(Default)]
pub struct Anchors {
    used: HashSet<String>,
    /// The last number that was given to anchors of one name.
    numbers: HashMap<String, usize>,
}

impl Anchors {
    /// The anchor of a heading: as given, or its words in lower case with hyphens; numbered where it is taken.
    pub fn take(&mut self, given: &str, text: &str) -> String {
        let base = if given.is_empty() { slug(text) } else { given.to_owned() };
        let number = self.numbers.entry(base.clone()).or_insert(1);
        let mut anchor = base.clone();
        while self.used.contains(&anchor) || RESERVED_ANCHORS.binary_search(&anchor.as_str()).is_ok() {
            *number += 1;
            anchor = format!("{base}-{number}");
        }
        self.used.insert(anchor.clone());
        anchor
    }
}

/// Words in lower case with hyphens, letters of every script kept.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !matches!(character, '\'' | '’') && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let trimmed = slug.trim_end_matches('-').len();
    slug.truncate(trimmed);
    if slug.is_empty() { "section".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_anchors_are_found_by_their_order() {
        assert!(RESERVED_ANCHORS.is_sorted());
    }
}
