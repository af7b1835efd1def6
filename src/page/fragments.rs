//! HTML of single texts, without a page around it, for exports. Links lead to pages of the site, from its root.

use super::context::{CoursePage, Html, LessonPage};
use super::prose::Text;
use super::{Maker, Plan};
use crate::budget::Budget;
use crate::model::{CourseId, LessonId, NodeId, Target};
use crate::source::markdown::Heading;
use crate::source::markdown::Prose;

/// Makes HTML of single texts.
pub struct Fragments<'p> {
    maker: Maker<'p>,
}

impl Plan<'_> {
    /// For texts on their own, as long as there is room for them; then they are empty.
    pub(crate) fn fragments<'p>(&'p self, room: &'p Budget) -> Fragments<'p> {
        Fragments { maker: self.maker(None, "", room) }
    }
}

impl Fragments<'_> {
    /// The published words of a section, part or statement, without those under it.
    pub fn words(&self, id: NodeId) -> Html {
        self.maker.published(id, &self.maker.site.nodes[id].body)
    }

    /// The published words after a part's list.
    pub fn closing(&self, id: NodeId) -> Html {
        self.maker.published(id, &self.maker.site.nodes[id].closing)
    }

    /// Reflection prompts on a statement, each without a paragraph around it.
    pub fn prompts(&self, id: NodeId) -> Vec<Html> {
        self.maker.prompts(id)
    }

    /// Notes on a statement, headings from `h3` down.
    pub fn notes(&self, id: NodeId) -> Html {
        self.maker.notes(id)
    }

    /// The introduction of a topic, the definition of a term, a guide, the text of a lesson without its checks, or a
    /// text around the sections. Headings are
    /// moved down by `shift`.
    pub fn whole(&self, target: Target, shift: u8) -> Html {
        let site = self.maker.site;
        let of = |prose: &Prose, path: &str, headings: &[Heading]| {
            self.maker.prose.whole(Text { prose, path, headings, shift })
        };
        match target {
            Target::Topic(id) => of(&site.topics[id].prose, &site.topics[id].path, &site.topics[id].headings),
            Target::Term(id) => of(&site.terms[id].prose, &site.terms[id].path, &site.terms[id].headings),
            Target::Guide(id) => of(&site.guides[id].prose, &site.guides[id].path, &site.guides[id].headings),
            Target::Matter(id) => {
                of(&site.matter[id].prose, &site.matter[id].path, &site.matter[id].headings)
            }
            Target::Assessment(id) => {
                let assessment = &site.assessments[id];
                of(&assessment.prose, &assessment.path, &assessment.headings)
            }
            Target::Course(id) => {
                let course = &site.courses[id];
                of(&course.prose, &course.path, &course.headings)
            }
            Target::Lesson(id) => {
                let lesson = site.lesson(id);
                of(&lesson.prose, &lesson.path, &lesson.headings)
            }
            Target::Node(id) => self.words(id),
        }
    }

    /// All that a course's page shows.
    pub fn course(&self, id: CourseId) -> CoursePage {
        self.maker.course_page(id)
    }

    /// All that a lesson's page shows, its checks and vignettes too.
    pub fn lesson(&self, id: LessonId) -> LessonPage {
        self.maker.lesson_page(id)
    }

    /// The address of something's page.
    pub fn address(&self, target: Target) -> String {
        self.maker.addresses.of(self.maker.site, target)
    }
}

#[cfg(test)]
mod tests {
    use crate::budget::Budget;
    use crate::build::tests::bundled;
    use crate::page::Plan;

    #[test]
    fn without_room_texts_are_empty() {
        let (_, site, theme) = bundled();
        let plan = Plan::new(&site, &theme, &mut Vec::new());
        let room = Budget::new(1);
        let fragments = plan.fragments(&room);
        let statement = site.index.code("II.A.6").expect("a statement");
        // What takes the last of it is whole.
        assert!(fragments.words(statement).contains("clarify"), "{}", fragments.words(statement));
        assert!(room.is_overdrawn());
        assert_eq!(&*fragments.words(statement), "");
    }
}
