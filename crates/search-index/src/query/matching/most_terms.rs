//! Documents with most of the terms, where few have all. The rule is `ranking::relaxation`; here it is looked up.

use tantivy::DocId;

use super::candidates::{Candidates, keep};
use super::matcher::Matcher;
use super::open_segment::OpenSegment;
use crate::ranking::{QueryTerm, RelaxationRule, weight_of};
use crate::understanding::Relaxation;

impl<'a> Matcher<'a> {
    /// Notes for each term whether any document has it that passes the `archived` filter.
    pub(super) fn find_where_terms_are(
        &mut self,
        passes_archived_filter: &dyn Fn(usize, DocId) -> bool,
    ) -> tantivy::Result<()> {
        for index in 0..self.terms.len() {
            let term = self.terms[index];
            let mut is_anywhere = false;
            for segment in self.segments.iter().filter(|_| term.is_anywhere) {
                let documents = self.documents_with_any(segment, [&term].into_iter())?;
                is_anywhere |= documents
                    .list
                    .into_iter()
                    .any(|document| passes_archived_filter(segment.ordinal, document));
            }
            self.terms[index].is_anywhere = is_anywhere;
        }
        Ok(())
    }

    /// Returns the documents that have as many of the terms as the rule asks for: this share of the best one's weight.
    pub(super) fn with_most_terms(
        &self,
        least_share: f32,
        any_has_all: bool,
        passes_archived_filter: &dyn Fn(usize, DocId) -> bool,
    ) -> tantivy::Result<Vec<Candidates>> {
        let rule = RelaxationRule::new(&self.context.ranking.weights, least_share, &self.terms);
        let mut best = rule.first_best(any_has_all);
        let leading_terms = rule.leading_terms(best);
        let mut found = Vec::with_capacity(self.segments.len());
        for segment in &self.segments {
            let filter = |document| passes_archived_filter(segment.ordinal, document);
            found.push(self.heavy_enough(segment, &rule, leading_terms, &mut best, &filter)?);
        }
        // The best document of all segments may be better than the best when the first segment was read.
        let least_weight = rule.least_weight(best);
        let kept = found.into_iter().map(|(mut candidates, weights)| {
            let is_enough: Vec<bool> = weights.iter().map(|it| *it >= least_weight).collect();
            candidates.keep(&is_enough);
            candidates
        });
        Ok(kept.collect())
    }

    /// Returns the documents of a segment that are heavy enough for the best weight known so far, and their weights.
    /// The best weight grows with every document that is better and passes the filter.
    fn heavy_enough(
        &self,
        segment: &OpenSegment<'a>,
        rule: &RelaxationRule<'_>,
        leading_terms: &[QueryTerm],
        best: &mut f32,
        passes_filter: &dyn Fn(DocId) -> bool,
    ) -> tantivy::Result<(Candidates, Vec<f32>)> {
        let mut candidates =
            Candidates::new(self.documents_with_any(segment, leading_terms.iter())?);
        let mut weights = vec![0.0; candidates.documents.list.len()];
        for (n_done, term) in self.terms.iter().enumerate() {
            let matches = self.term_matches(segment, term, &candidates.documents)?;
            for (index, _) in matches.iter().enumerate().filter(|(_, it)| it.is_found()) {
                weights[index] += term.required_weight;
                if weights[index] > *best && passes_filter(candidates.documents.list[index]) {
                    *best = weights[index];
                }
            }
            candidates.matches.push(matches);
            // A document stays as long as the terms to come can make it heavy enough.
            let to_come = weight_of(&self.terms[n_done + 1..]);
            let needed = rule.least_weight(*best);
            let can_do: Vec<bool> = weights.iter().map(|it| it + to_come >= needed).collect();
            candidates.keep(&can_do);
            keep(&mut weights, &can_do);
        }
        Ok((candidates, weights))
    }

    /// Returns the relaxation to tell with the results; `None` where every document has every term.
    pub(super) fn relaxation(&self, found: &[Candidates], n_with_all: u64) -> Option<Relaxation> {
        let is_any_missing = found.iter().any(|candidates| {
            let mut demanded = self.terms.iter().zip(&candidates.matches);
            demanded.any(|(term, matches)| {
                term.is_demanded() && matches.iter().any(|matched| !matched.is_found())
            })
        });
        let mut unknown: Vec<usize> = self
            .terms
            .iter()
            .filter(|term| term.is_demanded() && !term.is_anywhere)
            .map(|term| term.index)
            .collect();
        unknown.sort_unstable();
        is_any_missing.then(|| Relaxation {
            n_with_all,
            unknown: unknown
                .into_iter()
                .map(|index| self.query.typed(index))
                .collect(),
        })
    }
}
