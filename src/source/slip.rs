//! What a person probably did who wrote YAML that can't be understood.
//!
//! A YAML reader says where it gave up, which may be lines after the slip, in words for programmers. The slips that
//! people make are few; they are looked for in the lines up to that place, nearest first.

use std::ops::Range;

use crate::diagnostic::YamlSlip;

/// The reason given for nesting that isn't followed.
pub(super) const TOO_DEEP: &str = "recursion limit exceeded";

/// Where a reader gave up, and why.
pub(super) struct SyntaxFault {
    /// Byte in the text.
    pub at: usize,
    /// In the reader's words.
    pub reason: String,
}

/// A line of the YAML that has something on it.
struct Line<'t> {
    /// Bytes in the text, without the line end.
    span: Range<usize>,
    text: &'t str,
}

/// What is to be marked, and the slip.
pub(super) fn find(text: &str, fault: &SyntaxFault) -> (Range<usize>, YamlSlip) {
    let lines = lines_up_to(text, fault.at);
    let last = lines.last().map_or(0..text.len().min(1), |line| line.span.clone());
    if fault.reason == TOO_DEEP {
        return (last, YamlSlip::TooDeep);
    }
    if fault.reason.contains("unknown anchor")
        && let Some(found) = lines.iter().rev().find_map(first_character)
    {
        return found;
    }
    // A slip that is certain counts on any line of the same block, the nearest first.
    let certain = [
        tab,
        odd_blank,
        first_character,
        words_after_bracket,
        quote_inside,
        open_quote,
        open_bracket,
        wide_colon,
        colon_in_group,
        colon,
        no_space,
        no_colon,
    ];
    for line in lines.iter().rev().take(2) {
        if let Some(found) = certain.iter().find_map(|slip| slip(line)) {
            return found;
        }
    }
    // A quote or bracket that is never closed is noticed at the end only, and blanks that are none where the group ends.
    for line in lines.iter().rev() {
        if let Some(found) = open_quote(line).or_else(|| open_bracket(line)).or_else(|| odd_blank(line)) {
            return found;
        }
    }
    if let Some(found) = indentation(&lines) {
        return found;
    }
    (last, YamlSlip::Other { reason: fault.reason.clone() })
}

fn lines_up_to(text: &str, at: usize) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let words = line.trim_end();
        if words.is_empty() || words.trim_start().starts_with('#') {
            continue;
        }
        if start > at {
            break;
        }
        lines.push(Line { span: start..start + words.len(), text: words });
    }
    lines
}

impl Line<'_> {
    fn indentation(&self) -> &str {
        &self.text[..self.text.len() - self.text.trim_start().len()]
    }

    /// The words of the line; the dash of a list item is passed over.
    fn words(&self) -> &str {
        let line = self.text.trim_start();
        line.strip_prefix("- ").map_or(line, str::trim_start)
    }

    /// Key and value of `key: value`, with the value's bytes in the text.
    fn key_and_value(&self) -> Option<(&str, &str, Range<usize>)> {
        let words = self.words();
        if words.starts_with(['[', '{']) {
            return None;
        }
        let (key, value) = words.split_once(": ")?;
        let value = value.trim_start();
        let start = self.span.end - value.len();
        Some((key, value, start..self.span.end))
    }
}

fn tab(line: &Line<'_>) -> Option<(Range<usize>, YamlSlip)> {
    let at = line.indentation().find('\t')?;
    let start = line.span.start + at;
    let tabs = line.text[at..].chars().take_while(|c| *c == '\t').count();
    Some((start..start + tabs, YamlSlip::Tab))
}

/// Blanks that look like spaces and are none, as word processors and web pages have them.
fn odd_blank(line: &Line<'_>) -> Option<(Range<usize>, YamlSlip)> {
    let is_odd = |c: char| c.is_whitespace() && !c.is_ascii_whitespace();
    let indentation = line.indentation();
    let at = indentation.find(is_odd)?;
    let odd = indentation[at..].chars().take_while(|c| is_odd(*c)).map(char::len_utf8).sum::<usize>();
    let start = line.span.start + at;
    Some((start..start + odd, YamlSlip::OddBlank))
}

/// `title: *Trust*`: characters that mean something to YAML at the beginning of a value.
fn first_character(line: &Line<'_>) -> Option<(Range<usize>, YamlSlip)> {
    let (key, value, span) = line.key_and_value()?;
    let first = value.chars().next()?;
    let special = matches!(first, '%' | '@' | '`' | '*' | '&' | '!' | '?' | ',' | ']' | '}')
        || matches!(first, '|' | '>') && value.len() > 2
        || first == '-' && value.starts_with("- ");
    special.then(|| (span, YamlSlip::FirstCharacter { key: key.to_owned(), value: value.to_owned(), first }))
}

/// `title: [Trust] and more`: what begins with a bracket goes on behind the one that closes it.
fn words_after_bracket(line: &Line<'_>) -> Option<(Range<usize>, YamlSlip)> {
    let (key, value, span) = line.key_and_value()?;
    let first = value.chars().next().filter(|c| matches!(c, '[' | '{'))?;
    let mut depth = 0_usize;
    let end = value.char_indices().find_map(|(at, c)| {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at + 1)
    })?;
    let after = value[end..].trim_start();
    (!after.is_empty() && !after.starts_with('#'))
        .then(|| (span, YamlSlip::FirstCharacter { key: key.to_owned(), value: value.to_owned(), first }))
}

/// `{text: An answer, feedback: Right: it is}`.
fn colon_in_group(line: &Line<'_>) -> Option<(Range<usize>, YamlSlip)> {
    let words = line.words();
    let inside = words.strip_prefix('{')?.strip_suffix('}')?;
    let mut start = line.span.end - words.len() + 1;
    for entry in inside.split(',') {
        let found = entry.split_once(": ").map(|(key, value)| (key.trim(), value.trim()));
        if let Some((key, value)) = found
            && !value.starts_with(['"', '\'', '[', '{'])
            && (value.contains(": ") || value.ends_with(':'))
        {
            let end = start + entry.trim_end().len();
            let slip = YamlSlip::Colon { key: key.to_owned(), value: value.to_owned() };
            return Some((end - value.len()..end, slip));
        }
        start += entry.len() + 1;
    }
    None
}

/// `title: Trust: how it grows`.
fn colon(line: &Line<'_>) -> Option<(Range<usize>, YamlSlip)> {
    let (key, value, span) = line.key_and_value()?;
    let plain = !value.starts_with(['"', '\'', '[', '{', '|', '>']);
    (plain && (value.contains(": ") || value.ends_with(':')))
        .then(|| (span, YamlSlip::Colon { key: key.to_owned(), value: value.to_owned() }))
}

/// `title: 'The worker's trust'`.
fn quote_inside(line: &Line<'_>) -> Option<(Range<usize>, YamlSlip)> {
    let (key, value, span) = line.key_and_value()?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inside = value[1..].strip_suffix(quote)?;
    let free = if quote == '\'' { inside.replace("''", "") } else { inside.replace("\\\"", "") };
    free.contains(quote)
        .then(|| (span, YamlSlip::QuoteInside { key: key.to_owned(), value: inside.to_owned(), quote }))
}

/// `title: "Trust`.
fn open_quote(line: &Line<'_>) -> Option<(Range<usize>, YamlSlip)> {
    let (_, value, span) = line.key_and_value()?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    (!value[1..].contains(quote)).then_some((span, YamlSlip::OpenQuote { quote }))
}

/// `topics: [trust`, `- {text: Trust`.
fn open_bracket(line: &Line<'_>) -> Option<(Range<usize>, YamlSlip)> {
    let words = line.words();
    let (value, span) = match line.key_and_value() {
        Some((_, value, span)) => (value, span),
        None => (words, line.span.end - words.len()..line.span.end),
    };
    let bracket = value.chars().next().filter(|c| matches!(c, '[' | '{'))?;
    let closing = if bracket == '[' { ']' } else { '}' };
    (value.matches(bracket).count() > value.matches(closing).count())
        .then_some((span, YamlSlip::OpenBracket { bracket, closing }))
}

/// `title:Trust`.
fn no_space(line: &Line<'_>) -> Option<(Range<usize>, YamlSlip)> {
    let words = line.text.trim_start();
    let start = line.span.end - words.len();
    let (key, value) = words.split_once(':')?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    (is_key && !value.is_empty() && !value.starts_with(' ')).then(|| {
        (start..line.span.end, YamlSlip::NoSpace { key: key.to_owned(), value: value.trim().to_owned() })
    })
}

/// `title：Trust`.
fn wide_colon(line: &Line<'_>) -> Option<(Range<usize>, YamlSlip)> {
    let words = line.words();
    let (key, value) = words.split_once('：')?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    is_key.then(|| {
        let span = line.span.end - words.len()..line.span.end;
        (span, YamlSlip::WideColon { key: key.to_owned(), value: value.trim().to_owned() })
    })
}

/// The same in the first line of a text.
pub(super) fn wide_colon_first(text: &str) -> Option<(Range<usize>, YamlSlip)> {
    lines_up_to(text, text.len()).first().and_then(wide_colon)
}

/// `title Trust`.
fn no_colon(line: &Line<'_>) -> Option<(Range<usize>, YamlSlip)> {
    let words = line.text.trim_start();
    if words.contains(':') || words.starts_with(['-', '[', ']', '{', '}', '"', '\'']) {
        return None;
    }
    Some((line.span.end - words.len()..line.span.end, YamlSlip::NoColon))
}

/// A line that stands neither under the one before nor in line with one above.
fn indentation(lines: &[Line<'_>]) -> Option<(Range<usize>, YamlSlip)> {
    let (last, before) = lines.split_last()?;
    let depth = last.indentation().len();
    // An item further out than the key it is of.
    if let Some(line) =
        before.last().filter(|line| line.text.ends_with(':') && line.indentation().len() > depth)
        && last.text.trim_start().starts_with("- ")
    {
        let key = line.words().trim_end_matches(':').to_owned();
        return Some((last.span.start + depth..last.span.end, YamlSlip::NotUnder { key }));
    }
    // A first key that isn't indented under the one it belongs to makes the next line look wrong that is.
    if let [.., opener, line] = before
        && opener.text.ends_with(':')
        && line.indentation().len() <= opener.indentation().len()
        && opener.indentation().len() < depth
        && !line.text.ends_with(':')
    {
        let start = line.span.start + line.indentation().len();
        return Some((
            start..line.span.end,
            YamlSlip::NotUnder { key: opener.words().trim_end_matches(':').to_owned() },
        ));
    }
    let words = last.text.trim_start();
    let above = lines[..lines.len() - 1].iter().rev().find(|line| line.indentation().len() <= depth)?;
    let in_line = above.indentation().len() == depth;
    let under = above.text.ends_with(':') && lines[lines.len() - 2].indentation().len() <= depth;
    (!in_line && !under).then(|| (last.span.end - words.len()..last.span.end, YamlSlip::Indentation))
}
