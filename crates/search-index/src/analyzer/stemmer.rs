//! The last step of the stemmed form: the stem of a folded French word, made from its base form.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use rust_stemmers::{Algorithm, Stemmer};

use super::base_form::to_base_form;
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

/// The number of stems that one stemmer keeps in memory. A catalogue has more words, but most texts use few of them.
const CACHED_STEMS: usize = 65_536;

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

/// Snowball's French stemmer of base forms, with a table of exceptions before it and a cache of stems.
///
/// It takes a folded word and returns a folded stem. All forms of a word have the stem of its base form: Snowball alone
/// leaves the plural of `vélos` and takes the ending of `débit` for a verb's. Snowball's rules need accents, which are put
/// back first, by the word's ending. So the stem depends on the folded word alone: `données` and `donnees` always have the
/// same.
#[derive(Clone)]
pub(super) struct FrenchStemmer {
    snowball: Arc<Stemmer>,
    cache: HashMap<Box<str>, Box<str>>,
}

impl FrenchStemmer {
    pub fn new() -> Self {
        Self {
            snowball: Arc::new(Stemmer::create(Algorithm::French)),
            cache: HashMap::new(),
        }
    }

    /// Replaces a folded word by its folded stem. Words of one or two letters, and those with anything but the letters
    /// `a` to `z`, such as digits, stay as they are.
    pub fn stem(&mut self, word: &mut String) {
        if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return;
        }
        if let Some(stem) = self.cache.get(word.as_str()) {
            word.clear();
            word.push_str(stem);
            return;
        }
        let stem = self.compute(word);
        if self.cache.len() >= CACHED_STEMS {
            self.cache.clear();
        }
        self.cache
            .insert(word.as_str().into(), stem.as_str().into());
        *word = stem;
    }

    fn compute(&self, word: &str) -> String {
        if let Some(stem) = OVERRIDES.get(word) {
            return (*stem).to_owned();
        }
        let mut base = word.to_owned();
        to_base_form(&mut base);
        match OVERRIDES.get(base.as_str()) {
            Some(stem) => (*stem).to_owned(),
            None => fold(&self.snowball.stem(&with_accents(&base))),
        }
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
