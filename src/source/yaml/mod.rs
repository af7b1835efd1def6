//! YAML, typed, with errors that a practitioner can act on.
//!
//! [`read`] asks serde first; a file without faults costs nothing more. When serde refuses, the text is read again
//! into a tree with positions, and the tree is walked along the type's own JSON Schema, so that every fault of the
//! file is told, each at its place. The schema is the same that `standpoint schema` gives to editors.

mod lines;
mod schema;
mod tree;

use std::ops::Range;

use schemars::{JsonSchema, Schema, schema_for};
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::lines::{leaves_empty, nests_deeply, references_in_lines, second_document, words_left_out};
pub(super) use self::schema::example_line;
use self::schema::{Fault, mend};
use self::tree::{Node, Shape, parse};
pub use self::tree::{Tree, scalar_at};
use super::limits::{YAML_BYTES, YAML_ENTRIES, YAML_LETTERS};
use super::slip;
use crate::diagnostic::{Diagnostic, Place, Problem, YamlSlip};

/// Reads the YAML at `place` as a `T`, and puts all that is wrong with it among the `diagnostics`. See [`read_telling`].
pub fn read<T: DeserializeOwned + JsonSchema>(
    place: &Place,
    stand_in: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    read_telling(place, stand_in, &mut |diagnostic| diagnostics.push(diagnostic))
}

/// Reads the YAML at `place` as a `T`, and tells all that is wrong with it as it is found: of what means harm there may be
/// more than should be kept.
///
/// What is wrong is left out of the value, and a text that must be there but isn't is `stand_in`: so a document with
/// a fault still has its place, and what refers to it isn't told of as well. There is none only where nothing
/// sensible can be made of it.
pub fn read_telling<T: DeserializeOwned + JsonSchema>(
    place: &Place,
    stand_in: &str,
    tell: &mut dyn FnMut(Diagnostic),
) -> Option<T> {
    let mut value = None;
    let mut as_t = |text: &str| serde_yaml::from_str::<T>(text).map(|read| value = Some(read));
    let mended = match examine(place, &mut as_t, &|| schema_for!(T), stand_in, tell) {
        Examined::Good => return value,
        Examined::Faulty(mended) => mended,
        Examined::Refused => return None,
    };
    from_json(&mended)
}

/// A value of which nothing can be read: every text that must be there is `stand_in`.
pub fn stand_in<T: DeserializeOwned + JsonSchema>(stand_in: &str) -> Option<T> {
    from_json(&mend("", &Node::nothing(), &schema_for!(T), stand_in, &mut |_| {}))
}

/// What was mended as a `T`. JSON is YAML; a reader of its own would be compiled for every kind of file.
fn from_json<T: DeserializeOwned>(mended: &Value) -> Option<T> {
    serde_yaml::from_str(&mended.to_string()).ok()
}

/// What became of a text.
enum Examined {
    /// It was read as it is.
    Good,
    /// Something was told. This is what it says without that.
    Faulty(Value),
    /// It is none to be read.
    Refused,
}

/// Has a text read, and if that doesn't go well, finds and tells what is wrong: all that is the same for every kind of
/// file, and so is compiled once.
fn examine(
    place: &Place,
    read: &mut dyn FnMut(&str) -> Result<(), serde_yaml::Error>,
    schema: &dyn Fn() -> Schema,
    stand_in: &str,
    tell: &mut dyn FnMut(Diagnostic),
) -> Examined {
    let text = &place.source.text[place.span.clone()];
    let in_file = |span: Range<usize>| {
        Place::new(&place.source, place.span.start + span.start..place.span.start + span.end)
    };
    if let Some((span, key, value)) = words_left_out(text) {
        tell(Diagnostic::at(in_file(span), Problem::WordsLeftOut { key, value }));
    }
    for (span, key) in references_in_lines(text) {
        tell(Diagnostic::at(in_file(span), Problem::ReferenceInLine { key: key.to_owned() }));
    }
    let over = |span, what, limit, instead| Diagnostic::over_limit(in_file(span), limit, what, instead);
    if text.len() > YAML_BYTES {
        let end = text.find('\n').unwrap_or(0);
        tell(over(
            0..end,
            "bytes of YAML in this file",
            YAML_BYTES,
            "put what is text below the front matter",
        ));
        return Examined::Refused;
    }
    if let Some((span, what, limit, instead)) = oversized(text) {
        tell(over(span, what, limit, instead));
        return Examined::Refused;
    }
    // Serde's reader takes time with the square of the depth; what is that deep is not for it.
    let is_deep = nests_deeply(text);
    let error = if is_deep { None } else { read(text).err() };
    // Serde takes nothing for an empty text; we don't.
    let is_read = !is_deep && error.is_none();
    if is_read && !leaves_empty(text) {
        return Examined::Good;
    }
    // What is salvaged has spaces for the bytes that were taken out: a span in it may end within a character.
    let whole_letters = |at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let placed = |span: &Range<usize>| in_file(whole_letters(span.start)..whole_letters(span.end));
    let at = |span: &Range<usize>, problem: Problem| Diagnostic::at(placed(span), problem);
    let mut is_faulty = false;
    let (tree, is_whole) = match parse(text) {
        Ok(tree) => match slip::wide_colon_first(text) {
            // With no other colon, all of it is one text.
            Some((span, slip)) if matches!(tree.value, Shape::Scalar(_)) => {
                is_faulty = true;
                tell(at(&span, Problem::YamlSyntax { slip }));
                (Node::nothing(), false)
            }
            _ => (tree, true),
        },
        Err(fault) => {
            let (span, slip) = slip::find(text, &fault);
            is_faulty = true;
            tell(at(&span, Problem::YamlSyntax { slip }));
            (salvage(text, &span), false)
        }
    };
    // What couldn't be read as a whole is looked at now.
    if let Some((span, what, limit, instead)) = oversized_in(&tree, text) {
        tell(Diagnostic::over_limit(placed(&span), limit, what, instead));
        return Examined::Refused;
    }
    let mut note = |Fault { span, problem, first }| {
        // A key that seems to be missing may stand in what was taken out, and so may the value of one that seems empty.
        if !is_whole && matches!(problem, Problem::MissingKey { .. } | Problem::EmptyValue { .. }) {
            return;
        }
        is_faulty = true;
        let diagnostic = at(&span, problem);
        tell(match first {
            Some(first) => diagnostic.with_related(placed(&first), "it stands here first"),
            None => diagnostic,
        });
    };
    let mended = mend(text, &tree, &schema(), stand_in, &mut note);
    if !is_faulty {
        if is_read {
            return Examined::Good;
        }
        // The two readers disagree (YAML 1.1 against 1.2, say): serde's word is the one that counts.
        let Some(error) = error.or_else(|| read(text).err()) else { return Examined::Good };
        if let Some(span) = second_document(text) {
            tell(at(&span, Problem::YamlSyntax { slip: YamlSlip::SecondDocument }));
            return Examined::Faulty(mended);
        }
        let start = error.location().map_or(0, |location| location.index()).min(text.len());
        let line_end = text[start..].find('\n').map_or(text.len(), |end| start + end);
        let slip = YamlSlip::Other { reason: error.to_string() };
        tell(at(&(start..line_end), Problem::YamlSyntax { slip }));
    }
    Examined::Faulty(mended)
}

/// Where there is too much, what of, how much there may be, and what to do instead.
type Oversized = (Range<usize>, &'static str, usize, &'static str);

/// A list or group with more entries than are read, or a value that is longer.
fn oversized(text: &str) -> Option<Oversized> {
    // Few texts need a closer look.
    if text.len() <= YAML_ENTRIES.min(YAML_LETTERS) {
        return None;
    }
    oversized_in(&parse(text).ok()?, text)
}

/// The same of a text that was read.
fn oversized_in(tree: &Node, text: &str) -> Option<Oversized> {
    let crowded = |node: &Node| {
        let instead = "spread them over several files";
        Some((node.first_line(), "entries in this part of the YAML", YAML_ENTRIES, instead))
    };
    let mut open: Vec<&Node> = vec![tree];
    while let Some(node) = open.pop() {
        match &node.value {
            Shape::Sequence(items) if items.len() > YAML_ENTRIES => return crowded(node),
            Shape::Mapping(entries) if entries.len() > YAML_ENTRIES => return crowded(node),
            Shape::Scalar(scalar) if scalar.text.chars().nth(YAML_LETTERS).is_some() => {
                let bytes = &text.as_bytes()[node.span.clone()];
                let line = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
                let span = node.span.start..node.span.start + line;
                return Some((span, "characters in this value", YAML_LETTERS, "say it more briefly"));
            }
            Shape::Sequence(items) => open.extend(items),
            Shape::Mapping(entries) => open.extend(entries.iter().flat_map(|(key, value)| [key, value])),
            Shape::Scalar(_) | Shape::Alias => {}
        }
    }
    None
}

/// What can be read without the key whose block has the fault at `span`.
fn salvage(text: &str, span: &Range<usize>) -> Node {
    let mut text = text.to_owned();
    let mut at = span.start;
    for _ in 0..3 {
        // Blocks begin at the start of a line; what is taken out becomes spaces, so that places stay.
        let begins = |line: &str| !line.starts_with([' ', '\t', '-', '#', '\n', '\r']) && !line.is_empty();
        let mut start = 0;
        let mut end = text.len();
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            if begins(line) {
                if offset <= at {
                    start = offset;
                } else {
                    end = offset;
                    break;
                }
            }
            offset += line.len();
        }
        let blank: String = text[start..end].bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect();
        text.replace_range(start..end, &blank);
        match parse(&text) {
            Ok(tree) => return tree,
            Err(fault) => at = fault.at,
        }
    }
    Node::nothing()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::source::assessment::AssessmentYaml;
    use crate::source::course::{CheckYaml, LessonYaml};
    use crate::source::front_matter::{FrameworkYaml, SiteYaml, StandardYaml, TopicYaml};

    fn faults<T: DeserializeOwned + JsonSchema>(text: &str) -> Vec<String> {
        let source = SourceFile::new("a.yaml", text);
        let mut diagnostics = Vec::new();
        let _: Option<T> = read(&Place::new(&source, 0..text.len()), "a", &mut diagnostics);
        diagnostics
            .iter()
            .map(|d| {
                let (line, column) = d.line_and_column().unwrap_or((0, 0));
                format!("{line}:{column} {}", d.problem.message())
            })
            .collect()
    }

    #[test]
    fn every_fault_of_a_file_is_told_at_its_place() {
        let text = "titel: A\ndescription: [x]\nfeatures:\n  search: maybe\n  explore: true\n";
        assert_eq!(
            faults::<SiteYaml>(text),
            [
                "1:1 there is no key “titel” here",
                "2:14 “description” must be a text, but this is a list",
                "4:11 “search” must be true or false, but this is “maybe”",
            ]
        );
    }

    #[test]
    fn syntax_errors_have_their_line() {
        assert_eq!(
            faults::<SiteYaml>("title: \"open\ndescription: b\n"),
            ["1:8 the quote \" that opens here is never closed"]
        );
        assert_eq!(faults::<SiteYaml>("title: A: B\n"), ["1:8 a text with a colon in it needs quotes"]);
    }

    #[test]
    fn whatever_stands_beside_letters_of_several_bytes_is_told() {
        let pieces = [
            "title:",
            "features: {",
            "- ",
            " ",
            "\n",
            "\n  ",
            "é",
            "\u{a0}",
            "#",
            "\"",
            "[",
            "}",
            ", ",
            ": ",
        ];
        for number in 0..pieces.len().pow(3) {
            let at = |place: u32| pieces[number / pieces.len().pow(place) % pieces.len()];
            for text in [
                format!("{}{}{}é\nlanguage:\n", at(0), at(1), at(2)),
                format!("language:{}{}{}é: b: c\n", at(0), at(1), at(2)),
            ] {
                assert!(!faults::<SiteYaml>(&text).is_empty(), "{text:?}");
            }
        }
    }

    #[test]
    fn nothing_is_said_of_what_was_taken_out() {
        assert_eq!(
            faults::<SiteYaml>("title: |1\n€€€ one: two: three\n"),
            ["2:10 a text with a colon in it needs quotes"]
        );
    }

    #[test]
    fn a_fault_leaves_the_rest_as_it_is() {
        let text = "id: \"II.A\ntitle: Tasks\norder: soon\nkind: tasks\n";
        let source = SourceFile::new("II.A.md", text);
        let place = Place::new(&source, 0..text.len());
        let mut diagnostics = Vec::new();
        let yaml: StandardYaml = read(&place, "II.A", &mut diagnostics).expect("mended");
        assert_eq!((yaml.id.as_str(), yaml.order), ("II.A", None));
        assert_eq!(diagnostics.len(), 2, "the fault after the first one too: {diagnostics:?}");
        let yaml: StandardYaml = stand_in("II.A").expect("made");
        assert_eq!((yaml.id.as_str(), yaml.title.as_str()), ("II.A", "II.A"));
        // Whatever a file must have, texts, lists and numbers.
        assert_eq!(stand_in::<AssessmentYaml>("a").expect("made").scales, [""; 0]);
        assert_eq!(stand_in::<LessonYaml>("a").expect("made").title, "a");
        assert_eq!(stand_in::<CheckYaml>("a").expect("made").title, "a");
    }

    #[test]
    fn a_group_that_lacks_something_is_left_out() {
        let text =
            "id: a\ntitle: A\npublisher: P\nsource: s\nrights: r\nkinds: [{id: tasks}, {id: b, title: B}]\n";
        let source = SourceFile::new("framework.yaml", text);
        let mut diagnostics = Vec::new();
        let yaml: FrameworkYaml =
            read(&Place::new(&source, 0..text.len()), "a", &mut diagnostics).expect("mended");
        assert_eq!(yaml.kinds.iter().map(|kind| kind.id.as_str()).collect::<Vec<_>>(), ["b"]);
        assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    }

    #[test]
    fn nothing_at_all_is_a_group_without_keys() {
        for text in ["", "\n", "# nothing yet\n", "\n  # nor here\n"] {
            assert_eq!(faults::<BTreeMap<String, String>>(text), [""; 0], "{text:?}");
            assert_eq!(faults::<TopicYaml>(text).len(), 2, "{text:?}");
        }
    }

    #[test]
    fn nothing_is_told_of_what_is_right_beside_a_fault() {
        // What another reader refuses is told where it stands.
        let told = faults::<StandardYaml>("id: a\ntitle: A\norder: 99999999999\n");
        assert!(told.len() == 1 && told[0].starts_with("3:"), "{told:?}");
        for right in
            ["order: 0", "map:", "kind: ~", "short-title: \"null\"", "short-title: '~'", "topics: []"]
        {
            let told = faults::<StandardYaml>(&format!("id: a\ntitle: A\n{right}\nparent: [b]\n"));
            assert!(told.len() == 1 && told[0].contains("“parent”"), "{right}: {told:?}");
        }
        let told = faults::<StandardYaml>("id: a\ntitle: \"null\"\nparent: [b]\n");
        assert!(told.len() == 1 && told[0].contains("“parent”"), "{told:?}");
    }

    #[test]
    fn groups_and_what_stands_in_them_are_told_of() {
        let framework = |line: &str| {
            faults::<FrameworkYaml>(&format!("id: a\ntitle: A\npublisher: P\nsource: s\nrights: r\n{line}\n"))
        };
        for (line, told) in [
            ("kinds:\n  - id: a\n    title:\n  - id: b\n    title: B", "8:10 “title” is empty"),
            ("kinds:\n  - id: a\n    title: A\n  -", "9:4 “kinds” is empty"),
            (
                "kinds: [{id: a, title: Tasks, skills}]",
                "6:24 between { and } a text with a comma in it needs quotes",
            ),
        ] {
            assert_eq!(framework(line), [told]);
        }
        assert_eq!(
            faults::<SiteYaml>("title: # none yet\ndescription: B\n"),
            ["1:6 “title” is empty"],
            "a remark is none of its words"
        );
    }

    #[test]
    fn what_a_group_looks_like_is_shown() {
        let text = "id: a\ntitle: A\npublisher: P\nsource: s\nrights: r\nmatrix: tasks\n";
        let source = SourceFile::new("framework.yaml", text);
        let mut diagnostics = Vec::new();
        let _: Option<FrameworkYaml> = read(&Place::new(&source, 0..text.len()), "a", &mut diagnostics);
        let help = diagnostics[0].problem.help().expect("a help");
        assert!(help.ends_with("matrix:\n  columns: knowledge\n  rows: tasks"), "{help}");
    }

    #[test]
    fn a_value_out_of_a_choice_gets_the_choice() {
        let text =
            "id: a\ntitle: A\npublisher: P\nsource: s\nrights: r\nnumbering: [upper-roman, decimals]\n";
        assert_eq!(
            faults::<FrameworkYaml>(text),
            ["6:26 “decimals” is not a value that “numbering” can have"]
        );
    }

    #[test]
    fn numbers_serve_as_texts_and_keys() {
        let text = "id: 1\ntitle: 2026\nstatements:\n  1: {topics: [a]}\n  1.10: {topics: [b]}\n";
        let source = SourceFile::new("a.md", text);
        let mut diagnostics = Vec::new();
        let yaml: StandardYaml =
            read(&Place::new(&source, 0..text.len()), "a", &mut diagnostics).expect("valid");
        assert_eq!(yaml.id, "1");
        assert_eq!(yaml.statements.keys().collect::<Vec<_>>(), ["1", "1.10"]);
    }

    #[test]
    fn every_limit_is_passed_and_kept() {
        type Made<'a> = &'a dyn Fn(usize) -> String;
        let list = |items: usize| format!("id: a\ntitle: A\ntopics: [{}]\n", "a, ".repeat(items));
        let group = |keys: usize| {
            let keys: Vec<String> = (0..keys).map(|key| format!("{key}: {{}}")).collect();
            format!("id: a\ntitle: A\nstatements: {{{}}}\n", keys.join(", "))
        };
        let value = |letters: usize| format!("id: a\ntitle: {}\n", "é".repeat(letters));
        let item = |letters: usize| format!("id: a\ntitle: A\ntopics: [b, {}]\n", "é".repeat(letters));
        let bytes = |bytes: usize| {
            let text = "id: a\ntitle: A\n# ".to_owned();
            let rest = bytes - text.len();
            text + &"x".repeat(rest)
        };
        for (made, most, what) in [
            (&list as Made<'_>, YAML_ENTRIES, "entries in this part of the YAML"),
            (&group, YAML_ENTRIES, "entries in this part of the YAML"),
            (&value, YAML_LETTERS, "characters in this value"),
            (&item, YAML_LETTERS, "characters in this value"),
            (&bytes, YAML_BYTES, "bytes of YAML in this file"),
        ] {
            assert_eq!(faults::<StandardYaml>(&made(most)), [""; 0], "{what}");
            let told = faults::<StandardYaml>(&made(most + 1));
            assert!(told.len() == 1 && told[0].contains(what), "{told:?}");
        }
        // What can only be read in part is within the limits, too.
        let told = faults::<StandardYaml>(&format!("kind: \"open\n{}", list(YAML_ENTRIES + 1)));
        assert!(told.len() == 2 && told[1].contains("entries in this part"), "{told:?}");
    }

    #[test]
    fn values_are_of_their_type_as_they_are_written() {
        let of = |line: &str| faults::<StandardYaml>(&format!("id: a\ntitle: A\n{line}\n"));
        for good in ["order: 0", "order: 7", "order: ~", "order: null", "kind:", "kind: \"~\""] {
            assert_eq!(of(good), [""; 0], "{good}");
        }
        for bad in ["order: -1", "order: \"3\"", "order: 1.5", "order: {a: b}"] {
            let told = of(bad);
            assert!(
                told.len() == 1 && told[0].contains("“order” must be a whole number, 0 or more"),
                "{told:?}"
            );
        }
        let site = |search: &str| {
            faults::<SiteYaml>(&format!("title: A\ndescription: B\nfeatures:\n  search: {search}\n"))
        };
        assert_eq!(site("false"), [""; 0]);
        assert_eq!(site("\"true\""), ["4:11 “search” must be true or false, but this is “true”"]);
        let long = site(&"no ".repeat(30));
        assert!(long.len() == 1 && long[0].ends_with("no n…”"), "{long:?}");
        for empty in ["title: \"  \"", "title: ~", "title: null", "title:"] {
            let told = faults::<SiteYaml>(&format!("{empty}\ndescription: B\n"));
            assert!(told.len() == 1 && told[0].starts_with("1:") && told[0].contains("title"), "{told:?}");
        }
        let framework = |line: &str| {
            faults::<FrameworkYaml>(&format!("id: a\ntitle: A\npublisher: P\nsource: s\nrights: r\n{line}\n"))
        };
        assert_eq!(
            framework("numbering: [{a: b}]"),
            ["6:14 “a group of keys” is not a value that “numbering” can have"]
        );
        assert_eq!(framework("kinds: [tasks, skills, {id: k, title: K}]").len(), 1);
    }

    #[test]
    fn up_to_three_broken_blocks_hide_nothing_of_the_rest() {
        let told = faults::<SiteYaml>("titel: A\na: b: c\nd: e: f\ng: h: i\n");
        assert!(told.iter().any(|told| told == "1:1 there is no key “titel” here"), "{told:?}");
    }

    #[test]
    fn a_key_given_twice_is_told() {
        assert_eq!(
            faults::<SiteYaml>("title: A\ntitle: B\ndescription: c\n"),
            ["2:1 the key “title” stands here twice"]
        );
    }

    #[test]
    fn deep_nesting_is_refused_and_not_followed() {
        let text = format!("title: {}", "[".repeat(10_000));
        assert_eq!(faults::<SiteYaml>(&text).len(), 1);
    }
}
