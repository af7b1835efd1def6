//! The commands: one file each. They call the library and print; nothing else prints.

/// Prints a line on standard output. A reader that went away (`| head`) is no reason to fail.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($words)*);
    }};
}

/// Prints a line on standard error, as [`say`] does on standard output.
macro_rules! tell {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($words)*);
    }};
}

mod build;
mod check;
mod export;
mod init;
mod new;
mod report;
mod schema;
mod serve;
mod write;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done: exit code 0.
    Done,
    /// The content has errors, or something couldn't be written: exit code 1.
    Failed,
    /// The command can't be carried out as it was given: exit code 2.
    WrongUsage,
}

#[derive(Parser)]
#[command(
    name = "standpoint",
    version,
    about = "Turns professional practice standards, written as Markdown, into a cross-linked site",
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site: content/ to output/
    Build(build::BuildArgs),
    /// Build the site, serve it on this machine, rebuild and reload on change
    Serve(serve::ServeArgs),
    /// Tell everything that a build would report, and write nothing
    Check(check::CheckArgs),
    /// Make a small site of your own in a new folder
    Init(init::InitArgs),
    /// Make a new file of a kind: topic, term, guide, assessment, course, lesson …; “new --help” lists them
    New(new::NewArgs),
    /// Write the standards in another format
    Export(export::ExportArgs),
    /// Print the JSON Schemas of site.yaml and the front matter, for editors
    Schema(schema::SchemaArgs),
}

/// Where content, theme and output are.
#[derive(Args, Clone, Debug)]
struct Folders {
    /// Folder with the content
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// Folder the site is written to
    #[arg(long, value_name = "DIR", default_value = "output")]
    output: PathBuf,
    /// Folder with a theme, instead of the one that site.yaml names
    #[arg(long, value_name = "DIR")]
    theme: Option<PathBuf>,
}

impl Folders {
    fn options(&self) -> standpoint::build::Options {
        standpoint::build::Options {
            content: self.content.clone(),
            output: self.output.clone(),
            theme: self.theme.clone(),
            ..standpoint::build::Options::default()
        }
    }
}

/// How problems are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// For people, on standard error
    #[default]
    Human,
    /// One JSON object a line, on standard output
    Json,
}

/// Reads the arguments, runs the command, says how it ended.
pub fn run() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Build(args) => build::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Init(args) => init::run(&args),
        Command::New(args) => new::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Schema(args) => schema::run(&args),
    };
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::Failed => ExitCode::from(1),
        Outcome::WrongUsage => ExitCode::from(2),
    }
}
