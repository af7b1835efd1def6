//! Beginning: `init` and `new`.

use crate::site::{Run, Site};

fn init(dir: &str) -> Run {
    Site::empty().run(["init", dir])
}

/// Runs a command in the site that `init` made in `mine`.
fn inside(run: &Run, arguments: &[&str]) -> Run {
    let folder = run.site.path("mine");
    Site::empty().copy(&folder, "").run(arguments)
}

#[test]
fn init_makes_a_site_without_a_fault() {
    let run = init("mine").succeeds().says("");
    crate::site::snapshot("init", &run.stdout);
    let run = inside(&run, &["check", "--deny-warnings"]).succeeds();
    let run = run.site.build().succeeds();
    assert_eq!(run.codes(), [""; 0], "{}", run.stderr);
    crate::links::hold(&run);
}

#[test]
fn init_makes_every_kind_of_file() {
    let files: Vec<String> = init("mine").succeeds().tree("mine").into_iter().map(|(path, _)| path).collect();
    for kind in ["standards/framework.yaml", "topics/", "glossary/", "guides/", "annotations/", "site.yaml"] {
        assert!(files.iter().any(|file| file.starts_with(&format!("content/{kind}"))), "{kind}: {files:?}");
    }
    assert!(files.contains(&"output/.gitignore".to_owned()), "{files:?}");
    let run = Site::starter().run(["export", "json"]).succeeds();
    let export: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let levels = export["statements"].as_array().expect("a list").iter().map(|s| s["level"].as_str());
    assert_eq!(levels.filter(|level| *level == Some("section")).count(), 2);
}

#[test]
fn init_takes_an_empty_folder_and_makes_those_above() {
    init(".").succeeds().wrote("content/site.yaml");
    init("a/b c/d").succeeds().wrote("a/b c/d/content/site.yaml");
    let empty = Site::empty().with(|folder| std::fs::create_dir(folder.join("mine")).expect("made"));
    empty.run(["init", "mine"]).succeeds().wrote("mine/content/site.yaml");
}

#[test]
fn init_refuses_a_folder_with_something_in_it() {
    let run = Site::empty().file("mine/notes.txt", "mine").run(["init", "mine"]).misused();
    let run = run.tells_all("init.occupied").wrote_no("mine/content");
    assert_eq!(run.text("mine/notes.txt"), "mine");
}

#[test]
fn init_refuses_a_file() {
    Site::empty().file("mine", "words").run(["init", "mine"]).misused().tells_all("init.a-file");
}

#[test]
fn init_twice_changes_nothing() {
    let run = init("mine").succeeds();
    let before = run.tree("mine");
    let run = run.site.run(["init", "mine"]).misused();
    assert!(run.tree("mine") == before);
}

#[test]
fn what_new_makes_passes_check() {
    let made = [
        ("topic", "Fairness", "content/topics/fairness.md"),
        ("topic", "Trust: how \"it\" grows # 1", "content/topics/trust-how-it-grows-1.md"),
        ("term", "mutual aid", "content/glossary/mutual-aid.md"),
        ("term", "Größe & it’s 100%", "content/glossary/größe-its-100.md"),
        ("term", "相互扶助", "content/glossary/相互扶助.md"),
        ("guide", "For students", "content/guides/for-students.md"),
        ("scale", "Importance", "content/assessments/scales/importance.yaml"),
        ("reflection", "Three questions", "content/assessments/reflections/three-questions.md"),
        ("assessment", "The first visits", "content/assessments/the-first-visits.md"),
        ("course", "First steps", "content/courses/first-steps/course.md"),
        ("check", "first-steps/Who is who", "content/courses/first-steps/checks/who-is-who.yaml"),
        ("vignette", "A late guest", "content/courses/first-steps/vignettes/a-late-guest.yaml"),
        ("statement-part", "III", "content/standards/III.md"),
        ("statement-part", "II.B", "content/standards/II.B.md"),
    ];
    let mut site = Site::small();
    for (kind, name, path) in made {
        let run = site.run(["new", kind, name]).succeeds().prints(&format!("{path}\n")).says("");
        let run = run.wrote(path).site.check().succeeds();
        site = run.site;
    }
    let run = site.build().succeeds();
    crate::links::hold(&run);
    assert!(run.text("output/standards/II.B.1.html").contains("The published words of the first statement."));
    assert!(!run.site.path("output/standards/III.A.html").exists(), "a section is no list of parts");
}

#[test]
fn a_new_lesson_is_for_a_unit_to_take_in() {
    let run = Site::small().run(["new", "lesson", "Welcome"]).misused();
    assert!(run.stderr.contains("standpoint new course"), "{}", run.stderr);
    let site = run.site.run(["new", "course", "First steps"]).succeeds().site;
    let run = site.run(["new", "lesson", "second-steps/Welcome"]).misused();
    assert!(run.stderr.contains("first-steps"), "{}", run.stderr);
    let run = run.site.run(["new", "lesson", "Welcome"]).succeeds();
    assert_eq!(run.stdout, "content/courses/first-steps/welcome.md\n");
    assert!(run.stderr.contains("Add “welcome”"), "{}", run.stderr);
    let run = run.site.check().fails();
    assert_eq!(run.codes(), ["lesson-without-unit"]);
    run.site
        .replace("content/courses/first-steps/course.md", "[first-lesson]", "[first-lesson, welcome]")
        .run(["check", "--deny-warnings"])
        .succeeds();
}

#[test]
fn what_new_makes_in_the_starter_passes_check() {
    let mut site = Site::starter();
    for (kind, name) in
        [("topic", "Fairness"), ("term", "guest"), ("guide", "For hosts"), ("statement-part", "2.2")]
    {
        site = site.run(["new", kind, name]).succeeds().site.check().succeeds().site;
    }
}

#[test]
fn new_refuses_to_write_over_a_file() {
    let run =
        Site::small().run(["new", "topic", "Trust"]).misused().prints("").tells_all("new.there-already");
    assert!(run.text("content/topics/trust.md").contains("Trust grows from small promises"));
}

#[test]
fn new_refuses_a_code_that_does_not_fit() {
    Site::small().run(["new", "statement-part", "3.1"]).misused().tells_all("new.numbering");
    let run = Site::small().run(["new", "statement-part", "IV.A"]).misused().tells_all("new.no-parent");
    run.wrote_no("content/standards/IV.A.md");
    // II is there, under another name of its file.
    Site::small()
        .rename("content/standards/II.md", "content/standards/visits.md")
        .run(["new", "statement-part", "II"])
        .misused()
        .tells_all("new.code-taken");
}

#[test]
fn new_refuses_a_name_that_is_none() {
    for name in ["", " ", "a/b", "../x", "a\\b"] {
        Site::small().run(["new", "topic", name]).misused().prints("");
    }
    Site::small().run(["new", "topic", "a/b"]).misused().tells_all("new.no-name");
}

#[test]
fn new_needs_a_site() {
    Site::empty().run(["new", "topic", "Trust"]).misused().tells_all("new.no-site");
}
