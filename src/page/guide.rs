//! Guides for readers.

use super::Maker;
use super::context::{GuidePage, Guides, Link};
use super::prose::Text;
use crate::model::GuideId;

impl Maker<'_> {
    pub(super) fn guides(&self) -> Guides {
        Guides { guides: (0..self.site.guides.len()).map(|id| self.guide(id)).collect() }
    }

    pub(super) fn guide_page(&self, id: GuideId) -> GuidePage {
        let guide = &self.site.guides[id];
        let text = Text { prose: &guide.prose, path: &guide.path, headings: &guide.headings, shift: 0 };
        let named = self.guide(id);
        GuidePage {
            html: self.prose.whole(text),
            contents: guide
                .headings
                .iter()
                .filter(|heading| heading.level == 2)
                .map(|h| Link { title: h.text.clone(), address: format!("{}#{}", named.address, h.id) })
                .collect(),
            guide: named,
            previous: id.checked_sub(1).map(|id| self.guide(id)),
            next: (id + 1 < self.site.guides.len()).then(|| self.guide(id + 1)),
        }
    }
}
