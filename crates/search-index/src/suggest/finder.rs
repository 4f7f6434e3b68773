//! Finds what fits a typed text, ranks it, and mixes the kinds.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::fit::{Fit, Fitting, score};
use super::shortlist::Shortlist;
use super::suggestion::SuggestionKind;
use super::table::{NAME_END, Posting, Table};
use super::variants::variants;
use super::words::{NameWords, TypedWord, is_article};
use crate::snippet::Fragment;

/// From this many postings on, only a shortlist is looked at closely.
const MANY_POSTINGS: usize = 8_000;

/// What another division into words costs.
const VARIANT: f32 = -10.0;

/// What it costs to take a last `l` or `d` for an article: `plan l` rather means `plan local` than `plan de …`.
const WITHOUT_ARTICLE: f32 = -8.0;

/// Something that fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub entry: u32,
    score: f32,
    /// Which of the readings of the typed text it fits.
    reading: usize,
}

/// One search for suggestions.
pub(super) struct Finder<'a> {
    table: &'a Table,
    words: NameWords,
    is_wanted: [bool; SuggestionKind::ALL.len()],
    size: usize,
    readings: Vec<Vec<Fitting>>,
    /// An entry may be here once for each reading.
    found: Vec<Found>,
}

impl<'a> Finder<'a> {
    pub fn new(table: &'a Table, kinds: &[SuggestionKind], size: usize) -> Self {
        Self {
            table,
            words: NameWords::new(),
            is_wanted: SuggestionKind::ALL.map(|kind| kinds.is_empty() || kinds.contains(&kind)),
            size,
            readings: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Returns what fits best.
    pub fn find(&mut self, text: &str) -> Vec<Found> {
        let typed = self.words.typed(text);
        if typed.is_empty() || self.size == 0 {
            return Vec::new();
        }
        let as_typed = self.fittings(&typed);
        self.read(as_typed, 0.0);
        if let Some(shorter) = without_last_article(&typed) {
            let shorter = self.fittings(shorter);
            self.read(shorter, WITHOUT_ARTICLE);
        }
        if self.found.len() < self.size {
            for variant in variants(self.table, &typed) {
                let variant = self.fittings(&variant);
                self.read(variant, VARIANT);
            }
        }
        if self.found.len() < self.size {
            let mut forgiving = self.fittings(&typed);
            for (fitting, typed) in forgiving.iter_mut().zip(&typed) {
                if fitting.is_required {
                    fitting.forgive(self.table, typed);
                }
            }
            self.read(forgiving, 0.0);
        }
        self.mixed()
    }

    fn fittings(&self, typed: &[TypedWord]) -> Vec<Fitting> {
        typed
            .iter()
            .map(|word| Fitting::new(self.table, word))
            .collect()
    }

    /// Adds what fits one reading of the typed text.
    fn read(&mut self, fittings: Vec<Fitting>, penalty: f32) {
        let reading = self.readings.len();
        let mut name = Vec::with_capacity(32);
        for entry in self.candidates(&fittings) {
            let Some(score) = self.score(entry, &fittings, &mut name) else {
                continue;
            };
            let score = score + penalty;
            self.found.push(Found {
                entry,
                score,
                reading,
            });
        }
        self.readings.push(fittings);
        self.keep_best();
    }

    /// Returns the entries that have the rarest of the required words: all others cannot fit.
    fn candidates(&self, fittings: &[Fitting]) -> Vec<u32> {
        let required = fittings.iter().filter(|fitting| fitting.is_required);
        let counted = required.map(|fitting| (fitting.n_postings(self.table), fitting));
        let Some((n_postings, rarest)) = counted.min_by_key(|(n_postings, _)| *n_postings) else {
            return Vec::new();
        };
        let mut candidates: Vec<u32> = if n_postings < MANY_POSTINGS {
            let words = rarest.words();
            let postings = words.flat_map(|word| self.table.postings(&(word..word + 1)));
            postings.map(Posting::entry).collect()
        } else {
            self.shortlist(rarest, fittings.len())
                .into_entries()
                .collect()
        };
        candidates.sort_unstable();
        candidates.dedup();
        candidates.retain(|entry| {
            let kind = self.table.kind(*entry);
            kind.is_some_and(|kind| self.is_wanted[kind as usize])
        });
        candidates
    }

    fn shortlist(&self, fitting: &Fitting, n_words: usize) -> Shortlist {
        // With more words than one, what has this one may still lack another.
        let n_kept = if n_words == 1 {
            4 * self.size
        } else {
            40 * self.size
        };
        let mut shortlist = Shortlist::new(n_kept);
        for word in fitting.words() {
            let Some(fit) = fitting.fit(word) else {
                continue;
            };
            for posting in self.table.postings(&(word..word + 1)) {
                shortlist.add(self.table, posting, fit);
            }
        }
        shortlist
    }

    /// Returns how well an entry fits: by its best name, and its weight.
    fn score(&self, entry: u32, fittings: &[Fitting], name: &mut Vec<u32>) -> Option<f32> {
        name.clear();
        let mut best: Option<f32> = None;
        for word in self.table.names(entry) {
            if word != NAME_END {
                name.push(word);
                continue;
            }
            best = best
                .into_iter()
                .chain(score(name, fittings))
                .max_by(f32::total_cmp);
            name.clear();
        }
        best.map(|score| score + self.table.weight(entry))
    }

    /// Keeps the best of what was found, best first, each entry once.
    fn keep_best(&mut self) {
        let n_looked_at = self.size.saturating_mul(20);
        if self.found.len() > n_looked_at {
            self.found.select_nth_unstable_by(n_looked_at, by_score);
            self.found.truncate(n_looked_at);
        }
        self.found.sort_unstable_by(by_score);
        let mut seen = HashSet::new();
        self.found.retain(|found| seen.insert(found.entry));
    }

    /// Returns the best of what was found, no kind but datasets taking more than its share, unless nothing else fits.
    fn mixed(&self) -> Vec<Found> {
        let mut n_taken = [0; SuggestionKind::ALL.len()];
        let (mut taken, mut left_over) = (Vec::new(), Vec::new());
        for found in self.found.iter().copied() {
            let Some(kind) = self.table.kind(found.entry) else {
                continue;
            };
            let n_of_kind = &mut n_taken[kind as usize];
            if *n_of_kind < self.share(kind) {
                *n_of_kind += 1;
                taken.push(found);
            } else {
                left_over.push(found);
            }
        }
        taken.truncate(self.size);
        let n_missing = self.size - taken.len();
        taken.extend(left_over.into_iter().take(n_missing));
        taken.sort_unstable_by(by_score);
        taken
    }

    fn share(&self, kind: SuggestionKind) -> usize {
        match kind {
            SuggestionKind::Dataset => self.size,
            SuggestionKind::Format => self.size.div_ceil(8),
            _ => self.size.div_ceil(4),
        }
    }

    /// Returns a label with what was typed marked.
    pub fn highlights(&mut self, label: &str, found: &Found) -> Vec<Fragment> {
        let mut fragments = Vec::new();
        let mut end = 0;
        for word in self.words.of_name(label) {
            let Some(number) = self.table.find(word.term.as_bytes()) else {
                continue;
            };
            let fittings = self.readings.get(found.reading).into_iter().flatten();
            // Stop words are everywhere: marked, they would only be in the way.
            let required = fittings.filter(|fitting| fitting.is_required);
            let fits =
                required.filter_map(|fitting| Some((fitting.fit(number)?, fitting.typed_bytes)));
            let Some((fit, typed_bytes)) = fits.min() else {
                continue;
            };
            let text = &label[word.start..word.end];
            let n_marked = if fit == Fit::Prefix {
                typed_part(text, typed_bytes)
            } else {
                text.len()
            };
            push(&mut fragments, &label[end..word.start], false);
            end = word.start + n_marked;
            push(&mut fragments, &label[word.start..end], true);
        }
        push(&mut fragments, &label[end..], false);
        fragments
    }
}

fn by_score(a: &Found, b: &Found) -> Ordering {
    let by_score = b.score.total_cmp(&a.score);
    by_score.then(a.entry.cmp(&b.entry))
}

/// Returns what was typed without a last `l`, whose word is still to come: `qualité de l`.
fn without_last_article(typed: &[TypedWord]) -> Option<&[TypedWord]> {
    let (last, before) = typed.split_last()?;
    let any_required = before.iter().any(|word| word.is_required);
    (any_required && is_article(&last.text)).then_some(before)
}

fn push(fragments: &mut Vec<Fragment>, text: &str, mark: bool) {
    if !text.is_empty() {
        fragments.push(Fragment {
            text: text.to_owned(),
            mark,
        });
    }
}

/// Returns how many bytes of a word, as it is written, make up that many bytes of it folded.
fn typed_part(text: &str, folded_bytes: usize) -> usize {
    let mut n_folded = 0;
    for (at, c) in text.char_indices() {
        let folded = crate::analyzer::fold(c.encode_utf8(&mut [0; 4]));
        // An accent of its own belongs to the letter before it; a dot of an acronym to the next.
        if n_folded >= folded_bytes && !folded.is_empty() {
            return at;
        }
        n_folded += if folded == "." { 0 } else { folded.len() };
    }
    text.len()
}
