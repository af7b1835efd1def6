//! What is in books, cartridges and packages, file by file. Their checkers in `tests/browser/exports` say that they are
//! valid; here stands what readers find in them.

use std::fs::File;
use std::io::Read as _;

use crate::site::{Run, Site, project, snapshot};

const CHECK: &str = "content/courses/first-steps/checks/motives.yaml";
const VIGNETTE: &str = "content/courses/first-steps/vignettes/first-day.yaml";
const WELCOME: &str = "content/courses/first-steps/welcome.md";

/// The files of the archive that an export makes, in their order.
fn files(site: Site, what: &[&str]) -> Vec<(String, Vec<u8>)> {
    let run = site.run(["export"].iter().chain(what).chain(&["-o", "archive.zip"])).succeeds();
    unpacked(&run)
}

fn unpacked(run: &Run) -> Vec<(String, Vec<u8>)> {
    let file = File::open(run.site.path("archive.zip")).expect("an archive");
    let mut zip = zip::ZipArchive::new(file).expect("a zip archive");
    let all = (0..zip.len()).map(|at| {
        let mut file = zip.by_index(at).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("readable");
        (file.name().expect("UTF-8").into_owned(), bytes)
    });
    all.collect()
}

/// The texts among them, one below the other; of all others the names.
fn texts(files: &[(String, Vec<u8>)]) -> String {
    let file = |(name, bytes): &(String, Vec<u8>)| {
        let is_text = ["xhtml", "html", "opf", "xml", "txt"].iter().any(|ending| name.ends_with(ending));
        let text = if is_text { String::from_utf8_lossy(bytes).replace("><", ">\n<") } else { String::new() };
        format!("==== {name}\n{text}\n")
    };
    files.iter().map(file).collect()
}

fn names(files: &[(String, Vec<u8>)]) -> Vec<&str> {
    files.iter().map(|(name, _)| name.as_str()).collect()
}

#[track_caller]
fn text<'f>(files: &'f [(String, Vec<u8>)], name: &str) -> &'f str {
    let found = files.iter().find(|(other, _)| other == name);
    let (_, bytes) = found.unwrap_or_else(|| panic!("no {name} among {:?}", names(files)));
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The course of the fixtures, in a site that says where it will be, with a picture and a reading on the web.
fn course() -> Site {
    crate::courses::site()
        .append("content/site.yaml", "base-url: https://example.org/welcome/\n")
        .file("content/courses/first-steps/a door.webp", "WEBP")
        .replace(WELCOME, "text: \"Roe, R. (2019). *Doors*.\"", "text: \"Roe, R. (2019). *Doors* & more.\"\n    url: https://example.org/doors?a=1&b=2\n    note: The <second> part.")
        .replace(CHECK, "Seldom.", "\"Seldom; see [them](https://example.org/weather), [her](mailto:h@example.org).\"")
        .append(WELCOME, "\n![A door](<a door.webp>) [it](<a door.webp>) [again](motives.md#and-yourself)\n\nSee [[guide:how-to-use]], [her](mailto:her@example.org).\n")
}

/// The small site with all that the standards as a book can have.
fn standards() -> Site {
    Site::small()
        .append("content/site.yaml", "base-url: https://example.org/visits/\n")
        .append("content/standards/framework.yaml", "rights-note: Keep the names.\n")
        .append("content/standards/II.A.md", "\nSo it ends, as [[purpose]] says.[^1]\n\n[^1]: With care.\n")
        .file("content/standards/thanks.md", "---\nid: thanks\ntitle: Thanks\nkind: back\n---\n\nTo all.\n")
        .file("content/glossary/visit.md", "---\nterm: visit\n---\n\nAn hour.\n")
        .file("content/topics/door.jpg", "JPEG")
        .append(
            "content/topics/trust.md",
            "\n![A door](door.jpg) and ![the same](door.jpg).\n\n[There](../standards/II.A.html#II.A.3) and [all](../explore.html).\n",
        )
}

#[test]
fn a_course_as_a_cartridge() {
    snapshot("cartridge", &texts(&files(course(), &["cc"])));
}

#[test]
fn a_course_as_a_book() {
    snapshot("book.course", &texts(&files(course(), &["epub", "course:first-steps"])));
}

#[test]
fn the_standards_as_a_book() {
    snapshot("book.standards", &texts(&files(standards(), &["epub"])));
}

#[test]
fn a_unit_or_a_lesson_has_nothing_of_the_others() {
    let cartridge = |what: &str| files(course(), &["cc", what]);
    let unit = cartridge("unit:first-steps/weeks");
    let own = ["RIGHTS.txt", "imsmanifest.xml", "link-welcome-1.xml", "statements_.html", "welcome.html"];
    assert_eq!(names(&unit), own);
    assert!(text(&unit, "imsmanifest.xml").contains("string language=\"en\">The first weeks<"));
    assert!(!text(&unit, "imsmanifest.xml").contains("Before anybody comes"));
    // What a check has to see is among the statements, too.
    let lesson = cartridge("lesson:first-steps/motives");
    assert_eq!(
        names(&lesson),
        ["RIGHTS.txt", "imsmanifest.xml", "motives.html", "quiz-motives.xml", "statements_.html"]
    );
    assert!(text(&lesson, "statements_.html").contains("id=\"s-2.1.1\""));

    let titles = |what: &str| {
        let book = files(course(), &["epub", what]);
        let contents = text(&book, "EPUB/nav.xhtml").split_once("landmarks").expect("landmarks").0.to_owned();
        let titles = contents.split("<a href=\"").skip(1).filter_map(|link| link.split(['>', '<']).nth(1));
        titles.map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        titles("unit:first-steps/weeks"),
        ["The first weeks", "The first weeks", "A welcome", "The statements"]
    );
    assert_eq!(titles("lesson:first-steps/motives"), ["Motives", "Motives", "Key", "The statements"]);
}

#[test]
fn statements_below_those_of_a_lesson_are_with_them() {
    let site = course()
        .replace(
            "content/standards/2.1.md",
            "expected of each other.",
            "expected of each other:\n\n   1. One thing\n   2. Another",
        )
        .append(WELCOME, "\nAll of [[2.1]].\n")
        .replace(
            "content/standards/framework.yaml",
            "[decimal, decimal, decimal]",
            "[decimal, decimal, decimal, lower-alpha]",
        );
    let cartridge = files(site, &["cc", "unit:first-steps/weeks"]);
    let statements = text(&cartridge, "statements_.html");
    for id in ["s-2.1.1", "s-2.1.2", "s-2.1.2.a", "s-2.1.2.b"] {
        assert!(statements.contains(&format!("id=\"{id}\"")), "{id}: {statements}");
    }
    // A part that is mentioned stands for its statements, which are not its own words.
    assert!(!statements.contains("id=\"s-2.1\""));
}

#[test]
fn a_book_says_in_which_language_its_words_are() {
    let site = standards().append("content/standards/framework.yaml", "language: ar\n");
    let book = files(site, &["epub"]);
    let chapter = text(&book, "EPUB/chapter-006.xhtml");
    let section =
        "<section class=\"published\" epub:type=\"chapter\" lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\">";
    assert!(
        chapter.contains("lang=\"en\" xml:lang=\"en\" dir=\"ltr\">") && chapter.contains(section),
        "{chapter}"
    );
    assert!(
        chapter.contains("<p class=\"tag\" lang=\"en\" xml:lang=\"en\">Published words</p>"),
        "{chapter}"
    );
    let ours = text(&book, "EPUB/chapter-011.xhtml");
    assert!(ours.contains("<section class=\"ours\" epub:type=\"chapter\">"), "{ours}");
}

#[test]
fn what_runs_from_right_to_left_says_so_by_itself() {
    let site = || Site::empty().copy(&project().join("tests/fixtures/arabic"), "");
    let book = files(site(), &["epub"]);
    assert!(text(&book, "EPUB/package.opf").contains("page-progression-direction=\"rtl\""));
    assert!(text(&book, "EPUB/chapter-002.xhtml").contains("xml:lang=\"ar\" dir=\"rtl\">"));
    let cartridge = files(site(), &["cc"]);
    let page = text(&cartridge, "course_.html");
    assert!(
        page.contains("<html lang=\"ar\" dir=\"rtl\">") && page.contains("<body>\n<div dir=\"rtl\">"),
        "{page}"
    );
    assert!(page.trim_end().ends_with("</p>\n</div>\n</body>\n</html>"), "{page}");
}

#[test]
fn a_reading_in_the_menu_of_a_platform_is_called_by_all_its_words() {
    let reading = "Roe, R. (2019). *Doors and windows: what they open.* A Press.";
    let site = |words: &str| {
        let from = "\"Roe, R. (2019). *Doors* & more.\"";
        files(course().replace(WELCOME, from, &format!("\"{words}\"")), &["cc"])
    };
    let link = |words: &str| {
        let cartridge = site(words);
        let text = text(&cartridge, "link-welcome-1.xml");
        text.split(['<', '>']).skip_while(|piece| *piece != "title").nth(1).expect("a title").to_owned()
    };
    assert_eq!(link(reading), "Roe, R. (2019). Doors and windows: what they open. A Press.");
    let long = link(&format!("{reading} {}", "And so on and on. ".repeat(10)));
    assert!(long.starts_with("Roe, R. (2019). Doors and windows") && long.ends_with('…'), "{long}");
    assert!(long.chars().count() <= 120, "{long}");
}

#[test]
fn a_package_has_the_site_but_for_what_nobody_asks_for() {
    let package = files(course(), &["scorm12", "unit:first-steps/weeks"]);
    for there in [
        "sco.html",
        "index.html",
        "courses/first-steps/welcome.html",
        "courses/first-steps/a door.webp",
        "search-index.js",
    ] {
        assert!(names(&package).contains(&there), "{there}");
    }
    for not_there in ["404.html", "sitemap.xml"] {
        assert!(!names(&package).contains(&not_there), "{not_there}");
    }
    assert!(text(&package, "imsmanifest.xml").contains("<file href=\"courses/first-steps/a%20door.webp\"/>"));
    assert_eq!(
        text(&package, "RIGHTS.txt"),
        "Good Practice in Welcoming Volunteers: Free to use, change and pass on.\nThe Example Association\n\
         Written as an example; write over it with the words of your own framework.\nFirst steps: © 2026 The authors\n"
    );
    let page = text(&package, "sco.html");
    let (_, data) = page.split_once("id=\"package-data\">").expect("the data");
    let (data, _) = data.split_once("</script>").expect("its end");
    snapshot("package-data", &data.replace(",\"", ",\n\""));
    // Of a check only what can be marked counts.
    let package = files(course(), &["scorm2004", "lesson:first-steps/motives"]);
    let page = text(&package, "sco.html");
    assert!(page.contains("\"start\":\"courses/first-steps/motives.html\""), "{page}");
    assert!(page.contains("\"checks\":[{\"id\":\"motives\",\"of\":5}]"), "{page}");
}

#[test]
fn no_place_of_a_lesson_has_the_name_of_another() {
    let note = |words: &str| format!("\"{words} [[2.1.1]].[^a]\\n\\n[^a]: A note.\"");
    let site = course()
        .replace(VIGNETTE, "\"Robin is met, as [[2.1.1]] asks.\"", &note("Met"))
        .replace(VIGNETTE, "\"Waving is no welcome: [[2.1.1]].\"", &note("No welcome"))
        .replace(
            VIGNETTE,
            "text: Robin waits, and looks at the clock.",
            &format!("text: {}", note("Robin waits")),
        );
    let cartridge = files(site, &["cc"]);
    let page = text(&cartridge, "welcome.html");
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.iter().filter(|id| id.ends_with("note.a")).count(), 3, "{page}");
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
}

#[test]
fn no_heading_of_a_book_is_deeper_than_there_are() {
    let list: String = (0..8).flat_map(|level| ["   ".repeat(level), "1. Words\n\n".to_owned()]).collect();
    let levels = ["decimal"; 10].join(", ");
    let site = Site::empty()
        .file("content/site.yaml", "title: S\ndescription: D\n")
        .file(
            "content/standards/framework.yaml",
            format!("id: f\ntitle: F\npublisher: P\nsource: s\nrights: r\nnumbering: [{levels}]\n"),
        )
        .file("content/standards/1.md", "---\nid: '1'\ntitle: S\n---\n")
        .file("content/standards/1.1.md", format!("---\nid: '1.1'\ntitle: P\n---\n\n{list}"));
    let book = files(site, &["epub"]);
    let chapter = text(&book, "EPUB/chapter-003.xhtml");
    assert!(chapter.contains("1.1.1.1.1.1.1.1.1.1</bdi></h6>") && !chapter.contains("<h7"), "{chapter}");
}

#[test]
fn a_page_with_an_address_that_a_platform_can_not_keep_is_none_to_go_back_to() {
    let name = "a".repeat(240);
    let site = || {
        course()
            .rename(WELCOME, &format!("content/courses/first-steps/{name}.md"))
            .replace("content/courses/first-steps/course.md", "[welcome]", &format!("[{name}]"))
            .replace(
                "content/courses/first-steps/course.md",
                "first-steps/welcome",
                &format!("first-steps/{name}"),
            )
    };
    let listed = |format: &str| {
        text(&files(site(), &[format]), "sco.html").contains(&format!("\"courses/first-steps/{name}.html\""))
    };
    assert!(!listed("scorm12") && listed("scorm2004"));
}

#[test]
fn what_is_wrong_with_a_page_stops_its_package() {
    let site = || course().append(WELCOME, "\n[gone](gone.md)\n\n![](<a door.webp>)\n");
    let run = site().run(["export", "scorm12", "-o", "archive.zip"]).fails();
    assert_eq!(run.codes(), ["broken-link"], "{}", run.stderr);
    run.wrote_no("archive.zip");
    let taken = || {
        course().replace(
            "content/topics/belonging.md",
            "title: Belonging",
            "title: Belonging\naliases: [index.html]",
        )
    };
    for format in ["scorm12", "cc", "epub"] {
        let run = taken().run(["export", format, "-o", "archive.zip"]).fails();
        assert_eq!(run.codes(), ["bad-alias"], "{}", run.stderr);
    }
}

#[test]
fn a_scale_with_more_answers_than_there_are_signs_is_not_packed() {
    let packed = |specials: usize| {
        let specials: String = (0..specials)
            .map(|n| n.to_string())
            .fold(String::new(), |list, n| list + "  - {id: s" + &n + ", label: S" + &n + "}\n");
        let points = "  - {label: Low}\n  - {label: High}\n";
        let text = format!("title: Many\nquestion: Q?\npoints:\n{points}specials:\n{specials}");
        let site = Site::starter().file("content/assessments/scales/confidence.yaml", text);
        site.run(["export", "scorm12", "assessment:first-weeks", "-o", "archive.zip"])
    };
    packed(26).succeeds();
    let run = packed(27).fails();
    assert!(run.stderr.contains("its scale “Many” has more than"), "{}", run.stderr);
}
