//! Acronyms that no data file has: short words, unknown to the catalogue, that the initials of a title spell.

use super::rewriter::Rewriter;
use crate::error::Error;
use crate::query::title_initials::TitleInitials;
use crate::understanding::InterpretationKind;

/// At most so many words of a query are looked for.
const MAX_WORDS: usize = 3;

/// At most so many expansions of an acronym become alternatives, those of the records with the highest prior first.
const MAX_EXPANSIONS: usize = 3;

impl Rewriter<'_> {
    /// Adds the words of titles whose initials spell a word that no live record has.
    pub(super) fn add_initials(&mut self) -> Result<(), Error> {
        let mut n_tried = 0;
        for index in 0..self.query.words.len() {
            let word = self.query.words[index].clone();
            let is_acronym = TitleInitials::N_LETTERS.contains(&word.exact.len())
                && word.exact.bytes().all(|byte| byte.is_ascii_lowercase());
            if !is_acronym || self.has_alternative(index) || self.n_live_documents(&word, 0)? > 0 {
                continue;
            }
            n_tried += 1;
            if n_tried > MAX_WORDS {
                break;
            }
            for phrase in self.phrases_with_initials(&word.exact)? {
                if let Some(target) = self.analyzer.target(&phrase) {
                    self.add(index..index + 1, target, InterpretationKind::Expansion);
                }
            }
        }
        Ok(())
    }

    /// Returns the words of live titles that have these initials, those of the records with the highest prior first.
    fn phrases_with_initials(&self, letters: &str) -> Result<Vec<String>, Error> {
        let context = self.context;
        let prior = |segment, document| context.ranking.priors.get(segment, document);
        let initials = &context.vocabulary()?.initials;
        initials.phrases(context.engine, letters, MAX_EXPANSIONS, prior)
    }
}
