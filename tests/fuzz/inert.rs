//! That nothing in a page runs, and nothing in it leads anywhere but where links may lead.
//!
//! The pages are ours, and well formed: every `<` of a text is written `&lt;`. So a simple reader of tags suffices, and
//! whatever it can't read is a fault.

/// Elements that the default theme and Markdown make. Anything else came from somewhere else.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "circle",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "input",
    "kbd",
    "label",
    "legend",
    "li",
    "line",
    "link",
    "main",
    "mark",
    "meta",
    "meter",
    "nav",
    "noscript",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "path",
    "polygon",
    "polyline",
    "pre",
    "progress",
    "q",
    "rect",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "svg",
    "symbol",
    "table",
    "tbody",
    "td",
    "template",
    "text",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "u",
    "ul",
    "use",
    "var",
    "wbr",
];

/// Attributes that hold an address.
const ADDRESSES: &[&str] =
    &["href", "src", "action", "poster", "cite", "srcset", "xlink:href", "data", "ping", "formaction"];

/// What is alive in a page, if anything is.
pub fn fault(html: &str) -> Result<(), String> {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let before = rest.len();
        rest = &rest[at + 1..];
        let here = |what: &str| {
            let from = html.len() - before + at;
            let shown: String = html[from..].chars().take(120).collect();
            format!("{what}: {shown}")
        };
        if let Some(after) =
            rest.strip_prefix("!doctype html>").or_else(|| rest.strip_prefix("!DOCTYPE html>"))
        {
            rest = after;
            continue;
        }
        let closing = rest.starts_with('/');
        let name_from = usize::from(closing);
        let name_end = rest[name_from..]
            .find(|c: char| !c.is_ascii_alphanumeric())
            .map_or(rest.len(), |end| end + name_from);
        let name = &rest[name_from..name_end];
        if !ELEMENTS.contains(&name) {
            return Err(here("an element that is none of ours"));
        }
        rest = &rest[name_end..];
        let mut attributes: Vec<(&str, String)> = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix("/>").or_else(|| rest.strip_prefix('>')) {
                rest = after;
                break;
            }
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | ':' | '_'))
                .unwrap_or(rest.len());
            let (attribute, after) = rest.split_at(end);
            if attribute.is_empty() {
                return Err(here("a tag that can’t be read"));
            }
            let value = match after.strip_prefix("=\"") {
                Some(quoted) => {
                    let (value, after) =
                        quoted.split_once('"').ok_or_else(|| here("a quote without an end"))?;
                    rest = after;
                    decoded(value).ok_or_else(|| here("a character in disguise"))?
                }
                None if after.starts_with('=') => return Err(here("a value without quotes")),
                None => {
                    rest = after;
                    String::new()
                }
            };
            attributes.push((attribute, value));
        }
        if closing {
            continue;
        }
        rest = after_element(name, &attributes, rest).map_err(|what| here(&what))?;
    }
    Ok(())
}

/// What follows an element with its script, if nothing in it runs; else what does.
fn after_element<'h>(
    name: &str,
    attributes: &[(&str, String)],
    mut rest: &'h str,
) -> Result<&'h str, String> {
    for (attribute, value) in attributes {
        let attribute = attribute.to_ascii_lowercase();
        if attribute.starts_with("on") || matches!(attribute.as_str(), "style" | "srcdoc") {
            return Err("an attribute that runs".to_owned());
        }
        if ADDRESSES.contains(&attribute.as_str()) && !leads_to_nothing_that_runs(value) {
            return Err("an address that runs".to_owned());
        }
    }
    let value =
        |wanted: &str| attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str());
    match name {
        "script" => {
            let end = rest.find("</script>").ok_or_else(|| "a script without an end".to_owned())?;
            let words = &rest[..end];
            match (value("src"), value("type")) {
                (Some(src), None)
                    if words.is_empty()
                        && src.ends_with(".js")
                        && !src.contains(':')
                        && !src.starts_with("//") => {}
                (None, Some("application/json" | "application/ld+json")) => {
                    let parsed: Result<serde_json::Value, _> = serde_json::from_str(words);
                    parsed.map_err(|error| format!("data that is none ({error})"))?;
                }
                _ => return Err("a script that is none of ours".to_owned()),
            }
            rest = &rest[end..];
        }
        "meta" if value("http-equiv").is_some_and(|what| what.eq_ignore_ascii_case("refresh")) => {
            let to = value("content").and_then(|content| content.split_once("url=")).map_or("", |(_, to)| to);
            if to.is_empty() || to.contains(':') || to.starts_with("//") {
                return Err("a page that sends elsewhere".to_owned());
            }
        }
        "meta" if value("http-equiv").is_some_and(|what| what != "Content-Security-Policy") => {
            return Err("a header that is none of ours".to_owned());
        }
        "link"
            if !matches!(
                value("rel"),
                Some("stylesheet" | "icon" | "canonical" | "prev" | "next" | "prefetch" | "license")
            ) =>
        {
            return Err("a link to something that is loaded".to_owned());
        }
        _ => {}
    }
    Ok(rest)
}

/// Whether an address is of the site, or of a kind that a person follows by hand. Browsers pass over control characters
/// and white space in a scheme.
fn leads_to_nothing_that_runs(address: &str) -> bool {
    let bare: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let before_path = bare.split(['/', '?', '#']).next().unwrap_or_default();
    match before_path.split_once(':') {
        Some((scheme, _)) => {
            matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "mailto" | "tel")
        }
        None => !bare.starts_with("//") && !bare.starts_with('\\'),
    }
}

/// The text that a value in quotes stands for; none where a character is written as nobody here writes it.
fn decoded(value: &str) -> Option<String> {
    const WRITTEN: [(&str, &str); 8] = [
        ("amp", "&"),
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("#39", "'"),
        ("#x27", "'"),
        ("#x2F", "/"),
        ("#x2f", "/"),
    ];
    let mut pieces = value.split('&');
    let mut text = pieces.next()?.to_owned();
    for piece in pieces {
        let (name, after) = piece.split_once(';')?;
        let (_, character) = WRITTEN.iter().find(|(written, _)| *written == name)?;
        text.push_str(character);
        text.push_str(after);
    }
    Some(text)
}
