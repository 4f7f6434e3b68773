//! The results of a pass, and those in the making.

use super::behind::Behind;
use super::covering_counting::CoveringCounting;
use super::crossing::Crossed;
use super::facet_counting::FacetCounting;
use super::members::Member;
use crate::covering::Covering;
use crate::ranking::{RankedHit, TopHits};

/// The results of a pass.
#[derive(Debug, Clone)]
pub(crate) struct PassResults {
    /// How many hits: records, or groups where near-copies are folded.
    pub total: u64,
    /// How many of these are complete matches: a group is where any of its hits is.
    pub complete_total: u64,
    /// How many hits there would be if approximate matches were listed.
    pub total_with_most: u64,
    /// How many hits only mention the words, listed or not: a group where all of its hits do.
    pub mentions_total: u64,
    pub total_records: u64,
    /// The best hits, in order.
    pub hits: Vec<RankedHit>,
    /// By counted facet: the ordinals of the values that occur and their counts, in no order.
    pub counts: Vec<Vec<(u32, u64)>>,
    /// The sets of values that hits have in two facets; `None` where none are crossed.
    pub crossed: Option<Crossed>,
    /// What covers the chosen zones; `None` where none is chosen.
    pub covering: Option<Covering>,
}

/// The results so far.
pub(super) struct Progress<'a> {
    pub total: u64,
    pub complete_total: u64,
    pub total_with_most: u64,
    pub mentions_total: u64,
    pub total_records: u64,
    pub top_hits: TopHits,
    pub counting: FacetCounting<'a>,
    /// What covers the chosen zones, where any is chosen.
    pub covering: Option<CoveringCounting<'a>>,
    /// Documents of groups, where these are folded.
    pub members: Vec<Member>,
    /// Hits of which there are other editions, with their series.
    pub editions: Vec<(u32, RankedHit)>,
    /// Hits that come after others, where these come first.
    pub behind: Option<Behind<'a>>,
}

impl<'a> Progress<'a> {
    pub fn new(
        top_hits: TopHits,
        counting: FacetCounting<'a>,
        covering: Option<CoveringCounting<'a>>,
        behind: Option<Behind<'a>>,
    ) -> Self {
        Self {
            total: 0,
            complete_total: 0,
            total_with_most: 0,
            mentions_total: 0,
            total_records: 0,
            top_hits,
            counting,
            covering,
            members: Vec::new(),
            editions: Vec::new(),
            behind,
        }
    }

    pub fn finish(self) -> PassResults {
        let (counts, crossed) = self.counting.finish();
        PassResults {
            total: self.total,
            complete_total: self.complete_total,
            total_with_most: self.total_with_most,
            mentions_total: self.mentions_total,
            total_records: self.total_records,
            hits: self.top_hits.finish(),
            counts,
            crossed,
            covering: self.covering.map(CoveringCounting::finish),
        }
    }
}
