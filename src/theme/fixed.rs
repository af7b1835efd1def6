//! Words that are the same on every page, written into the built-in templates before these are compiled.

use std::collections::BTreeMap;

use crate::page::escape;

const BEFORE: &str = "{{ words[\"";
const AFTER: &str = "\"] }}";

/// `template` with the word itself in place of every `{{ words["key"] }}`: most of what a template says is known
/// before the first page is made, and looking it up on each of ten thousand takes as long as the rest of the page.
///
/// What Tera could read otherwise than as plain text is left for it to look up.
pub(super) fn with_words(template: &str, words: &BTreeMap<String, String>) -> String {
    let mut fixed = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((text, expression)) = rest.split_once(BEFORE) {
        fixed.push_str(text);
        let found = expression.split_once(AFTER);
        let word =
            found.and_then(|(key, after)| Some((words.get(key).filter(|word| is_plain(word))?, after)));
        if let Some((word, after)) = word {
            escape(&mut fixed, word);
            rest = after;
        } else {
            fixed.push_str(BEFORE);
            rest = expression;
        }
    }
    fixed.push_str(rest);
    fixed
}

/// Classes of elements with published words; those that are `as-published` look as what stands around them.
const PUBLISHED: [&str; 3] = ["published", "words", "as-published"];

/// `template` with `attributes` for every element of a class for published words. So no template needs to think of
/// published words in another language than the page's, nor does one of a site's own theme.
pub(super) fn with_language(template: String, attributes: &str) -> String {
    const CLASS: &str = " class=\"";
    if attributes.is_empty() {
        return template;
    }
    let mut text = String::with_capacity(template.len());
    let mut rest = template.as_str();
    while let Some((before, after)) = rest.split_once(CLASS) {
        text.push_str(before);
        // An expression among them may have quotes of its own.
        let plain = after.split(['"', '{']).next().unwrap_or_default();
        if plain.split_whitespace().any(|class| PUBLISHED.contains(&class)) {
            text.push_str(attributes);
        }
        text.push_str(CLASS);
        rest = after;
    }
    text.push_str(rest);
    text
}

/// Whether a word has nothing in it that opens an expression, and no space at its ends, which a tag beside it would
/// take away.
fn is_plain(word: &str) -> bool {
    !word.is_empty()
        && word.trim() == word
        && !word.ends_with('{')
        && !["{{", "{%", "{#"].iter().any(|open| word.contains(open))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_with_published_words_say_their_language() {
        let with = |template: &str| with_language(template.to_owned(), " lang=\"en\"");
        assert_eq!(with("<p class=\"words\">a</p>"), "<p lang=\"en\" class=\"words\">a</p>");
        assert_eq!(
            with("<a{% if a %} class=\"as-published\"{% endif %}>"),
            "<a{% if a %} lang=\"en\" class=\"as-published\"{% endif %}>"
        );
        assert_eq!(
            with("<h1 id=\"a\" class=\"group published{% if a == \"b\" %} c{% endif %}\">"),
            "<h1 id=\"a\" lang=\"en\" class=\"group published{% if a == \"b\" %} c{% endif %}\">"
        );
        for left in
            ["<p class=\"wordsmith\">", "<p class=\"{{ words }}\">", "<p data-class=\"words\">", "words"]
        {
            assert_eq!(with(left), left);
        }
    }

    #[test]
    fn only_words_that_are_plain_are_written_into_a_template() {
        let words = [("a", "Q & \"A\" {n}"), ("b", " b"), ("c", "{% c"), ("d", "{"), ("e", "")];
        let words = words.map(|(key, word)| (key.to_owned(), word.to_owned())).into();
        let fixed = |template| with_words(template, &words);
        assert_eq!(fixed(r#"<b>{{ words["a"] }}</b>"#), "<b>Q &amp; &quot;A&quot; {n}</b>");
        for left in [
            r#"{{ words["a"] | fill(n=1) }}"#,
            r#"{{ words["a"] -}}"#,
            r#"{{ words["b"] }}{{ words["c"] }}{{ words["d"] }}{{ words["e"] }}{{ words["none"] }}"#,
            r#"{% if words["a"] %}{{ words["a-" ~ b] }}"#,
            r#"{{ words[""#,
        ] {
            assert_eq!(fixed(left), left);
        }
    }
}
