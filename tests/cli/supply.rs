//! What others wrote and we build with: where it comes from, what its licence asks, and that nothing of it runs on
//! being installed. `deny.toml` asks the same of cargo-deny, and for known faults too, which needs a network.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::site::project;

/// Licences that ask for no more than a mention.
const LICENCES: [&str; 10] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];
/// Crates of which there are several versions, and why. An entry that is needed no more has to go.
const SEVERAL: [(&str, &str); 2] = [
    ("syn", "derive macros are moving from 2 to 3"),
    ("windows-sys", "only for Windows; notify and others ask for different ones"),
];

fn read(path: &str) -> String {
    std::fs::read_to_string(project().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The crates of Cargo.lock as tables of their keys.
fn locked() -> Vec<BTreeMap<String, String>> {
    let text = read("Cargo.lock");
    let crates = text.split("[[package]]").skip(1).map(|table| {
        let pairs = table.lines().filter_map(|line| line.split_once(" = "));
        pairs.map(|(key, value)| (key.to_owned(), value.trim_matches('"').to_owned())).collect()
    });
    crates.collect()
}

#[test]
fn every_crate_is_from_crates_io_and_pinned_by_its_hash() {
    let crates = locked();
    assert!(crates.len() > 100, "{}", crates.len());
    for table in &crates {
        if table["name"] == "standpoint" {
            continue;
        }
        let source = table.get("source").map(String::as_str);
        assert_eq!(
            source,
            Some("registry+https://github.com/rust-lang/crates.io-index"),
            "{}",
            table["name"]
        );
        assert_eq!(table.get("checksum").map(String::len), Some(64), "{}", table["name"]);
    }
}

#[test]
fn no_crate_is_there_twice_without_a_reason() {
    let mut seen = BTreeSet::new();
    let names = locked().into_iter().map(|table| table["name"].clone());
    let twice: BTreeSet<String> = names.filter(|name| !seen.insert(name.clone())).collect();
    let known: BTreeSet<String> = SEVERAL.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(twice, known);
}

type Words = std::iter::Peekable<std::vec::IntoIter<String>>;

/// Whether somebody who accepts [`LICENCES`] may use what is under `expression` (SPDX, and the older `/` for OR). Not
/// if it can't be read.
fn is_free(expression: &str) -> bool {
    fn any(words: &mut Words) -> Option<bool> {
        let mut free = all(words)?;
        while words.next_if(|word| word == "OR").is_some() {
            free |= all(words)?;
        }
        Some(free)
    }
    fn all(words: &mut Words) -> Option<bool> {
        let mut free = one(words)?;
        while words.next_if(|word| word == "AND").is_some() {
            free &= one(words)?;
        }
        Some(free)
    }
    fn one(words: &mut Words) -> Option<bool> {
        let mut name = words.next()?;
        if name == "(" {
            let free = any(words);
            return words.next_if(|word| word == ")").and(free);
        }
        if words.next_if(|word| word == "WITH").is_some() {
            name = format!("{name} WITH {}", words.next()?);
        }
        Some(LICENCES.contains(&name.as_str()))
    }
    let parted = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<String> = parted.split_whitespace().map(ToOwned::to_owned).collect();
    let mut words = words.into_iter().peekable();
    any(&mut words) == Some(true) && words.next().is_none()
}

#[test]
fn licences_are_read_as_spdx_has_them() {
    for free in ["MIT", "MIT/Apache-2.0", "GPL-2.0-only OR MIT", "(GPL-3.0-only OR MIT) AND ISC"] {
        assert!(is_free(free), "{free}");
    }
    for bound in [
        "",
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "MIT OR",
        "MIT ISC",
        "(MIT",
        "MIT OR ISC AND GPL-2.0-only )",
    ] {
        assert!(!is_free(bound), "{bound}");
    }
}

#[test]
fn every_crate_has_a_licence_that_we_can_keep() {
    let cargo = option_env!("CARGO").unwrap_or("cargo");
    // Only of this kind of machine: what is for others may not have been downloaded.
    let version = Command::new(cargo).arg("-vV").output().expect("cargo runs").stdout;
    let version = String::from_utf8(version).expect("UTF-8");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo tells its host");
    let arguments = ["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host];
    let told = Command::new(cargo).args(arguments).current_dir(project()).output().expect("cargo runs");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let metadata: Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let crates = metadata["packages"].as_array().expect("a list");
    assert!(crates.len() > 100, "{}", crates.len());
    let bound: Vec<String> = crates
        .iter()
        .filter(|one| !one["license"].as_str().is_some_and(is_free))
        .map(|one| format!("{}: {}", one["name"], one["license"]))
        .collect();
    assert_eq!(bound, [""; 0]);
}

#[test]
fn nothing_here_is_unsafe() {
    assert!(read("Cargo.toml").contains("\n[lints.rust]\nunsafe_code = \"forbid\"\n"));
    // What is forbidden there can't be allowed again further in, nor in tests, benchmark or build script.
}

#[test]
fn packages_of_the_browser_tests_are_pinned_and_run_nothing_on_being_installed() {
    let list: Value = serde_json::from_str(&read("tests/browser/package.json")).expect("JSON");
    for (name, version) in list["devDependencies"].as_object().expect("an object") {
        let version = version.as_str().expect("a text");
        assert!(
            version.split('.').count() == 3 && version.starts_with(|c: char| c.is_ascii_digit()),
            "{name}: {version}"
        );
    }
    assert_eq!(list.get("dependencies"), None);
    let lock: Value = serde_json::from_str(&read("tests/browser/package-lock.json")).expect("JSON");
    let packages = lock["packages"].as_object().expect("an object");
    assert!(packages.len() > 100, "{}", packages.len());
    for (path, package) in packages.iter().filter(|(path, _)| !path.is_empty()) {
        assert!(path.starts_with("node_modules/"), "{path}");
        assert!(package["integrity"].as_str().is_some_and(|hash| hash.starts_with("sha512-")), "{path}");
        // By name, version and hash from the registry; not from an address, a repository or a folder.
        let version = package["version"].as_str().unwrap_or_default();
        assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{path}: {version}");
        for elsewhere in ["resolved", "link", "inBundle"] {
            assert_eq!(package.get(elsewhere), None, "{path}");
        }
    }
    // The one package that wants to run something on being installed is not needed to, nor is any later one.
    assert!(read("tests/browser/.npmrc").lines().any(|line| line == "ignore-scripts=true"));
    // Nor does anything of the site come from elsewhere.
    assert_eq!(lock["packages"][""]["dependencies"], Value::Null);
}

#[test]
fn packages_from_pypi_are_pinned_by_their_hashes() {
    let text = read("tests/browser/unit/cohort/requirements.txt").replace("\\\n", " ");
    let lines: Vec<&str> =
        text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect();
    assert!(lines.len() > 5, "{}", lines.len());
    for line in lines {
        assert!(line.contains("==") && line.contains("--hash=sha256:"), "{line}");
    }
}

#[test]
fn cargo_deny_is_asked_for_the_same() {
    let text = read("deny.toml");
    let between = |start: &str, end: &str| {
        let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start}"));
        rest.split_once(end).map_or("", |(list, _)| list).to_owned()
    };
    let allowed: Vec<String> =
        between("\nallow = [", "]").split(',').map(|name| name.trim().trim_matches('"').to_owned()).collect();
    assert_eq!(allowed[..allowed.len() - 1], LICENCES);
    let several = between("\nskip = [", "\n]");
    let skipped: Vec<&str> = several.lines().filter(|line| !line.is_empty()).map(str::trim).collect();
    let expected = SEVERAL.map(|(name, reason)| format!("{{ crate = \"{name}\", reason = \"{reason}\" }},"));
    assert_eq!(skipped, expected);
    // Nobody's faults are passed over without a word here.
    assert!(text.contains("\nignore = []\n") && text.contains("\nallow-git = []\n"));
}
