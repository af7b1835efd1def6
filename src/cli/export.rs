//! `standpoint export`

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use standpoint::build::Options;
use standpoint::export;
use standpoint::model::Site;
use standpoint::theme::Theme;

use super::report;
use super::write::write;
use super::{MessageFormat, Outcome};

#[derive(Args)]
pub struct ExportArgs {
    /// The format
    #[arg(value_enum)]
    format: Format,
    /// File to write; `-` is standard output. Left out, standard output, and for archives a file named after the standards
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Folder with the content
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// Folder with a theme, instead of the one that site.yaml names
    #[arg(long, value_name = "DIR")]
    theme: Option<PathBuf>,
    /// How problems are told
    #[arg(long, value_enum, default_value_t)]
    message_format: MessageFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Everything, as one JSON document
    Json,
    /// A table for spreadsheets, one row a section, part and statement
    Csv,
    /// A competency framework for learning platforms: a package of CASE 1.1
    Case,
    /// A competency framework for Moodle’s “Import competency framework”
    MoodleCompetencies,
    /// Linked data: schema.org and SKOS, as JSON-LD
    Jsonld,
    /// Flashcards of statements and terms for Anki
    Anki,
    /// The standards as a book for e-readers, with what is ours as a companion
    Epub,
}

impl Format {
    /// The ending of the file's name, of what can't be read as text.
    fn archive(self) -> Option<&'static str> {
        matches!(self, Self::Epub).then_some("epub")
    }
}

pub fn run(args: &ExportArgs) -> Outcome {
    let (site, mut diagnostics) = standpoint::build::load(&args.content);
    let options =
        Options { content: args.content.clone(), output: PathBuf::new(), theme: args.theme.clone() };
    let theme = site.as_ref().map(|site| {
        let folder = standpoint::build::theme_folder(&options, Some(site));
        let (theme, found) = Theme::load(folder.as_ref(), &site.config.language);
        diagnostics.extend(found);
        theme
    });
    let errors: Vec<_> =
        diagnostics.into_iter().filter(standpoint::diagnostic::Diagnostic::is_error).collect();
    report::problems(&errors, args.message_format);
    let Some((site, theme)) = site.zip(theme).filter(|_| errors.is_empty()) else {
        tell!("Nothing exported: {}.", standpoint::diagnostic::render::count(&errors));
        return Outcome::Failed;
    };
    let bytes = match exported(args, &site, &theme) {
        Ok(bytes) => bytes,
        Err(failure) => {
            tell!("Nothing exported. {}", failure.message);
            return Outcome::Failed;
        }
    };
    let named = args.format.archive().map(|ending| PathBuf::from(format!("{}.{ending}", site.framework.id)));
    let standard = Path::new("-");
    let file = match (&args.output, named) {
        (Some(file), _) => Some(file.clone()),
        (None, named) => named,
    };
    let written = match file.filter(|file| file != standard) {
        Some(file) => {
            let told = args.format.archive().map(|_| format!("{}: {}", file.display(), size(bytes.len())));
            let written = write(&file, &bytes).map_err(|error| (file.display().to_string(), error));
            if let (Ok(()), Some(told)) = (&written, told) {
                tell!("{told}");
            }
            written
        }
        None if args.format.archive().is_some() && std::io::stdout().is_terminal() => {
            tell!("An archive is nothing to read on a terminal. Name a file with -o FILE.");
            return Outcome::WrongUsage;
        }
        None => match std::io::stdout().lock().write_all(&bytes) {
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

fn exported(args: &ExportArgs, site: &Site, theme: &Theme) -> Result<Vec<u8>, export::Failure> {
    let text = match args.format {
        Format::Json => export::json::export(site),
        Format::Csv => export::csv::export(site),
        Format::Case => export::case::export(site, theme),
        Format::MoodleCompetencies => export::moodle::export(site),
        Format::Jsonld => export::jsonld::export(site),
        Format::Anki => export::anki::export(site),
        Format::Epub => return export::epub::standards(site, theme, &args.content),
    };
    Ok(text.into_bytes())
}

/// A number of bytes for people.
fn size(bytes: usize) -> String {
    if bytes < 1000 { format!("{bytes} bytes") } else { format!("{} kB", bytes.div_ceil(1000)) }
}
