//! Which segments of an updated generation become one.
//!
//! The large segment of the last whole build stays as long as little of it is deleted and little lies beside it: merging it
//! costs as much as a rebuild without the reading. The small ones are merged with each other, so that a search reads a
//! handful of segments at most.

use tantivy::IndexWriter;
use tantivy::index::{SegmentId, SegmentMeta};

use crate::generation::waiting::WaitingDocument;

/// The share of the largest segment's documents that may be deleted, and the share of all documents that may lie beside it.
const MAX_SHARE: f64 = 0.1;

/// So many small segments may lie beside the largest one.
const MAX_SMALL: usize = 3;

/// A small segment is merged with smaller ones if it has at most so many times the documents of these.
const MAX_TIMES: u32 = 2;

/// Commits the changes, merges what should be merged, and removes the files that are left over.
pub(super) fn merge(mut writer: IndexWriter<WaitingDocument>) -> tantivy::Result<()> {
    writer.commit()?;
    let segments = writer.index().searchable_segment_metas()?;
    let chosen = to_merge(&segments.iter().map(Size::of).collect::<Vec<_>>());
    if !chosen.is_empty() {
        let ids: Vec<SegmentId> = chosen.into_iter().map(|at| segments[at].id()).collect();
        // Files of a segment stay for as long as anybody holds its description.
        drop(segments);
        writer.merge(&ids).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()
}

/// How many documents a segment has.
#[derive(Debug, Clone, Copy)]
struct Size {
    n_documents: u32,
    n_deleted: u32,
}

impl Size {
    fn of(segment: &SegmentMeta) -> Self {
        Self {
            n_documents: segment.max_doc(),
            n_deleted: segment.num_deleted_docs(),
        }
    }
}

/// Returns which segments are to be merged into one; none where all may stay.
fn to_merge(sizes: &[Size]) -> Vec<usize> {
    let mut largest_first: Vec<usize> = (0..sizes.len()).collect();
    largest_first.sort_by_key(|at| std::cmp::Reverse(sizes[*at].n_documents));
    let Some((base, small)) = largest_first.split_first() else {
        return Vec::new();
    };
    let n_small: u32 = small.iter().map(|at| sizes[*at].n_documents).sum();
    let base = sizes[*base];
    let allowed = f64::from(base.n_documents) * MAX_SHARE;
    if f64::from(base.n_deleted) > allowed || f64::from(n_small) > allowed {
        return largest_first;
    }
    if small.len() <= MAX_SMALL {
        return Vec::new();
    }
    let mut chosen = Vec::new();
    let mut n_chosen = 0;
    for at in small.iter().rev() {
        let n_documents = sizes[*at].n_documents;
        if chosen.len() >= 2 && n_documents > n_chosen * MAX_TIMES {
            break;
        }
        n_chosen += n_documents;
        chosen.push(*at);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(sizes: &[(u32, u32)]) -> Vec<Size> {
        let sizes = sizes.iter();
        sizes
            .map(|(n_documents, n_deleted)| Size {
                n_documents: *n_documents,
                n_deleted: *n_deleted,
            })
            .collect()
    }

    #[test]
    fn few_small_segments_stay_and_many_are_merged_with_each_other() {
        for (segments, merged) in [
            (&[][..], &[][..]),
            (&[(1_000, 0)], &[]),
            (&[(1_000, 100), (30, 0), (30, 0), (40, 0)], &[]),
            (
                &[(1_000, 0), (20, 0), (20, 0), (20, 0), (20, 0)],
                &[4, 3, 2, 1],
            ),
            // What was merged before waits until there are enough others.
            (
                &[(9_000, 0), (300, 0), (20, 0), (20, 0), (20, 0)],
                &[4, 3, 2],
            ),
            // Too much is deleted, or too much lies beside.
            (&[(1_000, 101)], &[0]),
            (&[(1_000, 0), (101, 0)], &[0, 1]),
        ] {
            assert_eq!(to_merge(&sizes(segments)), merged, "{segments:?}");
        }
    }

    #[test]
    fn however_many_updates_come_the_segments_stay_few() {
        let mut segments = vec![(121_074, 0)];
        let mut n_merged = 0;
        for _ in 0..115 {
            segments.push((100, 0));
            let chosen = to_merge(&sizes(&segments));
            let together: u32 = chosen.iter().map(|at| segments[*at].0).sum();
            n_merged += together;
            let mut rest = segments.iter().enumerate();
            let mut left: Vec<(u32, u32)> = Vec::new();
            for (at, segment) in rest.by_ref() {
                if !chosen.contains(&at) {
                    left.push(*segment);
                }
            }
            if together > 0 {
                left.push((together, 0));
            }
            segments = left;
            assert!(segments.len() <= 2 + MAX_SMALL, "{segments:?}");
        }
        assert!(segments[0].0 == 121_074, "{segments:?}");
        assert!(n_merged < 115 * 100 * 8, "{n_merged}");
    }
}
