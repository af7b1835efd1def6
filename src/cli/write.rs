//! Writing one file, whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// Writes a file so that whoever reads it finds the old one or the new one, never half of either: beside it first, then
/// in its place. What isn't an ordinary file (`/dev/null`, a pipe) is written to as it is.
pub fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link stays one: what it leads to is replaced.
    let file = &file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let there = file.metadata();
    if there.as_ref().is_ok_and(|there| !there.is_file()) {
        return fs::write(file, bytes);
    }
    let name = file.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let beside = file.with_file_name(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
    let result = (|| {
        let mut new = File::options().write(true).create_new(true).open(&beside)?;
        new.write_all(bytes)?;
        if let Ok(there) = &there {
            new.set_permissions(there.permissions())?;
        }
        new.sync_all()?;
        fs::rename(&beside, file)
    })();
    if result.is_err() {
        let _ = fs::remove_file(&beside);
    }
    result
}
