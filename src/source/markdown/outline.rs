//! What a stretch of Markdown refers to, embeds and is divided by.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::anchors::Anchors;
use super::stray::{Stray, Words};

/// Something in Markdown that points somewhere.
#[derive(Clone, Debug)]
pub struct Pointer {
    /// What was written: `II.A.6`, `topic:confidentiality`, `../files/form.pdf`.
    pub target: String,
    /// Bytes in the file.
    pub span: Range<usize>,
}

/// Something that is to be shown whole.
#[derive(Clone, Debug)]
pub struct Embedding {
    /// What was written: `II.A.6`, `check:purpose`.
    pub target: String,
    /// Bytes in the file.
    pub span: Range<usize>,
    /// Whether it stands in a paragraph of its own, or with nothing but others of its kind.
    pub alone: bool,
}

/// A heading with the anchor it gets.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The anchor: given as `{#id}`, or made of the words.
    pub id: String,
    /// The words.
    pub text: String,
    /// Bytes in the file.
    pub span: Range<usize>,
}

/// What a stretch of Markdown refers to.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// `[[…]]`
    pub references: Vec<Pointer>,
    /// `![[…]]`
    pub embeds: Vec<Embedding>,
    /// `[words](target)`
    pub links: Vec<Pointer>,
    /// `![words](target)`
    pub images: Vec<Pointer>,
    /// Images without words.
    pub mute_images: Vec<Range<usize>>,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// HTML blocks and inline HTML.
    pub html: Vec<Range<usize>>,
    /// What was probably meant to be more than the words it is.
    pub strays: Vec<(Range<usize>, Stray)>,
    /// The last block of code that has a line of its own to begin it.
    pub(super) fence: Option<Range<usize>>,
}

impl Outline {
    /// What a run of events refers to.
    pub fn of<'e>(events: impl Iterator<Item = (Event<'e>, Range<usize>)>) -> Self {
        let mut outline = Self::default();
        let mut anchors = Anchors::default();
        let mut heading: Option<Heading> = None;
        let mut image: Option<(Range<usize>, bool)> = None;
        let mut alone = Alone::default();
        let mut words = Words::default();
        let mut indented = false;
        for (event, span) in events {
            outline.strays.extend(words.next(&event, &span));
            if let Some(found) = alone.next(&event, outline.embeds.len()) {
                for embed in &mut outline.embeds[found] {
                    embed.alone = true;
                }
            }
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => outline.fence = Some(span),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) if !indented => {
                    indented = true;
                    outline.strays.push((span, Stray::Indented));
                }
                Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                    let pointer = Pointer { target: dest_url.to_string(), span };
                    match link_type {
                        LinkType::WikiLink { .. } => outline.references.push(pointer),
                        LinkType::Email => {}
                        _ => outline.links.push(pointer),
                    }
                }
                Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                    image = Some((span.clone(), false));
                    let target = dest_url.to_string();
                    if matches!(link_type, LinkType::WikiLink { .. }) {
                        outline.embeds.push(Embedding { target, span, alone: false });
                    } else {
                        outline.images.push(Pointer { target, span });
                    }
                }
                Event::End(TagEnd::Image) => {
                    if let Some((span, false)) = image.take() {
                        outline.mute_images.push(span);
                    }
                }
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let id = id.map(|id| id.to_string()).unwrap_or_default();
                    heading = Some(Heading { level: level_number(level), id, text: String::new(), span });
                }
                Event::End(TagEnd::Heading(_)) => {
                    if let Some(mut heading) = heading.take() {
                        heading.id = anchors.take(&heading.id, &heading.text);
                        outline.headings.push(heading);
                    }
                }
                Event::Text(ref text) | Event::Code(ref text) => {
                    if let Some((_, has_words)) = &mut image {
                        *has_words |= !text.trim().is_empty();
                    }
                    if let Some(heading) = &mut heading {
                        heading.text.push_str(text);
                    }
                }
                Event::Start(Tag::HtmlBlock) => outline.html.push(span),
                // What a tag opens is told of once.
                Event::InlineHtml(ref html) if !html.starts_with("</") => outline.html.push(span),
                _ => {}
            }
        }
        // A text of one line ends with its words.
        outline.strays.extend(words.taken());
        outline
    }
}

/// Watches for paragraphs that are embeds and nothing else. Only those that lie in no list or quotation count.
#[derive(Default)]
pub struct Alone {
    depth: usize,
    /// The number of embeds before a paragraph that has had nothing else so far.
    since: Option<usize>,
    in_embed: bool,
}

impl Alone {
    /// Takes the next event and the number of embeds before it. At the end of a paragraph of embeds alone: which they
    /// are.
    pub fn next(&mut self, event: &Event<'_>, embeds: usize) -> Option<Range<usize>> {
        match event {
            Event::Start(Tag::Paragraph) if self.depth == 0 => self.since = Some(embeds),
            Event::Start(Tag::Image { link_type: LinkType::WikiLink { .. }, .. }) if self.depth == 1 => {
                self.in_embed = true;
            }
            Event::End(TagEnd::Image) if self.depth == 2 => self.in_embed = false,
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => {}
            Event::Text(_) if self.in_embed => {}
            _ => self.since = None,
        }
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        let ends = self.depth == 0 && matches!(event, Event::End(TagEnd::Paragraph));
        if ends {
            self.since.take().map(|since| since..embeds).filter(|found| !found.is_empty())
        } else {
            None
        }
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Flavor;
    use super::super::tests::prose;

    #[test]
    fn an_outline_has_references_links_and_anchors() {
        let text = "## A head\n\n[[II.A.6]] and [[mutual aid|help]], [x](y.md), ![](z.png), `[[no]]`\n\n## A head\n\n## Own {#own}\n";
        let outline = prose(text, Flavor::Informative).outline();
        let targets: Vec<_> = outline.references.iter().map(|r| r.target.as_str()).collect();
        assert_eq!(targets, ["II.A.6", "mutual aid"]);
        assert_eq!(&text[outline.references[1].span.clone()], "[[mutual aid|help]]");
        assert_eq!(outline.links[0].target, "y.md");
        assert_eq!(outline.mute_images.len(), 1);
        let ids: Vec<_> = outline.headings.iter().map(|h| h.id.as_str()).collect();
        assert_eq!(ids, ["a-head", "a-head-2", "own"]);
    }
}
