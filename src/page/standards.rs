//! The standards as a document: overview, sections, parts, print views.

use super::Maker;
use super::context::{
    Html, Matter, NodeLink, OutlineLine, Part, PartOutline, Print, PrintSection, Section, Shared, Standards,
};
use super::plan::print_address;
use super::prose::Text;
use crate::model::{Level, NodeId, Site, Target};

/// The parts below a section, those under other parts too, in document order.
pub(super) fn parts_below(site: &Site, id: NodeId) -> Vec<NodeId> {
    let mut below = Vec::new();
    let mut open = vec![id];
    while let Some(at) = open.pop() {
        let children = site.nodes[at].children.iter().rev();
        open.extend(children.filter(|child| site.nodes[**child].level == Level::Part));
        if at != id {
            below.push(at);
        }
    }
    below
}

/// Whether a section has statements and no parts: its page is then that of a part, with the statements in full.
pub(super) fn is_its_own_part(site: &Site, id: NodeId) -> bool {
    let children = &site.nodes[id].children;
    !children.is_empty() && children.iter().all(|child| site.nodes[*child].level == Level::Statement)
}

/// Sections, parts and statements that have a place of their own on the page of `id`, named by their code.
pub(super) fn nodes_on_page(site: &Site, id: NodeId) -> Vec<NodeId> {
    match site.nodes[id].level {
        Level::Section if !is_its_own_part(site, id) => {
            let own =
                site.statements_below(id).into_iter().filter(|statement| site.part_of(*statement) == id);
            own.chain(parts_below(site, id)).collect()
        }
        Level::Section | Level::Part | Level::Statement => site.statements_below(id),
    }
}

/// Whether `node` is one of the [`nodes_on_page`] of `id`.
pub(super) fn is_on_page(site: &Site, node: NodeId, id: NodeId) -> bool {
    let level = |node: NodeId| site.nodes[node].level;
    let above = |node: NodeId| std::iter::successors(site.nodes[node].parent, |at| site.nodes[*at].parent);
    match (level(id), level(node)) {
        (Level::Section, Level::Statement) if !is_its_own_part(site, id) => site.part_of(node) == id,
        (Level::Section, Level::Part) => above(node).find(|at| level(*at) != Level::Part) == Some(id),
        (_, Level::Statement) => above(node).any(|at| at == id),
        _ => false,
    }
}

/// The most that the print view of the whole document holds, in bytes. Of a longer one, each section has its own.
const MOST_PRINTED: usize = 400_000;

/// Bytes of markup that a statement comes with, roughly.
const MARKUP: usize = 250;

/// Whether the whole document is too long for one page.
fn is_long(site: &Site) -> bool {
    site.nodes.iter().map(|node| node.words.len() + MARKUP).sum::<usize>() > MOST_PRINTED
}

impl Maker<'_> {
    pub(super) fn standards(&self) -> Standards {
        Standards {
            front: self.matter(false),
            sections: self.site.level(Level::Section).map(|id| self.section_on_map(id)).collect(),
            back: self.matter(true),
        }
    }

    fn matter(&self, back: bool) -> Vec<Matter> {
        let matter = self.site.matter.iter().filter(|matter| matter.back == back);
        matter
            .map(|matter| {
                let text =
                    Text { prose: &matter.prose, path: &matter.path, headings: &matter.headings, shift: 2 };
                Matter { id: matter.id.clone(), title: matter.title.clone(), html: self.prose.whole(text) }
            })
            .collect()
    }

    pub(super) fn section(&self, id: NodeId) -> Section {
        let node = &self.site.nodes[id];
        let statements = self.site.statements_below(id);
        // Statements directly under the section are outlined as if the section were a part of its own.
        let direct = self.statement_children(id).next().is_some();
        let parts: Vec<NodeId> = direct.then_some(id).into_iter().chain(parts_below(self.site, id)).collect();
        let (previous, next) = self.neighbors(id, Level::Section);
        Section {
            section: self.node_link(id),
            html: format!("{}{}", self.published(id, &node.body), self.published(id, &node.closing)).into(),
            parts: parts.into_iter().map(|part| self.part_outline(part)).collect(),
            topics: self.topic_counts(&statements),
            previous,
            next,
        }
    }

    fn part_outline(&self, part: NodeId) -> PartOutline {
        let mut statements = Vec::new();
        let mut open: Vec<(NodeId, usize)> = self.statement_children(part).map(|id| (id, 0)).rev().collect();
        while let Some((id, depth)) = open.pop() {
            statements.push(OutlineLine { link: self.node_link(id), depth });
            open.extend(self.site.nodes[id].children.iter().rev().map(|child| (*child, depth + 1)));
        }
        PartOutline { part: self.node_link(part), statements }
    }

    fn statement_children(&self, id: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + '_ {
        let children = self.site.nodes[id].children.iter().copied();
        children.filter(|child| self.site.nodes[*child].level == Level::Statement)
    }

    pub(super) fn part(&self, id: NodeId) -> Part {
        let node = &self.site.nodes[id];
        let (previous, next) = self.neighbors(id, node.level);
        Part {
            part: self.link(id),
            section: self.link(self.site.section_of(id)),
            html: self.published(id, &node.body),
            closing_html: self.published(id, &node.closing),
            statements: self.statement_children(id).map(|child| self.statement(child)).collect(),
            backlinks: self.backlinks(Target::Node(id)),
            previous,
            next,
        }
    }

    /// The nodes of the same level before and after, in document order.
    pub(super) fn neighbors(
        &self,
        id: NodeId,
        level: Level,
    ) -> (Option<Shared<NodeLink>>, Option<Shared<NodeLink>>) {
        let is = |at: &NodeId| self.site.nodes[*at].level == level;
        let previous = (0..id).rev().find(is);
        let next = (id + 1..self.site.nodes.len()).find(is);
        (previous.map(|id| self.link(id)), next.map(|id| self.link(id)))
    }

    pub(super) fn print(&self, only: Option<NodeId>) -> Print {
        let sections: Vec<NodeId> = match only {
            Some(id) => vec![id],
            None => self.site.level(Level::Section).collect(),
        };
        let elsewhere = only.is_none() && is_long(self.site);
        let sections = sections
            .into_iter()
            .map(|id| {
                let node = &self.site.nodes[id];
                if elsewhere {
                    let (section, html, parts) = (self.node_link(id), Html::default(), Vec::new());
                    return PrintSection { section, html, parts, print: Some(print_address(self.site, id)) };
                }
                let mut parts: Vec<Part> = Vec::new();
                if self.statement_children(id).next().is_some() {
                    // The section's own introduction is printed above; its statements follow as a part.
                    parts.push(Part { html: Html::default(), ..self.part(id) });
                }
                parts.extend(parts_below(self.site, id).into_iter().map(|part| self.part(part)));
                let (section, html) = (self.node_link(id), self.published(id, &node.body));
                PrintSection { section, html, parts, print: None }
            })
            .collect();
        let (front, back) =
            if only.is_none() { (self.matter(false), self.matter(true)) } else { (Vec::new(), Vec::new()) };
        Print { front, sections, back }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{is_on_page, nodes_on_page};

    #[test]
    fn what_is_on_a_page_is_known_without_a_list() {
        for content in ["content", "tests/fixtures/small/content"] {
            let (site, _) = crate::build::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(content));
            let site = site.expect("a site");
            for page in 0..site.nodes.len() {
                let listed = nodes_on_page(&site, page);
                for node in 0..site.nodes.len() {
                    assert_eq!(is_on_page(&site, node, page), listed.contains(&node), "{node} on {page}");
                }
            }
        }
    }
}
