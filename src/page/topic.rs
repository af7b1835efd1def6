//! Topics: themes that run through the phases.

use super::Maker;
use super::context::{TopicCount, TopicPage, TopicRow, Topics};
use super::prose::Text;
use crate::model::{Level, Target, TopicId};

impl Maker<'_> {
    pub(super) fn topics(&self) -> Topics {
        let topics = self.site.topics.iter().enumerate().map(|(id, topic)| TopicRow {
            topic: TopicCount { topic: self.topic(id), count: topic.statements.len() },
            by_section: self.by_section(&topic.statements).into_iter().map(|section| section.count).collect(),
        });
        Topics {
            topics: topics.collect(),
            sections: self.site.level(Level::Section).map(|id| self.node_link(id)).collect(),
        }
    }

    pub(super) fn topic_page(&self, id: TopicId) -> TopicPage {
        let topic = &self.site.topics[id];
        let text = Text { prose: &topic.prose, path: &topic.path, headings: &topic.headings, shift: 0 };
        let own = self.topic(id).id;
        TopicPage {
            topic: self.topic(id),
            html: self.prose.whole(text),
            groups: self.grouped(&topic.statements),
            by_section: self.by_section(&topic.statements),
            neighbors: self
                .topic_counts(&topic.statements)
                .into_iter()
                .filter(|neighbor| neighbor.topic.id != own)
                .take(8)
                .collect(),
            backlinks: self.backlinks(Target::Topic(id)),
        }
    }
}
