//! The new site file by file, where whole folders can't be exchanged.
//!
//! Everything is staged before the first file is touched, so a disk that is full or a build that fails leaves
//! the old site as it was here too. Every file changes in one instant. But a build killed within the few
//! milliseconds of this module leaves new pages beside old ones, and the next build finishes the work. For
//! that the list of our files is first written with the old and the new names together, and at the end with
//! the new ones alone: at any moment it names all that is ours, at most with some that are not there yet or
//! any more. The note in the list may be out of date meanwhile, which does no harm.
//!
//! Nothing that isn't ours is touched at all.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use super::name::{MANIFEST, folder_of, folders_of};
use super::{Put, disk, manifest};

/// What is to be put in place.
pub(super) struct InPlace<'a> {
    pub(super) target: &'a Path,
    /// Where the changed files are staged, on the same file system.
    pub(super) next: &'a Path,
    pub(super) own: &'a HashSet<String>,
    pub(super) puts: &'a BTreeMap<String, Put>,
    /// The note for the list, and whether it is another than the one there.
    pub(super) note: Option<&'a manifest::Note>,
    pub(super) is_new_note: bool,
}

/// Why that didn't go through.
pub(super) enum Hindrance {
    /// Something that isn't ours lies where a page must go.
    InTheWay(PathBuf),
    /// Another program has a page open that is to be replaced or removed. Nothing was touched.
    Held(PathBuf, io::Error),
    /// The disk said no.
    Failed(io::Error),
    /// It said no when some pages were new already.
    HalfWay(PathBuf, io::Error),
}

impl From<io::Error> for Hindrance {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl InPlace<'_> {
    /// Puts the staged files in place and removes those of ours that are no longer made; says how many those
    /// were.
    pub(super) fn run(&self) -> Result<usize, Hindrance> {
        let written = |(path, put): (&String, &Put)| matches!(put, Put::Written).then(|| path.clone());
        let written: BTreeSet<String> = self.puts.iter().filter_map(written).collect();
        let gone: BTreeSet<&str> =
            self.own.iter().map(String::as_str).filter(|path| !self.puts.contains_key(*path)).collect();
        let any_gone = !gone.is_empty();
        self.look_first(&written)?;
        self.look_whether_all_give_way(&written, &gone)?;

        let every: BTreeSet<&str> = self.puts.keys().chain(self.own).map(String::as_str).collect();
        if every.len() > self.own.len() {
            self.list(every.into_iter())?;
        }
        // A page may now be where a folder was, or the other way round, or where one was whose name differs by case, which
        // many disks take for the same; then the old must go first.
        let needed: HashSet<&str> = written.iter().flat_map(|path| folders_of(path)).collect();
        let twins: HashSet<String> = written.iter().map(|path| path.to_lowercase()).collect();
        let (mut removed, mut later) = (0, Vec::new());
        for path in gone {
            if needed.contains(path)
                || folders_of(path).any(|folder| written.contains(folder))
                || twins.contains(&path.to_lowercase())
            {
                removed += usize::from(self.remove(path).map_err(half_way(path))?);
            } else {
                later.push(path);
            }
        }
        // What a page needs comes before the page: new files first.
        let (old, new): (Vec<&String>, Vec<&String>) =
            written.iter().partition(|path| self.own.contains(*path));
        let mut folders = HashSet::new();
        let mut begun = removed > 0;
        for path in new.iter().chain(&old) {
            let (from, to) = (self.next.join(path), self.target.join(path));
            if folders.insert(folder_of(path)) {
                disk::create_dir_all(&self.target.join(folder_of(path))).map_err(half_way(path))?;
            }
            if self.own.contains(*path) {
                disk::rename(&from, &to).map_err(half_way(path))?;
                begun = true;
                continue;
            }
            match disk::rename_new(&from, &to) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && !begun => {
                    return Err(Hindrance::InTheWay(path.into()));
                }
                result => result.map_err(half_way(path))?,
            }
            begun = true;
        }
        for path in later {
            removed += usize::from(self.remove(path).map_err(half_way(path))?);
        }
        if any_gone || self.is_new_note {
            self.list(self.puts.keys().map(String::as_str)).map_err(half_way(MANIFEST))?;
        }
        Ok(removed)
    }

    /// Sees to it that nothing stands in the way, before anything is touched.
    fn look_first(&self, written: &BTreeSet<String>) -> Result<(), Hindrance> {
        for path in written {
            if !self.own.contains(path) && self.target.join(path).symlink_metadata().is_ok() {
                // A folder may have been ours altogether, and then goes first.
                let prefix = format!("{path}/");
                if !self.own.iter().any(|own| own.starts_with(&prefix))
                    && !is_ours_by_another_case(self.target, self.own, path)
                {
                    return Err(Hindrance::InTheWay(path.into()));
                }
            }
        }
        let folders: BTreeSet<&str> = written.iter().flat_map(|path| folders_of(path)).collect();
        for folder in folders {
            match self.target.join(folder).symlink_metadata() {
                Ok(metadata) if !metadata.is_dir() && !self.own.contains(folder) => {
                    return Err(Hindrance::InTheWay(folder.into()));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Sees to it that no other program keeps us from replacing or removing what is ours.
    fn look_whether_all_give_way(
        &self,
        written: &BTreeSet<String>,
        gone: &BTreeSet<&str>,
    ) -> Result<(), Hindrance> {
        let probe = disk::Probe::new(self.next)?;
        let replaced = written.iter().map(String::as_str).filter(|path| self.own.contains(*path));
        for path in replaced.chain(gone.iter().copied()).chain([MANIFEST]) {
            probe.gives_way(&self.target.join(path)).map_err(|error| Hindrance::Held(path.into(), error))?;
        }
        Ok(())
    }

    fn list<'a>(&self, names: impl Iterator<Item = &'a str>) -> io::Result<()> {
        let staged = self.next.join(MANIFEST);
        match disk::remove_file(&staged) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        disk::write_new(&staged, &manifest::text(names, self.note))?;
        disk::rename(&staged, &self.target.join(MANIFEST))
    }

    /// Removes a file of ours, and the folders that this leaves empty. Says whether it was there.
    fn remove(&self, path: &str) -> io::Result<bool> {
        // The way there must not lead through a link to somewhere else.
        let is_folder = |folder: &str| self.target.join(folder).symlink_metadata().is_ok_and(|m| m.is_dir());
        if !folders_of(path).all(is_folder) || is_folder(path) {
            return Ok(false);
        }
        match disk::remove_file(&self.target.join(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            result => result?,
        }
        for folder in folders_of(path) {
            // One that isn't empty has other things in it.
            if disk::remove_dir(&self.target.join(folder)).is_err() {
                break;
            }
        }
        Ok(true)
    }
}

/// Whether what has the name `path` is a file of ours whose name differs by case: on a disk of Windows or a Mac, or on a
/// stick, both names find it.
pub(super) fn is_ours_by_another_case(target: &Path, own: &HashSet<String>, path: &str) -> bool {
    let lower = path.to_lowercase();
    // Whose own name it is, only the listing of its folder tells.
    let is_listed = |path: &str| {
        let name = Path::new(path).file_name();
        let entries = std::fs::read_dir(target.join(folder_of(path)));
        entries.is_ok_and(|entries| entries.flatten().any(|entry| Some(&*entry.file_name()) == name))
    };
    own.iter().any(|own| own != path && own.to_lowercase() == lower)
        && std::iter::once(path).chain(folders_of(path)).any(|path| !is_listed(path))
}

fn half_way(path: &str) -> impl Fn(io::Error) -> Hindrance {
    move |error| Hindrance::HalfWay(path.into(), error)
}

/// Whether one step does it all, so that it is done in one instant this way too.
pub(super) fn is_one_step(own: &HashSet<String>, puts: &BTreeMap<String, Put>) -> bool {
    let mut written = puts.iter().filter(|(_, put)| matches!(put, Put::Written));
    let none_gone = own.iter().all(|path| puts.contains_key(path));
    match (written.next(), written.next()) {
        // Only the list changes.
        (None, _) => none_gone,
        // Nor does the list change.
        (Some(_), None) => none_gone && own.len() == puts.len(),
        _ => false,
    }
}
