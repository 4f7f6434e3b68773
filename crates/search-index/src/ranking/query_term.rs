//! How much each word of a query counts: its idf weight.

use super::weights::Weights;

/// Whether a document is asked to have a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demand {
    Required,
    /// The word names a place, a year, a format or a type, with so many words together: a document that lacks it is less
    /// of a loss.
    Optional(usize),
    /// The word belongs to a frame: no document is asked to have it.
    None,
}

/// A word of the query with its weights.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QueryTerm {
    /// Which word of the query.
    pub index: usize,
    /// How much the word counts: `ln(1 + (N − n + ½) ÷ (n + ½))` where `n` of `N` documents have it (BM25's idf), times
    /// its importance, which is lower for the words of frames.
    pub idf_weight: f32,
    pub demand: Demand,
    /// What counts of the idf weight where a search is relaxed: less for an optional term, nothing for one that is not
    /// demanded.
    pub required_weight: f32,
    /// Whether any document has it that can be a hit.
    pub is_anywhere: bool,
}

impl QueryTerm {
    /// Weighs a word that `doc_freq` of `n_documents` documents have.
    pub fn new(
        weights: &Weights,
        index: usize,
        n_documents: f32,
        doc_freq: u64,
        importance: f32,
        demand: Demand,
    ) -> Self {
        let doc_freq_f = doc_freq as f32;
        let idf = (1.0 + (n_documents - doc_freq_f + 0.5) / (doc_freq_f + 0.5)).ln();
        let idf_weight = idf * importance;
        let required = idf_weight.powf(weights.required_power);
        Self {
            index,
            idf_weight,
            demand,
            required_weight: match demand {
                Demand::Required => required,
                Demand::Optional(n_words) => required * weights.preference / n_words as f32,
                Demand::None => 0.0,
            },
            is_anywhere: doc_freq > 0,
        }
    }

    /// Returns whether documents are asked to have it.
    pub fn is_demanded(&self) -> bool {
        self.demand != Demand::None
    }

    pub fn is_optional(&self) -> bool {
        matches!(self.demand, Demand::Optional(_))
    }
}
