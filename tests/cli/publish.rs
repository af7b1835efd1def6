//! What a build adds for web servers, by option: compressed forms beside texts, and hashes in the names of assets.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};

use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

use crate::links;
use crate::site::{Run, Site};

/// Long enough to be compressed.
fn long(text: &str) -> String {
    format!("{text}, ").repeat(300)
}

fn files(run: &Run) -> BTreeMap<String, Vec<u8>> {
    run.tree("output").into_iter().collect()
}

/// The assets of a site by the names that they have in the theme. Fails if a name doesn't hold the hash of the bytes.
#[track_caller]
fn assets(run: &Run) -> BTreeMap<String, Vec<u8>> {
    let mut plain = BTreeMap::new();
    for (path, bytes) in run.tree("output/assets") {
        let hash: Vec<String> =
            Sha256::digest(&bytes).iter().take(5).map(|byte| format!("{byte:02x}")).collect();
        let name = path.replacen(&format!(".{}", hash.concat()), "", 1);
        assert_ne!(name, path, "without the hash of its bytes");
        plain.insert(name, bytes);
    }
    plain
}

#[test]
fn names_with_a_hash_are_those_of_the_same_files_and_everything_leads_to_them() {
    let run = Site::bundled().build().succeeds();
    links::hold(&run);
    let before = run.tree("output/assets").into_iter().collect::<BTreeMap<_, _>>();
    let run = run.site.run(["build", "--hash-assets"]).succeeds();
    links::hold(&run);
    assert_eq!(assets(&run), before);
    // What isn't in assets/ has the address it has.
    run.wrote("output/search-index.js").wrote("output/index.html").wrote_no("output/assets/site.js");
}

#[test]
fn a_name_changes_with_the_bytes_and_with_nothing_else() {
    let names =
        |run: &Run| run.tree("output/assets").into_iter().map(|(name, _)| name).collect::<BTreeSet<_>>();
    let run = Site::small().run(["build", "--hash-assets"]).succeeds();
    let before = names(&run);
    let run = run.site.append("content/topics/trust.md", "\nMore words.\n").run(["build", "--hash-assets"]);
    let run = run.succeeds();
    assert_eq!(names(&run), before);
    let run = run.site.file("themes/default/styles/standpoint.css", "body { color: black }\n");
    let run = run.run(["build", "--hash-assets"]).succeeds();
    links::hold(&run);
    let after = names(&run);
    let differ: Vec<&str> =
        before.symmetric_difference(&after).map(|name| name.split('.').next().unwrap()).collect();
    assert_eq!(differ, ["standpoint", "standpoint"]);
}

#[test]
fn a_theme_calls_its_files_as_they_are_named_in_it() {
    let run = Site::small()
        .file("themes/default/assets/fonts/serif.woff2", "a font")
        .file("themes/default/assets/bell.mp3", "a sound")
        .file("themes/default/scripts/copy.js", "new Audio(\"assets/bell.mp3\");\n")
        .file("themes/default/assets/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file(
            "themes/default/styles/home.css",
            "@font-face { font-family: x; src: url(fonts/serif.woff2) }\n",
        )
        .file(
            "themes/default/templates/components/footer.html",
            "<img src=\"{{ root }}assets/logo.svg\" alt=\"\"> <a href=\"{{ root }}about.html\">About</a>",
        )
        .run(["build", "--hash-assets"])
        .succeeds();
    links::hold(&run);
    // What a style or a script calls keeps its name.
    let run = run.wrote("output/assets/fonts/serif.woff2").wrote("output/assets/bell.mp3");
    let run = run.wrote_no("output/assets/logo.svg").wrote_no("output/assets/copy.js");
    let page = run.text("output/topics/trust.html");
    assert!(page.contains("src=\"../assets/logo."), "{page}");
}

#[test]
fn a_package_has_the_plain_names() {
    let site = Site::bundled().run(["build", "--hash-assets", "--compress=gz"]).succeeds().site;
    let run = site.run(["export", "scorm12", "-o", "package.zip"]).succeeds();
    let mut zip = zip::ZipArchive::new(std::fs::File::open(run.site.path("package.zip")).unwrap()).unwrap();
    let mut page = String::new();
    zip.by_name("index.html").unwrap().read_to_string(&mut page).unwrap();
    assert!(page.contains("src=\"assets/site.js\""), "{page}");
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.iter().any(|name| name == "assets/site.js"));
    assert!(names.iter().all(|name| !is_form(name)));
}

/// The text that a compressed form holds.
fn text_of(form: &str, bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    match form.rsplit('.').next() {
        Some("gz") => GzDecoder::new(bytes).read_to_end(&mut text),
        _ => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut text),
    }
    .unwrap_or_else(|error| panic!("{form}: {error}"));
    text
}

fn is_form(path: &str) -> bool {
    path.ends_with(".gz") || path.ends_with(".br")
}

#[test]
fn compressed_forms_hold_the_texts_they_lie_beside() {
    let run = Site::small()
        .file("content/topics/plan.csv", long("a,b"))
        .file("content/topics/photo.png", long("not really"))
        .file("content/topics/short.txt", "A few words.")
        .append("content/topics/trust.md", "\n[a](plan.csv) ![b](photo.png) [c](short.txt)\n")
        .build()
        .succeeds();
    let plain = files(&run);
    let run = run.site.run(["build", "--compress"]).succeeds();
    let all = files(&run);
    let (forms, rest): (BTreeMap<_, _>, BTreeMap<_, _>) =
        all.into_iter().partition(|(path, _)| is_form(path));
    let manifest = ".standpoint-manifest.json";
    assert!(
        rest.iter()
            .filter(|(path, _)| *path != manifest)
            .eq(plain.iter().filter(|(path, _)| *path != manifest))
    );
    for (form, bytes) in &forms {
        let text = &plain[&form[..form.len() - 3]];
        assert!(text_of(form, bytes) == *text, "{form}");
        assert!(bytes.len() < text.len() && text.len() >= 1024, "{form}");
    }
    let has = |name: &str| forms.contains_key(name);
    for text in ["index.html", "404.html", "assets/site.js", "search-index.js", "topics/plan.csv"] {
        assert!(has(&format!("{text}.gz")) && has(&format!("{text}.br")), "{text}");
    }
    for other in ["topics/photo.png", "topics/short.txt", manifest] {
        assert!(!has(&format!("{other}.gz")) && !has(&format!("{other}.br")), "{other}");
    }

    // Not asked for any more, they go.
    let run = run.site.build().succeeds();
    assert_eq!(files(&run), plain);
}

#[test]
fn the_forms_can_be_chosen() {
    let run = Site::small().run(["build", "--compress=gz"]).succeeds();
    let run = run.wrote("output/index.html.gz").wrote_no("output/index.html.br");
    run.site.run(["build", "--compress=zip"]).misused();
}

#[test]
fn forms_of_what_has_not_changed_are_kept_and_not_made_again() {
    let build = |site: Site| site.run(["build", "--compress=gz"]).succeeds();
    let run = build(Site::small());
    let clean = files(&run);
    let again = build(run.site);
    assert!(again.stderr.contains("nothing changed"), "{}", again.stderr);

    // Another compressor would have made this one. It holds the same text, so nothing is compressed.
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&clean["index.html"]).unwrap();
    let other = encoder.finish().unwrap();
    assert!(other != clean["index.html.gz"]);
    let run = build(again.site.file("output/index.html.gz", &other));
    assert!(files(&run)["index.html.gz"] == other);

    // This one holds it too, and is larger.
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::none());
    encoder.write_all(&clean["index.html"]).unwrap();
    let run = build(run.site.file("output/index.html.gz", encoder.finish().unwrap()));
    assert!(files(&run) == clean);

    // This one holds other words, and this one nothing.
    let site =
        run.site.file("output/index.html.gz", &clean["about.html.gz"]).file("output/about.html.gz", "");
    let run = build(site.remove("output/404.html.gz"));
    assert!(files(&run) == clean);

    // A page that changes has its own form made anew.
    let run = build(run.site.append("content/topics/trust.md", "\nMore words.\n"));
    let (form, page) = ("topics/trust.html.gz", "topics/trust.html");
    let after = files(&run);
    assert!(after[form] != clean[form] && text_of(form, &after[form]) == after[page]);
}

#[test]
fn a_form_never_takes_the_place_of_another_file() {
    // One that the site publishes itself.
    let run = Site::small()
        .append("content/site.yaml", "features:\n  raw-html: true\n")
        .file("content/topics/plan.csv", long("a,b"))
        .file("content/topics/plan.csv.gz", "packed by hand")
        .append("content/topics/trust.md", "\n[a](plan.csv) [b](plan.csv.gz)\n")
        .run(["build", "--compress=gz"])
        .succeeds();
    assert_eq!(run.text("output/topics/plan.csv.gz"), "packed by hand");
    // One that somebody put there.
    let run = Site::small().file("output/index.html.gz", "mine").run(["build", "--compress=gz"]).fails();
    let run = run.tells("output-foreign-file.compressed").wrote_no("output/index.html");
    assert_eq!(run.text("output/index.html.gz"), "mine");
}
