//! The best hits of a pass.

use std::cmp::Ordering;

use tantivy::{DocAddress, Score};

use crate::columns::SegmentColumns;
use crate::request::{Direction, Sort};

/// Hits are gathered until they are twice as many as asked for, and at least this many; then the best are kept.
const PRUNE_ABOVE: usize = 1024;

/// A hit and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RankedHit {
    pub address: DocAddress,
    pub score: Score,
    pub popularity: f32,
    /// How many others of its group match, where near-copies are folded.
    pub n_copies: u32,
    sort_value: Option<i64>,
    key_rank: u32,
}

impl RankedHit {
    pub fn new(
        columns: &SegmentColumns,
        address: DocAddress,
        text_score: Score,
        sort: Sort,
    ) -> Self {
        let document = address.doc_id;
        let popularity = columns.popularity[document as usize];
        Self {
            address,
            score: text_score * popularity,
            popularity,
            n_copies: 0,
            sort_value: match sort {
                Sort::Relevance => None,
                Sort::By(field, _) => columns.sort_value(field, document),
            },
            key_rank: columns.key_rank[document as usize],
        }
    }

    /// Returns the order by use, the most used first, then by key.
    pub fn order_by_use(&self, other: &Self) -> Ordering {
        let by_use = other.popularity.total_cmp(&self.popularity);
        by_use.then(self.key_rank.cmp(&other.key_rank))
    }
}

/// The best hits so far.
pub(super) struct Ranking {
    sort: Sort,
    n_wanted: usize,
    hits: Vec<RankedHit>,
    /// The last of the best, once there are enough: what comes after it is not kept.
    worst: Option<RankedHit>,
}

impl Ranking {
    pub fn new(sort: Sort, n_wanted: usize) -> Self {
        Self {
            sort,
            n_wanted,
            hits: Vec::new(),
            worst: None,
        }
    }

    pub fn push(&mut self, hit: RankedHit) {
        let sort = self.sort;
        if self.n_wanted == 0
            || self
                .worst
                .is_some_and(|worst| order(sort, &hit, &worst).is_gt())
        {
            return;
        }
        self.hits.push(hit);
        if self.hits.len() >= self.n_wanted.saturating_mul(2).max(PRUNE_ABOVE) {
            self.prune();
        }
    }

    /// Returns the best hits, in order.
    pub fn finish(mut self) -> Vec<RankedHit> {
        self.prune();
        let sort = self.sort;
        self.hits.sort_unstable_by(|a, b| order(sort, a, b));
        self.hits
    }

    /// Keeps the best hits only, in no order.
    fn prune(&mut self) {
        let sort = self.sort;
        if self.hits.len() > self.n_wanted {
            let last = self.n_wanted - 1;
            self.hits
                .select_nth_unstable_by(last, |a, b| order(sort, a, b));
            self.hits.truncate(self.n_wanted);
            self.worst = self.hits.last().copied();
        }
    }
}

/// Returns the order of two hits: the asked one, then by use, then by key.
fn order(sort: Sort, a: &RankedHit, b: &RankedHit) -> Ordering {
    let asked = match sort {
        Sort::Relevance => b.score.total_cmp(&a.score),
        Sort::By(_, direction) => match (a.sort_value, b.sort_value) {
            (Some(a), Some(b)) if direction == Direction::Ascending => a.cmp(&b),
            (Some(a), Some(b)) => b.cmp(&a),
            (a, b) => a.is_none().cmp(&b.is_none()),
        },
    };
    asked.then_with(|| a.order_by_use(b))
}
