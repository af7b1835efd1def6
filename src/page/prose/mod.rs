//! Markdown → HTML, with references as links that know the words they lead to.

mod links;
mod table;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use self::table::Columns;
use super::address::Addresses;
use super::context::Html;
use super::escape::{escape, escape_href};
use super::preview::{self, Preview, Previews};
use crate::budget::Budget;
use crate::diagnostic::{Diagnostic, Place, Problem, Share, Tally};
use crate::model::{Aspect, Embed, Found, NodeId, Reads, Site, Target, reference};
use crate::source::Passage;
use crate::source::markdown::{Alone, Flavor, Heading, Prose, Spanned};

/// What rendering finds out on the way: problems, and files that pages link to.
#[derive(Default)]
pub struct Findings {
    /// Broken links, missing images, unsafe addresses.
    pub diagnostics: Mutex<Vec<Diagnostic>>,
    /// How many of them there are.
    pub tally: Tally,
    /// Content files that pages link to or show, by path within the content folder, with the addresses of those pages.
    pub assets: Mutex<BTreeMap<String, Readers>>,
    /// What may change alone, and the addresses of the pages that depend on it.
    pub readers: Mutex<HashMap<Aspect, Readers>>,
    /// Whether nobody will ask for these readers.
    pub forgets_readers: bool,
}

/// The addresses of pages; none for a piece that many pages share.
pub type Readers = BTreeSet<Option<String>>;

/// The page that is being made, or none while a piece is made that many pages share.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// Its address.
    pub page: Option<&'a str>,
    /// Where it is noted what it reads.
    pub findings: &'a Findings,
}

impl Reads for Reader<'_> {
    fn note(&self, aspect: Aspect) {
        if self.findings.forgets_readers {
            return;
        }
        let mut readers = self.findings.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.entry(aspect).or_default().insert(self.page.map(ToOwned::to_owned));
    }
}

impl Findings {
    /// Notes a problem.
    pub fn tell(&self, problem: Diagnostic) {
        if self.tally.keeps(&problem) {
            self.diagnostics.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
        }
    }
}

/// Renders Markdown for one page.
pub struct Renderer<'a> {
    /// The model.
    pub site: &'a Site,
    /// Where everything lies.
    pub addresses: &'a Addresses,
    /// What references show.
    pub previews: &'a Previews,
    /// The way to the site's root from the page.
    pub root: &'a str,
    /// All addresses of the site, for links to pages that no content file is about.
    pub pages: &'a BTreeSet<String>,
    /// The page, and where problems go.
    pub reader: Reader<'a>,
    /// What names that lead nowhere on this page may mean.
    pub proposals: Share<'a>,
    /// The words that stand over published words.
    pub published: &'a str,
    /// What an element with published words says of their language.
    pub published_attributes: &'a str,
    /// What a table is called by those who can't see it.
    pub table: &'a str,
    /// The most bytes of HTML that may be made of texts. Where there is no more of it, texts are empty: whoever gives the
    /// room makes no page of them.
    pub room: &'a Budget,
}

/// A stretch of a text that has more in it than prose.
pub enum Stretch {
    /// HTML.
    Html(String),
    /// Something that is shown whole.
    Embed(Embed),
}

/// Markdown that is about to be rendered: where it stands and which anchors it has.
#[derive(Clone, Copy)]
pub struct Text<'t> {
    /// The Markdown, for positions.
    pub prose: &'t Prose,
    /// Path of its file within the content folder.
    pub path: &'t str,
    /// Its headings in the order of their places; none where they have no anchors.
    pub headings: &'t [Heading],
    /// How many levels its headings are moved down.
    pub shift: u8,
}

impl Text<'_> {
    /// The opening tag of the heading at `span`, with its anchor.
    fn open_heading(&self, level: u8, span: &Range<usize>) -> String {
        let mut open = format!("<h{level}");
        // Texts whose headings nobody can refer to have none here: they stand on a page many times.
        if let Ok(at) = self.headings.binary_search_by_key(&span.start, |heading| heading.span.start) {
            open.push_str(" id=\"");
            escape(&mut open, &self.headings[at].id);
            open.push('"');
        }
        open.push('>');
        open
    }
}

impl Renderer<'_> {
    /// The whole of a text; of what it embeds, statements only.
    pub fn whole(&self, text: Text<'_>) -> Html {
        let mut embeds = Vec::new();
        let html = self.html(text, text.prose.events(), &mut embeds);
        (0..embeds.len()).fold(html, |html, index| html.replace(&mark(index), "")).into()
    }

    /// The whole of a text, with what it embeds beside statements.
    pub fn with_embeds(&self, text: Text<'_>) -> Vec<Stretch> {
        let mut embeds = Vec::new();
        let html = self.html(text, text.prose.events(), &mut embeds);
        let mut stretches = Vec::new();
        let mut rest = html.as_str();
        for (index, embed) in embeds.into_iter().enumerate() {
            let (before, after) = rest.split_once(&mark(index)).unwrap_or((rest, ""));
            stretches.push(Stretch::Html(before.to_owned()));
            stretches.push(Stretch::Embed(embed));
            rest = after;
        }
        stretches.push(Stretch::Html(rest.to_owned()));
        stretches.retain(|stretch| !matches!(stretch, Stretch::Html(html) if html.trim().is_empty()));
        stretches
    }

    /// A text of the YAML of the file at `path`.
    pub fn passage(&self, passage: &Passage, path: &str) -> Html {
        self.passage_of(passage, path, passage.events())
    }

    /// The same without links, to stand in a link.
    pub fn unlinked(&self, passage: &Passage, path: &str) -> Html {
        let is_link =
            |event: &Event<'_>| matches!(event, Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link));
        let events = passage.events().filter(|(event, _)| !is_link(event));
        self.passage_of(passage, path, events).trim().to_owned().into()
    }

    fn passage_of<'e>(
        &self,
        passage: &Passage,
        path: &str,
        events: impl Iterator<Item = (Event<'e>, Range<usize>)>,
    ) -> Html {
        let prose = Prose::new(&passage.source, 0..0, Flavor::Informative);
        self.spanned(Text { prose: &prose, path, headings: &[], shift: 3 }, events)
    }

    /// Published words of a node.
    pub fn words(&self, id: NodeId, events: &[Spanned]) -> Html {
        if events.is_empty() {
            return Html::default();
        }
        let prose = Prose::new(&self.site.nodes[id].place.source, 0..0, Flavor::Normative);
        let text = Text { prose: &prose, path: "standards/", headings: &[], shift: 2 };
        self.spanned(text, events.iter().cloned())
    }

    /// A statement with its words, and those below it, in a frame that says whose words they are.
    fn statement(&self, id: NodeId) -> String {
        let mut html = String::from("<figure class=\"embed paper\">\n<figcaption class=\"sheet-tag\">");
        escape(&mut html, self.published);
        html.push_str("</figcaption>\n<div class=\"embed-statement\">");
        self.push_statement(&mut html, id);
        html.push_str("</div>\n</figure>\n");
        html
    }

    /// The code of a statement, as a link, and its `words`, which are HTML.
    pub fn line(&self, id: NodeId, words: &str) -> Html {
        let mut html = String::new();
        self.push_code(&mut html, id);
        let _ = write!(html, "\n    <div{} class=\"words\">", self.published_attributes);
        html.push_str(words);
        html.push_str("</div>");
        html.into()
    }

    fn push_code(&self, html: &mut String, id: NodeId) {
        html.push_str("<a class=\"code\" href=\"");
        escape_href(html, self.root);
        escape_href(html, self.addresses.node(id));
        html.push_str("\">");
        escape(html, &self.site.nodes[id].code);
        html.push_str("</a>");
    }

    /// Appends a link to something, with its name as the words; of a section, part or statement, code and title.
    pub fn push_link(&self, html: &mut String, target: Target) {
        let Some(Preview { address, .. }) = self.previews.of(target) else { return };
        html.push_str("<a href=\"");
        escape_href(html, self.root);
        html.push_str(address);
        html.push_str("\">");
        let name = preview::title(self.site, target);
        let published = match target {
            Target::Node(id) => {
                escape(html, name);
                html.push(' ');
                Some(self.site.nodes[id].label.as_str())
            }
            Target::Matter(_) => Some(name),
            _ => None,
        };
        if let Some(words) = published {
            let _ = write!(html, "<span{} class=\"as-published\">", self.published_attributes);
            escape(html, words);
            html.push_str("</span>");
        } else {
            escape(html, name);
        }
        html.push_str("</a>");
    }

    fn push_statement(&self, html: &mut String, id: NodeId) {
        let node = &self.site.nodes[id];
        self.push_code(html, id);
        let _ = write!(html, "\n<div{} class=\"words\" data-normative>", self.published_attributes);
        html.push_str(&self.words(id, &node.body));
        html.push_str("</div>\n");
        if node.children.is_empty() {
            return;
        }
        html.push_str("<ol class=\"items\">\n");
        for child in &node.children {
            html.push_str("<li class=\"item\">");
            self.push_statement(html, *child);
            html.push_str("</li>\n");
        }
        html.push_str("</ol>\n");
    }

    /// Some stretches of a text.
    pub fn stretches(&self, text: Text<'_>, stretches: &[Range<usize>]) -> Html {
        let prose: Vec<Prose> = stretches
            .iter()
            .map(|span| Prose::new(&text.prose.source, span.clone(), text.prose.flavor))
            .filter(|prose| !prose.is_blank())
            .collect();
        self.html(text, prose.iter().flat_map(Prose::events), &mut Vec::new()).into()
    }

    /// Events that were parsed before.
    pub fn spanned<'e>(
        &self,
        text: Text<'_>,
        events: impl Iterator<Item = (Event<'e>, Range<usize>)>,
    ) -> Html {
        self.html(text, events, &mut Vec::new()).into()
    }

    /// The HTML of events; what they embed beside statements is put to `embeds`, and a mark in its place.
    fn html<'e>(
        &self,
        text: Text<'_>,
        events: impl Iterator<Item = (Event<'e>, Range<usize>)>,
        embeds: &mut Vec<Embed>,
    ) -> String {
        if self.room.is_overdrawn() {
            return String::new();
        }
        let mut out: Vec<Event<'e>> = Vec::new();
        // Bytes of what is shown whole, which are taken by themselves.
        let mut within = 0;
        // Embeds so far, and where in `out` the paragraph began that may have nothing else in it.
        let mut targets: Vec<String> = Vec::new();
        let mut alone = Alone::default();
        let mut paragraph = 0;
        // Links that are open, each with the event that closes it; a reference without words of its own gets a title.
        let mut links: Vec<Event<'e>> = Vec::new();
        let mut title: Option<String> = None;
        let mut heading: Option<u8> = None;
        let mut columns = Columns::default();
        for (event, span) in events {
            if let Event::Start(Tag::Paragraph) = &event {
                paragraph = out.len();
            }
            if let Some(found) = alone.next(&event, targets.len()) {
                out.truncate(paragraph);
                for target in &targets[found] {
                    let html = self.embed(text, target, embeds);
                    within += html.len();
                    out.push(Event::Html(html.into()));
                }
                continue;
            }
            if let Event::Start(Tag::Image { link_type: LinkType::WikiLink { .. }, dest_url, .. }) = &event {
                targets.push(dest_url.to_string());
            }
            if let Event::Start(Tag::Table(alignments)) = &event {
                columns = Columns::of(alignments);
                let mut open =
                    String::from("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
                escape(&mut open, self.table);
                open.push_str("\"><table>");
                out.push(Event::Html(open.into()));
                continue;
            }
            if let Some(tag) = columns.tag(&event) {
                out.push(Event::Html(CowStr::Borrowed(tag)));
                continue;
            }
            match event {
                Event::Start(Tag::Link {
                    link_type: LinkType::WikiLink { has_pothole }, dest_url, ..
                }) => {
                    let (open, words) = self.reference(text, &dest_url, has_pothole, &span);
                    out.push(Event::InlineHtml(open.into()));
                    links.push(Event::InlineHtml("</a>".into()));
                    title = words;
                }
                Event::Start(Tag::Link { link_type, dest_url, title: hover, id }) => {
                    let dest_url = self.link(text, link_type, dest_url, &span);
                    out.push(Event::Start(Tag::Link { link_type, dest_url, title: hover, id }));
                    links.push(Event::End(TagEnd::Link));
                }
                Event::End(TagEnd::Link) => {
                    title = None;
                    out.extend(links.pop());
                }
                // A reference's own text may come in pieces; its title takes the place of all of them.
                Event::Text(_) if title.is_some() => {
                    out.extend(
                        title
                            .as_mut()
                            .filter(|title| !title.is_empty())
                            .map(|title| self.own_words(std::mem::take(title))),
                    );
                }
                Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                    let dest_url = self.image(text, link_type, &dest_url, &span);
                    out.push(Event::Start(Tag::Image { link_type, dest_url, title, id }));
                }
                Event::Start(Tag::Heading { level, .. }) => {
                    let level = (level as u8 + text.shift).min(6);
                    heading = Some(level);
                    out.push(Event::Html(text.open_heading(level, &span).into()));
                }
                Event::End(TagEnd::Heading(_)) => {
                    if let Some(level) = heading.take() {
                        out.push(Event::Html(format!("</h{level}>\n").into()));
                    }
                }
                Event::Start(Tag::HtmlBlock) if !self.site.config.features.raw_html => {
                    out.push(Event::Start(Tag::Paragraph));
                }
                Event::End(TagEnd::HtmlBlock) if !self.site.config.features.raw_html => {
                    out.push(Event::End(TagEnd::Paragraph));
                }
                Event::Html(html) if !self.site.config.features.raw_html => out.push(Event::Text(html)),
                Event::InlineHtml(html) if !self.site.config.features.raw_html => out.push(Event::Text(html)),
                // The ids of a page's own places must stay its own.
                Event::FootnoteReference(name) => out.push(Event::FootnoteReference(note_id(&name))),
                Event::Start(Tag::FootnoteDefinition(name)) => {
                    out.push(Event::Start(Tag::FootnoteDefinition(note_id(&name))));
                }
                event => out.push(event),
            }
        }
        let mut html = String::with_capacity(out.len() * 24);
        pulldown_cmark::html::push_html(&mut html, out.into_iter());
        self.room.take((html.len() - within) as u64);
        html
    }

    /// What stands in the place of `![[target]]`. What can't be embedded has been told of when the model was built.
    fn embed(&self, text: Text<'_>, target: &str, embeds: &mut Vec<Embed>) -> String {
        match self.site.embed(target, text.path) {
            Ok(Embed::Statement(id)) => self.statement(id),
            Ok(embed) => {
                embeds.push(embed);
                mark(embeds.len() - 1)
            }
            Err(_) => String::new(),
        }
    }

    /// The opening tag of a reference, and the words it gets if it has none of its own.
    fn reference(
        &self,
        text: Text<'_>,
        reference: &str,
        has_words: bool,
        span: &Range<usize>,
    ) -> (String, Option<String>) {
        // What can't be resolved has been told of when the model was built.
        let Some(Found { target, anchor }) = self.site.index.find_in(reference, text.path) else {
            return ("<a>".to_owned(), None);
        };
        // Everything that a reference can be resolved to has a preview.
        let Some(Preview { address, attributes }) = self.previews.of(target) else {
            return ("<a>".to_owned(), None);
        };
        let open = self.open_reference(attributes, |open| match &anchor {
            Some(anchor) => {
                self.check_anchor_of(text, target, anchor, address, span);
                open.push_str(address.split('#').next().unwrap_or(address));
                open.push('#');
                escape_href(open, anchor);
            }
            None => open.push_str(address),
        });
        let own = match target {
            _ if has_words => None,
            // A term stands in the text as it was typed.
            Target::Term(_) => Some(reference::bare(reference).to_owned()),
            _ => Some(preview::title(self.site, target).to_owned()),
        };
        (open, own)
    }

    /// The words that a reference got of what it leads to. Among words from right to left a code keeps its own direction.
    fn own_words(&self, title: String) -> Event<'static> {
        if !self.site.languages.is_right_to_left {
            return Event::Text(title.into());
        }
        let mut html = "<bdi>".to_owned();
        escape(&mut html, &title);
        html.push_str("</bdi>");
        Event::InlineHtml(html.into())
    }

    /// The opening tag of a reference with these `attributes`, to what `address` appends.
    fn open_reference(&self, attributes: &str, address: impl FnOnce(&mut String)) -> String {
        let mut open = String::with_capacity(64 + attributes.len());
        open.push_str("<a class=\"ref\" href=\"");
        escape_href(&mut open, self.root);
        address(&mut open);
        open.push_str("\" ");
        open.push_str(attributes);
        open.push('>');
        open
    }

    /// A reference to something that stands by itself, with its name as the words.
    pub fn reference_to(&self, target: Target) -> Html {
        let Some(Preview { address, attributes }) = self.previews.of(target) else { return Html::default() };
        let mut html = self.open_reference(attributes, |open| open.push_str(address));
        escape(&mut html, preview::title(self.site, target));
        html.push_str("</a>");
        html.into()
    }

    fn tell(&self, text: Text<'_>, span: &Range<usize>, problem: Problem) {
        let place = Place::new(&text.prose.source, span.clone());
        self.reader.findings.tell(Diagnostic::at(place, problem));
    }
}

/// The id of a footnote. No heading has a point in its own.
fn note_id(name: &str) -> CowStr<'static> {
    format!("note.{name}").into()
}

/// Stands for something embedded until the text is taken apart there.
fn mark(index: usize) -> String {
    format!("\0{index}\0")
}
