//! Where the links and pictures of a text lead.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::PoisonError;

use pulldown_cmark::{CowStr, LinkType};

use super::{Renderer, Text};
use crate::diagnostic::{Problem, listed, nearest};
use crate::links::{join, percent_decoded};
use crate::model::Target;
use crate::page::standards;
use crate::source::markdown::Heading;

impl Renderer<'_> {
    /// The places on the page of something that can be linked to.
    fn anchors(&self, target: Target) -> Vec<&str> {
        let nodes = match target {
            Target::Node(id) => standards::nodes_on_page(self.site, id),
            _ => Vec::new(),
        };
        let codes = nodes.into_iter().map(|id| self.site.nodes[id].code.as_str());
        self.headings(target).iter().map(|heading| heading.id.as_str()).chain(codes).collect()
    }

    /// The headings on the page of something that can be linked to.
    fn headings(&self, target: Target) -> &[Heading] {
        match target {
            Target::Node(id) => self.site.annotation_headings(id),
            Target::Topic(id) => &self.site.topics[id].headings,
            Target::Term(id) => &self.site.terms[id].headings,
            Target::Guide(id) => &self.site.guides[id].headings,
            Target::Assessment(id) => &self.site.assessments[id].headings,
            Target::Matter(id) => &self.site.matter[id].headings,
            Target::Course(id) => &self.site.courses[id].headings,
            Target::Lesson(id) => &self.site.lesson(id).headings,
        }
    }

    /// Whether this is one of the [`anchors`](Self::anchors) of `target`, of which there may be thousands.
    fn has_anchor(&self, target: Target, anchor: &str) -> bool {
        let is_node = |id| {
            let node = self.site.index.code(anchor);
            node.is_some_and(|node| standards::is_on_page(self.site, node, id))
        };
        self.headings(target).iter().any(|heading| heading.id == anchor)
            || matches!(target, Target::Node(id) if is_node(id))
    }

    /// Checks an anchor on the page of something else.
    pub(super) fn check_anchor_of(
        &self,
        text: Text<'_>,
        target: Target,
        anchor: &str,
        page: &str,
        span: &Range<usize>,
    ) {
        if self.has_anchor(target, &percent_decoded(anchor)) {
            return;
        }
        // What is only counted needs no proposals.
        let known = if self.reader.findings.tally.is_full() { Vec::new() } else { self.anchors(target) };
        self.check_anchor(text, &known, anchor, page, span);
    }

    fn check_anchor(&self, text: Text<'_>, known: &[&str], anchor: &str, page: &str, span: &Range<usize>) {
        let anchor = percent_decoded(anchor);
        if known.contains(&anchor.as_str()) {
            return;
        }
        let problem = Problem::UnknownAnchor {
            nearest: self.proposals.nearest(&anchor, known.iter().copied()),
            anchor,
            page: page.split('#').next().unwrap_or(page).to_owned(),
            known: listed(known.iter().copied()),
        };
        self.tell(text, span, problem);
    }

    /// The address that a Markdown link gets.
    pub(super) fn link<'e>(
        &self,
        text: Text<'_>,
        kind: LinkType,
        target: CowStr<'e>,
        span: &Range<usize>,
    ) -> CowStr<'e> {
        if kind == LinkType::Email {
            return target;
        }
        if let Some(scheme) = scheme_of(&target) {
            if !matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel") {
                let scheme = format!("{scheme}:");
                self.tell(text, span, Problem::UnsafeLink { scheme, image: false });
                return "#".into();
            }
            return target;
        }
        if target.starts_with("//") {
            self.tell(text, span, Problem::UnsafeLink { scheme: "//".to_owned(), image: false });
            return "#".into();
        }
        let (path, anchor) = match target.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (&*target, None),
        };
        if path.is_empty() {
            if let Some(anchor) = anchor {
                let known: Vec<&str> = text.headings.iter().map(|heading| heading.id.as_str()).collect();
                self.check_anchor(text, &known, anchor, "this page", span);
            }
            return target;
        }
        // Explore keeps its state after the question mark.
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let Some(path) = join(text.path, path) else {
            self.tell(text, span, Problem::LinkOutsideContent { target: target.to_string() });
            return "#".into();
        };
        let full = |address: &str| {
            let mut full = format!("{}{}", self.root, address.split('#').next().unwrap_or(address));
            if let Some(query) = query {
                let _ = write!(full, "?{query}");
            }
            match (anchor, address.split_once('#')) {
                (Some(anchor), _) | (None, Some((_, anchor))) => {
                    let _ = write!(full, "#{anchor}");
                }
                (None, None) => {}
            }
            full
        };
        let page = self.site.index.path(&path).or_else(|| self.addresses.target(self.site, &path));
        if let Some(found) = page {
            let address = self.addresses.of(self.site, found);
            if let Some(anchor) = anchor {
                self.check_anchor_of(text, found, anchor, &address, span);
            }
            return full(&address).into();
        }
        if self.pages.contains(&path) {
            return full(&path).into();
        }
        if self.site.has_asset(&path) {
            return self.asset(&path).into();
        }
        let known = || {
            let known = self.site.index.known_paths().chain(self.site.assets.iter().map(String::as_str));
            known.chain(self.pages.iter().map(String::as_str))
        };
        let nearest = self.nearest_path(text, &path, known);
        self.tell(text, span, Problem::BrokenLink { target: target.to_string(), nearest });
        "#".into()
    }

    /// The path that was probably meant, as it is written in `text`: one whose file's name looks much like that of `path`,
    /// in whatever folder, or else one that looks like `path` as a whole.
    fn nearest_path<'a, K: Iterator<Item = &'a str>>(
        &self,
        text: Text<'_>,
        path: &str,
        known: impl Fn() -> K,
    ) -> Option<String> {
        fn parts(path: &str) -> (&str, &str) {
            let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
            name.rsplit_once('.').unwrap_or((name, ""))
        }
        let (stem, extension) = parts(path);
        let alike = || known().filter(|known| parts(known).1.eq_ignore_ascii_case(extension));
        let named = self.proposals.nearest(stem, alike().map(|known| parts(known).0)).and_then(|near| {
            let named = || alike().filter(|known| parts(known).0 == near);
            self.proposals.nearest(path, named()).or_else(|| named().min().map(ToOwned::to_owned))
        });
        // Two names without a letter in common in folders that are alike are no slip.
        let is_slip = |near: &String| nearest(stem, [parts(near).0]).is_some();
        let near = named.or_else(|| self.proposals.nearest(path, known()).filter(is_slip))?;
        Some(relative(text.path, &near))
    }

    pub(super) fn image(
        &self,
        text: Text<'_>,
        kind: LinkType,
        target: &str,
        span: &Range<usize>,
    ) -> CowStr<'static> {
        if matches!(kind, LinkType::WikiLink { .. }) {
            return "".into();
        }
        if let Some(scheme) = scheme_of(target) {
            // A picture from elsewhere would ask another host; a data: picture can be a document.
            self.tell(text, span, Problem::UnsafeLink { scheme, image: true });
            return "".into();
        }
        match join(text.path, target) {
            Some(path) if self.site.has_asset(&path) => self.asset(&path).into(),
            Some(path) => {
                let nearest = self.nearest_path(text, &path, || self.site.assets.iter().map(String::as_str));
                self.tell(text, span, Problem::MissingImage { target: target.to_owned(), nearest });
                "".into()
            }
            None => {
                self.tell(text, span, Problem::LinkOutsideContent { target: target.to_owned() });
                "".into()
            }
        }
    }

    fn asset(&self, path: &str) -> String {
        self.reader
            .findings
            .assets
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(path.to_owned())
            .or_default()
            .insert(self.reader.page.map(ToOwned::to_owned));
        let mut address = self.root.to_owned();
        for byte in path.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                    address.push(byte.into());
                }
                byte => {
                    let _ = write!(address, "%{byte:02X}");
                }
            }
        }
        address
    }
}

/// `javascript` of `javascript:…`; white space and control characters inside, which browsers skip, don't hide it.
fn scheme_of(target: &str) -> Option<String> {
    let cleaned: String = target.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let (scheme, _) = cleaned.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    valid.then(|| scheme.to_ascii_lowercase())
}

/// `path` as it would be written in the file `from`.
fn relative(from: &str, path: &str) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    from.pop();
    let path: Vec<&str> = path.split('/').collect();
    let shared = from.iter().zip(&path).take_while(|(a, b)| a == b).count();
    format!("{}{}", "../".repeat(from.len() - shared), path[shared..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_from_the_file_that_it_stands_in() {
        assert_eq!(relative("guides/a.md", "topics/b.md"), "../topics/b.md");
    }

    #[test]
    fn schemes_are_seen_through_disguise() {
        assert_eq!(scheme_of("java\nscript:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme_of("java\u{1}script:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme_of(" JavaScript:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme_of("a/b:c"), None);
        assert_eq!(scheme_of("https://x").as_deref(), Some("https"));
    }
}
