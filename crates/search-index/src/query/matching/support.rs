//! What the rest of a query makes of an alternative: whether the records of the alternative have the other words less often
//! than by chance.
//!
//! `bac` may be an exam or a catchment; beside `réussite` it is the exam. Only titles and tags are looked at, which say what
//! a record is about.

use super::document_set::Bits;
use super::open_segment::OpenSegment;
use super::postings::Postings;
use crate::query::rewritten_query::{Alternative, RewrittenQuery};
use crate::understanding::InterpretationKind;

/// The documents of all segments that are named by a word or an alternative.
struct NamedDocuments {
    by_segment: Vec<Bits>,
    n_documents: u32,
}

impl NamedDocuments {
    /// Gathers the documents of the posting lists that are chosen in each segment.
    fn gather<'s, 'a: 's>(
        segments: &'s [OpenSegment<'a>],
        chosen: impl Fn(&'s OpenSegment<'a>) -> Vec<&'s Postings<'a>>,
    ) -> tantivy::Result<Self> {
        let of_segment = |segment: &'s OpenSegment<'a>| {
            let mut bits = Bits::none_of(segment.n_documents);
            for postings in chosen(segment) {
                postings.add_named_documents(&mut bits)?;
            }
            segment.remove_deleted(&mut bits);
            Ok(bits)
        };
        let by_segment: Vec<Bits> = segments
            .iter()
            .map(of_segment)
            .collect::<tantivy::Result<_>>()?;
        let n_documents = by_segment.iter().map(Bits::count).sum();
        Ok(Self {
            by_segment,
            n_documents,
        })
    }

    fn n_shared_with(&self, other: &Self) -> u32 {
        let both = self.by_segment.iter().zip(&other.by_segment);
        both.map(|(bits, other)| bits.count_both(other)).sum()
    }
}

/// Returns whether an alternative is weighed by what stands beside it: other words may mean something else.
fn is_weighed(alternative: &Alternative) -> bool {
    use InterpretationKind::{Expansion, Synonym, Translation};
    matches!(alternative.kind, Expansion | Synonym | Translation)
}

/// Returns by alternative how many times as often as by chance its documents have the other demanded words, where that is
/// less often; else 1, and for those that are not weighed. Few documents say little.
pub(super) fn supports(
    query: &RewrittenQuery,
    segments: &[OpenSegment<'_>],
    n_documents: f32,
) -> tantivy::Result<Vec<f32>> {
    let n_alternatives = query.alternatives.len();
    let mut supports = vec![1.0; n_alternatives];
    let demanded: Vec<usize> = (0..query.words.len())
        .filter(|index| !query.is_frame[*index])
        .collect();
    let weighed: Vec<usize> = (0..n_alternatives)
        .filter(|index| is_weighed(&query.alternatives[*index]))
        .collect();
    if demanded.len() < 2 || weighed.is_empty() {
        return Ok(supports);
    }
    let mut words = Vec::with_capacity(demanded.len());
    for index in &demanded {
        words.push(NamedDocuments::gather(segments, |segment| {
            segment.all_postings_of(query, *index)
        })?);
    }
    for index in weighed {
        let documents =
            NamedDocuments::gather(segments, |segment| vec![&segment.alternatives[index]])?;
        let covers = &query.alternatives[index].covers;
        let others = demanded.iter().zip(&words);
        let others = others.filter(|(other, _)| !covers.contains(other));
        let (mut n_found, mut n_expected) = (0.0, 0.0);
        for (_, other) in others {
            n_found += documents.n_shared_with(other) as f32;
            n_expected += documents.n_documents as f32 * other.n_documents as f32 / n_documents;
        }
        let times: f32 = (n_found + 1.0) / (n_expected + 1.0);
        supports[index] = times.min(1.0);
    }
    Ok(supports)
}
