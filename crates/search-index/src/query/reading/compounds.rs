//! Words joined or divided otherwise: `open data`, `opendata`; `covid-19`, `covid19`; `carto friches`, `Cartofriches`.

use super::Reader;
use crate::error::Error;
use crate::query::concept::{QueryWord, Source, Wanted};

/// So many words at most make one.
const MAX_JOINED: usize = 3;

/// A word that more documents have is not divided.
const MAX_KNOWN: u64 = 20;

/// The least letters of a word to divide, and of a part.
const LEAST_LETTERS: usize = 5;
const LEAST_LETTERS_OF_PART: usize = 2;

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
            self.add(start..end, joined, Source::Compound);
        }
        Ok(())
    }

    fn add_divided(&mut self, at: usize) -> Result<(), Error> {
        let word = self.concepts.words[at].clone();
        let n_letters = word.exact.chars().count();
        if n_letters < LEAST_LETTERS || self.n_documents(&Wanted::Word(word.clone()))? > MAX_KNOWN {
            return Ok(());
        }
        let mut best: Option<(u64, Wanted)> = None;
        let ends = word.exact.char_indices().map(|(at, _)| at);
        for end in ends
            .skip(LEAST_LETTERS_OF_PART)
            .take(n_letters + 1 - 2 * LEAST_LETTERS_OF_PART)
        {
            let (left, right) = word.exact.split_at(end);
            let Some(parts @ Wanted::Phrase(_)) = self.words.wanted(&format!("{left} {right}"))
            else {
                continue;
            };
            let n_documents = self.n_documents(&parts)?;
            if n_documents > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((n_documents, parts));
            }
        }
        if let Some((_, parts)) = best {
            self.add(at..at + 1, parts, Source::Compound);
        }
        Ok(())
    }
}
