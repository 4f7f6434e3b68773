//! Periods: a query that names one in words puts first a record that covers a part of it.

use search_index::SearchHit;

use super::Least;
use super::catalogue_scan::CatalogueScan;
use super::draw::drawn;
use super::known_record::KnownRecord;
use super::report::Report;
use super::tally::Tally;

/// The least share of the queries that must hold.
const WANTED: f64 = 0.95;

/// A word that so many letters long says something of a topic.
const LEAST_LETTERS: usize = 5;

/// How many years a question is about, at most.
const MAX_YEARS: i16 = 4;

/// How a period is asked for.
const FORMS: [&str; 7] = [
    "entre A et B",
    "de A à B",
    "A-B",
    "depuis A",
    "jusqu'en B",
    "avant N",
    "après P",
];

/// Measures topics of records that cover a period, each with that period in every form.
pub fn measure(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let members: Vec<(String, i16, i16)> = catalogue.records.iter().filter_map(member).collect();
    let n_members = members.len();
    let drawn = drawn(members, least.drawn, seed);
    let mut tally = Tally::default();
    for (topic, first, last) in &drawn {
        for form in FORMS {
            let [from, to] = asked(form, *first, *last);
            let phrase = form
                .replace('A', &first.to_string())
                .replace('B', &last.to_string())
                .replace('N', &(last + 1).to_string())
                .replace('P', &(first - 1).to_string());
            let query = format!("{topic} {phrase}");
            tally.add(form, failure(catalogue, &query, from, to));
        }
    }
    Report {
        wanted: WANTED,
        ..tally.report("periods in words", n_members, drawn.len(), seed)
    }
}

/// Returns a record's topic, and years that it covers; `None` where it names none.
fn member(record: &KnownRecord) -> Option<(String, i16, i16)> {
    let (first, last) = record.covered_years?;
    let first = first.unwrap_or(last).max(last - MAX_YEARS);
    let is_askable = (1900..2026).contains(&first) && last < 2026 && first < last;
    Some((topic(&record.title)?, first, last)).filter(|_| is_askable)
}

/// Returns the three longest words of a title, in its order; `None` where it has hardly any of some length.
fn topic(title: &str) -> Option<String> {
    let title = title.to_lowercase();
    let words = title.split(|c: char| !c.is_alphanumeric());
    let is_long = |word: &&str| {
        word.chars().count() >= LEAST_LETTERS && word.chars().all(char::is_alphabetic)
    };
    let mut words: Vec<(usize, &str)> = words.filter(is_long).enumerate().collect();
    words.sort_by_key(|(_, word)| std::cmp::Reverse(word.chars().count()));
    words.truncate(3);
    words.sort_unstable();
    let words: Vec<&str> = words.into_iter().map(|(_, word)| word).collect();
    (words.len() >= 2).then(|| words.join(" "))
}

/// Returns the first and the last year that a form asks for.
fn asked(form: &str, first: i16, last: i16) -> [i16; 2] {
    match form {
        "depuis A" | "après P" => [first, i16::MAX],
        "jusqu'en B" | "avant N" => [i16::MIN, last],
        _ => [first, last],
    }
}

/// Returns what comes first where that covers nothing of these years.
fn failure(catalogue: &CatalogueScan, query: &str, from: i16, to: i16) -> Option<String> {
    let hits = catalogue.first(query, 1).hits;
    let covers = |found: &SearchHit| {
        let record = &catalogue.records[catalogue.number(&found.hit) as usize];
        let covered = record.covered_years;
        covered.is_some_and(|(first, last)| first.is_none_or(|first| first <= to) && last >= from)
    };
    match hits.first() {
        Some(first) if covers(first) => None,
        Some(first) => Some(format!("{query}: {}", first.hit.title)),
        None => Some(format!("{query}: nothing")),
    }
}
