//! Every link of a built site leads somewhere: a reader’s view of the files in `output/`.

use std::collections::{BTreeMap, BTreeSet};

use crate::site::Run;

/// Fails if a link, style, script or image within the site leads to a file or place that isn’t there, or if a page
/// has an id twice.
#[track_caller]
pub fn hold(run: &Run) {
    let faults = faults(run);
    assert!(faults.is_empty(), "{} broken:\n{}", faults.len(), faults.join("\n"));
}

fn faults(run: &Run) -> Vec<String> {
    let files: BTreeMap<String, Vec<u8>> = run.tree("output").into_iter().collect();
    let pages: BTreeMap<&str, String> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path.as_str(), String::from_utf8(bytes.clone()).expect("UTF-8")))
        .collect();
    let mut faults = Vec::new();
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, html) in &pages {
        let mut seen = BTreeSet::new();
        for id in values(html, "id") {
            if !seen.insert(id.clone()) {
                faults.push(format!("{path} has the id “{id}” twice"));
            }
        }
        ids.insert(path, seen);
    }
    for (path, html) in &pages {
        // The page for what isn’t found is shown at any depth; it links from the root of its host.
        let about = values(html, "href").into_iter().find(|link| link.ends_with("about.html"));
        let root = about.filter(|_| *path == "404.html").map(|link| link.replace("about.html", ""));
        // What scripts load later stands in these.
        let later = ["data-index", "data-scripts", "data-tools"].map(|name| values(html, name)).concat();
        let later = later.iter().flat_map(|list| list.split(' ').map(ToOwned::to_owned));
        for target in values(html, "href").into_iter().chain(values(html, "src")).chain(later) {
            if target.contains(':') || target.starts_with("//") {
                continue;
            }
            let target = match &root {
                Some(root) => target.strip_prefix(root.as_str()).unwrap_or(&target).to_owned(),
                None => target,
            };
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let file = file.split('?').next().unwrap_or(file);
            let Some(resolved) = resolve(path, file) else {
                faults.push(format!("{path} links out of the site: {target}"));
                continue;
            };
            if !files.contains_key(&resolved) {
                faults.push(format!("{path} links to {target}, which isn’t there"));
            } else if !anchor.is_empty()
                && !ids.get(resolved.as_str()).is_some_and(|ids| ids.contains(&decoded(anchor)))
            {
                faults.push(format!("{path} links to {target}, and that page has no such place"));
            }
        }
    }
    faults
}

/// The values of an attribute, unescaped.
pub fn values(html: &str, attribute: &str) -> Vec<String> {
    let mut values = Vec::new();
    let opening = format!(" {attribute}=\"");
    for tag in html.split('<').skip(1) {
        let Some(at) = tag.find(&opening) else { continue };
        let rest = &tag[at + opening.len()..];
        let value = rest.split('"').next().unwrap_or_default();
        values.push(
            value
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&"),
        );
    }
    values
}

fn resolve(from: &str, target: &str) -> Option<String> {
    let target = decoded(target);
    if target.is_empty() {
        return Some(from.to_owned());
    }
    let mut pieces: Vec<&str> = from.split('/').collect();
    pieces.pop();
    if target.starts_with('/') {
        return None;
    }
    for piece in target.split('/') {
        match piece {
            "" | "." => {}
            ".." => {
                pieces.pop()?;
            }
            piece => pieces.push(piece),
        }
    }
    Some(pieces.join("/"))
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        if let (b'%', Some(byte)) = (first, hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).expect("addresses are UTF-8")
}
