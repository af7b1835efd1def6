//! What is in books, cartridges and packages, file by file. Their checkers in `tests/browser/exports` say that they are
//! valid; here stands what readers find in them.

use std::fs::File;
use std::io::Read as _;

use crate::site::{Run, Site, project, snapshot};

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
        .append(WELCOME, "\n![A door](<a door.webp>) [it](<a door.webp>) [again](motives.md#and-yourself)\n\nSee [[guide:how-to-use]], [her](mailto:her@example.org).\n")
}

/// The small site with all that the standards as a book can have.
fn standards() -> Site {
    Site::small()
        .append("content/site.yaml", "base-url: https://example.org/visits/\n")
        .append("content/standards/framework.yaml", "rights-note: Keep the names.\n")
        .append("content/standards/II.A.md", "\nSo it ends, as [[purpose]] says.[^1]\n\n[^1]: With care.\n")
        .file("content/standards/thanks.md", "---\nid: thanks\ntitle: Thanks\nkind: back\n---\n\nTo all.\n")
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
