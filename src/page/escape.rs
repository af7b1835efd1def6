//! Text as it stands in HTML.

/// Appends `text` escaped for HTML text and attribute values.
pub fn escape(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}

/// Appends an address escaped for an attribute value.
pub fn escape_href(html: &mut String, address: &str) {
    if address.contains(' ') {
        escape(html, &address.replace(' ', "%20"));
    } else {
        escape(html, address);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped() {
        let mut html = String::new();
        escape(&mut html, "a <b> & “c” \"d\" 'e'");
        assert_eq!(html, "a &lt;b&gt; &amp; “c” &quot;d&quot; &#39;e&#39;");
    }
    #[test]
    fn an_address_has_no_spaces() {
        let mut html = String::new();
        escape_href(&mut html, "topics/Würde & Trust.html#a\"b");
        assert_eq!(html, "topics/Würde%20&amp;%20Trust.html#a&quot;b");
    }
}
