//! YAML, typed, with errors that a practitioner can act on.
//!
//! [`read`] asks serde first; a file without faults costs nothing more. When serde refuses, the text is read again
//! into a tree with positions, and the tree is walked along the type's own JSON Schema, so that every fault of the
//! file is told, each at its place. The schema is the same that `standpoint schema` gives to editors.

use std::ops::Range;

use saphyr_parser::{Event, Parser};
use schemars::{JsonSchema, schema_for};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Place, Problem, nearest};

/// The deepest nesting that is read. Ours is four; anything deeper is a mistake or an attack.
const MAX_DEPTH: usize = 64;

/// Reads the YAML at `place` as a `T`, or tells all that is wrong with it.
pub fn read<T: DeserializeOwned + JsonSchema>(place: &Place, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
    let text = &place.source.text[place.span.clone()];
    // An empty document is an empty mapping: the message is then about the keys that are missing.
    let blank = text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    let error = match serde_yaml::from_str::<T>(if blank { "{}" } else { text }) {
        Ok(value) => return Some(value),
        Err(error) => error,
    };
    let at = |span: &Range<usize>| {
        Place::new(&place.source, place.span.start + span.start..place.span.start + span.end)
    };
    let before = diagnostics.len();
    match parse(text) {
        Ok(tree) => {
            let schema = schema_for!(T);
            let mut faults = Vec::new();
            Walk { root: schema.as_value(), faults: &mut faults }.check(&tree, schema.as_value(), "");
            diagnostics.extend(faults.into_iter().map(|(span, problem)| Diagnostic::at(at(&span), problem)));
        }
        Err((span, reason)) => {
            diagnostics.push(Diagnostic::at(at(&span), Problem::YamlSyntax { reason }));
        }
    }
    if diagnostics.len() == before {
        // The two readers disagree (YAML 1.1 against 1.2, say): serde's word is the one that counts.
        let span = error.location().map_or(0..0, |location| location.index()..location.index());
        let span = span.start.min(text.len())..span.end.min(text.len());
        diagnostics.push(Diagnostic::at(at(&span), Problem::YamlSyntax { reason: error.to_string() }));
    }
    None
}

/// Where the value at `path` (keys and list indices) stands in `text`; the nearest one above it if it isn't there.
pub fn locate(text: &str, path: &[&str]) -> Range<usize> {
    let Ok(tree) = parse(text) else { return 0..0 };
    let mut node = &tree;
    let mut span = tree.first_line();
    for step in path {
        let next = match &node.value {
            Shape::Mapping(entries) => {
                entries.iter().find(|(key, _)| key.text() == Some(step)).map(|entry| {
                    // For a whole group the key is what a person looks for.
                    let mark = if matches!(entry.1.value, Shape::Scalar(_)) { &entry.1 } else { &entry.0 };
                    (&entry.1, mark.span.clone())
                })
            }
            Shape::Sequence(items) => step
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get(index))
                .map(|item| (item, item.first_line())),
            Shape::Scalar(_) => None,
        };
        let Some((found, at)) = next else { break };
        node = found;
        span = at;
    }
    span
}

/// `key: example`, from the schema's examples.
pub(super) fn example_line(schema: &Value, key: &str) -> String {
    let example = schema["properties"][key]["examples"].get(0);
    format!("{key}: {}", example.map_or_else(|| "…".to_owned(), flow))
}

/// A value as a writer would type it on one line.
fn flow(value: &Value) -> String {
    let join = |items: Vec<String>| items.join(", ");
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", join(items.iter().map(flow).collect())),
        Value::Object(entries) => {
            format!(
                "{{{}}}",
                join(entries.iter().map(|(key, value)| format!("{key}: {}", flow(value))).collect())
            )
        }
        other => other.to_string(),
    }
}

/// A YAML value with its place. Scalars keep their text: what type they have is for the schema to say.
struct Node {
    value: Shape,
    /// Bytes in the text.
    span: Range<usize>,
}

enum Shape {
    Scalar(Scalar),
    Sequence(Vec<Node>),
    Mapping(Vec<(Node, Node)>),
}

struct Scalar {
    text: String,
    plain: bool,
}

impl Node {
    fn text(&self) -> Option<&str> {
        match &self.value {
            Shape::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(&self.value, Shape::Scalar(s) if s.plain && matches!(s.text.as_str(), "" | "~" | "null"))
    }

    /// The place to mark: for a group its first key, so that the mark is short.
    fn first_line(&self) -> Range<usize> {
        match &self.value {
            Shape::Mapping(entries) => entries.first().map_or(self.span.clone(), |(key, _)| key.span.clone()),
            _ => self.span.clone(),
        }
    }

    fn describe(&self) -> String {
        match &self.value {
            Shape::Sequence(_) => "a list".into(),
            Shape::Mapping(_) => "a group of keys".into(),
            Shape::Scalar(_) if self.is_null() => "nothing".into(),
            Shape::Scalar(scalar) => format!("“{}”", shorten(&scalar.text)),
        }
    }
}

fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Reads the first document of `text` into a tree; the error has its place and reason.
fn parse(text: &str) -> Result<Node, (Range<usize>, String)> {
    // The parser counts characters; spans are bytes.
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |index: usize| bytes[index.min(bytes.len() - 1)];
    let mut open: Vec<Node> = Vec::new();
    let mut keys: Vec<Option<Node>> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let at = byte(error.marker().index());
                let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
                return Err((at..end, error.info().to_owned()));
            }
        };
        let span = byte(span.start.index())..byte(span.end.index());
        let complete = match event {
            Event::Scalar(value, style, ..) => {
                let plain = style == saphyr_parser::ScalarStyle::Plain;
                // A scalar's span can run on over the line end.
                let trimmed = text[span.clone()].trim_end().len();
                let span = span.start..span.start + trimmed;
                Node { value: Shape::Scalar(Scalar { text: value.into_owned(), plain }), span }
            }
            Event::Alias(_) => Node {
                value: Shape::Scalar(Scalar { text: text[span.clone()].to_owned(), plain: false }),
                span,
            },
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if open.len() >= MAX_DEPTH {
                    return Err((span, format!("this is nested deeper than {MAX_DEPTH} levels")));
                }
                let mapping = matches!(event, Event::MappingStart(..));
                let value = if mapping { Shape::Mapping(Vec::new()) } else { Shape::Sequence(Vec::new()) };
                open.push(Node { value, span });
                keys.push(None);
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                keys.pop();
                let Some(mut node) = open.pop() else { continue };
                node.span.end = span.start.max(node.span.start);
                node
            }
            Event::DocumentEnd => break,
            _ => continue,
        };
        let Some(parent) = open.last_mut() else { return Ok(complete) };
        match &mut parent.value {
            Shape::Sequence(items) => items.push(complete),
            Shape::Mapping(entries) => match keys.last_mut().and_then(Option::take) {
                Some(key) => entries.push((key, complete)),
                None => {
                    if let Some(slot) = keys.last_mut() {
                        *slot = Some(complete);
                    }
                }
            },
            Shape::Scalar(_) => {}
        }
    }
    Ok(Node { value: Shape::Mapping(Vec::new()), span: 0..0 })
}

/// Compares a tree with a schema.
struct Walk<'a> {
    root: &'a Value,
    faults: &'a mut Vec<(Range<usize>, Problem)>,
}

impl<'a> Walk<'a> {
    /// Checks `node` against `schema`; `key` is the dotted way to it.
    fn check(&mut self, node: &Node, schema: &'a Value, key: &str) {
        let (schema, optional) = self.resolve(schema);
        if node.is_null() && !key.is_empty() {
            if !optional {
                self.faults.push((node.span.clone(), Problem::EmptyValue { key: key.to_owned() }));
            }
            return;
        }
        if let Some(allowed) = choices(schema) {
            let value = node.text().unwrap_or_default().to_owned();
            if !allowed.contains(&value) {
                let near = nearest(&value, allowed.iter().map(String::as_str));
                let key = key.to_owned();
                self.faults
                    .push((node.first_line(), Problem::BadValue { key, value, nearest: near, allowed }));
            }
            return;
        }
        match (type_of(schema), &node.value) {
            ("object", Shape::Mapping(entries)) => self.check_mapping(node, entries, schema, key),
            ("array", Shape::Sequence(items)) => {
                for item in items {
                    self.check(item, &schema["items"], key);
                }
            }
            ("string", Shape::Scalar(_)) | ("", _) => {}
            ("boolean", Shape::Scalar(scalar)) if matches!(scalar.text.as_str(), "true" | "false") => {}
            ("integer", Shape::Scalar(scalar)) if scalar.plain && scalar.text.parse::<i64>().is_ok() => {
                if let Some(minimum) = schema["minimum"].as_i64()
                    && scalar.text.parse::<i64>().is_ok_and(|number| number < minimum)
                {
                    self.wrong(node, key, &format!("a whole number from {minimum}"));
                }
            }
            ("number", Shape::Scalar(scalar)) if scalar.plain && scalar.text.parse::<f64>().is_ok() => {}
            (expected, _) => {
                let expected = match expected {
                    "object" => "a group of keys",
                    "array" => "a list",
                    "boolean" => "yes or no",
                    "integer" => "a whole number",
                    "number" => "a number",
                    _ => "a text",
                };
                self.wrong(node, key, expected);
            }
        }
    }

    fn wrong(&mut self, node: &Node, key: &str, expected: &str) {
        let key = if key.is_empty() { "the front matter" } else { key };
        self.faults.push((
            node.first_line(),
            Problem::WrongType { key: key.to_owned(), expected: expected.to_owned(), found: node.describe() },
        ));
    }

    fn check_mapping(&mut self, node: &Node, entries: &[(Node, Node)], schema: &'a Value, way: &str) {
        let properties = schema["properties"].as_object();
        let known: Vec<String> = properties.map(|p| p.keys().cloned().collect()).unwrap_or_default();
        let mut seen: Vec<&str> = Vec::new();
        for (key_node, value) in entries {
            let Some(key) = key_node.text() else {
                self.wrong(key_node, way, "a key");
                continue;
            };
            if seen.contains(&key) {
                self.faults.push((key_node.span.clone(), Problem::DuplicateKey { key: key.to_owned() }));
            }
            seen.push(key);
            let inner = if way.is_empty() { key.to_owned() } else { format!("{way}.{key}") };
            if let Some(property) = properties.and_then(|p| p.get(key)) {
                self.check(value, property, &inner);
            } else if schema["additionalProperties"].is_object() {
                self.check(value, &schema["additionalProperties"], &inner);
            } else {
                let key = key.to_owned();
                let near = nearest(&key, known.iter().map(String::as_str));
                let known = known.clone();
                self.faults.push((key_node.span.clone(), Problem::UnknownKey { key, nearest: near, known }));
            }
        }
        for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !seen.contains(&required) {
                let example = example_line(schema, required);
                self.faults
                    .push((node.first_line(), Problem::MissingKey { key: required.to_owned(), example }));
            }
        }
    }

    /// Follows `$ref` and the `null` alternative of an optional value.
    fn resolve(&self, schema: &'a Value) -> (&'a Value, bool) {
        let mut schema = schema;
        let mut optional = schema.get("default").is_some();
        loop {
            if let Some(name) = schema["$ref"].as_str().and_then(|r| r.strip_prefix("#/$defs/")) {
                schema = &self.root["$defs"][name];
            } else if let Some(any) = schema["anyOf"].as_array() {
                optional |= any.iter().any(|s| s["type"] == "null");
                match any.iter().find(|s| s["type"] != "null") {
                    Some(other) => schema = other,
                    None => return (schema, optional),
                }
            } else {
                let may_be_null =
                    schema["type"].as_array().is_some_and(|types| types.iter().any(|t| t == "null"));
                return (schema, optional || may_be_null);
            }
        }
    }
}

fn type_of(schema: &Value) -> &str {
    match &schema["type"] {
        Value::String(name) => name,
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or("")
        }
        _ => "",
    }
}

/// The values of an enumeration, whichever way the schema writes it.
fn choices(schema: &Value) -> Option<Vec<String>> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    if let Some(values) = schema["enum"].as_array() {
        return Some(values.iter().filter_map(text).collect());
    }
    let variants = schema["oneOf"].as_array()?;
    let mut all = Vec::new();
    for variant in variants {
        match (variant.get("const"), variant["enum"].as_array()) {
            (Some(value), _) => all.extend(text(value)),
            (None, Some(values)) => all.extend(values.iter().filter_map(text)),
            _ => return None,
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::source::front_matter::{FrameworkYaml, SiteYaml, StandardYaml};

    fn faults<T: DeserializeOwned + JsonSchema>(text: &str) -> Vec<String> {
        let source = SourceFile::new("a.yaml", text);
        let mut diagnostics = Vec::new();
        let read: Option<T> = read(&Place::new(&source, 0..text.len()), &mut diagnostics);
        assert_eq!(read.is_none(), !diagnostics.is_empty());
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
                "4:11 “features.search” must be yes or no, but this is “maybe”",
                "1:1 the key “title” is missing",
            ]
        );
    }

    #[test]
    fn syntax_errors_have_their_line() {
        let found = faults::<SiteYaml>("title: \"open\ndescription: b\n");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("the YAML can’t be understood"), "{found:?}");
        assert!(
            faults::<SiteYaml>("title: A: B\n")[0].starts_with("1:"),
            "{:?}",
            faults::<SiteYaml>("title: A: B\n")
        );
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
        let yaml: StandardYaml = read(&Place::new(&source, 0..text.len()), &mut diagnostics).expect("valid");
        assert_eq!(yaml.id, "1");
        assert_eq!(yaml.statements.keys().collect::<Vec<_>>(), ["1", "1.10"]);
    }

    #[test]
    fn a_key_given_twice_is_told() {
        assert_eq!(
            faults::<SiteYaml>("title: A\ntitle: B\ndescription: c\n"),
            ["2:1 the key “title” stands here twice"]
        );
    }

    #[test]
    fn values_are_located_by_their_way() {
        let text = "statements:\n  6:\n    topics: [a, planing]\n";
        assert_eq!(&text[locate(text, &["statements", "6", "topics", "1"])], "planing");
        assert_eq!(&text[locate(text, &["statements", "6"])], "6");
    }

    #[test]
    fn deep_nesting_is_refused_and_not_followed() {
        let text = format!("title: {}", "[".repeat(10_000));
        assert_eq!(faults::<SiteYaml>(&text).len(), 1);
    }
}
