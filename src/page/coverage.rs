//! What a course teaches of the standards, and what it leaves out: one table, or of a large framework one a section, or
//! one a part where a section is large.

use std::collections::HashMap;
use std::ops::Range;

use super::Maker;
use super::context::{
    Coverage, CoverageCounts, CoveragePart, CoverageRow, CoverageTable, LessonColumn, NodeLink,
};
use crate::export::csv::{harmless, row};
use crate::model::{CourseId, LessonId, Level, NodeId, Site};

/// The most that one page of the table holds, in bytes.
const MOST: usize = 300_000;

/// Bytes of markup that a row comes with, and each dot in it, and each cell, roughly.
const MARKUP: (usize, usize, usize) = (400, 200, 12);

/// What the lessons of a course do with one statement, in the order of the lessons.
type Row = Vec<(usize, &'static str)>;

/// A table on a page of its own.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The section or part.
    pub node: NodeId,
    /// The nodes in it.
    nodes: Range<NodeId>,
}

/// What lessons teach or mention of some nodes, by statement.
fn rows(site: &Site, course: CourseId, nodes: &Range<NodeId>) -> HashMap<NodeId, Row> {
    let mut rows: HashMap<NodeId, Row> = HashMap::new();
    for (at, lesson) in site.courses[course].lessons.iter().enumerate() {
        for (of, how) in [(&lesson.taught, "taught"), (&lesson.mentioned, "mentioned")] {
            // They are in document order.
            let from = of.partition_point(|node| *node < nodes.start);
            for node in of[from..].iter().take_while(|node| **node < nodes.end) {
                rows.entry(*node).or_default().push((at, how));
            }
        }
    }
    rows
}

/// The tables that have pages of their own; none where all of them fit on one page.
pub(super) fn tables(site: &Site, course: CourseId) -> Vec<Table> {
    let all = 0..site.nodes.len();
    let rows = rows(site, course, &all);
    let (of_row, of_dot, of_cell) = MARKUP;
    let lessons = site.courses[course].lessons.len();
    let bytes = |nodes: &Range<NodeId>| -> usize {
        let row = |id: NodeId| {
            let dots = rows.get(&id).map_or(0, |row| row.len() * of_dot + lessons * of_cell);
            of_row + site.nodes[id].label.len() + dots
        };
        leaves(site, nodes).map(row).sum()
    };
    if bytes(&all) <= MOST {
        return Vec::new();
    }
    let mut tables: Vec<Table> = Vec::new();
    let mut sections = site.level(Level::Section).peekable();
    while let Some(node) = sections.next() {
        let nodes = node..sections.peek().copied().unwrap_or(all.end);
        if bytes(&nodes) <= MOST {
            tables.extend(leaves(site, &nodes).take(1).map(|_| Table { node, nodes: nodes.clone() }));
            continue;
        }
        for id in leaves(site, &nodes) {
            let part = site.part_of(id);
            match tables.last_mut() {
                Some(last) if last.node == part => last.nodes.end = id + 1,
                _ => tables.push(Table { node: part, nodes: id..id + 1 }),
            }
        }
    }
    tables
}

pub(super) fn address(site: &Site, course: CourseId, table: &Table) -> String {
    let name = super::address::file_name;
    format!("courses/{}/coverage/{}.html", name(&site.courses[course].id), name(&site.nodes[table.node].code))
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

fn counts(site: &Site, course: CourseId, nodes: &Range<NodeId>) -> CoverageCounts {
    let rows = rows(site, course, nodes);
    let mut counts = CoverageCounts::default();
    for id in leaves(site, nodes) {
        count(&mut counts, state(rows.get(&id)));
    }
    counts
}

/// The statements with nothing under them, in document order.
fn leaves<'s>(site: &'s Site, nodes: &Range<NodeId>) -> impl Iterator<Item = NodeId> + 's {
    nodes.clone().filter(|id| site.nodes[*id].is_leaf())
}

impl Maker<'_> {
    pub(super) fn coverage_counts(&self, course: CourseId) -> CoverageCounts {
        counts(self.site, course, &(0..self.site.nodes.len()))
    }

    /// The page of the whole, or of one table.
    pub(super) fn coverage(&self, course: CourseId, table: Option<&Table>) -> Coverage {
        let all = 0..self.site.nodes.len();
        let nodes = table.map_or(&all, |table| &table.nodes);
        let tables = if table.is_none() { tables(self.site, course) } else { Vec::new() };
        let lessons = self.site.courses[course].lessons.iter().enumerate();
        let columns = lessons.map(|(at, lesson)| LessonColumn {
            number: at + 1,
            title: lesson.title.clone(),
            address: super::address::lesson(self.site, LessonId { course, lesson: at }, ""),
            taught: lesson.taught.iter().filter(|node| self.site.nodes[**node].is_leaf()).count(),
        });
        Coverage {
            course: self.course_row(course),
            table: table.map(|table| self.node_link(table.node)),
            lessons: columns.collect(),
            counts: counts(self.site, course, nodes),
            parts: if tables.is_empty() { self.coverage_parts(course, nodes) } else { Vec::new() },
            tables: tables
                .iter()
                .map(|table| CoverageTable {
                    node: NodeLink {
                        address: address(self.site, course, table),
                        ..self.node_link(table.node)
                    },
                    counts: counts(self.site, course, &table.nodes),
                })
                .collect(),
        }
    }

    fn coverage_parts(&self, course: CourseId, nodes: &Range<NodeId>) -> Vec<CoveragePart> {
        let rows = rows(self.site, course, nodes);
        let lessons = &self.site.courses[course].lessons;
        let mut parts: Vec<(NodeId, CoveragePart)> = Vec::new();
        for id in leaves(self.site, nodes) {
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
        parts.into_iter().map(|(_, part)| part).collect()
    }
}

/// The same as a table for other programs, one row a statement in document order.
pub(super) fn csv(site: &Site, course: CourseId) -> String {
    let all = 0..site.nodes.len();
    let rows = rows(site, course, &all);
    let lessons = &site.courses[course].lessons;
    let mut csv = String::new();
    let head = ["code", "part", "words", "state"].into_iter();
    row(&mut csv, head.chain(lessons.iter().map(|lesson| lesson.id.as_str())));
    for id in leaves(site, &all) {
        let (node, of) = (&site.nodes[id], rows.get(&id));
        let mut cells = vec![""; lessons.len()];
        for (lesson, how) in of.into_iter().flatten() {
            cells[*lesson] = how;
        }
        let part = &site.nodes[site.part_of(id)].code;
        let head = [&node.code, part, &node.words].map(|cell| harmless(cell));
        row(&mut csv, head.iter().map(String::as_str).chain([state(of)]).chain(cells));
    }
    csv
}
