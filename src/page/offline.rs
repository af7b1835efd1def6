//! What a site has beside itself so that it can be read without a network: a worker that browsers keep, and a list of the
//! site's files for it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::fingerprint::Fingerprint;
use crate::output::Made;

/// Scripts that only a site for reading without a network has a use for.
pub const ASSETS: [&str; 2] = [SCRIPT, "assets/offline-about.js"];

/// The one of every page.
pub const SCRIPT: &str = "assets/offline-page.js";

/// The worker among the scripts of the theme. It isn't published there: a worker serves what lies beside and below it.
pub const WORKER_ASSET: &str = "assets/offline-worker.js";

/// The worker in the site.
pub const WORKER: &str = "sw.js";

/// What the worker knows of the site.
pub const LIST: &str = "offline-list.json";

/// The page in the place of one that was not kept.
pub const NOT_KEPT: &str = "offline.html";

/// Pages that are kept with the first visit, beside all that pages load: with them one finds the way.
const FIRST_PAGES: [&str; 3] = ["index.html", "about.html", NOT_KEPT];

/// What pages load when it is asked for.
const SEARCH: &str = "search-index.js";

/// Files that nobody reads: for addresses that there are not, and for search engines.
const LEFT_OUT: [&str; 2] = ["404.html", "sitemap.xml"];

/// A site with more bytes is not offered to be kept as a whole.
pub const MOST_BYTES: u64 = 50_000_000;

/// `offline-list.json`
#[derive(Serialize)]
struct List<'a> {
    /// Another one when any file is another.
    version: String,
    pages: usize,
    bytes: u64,
    /// Whether it may be kept as a whole.
    whole: bool,
    /// Files that are kept with the first visit.
    first: Vec<&'a str>,
    /// All files of the site or, of a large one, those that are in no folder.
    files: Vec<&'a str>,
    /// The folders of a large site, each with its slash.
    folders: BTreeSet<&'a str>,
}

/// The list of a site's files for the worker. Pages may load all of `assets`.
pub fn list(mut files: Vec<Made>, assets: &BTreeSet<&str>) -> Vec<u8> {
    files.retain(|file| !LEFT_OUT.contains(&file.path.as_str()));
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    let bytes = files.iter().map(|file| file.bytes).sum();
    let version = Fingerprint::of_all(files.iter().map(|file| (&file.path, file.fingerprint))).to_hex();
    let addresses = || files.iter().map(|file| file.path.as_str());
    let is_first =
        |address: &&str| assets.contains(address) || *address == SEARCH || FIRST_PAGES.contains(address);
    let whole = bytes <= MOST_BYTES;
    let folder = |address: &'_ str| address.find('/').map(|at| at + 1);
    let folders = addresses().filter_map(|address| Some(&address[..folder(address)?]));
    let list = List {
        version,
        pages: addresses().filter(|address| is_page(address)).count(),
        bytes,
        whole,
        first: addresses().filter(is_first).collect(),
        files: addresses().filter(|address| whole || folder(address).is_none()).collect(),
        folders: if whole { BTreeSet::new() } else { folders.collect() },
    };
    let mut text = serde_json::to_vec(&list).unwrap_or_default();
    text.push(b'\n');
    text
}

/// The worker tells pages by their names, too.
fn is_page(address: &str) -> bool {
    address.ends_with(".html")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::MOST_BYTES;
    use crate::output::Made;

    fn list(files: &[(&str, &str)]) -> Value {
        let made = files.iter().map(|(address, bytes)| Made::of(address, bytes.as_bytes()));
        serde_json::from_slice(&super::list(made.collect(), &BTreeSet::from(["assets/a.js"]))).expect("JSON")
    }

    const SMALL: [(&str, &str); 7] = [
        ("topics/trust.html", "<p>"),
        ("index.html", "<p>"),
        ("404.html", "<p>"),
        ("topics/plan.pdf", "pdf"),
        ("assets/a.js", "1"),
        ("search-index.js", "2"),
        ("assets/picture-of-the-content.png", "3"),
    ];

    #[test]
    fn it_has_every_file_and_what_comes_first() {
        let list = list(&SMALL);
        assert_eq!(list["first"], json!(["assets/a.js", "index.html", "search-index.js"]));
        let files = [
            "assets/a.js",
            "assets/picture-of-the-content.png",
            "index.html",
            "search-index.js",
            "topics/plan.pdf",
            "topics/trust.html",
        ];
        assert_eq!(list["files"], json!(files));
        assert_eq!((&list["pages"], &list["bytes"], &list["whole"]), (&json!(2), &json!(12), &json!(true)));
        assert_eq!(list["folders"], json!([]));
    }

    #[test]
    fn its_version_is_that_of_all_bytes() {
        let version = |change: fn(&mut [(&str, &str); 7])| {
            let mut files = SMALL;
            change(&mut files);
            list(&files)["version"].clone()
        };
        let before = version(|_| ());
        assert_eq!(version(|files| files.reverse()), before);
        assert_eq!(version(|files| files[2].1 = "not listed"), before);
        assert_ne!(version(|files| files[0].1 = "<q>"), before);
        assert_ne!(version(|files| files[0].0 = "topics/other.html"), before);
    }

    #[test]
    fn a_large_site_is_listed_by_its_folders() {
        let large = "x".repeat(usize::try_from(MOST_BYTES).expect("small enough"));
        let list = list(&[("topics/trust.html", &large), ("topics/a/b.html", ""), ("index.html", "1")]);
        assert_eq!((&list["whole"], &list["folders"]), (&json!(false), &json!(["topics/"])));
        assert_eq!(list["files"], json!(["index.html"]));
    }
}
