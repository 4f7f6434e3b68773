//! How the words of a name fit those that were typed.

use std::ops::Range;

use super::table::Table;
use super::words::{ARTICLES, TypedWord};
use crate::typo::{Intended, may_be_mistyped, one_mistake};

/// How a word fits a typed one, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is the word, in the singular or in the plural.
    Whole,
    /// It begins so.
    Prefix,
    /// It is the word but for one mistake.
    NearWhole,
    /// It begins so but for one mistake.
    NearPrefix,
}

impl Fit {
    pub const ALL: [Self; 4] = [Self::Whole, Self::Prefix, Self::NearWhole, Self::NearPrefix];
}

/// The words of the table that fit a typed one.
pub(super) struct Fitting {
    /// The word as typed, and its singular or plural.
    whole: Vec<u32>,
    /// The words that begin so; empty where the typed word is finished.
    prefix: Range<u32>,
    /// Those with one mistake, sorted.
    near: Vec<(u32, Fit)>,
    pub is_required: bool,
    /// The length of the typed word, in bytes.
    pub typed_bytes: usize,
}

impl Fitting {
    pub fn new(table: &Table, typed: &TypedWord) -> Self {
        let text = typed.text.as_str();
        let mut whole: Vec<u32> = table.find(text.as_bytes()).into_iter().collect();
        // The one letter of a French plural is no mistake.
        if text.len() > 2 {
            let singular = text.strip_suffix(['s', 'x']).map(str::to_owned);
            let others = [
                singular.filter(|singular| singular.len() > 2),
                Some(format!("{text}s")),
                Some(format!("{text}x")),
            ];
            whole.extend(
                others
                    .iter()
                    .flatten()
                    .filter_map(|other| table.find(other.as_bytes())),
            );
        }
        let prefix = if typed.is_prefix {
            table.prefix_range(text.as_bytes())
        } else {
            0..0
        };
        Self {
            whole,
            prefix,
            near: Vec::new(),
            is_required: typed.is_required,
            typed_bytes: text.len(),
        }
    }

    /// Lets the words in that differ by one mistake.
    pub fn forgive(&mut self, table: &Table, typed: &TypedWord) {
        if !may_be_mistyped(&typed.text) {
            return;
        }
        let text = typed.text.as_bytes();
        let first_letter = typed.text.chars().next().map_or(1, char::len_utf8);
        let mut near_words = Vec::new();
        for word in table.prefix_range(&text[..first_letter]) {
            let fit = match one_mistake(text, table.word(word)) {
                Some(Intended::Whole) => Fit::NearWhole,
                Some(Intended::Prefix) if typed.is_prefix => Fit::NearPrefix,
                _ => continue,
            };
            if self.fit(word).is_none() {
                near_words.push((word, fit));
            }
        }
        near_words.extend(self.without_article(table, typed));
        near_words.sort_unstable();
        near_words.dedup_by_key(|(word, _)| *word);
        self.near = near_words;
    }

    /// Returns the words that fit where an apostrophe was left out: `leau` for `l'eau`.
    fn without_article(&self, table: &Table, typed: &TypedWord) -> Vec<(u32, Fit)> {
        let rest = ARTICLES
            .iter()
            .find_map(|article| typed.text.strip_prefix(article))
            .filter(|rest| rest.len() > 2 && rest.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'h']));
        let Some(rest) = rest else {
            return Vec::new();
        };
        let whole = table.find(rest.as_bytes());
        let prefix = if typed.is_prefix {
            table.prefix_range(rest.as_bytes())
        } else {
            0..0
        };
        let longer = prefix
            .filter(|word| Some(*word) != whole)
            .map(|word| (word, Fit::NearPrefix));
        let fitting = whole
            .map(|word| (word, Fit::NearWhole))
            .into_iter()
            .chain(longer);
        fitting
            .filter(|(word, _)| self.fit(*word).is_none())
            .collect()
    }

    /// Returns how a word fits, if it does.
    pub fn fit(&self, word: u32) -> Option<Fit> {
        if self.whole.contains(&word) {
            return Some(Fit::Whole);
        }
        if self.prefix.contains(&word) {
            return Some(Fit::Prefix);
        }
        let place = self
            .near
            .binary_search_by_key(&word, |(word, _)| *word)
            .ok()?;
        Some(self.near[place].1)
    }

    /// Returns the words that fit, some of them perhaps twice.
    pub fn words(&self) -> impl Iterator<Item = u32> + '_ {
        let near = self.near.iter().map(|(word, _)| *word);
        let outside = self
            .whole
            .iter()
            .copied()
            .filter(|word| !self.prefix.contains(word));
        self.prefix.clone().chain(outside).chain(near)
    }

    /// Returns how many postings the fitting words have together.
    pub fn n_postings(&self, table: &Table) -> usize {
        let singles = self.words().skip(self.prefix.len());
        let n_single: usize = singles
            .map(|word| table.n_postings(&(word..word + 1)))
            .sum();
        table.n_postings(&self.prefix) + n_single
    }
}

/// What a name's fit counts, added to the weight of what has the name.
const IS_ALL: f32 = 28.0;
const BEGINS: f32 = 16.0;
const IN_A_ROW: f32 = 6.0;
const SAME_FIRST_WORD: f32 = 4.0;
/// What a finished last word counts more than one that goes on: `eau` before `eaubonne`.
const LAST_WORD_WHOLE: f32 = 3.0;
/// What a mistake costs.
const NEAR_WHOLE: f32 = -20.0;
const NEAR_PREFIX: f32 = -24.0;

/// Returns what a name counts for what was typed; nothing where it lacks a required word.
pub(super) fn score(name: &[u32], fittings: &[Fitting]) -> Option<f32> {
    if let Some((start, mistakes, last)) = in_a_row(name, fittings) {
        let is_all = start == 0 && name.len() == fittings.len();
        let place = match (start, last) {
            (0, Fit::Whole | Fit::NearWhole) if is_all => IS_ALL,
            (0, _) => BEGINS,
            _ => IN_A_ROW,
        };
        return Some(place + mistakes + of_last(last));
    }
    if fittings.len() == 1 {
        return None;
    }
    let mut score = 0.0;
    for fitting in fittings.iter().filter(|fitting| fitting.is_required) {
        let best = name.iter().filter_map(|word| fitting.fit(*word)).min()?;
        score += of_mistake(best);
    }
    if let (Some(first), Some(fitting)) = (name.first(), fittings.first())
        && fitting.fit(*first).is_some()
    {
        score += SAME_FIRST_WORD;
    }
    Some(score)
}

/// Returns where all typed words, stop words too, stand one after the other, what their mistakes cost, and how the last
/// one fits.
fn in_a_row(name: &[u32], fittings: &[Fitting]) -> Option<(usize, f32, Fit)> {
    let mut best: Option<(usize, f32, Fit)> = None;
    for (start, window) in name.windows(fittings.len().max(1)).enumerate() {
        let mut mistakes = 0.0;
        let mut last = None;
        for (word, fitting) in window.iter().zip(fittings) {
            last = fitting.fit(*word);
            let Some(fit) = last else { break };
            mistakes += of_mistake(fit);
        }
        // The first place is the best unless it has mistakes.
        if let Some(last) = last
            && best.is_none_or(|(_, least, _)| mistakes > least)
        {
            best = Some((start, mistakes, last));
        }
    }
    best
}

fn of_last(fit: Fit) -> f32 {
    match fit {
        Fit::Whole | Fit::NearWhole => LAST_WORD_WHOLE,
        Fit::Prefix | Fit::NearPrefix => 0.0,
    }
}

fn of_mistake(fit: Fit) -> f32 {
    match fit {
        Fit::Whole | Fit::Prefix => 0.0,
        Fit::NearWhole => NEAR_WHOLE,
        Fit::NearPrefix => NEAR_PREFIX,
    }
}
