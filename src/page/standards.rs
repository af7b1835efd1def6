//! The standards as a document: overview, sections, parts, print views.

use super::Maker;
use super::context::{
    Matter, NodeLink, OutlineLine, Part, PartOutline, Print, PrintSection, Section, Shared, Standards,
};
use super::prose::Text;
use crate::model::{Level, NodeId};

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
        let parts =
            node.children.iter().filter(|child| self.site.nodes[**child].level == Level::Part).copied();
        let direct = node.children.iter().any(|child| self.site.nodes[*child].level == Level::Statement);
        let parts: Vec<NodeId> = direct.then_some(id).into_iter().chain(parts).collect();
        let (previous, next) = self.neighbors(id, Level::Section);
        Section {
            section: self.node_link(id),
            html: self.published(id, &node.body) + &self.published(id, &node.closing),
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
        let (previous, next) = self.neighbors(id, Level::Part);
        Part {
            part: self.link(id),
            section: self.link(self.site.section_of(id)),
            html: self.published(id, &node.body),
            closing_html: self.published(id, &node.closing),
            statements: self.statement_children(id).map(|child| self.statement(child)).collect(),
            backlinks: self.backlinks(&node.backlinks),
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
        let sections = sections
            .into_iter()
            .map(|id| {
                let node = &self.site.nodes[id];
                let mut parts: Vec<Part> = Vec::new();
                if self.statement_children(id).next().is_some() {
                    // The section's own introduction is printed above; its statements follow as a part.
                    parts.push(Part { html: String::new(), ..self.part(id) });
                }
                let below =
                    node.children.iter().filter(|child| self.site.nodes[**child].level == Level::Part);
                parts.extend(below.map(|child| self.part(*child)));
                PrintSection { section: self.node_link(id), html: self.published(id, &node.body), parts }
            })
            .collect();
        let (front, back) =
            if only.is_none() { (self.matter(false), self.matter(true)) } else { (Vec::new(), Vec::new()) };
        Print { front, sections, back }
    }
}
