//! The whole way, from a content folder to a written site.

mod preview;
#[cfg(test)]
pub(crate) mod tests;
mod unchanged;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::budget::Budget;
use crate::diagnostic::{self, Diagnostic, Place, Problem, SourceFile};
use crate::fingerprint::Fingerprint;
use crate::language::Languages;
use crate::model::{self, Level, Site};
use crate::output::{Encoding, Mark, Stage, Written};
use crate::page::{self, Draft, Found, Globals, Plan, Planned, offline};
use crate::source::front_matter::{FrameworkYaml, SiteYaml};
use crate::source::limits::SITE_BYTES;
use crate::source::{self, Documents, yaml};
use crate::theme::{Asked, AssetNames, Theme, ThemeFolder, Unspoken, file_of};
use preview::Kept;
pub use preview::Preview;
use unchanged::{Inputs, Left};

/// What to build, from where, to where.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The content folder.
    pub content: PathBuf,
    /// The folder the site is written to.
    pub output: PathBuf,
    /// A theme folder that goes before the one `site.yaml` names.
    pub theme: Option<PathBuf>,
    /// How the theme's files are named in the site.
    pub asset_names: AssetNames,
    /// The compressed forms that are put beside texts.
    pub compress: Vec<Encoding>,
    /// Whether browsers may keep the site for reading without a network.
    pub offline: bool,
}

/// Makes the file at an address of the site that is being built.
pub type Make<'m> = dyn Fn(&str) -> Option<Vec<u8>> + Sync + 'm;
/// Lets others have single files of a site while the work of writing it is done: it must do the work once.
pub type Offer<'o> = dyn Fn(&Make<'_>, &mut dyn FnMut()) + 'o;

/// A site with more pages than this is offered before it is written. One with fewer is written in less time than it
/// takes to look.
const OFFERED: usize = 2_000;

/// Where a site goes, and who looks on.
struct Way<'w> {
    output: Option<&'w Path>,
    progress: &'w (dyn Fn(Progress) + Sync),
    offer: Option<&'w Offer<'w>>,
    /// Whether pages that would be just as they are needn't be made.
    may_leave: bool,
    /// Whether nothing of it is kept for the next build of this process.
    is_last: bool,
    /// The most bytes it may have.
    most: u64,
}

impl Way<'_> {
    /// Nothing is written, and nobody looks on.
    fn nowhere() -> Self {
        Self {
            output: None,
            progress: &|_| {},
            offer: None,
            may_leave: false,
            is_last: true,
            most: SITE_BYTES,
        }
    }
}

/// What is known of the content beside its model.
struct Content {
    inputs: Inputs,
    /// What is wrong with it, before pages are made.
    told: Vec<Diagnostic>,
    /// Whether links were followed, so that one file may be several texts.
    has_links: bool,
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
    /// Pages that were made, and not known to be as they were.
    pub made: usize,
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
    let (documents, diagnostics) = source::read(content);
    resolve(content, documents, diagnostics)
}

/// Makes the model of what was read.
fn resolve(
    content: &Path,
    documents: Documents,
    mut diagnostics: Vec<Diagnostic>,
) -> (Option<Site>, Vec<Diagnostic>) {
    // A folder that isn't there, has nothing in it or too much, has one problem and not ten.
    if diagnostics.iter().any(|d| match d.problem {
        Problem::NoSuchFolder { .. } | Problem::EmptyFolder => true,
        Problem::OverLimit { .. } => d.file() == source::display_path(content),
        _ => false,
    }) {
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

/// The theme of a site with these settings, which stand in `source`, and what is wrong with it.
pub fn theme(
    options: &Options,
    config: &SiteYaml,
    source: &Arc<SourceFile>,
    framework: Option<&FrameworkYaml>,
) -> (Theme, Vec<Diagnostic>) {
    let name = config.theme.as_deref().unwrap_or("default");
    let asked = match name {
        _ if options.theme.is_some() => Asked::ByCommand,
        "default" => Asked::ByNobody,
        _ => Asked::BySite(Place::new(source, yaml::Tree::of(&source.text).locate(&["theme"]))),
    };
    let path = options.theme.clone().unwrap_or_else(|| theme_folder(&options.content, Some(config)));
    // Scripts of a theme run. Content could name any folder by a path, or have a theme in itself.
    let refused = options.theme.is_none() && (is_path(name) || is_within(&path, &options.content));
    let folder = ThemeFolder { path: path.clone(), asked };
    let languages =
        Languages::of(&config.language, framework.and_then(|framework| framework.language.as_deref()));
    let (mut theme, mut found) =
        Theme::load(Some(&folder).filter(|_| !refused), &languages, options.asset_names);
    theme.set_offline(options.offline);
    if let Some(Unspoken { words, of, first }) = theme.unspoken() {
        let place = Place::new(source, yaml::Tree::of(&source.text).locate(&["language"]));
        let path = path.join(file_of(&languages.site));
        let file = diagnostic::render::name_of(&source::display_path(&path));
        let language = config.language.clone();
        found.push(Diagnostic::at(place, Problem::WordsInEnglish { language, file, words, of, first }));
    }
    if let Asked::BySite(place) = folder.asked
        && refused
    {
        let allowed = vec!["the name of a folder in themes/, which is beside the content folder".to_owned()];
        let problem =
            Problem::BadValue { key: "theme".into(), value: name.to_owned(), nearest: None, allowed };
        found.push(Diagnostic::at(place, problem));
    }
    (theme, found)
}

/// What a preview must watch: the content, and the folder of themes (or the one theme that was asked for).
pub fn watched(options: &Options) -> [PathBuf; 2] {
    let theme = match &options.theme {
        Some(theme) => theme.clone(),
        None => themes_of(&options.content),
    };
    [options.content.clone(), theme]
}

/// The folder of the theme that `site.yaml` names, beside the content.
pub fn theme_folder(content: &Path, config: Option<&SiteYaml>) -> PathBuf {
    let name = config.and_then(|config| config.theme.as_deref()).filter(|name| !is_path(name));
    themes_of(content).join(name.unwrap_or("default"))
}

/// Whether what should be the name of a folder leads elsewhere.
fn is_path(name: &str) -> bool {
    Path::new(name).file_name() != Some(name.as_ref())
}

/// The folder beside the content that holds a site's themes.
fn themes_of(content: &Path) -> PathBuf {
    // What is beside `.` or `..` can only be told by its name.
    let named = if content.file_name().is_none() { content.canonicalize().ok() } else { None };
    named.as_deref().unwrap_or(content).parent().unwrap_or(Path::new("")).join("themes")
}

/// Whether a path leads into a folder, or to it.
fn is_within(path: &Path, folder: &Path) -> bool {
    let real = path.canonicalize().ok().zip(folder.canonicalize().ok());
    real.is_some_and(|(path, folder)| path.starts_with(folder))
}

/// Everything a build would tell of; writes nothing.
pub fn check(options: &Options) -> Report {
    run(options, None, &|_| {})
}

/// Builds the site. Errors leave the site that was there as it was.
///
/// Where nothing has changed since the last build, it is known by what that one read, and no page is made. What the site
/// was made of stays in memory: it is for a process that ends afterwards.
pub fn build(options: &Options, progress: &(dyn Fn(Progress) + Sync)) -> Report {
    let way = Way { output: Some(&options.output), progress, may_leave: true, ..Way::nowhere() };
    run_keeping(options, &way).0
}

fn run(options: &Options, output: Option<&Path>, progress: &(dyn Fn(Progress) + Sync)) -> Report {
    run_keeping(options, &Way { output, progress, ..Way::nowhere() }).0
}

/// The same, with what it was made of if it was made.
fn run_keeping(options: &Options, way: &Way<'_>) -> (Report, Option<Kept>) {
    let (mut documents, found) = source::read(&options.content);
    let framework = documents.framework.as_ref().map(|framework| &framework.yaml);
    let theme = documents.site.as_ref().map(|site| theme(options, &site.yaml, &site.source, framework));
    let inputs = Inputs::read(&mut documents, theme.as_ref().map(|(theme, _)| theme));
    let left = way.may_leave.then(|| unchanged::left(options, &inputs)).flatten();
    let told = found.len() + theme.as_ref().map_or(0, |(_, found)| found.len());
    if let Some(left) = left.as_ref().filter(|left| left.quiet && told == 0) {
        return (Report { diagnostics: Vec::new(), summary: Some(left.summary.clone()) }, None);
    }
    let has_links = documents.has_links;
    let (site, told) = resolve(&options.content, documents, found);
    make_all(site.zip(theme), Content { inputs, told, has_links }, left, options, way)
}

/// A site and its theme, with what is wrong with that.
type Parts = (Site, (Theme, Vec<Diagnostic>));

/// Makes the pages of what was read, but for a site that is `left` as it is.
fn make_all(
    parts: Option<Parts>,
    mut content: Content,
    left: Option<Left>,
    options: &Options,
    way: &Way<'_>,
) -> (Report, Option<Kept>) {
    let mut diagnostics = content.told.clone();
    let inputs = &mut content.inputs;
    let made = parts.and_then(|(site, (mut theme, found))| {
        diagnostics.extend(found);
        // With faults in the content, pages are made all the same, to tell of all that is wrong with them, but only
        // where what they show is whole.
        if diagnostics.iter().any(Diagnostic::is_error) {
            let way = Way { output: None, offer: None, ..*way };
            render_all(&site, &mut theme, inputs, options, &way, &mut diagnostics);
            return None;
        }
        if let Some(left) = &left {
            let plan = Plan::new(&site, &theme, &mut diagnostics);
            diagnostics.extend(plan.large_pages(&left.large));
            return None;
        }
        let made = render_all(&site, &mut theme, inputs, options, way, &mut diagnostics)?;
        Some((site, theme, made))
    });
    diagnostic::first_causes(&mut diagnostics);
    diagnostic::sort(&mut diagnostics);
    diagnostic::limit(&mut diagnostics);
    let summary = made.as_ref().map(|(_, _, (summary, _))| summary.clone());
    let kept = made.and_then(|(site, theme, (summary, rest))| {
        let Some((draft, found)) = rest else {
            std::mem::forget((site, theme));
            return None;
        };
        let mark = way.output.and_then(Mark::of);
        Some(Kept { site, theme, content, draft, found, diagnostics: diagnostics.clone(), summary, mark })
    });
    let left = left.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    (Report { diagnostics, summary: summary.or(left.map(|left| left.summary)) }, kept)
}

fn render_all(
    site: &Site,
    theme: &mut Theme,
    inputs: &mut Inputs,
    options: &Options,
    way: &Way<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Summary, Option<(Draft, Found)>)> {
    let globals = Globals::new(site, theme);
    theme.set_globals(&globals);
    let mut plan = Plan::new(site, theme, diagnostics);
    let told = diagnostics.len();
    // What is too large to be published is too large to be looked at.
    if diagnostics.iter().any(|d| matches!(d.problem, Problem::OverLimit { .. })) {
        return None;
    }
    if way.is_last {
        plan.forget_readers();
    }
    let output = way.output.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    if let Some(output) = output
        && let Some(problem) = overlap(&options.content, output)
    {
        diagnostics.push(Diagnostic::path(source::display_path(output), problem));
        return None;
    }
    let stage = match output.map(Stage::begin).transpose() {
        Ok(stage) => stage.map(|stage| stage.compressed(&options.compress)),
        Err(problem) => {
            diagnostics.push(problem);
            return None;
        }
    };
    let (mut made, mut stage) = (None, Some(stage));
    let mut work = || {
        made = stage.take().and_then(|stage| write(&plan, stage, inputs, options, way, told, diagnostics));
    };
    match way.offer.filter(|_| output.is_some() && plan.pages.len() > OFFERED) {
        Some(offer) => offer(&|address| make(&plan, options, address), &mut work),
        None => work(),
    }
    let (summary, found) = made?;
    if way.is_last {
        // The system takes back the memory of a process that ends at once; piece by piece it would take as long as
        // writing a tenth of the site.
        std::mem::forget((plan, found));
        return Some((summary, None));
    }
    Some((summary, Some((plan.into_draft(), found))))
}

/// One file of a site, made for somebody who can't wait for all.
fn make(plan: &Plan<'_>, options: &Options, address: &str) -> Option<Vec<u8>> {
    if let Some(page) = plan.pages.iter().find(|page| page.address == address) {
        return plan.render(page).ok();
    }
    if let Some((_, bytes)) = theme_assets(plan).find(|(asset, _)| *asset == address) {
        return Some(bytes.to_vec());
    }
    let is_asset = plan.site().has_asset(address);
    let trusted = plan.site().config.features.raw_html;
    is_asset.then(|| source::read_asset(&options.content, address, trusted).ok()).flatten()
}

/// Makes all files of a site and puts them in their place. `told` is how many problems there were before pages.
fn write(
    plan: &Plan<'_>,
    mut stage: Option<Stage>,
    inputs: &mut Inputs,
    options: &Options,
    way: &Way<'_>,
    told: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Summary, Found)> {
    let total = plan.pages.len();
    let done = AtomicUsize::new(0);
    let failed: Mutex<Vec<Diagnostic>> = Mutex::new(Vec::new());
    let fail = |problem| failed.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
    let failures = || one_a_fault(std::mem::take(&mut failed.lock().unwrap_or_else(PoisonError::into_inner)));
    let budget = Budget::new(way.most);
    let place = |address: &str, bytes: &[u8]| {
        if let Some(Err(problem)) = stage.as_ref().map(|stage| stage.put(address, bytes)) {
            fail(problem);
        }
    };
    let put = |address: &str, bytes: &[u8]| {
        if budget.take(bytes.len() as u64) {
            place(address, bytes);
        }
    };
    // In small pieces: some pages are a hundred times as long as others.
    let put_pages = || {
        plan.pages.par_iter().with_max_len(16).for_each_init(Vec::new, |html, page: &Planned| {
            if budget.is_overdrawn() {
                return;
            }
            match plan.render_to(page, html) {
                Ok(()) => put(&page.address, html),
                Err(problem) => {
                    // What can't be published was work all the same.
                    budget.take(html.len() as u64);
                    fail(problem);
                }
            }
            (way.progress)(Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
        });
    };
    let put_data = || -> Vec<String> {
        let files = plan.data_files();
        files
            .take_while(|_| !budget.is_overdrawn())
            .map(|(address, bytes)| {
                put(&address, &bytes);
                address
            })
            .collect()
    };
    let (data, ()) = rayon::join(put_data, put_pages);
    for (address, bytes) in theme_assets(plan) {
        put(address, bytes);
    }
    let mut taken = names_taken(plan, &data);
    let mut found = plan.take_found();
    diagnostics.append(&mut found.diagnostics);
    diagnostics.extend(texts_not_read(plan.site(), &found, &options.content));
    if plan.room().is_overdrawn() {
        let problem = plan.room().problem("MB of HTML in all published words", "make several sites of them");
        diagnostics.push(Diagnostic::path(source::display_path(&options.content), problem));
        return None;
    }
    if !budget.take_files(&options.content, found.assets.keys().map(String::as_str)) {
        let instead = "leave out large files, or make several sites of it";
        let problem = budget.problem("MB in the files of this site", instead);
        diagnostics.push(Diagnostic::path(source::display_path(&options.content), problem));
        diagnostics.extend(failures());
        return None;
    }
    for asset in found.assets.keys() {
        let path = options.content.join(asset);
        diagnostics.extend(
            page::long_address(asset).map(|problem| Diagnostic::path(source::display_path(&path), problem)),
        );
        if let Some(other) = taken.insert(asset.to_lowercase(), Some(asset.clone())) {
            let problem = Problem::FileNameTaken { name: asset.clone(), other };
            fail(Diagnostic::path(source::display_path(&path), problem));
            continue;
        }
        match source::read_published(&options.content, asset, plan.site().config.features.raw_html) {
            Ok(bytes) => {
                place(asset, &bytes);
                inputs.published.push((asset.clone(), Fingerprint::of(&bytes)));
            }
            Err(problem) => fail(problem),
        }
    }
    if let Some(stage) = stage.as_ref().filter(|_| plan.theme().is_offline()) {
        put_offline(plan, stage, &fail);
    }
    diagnostics.extend(failures());
    if diagnostics.iter().any(Diagnostic::is_error) {
        return None;
    }
    let mut summary = summary(plan.site(), total);
    if let Some(stage) = &mut stage
        && let Some(note) = unchanged::note(options, inputs, diagnostics, &diagnostics[told..], &summary)
    {
        stage.set_made_from(note);
    }
    match stage.map(Stage::commit).transpose() {
        Ok(written) => summary.written = written.unwrap_or_default(),
        Err(problem) => {
            diagnostics.push(problem);
            return None;
        }
    }
    Some((summary, found))
}

/// The names that pages, these data and the theme's files take; files of the content put themselves with theirs. Names
/// differ only if they differ in more than capitals: half of the world's disks don't tell those apart.
fn names_taken(plan: &Plan<'_>, data: &[String]) -> HashMap<String, Option<String>> {
    let offline = [offline::WORKER, offline::LIST].into_iter().filter(|_| plan.theme().is_offline());
    let pages = plan.pages.iter().map(|page| page.address.as_str());
    let assets = theme_assets(plan).map(|(address, _)| address);
    let all = pages.chain(data.iter().map(String::as_str)).chain(assets).chain(offline);
    all.map(|address| (address.to_lowercase(), None)).collect()
}

/// Puts in what lets browsers keep a site of the files that are there.
fn put_offline(plan: &Plan<'_>, stage: &Stage, fail: &impl Fn(Diagnostic)) {
    let assets =
        theme_assets(plan).map(|(address, _)| address).filter(|address| address.starts_with("assets/"));
    let list = offline::list(stage.made(), &assets.collect());
    for (address, bytes) in [(offline::LIST, list.as_slice()), (offline::WORKER, plan.theme().worker())] {
        if let Err(problem) = stage.put(address, bytes) {
            fail(problem);
        }
    }
}

/// What may have been meant as texts, and is on the site neither as such nor as files that pages link to.
fn texts_not_read(site: &Site, found: &Found, content: &Path) -> impl Iterator<Item = Diagnostic> {
    let unpublished = site.assets.iter().filter(|asset| !found.assets.contains_key(*asset));
    unpublished.filter_map(|asset| {
        let text = source::text_meant_by(asset)?;
        Some(Diagnostic::path(source::display_path(&content.join(asset)), Problem::TextNotRead { text }))
    })
}

fn summary(site: &Site, pages: usize) -> Summary {
    Summary {
        pages,
        statements: site.level(Level::Statement).count(),
        references: site.reference_count(),
        made: pages,
        written: Written::default(),
    }
}

fn theme_assets<'p>(plan: &'p Plan<'_>) -> impl Iterator<Item = (&'p str, &'p [u8])> {
    let theme = plan.theme();
    let assets = theme.assets().filter(|(address, _)| !page::package::ASSETS.contains(address));
    assets.map(|(address, bytes)| (theme.published_as(address), bytes))
}

/// A template that fails on a thousand pages has one fault: the first page stands for all. The same for a disk that
/// is full.
fn one_a_fault(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    problems.sort_by_cached_key(|problem| problem.problem.message());
    let mut seen: HashSet<(String, String)> = HashSet::new();
    problems.retain(|problem| {
        let key = match &problem.problem {
            Problem::TemplateBroken { template, reason, .. } => (template.clone(), reason.clone()),
            other => (other.code().to_owned(), other.message()),
        };
        seen.insert(key)
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
        content: diagnostic::render::name_of(&source::display_path(&content)),
    })
}
