//! Documents with most of the terms, where few have all. The rule is `ranking::relaxation`; here it is looked up.

use tantivy::DocId;

use super::document_set::{Bits, DocumentSet};
use super::matcher::Matcher;
use super::open_segment::OpenSegment;
use super::weighed::Weighed;
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
                let mut documents = segment.documents_with(self.query, term.index)?.documents();
                is_anywhere |=
                    documents.any(|document| passes_archived_filter(segment.ordinal, document));
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
    ) -> tantivy::Result<Vec<Weighed>> {
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
        for weighed in &mut found {
            weighed.keep_from(least_weight);
        }
        Ok(found)
    }

    /// Returns the documents of a segment that are heavy enough for the best weight known so far. The best weight grows
    /// with every document that is better and passes the filter.
    fn heavy_enough(
        &self,
        segment: &OpenSegment<'a>,
        rule: &RelaxationRule<'_>,
        leading_terms: &[QueryTerm],
        best: &mut f32,
        passes_filter: &dyn Fn(DocId) -> bool,
    ) -> tantivy::Result<Weighed> {
        let mut leading = Bits::none_of(segment.n_documents);
        for term in leading_terms {
            leading.add_all(segment.documents_with(self.query, term.index)?);
        }
        let mut weighed = Weighed::new(DocumentSet::new(leading));
        let n_demanded = self.terms.iter().filter(|term| term.is_demanded()).count();
        // Those that are not demanded weigh nothing, and stand behind the others.
        for (n_done, term) in self.terms[..n_demanded].iter().enumerate() {
            let documents = segment.documents_with(self.query, term.index)?;
            weighed.add(term.required_weight, documents, best, passes_filter);
            // A document stays as long as the terms to come can make it heavy enough.
            let to_come = weight_of(&self.terms[n_done + 1..]);
            weighed.prune(rule.least_weight(*best) - to_come);
        }
        Ok(weighed)
    }

    /// Returns the relaxation to tell with results of which some lack a term.
    pub(super) fn relaxation(&self, n_with_all: u64) -> Relaxation {
        let mut unknown: Vec<usize> = self
            .terms
            .iter()
            .filter(|term| term.is_demanded() && !term.is_anywhere)
            .map(|term| term.index)
            .collect();
        unknown.sort_unstable();
        Relaxation {
            n_with_all,
            unknown: unknown
                .into_iter()
                .map(|index| self.query.typed(index))
                .collect(),
        }
    }
}
