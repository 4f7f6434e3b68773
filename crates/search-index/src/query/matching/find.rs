//! The search for the documents of a query's words: with all of them, or with most.

use tantivy::DocId;

use super::document_set::Bits;
use super::matcher::Matcher;
use super::mentions::Mentions;
use super::missing_words::MissingWords;
use super::scored::Scored;
use super::word_set::WordSet;
use crate::understanding::Relaxation;

/// All documents that have the words.
pub(crate) struct Matches {
    /// By segment: the documents, ascending, with their text scores; with none where they fail the `archived` filter, so that
    /// they can be no hits.
    pub segments: Vec<Vec<(DocId, f32)>>,
    /// What was given up; `None` where every document has every word.
    pub relaxation: Option<Relaxation>,
    /// What the documents lack; `None` where every document has every word.
    pub missing: Option<MissingWords>,
    /// The documents that only mention the words; `None` where none does, or nobody asked.
    pub mentions: Option<Mentions>,
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
        let demanded = self.demanded_words();
        if !may_relax || demanded.len() < 2 {
            return self.with_all_terms_alone(passes_archived_filter);
        }
        let weights = &self.context.ranking.weights;
        let n_with_all = self.n_with_all(demanded, passes_archived_filter)?;
        if n_with_all as f32 >= weights.enough_hits {
            let beside = weights.least_share_beside;
            let found = self.with_most_terms(beside, true, passes_archived_filter)?;
            // Others beside those with all terms are listed by their scores, whatever the filter.
            let needs_score = |segment: usize, document: DocId, has_all: bool| {
                !has_all || self.finds_mentions || passes_archived_filter(segment, document)
            };
            let found = self.score(found, &needs_score)?;
            return Ok(self.beside_enough(found, n_with_all, passes_archived_filter));
        }
        let least_share = weights.least_share;
        self.find_where_terms_are(passes_archived_filter)?;
        let found = self.with_most_terms(least_share, n_with_all > 0, passes_archived_filter)?;
        let found = self.score(found, &|segment, document, _| {
            self.finds_mentions || passes_archived_filter(segment, document)
        })?;
        let relaxation = found.lacks_any().then(|| self.relaxation(n_with_all));
        let mentions = self.asked_mentions(&found, passes_archived_filter);
        let (segments, missing) = self.parted(found);
        Ok(Matches {
            mentions,
            segments,
            missing: relaxation.is_some().then_some(missing),
            relaxation,
        })
    }

    /// Returns the documents that have all terms.
    fn with_all_terms_alone(
        &self,
        passes_archived_filter: &dyn Fn(usize, DocId) -> bool,
    ) -> tantivy::Result<Matches> {
        let found = self.score_with_all_terms(&|segment, document| {
            self.finds_mentions || passes_archived_filter(segment, document)
        })?;
        Ok(Matches {
            mentions: self.asked_mentions(&found, passes_archived_filter),
            segments: found.segments,
            relaxation: None,
            missing: None,
        })
    }

    /// Returns how many documents have all these words, and pass the filter.
    fn n_with_all(
        &self,
        words: WordSet,
        passes_archived_filter: &dyn Fn(usize, DocId) -> bool,
    ) -> tantivy::Result<u64> {
        let mut n_with_all = 0;
        for segment in &self.segments {
            let mut having = Bits::all_of(segment.n_documents);
            for word in words.indexes() {
                having.keep_both(segment.documents_with(self.query, word)?);
            }
            let complete = having.documents();
            n_with_all += complete
                .filter(|document| passes_archived_filter(segment.ordinal, *document))
                .count() as u64;
        }
        Ok(n_with_all)
    }

    /// Returns the candidates that have all terms, which are enough, and of the others those that are worth as much as
    /// the enough-th of these: what is left out is what would stand behind them. None of the others lacks the place, the
    /// year, the format or the type that was asked for: where enough records have it, they are no substitute.
    fn beside_enough(
        &self,
        found: Scored,
        n_with_all: u64,
        passes_archived_filter: &dyn Fn(usize, DocId) -> bool,
    ) -> Matches {
        let mentions = self.asked_mentions(&found, passes_archived_filter);
        let (mut segments, missing) = self.parted(found);
        let priors = &self.context.ranking.priors;
        let worth =
            |segment: usize, document: DocId, score: f32| score * priors.get(segment, document);
        let mut complete: Vec<f32> = Vec::new();
        for (segment, documents) in segments.iter().enumerate() {
            let documents = documents.iter().filter(|(document, _)| {
                !missing.is_any(segment, *document) && passes_archived_filter(segment, *document)
            });
            complete.extend(documents.map(|(document, score)| worth(segment, *document, *score)));
        }
        complete.sort_unstable_by(|a, b| b.total_cmp(a));
        let enough = self.context.ranking.weights.enough_hits as usize;
        let last = complete.get(enough.saturating_sub(1));
        let least = last.copied().unwrap_or(f32::INFINITY);
        let options = self.terms.iter().filter(|term| term.is_optional());
        let options: WordSet = options.map(|term| term.index).collect();
        let mut is_any_missing = false;
        for (segment, documents) in segments.iter_mut().enumerate() {
            documents.retain(|(document, score)| {
                let is_approximate = missing.is_any(segment, *document);
                let is_substitute = || {
                    let lacks_option = missing.of(segment, *document).has_any_of(options);
                    !lacks_option && worth(segment, *document, *score) > least
                };
                let is_kept = !is_approximate || is_substitute();
                is_any_missing |= is_approximate && is_kept;
                is_kept
            });
        }
        let relaxation = is_any_missing.then(|| Relaxation {
            n_with_all,
            unknown: Vec::new(),
        });
        Matches {
            segments,
            relaxation,
            missing: is_any_missing.then_some(missing),
            mentions,
        }
    }

    fn asked_mentions(
        &self,
        found: &Scored,
        passes_archived_filter: &dyn Fn(usize, DocId) -> bool,
    ) -> Option<Mentions> {
        self.finds_mentions
            .then(|| self.mentions(found, passes_archived_filter))
            .flatten()
    }

    /// Returns the documents with their scores, and what they lack.
    fn parted(&self, found: Scored) -> (Vec<Vec<(DocId, f32)>>, MissingWords) {
        let sizes = self.segments.iter().map(|segment| segment.n_documents);
        let missing = MissingWords::new(sizes.zip(found.lacking));
        (found.segments, missing)
    }

    pub(super) fn demanded_words(&self) -> WordSet {
        let demanded = self.terms.iter().filter(|term| term.is_demanded());
        demanded.map(|term| term.index).collect()
    }
}
