//! What goes wrong around a build: it is killed, its content changes under it, others build into the same folder, and
//! disks and files are not as they should be. After each there is the site from before or the new one, whole, and
//! nothing else has changed. Every single system call that can fail or be the last one has its test in
//! `src/output/tests.rs`.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::site::{Site, finish, tree};

type Files = BTreeMap<String, Vec<u8>>;

fn files(folder: &Path) -> Files {
    tree(folder).into_iter().collect()
}

/// A command in a folder, to be waited for or not.
fn standpoint(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_standpoint"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).env_remove("RUST_BACKTRACE");
    command
}

/// Runs a command to its end, with what it said on standard error.
fn run(mut command: Command) -> std::io::Result<Output> {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    finish(&mut child);
    child.wait_with_output()
}

fn build_quietly(folder: &Path, content: &str) -> Child {
    let mut command = standpoint(folder, &["build", "--content", content]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("standpoint runs")
}

/// The names of the problems that a command told.
fn codes(output: &Output) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stderr);
    let heads = text.lines().filter_map(|line| line.strip_prefix("error[")?.split_once(']'));
    heads.map(|(code, _)| code.to_owned()).collect()
}

/// Two versions of a site, `content` and `other`, that differ in pages, files and folders; and the two sites.
fn two_versions() -> (Site, [Files; 2]) {
    let small = crate::site::project().join("tests/fixtures/small/content");
    let site = Site::in_memory()
        .copy(&small, "content")
        .copy(&small, "other")
        .replace("other/site.yaml", "title: ", "title: Another ")
        .file(
            "other/guides/one-more.md",
            "---\ntitle: One more\nsummary: A guide.\n---\n\n[A file](files/a.pdf)\n",
        )
        .file("other/guides/files/a.pdf", "%PDF")
        .remove("other/guides/first-steps.md")
        .file("content/guides/files/b.pdf", "%PDF")
        .append("content/guides/first-steps.md", "\n[A file](files/b.pdf)\n");
    let sites = ["content", "other"].map(|content| {
        let folder = site.path("");
        assert!(finish(&mut build_quietly(&folder, content)).success(), "{content}");
        files(&site.path("output"))
    });
    assert_ne!(sites[0], sites[1]);
    (site, sites)
}

fn names_beside(site: &Site) -> Vec<String> {
    let entries = fs::read_dir(site.path("")).expect("a folder");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_hundred_kills_of_the_program_leave_one_site_or_the_other() {
    let (site, sites) = two_versions();
    let began = Instant::now();
    for content in ["content", "other"] {
        finish(&mut build_quietly(&site.path(""), content));
    }
    // As long as a build takes here and now, and a little more.
    let longest = began.elapsed() / 2 + Duration::from_millis(10);
    let clock =
        std::time::SystemTime::now().duration_since(std::time::SystemTime::UNIX_EPOCH).expect("after 1970");
    let mut chance = u64::from(clock.subsec_nanos()) | 1;
    println!("the seed is {chance}");
    let mut seen = [0, 0];
    for kill in 0..100 {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        // Files are written near the end, so most of them there.
        let part = 1.0 - (f64::from(u16::try_from(chance % 1000).expect("small")) / 1000.0).powi(2);
        let mut child = build_quietly(&site.path(""), ["content", "other"][kill % 2]);
        thread::sleep(longest.mul_f64(part));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let now = files(&site.path("output"));
        let which = sites.iter().position(|site| *site == now);
        seen[which.unwrap_or_else(|| panic!("kill {kill}: neither the one nor the other"))] += 1;
    }
    println!("found {} times the one, {} times the other", seen[0], seen[1]);
    assert!(finish(&mut build_quietly(&site.path(""), "content")).success());
    assert!(files(&site.path("output")) == sites[0]);
    assert_eq!(names_beside(&site), ["content", "other", "output"]);
}

#[test]
fn builds_into_one_folder_at_once_make_one_of_their_sites() {
    let (site, sites) = two_versions();
    for round in 0..3 {
        let builds: Vec<Child> = (0..6)
            .map(|number| {
                let content = ["content", "other"][(number + round) % 2];
                let mut command = standpoint(&site.path(""), &["build", "--content", content]);
                command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("standpoint runs")
            })
            .collect();
        let mut built = 0;
        for mut build in builds {
            finish(&mut build);
            let output = build.wait_with_output().expect("it ends");
            match output.status.code() {
                Some(0) => built += 1,
                Some(1) => assert_eq!(codes(&output), ["output-busy"]),
                other => panic!("{other:?}: {}", String::from_utf8_lossy(&output.stderr)),
            }
        }
        assert!(built > 0);
        assert!(sites.contains(&files(&site.path("output"))));
        assert_eq!(names_beside(&site), ["content", "other", "output"]);
    }
}

/// Set when this is dropped, be it because a test fails.
struct AtEnd<'a>(&'a AtomicBool);

impl Drop for AtEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn content_that_changes_while_it_is_built_makes_a_whole_site_or_none() {
    let (site, _) = two_versions();
    let (done, folder) = (AtomicBool::new(false), site.path(""));
    thread::scope(|scope| {
        let content = site.path("content");
        let done = &done;
        let at_end = AtEnd(done);
        let changing = scope.spawn(move || {
            let (trust, steps) = (content.join("topics/trust.md"), content.join("guides/first-steps.md"));
            let words = fs::read(&trust).expect("readable");
            let swap =
                |from: &str, to: &str| fs::rename(content.join(from), content.join(to)).expect("renamed");
            let mut rounds = 0_u32;
            while !done.load(Ordering::Relaxed) {
                rounds += 1;
                fs::remove_file(&trust).expect("removed");
                fs::write(&trust, &words[..words.len() / 2]).expect("written");
                fs::write(&trust, &words).expect("written");
                swap("annotations", "away");
                swap("away", "annotations");
                fs::remove_file(content.join("guides/files/b.pdf")).expect("removed");
                symlink("nowhere", content.join("guides/files/b.pdf")).expect("linked");
                fs::remove_file(content.join("guides/files/b.pdf")).expect("removed");
                fs::write(content.join("guides/files/b.pdf"), vec![b'x'; 100_000]).expect("written");
                let guide = fs::read(&steps).expect("readable");
                fs::write(content.join("guides/.saved"), guide).expect("written");
                swap("guides/.saved", "guides/first-steps.md");
                thread::sleep(Duration::from_millis(u64::from(rounds % 7)));
            }
            rounds
        });
        let mut last = files(&site.path("output"));
        for _ in 0..30 {
            let output = run(standpoint(&folder, &["build"])).expect("standpoint runs");
            let now = files(&site.path("output"));
            match output.status.code() {
                Some(0) => assert!(now["index.html"].ends_with(b"</html>\n") && now.contains_key("404.html")),
                Some(1) => {
                    assert!(!codes(&output).is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
                    assert!(now == last, "not built, and yet another site");
                }
                other => panic!("{other:?}: {}", String::from_utf8_lossy(&output.stderr)),
            }
            last = now;
        }
        drop(at_end);
        assert!(changing.join().expect("it changes to the end") > 0);
    });
    // When all is quiet again, it is built as ever.
    assert!(run(standpoint(&folder, &["build"])).expect("standpoint runs").status.success());
    assert_eq!(names_beside(&site), ["content", "other", "output"]);
}

/// Runs `standpoint build` without root's right to read and write everything; `None` where that can't be done.
fn build_without_rights(site: &Site, arguments: &[&str]) -> Option<Output> {
    let program = env!("CARGO_BIN_EXE_standpoint");
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let mut command = if is_root {
        let mut command = Command::new("setpriv");
        command.args(["--bounding-set=-dac_override,-dac_read_search", program]);
        command
    } else {
        Command::new(program)
    };
    command.arg("build").args(arguments).current_dir(site.path("")).stdin(Stdio::null());
    match run(command) {
        Ok(output) if matches!(output.status.code(), Some(0 | 1)) => Some(output),
        other => {
            println!("skipped: no way to build without root's rights: {other:?}");
            None
        }
    }
}

#[test]
fn what_may_not_be_read_or_written_is_told_and_nothing_is_changed() {
    let site = Site::small().build().succeeds().site;
    let before = files(&site.path("output"));
    for (path, mode, code) in [
        ("content/topics/trust.md", 0o000, "unreadable"),
        ("content/site.yaml", 0o000, "unreadable"),
        ("content/topics", 0o000, "unreadable"),
        ("content/topics", 0o400, "unreadable"),
        ("content/standards", 0o000, "unreadable"),
        ("content", 0o000, "unreadable"),
        ("output", 0o000, "output-not-writable"),
        ("output", 0o500, "output-not-writable"),
    ] {
        let (path, at) = (site.path(path), format!("{path} {mode:o}"));
        let kept = path.metadata().expect("it is there").permissions();
        let trust = fs::read(site.path("content/topics/trust.md")).expect("readable");
        if path.ends_with("output") {
            // So that there is something to write; and the folder around it is shut too.
            fs::write(site.path("content/topics/trust.md"), [&trust[..], b"\nMore.\n"].concat())
                .expect("written");
            fs::set_permissions(site.path(""), fs::Permissions::from_mode(0o500)).expect("permissions");
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("permissions");
        let output = build_without_rights(&site, &[]);
        fs::set_permissions(&path, kept).expect("permissions");
        fs::set_permissions(site.path(""), fs::Permissions::from_mode(0o700)).expect("permissions");
        fs::write(site.path("content/topics/trust.md"), trust).expect("written");
        let Some(output) = output else { return };
        let told = codes(&output);
        // One thing is wrong, however much follows from it; of a folder, each entry may be told.
        assert!(
            !told.is_empty() && told.iter().all(|one| one == code),
            "{at}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(files(&site.path("output")) == before, "{at}");
        assert_eq!(names_beside(&site), ["content", "output"], "{at}");
    }
}

#[test]
fn a_theme_may_be_as_odd_as_content() {
    type Act = fn(&Path);
    let acts: [(Act, &str); 4] = [
        (
            |path| assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success()),
            "not-a-file",
        ),
        (|path| symlink("/dev/zero", path).expect("a link"), "not-a-file"),
        (|path| symlink(path, path).expect("a link"), "unreadable"),
        (|path| symlink("../..", path).expect("a link"), "unreadable"),
    ];
    for (act, code) in acts {
        let site = Site::small().file("themes/default/assets/other.txt", "x");
        act(&site.path("themes/default/assets/odd"));
        assert_eq!(site.build().fails().codes(), [code]);
    }
}

#[test]
fn folders_may_have_names_that_are_not_utf8() {
    let site = Site::small();
    let [content, output] = [b"c\xff".as_slice(), b"o\xfe"].map(std::ffi::OsStr::from_bytes);
    fs::rename(site.path("content"), site.path("").join(content)).expect("renamed");
    let run =
        site.run([std::ffi::OsStr::new("build"), "--content".as_ref(), content, "--output".as_ref(), output]);
    let run = run.succeeds();
    assert!(run.site.path("").join(output).join("index.html").is_file());
}

const GUIDE: &str = "---\ntitle: A guide\nsummary: One.\n---\n\nWords.\n";

#[test]
fn a_name_may_be_as_long_as_the_disk_takes() {
    let longest = |length: usize| format!("content/guides/{}.md", "n".repeat(length - 3));
    let run = Site::small().file(&longest(253), GUIDE).run(["build"]).succeeds();
    assert_eq!(run.codes(), ["long-address"]);
    assert!(run.tree("output").iter().any(|(path, _)| path.len() == "guides/".len() + 255));
    let before = run.tree("output");
    // Its page would have two letters more than its file: 257.
    let run = run.site.file(&longest(255), GUIDE).run(["build"]).fails();
    assert_eq!(run.codes(), ["long-address", "long-address", "output-not-writable"]);
    assert!(run.stderr.contains("name is too long"), "{}", run.stderr);
    assert!(run.tree("output") == before);
}

#[test]
fn names_that_differ_in_their_unicode_form_only_stay_two() {
    let composed = "gr\u{f6}\u{df}e";
    let decomposed = "gro\u{308}\u{df}e";
    let run = Site::small()
        .file(&format!("content/guides/{composed}.md"), GUIDE)
        .file(&format!("content/guides/{decomposed}.md"), GUIDE.replace("A guide", "Another"))
        .append("content/guides/first-steps.md", &format!("\n[a]({composed}.md) [b]({decomposed}.md)\n"))
        .run(["build"])
        .succeeds();
    crate::links::hold(&run);
    assert!(run.text(&format!("output/guides/{composed}.html")).contains("A guide"));
    // A mark of its own is no letter and gets a dash, so the addresses differ on every disk.
    assert!(run.text("output/guides/gro-\u{df}e.html").contains("Another"));
}

#[test]
fn names_that_differ_in_capitals_only() {
    let run =
        Site::small().file("content/guides/Plan.md", GUIDE).file("content/guides/plan.md", GUIDE).check();
    assert_eq!(run.fails().codes(), ["same-address"]);
}

#[test]
fn files_whose_names_differ_in_capitals_only() {
    Site::small()
        .file("content/guides/files/Plan.pdf", "%PDF")
        .file("content/guides/files/plan.pdf", "%PDF-1")
        .append("content/guides/first-steps.md", "\n[a](files/Plan.pdf) and [b](files/plan.pdf)\n")
        .check()
        .fails()
        .tells("file-name-taken.capitals");
}

#[test]
fn names_that_windows_does_not_take() {
    let linked = |name: &str| {
        Site::small()
            .file(&format!("content/guides/{name}"), "%PDF-1")
            .append("content/guides/first-steps.md", &format!("\n[a](<{}>)\n", name.replace('?', "%3F")))
    };
    linked("What is trust?.pdf").check().fails().tells("name-unfit");
    for name in ["aux.pdf", "Plan.", "com1.pdf", "say \"yes\".pdf", "5|6.pdf", "all*.pdf"] {
        assert_eq!(linked(name).check().fails().codes(), ["name-unfit"], "{name}");
    }
    // A package is unpacked as well.
    let run = Site::starter()
        .copy(&crate::site::project().join("tests/fixtures/course"), "content/courses/first-steps")
        .file("content/courses/first-steps/aux.pdf", "%PDF-1")
        .append("content/courses/first-steps/course.md", "\n[a](aux.pdf)\n")
        .run(["export", "scorm12", "-o", "package.zip"])
        .fails()
        .wrote_no("package.zip");
    assert_eq!(run.codes(), ["name-unfit"]);
    // Nothing of a folder that nobody links to is published.
    Site::small().file("content/guides/files/a:b.pdf", "%PDF-1").check().succeeds();
}

#[test]
fn pages_have_names_that_windows_takes() {
    let topic = "---\ntitle: Aux\nsummary: One.\n---\n\nWords.\n";
    let run = Site::small()
        .file("content/topics/aux.md", topic)
        .append("content/guides/first-steps.md", "\n[a](../topics/aux.md) [[topic:aux]]\n")
        .run(["build"])
        .succeeds()
        .wrote("output/topics/aux-.html")
        .wrote_no("output/topics/aux.html");
    crate::links::hold(&run);
    for alias in ["topics/nul.html", "a./b.html", "con/b.html"] {
        let aliases = format!("aliases: [{alias}]\n---\n\n");
        let run = Site::small().replace("content/topics/trust.md", "---\n\n", &aliases).check().fails();
        assert_eq!(run.codes(), ["bad-alias"], "{alias}");
    }
    let run = Site::small().run(["new", "topic", "Aux"]).misused().wrote_no("content/topics/aux.md");
    assert!(run.stderr.contains("“Aux-1”"), "{}", run.stderr);
}

#[test]
fn addresses_that_are_too_long_to_be_unpacked() {
    let name = "trust-and-".repeat(14);
    Site::small().file(&format!("content/guides/{name}.md"), GUIDE).check().succeeds().tells("long-address");
    let run = Site::small()
        .file(&format!("content/guides/{name}.pdf"), "%PDF-1")
        .append("content/guides/first-steps.md", &format!("\n[a]({name}.pdf)\n"))
        .check()
        .succeeds();
    assert_eq!(run.codes(), ["long-address"]);
}

#[test]
fn a_file_of_the_name_of_one_of_ours() {
    Site::small()
        .file("content/assets/standpoint.css", "body { color: red }")
        .append("content/guides/first-steps.md", "\n[a](../assets/standpoint.css)\n")
        .check()
        .fails()
        .tells("file-name-taken");
}

/// A file system in a folder, gone before the folder is.
struct Mounted(std::path::PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// On a disk with no room for the site.
#[test]
fn a_disk_that_is_full_is_told_and_keeps_the_site() {
    let site = Site::small();
    fs::create_dir(site.path("disk")).expect("made");
    let mounted =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(site.path("disk")).output();
    if !mounted.is_ok_and(|mounted| mounted.status.success()) {
        println!("skipped: a file system can't be mounted");
        return;
    }
    let disk = Mounted(site.path("disk"));
    let run = site.run(["build", "--output", "disk/output"]).succeeds();
    let before = run.tree("disk/output");
    let _ = fs::write(run.site.path("disk/ballast"), vec![0; 4_000_000]);
    let run = run.site.replace("content/site.yaml", "title: ", "title: New ").run([
        "build",
        "--output",
        "disk/output",
    ]);
    let run = run.fails();
    assert_eq!(run.codes(), ["output-not-writable"]);
    assert!(run.stderr.contains("no space left"), "{}", run.stderr);
    assert!(run.tree("disk/output") == before);
    let names = fs::read_dir(run.site.path("disk")).expect("a folder").count();
    assert_eq!(names, 2, "only the site and what fills the disk");
    // Before the folder is removed.
    drop(disk);
}
