//! What the score of a document is made of.

use tantivy::DocId;

use super::document_set::DocumentSet;
use super::lists::bit;
use super::score::WordFinding;
use super::{Found, Matching, SegmentLists};
use crate::ranking::{Explanation, WordExplanation};
use crate::schema::TextField;

impl Matching<'_> {
    /// Returns what the words bring to the scores of documents of a segment, which come in order.
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
        let found = self.found_in(segment, documents)?;
        let titles = self.titles(segment, &found)?;
        let explanations = titles.into_iter().enumerate().map(|(at, title)| {
            let parts = self.score(&found.findings, at, title);
            Explanation {
                words: self.words_of(&found, at),
                factors: parts.factors.to_vec(),
                ..Explanation::default()
            }
        });
        Ok(explanations.collect())
    }

    fn found_in(&self, segment: &SegmentLists<'_>, documents: &[DocId]) -> tantivy::Result<Found> {
        let mut bits = vec![0u64; segment.n_documents as usize / 64 + 1];
        for document in documents {
            bits[*document as usize / 64] |= 1 << (document % 64);
        }
        let documents = DocumentSet::new(bits);
        let findings = self
            .weighed
            .iter()
            .map(|weighed| self.findings(segment, weighed.at, &documents))
            .collect::<tantivy::Result<_>>()?;
        Ok(Found {
            documents,
            findings,
        })
    }

    fn words_of(&self, found: &Found, at: usize) -> Vec<WordExplanation> {
        let mut words: Vec<(usize, WordExplanation)> = self
            .weighed
            .iter()
            .zip(&found.findings)
            .map(|(weighed, findings)| {
                let finding = &findings[at];
                let alternative = finding.alternative.map(usize::from);
                let explanation = WordExplanation {
                    typed: self.concepts.typed(weighed.at),
                    found_as: alternative.map(|number| {
                        let alternative = &self.concepts.alternatives[number];
                        self.concepts.interpretation(alternative)
                    }),
                    fields: names_of_fields(finding),
                    rarity: weighed.mass,
                    score: weighed.mass * finding.value,
                };
                (weighed.at, explanation)
            })
            .collect();
        words.sort_by_key(|(place, _)| *place);
        words.into_iter().map(|(_, word)| word).collect()
    }
}

fn names_of_fields(finding: &WordFinding) -> Vec<&'static str> {
    let fields = TextField::ALL.into_iter();
    fields
        .filter(|field| finding.fields & bit(*field) != 0)
        .map(TextField::name)
        .collect()
}
