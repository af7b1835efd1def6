//! YAML, typed, with errors that a practitioner can act on.
//!
//! [`read`] asks serde first; a file without faults costs nothing more. When serde refuses, the text is read again
//! into a tree with positions, and the tree is walked along the type's own JSON Schema, so that every fault of the
//! file is told, each at its place. The schema is the same that `standpoint schema` gives to editors.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use saphyr_parser::{Event, Parser};
use schemars::{JsonSchema, Schema, schema_for};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::limits::{YAML_BYTES, YAML_DEPTH, YAML_ENTRIES, YAML_LETTERS};
use super::slip::SyntaxFault;
use crate::diagnostic::{Diagnostic, Found, Place, Problem, YamlSlip, nearest};

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
    let nothing = Node { value: Shape::Mapping(Vec::new()), span: 0..0 };
    from_json(&mend("", &nothing, &schema_for!(T), stand_in, &mut |_| {}))
}

/// What was mended as a `T`. JSON is YAML; a reader of its own would be compiled for every kind of file.
fn from_json<T: DeserializeOwned>(mended: &Value) -> Option<T> {
    serde_yaml::from_str(&mended.to_string()).ok()
}

/// What `tree` says, less what the schema doesn't know, which is noted.
fn mend(text: &str, tree: &Node, schema: &Schema, stand_in: &str, note: &mut dyn FnMut(Fault)) -> Value {
    let mut walk = Walk { text, root: schema.as_value(), stand_in, note };
    walk.check(tree, schema.as_value(), "", true).unwrap_or(Value::Null)
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
    // An empty document is an empty mapping: the message is then about the keys that are missing.
    let blank = text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
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
    let error = if is_deep { None } else { read(if blank { "{}" } else { text }).err() };
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
    let (tree, taken_out) = match parse(text) {
        Ok(tree) => match super::slip::wide_colon_first(text) {
            // With no other colon, all of it is one text.
            Some((span, slip)) if matches!(tree.value, Shape::Scalar(_)) => {
                is_faulty = true;
                tell(at(&span, Problem::YamlSyntax { slip }));
                (
                    Node { value: Shape::Mapping(Vec::new()), span: 0..0 },
                    std::iter::once(0..text.len()).collect(),
                )
            }
            _ => (tree, Vec::new()),
        },
        Err(fault) => {
            let (span, slip) = super::slip::find(text, &fault);
            is_faulty = true;
            tell(at(&span, Problem::YamlSyntax { slip }));
            salvage(text, &span)
        }
    };
    // What couldn't be read as a whole is looked at now.
    if let Some((span, what, limit, instead)) = oversized_in(&tree, text) {
        tell(Diagnostic::over_limit(placed(&span), limit, what, instead));
        return Examined::Refused;
    }
    let mut note = |Fault { span, problem, first }| {
        // A key that seems to be missing may stand in what was taken out, and so may the value of one that seems empty.
        let may_stand = !taken_out.is_empty()
            && matches!(problem, Problem::MissingKey { .. } | Problem::EmptyValue { .. });
        if may_stand || taken_out.iter().any(|block| block.contains(&span.start)) {
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

/// `title: Our rule #1`: what YAML takes for a remark, though nothing parts it from its sign as in one that is meant. Where
/// it stands, its key, and all that stands after that.
fn words_left_out(text: &str) -> Option<(Range<usize>, String, String)> {
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
fn references_in_lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
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
fn second_document(text: &str) -> Option<Range<usize>> {
    let lines = text.split_inclusive('\n').scan(0, |offset, line| {
        let start = *offset;
        *offset += line.len();
        Some((start, line.trim_end()))
    });
    lines.filter(|(_, line)| *line == "---").map(|(start, line)| start..start + line.len()).last()
}

/// Where there is too much, what of, how much there may be, and what to do instead.
type Oversized = (Range<usize>, &'static str, usize, &'static str);

/// A list or group with more entries than are read, or a value that is longer.
fn oversized(text: &str) -> Option<Oversized> {
    // Every entry has a comma, a line or a colon of its own: few texts need a closer look.
    let most = text.bytes().filter(|byte| matches!(byte, b',' | b'\n' | b'[' | b'{')).count();
    if most <= YAML_ENTRIES && text.len() <= YAML_LETTERS {
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

/// Whether brackets are nested deeper than is read, roughly: brackets in quotes count too.
fn nests_deeply(text: &str) -> bool {
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

/// Whether a key may be followed by nothing: a line that ends with its colon, or has empty quotes after it.
fn leaves_empty(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).peekable();
    while let Some(line) = lines.next() {
        let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
        let words = line.split(" #").next().unwrap_or(line).trim_end();
        let under = lines
            .peek()
            .is_some_and(|next| indentation(next) > indentation(line) || next.trim().starts_with('-'));
        let empty_block = [": |", ": >", ": |-", ": >-"].iter().any(|end| words.ends_with(end)) && !under;
        let empty_quotes = words.contains(": \"\"") || words.contains(": ''");
        if words.ends_with(':') && !under || empty_block || empty_quotes {
            return true;
        }
    }
    false
}

/// What can be read without the key whose block has the fault at `span`, and which blocks were taken out for that.
fn salvage(text: &str, span: &Range<usize>) -> (Node, Vec<Range<usize>>) {
    let mut text = text.to_owned();
    let mut taken_out = Vec::new();
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
        taken_out.push(start..end);
        match parse(&text) {
            Ok(tree) => return (tree, taken_out),
            Err(fault) => at = fault.at,
        }
    }
    (Node { value: Shape::Mapping(Vec::new()), span: 0..0 }, taken_out)
}

/// A mapping with more entries is looked up in and not searched.
const FEW: usize = 32;

/// YAML with its places; nothing, where it can't be understood.
#[derive(Debug)]
pub struct Tree {
    root: Option<Node>,
    /// Which entry a key is of, by where its mapping begins and its name; of mappings with more than a few.
    keys: OnceLock<HashMap<(usize, String), usize>>,
}

impl Tree {
    /// The tree of a text.
    pub fn of(text: &str) -> Self {
        Self { root: parse(text).ok(), keys: OnceLock::new() }
    }

    /// The first entry of a mapping that has this key.
    fn entry<'t>(
        &'t self,
        mapping: &Node,
        entries: &'t [(Node, Node)],
        key: &str,
    ) -> Option<&'t (Node, Node)> {
        if entries.len() <= FEW {
            return entries.iter().find(|(other, _)| other.text() == Some(key));
        }
        let keys = self.keys.get_or_init(|| self.keys());
        keys.get(&(mapping.span.start, key.to_owned())).map(|at| &entries[*at])
    }

    fn keys(&self) -> HashMap<(usize, String), usize> {
        let mut keys = HashMap::new();
        let mut open: Vec<&Node> = self.root.iter().collect();
        while let Some(node) = open.pop() {
            match &node.value {
                Shape::Mapping(entries) => {
                    let named = entries.iter().enumerate().filter(|_| entries.len() > FEW);
                    for (at, key) in named.filter_map(|(at, (key, _))| Some((at, key.text()?))) {
                        keys.entry((node.span.start, key.to_owned())).or_insert(at);
                    }
                    open.extend(entries.iter().map(|(_, value)| value));
                }
                Shape::Sequence(items) => open.extend(items),
                Shape::Scalar(_) | Shape::Alias => {}
            }
        }
        keys
    }

    /// Where the value at `path` (keys and list indices) stands; the nearest one above it if it isn't there.
    pub fn locate(&self, path: &[&str]) -> Range<usize> {
        let Some(tree) = &self.root else { return 0..0 };
        let mut node = tree;
        let mut span = tree.first_line();
        for step in path {
            let next = match &node.value {
                Shape::Mapping(entries) => {
                    self.entry(node, entries, step).map(|entry| {
                        // For a whole group the key is what a person looks for.
                        let mark =
                            if matches!(entry.1.value, Shape::Scalar(_)) { &entry.1 } else { &entry.0 };
                        (&entry.1, mark.span.clone())
                    })
                }
                Shape::Sequence(items) => step
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| items.get(index))
                    .map(|item| (item, item.first_line())),
                Shape::Scalar(_) | Shape::Alias => None,
            };
            let Some((found, at)) = next else { break };
            node = found;
            span = at;
        }
        span
    }
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
#[derive(Debug)]
struct Node {
    value: Shape,
    /// Bytes in the text.
    span: Range<usize>,
}

#[derive(Debug)]
enum Shape {
    Scalar(Scalar),
    /// `*name`: what it stands for is said elsewhere.
    Alias,
    Sequence(Vec<Node>),
    Mapping(Vec<(Node, Node)>),
}

#[derive(Debug)]
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
            Shape::Alias => "an alias".into(),
            Shape::Scalar(_) if self.is_null() => "nothing".into(),
            Shape::Scalar(scalar) => format!("“{}”", shorten(&scalar.text)),
        }
    }
}

impl Node {
    /// One line of text as it would stand in quotes, if it is one.
    fn written(&self) -> Option<String> {
        match &self.value {
            Shape::Scalar(scalar) if !scalar.text.contains('\n') => Some(scalar.text.clone()),
            Shape::Sequence(items) if items.len() == 1 => items[0].written(),
            _ => None,
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

/// Where the scalar at a key of the outermost mapping stands. Nothing after it is read, so that for a first key this
/// takes no time; [`Tree::locate`] knows more.
pub fn scalar_at(text: &str, key: &str) -> Option<Range<usize>> {
    let (mut depth, mut is_key, mut is_next) = (0_usize, true, false);
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        match event {
            Event::Scalar(..) if depth == 1 && is_next => {
                let byte = |index| text.char_indices().nth(index).map_or(text.len(), |(at, _)| at);
                return Some(trimmed(text, byte(span.start.index())..byte(span.end.index())));
            }
            Event::Scalar(value, ..) if depth == 1 => {
                is_next = is_key && value == key;
                is_key = !is_key;
            }
            Event::Alias(_) | Event::SequenceStart(..) | Event::MappingStart(..) if is_next => break,
            Event::Alias(_) if depth == 1 => is_key = !is_key,
            Event::SequenceStart(..) if depth == 0 => break,
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => {
                depth = depth.checked_sub(1)?;
                is_key = is_key != (depth == 1);
            }
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    None
}

/// A scalar's span can run on over the line end.
fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    span.start..span.start + text[span].trim_end().len()
}

/// Reads the first document of `text` into a tree.
fn parse(text: &str) -> Result<Node, SyntaxFault> {
    // The parser counts characters; spans are bytes.
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |index: usize| bytes[index.min(bytes.len() - 1)];
    let mut open: Vec<Node> = Vec::new();
    let mut keys: Vec<Option<Node>> = Vec::new();
    let mut root: Option<Node> = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                return Err(SyntaxFault {
                    at: byte(error.marker().index()),
                    reason: error.info().to_owned(),
                });
            }
        };
        let span = byte(span.start.index())..byte(span.end.index());
        let complete = match event {
            Event::Scalar(value, style, ..) => {
                let plain = style == saphyr_parser::ScalarStyle::Plain;
                let span = trimmed(text, span);
                Node { value: Shape::Scalar(Scalar { text: value.into_owned(), plain }), span }
            }
            Event::Alias(_) => Node { value: Shape::Alias, span },
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if open.len() >= YAML_DEPTH {
                    return Err(SyntaxFault { at: span.start, reason: super::slip::TOO_DEEP.to_owned() });
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
        let Some(parent) = open.last_mut() else {
            // Faults may follow the value.
            root.get_or_insert(complete);
            continue;
        };
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
            Shape::Scalar(_) | Shape::Alias => {}
        }
    }
    Ok(root.unwrap_or(Node { value: Shape::Mapping(Vec::new()), span: 0..0 }))
}

/// Something that doesn't fit the schema.
struct Fault {
    span: Range<usize>,
    problem: Problem,
    /// Where the same key stands first.
    first: Option<Range<usize>>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::source::front_matter::{FrameworkYaml, SiteYaml, StandardYaml};

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
    fn a_scalar_is_found_where_the_whole_tree_finds_it() {
        let text = "é: [id, {id: x}]\n? {id: 1}\n: {id: 2}\n&a a: *a\nid: \"Ü.A\"\nid: twice\nend: 1\n";
        assert_eq!(&text[scalar_at(text, "id").expect("is there")], "\"Ü.A\"");
        for key in ["id", "end"] {
            assert_eq!(scalar_at(text, key), Some(Tree::of(text).locate(&[key])), "{key}");
        }
        for key in ["x", "1", "é", "none"] {
            assert_eq!(scalar_at(text, key), None, "{key}");
        }
        assert_eq!(scalar_at("id: [a]\nid: b", "id"), None, "the first one is meant");
        assert_eq!(scalar_at("a: &a b\nid: *a\nid: b", "id"), None);
        assert_eq!(scalar_at("[id, a]", "id"), None);
        assert_eq!(scalar_at("id", "id"), None);
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
    fn a_key_given_twice_is_told() {
        assert_eq!(
            faults::<SiteYaml>("title: A\ntitle: B\ndescription: c\n"),
            ["2:1 the key “title” stands here twice"]
        );
    }

    #[test]
    fn values_are_located_by_their_way() {
        let text = "statements:\n  6:\n    topics: [a, planing]\n";
        assert_eq!(&text[Tree::of(text).locate(&["statements", "6", "topics", "1"])], "planing");
        assert_eq!(&text[Tree::of(text).locate(&["statements", "6"])], "6");
    }

    #[test]
    fn values_are_located_among_many() {
        let group =
            |keys: usize| (0..keys).map(|key| format!("k{key}: v{key}, ")).collect::<Vec<_>>().concat();
        let (few, many) = (group(FEW), group(1_000));
        let text = format!(
            "{{a: {{{few}}}, b: {{{many}k7: again}}, c: [{{{many}}}, {{{many}}}], k7: whole, {many}}}"
        );
        let tree = Tree::of(&text);
        let at = |way: &[&str]| tree.locate(way);
        for group in [&["a"][..], &["b"], &["c", "1"]] {
            let found = at(&[group, &["k7"]].concat());
            assert_eq!(&text[found.clone()], "v7", "{group:?}");
            let before = at(group).start;
            assert_eq!(text[before..].find("v7").map(|after| before + after), Some(found.start), "{group:?}");
        }
        assert_eq!((&text[at(&["k7"])], &text[at(&["b", "k999"])]), ("whole", "v999"));
        assert_eq!(at(&["b", "k1000"]), at(&["b"]));
    }

    #[test]
    fn deep_nesting_is_refused_and_not_followed() {
        let text = format!("title: {}", "[".repeat(10_000));
        assert_eq!(faults::<SiteYaml>(&text).len(), 1);
    }
}
