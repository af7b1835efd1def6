//! Site → other formats. Each starts at the model, as pages do.
//!
//! The same content gives the same bytes: nothing in them comes from the clock, from chance or from the machine.

pub mod anki;
mod archive;
pub mod case;
pub mod cc;
pub mod csv;
pub mod epub;
pub mod ids;
pub mod json;
pub mod jsonld;
mod lesson;
mod markup;
pub mod moodle;
pub mod scorm;
mod text;
pub mod what;
mod xml;

use std::path::Path;

use serde::Serialize;

use crate::budget::Budget;
use crate::diagnostic::{self, Diagnostic};
use crate::model::{NodeId, Site};
use crate::page::address::node as node_address;
use crate::page::{Plan, absolute};
use crate::source::display_path;
use crate::theme::Theme;

/// Why something can't be exported, in words for whoever asked for it.
#[derive(Debug)]
pub struct Failure {
    /// A sentence; none where the problems say it all.
    pub message: String,
    /// What is wrong with the content or the theme.
    pub problems: Vec<Diagnostic>,
    /// Whether it was asked for in the wrong way.
    pub usage: bool,
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), problems: Vec::new(), usage: false }
    }

    fn usage(message: impl Into<String>) -> Self {
        Self { usage: true, ..Self::new(message) }
    }

    fn of(mut problems: Vec<Diagnostic>) -> Self {
        diagnostic::sort(&mut problems);
        diagnostic::limit(&mut problems);
        Self { problems, ..Self::new("") }
    }
}

/// The pages of the site, where links lead and texts are taken from; and what there is to tell of them. What stops a
/// build stops an export.
fn planned<'a>(site: &'a Site, theme: &'a Theme) -> Result<(Plan<'a>, Vec<Diagnostic>), Failure> {
    let mut diagnostics = Vec::new();
    let plan = Plan::new(site, theme, &mut diagnostics);
    if diagnostics.iter().any(Diagnostic::is_error) {
        diagnostics.retain(Diagnostic::is_error);
        return Err(Failure::of(diagnostics));
    }
    Ok((plan, diagnostics))
}

/// That a package, which is made in memory, would have too many bytes.
fn too_large(budget: &Budget, content: &Path) -> Failure {
    let instead = "leave out large files or texts, or link to where they are elsewhere";
    let problem = budget.problem("MB in the files of this package", instead);
    Failure::of(vec![Diagnostic::path(display_path(content), problem)])
}

/// JSON for people to read too, with a line end.
fn pretty(value: &impl Serialize) -> String {
    // Strings and numbers always serialise.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// The web address of a page, if the site says where it will be.
fn page_uri(site: &Site, address: &str) -> Option<String> {
    let base = site.config.base_url.as_deref()?;
    // Codes may have letters of any script; a URI has none of them.
    Some(encoded(&absolute(base, address)))
}

/// The web address of a section's, part's or statement's page.
fn node_uri(site: &Site, id: NodeId) -> Option<String> {
    page_uri(site, &node_address(&site.nodes[id].code))
}

/// An address with everything but ASCII percent-encoded.
fn encoded(address: &str) -> String {
    percent_encoded(address, b"")
}

/// The path of a file as a relative reference: what would mean something else in one is percent-encoded, too.
fn encoded_path(path: &str) -> String {
    percent_encoded(path, b"%#?\"<>\\^`{|}")
}

fn percent_encoded(text: &str, but: &[u8]) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && !but.contains(&byte) {
            out.push(char::from(byte));
        } else {
            use std::fmt::Write as _;
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_is_encoded_and_an_address_keeps_its_signs() {
        assert_eq!(super::encoded_path("a b/50%#1?ü.pdf"), "a%20b/50%25%231%3F%C3%BC.pdf");
        assert_eq!(
            super::encoded("https://example.org/a%20b/ü.html#I"),
            "https://example.org/a%20b/%C3%BC.html#I"
        );
    }
}
