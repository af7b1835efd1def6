//! The same content makes the same site, whatever the machine.

use std::collections::BTreeMap;

use crate::site::Site;

#[test]
fn threads_time_zone_and_language_change_nothing() {
    let machines = [
        [
            ("RAYON_NUM_THREADS", "1"),
            ("TZ", "Pacific/Kiritimati"),
            ("LANG", "tr_TR.UTF-8"),
            ("LC_ALL", "tr_TR.UTF-8"),
        ],
        [("RAYON_NUM_THREADS", "4"), ("TZ", "America/Anchorage"), ("LANG", "C"), ("LC_ALL", "C")],
    ];
    let [first, second] = machines.map(|machine| {
        let run = Site::bundled().run_with(["build"], &machine).succeeds();
        run.tree("output").into_iter().collect::<BTreeMap<_, _>>()
    });
    assert!(first.len() > 270, "{} files", first.len());
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    let differ: Vec<&String> =
        first.iter().filter(|(path, bytes)| second[*path] != **bytes).map(|(path, _)| path).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn where_the_content_lies_changes_nothing() {
    let here = Site::small().build().succeeds().tree("output");
    let there =
        Site::small().rename("content", "elsewhere/words").run(["build", "--content", "elsewhere/words"]);
    assert!(there.succeeds().tree("output") == here);
}

#[test]
fn messages_are_the_same_with_any_number_of_threads() {
    let told = |threads: &str| {
        Site::bundled()
            .remove("content/topics")
            .append("content/guides/for-students.md", "\n[[gone]] [x](gone.md)\n")
            .run_with(["check"], &[("RAYON_NUM_THREADS", threads)])
            .fails()
            .stderr
    };
    assert!(told("1") == told("4"));
}
