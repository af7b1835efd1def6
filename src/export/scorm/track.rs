//! What a package tells a platform of: answers on scales, or lessons and checks.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::export::Failure;
use crate::export::what::What;
use crate::model::{AssessmentId, Question, Site, Target};
use crate::page::address::Addresses;

/// Characters of the sign.
const SIGN: usize = 8;
/// Characters of the time of the last answer, at most.
const WHEN: usize = 7;
/// Characters of the occasion, at most: its id, kind and date, each after a colon.
const OCCASION: usize = 37 + 9 + 11;
/// Points of a scale that have a character: 1 … 9 A … Z.
const POINTS: usize = 35;
/// Specials of a scale that have one: a … z.
const SPECIALS: usize = 26;

/// What is tracked, as the scripts are given it.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Track<'a> {
    Ratings { assessment: &'a str, items: Vec<&'a str>, scales: Vec<Scale<'a>>, sign: String },
    Progress { course: &'a str, lessons: Vec<&'a str>, checks: Vec<Check<'a>>, sign: String },
}

#[derive(Serialize)]
pub(super) struct Scale<'a> {
    id: &'a str,
    points: usize,
    specials: Vec<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Check<'a> {
    id: &'a str,
    /// How many questions can be marked.
    of: usize,
}

impl<'a> Track<'a> {
    pub(super) fn of(site: &'a Site, what: What) -> Result<Self, Failure> {
        if let What::Assessment(id) = what {
            return Self::ratings(site, id);
        }
        // Anything else has lessons.
        let Some((course, meant)) = what.lessons(site) else {
            return Err(Failure::new("There are no lessons."));
        };
        let lessons: Vec<&str> = meant.iter().map(|at| course.lessons[*at].id.as_str()).collect();
        let checks = meant.iter().flat_map(|at| &course.lessons[*at].checks);
        let checks: Vec<Check> = checks
            .map(|at| &course.checks[*at])
            .map(|check| Check {
                id: &check.id,
                of: check.questions.iter().filter(|question| Question::is_marked(question)).count(),
            })
            .collect();
        let sign = sign(&(&course.id, &lessons, &checks));
        Ok(Self::Progress { course: &course.id, lessons, checks, sign })
    }

    fn ratings(site: &'a Site, id: AssessmentId) -> Result<Self, Failure> {
        let assessment = &site.assessments[id];
        let items: Vec<&str> = assessment.items.iter().map(|node| site.nodes[*node].code.as_str()).collect();
        let mut scales = Vec::new();
        for scale in assessment.scales.iter().map(|scale| &site.scales[*scale]) {
            if scale.points.len() > POINTS || scale.specials.len() > SPECIALS {
                return Err(Failure::new(format!(
                    "“{}” can’t be packed: its scale “{}” has more than {POINTS} points or {SPECIALS} further answers, and each must have a sign of one character.",
                    assessment.title, scale.title,
                )));
            }
            let specials = scale.specials.iter().map(|special| special.id.as_str()).collect();
            scales.push(Scale { id: &scale.id, points: scale.points.len(), specials });
        }
        let sign = sign(&(&assessment.id, &items, &scales));
        Ok(Self::Ratings { assessment: &assessment.id, items, scales, sign })
    }

    /// The length of what a platform keeps, as `scripts/package/code.js` writes it.
    pub(super) fn length(&self) -> usize {
        let head = 1 + SIGN + 1;
        match self {
            Self::Ratings { items, scales, .. } => head + items.len() * scales.len() + 1 + WHEN + OCCASION,
            Self::Progress { lessons, checks, .. } => head + lessons.len() + 1 + 4 * checks.len(),
        }
    }
}

/// A sign of what is tracked, so that what was kept for other things is not taken for it.
fn sign(of: &impl Serialize) -> String {
    let text = serde_json::to_string(of).unwrap_or_default();
    let hash = Sha256::digest(text.as_bytes());
    format!("{:08x}", u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]))
}

/// The page that it begins with, and how the addresses begin of those that can be gone back to.
pub(super) fn pages(site: &Site, what: What) -> (String, String) {
    let addresses = Addresses::new(site);
    let start = addresses.of(
        site,
        match what {
            What::Course(id) | What::Unit(id, _) => Target::Course(id),
            What::Lesson(id) => Target::Lesson(id),
            What::Assessment(id) => Target::Assessment(id),
        },
    );
    let home = match what {
        What::Assessment(_) => start.clone(),
        _ => start.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned() + "/",
    };
    let start = match what {
        What::Unit(id, unit) => format!("{home}unit-{}.html", site.courses[id].units[unit].id),
        _ => start,
    };
    (start, home)
}
