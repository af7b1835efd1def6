//! Whatever is done to the content, a preview that makes only some pages anew and a build that makes none write what a
//! build from nothing writes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::{Options, Preview, Report, Way, run_keeping};
use crate::budget::Budget;
use crate::diagnostic::render;
use crate::language::Languages;
use crate::model::Site;
use crate::theme::{AssetNames, Theme};

/// The content that the project ships: its folder, what it says, and the theme it is shown with.
pub(crate) fn bundled() -> (PathBuf, Site, Theme) {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let site = super::load(&content).0.expect("a site");
    let (theme, _) = Theme::load(None, &Languages::default(), AssetNames::Plain);
    (content, site, theme)
}

/// Copies a folder with all in it.
pub(super) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// The files of a folder by their paths in it, but for the list of them.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().is_some_and(|name| name != ".standpoint-manifest.json") {
                let bytes = fs::read(&path).expect("read");
                files.insert(path.strip_prefix(folder).expect("within").to_path_buf(), bytes);
            }
        }
    }
    files
}

#[test]
fn a_site_with_more_bytes_than_may_be_is_not_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small"), folder.path());
    let (content, output) = (folder.path().join("content"), folder.path().join("output"));
    let options = Options { content, output, ..Options::default() };
    let built = |output, most| run_keeping(&options, &Way { output, most, ..Way::nowhere() }).0;
    for output in [None, Some(options.output.as_path())] {
        let report = built(output, 100_000);
        let codes: Vec<&str> = report.diagnostics.iter().map(|told| told.problem.code()).collect();
        assert_eq!(codes, ["over-limit"]);
        assert!(!options.output.exists());
    }
    assert!(!built(Some(&options.output), 10_000_000).has_errors());
}

/// What a build tells, as people read it.
fn told(report: &Report) -> String {
    report.diagnostics.iter().map(|diagnostic| render::human(diagnostic, false)).collect()
}

/// Numbers that look random and are the same every time (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap_or_default() % most
    }

    fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

/// What writers put into a text.
const PIECES: [&str; 12] = [
    "Words of no consequence.",
    "See [[I.A.1]].",
    "See [[II.A.2.b|these words]] and [[topic:trust]].",
    "[[term:befriender]], or [[purpose]].",
    "![[I.A.2]]",
    "[A form](../form.pdf)",
    "![A picture of it](../form.pdf)",
    "## Another heading",
    "[[nothing of the kind]]",
    "[Steps](../guides/first-steps.md#words)",
    "- One more question?",
    "<b>not allowed</b>",
];

/// What designers put into a theme: a page's template, words, a style, and what no theme may have.
const THEME: [(&str, &str); 6] = [
    (
        "templates/topic.html",
        "{% extends \"base.html\" %}{% block main %}<h1>{{ topic.title }}</h1>{% endblock %}",
    ),
    ("templates/topic.html", "{% extends \"base.html\" %}{% block main %}{{ topic.title"),
    ("words/en.yaml", "\"topics\": \"Themes\"\n"),
    ("words/de.yaml", "home: Anfang\nstudy-bookmark: Zeichen\n"),
    ("assets/standpoint.css", "body { color: black }"),
    ("nothing/of-the-kind.html", "?"),
];

/// Does something to the theme of the site; says which files that concerns.
fn change_theme(themes: &Path, chance: &mut Chance) -> BTreeSet<PathBuf> {
    let (name, text) = chance.of(&THEME);
    let path = themes.join("default").join(name);
    if path.exists() && chance.below(2) == 0 {
        fs::remove_file(&path).expect("removed");
    } else {
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, text).expect("written");
    }
    BTreeSet::from([path])
}

/// Changes the language of the site, or that of its published words; says which file that concerns.
fn change_language(content: &Path, chance: &mut Chance) -> BTreeSet<PathBuf> {
    let path = content.join(chance.of(&["site.yaml", "standards/framework.yaml"]));
    let text = fs::read_to_string(&path).unwrap_or_default();
    let rest: String = text.split_inclusive('\n').filter(|line| !line.starts_with("language:")).collect();
    let language = chance.of(&["", "language: de\n", "language: ar\n"]);
    fs::write(&path, format!("{language}{rest}")).expect("written");
    BTreeSet::from([path])
}

/// Does something to a text that is there, or to its file; says which files that concerns.
fn change(content: &Path, chance: &mut Chance) -> BTreeSet<PathBuf> {
    let files: Vec<PathBuf> = tree(content).into_keys().collect();
    // Annotations are what is changed most.
    let notes: Vec<PathBuf> = files.iter().filter(|path| path.starts_with("annotations")).cloned().collect();
    let among = if chance.below(3) > 0 && !notes.is_empty() { &notes } else { &files };
    let path = content.join(chance.of(among));
    let text = fs::read_to_string(&path).unwrap_or_default();
    match chance.below(12) {
        0 => fs::remove_file(&path).expect("removed"),
        1 => {
            let other = path.with_file_name(format!("moved-{}.md", chance.below(3)));
            fs::rename(&path, &other).expect("renamed");
            return BTreeSet::from([path, other]);
        }
        2 => fs::write(path.with_file_name("draft.md~"), "a backup").expect("written"),
        3 => fs::write(&path, text.replace("- ", "* ")).expect("written"),
        4 => {
            let lines: Vec<&str> = text.lines().collect();
            fs::write(&path, lines[..lines.len().saturating_sub(1)].join("\n")).expect("written");
        }
        _ => fs::write(&path, format!("{text}\n\n{}\n", chance.of(&PIECES))).expect("written"),
    }
    BTreeSet::from([path])
}

#[test]
fn after_any_changes_the_site_is_the_one_that_a_build_from_nothing_makes() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
    let (mut updates, mut failures) = (0, 0);
    let seeds = std::env::var("STANDPOINT_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(5);
    for seed in 1..=seeds {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| folder.path().canonicalize().expect("there").join(name);
        copy(&fixture, folder.path());
        fs::write(at("content/form.pdf"), "a form").expect("written");
        fs::create_dir(at("themes")).expect("made");
        let options =
            |output: &str| Options { content: at("content"), output: at(output), ..Options::default() };
        let mut preview = Preview::new(options("preview"));
        let mut chance = Chance(seed);
        preview.build(None, &|_| {}, None);
        for step in 0..10 {
            let before = [tree(&at("content")), tree(&at("themes"))];
            let mut changed = match chance.below(8) {
                0 | 1 => change_theme(&at("themes"), &mut chance),
                2 => change_language(&at("content"), &mut chance),
                _ => change(&at("content"), &mut chance),
            };
            if chance.below(4) == 0 {
                changed.extend(change(&at("content"), &mut chance));
            }
            let seen = preview.build(Some(&changed), &|_| {}, None);
            updates += usize::from(seen.summary.as_ref().is_some_and(|of| of.made < of.pages));
            let clean =
                super::run(&options(&format!("clean-{step}")), Some(&at(&format!("clean-{step}"))), &|_| {});
            assert_eq!(told(&seen), told(&clean), "seed {seed}, step {step}: {changed:?}");
            let repeated = super::build(&options("build"), &|_| {});
            assert_eq!(told(&repeated), told(&clean), "seed {seed}, step {step}");
            if clean.has_errors() {
                // What stops a build is taken back, as writers do.
                failures += 1;
                for (folder, files) in ["content", "themes"].iter().zip(before) {
                    fs::remove_dir_all(at(folder)).expect("removed");
                    fs::create_dir(at(folder)).expect("made");
                    for (path, bytes) in files {
                        let path = at(folder).join(path);
                        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
                        fs::write(path, bytes).expect("written");
                    }
                }
                preview.build(None, &|_| {}, None);
                continue;
            }
            let made = tree(&at(&format!("clean-{step}")));
            assert!(tree(&at("preview")) == made, "the preview, seed {seed}, step {step}: {changed:?}");
            assert!(tree(&at("build")) == made, "the build, seed {seed}, step {step}: {changed:?}");
            // What the preview noted of its site must hold for a build, too.
            let after = at(&format!("after-{step}"));
            copy(&at("preview"), &after);
            super::build(&options(&format!("after-{step}")), &|_| {});
            assert!(tree(&after) == made, "a build after the preview, seed {seed}, step {step}: {changed:?}");
            let summary =
                |report: &Report| report.summary.as_ref().map(|of| (of.pages, of.statements, of.references));
            assert_eq!(summary(&seen), summary(&clean), "seed {seed}, step {step}");
            assert_eq!(summary(&super::build(&options("build"), &|_| {})), summary(&clean));
        }
    }
    assert!(updates > 8 && failures > 8, "{updates} updates and {failures} failures try too little");
}

/// The bundled small content in a folder of its own, with a preview of it that has been built.
fn previewed(folder: &Path) -> Preview {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
    copy(&fixture, folder);
    fs::create_dir_all(folder.join("themes/default/words")).expect("made");
    let (content, output) = (folder.join("content"), folder.join("output"));
    Preview::new(Options { content, output, ..Options::default() })
}

#[test]
fn updates_that_come_to_too_much_go_the_whole_way_where_it_is_counted() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().canonicalize().expect("there").join(name);
    let mut preview = previewed(&at(""));
    preview.build(None, &|_| {}, None);
    let note = at("content/annotations/I.A.1.md");
    let text = fs::read_to_string(&note).expect("read");
    let mut is_small = |room: Option<u64>, words: &str| {
        if let Some(room) = room {
            preview.room = Budget::new(room);
        }
        fs::write(&note, format!("{text}\n\n{words}\n")).expect("written");
        let summary = preview.build(Some(&BTreeSet::from([note.clone()])), &|_| {}, None).summary;
        let page = fs::read_to_string(at("output/standards/I.A.1.html")).expect("read");
        assert!(page.contains(words), "{page}");
        summary.is_some_and(|of| of.made < of.pages)
    };
    assert!(is_small(None, "Once."));
    // There is room for the text, but not for the page.
    assert!(!is_small(Some(4_000), "Twice."));
    assert!(is_small(None, "Again."), "there is room again");
}

#[test]
fn a_theme_that_changed_alone_is_put_to_the_content_as_it_was_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().canonicalize().expect("there").join(name);
    let mut preview = previewed(&at(""));
    assert!(!preview.build(None, &|_| {}, None).has_errors());
    // So that it shows whether content is read, it changes and nobody tells of it.
    let topic = at("content/topics/trust.md");
    let text = fs::read_to_string(&topic).expect("read");
    fs::write(&topic, text.replace("title: ", "title: Changed ")).expect("written");
    let words = at("themes/default/words/en.yaml");
    fs::write(&words, "topics-title: Themes of ours\n").expect("written");
    let report = preview.build(Some(&BTreeSet::from([words.clone()])), &|_| {}, None);
    assert!(!report.has_errors(), "{}", told(&report));
    let page = || fs::read_to_string(at("output/topics/index.html")).expect("read");
    assert!(page().contains("Themes of ours") && !page().contains("Changed "), "{}", page());
    preview.build(Some(&BTreeSet::from([words, topic])), &|_| {}, None);
    assert!(page().contains("Themes of ours") && page().contains("Changed "), "{}", page());
}

#[test]
fn a_text_that_is_taken_back_after_the_theme_changed_is_taken_back_by_a_build() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().canonicalize().expect("there").join(name);
    let mut preview = previewed(&at(""));
    preview.build(None, &|_| {}, None);
    let (note, words) = (at("content/annotations/I.A.1.md"), at("themes/default/words/en.yaml"));
    let text = fs::read_to_string(&note).expect("read");
    fs::write(&note, format!("{text}\n\nOn second thoughts.\n")).expect("written");
    let report = preview.build(Some(&BTreeSet::from([note.clone()])), &|_| {}, None);
    assert!(report.summary.is_some_and(|of| of.made < of.pages));
    fs::write(&words, "topics-title: Themes of ours\n").expect("written");
    preview.build(Some(&BTreeSet::from([words])), &|_| {}, None);
    let page = || fs::read_to_string(at("output/standards/I.A.1.html")).expect("read");
    assert!(page().contains("On second thoughts."), "{}", page());
    fs::write(&note, text).expect("written");
    super::build(&Options { content: at("content"), output: at("output"), ..Options::default() }, &|_| {});
    assert!(!page().contains("On second thoughts."), "{}", page());
}

#[cfg(unix)]
#[test]
fn an_annotation_that_another_is_a_link_to_changes_the_pages_of_both() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().canonicalize().expect("there").join(name);
    let mut preview = previewed(&at(""));
    let (note, linked) = (at("content/annotations/I.A.1.md"), at("content/annotations/I.A.2.md"));
    let _ = fs::remove_file(&linked);
    std::os::unix::fs::symlink("I.A.1.md", &linked).expect("linked");
    assert!(!preview.build(None, &|_| {}, None).has_errors());
    let text = fs::read_to_string(&note).expect("read");
    fs::write(&note, format!("{text}\n\nOn second thoughts.\n")).expect("written");
    preview.build(Some(&BTreeSet::from([note])), &|_| {}, None);
    for code in ["I.A.1", "I.A.2"] {
        let page = fs::read_to_string(at(&format!("output/standards/{code}.html"))).expect("read");
        assert!(page.contains("On second thoughts."), "{page}");
    }
}
