//! Facets are counted here: the rule, and the counters.
//!
//! **The rule** ([`CountsIn::of`]). A document that fails no filter is a hit and counts in every facet. One that fails
//! exactly one facet's filter counts in that facet alone: it is what the user would find by choosing its value there
//! instead. One that fails two facets' filters, or anything else that the request requires, counts nowhere. So a
//! facet's counts leave out that facet's own filter, and every count is the total that the search would have with that
//! value alone chosen in its facet.
//!
//! Where near-copies or editions are folded, the same documents count, but a group of them once for each value: as often as
//! choosing the value would find groups.

use tantivy::DocId;

use super::conditions::Conditions;
use crate::columns::{FacetCounters, FacetView, Groups};

/// Hits are counted so many at a time, facet by facet: that keeps one facet's counters in the processor's cache.
const BLOCK: usize = 1024;

/// Where a document counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CountsIn {
    /// It is a hit.
    EveryFacet,
    /// It fails the filter of this facet alone: the index among the facets that are counted.
    OneFacet(u16),
    Nowhere,
}

/// A document of a group that counts somewhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroupMember {
    pub group: u32,
    pub segment: u32,
    pub document: DocId,
    pub counts_in: CountsIn,
}

impl CountsIn {
    /// The rule of the counts.
    pub fn of(conditions: &Conditions<'_>, segment: usize, document: DocId) -> Self {
        let filters = conditions.facet_filters.iter();
        let mut failed = filters.filter(|filter| !filter.admits(segment, document));
        let counts_in = match failed.next() {
            None => Self::EveryFacet,
            Some(_) if failed.next().is_some() => return Self::Nowhere,
            Some(filter) => match filter.counted_as {
                Some(facet) => Self::OneFacet(facet as u16),
                None => return Self::Nowhere,
            },
        };
        if conditions.are_met_but_for_facets(segment, document) {
            counts_in
        } else {
            Self::Nowhere
        }
    }
}

/// The counts of all asked facets in the making.
pub(super) struct FacetCounting<'a> {
    facets: Vec<FacetTally<'a>>,
    /// Hits of the segment under way that are not counted yet.
    hits: Vec<DocId>,
}

impl<'a> FacetCounting<'a> {
    pub fn new(facets: &'a [FacetView]) -> Self {
        Self {
            facets: facets.iter().map(FacetTally::new).collect(),
            hits: Vec::with_capacity(BLOCK),
        }
    }

    /// Counts a document in every facet.
    pub fn add_hit(&mut self, segment: usize, document: DocId) {
        self.hits.push(document);
        if self.hits.len() == BLOCK {
            self.end_segment(segment);
        }
    }

    /// Counts a document in one facet.
    pub fn add_to(&mut self, facet: u16, segment: usize, document: DocId) {
        self.facets[usize::from(facet)].add(segment, &[document]);
    }

    /// Counts the hits that are left, before those of another segment come.
    pub fn end_segment(&mut self, segment: usize) {
        for facet in &mut self.facets {
            facet.add(segment, &self.hits);
        }
        self.hits.clear();
    }

    /// Counts groups, of which each stands together: a group once for each value that any of its members
    /// has. They are counted facet by facet, like hits.
    pub fn add_groups(&mut self, groups: &Groups, members: &[GroupMember]) {
        let is_in_every = |member: &&GroupMember| member.counts_in == CountsIn::EveryFacet;
        let in_every: Vec<GroupMember> = members.iter().filter(is_in_every).copied().collect();
        let alone = members.iter().filter(|member| !is_in_every(member));
        let alone: Vec<CountsIn> = alone.map(|member| member.counts_in).collect();
        for (index, facet) in self.facets.iter_mut().enumerate() {
            let in_this_alone = CountsIn::OneFacet(index as u16);
            if !alone.contains(&in_this_alone) {
                facet.add_groups(groups, &in_every);
                continue;
            }
            let counts =
                |member: &&GroupMember| is_in_every(member) || member.counts_in == in_this_alone;
            let in_facet: Vec<GroupMember> = members.iter().filter(counts).copied().collect();
            facet.add_groups(groups, &in_facet);
        }
    }

    /// Returns by facet the ordinals of the values that occur and their counts, in no order.
    pub fn finish(self) -> Vec<Vec<(u32, u64)>> {
        self.facets.into_iter().map(FacetTally::finish).collect()
    }
}

/// The counts of one facet in the making: those of the sets of values that documents have. The values' own counts
/// follow from them at the end.
struct FacetTally<'a> {
    view: &'a FacetView,
    /// By set, how many documents or groups have it; by value, what groups whose members have several sets add.
    counters: FacetCounters,
    /// By value: the last thing counted that had it, so that each thing counts once a value.
    last_seen: Vec<u32>,
    n_seen: u32,
}

impl<'a> FacetTally<'a> {
    fn new(view: &'a FacetView) -> Self {
        let mut counters = view.column.counters.take();
        counters.by_set.resize(view.column.n_sets());
        counters.by_value.resize(view.column.values.len());
        Self {
            view,
            counters,
            last_seen: Vec::new(),
            n_seen: 0,
        }
    }

    /// Counts documents of a segment.
    fn add(&mut self, segment: usize, documents: &[DocId]) {
        let sets = self.view.column.documents(segment);
        for document in documents {
            self.counters.by_set.add(sets[*document as usize], 1);
        }
    }

    /// Counts groups of documents, each as one thing: once for each value that any of its members has.
    fn add_groups(&mut self, groups: &Groups, members: &[GroupMember]) {
        let column = &self.view.column;
        // Mostly all members have the same set, and need not be read: they lie far apart.
        let sets_of_groups = column.sets_of_groups[usize::from(groups.have_series())]
            .get_or_init(|| groups.sets_of(column));
        let set_of = |member: &GroupMember| {
            column.documents(member.segment as usize)[member.document as usize]
        };
        for group in members.chunk_by(|a, b| a.group == b.group) {
            if let Some(set) = sets_of_groups[group[0].group as usize] {
                self.counters.by_set.add(set, 1);
                continue;
            }
            let first = set_of(&group[0]);
            if group[1..].iter().all(|member| set_of(member) == first) {
                self.counters.by_set.add(first, 1);
                continue;
            }
            let mut previous = None;
            self.n_seen += 1;
            for set in group.iter().map(set_of) {
                if previous.replace(set) != Some(set) {
                    self.see(set, 1);
                }
            }
        }
    }

    /// Adds `n` to each value of the set that the thing under way has not shown before.
    fn see(&mut self, set: u32, n: u32) {
        let Self {
            view,
            counters,
            last_seen,
            n_seen,
        } = self;
        last_seen.resize(view.column.values.len(), 0);
        view.each_value_of(set, |ordinal| {
            let last_seen = &mut last_seen[ordinal as usize];
            if std::mem::replace(last_seen, *n_seen) != *n_seen {
                counters.by_value.add(ordinal, n);
            }
        });
    }

    /// Returns the values that occur and their counts, in no order.
    fn finish(mut self) -> Vec<(u32, u64)> {
        let mut by_set = std::mem::take(&mut self.counters.by_set);
        by_set.drain(|set, n| {
            if self.view.values_repeat() {
                self.n_seen += 1;
                self.see(set, n);
            } else {
                for ordinal in self.view.column.set(set) {
                    self.counters.by_value.add(*ordinal, n);
                }
            }
        });
        self.counters.by_set = by_set;
        let mut counts = Vec::new();
        let by_value = &mut self.counters.by_value;
        by_value.drain(|ordinal, n| counts.push((ordinal, u64::from(n))));
        self.view.column.counters.put_back(self.counters);
        counts
    }
}
