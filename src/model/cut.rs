//! Where a text may be cut: between words, and in Chinese and Japanese, which have no spaces, between letters.

/// A piece of a text that is cut from no other at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'t> {
    /// Whether a space stands before it.
    pub spaced: bool,
    /// Its letters.
    pub text: &'t str,
}

impl Piece<'_> {
    /// How much room it takes with the space before it, in letters of which Chinese ones are two wide.
    pub fn width(self) -> usize {
        usize::from(self.spaced) + width(self.text)
    }

    /// Appends it, as the first piece or after another.
    pub fn append_to(self, text: &mut String) {
        if self.spaced && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(self.text);
    }
}

/// The pieces of a text with single spaces.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    text.split_whitespace().enumerate().flat_map(|(at, word)| {
        let mut rest = word;
        let may_be_cut = !is_narrow(word);
        std::iter::from_fn(move || {
            if !may_be_cut {
                let text = std::mem::take(&mut rest);
                return (!text.is_empty()).then_some(Piece { spaced: at > 0, text });
            }
            let mut letters = rest.char_indices();
            let (_, first) = letters.next()?;
            let end = letters
                .find(|(_, letter)| (is_wide(first) || is_wide(*letter)) && !closes(*letter))
                .map_or(rest.len(), |(end, _)| end);
            let spaced = at > 0 && rest.len() == word.len();
            let (text, left) = rest.split_at(end);
            rest = left;
            Some(Piece { spaced, text })
        })
    })
}

/// How much room a text takes.
pub fn width(text: &str) -> usize {
    let letters = text.chars().count();
    if is_narrow(text) { letters } else { letters + text.chars().filter(|letter| is_wide(*letter)).count() }
}

/// The first sentence. It ends at a full stop of Chinese or Japanese, or where a letter that may begin a sentence follows a
/// stop and a space; “e.g. a team” doesn't end.
pub fn sentence(text: &str) -> &str {
    let begins = |letter: char| letter.is_alphabetic() && !letter.is_lowercase();
    for (at, mark) in text.match_indices(['.', '؟', '۔', '。', '！', '？']) {
        let (before, after) = (&text[..at], &text[at + mark.len()..]);
        let ends = match mark {
            "." => {
                after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(begins))
                    && !before.ends_with(['.', ' '])
            }
            "؟" | "۔" => after.starts_with(' '),
            _ => !after.starts_with(closes),
        };
        if ends {
            return &text[..at + mark.len()];
        }
    }
    text
}

/// Whether a look at the bytes tells that no letter is wide, as in most texts: the first wide one begins with 0xE2.
fn is_narrow(text: &str) -> bool {
    text.bytes().all(|byte| byte < 0xE2)
}

/// Letters of Chinese and Japanese, and their signs.
fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

/// Signs that stand with what is before them.
fn closes(letter: char) -> bool {
    "、。，．；：？！）］｝」』】〕〉》”’…".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::{pieces, sentence, width};

    fn cut(text: &str) -> Vec<&str> {
        pieces(text).map(|piece| piece.text).collect()
    }

    #[test]
    fn a_text_is_cut_between_words() {
        assert_eq!(cut(" one,\n\ntwo"), ["one,", "two"]);
        assert_eq!(cut("ما يدفع"), ["ما", "يدفع"]);
    }

    #[test]
    fn chinese_is_cut_between_letters_but_not_before_a_stop() {
        assert_eq!(cut("了解ISO 9001，好。"), ["了", "解", "ISO", "9001，", "好。"]);
        assert_eq!(width("了解 ISO"), 8);
    }

    #[test]
    fn a_sentence_ends_as_its_language_ends_it() {
        assert_eq!(sentence("One. Two."), "One.");
        assert_eq!(
            sentence("Composition (e.g. gender) of groups. More"),
            "Composition (e.g. gender) of groups."
        );
        assert_eq!(sentence("了解什么。知道什么。"), "了解什么。");
        assert_eq!(sentence("يأتي في الموعد. ويخبر."), "يأتي في الموعد.");
        assert_eq!(sentence("متى بدأ؟ ومع من؟"), "متى بدأ؟");
    }
}
