//! Elided articles: with an apostrophe, with another one, with a blank and without anything, they find the word.

use std::collections::BTreeMap;

use search_index::{Form, FrenchAnalyzer};

use super::Least;
use super::catalogue_scan::{CatalogueScan, n_shared};
use super::draw::drawn;
use super::report::{Report, share};
use super::tally::{Tally, WANTED};

/// Words of fewer letters are not told from the ends of others.
const MIN_LETTERS: usize = 3;

/// An article and its word without anything between are another word in some: `Laval`, `dune`.
const WANTED_OF_ALL: f64 = 0.9;

/// Measures for words that stand behind an elided article in titles how often each spelling finds the records that hold the word.
pub fn measure(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let members = members(catalogue, least);
    let n_members = members.len();
    let drawn = drawn(members, least.drawn, seed);
    let mut tally = Tally::default();
    for (article, word) in &drawn {
        for (form, typed) in [
            ("an apostrophe", format!("{article}'{word}")),
            ("another apostrophe", format!("{article}\u{2019}{word}")),
            ("a blank", format!("{article} {word}")),
            ("nothing", format!("{article}{word}")),
        ] {
            tally.add(form, difference(catalogue, word, &typed));
        }
    }
    Report {
        wanted: WANTED_OF_ALL,
        ..tally.report("elisions", n_members, drawn.len(), seed)
    }
}

/// Returns the words, with their articles, that stand so in enough titles, sorted.
fn members(catalogue: &CatalogueScan, least: &Least) -> Vec<(String, String)> {
    let mut n_titles: BTreeMap<(String, String), u32> = BTreeMap::new();
    for record in &catalogue.records {
        let title = record.title.to_lowercase();
        for typed in title.split(|c: char| !c.is_alphabetic() && !matches!(c, '\'' | '\u{2019}')) {
            let Some((article, word)) = typed.split_once(['\'', '\u{2019}']) else {
                continue;
            };
            let is_word =
                word.chars().count() >= MIN_LETTERS && word.chars().all(char::is_alphabetic);
            if matches!(article, "l" | "d" | "qu") && is_word {
                *n_titles
                    .entry((article.to_owned(), word.to_owned()))
                    .or_default() += 1;
            }
        }
    }
    let mut analyzer = FrenchAnalyzer::new(Form::Exact);
    let common = n_titles.into_iter().filter(|(_, n)| *n >= least.records);
    let common = common.map(|(member, _)| member);
    common
        .filter(|(_, word)| !analyzer.terms(word).is_empty())
        .collect()
}

/// Returns how many of the records that hold the word what was typed does not find, where they are many.
fn difference(catalogue: &CatalogueScan, word: &str, typed: &str) -> Option<String> {
    let (holders, found) = (catalogue.holders(word), catalogue.found(typed));
    let n_both = n_shared(&holders, &found);
    let is_missed = holders.is_empty() || share(n_both, holders.len()) < WANTED;
    is_missed.then(|| {
        let (n_holders, n_found) = (holders.len(), found.len());
        format!("{typed}: {n_both} of {n_holders}, finds {n_found}")
    })
}
