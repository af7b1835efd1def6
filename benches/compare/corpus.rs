//! A framework of N statements, as plain data that every generator's content is written from: the same words, the
//! same links.

use std::fmt::Write as _;

use crate::words::{self, Dice};

/// Statements of a part.
pub const PART_SIZE: usize = 50;
/// Parts of a section.
pub const SECTION_SIZE: usize = 10;
/// References in an annotation.
pub const REFERENCES: usize = 8;
const TOPICS: usize = 20;
const SEED: u64 = 2005;

/// The whole of it.
pub struct Corpus {
    pub sections: Vec<Section>,
    pub topics: Vec<Topic>,
    pub terms: Vec<Term>,
}

pub struct Section {
    pub title: String,
    pub introduction: String,
    pub parts: Vec<Part>,
}

pub struct Part {
    pub title: String,
    /// `knowledge` or `tasks`: the two kinds of the matrix.
    pub kind: &'static str,
    pub statements: Vec<Statement>,
}

pub struct Statement {
    /// The published words.
    pub words: String,
    /// Indices of topics.
    pub topics: Vec<usize>,
    /// The statement of the next part that rests on this one.
    pub supports: Option<Code>,
    /// The statement of the section before that this one carries on.
    pub continues: Option<Code>,
    pub see_also: Code,
    pub prompts: Vec<String>,
    pub notes: Vec<Block>,
}

/// Section, part and number, each from 1.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code(pub usize, pub usize, pub usize);

/// A block of an annotation's notes.
pub enum Block {
    Heading(String),
    Paragraph(Text),
    List(Vec<Text>),
}

/// Running text with references in it.
pub type Text = Vec<Piece>;

pub enum Piece {
    Words(String),
    Reference(Target),
}

#[derive(Clone, Copy)]
pub enum Target {
    Statement(Code),
    Topic(usize),
    Term(usize),
}

pub struct Topic {
    pub id: String,
    pub title: String,
    pub summary: String,
    pub paragraphs: Vec<String>,
}

pub struct Term {
    pub id: String,
    pub name: String,
    pub definition: String,
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

impl Code {
    /// The path of the statement's page, without an ending.
    pub fn path(self) -> String {
        format!("standards/{}/{}/{}", self.0, self.1, self.2)
    }
}

impl Corpus {
    /// A corpus of `size` statements; always the same one.
    pub fn new(size: usize) -> Self {
        let mut dice = Dice::new(SEED);
        let terms = terms(&mut dice);
        let statement = |dice: &mut Dice, at: usize| Statement::new(dice, at, size, terms.len());
        let part = |dice: &mut Dice, first: usize| {
            let number = first / PART_SIZE;
            Part {
                title: words::title(number),
                kind: if number.is_multiple_of(2) { "knowledge" } else { "tasks" },
                statements: (first..size.min(first + PART_SIZE)).map(|at| statement(dice, at)).collect(),
            }
        };
        let sections = (0..size).step_by(PART_SIZE * SECTION_SIZE).enumerate().map(|(number, first)| {
            let end = size.min(first + PART_SIZE * SECTION_SIZE);
            Section {
                title: words::title(number),
                introduction: paragraph(&mut dice, 3),
                parts: (first..end).step_by(PART_SIZE).map(|first| part(&mut dice, first)).collect(),
            }
        });
        let sections = sections.collect();
        let topics = (0..TOPICS).map(|number| Topic::new(&mut dice, number)).collect();
        Self { sections, topics, terms }
    }

    /// What stands in a link to this, and the path of its page without an ending.
    pub fn link(&self, target: Target) -> (String, String) {
        match target {
            Target::Statement(code) => (code.to_string(), code.path()),
            Target::Topic(topic) => {
                let topic = &self.topics[topic];
                (topic.title.clone(), format!("topics/{}", topic.id))
            }
            Target::Term(term) => {
                let term = &self.terms[term];
                (term.name.clone(), format!("glossary/{}", term.id))
            }
        }
    }
}

/// The code of the statement at a place in the order of the document.
fn code(at: usize) -> Code {
    let (part, statement) = (at / PART_SIZE, at % PART_SIZE);
    Code(part / SECTION_SIZE + 1, part % SECTION_SIZE + 1, statement + 1)
}

impl Statement {
    fn new(dice: &mut Dice, at: usize, size: usize, terms: usize) -> Self {
        let first_topic = dice.below(TOPICS);
        let second_topic = (first_topic + 1 + dice.below(TOPICS - 1)) % TOPICS;
        let next_part = (at / PART_SIZE + 1) * PART_SIZE + dice.below(PART_SIZE);
        let is_knowledge = (at / PART_SIZE).is_multiple_of(2);
        let another = |dice: &mut Dice| {
            let other = dice.below(size);
            code(if other == at { (at + 1) % size } else { other })
        };
        let targets = (0..REFERENCES).map(|number| match number {
            0 => Target::Topic(dice.below(TOPICS)),
            1 => Target::Term(dice.below(terms)),
            _ => Target::Statement(another(dice)),
        });
        let notes = notes(&mut targets.collect::<Vec<_>>().into_iter(), dice);
        Self {
            words: format!("{} {}", words::duty(dice), words::sentence(dice)),
            topics: vec![first_topic, second_topic],
            supports: (is_knowledge && next_part < size).then(|| code(next_part)),
            continues: at.checked_sub(PART_SIZE * SECTION_SIZE).map(code),
            see_also: another(dice),
            prompts: (0..3).map(|_| words::question(dice)).collect(),
            notes,
        }
    }
}

impl Statement {
    /// The annotation as Markdown, with references as `write` writes them.
    pub fn annotation(&self, write: impl Fn(Target) -> String) -> String {
        let running = |text: &Text| -> String {
            let piece = |piece: &Piece| match piece {
                Piece::Words(words) => words.clone(),
                Piece::Reference(target) => write(*target),
            };
            text.iter().map(piece).collect()
        };
        let mut markdown = String::from("## Prompts\n\n");
        for prompt in &self.prompts {
            let _ = writeln!(markdown, "- {prompt}");
        }
        markdown.push_str("\n## Notes\n");
        for block in &self.notes {
            let _ = match block {
                Block::Heading(words) => write!(markdown, "\n### {words}\n"),
                Block::Paragraph(text) => write!(markdown, "\n{}\n", running(text)),
                Block::List(items) => {
                    let items: Vec<String> =
                        items.iter().map(|item| format!("- {}\n", running(item))).collect();
                    write!(markdown, "\n{}", items.concat())
                }
            };
        }
        markdown
    }
}

/// About 1.5 KB of notes with a heading, a list, and all of `targets`.
fn notes(targets: &mut impl Iterator<Item = Target>, dice: &mut Dice) -> Vec<Block> {
    let mut referring = |dice: &mut Dice| -> Text {
        let before = format!("{} *{}* See also ", words::sentence(dice), words::sentence(dice));
        let reference = targets.next().map(Piece::Reference);
        let after = Piece::Words(format!(". {}", words::sentence(dice)));
        std::iter::once(Piece::Words(before)).chain(reference).chain([after]).collect()
    };
    let mut blocks = vec![Block::Paragraph(referring(dice)), Block::Paragraph(referring(dice))];
    blocks.push(Block::Heading(words::clause(dice)));
    let item = |dice: &mut Dice, text: Text| {
        let words = Piece::Words(format!("**{}** ", words::sentence(dice)));
        std::iter::once(words).chain(text.into_iter().skip(1)).collect::<Text>()
    };
    let items = (0..4).map(|_| {
        let text = referring(dice);
        item(dice, text)
    });
    blocks.push(Block::List(items.collect()));
    blocks.push(Block::Paragraph(referring(dice)));
    blocks.push(Block::Paragraph(referring(dice)));
    blocks
}

fn paragraph(dice: &mut Dice, sentences: usize) -> String {
    (0..sentences).map(|_| words::sentence(dice)).collect::<Vec<_>>().join(" ")
}

fn terms(dice: &mut Dice) -> Vec<Term> {
    let term = |term: &str| Term {
        id: term.replace(' ', "-"),
        name: term.to_owned(),
        definition: format!("{}\n\n{}", paragraph(dice, 2), paragraph(dice, 4)),
    };
    words::defined_terms().map(term).collect()
}

impl Topic {
    fn new(dice: &mut Dice, number: usize) -> Self {
        let title = words::title(number);
        Self {
            id: title.to_lowercase(),
            title,
            summary: words::sentence(dice),
            paragraphs: (0..3).map(|_| paragraph(dice, 5)).collect(),
        }
    }
}
