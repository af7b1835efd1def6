//! What refers, links and shows: `[[…]]`, links, images, HTML.

use crate::site::{Run, Site};

const GUIDE: &str = "content/guides/first-steps.md";

/// The small site with more words at the end of its guide.
fn guide(words: &str) -> Site {
    Site::small().append(GUIDE, &format!("\n{words}\n"))
}

#[test]
fn a_statement_that_there_is_not() {
    guide("Read [[II.A.33]] first.").check().fails().tells("unknown-reference");
}

#[test]
fn a_code_in_small_letters() {
    guide("Read [[ii a 2 b]] first.").check().fails().tells("unknown-reference.small-letters");
}

#[test]
fn a_term_with_a_slip() {
    guide("Every [[befrender]] knows.").check().fails().tells("unknown-reference.term");
}

#[test]
fn a_term_that_resembles_none() {
    guide("Mind the [[weather]].").check().fails().tells("unknown-reference.strange");
}

#[test]
fn a_topic_without_its_prefix() {
    guide("It is about [[trust]].").check().fails().tells("unknown-reference.topic-meant");
}

#[test]
fn a_topic_in_a_reference() {
    guide("It is about [[topic:thrust]].").check().fails().tells("unknown-reference.topic");
}

#[test]
fn a_guide_in_a_reference() {
    guide("See [[guide:last-steps]].").check().fails().tells("unknown-reference.guide");
}

#[test]
fn a_prefix_that_there_is_not() {
    guide("See [[subject:trust]].").check().fails().tells("unknown-reference.prefix");
}

#[test]
fn a_relation_to_a_statement_that_there_is_not() {
    Site::small()
        .replace("content/standards/I.A.md", "supports: [II.A.1]", "supports: [II.A.11]")
        .check()
        .fails()
        .tells("unknown-reference.relation");
}

#[test]
fn a_term_that_matters_in_a_statement_that_there_is_not() {
    Site::small()
        .replace("content/glossary/agreement.md", "[II.A.2]", "[II.A.2, III.A.2]")
        .check()
        .fails()
        .tells("unknown-reference.of-a-term");
}

#[test]
fn a_reference_in_published_words() {
    Site::small()
        .append("content/standards/II.A.md", "\nSee also [[I.B]].\n")
        .check()
        .fails()
        .tells("unknown-reference.published");
}

#[test]
fn a_topic_with_a_slip() {
    Site::small()
        .replace("content/standards/I.A.md", "topics: [trust]", "topics: [trust, boundries]")
        .check()
        .fails()
        .tells("unknown-topic");
}

#[test]
fn a_topic_that_resembles_none() {
    Site::small()
        .replace("content/standards/I.A.md", "topics: [trust]", "topics: [trust, Fair Play]")
        .check()
        .fails()
        .tells("unknown-topic.strange");
}

#[test]
fn topics_parted_by_a_semicolon() {
    Site::small()
        .replace("content/standards/I.A.md", "topics: [trust]", "topics: [trust; confidentiality]")
        .check()
        .fails()
        .tells("unknown-topic.semicolon");
}

#[test]
fn the_title_of_a_topic_for_its_id() {
    Site::small()
        .replace("content/standards/I.A.md", "topics: [trust]", "topics: [Trust]")
        .check()
        .fails()
        .tells("unknown-topic.title");
}

#[test]
fn an_annotation_for_no_statement() {
    Site::small()
        .file("content/annotations/II.A.4.md", "## Prompts\n\n- One?\n- Two?\n")
        .check()
        .fails()
        .tells("annotation-for-unknown");
}

#[test]
fn an_annotation_with_a_slip_in_its_name_is_one_problem() {
    Site::small()
        .rename("content/annotations/II.A.2.a.md", "content/annotations/II.A.2a.md")
        .check()
        .fails()
        .tells("annotation-for-unknown.slip");
}

#[test]
fn a_link_to_no_file() {
    guide("See [trust](../topics/thrust.md).").check().fails().tells("broken-link");
}

#[test]
fn a_link_with_a_slip_and_in_the_wrong_folder() {
    guide("See [trust](thrust.md).").check().fails().tells("broken-link.folder");
}

#[test]
fn a_link_to_a_file_of_another_name_in_a_folder_that_is_alike_gets_no_proposal() {
    let site =
        Site::small().file("content/guides/a1.csv", "1").append(GUIDE, "\nSee [it](h2.tsv), [a](a1.csv).\n");
    let run = site.check().fails();
    assert!(!run.stderr.contains("did you mean"), "{}", run.stderr);
}

#[test]
fn a_link_to_nothing_like_any_file() {
    guide("See [the plan](files/plan-of-the-year.pdf).").check().fails().tells("broken-link.strange");
}

#[test]
fn a_link_written_as_a_path_from_the_content_folder() {
    let run = guide("See [trust](/topics/trust.md).").build().succeeds();
    crate::links::hold(&run);
    assert!(run.text("output/guides/first-steps.html").contains("href=\"../topics/trust.html\""));
}

#[test]
fn a_link_out_of_the_content_folder() {
    guide("See [the plan](../../plan.pdf).").check().fails().tells("link-outside-content");
    let picture = guide("![The plan](../../plan.png)").check().fails();
    assert_eq!(picture.codes(), ["link-outside-content"]);
}

#[test]
fn an_image_that_there_is_not() {
    Site::small()
        .file("content/guides/door.png", "PNG")
        .append(GUIDE, "\n![An open door](dor.png)\n")
        .check()
        .fails()
        .tells("missing-image");
}

#[test]
fn an_image_in_another_folder() {
    Site::small()
        .file("content/guides/pictures/of-rooms/door.png", "PNG")
        .append(GUIDE, "\n![An open door](dor.png)\n")
        .check()
        .fails()
        .tells("missing-image.folder");
}

#[test]
fn an_image_in_capitals() {
    Site::small()
        .file("content/guides/Door.PNG", "PNG")
        .append(GUIDE, "\n![An open door](door.png)\n")
        .check()
        .fails()
        .tells("missing-image.capitals");
}

#[test]
fn a_heading_that_there_is_not_on_this_page() {
    guide("See [above](#readng).").check().fails().tells("unknown-anchor");
}

#[test]
fn a_heading_that_there_is_not_in_another_file() {
    guide("See [why](../topics/boundaries.md#why-it-matters).").check().fails().tells("unknown-anchor.file");
}

#[test]
fn a_heading_that_there_is_not_after_a_reference() {
    guide("See [[topic:trust#why-they-matter]].").check().fails().tells("unknown-anchor.reference");
}

#[test]
fn a_statement_that_is_not_on_the_page_of_this_part() {
    guide("See [[II.A#I.A.1]].").check().fails().tells("unknown-anchor.statement");
}

#[test]
fn a_place_that_there_is_not_on_a_built_page() {
    guide("See [it](../standards/II.A.html#II.A.9).").check().fails().tells("unknown-anchor.page");
}

#[test]
fn places_that_there_are() {
    let run = guide(
        "[[II.A#II.A.2.a]], [there](../standards/II.A.html#II.A.3), [notes](../annotations/II.A.3.md#prompts), \
         [[purpose]], [here](#reading), [all](../index.html), [found](../explore.html?words=limits).",
    )
    .build()
    .succeeds();
    assert_eq!(run.codes(), [""; 0], "{}", run.stderr);
    crate::links::hold(&run);
}

#[test]
fn a_link_that_runs_a_script() {
    guide("[Open](javascript:alert(1)).").check().fails().tells("unsafe-link");
}

#[test]
fn links_that_run_scripts_in_disguise_reach_no_page() {
    for target in [
        "JaVaScRiPt:alert(1)",
        "<java\tscript:alert(1)>",
        "data:text/html,x",
        "vbscript:x",
        "&#106;avascript:alert(1)",
        "file:///etc/passwd",
    ] {
        let run = guide(&format!("[Open]({target}).")).check().fails();
        assert_eq!(run.codes(), ["unsafe-link"], "{target}\n{}", run.stderr);
    }
    let run = guide("Open <javascript:alert(1)> now.").check().fails();
    assert_eq!(run.codes(), ["unsafe-link"], "{}", run.stderr);
}

#[test]
fn a_link_without_its_scheme() {
    guide("[Open](//example.org/page).").check().fails().tells("unsafe-link.no-scheme");
}

#[test]
fn an_image_from_elsewhere() {
    guide("![A door](https://example.org/door.png)").check().fails().tells("unsafe-link.image");
}

#[test]
fn an_embedded_file() {
    guide("![[II.A]]").check().fails().tells("embed-unsupported");
}

#[test]
fn an_embedded_image_in_the_manner_of_obsidian() {
    Site::small()
        .file("content/guides/door.png", "PNG")
        .append(GUIDE, "\n![[door.png]]\n")
        .check()
        .fails()
        .tells("embed-unsupported.image");
}

#[test]
fn html() {
    guide("A <b>bold</b> word.").check().succeeds().tells_all("raw-html");
}

#[test]
fn a_block_of_html_is_one_problem() {
    guide("<div class=\"box\">\n<p>\nWords.\n</p>\n</div>").check().succeeds().tells("raw-html.block");
}

#[test]
fn html_in_published_words() {
    Site::small()
        .replace("content/standards/II.A.md", "listens more", "listens <em>more</em>")
        .check()
        .succeeds()
        .tells_all("raw-html.published");
}

#[test]
fn an_image_without_words() {
    Site::small()
        .file("content/guides/door.png", "PNG")
        .append(GUIDE, "\n![](door.png)\n")
        .check()
        .succeeds()
        .tells("image-without-text");
}

#[test]
fn a_link_to_the_web_without_its_beginning() {
    guide("See [them](www.example.org/a).").check().fails().tells("broken-link.www");
}

#[test]
fn a_reference_that_is_not_closed() {
    guide("See [[I.A.1] and more.").check().succeeds().tells("reference-not-closed");
    // Brackets in code, and those that are meant, are no reference.
    guide("A list: `[[a`, \\[\\[a.\n\n```\n[[a\n```").check().succeeds();
}

#[test]
fn a_link_with_spaces_in_its_address() {
    let site = || guide("See [the form](the form.pdf).").file("content/guides/the form.pdf", "%PDF");
    site().check().succeeds().tells("link-with-spaces");
    let mended = site().replace(GUIDE, "(the form.pdf)", "(<the form.pdf>)").check().succeeds();
    assert!(mended.codes().is_empty(), "{}", mended.stderr);
}

#[test]
fn bullets_of_a_word_processor() {
    guide("• One\n• Two\n\n• Three").check().succeeds().tells("pasted-bullet");
}

#[test]
fn marks_that_make_nothing() {
    guide("##Visits\n\n## Visits\n").check().succeeds().tells("shown-as-written.heading");
    guide("A note[^1].\n\n[^2]: Another.").check().succeeds().tells("shown-as-written.footnote");
    guide("| One | Two |\n| 1 | 2 |").check().succeeds().tells("shown-as-written.table");
    guide("これは**「太字」**です。\n\nこれは「**太字**」です。\n")
        .check()
        .succeeds()
        .tells("shown-as-written.stress");
    guide("これは［［II.A.1］］です。").check().succeeds().tells("shown-as-written.wide-reference");
    guide("＃訪問").check().succeeds().tells("shown-as-written.wide-heading");
    guide("[[ＩＩ.Ａ.１｜信頼]]").check().fails().tells("unknown-reference.wide");
    guide("・一つ\n・二つ\n").check().succeeds().tells("pasted-bullet.wide");
    let whole = guide("A note[^1], #one.\n\n[^1]: Its words.\n\n| One | Two |\n| --- | --- |\n| 1 | 2 |")
        .check()
        .succeeds();
    assert!(whole.codes().is_empty(), "{}", whole.stderr);
}

#[test]
fn what_is_shown_as_code() {
    guide("Words.\n\n\tIndented as in a letter.\n\n    And so on.")
        .check()
        .succeeds()
        .tells("shown-as-code.indented");
    guide("Words.\n\n```\nCode.\n\nMore words.\n").check().succeeds().tells("shown-as-code.open");
    for closed in [
        "```\nCode.\n```\n",
        "~~~ text\nCode.\n~~~",
        "- One\n\n  ```\n  Code.\n  ```",
        "> ```\n> Code.\n> ```\n",
        "```\nA\n```\n\nWords.",
    ] {
        let run = guide(closed).check().succeeds();
        assert!(run.codes().is_empty(), "{closed}: {}", run.stderr);
    }
}

#[test]
fn a_picture_that_browsers_do_not_show() {
    guide("![A door](door.HEIC)")
        .file("content/guides/door.HEIC", "x")
        .check()
        .succeeds()
        .tells("image-unshown");
}

/// The small site with a course, a self-assessment and names of several words.
fn with_all_kinds() -> Site {
    let starter = crate::site::project().join("src/cli/starter/content");
    let lesson = "---\ntitle: On the Way\nsummary: S.\nminutes: 5\noutcomes: [\"Go [[II.A.1]].\"]\n---\n\n## The door\n\nWords.\n";
    let course = "---\ntitle: The Way There\nsummary: S.\nunits: [{id: u, title: U, lessons: [on-the-way]}]\n---\n\n## Aims\n\nWords.\n";
    let assessment = "---\ntitle: After a Visit\nsummary: S.\nselect: [{section: II}]\nscales: [confidence]\n---\n\n## Before\n\nWords.\n";
    Site::small()
        .replace(
            "content/glossary/agreement.md",
            "term: agreement",
            "term: agreement\naliases: [Visiting agreement]",
        )
        .append("content/glossary/agreement.md", "\n## In writing\n\nWords.\n")
        .append("content/standards/purpose.md", "\n## For whom\n\nWords.\n")
        .file("content/courses/the-way/course.md", course)
        .file("content/courses/the-way/on-the-way.md", lesson)
        .file("content/assessments/after-a-visit.md", assessment)
        .copy(&starter.join("assessments/scales"), "content/assessments/scales")
}

#[test]
fn however_a_reference_is_typed_it_leads_to_what_it_names() {
    let places = [
        ("[[ II.A.2 ]]", "../standards/II.A.2.html", "II.A.2"),
        ("[[II.A # II.A.1]]", "../standards/II.A.html#II.A.1", "II.A"),
        ("[[statement: II.A.2]]", "../standards/II.A.2.html", "II.A.2"),
        ("[[topic : trust ]]", "../topics/trust.html", "Trust"),
        ("[[ guide: first-steps]]", "../guides/first-steps.html", "First steps"),
        ("[[Visiting  Agreement]]", "../glossary/agreement.html", "Visiting  Agreement"),
        ("[[term: visiting  agreement]]", "../glossary/agreement.html", "visiting  agreement"),
        ("[[term : agreement#in-writing]]", "../glossary/agreement.html#in-writing", "agreement"),
        ("[[ purpose ]]", "../standards/index.html#purpose", "Purpose"),
        (
            "[[assessment:after-a-visit # before]]",
            "../assessments/after-a-visit.html#before",
            "After a Visit",
        ),
        ("[[purpose#for-whom]]", "../standards/index.html#for-whom", "Purpose"),
        ("[[agreement#in-writing]]", "../glossary/agreement.html#in-writing", "agreement"),
        ("[[guide:first-steps#reading]]", "../guides/first-steps.html#reading", "First steps"),
        ("[[course:the-way#aims]]", "../courses/the-way/index.html#aims", "The Way There"),
        (
            "[[lesson:the-way/on-the-way#the-door]]",
            "../courses/the-way/on-the-way.html#the-door",
            "On the Way",
        ),
        ("[[topic:boundaries#why-they-matter]]", "../topics/boundaries.html#why-they-matter", "Boundaries"),
    ];
    let words: String = places.iter().flat_map(|(reference, ..)| ["- ", reference, "\n"]).collect();
    let run = with_all_kinds().append(GUIDE, &format!("\n{words}")).build().succeeds();
    let page = run.text("output/guides/first-steps.html");
    for (reference, address, words) in places {
        // The list has the references in their order.
        let item = page.split("<li>").find_map(|item| {
            let link = item.strip_prefix("<a class=\"ref\" href=\"")?;
            link.strip_prefix(address)?
                .strip_prefix('"')?
                .split_once('>')
                .filter(|(_, rest)| rest.starts_with(&format!("{words}</a>")))
        });
        assert!(item.is_some(), "{reference} does not lead to {address} as “{words}”: {page}");
    }
}

#[test]
fn what_leads_nowhere_is_told_with_what_was_meant() {
    let meant = |reference: &str| {
        let run = with_all_kinds().append(GUIDE, &format!("\nSee [[{reference}]].\n")).check().fails();
        assert_eq!(run.codes(), ["unknown-reference"], "{reference}: {}", run.stderr);
        let told = run.stderr.split_once("did you mean ").map(|(_, rest)| rest.to_owned());
        told.and_then(|told| told.split_once('?').map(|(meant, _)| meant.to_owned())).unwrap_or_default()
    };
    for (reference, expected) in [
        ("Trust", "topic:trust"),
        ("First Steps", "guide:first-steps"),
        ("After a Visit", "assessment:after-a-visit"),
        ("the way", "course:the-way"),
        ("Boundarys", "topic:boundaries"),
        ("First Step", "guide:first-steps"),
        ("After the visit", "assessment:after-a-visit"),
        ("Visiting agreements", "visiting agreement"),
        ("term:Visiting  agreements", "term:visiting agreement"),
        ("assessment:after-visit", "assessment:after-a-visit"),
        ("course:this-way", "course:the-way"),
        ("lesson:the-way/on-a-way", "lesson:the-way/on-the-way"),
        ("statement:ii.a.1", "II.A.1"),
        ("IIA1", "II.A.1"),
        ("ii-a-2-b", "II.A.2.b"),
    ] {
        assert_eq!(meant(reference), expected, "{reference}");
    }
}

#[test]
fn what_only_lacks_its_prefix_is_meant_before_a_term_that_looks_like_it() {
    let topic = "---\ntitle: T\nsummary: S.\n---\n\nWords.\n";
    let assessment = "---\ntitle: T\nsummary: S.\nselect: [{section: II}]\nscales: [confidence]\n---\n";
    let course = "---\ntitle: T\nsummary: S.\nunits: []\n---\n";
    for (file, text, meant) in [
        ("topics/agreementx.md", topic, "topic:agreementx"),
        ("guides/agreementx.md", topic, "guide:agreementx"),
        ("assessments/agreementx.md", assessment, "assessment:agreementx"),
        ("courses/agreementx/course.md", course, "course:agreementx"),
    ] {
        let site = with_all_kinds().file(&format!("content/{file}"), text);
        let run = site.append(GUIDE, "\nSee [[Agreementx]].\n").check().fails();
        assert!(run.stderr.contains(&format!("did you mean {meant}?")), "{}", run.stderr);
    }
}

#[test]
fn a_code_that_may_be_either_of_two_is_not_guessed() {
    let list: String = (1..=11).flat_map(|n| [n.to_string(), ". Words\n".to_owned()]).collect();
    let site = Site::empty()
        .file("content/site.yaml", "title: S\ndescription: D\n")
        .file(
            "content/standards/framework.yaml",
            "id: f\ntitle: F\npublisher: P\nsource: s\nrights: r\nnumbering: [upper-roman, decimal, decimal]\n",
        )
        .file("content/standards/I.md", "---\nid: I\ntitle: S\n---\n")
        .file("content/standards/I.1.md", format!("---\nid: I.1\ntitle: P\n---\n\n{list}"))
        .file("content/standards/I.11.md", format!("---\nid: I.11\ntitle: P\n---\n\n{list}"))
        .file("content/guides/g.md", "---\ntitle: G\nsummary: S.\n---\n\nSee [[i 1 11]].\n");
    let run = site.check().fails();
    assert!(!run.stderr.contains("did you mean"), "{}", run.stderr);
}

#[test]
fn nothing_is_listed_among_what_refers_to_itself() {
    let own = [
        ("content/topics/trust.md", "[[topic:trust]]", "output/topics/trust.html"),
        ("content/glossary/agreement.md", "[[agreement]]", "output/glossary/agreement.html"),
        ("content/annotations/II.A.3.md", "[[II.A.3]]", "output/standards/II.A.3.html"),
        ("content/standards/II.A.md", "[[II.A]]", "output/standards/II.A.html"),
    ];
    let before = Site::small().build().succeeds();
    for (file, reference, page) in own {
        let run = Site::small().append(file, &format!("\nSo it is. See {reference}.\n")).build().succeeds();
        // The reference itself is the only link that there is more.
        let links = |html: String| html.matches("<a ").count();
        assert_eq!(links(run.text(page)), links(before.text(page)) + 1, "{page}");
    }
}

#[test]
fn what_refers_to_something_twice_is_listed_there_once() {
    let words = "\nOn [[topic:boundaries]], [[topic:trust]], [[II.A.1]] and [[topic:boundaries]].\n";
    let count = |run: &Run| run.text("output/topics/boundaries.html").matches("II.A.3.html").count();
    let before = count(&Site::small().build().succeeds());
    let run = Site::small().append("content/annotations/II.A.3.md", words).build().succeeds();
    assert_eq!(count(&run), before + 1);
}

#[test]
fn published_words_have_nothing_put_into_them() {
    for file in ["content/standards/purpose.md", "content/standards/II.A.md"] {
        let run = Site::small().append(file, "\n![[II.A.1]]\n").check();
        assert_eq!(run.codes(), ["embed-unsupported"], "{file}");
    }
}

#[test]
fn tables_and_links_come_to_the_page_as_they_are_meant() {
    let words = "| A | B | C |\n|:-:|--:|---|\n| 1 | 2 | 3 |\n\n<her@example.org> [a](tel:+1) [b](mailto:a@b.c) \
                 [c](../explore.html?words=limits) [d](../topics/boundaries.md#why%2Dthey-matter) \
                 [e](http://example.org/) [f](#r%65ading)";
    let run = guide(words).build().succeeds();
    let page = run.text("output/guides/first-steps.html");
    for there in [
        "<thead><tr><th scope=\"col\" class=\"center\">A</th><th scope=\"col\" class=\"right\">B</th><th scope=\"col\">C</th></tr></thead>",
        "<tbody><tr><td class=\"center\">1</td><td class=\"right\">2</td><td>3</td></tr></tbody>",
        "<a href=\"mailto:her@example.org\">her@example.org</a>",
        "<a href=\"tel:+1\">a</a>",
        "<a href=\"mailto:a@b.c\">b</a>",
        "<a href=\"../explore.html?words=limits\">c</a>",
        "<a href=\"../topics/boundaries.html#why%2Dthey-matter\">d</a>",
        "<a href=\"http://example.org/\">e</a>",
        "<a href=\"#r%65ading\">f</a>",
    ] {
        assert!(page.contains(there), "{there}\n{page}");
    }
}
