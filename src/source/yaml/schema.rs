//! A tree of YAML compared with the JSON Schema of its kind.

use std::collections::HashMap;
use std::ops::Range;

use schemars::Schema;
use serde_json::Value;

use super::tree::{Node, Shape};
use crate::diagnostic::{Found, Problem, YamlSlip, nearest};
use crate::source::limits::YAML_ENTRIES;

/// What `tree` says, less what the schema doesn't know, which is noted.
pub(super) fn mend(
    text: &str,
    tree: &Node,
    schema: &Schema,
    stand_in: &str,
    note: &mut dyn FnMut(Fault),
) -> Value {
    let mut walk = Walk { text, root: schema.as_value(), stand_in, note };
    walk.check(tree, schema.as_value(), "", true).unwrap_or(Value::Null)
}

/// Something that doesn't fit the schema.
pub(super) struct Fault {
    pub span: Range<usize>,
    pub problem: Problem,
    /// Where the same key stands first.
    pub first: Option<Range<usize>>,
}

/// Compares a tree with a schema.
struct Walk<'a> {
    /// The text that the tree was made of, or what was left of it: a span may end within a character then.
    text: &'a str,
    root: &'a Value,
    /// What stands where a text is missing.
    stand_in: &'a str,
    note: &'a mut dyn FnMut(Fault),
}

impl<'a> Walk<'a> {
    /// Checks `node` against `schema`; it is the value of `key`, which may be `needed`. Gives what of it can be used.
    fn check(&mut self, node: &Node, schema: &'a Value, key: &str, needed: bool) -> Option<Value> {
        let (schema, nullable) = self.resolve(schema);
        if matches!(node.value, Shape::Alias) {
            return None;
        }
        if node.is_null() && !key.is_empty() {
            if !nullable {
                let (span, problem) = self.empty(node, key, needed);
                self.tell(span, problem);
            }
            return None;
        }
        if let Some(allowed) = choices(schema) {
            let value = node.text().unwrap_or_default().to_owned();
            if allowed.contains(&value) {
                return Some(Value::String(value));
            }
            let near = nearest(&value, allowed.iter().map(String::as_str));
            let key = key.to_owned();
            let value = if node.text().is_some() { value } else { node.describe() };
            self.tell(node.first_line(), Problem::BadValue { key, value, nearest: near, allowed });
            return None;
        }
        let expected = type_of(schema);
        match (expected, &node.value) {
            ("object", Shape::Mapping(entries)) => return self.check_mapping(node, entries, schema, key),
            ("array", Shape::Sequence(items)) => {
                // Who took groups for words did so all along: one message is enough.
                let is_group = type_of(self.resolve(&schema["items"]).0) == "object";
                if let Some(word) =
                    items.iter().find(|item| is_group && item.text().is_some() && !item.is_null())
                {
                    self.wrong(word, schema, key, "a group of keys");
                    let groups = items.iter().filter(|item| item.text().is_none());
                    return Some(
                        groups.filter_map(|item| self.check(item, &schema["items"], key, false)).collect(),
                    );
                }
                let items = items.iter().filter_map(|item| self.check(item, &schema["items"], key, false));
                return Some(items.collect());
            }
            ("string", Shape::Scalar(scalar)) if scalar.text.trim().is_empty() => {
                self.tell(node.span.clone(), Problem::EmptyValue { key: key.to_owned(), needed });
                return None;
            }
            ("string", Shape::Scalar(scalar)) => return Some(Value::String(scalar.text.clone())),
            ("boolean", Shape::Scalar(scalar)) if scalar.plain => match scalar.text.as_str() {
                "true" => return Some(Value::Bool(true)),
                "false" => return Some(Value::Bool(false)),
                _ => {}
            },
            ("integer", Shape::Scalar(scalar)) if scalar.plain => {
                let minimum = schema["minimum"].as_i64().unwrap_or(i64::MIN);
                if let Some(number) = scalar.text.parse::<i64>().ok().filter(|number| *number >= minimum) {
                    return Some(Value::from(number));
                }
            }
            _ => {}
        }
        let expected = match expected {
            "object" => "a group of keys",
            "array" => "a list",
            "boolean" => "true or false",
            "integer" => match schema["minimum"].as_i64() {
                Some(0) => "a whole number, 0 or more",
                Some(1) => "a whole number, 1 or more",
                _ => "a whole number",
            },
            _ => "a text",
        };
        self.wrong(node, schema, key, expected);
        None
    }

    /// How the value of `key` is written that has groups of keys in it, as lines.
    fn lines(&self, schema: &'a Value, key: &str) -> Option<String> {
        let entries = |group: &Value, first: &str, then: &str| {
            let entries = group.as_object().filter(|entries| !entries.is_empty())?;
            let lines = entries.iter().enumerate();
            let lines = lines.map(|(at, (key, value))| {
                format!("\n{}{key}: {}", if at == 0 { first } else { then }, flow(value))
            });
            Some(lines.collect::<String>())
        };
        if let Some(examples) =
            schema["examples"][0].as_array().filter(|items| items.iter().all(Value::is_object))
        {
            let items = examples.iter().filter_map(|item| entries(item, "  - ", "    "));
            return Some(format!("{key}:{}", items.collect::<String>()));
        }
        let properties = schema["properties"].as_object()?;
        let example = |(key, property): (&String, &'a Value)| {
            let (resolved, _) = self.resolve(property);
            let value = match (property["examples"].get(0), type_of(resolved)) {
                (Some(example), _) => example.clone(),
                (None, "boolean") => Value::Bool(true),
                _ => Value::String("…".to_owned()),
            };
            (key.clone(), value)
        };
        let required = schema["required"].as_array();
        let is_required = |key: &str| required.is_none_or(|keys| keys.iter().any(|other| other == key));
        let shown = properties.iter().filter(|(key, _)| is_required(key)).take(if required.is_some() {
            3
        } else {
            1
        });
        let group = Value::Object(shown.map(example).collect());
        entries(&group, "  ", "  ").map(|lines| format!("{key}:{lines}"))
    }

    /// Whether a key between `{` and `}` is followed by the next entry, as `b` is in `{text: a, b}`.
    fn has_no_colon(&self, key: &Node) -> bool {
        self.text.get(key.span.end..).is_some_and(|rest| rest.trim_start().starts_with([',', '}']))
    }

    fn tell(&mut self, span: Range<usize>, problem: Problem) {
        (self.note)(Fault { span, problem, first: None });
    }

    /// What is wrong with a key that has nothing, if it isn't that what it has is taken for a remark: `title: #1 rule`.
    fn empty(&self, node: &Node, key: &str, needed: bool) -> (Range<usize>, Problem) {
        let rest = self.text.get(node.span.end..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let value = rest.trim_start_matches([' ', ':']).trim_end();
        let key = key.to_owned();
        if value.strip_prefix('#').is_some_and(|words| words.starts_with(char::is_alphanumeric)) {
            let start = node.span.end + rest.trim_end().len() - value.len();
            let slip = YamlSlip::FirstCharacter { key, value: value.to_owned(), first: '#' };
            return (start..start + value.len(), Problem::YamlSyntax { slip });
        }
        (node.span.clone(), Problem::EmptyValue { key, needed })
    }

    fn wrong(&mut self, node: &Node, schema: &'a Value, key: &str, expected: &'static str) {
        let example = self.lines(schema, key).filter(|_| !key.is_empty());
        let found = Found { described: node.describe(), written: node.written(), example };
        self.tell(node.first_line(), Problem::WrongType { key: key.to_owned(), expected, found });
    }

    fn check_mapping(
        &mut self,
        node: &Node,
        entries: &[(Node, Node)],
        schema: &'a Value,
        way: &str,
    ) -> Option<Value> {
        let properties = schema["properties"].as_object();
        let known: Vec<String> = properties.map(|p| p.keys().cloned().collect()).unwrap_or_default();
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let required: Vec<&str> = required.collect();
        // More are there only where something else is wrong.
        let entries = &entries[..entries.len().min(YAML_ENTRIES)];
        let mut seen: HashMap<&str, &Range<usize>> = HashMap::new();
        let mut misspelt: Vec<String> = Vec::new();
        let mut mended = serde_json::Map::new();
        // How many entries are the rest of the words before them, which a comma ends.
        let mut cut_off = 0;
        for (at, (key_node, value)) in entries.iter().enumerate() {
            if cut_off > 0 {
                cut_off -= 1;
                continue;
            }
            let Some(key) = key_node.text() else {
                self.wrong(key_node, &Value::Null, way, "a key");
                continue;
            };
            if let Some(first) = seen.get(key) {
                let problem = Problem::DuplicateKey { key: key.to_owned() };
                let first = Some((*first).clone());
                (self.note)(Fault { span: key_node.span.clone(), problem, first });
                continue;
            }
            seen.insert(key, &key_node.span);
            let property = properties.and_then(|p| p.get(key)).or_else(|| schema.get("additionalProperties"));
            if let Some(property) = property.filter(|property| property.is_object()) {
                let may_go_on = properties.is_some() && value.text().is_some();
                let rest = entries[at + 1..].iter().take_while(|(rest, _)| {
                    let is_key = rest.text().is_none_or(|rest| known.iter().any(|key| key == rest));
                    may_go_on && !is_key && self.has_no_colon(rest)
                });
                if let Some((count, (last, _))) = rest.enumerate().last() {
                    cut_off = count + 1;
                    let span = value.span.start..last.span.end;
                    let value = self.text.get(span.clone()).unwrap_or_default().to_owned();
                    let key = key.to_owned();
                    mended.insert(key.clone(), Value::String(value.clone()));
                    self.tell(span, Problem::YamlSyntax { slip: YamlSlip::Comma { key, value } });
                    continue;
                }
                let needed = required.contains(&key);
                if let Some(value) = self.check(value, property, key, needed) {
                    mended.insert(key.to_owned(), value);
                }
            } else {
                let key = key.to_owned();
                let nearest = nearest(&key, known.iter().map(String::as_str));
                misspelt.extend(nearest.clone());
                let known = known.clone();
                self.tell(key_node.span.clone(), Problem::UnknownKey { key, nearest, known });
            }
        }
        for required in required {
            if !seen.contains_key(required) && !misspelt.iter().any(|key| key == required) {
                let example = example_line(schema, required);
                self.tell(node.first_line(), Problem::MissingKey { key: required.to_owned(), example });
            }
            if !mended.contains_key(required) {
                // Only a document as a whole has a name to stand in for a text.
                if !way.is_empty() {
                    return None;
                }
                let (property, _) = self.resolve(&schema["properties"][required]);
                let stand_in = match type_of(property) {
                    "array" => Value::Array(Vec::new()),
                    "integer" => Value::from(1),
                    _ => Value::String(self.stand_in.to_owned()),
                };
                mended.insert(required.to_owned(), stand_in);
            }
        }
        Some(Value::Object(mended))
    }

    /// Follows `$ref` and the `null` alternative of a value that may be empty.
    fn resolve(&self, schema: &'a Value) -> (&'a Value, bool) {
        let mut schema = schema;
        let mut nullable = false;
        loop {
            if let Some(name) = schema["$ref"].as_str().and_then(|r| r.strip_prefix("#/$defs/")) {
                schema = &self.root["$defs"][name];
            } else if let Some(any) = schema["anyOf"].as_array() {
                nullable |= any.iter().any(|s| s["type"] == "null");
                match any.iter().find(|s| s["type"] != "null") {
                    Some(other) => schema = other,
                    None => return (schema, nullable),
                }
            } else {
                let may_be_null =
                    schema["type"].as_array().is_some_and(|types| types.iter().any(|t| t == "null"));
                return (schema, nullable || may_be_null);
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

/// `key: example`, from the schema's examples.
pub(in crate::source) fn example_line(schema: &Value, key: &str) -> String {
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
