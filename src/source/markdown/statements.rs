//! The statements of a part: the items of its numbered list.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::list_marks::begins_oddly;
use super::stray::begins_line;
use super::{Prose, Spanned, words};
use crate::diagnostic::{Diagnostic, Problem, Tallied};
use crate::source::front_matter::Numbering;
use crate::source::limits::{LEVELS, STATEMENTS};

/// A statement as it stands in a part's list.
#[derive(Debug)]
pub struct Item {
    /// Bytes of the item's first line in the file.
    pub span: Range<usize>,
    /// Its words, without those of the items under it.
    pub words: Vec<Spanned>,
    /// The same as plain text.
    pub text: String,
    /// The items under it.
    pub children: Vec<Item>,
}

impl Item {
    /// How many statements it is, with those under it.
    fn count(&self) -> usize {
        1 + self.children.iter().map(Self::count).sum::<usize>()
    }

    /// How many events it has, with those of the items under it.
    fn pieces(&self) -> usize {
        self.words.len() + self.children.iter().map(Self::pieces).sum::<usize>()
    }
}

/// The published words of a file of `standards/`.
#[derive(Debug, Default)]
pub struct Published {
    /// What stands before the list (the whole, if there is none).
    pub introduction: Vec<Spanned>,
    /// The statements.
    pub items: Vec<Item>,
    /// What stands after the list.
    pub closing: Vec<Spanned>,
}

impl Published {
    /// How many statements there are.
    pub fn count(&self) -> usize {
        self.items.iter().map(Item::count).sum()
    }

    /// How many events there are.
    pub fn pieces(&self) -> usize {
        let items: usize = self.items.iter().map(Item::pieces).sum();
        self.introduction.len() + items + self.closing.len()
    }
}

/// Reads the numbered list of a part. `numbering` is that of the levels below this file; without any a numbered list
/// is text like any other.
pub fn statements(prose: &Prose, numbering: &[Numbering], diagnostics: &mut Tallied) -> Published {
    let levels = numbering.len().min(LEVELS);
    let mut published = Published::default();
    // The items that are open, outermost first; `foreign` counts lists and other containers that are part of a
    // statement's words.
    let mut open: Vec<Item> = Vec::new();
    let mut numbers: Vec<Vec<(u64, Range<usize>)>> = Vec::new();
    let mut foreign = 0_usize;
    let mut lists = 0_usize;
    let mut had_list = false;
    let mut statements = 0;
    let mut too_deep = false;
    let mut interrupted = false;
    let mut line_begins = false;
    let mut marked = false;
    for (event, span) in prose.events() {
        if let Event::Text(text) = &event
            && std::mem::take(&mut line_begins)
            && foreign == 0
            && let Some((mark, problem)) =
                begins_oddly(text, &numbering[..levels], &open, published.items.len(), had_list)
        {
            let place = prose.place(span.start..span.start + mark);
            // Who wrote one item so wrote all so.
            let is_mark = matches!(problem, Problem::ListMark { .. });
            if !is_mark || !std::mem::replace(&mut marked, true) {
                diagnostics.push(Diagnostic::at(place, problem));
            }
        }
        line_begins = begins_line(&event);
        match event {
            Event::Start(Tag::List(Some(_))) if foreign == 0 && lists < levels && open.len() == lists => {
                if lists == 0 && had_list {
                    interrupted = true;
                    diagnostics.push(Diagnostic::at(
                        prose.place(first_line(prose, &span)),
                        Problem::ListInterrupted,
                    ));
                }
                had_list = true;
                lists += 1;
                numbers.push(Vec::new());
            }
            Event::End(TagEnd::List(true)) if foreign == 0 && levels > 0 && lists > 0 => {
                lists -= 1;
                let numbers = numbers.pop().unwrap_or_default();
                // The second half of a list that was broken in two has its numbers right, as a whole.
                if lists > 0 || !interrupted {
                    check_numbers(prose, &numbers, diagnostics);
                }
            }
            Event::Start(Tag::Item) if foreign == 0 && lists > 0 => {
                let span = first_line(prose, &span);
                statements += 1;
                if statements > STATEMENTS {
                    let (what, instead) = ("statements in this file", "make several parts of it");
                    diagnostics.push(Diagnostic::over_limit(prose.place(span), STATEMENTS, what, instead));
                    return Published::default();
                }
                if let Some(list) = numbers.last_mut() {
                    list.push((written_number(&prose.source.text[span.clone()]), span.clone()));
                }
                open.push(Item { span, words: Vec::new(), text: String::new(), children: Vec::new() });
            }
            Event::End(TagEnd::Item) if foreign == 0 && lists > 0 => {
                let Some(item) = open.pop() else { continue };
                match open.last_mut() {
                    Some(parent) => parent.children.push(item),
                    None => published.items.push(item),
                }
            }
            event => {
                match &event {
                    Event::Start(Tag::List(start)) => {
                        // What is deeper than the numbering is text: it is never deeper than that.
                        if start.is_some() && foreign == 0 && levels > 0 && lists == levels && !too_deep {
                            too_deep = true;
                            let problem = Problem::ListTooDeep { levels };
                            diagnostics.push(Diagnostic::at(prose.place(first_line(prose, &span)), problem));
                        }
                        foreign += 1;
                    }
                    Event::Start(Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => foreign += 1,
                    Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition) => {
                        foreign = foreign.saturating_sub(1);
                    }
                    _ => {}
                }
                let words = match open.last_mut() {
                    Some(item) => &mut item.words,
                    None if had_list => &mut published.closing,
                    None => &mut published.introduction,
                };
                words.push((event.into_static(), span));
            }
        }
    }
    for item in &mut published.items {
        tidy(item);
    }
    published
}

/// A tight list has no paragraphs around its words; a loose one has. Published words are paragraphs either way. Their
/// plain text is made here, where files are read side by side.
fn tidy(item: &mut Item) {
    let tight = !matches!(item.words.first(), Some((Event::Start(tag), _)) if is_block(tag));
    if tight && !item.words.is_empty() {
        let block =
            item.words.iter().position(|(event, _)| matches!(event, Event::Start(tag) if is_block(tag)));
        let end = block.unwrap_or(item.words.len());
        item.words.insert(end, (Event::End(TagEnd::Paragraph), item.span.clone()));
        item.words.insert(0, (Event::Start(Tag::Paragraph), item.span.clone()));
    }
    item.text = words(item.words.iter().map(|(event, _)| event));
    for child in &mut item.children {
        tidy(child);
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::List(_)
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::Table(_)
            | Tag::HtmlBlock
    )
}

fn first_line(prose: &Prose, span: &Range<usize>) -> Range<usize> {
    let text = &prose.source.text[span.clone()];
    let end = text.find('\n').map_or(span.end, |at| span.start + at);
    span.start..end
}

fn written_number(line: &str) -> u64 {
    let digits: String = line.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// How far in its line an item begins whose bytes begin `at`: with its blanks, or after them.
fn column(prose: &Prose, at: usize) -> usize {
    let (before, item) = prose.source.text.split_at(at);
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    at - line + item.len() - item.trim_start_matches(' ').len()
}

/// Numbers must run 1, 2, 3 …, or be all the same, as some writers like it: then the place alone counts.
fn check_numbers(prose: &Prose, numbers: &[(u64, Range<usize>)], diagnostics: &mut Tallied) {
    if numbers.iter().all(|(number, _)| *number == numbers[0].0) && numbers.len() > 1 {
        return;
    }
    let mut before = None;
    for (expected, (written, span)) in (1_u64..).zip(numbers) {
        if *written == expected {
            before = Some(span);
        } else {
            // Three spaces are enough under “9.”, and not under “10.”.
            let further = |above: &&Range<usize>| {
                *written == 1 && column(prose, span.start) > column(prose, above.start)
            };
            let words =
                |above: &Range<usize>| column(prose, above.start) + expected.to_string().len() + ". ".len();
            let indent = before.filter(further).map(words);
            let problem = Problem::ListNumberedOddly { written: *written, expected, indent };
            diagnostics.push(Diagnostic::at(prose.place(span.clone()), problem));
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Flavor;
    use super::super::tests::{plain, prose};
    use super::*;

    fn published(text: &str) -> (Published, Vec<String>) {
        let mut diagnostics = Tallied::default();
        let published = statements(
            &prose(text, Flavor::Normative),
            &[Numbering::Decimal, Numbering::LowerAlpha],
            &mut diagnostics,
        );
        (published, diagnostics.kept.iter().map(|d| d.problem.message()).collect())
    }

    #[test]
    fn a_numbered_list_is_the_statements() {
        let (published, problems) = published(
            "Before.\n\n1. One\n   line.\n\n   Second paragraph.\n\n2. Task:\n\n   Skills:\n\n   1. First\n   2. Second\n\n   Still two.\n\nAfter.\n",
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(plain(&published.introduction), "Before.");
        assert_eq!(plain(&published.closing), "After.");
        assert_eq!(published.items.len(), 2);
        assert_eq!(plain(&published.items[0].words), "One line.\n\nSecond paragraph.");
        assert_eq!(published.items[0].text, plain(&published.items[0].words));
        assert_eq!(plain(&published.items[1].words), "Task:\n\nSkills:\n\nStill two.");
        let children: Vec<_> = published.items[1].children.iter().map(|c| plain(&c.words)).collect();
        assert_eq!(children, ["First", "Second"]);
    }

    #[test]
    fn bullets_in_a_statement_are_words_of_it() {
        let (published, problems) = published("1. One:\n   - a\n   - b\n2. Two\n");
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(published.items.len(), 2);
        assert_eq!(plain(&published.items[0].words), "One:\n\na\n\nb");
    }

    #[test]
    fn a_skipped_number_and_a_second_list_are_told() {
        assert_eq!(
            published("1. One\n2. Two\n4. Four\n").1,
            ["this item is written as number 4, but it is number 3 by its place"]
        );
        assert_eq!(published("1. One\n\nText\n\n1. Again\n").1, ["a second numbered list begins here"]);
        assert!(published("1. a\n   1. b\n      1. c\n").1[0].starts_with("this list is nested deeper"));
        assert!(published("1. a\n1. b\n1. c\n").1.is_empty());
    }
}
