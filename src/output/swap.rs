//! The new site as a folder of its own, exchanged with the old one in one instant.
//!
//! Before the exchange, [`carry`] completes the folder `next`, in which the changed files are already, from
//! what is in the output *now*: pages that are as they were, and everything that is not ours, get a second
//! name there (a hard link, so inode, time and content are the same). After it, `next` is the old site, and
//! [`clear`] takes it away.
//!
//! Others may have changed their own things in the output between the two. Therefore the old site is not
//! simply removed. What is ours in it is; everything else is first moved `aside`, where nobody else looks for
//! it, and only then compared with the new site: the same inode there, and the name aside is dropped;
//! otherwise it is moved to its place in the new site. As a folder is only removed when it is empty, nothing
//! can be overlooked.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use super::name::{MANIFEST, folders_of, is_reserved};
use super::{Put, disk};

/// Past so many files that aren't ours, linking them all costs more than it is worth.
pub(super) const MOST_FOREIGN: usize = 10_000;

/// Why the folders can't be exchanged.
pub(super) enum Hindrance {
    /// Something about this folder or this system; the site can still be written file by file.
    Impossible,
    /// A page that was as it should be isn't there any more.
    Changed(PathBuf),
    /// Something that isn't ours has come to lie where a page must go.
    InTheWay(PathBuf),
    /// The disk said no.
    Failed(io::Error),
}

impl From<io::Error> for Hindrance {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind::{CrossesDevices, InvalidFilename, PermissionDenied, TooManyLinks, Unsupported};
        match error.kind() {
            CrossesDevices | InvalidFilename | PermissionDenied | TooManyLinks | Unsupported => {
                Self::Impossible
            }
            _ => Self::Failed(error),
        }
    }
}

impl Hindrance {
    /// What it means that the exchange itself failed.
    pub(super) fn of_exchange(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Failed(error),
            _ => Self::Impossible,
        }
    }
}

/// What was carried over.
#[derive(Default)]
pub(super) struct Carried {
    /// The files that aren't ours, by their place in the output, with their inode.
    pub(super) foreign: HashMap<PathBuf, u64>,
    /// How many files of ours the new site leaves behind.
    pub(super) removed: usize,
}

/// What is to be carried over, and where.
pub(super) struct Carry<'a> {
    pub(super) target: &'a Path,
    pub(super) next: &'a Path,
    pub(super) own: &'a HashSet<String>,
    pub(super) puts: &'a BTreeMap<String, Put>,
}

/// Completes `next` from the output, if there is one.
pub(super) fn carry(what: &Carry<'_>, made: HashSet<String>) -> Result<Carried, Hindrance> {
    let own_folders = what.own.iter().flat_map(|path| folders_of(path)).collect();
    let made = made.into_iter().map(PathBuf::from).collect();
    let device = device(what.target).unwrap_or_default();
    let mut carrier = Carrier { what, own_folders, made, carried: Carried::default(), kept: 0, device };
    if what.target.symlink_metadata().is_ok() {
        carrier.folder(Path::new(""), Some(""))?;
    }
    let as_they_were = |(_, put): &(&String, &Put)| matches!(put, Put::AsItWas);
    if carrier.kept < what.puts.iter().filter(as_they_were).count() {
        let gone = |(path, _): &(&String, &Put)| what.next.join(path).symlink_metadata().is_err();
        let missing = what.puts.iter().filter(as_they_were).find(gone);
        return Err(Hindrance::Changed(missing.map(|(path, _)| PathBuf::from(path)).unwrap_or_default()));
    }
    Ok(carrier.carried)
}

struct Carrier<'a> {
    what: &'a Carry<'a>,
    own_folders: HashSet<&'a str>,
    /// The folders that `next` has.
    made: HashSet<PathBuf>,
    carried: Carried,
    kept: usize,
    device: u64,
}

impl Carrier<'_> {
    /// One folder of the output. `key` is its name as a folder of the site, if it can be one.
    fn folder(&mut self, place: &Path, key: Option<&str>) -> Result<(), Hindrance> {
        let from = self.what.target.join(place);
        let metadata = from.symlink_metadata()?;
        if device(&from)? != self.device || has_attributes(&from) {
            return Err(Hindrance::Impossible);
        }
        let foreign = !key.is_some_and(|key| key.is_empty() || self.own_folders.contains(key));
        if foreign {
            self.make(place)?;
        }
        for entry in fs::read_dir(&from)? {
            let entry = entry?;
            let name = entry.file_name();
            let key = match (key, name.to_str()) {
                (Some(""), Some(name)) if is_reserved(name) => continue,
                (Some(""), Some(name)) => Some(name.to_owned()),
                (Some(key), Some(name)) => Some(format!("{key}/{name}")),
                _ => None,
            };
            let place = place.join(name);
            if entry.file_type()?.is_dir() {
                self.folder(&place, key.as_deref())?;
            } else {
                self.file(&entry, place, key.as_deref())?;
            }
        }
        // Last, because it may take away our right to write here, and because filling it changes its time.
        if self.made.contains(place) {
            let to = self.what.next.join(place);
            disk::match_folder(&metadata, &to)?;
            if foreign {
                disk::set_modified(&to, metadata.modified()?)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, entry: &DirEntry, place: PathBuf, key: Option<&str>) -> Result<(), Hindrance> {
        let own = key.is_some_and(|key| self.what.own.contains(key));
        match key.and_then(|key| self.what.puts.get(key)) {
            Some(Put::AsItWas) => {
                self.kept += 1;
                return self.link(&place);
            }
            Some(Put::Written) if own => return Ok(()),
            Some(Put::Written) => return Err(Hindrance::InTheWay(place)),
            None if own => {
                self.carried.removed += 1;
                return Ok(());
            }
            None => {}
        }
        if self.carried.foreign.len() == MOST_FOREIGN {
            return Err(Hindrance::Impossible);
        }
        match self.link(&place) {
            // Its owner has just removed it.
            Err(Hindrance::Failed(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            result => result?,
        }
        self.carried.foreign.insert(place, inode(entry)?);
        Ok(())
    }

    fn link(&mut self, place: &Path) -> Result<(), Hindrance> {
        self.make(place.parent().unwrap_or(Path::new("")))?;
        match disk::link(&self.what.target.join(place), &self.what.next.join(place)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(Hindrance::InTheWay(place.into()))
            }
            result => Ok(result?),
        }
    }

    /// Makes a folder in `next`, and those above it.
    fn make(&mut self, place: &Path) -> Result<(), Hindrance> {
        if self.made.contains(place) {
            return Ok(());
        }
        if let Some(parent) = place.parent() {
            self.make(parent)?;
        }
        match disk::create_dir(&self.what.next.join(place)) {
            Err(error)
                if matches!(error.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory) =>
            {
                return Err(Hindrance::InTheWay(place.into()));
            }
            result => result?,
        }
        self.made.insert(place.into());
        Ok(())
    }
}

/// A site that was, on its way out.
pub(super) struct Clear<'a> {
    /// The site as it is now.
    pub(super) target: &'a Path,
    /// The site that was.
    pub(super) old: &'a Path,
    /// Where things wait until it is known whether the new site has them.
    pub(super) aside: &'a Path,
    /// What was ours in the site that was.
    pub(super) own: &'a HashSet<String>,
    /// What was linked before the exchange. Unknown after a build that was killed.
    pub(super) foreign: Option<HashMap<PathBuf, u64>>,
}

impl Clear<'_> {
    /// Takes the old site away, and gives to the new one what others put into it at the last moment.
    ///
    /// Should this fail half-way, the next build goes on with it.
    pub(super) fn run(mut self) -> io::Result<()> {
        let own_folders = self.own.iter().flat_map(|path| folders_of(path)).collect();
        if self.old.symlink_metadata().is_ok_and(|old| !old.is_dir()) {
            // The output was replaced by a link or the like in the moment before the exchange.
            give(self.old, self.target)?;
        } else if self.old.symlink_metadata().is_ok() {
            self.move_aside(Path::new(""), Some(""), &own_folders)?;
            // The list goes last: without it the next build couldn't tell what was ours.
            match disk::remove_file(&self.old.join(MANIFEST)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => disk::remove_dir(self.old)?,
            }
        }
        if self.aside.symlink_metadata().is_ok() {
            self.settle(Path::new(""))?;
        }
        // What was linked and then not found in the old site has been removed there by its owner meanwhile.
        for (place, inode) in self.foreign.take().into_iter().flatten() {
            let there = self.target.join(place);
            if inode_of(&there) == Some(inode) {
                disk::remove_file(&there)?;
            }
        }
        Ok(())
    }

    fn move_aside(&self, place: &Path, key: Option<&str>, own_folders: &HashSet<&str>) -> io::Result<()> {
        let folder = self.old.join(place);
        disk::make_writable(&folder)?;
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let key = match (key, name.to_str()) {
                (Some(""), Some(MANIFEST)) => continue,
                (Some(""), Some(name)) => Some(name.to_owned()),
                (Some(key), Some(name)) => Some(format!("{key}/{name}")),
                _ => None,
            };
            let place = place.join(name);
            let path = self.old.join(&place);
            if entry.file_type()?.is_dir() {
                if key.as_deref().is_some_and(|key| own_folders.contains(key)) {
                    self.move_aside(&place, key.as_deref(), own_folders)?;
                    disk::remove_dir(&path)?;
                    continue;
                }
                // Moving a folder changes what `..` means in it, for which one must be allowed to write to
                // it.
                disk::make_writable(&path)?;
            } else if key.as_deref().is_some_and(|key| self.own.contains(key)) {
                disk::remove_file(&path)?;
                continue;
            }
            let aside = self.aside.join(&place);
            disk::create_dir_all(aside.parent().unwrap_or(self.aside))?;
            disk::rename(&path, &aside)?;
        }
        Ok(())
    }

    fn settle(&mut self, place: &Path) -> io::Result<()> {
        let folder = self.aside.join(place);
        // Somebody may be at work in a folder that was moved; what they add is found in the next round.
        for _ in 0..10 {
            disk::make_writable(&folder)?;
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                let place = place.join(entry.file_name());
                if entry.file_type()?.is_dir() {
                    match self.target.join(&place).symlink_metadata() {
                        Ok(there) if there.is_dir() => self.settle(&place)?,
                        _ => self.give(&place)?,
                    }
                } else {
                    self.settle_file(&place)?;
                }
            }
            match disk::remove_dir(&folder) {
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
                result => return result,
            }
        }
        Err(io::ErrorKind::DirectoryNotEmpty.into())
    }

    fn settle_file(&mut self, place: &Path) -> io::Result<()> {
        let aside = self.aside.join(place);
        let there = self.target.join(place);
        let linked = self.foreign.as_mut().and_then(|foreign| foreign.remove(place));
        match inode_of(&there) {
            now if now.is_some() && now == inode_of(&aside) => disk::remove_file(&aside),
            // Its owner wrote it anew after we had linked it, so this is the newer one.
            now if now.is_some() && now == linked => disk::rename(&aside, &there),
            // Its owner has removed it or written it anew since the exchange.
            _ if linked.is_some() && linked == inode_of(&aside) => disk::remove_file(&aside),
            _ => self.give(place),
        }
    }

    fn give(&self, place: &Path) -> io::Result<()> {
        let there = self.target.join(place);
        disk::create_dir_all(there.parent().unwrap_or(self.target))?;
        give(&self.aside.join(place), &there)
    }
}

/// Moves something to its place in the new site; beside it, should the place be taken.
fn give(from: &Path, there: &Path) -> io::Result<()> {
    for number in 0..1000 {
        let mut name = there.to_path_buf().into_os_string();
        if number > 0 {
            name.push(format!(".kept-{number}"));
        }
        match disk::rename_new(from, Path::new(&name)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => return result,
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(unix)]
fn device(folder: &Path) -> io::Result<u64> {
    use std::os::unix::fs::MetadataExt as _;
    Ok(folder.symlink_metadata()?.dev())
}

#[cfg(not(unix))]
fn device(folder: &Path) -> io::Result<u64> {
    folder.symlink_metadata().map(|_| 0)
}

#[cfg(unix)]
fn inode(entry: &DirEntry) -> io::Result<u64> {
    use std::os::unix::fs::MetadataExt as _;
    Ok(entry.metadata()?.ino())
}

#[cfg(not(unix))]
fn inode(_: &DirEntry) -> io::Result<u64> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(unix)]
fn inode_of(path: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    path.symlink_metadata().ok().map(|metadata| metadata.ino())
}

#[cfg(not(unix))]
fn inode_of(_: &Path) -> Option<u64> {
    None
}

/// Whether a folder has access lists or other marks that a new folder in its place would lack.
#[cfg(target_os = "linux")]
fn has_attributes(folder: &Path) -> bool {
    let mut names = [0; 4096];
    match rustix::fs::llistxattr(folder, &mut names[..]) {
        // Every file has this one where SELinux is on, and a new one gets it by its place.
        Ok(length) => names[..length]
            .split(|byte| *byte == 0)
            .any(|name| !name.is_empty() && name != b"security.selinux"),
        Err(error) => error != rustix::io::Errno::NOTSUP,
    }
}

#[cfg(not(target_os = "linux"))]
fn has_attributes(_: &Path) -> bool {
    true
}
