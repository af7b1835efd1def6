//! Content that means harm, or a program that went wrong: no crash, no hang.

use std::fmt::Write as _;

use crate::site::Site;

fn deep(piece: &str, times: usize) -> String {
    piece.repeat(times)
}

#[test]
fn nesting_without_end_in_markdown() {
    let texts = [
        deep("1. ", 6_000),
        deep("- ", 6_000),
        deep("> ", 6_000),
        deep("[", 6_000),
        deep("![", 6_000),
        deep("[[", 6_000),
        deep("*a ", 6_000),
        deep("**a _b ", 4_000),
        deep("`", 6_000),
        deep("<b>", 400),
        deep("|", 4_000) + "\n" + &deep("-|", 2_000) + "\n" + &deep("|", 4_000),
        deep("# a\n", 6_000),
        deep("[^a]", 4_000) + "\n\n[^a]: x[^a]",
        (0..400).flat_map(|n| ["   ".repeat(n), "1. x\n".to_owned()]).collect(),
    ];
    for text in texts {
        let start: String = text.chars().take(12).collect();
        for (file, front) in [
            ("content/standards/II.A.md", "---\nid: II.A\ntitle: T\n---\n\n1. One\n\n   "),
            ("content/topics/trust.md", "---\ntitle: Trust\nsummary: s\n---\n\n"),
            ("content/annotations/II.A.1.md", "## Prompts\n\n"),
        ] {
            let run = Site::small().file(file, format!("{front}{text}\n")).check();
            assert!(matches!(run.code, Some(0 | 1)), "{start}… in {file}: {:?} {}", run.code, run.stderr);
        }
    }
}

#[test]
fn many_problems_are_told_without_end_in_sight() {
    let words = "[[gone]] and [away](gone.md)\n\n".repeat(1_000);
    let run = Site::small().append("content/guides/first-steps.md", &words).check().fails();
    assert_eq!(run.codes().len(), 2_000);
}

#[test]
fn a_chain_of_relations_as_long_as_the_framework() {
    let mut part = String::from("---\nid: II.A\ntitle: T\nstatements:\n");
    for number in 1..3_000 {
        let _ = writeln!(part, "  {number}: {{related: {{continues: [II.A.{}]}}}}", number + 1);
    }
    part.push_str("---\n\n");
    for number in 1..=3_000 {
        let _ = writeln!(part, "{number}. Words");
    }
    let site =
        Site::small().remove("content/annotations").remove("content/guides").remove("content/glossary");
    let run = site.file("content/standards/II.A.md", part).run(["export", "csv"]);
    assert!(matches!(run.code, Some(0 | 1)), "{:?}", run.code);
}

#[test]
fn control_characters_reach_no_terminal_and_no_page() {
    let run = Site::small()
        .append(
            "content/guides/first-steps.md",
            "\nA \u{1b}[31mred\u{1b}[0m and \u{0} word: [[\u{1b}[2Jgone]]\n",
        )
        .check()
        .fails();
    assert!(!run.stderr.contains('\u{1b}') && !run.stderr.contains('\0'), "{:?}", run.stderr);
}
