//! The frame of the standards: sections, parts and statements, with codes from numbering and place.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use super::build::unknown_kind;
use super::{Level, Node, NodeId, Site, first_words};
use crate::budget::Budget;
use crate::diagnostic::{Diagnostic, Place, Problem, Proposals, Tallied};
use crate::source::Document;
use crate::source::front_matter::{FrameworkYaml, MapPlace, Numbering, StandardYaml};
use crate::source::limits::{LEVELS, PIECES, SECTIONS, STATEMENT_LETTERS, STATEMENTS_IN_ALL};
use crate::source::markdown::{self, Item, Published};

/// Whether a text stands around the sections.
pub(super) fn is_matter(yaml: &StandardYaml) -> bool {
    matches!(yaml.kind.as_deref(), Some("front" | "back"))
}

/// The document of each statement, and its number there, under which its metadata stands.
pub(super) type Numbers = HashMap<NodeId, (usize, String)>;

/// A file of the framework with its place in the order.
struct FramedFile<'a> {
    document: usize,
    yaml: &'a StandardYaml,
    parent: Option<String>,
    /// Depth of the file's node: 0 for a section.
    depth: usize,
    order: (Vec<usize>, u32, &'a str),
}

/// Files with their published words and the place of their id, by the code of what they stand under.
type ByParent<'f, 'a> = BTreeMap<Option<String>, Vec<(&'f FramedFile<'a>, Published, Place)>>;

/// Makes the nodes: sections, parts and statements, with codes from numbering and place.
pub(super) struct Frame<'a> {
    framework: &'a FrameworkYaml,
    standards: &'a [Document<StandardYaml>],
    diagnostics: &'a mut Tallied,
    nodes: Vec<Node>,
    all_numbers: Numbers,
    proposals: Proposals,
}

impl<'a> Frame<'a> {
    pub(super) fn new(
        framework: &'a FrameworkYaml,
        standards: &'a [Document<StandardYaml>],
        diagnostics: &'a mut Tallied,
    ) -> Self {
        Self {
            framework,
            standards,
            diagnostics,
            nodes: Vec::new(),
            all_numbers: HashMap::new(),
            proposals: Proposals::default(),
        }
    }

    /// The nodes, or of what there may be no more.
    pub(super) fn build(mut self) -> Result<(Vec<Node>, Numbers), (usize, &'static str)> {
        let files = self.arrange();
        if let Some(section) = files.iter().filter(|file| file.parent.is_none()).nth(SECTIONS) {
            let (what, instead) = ("sections", "put several under one, as its parts");
            let place = self.standards[section.document].yaml_place(&["id"]);
            self.diagnostics.push(Diagnostic::over_limit(place, SECTIONS, what, instead));
        }
        let numbering = &self.framework.numbering;
        // Below a file without numbering two levels of list are read, 1. and 1.1.
        let below = |depth: usize| match numbering.as_slice() {
            [] => &[Numbering::Decimal, Numbering::Decimal],
            levels => levels.get(depth + 1..).unwrap_or(&[]),
        };
        let statements = Budget::new(STATEMENTS_IN_ALL as u64);
        let pieces = Budget::new(PIECES as u64);
        let all = &*self.diagnostics;
        let published: Option<Vec<(Published, Place, Tallied)>> = files
            .par_iter()
            .map(|file| {
                let mut found = all.beside();
                let document = &self.standards[file.document];
                let published = markdown::statements(&document.prose, below(file.depth), &mut found);
                let fits =
                    statements.take(published.count() as u64) && pieces.take(published.pieces() as u64);
                fits.then(|| (published, document.yaml_place(&["id"]), found))
            })
            .collect();
        let published = published.ok_or(if statements.is_overdrawn() {
            (STATEMENTS_IN_ALL, "statements in all files together")
        } else {
            (PIECES, "paragraphs, lines, list items and the like in all published words")
        })?;
        let top = published.iter().map(|(published, ..)| 1 + published.items.len());
        self.nodes.reserve(top.sum());
        let mut by_parent: ByParent<'_, 'a> = BTreeMap::new();
        for (file, (published, place, found)) in files.iter().zip(published) {
            self.diagnostics.take_in(found);
            by_parent.entry(file.parent.clone()).or_default().push((file, published, place));
        }
        self.add_files(&mut by_parent, None, None);
        self.add_orphans(by_parent);
        Ok((self.nodes, self.all_numbers))
    }

    /// What is left hangs under something that doesn't exist, or under itself. It is told of, and has its place all
    /// the same: what refers to it is no fault.
    fn add_orphans(&mut self, mut by_parent: ByParent<'_, 'a>) {
        if by_parent.is_empty() {
            return;
        }
        let parents: HashMap<&str, &str> = by_parent
            .iter()
            .flat_map(|(parent, files)| files.iter().map(move |(file, ..)| (file.yaml.id.as_str(), parent)))
            .filter_map(|(id, parent)| Some((id, parent.as_deref()?)))
            .collect();
        let mut missing: Vec<String> = Vec::new();
        // Duplicates are left out: the first of a name counts.
        let documents: HashMap<&str, &Document<StandardYaml>> =
            self.standards.iter().rev().map(|document| (document.yaml.id.as_str(), document)).collect();
        // Those from which the way up has been gone.
        let mut seen: HashSet<&str> = HashSet::new();
        for (parent, files) in &by_parent {
            let Some(parent) = parent else { continue };
            let Some((file, ..)) = files.first() else { continue };
            let id = || self.standards[file.document].yaml_place(&["id"]);
            if !parents.contains_key(parent.as_str()) {
                let problem = Problem::ParentMissing { id: file.yaml.id.clone(), parent: parent.clone() };
                self.diagnostics.push(Diagnostic::at(id(), problem));
                missing.push(parent.clone());
                continue;
            }
            // The way up either ends, or comes round to where it has been.
            let mut way: Vec<&str> = Vec::new();
            let mut at = Some(parent.as_str());
            while let Some(above) = at.filter(|above| seen.insert(above)) {
                way.push(above);
                at = parents.get(above).copied();
            }
            let Some(closes) = at else { continue };
            let Some(begins) = way.iter().position(|id| *id == closes) else { continue };
            let ids = way[begins..].iter().chain([&closes]).map(|id| (*id).to_owned()).collect();
            let place = documents.get(closes).map_or_else(id, |document| document.yaml_place(&["parent"]));
            self.diagnostics.push(Diagnostic::at(place, Problem::ParentCircle { ids }));
        }
        for parent in missing {
            self.add_files(&mut by_parent, Some(&parent), None);
        }
        // What is in a circle, or hangs under one, has no depth: one of them is above all others.
        let mut above = None;
        for (file, published, place) in by_parent.into_values().flatten() {
            let id = self.add_file(file, published, place, above);
            above = above.or(Some(id));
        }
    }

    /// The files in document order, each with its parent and depth.
    fn arrange(&mut self) -> Vec<FramedFile<'a>> {
        let numbering = &self.framework.numbering;
        let mut files = Vec::new();
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (at, document) in self.standards.iter().enumerate() {
            let yaml = &document.yaml;
            let what = if is_matter(yaml) { "text" } else { "section or part" };
            if let Some(first) = seen.insert(&yaml.id, at) {
                let problem = Problem::DuplicateId { what, id: yaml.id.clone() };
                self.diagnostics.push(
                    Diagnostic::at(document.yaml_place(&["id"]), problem)
                        .with_related(self.standards[first].yaml_place(&["id"]), "the first one is here"),
                );
                continue;
            }
            if is_matter(yaml) {
                continue;
            }
            let order_number = yaml.order.unwrap_or(0);
            if numbering.is_empty() || yaml.parent.is_some() {
                let order = (Vec::new(), order_number, yaml.id.as_str());
                files.push(FramedFile { document: at, yaml, parent: yaml.parent.clone(), depth: 0, order });
                continue;
            }
            if let Some(numbers) = parse_code(numbering, &yaml.id) {
                let depth = numbers.len() - 1;
                let parent = yaml.id.rsplit_once('.').map(|(parent, _)| parent.to_owned());
                let order = (numbers, order_number, yaml.id.as_str());
                files.push(FramedFile { document: at, yaml, parent, depth, order });
            } else {
                let problem = unknown_numbering(numbering, &yaml.id);
                self.diagnostics.push(Diagnostic::at(document.yaml_place(&["id"]), problem));
            }
        }
        let depths = depths(&files);
        for (file, depth) in files.iter_mut().zip(depths) {
            file.depth = depth.unwrap_or(LEVELS - 1);
        }
        // Circles are told of where what hangs nowhere is seen to.
        if let Some(file) = files.iter().filter(|file| file.depth >= LEVELS).min_by_key(|file| file.depth) {
            let (what, instead) = ("levels of sections and parts", "give this one a “parent” further up");
            let place = self.standards[file.document].yaml_place(&["parent"]);
            self.diagnostics.push(Diagnostic::over_limit(place, LEVELS, what, instead));
            files.retain(|file| file.depth < LEVELS);
        }
        files.sort_by(|a, b| a.order.cmp(&b.order));
        files
    }

    fn add_files(
        &mut self,
        by_parent: &mut ByParent<'_, 'a>,
        parent_code: Option<&str>,
        parent: Option<NodeId>,
    ) {
        // Statements of the parent's own list come first, and count.
        let mut number = parent.map_or(0, |parent| self.nodes[parent].children.len());
        for (file, published, place) in
            by_parent.remove(&parent_code.map(ToOwned::to_owned)).unwrap_or_default()
        {
            if let Some(given) = file.order.0.last().copied() {
                if given > number + 1 {
                    let before = self.framework.numbering[file.order.0.len() - 1].format(number + 1);
                    let before =
                        parent_code.map_or_else(|| before.clone(), |parent| format!("{parent}.{before}"));
                    let problem = Problem::NumberSkipped { id: file.yaml.id.clone(), before };
                    let place = self.standards[file.document].yaml_place(&["id"]);
                    self.diagnostics.push(Diagnostic::at(place, problem));
                }
                number = given;
            }
            let id = self.add_file(file, published, place, parent);
            self.add_files(by_parent, Some(&file.yaml.id), Some(id));
        }
    }

    fn add_file(
        &mut self,
        file: &FramedFile<'a>,
        published: Published,
        place: Place,
        parent: Option<NodeId>,
    ) -> NodeId {
        let document = &self.standards[file.document];
        let yaml = file.yaml;
        let kind = yaml.kind.as_deref().and_then(|kind| self.kind(kind, document));
        let words =
            markdown::words(published.introduction.iter().chain(&published.closing).map(|(event, _)| event));
        let level = if parent.is_none() { Level::Section } else { Level::Part };
        let id = self.push(Node {
            title: Some(yaml.title.clone()),
            short_title: yaml.short_title.clone(),
            kind,
            map: yaml.map.unwrap_or_default(),
            body: published.introduction,
            closing: published.closing,
            words,
            label: yaml.title.clone(),
            aliases: yaml.aliases.clone(),
            ..bare(yaml.id.clone(), level, parent, place)
        });
        let mut numbers: BTreeMap<String, NodeId> = BTreeMap::new();
        let mut counted = Counted { file, document, kind, numbers: &mut numbers };
        self.add_items(published.items, id, &mut counted, file.depth + 1, "");
        let top = numbers.iter().filter(|(number, _)| !number.contains('.'));
        let last = top.max_by_key(|(_, id)| **id).map(|(number, _)| number.clone());
        // Without a list all of them are told in one.
        let most = if numbers.is_empty() { 1 } else { usize::MAX };
        for number in yaml.statements.keys().filter(|number| !numbers.contains_key(*number)).take(most) {
            // The whole code is easily written for the number.
            let bare =
                number.strip_prefix(&format!("{}.", yaml.id)).filter(|bare| numbers.contains_key(*bare));
            let problem = Problem::MetadataWithoutStatement {
                number: number.clone(),
                part: yaml.id.clone(),
                last: last.clone(),
                nearest: bare.map_or_else(
                    || self.proposals.nearest(number, numbers.keys().map(String::as_str)),
                    |bare| Some(bare.to_owned()),
                ),
            };
            self.diagnostics.push(Diagnostic::at(document.yaml_place(&["statements", number]), problem));
        }
        if numbers.is_empty() && !yaml.statements.is_empty() {
            let found = document.prose.events().find_map(|(event, span)| match event {
                pulldown_cmark::Event::Start(pulldown_cmark::Tag::List(first)) => {
                    Some((first.is_some(), span))
                }
                _ => None,
            });
            if let Some((is_numbered, span)) = found {
                let problem =
                    if is_numbered { Problem::ListTooDeep { levels: 0 } } else { Problem::ListUnordered };
                let place = document.prose.place(span.start..span.start + 1);
                self.diagnostics.push(Diagnostic::at(place, problem));
            }
        }
        self.all_numbers.extend(numbers.into_iter().map(|(number, id)| (id, (file.document, number))));
        id
    }

    fn add_items(
        &mut self,
        items: Vec<Item>,
        parent: NodeId,
        file: &mut Counted<'_, 'a>,
        depth: usize,
        number_above: &str,
    ) {
        let style = self.framework.numbering.get(depth).copied().unwrap_or(Numbering::Decimal);
        for (index, item) in items.into_iter().enumerate() {
            let number = style.format(index + 1);
            let code = format!("{}.{number}", self.nodes[parent].code);
            let relative = if number_above.is_empty() { number } else { format!("{number_above}.{number}") };
            let given = file.file.yaml.statements.get(&relative).and_then(|metadata| metadata.code.as_ref());
            let code = given.cloned().unwrap_or(code);
            if markdown::weight(&item.words) > STATEMENT_LETTERS {
                let (what, instead) = ("characters in this statement", "make several statements of it");
                let place = file.document.prose.place(item.span.clone());
                self.diagnostics.push(Diagnostic::over_limit(place, STATEMENT_LETTERS, what, instead));
            }
            let place = file.document.prose.place(item.span);
            let id = self.push(Node {
                kind: file.kind,
                label: first_words(&item.text, 90),
                words: item.text,
                body: item.words,
                ..bare(code, Level::Statement, Some(parent), place)
            });
            file.numbers.insert(relative.clone(), id);
            self.add_items(item.children, id, file, depth + 1, &relative);
        }
    }

    fn push(&mut self, node: Node) -> NodeId {
        let id = self.nodes.len();
        if let Some(parent) = node.parent {
            self.nodes[parent].children.push(id);
        }
        self.nodes.push(node);
        id
    }

    fn kind(&mut self, kind: &str, document: &Document<StandardYaml>) -> Option<usize> {
        let found = self.framework.kinds.iter().position(|known| known.id == kind);
        if found.is_none() {
            let mut known: Vec<&str> = self.framework.kinds.iter().map(|k| k.id.as_str()).collect();
            known.extend(["front", "back"]);
            let problem = unknown_kind(kind, &known, &self.proposals);
            self.diagnostics.push(Diagnostic::at(document.yaml_place(&["kind"]), problem));
        }
        found
    }
}

/// A node of which nothing more is known yet.
fn bare(code: String, level: Level, parent: Option<NodeId>, place: Place) -> Node {
    Node {
        code,
        level,
        parent,
        children: Vec::new(),
        title: None,
        short_title: None,
        kind: None,
        map: MapPlace::Path,
        body: Vec::new(),
        closing: Vec::new(),
        words: String::new(),
        label: String::new(),
        place,
        topics: Vec::new(),
        keywords: Vec::new(),
        relations: Vec::new(),
        annotation: None,
        terms: Vec::new(),
        references: Vec::new(),
        backlinks: Vec::new(),
        aliases: Vec::new(),
        supersedes: Vec::new(),
        assessments: Vec::new(),
        taught_in: Vec::new(),
    }
}

/// How far down each file hangs by its parents; none for what hangs under itself. A parent that is not there counts too.
fn depths(files: &[FramedFile<'_>]) -> Vec<Option<usize>> {
    let parents: HashMap<&str, Option<&str>> =
        files.iter().map(|file| (file.yaml.id.as_str(), file.parent.as_deref())).collect();
    let mut depths: HashMap<&str, Option<usize>> = HashMap::with_capacity(parents.len());
    for id in parents.keys() {
        // Up to one whose depth is known, or to the end. What is met twice is in a circle.
        let mut way: Vec<&str> = Vec::new();
        let mut at = Some(*id);
        let mut depth = loop {
            let Some(id) = at else { break Some(0) };
            if let Some(known) = depths.get(id) {
                break known.map(|known| known + 1);
            }
            let Some(parent) = parents.get(id) else { break Some(1) };
            depths.insert(id, None);
            way.push(id);
            at = *parent;
        };
        for id in way.into_iter().rev() {
            depths.insert(id, depth);
            depth = depth.map(|depth| depth + 1);
        }
    }
    files.iter().map(|file| depths[file.yaml.id.as_str()]).collect()
}

/// What the items of one file share, and their numbers within it.
struct Counted<'b, 'a> {
    file: &'b FramedFile<'a>,
    document: &'b Document<StandardYaml>,
    kind: Option<usize>,
    numbers: &'b mut BTreeMap<String, NodeId>,
}

/// The numbers of a code, level by level: `II.A` is [2, 1].
pub(super) fn parse_code(numbering: &[Numbering], code: &str) -> Option<Vec<usize>> {
    let pieces: Vec<&str> = code.split('.').collect();
    if pieces.len() > numbering.len() {
        return None;
    }
    pieces.iter().zip(numbering).map(|(piece, style)| style.parse(piece)).collect()
}

fn example_code(numbering: &[Numbering], levels: usize) -> String {
    numbering.iter().take(levels).map(|style| style.format(1)).collect::<Vec<_>>().join(".")
}

/// Whether a section or part with this code could be added: it fits the numbering, and what it stands under is there.
pub(super) fn fits(site: &Site, code: &str) -> Result<(), Problem> {
    let numbering = &site.framework.numbering;
    if numbering.is_empty() {
        return Ok(());
    }
    if parse_code(numbering, code).is_none() {
        return Err(unknown_numbering(numbering, code));
    }
    match code.rsplit_once('.') {
        Some((parent, _)) if site.index.code(parent).is_none() => {
            Err(Problem::ParentMissing { id: code.to_owned(), parent: parent.to_owned() })
        }
        _ => Ok(()),
    }
}

pub(super) fn unknown_numbering(numbering: &[Numbering], id: &str) -> Problem {
    let example = (1..=2.min(numbering.len())).map(|levels| example_code(numbering, levels));
    Problem::UnknownNumbering { id: id.to_owned(), example: example.collect::<Vec<_>>().join(" or ") }
}
