//! The steps from documents to the site: nodes, names, relations, references.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::assessment;
use super::counts::too_many;
use super::course::{self, Embed};
use super::reference::normal;
use super::terms::Finder;
use super::{
    Annotation, Guide, Index, LessonId, Level, Matter, Node, NodeId, Origin, Relation, RelationKind, Site,
    Target, Term, Topic, first_words,
};
use crate::budget::Budget;
use crate::diagnostic::{Diagnostic, Place, Problem, Proposals, Tallied, listed};
use crate::source::front_matter::{FrameworkYaml, Numbering, StandardYaml, StatementYaml};
use crate::source::limits::{
    EMBEDDED, HEADINGS, LEVELS, NAME_LETTERS, PIECES, SECTIONS, STATEMENT_LETTERS, STATEMENTS_IN_ALL,
    TOPICS_EACH,
};
use crate::source::markdown::{self, Flavor, Item, Outline, Prompts, Prose, Published};
use crate::source::{Document, Documents, stem};

/// The most circles of one kind that are told of.
pub(super) const CIRCLES: usize = 20;

pub(super) fn build(mut documents: Documents) -> (Option<Site>, Vec<Diagnostic>) {
    let mut diagnostics = Tallied::default();
    if let Some(problem) = too_many(&documents) {
        return (None, vec![problem]);
    }
    let annotations = std::mem::take(&mut documents.annotations);
    // Most of the framework is put together in one thread, meanwhile others read the annotations.
    let (framed, annotations) = rayon::join(
        || framed(&documents, &mut diagnostics),
        || annotations.into_par_iter().map(annotation).collect(),
    );
    // A file that is there but faulty has been told of; only one that isn't there is told of here.
    let Some((mut site, numbers)) = framed else { return (None, diagnostics.into_told()) };
    site.assets = std::mem::take(&mut documents.assets);
    let outlines = add_annotations(&mut site, annotations, &mut diagnostics);
    assessment::add(&mut site, &documents, &mut diagnostics);
    course::add(&mut site, &documents, &mut diagnostics);
    index_paths(&mut site, &documents.standards);
    resolve_references(&mut site, &outlines, &documents, &mut diagnostics);
    find_terms(&mut site);
    warn(&site, &documents.standards, &numbers, &documents.topics, &documents.terms, &mut diagnostics);
    // Taking them apart takes a while, which pages needn't wait for.
    rayon::spawn(move || drop((outlines, documents)));
    (Some(site), diagnostics.into_told())
}

/// A site with its sections, parts, statements, topics, terms and guides, and with what their metadata says.
fn framed(documents: &Documents, diagnostics: &mut Tallied) -> Option<(Site, Numbers)> {
    let (Some(site), Some(framework)) = (&documents.site, &documents.framework) else { return None };
    let (config, config_source) = (site.yaml.clone(), Arc::clone(&site.source));
    check_site(site, framework, diagnostics);

    let framework_yaml = framework.yaml.clone();
    let frame = Frame::new(&framework_yaml, &documents.standards, diagnostics).build();
    let (nodes, numbers) = match frame {
        Ok(frame) => frame,
        Err((limit, what)) => {
            let problem = Diagnostic::over_limit(framework.head(), limit, what, "make several sites of them");
            diagnostics.push(problem);
            return None;
        }
    };
    if !nodes.iter().any(|node| node.level == Level::Statement) {
        diagnostics.push(Diagnostic::at(framework.head(), Problem::NoStatements));
    }
    let mut site = Site {
        config,
        config_source,
        framework: framework_yaml,
        nodes,
        matter: matter(&documents.standards),
        topics: Vec::new(),
        terms: Vec::new(),
        guides: Vec::new(),
        assessments: Vec::new(),
        scales: Vec::new(),
        reflections: Vec::new(),
        courses: Vec::new(),
        assets: Vec::new(),
        index: Index::default(),
    };
    index_nodes(&mut site, &documents.standards, &numbers, diagnostics);
    add_topics(&mut site, &documents.topics);
    add_terms(&mut site, &documents.terms, diagnostics);
    add_guides(&mut site, &documents.guides);
    apply_metadata(&mut site, &documents.standards, &numbers, diagnostics);
    Some((site, numbers))
}

/// Whether something is a whole web address, without letters that browsers take for others there.
pub(super) fn is_web_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\');
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(odd))
}

fn check_site(
    site: &Document<crate::source::front_matter::SiteYaml>,
    framework: &Document<FrameworkYaml>,
    diagnostics: &mut Tallied,
) {
    if let Some(url) = &site.yaml.base_url
        && !is_web_address(url)
    {
        let place = site.yaml_place(&["base-url"]);
        diagnostics.push(Diagnostic::at(place, Problem::BadUrl { value: url.clone() }));
    }
    if let Some(url) = &framework.yaml.publisher_url
        && !is_web_address(url)
    {
        let place = framework.yaml_place(&["publisher-url"]);
        diagnostics.push(Diagnostic::at(place, Problem::BadUrl { value: url.clone() }));
    }
    let kinds: Vec<&str> = framework.yaml.kinds.iter().map(|kind| kind.id.as_str()).collect();
    for (index, kind) in kinds.iter().enumerate() {
        if let Some(first) = kinds[..index].iter().position(|earlier| earlier == kind) {
            let place = |index: usize| framework.yaml_place(&["kinds", &index.to_string(), "id"]);
            let problem = Problem::DuplicateId { what: "kind", id: (*kind).to_owned() };
            diagnostics.push(
                Diagnostic::at(place(index), problem).with_related(place(first), "the first one is here"),
            );
        }
    }
    if let Some(matrix) = &framework.yaml.matrix {
        for (key, kind) in [("rows", &matrix.rows), ("columns", &matrix.columns)] {
            if !kinds.contains(&kind.as_str()) {
                let place = framework.yaml_place(&["matrix", key]);
                diagnostics.push(Diagnostic::at(place, unknown_kind(kind, &kinds, &Proposals::default())));
            }
        }
    }
}

pub(super) fn unknown_kind(kind: &str, known: &[&str], proposals: &Proposals) -> Problem {
    Problem::UnknownKind {
        kind: kind.to_owned(),
        nearest: proposals.nearest(kind, known.iter().copied()),
        known: listed(known.iter().copied()),
    }
}

fn is_matter(yaml: &StandardYaml) -> bool {
    matches!(yaml.kind.as_deref(), Some("front" | "back"))
}

/// The document of each statement, and its number there, under which its metadata stands.
type Numbers = HashMap<NodeId, (usize, String)>;

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
struct Frame<'a> {
    framework: &'a FrameworkYaml,
    standards: &'a [Document<StandardYaml>],
    diagnostics: &'a mut Tallied,
    nodes: Vec<Node>,
    all_numbers: Numbers,
    proposals: Proposals,
}

impl<'a> Frame<'a> {
    fn new(
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
    fn build(mut self) -> Result<(Vec<Node>, Numbers), (usize, &'static str)> {
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
        let id = self.push(Node {
            code: yaml.id.clone(),
            level: if parent.is_none() { Level::Section } else { Level::Part },
            parent,
            children: Vec::new(),
            title: Some(yaml.title.clone()),
            short_title: yaml.short_title.clone(),
            kind,
            map: yaml.map.unwrap_or_default(),
            body: published.introduction,
            closing: published.closing,
            words,
            label: yaml.title.clone(),
            place,
            topics: Vec::new(),
            keywords: Vec::new(),
            relations: Vec::new(),
            annotation: None,
            terms: Vec::new(),
            references: Vec::new(),
            backlinks: Vec::new(),
            aliases: yaml.aliases.clone(),
            supersedes: Vec::new(),
            assessments: Vec::new(),
            taught_in: Vec::new(),
        });
        let mut numbers: BTreeMap<String, NodeId> = BTreeMap::new();
        let mut counted = Counted { file, document, kind, numbers: &mut numbers };
        self.add_items(published.items, id, &mut counted, file.depth + 1, "");
        let top = numbers.iter().filter(|(number, _)| !number.contains('.'));
        let last = top.max_by_key(|(_, id)| **id).map(|(number, _)| number.clone());
        for number in yaml.statements.keys().filter(|number| !numbers.contains_key(*number)) {
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
            let bullets = document.prose.events().find_map(|(event, span)| {
                matches!(event, pulldown_cmark::Event::Start(pulldown_cmark::Tag::List(None))).then_some(span)
            });
            if let Some(span) = bullets {
                let place = document.prose.place(span.start..span.start + 1);
                self.diagnostics.push(Diagnostic::at(place, Problem::ListUnordered));
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
            let id = self.push(Node {
                code,
                level: Level::Statement,
                parent: Some(parent),
                children: Vec::new(),
                title: None,
                short_title: None,
                kind: file.kind,
                map: crate::source::front_matter::MapPlace::Path,
                label: first_words(&item.text, 90),
                words: item.text,
                body: item.words,
                closing: Vec::new(),
                place: file.document.prose.place(item.span),
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
fn parse_code(numbering: &[Numbering], code: &str) -> Option<Vec<usize>> {
    let pieces: Vec<&str> = code.split('.').collect();
    if pieces.len() > numbering.len() {
        return None;
    }
    pieces.iter().zip(numbering).map(|(piece, style)| style.parse(piece)).collect()
}

fn example_code(numbering: &[Numbering], levels: usize) -> String {
    numbering.iter().take(levels).map(|style| style.format(1)).collect::<Vec<_>>().join(".")
}

fn matter(standards: &[Document<StandardYaml>]) -> Vec<Matter> {
    let mut matter: Vec<(u32, Matter)> = standards
        .iter()
        .filter(|document| is_matter(&document.yaml))
        .map(|document| {
            let yaml = &document.yaml;
            let matter = Matter {
                id: yaml.id.clone(),
                title: yaml.title.clone(),
                back: yaml.kind.as_deref() == Some("back"),
                prose: document.prose.clone(),
                path: document.path.clone(),
                headings: Vec::new(),
            };
            (yaml.order.unwrap_or(0), matter)
        })
        .collect();
    matter.sort_by(|a, b| (a.1.back, a.0, &a.1.id).cmp(&(b.1.back, b.0, &b.1.id)));
    matter.into_iter().map(|(_, matter)| matter).collect()
}

fn index_nodes(
    site: &mut Site,
    standards: &[Document<StandardYaml>],
    numbers: &Numbers,
    diagnostics: &mut Tallied,
) {
    // A code that is given stands in the metadata.
    let given = |id: NodeId| {
        let (document, number) = numbers.get(&id)?;
        let document = &standards[*document];
        document.yaml.statements.get(number)?.code.as_ref()?;
        Some(document.yaml_place(&["statements", number, "code"]))
    };
    let place = |id: NodeId| given(id).unwrap_or_else(|| site.nodes[id].place.clone());
    let mut codes: HashMap<String, NodeId> = HashMap::new();
    for (id, node) in site.nodes.iter().enumerate() {
        let first = *codes.entry(node.code.clone()).or_insert(id);
        if first != id {
            // The one that was given is the one to change.
            let (here, there) =
                if given(first).is_some() && given(id).is_none() { (first, id) } else { (id, first) };
            let problem = Problem::DuplicateCode { code: node.code.clone() };
            diagnostics.push(
                Diagnostic::at(place(here), problem).with_related(place(there), "the other one is here"),
            );
        }
    }
    site.index.codes = codes;
    for (id, matter) in site.matter.iter().enumerate() {
        site.index.matter.insert(matter.id.clone(), id);
    }
}

fn add_topics(site: &mut Site, documents: &[Document<crate::source::front_matter::TopicYaml>]) {
    site.topics = documents
        .iter()
        .map(|document| Topic {
            id: document.stem().to_owned(),
            title: document.yaml.title.clone(),
            summary: document.yaml.summary.clone(),
            prose: document.prose.clone(),
            path: document.path.clone(),
            headings: Vec::new(),
            statements: Vec::new(),
            backlinks: Vec::new(),
            aliases: document.yaml.aliases.clone(),
        })
        .collect();
    site.topics.sort_by_cached_key(|topic| (topic.title.to_lowercase(), topic.id.clone()));
    site.index.topics = site.topics.iter().enumerate().map(|(id, topic)| (topic.id.clone(), id)).collect();
}

fn add_terms(
    site: &mut Site,
    documents: &[Document<crate::source::front_matter::TermYaml>],
    diagnostics: &mut Tallied,
) {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_cached_key(|at| (normal(&documents[*at].yaml.term), documents[*at].path.clone()));
    let mut owners: HashMap<String, usize> = HashMap::new();
    for (id, at) in order.into_iter().enumerate() {
        let document = &documents[at];
        let (aliases, names): (Vec<String>, Vec<String>) =
            document.yaml.aliases.iter().cloned().partition(|alias| alias.ends_with(".html"));
        let all = std::iter::once((&document.yaml.term, vec!["term"]))
            .chain(names.iter().map(|name| (name, vec!["aliases"])));
        for (name, way) in all {
            if let Some(first) = owners.insert(normal(name), at)
                && first != at
            {
                let other = documents[first].yaml.term.clone();
                let problem = Problem::DuplicateTerm { name: name.clone(), other };
                let index =
                    document.yaml.aliases.iter().position(|alias| alias == name).map(|i| i.to_string());
                let mut way = way;
                way.extend(index.as_deref());
                diagnostics.push(
                    Diagnostic::at(document.yaml_place(&way), problem)
                        .with_related(documents[first].yaml_place(&["term"]), "the other one is here"),
                );
            }
            if name.chars().count() > NAME_LETTERS {
                let (what, instead) = ("characters in this name", "give it a shorter one");
                let place = document.yaml_place(&["term"]);
                diagnostics.push(Diagnostic::over_limit(place, NAME_LETTERS, what, instead));
                break;
            }
            site.index.terms.entry(normal(name)).or_insert(id);
        }
        let mut statements = Vec::new();
        for (index, code) in document.yaml.statements.iter().enumerate() {
            if let Some(node) = site.index.code(code) {
                statements.push(node);
            } else {
                let place = document.yaml_place(&["statements", &index.to_string()]);
                diagnostics.push(Diagnostic::at(place, unknown_code(&site.index, code)));
            }
        }
        statements.sort_unstable();
        statements.dedup();
        site.terms.push(Term {
            id: document.stem().to_owned(),
            term: document.yaml.term.clone(),
            names,
            summary: document.prose.first_paragraph(),
            prose: document.prose.clone(),
            path: document.path.clone(),
            headings: Vec::new(),
            statements,
            used_in: Vec::new(),
            backlinks: Vec::new(),
            aliases,
        });
    }
}

pub(super) fn unknown_code(index: &Index, code: &str) -> Problem {
    Problem::UnknownReference {
        reference: code.to_owned(),
        what: "statement",
        nearest: index.nearest_code(code),
    }
}

fn add_guides(site: &mut Site, documents: &[Document<crate::source::front_matter::GuideYaml>]) {
    let mut order: Vec<&Document<_>> = documents.iter().collect();
    order.sort_by_key(|document| (document.yaml.order, document.path.clone()));
    site.guides = order
        .into_iter()
        .map(|document| Guide {
            id: document.stem().to_owned(),
            title: document.yaml.title.clone(),
            summary: document.yaml.summary.clone(),
            prose: document.prose.clone(),
            path: document.path.clone(),
            headings: Vec::new(),
            aliases: document.yaml.aliases.clone(),
        })
        .collect();
    site.index.guides = site.guides.iter().enumerate().map(|(id, guide)| (guide.id.clone(), id)).collect();
}

/// Topics, keywords and relations of the statements.
fn apply_metadata(
    site: &mut Site,
    standards: &[Document<StandardYaml>],
    numbers: &Numbers,
    diagnostics: &mut Tallied,
) {
    let mut edges: Vec<Edge> = Vec::new();
    let mut superseded: HashMap<String, (NodeId, Place)> = HashMap::new();
    for node in 0..site.nodes.len() {
        let Some((document, number)) = numbers.get(&node) else { continue };
        let document = &standards[*document];
        let Some(yaml) = document.yaml.statements.get(number) else { continue };
        add_topics_of(site, node, &yaml.topics, document, &["statements", number], diagnostics);
        site.nodes[node].keywords.clone_from(&yaml.keywords);
        site.nodes[node].aliases.extend(yaml.aliases.iter().cloned());
        site.nodes[node].supersedes.clone_from(&yaml.supersedes);
        check_supersedes(site, node, document, number, &mut superseded, diagnostics);
        collect_edges(site, node, yaml, document, number, &mut edges, diagnostics);
    }
    for document in standards.iter().filter(|document| !is_matter(&document.yaml)) {
        let Some(node) = site.index.code(&document.yaml.id) else { continue };
        add_topics_of(site, node, &document.yaml.topics, document, &[], diagnostics);
        site.nodes[node].keywords.clone_from(&document.yaml.keywords);
    }
    for topic in &mut site.topics {
        topic.statements.sort_unstable();
    }
    for edge in &edges {
        site.nodes[edge.from].relations.push(Relation { kind: edge.kind, outgoing: true, other: edge.to });
        site.nodes[edge.to].relations.push(Relation { kind: edge.kind, outgoing: false, other: edge.from });
    }
    for node in &mut site.nodes {
        node.relations.sort_by_key(|relation| (relation.kind, !relation.outgoing, relation.other));
        // "See also" may be written on both sides.
        node.relations
            .dedup_by(|a, b| a.kind == b.kind && a.kind == RelationKind::SeeAlso && a.other == b.other);
        let mut seen = HashSet::new();
        node.relations
            .retain(|relation| relation.kind != RelationKind::SeeAlso || seen.insert(relation.other));
    }
    report_cycles(site, standards, numbers, &edges, diagnostics);
}

/// Every code of an earlier edition lives on in one statement at most, and that is another code or other words.
fn check_supersedes(
    site: &Site,
    node: NodeId,
    document: &Document<StandardYaml>,
    number: &str,
    superseded: &mut HashMap<String, (NodeId, Place)>,
    diagnostics: &mut Tallied,
) {
    for (index, code) in site.nodes[node].supersedes.iter().enumerate() {
        let place = document.yaml_place(&["statements", number, "supersedes", &index.to_string()]);
        if *code == site.nodes[node].code {
            diagnostics.push(Diagnostic::at(place, Problem::SupersedesItself { code: code.clone() }));
        } else if let Some((other, first)) = superseded.get(code) {
            let problem = if *other == node {
                Problem::ListedTwice { what: "earlier code", id: code.clone() }
            } else {
                Problem::SupersededTwice { code: code.clone(), other: site.nodes[*other].code.clone() }
            };
            diagnostics
                .push(Diagnostic::at(place, problem).with_related(first.clone(), "the first one is here"));
        } else {
            superseded.insert(code.clone(), (node, place));
        }
    }
}

/// Gives a node its topics, both ways. `way` is where the list of topics stands in the document's YAML.
fn add_topics_of(
    site: &mut Site,
    node: NodeId,
    topics: &[String],
    document: &Document<StandardYaml>,
    way: &[&str],
    diagnostics: &mut Tallied,
) {
    for (index, topic) in topics.iter().enumerate() {
        match site.index.topic(topic) {
            Some(id) if site.nodes[node].topics.contains(&id) => {}
            Some(_) if site.nodes[node].topics.len() == TOPICS_EACH => {
                let (what, instead) = ("topics of this statement", "leave out those it has least to do with");
                let index = index.to_string();
                let place = document.yaml_place(&[way, &["topics", &index]].concat());
                diagnostics.push(Diagnostic::over_limit(place, TOPICS_EACH, what, instead));
                return;
            }
            Some(id) => {
                site.nodes[node].topics.push(id);
                site.topics[id].statements.push(node);
            }
            None => {
                let index = index.to_string();
                let place = document.yaml_place(&[way, &["topics", &index]].concat());
                let nearest = site.index.nearest_topic(topic);
                diagnostics
                    .push(Diagnostic::at(place, Problem::UnknownTopic { topic: topic.clone(), nearest }));
            }
        }
    }
}

struct Edge {
    from: NodeId,
    to: NodeId,
    kind: RelationKind,
    /// Index in its list, for the place.
    index: usize,
}

fn collect_edges(
    site: &Site,
    node: NodeId,
    yaml: &StatementYaml,
    document: &Document<StandardYaml>,
    number: &str,
    edges: &mut Vec<Edge>,
    diagnostics: &mut Tallied,
) {
    let lists = [
        (RelationKind::Supports, &yaml.related.supports),
        (RelationKind::Continues, &yaml.related.continues),
        (RelationKind::SeeAlso, &yaml.related.see_also),
    ];
    for (kind, codes) in lists {
        let mut seen = HashSet::new();
        for (index, code) in codes.iter().enumerate() {
            let place =
                || document.yaml_place(&["statements", number, "related", kind.id(), &index.to_string()]);
            match site.index.code(code) {
                None => diagnostics.push(Diagnostic::at(place(), unknown_code(&site.index, code))),
                Some(to) if to == node => {
                    diagnostics
                        .push(Diagnostic::at(place(), Problem::RelationToItself { code: code.clone() }));
                }
                Some(to) if !seen.insert(to) => {
                    diagnostics.push(Diagnostic::at(place(), Problem::RelationTwice { code: code.clone() }));
                }
                Some(to) => edges.push(Edge { from: node, to, kind, index }),
            }
        }
    }
}

/// Circles of "supports" or "continues" make no sense; the first are told, each once, at the relation that closes it.
fn report_cycles(
    site: &Site,
    standards: &[Document<StandardYaml>],
    numbers: &Numbers,
    edges: &[Edge],
    diagnostics: &mut Tallied,
) {
    for kind in [RelationKind::Supports, RelationKind::Continues] {
        let mut told = 0;
        let mut next: HashMap<NodeId, Vec<&Edge>> = HashMap::new();
        for edge in edges.iter().filter(|edge| edge.kind == kind) {
            next.entry(edge.from).or_default().push(edge);
        }
        // Depth-first with an own stack: a chain may be as long as the framework.
        let mut done: HashSet<NodeId> = HashSet::new();
        let mut starts: Vec<NodeId> = next.keys().copied().collect();
        starts.sort_unstable();
        for start in starts {
            let mut way: Vec<(NodeId, usize)> = vec![(start, 0)];
            let mut on_way: HashSet<NodeId> = HashSet::from([start]);
            while let Some((node, tried)) = way.last_mut() {
                let edge = next.get(node).and_then(|edges| edges.get(*tried));
                *tried += 1;
                let Some(edge) = edge.filter(|_| !done.contains(node)) else {
                    done.insert(*node);
                    on_way.remove(node);
                    way.pop();
                    continue;
                };
                if on_way.contains(&edge.to) {
                    // One relation too many can close as many circles as there are statements.
                    if told == CIRCLES {
                        continue;
                    }
                    told += 1;
                    let from = way.iter().position(|(id, _)| *id == edge.to).unwrap_or(0);
                    let codes = way[from..].iter().map(|(id, _)| *id).chain([edge.to]);
                    let codes = codes.map(|id| site.nodes[id].code.clone()).collect();
                    if let Some((document, number)) = numbers.get(&edge.from) {
                        let index = edge.index.to_string();
                        let place = standards[*document].yaml_place(&[
                            "statements",
                            number,
                            "related",
                            kind.id(),
                            &index,
                        ]);
                        diagnostics
                            .push(Diagnostic::at(place, Problem::RelationCycle { kind: kind.id(), codes }));
                    }
                } else if !done.contains(&edge.to) {
                    on_way.insert(edge.to);
                    way.push((edge.to, 0));
                }
            }
        }
    }
}

/// Outlines of the annotations, by node, kept for resolving.
type Outlines = Vec<(NodeId, Outline)>;

fn add_annotations(
    site: &mut Site,
    annotations: Vec<(Annotation, Outline)>,
    diagnostics: &mut Tallied,
) -> Outlines {
    let mut outlines = Vec::with_capacity(annotations.len());
    let by_file = OnceCell::new();
    for (annotation, outline) in annotations {
        let code = stem(&annotation.path);
        let Some(node) =
            site.index.code(code).or_else(|| by_file.get_or_init(|| codes_of_files(site)).get(code).copied())
        else {
            let nearest = site.index.nearest_code(code);
            let problem = Problem::AnnotationForUnknown { code: code.to_owned(), nearest };
            diagnostics.push(Diagnostic::path(&annotation.prose.source.path, problem));
            continue;
        };
        if let Some(first) = &site.nodes[node].annotation {
            let problem = Problem::DuplicateId { what: "annotation", id: code.to_owned() };
            let first = first.prose.place(0..0);
            diagnostics.push(
                Diagnostic::at(annotation.prose.place(0..0), problem)
                    .with_related(first, "the first one is here"),
            );
            continue;
        }
        site.nodes[node].annotation = Some(annotation);
        outlines.push((node, outline));
    }
    outlines
}

/// An annotation, and what it refers to.
pub(super) fn annotation(document: Document<()>) -> (Annotation, Outline) {
    let outline = document.prose.outline();
    let (prompts, spans) = Prompts::find(&document.prose, &outline);
    let whole = document.prose.span.clone();
    let starts = std::iter::once(whole.start).chain(spans.iter().map(|span| span.end));
    let ends = spans.iter().map(|span| span.start).chain([whole.end]);
    let notes = starts.zip(ends).map(|(start, end)| start..end).collect();
    let annotation = Annotation {
        prose: document.prose,
        path: document.path,
        headings: outline.headings.clone(),
        prompts,
        notes,
    };
    (annotation, outline)
}

/// The nodes whose codes have characters that a file's name can't have, by their codes with hyphens in the place of those.
fn codes_of_files(site: &Site) -> HashMap<String, NodeId> {
    let odd = ['/', '\\', ':'];
    let nodes = site.nodes.iter().enumerate().rev().filter(|(_, node)| node.code.contains(odd));
    nodes.map(|(id, node)| (node.code.replace(odd, "-"), id)).collect()
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

fn unknown_numbering(numbering: &[Numbering], id: &str) -> Problem {
    let example = (1..=2.min(numbering.len())).map(|levels| example_code(numbering, levels));
    Problem::UnknownNumbering { id: id.to_owned(), example: example.collect::<Vec<_>>().join(" or ") }
}

fn index_paths(site: &mut Site, standards: &[Document<StandardYaml>]) {
    let mut paths = HashMap::new();
    for document in standards {
        let target = if is_matter(&document.yaml) {
            site.index.matter.get(&document.yaml.id).map(|id| Target::Matter(*id))
        } else {
            site.index.code(&document.yaml.id).map(Target::Node)
        };
        paths.extend(target.map(|target| (document.path.clone(), target)));
    }
    for (id, node) in site.nodes.iter().enumerate() {
        paths.extend(node.annotation.as_ref().map(|annotation| (annotation.path.clone(), Target::Node(id))));
    }
    paths.extend(site.topics.iter().enumerate().map(|(id, topic)| (topic.path.clone(), Target::Topic(id))));
    paths.extend(site.terms.iter().enumerate().map(|(id, term)| (term.path.clone(), Target::Term(id))));
    paths.extend(site.guides.iter().enumerate().map(|(id, guide)| (guide.path.clone(), Target::Guide(id))));
    let assessments = site.assessments.iter().enumerate();
    paths.extend(assessments.map(|(id, assessment)| (assessment.path.clone(), Target::Assessment(id))));
    for (id, course) in site.courses.iter().enumerate() {
        paths.insert(course.path.clone(), Target::Course(id));
        let lessons = course
            .lessons
            .iter()
            .enumerate()
            .map(|(lesson, of)| (of.path.clone(), Target::Lesson(LessonId { course: id, lesson })));
        paths.extend(lessons);
    }
    site.index.paths = paths;
}

/// Resolves `[[…]]` everywhere and writes down both sides.
fn resolve_references(
    site: &mut Site,
    annotations: &Outlines,
    documents: &Documents,
    diagnostics: &mut Tallied,
) {
    let mut links = resolve_many(annotations, diagnostics, |(node, outline), links, found| {
        if let Some(annotation) = &site.nodes[*node].annotation {
            let (prose, path) = (&annotation.prose, &annotation.path);
            resolve_one(site, Origin::Annotation(*node), prose, path, outline, links, found);
        }
    });
    let outlines =
        |prose: Vec<&Prose>| -> Vec<Outline> { prose.par_iter().map(|prose| prose.outline()).collect() };
    let topics = outlines(site.topics.iter().map(|t| &t.prose).collect());
    let terms = outlines(site.terms.iter().map(|t| &t.prose).collect());
    let guides = outlines(site.guides.iter().map(|g| &g.prose).collect());
    let assessments = outlines(site.assessments.iter().map(|a| &a.prose).collect());
    let reflections = outlines(site.reflections.iter().map(|r| &r.prose).collect());
    let matter = outlines(site.matter.iter().map(|m| &m.prose).collect());
    for (id, outline) in topics.iter().enumerate() {
        let of = &site.topics[id];
        resolve_one(site, Origin::Topic(id), &of.prose, &of.path, outline, &mut links, diagnostics);
    }
    for (id, outline) in terms.iter().enumerate() {
        let of = &site.terms[id];
        resolve_one(site, Origin::Term(id), &of.prose, &of.path, outline, &mut links, diagnostics);
    }
    for (id, outline) in guides.iter().enumerate() {
        let of = &site.guides[id];
        resolve_one(site, Origin::Guide(id), &of.prose, &of.path, outline, &mut links, diagnostics);
    }
    for (id, outline) in assessments.iter().enumerate() {
        let of = &site.assessments[id];
        resolve_one(site, Origin::Assessment(id), &of.prose, &of.path, outline, &mut links, diagnostics);
    }
    for (id, outline) in reflections.iter().enumerate() {
        // A model has no page of its own; a reference in it is found where the model is shown first. One that is
        // shown nowhere is checked all the same.
        let (mut own, shown) = (Vec::new(), site.first_with(id));
        let origin = Origin::Assessment(shown.unwrap_or(0));
        let of = &site.reflections[id];
        resolve_one(site, origin, &of.prose, &of.path, outline, &mut own, diagnostics);
        links.extend(own.into_iter().filter(|_| shown.is_some()));
    }
    for (id, outline) in matter.iter().enumerate() {
        let of = &site.matter[id];
        resolve_one(site, Origin::Matter(id), &of.prose, &of.path, outline, &mut links, diagnostics);
    }
    let ids: Vec<NodeId> = (0..site.nodes.len()).collect();
    let words = resolve_many(&ids, diagnostics, |id, links, found| resolve_words(site, *id, links, found));
    links.extend(words);
    links.extend(course::resolve(site, documents, diagnostics));
    for (topic, outline) in site.topics.iter_mut().zip(topics) {
        topic.headings = outline.headings;
    }
    for (term, outline) in site.terms.iter_mut().zip(terms) {
        term.headings = outline.headings;
    }
    for (guide, outline) in site.guides.iter_mut().zip(guides) {
        guide.headings = outline.headings;
    }
    for (assessment, outline) in site.assessments.iter_mut().zip(assessments) {
        assessment.headings = outline.headings;
    }
    for (reflection, outline) in site.reflections.iter_mut().zip(reflections) {
        reflection.headings = outline.headings;
    }
    for (matter, outline) in site.matter.iter_mut().zip(matter) {
        matter.headings = outline.headings;
    }
    links.par_sort_unstable();
    links.dedup();
    // What a statement's words refer to comes first, in order, and then what its annotation does.
    let mut of_words = vec![0; site.nodes.len()];
    for (origin, target) in links {
        if is_to_itself(origin, target) {
            continue;
        }
        match origin {
            Origin::Statement(node) => {
                site.nodes[node].references.push(target);
                of_words[node] += 1;
            }
            Origin::Annotation(node) => {
                let references = &mut site.nodes[node].references;
                if references[..of_words[node]].binary_search(&target).is_err() {
                    references.push(target);
                }
            }
            _ => {}
        }
        match target {
            Target::Node(id) => site.nodes[id].backlinks.push(origin),
            Target::Topic(id) => site.topics[id].backlinks.push(origin),
            Target::Term(id) => site.terms[id].backlinks.push(origin),
            // The others show no list of what refers to them.
            Target::Guide(_)
            | Target::Assessment(_)
            | Target::Matter(_)
            | Target::Course(_)
            | Target::Lesson(_) => {}
        }
    }
}

/// What texts refer to, and what is wrong with that.
type Resolved = (Vec<(Origin, Target)>, Tallied);

/// Resolves many small texts side by side; what is found stands in their order.
fn resolve_many<T: Sync>(
    texts: &[T],
    diagnostics: &mut Tallied,
    resolve: impl Fn(&T, &mut Vec<(Origin, Target)>, &mut Tallied) + Sync,
) -> Vec<(Origin, Target)> {
    let all = &*diagnostics;
    let pieces = texts.par_chunks(64).map(|texts| {
        let (mut links, mut found) = (Vec::new(), all.beside());
        for text in texts {
            resolve(text, &mut links, &mut found);
        }
        (links, found)
    });
    let pieces: Vec<Resolved> = pieces.collect();
    let (links, found): (Vec<_>, Vec<_>) = pieces.into_iter().unzip();
    for found in found {
        diagnostics.take_in(found);
    }
    links.concat()
}

/// Whether something refers to its own page.
pub(super) fn is_to_itself(origin: Origin, target: Target) -> bool {
    match (origin, target) {
        (Origin::Statement(from) | Origin::Annotation(from), Target::Node(to))
        | (Origin::Topic(from), Target::Topic(to))
        | (Origin::Term(from), Target::Term(to))
        | (Origin::Guide(from), Target::Guide(to)) => from == to,
        (Origin::Lesson(from), Target::Lesson(to)) => from == to,
        _ => false,
    }
}

/// Resolves what the published words of a node refer to.
pub(super) fn resolve_words(
    site: &Site,
    id: NodeId,
    links: &mut Vec<(Origin, Target)>,
    diagnostics: &mut Tallied,
) {
    let node = &site.nodes[id];
    let events = node.body.iter().chain(&node.closing);
    let outline = Outline::of(events.map(|(event, span)| (event.clone(), span.clone())));
    let prose = Prose::new(&node.place.source, 0..0, Flavor::Normative);
    resolve_one(site, Origin::Statement(id), &prose, "", &outline, links, diagnostics);
}

/// Resolves what a file's Markdown refers to and embeds; gives the embeds with their places.
pub(super) fn resolve_one(
    site: &Site,
    origin: Origin,
    prose: &Prose,
    path: &str,
    outline: &Outline,
    links: &mut Vec<(Origin, Target)>,
    diagnostics: &mut Tallied,
) -> Vec<(Embed, Place)> {
    resolve_links(site, origin, prose, path, outline, links, diagnostics);
    resolve_embeds(site, origin, prose, path, outline, links, diagnostics)
}

/// The same for a text of the YAML: there nothing but statements can be embedded.
pub(super) fn resolve_text(
    site: &Site,
    origin: Origin,
    prose: &Prose,
    path: &str,
    outline: &Outline,
    links: &mut Vec<(Origin, Target)>,
    diagnostics: &mut Tallied,
) {
    resolve_links(site, origin, prose, path, outline, links, diagnostics);
    // Outside of a course's lessons statements are all that can be embedded.
    resolve_embeds(site, origin, prose, "", outline, links, diagnostics);
}

fn resolve_embeds(
    site: &Site,
    origin: Origin,
    prose: &Prose,
    path: &str,
    outline: &Outline,
    links: &mut Vec<(Origin, Target)>,
    diagnostics: &mut Tallied,
) -> Vec<(Embed, Place)> {
    let mut embeds = Vec::new();
    let mut embedded = 0;
    for embed in &outline.embeds {
        let place = prose.place(embed.span.clone());
        let published = matches!(origin, Origin::Statement(_) | Origin::Matter(_));
        let found = if published {
            Err(Problem::EmbedUnsupported { target: embed.target.clone() })
        } else {
            site.embed(&embed.target, path)
        };
        match found {
            Ok(_) if !embed.alone => {
                let problem = Problem::EmbedInSentence { target: embed.target.clone() };
                diagnostics.push(Diagnostic::at(place, problem));
            }
            Ok(found) => {
                match found {
                    Embed::Statement(id) => {
                        let below = site.statements_below(id);
                        embedded += 1 + below.len();
                        if embedded > EMBEDDED {
                            let (what, instead) =
                                ("statements shown whole in this text", "refer to them instead");
                            diagnostics.push(Diagnostic::over_limit(place, EMBEDDED, what, instead));
                            break;
                        }
                        let all = std::iter::once(id).chain(below);
                        links.extend(all.map(|id| (origin, Target::Node(id))));
                    }
                    Embed::Assessment(id) => links.push((origin, Target::Assessment(id))),
                    Embed::Check(..) | Embed::Vignette(..) => {}
                }
                embeds.push((found, place));
            }
            Err(problem) => diagnostics.push(Diagnostic::at(place, problem)),
        }
    }
    embeds
}

fn resolve_links(
    site: &Site,
    origin: Origin,
    prose: &Prose,
    path: &str,
    outline: &Outline,
    links: &mut Vec<(Origin, Target)>,
    diagnostics: &mut Tallied,
) {
    for reference in &outline.references {
        match site.index.resolve_in(&reference.target, path) {
            Ok(found) => links.push((origin, found.target)),
            Err(problem) => {
                diagnostics.push(Diagnostic::at(prose.place(reference.span.clone()), problem));
            }
        }
    }
    if let Some(heading) = outline.headings.get(HEADINGS) {
        let (what, instead) = ("headings in this text", "make several texts of it");
        diagnostics.push(Diagnostic::over_limit(prose.place(heading.span.clone()), HEADINGS, what, instead));
    }
    for span in &outline.mute_images {
        diagnostics.push(Diagnostic::at(prose.place(span.clone()), Problem::ImageWithoutText));
    }
    if !site.config.features.raw_html {
        for span in &outline.html {
            diagnostics.push(Diagnostic::at(prose.place(span.clone()), Problem::RawHtml));
        }
    }
}

/// Terms that the published words use, both ways.
fn find_terms(site: &mut Site) {
    let names = site.terms.iter().enumerate().flat_map(|(id, term)| {
        std::iter::once(term.term.as_str())
            .chain(term.names.iter().map(String::as_str))
            .map(move |name| (name, id))
    });
    let finder = Finder::new(names);
    let found: Vec<Vec<usize>> = site
        .nodes
        .par_iter()
        .map(|node| if node.level == Level::Statement { finder.find(&node.words) } else { Vec::new() })
        .collect();
    for (id, terms) in found.into_iter().enumerate() {
        for term in &terms {
            if site.terms[*term].statements.binary_search(&id).is_err() {
                site.terms[*term].used_in.push(id);
            }
        }
        site.nodes[id].terms = terms;
    }
    for term in 0..site.terms.len() {
        for at in 0..site.terms[term].statements.len() {
            site.nodes[site.terms[term].statements[at]].terms.push(term);
        }
    }
    for node in &mut site.nodes {
        node.terms.sort_unstable();
        node.terms.dedup();
    }
}

/// What is allowed but worth a look. A framework without any annotations, topics or relations is just not
/// annotated yet; one with some of them has gaps.
fn warn(
    site: &Site,
    standards: &[Document<StandardYaml>],
    numbers: &Numbers,
    topics: &[Document<crate::source::front_matter::TopicYaml>],
    terms: &[Document<crate::source::front_matter::TermYaml>],
    diagnostics: &mut Tallied,
) {
    let annotated = site.nodes.iter().any(|node| node.annotation.is_some());
    let related = site.nodes.iter().any(|node| !node.relations.is_empty());
    for (id, node) in site.nodes.iter().enumerate() {
        // Of two with one code the second is no statement of its own.
        if node.level != Level::Statement || site.index.code(&node.code) != Some(id) {
            continue;
        }
        let code = node.code.clone();
        let (document, number) = match numbers.get(&id) {
            Some((document, number)) => (&standards[*document], number.as_str()),
            None => continue,
        };
        let metadata = document.yaml.statements.get(number);
        let number = number.to_owned();
        let place = || match metadata {
            Some(_) => document.yaml_place(&["statements", &number]),
            None => node.place.clone(),
        };
        if annotated && node.is_leaf() && node.annotation.as_ref().is_none_or(|a| a.prompts.count == 0) {
            let place = node.annotation.as_ref().map_or_else(|| node.place.clone(), prompts_place);
            let annotated = node.annotation.is_some();
            diagnostics.push(Diagnostic::at(
                place,
                Problem::StatementWithoutPrompts { code: code.clone(), annotated },
            ));
        }
        // What is written but can't be resolved has been told of.
        let has_topics = metadata.is_some_and(|metadata| !metadata.topics.is_empty());
        if !site.topics.is_empty() && !has_topics {
            let problem = Problem::StatementWithoutTopic { code: code.clone(), number: number.clone() };
            diagnostics.push(Diagnostic::at(place(), problem));
        }
        let has_relations = !node.relations.is_empty() || metadata.is_some_and(|m| !m.related.is_empty());
        if related && node.is_leaf() && !has_relations {
            let problem = Problem::StatementWithoutRelation { code, number: number.clone() };
            diagnostics.push(Diagnostic::at(place(), problem));
        }
    }
    for document in topics {
        let topic = site.index.topic(document.stem()).map(|id| &site.topics[id]);
        if topic.is_some_and(|topic| topic.statements.is_empty()) {
            let problem = Problem::TopicUnused { topic: document.stem().to_owned() };
            diagnostics.push(Diagnostic::at(document.yaml_place(&["title"]), problem));
        }
    }
    for document in terms {
        let term = site.index.terms.get(&normal(&document.yaml.term)).map(|id| &site.terms[*id]);
        if term.is_some_and(|t| t.statements.is_empty() && t.used_in.is_empty() && t.backlinks.is_empty()) {
            let problem = Problem::TermUnused { term: document.yaml.term.clone() };
            diagnostics.push(Diagnostic::at(document.yaml_place(&["term"]), problem));
        }
    }
}

/// Where an annotation's prompts would be: under their heading, or at its beginning.
fn prompts_place(annotation: &Annotation) -> Place {
    let text = annotation.prose.text();
    let heading = annotation.headings.iter().find(|heading| heading.id == "prompts");
    let span = heading.map_or_else(
        || 0..text.find('\n').unwrap_or(text.len()),
        |heading| {
            heading.span.start
                ..heading.span.start + annotation.prose.source.text[heading.span.clone()].trim_end().len()
        },
    );
    annotation.prose.place(span)
}
