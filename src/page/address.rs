//! Where every page lies.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::model::{LessonId, NodeId, Site, Target};
use crate::names::beside_device;

/// Root-relative addresses of everything that has a page. Made once; pages are linked often.
#[derive(Debug)]
pub struct Addresses {
    nodes: Vec<String>,
    /// What has its page where; made when it is first asked for.
    targets: OnceLock<HashMap<String, Target>>,
}

impl Addresses {
    /// Addresses for this site.
    pub fn new(site: &Site) -> Self {
        Self { nodes: site.nodes.iter().map(|this| node(&this.code)).collect(), targets: OnceLock::new() }
    }

    /// The page of a section, part or statement.
    pub fn node(&self, id: NodeId) -> &str {
        &self.nodes[id]
    }

    /// What has its page at this address, if it is something of the model.
    pub fn target(&self, site: &Site, address: &str) -> Option<Target> {
        let all = || {
            let nodes = (0..self.nodes.len()).map(Target::Node);
            let topics = (0..site.topics.len()).map(Target::Topic);
            let terms = (0..site.terms.len()).map(Target::Term);
            let guides = (0..site.guides.len()).map(Target::Guide);
            let courses = (0..site.courses.len()).map(Target::Course);
            let lessons = site.lessons().map(Target::Lesson);
            let all = nodes.chain(topics).chain(terms).chain(guides).chain(courses).chain(lessons);
            all.map(|target| (self.of(site, target), target)).collect()
        };
        self.targets.get_or_init(all).get(address).copied()
    }

    /// The page of anything.
    pub fn of(&self, site: &Site, target: Target) -> String {
        match target {
            Target::Node(id) => self.nodes[id].clone(),
            Target::Topic(id) => topic(&site.topics[id].id),
            Target::Term(id) => term(&site.terms[id].id),
            Target::Assessment(id) => assessment(&site.assessments[id].id),
            Target::Guide(id) => format!("guides/{}.html", file_name(&site.guides[id].id)),
            Target::Course(id) => course(&site.courses[id].id, "index"),
            Target::Lesson(id) => lesson(site, id, ""),
            // The published texts around the sections stand in full on the standards' first page.
            Target::Matter(id) => format!("standards/index.html#{}", site.matter[id].id),
        }
    }
}

/// The page of the section, part or statement with this code.
pub fn node(code: &str) -> String {
    format!("standards/{}.html", file_name(code))
}

/// The page of a topic.
pub fn topic(id: &str) -> String {
    format!("topics/{}.html", file_name(id))
}

/// The page of a term.
pub fn term(id: &str) -> String {
    format!("glossary/{}.html", file_name(id))
}

/// The page of an assessment.
pub fn assessment(id: &str) -> String {
    format!("assessments/{}.html", file_name(id))
}

/// A page of a course.
pub fn course(id: &str, page: &str) -> String {
    format!("courses/{}/{}.html", file_name(id), file_name(page))
}

/// The page of a lesson, or with `-worksheet` and `-key` one of those beside it.
pub fn lesson(site: &Site, id: LessonId, beside: &str) -> String {
    course(&site.courses[id.course].id, &format!("{}{beside}", site.lesson(id).id))
}

/// A name that is a file name everywhere and needs no escaping in an address: other characters become hyphens.
pub fn file_name(name: &str) -> String {
    let safe: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' })
        .collect();
    // No hidden file, and nothing that climbs.
    beside_device(safe.trim_start_matches('.').to_owned())
}

/// The way from a page to the site's root: `""`, `"../"` …
pub fn root_of(address: &str) -> String {
    "../".repeat(address.matches('/').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_roots_lead_back() {
        assert_eq!(file_name("II.A.6"), "II.A.6");
        assert_eq!(file_name("../a b/é?"), "-a-b-é-");
        assert_eq!(topic("aux"), "topics/aux-.html");
        assert_eq!(course("nul", "index"), "courses/nul-/index.html");
        assert_eq!(root_of("index.html"), "");
        assert_eq!(root_of("courses/a/b.html"), "../../");
    }
}
