//! First causes, not what follows from them.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::{Diagnostic, Problem};
use crate::links;

/// Takes out what is only a consequence of another problem: a file that can't be read is told of, not every
/// reference to what it would have held; a topic that seems unused may be the one that was misspelt.
pub fn first_causes(diagnostics: &mut Vec<Diagnostic>) {
    let causes = Causes::of(diagnostics);
    diagnostics.retain(|diagnostic| !causes.explain(diagnostic));
}

/// What is known to be wrong, as far as something else can follow from it.
#[derive(Default)]
struct Causes {
    /// Content files that can't be read at all, as folder and name without extension.
    unread: BTreeSet<(String, String)>,
    /// Files of parts without a list, whose statements nobody knows.
    unlisted: BTreeSet<(String, String)>,
    /// Folders that can't be looked into.
    unread_folders: Vec<PathBuf>,
    /// Files with YAML that can't be taken as it stands.
    doubtful: HashSet<PathBuf>,
    /// Names that were probably meant by others that don't exist.
    meant: HashSet<String>,
}

impl Causes {
    fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut causes = Self::default();
        for diagnostic in diagnostics {
            match &diagnostic.problem {
                Problem::Unreadable { .. }
                | Problem::NotAFile
                | Problem::LinkLeadsOut { .. }
                | Problem::FileTooLarge { .. }
                | Problem::NotText { .. }
                | Problem::OverLimit { .. } => {
                    causes.unread.extend(folder_and_stem(diagnostic.file()));
                    let is_folder = match diagnostic.problem {
                        Problem::LinkLeadsOut { is_folder, .. } => is_folder,
                        Problem::OverLimit { .. } | Problem::NotText { .. } => false,
                        _ => diagnostic.file().extension().is_none(),
                    };
                    if is_folder {
                        causes.unread_folders.push(diagnostic.file().to_path_buf());
                    }
                }
                // What it would be under the name that was meant, nobody has read.
                Problem::UnknownContentFile { nearest: Some(nearest) } => {
                    causes.unread.extend(folder_and_stem(Path::new(nearest)));
                }
                // Its statements have codes that nobody refers to, or none.
                Problem::UnknownNumbering { .. }
                | Problem::ListUnordered
                | Problem::ListMark { .. }
                | Problem::ListTooDeep { levels: 0 } => {
                    causes.unknown_codes(diagnostic);
                }
                // What is empty has no statements either.
                Problem::FrontMatterMissing { .. } if diagnostic.is_in_blank_text() => {
                    causes.unknown_codes(diagnostic);
                }
                Problem::MetadataWithoutStatement { last: None, .. } => {
                    causes.unlisted.extend(folder_and_stem(diagnostic.file()));
                    causes.doubtful.insert(diagnostic.file().to_path_buf());
                }
                Problem::NotUtf8 { .. }
                | Problem::FrontMatterDashes { .. }
                | Problem::FrontMatterMissing { .. }
                | Problem::FrontMatterNotClosed
                | Problem::YamlSyntax { .. }
                | Problem::UnknownKey { .. }
                | Problem::DuplicateKey { .. }
                | Problem::WrongType { .. }
                | Problem::MissingKey { .. }
                | Problem::BadValue { .. }
                | Problem::EmptyValue { .. }
                | Problem::DuplicateId { .. }
                | Problem::MetadataWithoutStatement { .. } => {
                    causes.doubtful.insert(diagnostic.file().to_path_buf());
                }
                Problem::UnknownReference { nearest: Some(nearest), .. }
                | Problem::UnknownTopic { nearest: Some(nearest), .. }
                | Problem::AnnotationForUnknown { nearest: Some(nearest), .. }
                | Problem::UnknownScale { nearest: Some(nearest), .. }
                | Problem::UnknownReflection { nearest: Some(nearest), .. }
                | Problem::UnknownLesson { nearest: Some(nearest), .. } => {
                    let name = nearest.split_once(':').map_or(nearest.as_str(), |(_, name)| name);
                    causes.meant.insert(name.to_lowercase());
                }
                _ => {}
            }
        }
        causes
    }

    fn unknown_codes(&mut self, diagnostic: &Diagnostic) {
        self.unread.extend(folder_and_stem(diagnostic.file()));
        self.doubtful.insert(diagnostic.file().to_path_buf());
    }

    /// Whether a problem follows from these.
    fn explain(&self, diagnostic: &Diagnostic) -> bool {
        let meant = |name: &str| self.meant.contains(&name.to_lowercase());
        let here_doubtful = self.is_doubtful(diagnostic.file());
        match &diagnostic.problem {
            Problem::UnknownReference { reference, .. } => self.would_hold(reference),
            Problem::UnknownTopic { topic, .. } => self.is_unread("topics", topic),
            Problem::UnknownScale { scale, .. } => self.is_unread("scales", scale),
            Problem::UnknownReflection { reflection, .. } => self.is_unread("reflections", reflection),
            Problem::UnknownLesson { lesson, .. } => {
                let course = folder_and_stem(diagnostic.file()).map(|(course, _)| course);
                course.is_some_and(|course| self.is_unread(&course, lesson))
            }
            Problem::LessonWithoutUnit { lesson } => meant(lesson),
            // It is asked about, under a name that was misspelt there.
            Problem::ScaleNotUsed { scale, .. } => meant(scale),
            Problem::MissingFile { what, .. } => {
                self.unread_folders.iter().any(|folder| diagnostic.file().starts_with(folder))
                    || *what == "course.md"
                        && folder_and_stem(diagnostic.file()).is_some_and(|here| self.unread.contains(&here))
            }
            Problem::SelectsNothing | Problem::ExcludesNothing { .. } | Problem::AssessmentEmpty => {
                !self.doubtful.is_empty() || !self.unread.is_empty()
            }
            Problem::AnnotationForUnknown { code, .. } => self.would_hold(code),
            Problem::MetadataWithoutStatement { .. } => {
                let here = folder_and_stem(diagnostic.file());
                here.is_some_and(|here| self.unread.contains(&here))
            }
            Problem::NumberSkipped { before: parent, .. } | Problem::ParentMissing { parent, .. } => {
                self.is_unread("standards", parent)
            }
            Problem::BrokenLink { target, .. } | Problem::MissingImage { target, .. } => {
                linked_from(diagnostic.file(), target).is_some_and(|target| {
                    self.unread_folders.iter().any(|folder| target.starts_with(folder))
                        || folder_and_stem(&target).is_some_and(|there| self.unread.contains(&there))
                })
            }
            // The id or the kind may be the one that is wrong.
            Problem::UnknownKind { .. } => self.doubtful.iter().any(|file| file.ends_with("framework.yaml")),
            Problem::TopicUnused { topic: name }
            | Problem::TermUnused { term: name }
            | Problem::ScaleUnused { scale: name }
            | Problem::ReflectionUnused { reflection: name }
            | Problem::NotEmbedded { id: name, .. } => {
                meant(name) || !self.doubtful.is_empty() || !self.unread.is_empty()
            }
            Problem::NoStatements => !self.doubtful.is_empty() || !self.unread.is_empty(),
            Problem::StatementWithoutTopic { .. } => here_doubtful,
            Problem::StatementWithoutRelation { code, .. } => meant(code) || !self.doubtful.is_empty(),
            Problem::StatementWithoutPrompts { code, .. } => {
                meant(code) || self.is_unread("annotations", code)
            }
            _ => false,
        }
    }

    fn is_doubtful(&self, file: &Path) -> bool {
        self.doubtful.contains(file)
    }

    fn is_unread(&self, folder: &str, stem: &str) -> bool {
        self.is_hidden(folder) || self.unread.iter().any(|(f, s)| f == folder && s == stem)
    }

    /// Whether what is in a folder of this name can't be seen.
    fn is_hidden(&self, folder: &str) -> bool {
        self.unread_folders.iter().any(|unread| unread.ends_with(folder))
    }

    /// Whether a file that can't be read would probably hold what `reference` names.
    fn would_hold(&self, reference: &str) -> bool {
        // What a folder holds that can't be looked into, nobody knows.
        if !self.unread_folders.is_empty() {
            return true;
        }
        self.unread.iter().chain(&self.unlisted).any(|(folder, stem)| match folder.as_str() {
            "standards" => {
                reference == stem
                    || reference.strip_prefix(stem.as_str()).is_some_and(|rest| rest.starts_with('.'))
            }
            "topics" | "guides" | "assessments" | "checks" | "vignettes" => reference == stem,
            "glossary" => {
                reference.to_lowercase().split([' ', '-']).eq(stem.to_lowercase().split([' ', '-']))
            }
            // A lesson lies in the folder of its course, and goes with it.
            course => reference
                .split_once('/')
                .is_some_and(|(of, lesson)| of == course && (lesson == stem || stem == "course")),
        })
    }
}

/// Where a link in a file leads, as far as its letters tell.
fn linked_from(file: &Path, target: &str) -> Option<PathBuf> {
    let file = file.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let path = target.split(['#', '?']).next().unwrap_or(target);
    links::join(&file, path).map(PathBuf::from)
}

fn folder_and_stem(file: &Path) -> Option<(String, String)> {
    let folder = file.parent()?.file_name()?.to_string_lossy().into_owned();
    Some((folder, file.file_stem()?.to_string_lossy().into_owned()))
}
