//! Some documents of a segment, and where lists of documents meet them.

use tantivy::postings::SegmentPostings;
use tantivy::{DocId, DocSet, TERMINATED};

/// A list of documents is walked where it has at most so many times the wanted ones, and jumped through beyond.
const WALK_FACTOR: u32 = 8;

/// Documents in order, with the place of each at hand.
#[derive(Default)]
pub(super) struct DocumentSet {
    pub list: Vec<DocId>,
    bits: Vec<u64>,
    /// How many come before each word of the bits.
    n_before: Vec<u32>,
}

impl DocumentSet {
    pub fn new(bits: Vec<u64>) -> Self {
        let mut list = Vec::new();
        let mut n_before = Vec::with_capacity(bits.len());
        for (word, mut rest) in (0u32..).zip(bits.iter().copied()) {
            n_before.push(list.len() as u32);
            while rest != 0 {
                list.push(word * 64 + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
        Self {
            list,
            bits,
            n_before,
        }
    }

    /// Returns those that are kept, by place.
    pub fn only(&self, is_kept: &[bool]) -> Self {
        let mut bits = vec![0; self.bits.len()];
        for (document, is_kept) in self.list.iter().zip(is_kept) {
            bits[*document as usize / 64] |= u64::from(*is_kept) << (document % 64);
        }
        Self::new(bits)
    }

    fn place(&self, document: DocId) -> Option<usize> {
        let word = document as usize / 64;
        let bit = 1 << (document % 64);
        let before = (self.bits[word] & (bit - 1)).count_ones();
        (self.bits[word] & bit != 0).then(|| (self.n_before[word] + before) as usize)
    }

    /// Calls with the place of each document of the set that is among those listed, which come in order.
    pub fn each_of(&self, listed: &[DocId], mut act: impl FnMut(usize)) {
        for document in listed {
            if let Some(at) = self.place(*document) {
                act(at);
            }
        }
    }

    /// Calls with the place of each document of the set that the list has, and the list there.
    pub fn each_listed(
        &self,
        list: &mut SegmentPostings,
        n_listed: u32,
        mut act: impl FnMut(usize, &SegmentPostings),
    ) {
        if n_listed / WALK_FACTOR <= self.list.len() as u32 {
            while list.doc() != TERMINATED {
                if let Some(at) = self.place(list.doc()) {
                    act(at, list);
                }
                list.advance();
            }
            return;
        }
        for (at, document) in self.list.iter().enumerate() {
            if list.doc() < *document {
                list.seek(*document);
            }
            if list.doc() == *document {
                act(at, list);
            } else if list.doc() == TERMINATED {
                return;
            }
        }
    }
}
