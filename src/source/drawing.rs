//! Drawings (SVG), which browsers run scripts of when they are opened by themselves.
//!
//! They are read as XML, as browsers do. What browsers could read otherwise than we counts as something that runs.

use std::borrow::Cow;
use std::collections::BTreeSet;

use roxmltree::{Attribute, Document, Error, Node};

use super::active::Reason;
use super::limits::{DRAWING_BYTES, DRAWING_TAGS};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// What drawing programs write before a drawing. Browsers know these and read nothing of them.
const DOCTYPES: [(&str, &str); 6] = [
    ("-//W3C//DTD SVG 1.0//EN", "http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd"),
    ("-//W3C//DTD SVG 1.0//EN", "http://www.w3.org/TR/2001/PR-SVG-20010719/DTD/svg10.dtd"),
    ("-//W3C//DTD SVG 20010904//EN", "http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd"),
    ("-//W3C//DTD SVG 1.1//EN", "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"),
    ("-//W3C//DTD SVG 1.1 Basic//EN", "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11-basic.dtd"),
    ("-//W3C//DTD SVG 1.1 Tiny//EN", "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11-tiny.dtd"),
];

/// The elements of SVG 1.1, SVG 2 and what Inkscape writes of its drafts, less those that run or hold something else.
const ELEMENTS: &str = "\
     a altGlyph altGlyphDef altGlyphItem animate animateColor animateMotion animateTransform circle clipPath \
     color-profile cursor definition-src defs desc discard ellipse feBlend feColorMatrix feComponentTransfer \
     feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood \
     feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset \
     fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter flowDiv flowLine flowPara \
     flowRegion flowRegionBreak flowRegionExclude flowRoot flowSpan flowTref font font-face font-face-format \
     font-face-name font-face-src font-face-uri g glyph glyphRef hatch hatchPath hatchpath hkern image line \
     linearGradient marker mask mesh meshGradient meshPatch meshRow meshgradient meshpatch meshrow metadata \
     missing-glyph mpath path pattern polygon polyline radialGradient rect set solidColor solidcolor stop \
     style svg switch symbol tbreak text textArea textPath title tref tspan use view vkern";

/// Elements that run or load something in one vocabulary or another.
const ACTIVE: &[&str] =
    &["script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "link", "meta", "base"];

/// Vocabularies that browsers run or once ran something of.
const ACTIVE_NAMESPACES: &[&str] = &[
    // An empty name takes back a prefix, which some browsers keep.
    "",
    "http://www.mozilla.org/keymaster/gatekeeper/there.is.only.xul",
    "http://www.mozilla.org/xbl",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/1999/XSL/Transform",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/2001/XInclude",
    "http://www.w3.org/2001/xml-events",
    "http://www.w3.org/2002/xforms",
    "http://www.w3.org/ns/xbl",
    "http://www.w3.org/TR/WD-xsl",
    "urn:schemas-microsoft-com:time",
    "urn:schemas-microsoft-com:vml",
];

/// What in a drawing could run, or ask another host.
pub(super) fn reason(bytes: &[u8]) -> Option<Reason> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Some(Reason::with("it is not written in UTF-8", "save it as that"));
    };
    check(text.strip_prefix('\u{feff}').unwrap_or(text)).err()
}

fn check(text: &str) -> Result<(), Reason> {
    // An escape character can begin another encoding.
    if text.bytes().any(|byte| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r')) {
        return Err("it has control characters".into());
    }
    if is_heavy(text) {
        return Err("it is made of more than browsers draw".into());
    }
    // The parser takes `a:xmlns` for `xmlns`, which browsers don't.
    if text.contains(":xmlns") {
        return Err(unread().into());
    }
    check_declaration(text)?;
    let text = without_doctype(text)?;
    let document = Document::parse(&text).map_err(|error| match error {
        Error::DtdDetected => foreign_doctype(),
        _ => unread().into(),
    })?;
    if !document.root_element().has_tag_name((SVG, "svg")) {
        return Err(format!("it doesn’t begin with <svg xmlns=\"{SVG}\">").into());
    }
    Ok(document.descendants().try_for_each(check_node)?)
}

/// Whether reading it would take long. The parser compares each attribute of an element with its others, and each
/// namespace that holds with its others wherever one is declared.
fn is_heavy(text: &str) -> bool {
    const STEPS: u64 = 1_000_000_000;
    let count = |piece: &str| piece.bytes().filter(|byte| *byte == b'=').count() as u64;
    let mut tags = 0;
    let mut steps: u64 = 0;
    for tag in text.split('<') {
        tags += 1;
        steps = steps.saturating_add(count(tag).pow(2));
    }
    let prefix = |after: &str| after.find(['=', ' ', '\t', '\r', '\n']).unwrap_or(after.len());
    let prefixes: BTreeSet<&str> =
        text.split("xmlns:").skip(1).map(|after| &after[..prefix(after)]).collect();
    let declared = text.matches("xmlns").count() as u64;
    let held = prefixes.len() as u64 + 1;
    text.len() > DRAWING_BYTES
        || tags > DRAWING_TAGS
        || steps > STEPS
        || held > 100
        || declared * held * held > STEPS / 10
}

/// Browsers read a text in the encoding that it says, and could find other elements in it.
fn check_declaration(text: &str) -> Result<(), Reason> {
    let Some(rest) = text.strip_prefix("<?xml").filter(|rest| rest.starts_with(SPACE)) else { return Ok(()) };
    let inside = rest.split_once("?>").map_or(rest, |(inside, _)| inside);
    let inside: String = inside.split(SPACE).collect::<String>().replace('\'', "\"").to_ascii_lowercase();
    let without = |text: &str, some: &[&str]| {
        some.iter().find_map(|one| text.strip_prefix(one)).unwrap_or(text).to_owned()
    };
    let version = "version=\"1.0\"";
    let after = without(&inside, &[version]);
    let after = without(&after, &["encoding=\"utf-8\"", "encoding=\"us-ascii\""]);
    let after = without(&after, &["standalone=\"yes\"", "standalone=\"no\""]);
    if inside.starts_with(version) && after.is_empty() {
        Ok(())
    } else {
        let what = "it doesn’t begin with <?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        Err(Reason::with(what, "save it in UTF-8"))
    }
}

/// White space in XML.
const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// The text without a DOCTYPE of the W3C's. With another, anything could have another name.
fn without_doctype(text: &str) -> Result<Cow<'_, str>, Reason> {
    let at = text.len() - after_comments(text).len();
    let Some(rest) = text[at..].strip_prefix("<!DOCTYPE") else { return Ok(text.into()) };
    let after = after_doctype(rest).ok_or_else(foreign_doctype)?;
    Ok(format!("{}{after}", &text[..at]).into())
}

/// What follows the declaration and the comments at the beginning.
fn after_comments(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(SPACE);
        let after = [("<!--", "-->"), ("<?", "?>")]
            .iter()
            .find_map(|(start, end)| rest.strip_prefix(start)?.split_once(end));
        let Some((_, after)) = after else { return rest };
        rest = after;
    }
}

fn after_doctype(rest: &str) -> Option<&str> {
    let rest = after_space(rest)?.strip_prefix("svg")?;
    let rest = after_space(rest)?.strip_prefix("PUBLIC")?;
    let (public, rest) = literal(after_space(rest)?)?;
    let (system, rest) = literal(after_space(rest)?)?;
    let after = rest.trim_start_matches(SPACE).strip_prefix('>')?;
    DOCTYPES.contains(&(public, system)).then_some(after)
}

fn after_space(text: &str) -> Option<&str> {
    text.starts_with(SPACE).then(|| text.trim_start_matches(SPACE))
}

/// What stands in quotes, and what follows.
fn literal(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split_once(quote)
}

fn check_node(node: Node) -> Result<(), String> {
    // Photo and drawing programs put what they know of a picture between two of these.
    if let Some(instruction) = node.pi().filter(|instruction| instruction.target != "xpacket") {
        return Err(format!("it has an instruction <?{}?>", instruction.target));
    }
    if !node.is_element() {
        return Ok(());
    }
    check_element(node)?;
    node.attributes().try_for_each(|attribute| check_attribute(&attribute, node.tag_name().name()))?;
    if node.tag_name().name().eq_ignore_ascii_case("style") { check_style_element(node) } else { Ok(()) }
}

fn check_element(node: Node) -> Result<(), String> {
    let tag = node.tag_name();
    let is_known = match tag.namespace() {
        Some(SVG) => ELEMENTS.split(' ').any(|known| known == tag.name()),
        Some(namespace) => !ACTIVE_NAMESPACES.iter().any(|active| namespace.eq_ignore_ascii_case(active)),
        None => true,
    };
    if is_known && !ACTIVE.contains(&tag.name().to_ascii_lowercase().as_str()) {
        Ok(())
    } else {
        Err(format!("it has an element <{}>", tag.name()))
    }
}

fn check_attribute(attribute: &Attribute, element: &str) -> Result<(), String> {
    let name = attribute.name().to_ascii_lowercase();
    let value = attribute.value();
    let told = || Err(format!("it has an attribute {}=\"{value:.40}\"", attribute.name()));
    let bare: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let bare = bare.to_ascii_lowercase();
    let is_base = name == "base" && attribute.namespace() == Some(XML);
    if name.starts_with("on") || matches!(name.as_str(), "srcdoc" | "ping") || is_base {
        return told();
    }
    if ["javascript:", "vbscript:"].iter().any(|scheme| bare.contains(scheme)) {
        return told();
    }
    match name.as_str() {
        "href" | "src" => return if is_own(&bare, element) { Ok(()) } else { told() },
        // An animation could give an address later.
        "attributename" => {
            let animated = bare.rsplit(':').next().unwrap_or_default();
            if animated == "href" || animated.starts_with("on") {
                return told();
            }
        }
        _ => {}
    }
    let is_foreign = attribute.namespace().is_some_and(|namespace| ![XLINK, XML].contains(&namespace));
    let is_name =
        matches!(name.as_str(), "id" | "class") || name.starts_with("aria-") || name.starts_with("data-");
    if is_foreign || is_name {
        return Ok(());
    }
    if bare.contains("data:") { told() } else { check_style(value) }
}

/// Whether an address, without spaces, leads to something within the drawing, or is a link that somebody has to click.
fn is_own(address: &str, element: &str) -> bool {
    let pictures = ["png", "jpeg", "jpg", "gif", "webp"];
    let followed = ["https:", "http:", "mailto:"];
    // Of the kind `image/png+xml`, it could be a drawing.
    let kind = address.strip_prefix("data:image/").and_then(|rest| rest.split([';', ',']).next());
    address.starts_with('#')
        || kind.is_some_and(|kind| pictures.contains(&kind))
        || element == "a" && followed.iter().any(|scheme| address.starts_with(scheme))
}

fn check_style_element(node: Node) -> Result<(), String> {
    // Browsers leave out what stands in an element within a style.
    if node.children().any(|child| child.is_element()) {
        return Err("it has an element within <style>".into());
    }
    let text: String = node.children().filter(Node::is_text).filter_map(|child| child.text()).collect();
    check_style(&text)
}

/// What in a style asks for another file.
fn check_style(text: &str) -> Result<(), String> {
    let lower = text.to_ascii_lowercase();
    // A backslash can write any letter otherwise.
    let loads = ["@import", "\\", "image-set", "image(", "src("].iter().any(|way| lower.contains(way));
    let is_own = |after: &str| after.trim_start_matches(['"', '\'', ' ']).starts_with('#');
    if loads || !lower.split("url(").skip(1).all(is_own) {
        Err("its style loads another file".into())
    } else {
        Ok(())
    }
}

fn unread() -> String {
    "it is not well-formed XML".into()
}

fn foreign_doctype() -> Reason {
    let instead = "delete “<!DOCTYPE …>” from it, or save it as plain SVG";
    Reason::with("its DOCTYPE is none of the W3C’s for drawings", instead)
}
