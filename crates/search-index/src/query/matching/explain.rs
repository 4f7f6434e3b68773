//! The text scores of single documents, told term by term.

use tantivy::DocId;

use super::candidates::Candidates;
use super::matcher::Matcher;
use crate::ranking::{Explanation, WordExplanation};

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
        for term in &self.terms {
            let matches = self.term_matches(segment, term, &candidates.documents)?;
            candidates.matches.push(matches);
        }
        let features = self.features(segment, &candidates)?;
        let explanations = features.into_iter().enumerate().map(|(index, features)| {
            let score = self.text_score(&candidates, index, features);
            Explanation {
                words: self.explain_words(&candidates, index),
                factors: score.factors.to_vec(),
                ..Explanation::default()
            }
        });
        Ok(explanations.collect())
    }

    /// Returns what each term adds to a candidate's score, in the order of the query.
    fn explain_words(&self, candidates: &Candidates, index: usize) -> Vec<WordExplanation> {
        let matches = candidates.matches.iter().map(|matches| &matches[index]);
        let mut words: Vec<(usize, WordExplanation)> = self
            .terms
            .iter()
            .zip(matches)
            .map(|(term, matched)| {
                let alternative = matched.alternative.map(usize::from);
                let explanation = WordExplanation {
                    typed: self.query.typed(term.index),
                    found_as: alternative.map(|alternative| {
                        let alternative = &self.query.alternatives[alternative];
                        self.query.interpretation(alternative)
                    }),
                    fields: matched.fields.names(),
                    rarity: term.idf_weight,
                    score: term.idf_weight * matched.value,
                };
                (term.index, explanation)
            })
            .collect();
        words.sort_by_key(|(index, _)| *index);
        words.into_iter().map(|(_, word)| word).collect()
    }
}
