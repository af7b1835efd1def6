//! The page of one statement.

use super::Maker;
use super::about::citation_in_text;
use super::context::{Html, RelationGroup, StatementPage, TaughtIn};
use super::prose::Text;
use crate::model::{Level, NodeId, Origin, RelationKind, Target};

impl Maker<'_> {
    pub(super) fn statement_page(&self, id: NodeId) -> StatementPage {
        let node = &self.site.nodes[id];
        let (previous, next) = self.neighbors(id, Level::Statement);
        let group = node.parent.filter(|parent| self.site.nodes[*parent].level == Level::Statement);
        StatementPage {
            statement: self.statement(id),
            part: self.link(self.site.part_of(id)),
            group: group.map(|group| self.statement(group)),
            keywords: node.keywords.clone(),
            terms_html: node.terms.iter().map(|term| self.prose.reference_to(Target::Term(*term))).collect(),
            prompts_html: self.prompts(id),
            notes_html: self.notes(id),
            relations: self.relations(id),
            backlinks: self.grouped_origins(&self.not_taught(id)),
            assessments: node.assessments.iter().map(|id| self.assessment(*id)).collect(),
            taught_in: self.taught_in(id),
            citation: self.citation(),
            citation_in_text: citation_in_text(
                &self.site.framework,
                self.theme,
                &self.site.in_own_direction(&node.code),
            ),
            previous,
            next,
        }
    }

    /// Notes and examples, headings from `h3` down.
    pub(super) fn notes(&self, id: NodeId) -> Html {
        let Some(annotation) = self.site.annotation(id, &self.prose.reader) else { return Html::default() };
        let text = Text {
            prose: &annotation.prose,
            path: &annotation.path,
            headings: &annotation.headings,
            shift: 1,
        };
        self.prose.stretches(text, &annotation.notes)
    }

    /// The lessons that teach it, those of one course together.
    fn taught_in(&self, id: NodeId) -> Vec<TaughtIn> {
        let lessons = &self.site.nodes[id].taught_in;
        let courses = lessons.chunk_by(|a, b| a.course == b.course).map(|lessons| TaughtIn {
            course: self.course(lessons[0].course),
            lessons: lessons.iter().map(|lesson| self.lesson(*lesson)).collect(),
        });
        courses.collect()
    }

    /// Where it is referred to, without the lessons that teach it.
    fn not_taught(&self, id: NodeId) -> Vec<Origin> {
        let node = &self.site.nodes[id];
        let teaches =
            |origin: &Origin| matches!(origin, Origin::Lesson(lesson) if node.taught_in.contains(lesson));
        let backlinks = self.site.backlinks(Target::Node(id), &self.prose.reader);
        backlinks.iter().filter(|origin| !teaches(origin)).copied().collect()
    }

    /// Reflection prompts, each as HTML without a paragraph around it.
    pub(super) fn prompts(&self, id: NodeId) -> Vec<Html> {
        let Some(annotation) = self.site.annotation(id, &self.prose.reader) else { return Vec::new() };
        let text = Text {
            prose: &annotation.prose,
            path: &annotation.path,
            headings: &annotation.headings,
            shift: 1,
        };
        let prompts = annotation.prompts.of(&annotation.prose).into_iter();
        prompts.map(|prompt| self.prose.spanned(text, prompt.into_iter())).collect()
    }

    fn relations(&self, id: NodeId) -> Vec<RelationGroup> {
        let groups = [
            ("rests-on", RelationKind::Supports, Some(false)),
            ("supports", RelationKind::Supports, Some(true)),
            ("continues", RelationKind::Continues, Some(true)),
            ("continued-by", RelationKind::Continues, Some(false)),
            ("see-also", RelationKind::SeeAlso, None),
        ];
        groups
            .into_iter()
            .map(|(name, kind, outgoing)| {
                let related = self.site.nodes[id].relations.iter();
                let mut others: Vec<NodeId> = related
                    .filter(|r| r.kind == kind && outgoing.is_none_or(|outgoing| r.outgoing == outgoing))
                    .map(|r| r.other)
                    .collect();
                others.sort_unstable();
                let statements = others.into_iter().map(|other| self.statement(other)).collect();
                RelationGroup { kind: name, statements }
            })
            .filter(|group: &RelationGroup| !group.statements.is_empty())
            .collect()
    }
}
