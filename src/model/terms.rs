//! Which glossary terms a text uses.

use std::collections::{HashMap, HashSet};

use super::TermId;
use crate::language::is_unspaced;

/// Finds terms in running text by their words, the longest name first, in one pass over the text.
pub(super) struct Finder {
    /// The term of a name, by the words of the name with spaces between them.
    terms: HashMap<String, TermId>,
    /// How many words the names have that begin with a word; longest first.
    lengths: HashMap<String, Vec<usize>>,
}

impl Finder {
    /// A finder for these names.
    pub fn new<'a>(names: impl Iterator<Item = (&'a str, TermId)>) -> Self {
        let mut terms: HashMap<String, TermId> = HashMap::new();
        let mut lengths: HashMap<String, Vec<usize>> = HashMap::new();
        for (name, term) in names {
            let name = plain(name);
            let words = words(&name);
            if let Some(first) = words.first() {
                lengths.entry((*first).to_owned()).or_default().push(words.len());
                let known = terms.entry(words.join(" ")).or_insert(term);
                *known = term.min(*known);
            }
        }
        for lengths in lengths.values_mut() {
            lengths.sort_unstable_by(|a, b| b.cmp(a));
            lengths.dedup();
        }
        Self { terms, lengths }
    }

    /// The terms that `text` uses, in the order of their first use.
    pub fn find(&self, text: &str) -> Vec<TermId> {
        let text = plain(text);
        let words = words(&text);
        let mut found = Vec::new();
        let mut known = HashSet::new();
        let mut at = 0;
        while at < words.len() {
            let lengths = self.lengths.get(words[at]).into_iter().flatten();
            let name = lengths.filter_map(|length| words.get(at..at + length)).find_map(|name| {
                let term = self.terms.get(&name.join(" "))?;
                Some((name.len(), *term))
            });
            match name {
                Some((length, term)) => {
                    if known.insert(term) {
                        found.push(term);
                    }
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }
}

/// A text in lower case, with one form of apostrophe.
fn plain(text: &str) -> String {
    text.to_lowercase().replace('\'', "’")
}

/// The words of a plain text; hyphens part words, apostrophes don't. Where one writes without spaces between words, every
/// letter is one.
fn words(plain: &str) -> Vec<&str> {
    let between = plain.split(|c: char| !c.is_alphanumeric() && c != '’');
    let mut words = Vec::new();
    for word in between.filter(|word| !word.is_empty()) {
        let mut from = 0;
        for (at, letter) in word.char_indices().filter(|(_, letter)| is_unspaced(*letter)) {
            words.extend(Some(&word[from..at]).filter(|word| !word.is_empty()));
            from = at + letter.len_utf8();
            words.push(&word[at..from]);
        }
        words.extend(Some(word[from..].trim_end_matches("’s")).filter(|rest| from == 0 || !rest.is_empty()));
    }
    words
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

    #[test]
    fn without_spaces_a_term_may_begin_at_every_letter() {
        let finder = Finder::new([("信任", 0), ("小组", 1), ("小组工作", 2), ("グループ", 3)].into_iter());
        assert_eq!(finder.find("工作者与小组建立信任，小组工作3次。"), [1, 0, 2]);
        assert_eq!(finder.find("サブグループabc"), [3]);
        assert_eq!(words("第3组a组"), ["第", "3", "组", "a", "组"]);
    }
}
