//! Files that could run code in the browsers of readers.
//!
//! A site's policy stands in its pages. A file that is opened by itself has none, and could read what people have
//! saved on the site. So files are published only if browsers show them without running anything in them, or if the
//! site says that all its content is trusted.

use std::path::Path;

use super::display_path;
use super::limits::ASSET_BYTES;
use super::walk::read_file;
use crate::diagnostic::{Diagnostic, Problem, Unreadable};

/// Kinds of files that browsers, or the systems below them, run.
const RUN: &[&str] = &[
    "html", "htm", "shtml", "xhtml", "xht", "mht", "mhtml", "xml", "xsl", "xslt", "rdf", "svgz", "js", "mjs",
    "wasm", "swf", "jar", "hta", "exe", "bat", "cmd", "ps1", "vbs", "scr", "msi", "lnk", "url",
];

/// Reads the file at `path` within the content folder, which is to be published; `trusted` if it may be anything.
pub fn read_asset(content: &Path, path: &str, trusted: bool) -> Result<Vec<u8>, Diagnostic> {
    let file = content.join(path);
    let fail = |problem| Diagnostic::path(display_path(&file), problem);
    let unreadable = |error: std::io::Error| fail(Problem::Unreadable { reason: Unreadable::of(&error) });
    let length = std::fs::metadata(&file).map_err(unreadable)?.len();
    if length > ASSET_BYTES {
        return Err(fail(Problem::FileTooLarge { bytes: length, limit: ASSET_BYTES }));
    }
    let bytes = read_file(&file).map_err(unreadable)?;
    match reason(path, &bytes) {
        Some(reason) if !trusted => Err(fail(Problem::ActiveContent { reason })),
        _ => Ok(bytes),
    }
}

/// What in a file could run; nothing, for most.
fn reason(path: &str, bytes: &[u8]) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "svg" => match std::str::from_utf8(bytes) {
            Ok(text) => svg(text.trim_start_matches('\u{feff}')),
            Err(_) => Some("it is not written in UTF-8".into()),
        },
        "txt" | "csv" => None,
        ending if RUN.contains(&ending) => Some(format!("files ending in .{ending} are run, not shown")),
        // Where a host doesn't say what a file is, browsers look at how it begins.
        _ => {
            let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
            let marked = bytes.starts_with(b"\xef\xbb\xbf<");
            (first == Some(&b'<') || marked).then(|| "it begins as a web page does".into())
        }
    }
}

/// What in an SVG picture could run, or ask another host. What can't be read counts as that.
fn svg(text: &str) -> Option<String> {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let skipped = [("!--", "-->"), ("![CDATA[", "]]>"), ("?xml ", "?>")];
        if let Some((start, end)) = skipped.iter().find(|(start, _)| rest.starts_with(start)) {
            let Some((inside, after)) = rest[start.len()..].split_once(end) else { return unread() };
            if let Some(reason) = style(inside).filter(|_| *start == "![CDATA[") {
                return Some(reason);
            }
            rest = after;
            continue;
        }
        if rest.starts_with("!DOCTYPE") {
            // Drawing programs write it; with a part of its own it can give anything another name.
            let Some((inside, after)) = rest.split_once('>') else { return unread() };
            if inside.contains('[') {
                return Some("it defines entities".into());
            }
            rest = after;
            continue;
        }
        let closing = rest.starts_with('/');
        rest = rest.trim_start_matches('/');
        let (name, after) = split_name(rest);
        rest = after;
        if name.is_empty() {
            return unread();
        }
        let local = local(name);
        if matches!(
            local.as_str(),
            "script"
                | "foreignobject"
                | "handler"
                | "listener"
                | "iframe"
                | "object"
                | "embed"
                | "link"
                | "meta"
                | "base"
        ) {
            return Some(format!("it has an element <{name}>"));
        }
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix("/>").or_else(|| rest.strip_prefix('>')) {
                rest = after;
                break;
            }
            let (attribute, after) = split_name(rest);
            let after = after.trim_start().strip_prefix('=').map(str::trim_start);
            let quote = after.and_then(|after| after.chars().next()).filter(|c| matches!(c, '"' | '\''));
            let (Some(after), Some(quote), false) = (after, quote, attribute.is_empty() || closing) else {
                return unread();
            };
            let Some((value, after)) = after[1..].split_once(quote) else { return unread() };
            rest = after;
            if let Some(reason) = attribute_reason(attribute, value, &local) {
                return Some(reason);
            }
        }
        if local == "style"
            && let Some(reason) = style(rest.split("</").next().unwrap_or(rest))
        {
            return Some(reason);
        }
    }
    None
}

/// What is wrong with an attribute of an element.
fn attribute_reason(attribute: &str, value: &str, element: &str) -> Option<String> {
    let name = local(attribute);
    let told = || Some(format!("it has an attribute {attribute}=\"{value:.40}\""));
    // A namespace is a name, whatever it looks like.
    if attribute == "xmlns" || attribute.starts_with("xmlns:") {
        return None;
    }
    if name.starts_with("on") || name == "srcdoc" {
        return told();
    }
    let Some(value) = unescaped(value) else { return told() };
    let bare: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let bare = bare.to_ascii_lowercase();
    let pictures = ["data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"];
    if ["javascript:", "vbscript:"].iter().any(|scheme| bare.contains(scheme)) {
        return told();
    }
    if matches!(name.as_str(), "href" | "src") {
        let own = bare.starts_with('#') || pictures.iter().any(|picture| bare.starts_with(picture));
        let followed =
            element == "a" && ["https:", "http:", "mailto:"].iter().any(|scheme| bare.starts_with(scheme));
        return if own || followed { None } else { told() };
    }
    if bare.contains("data:") {
        return told();
    }
    style(&value)
}

/// What in a style asks for another file.
fn style(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    // A backslash can write any letter otherwise.
    if lower.contains("@import") || lower.contains('\\') || lower.contains("image-set") {
        return Some("its style loads another file".into());
    }
    let elsewhere =
        lower.split("url(").skip(1).any(|after| !after.trim_start_matches(['"', '\'', ' ']).starts_with('#'));
    elsewhere.then(|| "its style loads another file".into())
}

#[allow(clippy::unnecessary_wraps, reason = "stands where a reason is returned")]
fn unread() -> Option<String> {
    Some("it is not well-formed XML".into())
}

fn split_name(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '=' | '<' | '"' | '\''))
        .unwrap_or(text.len());
    text.split_at(end)
}

/// A name without its namespace, in small letters.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

/// The text that a value in XML stands for; none where it can't be told.
fn unescaped(value: &str) -> Option<String> {
    let mut pieces = value.split('&');
    let mut text = pieces.next()?.to_owned();
    for piece in pieces {
        let (name, after) = piece.split_once(';')?;
        let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        text.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => match name.strip_prefix("#x") {
                Some(digits) => number(digits, 16)?,
                None => number(name.strip_prefix('#')?, 10)?,
            },
        });
        text.push_str(after);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn pictures_that_are_pictures_are_published() {
        let drawn = "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n\
            <!-- drawn <script> --><svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink='http://www.w3.org/1999/xlink' viewBox=\"0 0 1 1\">\
            <style><![CDATA[ .a > .b { fill: url(#p) } ]]></style><style>.c{fill:url('#p')}</style><title>A &amp; b</title>\
            <a xlink:href=\"https://example.org/\"><path d=\"M0 0\" style=\"fill:url(#p)\"/></a><use href=\"#x\"/>\
            <image href=\"data:image/png;base64,AAAA\"/></svg>\n";
        for (path, bytes) in [
            ("a.svg", drawn.as_bytes()),
            ("a.png", b"\x89PNG\r\n".as_slice()),
            ("a.pdf", b"%PDF-1.7 <html>"),
            ("a.txt", b"<html> in words"),
            ("form.docx", b"PK\x03\x04"),
            ("no-ending", b"words"),
        ] {
            assert_eq!(reason(path, bytes), None, "{path}");
        }
    }

    #[test]
    fn what_could_run_is_not() {
        for inside in [
            "<script>x()</script>",
            "<s:script xmlns:s=\"http://www.w3.org/2000/svg\">x()</s:script>",
            "<SCRIPT>x()</SCRIPT>",
            "<g onload=\"x()\"/>",
            "<g ONCLICK='x()'/>",
            "<g\tonload = \"x()\"/>",
            "<a href=\"javascript:x()\">a</a>",
            "<a xlink:href=\"&#106;ava&#x73;cript:x()\">a</a>",
            "<a href=\"java\nscript:x()\">a</a>",
            "<a href=\"data:text/html,x\">a</a>",
            "<a href=\"&evil;\">a</a>",
            "<set attributeName=\"href\" to=\"javascript:x()\"/>",
            "<animate attributeName=\"href\" values=\"#a;data:text/html,x\"/>",
            "<foreignObject><p/></foreignObject>",
            "<use href=\"other.svg#a\"/>",
            "<image href=\"https://example.org/a.png\"/>",
            "<style>@import 'a.css';</style>",
            "<style>.a{fill:url(https://example.org/)}</style>",
            "<path style=\"fill:url(//example.org/)\"/>",
            "<path style=\"fill:u\\72l(//example.org/)\"/>",
            "<path d=M0/>",
            "<!-- without an end",
            "<?xml-stylesheet href=\"a.css\"?>",
        ] {
            let text = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>");
            assert!(reason("a.SVG", text.as_bytes()).is_some(), "{inside}");
        }
        for (path, bytes) in [
            ("a.svg", b"<!DOCTYPE svg [<!ENTITY e 'javascript:x'>]><svg/>".as_slice()),
            ("a.svg", b"\xff\xfe<\0s\0v\0g\0"),
            ("a.html", b"words"),
            ("a.JS", b"x()"),
            ("a.unknown", b" \n<html>"),
            ("a.png", b"\xef\xbb\xbf<html>"),
            ("no-ending", b"<!DOCTYPE html>"),
        ] {
            assert!(reason(path, bytes).is_some(), "{path}");
        }
    }
}
