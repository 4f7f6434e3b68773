//! A set of a segment's documents, and where posting lists meet it.

use tantivy::postings::SegmentPostings;
use tantivy::{DocId, DocSet, TERMINATED};

/// A posting list with at most so many times the documents of the set is walked whole; in a longer one, each document
/// of the set is sought.
const WALK_FACTOR: u64 = 8;

/// Documents in ascending order. Each has an index among them, which is found in constant time.
#[derive(Default)]
pub(super) struct DocumentSet {
    pub list: Vec<DocId>,
    /// A bit for each document of the segment.
    bits: Vec<u64>,
    /// How many documents of the set come before each of the 64-bit blocks.
    n_before: Vec<u32>,
}

impl DocumentSet {
    pub fn new(bits: Bits) -> Self {
        let bits = bits.0;
        let mut list = Vec::new();
        let mut n_before = Vec::with_capacity(bits.len());
        for (block, mut rest) in (0u32..).zip(bits.iter().copied()) {
            n_before.push(list.len() as u32);
            while rest != 0 {
                list.push(block * 64 + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
        Self {
            list,
            bits,
            n_before,
        }
    }

    /// Returns the documents in blocks of at most so many.
    pub fn blocks(self, n_documents: usize) -> impl Iterator<Item = Self> {
        let is_one = self.list.len() <= n_documents;
        let n_blocks = if is_one {
            0
        } else {
            self.list.len().div_ceil(n_documents)
        };
        let n_in_segment = self.bits.len();
        let (whole, parted) = if is_one {
            (Some(self), Vec::new())
        } else {
            (None, self.list)
        };
        let blocks = (0..n_blocks).map(move |block| {
            let documents = parted[block * n_documents..].iter().take(n_documents);
            let mut bits = Bits(vec![0; n_in_segment]);
            documents.for_each(|document| bits.add(*document));
            Self::new(bits)
        });
        whole.into_iter().chain(blocks)
    }

    /// Returns the documents that are kept, by index.
    pub fn only(&self, is_kept: &[bool]) -> Self {
        let mut bits = vec![0; self.bits.len()];
        for (document, is_kept) in self.list.iter().zip(is_kept) {
            bits[*document as usize / 64] |= u64::from(*is_kept) << (document % 64);
        }
        Self::new(Bits(bits))
    }

    /// Returns an empty set of documents of the same segment.
    pub fn none(&self) -> Bits {
        Bits(vec![0; self.bits.len()])
    }

    /// Returns the documents that are in another set too.
    pub fn and(&self, mut other: Bits) -> Self {
        for (block, bits) in other.0.iter_mut().zip(&self.bits) {
            *block &= bits;
        }
        Self::new(other)
    }

    /// Returns the index of a document; `None` where it is not in the set.
    pub fn index_of(&self, document: DocId) -> Option<usize> {
        let block = document as usize / 64;
        let bit = 1 << (document % 64);
        let before = (self.bits[block] & (bit - 1)).count_ones();
        (self.bits[block] & bit != 0).then(|| (self.n_before[block] + before) as usize)
    }

    /// Calls with each document that is in the other set too, and its index in this one.
    pub fn each_in(&self, other: &Bits, mut act: impl FnMut(usize, DocId)) {
        let blocks = (0u32..).zip(self.bits.iter().zip(&other.0));
        for ((block, (bits, other)), n_before) in blocks.zip(&self.n_before) {
            let mut both = bits & other;
            while both != 0 {
                let bit = both & both.wrapping_neg();
                let n_in_block = (bits & (bit - 1)).count_ones();
                let document = block * 64 + both.trailing_zeros();
                act((n_before + n_in_block) as usize, document);
                both &= both - 1;
            }
        }
    }

    /// Calls with the index of each document of the set that is among the given ones, which ascend.
    pub fn each_of(&self, documents: &[DocId], mut act: impl FnMut(usize)) {
        let (Some(first), Some(last)) = (self.list.first(), self.list.last()) else {
            return;
        };
        let begin = documents.partition_point(|document| document < first);
        for document in &documents[begin..] {
            if document > last {
                return;
            }
            if let Some(index) = self.index_of(*document) {
                act(index);
            }
        }
    }

    /// Calls with the index of each document of the set that is in the posting list, while the list stands there.
    pub fn each_in_postings(
        &self,
        postings: &mut SegmentPostings,
        n_postings: u32,
        mut act: impl FnMut(usize, &SegmentPostings),
    ) {
        let (Some(first), Some(last)) = (self.list.first(), self.list.last()) else {
            return;
        };
        // A block of a longer set lies among a part of the postings.
        let n_in_segment = 64 * self.bits.len() as u64;
        let n_there = u64::from(n_postings) * u64::from(last - first + 1) / n_in_segment;
        if postings.doc() < *first {
            postings.seek(*first);
        }
        if n_there / WALK_FACTOR <= self.list.len() as u64 {
            while postings.doc() <= *last {
                if let Some(index) = self.index_of(postings.doc()) {
                    act(index, postings);
                }
                postings.advance();
            }
            return;
        }
        for (index, document) in self.list.iter().enumerate() {
            if postings.doc() < *document {
                postings.seek(*document);
            }
            if postings.doc() == *document {
                act(index, postings);
            } else if postings.doc() == TERMINATED {
                return;
            }
        }
    }
}

/// A bit for each document of a segment.
#[derive(Clone)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub fn none_of(n_documents: u32) -> Self {
        Self(vec![0; n_documents as usize / 64 + 1])
    }

    /// Returns all documents of a segment, and bits of others behind the last.
    pub fn all_of(n_documents: u32) -> Self {
        Self(vec![u64::MAX; n_documents as usize / 64 + 1])
    }

    pub fn add(&mut self, document: DocId) {
        self.0[document as usize / 64] |= 1 << (document % 64);
    }

    /// Adds the documents of another set of the same segment.
    pub fn add_all(&mut self, other: &Self) {
        for (block, other) in self.0.iter_mut().zip(&other.0) {
            *block |= other;
        }
    }

    /// Keeps the documents that are in another set of the same segment too.
    pub fn keep_both(&mut self, other: &Self) {
        for (block, other) in self.0.iter_mut().zip(&other.0) {
            *block &= other;
        }
    }

    /// Returns the documents, ascending.
    pub fn documents(&self) -> impl Iterator<Item = DocId> {
        (0u32..).zip(&self.0).flat_map(|(block, bits)| {
            let mut rest = *bits;
            std::iter::from_fn(move || {
                let document = block * 64 + rest.trailing_zeros();
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    document
                })
            })
        })
    }

    pub fn remove(&mut self, document: DocId) {
        self.0[document as usize / 64] &= !(1 << (document % 64));
    }

    pub fn has(&self, document: DocId) -> bool {
        self.0[document as usize / 64] & (1 << (document % 64)) != 0
    }

    pub fn count(&self) -> u32 {
        self.0.iter().map(|block| block.count_ones()).sum()
    }

    /// Returns how many documents are in both of two sets of the same segment.
    pub fn count_both(&self, other: &Self) -> u32 {
        let both = self.0.iter().zip(&other.0);
        both.map(|(one, other)| (one & other).count_ones()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(documents: &[DocId]) -> DocumentSet {
        let mut bits = Bits::none_of(1000);
        for document in documents {
            bits.add(*document);
        }
        DocumentSet::new(bits)
    }

    #[test]
    fn blocks_have_all_documents_once_and_in_order() {
        let documents: Vec<DocId> = (0..1000).step_by(3).collect();
        for n in [1, 7, 64, 333, 334, 1000] {
            let blocks: Vec<DocumentSet> = set(&documents).blocks(n).collect();
            assert!(
                blocks
                    .iter()
                    .all(|block| (1..=n).contains(&block.list.len()))
            );
            let all: Vec<DocId> = blocks.iter().flat_map(|block| block.list.clone()).collect();
            assert_eq!(all, documents, "{n}");
        }
        assert!(set(&[]).blocks(7).all(|block| block.list.is_empty()));
    }

    #[test]
    fn a_block_meets_the_documents_that_lie_in_it() {
        let documents: Vec<DocId> = (0..1000).step_by(3).collect();
        let given: Vec<DocId> = (0..1000).step_by(5).collect();
        let mut met = Vec::new();
        for block in set(&documents).blocks(50) {
            block.each_of(&given, |index| met.push(block.list[index]));
        }
        let expected: Vec<DocId> = (0..1000).step_by(15).collect();
        assert_eq!(met, expected);
    }
}
