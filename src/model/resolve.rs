//! References, links and embeds of all texts, resolved or told of.

use rayon::prelude::*;

use super::build::Outlines;
use super::course::{self, Embed};
use super::{NodeId, Origin, Site, Target};
use crate::diagnostic::{Diagnostic, Place, Problem, Tallied};
use crate::source::Documents;
use crate::source::limits::{EMBEDDED, HEADINGS};
use crate::source::markdown::{Flavor, Outline, Prose, Stray};

/// Resolves `[[…]]` everywhere and writes down both sides.
pub(super) fn resolve_references(
    site: &mut Site,
    annotations: &Outlines,
    documents: &Documents,
    diagnostics: &mut Tallied,
) {
    let mut links = resolve_many(annotations, diagnostics, |(node, outline), links, found| {
        if let Some(annotation) = &site.nodes[*node].annotation {
            let (origin, prose, path) = (Origin::Annotation(*node), &annotation.prose, &annotation.path);
            Text { origin, prose, path, outline }.resolve(site, links, found);
        }
    });
    // The texts of one kind after those of another, as their headings are below.
    let topics =
        site.topics.iter().enumerate().map(|(id, of)| (Some(Origin::Topic(id)), &of.prose, &of.path));
    let terms = site.terms.iter().enumerate().map(|(id, of)| (Some(Origin::Term(id)), &of.prose, &of.path));
    let guides =
        site.guides.iter().enumerate().map(|(id, of)| (Some(Origin::Guide(id)), &of.prose, &of.path));
    let assessments = site
        .assessments
        .iter()
        .enumerate()
        .map(|(id, of)| (Some(Origin::Assessment(id)), &of.prose, &of.path));
    // A model has no page of its own; a reference in it is found where the model is shown first, if anywhere.
    let reflections = site.reflections.iter().enumerate();
    let reflections =
        reflections.map(|(id, of)| (site.first_with(id).map(Origin::Assessment), &of.prose, &of.path));
    let matter =
        site.matter.iter().enumerate().map(|(id, of)| (Some(Origin::Matter(id)), &of.prose, &of.path));
    let texts = topics.chain(terms).chain(guides).chain(assessments).chain(reflections).chain(matter);
    let texts: Vec<(Option<Origin>, &Prose, &String)> = texts.collect();
    let outlines: Vec<Outline> = texts.par_iter().map(|(_, prose, _)| prose.outline()).collect();
    for ((origin, prose, path), outline) in texts.into_iter().zip(&outlines) {
        // What is shown nowhere is checked all the same.
        let mut own = Vec::new();
        let from = origin.unwrap_or(Origin::Assessment(0));
        Text { origin: from, prose, path, outline }.resolve(site, &mut own, diagnostics);
        if origin.is_some() {
            links.append(&mut own);
        }
    }
    let ids: Vec<NodeId> = (0..site.nodes.len()).collect();
    let words = resolve_many(&ids, diagnostics, |id, links, found| resolve_words(site, *id, links, found));
    links.extend(words);
    links.extend(course::resolve(site, documents, diagnostics));
    let topics = site.topics.iter_mut().map(|of| &mut of.headings);
    let terms = site.terms.iter_mut().map(|of| &mut of.headings);
    let guides = site.guides.iter_mut().map(|of| &mut of.headings);
    let assessments = site.assessments.iter_mut().map(|of| &mut of.headings);
    let reflections = site.reflections.iter_mut().map(|of| &mut of.headings);
    let matter = site.matter.iter_mut().map(|of| &mut of.headings);
    let headings = topics.chain(terms).chain(guides).chain(assessments).chain(reflections).chain(matter);
    for (headings, outline) in headings.zip(outlines) {
        *headings = outline.headings;
    }
    links.par_sort_unstable();
    links.dedup();
    // What a statement's words refer to comes first, in order, and then what its annotation does.
    let mut of_words = vec![0; site.nodes.len()];
    for (origin, target) in links {
        if is_to_itself(origin, target) {
            continue;
        }
        match origin {
            Origin::Statement(node) => {
                site.nodes[node].references.push(target);
                of_words[node] += 1;
            }
            Origin::Annotation(node) => {
                let references = &mut site.nodes[node].references;
                if references[..of_words[node]].binary_search(&target).is_err() {
                    references.push(target);
                }
            }
            _ => {}
        }
        match target {
            Target::Node(id) => site.nodes[id].backlinks.push(origin),
            Target::Topic(id) => site.topics[id].backlinks.push(origin),
            Target::Term(id) => site.terms[id].backlinks.push(origin),
            // The others show no list of what refers to them.
            Target::Guide(_)
            | Target::Assessment(_)
            | Target::Matter(_)
            | Target::Course(_)
            | Target::Lesson(_) => {}
        }
    }
}

/// What texts refer to, and what is wrong with that.
type Resolved = (Vec<(Origin, Target)>, Tallied);

/// Resolves many small texts side by side; what is found stands in their order.
fn resolve_many<T: Sync>(
    texts: &[T],
    diagnostics: &mut Tallied,
    resolve: impl Fn(&T, &mut Vec<(Origin, Target)>, &mut Tallied) + Sync,
) -> Vec<(Origin, Target)> {
    let all = &*diagnostics;
    let pieces = texts.par_chunks(64).map(|texts| {
        let (mut links, mut found) = (Vec::new(), all.beside());
        for text in texts {
            resolve(text, &mut links, &mut found);
        }
        (links, found)
    });
    let pieces: Vec<Resolved> = pieces.collect();
    let (links, found): (Vec<_>, Vec<_>) = pieces.into_iter().unzip();
    for found in found {
        diagnostics.take_in(found);
    }
    links.concat()
}

/// Whether something refers to its own page.
pub(super) fn is_to_itself(origin: Origin, target: Target) -> bool {
    match (origin, target) {
        (Origin::Statement(from) | Origin::Annotation(from), Target::Node(to))
        | (Origin::Topic(from), Target::Topic(to))
        | (Origin::Term(from), Target::Term(to))
        | (Origin::Guide(from), Target::Guide(to)) => from == to,
        (Origin::Lesson(from), Target::Lesson(to)) => from == to,
        _ => false,
    }
}

/// Resolves what the published words of a node refer to.
pub(super) fn resolve_words(
    site: &Site,
    id: NodeId,
    links: &mut Vec<(Origin, Target)>,
    diagnostics: &mut Tallied,
) {
    let node = &site.nodes[id];
    let events = node.body.iter().chain(&node.closing);
    let outline = Outline::of(events.map(|(event, span)| (event.clone(), span.clone())));
    let prose = Prose::new(&node.place.source, 0..0, Flavor::Normative);
    let text = Text { origin: Origin::Statement(id), prose: &prose, path: "", outline: &outline };
    text.resolve(site, links, diagnostics);
}

/// Markdown that may refer to something, and embed it.
pub(super) struct Text<'t> {
    /// Who refers.
    pub origin: Origin,
    /// The Markdown, for positions.
    pub prose: &'t Prose,
    /// Path of its file within the content folder.
    pub path: &'t str,
    /// What is in it.
    pub outline: &'t Outline,
}

impl Text<'_> {
    /// Resolves what a file's Markdown refers to and embeds; gives the embeds with their places.
    pub fn resolve(
        &self,
        site: &Site,
        links: &mut Vec<(Origin, Target)>,
        diagnostics: &mut Tallied,
    ) -> Vec<(Embed, Place)> {
        self.resolve_links(site, links, diagnostics);
        self.resolve_embeds(site, self.path, links, diagnostics)
    }

    /// The same for a text of the YAML: there nothing but statements can be embedded.
    pub fn resolve_in_yaml(&self, site: &Site, links: &mut Vec<(Origin, Target)>, diagnostics: &mut Tallied) {
        self.resolve_links(site, links, diagnostics);
        // Outside of a course's lessons statements are all that can be embedded.
        self.resolve_embeds(site, "", links, diagnostics);
    }

    fn resolve_embeds(
        &self,
        site: &Site,
        path: &str,
        links: &mut Vec<(Origin, Target)>,
        diagnostics: &mut Tallied,
    ) -> Vec<(Embed, Place)> {
        let mut embeds = Vec::new();
        let mut embedded = 0;
        for embed in &self.outline.embeds {
            let place = self.prose.place(embed.span.clone());
            let published = matches!(self.origin, Origin::Statement(_) | Origin::Matter(_));
            let found = if published {
                Err(Problem::EmbedUnsupported { target: embed.target.clone() })
            } else {
                site.embed(&embed.target, path)
            };
            match found {
                Ok(_) if !embed.alone => {
                    let problem = Problem::EmbedInSentence { target: embed.target.clone() };
                    diagnostics.push(Diagnostic::at(place, problem));
                }
                Ok(found) => {
                    match found {
                        Embed::Statement(id) => {
                            let below = site.statements_below(id);
                            embedded += 1 + below.len();
                            if embedded > EMBEDDED {
                                let (what, instead) =
                                    ("statements shown whole in this text", "refer to them instead");
                                diagnostics.push(Diagnostic::over_limit(place, EMBEDDED, what, instead));
                                break;
                            }
                            let all = std::iter::once(id).chain(below);
                            links.extend(all.map(|id| (self.origin, Target::Node(id))));
                        }
                        Embed::Assessment(id) => links.push((self.origin, Target::Assessment(id))),
                        Embed::Check(..) | Embed::Vignette(..) => {}
                    }
                    embeds.push((found, place));
                }
                Err(problem) => diagnostics.push(Diagnostic::at(place, problem)),
            }
        }
        embeds
    }

    fn resolve_links(&self, site: &Site, links: &mut Vec<(Origin, Target)>, diagnostics: &mut Tallied) {
        for reference in &self.outline.references {
            match site.index.resolve_in(&reference.target, self.path) {
                Ok(found) => links.push((self.origin, found.target)),
                Err(problem) => {
                    diagnostics.push(Diagnostic::at(self.prose.place(reference.span.clone()), problem));
                }
            }
        }
        if let Some(heading) = self.outline.headings.get(HEADINGS) {
            let (what, instead) = ("headings in this text", "make several texts of it");
            diagnostics.push(Diagnostic::over_limit(
                self.prose.place(heading.span.clone()),
                HEADINGS,
                what,
                instead,
            ));
        }
        for image in &self.outline.images {
            let extension = image.target.rsplit_once('.').map_or("", |(_, extension)| extension);
            let is_unshown = ["heic", "heif", "tif", "tiff", "psd", "eps", "pdf", "docx"]
                .iter()
                .any(|other| extension.eq_ignore_ascii_case(other));
            if is_unshown {
                let problem = Problem::ImageUnshown { extension: extension.to_uppercase() };
                diagnostics.push(Diagnostic::at(self.prose.place(image.span.clone()), problem));
            }
        }
        for span in &self.outline.mute_images {
            diagnostics.push(Diagnostic::at(self.prose.place(span.clone()), Problem::ImageWithoutText));
        }
        for (span, stray) in &self.outline.strays {
            let problem = match stray {
                Stray::Reference => Problem::ReferenceNotClosed,
                Stray::Link(target) => Problem::LinkWithSpaces { target: target.clone() },
                // Of the published words their list has been looked at.
                Stray::Bullet(_) if self.prose.flavor == Flavor::Normative => continue,
                Stray::Other(mark) => Problem::ShownAsWritten { mark: *mark },
                Stray::Indented => Problem::ShownAsCode { open: false },
                Stray::Open => Problem::ShownAsCode { open: true },
                Stray::Bullet(bullet) => Problem::PastedBullet { bullet: *bullet },
            };
            diagnostics.push(Diagnostic::at(self.prose.place(span.clone()), problem));
        }
        if !site.config.features.raw_html {
            for span in &self.outline.html {
                diagnostics.push(Diagnostic::at(self.prose.place(span.clone()), Problem::RawHtml));
            }
        }
    }
}
