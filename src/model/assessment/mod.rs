//! Assessments: which statements are asked about, on which scales, with which reflection models.

mod read;

use std::collections::BTreeMap;

pub(super) use self::read::add;
use super::{AssessmentId, NodeId, ReflectionId, ScaleId, Site};
use crate::source::assessment::GroupBy;
use crate::source::markdown::{Heading, Prose};

/// Seconds that one answer takes, on average: reading the statement is shared by its scales.
const SECONDS_AN_ANSWER: usize = 8;

/// A definition of what is asked.
#[derive(Debug)]
pub struct Assessment {
    /// The name of its file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Its introduction.
    pub prose: Prose,
    /// Path within the content folder.
    pub path: String,
    /// Headings of the introduction.
    pub headings: Vec<Heading>,
    /// The statements to rate, each once, leaves only: those of one section together, and within it those of one
    /// part, in the order in which the selection first meets them.
    pub items: Vec<NodeId>,
    /// The scales, in the order they are asked: at least one.
    pub scales: Vec<ScaleId>,
    /// Reflection models, in order.
    pub reflections: Vec<ReflectionId>,
    /// Whether prompts are shown with the statements.
    pub prompts: bool,
    /// Who gives answers: at least one, the first about themself.
    pub roles: Vec<String>,
    /// What results are grouped by.
    pub group_by: Vec<GroupBy>,
    /// The fewest rated answers for which a group is summed up.
    pub minimum: usize,
    /// What is worth talking about.
    pub talk: Option<Talk>,
    /// The scale that shows strengths.
    pub strength: Option<ScaleId>,
    /// Earlier addresses.
    pub aliases: Vec<String>,
}

impl Assessment {
    /// How many minutes it takes, roughly.
    pub fn minutes(&self) -> usize {
        (self.items.len() * self.scales.len() * SECONDS_AN_ANSWER).div_ceil(60)
    }
}

/// High on one scale, low on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Talk {
    /// The scale on which the answer is high.
    pub high_on: ScaleId,
    /// The scale on which it is low.
    pub low_on: ScaleId,
}

/// A question with labelled points.
#[derive(Debug)]
pub struct Scale {
    /// The name of its file.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The question, as one asks oneself.
    pub question: String,
    /// The question, as it is put to somebody else.
    pub question_other: String,
    /// Two to seven, the lowest first.
    pub points: Vec<Point>,
    /// Answers that are no point.
    pub specials: Vec<Special>,
}

/// A point of a scale.
#[derive(Debug)]
pub struct Point {
    /// Its label.
    pub label: String,
    /// What one would see at this point.
    pub anchor: Option<String>,
}

/// An answer beside the scale.
#[derive(Debug)]
pub struct Special {
    /// Its permanent name.
    pub id: String,
    /// Its label.
    pub label: String,
}

/// A way to think something over in steps.
#[derive(Debug)]
pub struct ReflectionModel {
    /// The name of its file.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Where it is from.
    pub source: String,
    /// A short introduction.
    pub prose: Prose,
    /// Path within the content folder.
    pub path: String,
    /// Headings of the introduction.
    pub headings: Vec<Heading>,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// A step of a reflection model.
#[derive(Debug)]
pub struct Step {
    /// Its permanent name.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it asks.
    pub question: String,
}

impl Site {
    /// Codes of earlier editions, each with the code that carries it on.
    pub fn moved(&self) -> BTreeMap<&str, &str> {
        let nodes = self.nodes.iter();
        nodes.flat_map(|node| node.supersedes.iter().map(|old| (old.as_str(), node.code.as_str()))).collect()
    }

    /// The assessment on whose page a reflection model stands first, if any uses it.
    pub(super) fn first_with(&self, reflection: ReflectionId) -> Option<AssessmentId> {
        self.assessments.iter().position(|assessment| assessment.reflections.contains(&reflection))
    }
}
