//! Tables, which can be scrolled by themselves and whose styles are classes.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

/// The table that is being rendered: how its columns are aligned, and where in it we are.
#[derive(Default)]
pub(super) struct Columns {
    alignments: Vec<Alignment>,
    column: usize,
    head: bool,
}

impl Columns {
    /// Those of a table that begins.
    pub fn of(alignments: &[Alignment]) -> Self {
        Self { alignments: alignments.to_vec(), ..Self::default() }
    }

    /// What an event within a table becomes; none for other events.
    pub fn tag(&mut self, event: &Event<'_>) -> Option<&'static str> {
        Some(match event {
            Event::Start(Tag::TableHead) => {
                self.head = true;
                self.column = 0;
                "<thead><tr>"
            }
            Event::End(TagEnd::TableHead) => {
                self.head = false;
                "</tr></thead><tbody>"
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                "<tr>"
            }
            Event::Start(Tag::TableCell) => self.open_cell(),
            Event::End(TagEnd::TableCell) => {
                if self.head {
                    "</th>"
                } else {
                    "</td>"
                }
            }
            Event::End(TagEnd::TableRow) => "</tr>",
            Event::End(TagEnd::Table) => "</tbody></table></div>\n",
            _ => return None,
        })
    }

    /// A cell's opening tag. Alignment is a class: the site's policy allows no style attributes.
    fn open_cell(&mut self) -> &'static str {
        let alignment = self.alignments.get(self.column).copied().unwrap_or(Alignment::None);
        self.column += 1;
        match (self.head, alignment) {
            (true, Alignment::Right) => "<th scope=\"col\" class=\"right\">",
            (true, Alignment::Center) => "<th scope=\"col\" class=\"center\">",
            (true, _) => "<th scope=\"col\">",
            (false, Alignment::Right) => "<td class=\"right\">",
            (false, Alignment::Center) => "<td class=\"center\">",
            (false, _) => "<td>",
        }
    }
}
