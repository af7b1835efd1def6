//! Styles, scripts and other files of a theme, as they are published.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Problem, SourceFile, nearest};
use crate::source::yaml;

/// Names of the built-in theme's scripts and styles, each with the original and with what `themes/build.rs` made of it.
static COMPACT: &[(&str, &[u8], &[u8])] = include!(concat!(env!("OUT_DIR"), "/compact.rs"));

/// The file of a theme that says which scripts are joined.
pub(super) const BUNDLES: &str = "bundles.yaml";

/// A file's bytes: of the program, or read.
pub(super) type Bytes = Cow<'static, [u8]>;

/// What is published of a theme's files, by address. A built-in script or style is published small, one of the site's
/// theme as it is. What `bundles` joins and lies in a folder of its own is not published by itself.
pub(super) fn published(
    files: BTreeMap<String, Bytes>,
    bundles: &Arc<SourceFile>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Bytes> {
    let mut files: BTreeMap<String, Bytes> = files
        .into_iter()
        .map(|(name, bytes)| (address(&name), compact(&name, bytes)))
        .filter_map(|(address, bytes)| Some((address?, bytes)))
        .collect();
    let all = Place::new(bundles, 0..bundles.text.len());
    let joined = yaml::read::<BTreeMap<String, Vec<String>>>(&all, "", diagnostics).unwrap_or_default();
    let mut parts = BTreeSet::new();
    let mut made = Vec::new();
    for (name, list) in joined {
        let mut whole = Vec::new();
        for part in list {
            let address = format!("assets/{part}");
            let Some(bytes) = files.get(&address) else {
                let at = bundles.text.find(&part).map_or(0..0, |at| at..at + part.len());
                let known = files.keys().filter_map(|address| address.strip_prefix("assets/"));
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
        made.push((format!("assets/{name}"), Cow::Owned(whole)));
    }
    files.retain(|address, _| !parts.contains(address));
    files.extend(made);
    files
}

/// Where a theme's file stands in the site, if it is published.
fn address(name: &str) -> Option<String> {
    let (folder, rest) = name.split_once('/')?;
    match folder {
        "styles" | "scripts" | "assets" => Some(format!("assets/{rest}")),
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
    use super::{COMPACT, compact};

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
}
