//! SECURITY.md promises something in each row of its table, and names the tests that hold us to it.

use std::fs;

use crate::site::project;

/// What stands in `open` … `close`, piece by piece: in backticks the even ones of the parts, in quotes as they come.
fn quoted(text: &str, open: char, close: char) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(open) {
        let Some((piece, after)) = after.split_once(close) else { break };
        pieces.push(piece);
        rest = after;
    }
    pieces
}

fn read(path: &str) -> String {
    fs::read_to_string(project().join(path))
        .unwrap_or_else(|error| panic!("SECURITY.md names {path}: {error}"))
}

/// Whether `code` has a test of this name, as Rust or JavaScript has them.
fn has_test(path: &str, code: &str, name: &str) -> bool {
    if path.ends_with(".rs") {
        let Some(at) = code.find(&format!("fn {name}()")) else { return false };
        // Among the attributes right above it.
        let above = code[..at].rsplit("\n\n").next().unwrap_or_default();
        return above.contains("#[test]") && !above.contains("#[ignore");
    }
    let calls = ["test", "it"].into_iter().flat_map(|call| ['"', '`'].map(|quote| format!("{call}({quote}")));
    calls.into_iter().any(|call| {
        code.split(&call).skip(1).any(|rest| {
            let title =
                rest.split_once([call.chars().last().unwrap_or('"'), '\n']).map_or("", |(title, _)| title);
            // A title may begin with how often, or in what.
            title == name || title.ends_with(&format!("}}: {name}")) || title.ends_with(&format!(" {name}"))
        })
    })
}

#[test]
fn every_promise_has_its_tests() {
    let text = read("SECURITY.md");
    let (_, table) = text.split_once("| threat | promise | test |\n|---|---|---|\n").expect("the table");
    let rows: Vec<&str> = table.lines().take_while(|line| line.starts_with('|')).collect();
    assert!(rows.len() > 15, "{}", rows.len());
    let mut found = 0;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [threat, promise, tests] = cells[..] else { panic!("not three cells: {row}") };
        assert!(!threat.is_empty() && !promise.is_empty() && !tests.is_empty(), "{row}");
        for of_one_file in tests.split("; ") {
            let (path, names) =
                of_one_file.split_once(": ").unwrap_or_else(|| panic!("no file: {of_one_file}"));
            let path = path.trim_matches('`');
            let code = read(path);
            let names = match path.rsplit('.').next() {
                Some("rs") => quoted(names, '`', '`'),
                _ => quoted(names, '“', '”'),
            };
            assert!(!names.is_empty(), "{path} without a test: {row}");
            for name in names {
                assert!(has_test(path, &code, name), "{path} has no test “{name}”");
                found += 1;
            }
        }
    }
    assert!(found > 60, "{found}");
}

#[test]
fn a_test_is_told_from_what_is_none() {
    let rust =
        "#[test]\nfn one() {}\n\n/// Words.\n#[test]\n#[ignore = \"slow\"]\nfn two() {}\n\nfn three() {}\n";
    assert!(has_test("a.rs", rust, "one"));
    for none in ["two", "three", "four", "on"] {
        assert!(!has_test("a.rs", rust, none), "{none}");
    }
    let script = "test(\"one\", () => {});\n  it(`${n} times over ${p}: two`, () => {});\n// \"three\"\n";
    assert!(has_test("a.js", script, "one") && has_test("a.js", script, "two"));
    for none in ["three", "on", "four"] {
        assert!(!has_test("a.js", script, none), "{none}");
    }
}

/// Limits that SECURITY.md states are those of the code.
#[test]
fn limits_are_as_they_are_told() {
    let text = read("SECURITY.md");
    for (path, code, told) in [
        ("src/source/limits.rs", "FILE_BYTES: u64 = 4 * 1024 * 1024;", "4 MiB"),
        ("src/source/limits.rs", "PAGE_BYTES: usize = 128 * 1024 * 1024;", "each 128 MiB"),
        ("src/source/limits.rs", "SITE_BYTES: u64 = 8 * 1024 * 1024 * 1024;", "8 GiB"),
        ("src/source/limits.rs", "UPDATE_BYTES: u64 = 1024 * 1024 * 1024;", "1 GiB more"),
        ("src/source/limits.rs", "MARKS: usize = 250_000;", "250,000 signs and line ends"),
        ("src/source/limits.rs", "MARKS_IN_ALL: usize = 40_000_000;", "40,000,000 signs and line ends"),
        ("src/source/limits.rs", "YAML_IN_ALL: u64 = 64 * 1024 * 1024;", "64 MiB of YAML"),
        ("src/source/limits.rs", "YAML_DEPTH: usize = 64;", "nested 64 deep"),
        ("src/server/door.rs", "MOST: usize = 96;", "96 connections"),
        ("src/server/live.rs", "MOST_STREAMS: usize = 32;", "32 pages that wait"),
        ("src/server/request.rs", "LONGEST: usize = 16 * 1024;", "16 KiB"),
        ("src/server/request.rs", "MOST_HEADERS: usize = 100;", "100 headers"),
        ("src/server/request.rs", "PATIENCE: Duration = Duration::from_secs(10);", "within 10 seconds"),
        ("src/server/request.rs", "IDLE: Duration = Duration::from_secs(60);", "an idle connection a minute"),
        ("themes/default/scripts/assessment/shape.js", "bytes: 40_000_000,", "40 MB, "),
        ("themes/default/scripts/assessment/shape.js", "nodes: 3_000_000,", "3,000,000 values"),
        ("themes/default/scripts/assessment/shape.js", "occasions: 500,", "500 occasions"),
        (
            "themes/default/scripts/cohort/zip.js",
            "archive: 500_000_000, entries: 5_000, single: 40_000_000, total: 1_000_000_000, ratio: 200,",
            "500 MB, 5,000 files, of them each 40 MB and all 1 GB unpacked, 200 times its size",
        ),
    ] {
        assert!(read(path).contains(code), "{path} has no {code}");
        assert!(text.contains(told), "SECURITY.md does not say: {told}");
    }
}

/// Limits in the table of README.md, row by row, are those of the code. That each is kept is for `hostile.rs` and others.
#[test]
fn the_table_of_limits_has_those_of_the_code() {
    let readme = read("README.md");
    let code = read("src/source/limits.rs");
    let (_, table) = readme.split_once("| at most | of | else |\n|---|---|---|\n").expect("the table");
    let rows: Vec<&str> = table.lines().take_while(|line| line.starts_with('|')).collect();
    let value = |name: &str| {
        let (_, rest) =
            code.split_once(&format!("pub const {name}: ")).unwrap_or_else(|| panic!("no {name}"));
        let value = rest.split_once(" = ").and_then(|(_, rest)| rest.split_once(';')).expect("a value").0;
        value.replace('_', ",")
    };
    for (told, names) in [
        ("| 250,000 | files and folders", "ENTRIES"),
        ("| 10,000 | of them behind links", "LINKED"),
        ("| 250,000 | pages of a site, or statements in all files", "PAGES"),
        ("| 10,000 | keys in one group, or items in one list, of YAML", "YAML_ENTRIES"),
        ("| 64 | levels of YAML", "YAML_DEPTH"),
        ("| 10,000 | characters in one value of YAML", "YAML_LETTERS"),
        ("| 1 MB | YAML in a file", "YAML_BYTES"),
        ("| 500 | sections", "SECTIONS"),
        ("| 12 | levels of sections and parts", "LEVELS"),
        ("| 5,000 | statements in a file", "STATEMENTS"),
        ("| 10,000,000 | paragraphs", "PIECES"),
        ("| 20,000 | characters in a statement", "STATEMENT_LETTERS"),
        ("| 1,000 | topics, self-assessments, scales, reflection models", "TOPICS ASSESSMENTS SCALES"),
        ("| 100 | kinds; topics of a statement", "KINDS TOPICS_EACH"),
        ("| 5,000,000 | statements that self-assessments select", "SELECTED"),
        ("| 500 | courses, lessons in a course", "COURSES LESSONS"),
        ("| 1,000 | checks in a course, vignettes", "CHECKS"),
        ("| 250,000 | cells in one table of the matrix", "CELLS"),
        ("| 1,000 | headings in a text", "HEADINGS"),
        ("| 500 | cells that rows of tables in a text lack", "LACKING_CELLS"),
        ("| 1,000 | statements shown whole in a text", "EMBEDDED"),
        ("| 100 | earlier addresses of a page", "ALIASES"),
        ("| 100 | characters in a name of a term", "NAME_LETTERS"),
        ("| 512 MB | text in all files", "TEXT_BYTES"),
        ("| 128 MB | one page", "PAGE_BYTES"),
        ("256 MB the HTML of all statements", "SHARED_BYTES"),
        ("| 8 GB | all files of a site", "SITE_BYTES"),
        ("| 1 GB | all files of an exported package", "PACKAGE_BYTES"),
        ("| 4 MB | a text file", "FILE_BYTES"),
        ("| 256 MB | a picture or other file", "ASSET_BYTES"),
        ("| 32 MB | a drawing (SVG)", "DRAWING_BYTES"),
        ("2,000,000 tags", "DRAWING_TAGS"),
        ("| 250,000 | signs and line ends in a text file", "MARKS"),
        ("40,000,000 in all together", "MARKS_IN_ALL"),
        ("64 MB in all together", "YAML_IN_ALL"),
    ] {
        assert!(rows.iter().any(|row| row.contains(told)), "README.md has no row {told}");
        let mut words = told.trim_start_matches("| ").split(' ');
        let number = words.next().unwrap_or_default();
        let in_code = match (words.next(), number) {
            (Some("GB"), "1") => "1024 * 1024 * 1024".to_owned(),
            (Some("GB"), number) => format!("{number} * 1024 * 1024 * 1024"),
            (Some("MB"), "1") => "1,000,000".to_owned(),
            (Some("MB"), number) => format!("{number} * 1024 * 1024"),
            _ => number.to_owned(),
        };
        for name in names.split(' ') {
            assert_eq!(value(name), in_code, "{name}, in README.md: {told}");
        }
    }
    assert_eq!(value("STATEMENTS_IN_ALL"), "PAGES");
}
