//! Facets are counted here.
//!
//! Where near-copies or editions are folded, the documents that count are the same ones ([`CountsIn`] has the rule), but a
//! group of them counts once for each value: as often as choosing the value would find groups.
//!
//! Two facets may be crossed beside ([`Crossing`]): hits alone count there, in the same blocks.

use tantivy::DocId;

use super::counts_in::CountsIn;
use super::crossing::{Crossed, Crossing};
use super::members::{Member, Run, Runs};
use crate::columns::{FacetCounters, FacetView, Groups};

/// Hits are counted so many at a time, facet by facet: that keeps one facet's counters in the processor's cache.
const BLOCK: usize = 1024;

/// The counts of all asked facets in the making.
pub(super) struct FacetCounting<'a> {
    facets: Vec<FacetTally<'a>>,
    crossing: Option<Crossing<'a>>,
    /// Hits of the segment under way that are not counted yet.
    hits: Vec<DocId>,
}

impl<'a> FacetCounting<'a> {
    pub fn new(facets: &'a [FacetView], crossed: Option<&'a [FacetView; 2]>) -> Self {
        Self {
            facets: facets.iter().map(FacetTally::new).collect(),
            crossing: crossed.map(Crossing::new),
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
        if let Some(crossing) = &mut self.crossing {
            crossing.add(segment, &self.hits);
        }
        self.hits.clear();
    }

    /// Counts groups, of which each stands together: a group once for each value that any of its listed members
    /// has. They are counted facet by facet, like hits.
    pub fn add_groups(
        &mut self,
        groups: &Groups,
        members: &[Member],
        is_listed: impl Fn(&Member) -> bool,
    ) {
        let counted_in = |counts: &dyn Fn(CountsIn) -> bool| {
            let members = members.iter();
            Runs::of(
                groups,
                members.filter(|member| is_listed(member) && counts(member.counts_in)),
            )
        };
        let mut is_alone = vec![false; self.facets.len()];
        for member in members {
            if let CountsIn::OneFacet(facet) = member.counts_in {
                is_alone[usize::from(facet)] = true;
            }
        }
        let in_every = counted_in(&|counts| counts == CountsIn::EveryFacet);
        if let Some(crossing) = &mut self.crossing {
            crossing.add_groups(&in_every);
        }
        for (index, facet) in (0..).zip(&mut self.facets) {
            if is_alone[usize::from(index)] {
                let here = [CountsIn::EveryFacet, CountsIn::OneFacet(index)];
                facet.add_groups(groups, &counted_in(&|counts| here.contains(&counts)));
            } else {
                facet.add_groups(groups, &in_every);
            }
        }
    }

    /// Returns by facet the ordinals of the values that occur and their counts, in no order; and what was crossed.
    pub fn finish(self) -> (Vec<Vec<(u32, u64)>>, Option<Crossed>) {
        let counts = self.facets.into_iter().map(FacetTally::finish).collect();
        (counts, self.crossing.map(Crossing::finish))
    }
}

/// The counts of one facet in the making: those of the sets of values that documents have. The values' own counts
/// follow from them at the end.
struct FacetTally<'a> {
    view: &'a FacetView,
    /// By set, how many documents or groups have it; by value, what groups whose members have several sets add.
    counters: FacetCounters,
}

impl<'a> FacetTally<'a> {
    fn new(view: &'a FacetView) -> Self {
        let mut counters = view.column.counters.take();
        counters.by_set.resize(view.column.n_sets());
        counters.by_value.resize(view.column.values.len());
        Self { view, counters }
    }

    /// Counts documents of a segment.
    fn add(&mut self, segment: usize, documents: &[DocId]) {
        let sets = self.view.column.documents(segment);
        for document in documents {
            self.counters.by_set.add(sets[*document as usize], 1);
        }
    }

    /// Counts groups of documents, each as one thing: once for each value that any of its members has.
    fn add_groups(&mut self, groups: &Groups, runs: &Runs) {
        let column = &self.view.column;
        let of_groups = groups.values(column);
        let set_of = |(segment, document): &(u32, DocId)| {
            column.documents(*segment as usize)[*document as usize]
        };
        for Run {
            group,
            documents,
            are_live,
        } in runs.iter()
        {
            // Mostly all members have the same set, or those are found that are not archived: they need not be read, which
            // lie far apart.
            if let Some(set) = of_groups.set(group) {
                self.counters.by_set.add(set, 1);
                continue;
            }
            if are_live && !self.view.values_repeat() {
                for ordinal in of_groups.of_live(group) {
                    self.counters.by_value.add(*ordinal, 1);
                }
                continue;
            }
            let mut previous = None;
            self.counters.seen.begin(column.values.len());
            for set in documents.iter().map(set_of) {
                if previous.replace(set) != Some(set) {
                    self.see(set, 1);
                }
            }
        }
    }

    /// Adds `n` to each value of the set that the thing under way has not shown before.
    fn see(&mut self, set: u32, n: u32) {
        let FacetCounters { by_value, seen, .. } = &mut self.counters;
        self.view.each_value_of(set, |ordinal| {
            if seen.is_new(ordinal) {
                by_value.add(ordinal, n);
            }
        });
    }

    /// Returns the values that occur and their counts, in no order.
    fn finish(mut self) -> Vec<(u32, u64)> {
        let mut by_set = std::mem::take(&mut self.counters.by_set);
        by_set.drain(|set, n| {
            if self.view.values_repeat() {
                self.counters.seen.begin(self.view.column.values.len());
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
