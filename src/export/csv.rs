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

/// The cell with an apostrophe before what a spreadsheet would take for a formula: at its start, and wherever a cell
/// could start for a spreadsheet that parts cells at semicolons or tabs, as Excel does in half of Europe. To that one, a
/// comma is text, and quotation marks that don't stand first in a cell protect nothing, line ends included.
pub(crate) fn harmless(cell: &str) -> String {
    let mut safe = String::with_capacity(cell.len());
    let mut starts = true;
    for sign in cell.chars() {
        if matches!(sign, ';' | '\t' | '\r' | '\n') {
            starts = true;
        } else if starts && !sign.is_whitespace() && sign != '"' {
            if matches!(sign, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') {
                safe.push('\'');
            }
            starts = false;
        }
        safe.push(sign);
    }
    safe
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
        assert_eq!(harmless(" =1"), " '=1");
        assert_eq!(harmless("a; =1;b=2"), "a; '=1;b=2");
        for starts in ['\n', '\r', '\t', ';'] {
            assert_eq!(harmless(&format!("a{starts}=1{starts}b")), format!("a{starts}'=1{starts}b"));
        }
        assert_eq!(harmless("a;\"＝1\""), "a;\"'＝1\"");
        for sign in "=+-@＝＋－＠".chars() {
            assert_eq!(harmless(&format!("{sign}1")), format!("'{sign}1"));
        }
        assert_eq!(harmless("1-2, =3, a@b"), "1-2, =3, a@b");
        assert_eq!(quoted("plain"), "plain");
        for sign in ['"', ',', '\n', '\r'] {
            assert!(quoted(&format!("a{sign}b")).starts_with('"'), "{sign:?}");
        }
    }
}
