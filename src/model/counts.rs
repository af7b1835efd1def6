//! How many documents of a kind there may be.
//!
//! Each of these is compared with others, or listed on pages, so that the work grows with the square of their number.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::source::limits::{ASSESSMENTS, CHECKS, COURSES, KINDS, SCALES, TOPICS};
use crate::source::{Document, Documents};

/// The first of which there are too many.
pub(super) fn too_many(documents: &Documents) -> Option<Diagnostic> {
    let found = kinds(documents)
        .or_else(|| beyond(&documents.topics, TOPICS, "topics"))
        .or_else(|| beyond(&documents.assessments, ASSESSMENTS, "self-assessments"))
        .or_else(|| beyond(&documents.scales, SCALES, "scales"))
        .or_else(|| beyond(&documents.reflections, SCALES, "reflection models"))
        .or_else(|| beyond(&documents.courses, COURSES, "courses"))
        .or_else(|| beyond_in_course(&documents.checks, "checks in this course"))
        .or_else(|| beyond_in_course(&documents.vignettes, "vignettes in this course"));
    let (place, limit, what) = found?;
    Some(Diagnostic::over_limit(place, limit, what, "make one of those that say nearly the same"))
}

type Beyond = Option<(Place, usize, &'static str)>;

fn kinds(documents: &Documents) -> Beyond {
    let framework = documents.framework.as_ref()?;
    framework.yaml.kinds.get(KINDS)?;
    Some((framework.yaml_place(&["kinds", &KINDS.to_string(), "id"]), KINDS, "kinds"))
}

fn beyond<Y>(documents: &[Document<Y>], limit: usize, what: &'static str) -> Beyond {
    Some((documents.get(limit)?.yaml_place(&["title"]), limit, what))
}

fn beyond_in_course<Y>(documents: &[Document<Y>], what: &'static str) -> Beyond {
    let mut counts: HashMap<Option<&str>, usize> = HashMap::new();
    let document = documents.iter().find(|document| {
        let count = counts.entry(document.path.split('/').nth(1)).or_default();
        *count += 1;
        *count > CHECKS
    })?;
    Some((document.yaml_place(&["title"]), CHECKS, what))
}
