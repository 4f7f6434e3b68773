//! Elided articles without their apostrophe: `cours deau`, `qualite de lair`.

use super::rewriter::Rewriter;
use crate::analyzer::{is_french, with_article_apart};
use crate::error::Error;
use crate::query::rewritten_query::{QueryWord, Target};
use crate::understanding::InterpretationKind;

/// The word without its article is an alternative where so many times as many documents have it: `Lorient` is a town, and no
/// `l'orient`.
const MANY_TIMES: u64 = 3;

/// A word of fewer letters stands behind too many other words by chance.
const LEAST_LETTERS: usize = 3;

/// The same of a name, which is one only where no document has what was typed: `dantibes`.
const LEAST_LETTERS_OF_NAME: usize = 4;

impl Rewriter<'_> {
    /// Adds the word without its article, where a word is none of French as it was typed. Documents may have it as typed, too:
    /// producers lose apostrophes as people do.
    pub(super) fn add_elisions(&mut self) -> Result<(), Error> {
        for index in 0..self.query.words.len() {
            let word = self.query.words[index].clone();
            let Some((article, rest)) = with_article_apart(&word.exact) else {
                continue;
            };
            let is_name = !is_french(rest);
            let least = if is_name {
                LEAST_LETTERS_OF_NAME
            } else {
                LEAST_LETTERS
            };
            if self.query.is_frame[index] || rest.chars().count() < least || is_french(&word.exact)
            {
                continue;
            }
            let shown = with_apostrophe(&word.shown, article.chars().count());
            let Some(meant) = self.analyzer.single_word(&shown) else {
                continue;
            };
            let meant = QueryWord { shown, ..meant };
            let n_typed = self.n_documents(&Target::Word(word))?;
            let meant = Target::Word(meant);
            if is_name && n_typed > 0 {
                continue;
            }
            if self.n_documents(&meant)? > n_typed * MANY_TIMES {
                self.add(index..index + 1, meant, InterpretationKind::Correction);
            }
        }
        Ok(())
    }
}

/// Returns a word with an apostrophe behind its first letters.
fn with_apostrophe(word: &str, n_letters: usize) -> String {
    let mut letters = word.chars();
    let article: String = letters.by_ref().take(n_letters).collect();
    format!("{article}'{}", letters.as_str())
}
