//! The top k: the best hits so far of a walk over many.

use std::cmp::Ordering;

use tantivy::{DocAddress, Score};

use super::factor::{Factor, FactorKind};
use crate::columns::SegmentColumns;
use crate::request::{Direction, Sort};

/// Hits are gathered until they are twice as many as asked for, and at least this many; then the best are kept.
const PRUNE_ABOVE: usize = 1024;

/// A hit, with all that its order among hits depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RankedHit {
    pub address: DocAddress,
    pub score: Score,
    pub prior: f32,
    /// How many other documents of its group of near-copies match, where groups are folded.
    pub n_copies: u32,
    /// How many other editions of its series match, where these are folded.
    pub n_editions: u32,
    /// What comes before the score in the order by relevance, the lower first; 0 unless the nearest zones come first.
    pub tier: u8,
    /// What the score was multiplied by to put the hit where others demand that it stands.
    pub moved: Option<Factor>,
    sort_value: Option<i64>,
    key_rank: u32,
}

impl RankedHit {
    /// Ranks a document by the score of its words, which its prior multiplies.
    pub fn new(
        columns: &SegmentColumns,
        prior: f32,
        address: DocAddress,
        text_score: Score,
        sort: Sort,
    ) -> Self {
        let document = address.doc_id;
        Self {
            address,
            score: text_score * prior,
            prior,
            n_copies: 0,
            n_editions: 0,
            tier: 0,
            moved: None,
            sort_value: match sort {
                Sort::Relevance => None,
                Sort::By(field, _) => columns.sort_value(field, document),
            },
            key_rank: columns.key_rank[document as usize],
        }
    }

    /// Returns the hit as that of a group with so many others.
    pub fn with_copies(self, n_copies: u32) -> Self {
        Self { n_copies, ..self }
    }

    /// Returns the hit as one of a tier.
    pub fn in_tier(self, tier: u8) -> Self {
        Self { tier, ..self }
    }

    /// Returns the hit with this score, whatever its prior.
    pub fn scored(self, score: Score) -> Self {
        Self { score, ..self }
    }

    /// Returns the hit with another score, which it gets for this reason; one whose words are worth nothing stays.
    pub fn moved_to(self, score: Score, kind: FactorKind) -> Self {
        if self.score <= 0.0 {
            return self;
        }
        let before = self.moved.map_or(1.0, |moved| moved.value);
        let value = before * score / self.score;
        Self {
            score,
            moved: Some(Factor { kind, value }),
            ..self
        }
    }

    /// Returns the score of the hit's words, which no prior multiplies.
    pub fn text_score(&self) -> Score {
        self.score / self.prior
    }

    /// Compares two hits by tier, then by score, the higher first, then by prior and key.
    pub fn order_by_score(&self, other: &Self) -> Ordering {
        let by_tier = self.tier.cmp(&other.tier);
        let by_score = by_tier.then(other.score.total_cmp(&self.score));
        by_score.then_with(|| self.order_by_prior(other))
    }

    /// Compares two hits of a group of near-copies by tier, then by prior and key.
    pub fn order_in_group(&self, other: &Self) -> Ordering {
        let by_tier = self.tier.cmp(&other.tier);
        by_tier.then_with(|| self.order_by_prior(other))
    }

    /// Compares two hits by prior, the higher first, then by key.
    pub fn order_by_prior(&self, other: &Self) -> Ordering {
        let by_prior = other.prior.total_cmp(&self.prior);
        by_prior.then(self.key_rank.cmp(&other.key_rank))
    }
}

/// The best hits so far.
pub(crate) struct TopHits {
    sort: Sort,
    n_wanted: usize,
    hits: Vec<RankedHit>,
    /// The last of the best, once there are enough: hits that come after it are dropped at once.
    worst: Option<RankedHit>,
}

impl TopHits {
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

    /// Drops all but the best hits, and leaves these in no order.
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

/// Compares two hits by the order that was asked for; the tie breakers are the prior, then the key.
fn order(sort: Sort, a: &RankedHit, b: &RankedHit) -> Ordering {
    let asked = match sort {
        Sort::Relevance => return a.order_by_score(b),
        Sort::By(_, direction) => match (a.sort_value, b.sort_value) {
            (Some(a), Some(b)) if direction == Direction::Ascending => a.cmp(&b),
            (Some(a), Some(b)) => b.cmp(&a),
            (a, b) => a.is_none().cmp(&b.is_none()),
        },
    };
    asked.then_with(|| a.order_by_prior(b))
}
