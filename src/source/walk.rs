//! The files of a folder that somebody writes: the content, or a theme.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::limits::{ENTRIES, FILE_BYTES, LINKED};
use crate::diagnostic::render::name_of;
use crate::diagnostic::{Diagnostic, Place, Problem, SourceFile, Unreadable};

/// A file found in a folder.
pub(crate) struct FoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// As a person would name it.
    pub shown: PathBuf,
    /// Within the folder, with forward slashes.
    pub relative: String,
    /// Whether a link was followed on the way to it, or to one before it.
    pub is_linked: bool,
}

impl FoundFile {
    /// Whether it is read, and not only copied.
    pub fn is_text(&self) -> bool {
        self.is_yaml() || matches!(self.extension().as_str(), "md" | "markdown")
    }

    /// Whether all of it is YAML.
    pub fn is_yaml(&self) -> bool {
        matches!(self.extension().as_str(), "yaml" | "yml")
    }

    fn extension(&self) -> String {
        self.path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase()
    }
}

/// The path as a person would name it: relative to the current folder where it lies below it.
pub fn display_path(path: &Path) -> PathBuf {
    seen_from(here_for(path).as_deref(), path)
}

/// The current folder, which only an absolute path is compared with.
fn here_for(path: &Path) -> Option<PathBuf> {
    path.is_absolute().then(std::env::current_dir).and_then(Result::ok)
}

fn seen_from(here: Option<&Path>, path: &Path) -> PathBuf {
    let path = if cfg!(windows) { as_typed(path) } else { path };
    let path = path.strip_prefix("./").ok().filter(|path| *path != Path::new("")).unwrap_or(path);
    here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path).to_path_buf()
}

/// A whole path as Windows makes it, `\\?\C:\x`, without what nobody types before it.
fn as_typed(path: &Path) -> &Path {
    let typed = path.to_str().and_then(|path| path.strip_prefix(r"\\?\"));
    typed.filter(|typed| typed.as_bytes().get(1) == Some(&b':')).map_or(path, Path::new)
}

/// Every file of the content folder; that there is no such folder, or nothing in it, is a problem.
pub(super) fn walk(content: &Path) -> (Vec<FoundFile>, Vec<Diagnostic>) {
    if !content.is_dir() {
        let problem = Problem::NoSuchFolder { is_file: content.exists() };
        return (Vec::new(), vec![Diagnostic::path(display_path(content), problem)]);
    }
    let within = match content.canonicalize() {
        Ok(within) => within,
        Err(error) => {
            let problem = Problem::Unreadable { reason: Unreadable::of(&error) };
            return (Vec::new(), vec![Diagnostic::path(display_path(content), problem)]);
        }
    };
    let mut diagnostics = Vec::new();
    let files = files_below(content, Some(&within), &mut diagnostics);
    if files.is_empty() && diagnostics.is_empty() {
        diagnostics.push(Diagnostic::path(display_path(content), Problem::EmptyFolder));
    }
    (files, diagnostics)
}

/// Every file below `folder` in the order of the paths; none where there are too many. Hidden files and editors' backups
/// are passed over; links are followed, but for those that lead out of `within`; loops are told of.
pub(crate) fn files_below(
    folder: &Path,
    within: Option<&Path>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<FoundFile> {
    let mut files = Vec::new();
    let mut is_linked = false;
    let here = here_for(folder);
    let mut entries = WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_clutter(&entry.file_name().to_string_lossy()));
    let mut count = Count::default();
    while let Some(entry) = entries.next() {
        if let Some(problem) = count.over(&entry) {
            diagnostics.push(Diagnostic::path(display_path(folder), problem));
            return Vec::new();
        }
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = display_path(error.path().unwrap_or(folder));
                diagnostics.push(Diagnostic::path(path, unreadable_entry(&error)));
                continue;
            }
        };
        if entry.depth() > 0 && entry.path_is_symlink() {
            is_linked = true;
            if let Some(problem) = within.and_then(|within| leads_out(entry.path(), within)) {
                diagnostics.push(Diagnostic::path(seen_from(here.as_deref(), entry.path()), problem));
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                continue;
            }
        }
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let shown = seen_from(here.as_deref(), entry.path());
        if !entry.file_type().is_file() {
            // A pipe or device may never end.
            diagnostics.push(Diagnostic::path(shown, Problem::NotAFile));
            continue;
        }
        let Some(relative) = relative.to_str() else {
            diagnostics.push(Diagnostic::path(shown, Problem::NameNotUtf8));
            continue;
        };
        let relative = relative.replace(std::path::MAIN_SEPARATOR, "/");
        files.push(FoundFile { path: entry.path().to_path_buf(), shown, relative, is_linked });
    }
    files
}

/// That a link leads out of a folder, whose real path is given, or to what is passed over there.
fn leads_out(link: &Path, folder: &Path) -> Option<Problem> {
    let to = match link.canonicalize() {
        Ok(to) => to,
        // What can be opened all the same is out of the folder too.
        Err(error) => return Some(Problem::Unreadable { reason: Unreadable::of(&error) }),
    };
    let is_part = to.strip_prefix(folder).is_ok_and(|within| !super::is_passed_over(within));
    let shown = || name_of(&display_path(&to));
    (!is_part).then(|| Problem::LinkLeadsOut { to: shown(), is_folder: to.is_dir() })
}

/// How much was met on the way through a folder, so that it comes to an end.
#[derive(Default)]
struct Count {
    all: usize,
    linked: usize,
    /// How deep the link lies that the way has followed.
    link: Option<usize>,
}

impl Count {
    /// Counts what was met, in the order of the way, and says what there is too much of.
    fn over(&mut self, met: &walkdir::Result<DirEntry>) -> Option<Problem> {
        let (depth, is_link) = match met {
            Ok(entry) => (entry.depth(), entry.depth() > 0 && entry.path_is_symlink()),
            Err(error) => (error.depth(), false),
        };
        self.link = self.link.filter(|link| depth > *link).or(is_link.then_some(depth));
        self.all += usize::from(depth > 0);
        self.linked += usize::from(self.link.is_some());
        let over = |limit, what, instead| Some(Problem::OverLimit { what, limit, instead });
        if self.linked > LINKED {
            over(
                LINKED,
                "files and folders behind links",
                "look for links to folders that have links to folders again",
            )
        } else if self.all > ENTRIES {
            over(
                ENTRIES,
                "files and folders here",
                "move what doesn’t belong to it elsewhere, or make several sites",
            )
        } else {
            None
        }
    }
}

/// Why something that was met on the way through a folder can't be read.
fn unreadable_entry(error: &walkdir::Error) -> Problem {
    let is_link = error.path().is_some_and(Path::is_symlink);
    let reason = match error.io_error() {
        _ if error.loop_ancestor().is_some() => Unreadable::Loop,
        Some(error) if is_link && error.kind() == io::ErrorKind::NotFound => Unreadable::BrokenLink,
        Some(error) => Unreadable::of(error),
        None => Unreadable::Other(error.to_string()),
    };
    Problem::Unreadable { reason }
}

/// Files that editors and systems leave behind.
pub(super) fn is_clutter(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || name == "Thumbs.db"
        || name.starts_with('#') && name.ends_with('#')
}

/// Opens an ordinary file, and says how long it is. A pipe that has come to its place since the folder was walked is not
/// waited for.
fn open(path: &Path) -> io::Result<(File, u64)> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
    );
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() {
        Ok((file, metadata.len()))
    } else {
        Err(io::Error::other("it is not an ordinary file"))
    }
}

/// The bytes of a file that is only copied.
pub(crate) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.0.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A text with a problem where it isn't UTF-8, and then as well as can be; or why there is none.
pub(super) type Text = Result<(Arc<SourceFile>, Option<Diagnostic>), Diagnostic>;

/// The text of a file, without a byte order mark.
pub(super) fn read_text(file: &FoundFile) -> Text {
    let unreadable = |error: io::Error| {
        Diagnostic::path(&file.shown, Problem::Unreadable { reason: Unreadable::of(&error) })
    };
    match read_at_most(&file.path, FILE_BYTES).map_err(unreadable)? {
        Ok(bytes) => limited(&file.shown, bytes),
        Err(length) => Err(too_large(&file.shown, length)),
    }
}

/// Bytes as text, if they are no more than may be.
pub(super) fn limited(shown: &Path, bytes: Vec<u8>) -> Text {
    let length = bytes.len() as u64;
    if length > FILE_BYTES {
        return Err(too_large(shown, length));
    }
    match of_a_program(&bytes) {
        Some(what) => Err(Diagnostic::path(shown, Problem::NotText { what })),
        None => Ok(text(shown, bytes)),
    }
}

fn too_large(shown: &Path, bytes: u64) -> Diagnostic {
    Diagnostic::path(shown, Problem::FileTooLarge { bytes, limit: FILE_BYTES })
}

/// What a file is that a word processor saved in a form of its own, under the name of a text.
fn of_a_program(bytes: &[u8]) -> Option<&'static str> {
    const BEGINNINGS: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "a Word document or another packed file"),
        (b"\xd0\xcf\x11\xe0", "a document of an older Word"),
        (b"{\\rtf", "a document in the format RTF"),
        (b"%PDF-", "a PDF"),
    ];
    BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, what)| *what)
}

/// Bytes as text, as [`read_text`] has them.
pub(crate) fn text(shown: &Path, bytes: Vec<u8>) -> (Arc<SourceFile>, Option<Diagnostic>) {
    match String::from_utf8(bytes) {
        Ok(text) => (SourceFile::new(shown, plain_text(text)), None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            if let Some(text) = utf16(&bytes) {
                let problem = Diagnostic::path(shown, Problem::NotUtf8 { utf16: true });
                return (SourceFile::new(shown, text), Some(problem));
            }
            let source = SourceFile::new(shown, String::from_utf8_lossy(&bytes));
            let odd = at..at + '\u{fffd}'.len_utf8();
            let problem = Diagnostic::at(Place::new(&source, odd), Problem::NotUtf8 { utf16: false });
            (source, Some(problem))
        }
    }
}

/// The text without a byte order mark and with its lines ended as on Linux, so that the same words make the same site: not
/// as Windows ends them, and Git in a clone there, nor as old Macs did and some spreadsheets still do. Lines and columns stay
/// what they are.
pub(crate) fn plain_text(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    if !text.contains('\r') {
        text
    } else if text.contains('\n') {
        text.replace("\r\n", "\n")
    } else {
        text.replace('\r', "\n")
    }
}

/// What Windows programs call Unicode, if that is what it is.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (read, bytes): (fn([u8; 2]) -> u16, _) = match bytes {
        [0xff, 0xfe, bytes @ ..] => (u16::from_le_bytes, bytes),
        [0xfe, 0xff, bytes @ ..] => (u16::from_be_bytes, bytes),
        _ => return None,
    };
    let (pairs, _) = bytes.as_chunks::<2>();
    Some(String::from_utf16_lossy(&pairs.iter().map(|pair| read(*pair)).collect::<Vec<_>>()))
}

/// The bytes of a file; or how many there are, where there are more than `most`. A file may grow, or
/// be longer than the file system says.
pub(super) fn read_at_most(path: &Path, most: u64) -> io::Result<Result<Vec<u8>, u64>> {
    let (file, length) = open(path)?;
    if length > most {
        return Ok(Err(length));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(most + 1).read_to_end(&mut bytes)?;
    let length = bytes.len() as u64;
    Ok(if length > most { Err(length) } else { Ok(bytes) })
}

#[cfg(all(test, unix))]
mod tests {
    use std::path::Path;

    use super::{as_typed, read_at_most, read_file};

    #[test]
    fn paths_are_told_as_somebody_would_type_them() {
        let typed = |path| as_typed(Path::new(path)).to_str().unwrap();
        assert_eq!(typed(r"\\?\C:\content\site.yaml"), r"C:\content\site.yaml");
        assert_eq!(typed(r"\\?\UNC\server\content"), r"\\?\UNC\server\content");
        assert_eq!(typed("/home/content"), "/home/content");
    }

    /// Between walking and reading, anything can take the place of a file.
    #[test]
    fn a_pipe_that_came_later_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "words").unwrap();
        assert_eq!(read_file(&path).unwrap(), b"words");
        std::fs::remove_file(&path).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert!(read_file(&path).unwrap_err().to_string().contains("not an ordinary file"));
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
        assert!(read_file(&path).is_err());
        assert!(read_file(folder.path()).is_err());
    }

    #[test]
    fn a_file_is_read_as_far_as_it_may_be_long() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "words").unwrap();
        assert_eq!(read_at_most(&path, 5).unwrap().unwrap(), b"words");
        assert_eq!(read_at_most(&path, 4).unwrap(), Err(5));
        // This one has no length, and much in it.
        if cfg!(target_os = "linux") {
            assert_eq!(read_at_most(Path::new("/proc/self/status"), 4).unwrap(), Err(5));
        }
    }
}
