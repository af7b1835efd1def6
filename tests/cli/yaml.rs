//! YAML: front matter, `site.yaml`, `framework.yaml`.

use std::fmt::Write as _;

use crate::site::Site;

const TOPIC: &str = "content/topics/trust.md";

fn topic(text: &str) -> Site {
    Site::small().file(TOPIC, text)
}

#[test]
fn no_front_matter() {
    topic("# Trust\n\nTrust grows.\n").check().fails().tells("front-matter-missing");
}

#[test]
fn an_empty_file() {
    topic("").check().fails().tells("front-matter-missing.empty-file");
}

#[test]
fn a_blank_line_before_the_front_matter() {
    topic("\n---\ntitle: Trust\nsummary: s\n---\n").check().fails().tells("front-matter-missing.blank-line");
}

#[test]
fn front_matter_in_a_part() {
    Site::small()
        .file("content/standards/III.md", "Endings\n")
        .check()
        .fails()
        .tells("front-matter-missing.standard");
}

#[test]
fn the_closing_dashes_are_missing() {
    topic("---\ntitle: Trust\nsummary: How strangers come to rely on one another.\n\nTrust grows.\n")
        .check()
        .fails()
        .tells("front-matter-not-closed");
}

#[test]
fn an_annotation_with_front_matter() {
    Site::small()
        .file(
            "content/annotations/II.A.1.md",
            "---\ntitle: Coming on time\n---\n\n## Prompts\n\n- One?\n- Two?\n",
        )
        .check()
        .fails()
        .tells("front-matter-unwanted");
}

#[test]
fn an_unquoted_colon() {
    topic("---\ntitle: Trust: how it grows\nsummary: s\n---\n").check().fails().tells("yaml-syntax.colon");
}

#[test]
fn signs_as_wide_as_chinese_letters() {
    topic("---\ntitle：信頼\nsummary：s\n---\n").check().fails().tells("yaml-syntax.wide-colons");
    topic("---\ntitle: 信頼\nsummary：s\n---\n").check().fails().tells("yaml-syntax.wide-colon");
    let part = "content/standards/II.A.md";
    let run =
        Site::small().replace(part, "topics: [trust, boundaries]", "topics: [trust、boundaries]").check();
    run.fails().tells("unknown-topic.wide-comma");
}

#[test]
fn a_tab() {
    Site::small()
        .replace("content/standards/I.A.md", "    topics: [trust]", "\ttopics: [trust]")
        .check()
        .fails()
        .tells("yaml-syntax.tab");
}

#[test]
fn a_quote_that_is_not_closed() {
    topic("---\ntitle: \"Trust\nsummary: s\n---\n").check().fails().tells("yaml-syntax.quote");
}

#[test]
fn a_bracket_that_is_not_closed() {
    Site::small()
        .replace("content/standards/I.A.md", "topics: [trust]", "topics: [trust")
        .check()
        .fails()
        .tells("yaml-syntax.bracket");
}

#[test]
fn an_indentation_that_does_not_line_up() {
    Site::small()
        .replace("content/standards/I.A.md", "    topics: [trust]", "   topics: [trust]")
        .check()
        .fails()
        .tells("yaml-syntax.indentation");
}

#[test]
fn a_key_without_a_colon() {
    topic("---\ntitle Trust\nsummary: s\n---\n").check().fails().tells("yaml-syntax.no-colon");
}

#[test]
fn a_key_without_a_space_after_its_colon() {
    topic("---\ntitle:Trust\nsummary: s\n---\n").check().fails().tells("yaml-syntax.no-space");
}

#[test]
fn a_value_that_begins_with_a_percent_sign() {
    topic("---\ntitle: %Trust\nsummary: s\n---\n").check().fails().tells("yaml-syntax.percent");
}

#[test]
fn a_value_that_begins_with_a_star() {
    topic("---\ntitle: *Trust* and hope\nsummary: s\n---\n").check().fails().tells("yaml-syntax.star");
}

#[test]
fn an_apostrophe_in_single_quotes() {
    topic("---\ntitle: 'The worker's trust'\nsummary: s\n---\n")
        .check()
        .fails()
        .tells("yaml-syntax.apostrophe");
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut bomb = String::from("---\ntitle: Trust\nsummary: s\naliases:\n  - &a [x,x,x,x,x,x,x,x,x]\n");
    for (new, old) in "bcdefghijklmnop".chars().zip("abcdefghijklmno".chars()) {
        let nine = vec![format!("*{old}"); 9].join(",");
        let _ = writeln!(bomb, "  - &{new} [{nine}]");
    }
    bomb.push_str("---\n");
    let run = topic(&bomb).check().fails();
    assert!(run.stderr.len() < 20_000, "{} bytes of messages", run.stderr.len());
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = format!("---\ntitle: {}\nsummary: s\n---\n", "[".repeat(100_000));
    topic(&deep).check().fails().tells("yaml-syntax.deep");
}

#[test]
fn brackets_in_quotes_are_no_nesting() {
    let brackets = format!("---\ntitle: Trust\nsummary: \"{}\"\n---\n", "[".repeat(80));
    topic(&brackets).check().succeeds();
}

#[test]
fn an_alias_of_yaml_is_read_as_what_it_stands_for() {
    Site::small()
        .replace("content/standards/I.A.md", "topics: [trust]", "topics: &both [trust, boundaries]")
        .replace("content/standards/I.A.md", "topics: [boundaries]", "topics: *both")
        .run(["check", "--deny-warnings"])
        .succeeds();
}

#[test]
fn an_alias_of_yaml_is_no_fault_beside_one() {
    Site::small()
        .replace("content/standards/I.A.md", "topics: [trust]", "topics: &both [trust, boundaries]")
        .replace("content/standards/I.A.md", "topics: [boundaries]", "topics: *both")
        .replace("content/standards/I.A.md", "keywords:", "keyword:")
        .check()
        .fails()
        .tells("unknown-key.nested");
}

#[test]
fn a_key_with_a_slip() {
    topic("---\ntitel: Trust\ntitle: Trust\nsummary: s\n---\n").check().fails().tells("unknown-key");
}

#[test]
fn a_key_that_resembles_none() {
    topic("---\ntitle: Trust\nsummary: s\nauthor: Me\n---\n").check().fails().tells("unknown-key.strange");
}

#[test]
fn a_key_in_site_yaml() {
    Site::small()
        .append("content/site.yaml", "features:\n  serach: false\n")
        .check()
        .fails()
        .tells("unknown-key.site");
}

#[test]
fn a_key_twice() {
    topic("---\ntitle: Trust\nsummary: s\ntitle: Trusting\n---\n").check().fails().tells("duplicate-key");
}

#[test]
fn metadata_of_a_number_twice() {
    Site::small()
        .replace("content/standards/I.A.md", "  2:\n", "  1:\n")
        .check()
        .fails()
        .tells("duplicate-key.number");
}

#[test]
fn a_text_where_a_list_belongs() {
    Site::small()
        .replace("content/standards/I.A.md", "topics: [trust]", "topics: trust")
        .check()
        .fails()
        .tells("wrong-type");
}

#[test]
fn a_list_where_a_text_belongs() {
    topic("---\ntitle: [Trust]\nsummary: s\n---\n").check().fails().tells("wrong-type.text");
}

#[test]
fn a_word_where_yes_or_no_belongs() {
    Site::small()
        .append("content/site.yaml", "features:\n  search: sometimes\n")
        .check()
        .fails()
        .tells("wrong-type.switch");
}

#[test]
fn a_word_where_a_number_belongs() {
    Site::small()
        .replace("content/standards/framework.yaml", "year: 2026", "year: this year")
        .check()
        .fails()
        .tells("wrong-type.number");
}

#[test]
fn metadata_as_a_list() {
    Site::small()
        .file(
            "content/standards/I.A.md",
            "---\nid: I.A\ntitle: T\nkind: knowledge\nstatements:\n  - topics: [trust]\n---\n\n1. One\n2. Two\n",
        )
        .check()
        .fails()
        .tells("wrong-type.group");
}

#[test]
fn a_file_that_is_only_words() {
    Site::small().file("content/site.yaml", "Good Practice\n").check().fails().tells("wrong-type.whole");
}

#[test]
fn a_missing_key() {
    topic("---\ntitle: Trust\n---\n").check().fails().tells("missing-key");
}

#[test]
fn front_matter_with_nothing_in_it() {
    topic("---\n---\n").check().fails().tells_all("missing-key.all");
}

#[test]
fn a_missing_key_of_a_kind() {
    Site::small()
        .replace("content/standards/framework.yaml", "  - id: tasks\n    title: Tasks\n", "  - id: tasks\n")
        .check()
        .fails()
        .tells("missing-key.nested");
}

#[test]
fn a_value_that_is_not_one_of_the_choices() {
    Site::small()
        .replace("content/standards/framework.yaml", "lower-alpha", "lower-alfa")
        .check()
        .fails()
        .tells("bad-value");
}

#[test]
fn a_place_on_the_map_that_there_is_not() {
    Site::small()
        .replace("content/standards/I.md", "id: I\n", "id: I\nmap: below\n")
        .check()
        .fails()
        .tells("bad-value.map");
}

#[test]
fn a_key_without_a_value() {
    topic("---\ntitle:\nsummary: s\n---\n").check().fails().tells("empty-value");
    topic("---\ntitle: #1 rule\nsummary: s\n---\n").check().fails().tells("yaml-syntax.remark");
}

#[test]
fn an_id_without_a_character() {
    Site::small()
        .replace("content/standards/II.A.md", "id: II.A", "id: \"\"")
        .check()
        .fails()
        .tells("empty-value.id");
}

#[test]
fn a_base_url_without_its_beginning() {
    Site::small().append("content/site.yaml", "base-url: www.example.org\n").check().fails().tells("bad-url");
}

#[test]
fn a_base_url_that_browsers_take_for_another() {
    for url in [
        "https://example.org/\\\\evil.example",
        "https://example.org/\\t/evil.example",
        "https:///evil.example",
    ] {
        let run =
            Site::small().append("content/site.yaml", &format!("base-url: \"{url}\"\n")).check().fails();
        assert_eq!(run.codes(), ["bad-url"], "{url}: {}", run.stderr);
    }
}

#[test]
fn a_publisher_with_half_an_address() {
    Site::small()
        .append("content/standards/framework.yaml", "publisher-url: example\n")
        .check()
        .fails()
        .tells("bad-url.publisher");
}

#[test]
fn blanks_that_are_no_spaces() {
    let site = |blanks: &str| {
        let indented = format!("{blanks}topics: [trust]");
        Site::small().replace("content/standards/I.A.md", "    topics: [trust]", &indented)
    };
    site("\u{a0}\u{a0}\u{a0}\u{a0}").check().fails().tells("yaml-syntax.odd-blank");
    site("  \u{a0} ").check().fails().tells("yaml-syntax.odd-blank-between");
    // They are not in what is to be typed.
    topic("---\ntitle:\u{a0}Trust\nsummary: s\n---\n")
        .check()
        .fails()
        .tells("yaml-syntax.odd-blank-after-colon");
}

#[test]
fn a_line_that_is_not_under_its_key() {
    Site::small()
        .replace("content/standards/I.A.md", "    topics: [trust]", "topics: [trust]")
        .check()
        .fails()
        .tells("yaml-syntax.not-under");
}

#[test]
fn a_text_that_begins_with_brackets() {
    topic("---\ntitle: [Trust] grows\nsummary: s\n---\n").check().fails().tells("yaml-syntax.words-after");
    topic("---\ntitle: Trust\nsummary: [[I.A.1]] says it\n---\n")
        .check()
        .fails()
        .tells("yaml-syntax.words-after-reference");
}

const SCALE: &str = "content/assessments/scales/ease.yaml";

fn scale(text: &str) -> Site {
    Site::small().file(SCALE, text)
}

#[test]
fn a_yaml_file_with_dashes_as_front_matter_has_them() {
    scale("---\ntitle: Ease\nquestion: How easy?\npoints:\n  - label: Hard\n  - label: Easy\n---\n")
        .check()
        .fails()
        .tells("yaml-syntax.second-document");
}

#[test]
fn words_where_groups_belong() {
    scale("title: Ease\nquestion: How easy?\npoints: [Hard, Neither, Easy]\n")
        .check()
        .fails()
        .tells("wrong-type.words-for-groups");
    scale("title: Ease\nquestion: How easy?\npoints:\n  label: Hard\n")
        .check()
        .fails()
        .tells("wrong-type.group-for-list");
    Site::small()
        .append("content/site.yaml", "features: [raw-html]\n")
        .check()
        .fails()
        .tells("wrong-type.list-for-group");
}

#[test]
fn other_words_for_false() {
    Site::small()
        .append("content/site.yaml", "features:\n  study: off\n")
        .check()
        .fails()
        .tells("wrong-type.switch-off");
}

#[test]
fn curly_quotes() {
    Site::small()
        .replace("content/standards/I.A.md", "[trust]", "[“trust”]")
        .check()
        .fails()
        .tells("unknown-topic.curly-quotes");
    Site::small()
        .replace("content/standards/I.A.md", "id: I.A", "id: “I.A”")
        .check()
        .fails()
        .tells("unknown-numbering.curly-quotes");
}

#[test]
fn words_after_a_number_sign() {
    topic("---\ntitle: Rule #1 of trust\nsummary: s\n---\n\nSee [[I.A.1]].\n")
        .check()
        .succeeds()
        .tells_all("words-left-out");
    let text = "---\ntitle: \"Rule #1\" # quoted\nsummary: | # as it stands\n  a: Rule #1\n---\n";
    assert!(!topic(text).check().stderr.contains("words-left-out"));
}

#[test]
fn a_language_by_its_name() {
    Site::small().append("content/site.yaml", "language: english\n").check().fails().tells("bad-language");
}

#[test]
fn dashes_of_a_word_processor() {
    topic("———\ntitle: Trust\nsummary: s\n———\n\nTrust grows.\n")
        .check()
        .fails()
        .tells("front-matter-dashes");
    topic("---\ntitle: Trust\nsummary: s\n—\n\nTrust grows.\n")
        .check()
        .fails()
        .tells("front-matter-dashes.closing");
    topic("---\ntitle: A\nsummary: s\n...\n\nWords.\n").check().fails().tells("front-matter-dashes.dots");
}

#[test]
fn front_matter_below_a_heading() {
    topic("# Trust\n\n---\ntitle: Trust\nsummary: s\n---\n")
        .check()
        .fails()
        .tells("front-matter-missing.late");
}

#[test]
fn an_item_further_out_than_its_key() {
    Site::small()
        .replace("content/standards/I.A.md", "      supports: [II.A.1]", "      supports:\n    - II.A.1")
        .check()
        .fails()
        .tells("yaml-syntax.item-not-under");
}

#[test]
fn a_reference_in_a_title() {
    topic("---\ntitle: On [[I.A.1]]\nsummary: s\n---\n\nSee [[I.A.1]].\n")
        .check()
        .succeeds()
        .tells("reference-in-line");
}
