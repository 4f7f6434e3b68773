//! What the hits of a page are made of.

use super::Searcher;
use crate::error::{EngineContext, Error};
use crate::query::{Matcher, Plan};
use crate::ranking::{Explanation, RankedHit};
use crate::request::{SearchRequest, Sort};
use crate::schema::TextField;

impl Searcher {
    /// Returns what each hit's score is made of, where that is asked for, or hits may lack words.
    pub(super) fn explanations(
        &self,
        plan: &Plan,
        request: &SearchRequest,
        ranked: &[RankedHit],
    ) -> Result<Vec<Explanation>, Error> {
        let is_relaxed = plan.understanding.relaxation.is_some();
        if ranked.is_empty() || !(request.explain || is_relaxed) {
            return Ok(Vec::new());
        }
        let mut explanations = vec![Explanation::default(); ranked.len()];
        if let Some(words) = &plan.plain_words {
            let context = self.context(request);
            let matcher =
                Matcher::open(&context, words, &TextField::ALL, true).to("look for words")?;
            let mut in_order: Vec<usize> = (0..ranked.len()).collect();
            in_order.sort_unstable_by_key(|at| ranked[*at].address);
            let segment_of = |at: &usize| ranked[*at].address.segment_ord;
            for places in in_order.chunk_by(|a, b| segment_of(a) == segment_of(b)) {
                let documents: Vec<u32> =
                    places.iter().map(|at| ranked[*at].address.doc_id).collect();
                let explained = matcher
                    .explain(segment_of(&places[0]) as usize, &documents)
                    .to("explain hits")?;
                for (at, explanation) in places.iter().zip(explained) {
                    explanations[*at] = explanation;
                }
            }
        }
        for (explanation, hit) in explanations.iter_mut().zip(ranked) {
            if request.sort == Sort::Relevance {
                let columns = &self.columns.segments[hit.address.segment_ord as usize];
                explanation.complete(&self.ranking, columns, hit);
            }
        }
        Ok(explanations)
    }
}
