//! Compounds, joined or divided: `open data`, `opendata`; `covid-19`, `covid19`; `carto friches`, `Cartofriches`.

use tantivy::Term;

use super::rewriter::Rewriter;
use crate::error::{EngineContext, Error};
use crate::query::rewritten_query::{QueryWord, Target};
use crate::schema::TextField;
use crate::understanding::InterpretationKind;

/// At most so many words are joined to one.
const MAX_JOINED: usize = 3;

/// A word with a higher document frequency is divided only where both parts are words of titles, or where one part is a
/// number.
const MAX_KNOWN: u64 = 20;

/// A divided form is an alternative where more than one document has it for so many that have the word whole.
const MANY_TIMES: u64 = 10;

/// The least letters of a word that is divided, of each part, and of each part where the word itself is known.
const LEAST_LETTERS: usize = 5;
const LEAST_LETTERS_OF_PART: usize = 2;
const LEAST_LETTERS_OF_KNOWN_PART: usize = 3;

impl Rewriter<'_> {
    /// Adds neighbouring words joined, and single words divided, where documents have them so.
    pub(super) fn add_compounds(&mut self) -> Result<(), Error> {
        let n_words = self.query.words.len();
        for start in 0..n_words {
            for end in start + 2..=n_words.min(start + MAX_JOINED) {
                self.add_joined(start, end)?;
            }
            match self.divisions.get(&start).cloned() {
                Some(division) => {
                    let division = Target::Phrase(division);
                    self.add(start..start + 1, division, InterpretationKind::Compound);
                }
                None => self.add_divided(start)?,
            }
        }
        Ok(())
    }

    fn add_joined(&mut self, start: usize, end: usize) -> Result<(), Error> {
        let words = &self.query.words[start..end];
        let follow = |pair: &[QueryWord]| pair[0].position + 1 == pair[1].position;
        if !words.windows(2).all(follow) {
            return Ok(());
        }
        let joined: String = words.iter().map(|word| &*word.exact).collect();
        let Some(joined @ Target::Word(_)) = self.analyzer.target(&joined) else {
            return Ok(());
        };
        if self.n_documents(&joined)? > 0 {
            self.add(start..end, joined, InterpretationKind::Compound);
        }
        Ok(())
    }

    fn add_divided(&mut self, index: usize) -> Result<(), Error> {
        let word = self.query.words[index].clone();
        if word.exact.chars().count() < LEAST_LETTERS {
            return Ok(());
        }
        let n_typed = self.n_documents(&Target::Word(word.clone()))?;
        let mut best: Option<(u64, Target)> = None;
        for (left, right) in divisions(&word.exact) {
            let is_number_apart = ends_with_digit(left) != ends_with_digit(right);
            if n_typed > MAX_KNOWN && !is_number_apart && !self.are_both_words(left, right)? {
                continue;
            }
            let Some(parts @ Target::Phrase(_)) = self.analyzer.target(&format!("{left} {right}"))
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
            self.add(index..index + 1, parts, InterpretationKind::Compound);
        }
        Ok(())
    }

    /// Returns whether both parts are words of many titles: then a known word may be written apart as well.
    fn are_both_words(&self, left: &str, right: &str) -> Result<bool, Error> {
        let exact = self.context.fields.text(TextField::Title).exact;
        for part in [left, right] {
            let term = Term::from_field_text(exact, part);
            let n_titles = self.context.doc_freq(&term).to("look up a word")?;
            if part.len() < LEAST_LETTERS_OF_KNOWN_PART || n_titles < MAX_KNOWN {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Returns all ways to divide a word in two parts that are long enough.
fn divisions(word: &str) -> impl Iterator<Item = (&str, &str)> {
    let n_letters = word.chars().count();
    let boundaries = word.char_indices().map(|(offset, _)| offset);
    let inner = boundaries
        .skip(LEAST_LETTERS_OF_PART)
        .take(n_letters + 1 - 2 * LEAST_LETTERS_OF_PART);
    inner.map(|offset| word.split_at(offset))
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
