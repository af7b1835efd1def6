//! A site in a folder of its own, a command run in it, and what came of it.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// No command may take longer, on a machine with much else to do: it hangs.
const PATIENCE: Duration = Duration::from_secs(180);

/// The root of the project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with a site in it, changed step by step.
pub struct Site {
    folder: TempDir,
}

impl Site {
    /// A folder with nothing in it.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// The same in memory where that can be, for what is written hundreds of times: some disks take long for that.
    #[cfg_attr(windows, allow(dead_code))]
    pub fn in_memory() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        Self { folder: folder.expect("a temporary folder") }
    }

    /// The small site of `tests/fixtures/small`, about which there is nothing to report.
    pub fn small() -> Self {
        Self::empty().copy(&project().join("tests/fixtures/small"), "")
    }

    /// The site that `standpoint init` makes.
    pub fn starter() -> Self {
        Self::empty().copy(&project().join("src/cli/starter"), "")
    }

    /// The content that the project ships.
    pub fn bundled() -> Self {
        Self::empty().copy(&project().join("content"), "content")
    }

    /// Copies a folder's files to `to`.
    pub fn copy(self, from: &Path, to: &str) -> Self {
        for entry in fs::read_dir(from).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = entry.file_name().into_string().expect("UTF-8");
            let inside = if to.is_empty() { name } else { format!("{to}/{name}") };
            if entry.file_type().expect("a type").is_dir() {
                self.copy_into(&entry.path(), &inside);
            } else {
                self.put(&inside, &fs::read(entry.path()).expect("readable"));
            }
        }
        self
    }

    fn copy_into(&self, from: &Path, to: &str) {
        for entry in fs::read_dir(from).expect("a folder") {
            let entry = entry.expect("an entry");
            let inside = format!("{to}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().expect("a type").is_dir() {
                self.copy_into(&entry.path(), &inside);
            } else {
                self.put(&inside, &fs::read(entry.path()).expect("readable"));
            }
        }
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("the file can be written");
    }

    /// Where a file of the site is.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file, new or over an old one.
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.put(path, text.as_ref());
        self
    }

    /// Replaces words that must be in a file.
    pub fn replace(self, path: &str, from: &str, to: &str) -> Self {
        let text = fs::read_to_string(self.path(path)).expect("a text file");
        assert!(text.contains(from), "{path} has no “{from}”");
        let text = text.replace(from, to);
        self.file(path, text)
    }

    /// Writes words to the end of a file.
    pub fn append(self, path: &str, text: &str) -> Self {
        let mut whole = fs::read_to_string(self.path(path)).expect("a text file");
        whole.push_str(text);
        self.file(path, whole)
    }

    /// Removes a file or a folder with all that is in it.
    pub fn remove(self, path: &str) -> Self {
        let path = self.path(path);
        if path.is_dir() {
            fs::remove_dir_all(path).expect("the folder can be removed");
        } else {
            fs::remove_file(path).expect("the file can be removed");
        }
        self
    }

    /// Gives a file another name.
    pub fn rename(self, from: &str, to: &str) -> Self {
        let target = self.path(to);
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder can be made");
        fs::rename(self.path(from), target).expect("the file can be renamed");
        self
    }

    /// Does something to the folder that the other steps can't.
    pub fn with(self, change: impl FnOnce(&Path)) -> Self {
        change(self.folder.path());
        self
    }

    /// `standpoint check`.
    pub fn check(self) -> Run {
        self.run(["check"])
    }

    /// `standpoint build`.
    pub fn build(self) -> Run {
        self.run(["build"])
    }

    /// Runs `standpoint` with these arguments in the site's folder.
    pub fn run<A: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = A>) -> Run {
        self.run_with(arguments, &[])
    }

    /// The same with environment variables.
    pub fn run_with<A: AsRef<OsStr>>(
        self,
        arguments: impl IntoIterator<Item = A>,
        variables: &[(&str, &str)],
    ) -> Run {
        // Files, not pipes: a full pipe would stop a command that says much.
        let outputs = tempfile::tempdir().expect("a temporary folder");
        let output = |name: &str| outputs.path().join(name);
        let create = |name: &str| File::create(output(name)).expect("a file");
        let mut child = Command::new(env!("CARGO_BIN_EXE_standpoint"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("RUST_BACKTRACE")
            .env_remove("NO_COLOR")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(create("stdout"))
            .stderr(create("stderr"))
            .spawn()
            .expect("standpoint runs");
        let status = finish(&mut child);
        let text = |name: &str| {
            let mut bytes = Vec::new();
            File::open(output(name)).and_then(|mut file| file.read_to_end(&mut bytes)).expect("readable");
            String::from_utf8(bytes).expect("what is printed is UTF-8")
        };
        Run { site: self, code: status.code(), stdout: text("stdout"), stderr: text("stderr") }
    }
}

/// Waits for a command, but not for ever.
pub fn finish(child: &mut Child) -> ExitStatus {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("the child can be waited for") {
            return status;
        }
        if began.elapsed() > PATIENCE {
            child.kill().expect("the child can be ended");
            panic!("standpoint hangs");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// What came of a command.
pub struct Run {
    /// The site as the command left it.
    pub site: Site,
    /// The exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// What it printed on standard output.
    pub stdout: String,
    /// What it printed on standard error.
    pub stderr: String,
}

impl Run {
    /// It did what it was asked to: exit code 0.
    #[track_caller]
    pub fn succeeds(self) -> Self {
        self.exits(0)
    }

    /// The content has errors, or something couldn’t be written: exit code 1.
    #[track_caller]
    pub fn fails(self) -> Self {
        self.exits(1)
    }

    /// The command can’t be carried out as it was given: exit code 2.
    #[track_caller]
    pub fn misused(self) -> Self {
        self.exits(2)
    }

    #[track_caller]
    fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "\nstdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }

    /// Standard output is exactly this.
    #[track_caller]
    pub fn prints(self, stdout: &str) -> Self {
        assert_eq!(self.stdout, stdout, "\nstderr: {}", self.stderr);
        self
    }

    /// Standard error is exactly this.
    #[track_caller]
    pub fn says(self, stderr: &str) -> Self {
        assert_eq!(self.stderr, stderr, "\nstdout: {}", self.stdout);
        self
    }

    /// What it told is what the snapshot `name` has: the name of a problem, and of its case where it has several
    /// (`unknown-key`, `unknown-key.nested`). Only this one problem is told, and nothing on standard output.
    #[track_caller]
    pub fn tells(self, name: &str) -> Self {
        snapshot(name, &self.stderr);
        let code = name.split('.').next().unwrap_or(name);
        assert_eq!(self.codes(), [code], "one problem and no other\n{}", self.stderr);
        self.prints("")
    }

    /// What it told, however many problems, is what the snapshot `name` has.
    #[track_caller]
    pub fn tells_all(self, name: &str) -> Self {
        snapshot(name, &self.stderr);
        self
    }

    /// The names of the problems told to people, in order.
    pub fn codes(&self) -> Vec<String> {
        let heads = self.stderr.lines().filter_map(|line| {
            let rest = line.strip_prefix("error[").or_else(|| line.strip_prefix("warning["))?;
            rest.split_once(']').map(|(code, _)| code.to_owned())
        });
        heads.collect()
    }

    /// The problems told to tools, in order.
    #[track_caller]
    pub fn json(&self) -> Vec<Value> {
        let lines = self.stdout.lines();
        lines.map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
    }

    /// The file is there.
    #[track_caller]
    pub fn wrote(self, path: &str) -> Self {
        assert!(self.site.path(path).is_file(), "{path} was not written\n{}", self.stderr);
        self
    }

    /// The file or folder is not there.
    #[track_caller]
    pub fn wrote_no(self, path: &str) -> Self {
        assert!(!self.site.path(path).exists(), "{path} was written");
        self
    }

    /// The text of a file.
    #[track_caller]
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.site.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every file below a folder with its bytes, by its path.
    pub fn tree(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        tree(&self.site.path(folder))
    }
}

/// Every file below a folder with its bytes, by its path.
pub fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    fn add(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().expect("a type").is_dir() {
                add(&entry.path(), &format!("{name}/"), files);
            } else {
                files.push((name, fs::read(entry.path()).expect("readable")));
            }
        }
    }
    let mut files = Vec::new();
    add(folder, "", &mut files);
    files.sort();
    files
}

/// Compares with `snapshots/<name>.snap`.
#[track_caller]
pub fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(r"in \d+\.\d\d s", "in [time]");
    settings.bind(|| insta::assert_snapshot!(name, text));
}
