//! Filler prose: sentences that read like practice notes and say nothing, the same for the same seed.

/// A small pseudo-random generator (splitmix64): the corpus must be the same on every machine and in every year.
pub struct Dice(u64);

impl Dice {
    /// A generator that always rolls the same for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("a number below a usize is one")
    }

    /// One of these.
    pub fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

const WHO: [&str; 12] = [
    "the worker",
    "a colleague",
    "the newest member",
    "an observer",
    "the supervisor",
    "a quiet member",
    "the agency",
    "a visitor",
    "the co-leader",
    "an older member",
    "the whole team",
    "a parent",
];

const DOES: [&str; 14] = [
    "names",
    "revisits",
    "weighs",
    "writes down",
    "puts off",
    "asks about",
    "questions",
    "shares",
    "prepares",
    "sums up",
    "defends",
    "drops",
    "welcomes",
    "compares",
];

const WHAT: [&str; 16] = [
    "a plan",
    "the first agreement",
    "an old habit",
    "the open question",
    "a fair share of the time",
    "the second draft",
    "a common purpose",
    "the shape of the room",
    "an unspoken rule",
    "a small success",
    "the cost of waiting",
    "what was promised",
    "the next step",
    "a difference of opinion",
    "the reason for the rule",
    "an early ending",
];

const WHEN: [&str; 12] = [
    "before the second meeting",
    "while others look on",
    "at the end of a long day",
    "when nobody expects it",
    "as soon as the door is closed",
    "in front of the funder",
    "without a word of blame",
    "after some weeks of silence",
    "in the middle of the argument",
    "for the third time",
    "once the numbers are known",
    "with more patience than usual",
];

const AND_THEN: [&str; 8] = [
    "and the talk goes on from there",
    "which is not the same as agreeing",
    "so that less is left to chance",
    "though few would say so aloud",
    "and somebody keeps the record",
    "as the last review had advised",
    "or at least makes room for it",
    "and that settles more than it seems to",
];

const DUTIES: [&str; 8] = [
    "Make sure that",
    "See to it that",
    "Find out whether",
    "Keep in mind how often",
    "Record each time that",
    "Take part wherever",
    "Leave room for the case that",
    "Notice early when",
];

const NAMES: [&str; 20] = [
    "Patience",
    "Records",
    "Openings",
    "Endings",
    "Fairness",
    "Listening",
    "Planning",
    "Trust",
    "Conflict",
    "Review",
    "Silence",
    "Leadership",
    "Purpose",
    "Access",
    "Safety",
    "Learning",
    "Resources",
    "Change",
    "Belonging",
    "Language",
];

/// Who does what, when: a clause without capital or full stop.
pub fn clause(dice: &mut Dice) -> String {
    format!("{} {} {} {}", dice.pick(&WHO), dice.pick(&DOES), dice.pick(&WHAT), dice.pick(&WHEN))
}

/// A sentence of running prose.
pub fn sentence(dice: &mut Dice) -> String {
    let clause = clause(dice);
    if dice.below(3) == 0 {
        format!("{}.", capital(&clause))
    } else {
        format!("{}, {}.", capital(&clause), dice.pick(&AND_THEN))
    }
}

/// A sentence as a standard would put it.
pub fn duty(dice: &mut Dice) -> String {
    let second = if dice.below(2) == 0 { format!(", {}", dice.pick(&AND_THEN)) } else { String::new() };
    format!("{} {}{second}.", dice.pick(&DUTIES), clause(dice))
}

/// An open question.
pub fn question(dice: &mut Dice) -> String {
    let who = dice.pick(&WHO);
    let what = dice.pick(&WHAT);
    let when = dice.pick(&WHEN);
    format!(
        "Think of a time when {who} came to you with {what} {when}. What did you do, and what did you leave undone?"
    )
}

/// A title that is different for every number.
pub fn title(number: usize) -> String {
    let name = NAMES[number % NAMES.len()];
    match number / NAMES.len() {
        0 => name.to_owned(),
        round => {
            let other = NAMES[(number + round * 7) % NAMES.len()];
            format!("{name} and {} {}", other.to_lowercase(), round + 1)
        }
    }
}

/// Things and deeds that the prose speaks of: good to be defined in a glossary, since statements use them.
pub fn defined_terms() -> impl Iterator<Item = &'static str> {
    let bare = |words: &'static str| {
        let article = ["a ", "an ", "the "].iter().find_map(|article| words.strip_prefix(article));
        article.unwrap_or(words)
    };
    WHAT.iter().chain(&WHO).map(move |words| bare(words))
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
