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

/// A name that may be an XML id: begun with a letter, of letters, digits, points, hyphens and underscores. Other
/// characters are written as their numbers, so that different names stay different; spaces as hyphens.
pub fn id(name: &str) -> String {
    use std::fmt::Write as _;
    let mut id = String::with_capacity(name.len());
    for c in name.chars() {
        if begins_name(c) || matches!(c, '0'..='9' | '.' | '-' | '\u{B7}' | '\u{300}'..='\u{36F}') {
            id.push(c);
        } else if c == ' ' {
            id.push('-');
        } else {
            let _ = write!(id, "_{:x}", u32::from(c));
        }
    }
    if !id.starts_with(begins_name) {
        id.insert(0, '_');
    }
    id
}

/// What a name may begin with: `NameStartChar` of XML 1.0 without the colon. Not every letter is among it.
fn begins_name(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

#[cfg(test)]
mod tests {
    use super::{clean, id};

    #[test]
    fn names_are_names_of_xml() {
        assert_eq!(id("II.A.6"), "II.A.6");
        assert_eq!(id("1 x"), "_1-x");
        assert_eq!(id("ein-schöner-tag"), "ein-schöner-tag");
        assert_eq!((id("step-½"), id("step-²")), ("step-_bd".to_owned(), "step-_b2".to_owned()));
    }

    #[test]
    fn what_xml_can_not_hold_is_left_out() {
        assert_eq!(clean("a\u{0}\u{8}\u{B}\u{1F}\u{7F}\u{85}\u{FFFE}\u{FFFF}\tb\n"), "a\tb\n");
    }
}
