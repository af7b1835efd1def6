//! Every system call of the output that changes something, so that a test can fail or die between any two of
//! them.
//!
//! Reading needs no such care and is done where it is needed.

use std::fs::{self, File, FileTimes, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::SystemTime;

#[cfg(not(test))]
#[allow(clippy::unnecessary_wraps, reason = "in tests it can fail")]
fn about_to_change() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use super::fault::about_to_change;

pub(super) fn create_dir(path: &Path) -> io::Result<()> {
    about_to_change()?;
    fs::create_dir(path)
}

/// Creates the folder and those above it; one that is there already is as good.
pub(super) fn create_dir_all(path: &Path) -> io::Result<()> {
    about_to_change()?;
    fs::create_dir_all(path)
}

/// Writes a file that must not exist yet.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    about_to_change()?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    about_to_change()?;
    file.write_all(bytes)
}

/// Opens a file for writing, creating it if need be, without emptying it.
pub(super) fn open_or_create(path: &Path) -> io::Result<File> {
    about_to_change()?;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or(0));
    }
    options.open(path)
}

/// Gives a file a second name. A symbolic link is linked itself, not what it points to.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    about_to_change()?;
    #[cfg(unix)]
    {
        use rustix::fs::{AtFlags, CWD, linkat};
        Ok(linkat(CWD, from, CWD, to, AtFlags::empty())?)
    }
    #[cfg(not(unix))]
    fs::hard_link(from, to)
}

/// Moves a file or folder; a file in its place is replaced in the same instant.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    about_to_change()?;
    fs::rename(from, to)
}

/// Moves a file or folder to where nothing is; `AlreadyExists` if there is something.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    about_to_change()?;
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // Some file systems know no such flag; then the look before must do.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {}
            result => return Ok(result?),
        }
    }
    if to.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to)
}

/// Exchanges two folders in one instant.
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    about_to_change()?;
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (one, other);
        Err(io::ErrorKind::Unsupported.into())
    }
}

pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    about_to_change()?;
    fs::remove_file(path)
}

pub(super) fn remove_dir(path: &Path) -> io::Result<()> {
    about_to_change()?;
    fs::remove_dir(path)
}

/// Removes a folder of ours with all that is in it; a folder that is not there is as good.
pub(super) fn remove_tree(path: &Path) -> io::Result<()> {
    about_to_change()?;
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        // A folder in it may have been copied with its permissions from one that nobody may write to.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            make_folders_writable(path)?;
            fs::remove_dir_all(path)
        }
        result => result,
    }
}

fn make_folders_writable(path: &Path) -> io::Result<()> {
    make_writable(path)?;
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            make_folders_writable(&entry.path())?;
        }
    }
    Ok(())
}

/// Lets us read, write and enter a folder that is to go.
#[cfg_attr(not(unix), allow(unused_variables, clippy::unnecessary_wraps))]
pub(super) fn make_writable(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mut permissions = fs::symlink_metadata(folder)?.permissions();
        if permissions.mode() & 0o700 != 0o700 {
            about_to_change()?;
            permissions.set_mode(permissions.mode() | 0o700);
            fs::set_permissions(folder, permissions)?;
        }
    }
    Ok(())
}

/// Gives the folder `to` the owner and the permissions of `from`.
#[cfg_attr(not(unix), allow(unused_variables, clippy::unnecessary_wraps))]
pub(super) fn match_folder(from: &fs::Metadata, to: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
        let now = fs::symlink_metadata(to)?;
        if (now.uid(), now.gid()) != (from.uid(), from.gid()) {
            about_to_change()?;
            std::os::unix::fs::chown(to, Some(from.uid()), Some(from.gid()))?;
        }
        if fs::symlink_metadata(to)?.permissions().mode() != from.permissions().mode() {
            about_to_change()?;
            fs::set_permissions(to, from.permissions())?;
        }
    }
    Ok(())
}

/// Sets when a folder was last changed.
pub(super) fn set_modified(folder: &Path, time: SystemTime) -> io::Result<()> {
    about_to_change()?;
    File::open(folder)?.set_times(FileTimes::new().set_modified(time))
}
