//! `standpoint new`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use standpoint::diagnostic::render::name_of;
use standpoint::language::Language;
use standpoint::model::{Level, Site};
use standpoint::names;
use standpoint::source::markdown::slug;
use standpoint::theme::{file_of, to_translate};

use super::write::write;
use super::{Outcome, report};

/// What a file of words begins with.
const ABOUT_WORDS: &str = "\
# The words of the interface. Take the “# ” away from a line, and write yours in place of the English word. What stands
# in braces is filled in: leave it as it is. Put a word in double quotes if it has a colon, a number sign or quotes in it.
";

#[derive(Args)]
pub struct NewArgs {
    /// What to make
    #[arg(value_enum)]
    kind: Kind,
    /// Its name; for a statement-part its code, such as II.C; for a lesson, check or vignette with its course before
    /// it, such as first-steps/Welcome
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
    /// A course, with a first lesson
    Course,
    /// A lesson of a course
    Lesson,
    /// A check of a course: questions with feedback
    Check,
    /// A vignette of a course: a case with choices
    Vignette,
    /// The words of the interface in another language; its name is the code of the language, such as pt-BR
    Words,
}

impl Kind {
    /// Whether it lies in a course.
    fn is_of_course(self) -> bool {
        matches!(self, Self::Lesson | Self::Check | Self::Vignette)
    }
}

pub fn run(args: &NewArgs) -> Outcome {
    let name = args.name.trim();
    if !args.content.join("site.yaml").is_file() {
        tell!(
            "There is no site.yaml in {}. Go to the folder of your site, or say where its content is with --content DIR.",
            name_of(&args.content)
        );
        return Outcome::WrongUsage;
    }
    let (course, name) = match name.split_once('/') {
        Some((course, name)) if args.kind.is_of_course() => (Some(course.trim()), name.trim()),
        _ => (None, name),
    };
    if name.is_empty() || name.contains(['/', '\\', '\n']) {
        tell!("“{}” can’t be a name. Write one such as “Mutual aid”.", args.name);
        return Outcome::WrongUsage;
    }
    // With faults in the content nobody knows what fits; then check tells.
    let (site, _) = standpoint::build::load(&args.content);
    let course = match course_of(args.kind, course, site.as_ref()) {
        Ok(course) => course,
        Err(outcome) => return outcome,
    };
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
    let Some((path, text)) = draft(args.kind, name, &course, site.as_ref()) else {
        return words(name, &args.content, site.as_ref());
    };
    if names::fit(&path) != path {
        tell!("“{name}” can’t be the name of a file on Windows. Write another, such as “{name}-1”.");
        return Outcome::WrongUsage;
    }
    let path = args.content.join(path);
    match write_new(&path, &text).and_then(|()| first_lesson(args.kind, &path, site.as_ref())) {
        Ok(()) => {
            say!("{}", name_of(&path));
            if matches!(args.kind, Kind::Lesson) {
                tell!("Add “{}” to the lessons of a unit in course.md.", slug(name));
            }
            Outcome::Done
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            tell!("{} is there already; nothing was changed.", name_of(&path));
            Outcome::WrongUsage
        }
        Err(error) => {
            tell!("{} can’t be written: {}", name_of(&path), report::reason(&error));
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

/// Path within the content folder, and what to write; a section with parts has no statements of its own. `None` for what
/// is no content.
fn draft(kind: Kind, name: &str, course: &str, site: Option<&Site>) -> Option<(String, String)> {
    let quoted = serde_json::to_string(name).unwrap_or_default();
    let draft = match kind {
        Kind::StatementPart if site.is_some_and(|site| has_parts(site, name)) => (
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
        // It speaks of a section and scales that there are, so that it can be built at once.
        Kind::Assessment => assessment(name, site),
        Kind::Course => course_draft(name),
        Kind::Lesson | Kind::Check | Kind::Vignette => in_course(kind, course, name, site),
        Kind::Words => return None,
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
    };
    Some(draft)
}

/// Writes a file of the site's theme with the words of the interface to translate, or adds to it what is missing there.
fn words(tag: &str, content: &Path, site: Option<&Site>) -> Outcome {
    let Some(language) = Language::of(tag) else {
        tell!("“{tag}” is not the code of a language. Write one such as de, fr or pt-BR.");
        return Outcome::WrongUsage;
    };
    // Where no site can be made of the content, its settings may be there all the same.
    let config = site.map(|site| site.config.clone());
    let config = config.or_else(|| Some(standpoint::source::read(content).0.site?.yaml));
    let theme = standpoint::build::theme_folder(content, config.as_ref());
    let path = theme.join(file_of(&language));
    let before = match std::fs::read_to_string(&path) {
        Ok(before) => before,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => {
            tell!("{} can’t be read: {}", name_of(&path), report::reason(&error));
            return Outcome::Failed;
        }
    };
    let Some(missing) = to_translate(&language, &before) else {
        tell!("{} has a line for every word; nothing was changed.", name_of(&path));
        return Outcome::Done;
    };
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    let text = if before.is_empty() {
        format!("{ABOUT_WORDS}{missing}")
    } else {
        format!("{}\n{missing}", before.trim_end())
    };
    match made.and_then(|()| write(&path, text.as_bytes())) {
        Ok(()) => {
            say!("{}", name_of(&path));
            Outcome::Done
        }
        Err(error) => {
            tell!("{} can’t be written: {}", name_of(&path), report::reason(&error));
            Outcome::Failed
        }
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

/// The course that something of this kind is made in: the one that was named, else the only one.
fn course_of(kind: Kind, named: Option<&str>, site: Option<&Site>) -> Result<String, Outcome> {
    let known: Vec<&str> =
        site.iter().flat_map(|site| &site.courses).map(|course| course.id.as_str()).collect();
    match (named, known.as_slice()) {
        _ if !kind.is_of_course() => Ok(String::new()),
        (Some(named), _) if known.contains(&named) => Ok(named.to_owned()),
        (None, [only]) => Ok((*only).to_owned()),
        (_, []) => {
            tell!("There is no course yet. Make one with “standpoint new course NAME”.");
            Err(Outcome::WrongUsage)
        }
        (Some(named), _) => {
            tell!("There is no course “{named}”. The courses are: {}.", known.join(", "));
            Err(Outcome::WrongUsage)
        }
        (None, _) => {
            tell!(
                "Write the course before the name, with a slash between. The courses are: {}.",
                known.join(", ")
            );
            Err(Outcome::WrongUsage)
        }
    }
}

fn course_draft(name: &str) -> (String, String) {
    let quoted = serde_json::to_string(name).unwrap_or_default();
    (
        format!("courses/{}/course.md", slug(name)),
        format!(
            "---\ntitle: {quoted}\nsummary: One sentence that says what it is about.\noutcomes:\n  - What people can do after it.\n\
             units:\n  - id: first\n    title: A first unit\n    lessons: [first-lesson]\n---\n\nAn introduction for those who take it and those who teach it.\n"
        ),
    )
}

/// A course needs a lesson, so that it can be built at once.
fn first_lesson(kind: Kind, course: &Path, site: Option<&Site>) -> std::io::Result<()> {
    let Some(folder) = course.parent().filter(|_| matches!(kind, Kind::Course)) else { return Ok(()) };
    let (_, text) = in_course(Kind::Lesson, "", "First lesson", site);
    write_new(&folder.join("first-lesson.md"), &text)
}

/// A lesson, check or vignette; they speak of a statement that there is.
fn in_course(kind: Kind, course: &str, name: &str, site: Option<&Site>) -> (String, String) {
    let quoted = serde_json::to_string(name).unwrap_or_default();
    let leaf = site.and_then(|site| site.nodes.iter().find(|node| node.is_leaf()));
    let code = leaf.map_or("I.A.1", |node| node.code.as_str());
    let path = |folder: &str, extension: &str| format!("courses/{course}/{folder}{}.{extension}", slug(name));
    match kind {
        Kind::Check => (
            path("checks/", "yaml"),
            format!(
                "title: {quoted}\nquestions:\n  - id: first\n    kind: single\n    question: What is asked?\n    statements: [\"{code}\"]\n    options:\n      \
                 - text: A right answer\n        right: true\n        feedback: Why it is right.\n      \
                 - text: Another answer\n        feedback: What speaks against it.\n"
            ),
        ),
        Kind::Vignette => (
            path("vignettes/", "yaml"),
            format!(
                "title: {quoted}\nsummary: One sentence that says what it is about.\nscenes:\n  - id: beginning\n    text: What happens.\n    choices:\n      \
                 - text: What you do.\n        to: ending\n        feedback: \"What is to be said about it; see [[{code}]].\"\n  - id: ending\n    text: What comes of it.\n"
            ),
        ),
        _ => (
            path("", "md"),
            format!(
                "---\ntitle: {quoted}\nsummary: One sentence that says what it is about.\nminutes: 60\noutcomes:\n  - \"What people can do after it [[{code}]].\"\n---\n\n\
                 The text of the lesson.\n\n![[{code}]]\n"
            ),
        ),
    }
}

/// Writes a file that must not be there yet, with its folder.
pub fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::File::create_new(path)?.write_all(text.as_bytes())
}
