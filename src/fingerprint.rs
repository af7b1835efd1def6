//! What tells bytes from others: short, quick, and the same everywhere.
//!
//! It finds out what changed, and guards against nobody: whoever can write the files it compares needs no trick.

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The fingerprint of one file's bytes, or of many files together. XXH3, 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// Of named things together, whatever order they come in.
    pub fn of_all<N: AsRef<str>>(parts: impl IntoIterator<Item = (N, Self)>) -> Self {
        let mut parts: Vec<(N, Self)> = parts.into_iter().collect();
        parts.sort_unstable_by(|(a, _), (b, _)| a.as_ref().cmp(b.as_ref()));
        let mut hasher = Xxh3::new();
        for (name, Self(of)) in &parts {
            hasher.update(&(name.as_ref().len() as u64).to_le_bytes());
            hasher.update(name.as_ref().as_bytes());
            hasher.update(&of.to_le_bytes());
        }
        Self(hasher.digest128())
    }

    /// As it is written down: 32 digits.
    pub fn to_hex(self) -> String {
        format!("{:032x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    #[test]
    fn it_tells_names_bytes_and_where_they_end_apart() {
        let one = |name: &'static str, bytes: &str| (name, Fingerprint::of(bytes.as_bytes()));
        let all = |parts: &[(&'static str, Fingerprint)]| Fingerprint::of_all(parts.iter().copied());
        let these = all(&[one("a", "1"), one("b", "2")]);
        assert_eq!(these, all(&[one("b", "2"), one("a", "1")]));
        for other in [
            all(&[one("a", "2"), one("b", "1")]),
            all(&[one("a", "1")]),
            all(&[one("a", "1"), one("bb", "2")]),
            all(&[one("a", "1"), one("b", "2"), one("", "")]),
        ] {
            assert_ne!(these, other);
        }
        assert_eq!(
            Fingerprint::of(b"").to_hex(),
            "99aa06d3014798d86001c324468d497f",
            "as the method is published"
        );
    }
}
