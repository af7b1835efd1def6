//! Codes: how a place in a list is written, and read back.

use crate::source::front_matter::Numbering;

impl Numbering {
    /// The number `n` (from 1) as this level writes it.
    pub fn format(self, n: usize) -> String {
        match self {
            Self::Decimal => n.to_string(),
            Self::UpperAlpha => alpha(n),
            Self::LowerAlpha => alpha(n).to_lowercase(),
            Self::UpperRoman => roman(n),
            Self::LowerRoman => roman(n).to_lowercase(),
        }
    }

    /// The number that `text` writes at this level; `None` if this level would write it otherwise.
    pub fn parse(self, text: &str) -> Option<usize> {
        let n = match self {
            Self::Decimal => text.parse().ok()?,
            Self::UpperAlpha => parse_alpha(text)?,
            Self::LowerAlpha => parse_alpha(&text.to_uppercase())?,
            Self::UpperRoman => parse_roman(text)?,
            Self::LowerRoman => parse_roman(&text.to_uppercase())?,
        };
        (n > 0 && self.format(n) == text).then_some(n)
    }
}

/// A, B … Z, AA, AB …
fn alpha(mut n: usize) -> String {
    let mut letters = Vec::new();
    while n > 0 {
        n -= 1;
        letters.push(char::from(b'A' + u8::try_from(n % 26).unwrap_or(0)));
        n /= 26;
    }
    letters.iter().rev().collect()
}

fn parse_alpha(text: &str) -> Option<usize> {
    text.chars().try_fold(0_usize, |n, letter| {
        let digit = letter.is_ascii_uppercase().then(|| letter as usize - 'A' as usize + 1)?;
        n.checked_mul(26)?.checked_add(digit)
    })
}

const ROMAN: [(usize, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

/// Roman numerals as printed today; 4,000 and more in M's.
fn roman(mut n: usize) -> String {
    let mut text = String::new();
    for (value, letters) in ROMAN {
        while n >= value {
            text.push_str(letters);
            n -= value;
        }
    }
    text
}

fn parse_roman(mut text: &str) -> Option<usize> {
    let mut n = 0;
    for (value, letters) in ROMAN {
        while let Some(rest) = text.strip_prefix(letters) {
            n += value;
            text = rest;
        }
    }
    text.is_empty().then_some(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let all = [
            Numbering::Decimal,
            Numbering::UpperAlpha,
            Numbering::LowerAlpha,
            Numbering::UpperRoman,
            Numbering::LowerRoman,
        ];
        for numbering in all {
            for n in 1..2_000 {
                assert_eq!(numbering.parse(&numbering.format(n)), Some(n));
            }
        }
    }

    #[test]
    fn the_numbers_are_the_printed_ones() {
        assert_eq!(Numbering::UpperRoman.format(4), "IV");
        assert_eq!(Numbering::LowerAlpha.format(10), "j");
        assert_eq!(Numbering::UpperAlpha.format(28), "AB");
        for (numbering, wrong) in
            [(Numbering::UpperRoman, "IIII"), (Numbering::Decimal, "07"), (Numbering::LowerAlpha, "A")]
        {
            assert_eq!(numbering.parse(wrong), None);
        }
    }
}
