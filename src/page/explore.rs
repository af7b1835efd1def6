//! Explore: the filters. The statements themselves come from the search index.

use super::Maker;
use super::context::{Explore, KindInfo, SectionCount};
use crate::model::{Level, NodeId};

impl Maker<'_> {
    pub(super) fn explore(&self) -> Explore {
        let statements: Vec<NodeId> = self.site.level(Level::Statement).collect();
        let kinds = self.site.framework.kinds.iter().enumerate().map(|(id, kind)| KindInfo {
            id: kind.id.clone(),
            title: kind.title.clone(),
            count: statements.iter().filter(|node| self.site.nodes[**node].kind == Some(id)).count(),
        });
        let sections = self.site.level(Level::Section).map(|id| SectionCount {
            section: self.node_link(id),
            count: self.site.statements_below(id).len(),
        });
        let topics = self.topics_in_order(&statements);
        Explore { sections: sections.collect(), kinds: kinds.collect(), topics }
    }
}
