//! How problems are told: all of them, in order, to people and to tools; and what the exit code says.

use serde_json::Value;

use crate::site::{Site, snapshot};

/// Ten faults in five files, each of another kind.
fn ten_faults() -> Site {
    Site::small()
        .append("content/site.yaml", "languag: en\nbase-url: example.org\n")
        .replace("content/standards/I.A.md", "topics: [trust]", "topics: [trust, truth]")
        .replace("content/standards/I.A.md", "supports: [II.A.2.b]", "supports: [II.A.2.d, I.A.2]")
        .replace("content/topics/trust.md", "title: Trust", "title: Trust: how it grows")
        .file("content/glossary/visit.md", "---\nterms: visit\n---\n\nAn hour. See [[befriender]].\n")
        .append("content/guides/first-steps.md", "\n[a](gone.md) [b](#gone) ![c](gone.png)\n")
}

#[test]
fn all_problems_are_told_in_one_run_by_file_and_line() {
    let run = ten_faults().check().fails().tells_all("ten-faults");
    let heads: Vec<&str> =
        run.stderr.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
    let mut sorted = heads.clone();
    sorted.sort_by_cached_key(|head| {
        let mut pieces = head.split(':');
        let file = pieces.next().map(ToOwned::to_owned);
        (file, pieces.map(|number| number.parse::<usize>().expect("a number")).collect::<Vec<_>>())
    });
    assert_eq!(heads, sorted);
    let mut files: Vec<&str> = heads.iter().filter_map(|head| head.split(':').next()).collect();
    files.dedup();
    assert_eq!(files.len(), 5, "{files:?}");
    assert_eq!(run.codes().len(), 10, "{}", run.stderr);
    assert_eq!(run.stderr.lines().last(), Some("10 errors"));
}

#[test]
fn tools_get_one_json_object_a_line() {
    let run = ten_faults()
        .remove("content/annotations/II.A.3.md")
        .run(["check", "--message-format", "json"])
        .fails();
    let problems = run.json();
    assert_eq!(problems.len(), 11, "{}", run.stdout);
    for problem in &problems {
        assert!(["error", "warning"].contains(&problem["severity"].as_str().expect("severity")), "{problem}");
        for key in ["code", "message", "file"] {
            assert!(problem[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {problem}");
        }
        for key in ["line", "column"] {
            assert!(problem[key].as_u64().is_some_and(|number| number > 0), "{key}: {problem}");
        }
    }
    let pretty: Vec<String> =
        problems.iter().map(|problem| serde_json::to_string_pretty(problem).expect("JSON")).collect();
    snapshot("ten-faults.json", &pretty.join("\n"));
    assert_eq!(run.stderr, "10 errors, 1 warning\n");
}

#[test]
fn people_and_tools_are_told_the_same() {
    let for_people = ten_faults().check().codes();
    let for_tools = ten_faults().run(["check", "--message-format", "json"]).json();
    let for_tools: Vec<&str> = for_tools.iter().filter_map(|problem| problem["code"].as_str()).collect();
    assert_eq!(for_people, for_tools);
}

#[test]
fn a_problem_of_a_whole_file_has_a_line_for_tools_too() {
    let run = Site::small().file("content/notes.md", "x").run(["check", "--message-format", "json"]).fails();
    let problem = &run.json()[0];
    assert_eq!((&problem["line"], &problem["column"]), (&Value::from(1), &Value::from(1)), "{problem}");
    assert_eq!(problem["file"], "content/notes.md");
}

#[test]
fn nothing_to_tell_is_said_in_a_line() {
    Site::small().check().succeeds().prints("").says("Nothing to mend in 31 pages.\n");
    Site::small()
        .run(["check", "--message-format", "json"])
        .succeeds()
        .prints("")
        .says("Nothing to mend in 31 pages.\n");
}

#[test]
fn a_warning_is_told_and_does_not_stop_a_build() {
    let site = || Site::small().remove("content/annotations/II.A.3.md");
    let run = site().build().succeeds().wrote("output/index.html");
    assert_eq!(run.codes(), ["statement-without-prompts"]);
    let last = run.stderr.lines().last().expect("a summary");
    assert!(last.ends_with("(1 warning)"), "{last}");
    site().check().succeeds();
    let run = site().run(["check", "--deny-warnings"]).fails();
    assert!(run.stderr.ends_with("\n1 warning, and warnings are denied.\n"), "{}", run.stderr);
}

#[test]
fn an_error_stops_a_build() {
    let run = Site::small().append("content/guides/first-steps.md", "\n[[gone]]\n").build().fails();
    let run = run.wrote_no("output/index.html");
    assert!(
        run.stderr.ends_with("\nNot built: 1 error. The site that was there is as it was.\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_failed_build_leaves_the_site_that_was_there() {
    let run = Site::small().build().succeeds();
    let before = run.tree("output");
    let run = run.site.append("content/guides/first-steps.md", "\n[[gone]]\n").build().fails();
    assert_eq!(run.tree("output"), before);
}

#[test]
fn check_writes_nothing() {
    for site in [Site::small(), ten_faults()] {
        let before = crate::site::tree(&site.path(""));
        let run = site.check();
        assert!(run.tree("") == before, "check changed files");
    }
}

#[test]
fn a_build_ends_with_a_summary() {
    let run = Site::small().build().succeeds().prints("");
    let [numbers, files] = run.stderr.trim_end().split(" s; ").collect::<Vec<_>>()[..] else {
        panic!("{}", run.stderr)
    };
    assert!(numbers.starts_with("31 pages, 7 statements, 11 references in "), "{numbers}");
    assert!(files.ends_with(" files written"), "{files}");
    // What is built again and is the same is not written again.
    let run = run.site.build().succeeds();
    assert!(run.stderr.ends_with(" s; nothing changed\n"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn wrong_usage_is_told_from_wrong_content() {
    Site::small().run(["chekc"]).misused().tells_all("usage.command");
    Site::small().run(["check", "--contents", "x"]).misused().tells_all("usage.argument");
    Site::small().run(["export", "xml"]).misused().tells_all("usage.value");
    Site::small().run([""; 0]).misused().tells_all("usage.nothing");
}

#[cfg(unix)]
#[test]
fn help_says_what_there_is() {
    let run = Site::empty().run(["--help"]).succeeds();
    snapshot("help", &run.stdout);
    let run = Site::empty().run(["check", "--help"]).succeeds();
    snapshot("help.check", &run.stdout);
    let run = Site::empty().run(["--version"]).succeeds();
    assert!(run.stdout.starts_with("standpoint "), "{}", run.stdout);
}

#[test]
fn a_reader_that_goes_away_is_no_reason_to_fail() {
    use std::process::{Command, Stdio};
    let many = "\n[[gone]] [away](gone.md)\n".repeat(500);
    let site = Site::small().append("content/guides/first-steps.md", &many);
    for (arguments, code) in [
        (&["check"][..], 1),
        (&["check", "--message-format", "json"], 1),
        (&["schema"], 0),
        (&["init", "new"], 0),
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_standpoint"))
            .args(arguments)
            .current_dir(site.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("standpoint runs");
        // Nobody reads either; the first write finds the pipe broken.
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().expect("it ends").code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn the_content_may_be_elsewhere() {
    let run = Site::small().rename("content", "words/ours").run(["check", "--content", "words/ours"]);
    run.succeeds().says("Nothing to mend in 31 pages.\n");
    let run = Site::small()
        .rename("content", "words/ours")
        .append("words/ours/guides/first-steps.md", "\n[[gone]]\n");
    let run = run.run(["check", "--content", "./words/ours"]).fails();
    assert!(run.stderr.contains("--> words/ours/guides/first-steps.md:14:1\n"), "{}", run.stderr);
}

/// What is done to a site.
type Fault = fn(Site) -> Site;

#[test]
fn first_causes_are_not_followed_by_others() {
    // Each of these makes much else that refers to it doubtful; one problem is told.
    let faults: [(&str, Fault); 9] = [
        ("yaml-syntax", |site| site.replace("content/standards/II.A.md", "id: II.A", "id: \"II.A")),
        ("missing-key", |site| site.replace("content/standards/II.A.md", "id: II.A\n", "")),
        ("front-matter-not-closed", |site| {
            site.replace("content/glossary/befriender.md", "[II.A.1]\n---", "[II.A.1]")
        }),
        ("unknown-numbering", |site| site.replace("content/standards/II.A.md", "id: II.A", "id: 2.A")),
        ("parent-missing", |site| {
            site.remove("content/standards/II.md").replace("content/standards/I.md", "id: I", "id: I")
        }),
        ("not-utf8", |site| {
            site.file("content/topics/trust.md", b"---\ntitle: Trust\nsummary: s\n---\ncaf\xe9\n")
        }),
        ("unknown-topic", |site| {
            site.replace("content/standards/II.A.md", "topics: [trust]", "topics: [trst]")
        }),
        ("front-matter-missing", |site| site.file("content/topics/trust.md", "Trust\n")),
        ("unknown-kind", |site| site.replace("content/standards/II.A.md", "kind: tasks", "kind: task")),
    ];
    for (code, fault) in faults {
        let run = fault(Site::small()).check().fails();
        let mut codes = run.codes();
        codes.dedup();
        assert_eq!(codes, [code], "{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_can_not_be_read_is_one_problem() {
    for file in ["standards/II.A.md", "topics/trust.md", "glossary/befriender.md", "annotations/II.A.1.md"] {
        let path = format!("content/{file}");
        let run = Site::small().remove(&path).with(|folder| {
            std::os::unix::fs::symlink("/nowhere", folder.join(&path)).expect("a link");
        });
        let run = run.check().fails();
        assert_eq!(run.codes(), ["unreadable"], "{file}\n{}", run.stderr);
    }
}
