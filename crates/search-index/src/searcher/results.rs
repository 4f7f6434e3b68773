//! The results of a search.

use std::sync::Arc;
use std::time::Duration;

use catalogue::{Geozone, Reuse};

use super::replacement::Replacement;
use super::series::RecordSeries;
use super::told_citations::RecordCitations;
use super::trust::Trust;
use crate::covering::Covering;
use crate::document::Hit;
use crate::facet::FacetCounts;
use crate::ranking::Explanation;
use crate::request::SearchRequest;
use crate::snippet::Fragment;
use crate::understanding::Understanding;

/// So many reuses of a hit are told.
pub const MAX_REUSES: usize = 5;

/// The results of a search.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResults {
    /// How many there are in all, exactly: records, or groups where some are folded.
    pub total: u64,
    /// How many of these are complete matches: they have every word. A group is complete where any record of it is that
    /// the search finds.
    pub complete_total: u64,
    /// How many there would be in all with [`RequiredWords::Most`](crate::RequiredWords).
    pub total_with_most: u64,
    /// How many hits only mention the words in passing, listed or not ([`SearchRequest::mentions`]); `None` where these are
    /// not told from the others.
    ///
    /// [`SearchRequest::mentions`]: crate::SearchRequest::mentions
    pub mentions_total: Option<u64>,
    /// How many records there are in all, folded or not.
    pub total_records: u64,
    /// The hits of the asked page.
    pub hits: Vec<SearchHit>,
    /// The counts of the asked facets, in the asked order.
    pub facets: Vec<FacetCounts>,
    /// What covers the chosen zones; `None` where none is chosen.
    pub covering: Option<Covering>,
    /// What was made of the words.
    pub understanding: Understanding,
    /// How long it took.
    pub took: Duration,
    /// How long its phases took.
    pub phases: SearchPhases,
}

/// How long the phases of a search took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SearchPhases {
    /// To make a plan of the words.
    pub understand: Duration,
    /// To find, rank and count the matches; hardly any where the results of the same search were kept.
    pub find: Duration,
    /// To read the hits of the page, and to highlight the words in them.
    pub read: Duration,
}

impl SearchResults {
    /// Returns how many only mention the words in passing and are left out for it.
    #[must_use]
    pub fn n_mentions_left_out(&self, request: &SearchRequest) -> u64 {
        let left_out = self.mentions_total.filter(|_| !request.lists_mentions());
        left_out.unwrap_or(0)
    }

    /// Returns how many are approximate matches: they have most of the words.
    #[must_use]
    pub fn approximate_total(&self) -> u64 {
        self.total - self.complete_total
    }
}

/// A hit on a page of results.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    /// What to show of the record.
    pub hit: Hit,
    /// How many others of its group of near-copies match, where these are folded.
    pub n_copies: u64,
    /// How many other editions of its series match, where these are folded.
    pub n_editions: u64,
    /// The series of records that it is an edition of; `None` where it is none.
    pub series: Option<RecordSeries>,
    /// What replaces it, where it says that it is dead.
    pub replacement: Option<Replacement>,
    /// What tells whether it can be relied on.
    pub trust: Trust,
    /// The nearest zone of it that contains a chosen one, where it is found for that alone.
    pub covering_zone: Option<Geozone>,
    /// The records that link to it.
    pub citations: Arc<RecordCitations>,
    /// What is made with it, the most viewed ones first; [`MAX_REUSES`] of them.
    pub reuses: Vec<Reuse>,
    /// How many reuses there are; `None` where the generation was built without an export of reuses.
    pub n_reuses: Option<u64>,
    /// How well it fits; comparable within one search only.
    pub score: f32,
    /// The words of the query that it lacks, as they were typed.
    pub missing: Vec<String>,
    /// What the score is made of, where that is asked for.
    pub explanation: Option<Explanation>,
    /// The title, marked.
    pub title: Vec<Fragment>,
    /// An extract of the description, marked; empty where there is none.
    pub description: Vec<Fragment>,
}
