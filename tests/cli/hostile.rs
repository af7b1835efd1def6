//! Content that means harm, or a program that went wrong: no crash, no hang.

use std::fmt::Write as _;

use crate::site::{Site, snapshot};

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

/// A site with so many statements, each of which, but the last, continues others.
fn continued(statements: usize, others: impl Fn(usize) -> String) -> Site {
    let mut part = String::from("---\nid: II.A\ntitle: T\nstatements:\n");
    for number in 1..statements {
        let _ = writeln!(part, "  {number}: {{related: {{continues: [{}]}}}}", others(number));
    }
    part.push_str("---\n\n");
    for number in 1..=statements {
        let _ = writeln!(part, "{number}. Words");
    }
    let site =
        Site::small().remove("content/annotations").remove("content/guides").remove("content/glossary");
    site.file("content/standards/II.A.md", part)
}

#[test]
fn a_chain_of_relations_as_long_as_the_framework() {
    let run = continued(3_000, |number| format!("II.A.{}", number + 1)).run(["export", "csv"]);
    assert!(matches!(run.code, Some(0 | 1)), "{:?}", run.code);
}

#[test]
fn a_circle_of_as_many_parts_as_there_are() {
    let mut site = bare("");
    let parts = 3_000;
    for n in 0..parts {
        let part = format!("---\nid: p{n}\ntitle: T\nparent: p{}\n---\n\n1. Words\n", (n + 1) % parts);
        site = site.file(&format!("content/standards/p{n}.md"), part);
    }
    let run = site.check().fails();
    assert!(run.stderr.contains("p4 → (2991 more) → p2996"), "{}", run.stderr);
}

#[test]
fn circles_of_relations_without_end() {
    let and_back = |number: usize| {
        let back = (1..number).rev().take(50).map(|earlier| format!(", II.A.{earlier}"));
        format!("II.A.{}{}", number + 1, back.collect::<String>())
    };
    let run = continued(1_000, and_back).check().fails();
    let circles = run.codes().iter().filter(|code| *code == "relation-cycle").count();
    assert_eq!(circles, 20);
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

/// A part with so many statements.
fn part(statements: usize) -> String {
    let mut part = String::from("---\nid: II.A\ntitle: T\nkind: tasks\n---\n\n");
    for number in 1..=statements {
        let _ = writeln!(part, "{number}. Words");
    }
    part
}

/// A site without sections yet, whose framework says `more`.
fn bare(more: &str) -> Site {
    let framework = format!("id: a\ntitle: A\npublisher: P\nsource: s\nrights: r\n{more}");
    Site::empty()
        .file("content/site.yaml", "title: A\ndescription: A.\n")
        .file("content/standards/framework.yaml", framework)
}

const GUIDE: &str = "content/guides/first-steps.md";

fn topic(keys: &str) -> String {
    format!("---\ntitle: Trust\nsummary: s\n{keys}---\n\nWords.\n")
}

#[test]
fn more_statements_than_a_file_may_have() {
    let site = || Site::small().remove("content/annotations");
    site().file("content/standards/II.A.md", part(5_001)).check().fails().tells("over-limit.statements");
    // A hundred thousand are no slower: what is too much is looked at no further.
    let run = site().file("content/standards/II.A.md", part(100_000)).check().fails();
    assert_eq!(run.codes(), ["over-limit"], "{}", run.stderr);
}

#[test]
fn more_statements_than_all_files_may_have() {
    let mut site = bare("");
    for n in 0..51 {
        let part = part(5_000).replace("id: II.A", &format!("id: p{n}")).replace("kind: tasks\n", "");
        site = site.file(&format!("content/standards/p{n}.md"), part);
    }
    site.check().fails().tells("over-limit.statements-in-all");
}

#[test]
fn more_pieces_than_published_words_may_have() {
    // Each sign is a list with an item, which begin and end.
    let words = "- * + ".repeat(80_000);
    let mut site = bare("");
    for n in 0..11 {
        let part = format!("---\nid: p{n}\ntitle: P\n---\n{words}\n");
        site = site.file(&format!("content/standards/p{n}.md"), part);
    }
    site.check().fails().tells("over-limit.pieces");
}

/// Parts of statements that refer to a term many times, and every reference shows all of its preview.
fn referring(parts: usize, statements: usize) -> Site {
    let term = format!("---\nterm: amp\n---\n\n{}\n", "&&&&&&& ".repeat(40));
    let list = format!("1. {}\n", "[[amp]] ".repeat(250)).repeat(statements);
    let mut site = bare("").file("content/glossary/amp.md", term);
    for n in 0..parts {
        let part = format!("---\nid: p{n}\ntitle: T\n---\n\n{list}");
        site = site.file(&format!("content/standards/p{n}.md"), part);
    }
    site
}

#[test]
fn more_than_one_page_may_show() {
    let shows = "![[p0.1]]\n\n".repeat(1_000);
    let guide = format!("---\ntitle: G\nsummary: S.\n---\n\n{shows}");
    referring(1, 1).file("content/guides/g.md", guide).check().fails().tells("over-limit.page");
}

#[test]
fn more_html_than_all_statements_may_have() {
    let run = referring(11, 70).check().fails();
    assert!(run.stderr.contains("more than 256 MB of HTML in all published words"), "{}", run.stderr);
}

#[test]
fn more_pages_than_a_site_may_have() {
    let mut site = crate::courses::site();
    for n in 0..2_501 {
        let aliases: Vec<String> = (0..100).map(|alias| format!("{n}/{alias}.html")).collect();
        let guide = format!("---\ntitle: G\nsummary: S.\naliases: [{}]\n---\n", aliases.join(", "));
        site = site.file(&format!("content/guides/g{n}.md"), guide);
    }
    site = site.check().fails().tells("over-limit.pages").site;
    // Of packages and books, too, whose links lead to the pages.
    for what in [&["epub"][..], &["epub", "course:first-steps"], &["cc"], &["scorm12"]] {
        let run = site.run(["export"].iter().chain(what)).fails();
        assert_eq!(run.codes(), ["over-limit"], "{what:?}: {}", run.stderr);
        site = run.site;
    }
}

#[test]
fn more_signs_than_a_text_may_have() {
    let site = |text: &str| Site::small().append(GUIDE, text);
    site(&"[".repeat(250_001)).check().fails().tells("over-limit.signs");
    // In the YAML, too, and whatever refers to the text.
    let keys = format!("{}aliases: []\n", "#\n".repeat(125_001));
    let run = Site::small().file("content/topics/trust.md", topic(&keys)).check().fails();
    assert_eq!(run.codes(), ["over-limit"], "{}", run.stderr);
}

#[test]
fn more_entries_than_a_list_may_have() {
    let aliases: Vec<String> = (0..10_001).map(|n| format!("topics/{n}.html")).collect();
    let keys = format!("aliases: [{}]\n", aliases.join(", "));
    Site::small().file("content/topics/trust.md", topic(&keys)).check().fails().tells("over-limit.entries");
    let same = "title: Trust\n".repeat(50_000);
    let run = Site::small().file("content/topics/trust.md", topic(&same)).check().fails();
    assert_eq!(run.codes(), ["over-limit"], "{}", run.stderr);
}

#[test]
fn more_yaml_than_a_file_may_have() {
    let keys = format!("# {}\n", "a comment ".repeat(110_000));
    Site::small().file("content/topics/trust.md", topic(&keys)).check().fails().tells("over-limit.yaml");
}

#[test]
fn more_earlier_addresses_than_a_page_may_have() {
    let aliases: Vec<String> = (0..101).map(|n| format!("topics/{n}.html")).collect();
    let keys = format!("aliases: [{}]\n", aliases.join(", "));
    Site::small().file("content/topics/trust.md", topic(&keys)).check().fails().tells("over-limit.aliases");
}

#[test]
fn more_headings_than_a_text_may_have() {
    let headings = "## Again\n\n".repeat(1_001);
    Site::small().append(GUIDE, &format!("\n{headings}")).check().fails().tells("over-limit.headings");
}

#[test]
fn more_statements_shown_in_a_text_than_may_be() {
    let embeds = "![[II.A.1]]\n\n".repeat(1_001);
    Site::small().append(GUIDE, &format!("\n{embeds}")).check().fails().tells("over-limit.embedded");
}

#[test]
fn a_name_longer_than_anybody_says() {
    let term = format!("---\nterm: {}\n---\n\nWords.\n", "agree ".repeat(20));
    Site::small().file("content/glossary/long.md", term).check().fails().tells("over-limit.name");
}

#[test]
fn parts_nested_deeper_than_anybody_prints() {
    let mut site = bare("").file("content/standards/p0.md", "---\nid: p0\ntitle: T\n---\n\n1. Words\n");
    for n in 1..600 {
        let part = format!("---\nid: p{n}\ntitle: T\nparent: p{}\n---\n", n - 1);
        site = site.file(&format!("content/standards/p{n}.md"), part);
    }
    site.check().fails().tells("over-limit.levels");
}

#[test]
fn more_sections_than_anybody_turns_over() {
    let mut site = bare("");
    for n in 0..501 {
        site = site.file(
            &format!("content/standards/p{n}.md"),
            format!("---\nid: p{n}\ntitle: T\n---\n\n1. Words\n"),
        );
    }
    site.check().fails().tells("over-limit.sections");
}

#[test]
fn more_topics_than_anybody_looks_through() {
    let mut site = Site::small();
    for n in 0..1_001 {
        site = site.file(&format!("content/topics/t{n}.md"), topic(""));
    }
    site.check().fails().tells("over-limit.topics");
}

#[test]
fn a_statement_longer_than_a_chapter() {
    let part = format!("---\nid: II.A\ntitle: T\n---\n\n1. {}\n", "word ".repeat(4_001));
    let site = Site::small().remove("content/annotations").file("content/standards/II.A.md", part);
    site.check().fails().tells_all("over-limit.statement");
    // An address takes as much room wherever its words stand.
    let part =
        format!("---\nid: II.A\ntitle: T\n---\n\n1. [Words](https://a.example/{})\n", "a".repeat(20_000));
    let site = Site::small().remove("content/annotations").file("content/standards/II.A.md", part);
    assert_eq!(site.check().fails().codes(), ["over-limit", "statement-without-topic"]);
}

#[test]
fn a_value_that_would_stand_on_every_page() {
    let keys = format!("rights: {}\n", "all rights ".repeat(1_000));
    let framework = format!("id: a\ntitle: A\npublisher: P\nsource: s\n{keys}");
    let site = Site::small().file("content/standards/framework.yaml", framework);
    site.check().fails().tells("over-limit.value");
    // A fault elsewhere in the file hides nothing.
    let text = format!("title: {}\ndescription: A.\nlanguage: \"en\n", "long ".repeat(3_000));
    let run = Site::small().file("content/site.yaml", text).check().fails();
    assert_eq!(run.codes(), ["over-limit", "yaml-syntax"], "{}", run.stderr);
}

#[test]
fn a_fault_in_the_current_folder_is_one_fault() {
    let text = format!("title: {}\ndescription: A.\n", "long ".repeat(3_000));
    let run = bare("").file("content/site.yaml", text).with(|folder| {
        std::fs::rename(folder.join("content/site.yaml"), folder.join("site.yaml")).expect("moved");
        std::fs::rename(folder.join("content/standards"), folder.join("standards")).expect("moved");
        std::fs::remove_dir(folder.join("content")).expect("removed");
    });
    let run = run.run(["check", "--content", "."]).fails();
    assert_eq!(run.codes(), ["over-limit"], "{}", run.stderr);
    assert!(run.stderr.contains("site.yaml:1:8") && !run.stderr.contains("./site.yaml"), "{}", run.stderr);
}

/// What a framework with a matrix says.
const MATRIX: &str = "numbering: [decimal, decimal, decimal]\nkinds: [{id: k, title: K}, {id: t, title: T}]\n\
     matrix: {rows: t, columns: k}\n";

#[test]
fn more_tables_of_the_matrix_than_a_page_lists() {
    let mut site = bare(MATRIX).file("content/standards/1.md", "---\nid: '1'\ntitle: S\n---\n");
    let (mut supports, mut list) = (String::new(), String::new());
    for n in 1..=200 {
        let _ = writeln!(supports, "  {n}: {{related: {{supports: [{}.1.1]}}}}", n + 1);
        let _ = writeln!(list, "{n}. Words");
        let section = n + 1;
        site = site
            .file(
                &format!("content/standards/{section}.md"),
                format!("---\nid: '{section}'\ntitle: S\n---\n"),
            )
            .file(
                &format!("content/standards/{section}.1.md"),
                format!("---\nid: '{section}.1'\ntitle: P\nkind: t\n---\n\n1. Words\n"),
            );
    }
    let knowledge = format!("---\nid: '1.1'\ntitle: K\nkind: k\nstatements:\n{supports}---\n\n{list}");
    let run = site.file("content/standards/1.1.md", knowledge).build().succeeds();
    let listed = |page: &str| run.text(page).matches("href=\"../matrix/").count();
    assert_eq!(run.text("output/matrix.html").matches("href=\"matrix/").count(), 200);
    for (page, first) in [("2", "2"), ("100", "50"), ("201", "102")] {
        let page = format!("output/matrix/{page}.html");
        assert_eq!(listed(&page), 100);
        let html = run.text(&page);
        let (_, after) = html.split_once("href=\"../matrix/").expect("a table");
        assert!(after.starts_with(&format!("{first}.html")), "{page}: {}", &after[..20]);
        assert_eq!(html.matches("aria-current=\"page\"").count(), 1, "{page}");
    }
}

#[test]
fn a_matrix_larger_than_a_table_can_be() {
    let site = bare(MATRIX);
    let mut knowledge = String::from("---\nid: '1.1'\ntitle: K\nkind: k\nstatements:\n");
    for number in 1..=501 {
        let _ = writeln!(knowledge, "  {number}: {{related: {{supports: [1.2.{number}]}}}}");
    }
    let list: String = (1..=501).fold(String::new(), |list, number| list + &format!("{number}. Words\n"));
    site.file("content/standards/1.md", "---\nid: '1'\ntitle: S\n---\n")
        .file("content/standards/1.1.md", format!("{knowledge}---\n\n{list}"))
        .file("content/standards/1.2.md", format!("---\nid: '1.2'\ntitle: T\nkind: t\n---\n\n{list}"))
        .check()
        .fails()
        .tells("over-limit.cells");
}

#[test]
fn more_documents_of_a_kind_than_there_may_be() {
    let many = |most: usize, path: &str, text: &str| {
        (0..=most).fold(crate::courses::site(), |site, n| {
            site.file(&format!("content/{}", path.replace('#', &n.to_string())), text)
        })
    };
    let definition = "---\ntitle: T\nsummary: S.\nselect: [{section: '1'}]\nscales: [confidence]\n---\n";
    let step = "---\ntitle: T\nsource: S\nsteps: [{id: s, title: S, question: Q?}]\n---\n";
    let course = "---\ntitle: T\nsummary: S.\nunits: []\n---\n";
    let kinds: Vec<String> = (0..=100).map(|n| format!("{{id: k{n}, title: K}}")).collect();
    let kinds = kinds.join(", ");
    let framework = format!("id: a\ntitle: A\npublisher: P\nsource: s\nrights: r\nkinds: [{kinds}]\n");
    for (most, what, site) in [
        (100, "kinds", Site::small().file("content/standards/framework.yaml", framework)),
        (1_000, "self-assessments", many(1_000, "assessments/a#.md", definition)),
        (1_000, "scales", many(1_000, "assessments/scales/s#.yaml", "title: T\nquestion: Q?\npoints: []\n")),
        (1_000, "reflection models", many(1_000, "assessments/reflections/r#.md", step)),
        (500, "courses", many(500, "courses/c#/course.md", course)),
        (
            1_000,
            "checks in this course",
            many(1_000, "courses/first-steps/checks/c#.yaml", "title: T\nquestions: []\n"),
        ),
        (
            1_000,
            "vignettes in this course",
            many(1_000, "courses/first-steps/vignettes/v#.yaml", "title: T\nsummary: S.\nscenes: []\n"),
        ),
    ] {
        let run = site.check().fails();
        assert_eq!(run.codes().first().map(String::as_str), Some("over-limit"), "{what}");
        assert_eq!(run.codes().len(), 1, "{what}");
        let told = format!("there are more than {most} {what}\n");
        assert!(run.stderr.contains(&told), "{what}: {}", run.stderr);
    }
}

#[test]
fn more_statements_than_assessments_may_select() {
    let list = "1. Words\n".repeat(5_000);
    let part = |more: &str| format!("---\nid: p\ntitle: T\n---\n\n{more}");
    let scale = "title: C\nquestion: Q?\npoints: [{label: Low}, {label: High}]\n";
    let definition = |select: &str, exclude: &str| {
        let keys = format!("select: [{select}]\nexclude: [{exclude}]\nscales: [c]\n");
        format!("---\ntitle: A\nsummary: S.\n{keys}---\n")
    };
    let site = |definition: String| {
        bare("")
            .file("content/standards/p.md", part(&list))
            .file("content/assessments/scales/c.yaml", scale)
            .file("content/assessments/a.md", definition)
    };
    let selects = definition(&"{section: p}, ".repeat(1_001), "");
    site(selects).check().fails().tells_all("over-limit.selected");
    for definition in [
        definition(&"{section: p}, ".repeat(9_999), ""),
        definition(&"{codes: [p, p, p]}, ".repeat(9_999), ""),
        definition("{section: p}", &"p, ".repeat(9_999)),
    ] {
        let run = site(definition).check().fails();
        let errors: Vec<String> =
            run.codes().into_iter().filter(|code| !code.starts_with("statement-")).collect();
        assert_eq!(errors, ["over-limit"], "{}", run.stderr);
    }
}

#[test]
fn more_topics_than_a_statement_has() {
    let mut site = bare("");
    let names: Vec<String> = (0..101).map(|n| format!("t{n}")).collect();
    for name in &names {
        site = site.file(&format!("content/topics/{name}.md"), topic(""));
    }
    let front = format!("id: p\ntitle: T\nstatements:\n  1: {{topics: [{}]}}\n", names.join(", "));
    let run = site.file("content/standards/p.md", format!("---\n{front}---\n\n1. Words\n")).check().fails();
    assert!(run.stderr.contains("more than 100 topics of this statement"), "{}", run.stderr);
}

#[test]
fn a_course_longer_than_a_degree() {
    let mut site = crate::courses::site();
    for n in 0..500 {
        let lesson = "---\ntitle: L\nsummary: S.\nminutes: 10\noutcomes: []\n---\n\nWords.\n";
        site = site.file(&format!("content/courses/first-steps/l{n}.md"), lesson);
    }
    site.check().fails().tells("over-limit.lessons");
}

#[test]
fn circles_of_units_without_end() {
    let mut course = String::from("---\ntitle: C\nsummary: S.\nunits:\n");
    for unit in 0..1_500 {
        let back = (0..unit).rev().take(20).map(|earlier| format!(", u{earlier}"));
        let back: String = back.collect();
        let _ = writeln!(
            course,
            "  - {{id: u{unit}, title: U, lessons: [motives], prerequisites: [u{}{back}]}}",
            (unit + 1) % 1_500
        );
    }
    course.push_str("---\n\nWords.\n");
    let run = crate::courses::site().file("content/courses/first-steps/course.md", course).check().fails();
    assert_eq!(run.codes().iter().filter(|code| *code == "prerequisite-circle").count(), 20);
}

#[test]
fn choices_that_lead_nowhere_among_thousands_of_scenes() {
    let mut vignette = String::from("title: V\nsummary: S.\nscenes:\n");
    for scene in 0..8_000 {
        let _ = writeln!(
            vignette,
            "- {{id: s{scene}, text: T, choices: [{{text: a, to: x{scene}, feedback: f}}]}}"
        );
    }
    let site = crate::courses::site();
    let run = site.file("content/courses/first-steps/vignettes/first-day.yaml", vignette).check().fails();
    assert!(run.codes().iter().filter(|code| *code == "unknown-scene").count() > 4_000);
    assert!(run.stderr.contains("s18, s19, …"), "{}", run.stderr);
}

#[test]
fn references_made_to_be_compared_with_everything() {
    let mut words = String::new();
    for number in 0..6_000 {
        let _ = write!(words, "[[II.A.{number}9]] [a](#b{number}) [c](d{number}.md)\n\n");
    }
    let run = Site::small()
        .remove("content/annotations")
        .file("content/standards/II.A.md", part(3_000))
        .append(GUIDE, &words)
        .run(["check", "--message-format", "json"])
        .fails();
    assert_eq!(run.json().len(), 5_001);
    let last = run.json().pop().expect("a problem");
    assert_eq!((&last["code"], &last["severity"]), (&"problems-left-out".into(), &"error".into()));
}

#[test]
fn problems_that_are_left_out_are_counted() {
    let words = "A <b>bold</b> word.\n\n".repeat(5_010);
    let run = Site::small().append(GUIDE, &format!("\n{words}\n[[gone]]\n")).check().fails();
    let told: Vec<&str> = run.stderr.split("\n\n").collect();
    // The one error is told, however many warnings there are.
    snapshot("problems-left-out", &told[told.len() - 3..].join("\n\n"));
    assert_eq!(run.codes().len(), 5_001);
}

#[test]
fn problems_without_end_are_counted_and_not_kept() {
    // One more is that the page is large.
    let words = "[[a]] [a](b) ".repeat(26_000);
    let run = Site::small().append(GUIDE, &format!("\n{words}\n")).check().fails();
    assert_eq!(run.codes().len(), 5_001);
    assert!(
        run.stderr.contains("47001 more problems are not told"),
        "{}",
        &run.stderr[run.stderr.len() - 500..]
    );
}

#[test]
fn a_glossary_made_to_be_compared_with_every_word() {
    let names: Vec<String> = (0..500).map(|n| format!("{}x{n}", "a ".repeat(40))).collect();
    let term = format!("---\nterm: a\naliases: [{}]\n---\n\nWords.\n", names.join(", "));
    let part = format!("---\nid: II.A\ntitle: T\nkind: tasks\n---\n\n1. {}\n", "a ".repeat(200_000));
    let run = Site::small()
        .remove("content/annotations")
        .file("content/glossary/a.md", term)
        .file("content/standards/II.A.md", part)
        .check();
    assert!(matches!(run.code, Some(0 | 1)), "{:?} {}", run.code, run.stderr);
}

#[test]
fn words_of_templates_are_words() {
    let words = "{{ 7 * 7 }} {% raw %}{% include \"base.html\" %}{# x #} {n} {title}";
    let quoted = serde_json::to_string(words).expect("JSON");
    let run = Site::small()
        .replace("content/site.yaml", "title: Good Practice in Befriending", &format!("title: {quoted}"))
        .replace("content/topics/trust.md", "title: Trust", &format!("title: {quoted}"))
        .replace("content/standards/II.md", "title: The First Visits", &format!("title: {quoted}"))
        .append(GUIDE, &format!("\n{words}\n"))
        .build()
        .succeeds();
    for (path, bytes) in run.tree("output").iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        assert!(page.contains("{{ 7 * 7 }} {% raw %}") && !page.contains("49 "), "{path}");
    }
}

#[test]
fn a_picture_with_a_script_is_not_published() {
    Site::small()
        .file(
            "content/guides/drawn.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x()</script></svg>",
        )
        .append(GUIDE, "\n![A drawing](drawn.svg)\n")
        .build()
        .fails()
        .tells("active-content");
}

#[test]
fn a_page_of_somebody_else_is_published_where_all_content_is_trusted() {
    let site = || Site::small().file("content/guides/own.html", "<script>x()</script>");
    let site = || site().append(GUIDE, "\n[A page](own.html)\n");
    let run = site().build().fails();
    assert_eq!(run.codes(), ["active-content"]);
    site()
        .append("content/site.yaml", "features:\n  raw-html: true\n")
        .build()
        .succeeds()
        .wrote("output/guides/own.html");
}

#[test]
fn a_file_that_a_server_would_send_for_a_page_is_not_published() {
    let run = Site::small()
        .file("content/guides/first-steps.html.gz", "packed by hand")
        .file("content/_headers", "/*\n  X-Frame-Options: ALLOWALL\n")
        .file("content/guides/photo.php.jpg", "<?php x() ?>")
        .append(GUIDE, "\n[a](first-steps.html.gz) [b](../_headers) [c](photo.php.jpg)\n")
        .run(["build", "--compress=gz"])
        .fails();
    assert_eq!(run.codes(), ["active-content"; 3], "{}", run.stderr);
    snapshot("active-content-by-name", &run.stderr);
}
