//! Files → documents.
//!
//! [`read`] walks the content folder once, reads every file, takes its front matter apart and parses its Markdown
//! far enough to know what it refers to. A document knows its own words and positions; it doesn't know whether
//! what it refers to exists: that is for [`crate::model`].

mod active;
pub mod assessment;
pub mod course;
mod drawing;
pub mod front_matter;
pub mod limits;
pub mod markdown;
mod marks;
mod passage;
mod slip;
mod walk;
pub mod yaml;

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::budget::Budget;
use crate::diagnostic::{Diagnostic, Place, Problem, SourceFile, Tallied, Tally};
use crate::fingerprint::Fingerprint;
use assessment::{AssessmentYaml, ReflectionYaml, ScaleYaml};
use course::{CheckYaml, CourseYaml, LessonYaml, VignetteYaml};
use front_matter::{FrameworkYaml, GuideYaml, SiteYaml, StandardYaml, TermYaml, TopicYaml};
use limits::{MARKS_IN_ALL, TEXT_BYTES, YAML_IN_ALL};
use markdown::{Flavor, Prose};

pub use active::{read_asset, read_published};
pub use passage::Passage;
pub use walk::display_path;
pub(crate) use walk::{FoundFile, files_below, plain_text, read_file, text};

/// A file of the content folder: its YAML, typed, and its Markdown.
#[derive(Debug)]
pub struct Document<Y> {
    /// The text and path.
    pub source: Arc<SourceFile>,
    /// Path within the content folder, with forward slashes, such as `topics/confidentiality.md`.
    pub path: String,
    /// The typed YAML: the whole of a `.yaml` file, the front matter of a `.md` file.
    pub yaml: Y,
    /// Where the YAML stands in the file.
    pub yaml_span: Range<usize>,
    /// Whether what is wrong with the YAML was left out of it, or has something in its place.
    pub mended: bool,
    /// The YAML with its places, read when a place is asked for.
    yaml_tree: OnceLock<yaml::Tree>,
    /// The Markdown; empty in a `.yaml` file.
    pub prose: Prose,
}

impl<Y> Document<Y> {
    /// The file's name without folder and extension: the id of a topic, the code of an annotation.
    pub fn stem(&self) -> &str {
        stem(&self.path)
    }

    /// The place of a value in the YAML, or of the nearest key above it.
    pub fn yaml_place(&self, path: &[&str]) -> Place {
        let text = &self.source.text[self.yaml_span.clone()];
        // The id of every part is asked for.
        let first = path.first().filter(|_| path.len() == 1 && self.yaml_tree.get().is_none());
        let span = first.and_then(|key| yaml::scalar_at(text, key));
        let span = span.unwrap_or_else(|| self.yaml_tree.get_or_init(|| yaml::Tree::of(text)).locate(path));
        Place::new(&self.source, self.yaml_span.start + span.start..self.yaml_span.start + span.end)
    }

    /// The first line of the file, for problems of the whole.
    pub fn head(&self) -> Place {
        let end = self.source.text.find('\n').unwrap_or(self.source.text.len());
        Place::new(&self.source, 0..end)
    }
}

/// Everything in the content folder, typed, each kind in the order of its paths.
#[derive(Debug, Default)]
pub struct Documents {
    /// `site.yaml`.
    pub site: Option<Document<SiteYaml>>,
    /// `standards/framework.yaml`.
    pub framework: Option<Document<FrameworkYaml>>,
    /// The other files of `standards/`.
    pub standards: Vec<Document<StandardYaml>>,
    /// `annotations/**`; they have no front matter.
    pub annotations: Vec<Document<()>>,
    /// `topics/*`.
    pub topics: Vec<Document<TopicYaml>>,
    /// `glossary/*`.
    pub terms: Vec<Document<TermYaml>>,
    /// `guides/*`.
    pub guides: Vec<Document<GuideYaml>>,
    /// `assessments/*.md`.
    pub assessments: Vec<Document<AssessmentYaml>>,
    /// `assessments/scales/*.yaml`.
    pub scales: Vec<Document<ScaleYaml>>,
    /// `assessments/reflections/*.md`.
    pub reflections: Vec<Document<ReflectionYaml>>,
    /// `courses/*/course.md`.
    pub courses: Vec<Document<CourseYaml>>,
    /// The other files of `courses/*/`.
    pub lessons: Vec<Document<LessonYaml>>,
    /// `courses/*/checks/*.yaml`.
    pub checks: Vec<Document<CheckYaml>>,
    /// `courses/*/vignettes/*.yaml`.
    pub vignettes: Vec<Document<VignetteYaml>>,
    /// Every other file: images and downloads, published only where something links to them.
    pub assets: Vec<String>,
    /// The fingerprints of the texts that were read, by their paths.
    pub fingerprints: Vec<(String, Fingerprint)>,
    /// Whether some of it was found by following links.
    pub has_links: bool,
}

enum Typed {
    Site(Document<SiteYaml>),
    Framework(Document<FrameworkYaml>),
    Standard(Document<StandardYaml>),
    Annotation(Document<()>),
    Topic(Document<TopicYaml>),
    Term(Document<TermYaml>),
    Guide(Document<GuideYaml>),
    Assessment(Document<AssessmentYaml>),
    Scale(Document<ScaleYaml>),
    Reflection(Document<ReflectionYaml>),
    Course(Document<CourseYaml>),
    Lesson(Document<LessonYaml>),
    Check(Document<CheckYaml>),
    Vignette(Document<VignetteYaml>),
}

/// Reads the content folder. What can't be read is left out of the documents and told of in the diagnostics.
pub fn read(content: &Path) -> (Documents, Vec<Diagnostic>) {
    let (files, mut diagnostics) = walk::walk(content);
    let mut assets = Vec::new();
    let mut texts = Vec::with_capacity(files.len());
    let has_links = files.iter().any(|file| file.is_linked);
    for file in files {
        if file.is_text() {
            texts.push(file);
        } else if let Some(meant) = Kind::without_added_ending(&file.relative) {
            let nearest = Some(meant.to_owned());
            diagnostics.push(Diagnostic::path(&file.shown, Problem::UnknownContentFile { nearest }));
        } else {
            assets.push(file.relative);
        }
    }
    let (budget, marks) = (Budget::new(TEXT_BYTES), Budget::new(MARKS_IN_ALL as u64));
    let yaml = Budget::new(YAML_IN_ALL);
    let text = |file: &FoundFile| {
        let read = walk::read_text(file)?;
        let text = &read.0.text;
        budget.take(text.len() as u64);
        marks.take(marks::count(text));
        yaml.take(if file.is_yaml() { text.len() } else { front_matter::length(text) } as u64);
        Ok(read)
    };
    let tally = Arc::new(Tally::default());
    // In small pieces, since a file of a part takes as long as fifty annotations.
    let read: Vec<Read> = texts
        .par_iter()
        .with_max_len(16)
        .map(|file| {
            if budget.is_overdrawn() || marks.is_overdrawn() || yaml.is_overdrawn() {
                return (None, Vec::new(), None);
            }
            read_one(&file.relative, &file.shown, &tally, || text(file))
        })
        .collect();
    let instead = "make several sites of it";
    let problem = if budget.is_overdrawn() {
        Some(budget.problem("MB of text here", instead))
    } else if yaml.is_overdrawn() {
        Some(yaml.problem("MB of YAML here", instead))
    } else {
        let what = "signs and line ends in all texts here";
        marks.is_overdrawn().then_some(Problem::OverLimit { what, limit: MARKS_IN_ALL, instead })
    };
    if let Some(problem) = problem {
        return (Documents::default(), vec![Diagnostic::path(display_path(content), problem)]);
    }
    let paths = texts.into_iter().map(|file| file.relative);
    let mut documents = arrange(paths.zip(read), &mut diagnostics);
    diagnostics.extend(tally.left_out());
    (documents.assets, documents.has_links) = (assets, has_links);
    (documents, diagnostics)
}

/// Reads text files that are in memory, each by its path within the content folder: [`read`] without a disk, for
/// fuzzing and tests.
pub fn read_files(files: &[(&str, Vec<u8>)]) -> (Documents, Vec<Diagnostic>) {
    let tally = Arc::new(Tally::default());
    let read = files.iter().map(|(path, bytes)| {
        let shown = Path::new(path);
        let text = || walk::limited(shown, bytes.clone());
        ((*path).to_owned(), read_one(path, shown, &tally, text))
    });
    let mut diagnostics = Vec::new();
    let documents = arrange(read, &mut diagnostics);
    diagnostics.extend(tally.left_out());
    (documents, diagnostics)
}

/// A file as it was read, what is wrong with it, and what tells its text from others.
type Read = (Option<Typed>, Vec<Diagnostic>, Option<Fingerprint>);

/// Puts every document, by the path of its file, where documents of its kind are.
fn arrange(read: impl Iterator<Item = (String, Read)>, diagnostics: &mut Vec<Diagnostic>) -> Documents {
    let mut documents = Documents::default();
    for (path, (typed, found, fingerprint)) in read {
        diagnostics.extend(found);
        documents.fingerprints.extend(fingerprint.map(|fingerprint| (path, fingerprint)));
        match typed {
            Some(Typed::Site(document)) => documents.site = Some(document),
            Some(Typed::Framework(document)) => documents.framework = Some(document),
            Some(Typed::Standard(document)) => documents.standards.push(document),
            Some(Typed::Annotation(document)) => documents.annotations.push(document),
            Some(Typed::Topic(document)) => documents.topics.push(document),
            Some(Typed::Term(document)) => documents.terms.push(document),
            Some(Typed::Guide(document)) => documents.guides.push(document),
            Some(Typed::Assessment(document)) => documents.assessments.push(document),
            Some(Typed::Scale(document)) => documents.scales.push(document),
            Some(Typed::Reflection(document)) => documents.reflections.push(document),
            Some(Typed::Course(document)) => documents.courses.push(document),
            Some(Typed::Lesson(document)) => documents.lessons.push(document),
            Some(Typed::Check(document)) => documents.checks.push(document),
            Some(Typed::Vignette(document)) => documents.vignettes.push(document),
            None => {}
        }
    }
    documents
}

/// Whether a path within the content folder is of a kind that is never read: hidden, or an editor's backup.
pub fn is_passed_over(relative: &Path) -> bool {
    relative.iter().any(|name| walk::is_clutter(&name.to_string_lossy()))
}

/// The annotation at this path within the content folder, if it is one about which there is nothing to tell.
pub fn annotation(content: &Path, relative: &Path) -> Option<Document<()>> {
    let path = content.join(relative);
    path.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
    let relative = relative.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
    let file = FoundFile { shown: display_path(&path), path, relative, is_linked: false };
    match read_one(&file.relative, &file.shown, &Arc::default(), || walk::read_text(&file)) {
        (Some(Typed::Annotation(document)), diagnostics, _) if diagnostics.is_empty() => Some(document),
        _ => None,
    }
}

fn read_one(path: &str, shown: &Path, tally: &Arc<Tally>, text: impl FnOnce() -> walk::Text) -> Read {
    let mut told = Tallied::new(tally);
    // A file that nobody knows is not worth reading; say so first.
    let Some(kind) = Kind::of(path) else {
        told.push(Diagnostic::path(shown, Problem::UnknownContentFile { nearest: Kind::nearest_path(path) }));
        return (None, told.kept, None);
    };
    let source = match text() {
        Ok((source, found)) => {
            if let Some(problem) = found {
                told.push(problem);
            }
            source
        }
        Err(problem) => {
            told.push(problem);
            return (None, told.kept, None);
        }
    };
    if let Some(problem) = marks::too_many(&source) {
        told.push(problem);
        return (None, told.kept, None);
    }
    let fingerprint = Fingerprint::of(source.text.as_bytes());
    let typed = match kind {
        Kind::Site => whole(source, path, &mut told).map(Typed::Site),
        // Without its numbering everything else would seem wrong.
        Kind::Framework => whole(source, path, &mut told)
            .filter(|_| !told.kept.iter().any(of_numbering))
            .map(Typed::Framework),
        Kind::Standard => with_front(source, path, Flavor::Normative, &mut told).map(Typed::Standard),
        Kind::Topic => with_front(source, path, Flavor::Informative, &mut told).map(Typed::Topic),
        Kind::Term => with_front(source, path, Flavor::Informative, &mut told).map(Typed::Term),
        Kind::Guide => with_front(source, path, Flavor::Informative, &mut told).map(Typed::Guide),
        Kind::Assessment => with_front(source, path, Flavor::Informative, &mut told).map(Typed::Assessment),
        Kind::Scale => whole(source, path, &mut told).map(Typed::Scale),
        Kind::Reflection => with_front(source, path, Flavor::Informative, &mut told).map(Typed::Reflection),
        Kind::Course => with_front(source, path, Flavor::Informative, &mut told).map(Typed::Course),
        Kind::Lesson => with_front(source, path, Flavor::Informative, &mut told).map(Typed::Lesson),
        Kind::Check => whole(source, path, &mut told).map(Typed::Check),
        Kind::Vignette => whole(source, path, &mut told).map(Typed::Vignette),
        Kind::Annotation => {
            let span = 0..source.text.len();
            if source.text.starts_with("---") && front_matter::split(&source.text).is_ok() {
                let place = Place::new(&source, 0..3);
                told.push(Diagnostic::at(place, Problem::FrontMatterUnwanted));
            }
            let prose = Prose::new(&source, span, Flavor::Informative);
            Some(Typed::Annotation(Document {
                source,
                path: path.to_owned(),
                yaml: (),
                yaml_span: 0..0,
                mended: false,
                yaml_tree: OnceLock::new(),
                prose,
            }))
        }
    };
    (typed, told.kept, Some(fingerprint))
}

/// Whether the numbering is, or may be, what is wrong.
fn of_numbering(diagnostic: &Diagnostic) -> bool {
    let is = |key: &str| key == "numbering";
    match &diagnostic.problem {
        Problem::YamlSyntax { .. } => true,
        Problem::UnknownKey { nearest, .. } => nearest.as_deref().is_some_and(is),
        Problem::WrongType { key, .. } | Problem::BadValue { key, .. } | Problem::EmptyValue { key, .. } => {
            is(key)
        }
        _ => false,
    }
}

fn whole<Y: DeserializeOwned + JsonSchema>(
    source: Arc<SourceFile>,
    path: &str,
    told: &mut Tallied,
) -> Option<Document<Y>> {
    let span = 0..source.text.len();
    let before = told.count();
    let place = Place::new(&source, span.clone());
    let yaml = yaml::read_telling(&place, stem(path), &mut |problem| told.push(problem))?;
    let mended = told.count() > before;
    let prose = Prose::new(&source, 0..0, Flavor::Informative);
    Some(Document {
        source,
        path: path.to_owned(),
        yaml,
        yaml_span: span,
        mended,
        yaml_tree: OnceLock::new(),
        prose,
    })
}

fn with_front<Y: DeserializeOwned + JsonSchema>(
    source: Arc<SourceFile>,
    path: &str,
    flavor: Flavor,
    told: &mut Tallied,
) -> Option<Document<Y>> {
    // A name for the document, should its front matter not give it one: what refers to it is then no fault too.
    let name =
        if path.starts_with("glossary/") { stem(path).replace('-', " ") } else { stem(path).to_owned() };
    let before = told.count();
    let (yaml, yaml_span, body) = match front_matter::split(&source.text) {
        Ok((yaml_span, body)) => {
            let place = Place::new(&source, yaml_span.clone());
            let yaml = yaml::read_telling(&place, &name, &mut |problem| told.push(problem))?;
            (yaml, yaml_span, body)
        }
        Err(missing) => {
            // What can't be read as text has been told of; its front matter may be among that.
            if told.count() == 0 {
                let (span, problem) = match missing {
                    front_matter::Missing::Opening => {
                        let line = source.text.find('\n').unwrap_or(source.text.len());
                        let late = front_matter::begins_late(&source.text);
                        (
                            0..line,
                            Problem::FrontMatterMissing {
                                example: front_matter::example::<Y>(stem(path)),
                                late,
                            },
                        )
                    }
                    front_matter::Missing::Closing(last_key) => (last_key, Problem::FrontMatterNotClosed),
                    front_matter::Missing::Dashes(line) => {
                        let written = source.text[line.clone()].trim().to_owned();
                        (line, Problem::FrontMatterDashes { written })
                    }
                };
                told.push(Diagnostic::at(Place::new(&source, span), problem));
            }
            let length = source.text.len();
            (yaml::stand_in(&name)?, 0..0, 0..length)
        }
    };
    let mended = told.count() > before;
    let prose = Prose::new(&source, body, flavor);
    Some(Document {
        source,
        path: path.to_owned(),
        yaml,
        yaml_span,
        mended,
        yaml_tree: OnceLock::new(),
        prose,
    })
}

/// A path without the ending that an editor or word processor gives its files.
fn without_ending_of_an_editor(path: &str) -> Option<&str> {
    let (before, ending) = path.rsplit_once('.')?;
    let endings = ["txt", "doc", "docx", "odt", "rtf", "pages"];
    endings.iter().any(|one| ending.eq_ignore_ascii_case(one)).then_some(before)
}

/// Of a file that is not read, the text that it may have been meant for: it lies where such texts do, and is of an editor
/// or word processor. `topics/trust.docx` may be the topic `topics/trust.md`.
pub fn text_meant_by(path: &str) -> Option<String> {
    let text = format!("{}.md", without_ending_of_an_editor(path)?);
    Kind::of(&text).map(|_| text)
}

/// A file's name without folder and extension.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What a content file is, by where it lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Site,
    Framework,
    Standard,
    Annotation,
    Topic,
    Term,
    Guide,
    Assessment,
    Scale,
    Reflection,
    Course,
    Lesson,
    Check,
    Vignette,
}

impl Kind {
    fn of(path: &str) -> Option<Self> {
        match path {
            "site.yaml" => return Some(Self::Site),
            "standards/framework.yaml" => return Some(Self::Framework),
            _ => {}
        }
        let (folder, name) = path.rsplit_once('/')?;
        // The extension is compared as written: a file `A.MD` would have another name on other machines.
        let (_, extension) = name.rsplit_once('.')?;
        match (folder, extension) {
            ("topics", "md") => Some(Self::Topic),
            ("glossary", "md") => Some(Self::Term),
            ("guides", "md") => Some(Self::Guide),
            ("assessments", "md") => Some(Self::Assessment),
            ("assessments/scales", "yaml") => Some(Self::Scale),
            ("assessments/reflections", "md") => Some(Self::Reflection),
            (_, "md") if path.starts_with("standards/") => Some(Self::Standard),
            (_, "md") if path.starts_with("annotations/") => Some(Self::Annotation),
            _ => Self::of_course(folder.strip_prefix("courses/")?, name, extension),
        }
    }

    /// A file below `courses/`: in the folder of a course, or in one of the folders there.
    fn of_course(folder: &str, name: &str, extension: &str) -> Option<Self> {
        match (folder.split_once('/'), extension) {
            (None, "md") if name == "course.md" => Some(Self::Course),
            (None, "md") => Some(Self::Lesson),
            (Some((_, "checks")), "yaml") => Some(Self::Check),
            (Some((_, "vignettes")), "yaml") => Some(Self::Vignette),
            _ => None,
        }
    }

    /// Where a stray file below `courses/` probably belongs.
    fn nearest_of_course(rest: &str) -> Option<String> {
        let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
        match rest.split('/').collect::<Vec<_>>().as_slice() {
            [name] => Some(format!("courses/{}/course.md", stem(name))),
            [course, name] => Some(format!("courses/{course}/{}.md", stem(name))),
            [course, folder, name] => {
                let folder = crate::diagnostic::nearest(folder, ["checks", "vignettes"])?;
                Some(format!("courses/{course}/{folder}/{}.yaml", stem(name)))
            }
            _ => None,
        }
    }

    /// What a file was to be called to whose name an editor has added its own ending: `trust.md.txt`. Where endings are
    /// hidden, nobody sees that.
    fn without_added_ending(path: &str) -> Option<&str> {
        without_ending_of_an_editor(path).filter(|meant| Self::of(meant).is_some())
    }

    /// Where a stray file probably belongs.
    fn nearest_path(path: &str) -> Option<String> {
        if let Some(stem) = path.strip_suffix(".yml") {
            return Some(format!("{stem}.yaml"));
        }
        if let Some((folder, rest)) = path.strip_prefix("assessments/").and_then(|rest| rest.split_once('/'))
        {
            let folder = crate::diagnostic::nearest(folder, ["scales", "reflections"])?;
            let stem = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
            let extension = if folder == "scales" { "yaml" } else { "md" };
            return Some(format!("assessments/{folder}/{stem}.{extension}"));
        }
        if let Some(rest) = path.strip_prefix("courses/") {
            return Self::nearest_of_course(rest);
        }
        if let Some((folder, rest)) = path.split_once('/') {
            let known =
                ["standards", "annotations", "topics", "glossary", "guides", "assessments", "courses"];
            if let Some(nearest) = crate::diagnostic::nearest(folder, known)
                && nearest != folder
            {
                return Some(format!("{nearest}/{rest}"));
            }
            if let Some(stem) = rest.strip_suffix(".MD").or_else(|| rest.strip_suffix(".markdown")) {
                return Some(format!("{folder}/{stem}.md"));
            }
        }
        crate::diagnostic::nearest(path, ["site.yaml", "standards/framework.yaml"])
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, read_files};
    use crate::diagnostic::Problem;

    #[test]
    fn problems_of_yaml_are_counted_while_they_are_found() {
        let faults = "[], ".repeat(9_000);
        let yaml = format!("---\ntitle: T\nsummary: S\naliases: [{faults}]\n---\n");
        let files =
            ["topics/a.md", "topics/b.md", "topics/c.md"].map(|path| (path, yaml.clone().into_bytes()));
        let (documents, mut diagnostics) = read_files(&files);
        assert!(documents.topics.len() == 3 && documents.topics.iter().all(|topic| topic.mended));
        let last = diagnostics.pop().map(|diagnostic| diagnostic.problem);
        assert_eq!(
            (diagnostics.len(), last),
            (25_000, Some(Problem::ProblemsLeftOut { count: 2_000, errors: true }))
        );
    }

    #[test]
    fn a_stray_file_is_told_where_it_belongs() {
        let near = |path| {
            assert!(Kind::of(path).is_none(), "{path}");
            Kind::nearest_path(path)
        };
        assert_eq!(near("topic/a.md").as_deref(), Some("topics/a.md"));
        assert_eq!(near("assessments/scale/a.yaml").as_deref(), Some("assessments/scales/a.yaml"));
        assert_eq!(near("assessments/scales/a.md").as_deref(), Some("assessments/scales/a.yaml"));
        assert_eq!(near("assessments/reflections/a.yaml").as_deref(), Some("assessments/reflections/a.md"));
        assert_eq!(near("assessments/phases/a.md"), None);
        assert_eq!(near("courses/a.md").as_deref(), Some("courses/a/course.md"));
        assert_eq!(near("courses/a/check/b.yaml").as_deref(), Some("courses/a/checks/b.yaml"));
        assert_eq!(near("courses/a/vignettes/b.md").as_deref(), Some("courses/a/vignettes/b.yaml"));
        assert_eq!(near("courses/a/b.yaml").as_deref(), Some("courses/a/b.md"));
        assert_eq!(near("course/a/b.md").as_deref(), Some("courses/a/b.md"));
        assert_eq!(near("assesments/a.md").as_deref(), Some("assessments/a.md"));
    }

    #[test]
    fn what_a_file_is_follows_from_where_it_lies() {
        assert!(Kind::of("standards/deep/II.md") == Some(Kind::Standard));
        assert!(Kind::of("annotations/II.A/II.A.1.md") == Some(Kind::Annotation));
        assert!(Kind::of("assessments/a.md") == Some(Kind::Assessment));
        assert!(Kind::of("assessments/scales/a.yaml") == Some(Kind::Scale));
        assert!(Kind::of("assessments/reflections/a.md") == Some(Kind::Reflection));
        assert!(Kind::of("courses/a/course.md") == Some(Kind::Course));
        assert!(Kind::of("courses/a/b.md") == Some(Kind::Lesson));
        assert!(Kind::of("courses/a/checks/b.yaml") == Some(Kind::Check));
        assert!(Kind::of("courses/a/vignettes/b.yaml") == Some(Kind::Vignette));
        assert!(Kind::of("courses/a/b/c.md").is_none() && Kind::of("courses/a.md").is_none());
        assert!(Kind::of("topics/deep/a.md").is_none() && Kind::of("topics/A.MD").is_none());
    }
}
