//! Sees what changes in the folders a site is made from.
//!
//! The system tells of single steps: a file made, written to, closed, renamed. What a person did is a few of
//! those, so they are collected. One file saved, and closed, is taken at once. Anything else is waited for
//! until it has been quiet for [`QUIET`]: a file still being written to, a new folder, a checkout of a
//! hundred files.
//!
//! Four things the system doesn't tell, or not reliably, and how they are seen all the same:
//!
//! - A folder that is watched is removed and made anew, or wasn't there at first: what it is, is looked at
//!   every [`LOOK`].
//! - A single file, such as a site.yaml that lies alone, is replaced by another of the same name: the folder
//!   it is in is watched.
//! - So much happened that the system lost count. Reading alone can do that, since it counts as an event, and
//!   then taking it for a change would never end. So whether anything is newer than the last build is looked
//!   at then.
//! - Somebody removes the site that is served: it is looked for every [`LOOK`], too. That it isn't there for a moment
//!   is no reason, for another program may exchange it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime};

use notify_debouncer_full::notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify_debouncer_full::notify::{self, Event, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, file_id, new_debouncer_opt};

use crate::diagnostic::render::name_of;
use crate::output::is_written_by_builds;

/// How long the debouncer holds an event to join it with others.
const JOIN: Duration = Duration::from_millis(10);
/// How long it must be quiet before something larger counts as done.
const QUIET: Duration = Duration::from_millis(50);
/// When something that never gets quiet is taken all the same.
const LONGEST: Duration = Duration::from_secs(1);
/// How often the folders themselves are looked at.
const LOOK: Duration = Duration::from_millis(250);

/// Why there is to be a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It is the first.
    Start,
    /// These files or folders changed, came or went.
    Changed(BTreeSet<PathBuf>),
    /// Something changed, and it isn't known what.
    Unknown,
}

/// Watches folders and files.
pub(super) struct Watch {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    events: Receiver<DebounceEventResult>,
    output: PathBuf,
    roots: BTreeMap<PathBuf, Root>,
    /// What is watched for the roots, and how.
    watched: BTreeMap<PathBuf, RecursiveMode>,
    looked: Instant,
    built: SystemTime,

    changed: BTreeSet<PathBuf>,
    is_unknown: bool,
    /// How often in a row the site wasn't found where it had been; none where it wasn't.
    missed: Option<usize>,
    /// What is perhaps not complete yet.
    unfinished: BTreeSet<PathBuf>,
    first: Option<Instant>,
    last: Instant,
    trouble: Option<String>,
}

/// A folder or file that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Root {
    /// Where it really is, as events name it.
    real: PathBuf,
    is_folder: bool,
    /// Which folder it is. Files come and go under one name, and the folder they are in tells of it.
    identity: Option<file_id::FileId>,
    /// When that folder was made: a new one often gets the number of the one that was removed.
    made: Option<SystemTime>,
}

impl Root {
    fn of(path: &Path) -> Self {
        let real = path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.into());
        let is_folder = real.is_dir();
        let identity = file_id::get_file_id(&real).ok().filter(|_| is_folder);
        let made = real.metadata().and_then(|folder| folder.created()).ok().filter(|_| is_folder);
        Self { real, is_folder, identity, made }
    }
}

impl Watch {
    /// Watches nothing yet. Whatever happens in `output` doesn't count.
    pub(super) fn new(output: &Path) -> notify::Result<Self> {
        let (sender, events) = mpsc::channel();
        // Those of the content lead to what is watched anyway, and could lead on and on.
        let config = notify::Config::default().with_follow_symlinks(false);
        Ok(Self {
            debouncer: new_debouncer_opt(JOIN, Some(JOIN), sender, RecommendedCache::new(), config)?,
            events,
            output: Root::of(output).real,
            roots: BTreeMap::new(),
            watched: BTreeMap::new(),
            looked: Instant::now(),
            built: SystemTime::UNIX_EPOCH,
            changed: BTreeSet::new(),
            is_unknown: false,
            missed: None,
            unfinished: BTreeSet::new(),
            first: None,
            last: Instant::now(),
            trouble: None,
        })
    }

    /// Watches these from now on, and no others.
    pub(super) fn set(&mut self, paths: Vec<PathBuf>) {
        let roots: BTreeMap<PathBuf, Root> =
            paths.into_iter().map(|path| (path.clone(), Root::of(&path))).collect();
        if roots == self.roots {
            return;
        }
        // One that is another folder now has lost its watch, though its name is the same.
        let is_new = |real: &PathBuf| {
            !self.roots.values().any(|old| roots.values().any(|new| old == new && old.real == *real))
        };
        let mut wanted = BTreeMap::new();
        for root in roots.values().filter(|root| root.is_folder) {
            wanted.insert(root.real.clone(), RecursiveMode::Recursive);
        }
        for root in roots.values().filter(|root| !root.is_folder) {
            if let Some(folder) = root.real.parent().filter(|folder| folder.is_dir()) {
                wanted.entry(folder.into()).or_insert(RecursiveMode::NonRecursive);
            }
        }
        // A folder within one that is watched with all in it needs no watch of its own, and one without what
        // is in it would spoil the other.
        let folders: Vec<PathBuf> = wanted
            .iter()
            .filter(|(_, mode)| **mode == RecursiveMode::Recursive)
            .map(|(path, _)| path.clone())
            .collect();
        wanted.retain(|path, _| !folders.iter().any(|folder| folder != path && path.starts_with(folder)));

        for (path, mode) in std::mem::take(&mut self.watched) {
            if wanted.get(&path) == Some(&mode) && !is_new(&path) {
                self.watched.insert(path, mode);
            } else {
                // It fails when the folder is gone and its watch with it.
                let _ = self.debouncer.unwatch(&path);
            }
        }
        for (path, mode) in wanted {
            if self.watched.contains_key(&path) {
                continue;
            }
            match self.debouncer.watch(&path, mode) {
                Ok(()) => {
                    self.watched.insert(path, mode);
                }
                Err(error) => {
                    self.trouble = Some(format!("{} can’t be watched: {}", name_of(&path), words(&error)));
                }
            }
        }
        if !self.roots.is_empty() {
            // What changed there before it was watched, nobody told.
            self.is_unknown = true;
            self.saw_something();
        }
        self.roots = roots;
    }

    /// Remembers that a build begins.
    pub(super) fn begins(&mut self) {
        self.built = SystemTime::now();
    }

    /// Remembers that it ended, and whether there is a site now.
    pub(super) fn ends(&mut self) {
        self.missed = self.is_there().then_some(0);
    }

    fn is_there(&self) -> bool {
        self.output.join("index.html").is_file()
    }

    /// What went wrong with watching since this was last asked.
    pub(super) fn trouble(&mut self) -> Option<String> {
        self.trouble.take()
    }

    /// Waits for a change, but no longer than `patience`.
    pub(super) fn wait(&mut self, patience: Duration) -> Option<Cause> {
        let until = Instant::now() + patience;
        loop {
            let now = Instant::now();
            let wake = match self.ready_at() {
                Some(ready) if ready <= now => return Some(self.take()),
                Some(ready) => ready.min(until),
                None => until,
            };
            if now >= until {
                return None;
            }
            match self.events.recv_timeout(wake.saturating_duration_since(now)) {
                Ok(result) => self.note(result),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(wake.saturating_duration_since(now));
                }
            }
            while let Ok(result) = self.events.try_recv() {
                self.note(result);
            }
            self.look();
        }
    }

    /// When what was seen so far may be built; `None` if nothing was.
    fn ready_at(&self) -> Option<Instant> {
        let first = self.first?;
        let is_one_save = !self.is_unknown && self.unfinished.is_empty() && self.changed.len() <= 2;
        Some(if is_one_save && cfg!(target_os = "linux") {
            first
        } else {
            (self.last + QUIET).min(first + LONGEST)
        })
    }

    fn take(&mut self) -> Cause {
        self.first = None;
        self.unfinished.clear();
        let changed = std::mem::take(&mut self.changed);
        if std::mem::take(&mut self.is_unknown) { Cause::Unknown } else { Cause::Changed(changed) }
    }

    fn note(&mut self, result: DebounceEventResult) {
        match result {
            Ok(events) => events.iter().for_each(|event| self.event(event)),
            Err(errors) => self.trouble = errors.first().map(words).or_else(|| self.trouble.take()),
        }
    }

    fn event(&mut self, event: &Event) {
        if event.need_rescan() {
            if self.is_newer_than_the_build() {
                self.is_unknown = true;
                self.saw_something();
            }
            return;
        }
        for path in &event.paths {
            let is_finished = match event.kind {
                EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                    self.unfinished.remove(path);
                    continue;
                }
                EventKind::Access(_) => continue,
                EventKind::Create(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Any) => false,
                EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => !path.is_dir(),
                _ => true,
            };
            if !self.counts(path) {
                continue;
            }
            self.changed.insert(path.clone());
            if is_finished {
                self.unfinished.remove(path);
            } else {
                self.unfinished.insert(path.clone());
            }
            self.saw_something();
        }
    }

    fn saw_something(&mut self) {
        self.last = Instant::now();
        self.first.get_or_insert(self.last);
    }

    /// Whether a change there is one of the site's content.
    fn counts(&self, path: &Path) -> bool {
        if is_written_by_builds(&self.output, path) {
            return false;
        }
        self.roots.values().any(|root| match path.strip_prefix(&root.real) {
            Ok(within) => !within.iter().any(|part| is_scribble(&part.to_string_lossy())),
            Err(_) => false,
        })
    }

    /// Looks whether the roots are still what they were.
    fn look(&mut self) {
        if self.looked.elapsed() < LOOK {
            return;
        }
        self.looked = Instant::now();
        if self.roots.iter().any(|(path, root)| Root::of(path) != *root) {
            let paths = self.roots.keys().cloned().collect();
            self.set(paths);
        }
        self.missed = if self.is_there() { Some(0) } else { self.missed.map(|times| times + 1) };
        if self.missed == Some(2) {
            self.is_unknown = true;
            self.saw_something();
        }
    }

    fn is_newer_than_the_build(&self) -> bool {
        // Clocks of file systems are coarse. At worst there is one build too many.
        let since = self.built.checked_sub(Duration::from_secs(1)).unwrap_or(SystemTime::UNIX_EPOCH);
        self.roots.values().any(|root| {
            let all = walkdir::WalkDir::new(&root.real);
            let all = all.into_iter().filter_entry(|entry| !is_written_by_builds(&self.output, entry.path()));
            all.filter_map(Result::ok).any(|entry| {
                let changed = entry.metadata().map(|metadata| last_changed(&metadata));
                self.counts(entry.path()) && changed.is_ok_and(|changed| changed > since)
            })
        })
    }
}

/// Whether a file of this name is an editor's, and not its user's: `.II.A.md.swp`, `II.A.md~`, `#II.A.md#`,
/// `4913`.
fn is_scribble(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
}

/// The last change of a file's content, name or rights.
#[cfg(unix)]
fn last_changed(metadata: &std::fs::Metadata) -> SystemTime {
    use std::os::unix::fs::MetadataExt as _;
    let (seconds, rest) = (metadata.ctime(), metadata.ctime_nsec());
    let after = Duration::new(seconds.try_into().unwrap_or_default(), rest.try_into().unwrap_or_default());
    SystemTime::UNIX_EPOCH + after
}

#[cfg(not(unix))]
fn last_changed(metadata: &std::fs::Metadata) -> SystemTime {
    metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH)
}

/// What went wrong, and what can be done about it.
pub(super) fn words(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system allows no more watched folders; on Linux, raise fs.inotify.max_user_watches with sysctl".into()
        }
        notify::ErrorKind::Io(error) if error.raw_os_error() == Some(24) => {
            "the system allows no more watchers; on Linux, raise fs.inotify.max_user_instances with sysctl".into()
        }
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use notify_debouncer_full::notify::event::Flag;
    #[cfg(target_os = "linux")]
    use notify_debouncer_full::notify::event::{CreateKind, DataChange};

    use super::*;

    fn watching() -> (tempfile::TempDir, Watch) {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join("content")).unwrap();
        std::fs::write(folder.path().join("content/I.A.md"), "x").unwrap();
        let mut watch = Watch::new(&folder.path().join("content/output")).unwrap();
        watch.set(vec![folder.path().join("content")]);
        (folder, watch)
    }

    fn ready_in(watch: &Watch) -> Option<Duration> {
        watch.ready_at().map(|ready| ready.saturating_duration_since(Instant::now()))
    }

    #[test]
    fn a_folder_in_the_place_of_another_is_another() {
        let folder = tempfile::TempDir::new().unwrap();
        let content = folder.path().join("content");
        std::fs::create_dir(&content).unwrap();
        let first = Root::of(&content);
        assert_eq!(first, Root::of(&content));
        // Longer than the clocks of file systems take to go on.
        std::thread::sleep(Duration::from_millis(50));
        std::fs::remove_dir(&content).unwrap();
        std::fs::create_dir(&content).unwrap();
        assert_ne!(first, Root::of(&content));
    }

    #[cfg(unix)]
    #[test]
    fn links_to_folders_of_links_are_not_followed_on_and_on() {
        let (folder, mut watch) = watching();
        let ladder = |at: &Path| {
            for step in 0..30 {
                let here = at.join(step.to_string());
                std::fs::create_dir_all(&here).unwrap();
                for name in ["left", "right"] {
                    std::os::unix::fs::symlink(format!("../{}", step + 1), here.join(name)).unwrap();
                }
            }
            std::fs::create_dir(at.join("30")).unwrap();
        };
        ladder(&folder.path().join("more"));
        ladder(&folder.path().join("content/came"));
        watch.set(vec![folder.path().join("content"), folder.path().join("more")]);
        watch.wait(Duration::from_secs(5));
        std::fs::rename(folder.path().join("content/came"), folder.path().join("content/went")).unwrap();
        watch.wait(Duration::from_secs(5));
        assert_eq!(watch.trouble(), None);
        watch.built = SystemTime::now() + Duration::from_secs(60);
        assert!(!watch.is_newer_than_the_build());
        // What comes after is still seen.
        std::fs::write(folder.path().join("content/I.A.md"), "y").unwrap();
        assert!(watch.wait(Duration::from_secs(5)).is_some());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn one_save_is_taken_at_once_and_more_is_waited_for() {
        let (folder, mut watch) = watching();
        let at = |name: &str| folder.path().canonicalize().unwrap().join("content").join(name);
        let event = |kind, name: &str| Event::new(kind).add_path(at(name));
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        watch.event(&event(EventKind::Access(AccessKind::Open(AccessMode::Any)), "I.A.md"));
        watch.event(&event(written, "output/index.html"));
        watch.event(&event(written, ".I.A.md.swp"));
        assert_eq!(ready_in(&watch), None);
        watch.event(&event(written, "I.A.md"));
        assert!(ready_in(&watch) > Some(Duration::ZERO));
        watch.event(&event(closed, "I.A.md"));
        if cfg!(target_os = "linux") {
            assert_eq!(ready_in(&watch), Some(Duration::ZERO));
        }
        assert_eq!(watch.take(), Cause::Changed([at("I.A.md")].into()));
        watch.event(&event(EventKind::Create(CreateKind::Folder), "new"));
        assert!(ready_in(&watch) > Some(Duration::ZERO));
        assert_eq!(watch.take(), Cause::Changed([at("new")].into()));
        for name in ["a", "b", "c"] {
            watch.event(&event(EventKind::Remove(notify::event::RemoveKind::File), name));
        }
        assert!(ready_in(&watch) > Some(Duration::ZERO));
    }

    #[test]
    fn when_the_system_lost_count_only_what_is_newer_is_a_change() {
        let (_folder, mut watch) = watching();
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        watch.built = SystemTime::now() + Duration::from_secs(60);
        watch.event(&lost);
        assert_eq!(ready_in(&watch), None);
        watch.built = SystemTime::UNIX_EPOCH;
        watch.event(&lost);
        assert!(ready_in(&watch).is_some());
        assert_eq!(watch.take(), Cause::Unknown);
    }
}
