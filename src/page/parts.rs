//! The small contexts that many pages share.

use std::collections::HashMap;

use super::Maker;
use super::context::{
    BacklinkGroup, Counts, Html, Named, NodeLink, SectionCount, SectionOnMap, Statement, StatementGroup,
    TopicCount,
};
use super::preview::shorten;
use crate::model::{
    AssessmentId, CourseId, LessonId, Level, NodeId, Origin, Target, TermId, TopicId, first_words,
};
use crate::source::front_matter::MapPlace;
use crate::source::markdown::Spanned;

impl Maker<'_> {
    /// A section, part or statement as a line.
    pub(super) fn node_link(&self, id: NodeId) -> NodeLink {
        let node = &self.site.nodes[id];
        NodeLink {
            code: node.code.clone(),
            title: node.label.clone(),
            short_title: node.short_title.as_ref().unwrap_or(&node.label).clone(),
            address: self.addresses.node(id).to_owned(),
        }
    }

    /// Published words as HTML.
    pub(super) fn published(&self, id: NodeId, events: &[Spanned]) -> Html {
        self.prose.words(id, events)
    }

    /// A statement with its words, and those under it.
    pub(super) fn whole_statement(&self, id: NodeId) -> Statement {
        let node = &self.site.nodes[id];
        let html = self.published(id, &node.body);
        Statement {
            code: node.code.clone(),
            title: node.label.clone(),
            address: self.addresses.node(id).to_owned(),
            kind_title: node.kind.map(|kind| self.site.framework.kinds[kind].title.clone()),
            line_html: self.prose.line(id, &html),
            html,
            section: self.link(self.site.section_of(id)),
            children: node.children.iter().map(|child| self.statement(*child)).collect(),
            topics: node.topics.iter().map(|topic| self.topic_chip(*topic)).collect(),
            prompt_count: self.site.prompt_count(id),
        }
    }

    /// A topic as a chip.
    pub(super) fn topic(&self, id: TopicId) -> Named {
        let topic = &self.site.topics[id];
        Named {
            id: topic.id.clone(),
            title: topic.title.clone(),
            address: super::address::topic(&topic.id),
            summary: topic.summary.clone(),
        }
    }

    /// A term as a line.
    pub(super) fn term(&self, id: TermId) -> Named {
        let term = &self.site.terms[id];
        Named {
            id: term.id.clone(),
            title: term.term.clone(),
            address: super::address::term(&term.id),
            summary: shorten(&term.summary),
        }
    }

    /// A guide as a line.
    pub(super) fn guide(&self, id: usize) -> Named {
        let guide = &self.site.guides[id];
        Named {
            id: guide.id.clone(),
            title: guide.title.clone(),
            address: self.addresses.of(self.site, Target::Guide(id)),
            summary: guide.summary.clone(),
        }
    }

    /// An assessment as a line.
    pub(super) fn assessment(&self, id: AssessmentId) -> Named {
        let assessment = &self.site.assessments[id];
        Named {
            id: assessment.id.clone(),
            title: assessment.title.clone(),
            address: super::address::assessment(&assessment.id),
            summary: assessment.summary.clone(),
        }
    }

    /// A course as a line.
    pub(super) fn course(&self, id: CourseId) -> Named {
        let course = &self.site.courses[id];
        Named {
            id: course.id.clone(),
            title: course.title.clone(),
            address: super::address::course(&course.id, "index"),
            summary: course.summary.clone(),
        }
    }

    /// A lesson as a line.
    pub(super) fn lesson(&self, id: LessonId) -> Named {
        let lesson = self.site.lesson(id);
        Named {
            id: lesson.id.clone(),
            title: lesson.title.clone(),
            address: super::address::lesson(self.site, id, ""),
            summary: lesson.summary.clone(),
        }
    }

    /// What refers to something, by the kind of thing that does, each page once.
    pub(super) fn backlinks(&self, target: Target) -> Vec<BacklinkGroup> {
        self.grouped_origins(self.site.backlinks(target, &self.prose.reader))
    }

    /// Things that refer, by their kind, each page once.
    pub(super) fn grouped_origins(&self, origins: &[Origin]) -> Vec<BacklinkGroup> {
        let mut groups: Vec<(&str, String)> = Vec::new();
        for origin in origins {
            let (kind, target) = match *origin {
                Origin::Statement(id) => ("statement", Target::Node(id)),
                Origin::Annotation(id) => ("annotation", Target::Node(id)),
                Origin::Topic(id) => ("topic", Target::Topic(id)),
                Origin::Term(id) => ("term", Target::Term(id)),
                Origin::Guide(id) => ("guide", Target::Guide(id)),
                Origin::Assessment(id) => ("assessment", Target::Assessment(id)),
                Origin::Matter(id) => ("statement", Target::Matter(id)),
                Origin::Course(id) => ("course", Target::Course(id)),
                Origin::Lesson(id) => ("lesson", Target::Lesson(id)),
            };
            let at = groups.iter().position(|(of, _)| *of == kind).unwrap_or_else(|| {
                groups.push((kind, String::new()));
                groups.len() - 1
            });
            self.prose.push_link(&mut groups[at].1, target);
        }
        groups.into_iter().map(|(kind, links)| BacklinkGroup { kind, links_html: links.into() }).collect()
    }

    /// A section as a place on the map.
    pub(super) fn section_on_map(&self, id: NodeId) -> SectionOnMap {
        let node = &self.site.nodes[id];
        let parts = super::standards::parts_below(self.site, id);
        SectionOnMap {
            link: self.node_link(id),
            place: match node.map {
                MapPlace::Path => "path",
                MapPlace::Foundation => "foundation",
                MapPlace::Frame => "frame",
            },
            parts: parts.into_iter().map(|part| self.node_link(part)).collect(),
            statements: self.site.statements_below(id).len(),
            summary: first_words(&node.words, 200),
        }
    }

    /// How many of `statements` stand in each section, in the sections' order, sections without any too.
    pub(super) fn by_section(&self, statements: &[NodeId]) -> Vec<SectionCount> {
        let mut counts: HashMap<NodeId, usize> = HashMap::new();
        for id in statements {
            *counts.entry(self.site.section_of(*id)).or_default() += 1;
        }
        let count = |section| counts.get(&section).copied().unwrap_or_default();
        let sections = self.site.level(Level::Section);
        sections.map(|id| SectionCount { section: self.node_link(id), count: count(id) }).collect()
    }

    /// Statements grouped by section, sections without any left out.
    pub(super) fn grouped(&self, statements: &[NodeId]) -> Vec<StatementGroup> {
        let mut groups: Vec<(NodeId, StatementGroup)> = Vec::new();
        for id in statements {
            let section = self.site.section_of(*id);
            let statement = self.statement(*id);
            match groups.last_mut() {
                Some((last, group)) if *last == section => group.statements.push(statement),
                _ => groups.push((
                    section,
                    StatementGroup { section: self.node_link(section), statements: vec![statement] },
                )),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// Topics of these statements with how many have each, most first.
    pub(super) fn topic_counts(&self, statements: &[NodeId]) -> Vec<TopicCount> {
        let mut counted = self.topics_in_order(statements);
        counted.sort_by_key(|topic| std::cmp::Reverse(topic.count));
        counted
    }

    /// The same in the order of their titles.
    pub(super) fn topics_in_order(&self, statements: &[NodeId]) -> Vec<TopicCount> {
        let mut counts = vec![0_usize; self.site.topics.len()];
        for topic in statements.iter().flat_map(|id| &self.site.nodes[*id].topics) {
            counts[*topic] += 1;
        }
        let counted = counts.into_iter().enumerate().filter(|(_, n)| *n > 0);
        counted.map(|(topic, count)| TopicCount { topic: self.topic(topic), count }).collect()
    }

    /// Totals.
    pub(super) fn counts(&self) -> Counts {
        let nodes = &self.site.nodes;
        Counts {
            sections: self.site.level(Level::Section).count(),
            parts: self.site.level(Level::Part).count(),
            statements: self.site.level(Level::Statement).count(),
            leaves: nodes.iter().filter(|node| node.is_leaf()).count(),
            topics: self.site.topics.len(),
            terms: self.site.terms.len(),
            prompts: (0..nodes.len()).map(|id| self.site.prompt_count(id)).sum(),
            guides: self.site.guides.len(),
            assessments: self.site.assessments.len(),
            // Every relation stands on both of its ends.
            relations: nodes.iter().map(|node| node.relations.len()).sum::<usize>() / 2,
        }
    }
}
