//! What people look for and do not find, without who they are.
//!
//! A search is its words and filters, and how much it found, counted by hour of the day. Who asked is known for as long as the
//! day lasts and in memory alone, as a keyed hash of an address, of three clients at most: a search is told only once three
//! of them have asked it on that day, since what one person asks may tell who it is.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use catalogue::Date;
use search_index::{SearchRequest, SearchResults};
use serde::{Deserialize, Serialize};

use crate::params::to_query_string;
use crate::places::ClientAddress;

/// So many clients must have asked a search on a day before it is told.
const CLIENTS: usize = 3;

/// So many searches of a day are kept in memory; those that come later are not.
const SEARCHES: usize = 50_000;

/// Longer ones are no words that three people type.
const MAX_CHARS: usize = 200;

/// A search that was asked by several clients, in one hour of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedSearch {
    /// The day and the hour, UTC: `2026-01-31T17`.
    pub hour: String,
    /// The words, in small letters.
    pub words: String,
    /// What narrows the search, as parameters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filters: String,
    /// How often it was asked in that hour.
    pub asked: u64,
    /// How many records have all the words.
    pub complete: u64,
    /// How many more were found.
    pub approximate: u64,
    /// What was searched beside the words, where their spelling was mended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mended: Option<String>,
}

/// The searches of a day.
#[derive(Debug, Default)]
pub struct QueryLog {
    /// Another one for each process, so that no hash can be compared with an address.
    key: RandomState,
    day: Mutex<Day>,
}

#[derive(Debug, Default)]
struct Day {
    /// `2026-01-31`
    name: String,
    searches: HashMap<(String, String), Asked>,
    /// What is told of days before.
    finished: BTreeMap<String, Vec<LoggedSearch>>,
}

#[derive(Debug, Default)]
struct Asked {
    /// Hashes of the first clients; `CLIENTS` at most.
    clients: Vec<u64>,
    by_hour: BTreeMap<u8, u64>,
    complete: u64,
    approximate: u64,
    mended: Option<String>,
}

impl QueryLog {
    /// Returns a log that goes on with what was told of this day before.
    #[must_use]
    pub fn going_on_with(day: &str, told: Vec<LoggedSearch>) -> Self {
        let log = Self::default();
        let mut state = log.lock();
        day.clone_into(&mut state.name);
        for search in told {
            let hour = search
                .hour
                .rsplit('T')
                .next()
                .and_then(|hour| hour.parse().ok());
            let asked = state
                .searches
                .entry((search.words, search.filters))
                .or_default();
            // They have been there, whoever they were.
            asked.clients = (0..CLIENTS as u64).collect();
            *asked.by_hour.entry(hour.unwrap_or_default()).or_default() += search.asked;
            (asked.complete, asked.approximate) = (search.complete, search.approximate);
            asked.mended = search.mended;
        }
        drop(state);
        log
    }

    /// Notes a search. Pages behind the first one belong to the same search.
    pub(crate) fn note(
        &self,
        request: &SearchRequest,
        results: &SearchResults,
        who: ClientAddress,
    ) {
        self.note_at(Date::now(), request, results, who);
    }

    fn note_at(
        &self,
        now: Date,
        request: &SearchRequest,
        results: &SearchResults,
        who: ClientAddress,
    ) {
        let words = request
            .query
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let words = words.to_lowercase();
        if request.page > 1 || words.is_empty() || words.chars().count() > MAX_CHARS {
            return;
        }
        let who = self.key.hash_one(who);
        let time = now.timestamp().strftime("%Y-%m-%dT%H").to_string();
        let (name, hour) = time.split_once('T').unwrap_or((&time, "0"));
        let mut day = self.lock();
        day.begin(name);
        let key = (words, filters(request));
        if day.searches.len() >= SEARCHES && !day.searches.contains_key(&key) {
            return;
        }
        let asked = day.searches.entry(key).or_default();
        if asked.clients.len() < CLIENTS && !asked.clients.contains(&who) {
            asked.clients.push(who);
        }
        *asked
            .by_hour
            .entry(hour.parse().unwrap_or_default())
            .or_default() += 1;
        asked.complete = results.complete_total;
        asked.approximate = results.approximate_total();
        asked.mended.clone_from(&results.understanding.correction);
    }

    /// Returns what may be told, by day: of this one so far, and of those that have ended since the last time.
    #[must_use]
    pub fn told(&self) -> BTreeMap<String, Vec<LoggedSearch>> {
        let mut day = self.lock();
        day.begin(&Date::now().day().to_string());
        let mut told = std::mem::take(&mut day.finished);
        told.insert(day.name.clone(), day.told());
        told
    }

    fn lock(&self) -> MutexGuard<'_, Day> {
        self.day.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Day {
    /// Begins a day, unless it is this one: who asked on the day before is forgotten, and what fewer than three clients asked.
    fn begin(&mut self, name: &str) {
        if self.name == name {
            return;
        }
        if !self.searches.is_empty() {
            let told = self.told();
            self.finished.insert(self.name.clone(), told);
        }
        self.searches.clear();
        name.clone_into(&mut self.name);
    }

    fn told(&self) -> Vec<LoggedSearch> {
        let mut told = Vec::new();
        for ((words, filters), asked) in &self.searches {
            if asked.clients.len() < CLIENTS {
                continue;
            }
            told.extend(asked.by_hour.iter().map(|(hour, n)| LoggedSearch {
                hour: format!("{}T{hour:02}", self.name),
                words: words.clone(),
                filters: filters.clone(),
                asked: *n,
                complete: asked.complete,
                approximate: asked.approximate,
                mended: asked.mended.clone(),
            }));
        }
        told.sort_by(|a, b| (&a.hour, &a.words, &a.filters).cmp(&(&b.hour, &b.words, &b.filters)));
        told
    }
}

/// Returns what narrows a search, as parameters: no words, no order, no page.
fn filters(request: &SearchRequest) -> String {
    to_query_string(&SearchRequest {
        filters: request.filters.clone(),
        all_of: request.all_of.clone(),
        ..SearchRequest::default()
    })
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use search_index::{Facet, Understanding};

    use super::*;

    fn ask(log: &QueryLog, now: &str, words: &str, client: &str) {
        let request = SearchRequest {
            query: words.to_owned(),
            ..SearchRequest::default()
        }
        .filter(Facet::License, "lov2");
        let results = SearchResults {
            total: 5,
            complete_total: 2,
            total_with_most: 5,
            mentions_total: None,
            total_records: 5,
            hits: Vec::new(),
            facets: Vec::new(),
            covering: None,
            understanding: Understanding::default(),
            took: std::time::Duration::ZERO,
            phases: search_index::SearchPhases::default(),
        };
        let client: IpAddr = client.parse().unwrap();
        log.note_at(now.parse().unwrap(), &request, &results, client.into());
    }

    fn told(log: &QueryLog) -> Vec<LoggedSearch> {
        log.lock().told()
    }

    #[test]
    fn a_search_is_told_once_three_clients_have_asked_it_on_a_day() {
        let log = QueryLog::default();
        for _ in 0..10 {
            ask(&log, "2026-01-31T10:00:00", "Mme  Martin", "192.0.2.1");
        }
        ask(&log, "2026-01-31T11:00:00", "mme martin", "192.0.2.2");
        assert!(told(&log).is_empty());
        ask(&log, "2026-01-31T11:30:00", "mme martin", "192.0.2.3");
        let told = told(&log);
        assert_eq!(told.len(), 2);
        assert_eq!(
            (told[0].hour.as_str(), told[0].asked),
            ("2026-01-31T10", 10)
        );
        assert_eq!((told[1].hour.as_str(), told[1].asked), ("2026-01-31T11", 2));
        assert_eq!((told[0].complete, told[0].approximate), (2, 3));
        assert_eq!(told[0].filters, "license=lov2");
        let line = serde_json::to_string(&told[0]).unwrap();
        assert!(!line.contains("192.0.2"), "{line}");
    }

    #[test]
    fn who_asked_is_forgotten_with_the_day_and_what_few_have_asked() {
        let log = QueryLog::default();
        for client in ["192.0.2.1", "192.0.2.2"] {
            ask(&log, "2026-01-31T23:59:00", "eau", client);
        }
        for client in ["192.0.2.1", "192.0.2.2", "192.0.2.3"] {
            ask(&log, "2026-01-31T23:59:00", "velo", client);
        }
        ask(&log, "2026-02-01T00:01:00", "eau", "192.0.2.3");
        assert!(told(&log).is_empty());
        let finished = log.lock().finished.clone();
        assert_eq!(finished["2026-01-31"].len(), 1);
        assert_eq!(finished["2026-01-31"][0].words, "velo");
    }

    #[test]
    fn a_log_goes_on_with_what_was_told_before() {
        let log = QueryLog::default();
        for client in ["192.0.2.1", "192.0.2.2", "192.0.2.3"] {
            ask(&log, "2026-01-31T10:00:00", "eau", client);
        }
        let before = told(&log);
        let next = QueryLog::going_on_with("2026-01-31", before.clone());
        assert_eq!(told(&next), before);
        ask(&next, "2026-01-31T10:00:00", "eau", "192.0.2.9");
        assert_eq!(told(&next)[0].asked, 4);
    }
}
