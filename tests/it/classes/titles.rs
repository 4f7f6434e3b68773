//! Titles, as they are and with what looks like an operator in them: the record, or one of the same title, comes first.

use proptest::prelude::*;
use proptest::test_runner::TestRng;

use super::Least;
use super::catalogue_scan::CatalogueScan;
use super::draw::{drawn, pick, random, shuffled};
use super::report::Report;
use super::tally::Tally;
use crate::naive::folded;

/// What somebody may put around words, mixed pairs too.
const QUOTES: [(&str, &str); 8] = [
    ("\"", "\""),
    ("«", "»"),
    ("« ", " »"),
    ("“", "”"),
    ("„", "“"),
    ("“", "\""),
    ("\"", "”"),
    ("«", "\""),
];

const BRACKETS: [(&str, &str); 3] = [("(", ")"), ("[", "]"), ("{", "}")];

/// Words that are operators in capitals, or are taken for some.
const OPERATORS: [&str; 5] = ["et", "ou", "and", "or", "not"];

/// A title has so many words before a hyphen is put into it: `eau -potable` is no title.
const LEAST_WORDS: usize = 4;

/// Measures titles in all forms.
pub fn measure(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Vec<Report> {
    let titles: Vec<&str> = catalogue
        .records
        .iter()
        .map(|record| record.title.as_str())
        .filter(|title| !folded(title).is_empty())
        .collect();
    vec![
        class(catalogue, "titles", titles.len(), seed, {
            let as_they_are = drawn(titles.clone(), least.drawn, seed).into_iter();
            as_they_are
                .map(|title| ("as it is", title, title.to_owned()))
                .collect()
        }),
        class(catalogue, "titles with hyphens", titles.len(), seed, {
            let own = |title: &str| has(title, is_excluding);
            both(&titles, least, seed, own, with_hyphen)
        }),
        class(
            catalogue,
            "titles with quotation marks",
            titles.len(),
            seed,
            {
                let own = |title: &str| title.contains(['"', '«', '“', '”', '„']);
                both(&titles, least, seed, own, |random, title| {
                    around_words(random, title, &QUOTES)
                })
            },
        ),
        class(catalogue, "titles with brackets", titles.len(), seed, {
            let own = |title: &str| title.contains(['(', '[', '{']);
            both(&titles, least, seed, own, |random, title| {
                around_words(random, title, &BRACKETS)
            })
        }),
        with_operators(catalogue, &titles, least, seed),
    ]
}

/// Draws titles that have it of their own, and others into which it is put: half of each, where there are enough.
fn both<'a>(
    titles: &[&'a str],
    least: &Least,
    seed: u64,
    has_own: impl Fn(&str) -> bool,
    put: impl Fn(&mut TestRng, &str) -> Option<String>,
) -> Vec<(&'static str, &'a str, String)> {
    let (own, others): (Vec<&str>, Vec<&str>) = titles.iter().partition(|title| has_own(title));
    let own = drawn(own, least.drawn / 2, seed);
    let n_others = least.drawn - own.len();
    let mut random = random(seed);
    let others = shuffled(others, seed).into_iter();
    let put = others.filter_map(|title| Some(("put in", title, put(&mut random, title)?)));
    let put: Vec<_> = put.take(n_others).collect();
    let own = own.into_iter();
    own.map(|title| ("its own", title, title.to_owned()))
        .chain(put)
        .collect()
}

fn class(
    catalogue: &CatalogueScan,
    class: &'static str,
    n_members: usize,
    seed: u64,
    typed: Vec<(&str, &str, String)>,
) -> Report {
    let mut tally = Tally::default();
    let n_drawn = typed.len();
    for (form, title, typed) in typed {
        let wanted = folded(title);
        let failure = catalogue.failure(&typed, |record| folded(&record.title) == wanted);
        tally.add(form, failure);
    }
    tally.report(class, n_members, n_drawn, seed)
}

/// Returns whether a word is one with a hyphen before it.
fn is_excluding(word: &str) -> bool {
    let rest = word.strip_prefix('-');
    rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

fn has(title: &str, is_so: impl Fn(&str) -> bool) -> bool {
    title.split_whitespace().any(is_so)
}

/// Puts a hyphen before one of a title's words, but the first.
fn with_hyphen(random: &mut TestRng, title: &str) -> Option<String> {
    let mut words: Vec<String> = title.split_whitespace().map(str::to_owned).collect();
    let places: Vec<usize> = (1..words.len())
        .filter(|at| {
            // After a mark, a hyphen would be another one.
            words[at - 1].ends_with(char::is_alphanumeric)
                && words[*at].starts_with(char::is_alphanumeric)
        })
        .collect();
    if words.len() < LEAST_WORDS || places.is_empty() {
        return None;
    }
    let at = *pick(random, &places);
    words[at].insert(0, '-');
    Some(words.join(" "))
}

/// Puts marks around one or two of a title's words, or around all of it.
fn around_words(random: &mut TestRng, title: &str, marks: &[(&str, &str)]) -> Option<String> {
    let (opening, closing) = pick(random, marks);
    let mut words: Vec<String> = title.split_whitespace().map(str::to_owned).collect();
    if random.random_range(0..4) == 0 {
        return Some(format!("{opening}{title}{closing}"));
    }
    let is_word = |word: &str| word.chars().count() > 2 && word.chars().all(char::is_alphabetic);
    let places: Vec<usize> = (1..words.len()).filter(|at| is_word(&words[*at])).collect();
    if places.is_empty() {
        return None;
    }
    let first = *pick(random, &places);
    let goes_on = words.get(first + 1).is_some_and(|word| is_word(word));
    let last = first + usize::from(goes_on && random.random_bool(0.5));
    words[first].insert_str(0, opening);
    words[last].push_str(closing);
    Some(words.join(" "))
}

/// Measures titles that hold a word that is an operator in capitals, with it in capitals.
fn with_operators(catalogue: &CatalogueScan, titles: &[&str], least: &Least, seed: u64) -> Report {
    let holds = |title: &str, operator: &str| has(title, |word| word.to_lowercase() == operator);
    let mut typed = Vec::new();
    let mut n_members = 0;
    for operator in OPERATORS {
        let members = titles
            .iter()
            .copied()
            .filter(|title| holds(title, operator));
        let members: Vec<&str> = members.collect();
        n_members += members.len();
        // *Et* is in nearly all of them.
        let n_drawn = if operator == "et" {
            least.drawn
        } else {
            least.drawn / 4
        };
        for title in drawn(members, n_drawn, seed) {
            let words = title
                .split_whitespace()
                .map(|word| match word.to_lowercase() {
                    lowered if lowered == operator => word.to_uppercase(),
                    _ => word.to_owned(),
                });
            let words: Vec<String> = words.collect();
            typed.push((operator, title, words.join(" ")));
        }
    }
    class(catalogue, "titles with operators", n_members, seed, typed)
}

#[test]
fn marks_and_hyphens_are_put_before_words_of_titles() {
    let mut random = random(1);
    let title = "Plan local d'urbanisme de Rennes";
    for _ in 0..50 {
        let hyphened = with_hyphen(&mut random, title).unwrap();
        assert_eq!(hyphened.replace(" -", " "), title);
        assert_ne!(hyphened, title);
        let quoted = around_words(&mut random, title, &QUOTES).unwrap();
        assert_eq!(folded(&quoted), folded(title), "{quoted}");
        assert_ne!(quoted, title);
    }
    assert!(with_hyphen(&mut random, "Eau potable").is_none());
}
