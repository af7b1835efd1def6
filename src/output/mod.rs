//! Writes the site to disk: whole or not at all, and only what changed.
//!
//! ```no_run
//! # use std::path::Path;
//! # use standpoint::output::Stage;
//! let stage = Stage::begin(Path::new("output"))?; // takes the lock; mends what a killed build left
//! stage.put("index.html", b"<!doctype html>...")?; // from any thread; nothing in output/ changes yet
//! let written = stage.commit()?; // now all of it, in one instant
//! # Ok::<(), standpoint::diagnostic::Diagnostic>(())
//! ```
//!
//! # What is promised
//!
//! - A build that fails, is killed at any moment, or fills the disk leaves the previous site as it was,
//!   whole.
//! - What the generator did not write is never changed, removed or replaced: not the inode, time or content
//!   of a file, not a file in a folder of ours, not one that appears while we build. It may stand in the way
//!   of a page; then the build fails and says so. A list in the output (`.standpoint-manifest.json`) says
//!   which files are ours.
//! - Files that are no longer made are removed, and so are folders of ours that this leaves empty.
//! - A file of ours that holds what it should keeps its inode and time; one that somebody changed is put
//!   right. When nothing is to be changed, nothing is written.
//! - One build at a time writes to a folder; a second one is told who is at it.
//!
//! All of it holds for the compressed forms as well that a stage makes if it is [asked to](Stage::compressed).
//!
//! # How
//!
//! Changed files are written to a scratch folder (`scratch.rs`) beside the output, as they come. At the end
//! that folder is completed by hard links to what stays as it was, and by hard links to what isn't ours, and
//! exchanged with the output (`swap.rs`) by one system call. If the process dies
//!
//! - before the exchange: the output was only read. The next build drops the scratch folder: whatever isn't
//!   ours in it is a second name of a file in the output.
//! - at the exchange: it is done or it isn't.
//! - after it: the output is the new site, with everything of others in it. The scratch folder holds the old
//!   one, and the next build goes on clearing it away: what is ours is removed; the rest is moved aside, name
//!   by name, compared with the new site, and dropped if it is there or else moved there. Between any two of
//!   these steps everything has a name in the output, the old site or `aside`, and all three are looked at.
//!
//! The folder that has the output's name is thus another one after the exchange, with the same owner and
//! permissions. A shell, a server or a container that has the folder itself open, and not its name, sees the
//! old one until it looks again.
//!
//! Some folders can't be exchanged: mount points; folders beside which we may not write, or that hold the
//! working directory; with access lists, with another file system in them, or more than 10,000 files of
//! others; file systems without hard links; other systems than Linux. There the files are staged in the
//! output and put in place one by one (`in_place.rs`). The promises hold but for one: a build killed in the
//! few milliseconds of that leaves new pages beside old ones until the next build. The same way goes
//! [`Stage::commit_in_place`], which costs only as much as what changed; and a build that changes just one
//! file, for which it is in one instant too.
//!
//! # Loss of power
//!
//! Nothing is forced to the disk; that would take longer than building the site. After a loss of power within
//! some seconds of a build, new pages may be empty, and the next build, which compares bytes, writes them
//! again. What isn't ours is only ever linked, renamed and unlinked, in an order that journalling file
//! systems keep, so it isn't in danger.

mod compress;
mod disk;
#[cfg(all(test, target_os = "linux"))]
mod fault;
mod in_place;
mod manifest;
mod name;
mod scratch;
mod swap;
#[cfg(all(test, target_os = "linux"))]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Problem};
use crate::fingerprint::Fingerprint;
pub use compress::Encoding;
use manifest::{Listed, Note};
use name::{MANIFEST, SCRATCH, folder_of, is_good};
use scratch::{Leftover, Refused, Scratch};

/// A file that was put: its path, how many bytes it has, and what they are.
#[derive(Clone)]
pub struct Made {
    /// Below the output folder, with `/`.
    pub path: String,
    /// How many bytes.
    pub bytes: u64,
    /// Of the bytes.
    pub fingerprint: Fingerprint,
}

impl Made {
    /// A file of these bytes.
    pub fn of(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.to_owned(), bytes: bytes.len() as u64, fingerprint: Fingerprint::of(bytes) }
    }
}

/// A site on its way to the disk. Dropped without [`commit`](Self::commit), it leaves everything as it was.
pub struct Stage {
    /// The output as the caller named it, for messages.
    shown: PathBuf,
    /// The output itself, links resolved.
    target: PathBuf,
    way: Way,
    scratch: Scratch,
    /// The compressed forms that texts get.
    encodings: Vec<Encoding>,
    /// The files that are ours, as the last build listed them.
    own: HashSet<String>,
    /// The note in the list, and the one that is to be there.
    note: Option<Note>,
    from: Option<String>,
    puts: Mutex<BTreeMap<String, Put>>,
    /// The files that were put, and not kept.
    put_files: Mutex<Vec<Made>>,
    /// What there is at the places of folders that pages need.
    ground: Mutex<HashMap<String, Ground>>,
    /// The folders that are in the scratch folder already.
    made: Mutex<HashSet<String>>,
    /// The first thing that went wrong: a site that lacks a file is not committed.
    failed: Mutex<Option<Diagnostic>>,
}

/// How the new site gets into its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Exchange,
    InPlace,
}

/// What became of one file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Put {
    /// It is in the output with these bytes.
    AsItWas,
    /// It is staged.
    Written,
}

/// What there is in the output where a folder of the site must be.
#[derive(Clone, Debug)]
enum Ground {
    Folder,
    /// Nothing, or a file of ours that won't be there any more.
    Free,
    /// Something that isn't ours and isn't a folder.
    Taken(String),
}

/// What a build did to the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that were there with the same content.
    pub unchanged: usize,
    /// Files of an earlier build that the site no longer has.
    pub removed: usize,
}

impl Written {
    /// Whether a reader of the site could see any difference.
    pub fn changed(&self) -> bool {
        self.written + self.removed > 0
    }
}

impl Stage {
    /// Prepares to write a site to `output`, which need not exist.
    ///
    /// Takes the lock, mends what a killed build left behind, and reads which files are ours.
    pub fn begin(output: &Path) -> Result<Self, Diagnostic> {
        let target = resolve(output)?;
        let exists = target.symlink_metadata().is_ok();
        let beside = beside(&target);
        let inside = target.join(SCRATCH);
        let busy = |pid| Diagnostic::path(output, Problem::OutputBusy { pid });
        let refused = |refused: Refused, place: &Path| match refused {
            Refused::Busy(pid) => busy(pid),
            Refused::Io(error) if error.kind() == io::ErrorKind::NotADirectory => {
                Diagnostic::path(place, Problem::OutputForeignFile)
            }
            Refused::Io(error) => not_writable(output, &error),
        };

        let mut opened = None;
        if let Some(beside) = beside.as_ref().filter(|_| can_exchange(&target)) {
            match Scratch::open(beside.clone()) {
                Ok(scratch) => opened = Some((scratch, Way::Exchange)),
                Err(Refused::Io(error)) if is_forbidden(&error) => {}
                Err(error) => return Err(refused(error, beside)),
            }
        }
        let (scratch, way) = if let Some(opened) = opened {
            opened
        } else {
            disk::create_dir_all(&target).map_err(|error| not_writable(output, &error))?;
            let mut scratch = Scratch::open(inside.clone()).map_err(|error| refused(error, &inside))?;
            if !exists {
                scratch.made(&target);
            }
            (scratch, Way::InPlace)
        };
        // Somebody with other rights may go the other way.
        let elsewhere = match way {
            Way::Exchange => Some(inside),
            Way::InPlace => beside,
        };
        if let Some(pid) = elsewhere.as_deref().and_then(Scratch::holder) {
            return Err(busy(pid));
        }
        if let (Way::Exchange, Some(left)) = (way, elsewhere) {
            disk::remove_tree(&left).map_err(|error| not_writable(output, &error))?;
        }
        recover(&scratch, &target, output)?;
        let Listed { files, note } = manifest::read(&target, output)?.unwrap_or_default();
        Ok(Self {
            shown: output.into(),
            target,
            way,
            scratch,
            encodings: Vec::new(),
            own: files,
            note,
            from: None,
            puts: Mutex::default(),
            put_files: Mutex::default(),
            ground: Mutex::default(),
            made: Mutex::default(),
            failed: Mutex::default(),
        })
    }

    /// Has compressed forms put beside every text where they are smaller: `index.html.gz` beside `index.html`.
    #[must_use]
    pub fn compressed(mut self, encodings: &[Encoding]) -> Self {
        self.encodings = encodings.to_vec();
        self
    }

    /// Adds a file to the site. `path` is relative, parted by `/`.
    ///
    /// Every file has one: two with the same path are a mistake in the program.
    ///
    /// It is written to the scratch folder at once, unless the output has it with the same bytes.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.try_put(path, bytes).inspect_err(|diagnostic| {
            lock(&self.failed).get_or_insert_with(|| diagnostic.clone());
        })
    }

    fn try_put(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        if !is_good(path) {
            return Err(Diagnostic::path(&self.shown, Problem::OutputBadName { name: path.into() }));
        }
        lock(&self.put_files).push(Made::of(path, bytes));
        let put = if self.is_as_it_should_be(path, bytes)? { Put::AsItWas } else { Put::Written };
        if self.note(path, put) && put == Put::Written {
            self.write(path, bytes).map_err(|error| self.not_writable(path, &error))?;
        }
        Ok(())
    }

    /// The files that were put up to now, in no order.
    pub fn made(&self) -> Vec<Made> {
        lock(&self.put_files).clone()
    }

    /// Keeps a file of the last build without looking at it: for a build that knows it would make the same
    /// bytes.
    ///
    /// Says whether there was such a file. If not, it must be [`put`](Self::put). A change that somebody made
    /// to it by hand stays until a build that puts it.
    pub fn keep(&self, path: &str) -> bool {
        let own = self.own.contains(path);
        if own {
            self.note(path, Put::AsItWas);
        }
        own
    }

    /// [Keeps](Self::keep) all files of the last build that were not put.
    pub fn keep_others(&self) {
        let put: HashSet<String> = lock(&self.puts).keys().cloned().collect();
        for path in self.own.iter().filter(|path| !put.contains(*path)) {
            self.keep(path);
        }
    }

    /// Has a commit note what the site was made from. Nothing but the caller reads the words.
    pub fn set_made_from(&mut self, from: String) {
        self.from = Some(from);
    }

    /// What the last commit noted, if the site is still whole and just as it was then: every file is read.
    pub fn made_from(&self) -> Option<&str> {
        let note = self.note.as_ref()?;
        let of = |path: &str| {
            let is_ours = matches!(self.ground(folder_of(path)), Ground::Folder);
            let bytes = is_ours.then(|| ordinary(&self.target.join(path))).flatten();
            bytes.map(|bytes| Fingerprint::of(&bytes))
        };
        let files: Option<Vec<(&String, Fingerprint)>> =
            self.own.par_iter().map(|path| Some((path, of(path)?))).collect();
        (Fingerprint::of_all(files?).to_hex() == note.files).then_some(note.from.as_str())
    }

    /// Leaves the site as it is, because [`made_from`](Self::made_from) says that it is right.
    pub fn leave(self) -> Written {
        Written { unchanged: self.own.len(), ..Written::default() }
    }

    /// Makes what was put the site: all of it in one instant, or in one instant nothing.
    ///
    /// Where that is impossible, see [above](self#how), it is done as by
    /// [`commit_in_place`](Self::commit_in_place).
    pub fn commit(self) -> Result<Written, Diagnostic> {
        let way = self.way;
        self.finish(way)
    }

    /// Makes what was put the site, file by file: as quick as little has changed, for a preview.
    ///
    /// A build that is killed while it does this leaves new pages beside old ones until the next build.
    pub fn commit_in_place(self) -> Result<Written, Diagnostic> {
        self.finish(Way::InPlace)
    }

    fn finish(mut self, way: Way) -> Result<Written, Diagnostic> {
        if let Some(diagnostic) = lock(&self.failed).take() {
            return Err(diagnostic);
        }
        self.compress()?;
        let puts = std::mem::take(self.puts.get_mut().unwrap_or_else(PoisonError::into_inner));
        let unchanged = puts.values().filter(|put| **put == Put::AsItWas).count();
        let written = puts.len() - unchanged;
        let same_list = self.own.len() == puts.len() && puts.keys().all(|path| self.own.contains(path));
        let note = self.new_note();
        let is_new_note = note.is_some() && note != self.note;
        if written == 0 && same_list && !is_new_note {
            return Ok(Written { written, unchanged, removed: 0 });
        }
        self.make("").map_err(|error| not_writable(&self.shown, &error))?;
        let in_one = match self.target.symlink_metadata() {
            // Nothing to exchange it with: it needs only to get its name.
            Err(_) => self.way == Way::Exchange,
            Ok(there) if there.is_dir() => way == Way::Exchange && !in_place::is_one_step(&self.own, &puts),
            Ok(_) => return Err(Diagnostic::path(&self.shown, Problem::OutputChanged)),
        };
        let exchanged = if in_one { self.exchange(&puts, note.as_ref())? } else { None };
        let removed = match exchanged {
            Some(removed) => removed,
            None => self.put_in_place(&puts, note.as_ref(), is_new_note)?,
        };
        Ok(Written { written, unchanged, removed })
    }

    /// The note to write. Where a file was kept it never holds, since that file's bytes are not in it.
    fn new_note(&mut self) -> Option<Note> {
        let of = std::mem::take(self.put_files.get_mut().unwrap_or_else(PoisonError::into_inner));
        let from = self.from.take()?;
        let all = of.into_iter().map(|file| (file.path, file.fingerprint));
        Some(Note { from, files: Fingerprint::of_all(all).to_hex() })
    }

    /// Exchanges the folders; `None` if that can't be done here, and then nothing has happened.
    fn exchange(
        &mut self,
        puts: &BTreeMap<String, Put>,
        note: Option<&Note>,
    ) -> Result<Option<usize>, Diagnostic> {
        use swap::Hindrance::{Changed, Failed, Impossible, InTheWay};
        match self.try_exchange(puts, note) {
            Ok(removed) => Ok(Some(removed)),
            Err(Impossible) => Ok(None),
            Err(Failed(error)) => Err(not_writable(&self.shown, &error)),
            Err(InTheWay(place)) => Err(self.in_the_way(&place)),
            Err(Changed(place)) => Err(Diagnostic::path(self.shown.join(place), Problem::OutputChanged)),
        }
    }

    fn try_exchange(
        &mut self,
        puts: &BTreeMap<String, Put>,
        note: Option<&Note>,
    ) -> Result<usize, swap::Hindrance> {
        let next = self.scratch.next();
        let there = self.target.symlink_metadata().is_ok();
        let made = std::mem::take(self.made.get_mut().unwrap_or_else(PoisonError::into_inner));
        let what = swap::Carry { target: &self.target, next: &next, own: &self.own, puts };
        let carried = swap::carry(&what, made)?;
        disk::write_new(&next.join(MANIFEST), &manifest::text(puts.keys().map(String::as_str), note))?;
        if !there {
            return match disk::rename_new(&next, &self.target) {
                Ok(()) => Ok(0),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    Err(swap::Hindrance::Changed(PathBuf::new()))
                }
                Err(error) => Err(error.into()),
            };
        }
        self.scratch.mark_exchange()?;
        disk::exchange(&next, &self.target).map_err(swap::Hindrance::of_exchange)?;
        // The new site is in place. What is left of the old one is no reason to fail; the next build sees to
        // it.
        let aside = self.scratch.aside();
        let clear = swap::Clear {
            target: &self.target,
            old: &next,
            aside: &aside,
            own: &self.own,
            foreign: Some(carried.foreign),
        };
        let _ = clear.run();
        Ok(carried.removed)
    }

    fn put_in_place(
        &self,
        puts: &BTreeMap<String, Put>,
        note: Option<&Note>,
        is_new_note: bool,
    ) -> Result<usize, Diagnostic> {
        let next = self.scratch.next();
        let (target, own) = (&self.target, &self.own);
        let site = in_place::InPlace { target, next: &next, own, puts, note, is_new_note };
        site.run().map_err(|hindrance| match hindrance {
            in_place::Hindrance::InTheWay(place) => self.in_the_way(&place),
            in_place::Hindrance::Failed(error) => not_writable(&self.shown, &error),
            in_place::Hindrance::Held(path, error) if disk::is_held(&error) => {
                Diagnostic::path(self.shown.join(path), Problem::OutputHeld)
            }
            in_place::Hindrance::Held(path, error) => not_writable(&self.shown.join(path), &error),
            in_place::Hindrance::HalfWay(path, error) => {
                let problem = Problem::OutputHalfWritten { reason: reason(&error) };
                Diagnostic::path(self.shown.join(path), problem)
            }
        })
    }

    /// Notes what became of a file; `false` if it has been noted before.
    fn note(&self, path: &str, put: Put) -> bool {
        let first = lock(&self.puts).insert(path.to_owned(), put).is_none();
        debug_assert!(first, "{path} is put twice");
        first
    }

    /// Whether the output has the file with these bytes already. An error if what it has isn't ours.
    fn is_as_it_should_be(&self, path: &str, bytes: &[u8]) -> Result<bool, Diagnostic> {
        match self.ground(folder_of(path)) {
            Ground::Free => return Ok(false),
            Ground::Taken(place) => return Err(self.in_the_way(Path::new(&place))),
            Ground::Folder => {}
        }
        let there = self.target.join(path);
        let own = self.own.contains(path);
        match there.symlink_metadata() {
            Ok(metadata) if metadata.is_file() => {
                let same = metadata.len() == bytes.len() as u64 && holds(&there, bytes);
                if own {
                    Ok(same)
                } else if in_place::is_ours_by_another_case(&self.target, &self.own, path) {
                    Ok(false)
                } else if same {
                    Ok(true)
                } else {
                    Err(self.in_the_way(Path::new(path)))
                }
            }
            // Where all in a folder is ours, the folder can give way to a page.
            Ok(metadata) if metadata.is_dir() => {
                let prefix = format!("{path}/");
                if self.own.iter().any(|own| own.starts_with(&prefix)) {
                    Ok(false)
                } else {
                    Err(self.in_the_way(Path::new(path)))
                }
            }
            // A link or the like that was put in the place of a page of ours.
            Ok(_) if own => Ok(false),
            Ok(_) => Err(self.in_the_way(Path::new(path))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(self.not_writable(path, &error)),
        }
    }

    /// What there is in the output at the place of a folder of the site.
    fn ground(&self, folder: &str) -> Ground {
        if let Some(ground) = lock(&self.ground).get(folder) {
            return ground.clone();
        }
        let above = if folder.is_empty() { Ground::Folder } else { self.ground(folder_of(folder)) };
        let ground = match above {
            Ground::Folder => match self.target.join(folder).symlink_metadata() {
                Ok(metadata) if metadata.is_dir() => Ground::Folder,
                Ok(_) if !self.own.contains(folder) => Ground::Taken(folder.into()),
                _ => Ground::Free,
            },
            above => above,
        };
        lock(&self.ground).insert(folder.into(), ground.clone());
        ground
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.make(folder_of(path))?;
        disk::write_new(&self.scratch.next().join(path), bytes)
    }

    /// Makes a folder in the scratch folder, and those above it.
    fn make(&self, folder: &str) -> io::Result<()> {
        if lock(&self.made).contains(folder) {
            return Ok(());
        }
        if !folder.is_empty() {
            self.make(folder_of(folder))?;
        }
        match disk::create_dir(&self.scratch.next().join(folder)) {
            // Another thread was quicker.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => result?,
        }
        lock(&self.made).insert(folder.into());
        Ok(())
    }

    fn in_the_way(&self, place: &Path) -> Diagnostic {
        Diagnostic::path(self.shown.join(place), Problem::OutputForeignFile)
    }

    fn not_writable(&self, path: &str, error: &io::Error) -> Diagnostic {
        not_writable(&self.shown.join(path), error)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // After an exchange whose clearing was cut short this holds the old site, which is not ours to drop.
        if self.scratch.leftover().is_ok_and(|leftover| leftover == Leftover::Unfinished) {
            let _ = disk::remove_tree(&self.scratch.next());
        }
    }
}

/// Whether a change at `path` comes from writing a site to `output`, and not from anybody's hand: for those
/// who watch folders. Both paths must be given the same way, such as with links resolved.
pub fn is_written_by_builds(output: &Path, path: &Path) -> bool {
    path.starts_with(output) || beside(output).is_some_and(|scratch| path.starts_with(scratch))
}

/// The state of a folder that a site was written to. Another is found after any other build that wrote to it and
/// changed more than one page, and when the folder is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    list: std::time::SystemTime,
    length: u64,
}

impl Mark {
    /// The present state of `output`; `None` if there is no site.
    pub fn of(output: &Path) -> Option<Self> {
        let list = output.join(MANIFEST).metadata().ok()?;
        Some(Self { list: list.modified().ok()?, length: list.len() })
    }
}

/// What the last commit to a folder noted, whatever became of the site since.
#[derive(Clone, Debug)]
pub struct Noted {
    /// What it was made from, in the words of [`Stage::set_made_from`].
    pub from: String,
    /// The files it has.
    pub files: HashSet<String>,
}

/// What the last commit to `output` noted, if anything.
pub fn noted(output: &Path) -> Option<Noted> {
    let Listed { files, note } = manifest::read(output, output).ok()??;
    Some(Noted { from: note?.from, files })
}

/// The scratch folder beside an output.
fn beside(target: &Path) -> Option<PathBuf> {
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name()?);
    name.push(SCRATCH);
    Some(target.parent()?.join(name))
}

/// Ends what a killed build began.
fn recover(scratch: &Scratch, target: &Path, shown: &Path) -> Result<(), Diagnostic> {
    let recover = || {
        let (next, aside) = (scratch.next(), scratch.aside());
        let leftover = scratch.leftover()?;
        let mut own = HashSet::new();
        match leftover {
            Leftover::Replaced => own = manifest::read(&next, &next).ok().flatten().unwrap_or_default().files,
            Leftover::Unfinished => disk::remove_tree(&next)?,
            Leftover::None => {}
        }
        swap::Clear { target, old: &next, aside: &aside, own: &own, foreign: None }.run()?;
        scratch.unmark()
    };
    recover().map_err(|error| not_writable(shown, &error))
}

/// Where the output really is: links resolved, the folder above it made.
fn resolve(output: &Path) -> Result<PathBuf, Diagnostic> {
    let fail = |error: &io::Error| not_writable(output, error);
    match output.canonicalize() {
        Ok(target) if target.is_dir() => return Ok(target),
        Ok(_) => return Err(Diagnostic::path(output, Problem::OutputNotAFolder)),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fail(&error)),
        // A link that leads nowhere.
        Err(_) if output.symlink_metadata().is_ok() => {
            return Err(Diagnostic::path(output, Problem::OutputNotAFolder));
        }
        Err(_) => {}
    }
    let absolute = std::path::absolute(output).map_err(|error| fail(&error))?;
    let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
        return Err(Diagnostic::path(output, Problem::OutputNotAFolder));
    };
    disk::create_dir_all(parent).map_err(|error| fail(&error))?;
    Ok(parent.canonicalize().map_err(|error| fail(&error))?.join(name))
}

/// Whether it is worth trying to exchange the folder with one beside it.
fn can_exchange(target: &Path) -> bool {
    // Whoever runs us would be left in a folder that is gone, and so would we.
    let holds_us = std::env::current_dir().is_ok_and(|here| here.starts_with(target));
    !holds_us && is_on_same_mount(target)
}

#[cfg(target_os = "linux")]
fn is_on_same_mount(target: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
    let mount = |path: &Path| {
        let found = statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::MNT_ID)?;
        Ok::<_, rustix::io::Errno>((found.stx_mnt_id, found.stx_dev_major, found.stx_dev_minor))
    };
    let Some(parent) = target.parent() else {
        return false;
    };
    match mount(target) {
        Err(rustix::io::Errno::NOENT) => true,
        Ok(mount_of_target) => mount(parent).is_ok_and(|mount_of_parent| mount_of_target == mount_of_parent),
        Err(_) => false,
    }
}

#[cfg(not(target_os = "linux"))]
fn is_on_same_mount(_: &Path) -> bool {
    false
}

fn is_forbidden(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// The bytes of an ordinary file.
fn ordinary(path: &Path) -> Option<Vec<u8>> {
    let is_file = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
    is_file.then(|| std::fs::read(path).ok()).flatten()
}

/// Whether the file at `path` holds exactly these bytes. One that can't be read doesn't.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    File::open(path).and_then(|file| reads_as(file, bytes)).unwrap_or(false)
}

/// Whether exactly these bytes are read. No more is read than it takes to know.
fn reads_as(mut from: impl Read, bytes: &[u8]) -> io::Result<bool> {
    let mut buffer = [0; 16 * 1024];
    let mut rest = bytes;
    loop {
        let length = match from.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            result => result?,
        };
        match rest.split_at_checked(length) {
            Some((head, tail)) if head == &buffer[..length] => rest = tail,
            _ => return Ok(false),
        }
        if length == 0 {
            return Ok(rest.is_empty());
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn not_writable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::path(path, Problem::OutputNotWritable { reason: reason(error) })
}

/// What the system said, in words.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        _ if disk::is_held(error) => "another program has it open".into(),
        io::ErrorKind::StorageFull => "there is no space left on the disk".into(),
        io::ErrorKind::QuotaExceeded => "you may not use more space on this disk".into(),
        io::ErrorKind::PermissionDenied => "you have no permission".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read".into(),
        io::ErrorKind::InvalidFilename => "the name is too long, or the disk does not allow it".into(),
        _ => {
            let words = error.to_string();
            words.split(" (os error").next().unwrap_or(&words).to_owned()
        }
    }
}
