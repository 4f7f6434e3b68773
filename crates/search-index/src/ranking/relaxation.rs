//! What a document must have of a query's terms where few documents have them all.
//!
//! A document's *weight* is the sum of the required weights of the terms that it has. It must have a share of the
//! weight of the best document, and a share of the weight of all terms. So terms are given up by rarity: the document
//! that lacks a common word stays, the one that has nothing but a common word does not.

use super::query_term::QueryTerm;
use super::weights::Weights;

/// The rule for one query.
pub(crate) struct RelaxationRule<'a> {
    weights: &'a Weights,
    /// The share of the best document's weight that every document must have.
    least_share: f32,
    weight_of_all: f32,
    /// The terms that any document has: the required ones before the optional ones, the heaviest of each first.
    findable: Vec<QueryTerm>,
}

impl<'a> RelaxationRule<'a> {
    /// Returns the rule for terms; `least_share` is the share of the best document's weight that every document must have.
    pub fn new(weights: &'a Weights, least_share: f32, terms: &[QueryTerm]) -> Self {
        let mut findable: Vec<QueryTerm> = terms
            .iter()
            .filter(|term| term.is_anywhere && term.is_demanded())
            .copied()
            .collect();
        findable.sort_by(|a, b| {
            let by_kind = a.is_optional().cmp(&b.is_optional());
            by_kind.then(b.required_weight.total_cmp(&a.required_weight))
        });
        Self {
            weights,
            least_share,
            weight_of_all: weight_of(terms),
            findable,
        }
    }

    /// Returns the weight that the best document has at least, before any is looked at: that of every term where a
    /// document has them all, else that of the heaviest one.
    pub fn first_best(&self, any_has_all: bool) -> f32 {
        if any_has_all {
            weight_of(&self.findable)
        } else {
            self.findable
                .first()
                .map_or(0.0, |term| term.required_weight)
        }
    }

    /// Returns the weight that a document must have where the best one has `best`.
    pub fn least_weight(&self, best: f32) -> f32 {
        // Sums of the same weights in another order differ by less than this.
        const ROUNDING: f32 = 0.999;
        let of_all = self.weight_of_all * self.weights.least_of_all;
        (best * self.least_share).max(of_all) * ROUNDING
    }

    /// Returns the leading terms, of which every document must have one: the terms behind them are too light together
    /// to reach the least weight, or are optional ones, which make no hit by themselves where the query has others.
    pub fn leading_terms(&self, best: f32) -> &[QueryTerm] {
        let needed = self.least_weight(best);
        let rest_is_too_light =
            |n_leading: &usize| weight_of(&self.findable[*n_leading..]) < needed;
        let n_leading = (0..self.findable.len()).find(rest_is_too_light);
        let n_required = self.findable.partition_point(|term| !term.is_optional());
        let most = if n_required > 0 {
            n_required
        } else {
            self.findable.len()
        };
        &self.findable[..n_leading.unwrap_or(most).min(most)]
    }
}

/// Returns the sum of the required weights.
pub(crate) fn weight_of(terms: &[QueryTerm]) -> f32 {
    terms.iter().map(|term| term.required_weight).sum()
}
