//! The folder in which a build keeps what is not in place yet, and the lock that lets only one build do so.
//!
//! ```text
//! .output.standpoint-build/      beside the output, or .standpoint-build/ in it
//!     lock                       held by the build that runs, with its process number in it
//!     next/                      the site to come; after the exchange, the site that was
//!     exchanging-<inode>         an empty file: “next/ had this number before the exchange”
//!     aside/                     what others put into the old site, on its way to the new one
//! ```
//!
//! The lock is an advisory one of the system, so it dies with its process. It lies here and not in the
//! output, since the output is exchanged. It is removed with the folder, so taking it means: open, lock, and
//! see whether the file that was locked is still the one with that name.
//!
//! The mark is a name and not a text, because journalling file systems keep the order of names, but not of
//! what is in files: after a loss of power it can't be empty or stale.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::disk;

const LOCK: &str = "lock";
const MARK: &str = "exchanging-";

/// A scratch folder that is ours as long as this lives.
pub(super) struct Scratch {
    folder: PathBuf,
    /// The output, when it was made only to hold this.
    made_for_it: Option<PathBuf>,
    /// Open as long as this lives.
    lock: Option<File>,
}

/// Why there is no scratch folder.
pub(super) enum Refused {
    /// Another build has it; its process number, as far as it is known.
    Busy(String),
    /// The system said no.
    Io(io::Error),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What the folder `next` holds at the beginning.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Leftover {
    /// It is not there.
    None,
    /// A site that was never finished. Nothing in it is anybody else's only copy.
    Unfinished,
    /// The site that was, half cleared away. Others may have put something into it at the last moment.
    Replaced,
}

impl Scratch {
    /// Takes the lock in `folder`, making the folder if need be.
    pub(super) fn open(folder: PathBuf) -> Result<Self, Refused> {
        let path = folder.join(LOCK);
        // Each round is lost only to a build that ended in this very moment.
        for _ in 0..100 {
            match disk::create_dir(&folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
                _ if !folder.symlink_metadata().is_ok_and(|m| m.is_dir()) => {
                    return Err(io::Error::from(io::ErrorKind::NotADirectory).into());
                }
                _ => {}
            }
            let mut lock = match disk::open_or_create(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                result => result?,
            };
            match lock.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(Refused::Busy(read_holder(&mut lock))),
                // A file system without locks: builds at once can't be told there.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                result => result.map_err(io::Error::from)?,
            }
            if !is_still_named(&lock, &path) {
                continue;
            }
            // Only a help for people: on a full disk we go on without it.
            let _ = lock.set_len(0).and_then(|()| writeln!(lock, "{}", std::process::id()));
            return Ok(Self { folder, made_for_it: None, lock: Some(lock) });
        }
        Err(Refused::Busy("unknown".into()))
    }

    /// The process that holds the lock in `folder`, if there is one.
    pub(super) fn holder(folder: &Path) -> Option<String> {
        let mut lock = File::open(folder.join(LOCK)).ok()?;
        if let Err(TryLockError::WouldBlock) = lock.try_lock() {
            return Some(read_holder(&mut lock));
        }
        let _ = lock.unlock();
        None
    }

    /// Remembers a folder to remove at the end if it is empty then.
    pub(super) fn made(&mut self, output: &Path) {
        self.made_for_it = Some(output.into());
    }

    pub(super) fn next(&self) -> PathBuf {
        self.folder.join("next")
    }

    pub(super) fn aside(&self) -> PathBuf {
        self.folder.join("aside")
    }

    /// Says that `next` is about to be exchanged with the output.
    pub(super) fn mark_exchange(&self) -> io::Result<()> {
        disk::write_new(&self.folder.join(mark(&self.next())?), b"")
    }

    /// What a build that was killed left in `next`.
    pub(super) fn leftover(&self) -> io::Result<Leftover> {
        let own = match mark(&self.next()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Leftover::None),
            result => result?,
        };
        let marks = self.marks()?;
        let replaced = !marks.is_empty() && marks.iter().all(|mark| !mark.ends_with(&own));
        Ok(if replaced { Leftover::Replaced } else { Leftover::Unfinished })
    }

    /// Takes the marks away. `next` must be gone by then.
    pub(super) fn unmark(&self) -> io::Result<()> {
        self.marks()?.iter().try_for_each(|mark| disk::remove_file(mark))
    }

    fn unlock(&mut self) {
        // To close the file is not enough: a process that is just being started has it too, until it is itself.
        let _ = self.lock.take().map(|lock| lock.unlock());
    }

    fn marks(&self) -> io::Result<Vec<PathBuf>> {
        let mut marks = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(MARK) {
                marks.push(entry.path());
            }
        }
        Ok(marks)
    }
}

impl Drop for Scratch {
    /// Takes the folder away, unless something is left in it for the next build to see to.
    fn drop(&mut self) {
        let gone = |path: PathBuf| path.symlink_metadata().is_err();
        if gone(self.next()) && gone(self.aside()) && self.unmark().is_ok() {
            let _ = disk::remove_file(&self.folder.join(LOCK));
            // On Windows a file that is open keeps its place until it is closed.
            self.unlock();
            // Fails when another build has just made its lock in it, and rightly so.
            let _ = disk::remove_dir(&self.folder);
            let _ = self.made_for_it.take().map(|output| disk::remove_dir(&output));
        }
        self.unlock();
    }
}

fn read_holder(lock: &mut File) -> String {
    let mut text = String::new();
    let _ = lock.rewind();
    let _ = lock.take(20).read_to_string(&mut text);
    let pid = text.trim();
    if pid.is_empty() { "unknown".into() } else { pid.into() }
}

#[cfg(unix)]
fn is_still_named(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let named = path.symlink_metadata().map(identity).ok();
    named.is_some() && named == file.metadata().map(identity).ok()
}

/// The file that has the name now is the one that is locked, if nobody else can lock it.
#[cfg(not(unix))]
fn is_still_named(_: &File, path: &Path) -> bool {
    File::open(path).is_ok_and(|named| named.try_lock().is_err())
}

#[cfg(unix)]
fn mark(folder: &Path) -> io::Result<String> {
    use std::os::unix::fs::MetadataExt as _;
    Ok(format!("{MARK}{}", folder.symlink_metadata()?.ino()))
}

/// Elsewhere nothing is exchanged, so whatever is there was never finished.
#[cfg(not(unix))]
fn mark(folder: &Path) -> io::Result<String> {
    folder.symlink_metadata().map(|_| format!("{MARK}0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_that_ended_is_not_busy_while_another_process_is_started() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("scratch");
        let Ok(scratch) = Scratch::open(folder.clone()) else { panic!("it is free") };
        // Something is left, so that the folder stays.
        fs::create_dir(scratch.next()).unwrap();
        let as_a_child_has_it = scratch.lock.as_ref().unwrap().try_clone().unwrap();
        drop(scratch);
        assert_eq!(Scratch::holder(&folder), None);
        assert!(Scratch::open(folder).is_ok());
        drop(as_a_child_has_it);
    }

    #[cfg(unix)]
    #[test]
    fn builds_that_come_and_go_never_hold_the_folder_at_once() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let place = tempfile::tempdir().unwrap();
        let (holders, had) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while had.load(Ordering::SeqCst) < 300 {
                        let Ok(scratch) = Scratch::open(place.path().join("scratch")) else { continue };
                        had.fetch_add(1, Ordering::SeqCst);
                        assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0);
                        // Long enough for another to come.
                        std::thread::sleep(std::time::Duration::from_micros(100));
                        holders.fetch_sub(1, Ordering::SeqCst);
                        drop(scratch);
                    }
                });
            }
        });
    }
}
