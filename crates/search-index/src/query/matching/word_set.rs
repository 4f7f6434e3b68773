//! Some of a query's words.

/// A set of words of a query, by index: a bit each. Fewer words than that are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct WordSet(u32);

impl WordSet {
    /// Returns those of a query's words that are in the set.
    pub fn of(self, words: &[String]) -> Vec<String> {
        let in_set = |(index, _): &(usize, &String)| self.has(*index);
        let words = words.iter().enumerate().filter(in_set);
        words.map(|(_, word)| word.clone()).collect()
    }

    pub fn has_any_of(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    pub fn has(self, index: usize) -> bool {
        self.0 & (1 << index) != 0
    }

    /// Returns the words of the set that are not in another one.
    pub fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Returns the indexes of the words, ascending.
    pub fn indexes(self) -> impl Iterator<Item = usize> {
        (0..u32::BITS as usize).filter(move |index| self.has(*index))
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn add(&mut self, index: usize) {
        debug_assert!(index < u32::BITS as usize, "more words than are looked for");
        self.0 |= 1 << index;
    }
}

impl FromIterator<usize> for WordSet {
    fn from_iter<I: IntoIterator<Item = usize>>(words: I) -> Self {
        let mut set = Self::default();
        words.into_iter().for_each(|index| set.add(index));
        set
    }
}
