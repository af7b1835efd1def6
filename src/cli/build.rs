//! `standpoint build`

use clap::Args;

use super::report::{self, Bar};
use super::{Folders, MessageFormat, Outcome};

#[derive(Args)]
pub struct BuildArgs {
    #[command(flatten)]
    folders: Folders,
    /// How problems are told
    #[arg(long, value_enum, default_value_t)]
    message_format: MessageFormat,
}

pub fn run(args: &BuildArgs) -> Outcome {
    let bar = Bar::new();
    let report = standpoint::build::build(&args.folders.options(), &|progress| bar.update(progress));
    bar.finish();
    report::finish(&report, args.message_format, false, || report::summary(&report, bar.elapsed()))
}
