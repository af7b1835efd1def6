//! HTML as pages have it → well-formed XHTML for places where there are no scripts and no other pages.
//!
//! What comes in is our own HTML, and with the feature `raw-html` whatever a writer put in. What goes out has every
//! element closed, only elements and attributes that every reader takes, and links that lead somewhere.

use std::fmt::Write as _;

use super::xml;
use crate::page::escape;

/// Elements that stand for themselves and end where they begin.
const VOID: [&str; 6] = ["br", "hr", "img", "wbr", "col", "input"];

/// Elements that are kept. Of others only what is in them is.
const KEPT: [&str; 59] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];

/// Elements that are left out with all that is in them.
const DROPPED: [&str; 12] = [
    "audio", "button", "head", "iframe", "noscript", "object", "script", "select", "style", "svg",
    "template", "video",
];

/// Elements that end a paragraph which nobody closed.
const BLOCKS: [&str; 21] = [
    "article",
    "aside",
    "blockquote",
    "div",
    "dl",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];

/// Attributes that are kept, beside `href`, `src` and `id`, which are seen to.
const ATTRIBUTES: [&str; 13] = [
    "alt", "class", "cite", "colspan", "datetime", "dir", "headers", "lang", "rowspan", "scope", "start",
    "title", "value",
];

/// How links and ids come out.
pub trait Target {
    /// Where a link leads, or nowhere.
    fn link(&self, href: &str) -> Option<String>;
    /// What a picture is, or nothing.
    fn picture(&self, src: &str) -> Option<String>;
    /// What stands before every id, so that texts can stand in one file.
    fn prefix(&self) -> &str;
}

/// The markup, for its place.
pub fn converted(html: &str, target: &dyn Target) -> String {
    let mut out = String::with_capacity(html.len());
    let mut names: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text(&mut out, &rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        if let Some(end) = rest.strip_prefix("</") {
            let stop = end.find('>').unwrap_or(end.len());
            let name = end[..stop].trim().to_ascii_lowercase();
            rest = end.get(stop + 1..).unwrap_or_default();
            if let Some(at) = names.iter().rposition(|open| *open == name) {
                close(&mut out, &mut names, at);
            }
            continue;
        }
        let Some((tag, after)) = Tag::read(rest) else {
            out.push_str("&lt;");
            rest = &rest[1..];
            continue;
        };
        rest = after;
        if DROPPED.contains(&tag.name.as_str()) {
            rest = after_element(rest, &tag.name);
        } else if KEPT.contains(&tag.name.as_str()) {
            if BLOCKS.contains(&tag.name.as_str())
                && let Some(at) = names.iter().rposition(|open| open == "p")
            {
                close(&mut out, &mut names, at);
            }
            let void = VOID.contains(&tag.name.as_str());
            if tag.write(&mut out, target) && !void {
                names.push(tag.name);
            }
        }
    }
    text(&mut out, rest);
    close(&mut out, &mut names, 0);
    out
}

/// Closes the open elements from one on.
fn close(out: &mut String, names: &mut Vec<String>, from: usize) {
    for name in names.drain(from..).rev() {
        let _ = write!(out, "</{name}>");
    }
}

/// What follows the end of an element that may have others of its name inside.
fn after_element<'h>(html: &'h str, name: &str) -> &'h str {
    let mut depth = 1;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let closes = rest.starts_with('/');
        let word = rest.trim_start_matches('/');
        let same = word.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name))
            && !word[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        if !same {
            continue;
        }
        if closes {
            depth -= 1;
        } else {
            depth += 1;
        }
        if depth == 0 {
            return rest.find('>').map_or("", |end| &rest[end + 1..]);
        }
    }
    ""
}

/// Text: entities that XML has are kept, of others their ampersand.
fn text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        escape(out, &xml::clean(&rest[..at]));
        rest = &rest[at..];
        let entity = rest.find(';').filter(|end| *end < 12).map(|end| &rest[..=end]);
        let known = entity.and_then(|entity| match &entity[1..entity.len() - 1] {
            "amp" | "lt" | "gt" | "quot" | "apos" => Some(entity),
            "nbsp" => Some("&#160;"),
            name => name.strip_prefix('#').filter(|number| xml::can_hold_number(number)).map(|_| entity),
        });
        if let Some((known, entity)) = known.zip(entity) {
            out.push_str(known);
            rest = &rest[entity.len()..];
        } else {
            out.push_str("&amp;");
            rest = &rest[1..];
        }
    }
    escape(out, &xml::clean(rest));
}

/// An opening tag.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The tag that `html` begins with, and what follows it.
    fn read(html: &str) -> Option<(Self, &str)> {
        let rest = html.strip_prefix('<')?;
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
        let name = rest[..end].to_ascii_lowercase();
        let mut rest = &rest[end..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if let Some(after) = rest.strip_prefix('>') {
                return Some((Self { name, attributes }, after));
            }
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))?;
            let key = rest[..end].to_ascii_lowercase();
            rest = rest[end..].trim_start();
            let mut value = String::new();
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                let (raw, next) = if let Some(quote) = quote {
                    after[1..].split_once(quote)?
                } else {
                    after.split_at(after.find(|c: char| c.is_whitespace() || c == '>')?)
                };
                value = unescaped(raw);
                rest = next;
            }
            if !attributes.iter().any(|(known, _)| *known == key) {
                attributes.push((key, value));
            }
        }
    }

    /// Writes it; whether it was.
    fn write(&self, out: &mut String, target: &dyn Target) -> bool {
        let get = |key: &str| {
            self.attributes.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
        };
        let source = get("src").and_then(|src| target.picture(src));
        if self.name == "img" && source.is_none() {
            // What it shows is told in its place.
            escape(out, &xml::clean(get("alt").unwrap_or_default()));
            return false;
        }
        let _ = write!(out, "<{}", self.name);
        let mut attribute = |key: &str, value: &str| {
            let _ = write!(out, " {key}=\"");
            escape(out, &xml::clean(value));
            out.push('"');
        };
        for (key, value) in &self.attributes {
            match key.as_str() {
                "id" => attribute("id", &xml::id(&format!("{}{value}", target.prefix()))),
                "href" if self.name == "a" => {
                    if let Some(href) = target.link(value) {
                        attribute("href", &href);
                    }
                }
                "lang" => {
                    attribute("lang", value);
                    attribute("xml:lang", value);
                }
                // Classes are the theme's, whose styles are not here; few mean something everywhere.
                "class" if value.is_empty() => {}
                key if ATTRIBUTES.contains(&key) => attribute(key, value),
                _ => {}
            }
        }
        if let Some(source) = source.filter(|_| self.name == "img") {
            attribute("src", &source);
            if get("alt").is_none() {
                attribute("alt", "");
            }
        }
        out.push_str(if VOID.contains(&self.name.as_str()) { " />" } else { ">" });
        true
    }
}

/// An attribute's value without its escapes.
fn unescaped(value: &str) -> String {
    let value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    value.replace("&amp;", "&")
}

/// A link that leads to the same place from an archive as from the site: within the text, whose anchors have `prefix`
/// before them, or to the web, to mail and to a telephone.
pub fn kept_link(href: &str, prefix: &str) -> Option<String> {
    if let Some(anchor) = href.strip_prefix('#') {
        return Some(format!("#{}", xml::id(&format!("{prefix}{anchor}"))));
    }
    let outside = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| href.starts_with(scheme));
    outside.then(|| href.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Book;

    impl Target for Book {
        fn link(&self, href: &str) -> Option<String> {
            (href == "a.html").then(|| "b.xhtml#a".to_owned())
        }

        fn picture(&self, src: &str) -> Option<String> {
            (src == "x.png").then(|| "files/x.png".to_owned())
        }

        fn prefix(&self) -> &'static str {
            "p-"
        }
    }

    #[track_caller]
    fn becomes(html: &str, xhtml: &str) {
        assert_eq!(converted(html, &Book), xhtml);
    }

    #[test]
    fn links_and_ids_fit_their_place() {
        becomes(
            r#"<p id="1 x"><a class="ref" href="a.html" data-preview="…">A</a> <a href="gone.html">B</a></p>"#,
            r#"<p id="p-1-x"><a class="ref" href="b.xhtml#a">A</a> <a>B</a></p>"#,
        );
        becomes(
            r#"<img src="x.png"><img alt="A &amp; B" src="y.png">"#,
            r#"<img src="files/x.png" alt="" />A &amp; B"#,
        );
    }

    #[test]
    fn attributes_are_those_of_xml() {
        becomes(r#"<p title="a" TITLE="b" class="">c</p>"#, r#"<p title="a">c</p>"#);
        becomes(r#"<p lang="de">a</p>"#, r#"<p lang="de" xml:lang="de">a</p>"#);
        becomes(r#"<p ="x" =y title=z>a</p>"#, r#"<p title="z">a</p>"#);
    }

    #[test]
    fn everything_is_closed() {
        becomes("<P>a<br>b <em>c</p> d</em>", "<p>a<br />b <em>c</em></p> d");
        becomes("<ul><li>a", "<ul><li>a</li></ul>");
        becomes("<p>a <b>b<p>c", "<p>a <b>b</b></p><p>c</p>");
        becomes(
            "&#8217;&#0;&#55296;&#1114112;&#;&#+65;",
            "&#8217;&amp;#0;&amp;#55296;&amp;#1114112;&amp;#;&amp;#+65;",
        );
        becomes("a < b &amp; c &nbsp;&copy; & d", "a &lt; b &amp; c &#160;&amp;copy; &amp; d");
    }

    #[test]
    fn what_can_not_stand_in_a_book_is_left_out() {
        becomes("a<script>if (1 < 2) x()</script>b<template><template>y</template></template>c", "abc");
        becomes("<form onsubmit=x()><label>a<input></label></form><!-- no -->", "a");
        becomes(r#"<p onclick="x()" style='a:b' title="it's">a</p>"#, r#"<p title="it&#39;s">a</p>"#);
        becomes("<scripting>a</scripting>", "a");
        becomes("a<select>b<selected>c</select>d", "ad");
    }
}
