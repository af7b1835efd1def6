//! The words of the interface: English, those of the site's language over it, and over each what the site's theme says.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::json;

use super::built_in_file;
use crate::diagnostic::{Diagnostic, Place, Problem, SourceFile, nearest};
use crate::language::Language;
use crate::source::yaml;

/// The words that the scripts of the study tools have of their own: their keys without [`OF_STUDY`], and the English.
static STUDY: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/study_words.rs"));

/// First letters of the words of the study tools.
const OF_STUDY: &str = "study-";

/// What stands between words, which scripts are given with their own.
const SIGNS: [&str; 4] = ["colon", "semicolon", "comma", "cut"];

/// First letters of words for roles. Which roles there are, the self-assessments say.
pub(super) const OF_ROLE: &str = "assess-role-";

/// The language that there is every word of.
const ENGLISH: &str = "en";

/// What is added to a key where the word stands by a number (CLDR). Without, it is for all others.
const FORMS: [&str; 5] = ["-zero", "-one", "-two", "-few", "-many"];

/// What scripts call a word whose words begin with `prefix`, if it is for them.
pub(super) fn for_scripts<'a>(key: &'a str, prefix: &str) -> Option<&'a str> {
    key.strip_prefix(prefix).or_else(|| SIGNS.contains(&key).then_some(key))
}

/// The words of one site.
pub(super) struct Words {
    language: Language,
    english: BTreeMap<String, String>,
    said: BTreeMap<String, String>,
    /// Keys that are said in the language of the site.
    spoken: HashSet<String>,
    /// Whether a file of words has faults, so that nobody knows all that it says.
    is_faulty: bool,
}

/// How much of the interface is said in English on a site in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unspoken {
    /// How many words.
    pub words: usize,
    /// Of how many.
    pub of: usize,
    /// The key of the first.
    pub first: String,
}

impl Words {
    /// The built-in words for a site in `language`, and over them those of its theme's files, which are known by their
    /// names without `words/` and `.yaml`. A word that neither a built-in template nor one of `templates` uses is a slip.
    pub fn load(
        language: &Language,
        own: &BTreeMap<String, Arc<SourceFile>>,
        templates: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let english = english();
        let mut words = Self {
            language: language.clone(),
            said: english.clone(),
            english,
            spoken: HashSet::new(),
            is_faulty: false,
        };
        let other = language.tags();
        for tag in std::iter::once(ENGLISH.to_owned()).chain(other.into_iter().filter(|tag| tag != ENGLISH)) {
            let built_in = if tag == ENGLISH { BTreeMap::new() } else { built_in(&tag) };
            words.add(&tag, built_in);
            let own = own.iter().filter(|(name, _)| name.eq_ignore_ascii_case(&tag));
            for (_, source) in own {
                let said = words.read(source, templates, diagnostics);
                words.add(&tag, said);
            }
        }
        words
    }

    fn add(&mut self, tag: &str, said: BTreeMap<String, String>) {
        if tag != ENGLISH {
            self.spoken.extend(said.keys().cloned());
        }
        self.said.extend(said);
    }

    /// The words in a file of the site's theme.
    fn read(
        &mut self,
        source: &Arc<SourceFile>,
        templates: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> BTreeMap<String, String> {
        let place = Place::new(source, 0..source.text.len());
        let before = diagnostics.len();
        let own = yaml::read::<BTreeMap<String, String>>(&place, "", diagnostics).unwrap_or_default();
        self.is_faulty |= diagnostics.len() > before;
        for key in own.keys() {
            // A language may need forms where English has none.
            let is_form = FORMS.iter().any(|form| {
                let of =
                    key.strip_suffix(form).and_then(|word| self.english.get(word).map(|said| (word, said)));
                of.is_some_and(|(word, said)| {
                    said.contains("{n}") || self.english.contains_key(&format!("{word}-one"))
                })
            });
            let is_known = self.said.contains_key(key) || key.starts_with(OF_ROLE);
            if is_form || is_known || templates.contains(&format!("\"{key}\"")) {
                continue;
            }
            let at_start =
                |(at, _): &(usize, &str)| *at == 0 || source.text[..*at].ends_with(['\n', '"', '\'']);
            let span = source.text.match_indices(key).find(at_start).map_or(0, |(at, _)| at);
            let nearest = nearest(key, self.said.keys().map(String::as_str));
            let place = Place::new(source, span..span + key.len());
            diagnostics.push(Diagnostic::at(place, Problem::UnknownWord { key: key.clone(), nearest }));
        }
        own
    }

    /// All words by their keys.
    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.said
    }

    /// What is still English on a site in another language, if anything is.
    pub fn unspoken(&self) -> Option<Unspoken> {
        if self.is_faulty || self.language.tags().iter().any(|tag| tag == ENGLISH) {
            return None;
        }
        let all = to_say(&self.language);
        let mut left = all.iter().filter(|(key, _)| !self.spoken.contains(key));
        let first = left.next()?.0.clone();
        Some(Unspoken { words: left.count() + 1, of: all.len(), first })
    }

    /// The word of this key that stands by `n` of something, with the number in it.
    pub fn counted(&self, key: &str, n: usize) -> String {
        let form = self.said.get(&format!("{key}-{}", self.language.plurals()(n)));
        form.or_else(|| self.said.get(key)).map_or(key, String::as_str).replace("{n}", &n.to_string())
    }

    /// The word of this key with all forms of it, by their keys, as JSON for a script.
    pub fn forms(&self, key: &str) -> String {
        let keys = std::iter::once(key.to_owned()).chain(FORMS.iter().map(|form| format!("{key}{form}")));
        let forms = keys.filter_map(|key| self.said.get(&key).map(|word| (key, json!(word))));
        serde_json::Value::Object(forms.collect()).to_string()
    }

    /// A script that gives the study tools the words that they don't have of their own; none if they have them all.
    pub fn study_script(&self) -> Option<String> {
        let changed = self.said.iter().filter(|(key, word)| self.english.get(*key) != Some(word));
        let changed =
            changed.filter_map(|(key, word)| Some((for_scripts(key, OF_STUDY)?.to_owned(), json!(word))));
        let changed: serde_json::Map<_, _> = changed.collect();
        let words = serde_json::Value::Object(changed);
        let is_any = words.as_object().is_some_and(|words| !words.is_empty());
        is_any.then(|| format!("((globalThis.Standpoint ??= {{}}).study ??= {{}}).ofSite = {words};\n"))
    }
}

/// Every English word by its key.
fn english() -> BTreeMap<String, String> {
    let mut words = built_in(ENGLISH);
    words.extend(of_study().map(|(key, word)| (key, word.to_owned())));
    words
}

/// The words of the study tools by their keys, without the signs, which are in the file.
fn of_study() -> impl Iterator<Item = (String, &'static str)> {
    let own = STUDY.iter().filter(|(key, _)| !SIGNS.contains(key));
    own.map(|(key, word)| (format!("{OF_STUDY}{key}"), *word))
}

/// The words of a built-in file; none if there is no such file.
fn built_in(tag: &str) -> BTreeMap<String, String> {
    let text = built_in_file(&format!("words/{tag}.yaml")).map(String::from_utf8_lossy);
    text.and_then(|text| serde_yaml::from_str(&text).ok()).unwrap_or_default()
}

/// The English words in groups: what is remarked of the group, and lines of `key: word` as in the built-in file.
fn groups() -> Vec<(String, Vec<(String, String)>)> {
    let text = built_in_file("words/en.yaml").map(String::from_utf8_lossy).unwrap_or_default();
    let mut groups: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for line in text.lines() {
        if line.starts_with('#') {
            match groups.last_mut() {
                Some((remark, words)) if words.is_empty() => *remark = format!("{remark}\n{line}"),
                _ => groups.push((line.to_owned(), Vec::new())),
            }
        } else if line.is_empty() {
            // What stands by itself is of no group.
            groups.pop_if(|(_, words)| words.is_empty());
        } else if let (Some((key, word)), Some((_, words))) = (line.split_once(": "), groups.last_mut()) {
            words.push((key.to_owned(), word.to_owned()));
        }
    }
    let study = of_study().map(|(key, word)| (key, json!(word).to_string()));
    groups.push(("# What the study tools say".to_owned(), study.collect()));
    groups
}

/// The words that a language needs, each with the English one: of those that stand by numbers, in the forms it has.
fn to_say(language: &Language) -> Vec<(String, String)> {
    let forms = language.forms();
    groups().into_iter().flat_map(|(_, words)| in_forms(&forms, words)).collect()
}

fn in_forms(forms: &[&str], words: Vec<(String, String)>) -> Vec<(String, String)> {
    let others: BTreeMap<String, String> = words.iter().cloned().collect();
    let said = words.into_iter().flat_map(|(key, word)| {
        let Some((of, other)) = key.strip_suffix("-one").and_then(|of| Some((of, others.get(of)?))) else {
            return vec![(key, word)];
        };
        let forms = forms.iter();
        forms
            .map(|form| (format!("{of}-{form}"), if *form == "one" { &word } else { other }.clone()))
            .collect()
    });
    said.collect()
}

/// Where the words of a language stand in a theme: in `words/pt-BR.yaml`, however its tag was written.
pub fn file_of(language: &Language) -> String {
    format!("words/{}.yaml", language.tags().pop().unwrap_or_default())
}

/// What a translator is to fill in of a file of words in `language` that has `before` in it: every English word that is
/// missing, as a remark. `None` if nothing is missing.
pub fn to_translate(language: &Language, before: &str) -> Option<String> {
    let mut there: HashSet<String> =
        language.tags().iter().flat_map(|tag| built_in(tag).into_keys()).collect();
    let keys = before.lines().filter_map(|line| Some(line.trim_start_matches("# ").split_once(':')?.0));
    there.extend(keys.map(|key| key.trim_matches(['"', '\'']).to_owned()));
    let forms = language.forms();
    let mut text = String::new();
    for (remark, words) in groups() {
        let mut remark = Some(remark.replace("# ", "## "));
        for (key, word) in in_forms(&forms, words) {
            if there.contains(&key) {
                continue;
            }
            if let Some(remark) = remark.take() {
                let _ = writeln!(text, "\n{remark}");
            }
            let _ = writeln!(text, "# {key}: {word}");
        }
    }
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::BUILT_IN;

    /// Languages that the interface is in, by their tags, without English.
    fn languages() -> Vec<&'static str> {
        let files =
            BUILT_IN.iter().filter_map(|(name, _)| name.strip_prefix("words/")?.strip_suffix(".yaml"));
        files.filter(|tag| *tag != ENGLISH).collect()
    }

    fn places(word: &str) -> Vec<&str> {
        let parts = word.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
        let mut places: Vec<&str> = parts.collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    #[test]
    fn the_languages_that_are_built_in_have_every_word() {
        assert!(languages().len() >= 2);
        for tag in languages() {
            let language = Language::of(tag).expect(tag);
            let words = Words::load(&language, &BTreeMap::new(), "", &mut Vec::new());
            assert_eq!(words.unspoken(), None, "{tag}");
            let said = built_in(tag);
            for (key, word) in &said {
                let english =
                    &words.english.get(key).unwrap_or_else(|| panic!("{tag}: no word {key} in English"));
                assert!(english.trim() != *english || word.trim() == word, "{tag}: {key}");
                assert_eq!(english.is_empty(), word.is_empty(), "{tag}: {key}");
                // A form for one may say so without the number, or with it where the English doesn't.
                let of = key.strip_suffix("-one").and_then(|of| words.english.get(of));
                let may_be = of.map_or_else(|| places(english), |of| [places(of), places(english)].concat());
                let must_be = places(english).into_iter().filter(|place| of.is_none() || *place != "n");
                let here = places(word);
                assert!(here.iter().all(|place| may_be.contains(place)), "{tag}: {key}: {word}");
                assert!(must_be.into_iter().all(|place| here.contains(&place)), "{tag}: {key}: {word}");
            }
        }
    }

    #[test]
    fn every_form_for_one_is_of_a_word() {
        let english = english();
        for key in english.keys().filter(|key| key.ends_with("-one")) {
            let of = key.trim_end_matches("-one");
            assert!(
                english.contains_key(of) || ["assess-results-between", "assess-ui-view"].contains(&of),
                "{key}"
            );
        }
    }
}
