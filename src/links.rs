//! Where links between files lead.

/// Where a link to `path` leads that stands in the file `from`. A path that begins with a slash starts where `from` does.
/// `None` if it leads out of there.
pub fn join(from: &str, path: &str) -> Option<String> {
    let path = percent_decoded(path);
    let mut pieces: Vec<&str> = from.split('/').collect();
    pieces.pop();
    if path.starts_with('/') {
        pieces.clear();
    }
    for piece in path.split('/') {
        match piece {
            "" | "." => {}
            ".." => {
                pieces.pop()?;
            }
            piece => pieces.push(piece),
        }
    }
    Some(pieces.join("/"))
}

/// A path with its `%20` and the like as the characters they stand for.
pub fn percent_decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) if byte == b'%' => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn a_link_leads_from_the_folder_of_its_file() {
        assert_eq!(join("guides/a.md", "../topics/b.md").as_deref(), Some("topics/b.md"));
        assert_eq!(join("guides/a.md", "./img//x%20y.png").as_deref(), Some("guides/img/x y.png"));
        assert_eq!(join("guides/a.md", "/topics/b.md").as_deref(), Some("topics/b.md"));
        assert_eq!(join("/home/me/guides/a.md", "../b.md").as_deref(), Some("/home/me/b.md"));
        assert_eq!(join("guides/a.md", "../../etc/passwd"), None);
    }
}
