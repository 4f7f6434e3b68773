//! Yearly series: the newest edition comes first of its series, and with a year in the query that year's.

use std::collections::BTreeMap;

use search_index::SearchHit;

use super::Least;
use super::catalogue_scan::CatalogueScan;
use super::draw::drawn;
use super::known_record::KnownRecord;
use super::report::Report;
use super::tally::Tally;

/// Editions that make a series.
const LEAST_EDITIONS: usize = 3;

/// Series that are drawn, at most.
const MAX_DRAWN: usize = 150;

/// How many hits are looked through for the editions of a series.
const DEPTH: usize = 100;

/// A series: what its titles have beside the year, and its records by year.
#[derive(Debug, Clone)]
struct YearlySeries {
    words: String,
    /// A year that only one record has.
    years: BTreeMap<u16, u32>,
}

/// Measures series of records of one producer whose titles differ in one year alone.
pub fn measure(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let members = series(catalogue);
    let n_members = members.len();
    let drawn = drawn(members, MAX_DRAWN.min(least.drawn), seed);
    let mut tally = Tally::default();
    for series in &drawn {
        let newest = series.years.keys().next_back().copied();
        tally.add(
            "without a year",
            not_first(catalogue, series, &series.words, newest),
        );
        let asked = series.years.keys().nth(series.years.len() / 2).copied();
        let typed = format!("{} {}", series.words, asked.unwrap_or_default());
        tally.add("with a year", not_first(catalogue, series, &typed, asked));
    }
    tally.report("editions of yearly series", n_members, drawn.len(), seed)
}

/// Returns which edition comes first of its series where it is not that of the year.
fn not_first(
    catalogue: &CatalogueScan,
    series: &YearlySeries,
    typed: &str,
    year: Option<u16>,
) -> Option<String> {
    let hits = catalogue.first(typed, DEPTH).hits;
    let year_of = |found: &SearchHit| {
        let number = catalogue.number(&found.hit);
        let mut years = series.years.iter();
        years
            .find(|(_, record)| **record == number)
            .map(|(year, _)| *year)
    };
    let first = hits.iter().find_map(year_of);
    (first != year).then(|| format!("{typed}: {first:?}, and not {year:?}"))
}

/// Returns the series of the catalogue.
fn series(catalogue: &CatalogueScan) -> Vec<YearlySeries> {
    let mut by_words: BTreeMap<(&str, String), BTreeMap<u16, Vec<u32>>> = BTreeMap::new();
    for (record, number) in catalogue.records.iter().zip(0..) {
        if let Some((words, year, producer)) = yearly(record) {
            let years = by_words.entry((producer, words)).or_default();
            years.entry(year).or_default().push(number);
        }
    }
    let all = by_words
        .into_iter()
        .map(|((_, words), years)| YearlySeries {
            words,
            years: years
                .into_iter()
                .filter(|(_, records)| records.len() == 1)
                .map(|(year, records)| (year, records[0]))
                .collect(),
        });
    all.filter(|series| series.years.len() >= LEAST_EDITIONS)
        .collect()
}

/// Returns the title of a record without its year, the year, and the producer; `None` where the title has no year or several
/// numbers, or hardly any words.
fn yearly(record: &KnownRecord) -> Option<(String, u16, &str)> {
    let producer = record.producer.as_deref()?;
    let numbers = record.title.split(|c: char| !c.is_ascii_digit());
    let mut numbers = numbers.filter(|number| !number.is_empty());
    let year = numbers.next().filter(|number| number.len() == 4)?;
    if numbers.next().is_some() {
        return None;
    }
    let words = record.title.replace(year, " ");
    let is_word = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let words: Vec<&str> = words.split_whitespace().collect();
    let n_words = words.iter().filter(|word| is_word(word)).count();
    let year = year
        .parse()
        .ok()
        .filter(|year| (1900..=2100).contains(year))?;
    (n_words >= 3).then(|| (plain(&words.join(" ")), year, producer))
}

/// Returns a text without what a query gives a meaning to.
fn plain(text: &str) -> String {
    let kept = |c: char| {
        if c.is_alphanumeric() || "'’".contains(c) {
            c
        } else {
            ' '
        }
    };
    let plain: String = text.chars().map(kept).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
