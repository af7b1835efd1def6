//! What the lines of YAML tell before it is parsed.

use std::ops::Range;

use crate::source::limits::YAML_DEPTH;

/// `title: Our rule #1`: what YAML takes for a remark, though nothing parts it from its sign as in one that is meant. Where
/// it stands, its key, and all that stands after that.
pub(super) fn words_left_out(text: &str) -> Option<(Range<usize>, String, String)> {
    if !text.contains(" #") {
        return None;
    }
    let mut offset = 0;
    // How far the key is indented whose text goes on in the lines below, as they stand.
    let mut literal: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let line = line.trim_end();
        let indentation = line.len() - line.trim_start().len();
        if line.is_empty() || literal.is_some_and(|above| indentation > above) {
            continue;
        }
        literal = None;
        let words = line.trim_start().trim_start_matches("- ");
        let Some((key, value)) = words.split_once(": ") else { continue };
        let value = value.trim_start();
        if value.starts_with(['|', '>']) {
            literal = Some(indentation);
        }
        if key.starts_with('#') || value.starts_with(['"', '\'', '[', '{', '|', '>', '#', '&', '*']) {
            continue;
        }
        let Some(at) = value.find(" #") else { continue };
        if value[at + 2..].starts_with(char::is_alphanumeric) {
            let end = start + line.len();
            return Some((end - (value.len() - at - 1)..end, key.to_owned(), value.to_owned()));
        }
    }
    None
}

/// `title: On [[I.A.1]]`: references in the lines about a whole file, which are words and not Markdown.
pub(super) fn references_in_lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut offset = 0;
    let lines = text.contains("[[").then(|| text.split_inclusive('\n'));
    lines.into_iter().flatten().filter_map(move |line| {
        let start = offset;
        offset += line.len();
        let (key, value) = line.split_once(": ")?;
        let is_plain = matches!(key, "title" | "short-title" | "summary" | "description" | "term");
        let at = value.find("[[").filter(|at| is_plain && *at > 0)?;
        let end = value[at..].find("]]").map(|end| at + end + 2)?;
        let value_start = start + key.len() + 2;
        Some((value_start + at..value_start + end, key))
    })
}

/// The last line of three dashes after which a text goes on, or of more than one.
pub(super) fn second_document(text: &str) -> Option<Range<usize>> {
    let lines = text.split_inclusive('\n').scan(0, |offset, line| {
        let start = *offset;
        *offset += line.len();
        Some((start, line.trim_end()))
    });
    lines.filter(|(_, line)| *line == "---").map(|(start, line)| start..start + line.len()).last()
}

/// Whether brackets are nested deeper than is read, roughly: brackets in quotes count too.
pub(super) fn nests_deeply(text: &str) -> bool {
    let mut depth = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > YAML_DEPTH
    })
}

/// Whether a key may be followed by nothing: a line that ends with its colon, or has empty quotes or a sign for nothing
/// after it.
pub(super) fn leaves_empty(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).peekable();
    while let Some(line) = lines.next() {
        let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
        let words = line.split(" #").next().unwrap_or(line).trim_end();
        // The sign of an item counts as a space: a list may stand right below its key.
        let under = lines.peek().is_some_and(|next| indentation(next) > indentation(line));
        let empty_block = [": |", ": >", ": |-", ": >-"].iter().any(|end| words.ends_with(end)) && !under;
        // Serde takes a text of `~` or `null` for those letters.
        let nothing =
            [": \"\"", ": ''", ": \" ", ": ' ", ": ~", ": null"].iter().any(|value| words.contains(value));
        if words.ends_with(':') && !under || empty_block || nothing {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_left_out_after_a_sign_that_begins_no_remark() {
        let told = |text: &str| words_left_out(text).map(|(span, key, _)| (key, text[span].to_owned()));
        for (text, key, words) in [
            ("title: Our rule #1\n", "title", "#1"),
            ("points:\n  - label: Rule #1 of all\n", "label", "#1 of all"),
            ("text: |\n  It: is #1\n\ntitle: Number #2\n", "title", "#2"),
            ("text: >\n  Words\nsummary: Nr. #2\n", "summary", "#2"),
        ] {
            assert_eq!(told(text), Some((key.to_owned(), words.to_owned())), "{text:?}");
        }
        for text in [
            "title: A # remark\n",
            "title: A #-1\n",
            "# note: see #1\n",
            "title: \"rule #1\"\n",
            "title: 'rule #1'\n",
            "list: [a] #1\n",
            "group: {a: b} #1\n",
            "title: #1 or #2\n",
            "title: &a b #1\n",
            "title: *a #1\n",
            "text: |\n  rule: no #1\n\n    more: no #2\n",
            "text: > \n  rule: no #1\n",
        ] {
            assert_eq!(told(text), None, "{text:?}");
        }
    }

    #[test]
    fn references_are_seen_in_lines_that_are_words() {
        let told = |text| references_in_lines(text).map(|(span, key)| (&text[span], key)).collect::<Vec<_>>();
        for key in ["title", "short-title", "summary", "description", "term"] {
            let text = format!("é: ä\n{key}: On [[I.A.1]] and more\n");
            let found: Vec<_> = references_in_lines(&text).map(|(span, key)| (&text[span], key)).collect();
            assert_eq!(found, [("[[I.A.1]]", key)]);
        }
        assert_eq!(told("title: On [[I.A.1\nsource: See [[b]]\nsummary: [[a]]\n"), []);
    }

    #[test]
    fn a_second_document_and_deep_nesting_are_seen() {
        let text = "a: b\n---  \nc: d\n";
        assert_eq!(second_document(text).map(|span| &text[span]), Some("---"));
        assert_eq!(second_document("a: b\n--- c\n"), None);
        let deep = |levels: usize| ["a: ", &"[".repeat(levels), &"]".repeat(levels)].concat();
        assert!(!nests_deeply(&deep(YAML_DEPTH)) && nests_deeply(&deep(YAML_DEPTH + 1)));
        assert!(!nests_deeply(&"[{}] ]".repeat(1_000)));
    }

    #[test]
    fn a_key_without_a_value_is_seen() {
        for text in [
            "a:\n",
            "a:\nb: c\n",
            "a: # note\n",
            "a:\n  b:\nc: d\n",
            "a: \"\"\n",
            "a: ''\n",
            "a: \"  \"\n",
            "a: ' '\n",
            "- {a: ~, b: c}\n",
            "a: null\n",
            "a: |\n",
            "a: >-\nb: c\n",
        ] {
            assert!(leaves_empty(text), "{text:?}");
        }
        for text in
            ["a: b\n", "a:\n  b: c\n", "a:\n\n- b\n", "a:\n  - b\n", "a: |\n  b\n", "a: # note\n  b: c\n"]
        {
            assert!(!leaves_empty(text), "{text:?}");
        }
    }
}
