//! Records that may be folded into one hit: near-copies, which are records of one type with the same folded title, and
//! editions of a series.

use super::facet_column::FacetColumn;
use super::segment::SegmentColumns;
use super::series::Series;
use crate::deleted_terms::DeletedTerms;

/// The group of each record that is folded with others.
pub(crate) struct Groups {
    /// By segment, by document.
    documents: Vec<Vec<u32>>,
    n_groups: u32,
    /// From this one on, groups are series.
    first_series: u32,
}

/// Stands for a record that is in no group.
const ALONE: u32 = u32::MAX;

impl Groups {
    /// Groups near-copies: the documents that are not deleted by type and rank of the title. Those without any letter or digit in the title (rank 0) have
    /// no copies.
    pub fn new(segments: &[SegmentColumns], types: &FacetColumn, deleted: &DeletedTerms) -> Self {
        let mut titled = Vec::new();
        let mut documents = Vec::new();
        for (segment, columns) in segments.iter().enumerate() {
            let of_document = types.documents(segment).iter().zip(&columns.title_rank);
            for (document, (record_type, title)) in of_document.enumerate() {
                if *title > 0 {
                    titled.push((*title, *record_type, segment, document));
                }
            }
            documents.push(vec![ALONE; columns.title_rank.len()]);
        }
        titled.retain(|(.., segment, document)| !deleted.is_deleted(*segment, *document as u32));
        titled.sort_unstable();
        let mut n_groups = 0;
        for group in titled.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            if group.len() > 1 {
                for (_, _, segment, document) in group {
                    documents[*segment][*document] = n_groups;
                }
                n_groups += 1;
            }
        }
        Self {
            documents,
            n_groups,
            first_series: n_groups,
        }
    }

    /// Returns these groups of near-copies, where editions of a series are in its group instead.
    pub fn with_series(&self, series: &Series) -> Self {
        let of_segment = |(segment, documents): (usize, &Vec<u32>)| {
            let documents = (0..).zip(documents);
            let groups = documents.map(|(document, copies)| {
                let series = series.of(segment, document);
                series.map_or(*copies, |series| self.n_groups + series)
            });
            groups.collect()
        };
        Self {
            documents: self.documents.iter().enumerate().map(of_segment).collect(),
            n_groups: self.n_groups + series.n_series(),
            first_series: self.n_groups,
        }
    }

    /// Returns whether any of the groups are series.
    pub fn have_series(&self) -> bool {
        self.first_series < self.n_groups
    }

    /// Returns whether a group is a series.
    pub fn is_series(&self, group: u32) -> bool {
        group >= self.first_series
    }

    /// Returns by group the set of values that all its members have; `None` where they differ.
    pub fn sets_of(&self, column: &FacetColumn) -> Vec<Option<u32>> {
        let mut sets: Vec<Option<Option<u32>>> = vec![None; self.n_groups as usize];
        for (segment, groups) in self.documents.iter().enumerate() {
            for (group, set) in groups.iter().zip(column.documents(segment)) {
                let Some(of_group) = sets.get_mut(*group as usize) else {
                    continue;
                };
                let others = of_group.get_or_insert(Some(*set));
                if *others != Some(*set) {
                    *others = None;
                }
            }
        }
        sets.into_iter().map(Option::flatten).collect()
    }

    /// Returns the group of a document; `None` where it is in none.
    pub fn of(&self, segment: usize, document: u32) -> Option<u32> {
        let group = self.documents[segment][document as usize];
        (group != ALONE).then_some(group)
    }
}
