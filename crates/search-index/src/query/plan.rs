//! A query, ready to run.

use tantivy::DocAddress;
use tantivy::query::Query;

use super::highlight_terms::HighlightTerms;
use super::matching::{Mentions, MissingWords, WordSet};
use super::rewritten_query::RewrittenQuery;
use crate::understanding::Understanding;

/// A query, ready to run.
pub(crate) struct Plan {
    pub query: Box<dyn Query>,
    pub highlight_terms: HighlightTerms,
    /// What was made of the words.
    pub understanding: Understanding,
    /// The plain words with their alternatives: hits are explained by these.
    pub plain_words: Option<RewrittenQuery>,
    /// The documents that lack some of these; `None` where every match is complete.
    pub missing: Option<MissingWords>,
    /// The documents that only mention these; `None` where there are none, or nobody asked.
    pub mentions: Option<Mentions>,
}

impl Plan {
    /// Returns which of the plain words a document lacks.
    pub fn missing(&self, address: DocAddress) -> WordSet {
        let missing = self.missing.as_ref();
        missing.map_or_else(WordSet::default, |missing| {
            missing.of(address.segment_ord as usize, address.doc_id)
        })
    }

    /// Returns whether no year is among the plain words: the newest edition of a series is meant then.
    pub fn names_no_year(&self) -> bool {
        let words = self.plain_words.as_ref();
        words.is_none_or(|words| words.years.is_empty())
    }

    /// Returns whether a word asks for dead records, or nothing is asked for in words.
    pub fn asks_for_retired(&self) -> bool {
        let words = self.plain_words.as_ref();
        words.is_none_or(|words| words.asks_for_retired)
    }

    /// Returns the plain words, as they were typed.
    pub fn words(&self) -> Vec<String> {
        let query = self.plain_words.as_ref();
        query.map_or_else(Vec::new, |query| {
            (0..query.words.len())
                .map(|index| query.typed(index))
                .collect()
        })
    }
}
