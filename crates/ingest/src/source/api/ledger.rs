//! What has come of a list so far, what has not, and which pages are worth asking for again.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::RangeInclusive;

use crate::client::{FetchedPage, FetchedRecord};
use crate::gap::Gap;

/// The records and pages of one list that have come so far.
///
/// A list is asked for from its oldest record to its newest, so that a record which appears while the pages are read
/// comes last and moves no other. A record that vanishes moves all later ones up by one: the first record of a page that
/// is still to come may move to a page that has come already, and be missed. The count alone does not show that, since
/// the vanished record was counted. But each page says how many records the list has: where that number changes from one
/// answer to the next, the pages at the edge of what has come are asked for again.
pub(super) struct Ledger {
    page_size: u64,
    ids: HashSet<String>,
    /// How many records came without an id: these cannot be told apart.
    nameless: u64,
    duplicates: u64,
    /// By the number of each page that has come, how many records it had.
    arrived: BTreeMap<u64, u64>,
    /// How many records the list has by the last answer, and by the answers with the fewest and the most.
    total: Option<u64>,
    totals: Option<(u64, u64)>,
    /// Pages that have come and may hold other records by now.
    suspects: BTreeSet<u64>,
    /// Pages that came and had no record that had not come before.
    barren: BTreeSet<u64>,
    /// The page behind which no more were asked for, though the server says that more follow and not how many.
    given_up_behind: Option<u64>,
    /// Why the last request for a page that is missing or short did not give all of it.
    reasons: BTreeMap<u64, String>,
}

impl Ledger {
    pub(super) fn new(page_size: u64) -> Self {
        Self {
            page_size: page_size.max(1),
            ids: HashSet::new(),
            nameless: 0,
            duplicates: 0,
            arrived: BTreeMap::new(),
            total: None,
            totals: None,
            suspects: BTreeSet::new(),
            barren: BTreeSet::new(),
            given_up_behind: None,
            reasons: BTreeMap::new(),
        }
    }

    /// Notes how many records the list has by an answer to a request for that page.
    pub(super) fn told(&mut self, page: u64, total: Option<u64>) {
        let Some(total) = total else { return };
        if self.total.is_some_and(|before| before != total) {
            self.suspect_the_edge(page);
        }
        self.total = Some(total);
        let (fewest, most) = self.totals.unwrap_or((total, total));
        self.totals = Some((fewest.min(total), most.max(total)));
    }

    /// Notes that the list may have changed between the pages that have come and those that come next.
    pub(super) fn suspect_the_edge(&mut self, page: u64) {
        let last = |number: u64| !self.arrived.contains_key(&(number + 1));
        let edge: Vec<u64> = (self.arrived.keys().copied())
            .filter(|number| last(*number) || *number + 1 == page || *number == page)
            .collect();
        self.suspects.extend(edge);
    }

    /// Notes the records of a page, and returns those that are new. A page that comes for the first time and has records
    /// of others, or fewer than it should, is worth asking for again, and so are its neighbours.
    pub(super) fn take(&mut self, number: u64, page: FetchedPage) -> Vec<FetchedRecord> {
        let n_records = page.records.len() as u64;
        let is_first_time = self.arrived.insert(number, n_records).is_none();
        self.reasons.remove(&number);
        let mut new = page.records;
        new.retain(|record| match &record.id {
            Some(id) => self.ids.insert(id.clone()),
            None => is_first_time,
        });
        self.nameless += new.iter().filter(|record| record.id.is_none()).count() as u64;
        self.told(number, page.total);
        let n_new = new.len() as u64;
        if is_first_time && n_new == 0 && n_records > 0 {
            self.barren.insert(number);
        }
        if is_first_time && n_new < n_records {
            self.duplicates += n_records - n_new;
            let neighbours = number.saturating_sub(1)..=number + 1;
            let arrived = neighbours.filter(|near| self.arrived.contains_key(near));
            self.suspects.extend(arrived);
        }
        if n_records < self.n_expected(number) {
            self.reasons
                .insert(number, format!("it has {n_records} records only"));
            self.suspects.insert(number);
        }
        new
    }

    /// Notes why a page did not come.
    pub(super) fn lacks(&mut self, number: u64, reason: String) {
        // A page that has come once is only not confirmed.
        if !self.has_page(number) {
            self.reasons.insert(number, reason);
        }
    }

    /// Returns the numbers of the pages that have come, in order.
    pub(super) fn pages(&self) -> impl DoubleEndedIterator<Item = u64> + '_ {
        self.arrived.keys().copied()
    }

    pub(super) fn has_page(&self, number: u64) -> bool {
        self.arrived.contains_key(&number)
    }

    /// Notes that nobody asks for what comes behind this page, though the server says that there is more.
    pub(super) fn give_up_behind(&mut self, number: u64) {
        // Where the server says how many records there are, these are counted.
        if self.total.is_none() {
            self.given_up_behind = Some(number);
        }
    }

    /// Returns whether a page has come with fewer records than it should have had.
    pub(super) fn is_short(&self, number: u64) -> bool {
        self.has_page(number) && self.reasons.contains_key(&number)
    }

    pub(super) fn knows(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Returns the pages that may hold other records by now, and forgets that they do.
    pub(super) fn take_suspects(&mut self) -> BTreeSet<u64> {
        std::mem::take(&mut self.suspects)
    }

    /// Returns the pages that should be there, by the last answer, and have not come.
    pub(super) fn holes(&self) -> Vec<RangeInclusive<u64>> {
        let last = self.last_page();
        let mut holes = Vec::new();
        let mut next = 1;
        for number in self.arrived.keys().copied().chain([last + 1]) {
            let end = number.min(last + 1);
            if next < end {
                holes.push(next..=end - 1);
            }
            next = next.max(number + 1);
        }
        holes
    }

    /// Returns whether the server says how many records the list has.
    pub(super) fn has_total(&self) -> bool {
        self.total.is_some()
    }

    /// Returns how many distinct records have come.
    pub(super) fn n_fetched(&self) -> u64 {
        self.ids.len() as u64 + self.nameless
    }

    /// Returns how many records the list has by the last answer.
    pub(super) fn n_announced(&self) -> u64 {
        self.total.unwrap_or_else(|| self.n_fetched())
    }

    /// Returns how many records came again on another page.
    pub(super) fn n_duplicates(&self) -> u64 {
        self.duplicates
    }

    /// Returns how many records of the list did not come.
    pub(super) fn n_missing(&self) -> u64 {
        let n_behind = u64::from(self.given_up_behind.is_some());
        self.n_on_missing_pages().max(self.n_short()).max(n_behind)
    }

    /// Returns how many records did not come though the list was not seen to change by as many while it was read.
    ///
    /// A page that did not come counts whole, however much the list has changed.
    pub(super) fn n_lost(&self) -> u64 {
        let change = self.totals.map_or(0, |(fewest, most)| most - fewest);
        let n_behind = u64::from(self.given_up_behind.is_some());
        self.n_on_missing_pages()
            .max(self.n_short().saturating_sub(change))
            .max(n_behind)
    }

    /// Returns what is missing, page by page, with the reasons.
    pub(super) fn gaps(&self, list: &'static str) -> Vec<Gap> {
        let gap = |pages: RangeInclusive<u64>, reason: &str| Gap {
            list,
            first_page: *pages.start(),
            last_page: *pages.end(),
            reason: reason.to_owned(),
        };
        let holes = self.holes().into_iter().map(|pages| {
            let reason = self.reasons.range(pages.clone()).next();
            let reason = reason.map_or("not asked for any more", |(_, reason)| reason);
            gap(pages, reason)
        });
        let short = (self.reasons.iter()).filter(|(number, _)| self.is_short(**number));
        let short = short.map(|(number, reason)| gap(*number..=*number, reason));
        let barren = (self.barren.iter()).map(|number| gap(*number..=*number, "nothing new on it"));
        let behind = self.given_up_behind.map(|number| {
            let reason = "it brings nothing new and says that more follows";
            gap(number..=number, reason)
        });
        let barren = barren.filter(|_| behind.is_none());
        let mut gaps: Vec<Gap> = holes
            .chain(short)
            .chain(barren)
            .chain(behind.clone())
            .collect();
        gaps.sort_by_key(|gap| gap.first_page);
        gaps.dedup_by(|next, gap| {
            let is_same = next.first_page <= gap.last_page + 1 && next.reason == gap.reason;
            if is_same {
                gap.last_page = gap.last_page.max(next.last_page);
            }
            is_same
        });
        gaps
    }

    fn n_short(&self) -> u64 {
        self.n_announced().saturating_sub(self.n_fetched())
    }

    fn n_on_missing_pages(&self) -> u64 {
        let pages = self.holes();
        let n_pages: u64 = pages
            .iter()
            .map(|pages| pages.end() - pages.start() + 1)
            .sum();
        let includes_last = pages
            .last()
            .is_some_and(|pages| *pages.end() == self.last_page());
        let n_on_last = self.n_expected(self.last_page());
        match n_pages {
            0 => 0,
            _ if includes_last => (n_pages - 1).saturating_mul(self.page_size) + n_on_last,
            _ => n_pages.saturating_mul(self.page_size),
        }
    }

    /// Returns how many records a page should have, by the last answer.
    fn n_expected(&self, number: u64) -> u64 {
        let before = number.saturating_sub(1).saturating_mul(self.page_size);
        self.n_announced()
            .saturating_sub(before)
            .min(self.page_size)
    }

    /// Returns the number of the last page, by the last answer.
    pub(super) fn last_page(&self) -> u64 {
        self.n_announced().div_ceil(self.page_size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of the records with these numbers, of a list that has so many.
    fn page(numbers: impl IntoIterator<Item = u64>, total: u64) -> FetchedPage {
        let record = |number: u64| FetchedRecord {
            id: Some(number.to_string()),
            json: String::new(),
            refusal: None,
        };
        FetchedPage {
            records: numbers.into_iter().map(record).collect(),
            total: Some(total),
            page_size: None,
            has_next: false,
        }
    }

    /// A ledger of pages of ten.
    fn ledger(pages: Vec<(u64, FetchedPage)>) -> Ledger {
        let mut ledger = Ledger::new(10);
        for (number, page) in pages {
            ledger.take(number, page);
        }
        ledger
    }

    #[test]
    fn a_list_that_stands_still_leaves_nothing_to_ask_for() {
        let mut ledger = ledger(vec![
            (1, page(1..=10, 25)),
            (3, page(21..=25, 25)),
            (2, page(11..=20, 25)),
        ]);
        assert_eq!(
            (ledger.n_fetched(), ledger.n_missing(), ledger.n_lost()),
            (25, 0, 0)
        );
        assert!(ledger.take_suspects().is_empty() && ledger.holes().is_empty());
    }

    #[test]
    fn where_the_total_changes_the_pages_at_the_edge_are_suspect() {
        let mut ledger = ledger(vec![
            (1, page(1..=10, 40)),
            (2, page(11..=20, 40)),
            (3, page(22..=31, 39)),
        ]);
        assert_eq!(ledger.take_suspects(), BTreeSet::from([2, 3]));
        // Record 21 has moved to page 2.
        let found = ledger.take(2, page(12..=21, 39));
        assert_eq!(found[0].id.as_deref(), Some("21"));
        assert_eq!((found.len(), ledger.n_duplicates()), (1, 0));
    }

    #[test]
    fn a_record_that_comes_twice_makes_its_pages_suspect() {
        let mut ledger = ledger(vec![
            (1, page(1..=10, 30)),
            (2, page(10..=19, 30)),
            (3, page(21..=30, 30)),
        ]);
        assert_eq!(ledger.n_duplicates(), 1);
        assert_eq!(ledger.take_suspects(), BTreeSet::from([1, 2]));
        assert_eq!((ledger.n_missing(), ledger.n_lost()), (1, 1));
    }

    #[test]
    fn a_missing_page_counts_whole_however_much_the_list_has_changed() {
        let mut ledger = ledger(vec![(1, page(1..=10, 20)), (3, page(21..=30, 45))]);
        ledger.told(1, Some(45));
        assert_eq!(ledger.holes(), [2..=2, 4..=5]);
        assert_eq!((ledger.n_missing(), ledger.n_lost()), (25, 25));
        ledger.take(4, page(31..=40, 45));
        ledger.take(5, page(41..=45, 45));
        ledger.lacks(2, "gone".to_owned());
        assert_eq!((ledger.n_missing(), ledger.n_lost()), (10, 10));
        let gaps = ledger.gaps("datasets/");
        assert_eq!((gaps.len(), gaps[0].reason.as_str()), (1, "gone"));
    }

    #[test]
    fn what_is_missing_within_the_observed_change_is_not_lost() {
        let mut ledger = ledger(vec![(1, page(1..=10, 20)), (2, page(11..=20, 20))]);
        ledger.told(1, Some(22));
        ledger.take(3, page([21], 22));
        assert_eq!((ledger.n_missing(), ledger.n_lost()), (1, 0));
    }

    #[test]
    fn the_end_of_a_list_that_has_shrunk_is_no_hole() {
        let mut ledger = ledger(vec![(1, page(1..=10, 25)), (2, page(11..=17, 17))]);
        ledger.lacks(3, "no such page".to_owned());
        assert!(ledger.holes().is_empty() && ledger.gaps("datasets/").is_empty());
        assert_eq!((ledger.n_missing(), ledger.n_lost()), (0, 0));
    }

    #[test]
    fn a_total_out_of_reach_is_counted_and_not_listed() {
        let ledger = ledger(vec![(1, page(1..=10, 1_000_000_000))]);
        assert_eq!(ledger.holes(), [2..=100_000_000]);
        assert_eq!(ledger.n_missing(), 999_999_990);
    }
}
