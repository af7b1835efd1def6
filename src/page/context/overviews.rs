//! What the templates that show all statements at once are given.

use serde::Serialize;

use super::{NodeLink, SectionCount, Shared, TopicCount};

/// `explore.html`, template `explore.html`: the filters; the statements come from the search index.
#[derive(Clone, Debug, Serialize)]
pub struct Explore {
    /// Sections, each with its number of statements.
    pub sections: Vec<SectionCount>,
    /// Kinds: id, title.
    pub kinds: Vec<KindInfo>,
    /// Topics with counts.
    pub topics: Vec<TopicCount>,
}

/// A kind of part.
#[derive(Clone, Debug, Serialize)]
pub struct KindInfo {
    /// `tasks`.
    pub id: String,
    /// "Tasks and skills".
    pub title: String,
    /// How many statements are of this kind.
    pub count: usize,
}

/// `matrix.html`, and `matrix/II.html` for each section, or each part of a large one: template `matrix.html`. Rows rest on columns.
#[derive(Clone, Debug, Serialize)]
pub struct Matrix {
    /// Title of the kind in the rows, such as "Tasks and skills".
    pub row_kind: String,
    /// Title of the kind in the columns.
    pub column_kind: String,
    /// The sections that have rows: for the list of matrices. `count` is the number of relations. Of very many, the
    /// nearest to `section`.
    pub sections: Vec<Shared<SectionCount>>,
    /// The section or part whose matrix this is; `null` on `matrix.html`, which lists them and shows the totals.
    pub section: Option<NodeLink>,
    /// Column groups: the sections the columns are from, with how many columns each spans.
    pub column_groups: Vec<SectionCount>,
    /// The columns: statements of the column kind that at least one row rests on.
    pub columns: Vec<Shared<NodeLink>>,
    /// The rows.
    pub rows: Vec<MatrixRow>,
}

/// A statement and what it rests on.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixRow {
    /// The statement of the row.
    #[serde(flatten)]
    pub link: NodeLink,
    /// One for each column: whether it rests on that.
    pub cells: Vec<bool>,
    /// What it rests on, in document order.
    pub on: Vec<Shared<NodeLink>>,
}
