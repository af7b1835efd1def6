//! The matrix of relations: what rests on what, one table a section.

use super::Maker;
use super::context::{Matrix, MatrixRow, NodeLink, SectionCount};
use crate::model::{Level, NodeId, RelationKind, Site};

/// The kinds of rows and columns, as indices into the framework's kinds.
fn kinds(site: &Site) -> Option<(usize, usize)> {
    let matrix = site.framework.matrix.as_ref()?;
    let find = |id: &str| site.framework.kinds.iter().position(|kind| kind.id == id);
    Some((find(&matrix.rows)?, find(&matrix.columns)?))
}

/// Whether the site has a matrix: it is switched on, and some row rests on some column.
pub(super) fn wanted(site: &Site) -> bool {
    site.config.features.matrix && !sections(site).is_empty()
}

/// The sections that have rows with something in them.
pub(super) fn sections(site: &Site) -> Vec<NodeId> {
    let mut sections = Vec::new();
    for (row, node) in site.nodes.iter().enumerate() {
        let section = site.section_of(row);
        let is_row =
            kinds(site).is_some_and(|(rows, _)| node.level == Level::Statement && node.kind == Some(rows));
        if is_row && sections.last() != Some(&section) && supports(site, row).next().is_some() {
            sections.push(section);
        }
    }
    sections
}

pub(super) fn address(site: &Site, section: NodeId) -> String {
    format!("matrix/{}.html", super::address::file_name(&site.nodes[section].code))
}

/// What a row rests on: statements of the columns' kind that support it.
fn supports(site: &Site, row: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    let columns = kinds(site).map(|(_, columns)| columns);
    site.nodes[row]
        .relations
        .iter()
        .filter(move |relation| {
            relation.kind == RelationKind::Supports
                && !relation.outgoing
                && site.nodes[relation.other].kind == columns
        })
        .map(|relation| relation.other)
}

impl Maker<'_> {
    pub(super) fn matrix(&self, section: Option<NodeId>) -> Matrix {
        let title = |kind: Option<usize>| {
            kind.map(|kind| self.site.framework.kinds[kind].title.clone()).unwrap_or_default()
        };
        let kinds = kinds(self.site);
        let mut matrix = Matrix {
            row_kind: title(kinds.map(|k| k.0)),
            column_kind: title(kinds.map(|k| k.1)),
            sections: self.matrix_sections(),
            section: section.map(|id| self.node_link(id)),
            column_groups: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
        };
        let Some(section) = section else { return matrix };
        let mut columns: Vec<NodeId> =
            self.rows_of(section).flat_map(|row| supports(self.site, row).collect::<Vec<_>>()).collect();
        columns.sort_unstable();
        columns.dedup();
        matrix.column_groups =
            self.by_section(&columns).into_iter().filter(|group| group.count > 0).collect();
        matrix.rows = self.rows_of(section).map(|row| self.matrix_row(row, &columns)).collect();
        matrix.columns = columns.into_iter().map(|column| self.link(column)).collect();
        matrix
    }

    fn matrix_row(&self, row: NodeId, columns: &[NodeId]) -> MatrixRow {
        let mut cells = vec![false; columns.len()];
        for cell in supports(self.site, row).filter_map(|other| columns.binary_search(&other).ok()) {
            cells[cell] = true;
        }
        let on = supports(self.site, row).map(|other| self.link(other)).collect();
        MatrixRow { link: self.node_link(row), cells, on }
    }

    /// The sections that have rows, each with its number of relations and the address of its matrix.
    pub(super) fn count_matrix_sections(&self) -> Vec<SectionCount> {
        sections(self.site)
            .into_iter()
            .map(|id| SectionCount {
                count: self.rows_of(id).map(|row| supports(self.site, row).count()).sum(),
                section: NodeLink { address: address(self.site, id), ..self.node_link(id) },
            })
            .collect()
    }

    /// The rows of a section: leaves, and whatever else something supports.
    fn rows_of(&self, section: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let rows = kinds(self.site).map(|(rows, _)| rows);
        self.site.statements_below(section).into_iter().filter(move |id| {
            let node = &self.site.nodes[*id];
            node.kind == rows
                && rows.is_some()
                && (node.is_leaf() || supports(self.site, *id).next().is_some())
        })
    }
}
