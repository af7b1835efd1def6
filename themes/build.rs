//! Puts the built-in theme and the site of `standpoint init` into the program, makes the theme's scripts and styles small,
//! once, when Standpoint itself is compiled, and gives the program a name of its own.
//!
//! `$OUT_DIR/theme.rs` and `$OUT_DIR/starter.rs` are lists of `(path in the folder, the bytes)`, in the order of their paths.
//!
//! Of a script, comments and spaces go and names that only it sees become short; of a style, comments and spaces. A
//! site's own theme files are published as they are. Written to `$OUT_DIR/compact.rs` as a list of
//! `(name in the theme, the original, the small one)`.
//!
//! `$OUT_DIR/study_words.rs` lists the words that scripts have of their own (`study.words({…})`): `(key, word)`.
//!
//! The name, in `STANDPOINT_PROGRAM`, follows from all that Standpoint is compiled from, so that a site can tell whether
//! this program made it. The same sources have the same name on every machine.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_mangler::Mangler;
use oxc_parser::Parser;
use oxc_span::SourceType;

const THEME: &str = "themes/default";
const STARTER: &str = "src/cli/starter";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=themes/build.rs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let project = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let theme = project.join(THEME);
    for (folder, list) in [(THEME, "theme.rs"), (STARTER, "starter.rs")] {
        fs::write(out.join(list), embedded(&project.join(folder))?)?;
    }
    let mut list = BTreeMap::new();
    let mut words = BTreeMap::new();
    for kind in ["scripts", "styles"] {
        for path in files(&theme.join(kind))? {
            let text = fs::read_to_string(&path)?;
            let small = if kind == "scripts" {
                own_words(&text, &mut words).map_err(|reason| format!("{}: {reason}", path.display()))?;
                script(&text).map_err(|reason| format!("{}: {reason}", path.display()))?
            } else {
                style(&text)
            };
            let name = name(&path, &theme)?;
            let small_path = out.join(name.replace('/', "-"));
            fs::write(&small_path, small)?;
            let (path, small_path) = (path.to_string_lossy(), small_path.to_string_lossy());
            let entry = format!("({name:?}, include_bytes!({path:?}), include_bytes!({small_path:?})),\n");
            list.insert(name, entry);
        }
    }
    // By name, as theme.rs is.
    fs::write(out.join("compact.rs"), format!("&[\n{}]", list.into_values().collect::<String>()))?;
    let words = words.into_iter().map(|(key, word)| format!("({key}, {word}),\n"));
    fs::write(out.join("study_words.rs"), format!("&[\n{}]", words.collect::<String>()))?;
    println!("cargo::rustc-env=STANDPOINT_PROGRAM={}", program()?);
    Ok(())
}

/// A name for the program by its sources.
fn program() -> Result<String, Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut hasher = DefaultHasher::new();
    for place in ["Cargo.lock", "src", THEME] {
        println!("cargo::rerun-if-changed={place}");
        let path = root.join(place);
        for file in if path.is_dir() { files(&path)? } else { vec![path] } {
            name(&file, &root)?.hash(&mut hasher);
            fs::read(&file)?.hash(&mut hasher);
        }
    }
    Ok(format!("{} {:016x}", env::var("CARGO_PKG_VERSION")?, hasher.finish()))
}

/// A list of all files in a folder, as Rust.
fn embedded(folder: &Path) -> Result<String, Box<dyn Error>> {
    let files = files(folder)?.into_iter().map(|path| Ok((name(&path, folder)?, path)));
    // By name: paths are compared part by part, in another order.
    let files: BTreeMap<String, PathBuf> = files.collect::<Result<_, Box<dyn Error>>>()?;
    let mut list = String::from("&[\n");
    for (name, path) in files {
        writeln!(list, "({name:?}, include_bytes!({:?})),", path.to_string_lossy())?;
    }
    list.push(']');
    Ok(list)
}

/// The path within a folder, parted by `/`.
fn name(path: &Path, folder: &Path) -> Result<String, Box<dyn Error>> {
    Ok(path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/"))
}

/// The files below a folder, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn script(text: &str) -> Result<String, String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, SourceType::script()).parse();
    if let Some(error) = parsed.diagnostics.first() {
        return Err(error.to_string());
    }
    // Names at the top are other scripts' too; the mangler leaves those.
    let names = Mangler::new().build(&parsed.program);
    let small = Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(Some(names.scoping))
        .with_private_member_mappings(Some(names.class_private_mappings))
        .build(&parsed.program);
    Ok(small.code + "\n")
}

/// Adds the words that a script has of its own: lines of `"key": "word",` within `study.words({…})`, both quoted as in Rust.
fn own_words(text: &str, words: &mut BTreeMap<String, String>) -> Result<(), String> {
    for list in text.split("study.words({").skip(1) {
        let lines = list.lines().map(str::trim).take_while(|line| *line != "});");
        for line in lines.filter(|line| !line.is_empty()) {
            let said = line.trim_end_matches(',').split_once(": ");
            let quoted = |part: &str| part.len() > 1 && part.starts_with('"') && part.ends_with('"');
            let (key, word) = said
                .filter(|(key, word)| quoted(key) && quoted(word))
                .ok_or_else(|| format!("not \"key\": \"word\" on a line: {line}"))?;
            let before = words.insert(key.to_owned(), word.to_owned());
            if before.is_some_and(|before| before != word) {
                return Err(format!("{key} is said in two ways"));
            }
        }
    }
    Ok(())
}

/// Without comments, indentation and line ends. Spaces within a line stay: in `clamp(1rem, 1rem + 2vw, 3rem)` they mean
/// something. A line that ends within a value is taken for two words.
fn style(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let mut small = String::new();
    for line in bare.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with('}') && small.ends_with(';') {
            small.pop();
        }
        let line = tight(line);
        small.push_str(line.strip_suffix(" {").unwrap_or(&line));
        if line.ends_with(" {") {
            small.push('{');
        } else if !line.ends_with(['{', '}', ';', ',']) {
            small.push(' ');
        }
    }
    small.push('\n');
    small
}

/// What stands on one line, without the spaces that mean nothing; where it has words in quotes, less is taken away.
fn tight(line: &str) -> String {
    if line.contains(['"', '\'']) {
        return declared(line);
    }
    let line =
        line.replace(", ", ",").replace(" { ", "{").replace("; }", "}").replace(" }", "}").replace("; ", ";");
    line.split_inclusive(['{', ';']).map(declared).collect()
}

/// `color: red` without its space, which `a :hover` needs.
fn declared(piece: &str) -> String {
    match piece.split_once(": ") {
        Some((name, value)) if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => {
            format!("{name}:{value}")
        }
        _ => piece.to_owned(),
    }
}
