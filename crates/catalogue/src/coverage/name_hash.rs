//! Names as hashes of their words.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::zone_name::fold;

/// The hash of a sequence of words.
///
/// Names are told apart by their hash alone: it has 64 bits, so two names of the gazetteer with one hash, or a name and
/// other words of the catalogue with one, are not to be expected in the lifetime of the program.
#[derive(Debug, Clone, Default)]
pub(super) struct NameHash(DefaultHasher);

impl NameHash {
    /// Returns the hash of a name.
    pub fn of(name: &str) -> u64 {
        // A name has one word at least, if an empty one.
        Self::beginnings(name).pop().unwrap_or_default()
    }

    /// Returns the hashes of the beginnings of a name, from its first word to all of it.
    pub fn beginnings(name: &str) -> Vec<u64> {
        let mut hash = Self::default();
        fold(name)
            .split(' ')
            .map(|word| {
                hash.add(word);
                hash.finish()
            })
            .collect()
    }

    pub fn add(&mut self, word: &str) {
        word.hash(&mut self.0);
    }

    pub fn finish(&self) -> u64 {
        self.0.finish()
    }
}
