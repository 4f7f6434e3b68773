//! The most used entries of each sort, kept while many postings pass by.

use super::fit::Fit;
use super::suggestion::SuggestionKind;
use super::table::{Posting, Table};

/// How a posting's word can stand in a name: see [`Posting::place`].
const N_PLACES: usize = 4;

/// Keeps the most used entries for each kind, each place of the word and each fit. A letter or two fit most of the
/// table; only these few need a closer look, and none that could be among the best is left out.
pub(super) struct Shortlist {
    groups: Vec<Group>,
    n_kept: usize,
}

/// The entries with the least numbers: those are the most used.
#[derive(Default, Clone)]
struct Group {
    entries: Vec<u32>,
    /// Nothing from here on is among the kept ones.
    end: Option<u32>,
}

impl Shortlist {
    pub fn new(n_kept: usize) -> Self {
        let n_groups = SuggestionKind::ALL.len() * N_PLACES * Fit::ALL.len();
        Self {
            groups: vec![Group::default(); n_groups],
            n_kept: n_kept.max(1),
        }
    }

    pub fn add(&mut self, table: &Table, posting: Posting, fit: Fit) {
        let Some(kind) = table.kind(posting.entry()) else {
            return;
        };
        let place = (kind as usize * N_PLACES + posting.place()) * Fit::ALL.len() + fit as usize;
        self.groups[place].add(posting.entry(), self.n_kept);
    }

    pub fn into_entries(self) -> impl Iterator<Item = u32> {
        self.groups.into_iter().flat_map(|group| group.entries)
    }
}

impl Group {
    fn add(&mut self, entry: u32, n_kept: usize) {
        if self.end.is_some_and(|end| entry >= end) {
            return;
        }
        self.entries.push(entry);
        if self.entries.len() >= 2 * n_kept {
            // An entry may come with several words.
            self.entries.sort_unstable();
            self.entries.dedup();
            self.entries.truncate(n_kept);
            if self.entries.len() == n_kept {
                self.end = self.entries.last().copied();
            }
        }
    }
}
