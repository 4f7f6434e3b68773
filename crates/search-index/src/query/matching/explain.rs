//! The text scores of single documents, told term by term.

use tantivy::DocId;

use super::candidates::Candidates;
use super::matcher::{Buffers, Matcher};
use crate::ranking::{Explanation, QueryTerm, TermMatch, WordExplanation, text_score};

impl Matcher<'_> {
    /// Returns the terms and factors of the scores of a segment's documents, which ascend.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn explain(
        &self,
        segment: usize,
        documents: &[DocId],
    ) -> tantivy::Result<Vec<Explanation>> {
        let segment = &self.segments[segment];
        let mut candidates = Candidates::new(Self::documents(segment, documents));
        let mut buffers = Buffers::default();
        let mut words: Vec<Vec<(usize, WordExplanation)>> = vec![Vec::new(); documents.len()];
        for term in &self.terms {
            let mut matches = vec![TermMatch::default(); documents.len()];
            let set = &candidates.documents;
            self.each_term_match(segment, term, set, &mut buffers, |index, matched| {
                matches[index] = *matched;
            })?;
            for (index, matched) in matches.iter().enumerate() {
                if matched.is_found() {
                    candidates.add(index, term, matched);
                }
                words[index].push((term.index, self.explain_word(term, matched)));
            }
        }
        let features = self.features(segment, &candidates)?;
        let weights = &self.context.ranking.weights;
        let documents = candidates.sums.iter().zip(features).zip(words);
        let explanations = documents.map(|((sums, features), mut words)| {
            // In the order of the query.
            words.sort_by_key(|(index, _)| *index);
            let score = text_score(weights, &self.weight, sums, features);
            Explanation {
                words: words.into_iter().map(|(_, word)| word).collect(),
                factors: score.factors.to_vec(),
                ..Explanation::default()
            }
        });
        Ok(explanations.collect())
    }

    /// Returns what a term adds to a document's score.
    fn explain_word(&self, term: &QueryTerm, matched: &TermMatch) -> WordExplanation {
        let alternative = matched.alternative.map(usize::from);
        let found_as = alternative.map(|alternative| {
            let alternative = &self.query.alternatives[alternative];
            self.query.interpretation(alternative)
        });
        WordExplanation {
            typed: self.query.typed(term.index),
            found_as,
            fields: matched.fields.names(),
            rarity: term.idf_weight,
            score: term.idf_weight * matched.value,
        }
    }
}
