//! What rewriting and matching read of an open generation.

use std::sync::OnceLock;

use jiff::civil;
use tantivy::{DocId, Term};

use super::phrase_memory::PhraseMemory;
use super::thesaurus::Thesaurus;
use super::vocabulary::Vocabulary;
use crate::columns::{Columns, SaidWords};
use crate::error::Error;
use crate::ranking::RankingModel;
use crate::schema::Fields;

/// An open generation, as far as a query needs it.
pub(crate) struct Context<'a> {
    pub engine: &'a tantivy::Searcher,
    pub fields: &'a Fields,
    pub columns: &'a Columns,
    pub ranking: &'a RankingModel,
    /// The words that others use of records.
    pub said_words: &'a SaidWords,
    /// The words that corrections come from, read when first asked for.
    pub vocabulary: &'a OnceLock<Vocabulary>,
    /// The documents with the phrases of acronyms and synonyms, as far as they were looked up before.
    pub phrases: &'a PhraseMemory,
    /// The thesaurus with the operator's lines; `None` where the bundled one is used.
    pub thesaurus: Option<&'a Thesaurus>,
    /// Whether inferred zones count.
    pub inferred: bool,
    /// Whether a place was chosen, or how wide the territory is.
    pub is_place_chosen: bool,
    /// The day of the search: `ces cinq dernières années` end with it.
    pub today: civil::Date,
}

impl Context<'_> {
    /// Returns whether a document is not archived.
    pub fn is_live(&self, segment: usize, document: DocId) -> bool {
        self.columns.is_live(segment, document)
    }

    /// Returns how many documents have a term.
    pub fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.columns.deleted.doc_freq(self.engine, term)
    }

    /// Returns the words that corrections come from.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn vocabulary(&self) -> Result<&Vocabulary, Error> {
        if let Some(vocabulary) = self.vocabulary.get() {
            return Ok(vocabulary);
        }
        let vocabulary = Vocabulary::load(self.engine, self.fields, self.columns)?;
        Ok(self.vocabulary.get_or_init(|| vocabulary))
    }
}
