//! How much each word of a query counts: its idf weight.

use super::weights::Weights;

/// A word of the query with its weights.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QueryTerm {
    /// Which word of the query.
    pub index: usize,
    /// How much the word counts: `ln(1 + (N − n + ½) ÷ (n + ½))` where `n` of `N` documents have it (BM25's idf), times
    /// its importance, which is lower for the words of questions.
    pub idf_weight: f32,
    /// Whether it names a place, a year, a format or a type: a document that lacks it is less of a loss.
    pub is_optional: bool,
    /// What counts of the idf weight where a search is relaxed: less for an optional term.
    pub required_weight: f32,
    /// Whether any document has it that can be a hit.
    pub is_anywhere: bool,
}

impl QueryTerm {
    /// Weighs a word that `doc_freq` of `n_documents` documents have. An optional one is given with the number of words
    /// that name the place, year, format or type together.
    pub fn new(
        weights: &Weights,
        index: usize,
        n_documents: f32,
        doc_freq: u64,
        importance: f32,
        n_optional_words: Option<usize>,
    ) -> Self {
        let doc_freq_f = doc_freq as f32;
        let idf = (1.0 + (n_documents - doc_freq_f + 0.5) / (doc_freq_f + 0.5)).ln();
        let idf_weight = idf * importance;
        Self {
            index,
            idf_weight,
            is_optional: n_optional_words.is_some(),
            required_weight: match n_optional_words {
                Some(n_words) => idf_weight * weights.preference / n_words as f32,
                None => idf_weight,
            },
            is_anywhere: doc_freq > 0,
        }
    }
}
