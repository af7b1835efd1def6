//! Pieces of context that many pages show, made on first use and then shared.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::context::{Named, NodeLink, SectionCount, Shared, Statement};
use super::matrix::{self, MOST_LISTED};
use super::prose::{Reader, Renderer};
use super::{Maker, about, structured};
use crate::budget::Budget;
use crate::model::{NodeId, Site, TermId, TopicId};
use crate::source::limits::SHARED_BYTES;

/// One slot for every node, topic and term. Pages are made in parallel; whoever is first fills a slot.
pub(crate) struct Pieces {
    links: Vec<OnceLock<Shared<NodeLink>>>,
    statements: Vec<OnceLock<Shared<Statement>>>,
    topics: Vec<OnceLock<Shared<Named>>>,
    terms: Vec<OnceLock<Shared<Named>>>,
    matrix: OnceLock<Tables>,
    framework_set: OnceLock<serde_json::Value>,
    citation: OnceLock<Shared<String>>,
    /// For the statements.
    pub room: Budget,
}

/// The tables of the matrix.
struct Tables {
    /// As they are listed.
    lines: Vec<Shared<SectionCount>>,
    /// Where each of them is among these.
    places: HashMap<NodeId, usize>,
}

/// The way to the site's root from every page that shows statements. Links within a statement's words depend on it.
const ROOT: &str = "../";

impl Pieces {
    /// Empty slots for all of `site`.
    pub fn new(site: &Site) -> Self {
        fn slots<T>(number: usize) -> Vec<OnceLock<T>> {
            std::iter::repeat_with(OnceLock::new).take(number).collect()
        }
        Self {
            links: slots(site.nodes.len()),
            statements: slots(site.nodes.len()),
            topics: slots(site.topics.len()),
            terms: slots(site.terms.len()),
            matrix: OnceLock::new(),
            framework_set: OnceLock::new(),
            citation: OnceLock::new(),
            room: Budget::new(SHARED_BYTES),
        }
    }
}

impl Maker<'_> {
    /// The same maker, for a piece that other pages will show too: no page is noted for what it reads.
    fn sharing(&self) -> Maker<'_> {
        let reader = Reader { page: None, ..self.prose.reader };
        Maker { prose: Renderer { reader, proposals: self.prose.proposals.another(), ..self.prose }, ..*self }
    }

    /// A section, part or statement as a line.
    pub(super) fn link(&self, id: NodeId) -> Shared<NodeLink> {
        self.pieces.links[id].get_or_init(|| Shared::new(&self.sharing().node_link(id))).clone()
    }

    /// A statement with its words, and those under it.
    pub(super) fn statement(&self, id: NodeId) -> Shared<Statement> {
        if self.prose.root != ROOT {
            return Shared::new(&self.sharing().whole_statement(id));
        }
        let make = || {
            let maker = self.sharing();
            let prose = Renderer { room: &self.pieces.room, ..maker.prose };
            Shared::new(&Maker { prose, ..maker }.whole_statement(id))
        };
        self.pieces.statements[id].get_or_init(make).clone()
    }

    /// A topic as a chip.
    pub(super) fn topic_chip(&self, id: TopicId) -> Shared<Named> {
        self.pieces.topics[id].get_or_init(|| Shared::new(&self.sharing().topic(id))).clone()
    }

    /// The tables of the matrix; of very many those nearest to `table`.
    pub(super) fn matrix_sections(&self, table: Option<NodeId>) -> Vec<Shared<SectionCount>> {
        let make = || {
            let (maker, tables) = (self.sharing(), matrix::tables(self.site));
            let lines = tables.iter().map(|table| Shared::new(&maker.matrix_line(*table))).collect();
            Tables { lines, places: tables.into_iter().zip(0..).collect() }
        };
        let Tables { lines, places } = self.pieces.matrix.get_or_init(make);
        let Some(at) = table.and_then(|table| places.get(&table)) else { return lines.clone() };
        let most = MOST_LISTED.min(lines.len());
        let first = at.saturating_sub(most / 2).min(lines.len() - most);
        lines[first..first + most].to_vec()
    }

    /// The framework for catalogues.
    pub(super) fn framework_set(&self) -> &serde_json::Value {
        self.pieces.framework_set.get_or_init(|| structured::framework_set(&self.sharing()))
    }

    /// The reference to the framework, as plain text.
    pub(super) fn citation(&self) -> Shared<String> {
        let make = || Shared::new(&about::framework_info(&self.site.framework, self.theme).citation);
        self.pieces.citation.get_or_init(make).clone()
    }

    /// A term as a line.
    pub(super) fn term_line(&self, id: TermId) -> Shared<Named> {
        self.pieces.terms[id].get_or_init(|| Shared::new(&self.sharing().term(id))).clone()
    }
}
