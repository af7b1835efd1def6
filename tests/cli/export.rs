//! `export` and `schema`: what other programs read.

use serde_json::Value;

use crate::site::{Run, Site, snapshot};

fn statements(run: &Run) -> Vec<Value> {
    let export: Value = serde_json::from_str(&run.stdout).expect("JSON");
    export["statements"].as_array().expect("a list").clone()
}

#[test]
fn json() {
    let run = Site::small().run(["export", "json"]).succeeds().says("");
    snapshot("export.json", &run.stdout);
}

#[test]
fn csv() {
    let run = Site::small().run(["export", "csv"]).succeeds().says("");
    // A header, and a row for each of the eleven; other line ends stand in quotes.
    assert_eq!(run.stdout.matches("\r\n").count(), 12);
    snapshot("export.csv", &run.stdout.replace("\r\n", "\n"));
}

#[test]
fn into_a_file() {
    let run = Site::small().run(["export", "json", "-o", "export.json"]).succeeds().prints("").says("");
    let written = run.text("export.json");
    run.site.run(["export", "json"]).prints(&written);
}

#[cfg(unix)]
#[test]
fn a_file_that_can_not_be_written() {
    Site::small()
        .run(["export", "json", "-o", "no/such/folder.json"])
        .fails()
        .tells_all("export.not-written");
}

#[test]
fn nothing_is_exported_of_content_with_errors() {
    let run = Site::small().append("content/guides/first-steps.md", "\n[[gone]]\n").run(["export", "json"]);
    run.fails().prints("").tells_all("export.errors");
}

#[test]
fn warnings_are_for_check() {
    Site::small().remove("content/annotations").run(["export", "csv"]).succeeds().says("");
}

#[test]
fn the_bundled_content_is_whole() {
    let run = Site::bundled().run(["export", "json"]).succeeds().says("");
    let export: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let entries = statements(&run);
    let of = |level: &str| entries.iter().filter(|entry| entry["level"] == level).collect::<Vec<_>>();
    let list = |entry: &Value, key: &str| entry[key].as_array().map_or(0, Vec::len);
    assert_eq!(of("section").len(), 6);
    assert_eq!(of("part").len(), 12);
    assert_eq!(of("statement").len(), 150);
    let leaves: Vec<&Value> = of("statement").into_iter().filter(|s| list(s, "children") == 0).collect();
    assert_eq!(leaves.len(), 141);

    // Document order: everything after what it stands under, and siblings as they are listed there.
    let codes: Vec<&str> = entries.iter().filter_map(|entry| entry["code"].as_str()).collect();
    let mut walked = Vec::new();
    let mut open: Vec<&str> = entries
        .iter()
        .rev()
        .filter(|entry| entry["parent"].is_null())
        .filter_map(|entry| entry["code"].as_str())
        .collect();
    while let Some(code) = open.pop() {
        walked.push(code);
        let entry = entries.iter().find(|entry| entry["code"] == code).expect("a child is an entry");
        open.extend(entry["children"].as_array().expect("a list").iter().rev().filter_map(Value::as_str));
    }
    assert_eq!(codes, walked);

    for statement in of("statement") {
        assert!(list(statement, "topics") > 0, "{} has no topic", statement["code"]);
        assert!(statement["text"].as_str().is_some_and(|text| !text.is_empty()), "{}", statement["code"]);
    }
    for leaf in leaves {
        let related: usize =
            ["supports", "continues", "see-also"].iter().map(|kind| list(&leaf["related"], kind)).sum();
        let incoming = leaf["backlinks"].as_array().into_iter().flatten();
        let incoming =
            incoming.filter(|link| ["supports", "continues", "see-also"].iter().any(|k| link["kind"] == *k));
        assert!(related + incoming.count() > 0, "{} has no relation", leaf["code"]);
        assert!(list(leaf, "prompts") >= 2, "{} has fewer than two prompts", leaf["code"]);
    }
    assert!(list(&export["framework"], "topics") >= 16);
    let count = |folder: &str| {
        let entries = std::fs::read_dir(run.site.path(folder)).expect("a folder").filter_map(Result::ok);
        entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "md")).count()
    };
    assert!(count("content/glossary") >= 40);
    assert_eq!(count("content/guides"), 5);
}

#[test]
fn the_bundled_content_has_no_fault() {
    Site::bundled().run(["check", "--deny-warnings"]).succeeds();
}

const KINDS: [&str; 13] = [
    "site",
    "framework",
    "standard",
    "topic",
    "term",
    "guide",
    "assessment",
    "scale",
    "reflection",
    "course",
    "lesson",
    "check",
    "vignette",
];

#[test]
fn schemas() {
    for kind in KINDS {
        let run = Site::empty().run(["schema", kind]).succeeds().says("");
        let schema: Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#", "{kind}");
        assert_eq!(schema["additionalProperties"], false, "{kind}");
    }
    // Each under a name that the meta-tests can see.
    let schema = |kind: &str| Site::empty().run(["schema", kind]).succeeds().stdout;
    snapshot("schema.site", &schema("site"));
    snapshot("schema.framework", &schema("framework"));
    snapshot("schema.standard", &schema("standard"));
    snapshot("schema.topic", &schema("topic"));
    snapshot("schema.term", &schema("term"));
    snapshot("schema.guide", &schema("guide"));
    snapshot("schema.assessment", &schema("assessment"));
    snapshot("schema.scale", &schema("scale"));
    snapshot("schema.reflection", &schema("reflection"));
    snapshot("schema.course", &schema("course"));
    snapshot("schema.lesson", &schema("lesson"));
    snapshot("schema.check", &schema("check"));
    snapshot("schema.vignette", &schema("vignette"));
}

#[test]
fn one_schema_for_all() {
    let run = Site::empty().run(["schema"]).succeeds().says("");
    let schema: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    assert_eq!(schema["anyOf"].as_array().map(Vec::len), Some(KINDS.len()));
    for reference in run.stdout.split("\"#/definitions/").skip(1) {
        let name = reference.split('"').next().unwrap_or_default();
        assert!(schema["definitions"][name].is_object(), "{name}");
    }
}

#[test]
fn what_refers_to_what_is_in_the_json_whatever_it_is() {
    let all = "[[topic:belonging]] [[companion]] [[guide:how-to-use]] [[assessment:first-weeks]] [[purpose]] \
               [[course:first-steps]] [[lesson:first-steps/motives]] [[2.1.2]]";
    let from = "\nSee [[1.1.1]].\n";
    let run = crate::courses::site()
        .file("content/standards/purpose.md", format!("---\nid: purpose\ntitle: P\nkind: front\n---\n{from}"))
        .append("content/annotations/1.1.1.md", &format!("\n## Notes\n\n{all}\n"))
        .append("content/standards/2.1.md", from)
        .append("content/annotations/2.1.1.md", from)
        .append("content/glossary/companion.md", from)
        .append("content/guides/how-to-use.md", from)
        .append("content/assessments/first-weeks.md", from)
        .append("content/courses/first-steps/course.md", from)
        .run(["export", "json"])
        .succeeds();
    let all = statements(&run);
    let statement = all.iter().find(|entry| entry["code"] == "1.1.1").expect("a statement");
    let ends = |key: &str| {
        let ends = statement[key].as_array().expect("a list").iter();
        let end = |end: &Value| {
            format!("{} {}", end["kind"].as_str().unwrap_or_default(), end["id"].as_str().unwrap_or_default())
        };
        ends.map(end).collect::<Vec<_>>()
    };
    let expected = [
        "statement 2.1.2",
        "topic belonging",
        "term companion",
        "guide how-to-use",
        "assessment first-weeks",
        "text purpose",
        "course first-steps",
        "lesson first-steps/motives",
    ];
    assert_eq!(ends("references"), expected);
    let expected = [
        "statement 2.1",
        "annotation 2.1.1",
        "topic belonging",
        "term companion",
        "guide how-to-use",
        "assessment first-weeks",
        "text purpose",
        "course first-steps",
        "lesson first-steps/motives",
    ];
    assert_eq!(ends("backlinks"), expected);
}

#[test]
fn a_table_has_no_cell_that_a_spreadsheet_would_run() {
    let run = Site::small()
        .replace("content/standards/II.A.md", "title: Tasks and Skills", "title: \"=cmd|' /C calc'!A0\"")
        .run(["export", "csv"])
        .succeeds();
    assert!(run.stdout.contains(",'=cmd|' /C calc'!A0,"), "{}", run.stdout);
}
