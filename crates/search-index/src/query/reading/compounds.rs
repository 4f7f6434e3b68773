//! Words joined or divided otherwise: `open data`, `opendata`; `covid-19`, `covid19`; `carto friches`, `Cartofriches`.

use tantivy::Term;

use super::Reader;
use crate::error::{EngineContext, Error};
use crate::query::concept::{QueryWord, Wanted};
use crate::schema::TextField;
use crate::understanding::InterpretationKind;

/// So many words at most make one.
const MAX_JOINED: usize = 3;

/// A word that more documents have is divided only where its parts are words of titles, or a number and a word.
const MAX_KNOWN: u64 = 20;

/// The parts must stand together in more than one document for so many that have the word whole.
const MANY_TIMES: u64 = 10;

/// The least letters of a word to divide, and of a part.
const LEAST_LETTERS: usize = 5;
const LEAST_LETTERS_OF_PART: usize = 2;
const LEAST_LETTERS_OF_KNOWN_PART: usize = 3;

impl Reader<'_> {
    /// Adds the words joined, and divided, where the catalogue writes them so.
    pub(super) fn add_compounds(&mut self) -> Result<(), Error> {
        let n_words = self.concepts.words.len();
        for start in 0..n_words {
            for end in start + 2..=n_words.min(start + MAX_JOINED) {
                self.add_joined(start, end)?;
            }
            self.add_divided(start)?;
        }
        Ok(())
    }

    fn add_joined(&mut self, start: usize, end: usize) -> Result<(), Error> {
        let words = &self.concepts.words[start..end];
        let follow = |pair: &[QueryWord]| pair[0].position + 1 == pair[1].position;
        if !words.windows(2).all(follow) {
            return Ok(());
        }
        let joined: String = words.iter().map(|word| &*word.exact).collect();
        let Some(joined @ Wanted::Word(_)) = self.words.wanted(&joined) else {
            return Ok(());
        };
        if self.n_documents(&joined)? > 0 {
            self.add(start..end, joined, InterpretationKind::Compound);
        }
        Ok(())
    }

    fn add_divided(&mut self, at: usize) -> Result<(), Error> {
        let word = self.concepts.words[at].clone();
        if word.exact.chars().count() < LEAST_LETTERS {
            return Ok(());
        }
        let n_typed = self.n_documents(&Wanted::Word(word.clone()))?;
        let mut best: Option<(u64, Wanted)> = None;
        for (left, right) in divisions(&word.exact) {
            let is_number_apart = ends_with_digit(left) != ends_with_digit(right);
            if n_typed > MAX_KNOWN && !is_number_apart && !self.are_both_words(left, right)? {
                continue;
            }
            let Some(parts @ Wanted::Phrase(_)) = self.words.wanted(&format!("{left} {right}"))
            else {
                continue;
            };
            let n_documents = self.n_documents(&parts)?;
            if n_documents
                > best
                    .as_ref()
                    .map_or(n_typed / MANY_TIMES, |(most, _)| *most)
            {
                best = Some((n_documents, parts));
            }
        }
        if let Some((_, parts)) = best {
            self.add(at..at + 1, parts, InterpretationKind::Compound);
        }
        Ok(())
    }

    /// Returns whether both parts stand in titles, as they do where a known word is written apart as well.
    fn are_both_words(&self, left: &str, right: &str) -> Result<bool, Error> {
        let exact = self.context.fields.text(TextField::Title).exact;
        for part in [left, right] {
            let term = Term::from_field_text(exact, part);
            let n_titles = self.context.engine.doc_freq(&term).to("look up a word")?;
            if part.len() < LEAST_LETTERS_OF_KNOWN_PART || n_titles < MAX_KNOWN {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Returns the ways to divide a word in two.
fn divisions(word: &str) -> impl Iterator<Item = (&str, &str)> {
    let n_letters = word.chars().count();
    let places = word.char_indices().map(|(at, _)| at);
    let inner = places
        .skip(LEAST_LETTERS_OF_PART)
        .take(n_letters + 1 - 2 * LEAST_LETTERS_OF_PART);
    inner.map(|at| word.split_at(at))
}

fn ends_with_digit(part: &str) -> bool {
    part.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_divided_between_any_two_letters_but_those_at_its_ends() {
        let parts: Vec<(&str, &str)> = divisions("bdforet").collect();
        assert_eq!(
            parts,
            [
                ("bd", "foret"),
                ("bdf", "oret"),
                ("bdfo", "ret"),
                ("bdfor", "et")
            ]
        );
        assert_eq!(divisions("été").count(), 0);
    }
}
