//! `export csv`: one row a section, part and statement, as RFC 4180 has it, for spreadsheets.

use crate::model::Site;

const HEADER: [&str; 8] = ["code", "parent", "level", "kind", "title", "text", "topics", "prompts"];

/// The CSV text: UTF-8, a header row, lines ended by CRLF; several topics in one cell are parted by semicolons.
pub fn export(site: &Site) -> String {
    let mut csv = String::new();
    row(&mut csv, HEADER.iter().copied());
    for (id, node) in site.nodes.iter().enumerate() {
        let topics: Vec<&str> = node.topics.iter().map(|topic| site.topics[*topic].id.as_str()).collect();
        let prompts = site.prompt_count(id).to_string();
        let cells = [
            node.code.as_str(),
            node.parent.map_or("", |parent| &site.nodes[parent].code),
            super::json::level_name(node.level),
            node.kind.map_or("", |kind| &site.framework.kinds[kind].id),
            node.title.as_deref().unwrap_or_default(),
            &node.words,
            &topics.join(";"),
            &prompts,
        ];
        let cells = cells.map(harmless);
        row(&mut csv, cells.iter().map(String::as_str));
    }
    csv
}

/// Adds a row with its line end.
pub(crate) fn row<'a>(csv: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            csv.push(',');
        }
        csv.push_str(&quoted(cell));
    }
    csv.push_str("\r\n");
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe.
pub(crate) fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

/// A cell, quoted where RFC 4180 asks for it.
fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{harmless, quoted};

    #[test]
    fn cells_are_quoted_and_formulas_defused() {
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(quoted("plain"), "plain");
    }
}
