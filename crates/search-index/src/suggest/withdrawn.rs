//! Names of hidden records, taken out of a table that is read as it lies on disk.

use std::collections::{HashMap, HashSet};

use super::suggestion::SuggestionKind;

/// What differs from the file, by ordinal of the entry: nothing, where no record is hidden.
#[derive(Debug, Default)]
pub(super) struct Withdrawn {
    /// Entries that no shown record has.
    pub gone: HashSet<u32>,
    /// Entries that fewer records have.
    pub counts: HashMap<u32, u32>,
    /// Titles for which another record stands.
    pub stand_ins: HashMap<u32, StandIn>,
}

/// A record that stands for all of its title in the place of a hidden one.
#[derive(Debug)]
pub(super) struct StandIn {
    pub label: String,
    pub id: String,
    pub slug: String,
    pub acronym: String,
}

/// What one hidden record has contributed, as the table knows it.
pub(super) struct WithdrawnNames<'a> {
    pub kind: SuggestionKind,
    pub id: &'a str,
    /// The terms of its title.
    pub title: Vec<String>,
    pub values: Vec<(SuggestionKind, &'a str)>,
}
