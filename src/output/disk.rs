//! Every system call of the output that changes something, so that a test can fail or die between any two of
//! them.
//!
//! Reading needs no such care and is done where it is needed.

use std::fs::{self, File, FileTimes, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

#[cfg(not(all(test, target_os = "linux")))]
#[allow(clippy::unnecessary_wraps, reason = "in tests it can fail")]
fn about_to_change() -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
use super::fault::about_to_change;

/// How long Windows may go on to refuse what another program is in the way of.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does what Windows refuses for as long as another program has the file open: virus scanners, indexers and programs that
/// keep a folder in a cloud look for a moment at whatever was just written.
fn patiently<T>(act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    until_let(act, |error| {
        cfg!(windows) && (is_held(error) || error.kind() == io::ErrorKind::PermissionDenied)
    })
}

fn until_let<T>(
    mut act: impl FnMut() -> io::Result<T>,
    is_worth_waiting: impl Fn(&io::Error) -> bool,
) -> io::Result<T> {
    let (mut pause, mut waited) = (Duration::from_millis(2), Duration::ZERO);
    loop {
        match act() {
            Err(error) if waited < PATIENCE && is_worth_waiting(&error) => {}
            result => return result,
        }
        std::thread::sleep(pause);
        waited += pause;
        pause *= 2;
    }
}

/// Whether Windows says that another program has the file open and lets nobody else at it.
pub(super) fn is_held(error: &io::Error) -> bool {
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    cfg!(windows) && matches!(error.raw_os_error(), Some(SHARING_VIOLATION | LOCK_VIOLATION))
}

/// Looks whether files can be replaced and removed, and changes nothing.
pub(super) struct Probe {
    #[cfg(windows)]
    beside: u32,
}

impl Probe {
    /// For the disk that has the folder `scratch`. A file may be replaced while others have it open that allow for it on
    /// disks of Windows itself, and not on sticks and some network drives.
    #[cfg_attr(not(windows), allow(unused_variables, clippy::unnecessary_wraps))]
    pub(super) fn new(scratch: &Path) -> io::Result<Self> {
        #[cfg(windows)]
        {
            const ALL: u32 = 7;
            let (one, other) = (scratch.join(".probe-1"), scratch.join(".probe-2"));
            let open = File::create(&one)?;
            File::create(&other)?;
            let beside = if fs::rename(&other, &one).is_ok() { ALL } else { 0 };
            drop(open);
            let _ = (fs::remove_file(&one), fs::remove_file(&other));
            Ok(Self { beside })
        }
        #[cfg(not(windows))]
        Ok(Self {})
    }

    /// Fails where another program keeps a file from being replaced or removed.
    #[cfg_attr(not(windows), allow(unused_variables, clippy::unused_self, clippy::unnecessary_wraps))]
    pub(super) fn gives_way(&self, path: &Path) -> io::Result<()> {
        #[cfg(windows)]
        {
            use std::os::windows::fs::OpenOptionsExt as _;
            const DELETE: u32 = 0x0001_0000;
            let mut options = OpenOptions::new();
            options.access_mode(DELETE).share_mode(self.beside);
            match patiently(|| options.open(path)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

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
    patiently(|| options.open(path))
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
    patiently(|| fs::rename(from, to))
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
    patiently(|| fs::rename(from, to))
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
    patiently(|| fs::remove_file(path))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_for_a_moment_is_tried_again() {
        let mut tries = 0;
        let act = || {
            tries += 1;
            if tries < 4 { Err(io::Error::from_raw_os_error(32)) } else { Ok(tries) }
        };
        assert_eq!(until_let(act, |error| error.raw_os_error() == Some(32)).unwrap(), 4);
        let mut tries = 0;
        let act = || -> io::Result<()> {
            tries += 1;
            Err(io::Error::from_raw_os_error(32))
        };
        assert!(until_let(act, |_| false).is_err() && tries == 1);
    }

    #[test]
    fn what_is_refused_for_good_is_given_up() {
        let began = std::time::Instant::now();
        let refused = || -> io::Result<()> { Err(io::Error::from_raw_os_error(32)) };
        assert!(until_let(refused, |_| true).is_err());
        assert!(began.elapsed() >= PATIENCE);
    }
}
