//! Lines that somebody began as the items of a list begin, and that are none.

use super::statements::Item;
use super::stray::BULLETS;
use crate::diagnostic::Problem;
use crate::source::front_matter::Numbering;

/// What is wrong with a line that begins as if it were an item of a list, and the bytes it begins with. `items` are those
/// before the ones that are open.
pub(super) fn begins_oddly(
    text: &str,
    numbering: &[Numbering],
    open: &[Item],
    items: usize,
    had_list: bool,
) -> Option<(usize, Problem)> {
    if let Some(letter) = numbering.get(open.len()).and_then(|style| letter(text, *style)) {
        let number = open.last().map_or(0, |item| item.children.len()) + 1;
        return Some((letter.len(), Problem::ListLettered { letter: letter.to_owned(), number }));
    }
    if let Some((mark, number)) = printed_mark(text).filter(|_| !numbering.is_empty()) {
        let length = mark.len();
        let mark = mark.to_owned();
        let under = open.last().filter(|item| number == 1 && item.children.is_empty());
        if under.is_some() && numbering.len() > open.len() {
            return Some((length, Problem::ListLettered { letter: mark, number }));
        }
        // What stands in brackets may count something within the words of a statement.
        let may_follow = open.is_empty() || mark.ends_with(['．', '、', '.']);
        if may_follow && number == next_number(open, items) || number == 1 && open.is_empty() && !had_list {
            return Some((length, Problem::ListMark { mark, number: Some(number) }));
        }
    }
    let mark = list_mark(text, open, items, had_list).filter(|_| !numbering.is_empty())?;
    let number = (open.is_empty() || !mark.starts_with(BULLETS)).then_some(items + 1);
    Some((mark.len(), Problem::ListMark { mark: mark.to_owned(), number }))
}

/// What somebody put at the beginning of a line so that it begins an item, which it doesn't: `•`, a number without a space
/// after it, and before any list letters (`a.`) or whole codes (`1.1.1`). `items` are those before the ones that are open.
fn list_mark<'t>(text: &'t str, open: &[Item], items: usize, had_list: bool) -> Option<&'t str> {
    let first = text.chars().next()?;
    if BULLETS.contains(&first) {
        return (text.len() > first.len_utf8()).then(|| &text[..first.len_utf8()]);
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        let rest = text[digits..].strip_prefix(['.', ')']);
        if rest.is_some_and(|rest| rest.starts_with(char::is_alphabetic))
            && text[..digits].parse() == Ok(next_number(open, items))
        {
            return Some(&text[..=digits]);
        }
    }
    if had_list {
        return None;
    }
    let (mark, _) = text.split_once([' ', '\t', '\u{a0}'])?;
    let letter = matches!(mark, "a." | "a)");
    let parts: Vec<&str> = mark.trim_end_matches(['.', ')']).split('.').collect();
    let is_part =
        |part: &&str| (1..=4).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let code =
        parts.len() >= 3 && parts.iter().all(is_part) && matches!(parts.last(), Some(&("1" | "a" | "i")));
    (letter || code).then_some(mark)
}

/// The number that the next item of the innermost list has. `items` are those before the ones that are open.
fn next_number(open: &[Item], items: usize) -> usize {
    match open {
        [] => items + 1,
        [_] => items + 2,
        [.., above, _] => above.children.len() + 2,
    }
}

/// What begins an item in print, and no item in Markdown, with its number: `(1)`, `１．`, `1、`, `①`, `一、`, `א.`
fn printed_mark(text: &str) -> Option<(&str, usize)> {
    const HAN: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    /// Letters that alphabets begin with.
    const FIRST: [char; 8] = ['א', 'أ', 'ا', 'а', 'α', 'ア', '가', 'ก'];
    let first = text.chars().next()?;
    let circled = ['①', '⑴'].iter().find_map(|one| (first as usize).checked_sub(*one as usize));
    if let Some(before) = circled.filter(|before| *before < 20) {
        return Some((&text[..first.len_utf8()], before + 1));
    }
    let inside = text.strip_prefix(['(', '（']);
    let body = inside.unwrap_or(text);
    let end = body.find(['.', ')', '．', '、', '）'])?;
    let close = body[end..].chars().next()?;
    if inside.is_some() && !matches!(close, ')' | '）') {
        return None;
    }
    let mut number = 0;
    let mut is_foreign = inside.is_some() || !close.is_ascii();
    for (index, letter) in body[..end].chars().enumerate() {
        let only = letter.len_utf8() == end;
        let digit =
            digit(letter).or_else(|| HAN.iter().position(|one| only && *one == letter).map(|at| at + 1));
        let is_first = only && (FIRST.contains(&letter) || inside.is_some() && letter == 'a');
        number = number * 10 + digit.or_else(|| is_first.then_some(1)).filter(|_| index < 3)?;
        is_foreign |= !letter.is_ascii();
    }
    let mark = &text[..text.len() - body.len() + end + close.len_utf8()];
    (is_foreign && number > 0 && text.len() > mark.len()).then_some((mark, number))
}

/// What a digit of any of these scripts is worth.
fn digit(letter: char) -> Option<usize> {
    const ZEROS: [char; 6] = ['0', '٠', '۰', '०', '๐', '０'];
    let of = |zero: &char| (letter as usize).checked_sub(*zero as usize).filter(|value| *value < 10);
    ZEROS.iter().find_map(of)
}

/// `a.` or `a)` at the beginning of a line, where the next level of the numbering would begin with it.
fn letter(text: &str, style: Numbering) -> Option<&str> {
    let end = text.find(['.', ')'])?;
    let follows = text[end + 1..].starts_with(' ');
    (style != Numbering::Decimal && follows && style.parse(&text[..end]) == Some(1)).then(|| &text[..=end])
}
