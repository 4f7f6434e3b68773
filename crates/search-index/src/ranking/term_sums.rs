//! What one document has of all terms of a query, summed term by term.
//!
//! A search with many words keeps these few figures a document, and not what it has of each word: its memory depends on
//! how many documents there are, not on how many words.

use super::query_term::QueryTerm;
use super::term_match::TermMatch;

/// What the terms of a query weigh together, which is the same for every document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QueryWeight {
    /// The idf weight of the terms that are demanded.
    pub demanded: f32,
    /// How many these are.
    n_demanded: u8,
    /// The idf weight of the terms of frames.
    pub frames: f32,
}

impl QueryWeight {
    pub fn of(terms: &[QueryTerm]) -> Self {
        let mut weight = Self {
            demanded: 0.0,
            n_demanded: 0,
            frames: 0.0,
        };
        for term in terms {
            if term.is_demanded() {
                weight.demanded += term.idf_weight;
                weight.n_demanded += 1;
            } else {
                weight.frames += term.idf_weight;
            }
        }
        weight
    }
}

/// Sums over the terms for one document. A term that it does not have adds nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TermSums {
    pub score: f32,
    /// The idf weight of the terms that it has elsewhere than in its producer's name.
    pub found: f32,
    /// The idf weight of the terms that it has in its producer's name alone.
    pub found_in_producer: f32,
    /// The idf weight of the terms that name the record.
    pub naming: f32,
    /// The idf weight of the terms that stand in its producer's name and do not name it otherwise.
    pub producing: f32,
    /// Which share of the producer's name the terms are.
    pub producer_share: f32,
    /// The idf weight of the terms in its title or acronym.
    pub titling: f32,
    /// The idf weight of those in its title, or of a grain that it has.
    pub framing: f32,
    /// How many words of its title the terms are.
    pub n_title_words: f32,
    pub whole_acronym: f32,
    /// How many of the demanded terms its title has.
    n_in_title: u8,
    pub has_format: bool,
    pub has_type: bool,
}

impl TermSums {
    /// Adds the document's match with a term.
    pub fn add(&mut self, term: &QueryTerm, matched: &TermMatch) {
        let idf_weight = term.idf_weight;
        self.score += idf_weight * matched.value;
        self.n_title_words += matched.n_title_words;
        if !term.is_demanded() {
            self.framing += idf_weight * matched.framing;
            return;
        }
        if matched.is_in_producer_alone() {
            self.found_in_producer += idf_weight * matched.found;
        } else {
            self.found += idf_weight * matched.found;
        }
        self.naming += idf_weight * matched.naming;
        self.producer_share += matched.producer_share;
        self.producing += idf_weight * (matched.producing - matched.naming).max(0.0);
        self.titling += idf_weight * matched.titling;
        self.n_in_title += u8::from(matched.n_title_words > 0.0);
        self.whole_acronym = self.whole_acronym.max(matched.whole_acronym);
        self.has_format |= matched.has_format;
        self.has_type |= matched.has_type;
    }

    /// Returns the share of the terms, by idf weight, that stand in fields that name the record, or in its producer's name.
    pub fn naming_share(&self, query: &QueryWeight) -> f32 {
        (self.naming + self.producing) / query.demanded
    }

    /// Returns whether the title has all terms that are demanded.
    pub fn title_has_all(&self, query: &QueryWeight) -> bool {
        self.n_in_title == query.n_demanded
    }
}
