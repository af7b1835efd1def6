//! `standpoint check`

use clap::Args;
use standpoint::diagnostic::render;

use super::report;
use super::{Folders, MessageFormat, Outcome};

#[derive(Args)]
pub struct CheckArgs {
    #[command(flatten)]
    folders: Folders,
    /// How problems are told
    #[arg(long, value_enum, default_value_t)]
    message_format: MessageFormat,
    /// Fail on warnings too
    #[arg(long)]
    deny_warnings: bool,
}

pub fn run(args: &CheckArgs) -> Outcome {
    let report = standpoint::build::check(&args.folders.options());
    report::problems(&report.diagnostics, args.message_format);
    let count = render::count(&report.diagnostics);
    if count.is_empty() {
        let pages = report.summary.map_or(0, |summary| summary.pages);
        tell!("Nothing to mend in {pages} pages.");
        return Outcome::Done;
    }
    if report.has_errors() {
        tell!("{count}");
        return Outcome::Failed;
    }
    if args.deny_warnings {
        tell!("{count}, and warnings are denied.");
        return Outcome::Failed;
    }
    tell!("{count}");
    Outcome::Done
}
