//! `export moodle-competencies`: the CSV that Moodle's tool "Import competency framework" reads.
//!
//! The columns are those of `framework_importer::list_required_headers()` in Moodle's `admin/tool/lpimportcsv`, in that
//! order. The first row is the framework, each further one a competency, which names its parent by ID number.
//! Related competencies go both ways in Moodle and have no kind.

use super::csv::row;
use super::text;
use crate::model::{Level, Node, NodeId, Site};

/// As Moodle's own export heads them. The import takes columns by their place.
const HEADER: [&str; 14] = [
    "Parent ID number",
    "ID number",
    "Short name",
    "Description",
    "Description format",
    "Scale values",
    "Scale configuration",
    "Rule type (optional)",
    "Rule outcome (optional)",
    "Rule config (optional)",
    "Cross-referenced competency ID numbers",
    "Exported ID (optional)",
    "Is framework",
    "Taxonomy",
];

/// The scale that every Moodle has for competencies, so that no new one is made: a framework must have one, and it is
/// the teacher who chooses another.
const SCALE: &str = "Not yet competent,Competent";
/// Which of its values is given at first, and which counts as proficient. Moodle puts its own number of the scale in.
const SCALE_CONFIGURATION: &str =
    r#"[{"scaleid":"1"},{"id":1,"scaledefault":1,"proficient":0},{"id":2,"scaledefault":0,"proficient":1}]"#;
/// `FORMAT_HTML`
const HTML: &str = "1";
/// ID numbers and short names that are longer would be cut.
const MOST: usize = 100;

/// The CSV text: UTF-8, parted by commas, lines ended by CRLF.
pub fn export(site: &Site) -> String {
    let mut csv = String::new();
    row(&mut csv, HEADER.iter().copied());
    let framework = &site.framework;
    let name = match &framework.edition {
        Some(edition) => format!("{} ({edition})", framework.title),
        None => framework.title.clone(),
    };
    let description =
        text::paragraphs(&format!("{}\n\n{}", site.config.description.trim(), text::rights(site)));
    let mut cells = [""; HEADER.len()];
    let (id, name) = (text::at_most(&framework.id, MOST), text::at_most(&name, MOST));
    let taxonomies = taxonomies(site);
    cells[1..7].copy_from_slice(&[&id, &name, &description, HTML, SCALE, SCALE_CONFIGURATION]);
    cells[12..].copy_from_slice(&["1", &taxonomies]);
    row(&mut csv, cells.into_iter());
    let numbers = Numbers::new(site);
    for node in &site.nodes {
        let parent = node.parent.map(|parent| numbers.of(&site.nodes[parent])).unwrap_or_default();
        let number = numbers.of(node);
        let name = text::at_most(&format!("{} {}", node.code, node.label), MOST);
        let description = text::paragraphs(&text::full(node));
        let mut related: Vec<NodeId> = node.relations.iter().map(|relation| relation.other).collect();
        related.sort_unstable();
        related.dedup();
        let related: Vec<String> =
            related.into_iter().map(|id| numbers.of(&site.nodes[id]).replace(',', "%2C")).collect();
        let related = related.join(",");
        let mut cells = [""; HEADER.len()];
        cells[..5].copy_from_slice(&[&parent, &number, &name, &description, HTML]);
        cells[8..11].copy_from_slice(&["0", "null", &related]);
        row(&mut csv, cells.into_iter());
    }
    csv
}

/// ID numbers: the codes. Moodle finds a competency's children by comparing in a way in which "1.1" and "1.10" are the
/// same number, so codes that are numbers get the framework's id before them.
struct Numbers<'a> {
    before: Option<&'a str>,
}

impl<'a> Numbers<'a> {
    fn new(site: &'a Site) -> Self {
        let is_number = |node: &Node| {
            node.code.starts_with(|c: char| c.is_ascii_digit() || c == '.')
                && node.code.parse::<f64>().is_ok()
        };
        Self { before: site.nodes.iter().any(is_number).then_some(site.framework.id.as_str()) }
    }

    fn of(&self, node: &Node) -> String {
        match self.before {
            Some(id) => format!("{id}:{}", node.code),
            None => node.code.clone(),
        }
    }
}

/// What Moodle calls each level, from the top. Its names are fixed.
fn taxonomies(site: &Site) -> String {
    let mut levels: Vec<&str> = Vec::new();
    for node in &site.nodes {
        let mut depth = 0;
        let mut above = node.parent;
        while let Some(parent) = above {
            depth += 1;
            above = site.nodes[parent].parent;
        }
        if depth == levels.len() {
            levels.push(if node.level == Level::Statement { "competency" } else { "domain" });
        }
    }
    levels.join(",")
}
