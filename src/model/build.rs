//! The steps from documents to the site: nodes, names, relations, references.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::assessment;
use super::counts::too_many;
use super::course;
use super::frame::{Frame, Numbers, is_matter};
use super::metadata::apply_metadata;
use super::reference::normal;
use super::resolve::resolve_references;
use super::terms::Finder;
use super::{Annotation, Guide, Index, LessonId, Level, Matter, Node, NodeId, Site, Target, Term, Topic};
use crate::diagnostic::{Diagnostic, Place, Problem, Proposals, Tallied, listed};
use crate::language::{Language, Languages};
use crate::source::front_matter::{FrameworkYaml, StandardYaml, StatementYaml};
use crate::source::limits::NAME_LETTERS;
use crate::source::markdown::{Outline, Prompts};
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
        languages: Languages::of(&config.language, framework_yaml.language.as_deref()),
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
    if Language::of(&site.yaml.language).is_none() {
        let value = site.yaml.language.clone();
        diagnostics.push(Diagnostic::at(site.yaml_place(&["language"]), Problem::BadLanguage { value }));
    }
    if let Some(tag) = &framework.yaml.language
        && Language::of(tag).is_none()
    {
        let place = framework.yaml_place(&["language"]);
        diagnostics.push(Diagnostic::at(place, Problem::BadLanguage { value: tag.clone() }));
    }
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
    let order = site.languages.site.order();
    site.topics.sort_by(|a, b| order(&a.title, &b.title).then_with(|| a.id.cmp(&b.id)));
    site.index.topics = site.topics.iter().enumerate().map(|(id, topic)| (topic.id.clone(), id)).collect();
}

fn add_terms(
    site: &mut Site,
    documents: &[Document<crate::source::front_matter::TermYaml>],
    diagnostics: &mut Tallied,
) {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    let by_name = site.languages.site.order();
    order.sort_by(|a, b| {
        let (a, b) = (&documents[*a], &documents[*b]);
        by_name(&a.yaml.term, &b.yaml.term).then_with(|| a.path.cmp(&b.path))
    });
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

/// Outlines of the annotations, by node, kept for resolving.
pub(super) type Outlines = Vec<(NodeId, Outline)>;

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
    // Whether one has prompts, topics and relations; nothing where it needs none.
    let has = |node: &Node, metadata: Option<&StatementYaml>| {
        // What is written but can't be resolved has been told of.
        let topics = metadata.is_some_and(|metadata| !metadata.topics.is_empty());
        let relations = !node.relations.is_empty() || metadata.is_some_and(|m| !m.related.is_empty());
        let prompts = node.annotation.as_ref().is_some_and(|annotation| annotation.prompts.count > 0);
        [
            (annotated && node.is_leaf()).then_some(prompts),
            (!site.topics.is_empty()).then_some(topics),
            (related && node.is_leaf()).then_some(relations),
        ]
    };
    // The statements, with the files they stand in, their numbers and metadata there, and what they have.
    let statements = site.nodes.iter().enumerate().filter_map(|(id, node)| {
        // Of two with one code the second is no statement of its own.
        if node.level != Level::Statement || site.index.code(&node.code) != Some(id) {
            return None;
        }
        let (file, number) = numbers.get(&id)?;
        let metadata = standards[*file].yaml.statements.get(number);
        Some((node, *file, number, metadata, has(node, metadata)))
    });
    let statements: Vec<_> = statements.collect();
    let mut gaps = vec![[Gap::default(); 3]; standards.len()];
    for (_, file, _, _, has) in &statements {
        for (gap, has) in gaps[*file].iter_mut().zip(has) {
            gap.count(*has);
        }
    }
    for (node, file, number, metadata, has) in statements {
        let place = || match metadata {
            Some(_) => standards[file].yaml_place(&["statements", number]),
            None => node.place.clone(),
        };
        let [prompts, topics, relations] = std::array::from_fn(|which| gaps[file][which].tell(has[which]));
        let (code, number) = (|| node.code.clone(), || number.clone());
        if let (true, many) = prompts {
            let place = node.annotation.as_ref().map_or_else(|| node.place.clone(), prompts_place);
            let annotated = node.annotation.is_some();
            let problem = Problem::StatementWithoutPrompts { code: code(), annotated, many };
            diagnostics.push(Diagnostic::at(place, problem));
        }
        if let (true, many) = topics {
            let problem = Problem::StatementWithoutTopic { code: code(), number: number(), many };
            diagnostics.push(Diagnostic::at(place(), problem));
        }
        if let (true, many) = relations {
            let problem = Problem::StatementWithoutRelation { code: code(), number: number(), many };
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

/// How many statements of a file have something that others have, and how many lack it.
#[derive(Clone, Copy, Default)]
struct Gap {
    have: usize,
    lack: usize,
    is_told: bool,
}

impl Gap {
    /// Of fewer that lack it each is told.
    const MANY: usize = 5;

    fn count(&mut self, has: Option<bool>) {
        self.have += usize::from(has == Some(true));
        self.lack += usize::from(has == Some(false));
    }

    /// Whether a statement that has it or not is to be told of. Where most lack it only the first is, with their number
    /// and that of all.
    fn tell(&mut self, has: Option<bool>) -> (bool, Option<(usize, usize)>) {
        if has != Some(false) {
            return (false, None);
        }
        let many =
            (self.lack >= Self::MANY && self.lack > self.have).then_some((self.lack, self.lack + self.have));
        let is_first = !std::mem::replace(&mut self.is_told, true);
        (is_first || many.is_none(), many)
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
