//! Names that are written joined or divided: `BDTOPO`, `BD TOPO`; `covid19`, `covid-19`; `géolocalisation`,
//! `géo-localisation`.
//!
//! Whichever was typed, both are looked for, and nothing else: a divided name is made one word before the rest of rewriting,
//! so that the same is found. What counts as a name is told by [`tie`]: any two words that somebody once joined in a tag
//! (`communes76`, `grandpublic`) are two words still. A measure (`20 cm`) is a name too: see `measures.rs`.

use std::collections::HashSet;
use std::sync::LazyLock;

use tantivy::Term;

use super::measures::{divided_measure, is_number};
use super::places::names_zone;
use super::rewriter::Rewriter;
use crate::analyzer::{fold, is_french, is_stop_word, ordinal};
use crate::document::year;
use crate::error::{EngineContext, Error};
use crate::query::data_lines::data_lines;
use crate::query::matching::n_documents_in;
use crate::query::rewritten_query::{Phrase, QueryWord, Target};
use crate::schema::TextField;

const PREFIXES: &str = include_str!("../../../data/prefixes.txt");

static PREFIX_SET: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let prefixes = data_lines(PREFIXES).flat_map(|line| line.split(','));
    prefixes.map(|prefix| fold(prefix.trim())).collect()
});

/// The fields that name a record.
const NAMING: [TextField; 2] = [TextField::Title, TextField::Tags];

/// A joined name stands in so many titles, or in the tags of so many records, and a divided one too.
pub(super) const LEAST_JOINED: u64 = 2;

/// A word of French is named joined by at most so many documents for each that has it divided: what few write apart is a
/// mistake (`atlantiq ue`).
const MOST_JOINED_OF_WORD: u64 = 16;

/// Of the documents that have the rarer part of a name of two words in their title or tags, at least one in so many has both
/// in a row.
const LEAST_IN_A_ROW: u64 = 2;

/// The letters of a joined name, and of a word behind a prefix, at least.
const LEAST_LETTERS: usize = 4;
const LEAST_LETTERS_BEHIND_PREFIX: usize = 4;

impl Rewriter<'_> {
    /// Makes neighbouring words that are a divided name one word, and finds the division of each name.
    pub(super) fn join_names(&mut self) -> Result<(), Error> {
        let mut index = 0;
        while index < self.query.words.len() {
            if let Some((joined, division)) = self.divided_name(index)? {
                self.query.join_with_next(index, joined);
                self.divisions.insert(index, division);
            } else if !self.query.is_frame[index] && !self.has_alternative(index) {
                let word = self.query.words[index].clone();
                if let Some(division) = self.division(&word)? {
                    self.divisions.insert(index, division);
                }
            }
            index += 1;
        }
        Ok(())
    }

    /// Returns the name that the word at this index and the next one are, with its division.
    fn divided_name(&mut self, index: usize) -> Result<Option<(QueryWord, Phrase)>, Error> {
        let Some([left, right]) = self.query.words.get(index..index + 2) else {
            return Ok(None);
        };
        let is_free = |index: usize| !self.has_alternative(index);
        let frames = &self.query.is_frame[index..index + 2];
        let (is_frame, in_frame) = (frames == [true, true], frames.contains(&true));
        let between = &self.query.text[left.span.end..right.span.start];
        let is_gap = between
            .chars()
            .all(|c| c.is_whitespace() || c == '-' || c == '_');
        let follow = left.position + 1 == right.position;
        if !is_gap || !follow || is_frame || !is_free(index) || !is_free(index + 1) {
            return Ok(None);
        }
        let typed = [left.base.clone(), right.base.clone()];
        let (joined, span) = (
            format!("{}{}", left.exact, right.exact),
            left.span.start..right.span.end,
        );
        let position = left.position;
        let Some(mut joined) = self.analyzer.single_word(&joined) else {
            return Ok(None);
        };
        let Some(division) = self.division(&joined)? else {
            return Ok(None);
        };
        if !division.words.iter().map(|word| &word.base).eq(&typed) {
            return Ok(None);
        }
        // `data` is a frame, but not in `data.gouv`, without which there is hardly a `gouv`.
        if in_frame && !self.is_mostly_in_a_row(&division)? {
            return Ok(None);
        }
        self.query.text[span.clone()].clone_into(&mut joined.shown);
        joined.span = span;
        joined.position = position;
        Ok(Some((joined, division)))
    }

    /// Returns how documents write a name in two words, if a word is such a name.
    pub(super) fn division(&mut self, joined: &QueryWord) -> Result<Option<Phrase>, Error> {
        let as_typed = self.division_of(&joined.exact, joined)?;
        if as_typed.is_some() || joined.base == joined.exact {
            return Ok(as_typed);
        }
        // `startups` is `start up`.
        self.division_of(&joined.base, joined)
    }

    fn division_of(&mut self, name: &str, joined: &QueryWord) -> Result<Option<Phrase>, Error> {
        if let Some(division) = divided_measure(name, self.analyzer) {
            return Ok(Some(division));
        }
        if name.chars().count() < LEAST_LETTERS || ordinal(name).is_some() {
            return Ok(None);
        }
        let boundaries = name.char_indices().map(|(offset, _)| offset).skip(2);
        let mut divisions = boundaries
            .map(|offset| name.split_at(offset))
            .filter_map(|(left, right)| Some((left, right, tie(name, left, right)?)))
            .peekable();
        if divisions.peek().is_none() {
            return Ok(None);
        }
        let n_joined = self.n_named_by(&Target::Word(joined.clone()))?;
        if n_joined < LEAST_JOINED {
            return Ok(None);
        }
        let is_french_word = is_french(name);
        let least_divided = if is_french_word {
            LEAST_JOINED.max(n_joined / MOST_JOINED_OF_WORD)
        } else {
            1
        };
        let mut best: Option<(u64, Phrase)> = None;
        for (left, right, tie) in divisions {
            if self.n_named(left)? == 0 {
                continue;
            }
            let target = self.analyzer.target(&format!("{left} {right}"));
            let Some(Target::Phrase(phrase)) = target else {
                continue;
            };
            let n_documents = self.n_named_by(&Target::Phrase(phrase.clone()))?;
            let is_mistake = n_documents < least_divided;
            if tie == Tie::InARow && (is_mistake || !self.is_mostly_in_a_row(&phrase)?) {
                continue;
            }
            let is_best = n_documents > best.as_ref().map_or(0, |(most, _)| *most);
            // A place beside something else is a place (`paris habitat`), but Mer and Outre-mer are two.
            let mut holds_place = || {
                let parts = [left, right];
                !is_french_word
                    && parts
                        .map(|part| names_zone(self.analyzer, part))
                        .contains(&true)
            };
            if is_best && !holds_place() {
                best = Some((n_documents, phrase));
            }
        }
        Ok(best.map(|(_, phrase)| phrase))
    }

    /// Returns how many documents have a target in their title or, if they are more, in their tags.
    pub(super) fn n_named_by(&self, target: &Target) -> Result<u64, Error> {
        n_documents_in(self.context, &NAMING, target).to("look up a name")
    }

    /// Returns whether of the documents that have the rarer word of a phrase in their title or tags most have all of it.
    fn is_mostly_in_a_row(&self, phrase: &Phrase) -> Result<bool, Error> {
        let n_in_a_row = self.n_named_by(&Target::Phrase(phrase.clone()))?;
        Ok(n_in_a_row * LEAST_IN_A_ROW >= self.n_rarer(phrase)?)
    }

    /// Returns how many documents have the rarer word of a phrase in their title or tags.
    fn n_rarer(&self, phrase: &Phrase) -> Result<u64, Error> {
        let mut least = u64::MAX;
        for word in &phrase.words {
            least = least.min(self.n_named_by(&Target::Word(word.clone()))?);
        }
        Ok(least)
    }

    /// Returns how many documents have a word in their title or, if they are more, in their tags.
    fn n_named(&self, word: &str) -> Result<u64, Error> {
        let mut most = 0;
        for field in NAMING {
            let term = Term::from_field_text(self.context.fields.text(field).exact, word);
            let n_documents = self.context.doc_freq(&term).to("look up a word")?;
            most = most.max(n_documents);
        }
        Ok(most)
    }
}

/// What makes two parts one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// What they are: one of them is no word of French, or the first is a prefix.
    Form,
    /// That documents which have the rarer one mostly have both in a row (`open data`).
    InARow,
}

/// Returns what may make two parts a name written apart. A year is no part of one, and a number only behind letters.
fn tie(name: &str, left: &str, right: &str) -> Option<Tie> {
    if !left.starts_with(char::is_alphabetic)
        || is_stop_word(left)
        || is_stop_word(right)
        || year(right).is_some()
        || (is_number(right) && left.ends_with(|c: char| c.is_ascii_digit()))
    {
        return None;
    }
    if PREFIX_SET.contains(left) && is_word(right) && right.len() >= LEAST_LETTERS_BEHIND_PREFIX {
        return Some(Tie::Form);
    }
    let is_letter = right.chars().nth(1).is_none() && !is_number(right);
    // What is a word of French as a whole (`wifi`, `outremer`) is divided where documents mostly do.
    if is_french(name) {
        return (!is_letter).then_some(Tie::InARow);
    }
    // Of three letters most are acronyms where a letter follows: `plu i`.
    if is_letter {
        return (left.len() <= 3 || !is_word(left)).then_some(Tie::Form);
    }
    if !is_number(right) && !right.starts_with(char::is_alphabetic) {
        return None;
    }
    let are_words = is_word(left) && (is_number(right) || is_word(right));
    Some(if are_words { Tie::InARow } else { Tie::Form })
}

/// Returns whether a part is a word of French. Of two letters most are abbreviations, in dictionaries too: `bd`.
pub(super) fn is_word(part: &str) -> bool {
    part.len() > 2 && is_french(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_a_part_that_is_no_word_or_a_prefix_or_stand_in_a_row() {
        let tie = |left: &str, right: &str| tie(&format!("{left}{right}"), left, right);
        for (left, right) in [
            ("ddtm", "06"),
            ("gtfs", "rt"),
            ("geo", "localisation"),
            ("inter", "communalite"),
            ("bio", "dechets"),
            ("plui", "h"),
            ("plu", "i"),
            ("bd", "topo"),
        ] {
            assert_eq!(tie(left, right), Some(Tie::Form), "{left} {right}");
        }
        for (left, right) in [
            ("communes", "76"),
            ("grand", "public"),
            ("agenda", "21"),
            ("week", "end"),
        ] {
            assert_eq!(tie(left, right), Some(Tie::InARow), "{left} {right}");
        }
        for (left, right) in [
            ("opendata", "2022"),
            ("1er", "tour"),
            ("ecole", "s"),
            ("les", "zblorg"),
            ("s", "age"),
            ("gtfs1", "9"),
        ] {
            assert_eq!(tie(left, right), None, "{left} {right}");
        }
    }
}
