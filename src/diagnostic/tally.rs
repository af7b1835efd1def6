//! Keeps the number of problems within bounds while they are found.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Diagnostic, Problem};

/// The most errors, and the most warnings, that are kept until it is known which are told.
const MOST_KEPT: usize = 25_000;
/// The most problems that are counted, but for those that are kept.
pub(super) const MOST_COUNTED: usize = 1_000_000;

/// Counts problems as they are found, from any thread: nobody reads a million of them, and they would fill the memory.
#[derive(Debug, Default)]
pub struct Tally(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    /// Those that were counted, each by what tells it from others: a text that is on many pages has the same on each.
    seen: HashSet<u64>,
    /// How many errors and warnings there are.
    found: [usize; 2],
    /// Where the first is that isn't kept.
    beyond: Option<PathBuf>,
}

impl Tally {
    /// Counts a problem, and says whether it is to be kept.
    pub fn keeps(&self, diagnostic: &Diagnostic) -> bool {
        let mut hasher = DefaultHasher::new();
        (diagnostic.file(), diagnostic.offset(), diagnostic.problem.message()).hash(&mut hasher);
        let mut counts = self.counts();
        let kind = usize::from(!diagnostic.is_error());
        // Warnings without end must not hide an error, which stops a build.
        let is_enough = counts.seen.len() >= MOST_COUNTED && counts.found[kind] >= MOST_KEPT;
        if is_enough || !counts.seen.insert(hasher.finish()) {
            return false;
        }
        let found = &mut counts.found[kind];
        *found += 1;
        let keeps = *found <= MOST_KEPT;
        if !keeps {
            counts.beyond.get_or_insert_with(|| diagnostic.file().to_path_buf());
        }
        keeps
    }

    /// Whether no more errors are kept.
    pub fn is_full(&self) -> bool {
        self.counts().found[0] >= MOST_KEPT
    }

    /// What there is to tell of those that weren't kept.
    pub fn left_out(&self) -> Vec<Diagnostic> {
        let counts = self.counts();
        let Some(file) = &counts.beyond else { return Vec::new() };
        let left_out = [true, false].into_iter().zip(counts.found).filter(|(_, found)| *found > MOST_KEPT);
        let told = left_out.map(|(errors, found)| {
            Diagnostic::path(file, Problem::ProblemsLeftOut { count: found - MOST_KEPT, errors })
        });
        told.collect()
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is found to be wrong, as far as a tally keeps it: problems are put in here as they are into a `Vec`, and however
/// many there are, they don't fill the memory.
#[derive(Debug, Default)]
pub struct Tallied {
    tally: Arc<Tally>,
    /// The problems that are kept.
    pub kept: Vec<Diagnostic>,
    count: usize,
    errors: usize,
}

impl Tallied {
    /// Nothing is known to be wrong yet.
    pub fn new(tally: &Arc<Tally>) -> Self {
        Self { tally: Arc::clone(tally), ..Self::default() }
    }

    /// Another with the same tally, for what is looked at side by side. See [`Tallied::take_in`].
    #[must_use]
    pub fn beside(&self) -> Self {
        Self::new(&self.tally)
    }

    /// Notes a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.count += 1;
        self.errors += usize::from(diagnostic.is_error());
        if self.tally.keeps(&diagnostic) {
            self.kept.push(diagnostic);
        }
    }

    /// Takes in what was found [beside](Tallied::beside), which has been tallied.
    pub fn take_in(&mut self, other: Self) {
        self.kept.extend(other.kept);
        self.count += other.count;
        self.errors += other.errors;
    }

    /// How many problems were noted, kept or not.
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many of them are errors.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// What is kept, and what there is to tell of the rest.
    pub fn into_told(mut self) -> Vec<Diagnostic> {
        self.kept.extend(self.tally.left_out());
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, MOST_COUNTED, MOST_KEPT, Problem, Tallied, Tally};
    use crate::diagnostic::{MOST_TOLD, limit};

    #[test]
    fn no_more_are_kept_than_could_be_told_and_all_are_counted() {
        let tally = Tally::default();
        let warning = |number| Diagnostic::path(format!("{number}"), Problem::RawHtml);
        let mut kept: Vec<Diagnostic> = (0..MOST_KEPT + 10).map(warning).collect();
        kept.extend((0..10).map(warning));
        kept.push(Diagnostic::path("0", Problem::NoStatements));
        kept.retain(|problem| tally.keeps(problem));
        assert_eq!(kept.len(), MOST_KEPT + 1);
        kept.extend(tally.left_out());
        limit(&mut kept);
        assert_eq!(kept.len(), MOST_TOLD + 1);
        assert!(kept.iter().any(|problem| problem.problem == Problem::NoStatements));
        let count = MOST_KEPT + 10 + 1 - MOST_TOLD;
        let last = kept.pop().expect("the last");
        assert_eq!(last.problem, Problem::ProblemsLeftOut { count, errors: false });
    }

    #[test]
    fn more_warnings_than_are_counted_hide_no_error() {
        let tally = Tally::default();
        tally.counts().seen.extend(0..MOST_COUNTED as u64);
        tally.counts().found[1] = MOST_COUNTED;
        assert!(!tally.keeps(&Diagnostic::path("a", Problem::RawHtml)));
        assert!(tally.keeps(&Diagnostic::path("a", Problem::NoStatements)));
    }

    #[test]
    fn what_is_found_side_by_side_is_counted_together() {
        let mut all = Tallied::default();
        for file in 0..2 {
            let mut found = all.beside();
            (0..MOST_KEPT).for_each(|number| {
                found.push(Diagnostic::path(format!("{file}-{number}"), Problem::NoStatements));
            });
            all.take_in(found);
        }
        assert_eq!((all.count(), all.errors(), all.kept.len()), (2 * MOST_KEPT, 2 * MOST_KEPT, MOST_KEPT));
        let last = all.into_told().pop().map(|told| told.problem);
        assert_eq!(last, Some(Problem::ProblemsLeftOut { count: MOST_KEPT, errors: true }));
    }
}
