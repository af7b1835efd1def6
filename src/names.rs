//! Names that a file can have on every system.
//!
//! Windows refuses some that others take. A site is unzipped there by readers, so no file of it may have one, wherever it
//! is built.

use std::borrow::Cow;

/// What Windows takes for a device, whatever ending stands behind it.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// The same with a digit behind it.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// The path, parted by `/`, as every system takes it: itself, where nothing is wrong with it.
pub fn fit(path: &str) -> Cow<'_, str> {
    let is_fit = path.split('/').all(|part| fit_part(part) == part);
    if is_fit { path.into() } else { path.split('/').map(fit_part).collect::<Vec<_>>().join("/").into() }
}

fn fit_part(part: &str) -> String {
    let refused =
        |c: char| c.is_ascii_control() || matches!(c, '<' | '>' | ':' | '"' | '\\' | '|' | '?' | '*');
    let name = part.replace(refused, "-");
    // Windows drops dots and spaces at the end without a word.
    let kept = name.trim_end_matches(['.', ' ']);
    let name = if kept.len() < name.len() { format!("{kept}-") } else { name };
    beside_device(name)
}

/// The name with a hyphen where it would be that of a device: `aux-.html` for `aux.html`.
pub(crate) fn beside_device(mut name: String) -> String {
    let end = name.find('.').unwrap_or(name.len());
    let device = name[..end].trim_end().to_ascii_lowercase();
    let is_numbered = || {
        let digit = NUMBERED_DEVICES.iter().find_map(|device_name| device.strip_prefix(device_name));
        digit.is_some_and(|digit| {
            let mut signs = digit.chars();
            matches!(signs.next(), Some('1'..='9' | '¹' | '²' | '³')) && signs.next().is_none()
        })
    };
    if DEVICES.contains(&device.as_str()) || is_numbered() {
        name.insert(end, '-');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_every_system_takes_stay() {
        for good in [
            "index.html",
            "a b/c.pdf",
            "größe.md",
            "it’s.pdf",
            ".well-known/x",
            "auxiliary.md",
            "com10",
            "con-",
            "comma.html",
            "🌱.pdf",
        ] {
            assert_eq!(fit(good), good);
        }
    }

    #[test]
    fn names_that_windows_refuses_are_told_from_others() {
        for (bad, instead) in [
            ("topics/aux.html", "topics/aux-.html"),
            ("CON", "CON-"),
            ("nul.tar.gz", "nul-.tar.gz"),
            ("com1.pdf", "com1-.pdf"),
            ("LPT³", "LPT³-"),
            ("a./b.html", "a-/b.html"),
            ("plan .", "plan-"),
            ("...", "-"),
            ("Session 1: what? \"now\".pdf", "Session 1- what- -now-.pdf"),
            ("a\\b<c>|*\t", "a-b-c----"),
        ] {
            assert_eq!(fit(bad), instead, "{bad}");
            assert_eq!(fit(instead), instead, "{bad}");
        }
    }
}
