//! `standpoint export`

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use standpoint::build::Options;
use standpoint::diagnostic::render::name_of;
use standpoint::diagnostic::{self, Diagnostic, render};
use standpoint::export;
use standpoint::export::scorm::Version;
use standpoint::export::what::What;
use standpoint::model::Site;
use standpoint::page::address::file_name;
use standpoint::theme::Theme;

use super::report;
use super::write::write;
use super::{MessageFormat, Outcome};

#[derive(Args)]
pub struct ExportArgs {
    /// The format
    #[arg(value_enum)]
    format: Format,
    /// What to pack, for packages and books: course:ID, unit:COURSE/ID, lesson:COURSE/ID or assessment:ID; left out, the
    /// first course, and for epub the standards
    what: Option<String>,
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
    /// The standards as a book for e-readers, with what is ours as a companion; or a course
    Epub,
    /// A cartridge for learning platforms: Common Cartridge 1.1, with checks as their own quizzes
    Cc,
    /// A package for learning platforms: SCORM 1.2
    Scorm12,
    /// A package for learning platforms: SCORM 2004, 4th edition
    Scorm2004,
}

impl Format {
    /// The ending of the file's name, of what can't be read as text.
    fn archive(self) -> Option<&'static str> {
        match self {
            Self::Epub => Some("epub"),
            Self::Cc => Some("imscc"),
            Self::Scorm12 | Self::Scorm2004 => Some("zip"),
            _ => None,
        }
    }

    /// Whether one says what to pack.
    fn takes_what(self) -> bool {
        matches!(self, Self::Epub | Self::Cc | Self::Scorm12 | Self::Scorm2004)
    }
}

pub fn run(args: &ExportArgs) -> Outcome {
    let packed = args.format.archive();
    let printed = args.output.as_deref() == Some(Path::new("-"));
    if packed.is_some() && printed && std::io::stdout().is_terminal() {
        tell!("An archive is nothing to read on a terminal. Name a file with -o FILE.");
        return Outcome::WrongUsage;
    }
    if let Some(what) = args.what.as_ref().filter(|_| !args.format.takes_what()) {
        tell!("This format is of the standards as a whole; leave “{what}” out.");
        return Outcome::WrongUsage;
    }
    let (site, mut diagnostics) = standpoint::build::load(&args.content);
    let options = Options { content: args.content.clone(), theme: args.theme.clone(), ..Options::default() };
    let theme = site.as_ref().map(|site| {
        let (theme, found) =
            standpoint::build::theme(&options, &site.config, &site.config_source, Some(&site.framework));
        diagnostics.extend(found);
        theme
    });
    let mut errors: Vec<Diagnostic> = diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    diagnostic::sort(&mut errors);
    diagnostic::limit(&mut errors);
    report::problems(&errors, args.message_format);
    let Some((site, mut theme)) = site.zip(theme).filter(|_| errors.is_empty()) else {
        tell!("Nothing exported: {}.", render::count(&errors));
        return Outcome::Failed;
    };
    let (bytes, name) = match exported(args, &site, &mut theme) {
        Ok(done) => done,
        Err(failure) => {
            report::problems(&failure.problems, args.message_format);
            let told = match failure.message.as_str() {
                "" => format!("Nothing exported: {}.", render::count(&failure.problems)),
                message => format!("Nothing exported. {message}"),
            };
            tell!("{told}");
            return if failure.usage { Outcome::WrongUsage } else { Outcome::Failed };
        }
    };
    // The name comes from the content, and must lead nowhere.
    let name =
        Some(file_name(&name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "standards".to_owned());
    let default = packed.map(|ending| PathBuf::from(format!("{name}.{ending}")));
    let written = match args.output.clone().or(default).filter(|_| !printed) {
        Some(file) => {
            let written = write(&file, &bytes).map_err(|error| (name_of(&file), error));
            if written.is_ok() && packed.is_some() {
                tell!("{}: {}", name_of(&file), size(bytes.len()));
            }
            written
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

/// The bytes, and a name for the file.
fn exported(args: &ExportArgs, site: &Site, theme: &mut Theme) -> Result<(Vec<u8>, String), export::Failure> {
    let standards = || site.framework.id.clone();
    let mut package = |version, ending| {
        let what = What::find(site, args.what.as_deref())?;
        let bytes = export::scorm::export(site, theme, &args.content, version, what)?;
        Ok((bytes, format!("{}-{ending}", what.file_name(site))))
    };
    let text = match args.format {
        Format::Json => export::json::export(site),
        Format::Csv => export::csv::export(site),
        Format::Case => export::case::export(site, theme),
        Format::MoodleCompetencies => export::moodle::export(site),
        Format::Jsonld => export::jsonld::export(site),
        Format::Anki => export::anki::export(site),
        Format::Epub if args.what.is_some() => {
            let what = What::find(site, args.what.as_deref())?;
            let bytes = export::epub::course(site, theme, &args.content, what)?;
            return Ok((bytes, what.file_name(site)));
        }
        Format::Epub => return Ok((export::epub::standards(site, theme, &args.content)?, standards())),
        Format::Cc => {
            let what = What::find(site, args.what.as_deref())?;
            return Ok((export::cc::export(site, theme, &args.content, what)?, what.file_name(site)));
        }
        Format::Scorm12 => return package(Version::V12, "scorm12"),
        Format::Scorm2004 => return package(Version::V2004, "scorm2004"),
    };
    Ok((text.into_bytes(), standards()))
}

/// A number of bytes for people.
fn size(bytes: usize) -> String {
    if bytes < 1000 { format!("{bytes} bytes") } else { format!("{} kB", bytes.div_ceil(1000)) }
}
