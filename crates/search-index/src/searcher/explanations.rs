//! What the hits of a page are made of.

use super::Searcher;
use crate::error::{EngineContext, Error};
use crate::pass::RankedHit;
use crate::query::{Matching, Plan};
use crate::request::{SearchRequest, Sort};
use crate::schema::TextField;
use crate::understanding::{Explanation, Factor};

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
        if let Some(concepts) = &plan.words {
            let context = self.context(request);
            let matching =
                Matching::open(&context, concepts, &TextField::ALL, true).to("look for words")?;
            let mut in_order: Vec<usize> = (0..ranked.len()).collect();
            in_order.sort_unstable_by_key(|at| ranked[*at].address);
            let segment_of = |at: &usize| ranked[*at].address.segment_ord;
            for places in in_order.chunk_by(|a, b| segment_of(a) == segment_of(b)) {
                let documents: Vec<u32> =
                    places.iter().map(|at| ranked[*at].address.doc_id).collect();
                let explained = matching
                    .explain(segment_of(&places[0]) as usize, &documents)
                    .to("explain hits")?;
                for (at, explanation) in places.iter().zip(explained) {
                    explanations[*at] = explanation;
                }
            }
        }
        for (explanation, hit) in explanations.iter_mut().zip(ranked) {
            if request.sort == Sort::Relevance {
                self.complete(explanation, hit);
            }
        }
        Ok(explanations)
    }

    /// Adds what the score has beside its words.
    fn complete(&self, explanation: &mut Explanation, hit: &RankedHit) {
        let segment = &self.columns.segments[hit.address.segment_ord as usize];
        let prior = self
            .weights
            .prior(|field| segment.number(field, hit.address.doc_id));
        let words: f32 = explanation.words.iter().map(|word| word.score).sum();
        let factors = explanation.factors.iter().map(|factor| factor.value);
        let rest = hit.score / hit.popularity - words * factors.product::<f32>();
        // What is left by rounding is nothing.
        let is_some = rest.abs() > hit.score / hit.popularity * 1e-3;
        explanation.other = if is_some { rest } else { 0.0 };
        explanation.prior = prior.into_iter().filter(|it| is_telling(*it)).collect();
        explanation.factors.retain(|it| is_telling(*it));
    }
}

/// Returns whether a factor changes anything.
fn is_telling(factor: Factor) -> bool {
    (factor.value - 1.0).abs() > 1e-6
}

/// Returns the words that a hit has not.
pub(super) fn missing(explanation: &Explanation) -> Vec<String> {
    let words = explanation.words.iter();
    words
        .filter(|word| word.score == 0.0)
        .map(|word| word.typed.clone())
        .collect()
}
