//! `build --offline`: what a site has beside itself so that browsers can keep it.

use std::collections::BTreeMap;
use std::io::Read as _;

use serde_json::{Value, json};

use crate::links;
use crate::site::{Run, Site};

/// Files that only this option makes.
const OWN: [&str; 5] =
    ["assets/offline-about.js", "assets/offline-page.js", "offline-list.json", "offline.html", "sw.js"];
const MANIFEST: &str = ".standpoint-manifest.json";

fn files(run: &Run) -> BTreeMap<String, Vec<u8>> {
    run.tree("output").into_iter().filter(|(path, _)| path != MANIFEST).collect()
}

fn offline(site: Site) -> Run {
    site.run(["build", "--offline"])
}

/// The name of an asset without the hash in it.
fn unhashed(path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    match parts[..] {
        [name, hash, ending] if hash.len() == 10 && path.starts_with("assets/") => format!("{name}.{ending}"),
        _ => path.to_owned(),
    }
}

fn list(run: &Run) -> Value {
    serde_json::from_str(&run.text("output/offline-list.json")).expect("JSON")
}

#[test]
fn without_the_option_there_is_nothing_of_it() {
    let run = Site::bundled().build().succeeds();
    let plain = files(&run);
    for (path, bytes) in &plain {
        assert!(!OWN.contains(&path.as_str()), "{path}");
        let text = String::from_utf8_lossy(bytes);
        assert!(!path.ends_with(".html") || !text.contains("assets/offline"), "{path}");
    }
    // The same once it has been there.
    let run = offline(run.site).succeeds();
    links::hold(&run);
    let with = files(&run);
    let added: Vec<String> =
        with.keys().map(|path| unhashed(path)).filter(|path| !plain.contains_key(path)).collect();
    assert_eq!(added, OWN);
    assert!(files(&run.site.build().succeeds()) == plain);
}

#[test]
fn every_page_asks_for_the_worker_but_that_of_no_page() {
    let run = offline(Site::starter()).succeeds();
    let all = files(&run);
    let of_every_page = all.keys().find(|path| path.starts_with("assets/offline-page.")).expect("the script");
    for (path, bytes) in all.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        let root = "../".repeat(path.matches('/').count());
        let script = format!("<script defer src=\"{root}{of_every_page}\" data-root=\"{root}\"></script>");
        // Without a base URL it doesn’t know where the site is, and could ask for the worker of another one.
        assert_eq!(html.contains(&script), path != "404.html", "{path}");
        assert!(html.contains("connect-src &#39;none&#39;;"), "{path}");
    }
}

#[test]
fn a_page_that_is_kept_has_the_scripts_that_it_was_made_with() {
    let run = offline(Site::starter()).succeeds();
    for path in files(&run).keys().filter(|path| path.ends_with(".js") && path.starts_with("assets/")) {
        assert_ne!(unhashed(path), *path, "a name that the next build gives to another script");
    }
    let same = run.site.run(["build", "--offline", "--hash-assets"]).succeeds();
    assert!(same.stderr.contains("nothing changed"), "{}", same.stderr);
}

#[test]
fn the_list_has_every_file_and_no_other() {
    let run = Site::small()
        .append("content/topics/trust.md", "\n[a](plan.csv)\n")
        .file("content/topics/plan.csv", "a,b")
        .append("content/site.yaml", "base-url: https://example.org/\n")
        .run(["build", "--offline", "--compress=gz"])
        .succeeds();
    let list = list(&run);
    let expected: Vec<String> = files(&run)
        .into_keys()
        .filter(|path| !["404.html", "sitemap.xml", "sw.js", "offline-list.json"].contains(&path.as_str()))
        .filter(|path| !path.ends_with(".gz"))
        .collect();
    assert_eq!(list["files"], json!(expected));
    let all = files(&run);
    let bytes: usize = expected.iter().map(|path| all[path].len()).sum();
    assert_eq!(list["bytes"], json!(bytes));
    let first = list["first"].as_array().expect("a list");
    let has =
        |start: &str| first.iter().any(|path| path.as_str().is_some_and(|path| path.starts_with(start)));
    for start in [
        "index.html",
        "about.html",
        "offline.html",
        "search-index.js",
        "assets/site.",
        "assets/offline-page.",
    ] {
        assert!(has(start), "{start}: {list}");
    }
    assert!(!has("topics/") && !has("schemas/"), "{list}");
    assert!(!run.text("output/sitemap.xml").contains("offline.html"));
}

#[test]
fn it_is_the_same_from_nothing_and_after_each_change() {
    let clean = |run: &Run| {
        let site = Site::empty().copy(&run.site.path("content"), "content");
        files(&offline(site).succeeds())
    };
    let run = offline(Site::small()).succeeds();
    let before = list(&run)["version"].clone();
    let again = offline(run.site).succeeds();
    assert!(again.stderr.contains("nothing changed"), "{}", again.stderr);
    let run = offline(again.site.append("content/topics/trust.md", "\nMore words.\n")).succeeds();
    assert_ne!(list(&run)["version"], before);
    assert!(files(&run) == clean(&run));
    let run = offline(
        run.site.rename("content/guides/first-steps.md", "content/guides/next-steps.md").build().site,
    );
    let run = run.succeeds();
    assert!(files(&run) == clean(&run));
    // Lost by hand, the worker comes back.
    let run = offline(run.site.remove("output/sw.js")).succeeds().wrote("output/sw.js");
    assert!(files(&run) == clean(&run));
}

#[test]
fn a_check_and_exports_have_nothing_of_it() {
    let run = Site::bundled().run(["export", "scorm12", "-o", "package.zip"]).succeeds();
    let run = run.site.run(["export", "epub", "-o", "book.epub"]).succeeds();
    let run = run.site.run(["export", "cc", "-o", "cartridge.imscc"]).succeeds();
    for name in ["package.zip", "book.epub", "cartridge.imscc"] {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(run.site.path(name)).unwrap()).unwrap();
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).unwrap();
            let path = file.name().unwrap().into_owned();
            assert!(!OWN.iter().any(|own| path.ends_with(own)), "{name}: {path}");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            assert!(!String::from_utf8_lossy(&bytes).contains("assets/offline-page.js"), "{name}: {path}");
        }
    }
}

#[test]
fn content_puts_nothing_in_the_place_of_the_worker() {
    // As any script of content, it is refused by name.
    let linked = |name: &str| {
        let site = Site::small().file(&format!("content/{name}"), "{}");
        site.append("content/topics/trust.md", &format!("\n[a](../{name})\n"))
    };
    for name in ["sw.js", "SW.js"] {
        assert_eq!(linked(name).build().fails().codes(), ["active-content"]);
        assert_eq!(offline(linked(name)).fails().codes(), ["file-name-taken"]);
        // Where all content is trusted, too, it is in the way.
        let trusted = linked(name).append("content/site.yaml", "features:\n  raw-html: true\n");
        let run = offline(trusted).fails().wrote_no("output/sw.js");
        assert_eq!(run.codes(), ["file-name-taken"]);
    }
    assert_eq!(offline(linked("Offline-List.json")).fails().codes(), ["file-name-taken"]);
    linked("offline-list.json").build().succeeds();
    // So is a page.
    let alias = "aliases: [offline.html]\n---\n\n";
    let site = Site::small().replace("content/topics/trust.md", "---\n\n", alias);
    let run = offline(site).fails();
    assert_eq!(run.codes(), ["bad-alias"]);
    run.site.build().succeeds().wrote("output/offline.html");
}

#[test]
fn somebody_elses_worker_in_the_output_is_not_written_over() {
    let run = offline(Site::small().file("output/sw.js", "mine")).fails();
    assert_eq!(run.codes(), ["output-foreign-file"]);
    assert_eq!(run.text("output/sw.js"), "mine");
    run.site.build().succeeds();
}
