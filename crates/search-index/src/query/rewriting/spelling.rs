//! Mistyped words: alternatives from the catalogue's own vocabulary.

use super::rewriter::Rewriter;
use crate::analyzer::is_french;
use crate::error::Error;
use crate::query::rewritten_query::{QueryWord, Target};
use crate::typo::{SOUNDS_ALIKE, may_be_mistyped};
use crate::understanding::InterpretationKind;

/// At most so many words of a query are corrected: each is compared with thousands.
const MAX_CORRECTED: usize = 8;

/// A word that more live documents have is no mistake.
const RARE: u64 = 5;

impl Rewriter<'_> {
    /// Adds a correction of each word that no live document has, or hardly any beside the far more frequent word that
    /// was probably meant.
    pub(super) fn add_corrections(&mut self) -> Result<(), Error> {
        let mut n_tried = 0;
        for index in 0..self.query.words.len() {
            let word = self.query.words[index].clone();
            if !may_be_mistyped(&word.exact)
                || self.query.is_frame[index]
                || self.has_alternative(index)
            {
                continue;
            }
            let n_typed = self.n_live_documents(&word, RARE)?;
            if n_typed > RARE {
                continue;
            }
            n_tried += 1;
            if n_tried > MAX_CORRECTED {
                break;
            }
            if let Some(meant) = self.correction(&word, n_typed)? {
                self.add(
                    index..index + 1,
                    Target::Word(meant),
                    InterpretationKind::Correction,
                );
            }
        }
        Ok(())
    }

    /// Returns the correction of a word that `n_typed` live documents have, if it is probable enough.
    fn correction(&mut self, typed: &QueryWord, n_typed: u64) -> Result<Option<QueryWord>, Error> {
        let vocabulary = self.context.vocabulary()?;
        let Some((meant, doc_freq, distance)) = vocabulary.nearest(&typed.exact) else {
            return Ok(None);
        };
        // A word of French is what it says, but for its homophones: `musés`, the museums.
        if is_french(&typed.exact) && distance > SOUNDS_ALIKE {
            return Ok(None);
        }
        // A word that documents have is only a mistake where the other is so many times as frequent.
        let times_rarer = if distance <= SOUNDS_ALIKE { 30 } else { 100 };
        let is_far_rarer = u64::from(doc_freq) > times_rarer * n_typed && distance <= 1.0;
        if n_typed > 0 && !is_far_rarer {
            return Ok(None);
        }
        let meant = self.analyzer.single_word(meant);
        Ok(meant.filter(|meant| meant.base != typed.base))
    }
}
