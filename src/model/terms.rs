//! Which glossary terms a text uses.

use std::collections::HashMap;

use super::TermId;

/// Finds terms in running text by their words, the longest name first, in one pass over the text.
pub(super) struct Finder {
    /// Names by their first word: the words of the whole name, and the term; longest first.
    by_first_word: HashMap<String, Vec<(Vec<String>, TermId)>>,
}

impl Finder {
    /// A finder for these names.
    pub fn new<'a>(names: impl Iterator<Item = (&'a str, TermId)>) -> Self {
        let mut by_first_word: HashMap<String, Vec<(Vec<String>, TermId)>> = HashMap::new();
        for (name, term) in names {
            let words = words(name);
            if let Some(first) = words.first() {
                by_first_word.entry(first.clone()).or_default().push((words, term));
            }
        }
        for names in by_first_word.values_mut() {
            names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        }
        Self { by_first_word }
    }

    /// The terms that `text` uses, in the order of their first use.
    pub fn find(&self, text: &str) -> Vec<TermId> {
        let words = words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let names = self.by_first_word.get(&words[at]);
            match names.into_iter().flatten().find(|(name, _)| words[at..].starts_with(name)) {
                Some((name, term)) => {
                    if !found.contains(term) {
                        found.push(*term);
                    }
                    at += name.len();
                }
                None => at += 1,
            }
        }
        found
    }
}

/// Lower-case words; hyphens part words, apostrophes don't.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'')
        .filter(|word| !word.is_empty())
        .map(|word| word.trim_end_matches("’s").trim_end_matches("'s").replace('\'', "’"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_wins_and_hyphens_do_not_matter() {
        let finder = Finder::new([("group", 0), ("psycho-educational group", 1), ("norms", 2)].into_iter());
        assert_eq!(finder.find("A psycho educational group’s norms; a group."), [1, 2, 0]);
        assert!(finder.find("grouping, abnorms").is_empty());
    }
}
