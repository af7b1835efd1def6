//! The whole way, from a content folder to a written site.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic, Problem, Unreadable};
use crate::model::{self, Level, Site};
use crate::output::{Stage, Written};
use crate::page::{self, Globals, Plan, Planned};
use crate::source;
use crate::theme::{Asked, Theme, ThemeFolder};

/// What to build, from where, to where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The content folder.
    pub content: PathBuf,
    /// The folder the site is written to.
    pub output: PathBuf,
    /// A theme folder that goes before the one `site.yaml` names.
    pub theme: Option<PathBuf>,
}

/// How far a build is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Pages made.
    pub done: usize,
    /// Pages in all.
    pub total: usize,
}

/// What a build did, or a check would do.
#[derive(Debug, Default)]
pub struct Report {
    /// Errors and warnings, in the order to mend them. With an error among them nothing was written.
    pub diagnostics: Vec<Diagnostic>,
    /// What the site has, if it could be made.
    pub summary: Option<Summary>,
}

/// Numbers for the line at the end.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "each is the number of what its name says")]
pub struct Summary {
    pub pages: usize,
    pub statements: usize,
    pub references: usize,
    pub written: Written,
}

impl Report {
    /// Whether something stopped the build.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Reads the content folder and makes the model; whatever is wrong is in the diagnostics.
pub fn load(content: &Path) -> (Option<Site>, Vec<Diagnostic>) {
    let (documents, mut diagnostics) = source::read(content);
    // A folder that isn't there, or has nothing in it, has one problem and not ten.
    if diagnostics.iter().any(|d| matches!(d.problem, Problem::NoSuchFolder { .. } | Problem::EmptyFolder)) {
        return (None, diagnostics);
    }
    let mut missing = Vec::new();
    if documents.site.is_none() {
        missing.push(("site.yaml", "title: The name of the site\ndescription: One sentence about it."));
    }
    if documents.framework.is_none() {
        let example = "id: my-standards\ntitle: …\npublisher: …\nsource: …\nrights: …\nnumbering: [upper-roman, upper-alpha, decimal]";
        missing.push(("standards/framework.yaml", example));
    }
    for (name, example) in missing {
        let path = source::display_path(&content.join(name));
        // A file that is there but faulty, or has another name, has been told of.
        let told_of = diagnostics.iter().any(|d| {
            d.file() == path
                || matches!(&d.problem, Problem::UnknownContentFile { nearest: Some(nearest) } if nearest == name)
        });
        if !told_of {
            let problem = Problem::MissingFile { what: name, example: example.to_owned() };
            diagnostics.push(Diagnostic::path(path, problem));
        }
    }
    let (site, found) = model::build(documents);
    diagnostics.extend(found);
    diagnostic::first_causes(&mut diagnostics);
    (site, diagnostics)
}

/// The folder that holds a site's theme.
pub fn theme_folder(options: &Options, site: Option<&Site>) -> Option<ThemeFolder> {
    if let Some(path) = &options.theme {
        return Some(ThemeFolder { path: path.clone(), asked: Asked::ByCommand });
    }
    let asked = match site.and_then(|site| site.config.theme.as_ref()) {
        Some(name) if name != "default" => site.map(|site| Asked::BySite(site.config_place(&["theme"]))),
        _ => None,
    };
    let name = site.and_then(|site| site.config.theme.as_deref()).unwrap_or("default");
    Some(ThemeFolder { path: themes_of(options).join(name), asked: asked.unwrap_or(Asked::ByNobody) })
}

/// What a preview must watch: the content, and the folder of themes (or the one theme that was asked for).
pub fn watched(options: &Options) -> Vec<PathBuf> {
    let theme = match &options.theme {
        Some(theme) => theme.clone(),
        None => themes_of(options),
    };
    vec![options.content.clone(), theme]
}

/// The folder beside the content that holds a site's themes.
fn themes_of(options: &Options) -> PathBuf {
    options.content.parent().unwrap_or(Path::new("")).join("themes")
}

/// Everything a build would tell of; writes nothing.
pub fn check(options: &Options) -> Report {
    run(options, None, &|_| {})
}

/// Builds the site. Errors leave the site that was there as it was.
pub fn build(options: &Options, progress: &(dyn Fn(Progress) + Sync)) -> Report {
    run(options, Some(&options.output), progress)
}

fn run(options: &Options, output: Option<&Path>, progress: &(dyn Fn(Progress) + Sync)) -> Report {
    let (site, mut diagnostics) = load(&options.content);
    let summary = site.and_then(|site| {
        let folder = theme_folder(options, Some(&site));
        let language = &site.config.language;
        let (mut theme, found) = Theme::load(folder.as_ref(), language);
        diagnostics.extend(found);
        // With faults in the content, pages are made all the same, to tell of all that is wrong with them, but only
        // where what they show is whole.
        if diagnostics.iter().any(Diagnostic::is_error) {
            render_all(&site, &mut theme, options, None, &mut diagnostics, progress);
            return None;
        }
        render_all(&site, &mut theme, options, output, &mut diagnostics, progress)
    });
    diagnostic::first_causes(&mut diagnostics);
    diagnostic::sort(&mut diagnostics);
    Report { diagnostics, summary }
}

fn render_all(
    site: &Site,
    theme: &mut Theme,
    options: &Options,
    output: Option<&Path>,
    diagnostics: &mut Vec<Diagnostic>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Option<Summary> {
    let globals = Globals::new(site, theme);
    theme.set_globals(&globals);
    let plan = Plan::new(site, theme, diagnostics);
    let output = output.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    if let Some(output) = output
        && let Some(problem) = overlap(&options.content, output)
    {
        diagnostics.push(Diagnostic::path(source::display_path(output), problem));
        return None;
    }
    let stage = match output.map(Stage::begin).transpose() {
        Ok(stage) => stage,
        Err(problem) => {
            diagnostics.push(problem);
            return None;
        }
    };
    let total = plan.pages.len();
    let done = AtomicUsize::new(0);
    let failed: Mutex<Vec<Diagnostic>> = Mutex::new(Vec::new());
    let fail = |problem| failed.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
    let put = |address: &str, bytes: &[u8]| {
        if let Some(Err(problem)) = stage.as_ref().map(|stage| stage.put(address, bytes)) {
            fail(problem);
        }
    };
    plan.pages.par_iter().for_each(|page: &Planned| {
        match plan.render(page) {
            Ok(html) => put(&page.address, &html),
            Err(problem) => fail(problem),
        }
        progress(Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
    });
    // Names differ only if they differ in more than capitals: half of the world's disks don't tell those apart.
    let mut taken: HashMap<String, Option<String>> =
        plan.pages.iter().map(|page| (page.address.to_lowercase(), None)).collect();
    for (address, bytes) in plan.data_files() {
        put(&address, &bytes);
        taken.insert(address.to_lowercase(), None);
    }
    for (address, bytes) in theme_assets(&plan) {
        put(address, bytes);
        taken.insert(address.to_lowercase(), None);
    }
    let (found, assets) = plan.into_findings();
    diagnostics.extend(found);
    for asset in assets {
        let path = options.content.join(&asset);
        let tell = |problem| fail(Diagnostic::path(source::display_path(&path), problem));
        if let Some(other) = taken.insert(asset.to_lowercase(), Some(asset.clone())) {
            tell(Problem::FileNameTaken { name: asset, other });
            continue;
        }
        match source::read_file(&path) {
            Ok(bytes) => put(&asset, &bytes),
            Err(error) => tell(Problem::Unreadable { reason: Unreadable::of(&error) }),
        }
    }
    diagnostics.extend(one_a_fault(failed.into_inner().unwrap_or_else(PoisonError::into_inner)));
    if diagnostics.iter().any(Diagnostic::is_error) {
        return None;
    }
    let written = match stage.map(Stage::commit).transpose() {
        Ok(written) => written.unwrap_or_default(),
        Err(problem) => {
            diagnostics.push(problem);
            return None;
        }
    };
    let relations: usize = site.nodes.iter().map(|node| node.relations.len()).sum();
    let backlinks =
        site.nodes.iter().map(|n| n.backlinks.len()).chain(site.topics.iter().map(|t| t.backlinks.len()));
    let backlinks: usize = backlinks.chain(site.terms.iter().map(|t| t.backlinks.len())).sum();
    Some(Summary {
        pages: total,
        statements: site.level(Level::Statement).count(),
        references: relations / 2 + backlinks,
        written,
    })
}

fn theme_assets<'p>(plan: &'p Plan<'_>) -> impl Iterator<Item = (&'p str, &'p [u8])> {
    plan.theme().assets().filter(|(address, _)| !page::package::ASSETS.contains(address))
}

/// A template that fails on a thousand pages has one fault: the first page stands for all. The same for a disk that
/// is full.
fn one_a_fault(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    problems.sort_by_cached_key(|problem| problem.problem.message());
    let mut seen: Vec<(String, String)> = Vec::new();
    problems.retain(|problem| {
        let key = match &problem.problem {
            Problem::TemplateBroken { template, reason, .. } => (template.clone(), reason.clone()),
            other => (other.code().to_owned(), other.message()),
        };
        let new = !seen.contains(&key);
        if new {
            seen.push(key);
        }
        new
    });
    problems
}

/// Content and output in one another would publish the content, or read the site as content.
fn overlap(content: &Path, output: &Path) -> Option<Problem> {
    let content = content.canonicalize().ok()?;
    // The output may not exist yet; what exists of its path decides.
    let output = std::path::absolute(output).ok()?;
    let existing = output.ancestors().find(|folder| folder.exists())?;
    let rest = output.strip_prefix(existing).ok()?;
    let output = existing.canonicalize().ok()?.join(rest);
    let overlaps = output.starts_with(&content) || content.starts_with(&output);
    overlaps.then(|| Problem::OutputHoldsContent {
        content: source::display_path(&content).to_string_lossy().into_owned(),
    })
}
