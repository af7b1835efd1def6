//! The reflection prompts of an annotation.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Outline, Prose, parse};

/// Where the reflection prompts of an annotation stand.
#[derive(Debug, Default)]
pub struct Prompts {
    /// Bytes of what stands under their heading.
    section: Range<usize>,
    /// How many there are.
    pub count: usize,
}

/// The events of one prompt, without the list around them, with their bytes in the file.
pub type Prompt<'t> = Vec<(Event<'t>, Range<usize>)>;

impl Prompts {
    /// The list under the heading whose anchor is `prompts` (written `## Prompts`, or `## Fragen {#prompts}`), and the
    /// bytes of their heading and of their lists, in order: all else of the text is notes.
    pub fn find(prose: &Prose, outline: &Outline) -> (Self, Vec<Range<usize>>) {
        let Some(at) = outline.headings.iter().position(|h| h.id == "prompts") else {
            return (Self::default(), Vec::new());
        };
        let heading = &outline.headings[at];
        let end = outline.headings[at + 1..]
            .iter()
            .find(|next| next.level <= heading.level)
            .map_or(prose.span.end, |next| next.span.start);
        let mut prompts = Self { section: heading.span.end..end, count: 0 };
        let mut spans = vec![heading.span.clone()];
        prompts.count = prompts.read(prose, |list| spans.push(list)).len();
        (prompts, spans)
    }

    /// What they say, out of the text they were found in.
    pub fn of<'p>(&self, prose: &'p Prose) -> Vec<Prompt<'p>> {
        self.read(prose, |_| {})
    }

    fn read<'p>(&self, prose: &'p Prose, mut list: impl FnMut(Range<usize>)) -> Vec<Prompt<'p>> {
        let mut items = Vec::new();
        let mut depth = 0_usize;
        let mut item = Prompt::new();
        let text = &prose.source.text[self.section.clone()];
        for (event, span) in parse(text, self.section.start, prose.flavor) {
            match event {
                Event::Start(Tag::List(_)) if depth == 0 => list(span),
                Event::Start(Tag::Item) => {
                    depth += 1;
                    if depth > 1 {
                        item.push((Event::Start(Tag::Item), span));
                    }
                }
                Event::End(TagEnd::Item) => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        items.push(std::mem::take(&mut item));
                    } else {
                        item.push((Event::End(TagEnd::Item), span));
                    }
                }
                // A loose list wraps every item in a paragraph; a prompt is one line of thought either way.
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) if depth == 1 => {}
                event if depth > 0 => item.push((event, span)),
                _ => {}
            }
        }
        items
    }
}

#[cfg(test)]
mod tests {
    use super::super::Flavor;
    use super::super::tests::{plain, prose};
    use super::*;

    #[test]
    fn prompts_are_the_list_under_their_heading() {
        let prose = prose(
            "Intro\n\n## Prompts\n\nAlone first:\n\n- What *now*?\n\n- And\n  then?\n\nAfter it.\n\n## Notes\n\nText\n",
            Flavor::Informative,
        );
        let outline = prose.outline();
        let (prompts, spans) = Prompts::find(&prose, &outline);
        let items: Vec<_> = prompts.of(&prose).iter().map(|item| plain(item)).collect();
        assert_eq!((prompts.count, items.as_slice()), (2, &["What now?", "And then?"].map(String::from)[..]));
        // Nothing but the heading and the list is left out of the notes.
        let spans: Vec<&str> = spans.iter().map(|span| prose.source.text[span.clone()].trim_end()).collect();
        assert_eq!(spans, ["## Prompts", "- What *now*?\n\n- And\n  then?"]);
    }
}
