//! The top k: the best hits so far of a walk over many.

use std::cmp::Ordering;

use tantivy::{DocAddress, Score};

use super::factor::{Factor, FactorKind};
use crate::columns::SegmentColumns;
use crate::request::{Direction, SearchRequest, Sort};

/// Hits are gathered until they are twice as many as asked for, and at least this many; then the best are kept.
const PRUNE_ABOVE: usize = 1024;

/// What hits are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// What a request asks for.
    Asked(Sort),
    /// What is drawn for each record with this seed.
    Drawn(u64),
}

impl Order {
    /// Returns the order of the hits of a request.
    pub fn of(request: &SearchRequest) -> Self {
        match request.sample {
            Some(_) => Self::Drawn(request.seed),
            None => Self::Asked(request.sort),
        }
    }

    /// Returns whether hits are ordered by their scores.
    pub fn is_by_score(self) -> bool {
        self == Self::Asked(Sort::Relevance)
    }
}

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
        order: Order,
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
            sort_value: match order {
                Order::Asked(Sort::Relevance) => None,
                Order::Asked(Sort::By(field, _)) => columns.sort_value(field, document),
                Order::Drawn(seed) => Some(drawn(columns.key_checksum[document as usize], seed)),
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
    order: Order,
    n_wanted: usize,
    hits: Vec<RankedHit>,
    /// The last of the best, once there are enough: hits that come after it are dropped at once.
    worst: Option<RankedHit>,
}

impl TopHits {
    pub fn new(order: Order, n_wanted: usize) -> Self {
        Self {
            order,
            n_wanted,
            hits: Vec::new(),
            worst: None,
        }
    }

    pub fn push(&mut self, hit: RankedHit) {
        let order = self.order;
        if self.n_wanted == 0
            || self
                .worst
                .is_some_and(|worst| compare(order, &hit, &worst).is_gt())
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
        let order = self.order;
        self.hits.sort_unstable_by(|a, b| compare(order, a, b));
        self.hits
    }

    /// Drops all but the best hits, and leaves these in no order.
    fn prune(&mut self) {
        let order = self.order;
        if self.hits.len() > self.n_wanted {
            let last = self.n_wanted - 1;
            self.hits
                .select_nth_unstable_by(last, |a, b| compare(order, a, b));
            self.hits.truncate(self.n_wanted);
            self.worst = self.hits.last().copied();
        }
    }
}

/// Compares two hits by the order that was asked for; the tie breakers are the prior, then the key.
fn compare(order: Order, a: &RankedHit, b: &RankedHit) -> Ordering {
    let asked = match order {
        Order::Asked(Sort::Relevance) => return a.order_by_score(b),
        Order::Drawn(_) => a.sort_value.cmp(&b.sort_value),
        Order::Asked(Sort::By(_, direction)) => match (a.sort_value, b.sort_value) {
            (Some(a), Some(b)) if direction == Direction::Ascending => a.cmp(&b),
            (Some(a), Some(b)) => b.cmp(&a),
            (a, b) => a.is_none().cmp(&b.is_none()),
        },
    };
    asked.then_with(|| a.order_by_prior(b))
}

/// Returns the number that is drawn for a record: `SplitMix64` of the checksum of its key and of the seed. It is the same on every
/// machine and in every generation, and says nothing of what is drawn for another record or with another seed.
fn drawn(key_checksum: i64, seed: u64) -> i64 {
    let mixed = key_checksum.cast_unsigned() ^ scattered(seed);
    scattered(mixed).cast_signed()
}

/// Scatters the bits of a number over all of another one; no two numbers have the same.
fn scattered(number: u64) -> u64 {
    let mut bits = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_record_has_the_same_chance_in_every_draw() {
        const RECORDS: i64 = 1_000;
        const SEEDS: u64 = 2_000;
        const DRAWN: usize = 100;
        let mut n_drawn = vec![0u32; RECORDS as usize];
        let mut draws = BTreeSet::new();
        for seed in 0..SEEDS {
            let mut records: Vec<i64> = (0..RECORDS).collect();
            records.sort_by_key(|record| drawn(*record, seed));
            records.truncate(DRAWN);
            for record in &records {
                n_drawn[*record as usize] += 1;
            }
            draws.insert(records);
        }
        assert_eq!(draws.len() as u64, SEEDS, "two seeds draw the same");
        // 200 are expected of each, with a standard deviation of 13.4.
        let (fewest, most) = (n_drawn.iter().min(), n_drawn.iter().max());
        assert!(
            fewest > Some(&140) && most < Some(&260),
            "{fewest:?} {most:?}"
        );
    }
}
