//! Joined and divided words: both spellings find the same.

use std::collections::{BTreeSet, HashMap, HashSet};

use catalogue::Record;
use search_index::{Form, FrenchAnalyzer};
use unicode_normalization::UnicodeNormalization;

use super::Least;
use super::catalogue_scan::{CatalogueScan, n_shared};
use super::draw::drawn;
use super::report::{Report, share};
use super::tally::{Tally, WANTED};
use crate::naive::folded;

/// Neighbouring words of titles, and the words of titles and tags.
#[derive(Default)]
pub struct Neighbours {
    /// How many records have two words beside each other in their title.
    pairs: HashMap<(String, String), u32>,
    /// How many records have a word in their title or tags.
    words: HashMap<String, u32>,
    /// The words of titles that are capitals with one small letter behind, folded: `PLUi`.
    with_small_letter: HashSet<String>,
}

impl Neighbours {
    /// Counts the words of a record.
    pub fn add(&mut self, record: &Record) {
        // A mark apart from its letter would part the word.
        let title = folded(&record.title().nfc().collect::<String>());
        let of_title: Vec<&str> = title.split(' ').collect();
        let pairs: HashSet<(&str, &str)> =
            of_title.windows(2).map(|pair| (pair[0], pair[1])).collect();
        for (first, second) in pairs {
            let pair = (first.to_owned(), second.to_owned());
            *self.pairs.entry(pair).or_default() += 1;
        }
        let as_written = record.title().split(|c: char| !c.is_alphanumeric());
        let with_small_letter = as_written.filter(|word| is_capitals_and_small_letter(word));
        self.with_small_letter.extend(with_small_letter.map(folded));
        let tags: Vec<String> = record.tags().iter().map(|tag| folded(tag)).collect();
        let words: HashSet<&str> = of_title
            .iter()
            .copied()
            .chain(tags.iter().flat_map(|tag| tag.split(' ')))
            .collect();
        for word in words {
            *self.words.entry(word.to_owned()).or_default() += 1;
        }
    }

    /// Returns the pairs that so many records have divided, and so many joined, sorted. Stop words and numbers make none.
    fn members(&self, n_records: u32) -> Vec<(String, String)> {
        let mut analyzer = FrenchAnalyzer::new(Form::Exact);
        let mut is_content = |word: &str| !analyzer.terms(word).is_empty();
        let mut members = BTreeSet::new();
        for ((first, second), n) in &self.pairs {
            let joined = format!("{first}{second}");
            let n_joined = self.words.get(&joined).copied().unwrap_or(0);
            if *n >= n_records
                && n_joined >= n_records
                && is_one_word_apart(first, second)
                && self.may_hold_letter(first, second, &joined)
                && is_content(first)
                && is_content(second)
            {
                members.insert((first.clone(), second.clone()));
            }
        }
        members.into_iter().collect()
    }

    /// Returns whether a letter apart, if either word is one, may be part of the word: of `PLU(i)` it is, but `s age` beside
    /// `sage` is chance.
    fn may_hold_letter(&self, first: &str, second: &str, joined: &str) -> bool {
        let is_letter = |word: &str| word.len() == 1 && word.starts_with(char::is_alphabetic);
        let has_letter = is_letter(first) || is_letter(second);
        !has_letter || (is_letter(second) && self.with_small_letter.contains(joined))
    }
}

fn is_capitals_and_small_letter(word: &str) -> bool {
    let mut letters = word.chars();
    let last = letters.next_back();
    let is_small = last.is_some_and(char::is_lowercase);
    is_small && letters.clone().count() > 1 && letters.all(char::is_uppercase)
}

/// Returns whether two words may be one that was divided: no two numbers, no letters, and no ending of the feminine or the
/// plural (`assistant(e)s`).
fn is_one_word_apart(first: &str, second: &str) -> bool {
    let meets_digit = first.ends_with(|c: char| c.is_ascii_digit());
    let are_numbers = meets_digit && second.starts_with(|c: char| c.is_ascii_digit());
    let are_letters = first.len() == 1 && second.len() == 1;
    !are_numbers && !are_letters && !["e", "s", "es", "ne", "ve", "trice"].contains(&second)
}

/// Measures in how many pairs both spellings have one first hit, and nearly the same complete matches.
pub fn measure(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let members = catalogue.neighbours.members(least.records);
    let n_members = members.len();
    let drawn = drawn(members, least.drawn, seed);
    let mut tally = Tally::default();
    for (first, second) in &drawn {
        let has_number = format!("{first}{second}").contains(|c: char| c.is_ascii_digit());
        let form = if has_number { "with a number" } else { "words" };
        tally.add(form, difference(catalogue, first, second));
    }
    tally.report("joined words", n_members, drawn.len(), seed)
}

fn difference(catalogue: &CatalogueScan, first: &str, second: &str) -> Option<String> {
    let (divided, joined) = (format!("{first} {second}"), format!("{first}{second}"));
    let [of_divided, of_joined] = [&divided, &joined].map(|typed| catalogue.found(typed));
    let n_both = n_shared(&of_divided, &of_joined);
    let n_either = of_divided.len() + of_joined.len() - n_both;
    if n_either == 0 || share(n_both, n_either) < WANTED {
        let (n_divided, n_joined) = (of_divided.len(), of_joined.len());
        return Some(format!(
            "{divided} {n_divided}, {joined} {n_joined}, both {n_both}"
        ));
    }
    let [first_of_divided, first_of_joined] = [&divided, &joined].map(|typed| {
        let hits = catalogue.first(typed, 1).hits;
        hits.first().map(|hit| hit.hit.title.clone())
    });
    (first_of_divided != first_of_joined)
        .then(|| format!("{divided}: {first_of_divided:?}; {joined}: {first_of_joined:?}"))
}
