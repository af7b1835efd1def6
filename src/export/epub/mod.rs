//! `export epub`: books in the format EPUB 3.3.
//!
//! A `Book` is what any of them needs: facts about it, chapters, and how links of the site lead to places in it. What
//! stands in the chapters is put together in one file a kind of book.

mod course;
mod standards;
pub(super) mod words;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::archive::Archive;
use super::ids::edition_date;
use super::markup::{self, Target, converted};
use super::{Failure, text, too_large, xml};
use crate::budget::Budget;
use crate::links::percent_decoded;
use crate::model::Site;
use crate::source::read_asset;
use crate::theme::Theme;

pub use course::course;
pub use standards::standards;

const STYLE: &str = include_str!("book.css");

const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"#;

/// Whose words a chapter has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Voice {
    /// The publisher's: normative.
    Published,
    /// Ours: informative.
    Ours,
    /// The book's own: title page.
    Book,
}

/// A chapter: a file of its own.
struct Chapter {
    /// Its title, as text.
    title: String,
    /// How deep it stands in the table of contents.
    depth: usize,
    /// Whose words they are.
    voice: Voice,
    /// What it is, in the vocabulary of EPUB.
    role: &'static str,
    /// What is in it.
    body: String,
}

/// A book that is being written.
struct Book<'a> {
    site: &'a Site,
    theme: &'a Theme,
    /// The folder that pictures come from.
    content: &'a Path,
    /// A name by which this book is told from all others.
    identifier: String,
    title: String,
    description: String,
    /// Whose book it is.
    creator: String,
    rights: String,
    /// Where what the site has on pages stands in the book.
    places: BTreeMap<String, String>,
    chapters: Vec<Chapter>,
    pictures: std::cell::RefCell<BTreeMap<String, Picture>>,
    /// How much more there may be of texts and pictures.
    room: Budget,
    /// For the texts as they are made, before they are changed for a book.
    made: &'a Budget,
}

struct Picture {
    name: String,
    kind: &'static str,
    bytes: Vec<u8>,
}

/// The links of one text.
struct Place<'b, 'a> {
    book: &'b Book<'a>,
    prefix: String,
}

impl Target for Place<'_, '_> {
    fn link(&self, href: &str) -> Option<String> {
        if let Some(kept) = markup::kept_link(href, &self.prefix) {
            return Some(kept);
        }
        let address = href.split(['#', '?']).next().unwrap_or(href);
        let places = &self.book.places;
        let place = places.get(href).cloned().or_else(|| {
            // Checks and their keys have the same anchors as on the site.
            let place = places.get(address)?;
            let anchor = href.split_once('#').filter(|_| !place.contains('#')).map(|(_, anchor)| anchor);
            let anchor = anchor.filter(|anchor| anchor.starts_with("check-") || anchor.starts_with("key-"));
            Some(anchor.map_or_else(|| place.clone(), |anchor| format!("{place}#{anchor}")))
        });
        place.or_else(|| super::page_uri(self.book.site, href))
    }

    fn picture(&self, src: &str) -> Option<String> {
        self.book.picture(src)
    }

    fn prefix(&self) -> &str {
        &self.prefix
    }
}

impl Book<'_> {
    /// HTML of the site as it may stand in a chapter; `prefix` keeps its ids apart from those of others. None of a book
    /// for which there is too much already.
    fn markup(&self, html: &str, prefix: &str) -> String {
        if !self.has_room() {
            return String::new();
        }
        self.counted(converted(html, &Place { book: self, prefix: prefix.to_owned() }))
    }

    /// Takes from the room what a text needs.
    fn counted(&self, text: String) -> String {
        self.room.take(text.len() as u64);
        text
    }

    /// Whether there may be more in it. One text may show a thousand statements, so whatever makes many of them asks.
    fn has_room(&self) -> bool {
        !self.room.is_overdrawn() && !self.made.is_overdrawn()
    }

    /// The file of a chapter by its place.
    fn file(place: usize) -> String {
        format!("chapter-{:03}.xhtml", place + 1)
    }

    /// A picture of the content, where it is of a kind that every reader shows.
    fn picture(&self, src: &str) -> Option<String> {
        let mut pictures = self.pictures.borrow_mut();
        if let Some(picture) = pictures.get(src) {
            return Some(picture.name.clone());
        }
        let (_, ending) = src.rsplit_once('.')?;
        let kind = match ending.to_ascii_lowercase().as_str() {
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "svg" => "image/svg+xml",
            "webp" => "image/webp",
            _ => return None,
        };
        // Of the content only: HTML that a writer put in may name any file.
        let path = percent_decoded(src);
        let is_there =
            self.site.has_asset(&path) && self.room.take_files(self.content, std::iter::once(path.as_str()));
        let bytes =
            is_there.then(|| read_asset(self.content, &path, self.site.config.features.raw_html).ok())??;
        let name = format!("files/picture-{:03}.{}", pictures.len() + 1, ending.to_ascii_lowercase());
        pictures.insert(src.to_owned(), Picture { name: name.clone(), kind, bytes });
        Some(name)
    }

    /// The title page: what it is, whose, and the rights.
    fn title_page(&self, subtitle: Option<&str>) -> String {
        let framework = &self.site.framework;
        let mut html = format!("<header><h1>{}</h1>", xml::text(&self.title));
        let year = framework.year.map(|year| year.to_string());
        let byline = [Some(framework.publisher.as_str()), year.as_deref()];
        let byline: Vec<&str> = byline.into_iter().flatten().collect();
        for line in [subtitle, Some(&byline.join(", "))].into_iter().flatten() {
            let _ = write!(html, "<p>{}</p>", xml::text(line));
        }
        html.push_str("</header>");
        let _ = write!(
            html,
            "<section epub:type=\"copyright-page\" role=\"doc-preface\" aria-labelledby=\"rights\"><h2 id=\"rights\">{}</h2>{}<p>{}</p></section>",
            xml::text(self.theme.word("rights-label")),
            text::paragraphs(&text::rights(self.site)),
            xml::text(&framework.source),
        );
        let _ = write!(
            html,
            "<section aria-labelledby=\"boundary\"><h2 id=\"boundary\">{}</h2><p>{}</p></section>",
            xml::text(self.theme.word("about-published")),
            xml::text(&self.theme.filled("book-boundary", &[("publisher", &framework.publisher)])),
        );
        html
    }

    /// The archive.
    fn bytes(mut self) -> Result<Vec<u8>, Failure> {
        if !self.has_room() {
            return Err(too_large(&self.room, self.content));
        }
        let mut archive = Archive::beginning_with("mimetype", "application/epub+zip");
        archive.put("META-INF/container.xml", CONTAINER);
        archive.put("EPUB/style.css", STYLE);
        archive.put("EPUB/nav.xhtml", self.contents());
        archive.put("EPUB/package.opf", self.package());
        // Nothing is kept twice.
        for (place, chapter) in std::mem::take(&mut self.chapters).into_iter().enumerate() {
            archive.put(format!("EPUB/{}", Self::file(place)), self.page(&chapter));
        }
        for picture in self.pictures.take().into_values() {
            archive.put(format!("EPUB/{}", picture.name), picture.bytes);
        }
        archive.bytes().map_err(|error| Failure::new(format!("The book can’t be packed: {error}.")))
    }

    fn page(&self, chapter: &Chapter) -> String {
        let (class, tag) = match chapter.voice {
            Voice::Published => ("published", self.theme.word("published")),
            Voice::Ours => ("ours", self.theme.word("book-ours")),
            Voice::Book => ("book", ""),
        };
        // Published words may be in another language than the rest; whose they are is said in that of the rest.
        let in_language = |tag: &str| format!(" lang=\"{0}\" xml:lang=\"{0}\"", xml::text(tag));
        let (mut own, mut language) = (String::new(), String::new());
        if matches!(chapter.voice, Voice::Published) && self.site.languages.differ() {
            own = in_language(&self.site.config.language);
            language = in_language(self.site.published_language());
            let _ = write!(language, " dir=\"{}\"", self.site.languages.published.direction());
        }
        let tag = match tag {
            "" => String::new(),
            tag => format!("<p class=\"tag\"{own}>{}</p>\n", xml::text(tag)),
        };
        let begin = format!("<section class=\"{class}\" epub:type=\"{}\"{language}>\n{tag}", chapter.role);
        self.document(&chapter.title, &[&begin, &chapter.body, "\n</section>"])
    }

    /// A file of its own. A chapter may be as large as the whole book: it is copied once.
    fn document(&self, title: &str, body: &[&str]) -> String {
        let language = xml::text(&self.site.config.language);
        let direction = self.site.languages.site.direction();
        let head = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
             <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
             lang=\"{language}\" xml:lang=\"{language}\" dir=\"{direction}\">\n<head>\n<meta charset=\"UTF-8\" />\n<title>{}</title>\n\
             <link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\" />\n</head>\n<body>\n",
            xml::text(title),
        );
        [&[&*head], body, &["\n</body>\n</html>\n"]].concat().concat()
    }

    fn contents(&self) -> String {
        let mut list = String::new();
        let mut depth = 0;
        for (place, chapter) in self.chapters.iter().enumerate() {
            if place == 0 {
                list.push_str("<ol>");
            } else if chapter.depth > depth {
                list.push_str("\n<ol>");
            } else {
                list.push_str("</li>");
                for _ in chapter.depth..depth {
                    list.push_str("</ol></li>");
                }
            }
            depth = chapter.depth;
            let _ = write!(list, "\n<li><a href=\"{}\">{}</a>", Self::file(place), xml::text(&chapter.title));
        }
        list.push_str("</li>");
        for _ in 0..depth {
            list.push_str("</ol></li>");
        }
        list.push_str("\n</ol>");
        let first = self.chapters.iter().position(|chapter| chapter.voice != Voice::Book).unwrap_or_default();
        let title = xml::text(self.theme.word("book-contents"));
        self.document(
            self.theme.word("book-contents"),
            &[&format!(
                "<nav epub:type=\"toc\" role=\"doc-toc\" aria-labelledby=\"contents\">\n<h1 id=\"contents\">{title}</h1>\n{list}\n</nav>\n\
                 <nav epub:type=\"landmarks\" hidden=\"hidden\" aria-label=\"{0}\">\n<ol>\n\
                 <li><a epub:type=\"toc\" href=\"nav.xhtml\">{title}</a></li>\n\
                 <li><a epub:type=\"bodymatter\" href=\"{1}\">{2}</a></li>\n</ol>\n</nav>",
                xml::text(self.theme.word("book-landmarks")),
                Self::file(first),
                self.chapters.get(first).map(|chapter| xml::text(&chapter.title)).unwrap_or_default(),
            )],
        )
    }

    fn package(&self) -> String {
        let framework = &self.site.framework;
        let mut meta = String::new();
        let mut dc = |name: &str, value: &str| {
            let _ = writeln!(meta, "    <dc:{name}>{}</dc:{name}>", xml::text(&text::one_line(value)));
        };
        dc("title", &self.title);
        dc("creator", &self.creator);
        dc("publisher", &self.creator);
        dc("language", &self.site.config.language);
        dc("description", &self.description);
        dc("rights", &self.rights);
        dc("source", &framework.source);
        if let Some(year) = framework.year.filter(|_| self.creator == framework.publisher) {
            dc("date", &year.to_string());
        }
        let pictures = self.pictures.borrow();
        let modes: &[&str] = if pictures.is_empty() { &["textual"] } else { &["textual", "visual"] };
        let mut properties: Vec<(&str, &str)> = modes.iter().map(|mode| ("accessMode", *mode)).collect();
        properties.push(("accessModeSufficient", "textual"));
        let features =
            ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "ARIA"];
        properties.extend(features.map(|feature| ("accessibilityFeature", feature)));
        if !pictures.is_empty() {
            properties.push(("accessibilityFeature", "alternativeText"));
        }
        properties.push(("accessibilityHazard", "none"));
        properties.push(("accessibilitySummary", self.theme.word("book-accessibility")));
        for (name, value) in properties {
            let _ = writeln!(meta, "    <meta property=\"schema:{name}\">{}</meta>", xml::text(value));
        }
        let mut manifest = String::new();
        let mut spine = String::new();
        for place in 0..self.chapters.len() {
            let file = Self::file(place);
            let id = file.trim_end_matches(".xhtml");
            let _ = writeln!(
                manifest,
                "    <item id=\"{id}\" href=\"{file}\" media-type=\"application/xhtml+xml\"/>"
            );
            let _ = writeln!(spine, "    <itemref idref=\"{id}\"/>");
            if place == 0 {
                spine.push_str("    <itemref idref=\"nav\"/>\n");
            }
        }
        for picture in pictures.values() {
            let id = xml::id(&picture.name.replace('/', "-"));
            let _ = writeln!(
                manifest,
                "    <item id=\"{id}\" href=\"{}\" media-type=\"{}\"/>",
                picture.name, picture.kind
            );
        }
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{language}">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">{identifier}</dc:identifier>
    <meta property="dcterms:modified">{date}</meta>
{meta}  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="style" href="style.css" media-type="text/css"/>
{manifest}  </manifest>
  <spine page-progression-direction="{direction}">
{spine}  </spine>
</package>
"#,
            language = xml::text(&self.site.config.language),
            direction = self.site.languages.site.direction(),
            identifier = xml::text(&self.identifier),
            date = edition_date(self.site),
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::budget::Budget;
    use crate::build::tests::bundled;
    use crate::export::what::What;

    #[test]
    fn a_book_with_too_many_bytes_of_text_is_not_made() {
        let (content, site, theme) = bundled();
        let course = What::find(&site, None).expect("a course");
        let made = [
            super::standards::within(Budget::new(100_000), &site, &theme, &content),
            super::course::within(Budget::new(100_000), &site, &theme, &content, course),
        ];
        for made in made {
            let problems = made.expect_err("no book").problems;
            let codes: Vec<&str> = problems.iter().map(|told| told.problem.code()).collect();
            assert_eq!(codes, ["over-limit"]);
        }
    }
}
