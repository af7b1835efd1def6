//! Diagnostics as people and as tools read them.

use std::fmt::Write as _;
use std::path::Path;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{Diagnostic, Location, Place, Severity};

/// The longest line that is shown with a message, in bytes.
const LONGEST_LINE: usize = 4_000;

/// A path as it is told: on Windows, what lies below the current folder with the slashes of the manual and of links, which
/// Windows takes as well, and a whole path with its own.
pub fn name_of(path: &Path) -> String {
    let name = path.to_string_lossy();
    if cfg!(windows) { with_one_slash(&name) } else { name.into_owned() }
}

fn with_one_slash(name: &str) -> String {
    let is_whole = name.starts_with(['\\', '/']) || name.as_bytes().get(1) == Some(&b':');
    if is_whole { name.replace('/', "\\") } else { name.replace('\\', "/") }
}

/// The message with the line it speaks of, marked; `styled` adds colour for a terminal.
pub fn human(diagnostic: &Diagnostic, styled: bool) -> String {
    let level = match diagnostic.problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = diagnostic.problem.message();
    let title = level.primary_title(message.as_str()).id(diagnostic.problem.code());
    let path_text;
    let mut group = match &diagnostic.location {
        Location::Text(place) => {
            let mut group = with_line(Group::with_title(title), place, AnnotationKind::Primary, None);
            for (related, label) in &diagnostic.related {
                group = with_line(group, related, AnnotationKind::Context, Some(label));
            }
            group
        }
        Location::Path(path) => {
            path_text = name_of(path);
            Group::with_title(title).element(Origin::path(path_text.as_str()))
        }
    };
    let help = diagnostic.problem.help();
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).render(&[group]).clone()
}

/// Adds the line of a place, marked; of a line that nobody could read, its number.
fn with_line<'a>(
    group: Group<'a>,
    place: &'a Place,
    kind: AnnotationKind,
    label: Option<&'a String>,
) -> Group<'a> {
    let text = &place.source.text;
    let start = place.span.start.min(text.len());
    // One line at most: the rest of a long stretch says nothing more.
    let (number, line) = place.source.line_at(start);
    let path = name_of(&place.source.path);
    if line.len() > LONGEST_LINE {
        let (line, column) = place.source.line_and_column(start);
        return group.element(Origin::path(path).line(line).char_column(column));
    }
    let line_start = line.start;
    let line_end = text[start..line.end].find('\r').map_or(line.end, |at| start + at);
    let end = place.span.end.clamp(start, line_end);
    let shown = &text[line_start..line_end];
    let annotation = kind.span(start - line_start..end - line_start);
    let annotation = match label {
        Some(label) => annotation.label(label.as_str()),
        None => annotation,
    };
    group.element(Snippet::source(shown).line_start(number).path(path).annotation(annotation))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    severity: &'static str,
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    file: String,
    line: usize,
    column: usize,
}

/// One JSON object on one line: severity, code, message, help, file, and line and column from 1. A problem of a file or
/// folder as a whole is at line 1, column 1.
pub fn json(diagnostic: &Diagnostic) -> String {
    let (start, end) = match &diagnostic.location {
        Location::Text(place) => {
            (place.source.line_and_column(place.span.start), place.source.line_and_column(place.span.end))
        }
        Location::Path(_) => ((1, 1), (1, 1)),
    };
    let json = Json {
        severity: match diagnostic.problem.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        code: diagnostic.problem.code(),
        message: diagnostic.problem.message(),
        help: diagnostic.problem.help(),
        file: name_of(diagnostic.file()),
        line: start.0,
        column: start.1,
        end_line: end.0,
        end_column: end.1,
        related: diagnostic
            .related
            .iter()
            .map(|(place, label)| {
                let (line, column) = place.source.line_and_column(place.span.start);
                let file = name_of(&place.source.path);
                Related { message: label, file, line, column }
            })
            .collect(),
    };
    // Strings and numbers always serialise.
    serde_json::to_string(&json).unwrap_or_default()
}

/// "2 errors, 1 warning", or nothing for none.
pub fn count(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.is_error()).count();
    let warnings = diagnostics.len() - errors;
    let mut words = String::new();
    if errors > 0 {
        let _ = write!(words, "{errors} error{}", if errors == 1 { "" } else { "s" });
    }
    if warnings > 0 {
        let comma = if errors > 0 { ", " } else { "" };
        let _ = write!(words, "{comma}{warnings} warning{}", if warnings == 1 { "" } else { "s" });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::with_one_slash;

    #[test]
    fn a_path_of_windows_has_slashes_of_one_kind() {
        assert_eq!(with_one_slash(r"content\topics/hope.md"), "content/topics/hope.md");
        assert_eq!(with_one_slash(r"C:\site\content/topics/hope.md"), r"C:\site\content\topics\hope.md");
        assert_eq!(with_one_slash(r"//server/site\content"), r"\\server\site\content");
    }
}
