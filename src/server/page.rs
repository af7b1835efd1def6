//! What is done to a page on its way to the browser, and the page that is shown while there is no site yet.

use std::fmt::Write as _;

use super::live::Shown;

/// The part of a page's policy that forbids it to connect to anything. Pages must write it exactly so; the
/// preview puts [`CONNECT_TO_PREVIEW`] in its place, without which a page could not learn that it has
/// changed.
pub const CONNECT_TO_NOTHING: &str = "connect-src 'none'";

/// What the preview writes for [`CONNECT_TO_NOTHING`].
pub const CONNECT_TO_PREVIEW: &str = "connect-src 'self'";

/// The policy of the pages of the preview itself.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/// Adds the reloading script to a page and allows it to connect to the preview.
pub(super) fn with_reload(html: &[u8], generation: &str) -> Vec<u8> {
    let script =
        format!("<script src=\"/__standpoint/reload.js\" data-generation=\"{generation}\" defer></script>");
    let at = rfind_ignoring_case(html, b"</body>").unwrap_or(html.len());
    let mut page = Vec::with_capacity(html.len() + script.len());
    page.extend_from_slice(&html[..at]);
    page.extend_from_slice(script.as_bytes());
    page.extend_from_slice(&html[at..]);
    allow_connection(&mut page);
    page
}

/// Only in the policy itself: a page may well be about policies.
fn allow_connection(page: &mut Vec<u8>) {
    let Some(name) = find_ignoring_case(page, b"content-security-policy") else { return };
    let Some(start) = page[..name].iter().rposition(|byte| *byte == b'<') else { return };
    let Some(end) = page[name..].iter().position(|byte| *byte == b'>').map(|at| name + at) else { return };
    // Templates may have escaped the quotes.
    for quote in ["'", "&#39;", "&#x27;"] {
        let nothing = CONNECT_TO_NOTHING.replace('\'', quote);
        let preview = CONNECT_TO_PREVIEW.replace('\'', quote);
        let found = page[start..end].windows(nothing.len()).position(|some| some == nothing.as_bytes());
        if let Some(at) = found {
            let at = start + at;
            page.splice(at..at + nothing.len(), preview.bytes());
            return;
        }
    }
}

fn find_ignoring_case(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|some| some.eq_ignore_ascii_case(wanted))
}

fn rfind_ignoring_case(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|some| some.eq_ignore_ascii_case(wanted))
}

/// The page shown while there is no site, because none could be built yet.
pub(super) fn without_site(problems: &[Shown], state: &str) -> Vec<u8> {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>The site can’t be built yet</title>\n\
         <link rel=\"stylesheet\" href=\"/__standpoint/reload.css\">\n\
         <script src=\"/__standpoint/reload.js\" data-state=\"{state}\" defer></script>\n</head>\n\
         <body class=\"page\">\n<main>\n<h1>The site can’t be built yet</h1>\n\
         <p>This page shows the site as soon as this is mended.</p>\n<ol>\n"
    );
    for problem in problems {
        let _ = write!(page, "<li><h2>{}</h2>", escape(&problem.message));
        let _ = write!(page, "<p class=\"place\">{}</p>", escape(&problem.place));
        if let Some(line) = &problem.line {
            let _ = write!(page, "<pre>{}</pre>", escape(line));
        }
        if let Some(help) = &problem.help {
            let _ = write!(page, "<p class=\"help\">{}</p>", escape(help));
        }
        page.push_str("</li>\n");
    }
    page.push_str("</ol>\n</main>\n</body>\n</html>\n");
    page.into_bytes()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::with_reload;

    fn served(html: &str) -> String {
        String::from_utf8(with_reload(html.as_bytes(), "1")).unwrap()
    }

    const SCRIPT: &str = "<script src=\"/__standpoint/reload.js\" data-generation=\"1\" defer></script>";

    #[test]
    fn the_script_comes_last_in_the_body() {
        assert_eq!(served("<body>a</body></html>"), format!("<body>a{SCRIPT}</body></html>"));
        assert_eq!(served("<BODY>a</body>b</BODY>"), format!("<BODY>a</body>b{SCRIPT}</BODY>"));
        assert_eq!(served("a"), format!("a{SCRIPT}"));
    }

    #[test]
    fn only_the_policy_is_changed() {
        let page = |csp: &str| {
            format!(
                "<p>connect-src 'none'</p><meta http-equiv=\"Content-Security-Policy\" content=\"{csp}\"><p>connect-src 'none'</p>"
            )
        };
        for quote in ["'", "&#39;", "&#x27;"] {
            let csp =
                format!("default-src {quote}self{quote}; connect-src {quote}none{quote}; img-src data:");
            assert_eq!(served(&page(&csp)), page(&csp.replace("none", "self")) + SCRIPT);
        }
        assert_eq!(served(&page("default-src 'self'")), page("default-src 'self'") + SCRIPT);
        assert_eq!(served("<p>connect-src 'none'"), format!("<p>connect-src 'none'{SCRIPT}"));
    }
}
