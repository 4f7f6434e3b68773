//! The search for the documents of a query's words: with all of them, or with most.

use tantivy::DocId;

use super::candidates::Candidates;
use super::matcher::{Matcher, OpenSegment};
use super::missing_words::MissingWords;
use crate::ranking::TermMatch;
use crate::understanding::Relaxation;

/// All documents that have the words.
pub(crate) struct Matches {
    /// By segment: the documents, ascending, with their text scores.
    pub segments: Vec<Vec<(DocId, f32)>>,
    /// What was given up; `None` where every document has every word.
    pub relaxation: Option<Relaxation>,
    /// What the documents lack; `None` where every document has every word.
    pub missing: Option<MissingWords>,
}

impl Matcher<'_> {
    /// Returns the documents that have all terms; or most of them, where few have all and the search may be relaxed.
    /// Only documents that pass the request's `archived` filter count as having them: few of these are few, whatever is
    /// in the archive.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn find(
        &mut self,
        may_relax: bool,
        passes_archived_filter: &dyn Fn(usize, DocId) -> bool,
    ) -> tantivy::Result<Matches> {
        let mut found = Vec::with_capacity(self.segments.len());
        let mut n_with_all = 0;
        for segment in &self.segments {
            let candidates = self.with_all_terms(segment)?;
            let documents = candidates.documents.list.iter();
            n_with_all += documents
                .filter(|document| passes_archived_filter(segment.ordinal, **document))
                .count();
            found.push(candidates);
        }
        let mut relaxation = None;
        let is_enough = n_with_all as f32 >= self.context.ranking.weights.enough_hits;
        if may_relax && self.terms.len() > 1 && !is_enough {
            self.find_where_terms_are(passes_archived_filter)?;
            found = self.with_most_terms(n_with_all > 0, passes_archived_filter)?;
            relaxation = self.relaxation(&found, n_with_all as u64);
        }
        let missing = relaxation.is_some().then(|| {
            let sizes = self.segments.iter().map(|segment| segment.n_documents);
            MissingWords::read(&self.terms, sizes.zip(&found))
        });
        let segments = self.segments.iter().zip(found);
        Ok(Matches {
            segments: segments
                .map(|(segment, candidates)| self.scored(segment, candidates))
                .collect::<Result<_, _>>()?,
            relaxation,
            missing,
        })
    }

    fn with_all_terms(&self, segment: &OpenSegment<'_>) -> tantivy::Result<Candidates> {
        let mut candidates = Candidates::default();
        for (n_done, term) in self.terms.iter().enumerate() {
            if n_done == 0 {
                candidates.documents = self.documents_with_any(segment, [term].into_iter())?;
            }
            if candidates.documents.list.is_empty() {
                candidates.matches.push(Vec::new());
                continue;
            }
            let matches = self.term_matches(segment, term, &candidates.documents)?;
            let has_term: Vec<bool> = matches.iter().map(TermMatch::is_found).collect();
            candidates.matches.push(matches);
            candidates.keep(&has_term);
        }
        Ok(candidates)
    }

    fn scored(
        &self,
        segment: &OpenSegment<'_>,
        candidates: Candidates,
    ) -> tantivy::Result<Vec<(DocId, f32)>> {
        if !self.with_scores {
            let documents = candidates.documents.list.into_iter();
            return Ok(documents.map(|document| (document, 0.0)).collect());
        }
        let features = self.features(segment, &candidates)?;
        let scores = features.into_iter().enumerate().map(|(index, features)| {
            let score = self.text_score(&candidates, index, features).product();
            (candidates.documents.list[index], score)
        });
        Ok(scores.collect())
    }
}
