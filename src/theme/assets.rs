//! Styles, scripts and other files of a theme, as they are published.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::{Diagnostic, Place, Problem, SourceFile, nearest};
use crate::source::yaml;

/// Names of the built-in theme's scripts and styles, each with the original and with what `themes/build.rs` made of it.
static COMPACT: &[(&str, &[u8], &[u8])] = include!(concat!(env!("OUT_DIR"), "/compact.rs"));

/// The file of a theme that says which scripts are joined.
pub(super) const BUNDLES: &str = "bundles.yaml";

/// The folder of the site that styles, scripts and a theme's other files are in.
const FOLDER: &str = "assets/";

/// A file's bytes: of the program, or read.
pub(super) type Bytes = Cow<'static, [u8]>;

/// How many hexadecimal digits of its hash stand in a file's name. They tell versions of one file apart.
const HASH_DIGITS: usize = 10;

/// How a theme's files are named in the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AssetNames {
    /// As in the theme: `assets/site.js`.
    #[default]
    Plain,
    /// With a hash of their bytes: `assets/site.0d93f0be8a.js`, which is another address when the file is another.
    ///
    /// Templates go on to call a file by the name it has in the theme. A file that a style or a script calls by its
    /// name, such as a font, keeps it.
    Hashed,
}

impl AssetNames {
    /// The files of `assets/` that are published under another name, and it.
    pub(super) fn of(self, files: &BTreeMap<String, Bytes>) -> BTreeMap<String, String> {
        if self == Self::Plain {
            return BTreeMap::new();
        }
        let calls = |address: &str| address.ends_with(".css") || address.ends_with(".js");
        let texts = files.iter().filter(|(address, _)| calls(address));
        let texts: Vec<Cow<'_, str>> = texts.map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
        let is_called = |name: &str| texts.iter().any(|text| text.contains(name));
        let renamed = files.iter().filter_map(|(address, bytes)| {
            let name = address.strip_prefix(FOLDER)?.rsplit('/').next()?;
            (!is_called(name)).then(|| (address.clone(), hashed(address, bytes)))
        });
        renamed.collect()
    }
}

/// An address with the hash of the file in it.
fn hashed(address: &str, bytes: &[u8]) -> String {
    let mut hash = String::new();
    for byte in Sha256::digest(bytes).iter().take(HASH_DIGITS / 2) {
        let _ = write!(hash, "{byte:02x}");
    }
    let name = address.rfind('/').map_or(0, |slash| slash + 1);
    match address[name..].rfind('.').filter(|dot| *dot > 0) {
        Some(dot) => format!("{}.{hash}{}", &address[..name + dot], &address[name + dot..]),
        None => format!("{address}.{hash}"),
    }
}

/// A template with the names that files are published under in place of those they have in the theme.
pub(super) fn with_names(template: String, renamed: &BTreeMap<String, String>) -> String {
    if renamed.is_empty() {
        return template;
    }
    let mut text = String::with_capacity(template.len());
    let mut rest = template.as_str();
    while let Some(at) = rest.find(FOLDER) {
        let (before, address) = rest.split_at(at);
        let ends = |c: char| c.is_whitespace() || "\"'<>{}()?#&,;".contains(c);
        let (address, after) = address.split_at(address.find(ends).unwrap_or(address.len()));
        text.push_str(before);
        let whole = !before.ends_with(|c: char| c.is_alphanumeric() || "-_.".contains(c));
        text.push_str(renamed.get(address).filter(|_| whole).map_or(address, String::as_str));
        rest = after;
    }
    text.push_str(rest);
    text
}

/// What is published of a theme's files, by address. A built-in script or style is published small, one of the site's
/// theme as it is. What `bundles` joins and lies in a folder of its own is not published by itself.
pub(super) fn published(
    files: &BTreeMap<String, Bytes>,
    bundles: &Arc<SourceFile>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Bytes> {
    let mut files: BTreeMap<String, Bytes> = files
        .iter()
        .filter_map(|(name, bytes)| Some((address(name)?, compact(name, bytes.clone()))))
        .collect();
    let all = Place::new(bundles, 0..bundles.text.len());
    let joined = yaml::read::<BTreeMap<String, Vec<String>>>(&all, "", diagnostics).unwrap_or_default();
    let mut parts = BTreeSet::new();
    let mut made = Vec::new();
    for (name, list) in joined {
        let mut whole = Vec::new();
        for part in list {
            let address = format!("{FOLDER}{part}");
            let Some(bytes) = files.get(&address) else {
                let at = bundles.text.find(&part).map_or(0..0, |at| at..at + part.len());
                let known = files.keys().filter_map(|address| address.strip_prefix(FOLDER));
                let nearest = nearest(&part, known);
                let problem = Problem::UnknownBundlePart { part, nearest };
                diagnostics.push(Diagnostic::at(Place::new(bundles, at), problem));
                continue;
            };
            whole.extend_from_slice(bytes);
            whole.push(b'\n');
            // Else a script that begins with a bracket would be taken for the end of one that leaves its last sign out.
            if part.ends_with(".js") && !bytes.trim_ascii_end().ends_with(b";") {
                whole.extend_from_slice(b";\n");
            }
            if part.contains('/') {
                parts.insert(address);
            }
        }
        made.push((format!("{FOLDER}{name}"), Cow::Owned(whole)));
    }
    files.retain(|address, _| !parts.contains(address));
    files.extend(made);
    files
}

/// Where a theme's file stands in the site, if it is published.
fn address(name: &str) -> Option<String> {
    let (folder, rest) = name.split_once('/')?;
    match folder {
        "styles" | "scripts" | "assets" => Some(format!("{FOLDER}{rest}")),
        "schemas" => Some(name.to_owned()),
        _ => None,
    }
}

/// The small form of a built-in file; anything else as it is.
fn compact(name: &str, bytes: Bytes) -> Bytes {
    let found = COMPACT.binary_search_by_key(&name, |(name, ..)| name).ok().map(|at| &COMPACT[at]);
    match found {
        Some((_, original, small)) if *original == bytes.as_ref() => Cow::Borrowed(small),
        _ => bytes,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{AssetNames, COMPACT, compact, hashed, with_names};

    #[test]
    fn built_in_files_are_published_small_and_changed_ones_as_they_are() {
        assert!(COMPACT.is_sorted_by_key(|(name, ..)| name));
        for (name, original, small) in COMPACT {
            assert!(!small.is_empty() && small.len() < original.len(), "{name}");
            assert_eq!(compact(name, (*original).into()), *small, "{name}");
            let changed = [original, &b" "[..]].concat();
            assert_eq!(compact(name, changed.clone().into()), changed, "{name}");
        }
    }

    #[test]
    fn a_hash_goes_before_the_ending() {
        let hash = "2d711642b7";
        for (address, expected) in [
            ("assets/site.js", format!("assets/site.{hash}.js")),
            ("assets/a.b/c.d.css", format!("assets/a.b/c.d.{hash}.css")),
            ("assets/a.b/logo", format!("assets/a.b/logo.{hash}")),
            ("assets/.hidden", format!("assets/.hidden.{hash}")),
        ] {
            assert_eq!(hashed(address, b"x"), expected);
        }
        assert_ne!(hashed("assets/site.js", b"x"), hashed("assets/site.js", b"y"));
    }

    #[test]
    fn what_a_style_calls_by_name_keeps_it() {
        let files = [
            ("assets/a.css", "@font-face { src: url(fonts/serif.woff2) }"),
            ("assets/fonts/serif.woff2", "…"),
            ("assets/logo.svg", "…"),
            ("schemas/response.json", "…"),
        ];
        let files: BTreeMap<_, _> =
            files.map(|(name, text)| (name.to_owned(), text.as_bytes().into())).into();
        assert!(AssetNames::Plain.of(&files).is_empty());
        let renamed = AssetNames::Hashed.of(&files);
        assert_eq!(renamed.keys().collect::<Vec<_>>(), ["assets/a.css", "assets/logo.svg"]);
    }

    #[test]
    fn a_template_gets_the_published_names_of_whole_addresses() {
        let renamed = [("assets/a.js", "assets/a.1.js"), ("assets/d/b.svg", "assets/d/b.2.svg")];
        let renamed = renamed.map(|(name, published)| (name.to_owned(), published.to_owned())).into();
        let template =
            "<script src=\"{{ root }}assets/a.js\"></script> assets/a.js.map assets/d/b.svg#x my-assets/a.js";
        let expected = "<script src=\"{{ root }}assets/a.1.js\"></script> assets/a.js.map assets/d/b.2.svg#x my-assets/a.js";
        assert_eq!(with_names(template.to_owned(), &renamed), expected);
    }
}
