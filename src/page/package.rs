//! The page that a learning platform launches.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Plan;
use super::context::Html;
use crate::diagnostic::Diagnostic;

/// The page that a package begins with. It lies in the site's root.
pub const WRAPPER: &str = "sco.html";

/// Scripts and styles of packages, which a site on the web has no use for.
pub const ASSETS: [&str; 3] = ["assets/package-page.js", "assets/package.css", "assets/sco.js"];

/// First letters of the words that go to its script.
const SCRIPT_WORDS: &str = "package-";

/// `sco.html`, template `sco.html`.
#[derive(Serialize)]
struct Wrapper<'a> {
    /// The page in the frame, for those without scripts.
    start: &'a str,
    /// JSON, with `<` escaped.
    data_html: Html,
    /// The theme's words that begin with `package-`.
    words_html: Html,
}

impl Plan<'_> {
    /// The HTML of the page that a platform launches, which shows `start` and gives its script `data`.
    pub fn wrapper(&self, title: &str, start: &str, data: &impl Serialize) -> Result<Vec<u8>, Diagnostic> {
        let words: BTreeMap<&str, &str> = self.theme.words_with(SCRIPT_WORDS).collect();
        let page = self.maker(None, "", &self.pieces.room).page(WRAPPER, "sco", title, "", "");
        let wrapper = Wrapper { start, data_html: Html::json(data), words_html: Html::json(&words) };
        let mut html = Vec::new();
        self.theme.render(&page, "", &wrapper, &mut html)?;
        Ok(html)
    }
}
