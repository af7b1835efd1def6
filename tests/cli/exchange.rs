//! `export case`, `moodle-competencies`, `jsonld` and `anki`: the standards for other programs. CASE is checked by its
//! schemas in `tests/browser/exports`.

use std::collections::{HashMap, HashSet};
use std::io::Read as _;

use serde_json::Value;

use crate::site::{Site, snapshot};

fn exported(site: Site, format: &str) -> String {
    site.run(["export", format]).succeeds().says("").stdout
}

fn model() -> Vec<Value> {
    let export: Value = serde_json::from_str(&exported(Site::bundled(), "json")).expect("JSON");
    export["statements"].as_array().expect("a list").clone()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// Rows of cells, as RFC 4180 has them.
fn parsed(csv: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = csv.chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().expect("a row");
        let cell = row.last_mut().expect("a cell");
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'));
                rows.push(vec![String::new()]);
            }
            c => cell.push(c),
        }
    }
    assert_eq!(rows.pop(), Some(vec![String::new()]), "the last line has an end");
    rows
}

#[test]
fn of_the_small_site() {
    snapshot("export.case", &exported(Site::small(), "case"));
    snapshot(
        "export.moodle-competencies",
        &exported(Site::small(), "moodle-competencies").replace("\r\n", "\n"),
    );
    snapshot("export.jsonld", &exported(Site::small(), "jsonld"));
    snapshot("export.anki", &exported(Site::small(), "anki"));
}

#[test]
fn moodle_reads_all_competencies_back() {
    let rows = parsed(&exported(Site::bundled(), "moodle-competencies"));
    assert!(rows.iter().all(|row| row.len() == 14));
    // As in `framework_importer::list_required_headers()`.
    assert_eq!(
        rows[0][..5],
        ["Parent ID number", "ID number", "Short name", "Description", "Description format"]
    );
    assert_eq!(
        rows[0][10..],
        ["Cross-referenced competency ID numbers", "Exported ID (optional)", "Is framework", "Taxonomy"]
    );
    let framework = &rows[1];
    assert_eq!((framework[1].as_str(), framework[12].as_str()), ("iaswg-2e", "1"));
    assert_eq!(framework[13], "domain,domain,competency,competency");
    assert!(framework[3].contains("© 1999, 2000, 2006, 2015 IASWG, Inc."));
    // What Moodle demands of a scale: as many values as the configuration tells of, one given at first, one proficient.
    let configuration: Value = serde_json::from_str(&framework[6]).expect("JSON");
    let values = configuration.as_array().expect("a list");
    assert!(values[0]["scaleid"].is_string());
    assert_eq!(values.len() - 1, framework[5].split(',').count());
    for key in ["scaledefault", "proficient"] {
        assert_eq!(values[1..].iter().filter(|value| value[key] == 1).count(), 1, "{key}");
    }

    let model = model();
    let competencies = &rows[2..];
    assert_eq!(competencies.len(), model.len());
    let mut known = HashSet::from([""]);
    for (row, entry) in competencies.iter().zip(&model) {
        assert_eq!(row[1], text(entry, "code"));
        assert_eq!(row[0], text(entry, "parent"));
        assert!(known.contains(row[0].as_str()), "{} comes after what it is under", row[1]);
        assert!(known.insert(&row[1]));
        assert!(row[2].starts_with(&format!("{} ", row[1])) && row[2].chars().count() <= 100, "{}", row[2]);
        assert!(!row[3].is_empty() && row[4] == "1" && row[12].is_empty());
    }
    let related: HashMap<&str, HashSet<&str>> = competencies
        .iter()
        .map(|row| (row[1].as_str(), row[10].split(',').filter(|r| !r.is_empty()).collect()))
        .collect();
    for (code, others) in &related {
        assert!(others.iter().all(|other| related[other].contains(code) && other != code), "{code}");
    }
}

#[test]
fn codes_that_moodle_would_take_for_numbers() {
    let framework =
        "id: f\ntitle: F\npublisher: P\nsource: s\nrights: r\nnumbering: [decimal, decimal, decimal]\n";
    let site = Site::empty()
        .file("content/site.yaml", "title: S\ndescription: D\n")
        .file("content/standards/framework.yaml", framework)
        .file("content/standards/1.md", "---\nid: \"1\"\ntitle: One\n---\n")
        .file("content/standards/1.1.md", "---\nid: \"1.1\"\ntitle: Part\n---\n\n1. Words\n");
    let rows = parsed(&exported(site, "moodle-competencies"));
    assert_eq!(rows[2][1], "f:1");
    // One that only begins like a number is none.
    let site = Site::empty()
        .file("content/site.yaml", "title: S\ndescription: D\n")
        .file("content/standards/framework.yaml", "id: f\ntitle: F\npublisher: P\nsource: s\nrights: r\n")
        .file("content/standards/1a.md", "---\nid: 1a\ntitle: One\n---\n\n1. Words\n");
    assert_eq!(parsed(&exported(site, "moodle-competencies"))[2][1], "1a");
    assert_eq!((rows[3][0].as_str(), rows[3][1].as_str()), ("f:1", "f:1.1"));
    assert!(rows[3][2].starts_with("1.1 "));
}

#[test]
fn linked_data_names_everything_once() {
    for site in
        [Site::bundled(), Site::bundled().append("content/site.yaml", "\nbase-url: https://example.org/s\n")]
    {
        let export: Value = serde_json::from_str(&exported(site, "jsonld")).expect("JSON");
        let things = export["@graph"].as_array().expect("a list");
        let names: HashSet<&str> = things.iter().map(|thing| text(thing, "@id")).collect();
        assert_eq!(names.len(), things.len());
        let mut links = 0;
        for thing in things {
            for key in ["broader", "narrower", "related", "topConceptOf", "inScheme", "member"] {
                let value = &thing[key];
                for link in value.as_array().into_iter().flatten().chain(value.is_string().then_some(value)) {
                    links += 1;
                    assert!(names.contains(link.as_str().unwrap_or_default()), "{key} {link}");
                }
            }
        }
        assert!(links > 1000);
    }
}

#[test]
fn anki_gets_a_card_a_statement_and_a_term() {
    let file = exported(Site::bundled(), "anki");
    let (headers, cards): (Vec<&str>, Vec<&str>) = file.lines().partition(|line| line.starts_with('#'));
    assert_eq!(headers[..3], ["#separator:tab", "#html:true", "#notetype:Basic"]);
    assert!(headers.iter().any(|line| line.starts_with("# Rights: © 1999")));
    let cards: Vec<Vec<&str>> = cards.iter().map(|card| card.split('\t').collect()).collect();
    assert!(cards.iter().all(|card| card.len() == 3 && card.iter().all(|cell| !cell.is_empty() && !cell.starts_with('"'))));
    let fronts: HashSet<&str> = cards.iter().map(|card| card[0]).collect();
    assert_eq!(fronts.len(), cards.len(), "Anki tells cards apart by their fronts");
    let terms = std::fs::read_dir(crate::site::project().join("content/glossary")).expect("a folder").count();
    assert_eq!(cards.len(), 150 + terms);
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    for format in ["case", "moodle-competencies", "jsonld", "anki"] {
        assert_eq!(exported(Site::bundled(), format), exported(Site::bundled(), format), "{format}");
    }
}

#[test]
fn a_format_that_there_is_not() {
    let run = Site::small().run(["export", "moodel-competencies"]).misused().prints("");
    assert!(run.stderr.contains("tip: a similar value exists: 'moodle-competencies'"), "{}", run.stderr);
}

#[test]
fn a_file_is_replaced_whole() {
    let run =
        Site::small().file("out.json", "old").run(["export", "jsonld", "-o", "out.json"]).succeeds().says("");
    let files: Vec<String> =
        run.tree("").into_iter().map(|(name, _)| name).filter(|name| !name.starts_with("content/")).collect();
    assert_eq!(files, ["out.json"]);
    assert!(run.text("out.json").starts_with("{\n"));
}

#[cfg(unix)]
#[test]
fn a_link_stays_one() {
    let site = Site::small().file("real.json", "old");
    std::os::unix::fs::symlink("real.json", site.path("link.json")).expect("a link");
    let run = site.run(["export", "json", "-o", "link.json"]).succeeds();
    assert!(run.site.path("link.json").is_symlink());
    assert_ne!(run.text("real.json"), "old");
}

#[test]
fn what_stops_an_export_is_told_in_the_order_of_a_check() {
    let site = || {
        Site::small().append("content/annotations/I.A.1.md", "\nSee [[nothing]].\n").replace(
            "content/topics/trust.md",
            "summary: How strangers come to rely on one another.\n",
            "",
        )
    };
    let codes = site().check().fails().codes();
    assert_eq!(codes, ["unknown-reference", "missing-key"]);
    assert_eq!(site().run(["export", "json"]).fails().codes(), codes);
}

#[test]
fn a_framework_whose_id_is_a_path_is_exported_to_here() {
    for (id, name) in [
        ("../pwned", "-pwned.epub"),
        ("/tmp/standpoint-pwned", "-tmp-standpoint-pwned.epub"),
        ("..", "standards.epub"),
    ] {
        let site = Site::small().replace(
            "content/standards/framework.yaml",
            "id: befriending-1",
            &format!("id: \"{id}\""),
        );
        let run = site.run(["export", "epub"]).succeeds();
        assert!(run.site.path(name).is_file(), "{}", run.stderr);
    }
    assert!(!std::path::Path::new("/tmp/standpoint-pwned.epub").exists());
}

#[test]
fn a_book_is_the_same_twice_and_takes_its_name_from_the_standards() {
    let run = Site::small().run(["export", "epub"]).succeeds().prints("");
    assert!(
        run.stderr.starts_with("befriending-1.epub: ") && run.stderr.ends_with(" kB\n"),
        "{}",
        run.stderr
    );
    let once = std::fs::read(run.site.path("befriending-1.epub")).expect("a book");
    let again = Site::small().run(["export", "epub", "-o", "b.epub"]).succeeds();
    assert_eq!(once, std::fs::read(again.site.path("b.epub")).expect("a book"));
}

#[cfg(unix)]
#[test]
fn an_archive_that_can_not_be_written() {
    Site::small()
        .run(["export", "epub", "-o", "no/such/folder.epub"])
        .fails()
        .says("no/such/folder.epub can’t be written: No such file or directory\n");
}

#[test]
fn a_book_has_no_pictures_but_those_of_the_content() {
    let book = |name: &str| {
        let run = Site::small()
            .append("content/site.yaml", "features:\n  raw-html: true\n")
            .file("own.png", "secret")
            .file("content/topics/own.png", "picture")
            .append("content/topics/trust.md", &format!("\n<img alt=\"A\" src=\"{name}\">\n"))
            .run(["export", "epub", "-o", "b.epub"])
            .succeeds();
        std::fs::read(run.site.path("b.epub")).expect("a book")
    };
    let holds = |book: &[u8]| book.windows(11).any(|bytes| bytes == b"picture-001");
    assert!(holds(&book("topics/own.png")));
    assert!(!holds(&book("../own.png")));
}

#[test]
fn a_package_is_the_same_twice() {
    let package = || {
        let run = Site::bundled().run(["export", "scorm2004", "assessment:short", "-o", "a.zip"]).succeeds();
        std::fs::read(run.site.path("a.zip")).expect("a package")
    };
    assert!(package() == package());
}

#[test]
fn what_there_is_not_to_pack() {
    Site::small().run(["export", "scorm12"]).misused().tells_all("export.no-course");
    // A self-assessment is packed only when it is asked for.
    let told = Site::starter().run(["export", "scorm12"]).misused().stderr;
    assert!(
        told.contains("There is no course. Say what to pack. There are: assessment:first-weeks."),
        "{told}"
    );
    let told = |what: &str| Site::bundled().run(["export", "scorm12", what]).misused().stderr;
    assert!(told("assessment:planing").contains("Did you mean assessment:planning? There are: assessment:"));
    assert!(told("lesson:foundations/mutal-aid").contains("Did you mean lesson:foundations/mutual-aid?"));
    assert!(told("nonsense").contains("There are: course:foundations, assessment:"));
    Site::small()
        .run(["export", "json", "course:foundations"])
        .misused()
        .tells_all("export.nothing-to-choose");
}

#[test]
fn what_a_platform_can_not_keep_is_refused() {
    let list: Vec<String> = (1..=400).map(|number| format!("{number}. Statement {number}")).collect();
    let list = list.join("\n");
    let scale = "title: S\nquestion: Q?\npoints: [{label: Low}, {label: High}]\n";
    let mut site = Site::small()
        .file("content/standards/II.A.md", format!("---\nid: II.A\ntitle: Tasks\nkind: tasks\n---\n\n{list}"))
        .remove("content/annotations")
        .remove("content/topics")
        .remove("content/glossary")
        .remove("content/guides")
        .file("content/standards/I.A.md", "---\nid: I.A\ntitle: Knowledge\nkind: knowledge\n---\n\n1. One\n");
    let names: Vec<String> = (b'a'..=b'k').map(|letter| format!("s{}", char::from(letter))).collect();
    for name in &names {
        site = site.file(&format!("content/assessments/scales/{name}.yaml"), scale);
    }
    let assessment = format!(
        "---\ntitle: Much\nsummary: All of it.\nscales: [{}]\nselect: [{{section: II}}]\n---\n",
        names.join(", ")
    );
    let site = site.file("content/assessments/much.md", assessment);
    let run = site.run(["export", "scorm12", "assessment:much"]).fails().tells_all("export.too-long");
    run.site.run(["export", "scorm2004", "assessment:much", "-o", "a.zip"]).succeeds();
}

#[test]
fn the_page_that_a_platform_launches() {
    let run = Site::starter().run(["export", "scorm12", "assessment:first-weeks", "-o", "a.zip"]).succeeds();
    let file = std::fs::File::open(run.site.path("a.zip")).expect("a package");
    let mut zip = zip::ZipArchive::new(file).expect("a zip archive");
    let mut text = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).expect("a file").read_to_string(&mut text).expect("UTF-8");
        text
    };
    snapshot("page.sco", &text("sco.html"));
    assert!(
        text("index.html").contains("<script defer src=\"assets/package-page.js\" data-root=\"\"></script>")
    );
    assert!(text("imsmanifest.xml").contains("<schemaversion>1.2</schemaversion>"));
}

#[test]
fn a_file_in_the_place_of_the_page_that_a_platform_launches() {
    let run = Site::starter()
        .file("content/sco.html", "<p>Mine</p>")
        .file("content/guides/own.md", "---\ntitle: Own\nsummary: Own.\n---\n\n[Mine](../sco.html)\n")
        .run(["export", "scorm12", "assessment:first-weeks", "-o", "a.zip"])
        .fails();
    assert!(run.stderr.contains("The package has a file sco.html of its own."), "{}", run.stderr);
}

#[test]
fn a_cartridge_has_the_same_bytes_every_time() {
    let cartridge = || {
        let run = Site::bundled().run(["export", "cc", "-o", "a.imscc"]).succeeds();
        std::fs::read(run.site.path("a.imscc")).expect("a cartridge")
    };
    assert!(cartridge() == cartridge());
    let refused = Site::bundled().run(["export", "cc", "assessment:short"]).misused().stderr;
    assert!(refused.contains("Self-assessments are packed as scorm12."), "{refused}");
}

#[test]
fn what_a_framework_says_more_of_itself_is_exchanged_with_it() {
    let site = || {
        let more = "rights-note: Keep the names.\npublisher-url: https://example.org/\n";
        Site::small().append("content/standards/framework.yaml", more)
    };
    let case: Value = serde_json::from_str(&exported(site(), "case")).expect("JSON");
    assert_eq!(case["CFDocument"]["officialSourceURL"], "https://example.org/");
    let license = &case["CFDefinitions"]["CFLicenses"][0];
    assert_eq!(license["licenseText"], "Free to use, change and pass on. Keep the names.");
    assert!(
        exported(site(), "anki").contains("# Rights: Free to use, change and pass on. Keep the names.\n")
    );
    let linked: Value = serde_json::from_str(&exported(site(), "jsonld")).expect("JSON");
    assert_eq!(linked["@graph"][0]["publisher"]["url"], "https://example.org/");
    assert_eq!(linked["@graph"][0]["dcterms:rights"], license["licenseText"]);
}

#[test]
fn a_part_has_what_stands_after_its_list_among_its_words() {
    let site = Site::small().append("content/standards/II.A.md", "\nSo the list ends.\n");
    let case: Value = serde_json::from_str(&exported(site, "case")).expect("JSON");
    let items = case["CFItems"].as_array().expect("a list");
    let part = items.iter().find(|item| item["humanCodingScheme"] == "II.A").expect("the part");
    assert_eq!(part["fullStatement"], "Tasks and Skills\n\nSo the list ends.");
}

#[test]
fn every_year_makes_a_date_and_every_code_an_address() {
    let date = |year: &str| {
        let site =
            Site::small().replace("content/standards/framework.yaml", "year: 2026", &format!("year: {year}"));
        let case: Value = serde_json::from_str(&exported(site, "case")).expect("JSON");
        case["CFDocument"]["lastChangeDateTime"].as_str().expect("a date").to_owned()
    };
    assert_eq!(date("33"), "0033-01-01T00:00:00Z");
    assert_eq!(date("12345"), "1970-01-01T00:00:00Z");
    let site = Site::small()
        .append("content/site.yaml", "base-url: https://example.org/\n")
        .file("content/standards/thanks.md", "---\nid: thanks\ntitle: T\nkind: back\n---\n\nWords.\n")
        .rename("content/topics/trust.md", "content/topics/vertrauen-schön.md");
    let site = ["content/standards/I.A.md", "content/standards/II.A.md"]
        .iter()
        .fold(site, |site, file| site.replace(file, "trust", "vertrauen-schön"));
    let site = site.replace("content/topics/boundaries.md", "topic:trust", "topic:vertrauen-schön");
    assert!(exported(site, "jsonld").contains("\"https://example.org/topics/vertrauen-sch%C3%B6n.html\""));
}

#[test]
fn nothing_is_exchanged_that_a_site_has_not() {
    let unrelated = |site: Site, file: &str| {
        let text = std::fs::read_to_string(site.path(file)).expect("a part");
        let lines = text.lines().filter(|line| {
            let key = line.trim_start();
            !["related:", "supports:", "continues:", "see-also:"]
                .iter()
                .any(|relation| key.starts_with(relation))
        });
        let text: String = lines.flat_map(|line| [line, "\n"]).collect();
        site.file(file, text)
    };
    let site = Site::small().remove("content/glossary").remove("content/annotations");
    let site = unrelated(unrelated(site, "content/standards/I.A.md"), "content/standards/II.A.md");
    let site = site.replace("content/guides/first-steps.md", "[[befriender]]", "befriender");
    let run = site.run(["export", "case"]).succeeds();
    let case: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(case["CFDefinitions"]["CFAssociationGroupings"], serde_json::json!([]));
    let run = run.site.run(["export", "jsonld"]).succeeds();
    assert!(!run.stdout.contains("\"inDefinedTermSet\": \"urn:uuid:") || !run.stdout.contains("glossary"));
    let linked: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let sets = linked["@graph"].as_array().expect("a list").iter();
    assert_eq!(sets.filter(|thing| thing["@type"][0] == "DefinedTermSet").count(), 1, "the standards alone");
}

#[test]
fn cards_begin_with_no_sign_that_anki_takes_for_its_own() {
    let site = Site::small()
        .replace("content/standards/framework.yaml", "id: befriending-1", "id: '\"b\"::a  1'")
        .file("content/glossary/tag.md", "---\nterm: \"#tag\"\n---\n\nWords.\n")
        .file("content/glossary/quote.md", "---\nterm: \"\\\"so-called\\\"\\nthing\"\n---\n\nMore words.\n");
    let cards = site.run(["export", "anki"]).succeeds().stdout;
    assert!(cards.contains("\n\"#tag\"\t<p>Words.</p>\t\"\"\"b\"\"-a-1 glossary\"\n"), "{cards}");
    assert!(cards.contains("\n&quot;so-called&quot; thing\t<p>More words.</p>\t"), "{cards}");
}

#[test]
fn a_competency_names_each_other_once_and_in_order() {
    let site = Site::empty()
        .file("content/site.yaml", "title: S\ndescription: D\n")
        .file("content/standards/framework.yaml", "id: f\ntitle: F\npublisher: P\nsource: s\nrights: r\n")
        .file(
            "content/standards/p.md",
            "---\nid: p\ntitle: Part\nstatements:\n  1: {code: 'a,1', related: {see-also: [c, b], supports: [b]}}\n  \
             2: {code: b}\n  3: {code: c, related: {continues: ['a,1']}}\n---\n\n1. One\n2. Two\n3. Three\n",
        );
    let rows = parsed(&exported(site, "moodle-competencies"));
    let related = |id: &str| rows.iter().find(|row| row[1] == id).map(|row| row[10].as_str());
    assert_eq!((related("a,1"), related("b"), related("c")), (Some("b,c"), Some("a%2C1"), Some("a%2C1")));
}

#[test]
fn a_long_name_of_a_competency_keeps_what_fits() {
    let title = "Good Practice. Second Book".to_owned() + &" and so on".repeat(10);
    let site = Site::small().replace(
        "content/standards/framework.yaml",
        "title: Good Practice in Befriending",
        &format!("title: {title}"),
    );
    let rows = parsed(&exported(site, "moodle-competencies"));
    let name = &rows[1][2];
    assert!(name.starts_with("Good Practice. Second Book and so on") && name.ends_with('…'), "{name}");
    assert!(name.chars().count() <= 100, "{name}");
    let site = Site::small().replace(
        "content/standards/framework.yaml",
        "title: Good Practice in Befriending",
        "title: Good Practice. Two",
    );
    assert_eq!(parsed(&exported(site, "moodle-competencies"))[1][2], "Good Practice. Two (First Edition)");
}
