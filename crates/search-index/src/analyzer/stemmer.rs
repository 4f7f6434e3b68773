//! The stem of a base form: what words of one family have in common (`économie`, `économique`).

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use super::fold::fold;

/// One exception a line: `words = stem`; `#` begins a comment with the reason.
const STEM_OVERRIDES: &str = include_str!("../../data/stem_overrides.txt");

/// Endings that carry an accent in French, as they look without it. Snowball's rules for them ask for the accent:
/// without it, `donnees` and `qualites` would keep half their ending.
const ACCENTED_ENDINGS: [(&str, &str); 7] = [
    ("ees", "ées"),
    ("ee", "ée"),
    ("ites", "ités"),
    ("ite", "ité"),
    ("ieres", "ières"),
    ("iere", "ière"),
    ("erent", "èrent"),
];

static OVERRIDES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let rules = STEM_OVERRIDES
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default());
    let rules = rules.filter_map(|rule| rule.split_once('='));
    rules
        .flat_map(|(words, stem)| {
            words
                .split_whitespace()
                .map(move |word| (fold(word), stem.trim()))
        })
        .collect()
});

static SNOWBALL: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::French));

/// Returns the folded stem of a base form: Snowball's, with a table of exceptions before it.
///
/// Snowball's rules need accents, which are put back first, by the word's ending.
pub(crate) fn stem(base_form: &str) -> String {
    match OVERRIDES.get(base_form) {
        Some(stem) => (*stem).to_owned(),
        None => fold(&SNOWBALL.stem(&with_accents(base_form))),
    }
}

fn with_accents(word: &str) -> String {
    for (plain, accented) in ACCENTED_ENDINGS {
        if let Some(root) = word.strip_suffix(plain) {
            return format!("{root}{accented}");
        }
    }
    word.to_owned()
}
