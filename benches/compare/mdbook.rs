//! The corpus as an mdBook, and mdBook itself.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::corpus::{Code, Corpus, Statement, Target};
use crate::folder::write;

/// The release on crates.io that is measured.
pub const VERSION: &str = "0.5.4";

/// What Standpoint's pages have and mdBook's leave out.
pub const LEFT_OUT: &str = "backlinks, topics and relations as pages of their own, the matrix of relations, previews of \
     references, glossary terms found in the statements, explore, and structured data";

const SETTINGS: &str = "[book]\ntitle = \"A framework to measure by\"\nlanguage = \"en\"\n";

/// mdBook's program, compiled from crates.io into a folder of its own below `folder` on the first use.
pub fn install(folder: &Path) -> Result<PathBuf, String> {
    let root = folder.join(format!("mdbook-{VERSION}"));
    let program = root.join("bin/mdbook");
    if program.exists() {
        return Ok(program);
    }
    eprintln!("Compiling mdBook {VERSION} into {} …", root.display());
    let mut command = Command::new(env!("CARGO"));
    command.args(["install", "--quiet", "--locked", "--version", VERSION, "--root"]).arg(&root).arg("mdbook");
    match command.stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(program),
        Ok(status) => Err(format!("cargo install: {status}")),
        Err(error) => Err(error.to_string()),
    }
}

/// The command that builds `book` into `output`.
pub fn command(program: &Path, book: &Path, output: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg("build").arg("--dest-dir").arg(output).arg(book);
    command
}

/// Writes the book: one page a statement, all of them in its list of contents.
pub fn write_book(corpus: &Corpus, book: &Path) -> io::Result<()> {
    write(book, "book.toml", SETTINGS)?;
    let mut contents = String::from("# Summary\n\n");
    let mut page = |depth: usize, title: &str, path: &str, text: &str| {
        let _ = writeln!(contents, "{}- [{title}]({path})", "  ".repeat(depth));
        write(book, &format!("src/{path}"), &format!("# {title}\n\n{text}\n"))
    };
    for (section, number) in corpus.sections.iter().zip(1..) {
        page(0, &section.title, &format!("standards/{number}.md"), &section.introduction)?;
        for (part, part_number) in section.parts.iter().zip(1..) {
            page(1, &part.title, &format!("standards/{number}/{part_number}.md"), part.kind)?;
            for (statement, at) in part.statements.iter().zip(1..) {
                let code = Code(number, part_number, at);
                page(2, &code.to_string(), &format!("{}.md", code.path()), &text(corpus, statement))?;
            }
        }
    }
    for topic in &corpus.topics {
        let text = format!("{}\n\n{}", topic.summary, topic.paragraphs.join("\n\n"));
        page(0, &topic.title, &format!("topics/{}.md", topic.id), &text)?;
    }
    for term in &corpus.terms {
        page(0, &term.name, &format!("glossary/{}.md", term.id), &term.definition)?;
    }
    write(book, "src/SUMMARY.md", &contents)
}

/// The statement with its topics and relations as links, and its annotation.
fn text(corpus: &Corpus, statement: &Statement) -> String {
    let link = |target| reference(corpus, target);
    let topics = statement.topics.iter().map(|topic| link(Target::Topic(*topic)));
    let related = [Some(statement.see_also), statement.supports, statement.continues];
    let related = related.into_iter().flatten().map(|code| link(Target::Statement(code)));
    let links: Vec<String> = topics.chain(related).collect();
    format!("{}\n\n{}\n\n{}", statement.words, links.join(", "), statement.annotation(link))
}

/// A link from the page of a statement.
fn reference(corpus: &Corpus, target: Target) -> String {
    let (words, path) = corpus.link(target);
    format!("[{words}](../../../{path}.md)")
}
