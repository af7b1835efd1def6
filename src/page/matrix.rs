//! The matrix of relations: what rests on what, one table a section, or one a part where a section is large.

use super::Maker;
use super::context::{Matrix, MatrixRow, NodeLink, SectionCount};
use crate::diagnostic::Diagnostic;
use crate::model::{Level, NodeId, RelationKind, Site};
use crate::source::limits::CELLS;

/// The most rows of one table. A larger section has a table for each of its parts: cells grow with the square.
const MOST_ROWS: usize = 150;

/// The most tables that the page of one of them lists: of more, the nearest.
pub(super) const MOST_LISTED: usize = 100;

/// The kinds of rows and columns, as indices into the framework's kinds.
fn kinds(site: &Site) -> Option<(usize, usize)> {
    let matrix = site.framework.matrix.as_ref()?;
    let find = |id: &str| site.framework.kinds.iter().position(|kind| kind.id == id);
    Some((find(&matrix.rows)?, find(&matrix.columns)?))
}

/// The titles of the kinds of rows and columns; nothing without a matrix.
pub(super) fn kind_titles(site: &Site) -> [&str; 2] {
    let title = |kind: usize| site.framework.kinds[kind].title.as_str();
    kinds(site).map_or([""; 2], |(rows, columns)| [title(rows), title(columns)])
}

/// Whether the site has a matrix: it is switched on, and some row rests on some column.
pub(super) fn wanted(site: &Site) -> bool {
    site.config.features.matrix && !tables(site).is_empty()
}

/// The sections, and parts of large ones, that have rows with something in them.
pub(super) fn tables(site: &Site) -> Vec<NodeId> {
    let mut tables = Vec::new();
    for section in site.level(Level::Section) {
        let rows = rows_below(site, section);
        let filled = rows.iter().filter(|row| supports(site, **row).next().is_some());
        if rows.len() <= MOST_ROWS {
            tables.extend(filled.take(1).map(|_| section));
            continue;
        }
        for part in filled.map(|row| site.part_of(*row)) {
            if tables.last() != Some(&part) {
                tables.push(part);
            }
        }
    }
    tables
}

/// The rows below a section or part: leaves, and whatever else something supports.
fn rows_below(site: &Site, above: NodeId) -> Vec<NodeId> {
    let Some((rows, _)) = kinds(site) else { return Vec::new() };
    let mut below = site.statements_below(above);
    below.retain(|id| {
        let node = &site.nodes[*id];
        node.kind == Some(rows) && (node.is_leaf() || supports(site, *id).next().is_some())
    });
    below
}

/// The rows of a table.
fn rows_of(site: &Site, table: NodeId) -> Vec<NodeId> {
    let mut rows = rows_below(site, table);
    if site.nodes[table].level != Level::Section || rows.len() > MOST_ROWS {
        rows.retain(|row| site.part_of(*row) == table);
    }
    rows
}

/// The columns of a table with these rows.
fn columns_of(site: &Site, rows: &[NodeId]) -> Vec<NodeId> {
    let mut columns: Vec<NodeId> = rows.iter().flat_map(|row| supports(site, *row)).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// Tells of a table with more cells than can be shown.
pub(super) fn check(site: &Site, table: NodeId) -> Option<Diagnostic> {
    let rows = rows_of(site, table);
    let cells = rows.len() * columns_of(site, &rows).len();
    let (what, instead) = ("cells in its table of the matrix", "make several parts of it");
    (cells > CELLS).then(|| Diagnostic::over_limit(site.nodes[table].place.clone(), CELLS, what, instead))
}

pub(super) fn address(site: &Site, table: NodeId) -> String {
    format!("matrix/{}.html", super::address::file_name(&site.nodes[table].code))
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
    pub(super) fn matrix(&self, table: Option<NodeId>) -> Matrix {
        let [row_kind, column_kind] = kind_titles(self.site).map(str::to_owned);
        let mut matrix = Matrix {
            row_kind,
            column_kind,
            sections: self.matrix_sections(table),
            section: table.map(|id| self.node_link(id)),
            column_groups: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
        };
        let Some(table) = table else { return matrix };
        let rows = rows_of(self.site, table);
        let columns = columns_of(self.site, &rows);
        matrix.column_groups =
            self.by_section(&columns).into_iter().filter(|group| group.count > 0).collect();
        matrix.rows = rows.into_iter().map(|row| self.matrix_row(row, &columns)).collect();
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

    /// A table with its number of relations and its address.
    pub(super) fn matrix_line(&self, table: NodeId) -> SectionCount {
        let rows = rows_of(self.site, table).into_iter();
        SectionCount {
            count: rows.map(|row| supports(self.site, row).count()).sum(),
            section: NodeLink { address: address(self.site, table), ..self.node_link(table) },
        }
    }
}
