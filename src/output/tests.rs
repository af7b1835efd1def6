//! Faults at every single system call, and each kind of folder that a site may have to be written to.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime};

use tempfile::TempDir;

use super::fault::{self, Fault};
use super::{SCRATCH, Stage, Written, beside, swap};
use crate::diagnostic::Diagnostic;

type Site = BTreeMap<String, Vec<u8>>;

/// Two sites that differ in every way: the same page, a changed one, one that only one of them has, in a
/// folder that only one of them has, and a page where the other has a folder.
fn site(which: char) -> Site {
    let mut site = Site::new();
    let mut add = |path: &str, text: &str| site.insert(path.into(), text.into());
    add("index.html", &format!("home {which}"));
    add("404.html", "not found");
    add("standards/II.A.6.html", "normative");
    add("standards/II.A.html", &"x".repeat(40_000));
    add("standards/III.html", &format!("{}{which}", "y".repeat(40_000)));
    if which == 'a' {
        add("topics/old.html", "old");
        add("a/b/c/deep.html", "deep");
        add("turns", "a page");
        add("into/a/page", "was a folder");
    } else {
        add("topics.html", "new");
        add("d/e/f/deep.html", "deep");
        add("turns/into/a/folder.html", "was a page");
        add("into", "a page");
    }
    site
}

fn fill(stage: &Stage, site: &Site) -> Result<(), Diagnostic> {
    site.iter().try_for_each(|(path, bytes)| stage.put(path, bytes))
}

fn build(output: &Path, site: &Site) -> Result<Written, Diagnostic> {
    let stage = Stage::begin(output)?;
    fill(&stage, site)?;
    stage.commit()
}

fn build_in_place(output: &Path, site: &Site) -> Result<Written, Diagnostic> {
    let stage = Stage::begin(output)?;
    fill(&stage, site)?;
    stage.commit_in_place()
}

fn code(result: Result<Written, Diagnostic>) -> &'static str {
    result.expect_err("this must fail").problem.code()
}

/// Something that somebody else does to the output, or to a file in it.
type Act = fn(&Path);

/// Everything about a file or folder that must stay.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Trace {
    /// Of a file; a folder may be another one of the same kind.
    inode: Option<u64>,
    mode: u32,
    owner: (u32, u32),
    time: (i64, i64),
    content: Option<Vec<u8>>,
}

fn trace(path: &Path) -> Trace {
    let metadata = path.symlink_metadata().unwrap();
    Trace {
        inode: (!metadata.is_dir()).then(|| metadata.ino()),
        mode: metadata.mode(),
        owner: (metadata.uid(), metadata.gid()),
        time: (metadata.mtime(), metadata.mtime_nsec()),
        content: metadata.is_file().then(|| fs::read(path).unwrap()),
    }
}

fn walk(folder: &Path) -> BTreeMap<PathBuf, Trace> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1);
    entries
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .map(|path| (path.strip_prefix(folder).unwrap().to_path_buf(), trace(&path)))
        .collect()
}

/// An output with site A in it, and things of others.
struct Place {
    folder: TempDir,
    foreign: BTreeMap<PathBuf, Trace>,
}

impl Place {
    fn empty() -> Self {
        Self { folder: TempDir::new().unwrap(), foreign: BTreeMap::new() }
    }

    fn with_a_and_others() -> Self {
        Self::empty().and_a_and_others()
    }

    fn and_a_and_others(mut self) -> Self {
        let place = &mut self;
        let output = place.output();
        build(&output, &site('a')).unwrap();
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let folders =
            [".git", ".git/objects", ".git/refs", "own things", "own things/empty", "standards/private"];
        for folder in folders {
            fs::create_dir(output.join(folder)).unwrap();
        }
        let files =
            ["CNAME", ".gitignore", ".git/HEAD", ".git/objects/1", "own things/a", "standards/notes.txt"];
        for file in files {
            fs::write(output.join(file), file).unwrap();
            fs::File::options().write(true).open(output.join(file)).unwrap().set_modified(old).unwrap();
        }
        let odd = PathBuf::from(OsString::from_vec(b"own things/\xff\xfe".into()));
        fs::write(output.join(&odd), "not UTF-8").unwrap();
        symlink("CNAME", output.join("own things/link")).unwrap();
        symlink("/nowhere/at all", output.join("a/b/dangling")).unwrap();
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(
            rustix::fs::CWD,
            output.join("own things/fifo"),
            rustix::fs::FileType::Fifo,
            mode,
            0,
        )
        .unwrap();
        fs::set_permissions(output.join(".git/objects/1"), fs::Permissions::from_mode(0o444)).unwrap();
        fs::set_permissions(output.join(".git/objects"), fs::Permissions::from_mode(0o555)).unwrap();
        for folder in folders {
            fs::File::open(output.join(folder)).unwrap().set_modified(old).unwrap();
        }
        let ours = site('a');
        let foreign = |path: &PathBuf| {
            let folders = ["standards", "topics", "a", "a/b", "a/b/c", "into", "into/a"].map(Path::new);
            !ours.contains_key(path.to_string_lossy().as_ref())
                && !folders.contains(&path.as_path())
                && path != Path::new(super::MANIFEST)
        };
        place.foreign = walk(&output).into_iter().filter(|(path, _)| foreign(path)).collect();
        assert_eq!(place.foreign.len(), folders.len() + files.len() + 4);
        self
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("output")
    }

    /// What is wrong with the output as this site with the things of others; `None` if nothing is.
    fn differs(&self, site: &Site) -> Option<String> {
        let mut there = walk(&self.output());
        there.remove(Path::new(super::MANIFEST));
        for (path, trace) in &self.foreign {
            let now = there.remove(path);
            if now.as_ref() != Some(trace) {
                return Some(format!("{} was {trace:?} and is {now:?}", path.display()));
            }
        }
        for (path, bytes) in site {
            match there.remove(Path::new(path)) {
                Some(trace) if trace.content.as_ref() == Some(bytes) => {}
                other => return Some(format!("{path} is {:?}", other.map(|trace| trace.content))),
            }
        }
        // What is left are the folders of both.
        there.into_keys().find_map(|path| {
            let used = self.foreign.keys().cloned().chain(site.keys().map(PathBuf::from));
            let is_needed =
                self.output().join(&path).is_dir() && { used }.any(|used| used.starts_with(&path));
            (!is_needed).then(|| format!("{} is left over", path.display()))
        })
    }

    fn assert_is(&self, which: char) {
        assert_eq!(self.differs(&site(which)), None);
    }

    /// The site, though folders may be left that are empty.
    fn assert_holds(&self, which: char) {
        let there = walk(&self.output()).into_iter().filter(|(_, trace)| trace.content.is_some());
        let ours =
            there.filter(|(path, _)| !self.foreign.contains_key(path) && path != Path::new(super::MANIFEST));
        let ours: Site =
            ours.map(|(path, trace)| (path.to_str().unwrap().to_owned(), trace.content.unwrap())).collect();
        assert!(ours == site(which), "{:?}", ours.keys());
    }

    fn assert_foreign_is_whole(&self) {
        for (path, trace) in &self.foreign {
            assert_eq!(&super::tests::trace(&self.output().join(path)), trace, "{}", path.display());
        }
    }

    /// Nothing but the output is left in the folder it is in, and nothing of ours but the site in the output.
    fn assert_tidy(&self) {
        let names: Vec<_> =
            fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["output"]);
        assert!(!self.output().join(SCRATCH).exists());
    }

    /// Has another process build, which dies before the given system call. Says whether it died.
    fn build_and_die(&self, what: &str, at: usize) -> bool {
        let mut command = again("builds_and_dies", &self.output());
        let status =
            command.env("STANDPOINT_TEST_WHAT", what).env("STANDPOINT_TEST_AT", at.to_string()).status();
        match status.unwrap().code() {
            Some(99) => true,
            Some(0) => false,
            other => panic!("{other:?}"),
        }
    }
}

/// This test program, to run one of the functions below that do something only when told so.
fn again(function: &str, output: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([&format!("output::tests::{function}"), "--exact", "--nocapture", "--test-threads=1"])
        .env("STANDPOINT_TEST_OUTPUT", output)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn told(name: &str) -> Option<String> {
    std::env::var(format!("STANDPOINT_TEST_{name}")).ok()
}

#[test]
fn builds_and_dies() {
    let (Some(output), Some(what), Some(at)) = (told("OUTPUT"), told("WHAT"), told("AT")) else {
        return;
    };
    fault::set(Some(Fault::Die(at.parse().unwrap())));
    let output = Path::new(&output);
    match what.as_str() {
        "exchange" => drop(build(output, &site('b')).unwrap()),
        "in place" => drop(build_in_place(output, &site('b')).unwrap()),
        "recovery" => drop(Stage::begin(output).unwrap()),
        _ => unreachable!(),
    }
}

#[test]
fn builds_without_end() {
    let Some(output) = told("OUTPUT") else { return };
    for which in ['a', 'b'].into_iter().cycle() {
        build(Path::new(&output), &large_site(which)).unwrap();
    }
}

fn large_site(which: char) -> Site {
    let mut large = site(which);
    for number in 0..200 {
        let text = if number % 3 == 0 { "the same".into() } else { format!("{number} {which}").repeat(50) };
        large.insert(format!("standards/{}/{number}.html", number % 7), text.into());
        large.insert(format!("only-{which}/{number}.html"), "x".into());
    }
    large
}

#[test]
fn a_first_build_writes_all_and_a_second_nothing() {
    let place = Place::empty();
    let first = build(&place.output(), &site('a')).unwrap();
    assert_eq!(first, Written { written: 9, unchanged: 0, removed: 0 });
    place.assert_is('a');
    place.assert_tidy();
    let before = walk(&place.output());
    let time = place.output().symlink_metadata().unwrap().modified().unwrap();
    let second = build(&place.output(), &site('a')).unwrap();
    assert_eq!(second, Written { written: 0, unchanged: 9, removed: 0 });
    assert!(!second.changed());
    assert_eq!(walk(&place.output()), before);
    assert_eq!(place.output().symlink_metadata().unwrap().modified().unwrap(), time);
    place.assert_tidy();
}

#[test]
fn one_site_follows_another_and_everything_of_others_stays() {
    for build in [build, build_in_place] {
        let place = Place::with_a_and_others();
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        fs::File::open(place.output().join("standards")).unwrap().set_modified(old).unwrap();
        let before = walk(&place.output());
        let written = build(&place.output(), &site('b')).unwrap();
        assert_eq!(written, Written { written: 6, unchanged: 3, removed: 4 });
        place.assert_is('b');
        place.assert_tidy();
        let after = walk(&place.output());
        // A page in this folder changed, which tells whoever compares folders by their times.
        assert!(after[Path::new("standards")].time > before[Path::new("standards")].time);
        for same in ["404.html", "standards/II.A.6.html", "standards/II.A.html"] {
            assert_eq!(before[Path::new(same)], after[Path::new(same)]);
        }
        assert!(!place.output().join("topics").exists());
        assert!(place.output().join("a/b/dangling").is_symlink());
        build(&place.output(), &site('a')).unwrap();
        place.assert_is('a');
        place.assert_tidy();
    }
}

/// Folders are exchanged wherever a build that is killed could leave half of its work, and only there: whoever has the
/// folder open sees a page that is saved.
#[test]
fn a_change_of_one_page_leaves_the_folder_in_place() {
    type Change = fn(&mut Site);
    let changes: [(bool, Change); 5] = [
        (true, |site| drop(site.insert("index.html".into(), "changed".into()))),
        (false, |site| drop(site.insert("new.html".into(), "new".into()))),
        (false, |site| drop(site.remove("index.html"))),
        (false, |site| {
            let text = site.remove("index.html").unwrap();
            site.insert("moved.html".into(), text);
        }),
        (false, |site| {
            for path in ["index.html", "404.html"] {
                site.insert(path.into(), "changed".into());
            }
        }),
    ];
    for (number, (stays, change)) in changes.into_iter().enumerate() {
        let place = Place::with_a_and_others();
        let before = place.output().symlink_metadata().unwrap().ino();
        let mut new = site('a');
        change(&mut new);
        build(&place.output(), &new).unwrap();
        assert_eq!(place.differs(&new), None);
        assert_eq!(place.output().symlink_metadata().unwrap().ino() == before, stays, "{number}");
    }
}

#[test]
fn more_files_of_others_than_are_worth_linking_stay_where_they_are() {
    let mut place = Place::with_a_and_others();
    for number in 0..swap::MOST_FOREIGN {
        let path = Path::new("own things").join(number.to_string());
        fs::write(place.output().join(&path), "x").unwrap();
        place.foreign.insert(path.clone(), trace(&place.output().join(path)));
    }
    place.foreign.insert("own things".into(), trace(&place.output().join("own things")));
    let before = place.output().symlink_metadata().unwrap().ino();
    build(&place.output(), &site('b')).unwrap();
    place.assert_is('b');
    place.assert_tidy();
    assert_eq!(place.output().symlink_metadata().unwrap().ino(), before);
}

#[test]
fn the_output_depends_on_the_site_alone() {
    let lists = [build, build_in_place].map(|build| {
        let place = Place::empty();
        build(&place.output(), &site('a')).unwrap();
        build(&place.output(), &site('b')).unwrap();
        fs::read_to_string(place.output().join(super::MANIFEST)).unwrap()
    });
    assert_eq!(lists[0], lists[1]);
    let place = Place::empty();
    build(&place.output(), &site('b')).unwrap();
    assert_eq!(fs::read_to_string(place.output().join(super::MANIFEST)).unwrap(), lists[0]);
}

#[test]
fn many_threads_can_put() {
    use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
    let place = Place::empty();
    let stage = Stage::begin(&place.output()).unwrap();
    let put = |number: usize| stage.put(&format!("{}/{}/{number}.html", number % 3, number % 5), b"x");
    (0..500).into_par_iter().try_for_each(put).unwrap();
    assert_eq!(stage.commit().unwrap().written, 500);
}

#[test]
fn a_build_that_is_dropped_leaves_no_trace() {
    let place = Place::with_a_and_others();
    let stage = Stage::begin(&place.output()).unwrap();
    fill(&stage, &site('b')).unwrap();
    drop(stage);
    place.assert_is('a');
    place.assert_tidy();

    // Nor does one that may not write beside its folder.
    for fault in [None, Some(Fault::Fail(1, io::ErrorKind::PermissionDenied))] {
        let place = Place::empty();
        fault::set(fault);
        drop(Stage::begin(&place.output()).unwrap());
        fault::set(None);
        assert_eq!(fs::read_dir(place.folder.path()).unwrap().count(), 0);
    }
}

#[test]
fn a_site_that_lacks_a_file_is_not_committed() {
    let place = Place::with_a_and_others();
    let stage = Stage::begin(&place.output()).unwrap();
    fill(&stage, &site('b')).unwrap();
    stage.put("../escape", b"").unwrap_err();
    assert_eq!(code(stage.commit()), "output-bad-name");
    place.assert_is('a');
}

#[test]
fn a_page_edited_by_hand_is_put_right() {
    let edits: [Act; 4] = [
        |page| fs::write(page, "NORMATIVE").unwrap(),
        |page| fs::remove_file(page).unwrap(),
        |page| fs::remove_file(page).and_then(|()| symlink("../index.html", page)).unwrap(),
        |page| fs::set_permissions(page, fs::Permissions::from_mode(0o000)).unwrap(),
    ];
    for (build, edit) in
        [build, build_in_place].into_iter().zip([edits, edits]).flat_map(|(b, e)| e.map(|e| (b, e)))
    {
        let place = Place::with_a_and_others();
        edit(&place.output().join("standards/II.A.6.html"));
        build(&place.output(), &site('a')).unwrap();
        place.assert_is('a');
    }
}

#[test]
fn a_kept_file_is_not_looked_at() {
    let place = Place::with_a_and_others();
    for commit in [Stage::commit, Stage::commit_in_place] {
        let stage = Stage::begin(&place.output()).unwrap();
        assert!(!stage.keep("CNAME"));
        for (path, bytes) in site('b') {
            if site('a').get(&path) != Some(&bytes) || !stage.keep(&path) {
                stage.put(&path, &bytes).unwrap();
            }
        }
        commit(stage).unwrap();
        place.assert_is('b');
        build(&place.output(), &site('a')).unwrap();
    }
}

#[test]
fn a_kept_file_that_is_gone_stops_the_build() {
    let place = Place::with_a_and_others();
    let stage = Stage::begin(&place.output()).unwrap();
    fs::remove_file(place.output().join("404.html")).unwrap();
    for (path, bytes) in site('b') {
        if path != "404.html" || !stage.keep(&path) {
            stage.put(&path, &bytes).unwrap();
        }
    }
    assert_eq!(code(stage.commit()), "output-changed");
    place.assert_foreign_is_whole();
    place.assert_tidy();
}

#[test]
fn what_is_not_ours_is_not_written_over() {
    for build in [build, build_in_place] {
        for in_the_way in ["new.html", "new", "new/page.html"] {
            let place = Place::with_a_and_others();
            let path = place.output().join(in_the_way);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "of somebody else").unwrap();
            let mut new = site('b');
            new.insert("new/page.html".into(), "ours".into());
            if in_the_way == "new.html" {
                new.insert("new.html".into(), "ours".into());
            }
            assert_eq!(code(build(&place.output(), &new)), "output-foreign-file");
            assert_eq!(fs::read_to_string(&path).unwrap(), "of somebody else");
            place.assert_foreign_is_whole();
            place.assert_tidy();
        }
    }
}

/// On a disk that takes no notice of case (`TMPDIR=/media/stick cargo test another_case`), both names find the same file.
#[test]
fn a_page_takes_a_name_in_another_case() {
    let same = |one: &str, other: &str| {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join(one), "").unwrap();
        folder.path().join(other).exists()
    };
    let case_counts = !same("a", "A");
    for build in [build, build_in_place] {
        for bytes in ["trust", "more trust"] {
            let folder = TempDir::new().unwrap();
            let output = folder.path().join("output");
            let of = |path: &str, text: &str| Site::from([(path.to_owned(), text.into())]);
            build(&output, &of("topics/trust.html", "trust")).unwrap();
            build(&output, &of("Topics/Trust.html", bytes)).unwrap();
            let files = walk(&output);
            assert!(files.contains_key(Path::new("Topics/Trust.html")), "{files:?}");
            assert_eq!(fs::read_to_string(output.join("Topics/Trust.html")).unwrap(), bytes);
            assert_eq!(output.join("topics").exists(), !case_counts);

            if case_counts {
                fs::write(output.join("Topics/trust.html"), "of somebody else").unwrap();
                assert_eq!(code(build(&output, &of("Topics/trust.html", bytes))), "output-foreign-file");
                build(&output, &of("Topics/other.html", bytes)).unwrap();
                assert_eq!(fs::read_to_string(output.join("Topics/trust.html")).unwrap(), "of somebody else");
            }
        }
    }
}

/// What the look at each page as it is put could not see.
#[test]
fn what_comes_to_lie_in_the_way_stops_a_build_before_any_page_is_new() {
    let acts: [Act; 4] = [
        |output| fs::write(output.join("topics.html"), "of somebody else").unwrap(),
        |output| fs::create_dir(output.join("topics.html")).unwrap(),
        |output| symlink("CNAME", output.join("topics.html")).unwrap(),
        |output| fs::write(output.join("d"), "of somebody else").unwrap(),
    ];
    for (commit, act) in
        [Stage::commit, Stage::commit_in_place].into_iter().flat_map(|commit| acts.map(|act| (commit, act)))
    {
        let mut place = Place::with_a_and_others();
        let stage = Stage::begin(&place.output()).unwrap();
        fill(&stage, &site('b')).unwrap();
        act(&place.output());
        for path in ["topics.html", "d"].map(PathBuf::from) {
            if place.output().join(&path).symlink_metadata().is_ok() {
                place.foreign.insert(path.clone(), trace(&place.output().join(path)));
            }
        }
        assert_eq!(code(commit(stage)), "output-foreign-file");
        place.assert_is('a');
        place.assert_tidy();
    }
}

#[test]
fn all_that_is_in_the_way_is_told() {
    let place = Place::with_a_and_others();
    let output = place.output();
    fs::write(output.join("a file"), "of somebody else").unwrap();
    fs::create_dir(output.join("a folder")).unwrap();
    symlink("CNAME", output.join("a link")).unwrap();
    symlink("own things", output.join("a linked folder")).unwrap();
    let stage = Stage::begin(&output).unwrap();
    for path in ["a file", "a folder", "a link", "a linked folder/page.html", "CNAME/page.html"] {
        let told = stage.put(path, b"ours").expect_err(path);
        assert_eq!(told.problem.code(), "output-foreign-file", "{path}");
    }
}

/// It may well be somebody's work, and isn't ours to remove with the page.
#[test]
fn a_folder_in_the_place_of_a_page_that_is_no_longer_made_stays() {
    for build in [build, build_in_place] {
        let mut place = Place::with_a_and_others();
        let old = Path::new("topics/old.html");
        fs::remove_file(place.output().join(old)).unwrap();
        fs::create_dir(place.output().join(old)).unwrap();
        fs::write(place.output().join(old).join("note"), "of somebody else").unwrap();
        for path in [old.to_owned(), old.join("note")] {
            place.foreign.insert(path.clone(), trace(&place.output().join(path)));
        }
        build(&place.output(), &site('b')).unwrap();
        place.assert_is('b');
        place.assert_tidy();
    }
}

/// A site that was made by hand, or whose list is lost, may have them already.
#[test]
fn compressed_forms_are_adopted_and_made_where_they_are_smaller() {
    use super::Encoding::{Brotli, Gzip};
    let place = Place::empty();
    let mut chance = 1_u32;
    let noise = std::iter::repeat_with(|| {
        chance ^= chance << 13;
        chance ^= chance >> 17;
        chance ^= chance << 5;
        chance.to_le_bytes()[0]
    });
    let noise = noise.take(2000).collect();
    let files: [(&str, Vec<u8>); 4] = [
        ("long.html", vec![b'x'; 1024]),
        ("short.html", vec![b'x'; 1000]),
        ("noise.svg", noise),
        ("photo.jpg", vec![b'x'; 2000]),
    ];
    let build = |encodings: &[super::Encoding]| {
        let stage = Stage::begin(&place.output()).unwrap().compressed(encodings);
        for (path, bytes) in &files {
            stage.put(path, bytes).unwrap();
        }
        stage.commit().unwrap()
    };
    let names = || {
        let names = walk(&place.output()).into_keys().map(|path| path.to_str().unwrap().to_owned());
        names.filter(|name| name != super::MANIFEST).collect::<Vec<_>>()
    };
    build(&[Gzip, Brotli]);
    assert_eq!(
        names(),
        ["long.html", "long.html.br", "long.html.gz", "noise.svg", "photo.jpg", "short.html"]
    );
    fs::remove_file(place.output().join(super::MANIFEST)).unwrap();
    assert_eq!(build(&[Gzip, Brotli]), Written { written: 0, unchanged: 6, removed: 0 });
    assert_eq!(build(&[]), Written { written: 0, unchanged: 4, removed: 2 });
    assert_eq!(names(), ["long.html", "noise.svg", "photo.jpg", "short.html"]);
}

#[test]
fn a_link_is_not_written_through() {
    for build in [build, build_in_place] {
        let place = Place::with_a_and_others();
        let outside = TempDir::new().unwrap();
        fs::write(outside.path().join("old.html"), "somewhere else").unwrap();
        fs::remove_dir_all(place.output().join("topics")).unwrap();
        symlink(outside.path(), place.output().join("topics")).unwrap();
        let mut more = site('a');
        more.insert("topics/new.html".into(), "new".into());
        assert_eq!(code(build(&place.output(), &more)), "output-foreign-file");
        // Nor is anything removed through it.
        build(&place.output(), &site('b')).unwrap();
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
        assert!(place.output().join("topics").is_symlink());
    }
}

#[test]
fn a_file_with_the_same_bytes_is_adopted() {
    for build in [build, build_in_place] {
        let place = Place::with_a_and_others();
        fs::remove_file(place.output().join(super::MANIFEST)).unwrap();
        let before = walk(&place.output());
        let written = build(&place.output(), &site('a')).unwrap();
        assert_eq!(written, Written { written: 0, unchanged: 9, removed: 0 });
        let mut after = walk(&place.output());
        assert!(after.remove(Path::new(super::MANIFEST)).is_some());
        assert_eq!(before, after);
        assert_eq!(build(&place.output(), &site('b')).unwrap().removed, 4);
    }
}

#[test]
fn a_list_that_leads_astray_is_refused() {
    for (list, problem) in [
        ("{", "output-manifest-broken"),
        (r#"{"about":"","format":2,"files":[]}"#, "output-manifest-broken"),
        (r#"{"about":"","format":1,"files":["../precious"]}"#, "output-manifest-broken"),
        (r#"{"about":"","format":1,"files":["/etc/passwd"]}"#, "output-manifest-broken"),
    ] {
        let place = Place::with_a_and_others();
        fs::write(place.folder.path().join("precious"), "x").unwrap();
        fs::write(place.output().join(super::MANIFEST), list).unwrap();
        assert_eq!(code(build(&place.output(), &site('b'))), problem);
        place.assert_is('a');
        assert!(place.folder.path().join("precious").exists());
    }
    // A list that lies elsewhere is not ours to read or to replace.
    let place = Place::with_a_and_others();
    let (list, elsewhere) = (place.output().join(super::MANIFEST), place.folder.path().join("list"));
    fs::rename(&list, &elsewhere).unwrap();
    symlink(&elsewhere, &list).unwrap();
    assert_eq!(code(build(&place.output(), &site('b'))), "output-manifest-broken");
    assert!(elsewhere.exists() && list.is_symlink());
}

#[test]
fn only_one_build_at_a_time() {
    let place = Place::empty();
    for _ in 0..2 {
        let first = Stage::begin(&place.output()).unwrap();
        let second = Stage::begin(&place.output()).err().expect("busy");
        assert_eq!(
            second.problem,
            crate::diagnostic::Problem::OutputBusy { pid: std::process::id().to_string() }
        );
        fill(&first, &site('a')).unwrap();
        first.commit().unwrap();
        Stage::begin(&place.output()).unwrap();
    }
    place.assert_tidy();
}

/// One that may not write beside the folder works in it.
#[test]
fn only_one_build_at_a_time_whichever_way_it_goes() {
    type Begin<'a> = &'a dyn Fn(&Place) -> Result<Stage, Diagnostic>;
    let in_the_folder = |place: &Place| {
        fault::set(Some(Fault::Fail(0, io::ErrorKind::PermissionDenied)));
        let stage = Stage::begin(&place.output());
        fault::set(None);
        stage
    };
    let beside = |place: &Place| Stage::begin(&place.output());
    for (one, other) in [(&in_the_folder as Begin<'_>, &beside as Begin<'_>), (&beside, &in_the_folder)] {
        let place = Place::with_a_and_others();
        let first = one(&place).unwrap();
        assert_eq!(other(&place).err().expect("busy").problem.code(), "output-busy");
        fill(&first, &site('b')).unwrap();
        first.commit().unwrap();
        place.assert_is('b');
        // What a killed build left goes whichever way the next one goes.
        let left = place.output().join(SCRATCH).join("next");
        fs::create_dir_all(&left).unwrap();
        fs::write(left.join("index.html"), "home a").unwrap();
        build(&place.output(), &site('b')).unwrap();
        place.assert_is('b');
        place.assert_tidy();
    }
}

#[test]
fn an_output_that_is_no_folder_is_refused() {
    let place = Place::empty();
    fs::write(place.output(), "a file").unwrap();
    assert_eq!(code(build(&place.output(), &site('a'))), "output-not-a-folder");
    assert_eq!(fs::read_to_string(place.output()).unwrap(), "a file");
    assert_eq!(code(build(&place.output().join("in it"), &site('a'))), "output-not-writable");
    fs::remove_file(place.output()).unwrap();
    symlink("nowhere", place.output()).unwrap();
    assert_eq!(code(build(&place.output(), &site('a'))), "output-not-a-folder");
    assert!(place.output().is_symlink());
    place.assert_tidy();
}

#[test]
fn an_output_that_is_a_link_stays_one() {
    let place = Place::with_a_and_others();
    let link = place.folder.path().join("elsewhere/link");
    fs::create_dir(link.parent().unwrap()).unwrap();
    symlink("../output", &link).unwrap();
    build(&link, &site('b')).unwrap();
    assert!(link.is_symlink());
    place.assert_is('b');
    fs::remove_dir_all(link.parent().unwrap()).unwrap();
    place.assert_tidy();
}

#[test]
fn an_output_is_made_with_the_folders_above_it() {
    let place = Place::empty();
    build(&place.output().join("deep/er"), &site('a')).unwrap();
    assert!(place.output().join("deep/er/index.html").is_file());
}

#[test]
fn the_permissions_of_folders_are_kept() {
    let place = Place::with_a_and_others();
    for (folder, mode) in [("", 0o2775), ("standards", 0o700), ("topics", 0o711)] {
        fs::set_permissions(place.output().join(folder), fs::Permissions::from_mode(mode)).unwrap();
    }
    build(&place.output(), &site('b')).unwrap();
    let mode = |folder| place.output().join(folder).symlink_metadata().unwrap().mode() & 0o7777;
    assert_eq!((mode(""), mode("standards")), (0o2775, 0o700));
}

#[test]
fn an_output_replaced_while_building_is_dealt_with() {
    let acts: [Act; 3] = [
        |output| fs::remove_dir_all(output).unwrap(),
        |output| fs::rename(output, output.with_file_name("moved")).unwrap(),
        |output| {
            fs::rename(output, output.with_file_name("moved")).unwrap();
            symlink("moved", output).unwrap();
        },
    ];
    for act in acts {
        let place = Place::with_a_and_others();
        let stage = Stage::begin(&place.output()).unwrap();
        fill(&stage, &site('b')).unwrap();
        act(&place.output());
        assert_eq!(code(stage.commit()), "output-changed");
        assert!(!beside(&place.output()).unwrap().exists());
    }
}

/// Killed before any one system call, the folder holds the one site or the other, and all that isn't ours.
#[test]
fn dying_at_any_moment_leaves_one_site_or_the_other() {
    let (mut old, mut new) = (0, 0);
    for at in 0.. {
        let place = Place::with_a_and_others();
        let died = place.build_and_die("exchange", at);
        match (place.differs(&site('a')), place.differs(&site('b'))) {
            (None, Some(_)) => old += 1,
            (Some(_), None) => new += 1,
            (a, b) => panic!("at {at}: neither: {a:?}; {b:?}"),
        }
        build(&place.output(), &site('a')).unwrap();
        place.assert_is('a');
        place.assert_tidy();
        if !died {
            break;
        }
    }
    assert!(old > 50 && new > 20, "{old} and {new} are too few to mean anything");
}

/// Killed while it mends what a killed build left, again and again: still the same.
#[test]
fn dying_while_mending_loses_nothing() {
    let mut at = 0;
    loop {
        let place = Place::with_a_and_others();
        let died = place.build_and_die("exchange", at);
        let was_old = place.differs(&site('a')).is_none();
        for again in (0..).step_by(3) {
            if !place.build_and_die("recovery", again) {
                break;
            }
            place.assert_is(if was_old { 'a' } else { 'b' });
        }
        place.assert_is(if was_old { 'a' } else { 'b' });
        place.assert_tidy();
        if !died {
            break;
        }
        at += 7;
    }
}

/// Where folders can't be exchanged, the next build finishes what was begun.
#[test]
fn dying_in_place_loses_nothing_of_others_and_is_mended() {
    for at in 0.. {
        let place = Place::with_a_and_others();
        let died = place.build_and_die("in place", at);
        place.assert_foreign_is_whole();
        // What a page leads to is there before the page.
        let holds =
            |path: &str| fs::read(place.output().join(path)).is_ok_and(|bytes| bytes == site('b')[path]);
        assert!(!holds("index.html") || holds("topics.html") && holds("turns/into/a/folder.html"), "at {at}");
        build(&place.output(), &site('b')).unwrap();
        place.assert_is('b');
        place.assert_tidy();
        if !died {
            break;
        }
    }
}

/// Any one system call may fail in any way.
#[test]
fn failing_at_any_moment_leaves_one_site_or_the_other() {
    use io::ErrorKind::{CrossesDevices, Other, PermissionDenied, StorageFull};
    for kind in [StorageFull, PermissionDenied, CrossesDevices, Other] {
        for at in 0.. {
            let place = Place::with_a_and_others();
            fault::set(Some(Fault::Fail(at, kind)));
            let built = build(&place.output(), &site('b'));
            let reached = fault::count() > at;
            fault::set(None);
            place.assert_foreign_is_whole();
            place.assert_is(if built.is_ok() { 'b' } else { 'a' });
            build(&place.output(), &site('b')).unwrap();
            place.assert_is('b');
            place.assert_tidy();
            if !reached {
                break;
            }
        }
    }
}

/// Where folders can't be exchanged, a site that is neither is told as such, and mended by the next build.
#[test]
fn failing_in_place_tells_the_old_site_from_half_of_the_new_one() {
    let mut halves = 0;
    for at in 0.. {
        let place = Place::with_a_and_others();
        fault::set(Some(Fault::Fail(at, io::ErrorKind::PermissionDenied)));
        let built = build_in_place(&place.output(), &site('b'));
        let reached = fault::count() > at;
        fault::set(None);
        place.assert_foreign_is_whole();
        match built {
            // A folder that is empty and can't be removed stays.
            Ok(_) => {}
            Err(told) if told.problem.code() == "output-half-written" => halves += 1,
            Err(_) => place.assert_is('a'),
        }
        build(&place.output(), &site('b')).unwrap();
        place.assert_holds('b');
        if !reached {
            break;
        }
    }
    assert!(halves > 0);
}

/// Others may change their own things at any moment of a build.
#[test]
fn what_others_do_meanwhile_is_not_lost() {
    for build in [build, build_in_place] {
        for at in 0.. {
            let mut place = Place::with_a_and_others();
            let output = place.output();
            fs::write(output.join("own things/removed meanwhile"), "x").unwrap();
            let act = move || {
                fs::write(output.join("CNAME.new"), "saved by rename").unwrap();
                fs::rename(output.join("CNAME.new"), output.join("CNAME")).unwrap();
                fs::write(output.join(".gitignore"), "saved in place").unwrap();
                fs::write(output.join("added.txt"), "added").unwrap();
                fs::write(output.join("standards/added.txt"), "added in a folder of ours").unwrap();
                fs::write(output.join("own things/added.txt"), "added in a folder of theirs").unwrap();
                fs::create_dir_all(output.join("added/folder")).unwrap();
                fs::write(output.join("added/folder/file"), "added").unwrap();
                fs::rename(output.join("own things/a"), output.join("own things/b")).unwrap();
                fs::remove_file(output.join("own things/removed meanwhile")).unwrap();
            };
            fault::set(Some(Fault::Meanwhile(at, Rc::new(act))));
            build(&place.output(), &site('b')).unwrap();
            let reached = fault::count() > at;
            fault::set(None);
            if !reached {
                break;
            }
            let output = place.output();
            let holds = |path: &str, text: &str| {
                assert_eq!(fs::read_to_string(output.join(path)).unwrap(), text, "{path} at {at}");
            };
            holds("CNAME", "saved by rename");
            holds(".gitignore", "saved in place");
            let added = ["added.txt", "standards/added.txt", "own things/added.txt", "added/folder/file"];
            for path in added {
                assert!(output.join(path).is_file(), "{path} at {at}");
                place.foreign.insert(path.into(), trace(&output.join(path)));
            }
            // The rest is as ever.
            place.foreign.remove(Path::new("own things/a"));
            for path in ["CNAME", ".gitignore", "own things", "own things/b", "added", "added/folder"] {
                place.foreign.insert(path.into(), trace(&output.join(path)));
            }
            place.assert_is('b');
            super::tests::build(&output, &site('a')).unwrap();
            place.assert_is('a');
            place.assert_tidy();
        }
    }
}

/// The old site can't be cleared away by the build that replaced it, and somebody's last file is in it alone.
#[test]
fn what_others_add_to_a_build_that_fails_in_that_moment_is_not_lost() {
    for at in 0.. {
        let mut place = Place::with_a_and_others();
        let (output, reached) = (place.output(), Rc::new(Cell::new(false)));
        let acted = Rc::clone(&reached);
        let act = move || {
            fs::write(output.join("added.txt"), "added").unwrap();
            fault::set(Some(Fault::Fail(0, io::ErrorKind::Other)));
            acted.set(true);
        };
        fault::set(Some(Fault::Meanwhile(at, Rc::new(act))));
        let _ = build(&place.output(), &site('b'));
        fault::set(None);
        if !reached.get() {
            break;
        }
        build(&place.output(), &site('a')).unwrap();
        place.foreign.insert("added.txt".into(), trace(&place.output().join("added.txt")));
        place.assert_is('a');
        place.assert_tidy();
    }
}

/// A hundred times SIGKILL at a moment of chance, with a few hundred files.
#[test]
fn a_hundred_kills_leave_one_site_or_the_other() {
    // In memory where that can be: some disks take seconds for what is to be done here a hundred times.
    let folder = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).unwrap();
    let place = Place { folder, foreign: BTreeMap::new() }.and_a_and_others();
    build(&place.output(), &large_site('a')).unwrap();
    let clock = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let mut chance = u64::from(clock.subsec_nanos()) | 1;
    println!("the seed is {chance}");
    let start = Instant::now();
    build(&place.output(), &large_site('b')).unwrap();
    // Long enough for the process to start and for some builds, however slow the machine.
    let longest = start.elapsed() * 3 + Duration::from_millis(20);
    let mut old = 0;
    for kill in 0..100 {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        let wait = longest.mul_f64(f64::from(u16::try_from(chance % 1000).unwrap()) / 1000.0);
        let mut child = again("builds_without_end", &place.output()).spawn().unwrap();
        std::thread::sleep(wait);
        child.kill().unwrap();
        child.wait().unwrap();
        match (place.differs(&large_site('a')), place.differs(&large_site('b'))) {
            (None, _) => old += 1,
            (_, None) => {}
            (a, b) => panic!("kill {kill}: neither: {a:?}; {b:?}"),
        }
    }
    println!("{old} of 100 left the first site");
    build(&place.output(), &large_site('b')).unwrap();
    assert_eq!(place.differs(&large_site('b')), None);
    place.assert_tidy();
}

/// A small file system of its own, gone at the end.
struct Mount(PathBuf);

impl Mount {
    /// `None`, with the reason printed, where we may not mount.
    fn tmpfs(folder: &Path, options: &str) -> Option<Self> {
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder).output();
        match done {
            Ok(done) if done.status.success() => Some(Self(folder.into())),
            Ok(done) => {
                println!(
                    "skipped: a file system can't be mounted: {}",
                    String::from_utf8_lossy(&done.stderr)
                );
                None
            }
            Err(error) => {
                println!("skipped: a file system can't be mounted: {error}");
                None
            }
        }
    }

    fn again(&self, options: &str) {
        let status = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// On a disk with room for the old site, but not for the new one beside it.
#[test]
fn a_full_disk_leaves_the_old_site() {
    let disk = TempDir::new().unwrap();
    let Some(_mount) = Mount::tmpfs(disk.path(), "size=1m") else {
        return;
    };
    let large = |which: char| -> Site {
        (0..40).map(|number| (format!("{which}/{number}.html"), vec![b'x'; 20_000])).collect()
    };
    // The output below the mount is exchanged, the mount itself is filled in place.
    for output in [disk.path().join("output"), disk.path().to_path_buf()] {
        build(&output, &large('a')).unwrap();
        fs::write(output.join("CNAME"), "example.org").unwrap();
        let before = walk(&output);
        for at in ["write", "exchange"] {
            let mut next = large('b');
            if at == "exchange" {
                // All of it can be staged, but nothing after it.
                next = (0..2).map(|number| (format!("b/{number}.html"), vec![b'y'; 4096])).collect();
                fs::write(output.join("ballast"), vec![0; 2_000_000]).unwrap_err();
            }
            let failed = build(&output, &next).expect_err("the disk is full");
            assert_eq!(failed.problem.code(), "output-not-writable");
            assert!(failed.problem.message().contains("no space left"), "{}", failed.problem.message());
            let _ = fs::remove_file(output.join("ballast"));
            assert_eq!(walk(&output), before);
        }
        build(&output, &site('b')).unwrap();
        assert_eq!(fs::read_to_string(output.join("CNAME")).unwrap(), "example.org");
        build(&output, &Site::new()).unwrap();
        fs::remove_file(output.join("CNAME")).unwrap();
        fs::remove_file(output.join(super::MANIFEST)).unwrap();
    }
}

#[test]
fn a_mount_is_filled_in_place_and_told_when_it_can_only_be_read() {
    let place = Place::empty();
    fs::create_dir(place.output()).unwrap();
    let Some(mount) = Mount::tmpfs(&place.output(), "size=1m") else {
        return;
    };
    build(&place.output(), &site('a')).unwrap();
    build(&place.output(), &site('b')).unwrap();
    place.assert_is('b');
    place.assert_tidy();
    mount.again("ro");
    let failed = build(&place.output(), &site('a')).expect_err("read only");
    assert_eq!(failed.problem.code(), "output-not-writable");
    assert!(failed.problem.message().contains("only be read"), "{}", failed.problem.message());
    place.assert_is('b');
}

#[test]
fn another_disk_within_the_output_is_left_alone() {
    let place = Place::with_a_and_others();
    let media = place.output().join("own things/empty");
    let Some(_mount) = Mount::tmpfs(&media, "size=1m") else {
        return;
    };
    // With nothing on it yet, there is nothing that could not be linked.
    build(&place.output(), &site('b')).unwrap();
    build(&place.output(), &site('a')).unwrap();
    fs::write(media.join("film"), "of somebody else").unwrap();
    build(&place.output(), &site('b')).unwrap();
    assert_eq!(fs::read_to_string(media.join("film")).unwrap(), "of somebody else");
    build(&place.output(), &site('a')).unwrap();
    assert!(media.join("film").exists());
    place.assert_tidy();
}

#[test]
fn somebody_without_rights_builds_where_they_may() {
    let Some(output) = told("OUTPUT") else { return };
    let built = build(Path::new(&output), &site('b'));
    std::process::exit(match built.map_err(|failed| failed.problem.code()) {
        Ok(_) => 0,
        Err("output-not-writable") => 3,
        Err(other) => panic!("{other}"),
    });
}

/// Root may do anything, so somebody else has to try.
#[test]
fn rights_are_respected() {
    const NOBODY: u32 = 65534;
    let place = Place::empty();
    let output = place.output();
    let build_as_nobody = || {
        let mut command = again("somebody_without_rights_builds_where_they_may", &output);
        command.uid(NOBODY).gid(NOBODY).current_dir("/").status()
    };
    fs::set_permissions(place.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    build(&output, &site('a')).unwrap();
    let Ok(status) = build_as_nobody() else {
        println!("skipped: only root can become somebody else");
        return;
    };
    let Some(code) = status.code().filter(|code| [0, 3].contains(code)) else {
        println!("skipped: somebody else can't run this program: {status}");
        return;
    };
    assert_eq!(code, 3, "nothing there is theirs");
    place.assert_is('a');

    // The output is theirs, the folder it is in is not: in place.
    for entry in walkdir::WalkDir::new(&output) {
        std::os::unix::fs::lchown(entry.unwrap().path(), Some(NOBODY), Some(NOBODY)).unwrap();
    }
    // A file of root's in it, which they may not link to.
    fs::write(output.join("CNAME"), "of root").unwrap();
    let before = trace(&output.join("CNAME"));
    assert_eq!(build_as_nobody().unwrap().code(), Some(0));
    assert_eq!(trace(&output.join("CNAME")), before);
    fs::remove_file(output.join("CNAME")).unwrap();
    place.assert_is('b');
    build(&output, &site('a')).unwrap();
    for folder in ["", "standards"] {
        assert_eq!(trace(&output.join(folder)).owner, (NOBODY, NOBODY), "whoever builds");
    }

    // The folder is theirs, but in the output is something they may not even look at: in place again.
    fs::create_dir(output.join("secret")).unwrap();
    fs::set_permissions(output.join("secret"), fs::Permissions::from_mode(0o700)).unwrap();
    std::os::unix::fs::chown(place.folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    for entry in walkdir::WalkDir::new(&output).into_iter().filter_entry(|e| e.file_name() != "secret") {
        std::os::unix::fs::lchown(entry.unwrap().path(), Some(NOBODY), Some(NOBODY)).unwrap();
    }
    assert_eq!(build_as_nobody().unwrap().code(), Some(0));
    fs::remove_dir(output.join("secret")).unwrap();
    place.assert_is('b');
    place.assert_tidy();

    // All is theirs, and they keep a folder that they protect from themselves.
    build(&output, &site('a')).unwrap();
    fs::create_dir(output.join("kept")).unwrap();
    fs::write(output.join("kept/record"), "x").unwrap();
    for entry in walkdir::WalkDir::new(&output) {
        std::os::unix::fs::lchown(entry.unwrap().path(), Some(NOBODY), Some(NOBODY)).unwrap();
    }
    fs::set_permissions(output.join("kept"), fs::Permissions::from_mode(0o555)).unwrap();
    let before = output.symlink_metadata().unwrap().ino();
    assert_eq!(build_as_nobody().unwrap().code(), Some(0));
    assert_ne!(output.symlink_metadata().unwrap().ino(), before, "exchanged");
    assert_eq!(trace(&output.join("kept")).mode & 0o777, 0o555);
    fs::remove_dir_all(output.join("kept")).unwrap();
    place.assert_is('b');
    place.assert_tidy();
}

/// A folder that takes the place of another has none of what the system notes of it: access lists, say.
#[test]
fn a_folder_with_marks_of_its_own_keeps_them() {
    use rustix::fs::{XattrFlags, getxattr, setxattr};
    // The label of SELinux is given to every folder by its place.
    for (mark, stays) in [("user.note", true), ("security.selinux", false)] {
        let place = Place::with_a_and_others();
        let folder = place.output().join("standards");
        let value = b"system_u:object_r:user_home_t:s0\0";
        if let Err(error) = setxattr(&folder, mark, value, XattrFlags::empty()) {
            println!("skipped: {mark} can't be set: {error}");
            continue;
        }
        let before = place.output().symlink_metadata().unwrap().ino();
        build(&place.output(), &site('b')).unwrap();
        place.assert_is('b');
        assert_eq!(place.output().symlink_metadata().unwrap().ino() == before, stays, "{mark}");
        assert!(!stays || getxattr(&folder, mark, &mut [0; 64][..]).is_ok());
    }
}

#[test]
fn a_build_may_run_inside_the_output() {
    let place = Place::with_a_and_others();
    let mut command = again("somebody_without_rights_builds_where_they_may", Path::new("."));
    let before = place.output().symlink_metadata().unwrap().ino();
    assert!(command.current_dir(place.output()).status().unwrap().success());
    assert_eq!(place.output().symlink_metadata().unwrap().ino(), before, "whoever is in it still is");
    place.assert_is('b');
    place.assert_tidy();
}

#[test]
fn those_who_watch_can_tell_our_changes() {
    let output = Path::new("/site/output");
    for ours in ["/site/output", "/site/output/index.html", "/site/.output.standpoint-build/next/index.html"]
    {
        assert!(super::is_written_by_builds(output, Path::new(ours)), "{ours}");
    }
    for other in ["/site", "/site/output2", "/site/content/output", "/site/content/I.A.md"] {
        assert!(!super::is_written_by_builds(output, Path::new(other)), "{other}");
    }
}

/// `cargo test --release --lib output::tests::what_it_costs -- --ignored --nocapture`
#[test]
#[ignore = "a measurement"]
fn what_it_costs() {
    let place = Place::empty();
    let large = |which: &str, changed: usize| -> Site {
        let text = |number| if number < changed { which.repeat(8000) } else { "x".repeat(8000) };
        (0..20_000).map(|number| (format!("standards/{number}.html"), text(number).into())).collect()
    };
    let build: fn(&Path, &Site) -> _ = build;
    for (what, build, site) in [
        ("cold", build, large("a", 20_000)),
        ("nothing changed", build, large("a", 20_000)),
        ("all changed", build, large("b", 20_000)),
        ("all but one changed back", build, large("c", 1)),
        ("one changed", build, large("d", 1)),
        ("three changed", build, large("e", 3)),
        ("three changed, in place", build_in_place, large("f", 3)),
    ] {
        let start = Instant::now();
        let stage = Stage::begin(&place.output()).unwrap();
        fill(&stage, &site).unwrap();
        let filled = start.elapsed();
        drop(stage);
        let start = Instant::now();
        let written = build(&place.output(), &site).unwrap();
        println!("{what:25} staging {filled:.0?}, all {:.0?}: {written:?}", start.elapsed());
    }
}
