//! YAML as a tree in which every value has its place.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::source::limits::YAML_DEPTH;
use crate::source::slip::{SyntaxFault, TOO_DEEP};

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

/// A YAML value with its place. Scalars keep their text: what type they have is for the schema to say.
#[derive(Debug)]
pub(super) struct Node {
    pub value: Shape,
    /// Bytes in the text.
    pub span: Range<usize>,
}

#[derive(Debug)]
pub(super) enum Shape {
    Scalar(Scalar),
    /// `*name`: what it stands for is said elsewhere.
    Alias,
    Sequence(Vec<Node>),
    Mapping(Vec<(Node, Node)>),
}

#[derive(Debug)]
pub(super) struct Scalar {
    pub text: String,
    pub plain: bool,
}

impl Node {
    /// A mapping without entries.
    pub fn nothing() -> Self {
        Self { value: Shape::Mapping(Vec::new()), span: 0..0 }
    }

    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Shape::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    pub fn is_null(&self) -> bool {
        matches!(&self.value, Shape::Scalar(s) if s.plain && matches!(s.text.as_str(), "" | "~" | "null"))
    }

    /// The place to mark: for a group its first key, so that the mark is short.
    pub fn first_line(&self) -> Range<usize> {
        match &self.value {
            Shape::Mapping(entries) => entries.first().map_or(self.span.clone(), |(key, _)| key.span.clone()),
            _ => self.span.clone(),
        }
    }

    pub fn describe(&self) -> String {
        match &self.value {
            Shape::Sequence(_) => "a list".into(),
            Shape::Mapping(_) => "a group of keys".into(),
            Shape::Alias => "an alias".into(),
            Shape::Scalar(_) if self.is_null() => "nothing".into(),
            Shape::Scalar(scalar) => format!("“{}”", shorten(&scalar.text)),
        }
    }

    /// One line of text as it would stand in quotes, if it is one.
    pub fn written(&self) -> Option<String> {
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
pub(super) fn parse(text: &str) -> Result<Node, SyntaxFault> {
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
                let plain = style == ScalarStyle::Plain;
                let span = trimmed(text, span);
                Node { value: Shape::Scalar(Scalar { text: value.into_owned(), plain }), span }
            }
            Event::Alias(_) => Node { value: Shape::Alias, span },
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if open.len() >= YAML_DEPTH {
                    return Err(SyntaxFault { at: span.start, reason: TOO_DEEP.to_owned() });
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
    Ok(root.unwrap_or_else(Node::nothing))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
