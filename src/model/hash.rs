//! Which words somebody saw.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// Bytes of the digest that are kept: 16 hexadecimal digits.
const KEPT: usize = 8;

/// The first 16 hexadecimal digits of the SHA-256 of the words as UTF-8, every run of white space counted as one space
/// and none at the ends. An answer carries it, so that it is known later which words it was given to; where a line
/// breaks in the source makes no difference.
pub fn word_hash(words: &str) -> String {
    let collapsed = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let digest = Sha256::digest(collapsed.as_bytes());
    digest.iter().take(KEPT).fold(String::with_capacity(2 * KEPT), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

#[cfg(test)]
mod tests {
    use super::word_hash;

    #[test]
    fn only_the_words_count() {
        // printf 'Group dynamics.' | sha256sum
        assert_eq!(word_hash("Group dynamics."), "12b10a2f5e8eefcf");
        assert_eq!(word_hash(" Group\n\n   dynamics.\n"), word_hash("Group dynamics."));
        assert_ne!(word_hash("Group dynamic."), word_hash("Group dynamics."));
        assert_ne!(word_hash("group dynamics."), word_hash("Group dynamics."));
    }
}
