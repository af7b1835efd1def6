//! How problems and results are told on the terminal.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use standpoint::build::{Progress, Report};
use standpoint::diagnostic::{Diagnostic, Problem, render};

use super::{MessageFormat, Outcome};

/// Builds shorter than this show no progress bar.
const QUIET: Duration = Duration::from_secs(1);

/// What the system says, without the number that only programmers look up.
pub fn reason(error: &std::io::Error) -> String {
    let reason = error.to_string();
    reason.split(" (os error").next().unwrap_or(&reason).to_owned()
}

/// Prints the problems, in the format asked for.
pub fn problems(diagnostics: &[Diagnostic], format: MessageFormat) {
    match format {
        MessageFormat::Json => {
            let mut out = std::io::stdout().lock();
            for diagnostic in diagnostics {
                // A reader that went away is no reason to fail.
                let _ = writeln!(out, "{}", render::json(diagnostic));
            }
        }
        MessageFormat::Human => {
            let styled =
                std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() && shows_colours();
            for diagnostic in diagnostics {
                tell!("{}\n", render::human(diagnostic, styled));
            }
        }
    }
}

/// Whether the terminal takes signs for colours as such. The one that Windows starts programs in must be asked for it.
fn shows_colours() -> bool {
    #[cfg(windows)]
    return anstyle_query::windows::enable_ansi_colors() == Some(true);
    #[cfg(not(windows))]
    true
}

/// Prints the problems and the line at the end, and says how the command ended.
pub fn finish(
    report: &Report,
    format: MessageFormat,
    deny_warnings: bool,
    done: impl Fn() -> String,
) -> Outcome {
    problems(&report.diagnostics, format);
    let count = render::count(&report.diagnostics);
    if report.has_errors() {
        tell!("Not built: {count}.{}", what_was_there(&report.diagnostics));
        return Outcome::Failed;
    }
    if deny_warnings && !report.diagnostics.is_empty() {
        tell!("{count}, and warnings are denied.");
        return Outcome::Failed;
    }
    let and = if count.is_empty() { String::new() } else { format!(" ({count})") };
    tell!("{}{and}", done());
    Outcome::Done
}

/// What became of the site that was there when a build has failed: nothing, unless something else is told.
pub fn what_was_there(diagnostics: &[Diagnostic]) -> &'static str {
    let is_half = diagnostics.iter().any(|found| matches!(found.problem, Problem::OutputHalfWritten { .. }));
    if is_half { "" } else { " The site that was there is as it was." }
}

/// The line at the end of a build.
pub fn summary(report: &Report, took: Duration) -> String {
    let Some(summary) = &report.summary else { return String::new() };
    let changed = match (summary.written.written, summary.written.removed) {
        (0, 0) => "nothing changed".to_owned(),
        (written, 0) => format!("{written} files written"),
        (written, removed) => format!("{written} files written, {removed} removed"),
    };
    format!(
        "{} pages, {} statements, {} references in {:.2} s; {changed}",
        summary.pages,
        summary.statements,
        summary.references,
        took.as_secs_f64()
    )
}

/// A bar that shows itself on a terminal when a build takes longer than a second.
pub struct Bar {
    bar: ProgressBar,
    began: Instant,
}

impl Bar {
    /// A hidden bar.
    pub fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_style(
            ProgressStyle::with_template("{bar:30} {pos}/{len} pages")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        Self { bar, began: Instant::now() }
    }

    /// Takes note of progress.
    pub fn update(&self, progress: Progress) {
        if self.bar.is_hidden() {
            // Looking at the clock for every page would cost more than the page count.
            if !progress.done.is_multiple_of(64)
                || self.began.elapsed() < QUIET
                || !std::io::stderr().is_terminal()
            {
                return;
            }
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_length(progress.total as u64);
        self.bar.set_position(progress.done as u64);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// How long it has been there.
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }
}
