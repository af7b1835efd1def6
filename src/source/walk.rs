//! The files of the content folder.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Problem, SourceFile};

/// The largest text file that is read, in bytes. A whole framework is smaller; anything larger is a mistake.
pub const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// A file found in the content folder.
pub(super) struct ContentFile {
    /// Where it is.
    path: PathBuf,
    /// As a person would name it.
    pub shown: PathBuf,
    /// Within the content folder, with forward slashes.
    pub relative: String,
}

impl ContentFile {
    /// Whether it is read, and not only copied.
    pub fn is_text(&self) -> bool {
        let extension =
            self.path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        matches!(extension.as_str(), "md" | "markdown" | "yaml" | "yml")
    }
}

/// The path as a person would name it: relative to the current folder where it lies below it.
pub fn display_path(path: &Path) -> PathBuf {
    let path = path.strip_prefix("./").unwrap_or(path);
    match std::env::current_dir() {
        Ok(here) => path.strip_prefix(here).map_or_else(|_| path.to_path_buf(), Path::to_path_buf),
        Err(_) => path.to_path_buf(),
    }
}

/// Every file below `content` in the order of the paths. Hidden files and editors' backups are passed over; links
/// to folders are followed, loops are told of.
pub(super) fn walk(content: &Path) -> (Vec<ContentFile>, Vec<Diagnostic>) {
    let shown = display_path(content);
    if !content.is_dir() {
        let problem = Problem::NoSuchFolder { what: "content folder" };
        return (Vec::new(), vec![Diagnostic::path(shown, problem)]);
    }
    let mut files = Vec::new();
    let mut diagnostics = Vec::new();
    let entries = WalkDir::new(content)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_clutter(&entry.file_name().to_string_lossy()));
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(|| shown.clone(), display_path);
                let reason = if error.loop_ancestor().is_some() {
                    "the link leads back to a folder it lies in".to_owned()
                } else {
                    error.io_error().map_or_else(|| error.to_string(), ToString::to_string)
                };
                diagnostics.push(Diagnostic::path(path, Problem::Unreadable { reason }));
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let shown = display_path(entry.path());
        if !entry.file_type().is_file() {
            // A pipe or device may never end.
            diagnostics.push(Diagnostic::path(shown, Problem::NotAFile));
            continue;
        }
        let relative = entry.path().strip_prefix(content).unwrap_or(entry.path());
        let Some(relative) = relative.to_str() else {
            diagnostics.push(Diagnostic::path(shown, Problem::NameNotUtf8));
            continue;
        };
        let relative = relative.replace(std::path::MAIN_SEPARATOR, "/");
        files.push(ContentFile { path: entry.path().to_path_buf(), shown, relative });
    }
    if files.is_empty() && diagnostics.is_empty() {
        diagnostics.push(Diagnostic::path(shown, Problem::EmptyFolder { what: "content folder" }));
    }
    (files, diagnostics)
}

/// Files that editors and systems leave behind.
fn is_clutter(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || name == "Thumbs.db"
        || name.starts_with('#') && name.ends_with('#')
}

/// The text of a file, without a byte order mark.
pub(super) fn read_text(file: &ContentFile) -> Result<Arc<SourceFile>, Diagnostic> {
    let unreadable = |error: std::io::Error| {
        Diagnostic::path(&file.shown, Problem::Unreadable { reason: error.to_string() })
    };
    let opened = File::open(&file.path).map_err(unreadable)?;
    let length = opened.metadata().map_err(unreadable)?.len();
    // The limit holds for what is read, not only for what the file system says: a file may grow.
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(MAX_FILE_BYTES)).unwrap_or(0) + 1);
    opened.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let problem = Problem::FileTooLarge { bytes: length.max(bytes.len() as u64), limit: MAX_FILE_BYTES };
        return Err(Diagnostic::path(&file.shown, problem));
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Ok(SourceFile::new(&file.shown, text))
        }
        Err(error) => {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = String::from_utf8_lossy(valid).matches('\n').count() + 1;
            Err(Diagnostic::path(&file.shown, Problem::NotUtf8 { line }))
        }
    }
}
