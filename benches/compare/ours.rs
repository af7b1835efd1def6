//! The corpus as Standpoint's content.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use crate::corpus::{Code, Corpus, Section, Statement, Target};
use crate::folder::write;

const SITE: &str = "\
title: A framework to measure by
description: Filler prose in the shape of practice standards.
base-url: https://example.org/
";

const FRAMEWORK: &str = "\
id: measured
title: A framework to measure by
publisher: Nobody
year: 2026
source: Made by the benchmark.
rights: Nobody’s words.
numbering: [decimal, decimal, decimal]
kinds:
  - {id: knowledge, title: Knowledge}
  - {id: tasks, title: Tasks}
matrix: {rows: tasks, columns: knowledge}
";

/// Writes the content folder.
pub fn write_content(corpus: &Corpus, content: &Path) -> io::Result<()> {
    write(content, "site.yaml", SITE)?;
    write(content, "standards/framework.yaml", FRAMEWORK)?;
    for (section, number) in corpus.sections.iter().zip(1..) {
        write_section(corpus, section, number, content)?;
    }
    for topic in &corpus.topics {
        let text = format!(
            "---\ntitle: {}\nsummary: {}\n---\n\n{}\n",
            topic.title,
            topic.summary,
            topic.paragraphs.join("\n\n")
        );
        write(content, &format!("topics/{}.md", topic.id), &text)?;
    }
    for term in &corpus.terms {
        let text = format!("---\nterm: {}\n---\n\n{}\n", term.name, term.definition);
        write(content, &format!("glossary/{}.md", term.id), &text)?;
    }
    Ok(())
}

fn write_section(corpus: &Corpus, section: &Section, number: usize, content: &Path) -> io::Result<()> {
    let text = format!("---\nid: \"{number}\"\ntitle: {}\n---\n\n{}\n", section.title, section.introduction);
    write(content, &format!("standards/{number}.md"), &text)?;
    for (part, part_number) in section.parts.iter().zip(1..) {
        let id = format!("{number}.{part_number}");
        let mut text =
            format!("---\nid: \"{id}\"\ntitle: {}\nkind: {}\nstatements:\n", part.title, part.kind);
        let mut list = String::new();
        for (statement, at) in part.statements.iter().zip(1..) {
            metadata(&mut text, corpus, statement, at);
            let _ = writeln!(list, "{at}. {}", statement.words);
            let path = format!("annotations/{id}/{}.md", Code(number, part_number, at));
            write(content, &path, &statement.annotation(|target| reference(corpus, target)))?;
        }
        let text = format!("{text}---\n\n{list}");
        write(content, &format!("standards/{id}.md"), &text)?;
    }
    Ok(())
}

fn metadata(yaml: &mut String, corpus: &Corpus, statement: &Statement, number: usize) {
    let topics: Vec<&str> = statement.topics.iter().map(|topic| corpus.topics[*topic].id.as_str()).collect();
    let _ = write!(yaml, "  {number}:\n    topics: [{}]\n    related:\n", topics.join(", "));
    let _ = writeln!(yaml, "      see-also: [{}]", statement.see_also);
    for (kind, code) in [("supports", statement.supports), ("continues", statement.continues)] {
        if let Some(code) = code {
            let _ = writeln!(yaml, "      {kind}: [{code}]");
        }
    }
}

fn reference(corpus: &Corpus, target: Target) -> String {
    match target {
        Target::Statement(code) => format!("[[{code}]]"),
        Target::Topic(topic) => format!("[[topic:{}]]", corpus.topics[topic].id),
        Target::Term(term) => format!("[[{}]]", corpus.terms[term].name),
    }
}
