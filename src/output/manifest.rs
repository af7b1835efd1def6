//! The list of files that are ours, kept in the output.
//!
//! It holds names and nothing else. A file is ours because we wrote it under that name, whatever is in it
//! now: so a page edited by hand is put right, and what the file should hold is what this build says, not
//! what the last one did. With no lengths or hashes in it the list changes only when a page comes or goes,
//! and is the same for the same site.

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
    files: Vec<std::borrow::Cow<'a, str>>,
}

/// Reads the list in `folder`; `None` if there is none.
pub(super) fn read(folder: &Path, shown: &Path) -> Result<Option<HashSet<String>>, Diagnostic> {
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
    Ok(Some(document.files.into_iter().map(std::borrow::Cow::into_owned).collect()))
}

/// The list as it is written. The names must be sorted.
pub(super) fn text<'a>(sorted: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let files = sorted.map(std::borrow::Cow::Borrowed).collect();
    let document = Document { about: ABOUT.into(), format: FORMAT, files };
    let mut text = serde_json::to_vec_pretty(&document).unwrap_or_default();
    text.push(b'\n');
    text
}
