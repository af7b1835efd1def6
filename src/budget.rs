//! How many bytes there may be of something that is made from many files.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::diagnostic::Problem;
use crate::source::limits::ASSET_BYTES;

/// So many bytes, and how many of them are taken.
pub(crate) struct Budget {
    limit: u64,
    taken: AtomicU64,
}

impl Budget {
    /// None of `limit` bytes are taken yet.
    pub fn new(limit: u64) -> Self {
        Self { limit, taken: AtomicU64::new(0) }
    }

    /// As many, of which none are taken.
    pub fn another(&self) -> Self {
        Self::new(self.limit)
    }

    /// Takes so many, and says whether there were as many left.
    pub fn take(&self, bytes: u64) -> bool {
        self.taken.fetch_add(bytes, Ordering::Relaxed) + bytes <= self.limit
    }

    /// Takes as many as these files of the content folder have, without reading them. One that is too large to be read
    /// is told of by itself.
    pub fn take_files<'a>(&self, content: &Path, files: impl Iterator<Item = &'a str>) -> bool {
        let lengths = files.filter_map(|file| Some(content.join(file).metadata().ok()?.len()));
        self.take(lengths.filter(|length| *length <= ASSET_BYTES).sum())
    }

    /// Whether more was taken than there was.
    pub fn is_overdrawn(&self) -> bool {
        self.taken.load(Ordering::Relaxed) > self.limit
    }

    /// That it is overdrawn.
    pub fn problem(&self, what: &'static str, instead: &'static str) -> Problem {
        let limit = usize::try_from(self.limit / (1024 * 1024)).unwrap_or(usize::MAX);
        Problem::OverLimit { what, limit, instead }
    }
}
