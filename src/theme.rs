//! Templates, styles, scripts and the words of the interface: a site's theme over the built-in one.
//!
//! The built-in theme is in the program. A site's theme is a folder of the same shape; each of its files takes the
//! place of the built-in one of the same name, except for words, which are replaced one by one. Files of its own go
//! to `templates/own/` and `assets/`.

mod around;
mod assets;
mod fixed;
mod words;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;
use std::sync::Arc;

use serde::Serialize;
use tera::value::Key;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use crate::diagnostic::render::name_of;
use crate::diagnostic::{Diagnostic, Place, Problem, SourceFile, Unreadable, nearest};
use crate::fingerprint::Fingerprint;
use crate::language::Languages;
use crate::names;
use crate::page::context::Page;
use crate::page::{Globals, offline};
use crate::source::limits::PAGE_BYTES;
use crate::source::{FoundFile, display_path, files_below, plain_text, read_file, text};
use around::Around;
pub use assets::AssetNames;
use assets::{BUNDLES, Bytes};
use words::{OF_ROLE, Words};
pub use words::{Unspoken, file_of, to_translate};

/// The files of the built-in theme by their paths in it, in the order of these.
static BUILT_IN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/theme.rs"));

/// The script of the words that the study tools don't have of their own.
const STUDY_WORDS: &str = "scripts/study-words.js";

/// What most pages fit in: room that is taken at once needn't grow.
const PAGE_SIZE: usize = 32 * 1024;

/// A theme, ready to render.
pub struct Theme {
    tera: Tera,
    /// `None` if the site's theme has components of its own, which may look at anything of a page.
    around: Option<Around>,
    words: Arc<Words>,
    /// Of elements with published words.
    published_attributes: String,
    /// Templates of the site's theme, for showing where they fail.
    sources: HashMap<String, Arc<SourceFile>>,
    /// Styles, scripts and other files, by their address in the site.
    assets: BTreeMap<String, Bytes>,
    /// Of the files of the site's theme.
    fingerprint: Fingerprint,
    /// Those that are published under another name, and it.
    renamed: BTreeMap<String, String>,
    /// Whether browsers may keep the pages for reading without a network.
    offline: bool,
}

/// Where a theme comes from.
#[derive(Clone, Debug)]
pub struct ThemeFolder {
    /// The folder.
    pub path: PathBuf,
    /// Who wants it: a folder that was asked for must exist, `themes/default` need not.
    pub asked: Asked,
}

/// Who wants a theme.
#[derive(Clone, Debug)]
pub enum Asked {
    /// Nobody: it is used where it is there.
    ByNobody,
    /// `site.yaml`, at this place.
    BySite(Place),
    /// An argument of the command.
    ByCommand,
}

impl Theme {
    /// The built-in theme with the files of `folder` over it, for content in `languages`. What is wrong with a file is
    /// told, and the built-in one is used in its place.
    pub fn load(
        folder: Option<&ThemeFolder>,
        languages: &Languages,
        names: AssetNames,
    ) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut files: BTreeMap<String, Bytes> =
            BUILT_IN.iter().map(|(name, bytes)| ((*name).to_owned(), Bytes::Borrowed(bytes))).collect();
        let built_in: Vec<String> = files.keys().cloned().collect();
        let mut own_words = BTreeMap::new();
        let mut own_templates = String::new();
        let mut sources = HashMap::new();
        let mut fingerprint = Fingerprint::of_all::<&str>([]);
        let mut bundles = SourceFile::new(BUNDLES, text_of(&files, BUNDLES));
        if let Some(folder) = folder {
            let over = read_folder(folder, &built_in, &mut diagnostics);
            fingerprint =
                Fingerprint::of_all(over.iter().map(|(name, file)| (name, Fingerprint::of(&file.bytes))));
            for (name, file) in over {
                // A copy of a built-in file is none of the site's own.
                if files.get(&name).is_some_and(|built_in| **built_in == file.bytes) {
                    continue;
                }
                if let Some(name) = name.strip_prefix("words/") {
                    own_words.insert(name.trim_end_matches(".yaml").to_owned(), file.source);
                    continue;
                }
                if name.starts_with("templates/") {
                    own_templates.push_str(file.text());
                    sources.insert(template_name(&name).to_owned(), Arc::clone(&file.source));
                }
                if name == BUNDLES {
                    bundles = Arc::clone(&file.source);
                }
                files.insert(name, file.bytes.into());
            }
        }
        let words = Arc::new(Words::load(&languages.site, &own_words, &own_templates, &mut diagnostics));
        if let Some(script) = words.study_script() {
            files.insert(STUDY_WORDS.to_owned(), script.into_bytes().into());
        }
        let assets = assets::published(&files, &bundles, &mut diagnostics);
        let renamed = names.of(&assets);
        let published_attributes = languages.published_attributes();
        let tera = compile(&files, &sources, &words, &published_attributes, &renamed, &mut diagnostics);
        (
            Self {
                tera,
                around: None,
                words,
                published_attributes,
                sources,
                assets,
                fingerprint,
                renamed,
                offline: false,
            },
            diagnostics,
        )
    }

    /// The fingerprint of the files of the site's own theme.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Has the pages say that browsers may keep them for reading without a network, and adds what they need for that.
    pub fn set_offline(&mut self, offline: bool) {
        self.offline = offline;
    }

    /// Whether browsers may keep the pages for reading without a network.
    pub fn is_offline(&self) -> bool {
        self.offline
    }

    /// The script that keeps them; it doesn't lie where other scripts do.
    pub fn worker(&self) -> &[u8] {
        self.assets.get(offline::WORKER_ASSET).map_or(&[], |bytes| bytes)
    }

    /// Gives every template the values that are the same on all pages.
    pub fn set_globals(&mut self, globals: &Globals) {
        let own = self.sources.keys().any(|name| name.starts_with("components/"));
        let menu = globals.menu.iter().map(|entry| entry.address.clone());
        self.around = (!own).then(|| Around::new(menu));
        let context = self.tera.global_context();
        context.insert("site", &globals.site);
        context.insert("framework", &globals.framework);
        context.insert("menu", &globals.menu);
        context.insert("has", &globals.has);
        context.insert("words", self.words.all());
    }

    /// How much of the interface is said in English on a site in another language.
    pub fn unspoken(&self) -> Option<Unspoken> {
        self.words.unspoken()
    }

    /// Whether the study tools say something else here than what their scripts say by themselves.
    pub fn has_study_words(&self) -> bool {
        self.assets.contains_key("assets/study-words.js")
    }

    /// A word of the interface; its key if there is none.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.all().get(key).map_or(key, String::as_str)
    }

    /// What an element with published words says of their language: ` lang="en"`, or nothing where it is the page's.
    pub fn published_attributes(&self) -> &str {
        &self.published_attributes
    }

    /// What somebody with this role is called, if the theme has a word for it.
    pub fn role(&self, id: &str) -> Option<&str> {
        self.words.all().get(&format!("{OF_ROLE}{id}")).map(String::as_str)
    }

    /// The words whose keys begin with `prefix`, without it.
    pub fn words_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let words = self.words.all().iter();
        words.filter_map(move |(key, word)| Some((key.strip_prefix(prefix)?, word.as_str())))
    }

    /// The words whose keys begin with `prefix`, without it, and what stands between words.
    pub fn words_to_say<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let words = self.words.all().iter();
        words.filter_map(move |(key, word)| Some((words::for_scripts(key, prefix)?, word.as_str())))
    }

    /// A word of the interface with values in the places of `{name}`.
    pub fn filled(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.word(key).to_owned(), |word, (name, value)| {
            word.replace(&format!("{{{name}}}"), value)
        })
    }

    /// The address in the site of a file of [`assets`](Self::assets).
    pub fn published_as<'a>(&'a self, address: &'a str) -> &'a str {
        self.renamed.get(address).map_or(address, String::as_str)
    }

    /// Styles, scripts and other files, by the addresses that templates know them by.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let assets = self.assets.iter().map(|(address, bytes)| (address.as_str(), bytes.as_ref()));
        assets.filter(|(address, _)| {
            *address != offline::WORKER_ASSET && (self.offline || !offline::ASSETS.contains(address))
        })
    }

    /// Puts one page, by the template of its kind, in the place of what `html` has. One of more than [`PAGE_BYTES`] is
    /// not made to its end.
    pub fn render<C: Serialize>(
        &self,
        page: &Page,
        root: &str,
        own: &C,
        html: &mut Vec<u8>,
    ) -> Result<(), Diagnostic> {
        self.fill(page, root, Value::try_from_serializable(own), html)
    }

    /// The same with what is the page's own made ready: most of the work, compiled once and not for every kind of page.
    fn fill(
        &self,
        page: &Page,
        root: &str,
        own: TeraResult<Value>,
        html: &mut Vec<u8>,
    ) -> Result<(), Diagnostic> {
        let template = format!("{}.html", page.kind);
        let fill = || {
            let mut context = context(own?);
            context.insert("page", page);
            context.insert("root", root);
            if let Some(around) = &self.around {
                context.insert_value("around", around.of(page, root, &self.tera)?);
            }
            html.clear();
            html.reserve(PAGE_SIZE);
            self.tera.render_to(&template, &context, Bounded(html))
        };
        fill().map_err(|error| {
            let fault = template_faults(&error, &template).swap_remove(0);
            fault.into_diagnostic(Some(&page.address), &self.sources)
        })
    }
}

/// What a page is written to: takes no more where it has become too long.
struct Bounded<'h>(&'h mut Vec<u8>);

impl Write for Bounded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() > PAGE_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is a page's own, by the names of its fields.
fn context(own: Value) -> Context {
    let mut context = Context::new();
    for (key, value) in own.into_map().unwrap_or_default() {
        match key {
            Key::Str(name) => context.insert_value(name, value),
            key => context.insert_value(key.to_string(), value),
        }
    }
    context
}

/// `{{ words["count"] | fill(n=3) }}`: puts values in the place of `{n}`.
#[allow(clippy::needless_pass_by_value, reason = "the signature of a filter")]
fn fill(text: &str, values: Kwargs, _: &State) -> String {
    let mut filled = text.to_owned();
    for (name, value) in values.iter() {
        filled = filled.replace(&format!("{{{name}}}"), &plain(value));
    }
    filled
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// A file of the built-in theme.
fn built_in_file(name: &str) -> Option<&'static [u8]> {
    BUILT_IN.binary_search_by_key(&name, |(name, _)| name).ok().map(|at| BUILT_IN[at].1)
}

fn template_name(file: &str) -> &str {
    file.strip_prefix("templates/").unwrap_or(file)
}

fn text_of(files: &BTreeMap<String, Bytes>, name: &str) -> String {
    files.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
}

/// A file of a site's theme.
struct OwnFile {
    bytes: Vec<u8>,
    source: Arc<SourceFile>,
}

impl OwnFile {
    fn text(&self) -> &str {
        &self.source.text
    }
}

fn read_folder(
    folder: &ThemeFolder,
    built_in: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, OwnFile)> {
    if !folder.path.is_dir() {
        diagnostics.extend(no_such_theme(folder));
        return Vec::new();
    }
    let mut files = Vec::new();
    for FoundFile { path, shown, relative: name, .. } in files_below(&folder.path, None, diagnostics) {
        let own =
            name.starts_with("assets/") || name.starts_with("templates/own/") || name.starts_with("words/");
        if !own && !built_in.contains(&name) {
            let nearest = nearest(&name, built_in.iter().map(String::as_str));
            diagnostics.push(Diagnostic::path(shown, Problem::UnknownThemeFile { nearest }));
            continue;
        }
        if let fit = names::fit(&name)
            && fit != name
        {
            let instead = fit.into_owned();
            diagnostics.push(Diagnostic::path(shown, Problem::NameUnfit { name, instead }));
            continue;
        }
        match read_file(&path) {
            Ok(bytes) => {
                // What is beside the theme's own texts may be anything.
                let bytes = if name.starts_with("assets/") { bytes } else { plain_lines(bytes) };
                let is_text = name == BUNDLES || name.starts_with("templates/") || name.starts_with("words/");
                let source = if is_text {
                    let (source, found) = text(&shown, bytes.clone());
                    diagnostics.extend(found);
                    source
                } else {
                    SourceFile::new(shown, "")
                };
                files.push((name, OwnFile { bytes, source }));
            }
            Err(error) => {
                diagnostics
                    .push(Diagnostic::path(shown, Problem::Unreadable { reason: Unreadable::of(&error) }));
            }
        }
    }
    files
}

/// A text as it would be from another system; anything else as it is.
fn plain_lines(bytes: Vec<u8>) -> Vec<u8> {
    String::from_utf8(bytes).map_or_else(FromUtf8Error::into_bytes, |text| plain_text(text).into_bytes())
}

/// A folder that was asked for and isn't there.
fn no_such_theme(folder: &ThemeFolder) -> Option<Diagnostic> {
    let name = folder.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let looked_in = name_of(&display_path(&folder.path));
    let beside = folder.path.parent().and_then(|themes| std::fs::read_dir(themes).ok());
    let beside: Vec<String> = beside
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().filter(|entry| entry.path().is_dir()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let nearest = nearest(&name, beside.iter().map(String::as_str));
    match &folder.asked {
        Asked::ByNobody => None,
        Asked::BySite(place) => Some(Diagnostic::at(
            place.clone(),
            Problem::UnknownTheme { name, looked_in, nearest, by_site: true },
        )),
        Asked::ByCommand => {
            let path = display_path(&folder.path);
            Some(Diagnostic::path(path, Problem::UnknownTheme { name, looked_in, nearest, by_site: false }))
        }
    }
}

/// Reads all templates, with the names in them that files are published under. A broken one is told of, and the built-in
/// one of its name takes its place.
fn compile(
    files: &BTreeMap<String, Bytes>,
    sources: &HashMap<String, Arc<SourceFile>>,
    words: &Arc<Words>,
    published_attributes: &str,
    renamed: &BTreeMap<String, String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Tera {
    let mut broken: HashSet<String> = HashSet::new();
    loop {
        let mut tera = Tera::default();
        tera.register_filter("fill", fill);
        let of = Arc::clone(words);
        tera.register_filter("counted", move |n: usize, values: Kwargs, _: &State| {
            values.must_get::<String>("of").map(|key| of.counted(&key, n))
        });
        let of = Arc::clone(words);
        tera.register_filter("forms", move |key: &str, _: Kwargs, _: &State| of.forms(key));
        let names = files.keys().filter_map(|file| file.strip_prefix("templates/"));
        let templates = names.filter_map(|name| match sources.get(name) {
            Some(own) if !broken.contains(name) => Some((name, own.text.clone())),
            _ => built_in_file(&format!("templates/{name}"))
                .map(|bytes| (name, fixed::with_words(&String::from_utf8_lossy(bytes), words.all()))),
        });
        let templates = templates.map(|(name, text)| {
            let text = fixed::with_language(text, published_attributes);
            (name, assets::with_names(text, renamed))
        });
        let Err(error) = tera.add_raw_templates(templates) else { return tera };
        let mut mended = false;
        for fault in template_faults(&error, "") {
            // A template may have several faults of one kind; they are told together.
            mended |= sources.contains_key(&fault.template);
            broken.insert(fault.template.clone());
            diagnostics.push(fault.into_diagnostic(None, sources));
        }
        if !mended {
            return tera;
        }
    }
}

/// Something that Tera finds wrong with a template.
struct TemplateFault {
    template: String,
    reason: String,
    /// Line and column, from 1, and how many characters from there.
    place: Option<(usize, usize, usize)>,
}

/// What Tera says, taken apart. Some of its errors are reports in words, several in one.
fn template_faults(error: &tera::Error, template: &str) -> Vec<TemplateFault> {
    let plain =
        |template: &str, reason: String| TemplateFault { template: template.to_owned(), reason, place: None };
    let faults: Vec<TemplateFault> = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            let span = report.span();
            let width = if span.end_line == span.start_line {
                span.end_col.saturating_sub(span.start_col).max(1)
            } else {
                1
            };
            vec![TemplateFault {
                template: report.filename().to_owned(),
                reason: report.message().to_owned(),
                place: Some((span.start_line, span.start_col + 1, width)),
            }]
        }
        tera::ErrorKind::MissingParent { current, parent } => {
            vec![plain(current, format!("it extends {parent}, which doesn’t exist"))]
        }
        tera::ErrorKind::CircularExtend { tpl, .. } | tera::ErrorKind::CircularInclude { tpl, .. } => {
            vec![plain(tpl, "it extends or includes itself, perhaps by way of others".to_owned())]
        }
        other => other.to_string().split("\n\n").filter_map(reported_fault).collect(),
    };
    if faults.is_empty() { vec![plain(template, error.to_string())] } else { faults }
}

/// `error: reason`, then `--> name:line:column`, then the line and the mark under it.
fn reported_fault(report: &str) -> Option<TemplateFault> {
    let mut lines = report.lines();
    let reason = lines.next()?.strip_prefix("error: ")?.to_owned();
    let mut place = lines.next()?.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
    let column = place.next()?.parse().ok()?;
    let line = place.next()?.parse().ok()?;
    let template = place.next()?.to_owned();
    let width = report.lines().last()?.matches('^').count().max(1);
    Some(TemplateFault { template, reason, place: Some((line, column, width)) })
}

impl TemplateFault {
    /// In the site's own template with the place marked, else by name and line.
    fn into_diagnostic(self, page: Option<&str>, sources: &HashMap<String, Arc<SourceFile>>) -> Diagnostic {
        let Self { template, mut reason, place } = self;
        let page = page.map(ToOwned::to_owned);
        if let Some(source) = sources.get(&template) {
            let span = place.map_or(0..0, |(line, column, width)| source.span(line, column, width));
            let problem = Problem::TemplateBroken { template, reason, page };
            return Diagnostic::at(Place::new(source, span), problem);
        }
        if let Some((line, ..)) = place {
            reason = format!("{reason} (line {line})");
        }
        let path = Path::new("themes/default/templates").join(&template);
        Diagnostic::path(path, Problem::TemplateBroken { template, reason, page })
    }
}
