//! The YAML of every kind of file, declared once.
//!
//! The same declarations read the files, give `standpoint schema` its JSON Schemas, and word the errors: a key's
//! `example` is what a message proposes when the key is missing.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::{JsonSchema, schema_for};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

/// `site.yaml`: the site as a whole.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SiteYaml {
    /// Title of the site.
    #[schemars(example = &"Standards for Practice")]
    pub title: String,
    /// One or two sentences that say what the site is; search engines show them.
    #[schemars(example = &"Our practice standards, with questions for reflection.")]
    pub description: String,
    /// The language of the content, such as `en` or `pt-BR` (BCP 47).
    #[serde(default = "english")]
    #[schemars(example = &"en")]
    pub language: String,
    /// Name of the theme: a folder in `themes/` beside the content folder. Left out, the built-in theme.
    pub theme: Option<String>,
    /// The web address that the site will have. Only for the sitemap, canonical links and link previews: the site
    /// itself works wherever it is put.
    #[schemars(example = &"https://example.org/standards/")]
    pub base_url: Option<String>,
    /// What the site has and allows.
    #[serde(default)]
    pub features: Features,
}

fn english() -> String {
    "en".to_owned()
}

/// What the site has and allows.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Features {
    /// Whether HTML in Markdown is used as HTML, and files that could run are published. Only for content you trust.
    pub raw_html: bool,
    /// Whether the site has a search.
    pub search: bool,
    /// Whether the site has the page Explore.
    pub explore: bool,
    /// Whether the site has the matrix of relations.
    pub matrix: bool,
    /// Whether statements have bookmarks, notes and highlights, and the site has flashcards.
    pub study: bool,
}

impl Default for Features {
    fn default() -> Self {
        Self { raw_html: false, search: true, explore: true, matrix: true, study: true }
    }
}

/// `standards/framework.yaml`: the published body of standards.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FrameworkYaml {
    /// A short permanent name; people's files carry it.
    #[schemars(example = &"my-standards-1")]
    pub id: String,
    /// Published title.
    #[schemars(example = &"Standards for Practice")]
    pub title: String,
    /// Edition as published, such as "Second Edition".
    #[schemars(example = &"First Edition")]
    pub edition: Option<String>,
    /// Who publishes it.
    #[schemars(example = &"An Association of Practitioners")]
    pub publisher: String,
    /// Short name of the publisher, for citations in running text.
    #[schemars(example = &"AAP")]
    pub publisher_short: Option<String>,
    /// The publisher's web address.
    #[schemars(example = &"https://example.org/")]
    pub publisher_url: Option<String>,
    /// Year of publication.
    #[schemars(example = 2026)]
    pub year: Option<i32>,
    /// Where the words were taken from, and what was mended in them.
    #[schemars(example = &"The printed first edition of 2026.")]
    pub source: String,
    /// The rights notice.
    #[schemars(example = &"© 2026 An Association of Practitioners")]
    pub rights: String,
    /// What may be done with copies, as the publisher says.
    pub rights_note: Option<String>,
    /// The entry in a list of references, the title between `*stars*`. Left out, it is made of the rest.
    pub citation: Option<String>,
    /// The language of the published words (BCP 47), where it is not that of the site.
    #[schemars(example = &"en")]
    pub language: Option<String>,
    /// How each level is numbered, from the section down. Left out, codes are taken as the files give them.
    #[serde(default)]
    #[schemars(example = vec![Numbering::UpperRoman, Numbering::UpperAlpha, Numbering::Decimal])]
    pub numbering: Vec<Numbering>,
    /// The kinds that parts can have, in order.
    #[serde(default)]
    pub kinds: Vec<KindYaml>,
    /// Which kind rests on which, for the matrix of relations.
    pub matrix: Option<MatrixYaml>,
}

/// How the numbers of one level are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    /// I, II, III, IV
    UpperRoman,
    /// i, ii, iii, iv
    LowerRoman,
    /// A, B, C
    UpperAlpha,
    /// a, b, c
    LowerAlpha,
    /// 1, 2, 3
    Decimal,
}

/// A kind of part.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct KindYaml {
    /// The name used in front matter.
    #[schemars(example = &"tasks")]
    pub id: String,
    /// The name that readers see.
    #[schemars(example = &"Tasks and skills")]
    pub title: String,
}

/// Rows and columns of the matrix of relations.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MatrixYaml {
    /// The kind in the rows: what is supported.
    #[schemars(example = &"tasks")]
    pub rows: String,
    /// The kind in the columns: what supports.
    #[schemars(example = &"knowledge")]
    pub columns: String,
}

/// A file of `standards/`: a section, a part with its statements, or a text before or after them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StandardYaml {
    /// Code of the section or part, such as `II` or `II.A`; for a text before or after the sections a name of its
    /// own, such as `purpose`.
    #[schemars(example = &"I.A")]
    pub id: String,
    /// Published title.
    #[schemars(example = &"Tasks and Skills")]
    pub title: String,
    /// A shorter title for menus and maps.
    #[schemars(example = &"Planning")]
    pub short_title: Option<String>,
    /// A kind from framework.yaml (`tasks`, `knowledge` …); `front` or `back` for a text before or after the
    /// sections.
    #[schemars(example = &"tasks")]
    pub kind: Option<String>,
    /// Order among texts before or after the sections, or in a framework without numbering.
    pub order: Option<u32>,
    /// What it stands under, in a framework without numbering.
    pub parent: Option<String>,
    /// Where a section lies on the home page's map.
    pub map: Option<MapPlace>,
    /// Topics of a section or part as a whole: for one whose words are not a list.
    #[serde(default)]
    pub topics: Vec<String>,
    /// Words to find the section or part by that it doesn't use itself.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Metadata of the statements by their number in the list: `6`, or `1.c` within a task group.
    #[serde(default, deserialize_with = "each_once")]
    pub statements: BTreeMap<String, StatementYaml>,
    /// Earlier addresses of the page, such as `standards/II-A.html`.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A mapping in which no key stands twice: the second would silently take the place of the first.
fn each_once<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, StatementYaml>, D::Error> {
    struct EachOnce;
    impl<'de> Visitor<'de> for EachOnce {
        type Value = BTreeMap<String, StatementYaml>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("a group of keys")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some((key, value)) = entries.next_entry::<String, StatementYaml>()? {
                if map.contains_key(&key) {
                    return Err(serde::de::Error::custom(format!("the key {key} stands here twice")));
                }
                map.insert(key, value);
            }
            Ok(map)
        }
    }
    from.deserialize_map(EachOnce)
}

/// Where a section lies on the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MapPlace {
    /// On the way, in order: a phase.
    #[default]
    Path,
    /// Under the whole way.
    Foundation,
    /// Around the whole way.
    Frame,
}

/// Metadata of one statement.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StatementYaml {
    /// The code, where it doesn't follow from numbering and place.
    pub code: Option<String>,
    /// Topics by the name of their file.
    #[serde(default)]
    #[schemars(example = vec!["planning"])]
    pub topics: Vec<String>,
    /// Words to be found by that the statement itself doesn't use.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Related statements by kind of relation.
    #[serde(default)]
    pub related: RelatedYaml,
    /// Earlier addresses of the page, such as `standards/II.A.5.html`.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Codes that the statement had in earlier editions; answers given there are shown beside it.
    #[serde(default)]
    #[schemars(example = vec!["II.A.5"])]
    pub supersedes: Vec<String>,
}

/// Related statements by kind of relation.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RelatedYaml {
    /// Statements that rest on this one: a task on knowledge, for instance.
    #[serde(default)]
    pub supports: Vec<String>,
    /// Earlier statements that this one carries on, in a later phase.
    #[serde(default)]
    pub continues: Vec<String>,
    /// Statements worth reading together with this one; it is enough to name them on one side.
    #[serde(default)]
    pub see_also: Vec<String>,
}

impl RelatedYaml {
    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.supports.is_empty() && self.continues.is_empty() && self.see_also.is_empty()
    }
}

/// Front matter of a topic.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TopicYaml {
    /// Name of the topic.
    #[schemars(example = &"Confidentiality")]
    pub title: String,
    /// One sentence that says what it is about.
    #[schemars(example = &"What stays in the room, and what can’t.")]
    pub summary: String,
    /// Earlier addresses of the page, such as `topics/privacy.html`.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// Front matter of a glossary entry.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TermYaml {
    /// The term as it stands in running text.
    #[schemars(example = &"mutual aid")]
    pub term: String,
    /// Other names and forms; one that ends in `.html` is an earlier address of the page.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Codes of the statements where it matters.
    #[serde(default)]
    pub statements: Vec<String>,
}

/// Front matter of a guide.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct GuideYaml {
    /// Title of the guide.
    #[schemars(example = &"For students")]
    pub title: String,
    /// One sentence that says what it helps with.
    #[schemars(example = &"How to read the standards in a first course.")]
    pub summary: String,
    /// Place among the guides; lower comes first.
    #[serde(default)]
    pub order: u32,
    /// Earlier addresses of the page, such as `guides/reading.html`.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// Which line of dashes is missing.
pub(super) enum Missing {
    Opening,
    /// The closing one; it belongs under the line with these bytes.
    Closing(Range<usize>),
    /// One or both, for the line with these bytes is of other dashes.
    Dashes(Range<usize>),
}

/// Whether there is front matter, but not at the very beginning: a line of three dashes, and then a key.
pub(super) fn begins_late(text: &str) -> bool {
    // Nobody puts more before it.
    let mut lines = text.lines().take(100).skip_while(|line| line.trim() != "---").skip(1);
    let key = lines.next().and_then(|line| line.split_once(':')).map_or("", |(key, _)| key);
    !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

/// Whether a line is dashes and nothing else, and not three typed ones: `—`, as word processors make of those, or `-----`.
/// A single one begins an item of a list.
fn are_other_dashes(line: &str) -> bool {
    let line = line.trim();
    let is_dash = |c: char| matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−');
    !line.is_empty() && line.chars().all(is_dash) && !matches!(line, "-" | "---")
}

/// Where the front matter and the body of a Markdown file are.
pub(super) fn split(text: &str) -> Result<(Range<usize>, Range<usize>), Missing> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != "---" {
        let odd = are_other_dashes(first);
        return Err(if odd { Missing::Dashes(0..first.trim_end().len()) } else { Missing::Opening });
    }
    let start = first.len();
    let mut at = start;
    let mut last_key = 0..3;
    let mut ended = false;
    for line in lines {
        let words = line.trim_end();
        if words == "---" {
            return Ok((start..at, at + line.len()..text.len()));
        }
        ended |= words.is_empty();
        if !ended && (are_other_dashes(words) || matches!(words, "..." | "…")) {
            return Err(Missing::Dashes(at..at + words.len()));
        }
        if !ended {
            last_key = at..at + words.len();
        }
        at += line.len();
    }
    Err(Missing::Closing(last_key))
}

/// The bytes of the front matter of a Markdown file.
pub(super) fn length(text: &str) -> usize {
    split(text).map_or(0, |(yaml, _)| yaml.len())
}

/// A front matter with the keys that can't be left out, as a writer would type it in a file of this name.
pub(super) fn example<Y: JsonSchema>(stem: &str) -> String {
    let schema = schema_for!(Y);
    let mut text = String::from("---\n");
    let required = schema.get("required").and_then(|r| r.as_array()).cloned().unwrap_or_default();
    for key in required.iter().filter_map(|key| key.as_str()) {
        match key {
            "id" => text.extend(["id: ", stem]),
            "term" => text.extend(["term: ", &stem.replace('-', " ")]),
            _ => text.push_str(&super::yaml::example_line(schema.as_value(), key)),
        }
        text.push('\n');
    }
    text.push_str("---");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_found_whatever_the_line_ends() {
        let text = "---\r\ntitle: A\r\n---\r\nBody";
        let Ok((yaml, body)) = split(text) else { panic!("front matter not found") };
        assert_eq!(&text[yaml], "title: A\r\n");
        assert_eq!(&text[body], "Body");
        assert!(matches!(split("title: A\n"), Err(Missing::Opening)));
        assert!(matches!(split("---\ntitle: A\n\nWords\n"), Err(Missing::Closing(line)) if line == (4..12)));
    }

    #[test]
    fn other_dashes_are_seen_for_what_they_are() {
        for dashes in ["--", "-----", "—", "–––", "− − −".split(' ').collect::<String>().as_str()]
        {
            assert!(
                matches!(split(&format!("{dashes}\ntitle: A\n---\n")), Err(Missing::Dashes(_))),
                "{dashes}"
            );
        }
        for end in ["--", "----", "–", "—", "...", "…"] {
            let text = format!("---\ntitle: A\n{end}\nWords\n");
            assert!(
                matches!(split(&text), Err(Missing::Dashes(line)) if &text[line.clone()] == end),
                "{end}"
            );
        }
        assert!(matches!(split("-\n"), Err(Missing::Opening)));
        // An item of a list whose words stand below.
        assert!(split("---\ntitle: A\ntopics:\n-\n  a\n---\n").is_ok());
        assert!(begins_late("\n--- \ntitle: A\n---\n") && begins_late("<!-- -->\n ---\nid: A\n"));
        assert!(!begins_late("Words\n---\nmore words\n") && !begins_late("Words\n---\nIn short: words\n"));
    }

    #[test]
    fn an_example_has_what_is_required() {
        assert_eq!(
            example::<TopicYaml>("trust"),
            "---\ntitle: Confidentiality\nsummary: What stays in the room, and what can’t.\n---"
        );
        assert_eq!(example::<TermYaml>("mutual-aid"), "---\nterm: mutual aid\n---");
    }
}
