//! Other frameworks than the one that is bundled: other numberings, other depths, less of everything.

use std::fmt::Write as _;

use serde_json::Value;

use crate::site::{Run, Site};

const SITE: &str = "title: Ours\ndescription: A framework.\n";

/// A site with nothing but a framework of this numbering.
fn framework(numbering: &str) -> Site {
    let mut yaml = String::from("id: ours-1\ntitle: Ours\npublisher: We\nsource: Us\nrights: All\n");
    if !numbering.is_empty() {
        let _ = writeln!(yaml, "numbering: {numbering}");
    }
    Site::empty().file("content/site.yaml", SITE).file("content/standards/framework.yaml", yaml)
}

trait Standards {
    fn standard(self, name: &str, front: &str, body: &str) -> Self;
}

impl Standards for Site {
    fn standard(self, name: &str, front: &str, body: &str) -> Self {
        self.file(&format!("content/standards/{name}.md"), format!("---\n{front}\n---\n\n{body}"))
    }
}

/// The site has no fault, is built, and all of its links hold.
#[track_caller]
fn builds(site: Site) -> Run {
    let run = site.run(["check", "--deny-warnings"]).succeeds().site.build().succeeds();
    crate::links::hold(&run);
    run
}

#[track_caller]
fn codes(site: Site) -> (Site, Vec<String>) {
    let run = site.run(["export", "json"]).succeeds();
    let export: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let entries = export["statements"].as_array().expect("a list").iter();
    (run.site, entries.filter_map(|entry| entry["code"].as_str().map(ToOwned::to_owned)).collect())
}

#[test]
fn decimals_all_the_way() {
    let site = framework("[decimal, decimal, decimal]")
        .standard("1", "id: 1\ntitle: One", "")
        .standard("1.1", "id: 1.1\ntitle: One one", "1. First\n2. Second\n")
        .standard("1.2", "id: \"1.2\"\ntitle: One two", "1. First\n")
        .standard("2", "id: \"2\"\ntitle: Two", "")
        .standard("2.1", "id: 2.1\ntitle: Two one", "1. First\n");
    let (site, codes) = codes(site);
    assert_eq!(codes, ["1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "2", "2.1", "2.1.1"]);
    let run = builds(site);
    assert!(run.text("output/standards/1.1.2.html").contains("data-statement=\"1.1.2\""));
}

#[test]
fn ten_parts_are_in_the_order_of_their_numbers() {
    let mut site = framework("[decimal, decimal, decimal]").standard("1", "id: 1\ntitle: One", "");
    for number in 1..=11 {
        // 1.10 must not become 1.1.
        let front = format!("id: 1.{number}\ntitle: Part {number}");
        site = site.standard(&format!("1.{number}"), &front, "1. First\n");
    }
    let (site, codes) = codes(site);
    let parts: Vec<&String> = codes.iter().filter(|code| code.matches('.').count() == 1).collect();
    assert_eq!(parts, ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "1.10", "1.11"]);
    builds(site);
}

#[test]
fn two_levels() {
    let site = framework("[upper-alpha, decimal]")
        .standard("A", "id: A\ntitle: Before", "A text first.\n\n1. First\n2. Second\n\nA text last.\n")
        .standard("B", "id: B\ntitle: After", "1. First\n");
    let (site, codes) = codes(site);
    assert_eq!(codes, ["A", "A.1", "A.2", "B", "B.1"]);
    let run = builds(site);
    // Its statements stand in full on the page of the section.
    let page = run.text("output/standards/A.html");
    for words in ["A text first.", "First", "Second", "A text last.", "id=\"A.2\""] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(run.text("output/standards/A.2.html").contains("data-statement=\"A.2\""));
}

#[test]
fn four_levels_two_of_them_in_lists() {
    let site = framework("[upper-roman, upper-alpha, decimal, lower-alpha]")
        .standard("I", "id: I\ntitle: One", "")
        .standard(
            "I.A",
            "id: I.A\ntitle: One A",
            "1. Task\n\n   Skills:\n\n   1. First\n   2. Second\n\n2. Leaf\n",
        );
    let (site, codes) = codes(site);
    assert_eq!(codes, ["I", "I.A", "I.A.1", "I.A.1.a", "I.A.1.b", "I.A.2"]);
    builds(site);
}

#[test]
fn five_levels_three_of_them_in_lists() {
    let site = framework("[upper-roman, upper-alpha, decimal, lower-alpha, lower-roman]")
        .standard("I", "id: I\ntitle: One", "")
        .standard(
            "I.A",
            "id: I.A\ntitle: One A",
            "1. Task\n   1. Step\n      1. Deep\n      2. Deeper\n   2. Step\n2. Leaf\n",
        );
    let (site, codes) = codes(site);
    assert_eq!(codes, ["I", "I.A", "I.A.1", "I.A.1.a", "I.A.1.a.i", "I.A.1.a.ii", "I.A.1.b", "I.A.2"]);
    let run = builds(site);
    assert!(run.text("output/standards/I.A.html").contains("Deeper"));
}

#[test]
fn five_levels_three_of_them_in_files() {
    let site = framework("[decimal, decimal, decimal, decimal, lower-alpha]")
        .standard("1", "id: 1\ntitle: Domain", "")
        .standard("1.1", "id: 1.1\ntitle: Standard", "An introduction of the standard.\n")
        .standard("1.1.1", "id: 1.1.1\ntitle: Competency", "1. Statement\n   1. Under it\n")
        .standard("1.1.2", "id: 1.1.2\ntitle: Another competency", "1. Statement of another\n");
    let (site, codes) = codes(site);
    assert_eq!(codes, ["1", "1.1", "1.1.1", "1.1.1.1", "1.1.1.1.a", "1.1.2", "1.1.2.1"]);
    let run = builds(site);
    // What stands under a part is on its section's page, in print, and on the way to it.
    for (page, words) in [
        ("standards/1.html", "Another competency"),
        ("standards/index.html", "Another competency"),
        ("standards/print.html", "Statement of another"),
        ("standards/1.print.html", "Statement of another"),
        ("standards/1.1.2.1.html", "1.1 Standard"),
    ] {
        assert!(run.text(&format!("output/{page}")).contains(words), "{page}: {words}");
    }
}

#[test]
fn parts_and_statements_side_by_side() {
    let site = framework("[decimal, decimal, decimal]")
        .standard("1", "id: 1\ntitle: One", "1. Its own statement\n")
        .standard("1.2", "id: 1.2\ntitle: A part", "1. First\n");
    let (site, codes) = codes(site);
    assert_eq!(codes, ["1", "1.1", "1.2", "1.2.1"]);
    let run = builds(site);
    assert!(run.text("output/standards/1.html").contains("Its own statement"));
    assert!(run.text("output/standards/print.html").contains("Its own statement"));
}

#[test]
fn codes_of_its_own() {
    let site = framework("")
        .standard("care", "id: care\ntitle: Care\norder: 2", "")
        .standard("respect", "id: respect\ntitle: Respect\norder: 1", "")
        .standard(
            "listening",
            "id: C-1\ntitle: Listening\nparent: care\norder: 2\nstatements:\n  1: {code: C-101}\n  2: {code: C-102/b}\n  2.1: {code: C 103}",
            "1. First\n2. Second\n   1. Under it\n   2. Without a code of its own\n",
        )
        .standard("touch", "id: C-0\ntitle: Touch\nparent: care\norder: 1", "1. Numbered by its place\n")
        .standard("names", "id: R-1\ntitle: Names\nparent: respect", "1. First\n")
        .file("content/annotations/C-101.md", "## Prompts\n\n- See [[C-102/b]] and [[C 103]]?\n- [[R-1.1]]?\n")
        .file("content/annotations/C-0.1.md", "## Prompts\n\n- One?\n- Two?\n")
        .file("content/annotations/C 103.md", "## Prompts\n\n- One?\n- Two?\n")
        .file("content/annotations/R-1.1.md", "## Prompts\n\n- One?\n- Two?\n")
        // A code may have a character that no file's name has: there the name has a hyphen.
        .file("content/annotations/C-102-b.2.md", "## Prompts\n\n- One?\n- Two?\n");
    let (site, codes) = codes(site);
    assert_eq!(
        codes,
        ["respect", "R-1", "R-1.1", "care", "C-0", "C-0.1", "C-1", "C-101", "C-102/b", "C 103", "C-102/b.2"]
    );
    let run = builds(site);
    run.wrote("output/standards/C-102-b.html").wrote("output/standards/C-103.html");
}

#[test]
fn nothing_but_standards() {
    let site =
        framework("[upper-roman, decimal]").standard("I", "id: I\ntitle: One", "1. First\n2. Second\n");
    let run = builds(site);
    for page in ["topics", "glossary", "guides", "matrix.html"] {
        assert!(!run.site.path(&format!("output/{page}")).exists(), "{page}");
    }
    let home = run.text("output/index.html");
    for link in crate::links::values(&home, "href") {
        assert!(!link.starts_with("topics/") && !link.starts_with("glossary/"), "{link}");
    }
}

#[test]
fn nothing_that_can_be_switched_off() {
    let site = Site::small().append(
        "content/site.yaml",
        "features:\n  search: false\n  explore: false\n  matrix: false\n  study: false\n",
    );
    let run = builds(site);
    for page in ["explore.html", "matrix.html", "search-index.js", "study.html", "flashcards.html", "cards"] {
        assert!(!run.site.path(&format!("output/{page}")).exists(), "{page}");
    }
}

#[test]
fn earlier_addresses_lead_on() {
    let site = Site::small()
        .replace(
            "content/standards/II.A.md",
            "  3:\n",
            "  3:\n    aliases: [standards/II.A.4.html, old/place.html]\n",
        )
        .replace("content/standards/II.A.md", "id: II.A\n", "id: II.A\naliases: [standards/II-A.html]\n")
        .replace("content/standards/I.md", "id: I\n", "id: I\naliases: [standards/before.html]\n")
        .replace("content/topics/trust.md", "title: Trust", "title: Trust\naliases: [topics/confidence.html]")
        .replace("content/glossary/befriender.md", "[befrienders]", "[befrienders, glossary/visitor.html]")
        .replace(
            "content/guides/first-steps.md",
            "title: First steps",
            "title: First steps\naliases: [guides/start.html]",
        );
    let run = builds(site);
    for (from, to) in [
        ("standards/II.A.4.html", "../standards/II.A.3.html"),
        ("old/place.html", "../standards/II.A.3.html"),
        ("standards/II-A.html", "../standards/II.A.html"),
        ("standards/before.html", "../standards/I.html"),
        ("topics/confidence.html", "../topics/trust.html"),
        ("glossary/visitor.html", "../glossary/befriender.html"),
        ("guides/start.html", "../guides/first-steps.html"),
    ] {
        let page = run.text(&format!("output/{from}"));
        assert!(page.contains(&format!("content=\"0; url={to}\"")), "{from}\n{page}");
        assert!(page.contains(&format!("href=\"{to}\"")), "{from}");
        assert!(page.contains("noindex"), "{from}");
    }
    // An address that ends in .html is no name of the term.
    assert!(!run.text("output/glossary/befriender.html").contains("glossary/visitor.html"));
}

#[test]
fn statements_with_all_that_markdown_has() {
    let body = "1. A statement with *stress*, **weight** and `code`.\n\n   A second paragraph, and a list:\n\n   - one\n   - two\n     - deeper\n\n   \
                | Who | What |\n   |---|---|\n   | a | b |\n\n   > A quotation:\n   >\n   > 1. numbered in it\n\n2. Another.\n";
    let site = framework("[upper-roman, decimal, lower-alpha]").standard("I", "id: I\ntitle: One", body);
    let (site, codes) = codes(site);
    assert_eq!(codes, ["I", "I.1", "I.2"]);
    let run = builds(site);
    for page in ["standards/I.1.html", "standards/I.html", "standards/print.html"] {
        let html = run.text(&format!("output/{page}"));
        for expected in [
            "<em>stress</em>, <strong>weight</strong> and <code>code</code>.",
            "<p>A second paragraph, and a list:</p>",
            "<li>one</li>",
            "deeper",
            "<td>b</td>",
            "<li>numbered in it</li>",
        ] {
            assert!(html.contains(expected), "{page}: {expected}\n{html}");
        }
    }
}

#[test]
fn a_base_url_gives_full_addresses_and_a_map() {
    let run = builds(Site::small().append("content/site.yaml", "base-url: https://example.org/standards\n"));
    let map = run.text("output/sitemap.xml");
    assert!(map.contains("<loc>https://example.org/standards/</loc>"), "{map}");
    assert!(map.contains("<loc>https://example.org/standards/standards/II.A.3.html</loc>"), "{map}");
    let page = run.text("output/standards/II.A.3.html");
    assert!(
        page.contains(
            "<link rel=\"canonical\" href=\"https://example.org/standards/standards/II.A.3.html\">"
        )
    );
}

#[test]
fn of_a_large_framework_no_page_grows_with_the_whole() {
    let mut site = Site::empty().file("content/site.yaml", SITE).file(
        "content/standards/framework.yaml",
        "id: ours-1\ntitle: Ours\npublisher: We\nsource: Us\nrights: All\n\
         numbering: [decimal, decimal, decimal]\nkinds:\n  - {id: tasks, title: Tasks}\n  - {id: ground, title: Ground}\n\
         matrix: {rows: tasks, columns: ground}\n",
    );
    let item =
        |n: usize| format!("{n}. Somebody does what has to be done, and says so to whom it concerns.\n");
    let items: String = (1..=100).map(item).collect();
    for section in 1..=6 {
        site = site.standard(&format!("{section}"), &format!("id: \"{section}\"\ntitle: Section"), "");
        for (part, kind) in [(1, "tasks"), (2, "tasks"), (3, "ground")] {
            let mut front = format!("id: \"{section}.{part}\"\ntitle: Part\nkind: {kind}");
            if kind == "ground" {
                let _ = write!(
                    front,
                    "\nstatements:\n  1: {{related: {{supports: [\"{section}.1.1\", \"{section}.2.1\"]}}}}"
                );
            }
            site = site.standard(&format!("{section}.{part}"), &front, &items);
        }
    }
    let run = site
        .file(
            "content/courses/one/course.md",
            "---\ntitle: One\nsummary: One.\nunits: [{id: one, title: One, lessons: [first]}]\n---\n",
        )
        .file(
            "content/courses/one/first.md",
            "---\ntitle: First\nsummary: First.\nminutes: 5\noutcomes: [\"Do [[6.2.7]].\"]\n---\n\nSee [[1.1.1]].\n",
        )
        .build()
        .succeeds();
    crate::links::hold(&run);
    let pages = run.tree("output");
    for (page, bytes) in pages.iter().filter(|(page, _)| page.ends_with(".html")) {
        assert!(bytes.len() < 500_000, "{page}: {} bytes", bytes.len());
    }
    let whole = run.text("output/standards/print.html");
    assert!(whole.contains("href=\"../standards/6.print.html\"") && !whole.contains("Somebody does"));
    assert!(run.text("output/standards/6.print.html").contains("Somebody does"));
    // A section of two hundred rows has a matrix for each part.
    assert!(run.text("output/matrix/6.2.html").contains("6.2.1"));
    let run = run.wrote_no("output/matrix/6.html");
    // What a course teaches is told section by section.
    let coverage = run.text("output/courses/one/coverage.html");
    assert!(
        coverage.contains("href=\"../../courses/one/coverage/6.html\"")
            && !coverage.contains("Somebody does")
    );
    let coverage = run.text("output/courses/one/coverage/6.html");
    assert!(coverage.contains("coverage-taught") && !coverage.contains("5.1.1"));
    let lines = run.text("output/courses/one/coverage.csv").lines().count();
    assert_eq!(lines, 1 + 6 * 300);
}
