//! What reaches the pages: words as they are, and nothing that runs.

use crate::site::{Run, Site};

const GUIDE: &str = "content/guides/first-steps.md";
const PAGE: &str = "output/guides/first-steps.html";

fn guide(words: &str) -> Run {
    Site::small().append(GUIDE, &format!("\n{words}\n")).build().succeeds()
}

#[test]
fn html_is_shown_as_text() {
    let page = guide("A <b onclick=\"x()\">bold</b> word.\n\n<script>alert(1)</script>\n\n<!-- a note -->")
        .text(PAGE);
    assert!(page.contains("A &lt;b onclick=\"x()\"&gt;bold&lt;/b&gt; word."), "{page}");
    assert!(page.contains("<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>"), "{page}");
    assert!(page.contains("&lt;!-- a note --&gt;"), "{page}");
    assert!(!page.contains("<script>alert") && !page.contains("<b onclick"), "{page}");
}

#[test]
fn html_is_html_where_the_site_allows_it() {
    let run = Site::small()
        .append("content/site.yaml", "features:\n  raw-html: true\n")
        .append(GUIDE, "\nA <b>bold</b> word.\n\n<div class=\"box\">\n\nWords.\n\n</div>\n")
        .run(["build"])
        .succeeds();
    assert_eq!(run.codes(), [""; 0], "{}", run.stderr);
    let page = run.text(PAGE);
    assert!(page.contains("A <b>bold</b> word.") && page.contains("<div class=\"box\">"), "{page}");
}

#[test]
fn html_in_published_words_is_shown_as_text_too() {
    let run = Site::small()
        .replace("content/standards/II.A.md", "listens more", "listens <img src=x onerror=alert(1)> more")
        .build()
        .succeeds();
    for page in run.tree("output").iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8_lossy(&page.1);
        assert!(!text.contains("<img src=x"), "{}", page.0);
    }
    assert!(run.text("output/standards/II.A.3.html").contains("&lt;img src=x onerror=alert(1)&gt;"));
}

#[test]
fn metadata_is_text_everywhere() {
    let bad = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let quoted = serde_json::to_string(bad).expect("JSON");
    let run = Site::small()
        .replace("content/site.yaml", "title: Good Practice in Befriending", &format!("title: {quoted}"))
        .replace("content/site.yaml", "description: A small", &format!("description: {quoted}\n# "))
        .replace("content/standards/framework.yaml", "rights: Free to use", &format!("rights: {quoted}\n# "))
        .replace(
            "content/standards/framework.yaml",
            "title: Good Practice in Befriending",
            &format!("title: {quoted}"),
        )
        .replace("content/standards/framework.yaml", "source: Written", &format!("source: {quoted}\n# "))
        .replace("content/standards/II.md", "title: The First Visits", &format!("title: {quoted}"))
        .replace("content/topics/trust.md", "title: Trust", &format!("title: {quoted}"))
        .replace("content/topics/trust.md", "summary: How", &format!("summary: {quoted}\n# "))
        .replace(
            "content/glossary/agreement.md",
            "term: agreement",
            &format!("term: {quoted}\naliases: [agreement]"),
        )
        .replace(GUIDE, "title: First steps", &format!("title: {quoted}"))
        .replace("content/standards/I.A.md", "keywords: [gifts, money]", &format!("keywords: [{quoted}]"))
        .build()
        .succeeds();
    for (path, bytes) in run.tree("output").iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("<script>alert") && !text.contains("<img src=x"), "{path}");
    }
    crate::links::hold(&run);
}

#[test]
fn a_reference_has_the_words_it_leads_to() {
    let run = Site::small()
        .file(
            "content/glossary/workers-role.md",
            "---\nterm: worker's *role*_x_\n---\n\nA \"quoted\" <b> & more.\n",
        )
        .append(
            GUIDE,
            "\nThe [[worker's *role*_x_]] and [[topic:trust]], [[II.A.2.b]], [[guide:first-steps|this]].\n",
        )
        .build()
        .succeeds();
    let page = run.text(PAGE);
    assert!(
        page.contains(">worker&#39;s *role*_x_</a> and ") || page.contains(">worker's *role*_x_</a> and "),
        "{page}"
    );
    assert!(page.contains(">Trust</a>, "), "{page}");
    assert!(page.contains(">II.A.2.b</a>, "), "{page}");
    assert!(page.contains("data-preview=\"The limits of the befriender’s role are named.\""), "{page}");
    assert!(page.contains(">this</a>."), "{page}");
}

#[test]
fn published_words_keep_their_marks_and_ours_are_set() {
    let run = Site::small()
        .replace("content/standards/II.A.md", "listens more than", "listens -- \"more\" -- than")
        .append(GUIDE, "\nShe said -- \"more\" -- and left...\n")
        .build()
        .succeeds();
    let statement = run.text("output/standards/II.A.3.html");
    assert!(
        statement.contains("listens -- &quot;more&quot; -- than")
            || statement.contains("listens -- \"more\" -- than")
    );
    assert!(run.text(PAGE).contains("She said – “more” – and left…"));
}

#[test]
fn every_part_of_markdown_that_is_promised_is_there() {
    let page = guide(
        "| Left | Right |\n|:--|--:|\n| a | 1 |\n\nA note.[^1]\n\n[^1]: Below.\n\nterm\n: its meaning\n\n> [!NOTE]\n> Mind this.\n\n\
         ### Mine {#mine}\n\nTo [mine](#mine).\n\n- one\n  1. two\n\n```\ncode <b>\n```\n",
    )
    .text(PAGE);
    for expected in [
        "<table>",
        "<th scope=\"col\" class=\"right\">Right</th>",
        "<dt>term</dt>",
        "its meaning",
        "footnote",
        "Mind this.",
        "id=\"mine\"",
        "href=\"#mine\"",
        "code &lt;b&gt;",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
}

#[test]
fn every_page_has_its_policy_and_asks_nobody_else() {
    let run = Site::small().build().succeeds();
    crate::links::hold(&run);
    for (path, bytes) in run.tree("output").iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        assert!(page.contains("http-equiv=\"Content-Security-Policy\""), "{path}");
        assert!(page.contains("connect-src 'none'") || page.contains("connect-src &#39;none&#39;"), "{path}");
        for source in crate::links::values(&page, "src") {
            assert!(!source.contains(':') && !source.starts_with("//"), "{path} loads {source}");
        }
        assert!(!page.contains(" style=\"") && !page.contains(" onclick="), "{path}");
    }
}
