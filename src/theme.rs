//! Templates, styles, scripts and the words of the interface: a site's theme over the built-in one.
//!
//! The built-in theme is in the program. A site's theme is a folder of the same shape; each of its files takes the
//! place of the built-in one of the same name, except for words, which are replaced one by one. Files of its own go
//! to `templates/own/` and `assets/`.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_embed::Embed;
use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, Value};
use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Place, Problem, SourceFile, nearest};
use crate::page::Globals;
use crate::page::context::Page;
use crate::source::{display_path, yaml};

#[derive(Embed)]
#[folder = "themes/default/"]
struct BuiltIn;

/// A theme, ready to render.
pub struct Theme {
    tera: Tera,
    words: BTreeMap<String, String>,
    /// Templates of the site's theme, for showing where they fail.
    sources: HashMap<String, Arc<SourceFile>>,
    /// Styles, scripts and other files, by their address in the site.
    assets: BTreeMap<String, Cow<'static, [u8]>>,
}

/// Where a theme comes from.
#[derive(Clone, Debug)]
pub struct ThemeFolder {
    /// The folder.
    pub path: PathBuf,
    /// Whether it must exist: a folder that was asked for must, `themes/default` need not.
    pub required: bool,
}

impl Theme {
    /// The built-in theme with the files of `folder` over it, for content in `language`.
    pub fn load(folder: Option<&ThemeFolder>, language: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut diagnostics = Vec::new();
        let mut files: BTreeMap<String, Cow<'static, [u8]>> = BuiltIn::iter()
            .filter_map(|name| BuiltIn::get(&name).map(|file| (name.into_owned(), file.data)))
            .collect();
        let built_in: Vec<String> = files.keys().cloned().collect();
        let mut words = parse_words(&text_of(&files, "words/en.yaml"));
        if let Some(own) = BuiltIn::get(&format!("words/{language}.yaml")) {
            words.extend(parse_words(&String::from_utf8_lossy(&own.data)));
        }
        let mut sources = HashMap::new();
        if let Some(folder) = folder {
            let over = read_folder(folder, &built_in, &mut diagnostics);
            let texts = over.iter().filter(|(name, _)| name.starts_with("templates/"));
            let texts: String = texts.map(|(_, file)| file.text()).collect();
            for (name, file) in over {
                if name.starts_with("words/") {
                    if name == "words/en.yaml" || name == format!("words/{language}.yaml") {
                        add_words(&mut words, &file.source, &texts, &mut diagnostics);
                    }
                    continue;
                }
                if name.starts_with("templates/") {
                    sources.insert(template_name(&name).to_owned(), Arc::clone(&file.source));
                }
                files.insert(name, Cow::Owned(file.bytes));
            }
        }
        let mut tera = Tera::default();
        tera.register_filter("fill", fill);
        let templates: Vec<(String, String)> = files
            .iter()
            .filter(|(name, _)| name.starts_with("templates/"))
            .map(|(name, bytes)| {
                (template_name(name).to_owned(), String::from_utf8_lossy(bytes).into_owned())
            })
            .collect();
        if let Err(error) = tera.add_raw_templates(templates) {
            diagnostics.push(broken(&error, "", None, &sources));
        }
        let assets = files
            .into_iter()
            .filter_map(|(name, bytes)| {
                let (folder, rest) = name.split_once('/')?;
                let address = match folder {
                    "styles" | "scripts" | "assets" => format!("assets/{rest}"),
                    "schemas" => name,
                    _ => return None,
                };
                Some((address, bytes))
            })
            .collect();
        if diagnostics.is_empty() { Ok(Self { tera, words, sources, assets }) } else { Err(diagnostics) }
    }

    /// Gives every template the values that are the same on all pages.
    pub fn set_globals(&mut self, globals: &Globals) {
        let context = self.tera.global_context();
        context.insert("site", &globals.site);
        context.insert("framework", &globals.framework);
        context.insert("menu", &globals.menu);
        context.insert("has", &globals.has);
        context.insert("words", &self.words);
    }

    /// A word of the interface; its key if there is none.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// The words whose keys begin with `prefix`, without it.
    pub fn words_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let words = self.words.iter();
        words.filter_map(move |(key, word)| Some((key.strip_prefix(prefix)?, word.as_str())))
    }

    /// A word of the interface with values in the places of `{name}`.
    pub fn filled(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.word(key).to_owned(), |word, (name, value)| {
            word.replace(&format!("{{{name}}}"), value)
        })
    }

    /// Styles, scripts and other files, by their address in the site.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.assets.iter().map(|(address, bytes)| (address.as_str(), bytes.as_ref()))
    }

    /// One page, by the template of its kind.
    pub fn render<C: Serialize>(&self, page: &Page, root: &str, own: &C) -> Result<String, Diagnostic> {
        let template = format!("{}.html", page.kind);
        let fail = |error: &tera::Error| broken(error, &template, Some(&page.address), &self.sources);
        let mut context = Context::from_serialize(own).map_err(|error| fail(&error))?;
        context.insert("page", page);
        context.insert("root", root);
        self.tera.render(&template, &context).map_err(|error| fail(&error))
    }
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

fn template_name(file: &str) -> &str {
    file.strip_prefix("templates/").unwrap_or(file)
}

fn text_of(files: &BTreeMap<String, Cow<'static, [u8]>>, name: &str) -> String {
    files.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
}

fn parse_words(text: &str) -> BTreeMap<String, String> {
    serde_yaml::from_str(text).unwrap_or_default()
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
        if folder.required {
            let name = folder.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let looked_in = display_path(&folder.path).to_string_lossy().into_owned();
            diagnostics.push(Diagnostic::global(Problem::UnknownTheme { name, looked_in }));
        }
        return Vec::new();
    }
    let mut files = Vec::new();
    let entries = WalkDir::new(&folder.path).sort_by_file_name().into_iter();
    let entries = entries.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()));
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(&folder.path);
                let problem = Problem::Unreadable { reason: error.to_string() };
                diagnostics.push(Diagnostic::path(display_path(path), problem));
                continue;
            }
        };
        if !entry.file_type().is_file() {
            continue;
        }
        let shown = display_path(entry.path());
        let relative = entry.path().strip_prefix(&folder.path).unwrap_or(entry.path());
        let name = relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let own =
            name.starts_with("assets/") || name.starts_with("templates/own/") || name.starts_with("words/");
        if !own && !built_in.contains(&name) {
            let nearest = nearest(&name, built_in.iter().map(String::as_str));
            diagnostics.push(Diagnostic::path(shown, Problem::UnknownThemeFile { nearest }));
            continue;
        }
        match std::fs::read(entry.path()) {
            Ok(bytes) => {
                let is_text = name.starts_with("templates/") || name.starts_with("words/");
                let text = match String::from_utf8(bytes.clone()) {
                    Ok(text) => text,
                    Err(error) if is_text => {
                        let valid = &bytes[..error.utf8_error().valid_up_to()];
                        let line = String::from_utf8_lossy(valid).matches('\n').count() + 1;
                        diagnostics.push(Diagnostic::path(shown, Problem::NotUtf8 { line }));
                        continue;
                    }
                    Err(_) => String::new(),
                };
                files.push((name, OwnFile { bytes, source: SourceFile::new(shown, text) }));
            }
            Err(error) => {
                diagnostics.push(Diagnostic::path(shown, Problem::Unreadable { reason: error.to_string() }));
            }
        }
    }
    files
}

fn is_hidden(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || name.ends_with('~')
}

/// Words of a site's theme over the built-in ones. A word that neither the built-in theme nor a template of this one
/// uses is a slip.
fn add_words(
    words: &mut BTreeMap<String, String>,
    source: &Arc<SourceFile>,
    templates: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let place = Place::new(source, 0..source.text.len());
    let Some(own) = yaml::read::<BTreeMap<String, String>>(&place, diagnostics) else { return };
    for (key, word) in own {
        if !words.contains_key(&key) && !templates.contains(&format!("\"{key}\"")) {
            let span = source.text.find(&key).unwrap_or(0);
            let nearest = nearest(&key, words.keys().map(String::as_str));
            let place = Place::new(source, span..span + key.len());
            diagnostics.push(Diagnostic::at(place, Problem::UnknownWord { key: key.clone(), nearest }));
        }
        words.insert(key, word);
    }
}

/// What Tera says, as a diagnostic: in the site's own template with the place marked, else by name and line.
fn broken(
    error: &tera::Error,
    template: &str,
    page: Option<&str>,
    sources: &HashMap<String, Arc<SourceFile>>,
) -> Diagnostic {
    let page = page.map(ToOwned::to_owned);
    let report = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => report,
        other => {
            let problem =
                Problem::TemplateBroken { template: template.to_owned(), reason: other.to_string(), page };
            // Tera names the template in these messages; the file is the one that is named there.
            let named = sources.iter().find(|(name, _)| other.to_string().contains(name.as_str()));
            return match named {
                Some((_, source)) => Diagnostic::at(Place::new(source, 0..0), problem),
                None => Diagnostic::global(problem),
            };
        }
    };
    let template = report.filename().to_owned();
    let reason = format!("{} (line {})", report.message(), report.span().start_line);
    if let Some(source) = sources.get(&template) {
        let problem = Problem::TemplateBroken { template, reason: report.message().to_owned(), page };
        Diagnostic::at(Place::new(source, report.span().range.clone()), problem)
    } else {
        let path = Path::new("themes/default/templates").join(&template);
        Diagnostic::path(path, Problem::TemplateBroken { template, reason, page })
    }
}
