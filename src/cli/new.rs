//! `standpoint new`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use standpoint::model::{Level, Site};
use standpoint::source::markdown::slug;

use super::{Outcome, report};

#[derive(Args)]
pub struct NewArgs {
    /// What to make
    #[arg(value_enum)]
    kind: Kind,
    /// Its name; for a statement-part its code, such as II.C
    name: String,
    /// Folder with the content
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// A section or part of the standards, with a list of statements
    StatementPart,
    /// A theme that crosses the sections
    Topic,
    /// A glossary entry
    Term,
    /// A guide for readers
    Guide,
    /// A self-assessment: which statements are asked about, and how
    Assessment,
    /// A scale for assessments
    Scale,
    /// A reflection model for assessments
    Reflection,
}

pub fn run(args: &NewArgs) -> Outcome {
    let name = args.name.trim();
    if !args.content.join("site.yaml").is_file() {
        tell!(
            "There is no site.yaml in {}. Go to the folder of your site, or say where its content is with --content DIR.",
            args.content.display()
        );
        return Outcome::WrongUsage;
    }
    if name.is_empty() || name.contains(['/', '\\', '\n']) {
        tell!("“{}” can’t be a name. Write one such as “Mutual aid”.", args.name);
        return Outcome::WrongUsage;
    }
    // With faults in the content nobody knows what fits; then check tells.
    let (site, _) = standpoint::build::load(&args.content);
    if let (Kind::StatementPart, Some(site)) = (args.kind, &site)
        && let Some(node) = site.index.code(name)
    {
        tell!("{name} is there already, “{}”; nothing was changed.", site.nodes[node].label);
        return Outcome::WrongUsage;
    }
    if matches!(args.kind, Kind::StatementPart)
        && let Some(Err(problem)) = site.as_ref().map(|site| site.fits(name))
    {
        tell!("Nothing was made: {}.", problem.message());
        if let Some(help) = problem.help() {
            tell!("Help: {help}.");
        }
        return Outcome::WrongUsage;
    }
    let (path, text) = match args.kind {
        // It speaks of a section and scales that there are, so that it can be built at once.
        Kind::Assessment => assessment(name, site.as_ref()),
        kind => draft(kind, name, site.as_ref().is_some_and(|site| has_parts(site, name))),
    };
    let path = args.content.join(path);
    match write_new(&path, &text) {
        Ok(()) => {
            say!("{}", path.display());
            Outcome::Done
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            tell!("{} is there already; nothing was changed.", path.display());
            Outcome::WrongUsage
        }
        Err(error) => {
            tell!("{} can’t be written: {}", path.display(), report::reason(&error));
            Outcome::Failed
        }
    }
}

/// Whether what has this code is there to have parts, and not statements of its own.
fn has_parts(site: &Site, code: &str) -> bool {
    let numbering = site.framework.numbering.len();
    let direct =
        |section: usize| site.nodes[section].children.iter().any(|child| site.nodes[*child].title.is_none());
    !code.contains('.') && numbering > 2 && !site.level(Level::Section).any(direct)
}

/// Path within the content folder, and what to write; a section with parts has no statements of its own.
fn draft(kind: Kind, name: &str, has_parts: bool) -> (String, String) {
    let quoted = serde_json::to_string(name).unwrap_or_default();
    match kind {
        Kind::StatementPart if has_parts => (
            format!("standards/{name}.md"),
            format!(
                "---\nid: {quoted}\ntitle: The published title\n---\n\nThe published introduction, if there is one.\n"
            ),
        ),
        Kind::StatementPart => (
            format!("standards/{name}.md"),
            format!(
                "---\nid: {quoted}\ntitle: The published title\n---\n\n1. The published words of the first statement.\n"
            ),
        ),
        Kind::Topic => (
            format!("topics/{}.md", slug(name)),
            format!(
                "---\ntitle: {quoted}\nsummary: One sentence that says what it is about.\n---\n\nAn introduction in two or three paragraphs.\n"
            ),
        ),
        Kind::Term => (
            format!("glossary/{}.md", slug(name)),
            format!(
                "---\nterm: {quoted}\naliases: []\nstatements: []\n---\n\nA definition in one or two sentences that can stand alone.\n"
            ),
        ),
        Kind::Guide => (
            format!("guides/{}.md", slug(name)),
            format!(
                "---\ntitle: {quoted}\nsummary: One sentence that says what it helps with.\norder: 10\n---\n\n## A first heading\n\nWhat the reader wants to know.\n"
            ),
        ),
        Kind::Assessment => assessment(name, None),
        Kind::Scale => (
            format!("assessments/scales/{}.yaml", slug(name)),
            format!(
                "title: {quoted}\nquestion: What is asked about each statement?\npoints:\n  - label: The lowest\n    anchor: What one would see somebody do who is there.\n  - label: The highest\n    anchor: What one would see somebody do who is there.\nspecials:\n  - id: not-applicable\n    label: Does not apply\n"
            ),
        ),
        Kind::Reflection => (
            format!("assessments/reflections/{}.md", slug(name)),
            format!(
                "---\ntitle: {quoted}\nsource: Where the model is from.\nsteps:\n  - id: what\n    title: What?\n    question: What happened?\n---\n\nA short introduction.\n"
            ),
        ),
    }
}

/// An assessment of the first section on the scales that there are.
fn assessment(name: &str, site: Option<&Site>) -> (String, String) {
    let quoted = |name: &str| serde_json::to_string(name).unwrap_or_default();
    let section =
        site.and_then(|site| site.level(Level::Section).next().map(|id| site.nodes[id].code.clone()));
    let scales: Vec<&str> =
        site.iter().flat_map(|site| &site.scales).map(|scale| scale.id.as_str()).take(2).collect();
    let scales = if scales.is_empty() { "a-scale-of-yours".to_owned() } else { scales.join(", ") };
    (
        format!("assessments/{}.md", slug(name)),
        format!(
            "---\ntitle: {}\nsummary: One sentence that says what it looks at.\nselect:\n  - section: {}\nscales: [{scales}]\n---\n\nWhat it is for, that it is no test, and that nothing leaves the reader’s computer.\n",
            quoted(name),
            quoted(section.as_deref().unwrap_or("I")),
        ),
    )
}

/// Writes a file that must not be there yet, with its folder.
pub fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::File::create_new(path)?.write_all(text.as_bytes())
}
