//! Writing XML.

use crate::page::escape;

/// Whether XML can hold a character, and readers make something of it.
fn can_hold(c: char) -> bool {
    (!c.is_control() || matches!(c, '\t' | '\n' | '\r')) && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// Text without the characters that XML can't hold.
pub fn clean(text: &str) -> String {
    text.chars().filter(|c| can_hold(*c)).collect()
}

/// Whether XML can hold the character of this decimal number.
pub fn can_hold_number(number: &str) -> bool {
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    digits && number.parse().ok().and_then(char::from_u32).is_some_and(can_hold)
}

/// Text for between tags and in attributes.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, &clean(text));
    out
}

/// A name that may be an XML id: begun with a letter, of letters, digits, points, hyphens and underscores.
pub fn id(name: &str) -> String {
    let mut id: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' })
        .collect();
    if !id.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        id.insert(0, '_');
    }
    id
}
