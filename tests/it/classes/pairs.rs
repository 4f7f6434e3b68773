//! Number and gender: two forms of a word find the same records.

use std::collections::{BTreeSet, HashSet};

use super::Least;
use super::catalogue_scan::{CatalogueScan, n_shared};
use super::draw::drawn;
use super::report::{Report, share};

/// Pairs that are drawn, at most.
const N_DRAWN: usize = 400;

/// Two words a line that a rule joins and French parts; `#` begins a comment.
const NOT_PAIRS: &str = include_str!("../../fixtures/not-pairs.txt");

/// The endings of the masculine and of the feminine.
const GENDERS: [(&str, &str); 8] = [
    ("teur", "trice"),
    ("eur", "euse"),
    ("ien", "ienne"),
    ("if", "ive"),
    ("al", "ale"),
    ("er", "ère"),
    ("é", "ée"),
    ("", "e"),
];

/// Measures in how many pairs of singular and plural both find the same records.
pub fn number(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let pairs = pairs(&catalogue.words.common(least), plurals);
    measure(catalogue, "number", 0.99, pairs, seed)
}

/// Measures in how many pairs of masculine and feminine both find the same records.
pub fn gender(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let pairs = pairs(&catalogue.words.common(least), feminines);
    measure(catalogue, "gender", 0.95, pairs, seed)
}

/// Returns the pairs of words of which a rule makes the second from the first.
fn pairs(words: &[&str], forms: impl Fn(&str) -> Vec<String>) -> Vec<(String, String)> {
    let among: HashSet<&str> = words.iter().copied().collect();
    let not_pairs: HashSet<(&str, &str)> = not_pairs().collect();
    let mut pairs = BTreeSet::new();
    for word in words {
        for form in forms(word) {
            let is_pair = !not_pairs.contains(&(*word, form.as_str()));
            if among.contains(form.as_str()) && is_pair {
                pairs.insert(((*word).to_owned(), form));
            }
        }
    }
    pairs.into_iter().collect()
}

fn not_pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pairs = NOT_PAIRS.lines().map(|line| line.split('#').next());
    pairs.filter_map(|pair| pair?.trim().split_once(' '))
}

/// Returns the plurals that the rules of French give a word.
fn plurals(word: &str) -> Vec<String> {
    if word.ends_with(['s', 'x', 'z']) {
        return Vec::new();
    }
    let mut plurals = vec![format!("{word}s")];
    if word.ends_with("au") || word.ends_with("eu") {
        plurals.push(format!("{word}x"));
    }
    for ending in ["al", "ail"] {
        let root = word.strip_suffix(ending);
        plurals.extend(root.map(|root| format!("{root}aux")));
    }
    plurals
}

/// Returns the feminines that the rules of French give a word.
fn feminines(word: &str) -> Vec<String> {
    if word.ends_with('e') {
        return Vec::new();
    }
    let feminine = |(masculine, feminine): (&str, &str)| {
        let root = word.strip_suffix(masculine)?;
        Some(format!("{root}{feminine}"))
    };
    GENDERS.into_iter().filter_map(feminine).collect()
}

fn measure(
    catalogue: &CatalogueScan,
    class: &'static str,
    wanted: f64,
    pairs: Vec<(String, String)>,
    seed: u64,
) -> Report {
    let n_members = pairs.len();
    let drawn = drawn(pairs, N_DRAWN, seed);
    let mut failures = Vec::new();
    for (one, other) in &drawn {
        let [of_one, of_other] = [one, other].map(|word| catalogue.found(word));
        if of_one != of_other {
            let [n_one, n_other] = [&of_one, &of_other].map(Vec::len);
            let n_both = n_shared(&of_one, &of_other);
            let n_different = n_one + n_other - 2 * n_both;
            let numbers = format!("{one} {n_one}, {other} {n_other}, both {n_both}");
            failures.push((n_different, numbers));
        }
    }
    failures.sort_unstable_by(|a, b| b.cmp(a));
    Report {
        class,
        figure: share(drawn.len() - failures.len(), drawn.len()),
        wanted,
        n_members,
        n_drawn: drawn.len(),
        seed,
        notes: Vec::new(),
        failures: failures.into_iter().map(|(_, numbers)| numbers).collect(),
    }
}

#[test]
fn forms_are_made_by_the_rules_of_french() {
    assert_eq!(plurals("bateau"), ["bateaus", "bateaux"]);
    assert_eq!(plurals("local"), ["locals", "locaux"]);
    assert_eq!(plurals("travail"), ["travails", "travaux"]);
    assert!(plurals("réseaux").is_empty());
    assert_eq!(feminines("acteur"), ["actrice", "acteuse", "acteure"]);
    assert_eq!(feminines("côtier"), ["côtière", "côtiere"]);
    assert_eq!(feminines("public"), ["publice"]);
    let words = ["moi", "mois", "vélo", "vélos"];
    let pair = ("vélo".to_owned(), "vélos".to_owned());
    assert_eq!(pairs(&words, plurals), [pair]);
}

#[test]
fn pairs_that_are_left_out_are_made_by_a_rule() {
    for (one, other) in not_pairs() {
        let forms = [plurals(one), feminines(one)].concat();
        assert!(forms.iter().any(|form| form == other), "{one} {other}");
    }
}
