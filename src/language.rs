//! What follows from the language of a site: which way it is written, how it counts, and how it puts words in order.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale::{LanguageIdentifier, Locale, LocaleDirectionality};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_plurals::{PluralCategory, PluralRules};
use icu_properties::CodePointMapData;
use icu_properties::props::Script;

/// Numbers of things are mostly smaller than this. Spanish has a form of its own for millions.
const MET: usize = 200;

/// A language by its tag (BCP 47), such as `en`, `de-AT` or `zh-Hant-TW`.
#[derive(Clone, Debug)]
pub struct Language(Locale);

impl Language {
    /// The language with this tag; `None` if it is no tag, or one of no language, such as `x-private`.
    pub fn of(tag: &str) -> Option<Self> {
        // Browsers don't know `de_AT`.
        let locale = Locale::try_from_str(tag).ok().filter(|_| !tag.contains('_'))?;
        (!locale.id.language.is_unknown()).then_some(Self(locale))
    }

    /// Which way it is written: `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        let is_right_to_left = LocaleDirectionality::new_extended().is_right_to_left(&self.0.id);
        if is_right_to_left { "rtl" } else { "ltr" }
    }

    /// Whether it is written in letters that are set otherwise than Latin ones: with other fonts, no slant, no space
    /// between them.
    pub fn has_letters_of_its_own(&self) -> bool {
        self.direction() == "rtl" || matches!(self.0.id.language.as_str(), "zh" | "ja" | "ko")
    }

    /// The tags that it is spoken under, from the widest: `de`, `de-AT`.
    pub fn tags(&self) -> Vec<String> {
        let LanguageIdentifier { language, script, region, .. } = self.0.id;
        let mut tags = vec![language.to_string()];
        for part in [script.map(|script| script.to_string()), region.map(|region| region.to_string())] {
            tags.extend(part.map(|part| format!("{}-{part}", tags[tags.len() - 1])));
        }
        tags
    }

    /// The form of a word that stands by a number of something: `zero`, `one`, `two`, `few`, `many` or `other` (CLDR).
    pub fn plurals(&self) -> impl Fn(usize) -> &'static str + use<> {
        let rules = PluralRules::try_new_cardinal(self.0.clone().into()).ok();
        move |n| match rules.as_ref().map(|rules| rules.category_for(n)) {
            Some(PluralCategory::Zero) => "zero",
            Some(PluralCategory::One) => "one",
            Some(PluralCategory::Two) => "two",
            Some(PluralCategory::Few) => "few",
            Some(PluralCategory::Many) => "many",
            Some(PluralCategory::Other) | None => "other",
        }
    }

    /// The forms it has for words by numbers that one meets, without `other`: for Polish `one`, `few`, `many`.
    pub fn forms(&self) -> Vec<&'static str> {
        let mut forms = Vec::new();
        for form in (0..MET).map(self.plurals()) {
            if form != "other" && !forms.contains(&form) {
                forms.push(form);
            }
        }
        forms
    }

    /// How it puts words in order: as a dictionary of it does, and numbers in them by what they are worth.
    pub fn order(&self) -> impl Fn(&str, &str) -> Ordering + use<> {
        let compare = self.compare(CollatorOptions::default());
        move |a, b| compare(a, b).then_with(|| a.cmp(b))
    }

    /// The letter that its dictionaries have a word under: in German `A` for “Äußerung”, in Swedish `Ä` for “ärlighet”.
    pub fn letters(&self) -> impl Fn(&str) -> String + use<> {
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Primary);
        let compare = self.compare(options);
        move |word| {
            let whole = ComposingNormalizerBorrowed::new_nfc().normalize(word);
            let Some(letter) = whole.chars().flat_map(char::to_uppercase).next() else {
                return String::new();
            };
            let letter = letter.to_string();
            let bare: String =
                DecomposingNormalizerBorrowed::new_nfd().normalize(&letter).chars().take(1).collect();
            if compare(&bare, &letter).is_eq() { bare } else { letter }
        }
    }

    fn compare(&self, options: CollatorOptions) -> impl Fn(&str, &str) -> Ordering + use<> {
        let mut preferences = CollatorPreferences::from(self.0.clone());
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let collator = CollatorBorrowed::try_new(preferences, options).ok();
        move |a, b| collator.as_ref().map_or_else(|| a.cmp(b), |collator| collator.compare(a, b))
    }
}

/// The languages of a site.
#[derive(Clone, Debug, Default)]
pub struct Languages {
    /// Of the interface and all that is written for the site.
    pub site: Language,
    /// Of the published words.
    pub published: Language,
    /// Whether a page runs from right to left, as the language of the site does.
    pub is_right_to_left: bool,
}

impl Languages {
    /// Those with these tags; published words are in the language of the site where nothing else is said.
    pub fn of(site: &str, published: Option<&str>) -> Self {
        let site = Language::of(site).unwrap_or_default();
        let published = published.and_then(Language::of).unwrap_or_else(|| site.clone());
        let is_right_to_left = site.direction() == "rtl";
        Self { site, published, is_right_to_left }
    }

    /// Whether the published words are in another language than the rest.
    pub fn differ(&self) -> bool {
        self.published.0 != self.site.0
    }

    /// Language and direction of the published words, such as `en ltr`, where that is not the site's.
    pub fn published(&self) -> Option<String> {
        self.differ().then(|| format!("{} {}", self.published.0, self.published.direction()))
    }

    /// What an HTML element with published words says of their language: ` lang="en" dir="ltr"`, or nothing where they
    /// are in that of the page.
    pub fn published_attributes(&self) -> String {
        if !self.differ() {
            return String::new();
        }
        let direction = self.published.direction();
        let other =
            if direction == self.site.direction() { String::new() } else { format!(" dir=\"{direction}\"") };
        format!(" lang=\"{}\"{other}", self.published.0)
    }
}

/// Whether it is a letter of writing that leaves no space between words, as Chinese, Japanese and Thai do.
pub fn is_unspaced(letter: char) -> bool {
    // No writing before Thai does.
    letter >= '\u{e00}'
        && matches!(
            CodePointMapData::<Script>::new().get(letter),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Thai
                | Script::Lao
                | Script::Khmer
                | Script::Myanmar
                | Script::Tibetan
        )
}

impl Default for Language {
    /// English.
    fn default() -> Self {
        Self(icu_locale::locale!("en"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Languages};

    fn language(tag: &str) -> Language {
        Language::of(tag).expect(tag)
    }

    #[test]
    fn a_tag_is_known_by_its_form() {
        for tag in ["en", "de-AT", "pt-br", "zh-Hant-TW", "gsw", "ar-EG-u-nu-latn"] {
            assert!(Language::of(tag).is_some(), "{tag}");
        }
        for tag in ["", "english", "e", "de AT", "de_AT", "x-private", "und", "12"] {
            assert!(Language::of(tag).is_none(), "{tag}");
        }
    }

    #[test]
    fn languages_are_written_one_way_or_the_other() {
        for tag in ["ar", "he", "fa-IR", "ur", "ckb", "yi", "pa-Arab", "dv"] {
            assert_eq!(language(tag).direction(), "rtl", "{tag}");
        }
        for tag in ["en", "de", "zh", "ku", "pa", "ar-Latn", "tr"] {
            assert_eq!(language(tag).direction(), "ltr", "{tag}");
        }
    }

    #[test]
    fn a_language_of_a_place_is_the_language_too() {
        assert_eq!(language("pt-br").tags(), ["pt", "pt-BR"]);
        assert_eq!(language("zh-hant-tw").tags(), ["zh", "zh-Hant", "zh-Hant-TW"]);
        assert_eq!(language("en").tags(), ["en"]);
    }

    #[test]
    fn languages_count_in_their_own_ways() {
        let forms =
            |tag, numbers: &[usize]| numbers.iter().copied().map(language(tag).plurals()).collect::<Vec<_>>();
        assert_eq!(forms("en", &[0, 1, 2]), ["other", "one", "other"]);
        assert_eq!(forms("fr", &[0, 1, 2]), ["one", "one", "other"]);
        assert_eq!(forms("pl", &[1, 2, 5, 22]), ["one", "few", "many", "few"]);
        assert_eq!(forms("ar", &[0, 1, 2, 3, 11, 100]), ["zero", "one", "two", "few", "many", "other"]);
        assert_eq!(forms("ja", &[0, 1, 2]), ["other"; 3]);
        assert_eq!(language("es").forms(), ["one"]);
        assert_eq!(language("pl").forms(), ["many", "one", "few"]);
        assert_eq!(language("ja").forms(), [""; 0]);
    }

    #[test]
    fn words_are_in_the_order_of_a_dictionary() {
        let sorted = |tag, words: &[&'static str]| {
            let mut words = words.to_vec();
            words.sort_by(|a, b| language(tag).order()(a, b));
            words
        };
        assert_eq!(
            sorted("de", &["Zeit", "Übung", "Umgang", "überall"]),
            ["überall", "Übung", "Umgang", "Zeit"]
        );
        assert_eq!(sorted("fr", &["étape", "fin", "Éthique", "etc."]), ["étape", "etc.", "Éthique", "fin"]);
        assert_eq!(sorted("es", &["ñandú", "nube", "oír"]), ["nube", "ñandú", "oír"]);
        assert_eq!(sorted("sv", &["öva", "zon", "åk", "äga"]), ["zon", "åk", "äga", "öva"]);
        assert_eq!(sorted("en", &["Step 10", "Step 2", "step 1"]), ["step 1", "Step 2", "Step 10"]);
        assert_eq!(sorted("en", &["b", "B", "a", "A"]), ["a", "A", "b", "B"]);
    }

    #[test]
    fn a_word_is_under_the_letter_of_a_dictionary() {
        let letter = |tag, word| language(tag).letters()(word);
        assert_eq!(letter("de", "Äußerung"), "A");
        assert_eq!(letter("de", "A\u{308}ußerung"), "A");
        assert_eq!(letter("sv", "ärlighet"), "Ä");
        assert_eq!(letter("fr", "écoute"), "E");
        assert_eq!(letter("es", "ñandú"), "Ñ");
        assert_eq!(letter("en", "group"), "G");
        assert_eq!(letter("ru", "йод"), "Й");
        assert_eq!(letter("ja", "自己"), "自");
        assert_eq!(letter("en", ""), "");
    }

    #[test]
    fn published_words_in_another_language_say_so() {
        let attributes = |site, published| Languages::of(site, published).published_attributes();
        assert_eq!(attributes("de", None), "");
        assert_eq!(attributes("de", Some("de")), "");
        assert_eq!(attributes("de", Some("en")), " lang=\"en\"");
        assert_eq!(attributes("ar", Some("en-GB")), " lang=\"en-GB\" dir=\"ltr\"");
        assert_eq!(attributes("en", Some("he")), " lang=\"he\" dir=\"rtl\"");
        assert_eq!(attributes("en", Some("no language")), "");
    }
}
