//! Records that may be folded into one hit: near-copies, which are records of one type with the same folded title, and
//! editions of a series.

use super::facet_column::FacetColumn;
use super::group_values::GroupValues;
use super::lists::Lists;
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
    /// By group, the members that are not archived, ascending: what most searches find of it if they find it.
    live: Lists<(u32, u32)>,
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
            live: Lists::default(),
            documents,
            n_groups,
            first_series: n_groups,
        }
    }

    /// Returns the groups with lists of the members for which `is_live` holds.
    pub fn with_live(mut self, is_live: impl Fn(usize, u32) -> bool) -> Self {
        let mut members = Vec::new();
        for (segment, groups) in self.documents.iter().enumerate() {
            for (document, group) in (0..).zip(groups) {
                if *group != ALONE && is_live(segment, document) {
                    members.push((*group, (segment as u32, document)));
                }
            }
        }
        members.sort_unstable();
        let mut of_group = Vec::new();
        let mut members = members.into_iter().peekable();
        for group in 0..self.n_groups {
            of_group.clear();
            while let Some((_, member)) = members.next_if(|(of, _)| *of == group) {
                of_group.push(member);
            }
            self.live.push(&of_group);
        }
        self
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
            live: Lists::default(),
        }
    }

    /// Returns how many groups there are.
    pub fn len(&self) -> usize {
        self.n_groups as usize
    }

    /// Returns whether any of the groups are series.
    pub fn have_series(&self) -> bool {
        self.first_series < self.n_groups
    }

    /// Returns whether a group is a series.
    pub fn is_series(&self, group: u32) -> bool {
        group >= self.first_series
    }

    /// Returns the members of a group that are not archived, ascending, as segments and documents.
    pub fn live(&self, group: u32) -> &[(u32, u32)] {
        self.live.get(group)
    }

    /// Returns the values of a facet that the groups have.
    pub fn values<'c>(&self, column: &'c FacetColumn) -> &'c GroupValues {
        let of_groups = &column.of_groups[usize::from(self.have_series())];
        of_groups.get_or_init(|| self.read_values(column))
    }

    fn read_values(&self, column: &FacetColumn) -> GroupValues {
        let mut sets: Vec<Option<Option<u32>>> = vec![None; self.len()];
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
        let mut of_live = Lists::default();
        let mut values: Vec<u32> = Vec::new();
        for members in self.live.iter() {
            values.clear();
            for (segment, document) in members {
                let set = column.documents(*segment as usize)[*document as usize];
                values.extend(column.set(set));
            }
            values.sort_unstable();
            values.dedup();
            of_live.push(&values);
        }
        GroupValues {
            sets: sets.into_iter().map(Option::flatten).collect(),
            of_live,
        }
    }

    /// Returns the group of a document; `None` where it is in none.
    pub fn of(&self, segment: usize, document: u32) -> Option<u32> {
        let group = self.documents[segment][document as usize];
        (group != ALONE).then_some(group)
    }
}
