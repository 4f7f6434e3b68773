//! Hits that come after others which answer the query too: dead records after the living ones, and what a producer left behind
//! after what is harvested of it.

use crate::ranking::{FactorKind, RankedHit, Weights};

/// The score of a hit that comes after another is this share of that one's.
const JUST_BELOW: f32 = 0.999;

/// Scores of texts are told apart by their first bits: four classes for each power of two.
const SHIFT: u32 = 21;

/// The hits of a pass that wait for others, and what is needed to place them.
pub(super) struct Behind<'a> {
    weights: &'a Weights,
    dead: Waiting,
    /// By producer, as far as there are hits.
    left_behind: Vec<Option<Waiting>>,
}

/// Hits that come after others.
struct Waiting {
    hits: Vec<RankedHit>,
    /// The lowest score of the others, by class of the score of their text.
    lowest: Vec<f32>,
}

impl<'a> Behind<'a> {
    pub fn new(weights: &'a Weights) -> Self {
        Self {
            weights,
            dead: Waiting::new(),
            left_behind: Vec::new(),
        }
    }

    /// Adds a dead hit, which waits for the living ones.
    pub fn push_dead(&mut self, hit: RankedHit) {
        self.dead.hits.push(hit);
    }

    /// Adds a hit that its producer left behind, which waits for the producer's harvested ones.
    pub fn push_left_behind(&mut self, producer: u32, hit: RankedHit) {
        self.of_producer(producer).hits.push(hit);
    }

    /// Takes note of a living hit that has all the words.
    pub fn note_living(&mut self, hit: &RankedHit) {
        self.dead.note(hit);
    }

    /// Takes note of a harvested hit that has all the words, of a producer that left others behind.
    pub fn note_harvested(&mut self, producer: u32, hit: &RankedHit) {
        self.of_producer(producer).note(hit);
    }

    fn of_producer(&mut self, producer: u32) -> &mut Waiting {
        let producer = producer as usize;
        if self.left_behind.len() <= producer {
            self.left_behind.resize_with(producer + 1, || None);
        }
        self.left_behind[producer].get_or_insert_with(Waiting::new)
    }

    /// Returns the hits that waited, each after those that have all the words, and whose words are worth enough.
    pub fn finish(self) -> impl Iterator<Item = RankedHit> {
        let dead = self.dead.finish(self.weights.retired, FactorKind::Retired);
        let share = self.weights.left_behind_share;
        let left_behind = self.left_behind.into_iter().flatten();
        let left_behind = left_behind.flat_map(move |it| it.finish(share, FactorKind::LeftBehind));
        dead.chain(left_behind)
    }
}

impl Waiting {
    fn new() -> Self {
        Self {
            hits: Vec::new(),
            lowest: vec![f32::INFINITY; (f32::INFINITY.to_bits() >> SHIFT) as usize + 1],
        }
    }

    fn note(&mut self, hit: &RankedHit) {
        let lowest = &mut self.lowest[class(hit.text_score())];
        *lowest = lowest.min(hit.score);
    }

    /// Returns the hits, each after those of the others whose words are worth this share of its own at least.
    fn finish(mut self, share: f32, kind: FactorKind) -> impl Iterator<Item = RankedHit> {
        // From the highest class down, the lowest score of a class and those above it.
        let mut lowest_so_far = f32::INFINITY;
        for lowest in self.lowest.iter_mut().rev() {
            lowest_so_far = lowest.min(lowest_so_far);
            *lowest = lowest_so_far;
        }
        self.hits.into_iter().map(move |hit| {
            let least = hit.text_score() * share;
            let lowest = self.lowest[class(least)] * JUST_BELOW;
            if lowest < hit.score {
                hit.moved_to(lowest, kind)
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
