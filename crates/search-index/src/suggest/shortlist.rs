//! The shortlist of a long posting list: the most used entries of each kind, place and match.

use super::expansion::MatchKind;
use super::suggestion::SuggestionKind;
use super::table::{EntryOrdinal, Posting, SuggestionTable};

/// The number of places that a posting's term can have in a name: see [`Posting::place`].
const N_PLACES: usize = 4;

/// Keeps the most used entries of each kind, for each place of the term in the name and each kind of match. A letter or
/// two match most of the table; only the kept entries have to be scored, and none that could be among the best is left
/// out.
pub(super) struct Shortlist {
    groups: Vec<Group>,
    n_kept: usize,
}

/// The entries with the lowest ordinals: the most used ones.
#[derive(Default, Clone)]
struct Group {
    entries: Vec<EntryOrdinal>,
    /// An entry with this ordinal or a higher one is not among the kept ones.
    end: Option<EntryOrdinal>,
}

impl Shortlist {
    pub fn new(n_kept: usize) -> Self {
        let n_groups = SuggestionKind::ALL.len() * N_PLACES * MatchKind::ALL.len();
        Self {
            groups: vec![Group::default(); n_groups],
            n_kept: n_kept.max(1),
        }
    }

    pub fn add(&mut self, table: &SuggestionTable, posting: Posting, matched: MatchKind) {
        let Some(kind) = table.kind(posting.entry()) else {
            return;
        };
        let kind_and_place = kind as usize * N_PLACES + posting.place();
        let group = kind_and_place * MatchKind::ALL.len() + matched as usize;
        self.groups[group].add(posting.entry(), self.n_kept);
    }

    pub fn into_entries(self) -> impl Iterator<Item = EntryOrdinal> {
        self.groups.into_iter().flat_map(|group| group.entries)
    }
}

impl Group {
    fn add(&mut self, entry: EntryOrdinal, n_kept: usize) {
        if self.end.is_some_and(|end| entry >= end) {
            return;
        }
        self.entries.push(entry);
        if self.entries.len() >= 2 * n_kept {
            // An entry comes once for each of its terms that match.
            self.entries.sort_unstable();
            self.entries.dedup();
            self.entries.truncate(n_kept);
            if self.entries.len() == n_kept {
                self.end = self.entries.last().copied();
            }
        }
    }
}
