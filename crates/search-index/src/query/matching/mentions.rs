//! Which documents only mention the words of a query in passing: hardly any word stands in a field that names the record, and
//! the score of the text lies far below what records get that the words name. In the order of relevance they come last; any
//! other order would put them among the records that are about the words.

use tantivy::DocId;

use super::document_set::Bits;
use super::matcher::Matcher;
use super::scored::Scored;

/// The documents that only mention the words of a query: a bit for each document, by segment.
pub(crate) struct Mentions(Vec<Bits>);

impl Mentions {
    /// Returns whether a document of a segment only mentions the words.
    pub fn has(&self, segment: usize, document: DocId) -> bool {
        self.0[segment].has(document)
    }

    /// Takes a document for one that is about the words.
    pub fn forgive(&mut self, segment: usize, document: DocId) {
        self.0[segment].remove(document);
    }
}

impl Matcher<'_> {
    /// Returns the documents that only mention the words; `None` where there are none, as where the words name few records.
    pub(super) fn mentions(
        &self,
        found: &Scored,
        passes_archived_filter: &dyn Fn(usize, DocId) -> bool,
    ) -> Option<Mentions> {
        let segments = || self.segments.iter().zip(&found.segments);
        let mut unnamed: Vec<Bits> = Vec::with_capacity(self.segments.len());
        for (segment, documents) in self.segments.iter().zip(&found.unnamed) {
            let mut bits = Bits::none_of(segment.n_documents);
            for document in documents {
                bits.add(*document);
            }
            unnamed.push(bits);
        }
        let mut named: Vec<f32> = Vec::new();
        for ((segment, documents), unnamed) in segments().zip(&unnamed) {
            let documents = documents.iter().filter(|(document, _)| {
                !unnamed.has(*document) && passes_archived_filter(segment.ordinal, *document)
            });
            named.extend(documents.map(|(_, score)| *score));
        }
        let weights = &self.context.ranking.weights;
        let enough = weights.enough_hits as usize;
        if named.len() < enough {
            return None;
        }
        let (_, least, _) = named.select_nth_unstable_by(enough - 1, |a, b| b.total_cmp(a));
        let least = *least * weights.mention_score;
        let mut is_any = false;
        for ((_, documents), unnamed) in segments().zip(&mut unnamed) {
            for (document, score) in documents {
                if *score >= least {
                    unnamed.remove(*document);
                } else {
                    is_any |= unnamed.has(*document);
                }
            }
        }
        is_any.then_some(Mentions(unnamed))
    }
}
