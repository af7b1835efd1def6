//! What templates are given: one struct a kind of page, and the small ones they share.
//!
//! Every `address` is relative to the site's root, with forward slashes; templates write `{{ root }}{{ x.address }}`,
//! where `root` is `""`, `"../"` and so on for the page at hand. Every field named `html`, or ending in `_html`, is
//! [`Html`], which templates write as it is; every other string is plain text, which they escape. `Option`s are `null`
//! when absent.

mod assessment;
mod course;
mod overviews;
mod standards;
mod subjects;

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::{Serialize, Serializer};
use tera::Value;

pub use assessment::*;
pub use course::*;
pub use overviews::*;
pub use standards::*;
pub use subjects::*;

/// A piece of context that many pages show, made ready for templates once; its copies share it.
#[derive(Clone, Debug)]
pub struct Shared<T> {
    value: Value,
    of: PhantomData<T>,
}

impl<T: Serialize> Shared<T> {
    /// Makes `piece` ready.
    pub fn new(piece: &T) -> Self {
        Self { value: Value::from_serializable(piece), of: PhantomData }
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// HTML, escaped where needed: templates write it as it is, without a filter that would copy it once more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Html(String);

impl Html {
    /// JSON that can stand in a `<script>` element, which nothing in it closes.
    ///
    /// # Panics
    ///
    /// If `value` has a map whose keys are no strings, which no page has.
    pub fn json(value: &impl Serialize) -> Self {
        let json = serde_json::to_string(value).expect("strings and numbers always serialise");
        Self(json.replace('<', "\\u003c"))
    }
}

impl From<String> for Html {
    /// Takes this for HTML: it must be escaped where needed.
    fn from(html: String) -> Self {
        Self(html)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Deref for Html {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::safe_string(&self.0).serialize(serializer)
    }
}

/// What every page has, as `page`, beside the site-wide `site`, `framework`, `words`, `menu`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Page {
    /// Where the page lies, such as `standards/II.A.6.html`.
    pub address: String,
    /// `home`, `statement`, …: the name of its template without `.html`.
    pub kind: &'static str,
    /// The title without the site's name.
    pub title: String,
    /// One sentence for search engines and link previews.
    pub description: String,
    /// The full web address, if the site has a base URL.
    pub canonical: Option<String>,
    /// JSON-LD as text, with `<` escaped, to stand in a `<script type="application/ld+json">`.
    pub json_ld_html: Option<Html>,
    /// The way from the home page to here, this page left out.
    pub breadcrumbs: Vec<Crumb>,
    /// The entry of the menu that this page belongs to, by its `id`.
    pub menu: &'static str,
    /// Whether it shows published words, so that rights and source are due.
    pub normative: bool,
    /// Its print view, if it has one.
    pub print_address: Option<String>,
}

/// `site`: from `site.yaml`.
#[derive(Clone, Debug, Serialize)]
pub struct SiteInfo {
    /// Title of the site.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// BCP 47 language tag.
    pub language: String,
    /// Which way the language is written: `ltr` or `rtl`.
    pub direction: &'static str,
    /// The style sheet for the letters of the language, where Latin ones are not enough.
    pub letters: Option<String>,
    /// Language and direction of the published words (`en ltr`), where that is not the site's. Elements of the classes
    /// `published`, `as-published` and `words` say it by themselves.
    pub published: Option<String>,
    /// A short key that names the site in the browser's storage.
    pub key: String,
    /// The directives for the `Content-Security-Policy` meta element.
    pub csp: String,
    /// Whether the search box is wanted.
    pub search: bool,
    /// Whether the pages are for a package on a learning platform.
    pub package: bool,
    /// The script that has browsers keep its pages for reading without a network, if they may.
    pub offline: Option<String>,
    /// Whether there is `assets/study-words.js`, with words that the study tools don't have of their own.
    pub study_words: bool,
}

/// `framework`: from `framework.yaml`.
#[derive(Clone, Debug, Serialize)]
pub struct FrameworkInfo {
    /// Full title.
    pub title: String,
    /// "Second Edition", if any.
    pub edition: Option<String>,
    /// Who publishes it.
    pub publisher: String,
    /// Short name of the publisher, such as IASWG.
    pub publisher_short: String,
    /// The publisher's web address.
    pub publisher_url: Option<String>,
    /// Year of publication.
    pub year: Option<i32>,
    /// Where the words were taken from.
    pub source: String,
    /// The rights notice.
    pub rights: String,
    /// What may be done with copies.
    pub rights_note: Option<String>,
    /// Reference list entry in APA style, as HTML (the title in italics).
    pub citation_html: Html,
    /// The same as plain text.
    pub citation: String,
}

/// A link with its words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Link {
    /// Words of the link.
    pub title: String,
    /// Root-relative address.
    pub address: String,
}

/// A step on the way to a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Crumb {
    /// Words of the link.
    pub title: String,
    /// Root-relative address.
    pub address: String,
    /// Whether the words are published ones: the title of a section or part that has no short one. Left out if not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub published: bool,
}

impl Crumb {
    /// A step in our words.
    pub fn new(title: &str, address: &str) -> Self {
        Self { title: title.to_owned(), address: address.to_owned(), published: false }
    }
}

/// An entry of the menu.
#[derive(Clone, Debug, Serialize)]
pub struct MenuEntry {
    /// `standards`, `topics`, `glossary`, `guides`, `explore`, `assessments`, `courses`, `matrix`, `about`.
    pub id: &'static str,
    /// Root-relative address.
    pub address: String,
}

/// A section, part or statement where only a line is wanted.
#[derive(Clone, Debug, Serialize)]
pub struct NodeLink {
    /// `II.A.6`.
    pub code: String,
    /// Title of a section or part; for a statement its first words, cut at a word with "…".
    pub title: String,
    /// Short title (for a section "Pre-group"), the title if there is none.
    pub short_title: String,
    /// Root-relative address of its own page.
    pub address: String,
}

/// A topic or term as a chip or line.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its title or the term.
    pub title: String,
    /// Root-relative address.
    pub address: String,
    /// The summary of a topic, or the first paragraph of a definition, as plain text.
    pub summary: String,
}

/// A statement with its published words. Ten thousand of them are kept for other pages, so each has only what templates
/// show.
#[derive(Clone, Debug, Serialize)]
pub struct Statement {
    /// `II.A.6`.
    pub code: String,
    /// Its first words, cut at a word with "…".
    pub title: String,
    /// Root-relative address of its own page.
    pub address: String,
    /// The title of its kind, "Tasks and skills".
    pub kind_title: Option<String>,
    /// The published words as HTML paragraphs, without those of the statements under it.
    pub html: Html,
    /// Its code, as a link, and its published words: what many lists of statements show.
    pub line_html: Html,
    /// Its section.
    pub section: Shared<NodeLink>,
    /// The statements under it, with their words.
    pub children: Vec<Shared<Statement>>,
    /// Its topics.
    pub topics: Vec<Shared<Named>>,
    /// How many reflection prompts it has.
    pub prompt_count: usize,
}

/// Related statements of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct RelationGroup {
    /// `rests-on`, `supports`, `continues`, `continued-by`, `see-also`; the words are `words["relation-" ~ kind]`.
    pub kind: &'static str,
    /// The related statements, in document order.
    pub statements: Vec<Shared<Statement>>,
}

/// Where something is referred to, by the kind of thing that does.
#[derive(Clone, Debug, Serialize)]
pub struct BacklinkGroup {
    /// `statement`, `annotation`, `topic`, `term`, `guide`, `assessment`, `course`, `lesson`; the words are `words["backlink-" ~ kind]`.
    pub kind: &'static str,
    /// Links to the pages, one after the other: a hundred of them are not worth as many small pieces of context.
    pub links_html: Html,
}

/// `index.html`, template `home.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Home {
    /// The map: every section in order.
    pub sections: Vec<SectionOnMap>,
    /// Totals: sections, parts, statements, leaves, topics, terms, prompts, guides, assessments.
    pub counts: Counts,
    /// Guides, in order.
    pub guides: Vec<Named>,
    /// Topics, by title.
    pub topics: Vec<Named>,
}

/// How much there is of everything.
#[derive(Clone, Debug, Default, Serialize)]
#[allow(missing_docs, reason = "each is the number of what its name says")]
pub struct Counts {
    pub sections: usize,
    pub parts: usize,
    pub statements: usize,
    pub leaves: usize,
    pub topics: usize,
    pub terms: usize,
    pub prompts: usize,
    pub guides: usize,
    pub assessments: usize,
    pub relations: usize,
}

/// A section as a place on the home page's map.
#[derive(Clone, Debug, Serialize)]
pub struct SectionOnMap {
    /// Code, title, short title, address.
    #[serde(flatten)]
    pub link: NodeLink,
    /// `path` (a phase on the way), `foundation` (under the whole way) or `frame` (around it).
    pub place: &'static str,
    /// Its parts.
    pub parts: Vec<NodeLink>,
    /// How many statements it has.
    pub statements: usize,
    /// The first sentence of its introduction, as plain text, empty if it has none.
    pub summary: String,
}

/// `about.html`, template `about.html`: about the site, rights, licence, privacy.
#[derive(Clone, Debug, Serialize)]
pub struct About {
    /// Totals.
    pub counts: Counts,
    /// The version of Standpoint that made the site.
    pub generator: String,
    /// The theme's words that begin with `offline-say-`, without that, as JSON for a script, if the site can be kept for
    /// reading without a network.
    pub offline_html: Option<Html>,
}

/// `404.html`, template `not-found.html`: nothing of its own.
#[derive(Clone, Debug, Serialize)]
pub struct NotFound {}

/// `offline.html`, template `offline.html`: nothing of its own.
#[derive(Clone, Debug, Serialize)]
pub struct NotKept {}

/// An address that has moved, template `redirect.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Redirect {
    /// Where it is now.
    pub to: Link,
}

#[cfg(test)]
mod tests {
    use tera::{Context, Tera};

    use super::Html;

    #[test]
    fn nothing_in_the_data_closes_its_element() {
        assert_eq!(&*Html::json(&["</script><!--"]), "[\"\\u003c/script>\\u003c!--\"]");
    }

    #[test]
    fn templates_escape_text_and_write_html_as_it_is() {
        let mut context = Context::new();
        context.insert("text", "<b>");
        context.insert("html", &Html::from("<b>".to_owned()));
        context.insert("several", &[Some(Html::from("<i>".to_owned())), None]);
        let template =
            "{{ text }} {{ html }} {{ html | safe }} {{ several[0] }} {% if several[1] %}?{% endif %}";
        let made = Tera::default().render_str(template, &context, true).expect("rendered");
        assert_eq!(made, "&lt;b&gt; <b> <b> <i> ");
    }
}
