//! Finds the entries that match a typed text, ranks them, and mixes the kinds.
//!
//! The text is matched as typed; where that finds too little, its rewrites are matched too: words divided otherwise, then
//! one mistake allowed in each term.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::expansion::{Expansion, MatchKind};
use super::name_analyzer::{NameAnalyzer, TypedTerm, is_article};
use super::score::name_score;
use super::shortlist::Shortlist;
use super::suggestion::SuggestionKind;
use super::table::{EntryOrdinal, NAME_END, Posting, SuggestionTable, TermOrdinal};
use super::variants::variants;
use crate::snippet::Fragment;

/// Where the rarest required term has this many postings or more, only a shortlist of them is scored.
const MANY_POSTINGS: usize = 8_000;

/// The score of another division into words, added to each match of it.
const VARIANT: f32 = -10.0;

/// The score of taking a last `l` or `d` for an article: `plan l` rather means `plan local` than `plan de …`.
const WITHOUT_ARTICLE: f32 = -8.0;

/// An entry that matches the typed text, or a rewrite of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScoredEntry {
    pub entry: EntryOrdinal,
    score: f32,
    /// The index of the rewrite in [`Finder::rewrites`].
    rewrite: usize,
}

/// One search for suggestions.
pub(super) struct Finder<'a> {
    table: &'a SuggestionTable,
    analyzer: NameAnalyzer,
    is_wanted: [bool; SuggestionKind::ALL.len()],
    size: usize,
    /// The expanded terms of the text as typed, and of each of its rewrites.
    rewrites: Vec<Vec<Expansion>>,
    /// The best matches of the rewrites so far, best first, each entry once.
    matches: Vec<ScoredEntry>,
}

impl<'a> Finder<'a> {
    pub fn new(table: &'a SuggestionTable, kinds: &[SuggestionKind], size: usize) -> Self {
        Self {
            table,
            analyzer: NameAnalyzer::new(),
            is_wanted: SuggestionKind::ALL.map(|kind| kinds.is_empty() || kinds.contains(&kind)),
            size,
            rewrites: Vec::new(),
            matches: Vec::new(),
        }
    }

    /// Returns the entries that match the text best, best first.
    pub fn find(&mut self, text: &str) -> Vec<ScoredEntry> {
        let typed = self.analyzer.typed_terms(text);
        if typed.is_empty() || self.size == 0 {
            return Vec::new();
        }
        let as_typed = self.expansions(&typed);
        self.add_matches(as_typed, 0.0);
        if let Some(shorter) = without_last_article(&typed) {
            let shorter = self.expansions(shorter);
            self.add_matches(shorter, WITHOUT_ARTICLE);
        }
        if self.matches.len() < self.size {
            for variant in variants(self.table, &typed) {
                let variant = self.expansions(&variant);
                self.add_matches(variant, VARIANT);
            }
        }
        if self.matches.len() < self.size {
            let mut mistyped = self.expansions(&typed);
            for (expansion, typed) in mistyped.iter_mut().zip(&typed) {
                if expansion.is_required {
                    expansion.allow_one_mistake(self.table, typed);
                }
            }
            self.add_matches(mistyped, 0.0);
        }
        self.mixed()
    }

    fn expansions(&self, typed: &[TypedTerm]) -> Vec<Expansion> {
        typed
            .iter()
            .map(|term| Expansion::new(self.table, term))
            .collect()
    }

    /// Adds the entries that match one rewrite of the typed text.
    fn add_matches(&mut self, rewrite: Vec<Expansion>, penalty: f32) {
        let index = self.rewrites.len();
        let mut name = Vec::with_capacity(32);
        for entry in self.candidates(&rewrite) {
            let Some(score) = self.score(entry, &rewrite, &mut name) else {
                continue;
            };
            self.matches.push(ScoredEntry {
                entry,
                score: score + penalty,
                rewrite: index,
            });
        }
        self.rewrites.push(rewrite);
        self.keep_best();
    }

    /// Returns the entries of the wanted kinds that have the rarest required term: no other entry can match.
    fn candidates(&self, rewrite: &[Expansion]) -> Vec<EntryOrdinal> {
        let required = rewrite.iter().filter(|expansion| expansion.is_required);
        let counted = required.map(|expansion| (expansion.n_postings(self.table), expansion));
        let Some((n_postings, rarest)) = counted.min_by_key(|(n_postings, _)| *n_postings) else {
            return Vec::new();
        };
        let mut candidates: Vec<EntryOrdinal> = if n_postings < MANY_POSTINGS {
            let terms = rarest.terms();
            let postings = terms.flat_map(|term| self.table.postings(&(term..term + 1)));
            postings.map(Posting::entry).collect()
        } else {
            self.shortlist(rarest, rewrite.len())
                .into_entries()
                .collect()
        };
        candidates.sort_unstable();
        candidates.dedup();
        candidates.retain(|entry| {
            let kind = self.table.kind(*entry);
            kind.is_some_and(|kind| self.is_wanted[kind as usize]) && self.table.is_shown(*entry)
        });
        candidates
    }

    fn shortlist(&self, expansion: &Expansion, n_typed: usize) -> Shortlist {
        // Of several terms, an entry that has this one may lack another.
        let n_kept = if n_typed == 1 {
            4 * self.size
        } else {
            40 * self.size
        };
        let mut shortlist = Shortlist::new(n_kept);
        for term in expansion.terms() {
            let Some(matched) = expansion.match_kind(term) else {
                continue;
            };
            for posting in self.table.postings(&(term..term + 1)) {
                shortlist.add(self.table, posting, matched);
            }
        }
        shortlist
    }

    /// Returns the score of an entry: that of its best name, and the entry's weight. `None` where no name matches.
    fn score(
        &self,
        entry: EntryOrdinal,
        rewrite: &[Expansion],
        name: &mut Vec<TermOrdinal>,
    ) -> Option<f32> {
        name.clear();
        let mut best: Option<f32> = None;
        for term in self.table.names(entry) {
            if term != NAME_END {
                name.push(term);
                continue;
            }
            best = best
                .into_iter()
                .chain(name_score(name, rewrite))
                .max_by(f32::total_cmp);
            name.clear();
        }
        best.map(|score| score + self.table.weight(entry))
    }

    /// Keeps the best matches, best first, each entry once.
    fn keep_best(&mut self) {
        let n_kept = self.size.saturating_mul(20);
        if self.matches.len() > n_kept {
            self.matches.select_nth_unstable_by(n_kept, by_score);
            self.matches.truncate(n_kept);
        }
        self.matches.sort_unstable_by(by_score);
        let mut seen = HashSet::new();
        self.matches.retain(|found| seen.insert(found.entry));
    }

    /// Returns the best matches. No kind but datasets takes more than its share, unless the others leave room.
    fn mixed(&self) -> Vec<ScoredEntry> {
        let mut n_taken = [0; SuggestionKind::ALL.len()];
        let (mut taken, mut left_over) = (Vec::new(), Vec::new());
        for found in self.matches.iter().copied() {
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

    /// Returns a label in fragments; those that the typed text matched are marked.
    pub fn highlights(&mut self, label: &str, found: &ScoredEntry) -> Vec<Fragment> {
        let mut fragments = Vec::new();
        let mut end = 0;
        for word in self.analyzer.name_terms(label) {
            let Some(term) = self.table.term_ordinal(word.term.as_bytes()) else {
                continue;
            };
            let expansions = self.rewrites.get(found.rewrite).into_iter().flatten();
            // Stop words are everywhere: marked, they would only be in the way.
            let required = expansions.filter(|expansion| expansion.is_required);
            let kinds = required
                .filter_map(|expansion| Some((expansion.match_kind(term)?, expansion.typed_bytes)));
            let Some((kind, typed_bytes)) = kinds.min() else {
                continue;
            };
            let text = &label[word.start..word.end];
            let n_marked = if kind == MatchKind::Prefix {
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

fn by_score(a: &ScoredEntry, b: &ScoredEntry) -> Ordering {
    let by_score = b.score.total_cmp(&a.score);
    by_score.then(a.entry.cmp(&b.entry))
}

/// Returns the typed terms without a last article whose word is still to come: `qualité de l`. `None` where the last
/// term is no article, or no other is required.
fn without_last_article(typed: &[TypedTerm]) -> Option<&[TypedTerm]> {
    let (last, before) = typed.split_last()?;
    let any_required = before.iter().any(|term| term.is_required);
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

/// Returns the length of the part of a word that folds to the given number of bytes, itself in bytes.
fn typed_part(text: &str, folded_bytes: usize) -> usize {
    let mut n_folded = 0;
    for (offset, c) in text.char_indices() {
        let folded = crate::analyzer::fold(c.encode_utf8(&mut [0; 4]));
        // An accent of its own belongs to the letter before it; a dot of an acronym to the next.
        if n_folded >= folded_bytes && !folded.is_empty() {
            return offset;
        }
        n_folded += if folded == "." { 0 } else { folded.len() };
    }
    text.len()
}
