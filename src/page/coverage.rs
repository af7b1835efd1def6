//! What a course teaches of the standards, and what it leaves out.

use std::collections::HashMap;

use super::Maker;
use super::context::{Coverage, CoverageCounts, CoveragePart, CoverageRow, LessonColumn};
use crate::model::{CourseId, LessonId, NodeId, Site};

/// What the lessons of a course do with one statement, in the order of the lessons.
type Row = Vec<(usize, &'static str)>;

/// What lessons teach or mention, by statement.
fn rows(site: &Site, course: CourseId) -> HashMap<NodeId, Row> {
    let mut rows: HashMap<NodeId, Row> = HashMap::new();
    for (at, lesson) in site.courses[course].lessons.iter().enumerate() {
        let taught = lesson.taught.iter().map(|node| (node, "taught"));
        for (node, how) in taught.chain(lesson.mentioned.iter().map(|node| (node, "mentioned"))) {
            rows.entry(*node).or_default().push((at, how));
        }
    }
    rows
}

/// Whether a statement is taught, only mentioned, or neither.
fn state(row: Option<&Row>) -> &'static str {
    match row {
        None => "gap",
        Some(row) if row.iter().any(|(_, how)| *how == "taught") => "taught",
        Some(_) => "mentioned",
    }
}

fn count(counts: &mut CoverageCounts, state: &str) {
    counts.statements += 1;
    match state {
        "taught" => counts.taught += 1,
        "mentioned" => counts.mentioned += 1,
        _ => counts.gaps += 1,
    }
}

/// The statements with nothing under them, in document order.
fn leaves(site: &Site) -> impl Iterator<Item = NodeId> + '_ {
    (0..site.nodes.len()).filter(|id| site.nodes[*id].is_leaf())
}

impl Maker<'_> {
    pub(super) fn coverage_counts(&self, course: CourseId) -> CoverageCounts {
        let rows = rows(self.site, course);
        let mut counts = CoverageCounts::default();
        for id in leaves(self.site) {
            count(&mut counts, state(rows.get(&id)));
        }
        counts
    }

    pub(super) fn coverage(&self, course: CourseId) -> Coverage {
        let rows = rows(self.site, course);
        let lessons = &self.site.courses[course].lessons;
        let mut parts: Vec<(NodeId, CoveragePart)> = Vec::new();
        for id in leaves(self.site) {
            let part = self.site.part_of(id);
            if parts.last().is_none_or(|(last, _)| *last != part) {
                let counts = CoverageCounts::default();
                parts.push((part, CoveragePart { part: self.link(part), counts, rows: Vec::new() }));
            }
            let row = rows.get(&id);
            let mut cells = Vec::new();
            for (lesson, how) in row.into_iter().flatten() {
                cells.resize(lessons.len(), "");
                cells[*lesson] = how;
            }
            let Some((_, part)) = parts.last_mut() else { continue };
            let state = state(row);
            count(&mut part.counts, state);
            part.rows.push(CoverageRow { statement: self.link(id), state, cells });
        }
        for (_, part) in &mut parts {
            part.rows.sort_by_key(|row| match row.state {
                "gap" => 0,
                "mentioned" => 1,
                _ => 2,
            });
        }
        let columns = lessons.iter().enumerate().map(|(at, lesson)| LessonColumn {
            number: at + 1,
            title: lesson.title.clone(),
            address: super::address::lesson(self.site, LessonId { course, lesson: at }, ""),
            taught: lesson.taught.iter().filter(|node| self.site.nodes[**node].is_leaf()).count(),
        });
        Coverage {
            course: self.course_row(course),
            lessons: columns.collect(),
            counts: self.coverage_counts(course),
            parts: parts.into_iter().map(|(_, part)| part).collect(),
        }
    }
}

/// The same as a table for other programs, one row a statement in document order.
pub(super) fn csv(site: &Site, course: CourseId) -> String {
    let rows = rows(site, course);
    let lessons = &site.courses[course].lessons;
    let mut csv = String::new();
    let head = ["code", "part", "words", "state"].into_iter();
    crate::export::csv::row(&mut csv, head.chain(lessons.iter().map(|lesson| lesson.id.as_str())));
    for id in leaves(site) {
        let (node, row) = (&site.nodes[id], rows.get(&id));
        let mut cells = vec![""; lessons.len()];
        for (lesson, how) in row.into_iter().flatten() {
            cells[*lesson] = how;
        }
        let part = site.nodes[site.part_of(id)].code.as_str();
        let head = [node.code.as_str(), part, node.words.as_str(), state(row)].into_iter();
        crate::export::csv::row(&mut csv, head.chain(cells));
    }
    csv
}
