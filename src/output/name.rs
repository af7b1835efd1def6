//! Names of files within the site: relative, parted by `/`, the same on every system.

use std::path::{Component, Path};

/// The list of our files, in the output itself.
pub(super) const MANIFEST: &str = ".standpoint-manifest.json";

/// Where a build keeps what is not in place yet, when it must do so inside the output.
pub(super) const SCRATCH: &str = ".standpoint-build";

/// Whether `path` can be the name of a file of the site: every segment an ordinary name, so that it can lead
/// nowhere but into the output, and none of it a name that we need ourselves.
pub(super) fn is_good(path: &str) -> bool {
    let ordinary = |segment: &str| {
        let mut components = Path::new(segment).components();
        matches!((components.next(), components.next()), (Some(Component::Normal(name)), None) if name == segment)
    };
    !path.contains('\0')
        && path.split('/').all(ordinary)
        && !is_reserved(path.split('/').next().unwrap_or(path))
}

/// Whether an entry of the output folder with this name is neither a page nor somebody else's, but ours.
pub(super) fn is_reserved(name: &str) -> bool {
    name == MANIFEST || name == SCRATCH
}

/// The folder a file is in: `standards` for `standards/II.html`, and the empty name for the output itself.
pub(super) fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..at])
}

/// The folders a file is in, from the nearest outwards, without the output itself.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::{folders_of, is_good};

    #[test]
    fn a_name_leads_nowhere_but_into_the_output() {
        for good in [
            "index.html",
            "standards/II.A.6.html",
            "a b/%20#?.html",
            "…/é.html",
            "..a/b..",
            ".nojekyll",
            "a\\b",
        ] {
            assert!(is_good(good) || cfg!(windows), "{good:?}");
        }
        for bad in [
            "",
            "/",
            "/etc/passwd",
            "a//b",
            "a/",
            "..",
            "../a",
            "a/..",
            "a/../b",
            ".",
            "./a",
            "a/.",
            "a\0b",
            ".standpoint-manifest.json",
            ".standpoint-build/x",
        ] {
            assert!(!is_good(bad), "{bad:?}");
        }
    }

    #[test]
    fn folders_are_told_from_the_nearest_outwards() {
        assert_eq!(folders_of("a/b/c.html").collect::<Vec<_>>(), ["a/b", "a"]);
        assert_eq!(folders_of("c.html").count(), 0);
    }
}
