//! One page of every kind of the site that `init` makes, as a snapshot that somebody has read.
//!
//! Most are kept from `<main>` to `</main>`: what surrounds it is the same everywhere and stands in `page.home`. A
//! change of the theme that is meant changes them; `INSTA_UPDATE=always cargo test --test cli golden` writes them
//! anew, to be read before they are committed.

use std::collections::BTreeSet;

use crate::site::{Run, Site, project, snapshot};

/// Pages whose surroundings are of their own, kept whole.
const WHOLE: [&str; 3] = ["page.home", "page.print", "page.redirect"];

fn starter() -> Run {
    let site = Site::starter().replace(
        "content/topics/belonging.md",
        "---\n\n",
        "aliases: [topics/home.html]\n---\n\n",
    );
    site.build().succeeds()
}

fn page(run: &Run, name: &str, address: &str) {
    let html = run.text(&format!("output/{address}"));
    let kind = name.strip_prefix("page.").unwrap_or(name);
    assert!(html.contains(&format!("<body class=\"page-{kind}\"")), "{address} is no {kind}");
    let shown = if WHOLE.contains(&name) { html } else { main_of(&html) };
    snapshot(name, &shown);
}

/// What stands between the masthead and the footer.
fn main_of(html: &str) -> String {
    let start = html.find("<main").expect("a page has a main part");
    let end = html.find("</main>").expect("it ends") + "</main>".len();
    html[start..end].to_owned()
}

#[test]
fn pages() {
    let run = starter();
    page(&run, "page.home", "index.html");
    page(&run, "page.standards", "standards/index.html");
    page(&run, "page.section", "standards/1.html");
    page(&run, "page.part", "standards/2.1.html");
    page(&run, "page.statement", "standards/2.1.1.html");
    page(&run, "page.print", "standards/print.html");
    page(&run, "page.topics", "topics/index.html");
    page(&run, "page.topic", "topics/belonging.html");
    page(&run, "page.glossary", "glossary/index.html");
    page(&run, "page.term", "glossary/companion.html");
    page(&run, "page.guides", "guides/index.html");
    page(&run, "page.guide", "guides/how-to-use.html");
    page(&run, "page.explore", "explore.html");
    page(&run, "page.matrix", "matrix/2.html");
    page(&run, "page.assessments", "assessments/index.html");
    page(&run, "page.assessment", "assessments/first-weeks.html");
    page(&run, "page.practice", "practice.html");
    page(&run, "page.supervision", "supervision.html");
    page(&run, "page.study", "study.html");
    page(&run, "page.flashcards", "flashcards.html");
    snapshot("page.cards", &run.text("output/cards/section-2.js"));
    let course = crate::courses::site().build().succeeds();
    page(&course, "page.courses", "courses/index.html");
    page(&course, "page.course", "courses/first-steps/index.html");
    page(&course, "page.unit", "courses/first-steps/unit-weeks.html");
    page(&course, "page.lesson", "courses/first-steps/motives.html");
    snapshot("page.vignette", &main_of(&course.text("output/courses/first-steps/welcome.html")));
    page(&course, "page.worksheet", "courses/first-steps/motives-worksheet.html");
    page(&course, "page.key", "courses/first-steps/motives-key.html");
    page(&course, "page.readings", "courses/first-steps/readings.html");
    page(&course, "page.syllabus", "courses/first-steps/syllabus.html");
    page(&course, "page.coverage", "courses/first-steps/coverage.html");
    page(&run, "page.cohort", "cohort.html");
    page(&run, "page.about", "about.html");
    page(&run, "page.not-found", "404.html");
    page(&run, "page.redirect", "topics/home.html");
    let offline = Site::starter().run(["build", "--offline"]).succeeds();
    page(&offline, "page.offline", "offline.html");
    let about = main_of(&offline.text("output/about.html"));
    let section = about.split("<section id=\"offline\"").nth(1).expect("a section of its own");
    snapshot("page.about.offline", section.split("</section>").next().unwrap_or_default());
    snapshot("page.search-index", &run.text("output/search-index.js"));
}

#[test]
fn every_kind_of_page_has_a_snapshot() {
    let templates = std::fs::read_dir(project().join("themes/default/templates")).expect("the templates");
    let kinds: BTreeSet<String> = templates
        .filter_map(|entry| {
            entry.expect("an entry").file_name().to_str()?.strip_suffix(".html").map(ToOwned::to_owned)
        })
        .filter(|kind| kind != "base")
        .collect();
    let missing: Vec<&String> = kinds
        .iter()
        .filter(|kind| !project().join(format!("tests/cli/snapshots/page.{kind}.snap")).exists())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_surrounds_a_page_is_the_same_everywhere() {
    let run = starter();
    let frame = |address: &str| {
        let html = run.text(&format!("output/{address}"));
        let after = html.split("</main>").nth(1).expect("a page has a main part").to_owned();
        // The way to the root differs with the depth.
        after.replace("../", "").replace(" aria-current=\"page\"", "")
    };
    let ours = frame("index.html");
    for address in ["topics/index.html", "guides/how-to-use.html", "explore.html"] {
        assert!(frame(address) == ours, "{address}");
    }
    // Pages with published words have their rights and source too.
    let published = frame("standards/2.1.1.html");
    assert!(published != ours && published.contains("Free to use, change and pass on."), "{published}");
    for address in ["standards/1.1.1.html", "topics/belonging.html", "glossary/companion.html"] {
        assert!(frame(address) == published, "{address}");
    }
}

#[test]
fn places_of_the_theme_are_kept_from_headings() {
    for (path, bytes) in crate::site::tree(&project().join("themes/default/templates")) {
        // It has nothing of a writer's on it.
        if path == "sco.html" {
            continue;
        }
        let html = String::from_utf8(bytes).expect("UTF-8");
        // No heading of a writer's stands on the page about the site, and reserving these would give others new anchors.
        let is_alone = |id: &str| path == "about.html" && id.starts_with("offline");
        let ids = crate::links::values(&html, "id");
        for id in ids.iter().filter(|id| !id.contains('{') && *id != "prompts" && !is_alone(id)) {
            let known = standpoint::source::markdown::RESERVED_ANCHORS.contains(&id.as_str());
            assert!(
                known,
                "{path} has the id “{id}”: add it to RESERVED_ANCHORS, or a heading may have it too"
            );
        }
    }
    let headings = "\n## Contents\n\n## Main\n\n## Search\n\n## Title\n\n## Ours\n\n## Cite\n\nTo [these](#contents-2).\n";
    let run = Site::small()
        .append("content/guides/first-steps.md", headings)
        .append("content/annotations/II.A.3.md", headings)
        .append("content/topics/trust.md", headings)
        .append("content/glossary/agreement.md", headings)
        .build()
        .succeeds();
    crate::links::hold(&run);
}

#[test]
fn a_heading_has_the_anchor_that_links_to_it_are_checked_against() {
    // A reference's own words count, and so does a heading of the same name before the prompts, which stand apart.
    let text = "## Again\n\n## See [[II.A.1]]\n\n## Prompts\n\n- Why?\n\n## Again\n\n[One](#again), [two](#again-2), \
                [three](#see-ii-a-1), [here](../topics/trust.md#see-ii-a-1).\n";
    let run = Site::small()
        .file("content/annotations/II.A.3.md", text)
        .append("content/topics/trust.md", "\n## See [[II.A.1]]\n")
        .build()
        .succeeds();
    crate::links::hold(&run);
    let page = run.text("output/standards/II.A.3.html");
    for id in ["again", "again-2", "see-ii-a-1"] {
        assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
    }
}

#[test]
fn every_word_of_the_interface_is_there() {
    // A word that is missing is shown as its key.
    let words: std::collections::BTreeMap<String, String> = serde_yaml::from_str(
        &std::fs::read_to_string(project().join("themes/default/words/en.yaml")).expect("the words"),
    )
    .expect("words");
    let mut used = BTreeSet::new();
    let mut collect = |text: &str, before: &str| {
        for rest in text.split(before).skip(1) {
            let key = rest.split('"').next().unwrap_or_default();
            // `words["relation-" ~ kind]` names several; what can't be known here is left out.
            if rest[key.len()..].starts_with("\"]") || rest[key.len()..].starts_with("\")") {
                used.insert(key.to_owned());
            }
        }
    };
    for (path, bytes) in crate::site::tree(&project().join("themes/default/templates")) {
        assert!(path.ends_with(".html"), "{path}");
        collect(&String::from_utf8(bytes).expect("UTF-8"), "words[\"");
    }
    for (_, bytes) in crate::site::tree(&project().join("src/page")) {
        collect(&String::from_utf8(bytes).expect("UTF-8"), ".word(\"");
    }
    assert!(used.len() > 50, "{}", used.len());
    let missing: Vec<&String> = used.iter().filter(|key| !words.contains_key(*key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
