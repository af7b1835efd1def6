//! The home page.

use super::Maker;
use super::context::Home;
use crate::model::Level;

impl Maker<'_> {
    pub(super) fn home(&self) -> Home {
        Home {
            sections: self.site.level(Level::Section).map(|id| self.section_on_map(id)).collect(),
            counts: self.counts(),
            guides: (0..self.site.guides.len()).map(|id| self.guide(id)).collect(),
            topics: (0..self.site.topics.len()).map(|id| self.topic(id)).collect(),
        }
    }
}
