//! A site in which little has changed, without making it anew.
//!
//! Most of what writers save, while they look at a preview, is an annotation: it names nothing, and nothing but what it
//! says and what it refers to depends on it. Those are the [aspects](Aspect) of a site that may change alone. The fields
//! that hold them are private to the model, and whoever reads one says so ([`Reads`]), so that it is known who must be
//! made anew.

use std::collections::BTreeSet;

use super::{Annotation, NodeId, Origin, Site, Target, build, resolve};
use crate::diagnostic::Tallied;
use crate::source::Document;
use crate::source::markdown::Outline;

/// A piece of a site that may change while everything else stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// What the annotation of a node says. Its headings and the number of its prompts stay.
    Annotation(NodeId),
    /// What refers to a thing.
    Backlinks(Target),
}

/// Takes note of what is read.
pub trait Reads {
    /// This was read.
    fn note(&self, aspect: Aspect);
}

/// For those who read everything, or only once.
pub struct Unnoted;

impl Reads for Unnoted {
    fn note(&self, _: Aspect) {}
}

impl Site {
    /// Puts an annotation in the place of the one that was read from the same file, and says what has changed by that.
    ///
    /// `None` where more changes than [aspects](Aspect), or where there may be something to tell; then nothing has
    /// happened, and the site must be built from its documents.
    pub fn replace_annotation(&mut self, document: Document<()>) -> Option<BTreeSet<Aspect>> {
        let Target::Node(node) = self.index.path(&document.path)? else { return None };
        let old = self.nodes[node].annotation.as_ref().filter(|old| old.path == document.path)?;
        let (new, outline) = build::annotation(document);
        let ids = |annotation: &Annotation| -> Vec<String> {
            annotation.headings.iter().map(|heading| heading.id.clone()).collect()
        };
        if new.prompts.count == 0 || new.prompts.count != old.prompts.count || ids(&new) != ids(old) {
            return None;
        }
        let refers = |annotation: &Annotation, outline: &Outline| {
            let (mut links, mut diagnostics) = (Vec::new(), Tallied::default());
            let (prose, path) = (&annotation.prose, &annotation.path);
            let origin = Origin::Annotation(node);
            resolve::Text { origin, prose, path, outline }.resolve(self, &mut links, &mut diagnostics);
            (diagnostics.count() == 0).then(|| targets(links))
        };
        let (before, after) = (refers(old, &old.prose.outline())?, refers(&new, &outline)?);
        // A term that nothing refers to is told of.
        let is_told = |target: &Target| {
            let Target::Term(id) = target else { return false };
            let others =
                self.terms[*id].backlinks.iter().filter(|origin| **origin != Origin::Annotation(node));
            others.count() == 0
        };
        if before.symmetric_difference(&after).any(is_told) {
            return None;
        }

        let mut changed = BTreeSet::from([Aspect::Annotation(node)]);
        for target in before.symmetric_difference(&after) {
            let backlinks = match *target {
                Target::Node(id) => &mut self.nodes[id].backlinks,
                Target::Topic(id) => &mut self.topics[id].backlinks,
                Target::Term(id) => &mut self.terms[id].backlinks,
                _ => continue,
            };
            match backlinks.binary_search(&Origin::Annotation(node)) {
                Ok(at) => drop(backlinks.remove(at)),
                Err(at) => backlinks.insert(at, Origin::Annotation(node)),
            }
            changed.insert(Aspect::Backlinks(*target));
        }
        let mut words = Vec::new();
        resolve::resolve_words(self, node, &mut words, &mut Tallied::default());
        let words = targets(words);
        let further = after.difference(&words).copied();
        self.nodes[node].references = words.iter().copied().chain(further).collect();
        self.nodes[node].annotation = Some(new);
        Some(changed)
    }
}

/// What is referred to, each once and in order, without what refers to itself.
fn targets(links: Vec<(Origin, Target)>) -> BTreeSet<Target> {
    let others = links.into_iter().filter(|(origin, target)| !resolve::is_to_itself(*origin, *target));
    others.map(|(_, target)| target).collect()
}
