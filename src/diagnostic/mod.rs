//! What is wrong, where, and what to do about it.
//!
//! Nothing in the library prints. Every step collects [`Diagnostic`]s and goes on, so that one run tells a
//! writer everything there is to mend. The words of a message are in [`Problem`] and nowhere else; how it looks
//! on a terminal or as JSON is in [`render`].

mod causes;
mod help;
mod message;
mod nearest;
mod problem;
pub mod render;
mod tally;
mod yaml_slip;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

pub use causes::first_causes;
pub use help::DIVIDE;
pub use nearest::{Proposals, Share, listed, nearest};
pub use problem::{Found, Mark, Problem, Unreadable};
pub use tally::{Tallied, Tally};
pub use yaml_slip::YamlSlip;

/// The most problems that are told at once.
pub const MOST_TOLD: usize = 5_000;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is not written.
    Error,
    /// The site is written, but somebody should look.
    Warning,
}

/// A text file as it was read, so that a message can show the line it speaks of.
#[derive(Debug)]
pub struct SourceFile {
    /// The path as a person would name it: relative to where the command runs where that is possible.
    pub path: PathBuf,
    /// The whole text, its lines ended by `\n`.
    pub text: String,
    /// Where each line begins, found when it is asked for.
    lines: OnceLock<Vec<usize>>,
}

impl SourceFile {
    /// A file with this path and text.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into(), lines: OnceLock::new() })
    }

    /// Line and column of a byte offset, both from 1, the column in characters.
    pub fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let (line, Range { start, .. }) = self.line_at(end);
        (line, self.text[start..end].chars().count() + 1)
    }

    /// The number of the line, from 1, that has a byte offset, and the line without its end.
    fn line_at(&self, offset: usize) -> (usize, Range<usize>) {
        let starts = self.lines.get_or_init(|| {
            std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        });
        let line = starts.partition_point(|start| *start <= offset);
        let end = starts.get(line).map_or(self.text.len(), |next| next - 1);
        (line, starts[line - 1]..end)
    }

    /// The bytes of `width` characters from a line and column, both from 1.
    pub fn span(&self, line: usize, column: usize, width: usize) -> Range<usize> {
        let start = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
        let rest = &self.text[start..];
        let byte = |index: usize| start + rest.char_indices().nth(index).map_or(rest.len(), |(at, _)| at);
        byte(column.saturating_sub(1))..byte(column.saturating_sub(1) + width)
    }
}

/// A stretch of a source file, in bytes.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file.
    pub source: Arc<SourceFile>,
    /// The bytes the message is about.
    pub span: Range<usize>,
}

impl Place {
    /// The bytes `span` of `source`.
    pub fn new(source: &Arc<SourceFile>, span: Range<usize>) -> Self {
        Self { source: Arc::clone(source), span }
    }
}

/// Where a problem is: in a text, or at a path that has no text (a folder, an unreadable file).
#[derive(Clone, Debug)]
pub enum Location {
    /// In a text file, at a span.
    Text(Place),
    /// A file or folder as a whole.
    Path(PathBuf),
}

/// One problem and its place.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub location: Location,
    /// Further places that explain it ("first used here").
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    /// A problem at a place in a text.
    pub fn at(place: Place, problem: Problem) -> Self {
        Self { problem, location: Location::Text(place), related: Vec::new() }
    }

    /// More of something than there may be: at most `limit` of `what`, and what to do `instead`.
    pub fn over_limit(place: Place, limit: usize, what: &'static str, instead: &'static str) -> Self {
        Self::at(place, Problem::OverLimit { what, limit, instead })
    }

    /// A problem with a file or folder as a whole.
    pub fn path(path: impl Into<PathBuf>, problem: Problem) -> Self {
        Self { problem, location: Location::Path(path.into()), related: Vec::new() }
    }

    /// Whether it is about a text with nothing in it.
    pub(crate) fn is_in_blank_text(&self) -> bool {
        matches!(&self.location, Location::Text(place) if place.source.text.trim().is_empty())
    }

    /// Adds a second place that explains the first.
    #[must_use]
    pub fn with_related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    /// Whether this stops the build.
    pub fn is_error(&self) -> bool {
        self.problem.severity() == Severity::Error
    }

    /// The file or folder the problem is in.
    pub fn file(&self) -> &Path {
        match &self.location {
            Location::Text(place) => &place.source.path,
            Location::Path(path) => path,
        }
    }

    /// Whether it is about this file, or points to a place in it.
    pub fn names(&self, file: &Path) -> bool {
        self.file() == file || self.related.iter().any(|(place, _)| place.source.path == file)
    }

    /// The byte where the problem begins, where it is in a text.
    fn offset(&self) -> Option<usize> {
        match &self.location {
            Location::Text(place) => Some(place.span.start),
            Location::Path(_) => None,
        }
    }

    /// Line and column, both from 1, where the problem is in a text.
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        match &self.location {
            Location::Text(place) => Some(place.source.line_and_column(place.span.start)),
            Location::Path(_) => None,
        }
    }
}

/// Puts problems in the order a person would mend them: by file, then by line; errors and warnings together,
/// without repeats.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics
        .sort_by_cached_key(|d| (d.file().to_path_buf(), d.offset(), d.problem.code(), d.problem.message()));
    diagnostics.dedup_by(|a, b| {
        // Two numbers of problems may be the same.
        !matches!(a.problem, Problem::ProblemsLeftOut { .. })
            && a.file() == b.file()
            && a.offset() == b.offset()
            && a.problem.message() == b.problem.message()
    });
}

/// Takes out what says that problems were left out before: how many errors and warnings, and where one was.
fn left_out_before(diagnostics: &mut Vec<Diagnostic>) -> ([usize; 2], PathBuf) {
    let (mut before, mut at) = ([0; 2], PathBuf::new());
    diagnostics.retain(|diagnostic| {
        let Problem::ProblemsLeftOut { count, errors } = &diagnostic.problem else { return true };
        before[usize::from(!errors)] += count;
        at = diagnostic.file().to_path_buf();
        false
    });
    (before, at)
}

/// Leaves the first problems, errors before warnings, and says how many were left out: nobody reads more at once.
pub fn limit(diagnostics: &mut Vec<Diagnostic>) {
    let (before, mut last) = left_out_before(diagnostics);
    let all = diagnostics.len() + before.iter().sum::<usize>();
    if all == diagnostics.len() && all <= MOST_TOLD {
        return;
    }
    let mut errors = diagnostics.iter().filter(|d| d.is_error()).count();
    if let Some(diagnostic) = diagnostics.get(MOST_TOLD - 1) {
        last = diagnostic.file().to_path_buf();
    }
    let count = all - diagnostics.len().min(MOST_TOLD);
    let left_out = Problem::ProblemsLeftOut { count, errors: before[0] > 0 || errors > MOST_TOLD };
    errors = errors.min(MOST_TOLD);
    let mut warnings = MOST_TOLD - errors;
    diagnostics.retain(|diagnostic| {
        let left = if diagnostic.is_error() { &mut errors } else { &mut warnings };
        let stays = *left > 0;
        *left = left.saturating_sub(1);
        stays
    });
    diagnostics.push(Diagnostic::path(last, left_out));
}
