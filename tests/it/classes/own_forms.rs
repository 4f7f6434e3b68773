//! Own forms: a word finds every record whose texts hold any form of it, and little else.

use std::ops::Range;

use super::Least;
use super::catalogue_scan::{CatalogueScan, n_shared};
use super::draw::drawn;
use super::report::{Report, share};

/// Classes of words by how many live titles hold them.
const CLASSES: [Range<u32>; 5] = [1..2, 2..10, 10..100, 100..1_000, 1_000..u32::MAX];

/// Words that are drawn from each class, at most.
const N_OF_CLASS: usize = 80;

/// Frequent words that are drawn, at most.
const N_FREQUENT: usize = 400;

/// A search that finds more than so many times the records that hold its word finds other words.
const MANY_TIMES: f64 = 2.5;

/// Failures of a note, at most.
const MAX_NOTED: usize = 30;

/// Measures which share of the records that hold any form of a word the word finds: the mean over the words.
pub fn measure(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let mut notes = Vec::new();
    let mut failures = Vec::new();
    let (mut sum, mut n_members, mut n_drawn) = (0.0, 0, 0);
    for class in CLASSES {
        let members = title_words(catalogue, &class);
        n_members += members.len();
        let words = drawn(members, N_OF_CLASS, seed);
        let mut sum_of_class = 0.0;
        for word in &words {
            let (found, holders) = (catalogue.found(word), catalogue.holders(word));
            let n_of_holders = n_shared(&holders, &found);
            let recall = share(n_of_holders, holders.len());
            sum_of_class += recall;
            if n_of_holders < holders.len() {
                let (n_found, n_holders) = (found.len(), holders.len());
                let numbers = format!("{word}: {n_of_holders} of {n_holders}, finds {n_found}");
                failures.push((recall, numbers));
            }
        }
        sum += sum_of_class;
        n_drawn += words.len();
        if !words.is_empty() {
            let recall = sum_of_class / words.len() as f64;
            let (from, n) = (class.start, words.len());
            notes.push(format!("in {from} titles or more: {recall:.4} ({n} words)"));
        }
    }
    notes.extend(precision(catalogue, least, seed));
    failures.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    Report {
        class: "own forms",
        figure: sum / n_drawn.max(1) as f64,
        wanted: 0.98,
        n_members,
        n_drawn,
        seed,
        notes,
        failures: failures.into_iter().map(|(_, numbers)| numbers).collect(),
    }
}

/// Returns the words that so many live titles hold, sorted.
fn title_words(catalogue: &CatalogueScan, n_titles: &Range<u32>) -> Vec<String> {
    let words = catalogue.title_words.iter();
    words
        .filter(|(_, n)| n_titles.contains(n))
        .map(|(word, _)| word.clone())
        .collect()
}

/// Tells how often frequent words find records that hold no form of them.
fn precision(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Vec<String> {
    let members = title_words(catalogue, &(least.titles..u32::MAX));
    let n_members = members.len();
    let words = drawn(members, N_FREQUENT, seed);
    let mut many = Vec::new();
    let mut others_first = Vec::new();
    for word in &words {
        let holders = catalogue.holders(word);
        let n_found = catalogue.n_found(word);
        let times = n_found as f64 / holders.len().max(1) as f64;
        if times > MANY_TIMES {
            let n_holders = holders.len();
            let numbers = format!("{word}: finds {n_found}, {n_holders} hold it");
            many.push((times, numbers));
        }
        let n_first = holders.len().min(10);
        let hits = catalogue.first(word, n_first).hits;
        let numbers: Vec<u32> = hits.iter().map(|hit| catalogue.number(&hit.hit)).collect();
        let n_holding = n_shared(&numbers, &holders);
        if n_holding < n_first {
            others_first.push(format!("{word}: {n_holding} of {n_first}"));
        }
    }
    many.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let n = words.len();
    let (n_titles, n_many) = (least.titles, many.len());
    let all_first = share(n - others_first.len(), n);
    let mut notes = vec![format!(
        "of {n} frequent words ({n_members} are in {n_titles} titles or more), {n_many} find over {MANY_TIMES} times the \
         records that hold them:"
    )];
    let indented = |line: String| format!("  {line}");
    let many = many.into_iter().map(|(_, numbers)| indented(numbers));
    notes.extend(many.take(MAX_NOTED));
    notes.push(format!(
        "of the same, {all_first:.4} have a form of the word in each of the first ten hits; others:"
    ));
    notes.extend(others_first.into_iter().map(indented).take(MAX_NOTED));
    notes
}
