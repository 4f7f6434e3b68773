//! Dead records among the hits: they come after the living ones that answer the query too.

use crate::ranking::{FactorKind, RankedHit, Weights};

/// A dead record's score is this share of that of the living record after which it comes.
const JUST_BELOW: f32 = 0.999;

/// Scores of texts are told apart by their first bits: four classes for each power of two.
const SHIFT: u32 = 21;

/// The dead hits of a pass, and what is needed to place them.
pub(super) struct Dead {
    /// What a living record's words must be worth, as a share of a dead one's, for that to come after it.
    share: f32,
    hits: Vec<RankedHit>,
    /// The lowest score of the living hits, by class of the score of their text.
    lowest: Vec<f32>,
}

impl Dead {
    pub fn new(weights: &Weights) -> Self {
        Self {
            share: weights.retired,
            hits: Vec::new(),
            lowest: vec![f32::INFINITY; (f32::INFINITY.to_bits() >> SHIFT) as usize + 1],
        }
    }

    /// Adds a dead hit, which waits for the living ones.
    pub fn push(&mut self, hit: RankedHit) {
        self.hits.push(hit);
    }

    /// Takes note of a living hit that has all the words.
    pub fn note_living(&mut self, hit: &RankedHit) {
        let lowest = &mut self.lowest[class(hit.text_score())];
        *lowest = lowest.min(hit.score);
    }

    /// Returns the dead hits, each after the living ones that have all the words, and whose words are worth enough.
    pub fn finish(mut self) -> impl Iterator<Item = RankedHit> {
        // From the highest class down, the lowest score of a class and those above it.
        let mut lowest_so_far = f32::INFINITY;
        for lowest in self.lowest.iter_mut().rev() {
            lowest_so_far = lowest.min(lowest_so_far);
            *lowest = lowest_so_far;
        }
        self.hits.into_iter().map(move |hit| {
            let least = hit.text_score() * self.share;
            let lowest = self.lowest[class(least)] * JUST_BELOW;
            if lowest < hit.score {
                hit.moved_to(lowest, FactorKind::Retired)
            } else {
                hit
            }
        })
    }
}

/// Returns the class of a score, which is no less than 0.
fn class(text_score: f32) -> usize {
    (text_score.max(0.0).to_bits() >> SHIFT) as usize
}
