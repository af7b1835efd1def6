//! What is allowed but worth a look.

use crate::site::Site;

#[test]
fn a_term_that_nothing_uses() {
    Site::small()
        .file("content/glossary/tandem.md", "---\nterm: tandem\n---\n\nTwo people.\n")
        .check()
        .succeeds()
        .tells("term-unused");
}

#[test]
fn a_statement_without_prompts() {
    Site::small()
        .remove("content/annotations/II.A.3.md")
        .check()
        .succeeds()
        .tells_all("statement-without-prompts");
}

#[test]
fn an_annotation_without_prompts() {
    Site::small()
        .file("content/annotations/II.A.1.md", "## Notes\n\nWords.\n")
        .check()
        .succeeds()
        .tells("statement-without-prompts.annotated");
}

#[test]
fn prompts_that_are_no_list() {
    Site::small()
        .file("content/annotations/II.A.1.md", "Some words.\n\n## Prompts\n\nWhat now?\n")
        .check()
        .succeeds()
        .tells("statement-without-prompts.no-list");
}

#[test]
fn a_statement_without_a_topic() {
    Site::small()
        .replace("content/standards/II.A.md", "  2.b:\n    topics: [boundaries]\n", "")
        .check()
        .succeeds()
        .tells("statement-without-topic");
}

#[test]
fn a_statement_without_a_relation() {
    Site::small()
        .replace("content/standards/II.A.md", "    related:\n      see-also: [II.A.2.a]\n", "")
        .check()
        .succeeds()
        .tells("statement-without-relation");
}

#[test]
fn a_file_that_nobody_has_begun_to_annotate_is_told_of_once() {
    let part = |metadata: &str| {
        let words = "1. One\n2. Two\n3. Three\n4. Four\n5. Five\n";
        let file = format!("---\nid: II.B\ntitle: More\nkind: tasks\n{metadata}---\n\n{words}");
        Site::small().file("content/standards/II.B.md", file).check().succeeds()
    };
    part("").tells_all("statement-without.file");
    let run = part("statements:\n  3:\n    topics: [trust]\n");
    assert_eq!(
        run.codes().iter().filter(|code| *code == "statement-without-topic").count(),
        4,
        "{}",
        run.stderr
    );
}

#[test]
fn a_topic_that_no_statement_has() {
    Site::small()
        .file("content/topics/hope.md", "---\ntitle: Hope\nsummary: s\n---\n\nWords.\n")
        .check()
        .succeeds()
        .tells("topic-unused");
}

#[test]
fn a_page_that_takes_long_to_load() {
    let text = "So many words. ".repeat(34_000);
    Site::small()
        .file("content/guides/all.md", format!("---\ntitle: All there is\nsummary: s\n---\n\n{text}\n"))
        .check()
        .succeeds()
        .tells("large-page");
}

#[test]
fn a_framework_that_is_not_annotated_yet_is_not_scolded() {
    let bare = |part: &str, list: &str| format!("---\nid: {part}\ntitle: T\n---\n\n{list}");
    Site::small()
        .remove("content/annotations")
        .remove("content/topics")
        .remove("content/glossary")
        .remove("content/guides")
        .file("content/standards/I.A.md", bare("I.A", "1. One\n2. Two\n"))
        .file("content/standards/II.A.md", bare("II.A", "1. One\n2. Two\n"))
        .run(["check", "--deny-warnings"])
        .succeeds();
}
