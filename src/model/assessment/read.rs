//! Files → assessments, scales and reflection models.

use std::collections::{HashMap, HashSet};

use super::{Assessment, Point, ReflectionModel, Scale, Special, Step, Talk};
use crate::budget::Budget;
use crate::diagnostic::{Diagnostic, Problem, Tallied, listed};
use crate::model::ids::{check_file_name, check_ids, is_id};
use crate::model::{Level, NodeId, ScaleId, Site, build, reference};
use crate::source::assessment::{AssessmentYaml, ReflectionYaml, ScaleYaml, SelectorYaml};
use crate::source::limits::SELECTED;
use crate::source::{Document, Documents};

/// Reads the definitions into the site, whose nodes and topics are complete.
pub(in crate::model) fn add(site: &mut Site, documents: &Documents, diagnostics: &mut Tallied) {
    site.scales = documents.scales.iter().map(|document| scale(document, diagnostics)).collect();
    site.reflections =
        documents.reflections.iter().map(|document| reflection(document, diagnostics)).collect();
    let mut order: Vec<&Document<AssessmentYaml>> = documents.assessments.iter().collect();
    order.sort_by_key(|document| (document.yaml.order, document.path.clone()));
    let selected = Budget::new(SELECTED as u64);
    for document in order {
        let id = site.assessments.len();
        let assessment = Reader { site, document, diagnostics, selected: &selected }.read();
        for item in &assessment.items {
            site.nodes[*item].assessments.push(id);
        }
        site.index.assessments.insert(assessment.id.clone(), id);
        site.assessments.push(assessment);
    }
    warn(site, documents, diagnostics);
}

fn warn(site: &Site, documents: &Documents, diagnostics: &mut Tallied) {
    for (id, document) in documents.scales.iter().enumerate() {
        if !site.assessments.iter().any(|assessment| assessment.scales.contains(&id)) {
            let problem = Problem::ScaleUnused { scale: document.stem().to_owned() };
            diagnostics.push(Diagnostic::at(document.yaml_place(&["title"]), problem));
        }
    }
    for (id, document) in documents.reflections.iter().enumerate() {
        if site.first_with(id).is_none() {
            let problem = Problem::ReflectionUnused { reflection: document.stem().to_owned() };
            diagnostics.push(Diagnostic::at(document.yaml_place(&["title"]), problem));
        }
    }
}

fn scale(document: &Document<ScaleYaml>, diagnostics: &mut Tallied) -> Scale {
    let yaml = &document.yaml;
    check_file_name(document, "scale", diagnostics);
    let count = yaml.points.len();
    if !(2..=7).contains(&count) && !document.mended {
        diagnostics.push(Diagnostic::at(document.yaml_place(&["points"]), Problem::PointCount { count }));
    }
    check_ids(
        document,
        "special answer",
        "specials",
        yaml.specials.iter().map(|special| special.id.as_str()),
        diagnostics,
    );
    let points = yaml.points.iter().enumerate().map(|(index, point)| ("points", index, &point.label));
    let specials =
        yaml.specials.iter().enumerate().map(|(index, special)| ("specials", index, &special.label));
    let mut seen: HashMap<String, (&str, usize)> = HashMap::new();
    for (list, index, label) in points.chain(specials) {
        let place = |list: &str, index: usize| document.yaml_place(&[list, &index.to_string(), "label"]);
        if let Some((first_list, first)) = seen.insert(reference::normal(label), (list, index)) {
            diagnostics.push(
                Diagnostic::at(place(list, index), Problem::DuplicateLabel { label: label.clone() })
                    .with_related(place(first_list, first), "the first one is here"),
            );
        }
    }
    Scale {
        id: document.stem().to_owned(),
        title: yaml.title.clone(),
        question: yaml.question.clone(),
        question_other: yaml.question_other.clone().unwrap_or_else(|| yaml.question.clone()),
        points: yaml
            .points
            .iter()
            .map(|point| Point { label: point.label.clone(), anchor: point.anchor.clone() })
            .collect(),
        specials: yaml
            .specials
            .iter()
            .map(|special| Special { id: special.id.clone(), label: special.label.clone() })
            .collect(),
    }
}

fn reflection(document: &Document<ReflectionYaml>, diagnostics: &mut Tallied) -> ReflectionModel {
    let yaml = &document.yaml;
    check_file_name(document, "reflection model", diagnostics);
    if yaml.steps.is_empty() && !document.mended {
        let problem = Problem::EmptyValue { key: "steps".to_owned(), needed: true };
        diagnostics.push(Diagnostic::at(document.yaml_place(&["steps"]), problem));
    }
    check_ids(document, "step", "steps", yaml.steps.iter().map(|step| step.id.as_str()), diagnostics);
    ReflectionModel {
        id: document.stem().to_owned(),
        title: yaml.title.clone(),
        source: yaml.source.clone(),
        prose: document.prose.clone(),
        path: document.path.clone(),
        headings: Vec::new(),
        steps: yaml
            .steps
            .iter()
            .map(|step| Step {
                id: step.id.clone(),
                title: step.title.clone(),
                question: step.question.clone(),
            })
            .collect(),
    }
}

/// Reads one assessment.
struct Reader<'r> {
    site: &'r Site,
    document: &'r Document<AssessmentYaml>,
    diagnostics: &'r mut Tallied,
    /// How many statements may be selected or excluded.
    selected: &'r Budget,
}

impl Reader<'_> {
    fn tell(&mut self, way: &[&str], problem: Problem) {
        self.diagnostics.push(Diagnostic::at(self.document.yaml_place(way), problem));
    }

    fn read(mut self) -> Assessment {
        let yaml = &self.document.yaml;
        check_file_name(self.document, "assessment", self.diagnostics);
        let items = self.items();
        let known: Vec<&str> = self.site.scales.iter().map(|scale| scale.id.as_str()).collect();
        let scales = self.named("scales", "scale", &yaml.scales, &known, |scale, nearest, known| {
            Problem::UnknownScale { scale, nearest, known }
        });
        if yaml.scales.is_empty() && !self.document.mended {
            self.tell(&["scales"], Problem::EmptyValue { key: "scales".to_owned(), needed: true });
        }
        let known: Vec<&str> = self.site.reflections.iter().map(|model| model.id.as_str()).collect();
        let reflections = self.named(
            "reflections",
            "reflection model",
            &yaml.reflections,
            &known,
            |reflection, nearest, known| Problem::UnknownReflection { reflection, nearest, known },
        );
        self.check_roles();
        let talk = yaml.talk.as_ref().and_then(|talk| {
            let high_on = self.used(&["talk", "high-on"], &talk.high_on);
            let low_on = self.used(&["talk", "low-on"], &talk.low_on);
            let talk_of = Talk { high_on: high_on?, low_on: low_on? };
            if talk_of.high_on == talk_of.low_on {
                let others = yaml.scales.iter().filter(|scale| **scale != talk.high_on).cloned().collect();
                let (key, value) = ("low-on".to_owned(), talk.low_on.clone());
                self.tell(
                    &["talk", "low-on"],
                    Problem::BadValue { key, value, nearest: None, allowed: others },
                );
                return None;
            }
            Some(talk_of)
        });
        let strength = yaml.strength.as_ref().and_then(|s| self.used(&["strength", "high-on"], &s.high_on));
        Assessment {
            id: self.document.stem().to_owned(),
            title: yaml.title.clone(),
            summary: yaml.summary.clone(),
            prose: self.document.prose.clone(),
            path: self.document.path.clone(),
            headings: Vec::new(),
            items,
            scales,
            reflections,
            prompts: yaml.prompts,
            roles: yaml.roles.clone(),
            group_by: yaml.group_by.clone(),
            minimum: yaml.minimum.get(),
            talk,
            strength,
            aliases: yaml.aliases.clone(),
        }
    }

    /// Scales or reflection models by their names, each once.
    fn named(
        &mut self,
        list: &str,
        what: &'static str,
        names: &[String],
        known: &[&str],
        unknown: impl Fn(String, Option<String>, Vec<String>) -> Problem,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let problem = match known.iter().position(|id| id == name) {
                Some(id) if !found.contains(&id) => {
                    found.push(id);
                    continue;
                }
                Some(_) => Problem::ListedTwice { what, id: name.clone() },
                None => {
                    let near = self.site.index.proposals.nearest(name, known.iter().copied());
                    unknown(name.clone(), near, listed(known.iter().copied()))
                }
            };
            self.tell(&[list, &index.to_string()], problem);
        }
        found
    }

    /// A scale that this assessment asks about.
    fn used(&mut self, way: &[&str], name: &str) -> Option<ScaleId> {
        let used = &self.document.yaml.scales;
        if used.is_empty() {
            return None;
        }
        if !used.iter().any(|scale| scale == name) {
            let near = self.site.index.proposals.nearest(name, used.iter().map(String::as_str));
            self.tell(
                way,
                Problem::ScaleNotUsed {
                    scale: name.to_owned(),
                    nearest: near,
                    used: listed(used.iter().map(String::as_str)),
                },
            );
            return None;
        }
        self.site.scales.iter().position(|scale| scale.id == name)
    }

    fn check_roles(&mut self) {
        let roles = &self.document.yaml.roles;
        if roles.is_empty() {
            self.tell(&["roles"], Problem::EmptyValue { key: "roles".to_owned(), needed: true });
        }
        for (index, role) in roles.iter().enumerate() {
            let id = role.clone();
            let problem = if !is_id(role) {
                Problem::BadId { what: "role", id }
            } else if roles[..index].contains(role) {
                Problem::ListedTwice { what: "role", id }
            } else {
                continue;
            };
            self.tell(&["roles", &index.to_string()], problem);
        }
    }

    /// The statements to rate.
    fn items(&mut self) -> Vec<NodeId> {
        let yaml = &self.document.yaml;
        if yaml.select.is_empty() && self.document.mended {
            return Vec::new();
        }
        if yaml.select.is_empty() {
            self.tell(&["select"], Problem::EmptyValue { key: "select".to_owned(), needed: true });
            return Vec::new();
        }
        if self.selected.is_overdrawn() {
            return Vec::new();
        }
        let before = self.diagnostics.errors();
        let mut items = Vec::new();
        let mut seen = HashSet::new();
        for (index, selector) in yaml.select.iter().enumerate() {
            let at = index.to_string();
            if selector.is_empty() {
                self.tell(&["select", &at], Problem::SelectorEmpty);
                continue;
            }
            let matched = self.matched(selector, &at);
            if self.is_too_much(&["select", &at]) {
                return Vec::new();
            }
            let Some(matched) = matched else { continue };
            if matched.is_empty() {
                self.tell(&["select", &at], Problem::SelectsNothing);
            }
            items.extend(matched.into_iter().filter(|id| seen.insert(*id)));
        }
        let mut out = HashSet::new();
        for (index, code) in yaml.exclude.iter().enumerate() {
            let at = index.to_string();
            let Some(node) = self.code(&["exclude", &at], code) else { continue };
            let leaves = self.leaves(node);
            if self.is_too_much(&["exclude", &at]) {
                return Vec::new();
            }
            // A code may stand for leaves that an exclusion before it took out already.
            if !leaves.iter().any(|id| seen.contains(id)) {
                self.tell(&["exclude", &at], Problem::ExcludesNothing { code: code.clone() });
            }
            out.extend(leaves);
        }
        items.retain(|id| !out.contains(id));
        self.gather(&mut items);
        if items.is_empty() && self.diagnostics.errors() == before {
            self.tell(&["select"], Problem::AssessmentEmpty);
        }
        items
    }

    /// Statements of one section stand together, and within it those of one part; sections and parts in the order in
    /// which they are first met.
    fn gather(&self, items: &mut [NodeId]) {
        fn first_met(met: &mut HashMap<NodeId, usize>, node: NodeId) -> usize {
            let next = met.len();
            *met.entry(node).or_insert(next)
        }
        let (mut sections, mut parts) = (HashMap::new(), HashMap::new());
        items.sort_by_cached_key(|id| {
            let section = first_met(&mut sections, self.site.section_of(*id));
            (section, first_met(&mut parts, self.site.part_of(*id)))
        });
    }

    /// Whether more statements were selected and excluded than may be, which is told of. Nobody asks again then.
    fn is_too_much(&mut self, way: &[&str]) -> bool {
        let is_too_much = self.selected.is_overdrawn();
        if is_too_much {
            let (what, instead) =
                ("statements that self-assessments select or exclude", "write fewer entries");
            let place = self.document.yaml_place(way);
            self.diagnostics.push(Diagnostic::over_limit(place, SELECTED, what, instead));
        }
        is_too_much
    }

    /// What one selector matches; none if it is faulty, which has been told.
    fn matched(&mut self, selector: &SelectorYaml, at: &str) -> Option<Vec<NodeId>> {
        let before = self.diagnostics.count();
        let mut found: Option<Vec<NodeId>> = None;
        for (index, code) in selector.codes.iter().enumerate() {
            if let Some(node) = self.code(&["select", at, "codes", &index.to_string()], code) {
                found.get_or_insert_default().extend(self.leaves(node));
            }
            if self.selected.is_overdrawn() {
                return None;
            }
        }
        for (key, level, code) in
            [("section", Level::Section, &selector.section), ("part", Level::Part, &selector.part)]
        {
            let Some(code) = code else { continue };
            let Some(node) = self.leveled(&["select", at, key], level, key, code) else { continue };
            let mut leaves = self.leaves(node);
            if let Some(found) = found {
                let below: HashSet<NodeId> = leaves.into_iter().collect();
                leaves = found.into_iter().filter(|id| below.contains(id)).collect();
            }
            found = Some(leaves);
        }
        if let Some(topic) = &selector.topic {
            if let Some(topic) = self.site.index.topic(topic) {
                let mut found_of =
                    found.unwrap_or_else(|| self.of(self.site.topics[topic].statements.clone()));
                found_of.retain(|id| self.site.nodes[*id].topics.contains(&topic));
                found = Some(found_of);
            } else {
                let nearest = self.site.index.nearest_topic(topic);
                let problem = Problem::UnknownTopic { topic: topic.clone(), nearest };
                self.tell(&["select", at, "topic"], problem);
            }
        }
        let mut matched = found.unwrap_or_else(|| self.of((0..self.site.nodes.len()).collect()));
        if let Some(kind) = &selector.kind {
            let kinds = &self.site.framework.kinds;
            if let Some(kind) = kinds.iter().position(|known| known.id == *kind) {
                matched.retain(|id| self.site.nodes[*id].kind == Some(kind));
            } else {
                let known: Vec<&str> = kinds.iter().map(|kind| kind.id.as_str()).collect();
                self.tell(
                    &["select", at, "kind"],
                    build::unknown_kind(kind, &known, &self.site.index.proposals),
                );
            }
        }
        (self.diagnostics.count() == before).then_some(matched)
    }

    fn code(&mut self, way: &[&str], code: &str) -> Option<NodeId> {
        let found = self.site.index.code(code);
        if found.is_none() {
            self.tell(way, build::unknown_code(&self.site.index, code));
        }
        found
    }

    /// A section or part by its code; the code of the other one is told with the key it belongs to.
    fn leveled(&mut self, way: &[&str], level: Level, what: &'static str, code: &str) -> Option<NodeId> {
        let found = self.site.index.code(code);
        if let Some(node) = found
            && self.site.nodes[node].level == level
        {
            return found;
        }
        let nearest = match found.map(|node| self.site.nodes[node].level) {
            Some(Level::Section) => Some(format!("section: {code}")),
            Some(Level::Part) => Some(format!("part: {code}")),
            Some(Level::Statement) => Some(format!("codes: [{code}]")),
            None => self
                .site
                .index
                .proposals
                .nearest(code, self.site.level(level).map(|id| self.site.nodes[id].code.as_str())),
        };
        self.tell(way, Problem::UnknownReference { reference: code.to_owned(), what, nearest });
        None
    }

    /// A statement itself, or what can be rated below a node.
    fn leaves(&self, node: NodeId) -> Vec<NodeId> {
        if self.site.nodes[node].is_leaf() {
            return self.of(vec![node]);
        }
        self.of(self.site.statements_below(node))
    }

    /// Those of some nodes that can be rated; the others count, too.
    fn of(&self, mut nodes: Vec<NodeId>) -> Vec<NodeId> {
        self.selected.take(nodes.len() as u64);
        nodes.retain(|id| self.site.nodes[*id].is_leaf());
        nodes
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// A site of two sections with four leaves each, one of them in a group, and these further files.
    fn load(files: &[(&str, &str)]) -> (Site, Vec<String>) {
        let folder = tempfile::tempdir().expect("a folder");
        let framework = "id: f\ntitle: F\npublisher: P\nsource: s\nrights: r\n\
            numbering: [upper-roman, upper-alpha, decimal, lower-alpha]\n\
            kinds: [{id: knowledge, title: K}, {id: tasks, title: T}]\n";
        let list = "1. One\n\n2. Group\n\n   1. Two a\n   2. Two b\n\n3. Three\n";
        let part = |id: &str, kind: &str, more: &str| {
            format!("---\nid: {id}\ntitle: {id}\nkind: {kind}\n{more}---\n\n{list}")
        };
        let topics = "statements:\n  1: {topics: [t]}\n  2.b: {topics: [t]}\n";
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
            std::fs::write(path, text).expect("a file");
        };
        write("site.yaml", "title: S\ndescription: D\n");
        write("standards/framework.yaml", framework);
        write("standards/I.md", "---\nid: I\ntitle: I\n---\n");
        write("standards/I.A.md", &part("I.A", "knowledge", topics));
        write("standards/II.md", "---\nid: II\ntitle: II\n---\n");
        write("standards/II.A.md", &part("II.A", "tasks", topics));
        write("topics/t.md", "---\ntitle: T\nsummary: S\n---\n");
        write("assessments/scales/c.yaml", "title: C\nquestion: Q?\npoints: [{label: Low}, {label: High}]\n");
        for (path, text) in files {
            write(path, text);
        }
        let (site, diagnostics) = crate::build::load(folder.path());
        let told = diagnostics.iter().filter(|d| d.is_error()).map(|d| d.problem.message()).collect();
        (site.expect("a site"), told)
    }

    fn items(select: &str) -> Vec<String> {
        let text = format!("---\ntitle: A\nsummary: S\nscales: [c]\n{select}\n---\n");
        let (site, told) = load(&[("assessments/a.md", &text)]);
        assert_eq!(told, [""; 0]);
        site.assessments[0].items.iter().map(|id| site.nodes[*id].code.clone()).collect()
    }

    #[test]
    fn only_statements_with_nothing_under_them_are_rated() {
        assert_eq!(items("select: [{section: I}]"), ["I.A.1", "I.A.2.a", "I.A.2.b", "I.A.3"]);
        assert_eq!(items("select: [{codes: [I.A.2]}]"), ["I.A.2.a", "I.A.2.b"]);
    }

    #[test]
    fn keys_of_one_entry_narrow_and_entries_add() {
        assert_eq!(items("select: [{section: I, topic: t}]"), ["I.A.1", "I.A.2.b"]);
        assert_eq!(items("select: [{kind: tasks, codes: [I.A.1, II.A.1]}]"), ["II.A.1"]);
        assert_eq!(items("select: [{codes: [I.A.3]}, {part: I.A, topic: t}]"), ["I.A.3", "I.A.1", "I.A.2.b"]);
    }

    #[test]
    fn what_is_excluded_goes_with_all_below_it() {
        assert_eq!(items("select: [{section: I}]\nexclude: [I.A.2]"), ["I.A.1", "I.A.3"]);
        assert_eq!(
            items("select: [{topic: t}, {codes: [II.A.3]}]\nexclude: [I, II.A.2.b]"),
            ["II.A.1", "II.A.3"]
        );
    }

    #[test]
    fn statements_of_a_section_stand_together() {
        assert_eq!(
            items("select: [{codes: [II.A.3, I.A.3]}, {topic: t}]"),
            ["II.A.3", "II.A.1", "II.A.2.b", "I.A.3", "I.A.1", "I.A.2.b"]
        );
    }

    #[test]
    fn a_statement_knows_what_asks_about_it() {
        let assessment = |order: u32, code: &str| {
            format!(
                "---\ntitle: A\nsummary: S\norder: {order}\nscales: [c]\nselect: [{{codes: [{code}]}}]\n---\n"
            )
        };
        let (site, told) =
            load(&[("assessments/a.md", &assessment(2, "I.A.1")), ("assessments/b.md", &assessment(1, "I"))]);
        assert_eq!(told, [""; 0]);
        let ids: Vec<&str> = site.assessments.iter().map(|assessment| assessment.id.as_str()).collect();
        assert_eq!(ids, ["b", "a"]);
        let node = site.index.code("I.A.1").expect("a statement");
        assert_eq!(site.nodes[node].assessments, [0, 1]);
        // Four answers of eight seconds.
        assert_eq!(site.assessments[0].minutes(), 1);
    }

    #[test]
    fn a_question_serves_for_both_where_there_is_no_other() {
        assert_eq!(load(&[]).0.scales[0].question_other, "Q?");
    }

    #[test]
    fn codes_of_earlier_editions_lead_to_todays() {
        let list = "1. One\n2. Two\n";
        let part =
            |statements: &str| format!("---\nid: III.A\ntitle: A\nstatements:\n{statements}\n---\n\n{list}");
        let section = ("standards/III.md", "---\nid: III\ntitle: III\n---\n");
        let text = part("  1: {supersedes: [II.A.9, III.A.2]}");
        let (site, told) = load(&[section, ("standards/III.A.md", &text)]);
        assert_eq!(told, [""; 0]);
        let moved: Vec<_> = site.moved().into_iter().collect();
        assert_eq!(moved, [("II.A.9", "III.A.1"), ("III.A.2", "III.A.1")]);
        let text = part("  1: {supersedes: [III.A.1, X.9]}\n  2: {supersedes: [X.9]}");
        assert_eq!(
            load(&[section, ("standards/III.A.md", &text)]).1,
            [
                "III.A.1 is given as an earlier code of itself",
                "two statements say that they were X.9 earlier: this one and III.A.1",
            ]
        );
    }
}
