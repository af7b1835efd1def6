//! `standpoint export`

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::report;
use super::{MessageFormat, Outcome};

#[derive(Args)]
pub struct ExportArgs {
    /// The format
    #[arg(value_enum)]
    format: Format,
    /// File to write; left out, standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Folder with the content
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// How problems are told
    #[arg(long, value_enum, default_value_t)]
    message_format: MessageFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Everything, as one JSON document
    Json,
    /// A table for spreadsheets, one row a section, part and statement
    Csv,
}

pub fn run(args: &ExportArgs) -> Outcome {
    let (site, diagnostics) = standpoint::build::load(&args.content);
    let errors: Vec<_> =
        diagnostics.into_iter().filter(standpoint::diagnostic::Diagnostic::is_error).collect();
    report::problems(&errors, args.message_format);
    let Some(site) = site.filter(|_| errors.is_empty()) else {
        tell!("Nothing exported: {}.", standpoint::diagnostic::render::count(&errors));
        return Outcome::Failed;
    };
    let text = match args.format {
        Format::Json => standpoint::export::json::export(&site),
        Format::Csv => standpoint::export::csv::export(&site),
    };
    let written = match &args.output {
        Some(file) => std::fs::write(file, text).map_err(|error| (file.display().to_string(), error)),
        None => match std::io::stdout().lock().write_all(text.as_bytes()) {
            // `standpoint export json | head` is no failure.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => other.map_err(|error| ("standard output".to_owned(), error)),
        },
    };
    match written {
        Ok(()) => Outcome::Done,
        Err((place, error)) => {
            tell!("{place} can’t be written: {}", report::reason(&error));
            Outcome::Failed
        }
    }
}
