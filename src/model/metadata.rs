//! What the metadata of statements says: topics, keywords, relations, and what they supersede.

use std::collections::{HashMap, HashSet};

use super::build::{CIRCLES, unknown_code};
use super::frame::{Numbers, is_matter};
use super::{NodeId, Relation, RelationKind, Site};
use crate::diagnostic::{Diagnostic, Place, Problem, Tallied};
use crate::source::Document;
use crate::source::front_matter::{StandardYaml, StatementYaml};
use crate::source::limits::TOPICS_EACH;

/// Topics, keywords and relations of the statements.
pub(super) fn apply_metadata(
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
pub(super) fn add_topics_of(
    site: &mut Site,
    node: NodeId,
    topics: &[String],
    document: &Document<StandardYaml>,
    way: &[&str],
    diagnostics: &mut Tallied,
) {
    let place = |index: usize| document.yaml_place(&[way, &["topics", &index.to_string()]].concat());
    for (index, topic) in topics.iter().enumerate() {
        match site.index.topic(topic) {
            Some(id) if site.nodes[node].topics.contains(&id) => {}
            Some(_) if site.nodes[node].topics.len() == TOPICS_EACH => {
                let (what, instead) = ("topics of this statement", "leave out those it has least to do with");
                diagnostics.push(Diagnostic::over_limit(place(index), TOPICS_EACH, what, instead));
                return;
            }
            Some(id) => {
                site.nodes[node].topics.push(id);
                site.topics[id].statements.push(node);
            }
            None => {
                let nearest = site.index.nearest_topic(topic);
                let problem = Problem::UnknownTopic { topic: topic.clone(), nearest };
                diagnostics.push(Diagnostic::at(place(index), problem));
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
