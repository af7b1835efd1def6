//! The framework: numbering, lists, parents, relations.

use crate::site::Site;

const PART: &str = "content/standards/II.A.md";

/// The site with other published words in II.A, and no metadata for them.
fn part(words: &str) -> Site {
    let front = "---\nid: II.A\ntitle: Tasks and Skills\nkind: tasks\n---\n\n";
    bare().file(PART, format!("{front}{words}"))
}

/// The small site without anything that refers to statements.
fn bare() -> Site {
    Site::small()
        .remove("content/annotations")
        .remove("content/topics")
        .remove("content/glossary")
        .remove("content/guides")
        .file("content/standards/I.A.md", "---\nid: I.A\ntitle: Required Knowledge\n---\n\n1. One\n2. Two\n")
}

#[test]
fn an_id_that_does_not_fit_the_numbering() {
    bare()
        .file("content/standards/III.B.md", "---\nid: 3.B\ntitle: Endings\n---\n")
        .file("content/standards/II.A.md", "---\nid: II.A\ntitle: Tasks\n---\n\n1. One\n")
        .check()
        .fails()
        .tells("unknown-numbering");
}

#[test]
fn a_part_without_its_section() {
    bare()
        .file("content/standards/III.A.md", "---\nid: III.A\ntitle: Tasks\n---\n\n1. One\n")
        .file("content/standards/III.B.md", "---\nid: III.B\ntitle: Knowledge\n---\n\n1. One\n")
        .file("content/standards/II.A.md", "---\nid: II.A\ntitle: Tasks\n---\n\n1. One\n")
        .check()
        .fails()
        .tells("parent-missing");
}

#[test]
fn a_gap_in_the_sections_is_told() {
    bare()
        .file("content/standards/IV.md", "---\nid: IV\ntitle: Later\n---\n")
        .file("content/standards/II.A.md", "---\nid: II.A\ntitle: Tasks\n---\n\n1. One\n")
        .check()
        .succeeds()
        .tells("number-skipped");
}

#[test]
fn parents_in_a_circle() {
    Site::empty()
        .file("content/site.yaml", "title: T\ndescription: D\n")
        .file("content/standards/framework.yaml", "id: x\ntitle: T\npublisher: P\nsource: S\nrights: R\n")
        .file("content/standards/care.md", "---\nid: care\ntitle: Care\nparent: respect\n---\n\n1. One\n")
        .file(
            "content/standards/respect.md",
            "---\nid: respect\ntitle: Respect\nparent: care\n---\n\n1. One\n",
        )
        .file("content/standards/first.md", "---\nid: first\ntitle: First\n---\n\n1. One\n")
        .check()
        .fails()
        .tells("parent-circle");
}

#[test]
fn a_kind_with_a_slip() {
    Site::small().replace(PART, "kind: tasks", "kind: task").check().fails().tells("unknown-kind");
}

#[test]
fn a_kind_of_the_matrix() {
    Site::small()
        .replace("content/standards/framework.yaml", "columns: knowledge", "columns: wisdom")
        .check()
        .fails()
        .tells("unknown-kind.matrix");
}

#[test]
fn a_list_deeper_than_the_numbering() {
    part("1. One\n   1. Under one\n      1. Under that\n").check().fails().tells("list-too-deep");
}

#[test]
fn statements_as_bullets() {
    Site::small()
        .file(
            PART,
            "---\nid: II.A\ntitle: Tasks\nkind: tasks\nstatements:\n  1:\n    topics: [trust]\n---\n\n- One\n- Two\n",
        )
        .remove("content/annotations")
        .remove("content/glossary")
        .remove("content/guides")
        .replace("content/topics/trust.md", " ([[II.A.1]])", "")
        .file("content/standards/I.A.md", "---\nid: I.A\ntitle: Required Knowledge\nstatements:\n  1: {topics: [trust, boundaries]}\n---\n\n1. One\n")
        .check()
        .fails()
        .tells("list-unordered");
}

#[test]
fn text_that_breaks_a_list() {
    part("1. One\n\nMore about one.\n\n2. Two\n").check().fails().tells("list-interrupted");
}

#[test]
fn a_number_left_out() {
    part("1. One\n2. Two\n4. Four\n").check().fails().tells("list-numbered-oddly");
}

#[test]
fn items_under_the_tenth_need_a_space_more() {
    let items = "1. a\n2. b\n3. c\n4. d\n5. e\n6. f\n7. g\n8. h\n9. i\n10. j\n";
    part(&format!("{items}   1. Under it\n   2. And this\n"))
        .check()
        .fails()
        .tells("list-numbered-oddly.tenth");
    part(&format!("{items}    1. Under it\n    2. And this\n")).check().succeeds();
}

#[test]
fn letters_where_markdown_wants_numbers() {
    part("1. One\n\n   a. Under one\n\n   b. Under one too\n").check().succeeds().tells("list-lettered");
}

#[test]
fn no_statements_at_all() {
    bare()
        .remove("content/standards/I.md")
        .remove("content/standards/I.A.md")
        .remove("content/standards/II.md")
        .remove("content/standards/II.A.md")
        .check()
        .fails()
        .tells("no-statements");
}

#[test]
fn metadata_for_a_number_that_is_not_in_the_list() {
    Site::small().replace(PART, "  3:\n", "  4:\n").check().fails().tells("metadata-without-statement");
}

#[test]
fn metadata_with_the_whole_code() {
    Site::small()
        .replace(PART, "  2.a:\n", "  II.A.2.a:\n")
        .check()
        .fails()
        .tells("metadata-without-statement.code");
}

#[test]
fn metadata_in_a_file_without_a_list() {
    bare()
        .file(
            PART,
            "---\nid: II.A\ntitle: Tasks\nstatements:\n  1:\n    keywords: [time]\n---\n\nJust words.\n",
        )
        .check()
        .fails()
        .tells("metadata-without-statement.no-list");
}

#[test]
fn a_code_twice() {
    Site::small()
        .replace(PART, "  3:\n", "  3:\n    code: I.A.1\n")
        .remove("content/annotations/II.A.3.md")
        .replace("content/guides/first-steps.md", "[[II.A.3|listening]]", "listening")
        .check()
        .fails()
        .tells("duplicate-code");
}

#[test]
fn a_section_twice() {
    Site::small()
        .file("content/standards/again.md", "---\nid: II\ntitle: The First Visits\n---\n")
        .check()
        .fails()
        .tells("duplicate-id");
}

#[test]
fn a_text_with_the_id_of_another() {
    Site::small()
        .file(
            "content/standards/preface.md",
            "---\nid: purpose\ntitle: Preface\nkind: front\n---\n\nWords.\n",
        )
        .check()
        .fails()
        .tells("duplicate-id.text");
}

#[test]
fn a_kind_twice() {
    Site::small()
        .replace("content/standards/framework.yaml", "id: tasks", "id: knowledge")
        .replace("content/standards/framework.yaml", "rows: tasks", "rows: knowledge")
        .replace(PART, "kind: tasks", "kind: knowledge")
        .check()
        .fails()
        .tells("duplicate-id.kind");
}

#[test]
fn two_annotations_for_one_statement() {
    Site::small()
        .file("content/annotations/first/II.A.1.md", "## Prompts\n\n- One?\n- Two?\n")
        .check()
        .fails()
        .tells("duplicate-id.annotation");
}

#[test]
fn a_term_twice() {
    Site::small()
        .file(
            "content/glossary/visitor.md",
            "---\nterm: visitor\naliases: [befrienders]\n---\n\nWho comes. See [[visitor]].\n",
        )
        .check()
        .fails()
        .tells("duplicate-term");
}

#[test]
fn a_statement_related_to_itself() {
    Site::small()
        .replace("content/standards/I.A.md", "supports: [II.A.1]", "supports: [I.A.1, II.A.1]")
        .check()
        .fails()
        .tells("relation-to-itself");
}

#[test]
fn a_relation_twice() {
    Site::small()
        .replace("content/standards/I.A.md", "supports: [II.A.1]", "supports: [II.A.1, II.A.3, II.A.1]")
        .check()
        .fails()
        .tells("relation-twice");
}

#[test]
fn relations_in_a_circle() {
    Site::small()
        .replace(
            PART,
            "  1:\n    topics: [trust]\n",
            "  1:\n    topics: [trust]\n    related:\n      supports: [II.A.3]\n",
        )
        .replace(PART, "      see-also: [II.A.2.a]", "      supports: [I.A.1]")
        .check()
        .fails()
        .tells("relation-cycle");
}

#[test]
fn see_also_may_go_round() {
    Site::small()
        .replace(
            PART,
            "  2.a:\n    topics: [trust, boundaries]\n    related:\n",
            "  2.a:\n    topics: [trust, boundaries]\n    related:\n      see-also: [II.A.3]\n",
        )
        .run(["check", "--deny-warnings"])
        .succeeds();
}

#[test]
fn what_begins_no_item_of_a_list() {
    part("•\tOne\n•\tTwo\n").check().fails().tells("list-mark.bullet");
    part("1. One\n\n2.Two\n").check().fails().tells("list-mark.no-space");
    part("1. One\n2.Two\n").check().fails().tells("list-mark.no-space-in-item");
    part("Before.\n\nII.A.1 One\n\nII.A.2 Two\n").check().fails().tells("list-mark.code");
    part("Before.\n\na) One\n\nb) Two\n").check().fails().tells("list-mark.letter");
    part("１．Erstens\n２．Zweitens\n").check().fails().tells("list-mark.full-width");
    for first in ["1、One", "（1） One", "(1) One", "①One", "一、One", "א. One", "١. One"] {
        let run = part(&format!("{first}\n")).check().fails();
        assert!(run.stderr.contains("begin the items with"), "{first}: {}", run.stderr);
    }
    part("1. One\n2．Two\n").check().fails().tells("list-mark.full-width-in-item");
    part("1. One:\n   （１）this\n   （２）that\n").check().succeeds().tells("list-lettered.printed");
    part("1. One:\n\n   • this\n   • that\n").check().fails().tells("list-mark.bullet-in-item");
}

#[test]
fn numbers_in_published_words_are_words() {
    let words =
        "A. Smith asked 2.5 times.\n\n1. One takes\n   2.5 hours\n   2nd\n\n2. Two has\n   5.b\n\n4.x\n";
    let run = part(words).check();
    assert!(!run.stderr.contains("list-mark"), "{}", run.stderr);
}

#[test]
fn a_numbering_without_a_level_for_statements() {
    let framework = "content/standards/framework.yaml";
    let run = Site::small()
        .replace(
            framework,
            "numbering: [upper-roman, upper-alpha, decimal, lower-alpha]",
            "numbering: [upper-roman, upper-alpha]",
        )
        .check()
        .fails();
    run.tells_all("list-too-deep.no-level");
}

#[test]
fn a_part_without_anything_in_it() {
    Site::small()
        .file("content/standards/I.A.md", "")
        .check()
        .fails()
        .tells("front-matter-missing.empty-part");
}

#[test]
fn a_part_with_metadata_and_no_list() {
    Site::small()
        .replace("content/standards/I.A.md", "1. What moves", "What moves")
        .replace("content/standards/I.A.md", "2. What a", "What a")
        .check()
        .fails()
        .tells("metadata-without-statement.once");
}

#[test]
fn where_no_section_fits_the_numbering_nothing_else_is_told() {
    let run = Site::small()
        .replace(
            "content/standards/framework.yaml",
            "[upper-roman, upper-alpha, decimal, lower-alpha]",
            "[decimal, decimal, decimal]",
        )
        .check()
        .fails();
    assert!(run.codes().iter().all(|code| code == "unknown-numbering"), "{}", run.stderr);
}
