//! Documents with most of the words, where few have all.

use tantivy::DocId;

use super::{Found, Matching, SegmentLists, Weighed, keep};
use crate::understanding::Relaxation;

impl<'a> Matching<'a> {
    /// Returns the documents with most of the words.
    pub(super) fn with_most_words(
        &self,
        any_with_all: bool,
        counts: &dyn Fn(usize, DocId) -> bool,
    ) -> tantivy::Result<Vec<Found>> {
        let mut findable: Vec<Weighed> = self
            .weighed
            .iter()
            .filter(|weighed| weighed.is_anywhere)
            .copied()
            .collect();
        // What is looked for comes before where, when and in which format it is liked.
        findable.sort_by(|a, b| {
            let by_kind = a.is_preference.cmp(&b.is_preference);
            by_kind.then(b.needed_mass.total_cmp(&a.needed_mass))
        });
        // What the best document has at least: every word, or the heaviest one.
        let mut best = if any_with_all {
            mass(&findable)
        } else {
            findable.first().map_or(0.0, |weighed| weighed.needed_mass)
        };
        let leading = self.leading(&findable, best);
        let mut found = Vec::with_capacity(self.segments.len());
        for segment in &self.segments {
            found.push(self.with_mass(segment, leading, &mut best, counts)?);
        }
        // The best of all may be better than it was when the first segment was read.
        let kept = found.into_iter().map(|(mut of_segment, masses)| {
            let has_enough: Vec<bool> = masses
                .iter()
                .map(|mass| *mass >= self.least_mass(best))
                .collect();
            of_segment.keep(&has_enough);
            of_segment
        });
        Ok(kept.collect())
    }

    /// Returns the mass that a document must have, where the best one has so much.
    fn least_mass(&self, best: f32) -> f32 {
        // What is left of sums in another order is no difference.
        const ROUNDING: f32 = 0.999;
        let weights = &self.context.ranking.weights;
        let of_all = mass(&self.weighed) * weights.least_of_all;
        (best * weights.least_share).max(of_all) * ROUNDING
    }

    /// Returns the first words, of which a document must have one: without it, it cannot have the mass that is needed, or
    /// is nothing but in the right place.
    fn leading<'w>(&self, findable: &'w [Weighed], best: f32) -> &'w [Weighed] {
        let needed = self.least_mass(best);
        let can_do_without = |n_leading: &usize| mass(&findable[*n_leading..]) < needed;
        let n_leading = (0..findable.len()).find(can_do_without);
        let n_needed = findable.partition_point(|weighed| !weighed.is_preference);
        let most = if n_needed > 0 {
            n_needed
        } else {
            findable.len()
        };
        &findable[..n_leading.unwrap_or(most).min(most)]
    }

    /// Returns the documents of a segment that may have the mass that is needed, and the masses. The best mass grows where
    /// a document that counts has a better one.
    fn with_mass(
        &self,
        segment: &SegmentLists<'a>,
        leading: &[Weighed],
        best: &mut f32,
        counts: &dyn Fn(usize, DocId) -> bool,
    ) -> tantivy::Result<(Found, Vec<f32>)> {
        let mut found = Found {
            documents: self.documents_of(segment, leading.iter())?,
            findings: Vec::new(),
        };
        let mut masses = vec![0.0; found.documents.list.len()];
        for (n_done, weighed) in self.weighed.iter().enumerate() {
            let findings = self.findings(segment, weighed.at, &found.documents)?;
            for (at, _) in findings.iter().enumerate().filter(|(_, it)| it.is_any()) {
                masses[at] += weighed.needed_mass;
                if masses[at] > *best && counts(segment.number, found.documents.list[at]) {
                    *best = masses[at];
                }
            }
            found.findings.push(findings);
            let rest = mass(&self.weighed[n_done + 1..]);
            let needed = self.least_mass(*best);
            let may_do: Vec<bool> = masses.iter().map(|mass| mass + rest >= needed).collect();
            found.keep(&may_do);
            keep(&mut masses, &may_do);
        }
        Ok((found, masses))
    }

    /// Says of each word whether any document that counts has it.
    pub(super) fn find_where_words_are(
        &mut self,
        counts: &dyn Fn(usize, DocId) -> bool,
    ) -> tantivy::Result<()> {
        for at in 0..self.weighed.len() {
            let word = self.weighed[at];
            let mut is_anywhere = false;
            for segment in self.segments.iter().filter(|_| word.is_anywhere) {
                let documents = self.documents_of(segment, [word].iter())?.list;
                is_anywhere |= documents
                    .into_iter()
                    .any(|document| counts(segment.number, document));
            }
            self.weighed[at].is_anywhere = is_anywhere;
        }
        Ok(())
    }

    /// Returns what was given up, if anything was.
    pub(super) fn relaxation(&self, found: &[Found], n_with_all: u64) -> Option<Relaxation> {
        let mut findings = found.iter().flat_map(|found| &found.findings).flatten();
        let is_any_missing = findings.any(|finding| !finding.is_any());
        let mut unknown: Vec<&Weighed> = self
            .weighed
            .iter()
            .filter(|weighed| !weighed.is_anywhere)
            .collect();
        unknown.sort_by_key(|weighed| weighed.at);
        is_any_missing.then(|| Relaxation {
            n_with_all,
            unknown: unknown
                .into_iter()
                .map(|weighed| self.concepts.typed(weighed.at))
                .collect(),
        })
    }
}

fn mass(words: &[Weighed]) -> f32 {
    words.iter().map(|weighed| weighed.needed_mass).sum()
}
