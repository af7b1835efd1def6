//! The list of files that are ours, kept in the output.
//!
//! A file is ours because we wrote it under that name, whatever is in it now: so a page edited by hand is put
//! right, and what the file should hold is what this build says, not what the last one did.
//!
//! With the names stands a note of whoever built: what the site was made from, with the fingerprint of all files
//! as they were then. Where both still hold, a build would write nothing. A note that is out of date does no harm,
//! since then the files are not as it says.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::name::{MANIFEST, is_good};
use crate::diagnostic::{Diagnostic, Problem};

const FORMAT: u32 = 1;
const ABOUT: &str = "The files that Standpoint wrote into this folder. It removes those it makes no longer, \
                     and never touches any other. Keep this list with them.";

#[derive(Serialize, Deserialize)]
struct Document<'a> {
    about: std::borrow::Cow<'a, str>,
    format: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    built: Option<Note>,
    files: Vec<std::borrow::Cow<'a, str>>,
}

/// What the site was made from, and how it was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// The caller's words.
    pub from: String,
    /// The fingerprint of all files, by their names, in 32 digits.
    pub files: String,
}

/// What a list says.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub files: HashSet<String>,
    pub note: Option<Note>,
}

/// Reads the list in `folder`; `None` if there is none.
pub(super) fn read(folder: &Path, shown: &Path) -> Result<Option<Listed>, Diagnostic> {
    let broken =
        |reason: String| Diagnostic::path(shown.join(MANIFEST), Problem::OutputManifestBroken { reason });
    let path = folder.join(MANIFEST);
    match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(broken(super::reason(&error))),
        Ok(metadata) if !metadata.is_file() => return Err(broken("it is not an ordinary file".into())),
        Ok(_) => {}
    }
    let text = fs::read(&path).map_err(|error| broken(super::reason(&error)))?;
    let document: Document = serde_json::from_slice(&text).map_err(|error| broken(error.to_string()))?;
    if document.format != FORMAT {
        return Err(broken(format!("its format is {}, and this version knows {FORMAT}", document.format)));
    }
    // The list says what may be removed, so a name that leads out of the folder must not pass.
    if let Some(bad) = document.files.iter().find(|name| !is_good(name)) {
        return Err(broken(format!("“{}” can’t be a file of the site", bad.escape_debug())));
    }
    let files = document.files.into_iter().map(std::borrow::Cow::into_owned).collect();
    Ok(Some(Listed { files, note: document.built }))
}

/// The list as it is written. The names must be sorted.
pub(super) fn text<'a>(sorted: impl Iterator<Item = &'a str>, note: Option<&Note>) -> Vec<u8> {
    let files = sorted.map(std::borrow::Cow::Borrowed).collect();
    let document = Document { about: ABOUT.into(), format: FORMAT, built: note.cloned(), files };
    let mut text = serde_json::to_vec_pretty(&document).unwrap_or_default();
    text.push(b'\n');
    text
}
