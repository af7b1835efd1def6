//! What holds for every framework, tried on made-up ones.

use std::collections::BTreeSet;

use proptest::prelude::*;
use standpoint::model::{self, Level, Site, Target};
use standpoint::source::front_matter::Numbering;
use standpoint::source::{Documents, read_files};

const STYLES: [Numbering; 5] = [
    Numbering::Decimal,
    Numbering::UpperAlpha,
    Numbering::LowerAlpha,
    Numbering::UpperRoman,
    Numbering::LowerRoman,
];

/// Names in framework.yaml, in the order of [`STYLES`].
const NAMES: [&str; 5] = ["decimal", "upper-alpha", "lower-alpha", "upper-roman", "lower-roman"];

fn style() -> impl Strategy<Value = usize> {
    0..STYLES.len()
}

/// A text that YAML and Markdown may stumble over.
fn text() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9é漢🎉\"'\\\\:#{}\\[\\],&*!|>%@`~ -]{0,30}[a-z]"
}

/// As it stands in YAML; JSON is YAML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text")
}

fn documents(files: &[(String, String)]) -> Documents {
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(path, text)| (path.as_str(), text.clone().into_bytes())).collect();
    let (documents, problems) = read_files(&files);
    assert!(problems.is_empty(), "{problems:?}");
    documents
}

fn site(files: &[(String, String)]) -> Site {
    model::build(documents(files)).0.expect("a site")
}

fn file(path: &str, text: impl Into<String>) -> (String, String) {
    (path.to_owned(), text.into())
}

/// A framework with these numbers of statements in the parts of its sections.
fn framework(styles: [usize; 3], sections: &[Vec<usize>]) -> Vec<(String, String)> {
    let style = |level: usize| STYLES[styles[level]];
    let names: Vec<&str> = styles.iter().map(|style| NAMES[*style]).collect();
    let mut files = vec![
        file("site.yaml", "title: A\ndescription: A.\n"),
        file(
            "standards/framework.yaml",
            format!(
                "id: a\ntitle: A\npublisher: P\nsource: s\nrights: r\nnumbering: [{}]\n",
                names.join(", ")
            ),
        ),
    ];
    for (section, parts) in sections.iter().enumerate() {
        let section = style(0).format(section + 1);
        let head = |id: &str| format!("---\nid: {}\ntitle: T\n---\n\n", quoted(id));
        files.push(file(&format!("standards/s{section}.md"), head(&section)));
        for (part, statements) in parts.iter().enumerate() {
            let part = format!("{section}.{}", style(1).format(part + 1));
            let items: Vec<String> = (1..=*statements).map(|n| format!("{n}. Words\n")).collect();
            files.push(file(&format!("standards/p{part}.md"), head(&part) + &items.concat()));
        }
    }
    files
}

fn codes(site: &Site) -> Vec<&str> {
    site.nodes.iter().map(|node| node.code.as_str()).collect()
}

fn sections() -> impl Strategy<Value = Vec<Vec<usize>>> {
    prop::collection::vec(prop::collection::vec(1..30_usize, 0..12), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_number_is_read_back_as_it_is_written(style in style(), n in 1..30_000_usize, other in "[0-9A-Za-z]{0,12}") {
        let style = STYLES[style];
        prop_assert_eq!(style.parse(&style.format(n)), Some(n));
        // What is read at all is written in the same way: no number has two names.
        if let Some(n) = style.parse(&other) {
            prop_assert_eq!(style.format(n), other);
        }
    }

    #[test]
    fn the_order_is_that_of_the_numbers_however_files_lie(
        styles in [style(), style(), style()],
        sections in sections(),
        seed in any::<u64>(),
    ) {
        let mut files = framework(styles, &sections);
        // As printed: every section, every part, every statement, in turn.
        let mut printed = Vec::new();
        for (section, parts) in sections.iter().enumerate() {
            let section = STYLES[styles[0]].format(section + 1);
            printed.push(section.clone());
            for (part, statements) in parts.iter().enumerate() {
                let part = format!("{section}.{}", STYLES[styles[1]].format(part + 1));
                printed.push(part.clone());
                printed.extend((1..=*statements).map(|n| format!("{part}.{}", STYLES[styles[2]].format(n))));
            }
        }
        let found = site(&files);
        prop_assert_eq!(codes(&found), printed.iter().map(String::as_str).collect::<Vec<_>>());
        // Any other order of the files is the same to it.
        files.sort_by_key(|(path, _)| path.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)));
        let other = site(&files);
        prop_assert_eq!(codes(&other), codes(&found));
        // Parents come before children, and no code stands twice.
        for (id, node) in found.nodes.iter().enumerate() {
            prop_assert!(node.parent.is_none_or(|parent| parent < id));
        }
        prop_assert_eq!(codes(&found).into_iter().collect::<BTreeSet<_>>().len(), found.nodes.len());
    }

    #[test]
    fn what_has_a_code_is_found_by_it(styles in [style(), style(), style()], sections in sections(), slip in any::<prop::sample::Index>()) {
        let found = site(&framework(styles, &sections));
        for (id, node) in found.nodes.iter().enumerate() {
            for written in [node.code.clone(), format!(" {} ", node.code), format!("statement:{}", node.code), format!("{}#x", node.code)] {
                let target = found.index.resolve(&written).map(|found| found.target);
                prop_assert_eq!(target, Ok(Target::Node(id)), "{}", written);
            }
        }
        // A slip of the hand is answered with a name that leads somewhere.
        let node = slip.get(&found.nodes);
        for wrong in [format!("{}x", node.code), node.code.to_lowercase().replace('.', " "), format!("{}.0", node.code)] {
            if let Err(problem) = found.index.resolve(&wrong)
                && let standpoint::diagnostic::Problem::UnknownReference { nearest: Some(nearest), .. } = problem
            {
                prop_assert!(found.index.resolve(&nearest).is_ok(), "{} for {}", nearest, wrong);
            }
        }
    }

    #[test]
    fn a_reference_in_markdown_keeps_its_name(name in "[A-Za-z0-9é][A-Za-z0-9é .:/-]{0,20}[A-Za-z0-9]", words in "[a-z][a-z ,.]{0,20}") {
        let written = format!("See [[{name}]] and [[{name}|{words}]].\n");
        let found = documents(&[file("guides/a.md", format!("---\ntitle: a\nsummary: b\n---\n{written}"))]);
        let outline = found.guides[0].prose.outline();
        let targets: Vec<&str> = outline.references.iter().map(|reference| reference.target.as_str()).collect();
        prop_assert_eq!(targets, [name.as_str(), name.as_str()]);
        let source = &found.guides[0].source.text;
        let spans: Vec<&str> = outline.references.iter().map(|reference| &source[reference.span.clone()]).collect();
        prop_assert_eq!(spans, [format!("[[{name}]]"), format!("[[{name}|{words}]]")]);
    }

    #[test]
    fn front_matter_is_read_as_it_was_meant(title in text(), summary in text(), order in any::<u32>(), aliases in prop::collection::vec(text(), 0..5)) {
        let aliases_yaml: Vec<String> = aliases.iter().map(|alias| quoted(alias)).collect();
        let front = format!(
            "---\ntitle: {}\nsummary: {}\norder: {order}\naliases: [{}]\n---\n\nWords: --- and more.\n",
            quoted(&title), quoted(&summary), aliases_yaml.join(", ")
        );
        let found = documents(&[file("guides/a.md", front)]);
        let guide = &found.guides[0];
        prop_assert_eq!((&guide.yaml.title, &guide.yaml.summary, guide.yaml.order), (&title, &summary, order));
        prop_assert_eq!(&guide.yaml.aliases, &aliases);
        prop_assert_eq!(guide.prose.text().trim(), "Words: --- and more.");
        // Every value is found where it stands.
        let place = guide.yaml_place(&["title"]);
        prop_assert_eq!(&place.source.text[place.span.clone()], quoted(&title));
        for (at, alias) in aliases.iter().enumerate() {
            let place = guide.yaml_place(&["aliases", &at.to_string()]);
            prop_assert_eq!(&place.source.text[place.span.clone()], quoted(alias));
        }
    }
}

#[test]
fn levels_are_told_by_where_a_thing_stands() {
    let found = site(&framework([3, 1, 0], &[vec![2], vec![1, 1]]));
    let of = |level| found.level(level).map(|id| found.nodes[id].code.as_str()).collect::<Vec<_>>();
    assert_eq!(of(Level::Section), ["I", "II"]);
    assert_eq!(of(Level::Part), ["I.A", "II.A", "II.B"]);
    assert_eq!(of(Level::Statement), ["I.A.1", "I.A.2", "II.A.1", "II.B.1"]);
}
