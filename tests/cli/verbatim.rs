//! The bundled standards have the published words, and no others.
//!
//! The source, `tests/fixtures/iaswg-standards-2e.txt`, is read here by a parser that has nothing in common with the
//! one of the program, and compared with the built model: every section, part and statement, and the texts around
//! them. White space counts as one space; a word parted at the end of a line is joined, its hyphen kept; the stray
//! spaces of the scan that were mended are listed one by one. Titles of sections are in capitals in the source.

use std::path::Path;

use standpoint::model::Level;

use crate::site::{Site, project};

/// Stray spaces of the scan, and what stands in their place.
const MENDED: [(&str, &str); 5] = [
    ("psycho- educational", "psycho-educational"),
    ("long- term", "long-term"),
    ("short- term", "short-term"),
    ("open- ended", "open-ended"),
    ("Skills /Actions", "Skills/Actions"),
];

/// A section, part or statement, or a text around them: its code or title, its title, its words.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    name: String,
    title: String,
    words: String,
}

/// What the source says, in its order.
fn published(source: &str) -> Vec<Piece> {
    let mut reader = Reader::default();
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let start = lines.iter().position(|line| *line == "PURPOSE").expect("the source begins with its purpose");
    for line in &lines[start..] {
        reader.line(line);
    }
    reader.pieces.iter_mut().for_each(Piece::finish);
    reader.pieces
}

#[derive(Default)]
struct Reader {
    pieces: Vec<Piece>,
    /// `II`, `II.A`, `II.A.6`: where the reader is, outermost first.
    way: Vec<String>,
    /// Whether lines in capitals still belong to a section’s title.
    in_title: bool,
}

impl Reader {
    fn begin(&mut self, name: &str, title: &str, words: &str) {
        let name = name.to_owned();
        self.pieces.push(Piece { name, title: title.to_owned(), words: format!("{words}\n") });
    }

    fn line(&mut self, line: &str) {
        if let "PURPOSE" | "INTRODUCTION" | "Overview of the Standards" | "Notes" = line {
            self.way.clear();
            return self.begin(line, line, "");
        }
        if let Some(number) = line.strip_prefix("SECTION ") {
            self.way = vec![number.to_owned()];
            self.in_title = true;
            return self.begin(number, "", "");
        }
        let last = self.pieces.last_mut().expect("a heading comes first");
        if self.in_title && (line.is_empty() || line == line.to_uppercase()) {
            last.title.push_str(line);
            last.title.push(' ');
            return;
        }
        self.in_title = false;
        if let (Some((marker, words)), false) = (line.split_once(". "), self.way.is_empty()) {
            // A marker counts only where it is the next one; “a.” may also begin a line of text.
            for depth in (1..=self.way.len()).rev() {
                if self.next_marker(depth).as_deref() == Some(marker) {
                    self.way.truncate(depth);
                    self.way.push(marker.to_owned());
                    let code = self.way.join(".");
                    let (title, words) = if depth == 1 { (words, "") } else { ("", words) };
                    return self.begin(&code, title, words);
                }
            }
        }
        let last = self.pieces.last_mut().expect("a heading comes first");
        last.words.push_str(line);
        last.words.push('\n');
    }

    /// The marker that a new part (depth 1), statement (2) or member of a task group (3) would have here.
    fn next_marker(&self, depth: usize) -> Option<String> {
        let after = |marker: Option<&String>, first: char| match marker.and_then(|m| m.chars().next()) {
            Some(last) => char::from_u32(last as u32 + 1).map(String::from),
            None => Some(first.to_string()),
        };
        match depth {
            1 => after(self.way.get(1), 'A'),
            2 => {
                let number = self.way.get(2).map_or(Some(0), |number| number.parse::<u32>().ok())?;
                Some((number + 1).to_string())
            }
            3 => after(self.way.get(3), 'a'),
            _ => None,
        }
    }
}

impl Piece {
    fn finish(&mut self) {
        self.words = joined(&self.words);
        self.title = joined(&self.title);
        // The two notes are numbered; in the model they are a list.
        if self.name == "Notes" {
            self.words = self.words.replacen("1. ", "", 1).replacen(" 2. ", " ", 1);
        }
    }
}

/// Lines as running text.
fn joined(lines: &str) -> String {
    let mut text = String::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let parted = text.ends_with('-') && !text.ends_with(" -");
        if !parted && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line);
    }
    for (stray, mended) in MENDED {
        text = text.replace(stray, mended);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the model says, in its order.
fn modelled(content: &Path) -> Vec<Piece> {
    let (site, diagnostics) = standpoint::build::load(content);
    assert!(diagnostics.iter().all(|diagnostic| !diagnostic.is_error()), "{diagnostics:?}");
    let site = site.expect("a site");
    let collapsed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let matter = |back: bool| {
        site.matter.iter().filter(move |matter| matter.back == back).map(move |matter| Piece {
            name: matter.title.clone(),
            title: matter.title.clone(),
            words: collapsed(&matter.prose.words()),
        })
    };
    let nodes = site.nodes.iter().map(|node| Piece {
        name: node.code.clone(),
        title: node.title.clone().unwrap_or_default(),
        words: collapsed(&node.words),
    });
    assert_eq!(site.level(Level::Section).count(), 6);
    matter(false).chain(nodes).chain(matter(true)).collect()
}

/// Every difference, named by the statement it is in.
fn differences(published: &[Piece], modelled: &[Piece]) -> Vec<String> {
    let mut found = Vec::new();
    let same_name =
        |a: &Piece, b: &Piece| a.name == b.name || a.title == a.name && a.name.eq_ignore_ascii_case(&b.name);
    let mut after = 0;
    for piece in published {
        let Some(at) = modelled[after..].iter().position(|other| same_name(piece, other)) else {
            found.push(format!("{} is missing, or not in its place", piece.name));
            continue;
        };
        for extra in &modelled[after..after + at] {
            found.push(format!("{} is not in the source", extra.name));
        }
        let other = &modelled[after + at];
        after += at + 1;
        // Sections and the first two texts have their titles in capitals.
        let in_capitals = piece.title == piece.title.to_uppercase();
        let same_title = if in_capitals {
            piece.title.to_lowercase() == other.title.to_lowercase()
        } else {
            piece.title == other.title
        };
        if !same_title {
            found.push(format!(
                "{}: the title is “{}”, published is “{}”",
                piece.name, other.title, piece.title
            ));
        }
        if piece.words != other.words {
            found.push(format!("{}: {}", piece.name, first_difference(&piece.words, &other.words)));
        }
    }
    for extra in &modelled[after..] {
        found.push(format!("{} is not in the source", extra.name));
    }
    found
}

fn first_difference(published: &str, ours: &str) -> String {
    let (published, ours): (Vec<_>, Vec<_>) = (published.split(' ').collect(), ours.split(' ').collect());
    let same = published.iter().zip(&ours).take_while(|(a, b)| a == b).count();
    let from = |words: &[&str]| {
        words.iter().skip(same.saturating_sub(3)).take(8).copied().collect::<Vec<_>>().join(" ")
    };
    format!("published is “… {} …”, the content has “… {} …”", from(&published), from(&ours))
}

fn source() -> String {
    std::fs::read_to_string(project().join("tests/fixtures/iaswg-standards-2e.txt")).expect("the source")
}

#[test]
fn the_bundled_words_are_the_published_ones() {
    let published = published(&source());
    // The parser must not be so lenient that it finds nothing.
    let statements = published.iter().filter(|piece| piece.name.matches('.').count() >= 2).count();
    assert_eq!((published.len(), statements), (4 + 6 + 12 + 150, 150));
    let found = differences(&published, &modelled(&project().join("content")));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_mended_spaces_are_in_the_source() {
    let lines = source().split_whitespace().collect::<Vec<_>>().join(" ");
    for (stray, mended) in MENDED {
        assert!(lines.contains(stray), "{stray}");
        assert!(
            mended.len() + 1 == stray.len() && mended == stray.replace(' ', ""),
            "{stray} is not just a space"
        );
    }
}

#[test]
fn any_other_difference_is_told_with_its_statement() {
    let published = published(&source());
    let found = |change: &dyn Fn(Site) -> Site| {
        let site = change(Site::bundled());
        differences(&published, &modelled(&site.path("content")))
    };
    // A word.
    let told = found(&|site| site.replace("content/standards/II.A.md", "should clarify", "must clarify"));
    assert_eq!(
        told,
        [
            "II.A.6: published is “… The worker should clarify potential group members’ goals …”, the content has “… The \
          worker must clarify potential group members’ goals …”"
        ]
    );
    // A comma, a capital, a quotation mark.
    let told = found(&|site| {
        site.replace("content/standards/I.A.md", "autonomy and the worker", "autonomy, and the worker")
    });
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("I.A.2: "), "{told:?}");
    let told = found(&|site| site.replace("content/standards/IV.B.md", "Role theory", "Role Theory"));
    assert!(told.len() == 1 && told[0].starts_with("IV.B.2: "), "{told:?}");
    let told = found(&|site| site.replace("content/standards/I.B.md", "“ownership”", "\"ownership\""));
    assert!(told.len() == 1 && told[0].starts_with("I.B.2.c: "), "{told:?}");
    // The introduction of a section and of a part, a text around them, a note, VI.B.
    for (file, from, to, name) in [
        ("I.md", "the following values emerged", "these values emerged", "I: "),
        ("I.B.md", "There are special areas", "There are areas", "I.B: "),
        ("purpose.md", "professionally sound", "sound", "PURPOSE: "),
        ("notes.md", "1,05 1.06", "1.05, 1.06", "Notes: "),
        ("VI.B.md", "In the meantime", "Meanwhile", "VI.B: "),
    ] {
        let told = found(&|site| site.replace(&format!("content/standards/{file}"), from, to));
        assert!(told.len() == 1 && told[0].starts_with(name), "{file}: {told:?}");
    }
    // A title.
    let told =
        found(&|site| site.replace("content/standards/II.B.md", "Required Knowledge", "Knowledge Required"));
    assert_eq!(told, ["II.B: the title is “Knowledge Required”, published is “Required Knowledge”"]);
    let told = found(&|site| {
        site.replace("content/standards/I.md", "Core Values and Knowledge", "Values and Knowledge")
    });
    assert_eq!(told.len(), 1, "{told:?}");
    // A statement too many.
    let told = found(&|site| site.append("content/standards/VI.A.md", "\n10. One of ours.\n"));
    assert_eq!(told, ["VI.A.10 is not in the source"]);
}
