//! Names by which people's files know what they are about.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Problem, Tallied};
use crate::source::Document;

/// Whether a name can stand in people's files as a key: small letters, digits and hyphens, with a letter, so that it
/// is no number, and nothing that means something to a script.
pub(super) fn is_id(name: &str) -> bool {
    name.starts_with(char::is_alphanumeric)
        && name.contains(char::is_alphabetic)
        && name.chars().all(|c| c == '-' || c.is_alphanumeric() && !c.is_uppercase())
        && !matches!(name, "constructor" | "prototype")
}

pub(super) fn check_file_name<Y>(document: &Document<Y>, what: &'static str, diagnostics: &mut Tallied) {
    let id = document.stem();
    if !is_id(id) {
        diagnostics.push(Diagnostic::at(document.head(), Problem::BadId { what, id: id.to_owned() }));
    }
}

/// Names that must be fit for a key and differ from one another.
pub(super) fn check_ids<'i, Y>(
    document: &Document<Y>,
    what: &'static str,
    list: &str,
    ids: impl Iterator<Item = &'i str>,
    diagnostics: &mut Tallied,
) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (index, id) in ids.enumerate() {
        let place = |index: usize| document.yaml_place(&[list, &index.to_string(), "id"]);
        let id_owned = id.to_owned();
        if !is_id(id) {
            diagnostics.push(Diagnostic::at(place(index), Problem::BadId { what, id: id_owned }));
        } else if let Some(first) = seen.insert(id, index) {
            diagnostics.push(
                Diagnostic::at(place(index), Problem::DuplicateId { what, id: id_owned })
                    .with_related(place(first), "the first one is here"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_peoples_files_are_keys() {
        for good in ["not-applicable", "2nd-look", "über", "a"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "4", "-a", "N/A", "a b", "Not-Applicable", "__proto__", "constructor"] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
