//! No problem without a case: what Standpoint can report is shown in a snapshot that somebody has read.

use std::collections::BTreeSet;
use std::fs;

use standpoint::diagnostic::Problem;

use crate::site::project;

/// Names of the snapshots, and their texts.
fn snapshots() -> Vec<(String, String)> {
    let folder = project().join("tests/cli/snapshots");
    let files = fs::read_dir(folder).expect("the snapshots").map(|entry| entry.expect("an entry").path());
    let snapshots = files.filter(|path| path.extension().is_some_and(|extension| extension == "snap"));
    snapshots
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("readable"))
        })
        .collect()
}

/// Problems that no content, theme or argument can cause, only what happens while a build runs; the tests of the
/// output have them.
const OF_THE_OUTPUT: [&str; 5] =
    ["output-busy", "output-changed", "output-bad-name", "output-held", "output-half-written"];

#[test]
fn every_problem_has_a_case() {
    let texts: String = snapshots().into_iter().map(|(_, text)| text).collect();
    let told =
        |code: &str| texts.contains(&format!("error[{code}]")) || texts.contains(&format!("warning[{code}]"));
    let missing: Vec<&str> =
        Problem::CODES.iter().copied().filter(|code| !told(code) && !OF_THE_OUTPUT.contains(code)).collect();
    assert_eq!(missing, [""; 0], "these problems have no snapshot in tests/cli/snapshots");
}

#[test]
fn every_snapshot_has_a_test() {
    let sources = fs::read_dir(project().join("tests/cli")).expect("the tests");
    let sources: String = sources
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| fs::read_to_string(path).expect("readable"))
        .collect();
    let names: BTreeSet<String> = snapshots().into_iter().map(|(name, _)| name).collect();
    let stale: Vec<&String> = names.iter().filter(|name| !sources.contains(&format!("\"{name}\""))).collect();
    assert!(stale.is_empty(), "no test makes these snapshots: {stale:?}");
}

#[test]
fn every_problem_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = Problem::CODES.iter().copied().collect();
    assert_eq!(names.len(), Problem::CODES.len());
}
