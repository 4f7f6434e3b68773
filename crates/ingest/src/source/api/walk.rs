//! The walk through the pages of a list, several at a time, and what is done about pages that did not come or have changed.

use std::collections::BTreeSet;

use futures::stream::{self, StreamExt};

use super::journal::{Entry, Journal};
use super::ledger::Ledger;
use super::list::List;
use crate::client::{FetchedPage, FetchedRecord, Wanted};
use crate::error::Error;
use crate::fetch_error::FetchError;
use crate::source::tally::Tally;

/// How often the pages that may have changed are asked for again: while that is done, the list may change again.
const HEALING_ROUNDS: usize = 3;

/// How many pages are asked for behind the last one by the server's own total, if it says that they follow.
const MOST_PAGES_BEHIND: u64 = 100;

/// Sends all records of the list: those of the pages that an earlier harvest has kept, then those of all others.
///
/// The pages are walked once; then those that did not come, and those that may have changed behind the walk, are asked
/// for again. Pages that come are added to the journal, where there is one.
pub(super) async fn read(
    list: &List<'_>,
    kept: Vec<Entry>,
    journal: Option<&mut Journal>,
) -> Result<Tally, Error> {
    let Some(first) = list.fetch_whole(1, Wanted::First).await? else {
        return Err(Error::NoSuchApi {
            url: list.page_url(1, list.page_size())?.to_string(),
        });
    };
    // A server may give fewer records a page than it was asked for; more pages then hold the list.
    let asked = list.page_size();
    let n_first = first.records.len() as u64;
    let page_size = match first.page_size {
        Some(told) if told >= n_first => told,
        _ if first.has_next => n_first,
        _ => asked,
    };
    let is_all = !first.has_next && first.total.is_none_or(|total| total == n_first);

    let mut walk = Walk {
        list,
        ledger: Ledger::new(page_size),
        journal,
        has_next: false,
        asked_twice: BTreeSet::new(),
        has_given_up: false,
    };
    walk.resume(kept).await;
    walk.take(1, first).await?;
    // What came in one answer cannot have shifted.
    if !is_all {
        let rest = 2..=walk.ledger.last_page();
        walk.ask(rest, Wanted::IfThere).await?;
        walk.follow().await?;
        walk.heal().await?;
    }
    let ledger = walk.ledger;
    Ok(Tally {
        announced: Some(ledger.n_announced()),
        fetched: Some(ledger.n_fetched()),
        missing: ledger.n_missing(),
        lost: ledger.n_lost(),
        duplicates: ledger.n_duplicates(),
        gaps: if ledger.n_missing() > 0 {
            ledger.gaps(list.path)
        } else {
            Vec::new()
        },
    })
}

/// The walk through the pages of a list.
struct Walk<'a> {
    list: &'a List<'a>,
    ledger: Ledger,
    /// Where the pages are kept for a later harvest, if they are.
    journal: Option<&'a mut Journal>,
    /// Whether the last page of those that have come says that another one follows.
    has_next: bool,
    /// The pages that did not come though they were asked for as due.
    asked_twice: BTreeSet<u64>,
    /// Whether so many pages in a row brought nothing that no more are asked for.
    has_given_up: bool,
}

impl Walk<'_> {
    /// Takes the pages that an earlier harvest has fetched.
    async fn resume(&mut self, kept: Vec<Entry>) {
        if kept.is_empty() {
            return;
        }
        tracing::info!(
            list = self.list.path,
            pages = kept.len(),
            "going on with pages that an earlier harvest has fetched"
        );
        for entry in kept {
            let page = FetchedPage {
                records: (entry.records.iter())
                    .map(|json| FetchedRecord::new(json))
                    .collect(),
                total: entry.total,
                page_size: None,
                has_next: entry.has_next,
            };
            self.note(entry.page, page.has_next);
            let new = self.ledger.take(entry.page, page);
            self.list.send(entry.page, new).await;
        }
        // Nobody has seen what became of the list since.
        self.ledger.suspect_the_edge(0);
    }

    /// Takes a page: sends its new records, and keeps it for a later harvest. Returns how many records were new.
    async fn take(&mut self, number: u64, page: FetchedPage) -> Result<usize, Error> {
        self.note(number, page.has_next);
        let (total, has_next, n_records) = (page.total, page.has_next, page.records.len());
        let new = self.ledger.take(number, page);
        self.announce();
        let n_new = new.len();
        // Only what is beyond doubt is kept: other pages are better asked for again.
        let is_refused = |record: &FetchedRecord| record.refusal.is_some();
        if let Some(journal) = &mut self.journal
            && n_new == n_records
            && has_next
            && !new.iter().any(is_refused)
        {
            journal.push(&Entry {
                list: self.list.path.to_owned(),
                page: number,
                total,
                has_next,
                records: new.iter().map(|record| record.json.clone()).collect(),
            })?;
        }
        if n_new > 0 {
            self.list.send(number, new).await;
        }
        Ok(n_new)
    }

    /// Takes the page of an answer, or notes why there is none. Returns how many records were new.
    async fn take_answer(
        &mut self,
        number: u64,
        answer: Result<Option<FetchedPage>, Error>,
    ) -> Result<usize, Error> {
        let reason = match answer {
            Ok(Some(page)) => return self.take(number, page).await,
            Ok(None) => FetchError::NoSuchPage,
            Err(Error::Fetch { source, .. }) if !source.wants_no_more() => source,
            Err(error) => return Err(error),
        };
        self.ledger.lacks(number, reason.to_string());
        Ok(0)
    }

    fn note(&mut self, number: u64, has_next: bool) {
        if self
            .ledger
            .pages()
            .next_back()
            .is_none_or(|last| number >= last)
        {
            self.has_next = has_next;
        }
    }

    fn announce(&self) {
        let total = self.list.announced_before + self.ledger.n_announced();
        self.list.reading.progress.total(Some(total));
    }

    /// Asks for those of the pages that have not come, several at a time.
    ///
    /// Gives up after some pages in a row that bring nothing new, however many the list is said to have.
    async fn ask(
        &mut self,
        pages: impl IntoIterator<Item = u64>,
        wanted: Wanted,
    ) -> Result<(), Error> {
        let list = self.list;
        let in_flight = list.reading.client.options().pages_in_flight.max(1);
        let come: BTreeSet<u64> = self.ledger.pages().collect();
        let due = pages.into_iter().filter(|number| !come.contains(number));
        let answers =
            due.map(|number| async move { (number, list.fetch_whole(number, wanted).await) });
        let mut answers = stream::iter(answers).buffer_unordered(in_flight);
        let mut n_barren = 0;
        while let Some((number, answer)) = answers.next().await {
            let n_new = self.take_answer(number, answer).await?;
            if wanted == Wanted::Due && !self.ledger.has_page(number) {
                self.asked_twice.insert(number);
            }
            n_barren = if n_new > 0 { 0 } else { n_barren + 1 };
            if n_barren >= 2 * in_flight.max(2) {
                tracing::warn!(
                    list = list.path,
                    page = number,
                    "{n_barren} pages in a row brought nothing new: no more are asked for"
                );
                self.has_given_up = true;
                break;
            }
        }
        Ok(())
    }

    /// Asks for the pages that the list has got since the first one was read.
    async fn follow(&mut self) -> Result<(), Error> {
        while self.has_next {
            let next = self.ledger.pages().next_back().unwrap_or(0) + 1;
            // Some servers never end, whatever they say of their total.
            if self.ledger.has_total() && next > self.ledger.last_page() + MOST_PAGES_BEHIND {
                tracing::warn!(
                    list = self.list.path,
                    page = next,
                    "no more pages are asked for behind the last"
                );
                return Ok(());
            }
            let fetched = self.list.fetch_whole(next, Wanted::IfThere).await;
            // Some servers say of every page that another one follows.
            if self.take_answer(next, fetched).await? == 0 {
                if self.has_next && self.ledger.has_page(next) {
                    self.ledger.give_up_behind(next);
                }
                return Ok(());
            }
        }
        Ok(())
    }

    /// Asks how many records the list has by now, for the pages that did not come, and for those that may have changed.
    async fn heal(&mut self) -> Result<(), Error> {
        for _ in 0..HEALING_ROUNDS {
            self.ask_total().await?;
            let suspects = self.ledger.take_suspects();
            let holes = if self.has_given_up {
                Vec::new()
            } else {
                self.ledger.holes()
            };
            let asked_twice = std::mem::take(&mut self.asked_twice);
            let mut holes = (holes.into_iter().flatten())
                .filter(|number| !asked_twice.contains(number))
                .peekable();
            if suspects.is_empty() && holes.peek().is_none() {
                break;
            }
            tracing::debug!(list = self.list.path, ?suspects, "asking again");
            self.ask_again(suspects).await?;
            self.ask(holes, Wanted::Due).await?;
            self.asked_twice.extend(asked_twice);
        }
        self.announce();
        Ok(())
    }

    /// Asks how many records the list has by now.
    async fn ask_total(&mut self) -> Result<(), Error> {
        match self.list.fetch_ids(1).await {
            Ok(page) => self.ledger.told(1, page.and_then(|page| page.total)),
            // What the pages said still holds.
            Err(Error::Fetch { source, .. }) => {
                tracing::warn!(
                    list = self.list.path,
                    "the total cannot be read again: {source}"
                );
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Looks whether pages that have come hold records by now that have not, and takes these.
    async fn ask_again(&mut self, suspects: BTreeSet<u64>) -> Result<(), Error> {
        let list = self.list;
        let in_flight = list.reading.client.options().pages_in_flight.max(1);
        let (short, suspects): (BTreeSet<u64>, BTreeSet<u64>) =
            (suspects.into_iter()).partition(|number| self.ledger.is_short(*number));
        let answers = (suspects.into_iter())
            .map(|number| async move { (number, list.fetch_ids(number).await) });
        let mut answers = stream::iter(answers).buffer_unordered(in_flight);
        let mut changed = short;
        while let Some((number, answer)) = answers.next().await {
            let page = match answer {
                Ok(page) => page,
                // The page has come once.
                Err(Error::Fetch { .. }) => continue,
                Err(error) => return Err(error),
            };
            let Some(page) = page else { continue };
            let is_new = |record: &FetchedRecord| {
                record.id.as_ref().is_some_and(|id| !self.ledger.knows(id))
            };
            if page.records.iter().any(is_new) {
                changed.insert(number);
            }
        }
        for number in changed {
            let fetched = list.fetch_whole(number, Wanted::IfThere).await;
            self.take_answer(number, fetched).await?;
        }
        Ok(())
    }
}
