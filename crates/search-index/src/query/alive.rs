//! What is left of a posting list without the documents of hidden records.

use std::io;

use tantivy::postings::SegmentPostings;
use tantivy::{DocSet, SegmentReader, TERMINATED};

/// Returns how many documents of a posting list with so many are not hidden. A list with more documents than are hidden is
/// taken to have them all: what counts is whether any is left.
pub(super) fn n_alive(
    reader: &SegmentReader,
    doc_freq: u32,
    postings: impl FnOnce() -> io::Result<Option<SegmentPostings>>,
) -> io::Result<u32> {
    let n_hidden = reader.num_deleted_docs();
    if n_hidden == 0 || doc_freq == 0 || doc_freq > n_hidden + 1 {
        return Ok(doc_freq);
    }
    let Some(mut postings) = postings()? else {
        return Ok(0);
    };
    let mut n_alive = 0;
    while postings.doc() != TERMINATED {
        n_alive += u32::from(!reader.is_deleted(postings.doc()));
        postings.advance();
    }
    Ok(n_alive)
}
