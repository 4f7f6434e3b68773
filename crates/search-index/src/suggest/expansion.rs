//! The expansion of a typed term: the terms of the table that match it, and how.

use std::ops::Range;

use super::name_analyzer::{ARTICLES, TypedTerm};
use super::table::{SuggestionTable, TermOrdinal};
use crate::analyzer::written_out;
use crate::typo::{Intended, may_be_mistyped, one_mistake};

/// How a term of the table matches a typed one, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MatchKind {
    /// It is the typed term, in the singular or in the plural.
    Whole,
    /// It begins with the typed term.
    Prefix,
    /// It is the typed term but for one mistake.
    NearWhole,
    /// It begins with the typed term but for one mistake.
    NearPrefix,
}

impl MatchKind {
    pub const ALL: [Self; 4] = [Self::Whole, Self::Prefix, Self::NearWhole, Self::NearPrefix];
}

/// The terms of the table that match a typed term.
pub(super) struct Expansion {
    /// The term as typed, and its singular or plural.
    whole: Vec<TermOrdinal>,
    /// The terms that begin with the typed one; empty where the typed term is finished.
    prefix: Range<TermOrdinal>,
    /// The word that the typed term abbreviates, if it is one: `saint` for `st`, which may be the beginning of `station`
    /// too, so that it counts like a term that begins so.
    written_out: Option<TermOrdinal>,
    /// The terms with one mistake, sorted; empty until mistakes are allowed.
    near: Vec<(TermOrdinal, MatchKind)>,
    pub is_required: bool,
    /// The length of the typed term, in bytes.
    pub typed_bytes: usize,
}

impl Expansion {
    /// Expands a typed term without any mistake.
    pub fn new(table: &SuggestionTable, typed: &TypedTerm) -> Self {
        let text = typed.text.as_str();
        let mut whole: Vec<u32> = table.term_ordinal(text.as_bytes()).into_iter().collect();
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
                    .filter_map(|other| table.term_ordinal(other.as_bytes())),
            );
        }
        let prefix = if typed.is_prefix {
            table.prefix_range(text.as_bytes())
        } else {
            0..0
        };
        let written_out = written_out(text).and_then(|word| table.term_ordinal(word.as_bytes()));
        Self {
            whole,
            prefix,
            written_out,
            near: Vec::new(),
            is_required: typed.is_required,
            typed_bytes: text.len(),
        }
    }

    /// Adds the terms that match the typed one with one mistake: see [`typo`](crate::typo).
    pub fn allow_one_mistake(&mut self, table: &SuggestionTable, typed: &TypedTerm) {
        if !may_be_mistyped(&typed.text) {
            return;
        }
        let text = typed.text.as_bytes();
        let first_letter = typed.text.chars().next().map_or(1, char::len_utf8);
        let mut near_terms = Vec::new();
        for term in table.prefix_range(&text[..first_letter]) {
            let kind = match one_mistake(text, table.term(term)) {
                Some(Intended::Whole) => MatchKind::NearWhole,
                Some(Intended::Prefix) if typed.is_prefix => MatchKind::NearPrefix,
                _ => continue,
            };
            if self.match_kind(term).is_none() {
                near_terms.push((term, kind));
            }
        }
        near_terms.extend(self.without_article(table, typed));
        near_terms.sort_unstable();
        near_terms.dedup_by_key(|(term, _)| *term);
        self.near = near_terms;
    }

    /// Returns the terms that match where the apostrophe of an article was left out: `leau` for `l'eau`.
    fn without_article(
        &self,
        table: &SuggestionTable,
        typed: &TypedTerm,
    ) -> Vec<(TermOrdinal, MatchKind)> {
        let rest = ARTICLES
            .iter()
            .find_map(|article| typed.text.strip_prefix(article))
            .filter(|rest| rest.len() > 2 && rest.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'h']));
        let Some(rest) = rest else {
            return Vec::new();
        };
        let whole = table.term_ordinal(rest.as_bytes());
        let prefix = if typed.is_prefix {
            table.prefix_range(rest.as_bytes())
        } else {
            0..0
        };
        let longer = prefix
            .filter(|term| Some(*term) != whole)
            .map(|term| (term, MatchKind::NearPrefix));
        let matching = whole
            .map(|term| (term, MatchKind::NearWhole))
            .into_iter()
            .chain(longer);
        matching
            .filter(|(term, _)| self.match_kind(*term).is_none())
            .collect()
    }

    /// Returns how a term of the table matches the typed one; `None` where it does not.
    pub fn match_kind(&self, term: TermOrdinal) -> Option<MatchKind> {
        if self.whole.contains(&term) {
            return Some(MatchKind::Whole);
        }
        if self.prefix.contains(&term) || self.written_out == Some(term) {
            return Some(MatchKind::Prefix);
        }
        let index = self
            .near
            .binary_search_by_key(&term, |(term, _)| *term)
            .ok()?;
        Some(self.near[index].1)
    }

    /// Returns the matching terms; a term may come twice.
    pub fn terms(&self) -> impl Iterator<Item = TermOrdinal> + '_ {
        let near = self.near.iter().map(|(term, _)| *term);
        let outside = self
            .whole
            .iter()
            .copied()
            .chain(self.written_out)
            .filter(|term| !self.prefix.contains(term));
        self.prefix.clone().chain(outside).chain(near)
    }

    /// Returns the number of postings of all matching terms.
    pub fn n_postings(&self, table: &SuggestionTable) -> usize {
        let singles = self.terms().skip(self.prefix.len());
        let n_single: usize = singles
            .map(|term| table.n_postings(&(term..term + 1)))
            .sum();
        table.n_postings(&self.prefix) + n_single
    }
}
