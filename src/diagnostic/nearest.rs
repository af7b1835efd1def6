//! The name that was probably meant, and names as messages list them.

use std::sync::atomic::{AtomicUsize, Ordering};

/// The most characters of a name for which another is proposed.
const LONGEST_NAME: usize = 100;

/// The name nearest to `wanted`, if one is near enough to be a slip of the hand.
///
/// Compared without regard to case by the optimal string alignment distance; at most a third of the letters may
/// differ. Among equally near names one with the same letters comes first (61 for 16), then the one that agrees the
/// longest from its beginning, then the one whose number is nearest (3 for 4).
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest_of(wanted, &mut names.into_iter())
}

/// The same, which is compiled once and not for every kind of list.
fn nearest_of(wanted: &str, names: &mut dyn Iterator<Item = &str>) -> Option<String> {
    // Comparing takes time with the square of the length, and nobody types so long a name.
    if wanted.len() > 4 * LONGEST_NAME {
        return None;
    }
    let lower = wanted.to_lowercase();
    let letters = sorted_letters(&lower);
    let length = lower.chars().count();
    let allowed = (length / 3).max(1);
    names
        .filter(|name| name.len() <= 4 * LONGEST_NAME && name.chars().count().abs_diff(length) <= allowed)
        .filter_map(|name| {
            let candidate = name.to_lowercase();
            let distance = strsim::osa_distance(&lower, &candidate);
            let agrees = lower.chars().zip(candidate.chars()).take_while(|(a, b)| a == b).count();
            let gap = trailing_number(&lower).abs_diff(trailing_number(&candidate));
            let other_letters = sorted_letters(&candidate) != letters;
            (distance <= allowed).then_some((distance, other_letters, std::cmp::Reverse(agrees), gap, name))
        })
        .min()
        .map(|(.., name)| name.to_owned())
}

/// The most names that a message lists.
const MOST_LISTED: usize = 20;

/// Names as a message lists them: no more than a person looks through.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut names = names.into_iter();
    let mut listed: Vec<String> = names.by_ref().take(MOST_LISTED).map(ToOwned::to_owned).collect();
    listed.extend(names.next().map(|_| "…".to_owned()));
    listed
}

/// Proposals for names that lead nowhere, as [`nearest`] makes them, for as long as that takes no time that anybody would
/// notice: where a hundred thousand names lead nowhere, each would be compared with every name that there is.
#[derive(Debug)]
pub struct Proposals {
    /// How many pairs of letters may still be compared.
    left: AtomicUsize,
}

impl Default for Proposals {
    fn default() -> Self {
        Self { left: AtomicUsize::new(100_000_000) }
    }
}

impl Proposals {
    /// The name nearest to `wanted`; none where enough have been proposed.
    pub fn nearest<'a>(&self, wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
        self.nearest_of(wanted, &mut names.into_iter())
    }

    fn nearest_of(&self, wanted: &str, names: &mut dyn Iterator<Item = &str>) -> Option<String> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return None;
        }
        let mut compared = 0;
        let mut names = names.inspect(|name| compared += 16 + name.len() * wanted.len());
        let found = nearest_of(wanted, &mut names);
        self.spend(compared);
        found
    }

    /// Those of all pages of a site: as many as a few pages have in which nothing leads anywhere.
    pub fn of_a_site() -> Self {
        Self { left: AtomicUsize::new(1_000_000_000) }
    }

    /// The share that one page has in these.
    pub fn share(&self) -> Share<'_> {
        Share { own: Self::default(), all: self }
    }

    fn spend(&self, compared: usize) {
        let less = |left: usize| Some(left.saturating_sub(compared));
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }
}

/// Proposals for one page among many: it gets no more than its share, and all together no more than there are.
#[derive(Debug)]
pub struct Share<'a> {
    own: Proposals,
    all: &'a Proposals,
}

impl<'a> Share<'a> {
    /// Another of the same.
    #[must_use]
    pub fn another(&self) -> Share<'a> {
        self.all.share()
    }

    /// The name nearest to `wanted`; none where enough have been proposed.
    pub fn nearest<'n>(&self, wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
        if self.all.left.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let before = self.own.left.load(Ordering::Relaxed);
        let found = self.own.nearest_of(wanted, &mut names.into_iter());
        self.all.spend(before - self.own.left.load(Ordering::Relaxed));
        found
    }
}

/// The number or the single letter at the end of a code as a number, 0 if there is none.
fn trailing_number(name: &str) -> u64 {
    let digits = name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    match name[digits..].parse() {
        Ok(number) => number,
        Err(_) => match name.rsplit('.').next().map(str::as_bytes) {
            Some([letter]) => u64::from(*letter),
            _ => 0,
        },
    }
}

fn sorted_letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::{Proposals, nearest};

    #[test]
    fn pages_get_proposals_for_as_long_as_there_are_any_for_all() {
        let (wanted, near, far) = ("a".repeat(300), "a".repeat(299) + "b", "b".repeat(120));
        let names = || std::iter::repeat_n(far.as_str(), 1_000).chain([near.as_str()]);
        let all = Proposals::of_a_site();
        let served = (0..100).filter(|_| {
            let share = all.share();
            let given: Vec<bool> = (0..4).map(|_| share.nearest(&wanted, names()).is_some()).collect();
            assert!(!given[3], "no page gets more than its share");
            given[0]
        });
        assert_eq!(served.count(), 10);
    }

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        assert_eq!(nearest("titel", ["title", "kind"]).as_deref(), Some("title"));
        assert_eq!(nearest("II.A.61", ["II.A.6", "II.A.16", "II.A.1"]).as_deref(), Some("II.A.16"));
        assert_eq!(nearest("II.A.61", ["II.A.11", "II.A.6"]).as_deref(), Some("II.A.6"));
        assert_eq!(nearest("weather", ["title", "kind"]), None);
    }
}
