//! Draws by seed.

use std::fmt::Debug;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, RngSeed, TestRng, TestRunner};

/// Returns the members in an order that follows from the seed, and from their own order.
pub fn shuffled<T: Clone + Debug>(members: Vec<T>, seed: u64) -> Vec<T> {
    let mut runner = TestRunner::new(ProptestConfig {
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let orders = Just(members).prop_shuffle();
    orders.new_tree(&mut runner).unwrap().current()
}

/// Draws so many of the members, or all where there are fewer.
pub fn drawn<T: Clone + Debug>(members: Vec<T>, n: usize, seed: u64) -> Vec<T> {
    let mut members = shuffled(members, seed);
    members.truncate(n);
    members
}

/// Returns a source of numbers that follow from the seed.
pub fn random(seed: u64) -> TestRng {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)
}

/// Picks one of several.
pub fn pick<'a, T>(random: &mut TestRng, among: &'a [T]) -> &'a T {
    &among[random.random_range(0..among.len())]
}
