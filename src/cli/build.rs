//! `standpoint build`

use clap::{Args, ValueEnum};
use standpoint::build::Options;
use standpoint::output::Encoding;
use standpoint::theme::AssetNames;

use super::report::{self, Bar};
use super::{Folders, MessageFormat, Outcome};

#[derive(Args)]
pub struct BuildArgs {
    #[command(flatten)]
    folders: Folders,
    /// Put compressed forms beside pages, styles, scripts and data, for servers that send such files: `--compress` or
    /// `--compress=gz`
    #[arg(
        long,
        value_name = "FORMATS",
        value_enum,
        num_args = 0..,
        require_equals = true,
        value_delimiter = ',',
        default_missing_values = ["gz", "br"]
    )]
    compress: Vec<Form>,
    /// Put a hash of its bytes into the name of every file in assets/, so that browsers can keep it for good
    #[arg(long)]
    hash_assets: bool,
    /// Let browsers keep pages that were opened, and the whole site where somebody asks for it, so that they open again
    /// without a network. Implies `--hash-assets`, so that a page that is kept has the scripts that it was made with
    #[arg(long)]
    offline: bool,
    /// How problems are told
    #[arg(long, value_enum, default_value_t)]
    message_format: MessageFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// gzip
    Gz,
    /// Brotli
    Br,
}

impl BuildArgs {
    fn options(&self) -> Options {
        let forms = [(Form::Gz, Encoding::Gzip), (Form::Br, Encoding::Brotli)];
        let asked = forms.iter().filter(|(form, _)| self.compress.contains(form));
        Options {
            asset_names: if self.hash_assets || self.offline {
                AssetNames::Hashed
            } else {
                AssetNames::Plain
            },
            compress: asked.map(|(_, encoding)| *encoding).collect(),
            offline: self.offline,
            ..self.folders.options()
        }
    }
}

pub fn run(args: &BuildArgs) -> Outcome {
    // This thread is one of those that work, not one more that waits for them. Where that can't be, they work alone.
    // Elsewhere its stack may be small.
    if cfg!(unix) {
        let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    }
    let bar = Bar::new();
    let report = standpoint::build::build(&args.options(), &|progress| bar.update(progress));
    bar.finish();
    report::finish(&report, args.message_format, false, || report::summary(&report, bar.elapsed()))
}
