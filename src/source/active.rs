//! Files that could run code in the browsers of readers.
//!
//! A site's policy stands in its pages. A file that is opened by itself has none, and could read what people have
//! saved on the site. So files are published only if browsers show them without running anything in them, or if the
//! site says that all its content is trusted.

use std::path::Path;

use super::limits::ASSET_BYTES;
use super::walk::read_at_most;
use super::{display_path, drawing};
use crate::diagnostic::{Diagnostic, Problem, Unreadable};
use crate::names;

/// Kinds of files that browsers run when they get them from a server, or that servers run themselves. Servers look at
/// every part of a name: Apache has `page.html.fr` for HTML, and often `photo.php.jpg` for PHP.
const SERVED: &[&str] = &[
    "html", "htm", "shtml", "shtm", "stm", "xhtml", "xhtm", "xht", "htc", "mht", "mhtml", "xml", "xsl",
    "xslt", "rdf", "atom", "rss", "mml", "mathml", "xul", "xbl", "svgz", "js", "mjs", "cjs", "wasm", "swf",
    "appcache", "php", "php3", "php4", "php5", "php6", "php7", "php8", "pht", "phtm", "phtml", "phar",
    "phps", "asp", "aspx", "asa", "asax", "ascx", "ashx", "asmx", "cfm", "cfml", "cgi", "fcgi", "jsp",
    "jspx",
];

/// Kinds of files that the system of a reader runs when they are opened.
const OPENED: &str = "\
     appinstaller application appx bat chm cmd com command cpl crx desktop exe gadget hta inetloc jar jnlp \
     jse lnk msc msi msix msp pif ps1 psd1 psm1 reg scf scr url vbe vbs webloc wsf wsh xpi";

/// Compressed forms. A server that has `index.html.gz` sends it in the place of `index.html`, as the same kind.
const PACKED: &[&str] = &["gz", "br", "zst", "z", "deflate"];

/// Files on top of a site that web hosts obey, in small letters.
const OBEYED: &[&str] = &[
    "_headers",
    "_redirects",
    "_routes.json",
    "cname",
    "netlify.toml",
    "now.json",
    "package.json",
    "serve.json",
    "staticwebapp.config.json",
    "vercel.json",
];

/// Reads a file that gets into a site under its own name, which must be one on every system.
pub fn read_published(content: &Path, path: &str, trusted: bool) -> Result<Vec<u8>, Diagnostic> {
    match names::fit(path) {
        fit if fit == path => read_asset(content, path, trusted),
        fit => {
            let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
            // A folder may be what is to be renamed.
            let is_file = name(path) != name(&fit);
            let (name, instead) =
                if is_file { (name(path), name(&fit)) } else { (path.to_owned(), fit.into_owned()) };
            Err(Diagnostic::path(display_path(&content.join(path)), Problem::NameUnfit { name, instead }))
        }
    }
}

/// Reads the file at `path` within the content folder, which is to be published; `trusted` if it may be anything.
pub fn read_asset(content: &Path, path: &str, trusted: bool) -> Result<Vec<u8>, Diagnostic> {
    let file = content.join(path);
    let fail = |problem| Diagnostic::path(display_path(&file), problem);
    let read = read_at_most(&file, ASSET_BYTES);
    let bytes = read
        .map_err(|error| fail(Problem::Unreadable { reason: Unreadable::of(&error) }))?
        .map_err(|bytes| fail(Problem::FileTooLarge { bytes, limit: ASSET_BYTES }))?;
    match reason(path, &bytes) {
        Some(Reason { what, instead }) if !trusted => {
            Err(fail(Problem::ActiveContent { reason: what, instead }))
        }
        _ => Ok(bytes),
    }
}

/// Why a file isn't published.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reason {
    what: String,
    /// What to do about it, where that isn't to save it as another kind of file.
    instead: Option<String>,
}

impl Reason {
    pub fn with(what: impl Into<String>, instead: impl Into<String>) -> Self {
        Self { what: what.into(), instead: Some(instead.into()) }
    }
}

impl<S: Into<String>> From<S> for Reason {
    fn from(what: S) -> Self {
        Self { what: what.into(), instead: None }
    }
}

/// What in a file could run; nothing, for most.
fn reason(path: &str, bytes: &[u8]) -> Option<Reason> {
    let path = path.to_ascii_lowercase();
    by_name(&path).or_else(|| by_bytes(&path, bytes))
}

/// What a server, or the system of a reader, would do with a file of this name, which is in small letters.
fn by_name(path: &str) -> Option<Reason> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if OBEYED.contains(&path) || name == "web.config" {
        return Some(Reason::with(
            format!("web hosts do what a file named {name} says"),
            "give it another name",
        ));
    }
    // Some systems leave out signs at the end of a name.
    let parts = name.split('.').skip(1).map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let (ending, before) = parts.split_last()?;
    if SERVED.contains(ending) || OPENED.split(' ').any(|opened| opened == *ending) {
        return Some(format!("files ending in .{ending} are run, not shown").into());
    }
    // What is in a tar archive is saved, not shown. Of any other, a server may say no kind, and browsers guess one.
    if PACKED.contains(ending) && before.last() != Some(&"tar") {
        let what = format!("web servers send a file ending in .{ending} in the place of the one without");
        return Some(Reason::with(what, "pack it as a .zip"));
    }
    if let Some(part) = before.iter().find(|part| SERVED.contains(part)) {
        let what = format!("web servers can take it for a file ending in .{part}");
        return Some(Reason::with(what, format!("give it a name without “.{part}”")));
    }
    None
}

/// What browsers would do with these bytes.
fn by_bytes(path: &str, bytes: &[u8]) -> Option<Reason> {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "svg" => drawing::reason(bytes),
        "txt" | "csv" => None,
        // Where a host doesn't say what a file is, browsers look at how it begins.
        _ => {
            let wide: [&[u8]; 5] = [b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", b"\0<", b"\0\0\0<\0"];
            if wide.iter().any(|start| bytes.starts_with(start)) {
                return Some(Reason::with(
                    "it is written in UTF-16, as a web page could be",
                    "save it in UTF-8",
                ));
            }
            let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
            let marked = bytes.strip_prefix(b"\xef\xbb\xbf").and_then(|rest| rest.trim_ascii_start().first());
            (first == Some(&b'<') || marked == Some(&b'<')).then(|| "it begins as a web page does".into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::reason;

    const OPEN: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
        xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:s=\"http://www.w3.org/2000/svg\">";

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
            ("film.mp4", b"\0\0\0<ftypisom"),
            ("words.csv", b"\xff\xfea\0,\0"),
            ("no-ending", b"words"),
            ("analysis.py", b"import csv"),
            ("analysis.R", b"library(psych)"),
            ("analysis.ipynb", b"{}"),
            ("report.v2.pdf", b"%PDF"),
            ("handout.com.pdf", b"%PDF"),
            ("job.application.docx", b"PK"),
            ("podręcznik.pl.pdf", b"%PDF"),
            ("all.tar.gz", b"\x1f\x8b"),
            ("all.tgz", b"\x1f\x8b"),
            ("all.zip", b"PK"),
            ("xml/html.pdf", b"%PDF"),
            ("guides/package.json", b"{}"),
            ("robots.txt", b"User-agent: *"),
        ] {
            assert_eq!(reason(path, bytes), None, "{path}");
        }
    }

    #[test]
    fn drawings_of_drawing_programs_are_published() {
        let inkscape = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<!-- Created with Inkscape (http://www.inkscape.org/) -->\n\n\
            <svg width=\"210mm\" version=\"1.1\" id=\"svg5\" inkscape:version=\"1.2\" sodipodi:docname=\"a.svg\"\n   \
            inkscape:export-filename=\"C:\\Users\\me\\a.png\"\n   \
            xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\"\n   \
            xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\"\n   \
            xmlns=\"http://www.w3.org/2000/svg\" xmlns:svg=\"http://www.w3.org/2000/svg\"\n   \
            xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:cc=\"http://creativecommons.org/ns#\"\n   \
            xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n  <sodipodi:namedview id=\"base\" inkscape:zoom=\"1\"/>\n  \
            <metadata><rdf:RDF><cc:Work rdf:about=\"\"><dc:format>image/svg+xml</dc:format>\
            <dc:type rdf:resource=\"http://purl.org/dc/dcmitype/StillImage\"/></cc:Work></rdf:RDF></metadata>\n  \
            <defs><inkscape:path-effect effect=\"spiro\" id=\"e\"/><linearGradient xlink:href=\"#l\" \
            xmlns:xlink=\"http://www.w3.org/1999/xlink\"/></defs>\n  <g inkscape:label=\"Layer 1\" inkscape:groupmode=\"layer\">\
            <flowRoot xml:space=\"preserve\"><flowRegion><rect/></flowRegion><flowPara>Words</flowPara></flowRoot>\
            <text style=\"-inkscape-font-specification:'Sans, Normal'\"><tspan sodipodi:role=\"line\">a</tspan></text></g>\n</svg>\n";
        let illustrator = "<?xml version='1.0' encoding='utf-8'?>\r\n<!-- Generator: Adobe Illustrator 19.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->\r\n\
            <!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\"\r\n\t\"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\" >\r\n\
            <svg version='1.1' id='Layer_1' xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
            xmlns:i='http://ns.adobe.com/AdobeIllustrator/10.0/' x='0px' style='enable-background:new 0 0 1 1;' xml:space='preserve'>\
            <metadata><?xpacket begin='\u{feff}' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'/><?xpacket end='w'?></metadata>\
            <style type='text/css'>.st0{fill:none;stroke:#000;font-family:'Arial';}</style><g id='image(1)' data-name='a\\b'>\
            <text aria-label='Data: 2020'>x</text></g><i:pgf id='adobe_illustrator_pgf'>eJzs</i:pgf></svg>\r\n";
        let graphviz = "<?xml version=\"1.0\" encoding=\"US-ASCII\" standalone=\"no\"?>\n\
            <!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 20010904//EN\"\n \"http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd\">\n\
            <svg xmlns=\"http://www.w3.org/2000/svg\"><g><a href=\"https://example.org/\"><title>a</title></a></g></svg>";
        let bare = "\u{feff}<svg xmlns='http://www.w3.org/2000/svg'/>";
        for text in [inkscape, illustrator, graphviz, bare] {
            assert_eq!(reason("a.svg", text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn what_could_run_is_not() {
        for inside in [
            "<script>x()</script>",
            "<s:script>x()</s:script>",
            "<SCRIPT>x()</SCRIPT>",
            "<script xmlns=\"urn:x\">x()</script>",
            "<?php x() ?>",
            "<unknown/>",
            "<g onload=\"x()\"/>",
            "<g ONCLICK='x()'/>",
            "<g\tonload = \"x()\"/>",
            "<a href=\"javascript:x()\">a</a>",
            "<a xlink:href=\"&#106;ava&#x73;cript:x()\">a</a>",
            "<a href=\"java\nscript:x()\">a</a>",
            "<a href=\"data:text/html,x\">a</a>",
            "<a href=\"&evil;\">a</a>",
            "<a ping=\"https://example.org/\" href=\"#a\">a</a>",
            "<set attributeName=\"href\" to=\"javascript:x()\"/>",
            "<image><set attributeName=\" xlink:href\" to=\"https://example.org/a.png\"/></image>",
            "<animate attributeName=\"href\" values=\"#a;data:text/html,x\"/>",
            "<foreignObject><p/></foreignObject>",
            "<use href=\"other.svg#a\"/>",
            "<use xml:base=\"https://example.org/\" href=\"#a\"/>",
            "<image href=\"https://example.org/a.png\"/>",
            "<use href=\"data:image/png+xml,x#a\"/>",
            "<style>@import 'a.css';</style>",
            "<style>&#64;import \"//example.org/x.css\";</style>",
            "<style><g></g>@import \"//example.org/x.css\";</style>",
            "<style>@imp<g>x</g>ort \"//example.org/x.css\";</style>",
            "<style>@imp<!-- x -->ort \"//example.org/x.css\";</style>",
            "<style>@im<![CDATA[port ]]>\"//example.org/x.css\";</style>",
            "<style>.a{fill:url(https://example.org/)}</style>",
            "<style>.a{fill:src(\"https://example.org/\")}</style>",
            "<style xmlns=\"urn:x\">.a{fill:url(https://example.org/)}</style>",
            "<path style=\"fill:url(//example.org/)\"/>",
            "<path fill=\"ur&#108;(//example.org/)\"/>",
            "<path style=\"fill:u\\72l(//example.org/)\"/>",
            "<h:img srcset=\"//example.org/a.png\"/>",
            "<h:video poster=\"//example.org/a.png\"/>",
            "<h:form action=\"//example.org/\"/>",
            "<form xmlns=\"http://www.w3.org/1999/xhtm&#108;\" action=\"//example.org/\"/>",
            "<m:mtext xmlns:m=\"http://www.w3.org/1998/Math/MathML\"/>",
            // A prefix that is taken back, which some browsers keep.
            "<g xmlns:h=\"\"><h:img srcset=\"//example.org/a.png\"/></g>",
            "<g xmlns=\"http://www.w3.org/1999/xhtml\" h:xmlns=\"http://www.w3.org/2000/svg\"><a/></g>",
            "<path d=M0/>",
            "<g a=\"1\" a=\"2\"/>",
            "<g/></svg><svg>",
            "<!-- without an end",
            "<?xml-stylesheet href=\"a.css\"?>",
            "<text>\u{1b}$B</text>",
        ] {
            let text = format!("{OPEN}{inside}</svg>");
            assert!(reason("a.SVG", text.as_bytes()).is_some(), "{inside}");
        }
        for (path, bytes) in [
            ("a.svg", b"\xff\xfe<\0s\0v\0g\0".as_slice()),
            ("a.html", b"words"),
            ("a.JS", b"x()"),
            ("a.unknown", b" \n<html>"),
            ("a.png", b"\xef\xbb\xbf<html>"),
            ("a.png", b"\xef\xbb\xbf\n<html>"),
            ("a.unknown", b"\xff\xfe<\0h\0"),
            ("a.unknown", b"\xfe\xff\0<\0h"),
            ("a.unknown", b"\0\0\xfe\xff\0\0\0<"),
            ("a.unknown", b"<\0?\0x\0"),
            ("a.unknown", b"\0<\0?\0x"),
            ("a.unknown", b"\0\0\0<\0\0\0?"),
            ("no-ending", b"<!DOCTYPE html>"),
        ] {
            assert!(reason(path, bytes).is_some(), "{path}");
        }
    }

    #[test]
    fn what_stands_before_a_drawing_hides_nothing_in_it() {
        let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        let one = "\"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"";
        for text in [
            "<!DOCTYPE svg SYSTEM \"><!--\"><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script><!-- --></svg>",
            "<!DOCTYPE svg SYSTEM \"><g a='\" [<!ENTITY e \"&#60;script>alert(1)&#60;/script>\">]>\
             <svg xmlns=\"http://www.w3.org/2000/svg\" b=' />'>&e;</svg>",
            "<!DOCTYPE svg [<!ENTITY e 'javascript:x'>]><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            &format!("<!DOCTYPE svg PUBLIC {one} [<!ENTITY e 'x'>]>{drawing}"),
            &format!("<!DOCTYPE svg PUBLIC {one}><!DOCTYPE svg [<!ENTITY e 'x'>]>{drawing}"),
            &format!("<!DOCTYPE html PUBLIC {one}>{drawing}"),
            &format!("<!DOCTYPE svg PUBLIC {}>{drawing}", one.replace("1.1//", "1.1 Evil//")),
            &format!("<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?>{drawing}"),
            &format!("<?xml version='1.0' encoding = 'utf-7'?>{drawing}"),
            &format!("<?xml version=\"1.0 encoding='gbk'\"?>{drawing}"),
            &format!("<?xml\tencoding=\"gbk\" version=\"1.0\"?>{drawing}"),
            &format!("<?xml-stylesheet href=\"a.css\"?>{drawing}"),
            &format!("{drawing}<?xml-stylesheet href=\"a.css\"?>"),
            &format!("{drawing}{drawing}"),
            &format!("<!---->{drawing}<!--\u{1b}-->"),
            "<svg/>",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
            "words",
            "",
        ] {
            assert!(reason("a.svg", text.as_bytes()).is_some(), "{text}");
        }
    }

    /// Whatever a drawing is made of, it is read soon and the stack is enough.
    #[test]
    fn drawings_without_end() {
        let drawing = |inside: &str| format!("{OPEN}{inside}</svg>");
        let nested = |times| drawing(&("<g>".repeat(times) + &"</g>".repeat(times)));
        assert_eq!(reason("a.svg", nested(300_000).as_bytes()), None);
        let many = |times, one: fn(usize) -> String| (0..times).map(one).collect::<String>();
        let attributes = many(300_000, |n| format!(" a{n}=''"));
        let spaces = many(5_000, |n| format!("<g xmlns:n{n}='urn:{n}'>"));
        let again = many(60, |n| format!(" xmlns:n{n}='urn:{n}'"));
        for text in [
            nested(1_000_000),
            "<g>".repeat(1_000_000),
            drawing(&format!("<g{attributes}/>")),
            drawing(&(spaces + &"</g>".repeat(5_000))),
            drawing(&format!("<g{again}>{}</g>", "<g xmlns='urn:x'/>".repeat(500_000))),
            drawing(&" ".repeat(33 << 20)),
        ] {
            let start: String = text.chars().take(300).collect();
            assert!(reason("a.svg", text.as_bytes()).is_some(), "{start}");
        }
    }

    #[test]
    fn names_that_servers_and_systems_run_are_refused() {
        for name in [
            "page.html.fr",
            "Photo.PHP.jpg",
            "page.html.",
            "page.html ",
            "setup.exe.",
            "a.b/page.php7",
            "feed.atom",
            "formula.mml",
            "tool.HTA",
            "macro.ps1",
            "_headers",
            "_Redirects",
            "CNAME",
            "netlify.toml",
            "vercel.json",
            "staticwebapp.config.json",
            "guides/web.config",
        ] {
            assert!(reason(name, b"words").is_some(), "{name}");
        }
        for name in [
            "index.html.gz",
            "site.js.br",
            "plan.csv.zst",
            "words.txt.Z",
            "a.svg.deflate",
            "photo.gz",
            "a.html.tar.gz",
        ] {
            assert!(reason(name, b"\x1f\x8b").is_some(), "{name}");
        }
        let told = reason("guides/index.html.gz", b"\x1f\x8b").expect("refused");
        assert!(
            told.instead.as_ref().is_some_and(|instead| instead.contains("pack it as a .zip")),
            "{told:?}"
        );
        // What stands in a drawing is no advice.
        let told =
            reason("a.svg", format!("{OPEN}<g onclick=\"a(); b()\"/></svg>").as_bytes()).expect("refused");
        assert!(told.what.contains("a(); b()") && told.instead.is_none(), "{told:?}");
    }
}
