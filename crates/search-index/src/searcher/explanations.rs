//! The explanations of the hits of a page.

use super::Searcher;
use crate::error::{EngineContext, Error};
use crate::query::{Matcher, Plan};
use crate::ranking::{Explanation, Order, RankedHit};
use crate::request::SearchRequest;
use crate::schema::TextField;

impl Searcher {
    /// Returns the explanation of each hit, where the request asks for them. None otherwise, and none of hits that stand in
    /// the order in which they were named.
    pub(super) fn explanations(
        &self,
        plan: &Plan,
        request: &SearchRequest,
        ranked: &[RankedHit],
    ) -> Result<Vec<Explanation>, Error> {
        if ranked.is_empty() || !request.explain || request.is_in_given_order() {
            return Ok(Vec::new());
        }
        let mut explanations = vec![Explanation::default(); ranked.len()];
        if let Some(words) = &plan.plain_words {
            let context = self.context(request);
            let matcher =
                Matcher::open(&context, words, &TextField::ALL, true).to("look for words")?;
            let mut in_order: Vec<usize> = (0..ranked.len()).collect();
            in_order.sort_unstable_by_key(|index| ranked[*index].address);
            let segment_of = |index: &usize| ranked[*index].address.segment_ord;
            for indexes in in_order.chunk_by(|a, b| segment_of(a) == segment_of(b)) {
                let documents: Vec<u32> = indexes
                    .iter()
                    .map(|index| ranked[*index].address.doc_id)
                    .collect();
                let explained = matcher
                    .explain(segment_of(&indexes[0]) as usize, &documents)
                    .to("explain hits")?;
                for (index, explanation) in indexes.iter().zip(explained) {
                    explanations[*index] = explanation;
                }
            }
        }
        for (explanation, hit) in explanations.iter_mut().zip(ranked) {
            if Order::of(request).is_by_score() {
                explanation.complete(&self.ranking, &self.columns, hit);
            }
        }
        Ok(explanations)
    }
}
