//! The glossary and its entries.

use super::Maker;
use super::context::{Glossary, GlossaryLetter, TermPage};
use super::prose::Text;
use crate::model::{Target, TermId};

impl Maker<'_> {
    pub(super) fn glossary(&self) -> Glossary {
        let letter_of = self.site.languages.site.letters();
        let mut letters: Vec<GlossaryLetter> = Vec::new();
        for id in 0..self.site.terms.len() {
            let term = self.term(id);
            let letter = letter_of(&term.title);
            match letters.last_mut() {
                Some(last) if last.letter == letter => last.terms.push(term),
                _ => letters.push(GlossaryLetter { letter, terms: vec![term] }),
            }
        }
        Glossary { letters }
    }

    pub(super) fn term_page(&self, id: TermId) -> TermPage {
        let term = &self.site.terms[id];
        let text = Text { prose: &term.prose, path: &term.path, headings: &term.headings, shift: 0 };
        TermPage {
            term: self.term(id),
            aliases: term.names.clone(),
            html: self.prose.whole(text),
            statements: term.statements.iter().map(|node| self.statement(*node)).collect(),
            used_in: term.used_in.iter().map(|node| self.link(*node)).collect(),
            backlinks: self.backlinks(Target::Term(id)),
            previous: id.checked_sub(1).map(|id| self.term(id)),
            next: (id + 1 < self.site.terms.len()).then(|| self.term(id + 1)),
        }
    }
}
