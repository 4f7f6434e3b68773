//! Acronyms that no data file has: short words, unknown to the catalogue, that the initials of a title spell.

use std::collections::HashMap;

use super::rewriter::Rewriter;
use crate::analyzer::is_stop_word;
use crate::error::{EngineContext, Error};
use crate::understanding::InterpretationKind;

/// The number of letters of such an acronym.
const N_LETTERS: std::ops::RangeInclusive<usize> = 3..=6;

/// The acronym begins at a title's first word, or behind so many words that say what kind of thing it is: `liste des`.
const MAX_SKIPPED: usize = 1;

/// At most so many words of a query are looked for: each is compared with all titles.
const MAX_WORDS: usize = 3;

/// At most so many expansions of an acronym become alternatives, those of the records with the highest prior first.
const MAX_EXPANSIONS: usize = 3;

impl Rewriter<'_> {
    /// Adds the words of titles whose initials spell a word that no live record has.
    pub(super) fn add_initials(&mut self) -> Result<(), Error> {
        let mut n_tried = 0;
        for index in 0..self.query.words.len() {
            let word = self.query.words[index].clone();
            let is_acronym = N_LETTERS.contains(&word.exact.len())
                && word.exact.bytes().all(|byte| byte.is_ascii_lowercase());
            if !is_acronym || self.has_alternative(index) || self.n_live_documents(&word, 0)? > 0 {
                continue;
            }
            n_tried += 1;
            if n_tried > MAX_WORDS {
                break;
            }
            for phrase in self.phrases_with_initials(word.exact.as_bytes())? {
                if let Some(target) = self.analyzer.target(&phrase) {
                    self.add(index..index + 1, target, InterpretationKind::Expansion);
                }
            }
        }
        Ok(())
    }

    /// Returns the words of live titles that have these initials, those of the records with the highest prior first.
    fn phrases_with_initials(&self, letters: &[u8]) -> Result<Vec<String>, Error> {
        let mut best: HashMap<String, f32> = HashMap::new();
        for (ordinal, segment) in self.context.engine.segment_readers().iter().enumerate() {
            let column = segment
                .fast_fields()
                .str("title_order")
                .to("read the titles")?;
            let Some(column) = column else { continue };
            let mut phrases: HashMap<u64, String> = HashMap::new();
            let mut titles = column.dictionary().stream().to("read the titles")?;
            while titles.advance() {
                let title = std::str::from_utf8(titles.key()).unwrap_or_default();
                if let Some(phrase) = phrase_with_initials(title, letters) {
                    phrases.insert(titles.term_ord(), phrase);
                }
            }
            if phrases.is_empty() {
                continue;
            }
            let priors = &self.context.ranking.priors;
            for document in 0..segment.max_doc() {
                let title = column.ords().first(document);
                let Some(phrase) = title.and_then(|title| phrases.get(&title)) else {
                    continue;
                };
                if self.context.is_live(ordinal, document) {
                    let most = best.entry(phrase.clone()).or_default();
                    *most = most.max(priors.get(ordinal, document));
                }
            }
        }
        let mut phrases: Vec<(String, f32)> = best.into_iter().collect();
        phrases.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        phrases.truncate(MAX_EXPANSIONS);
        Ok(phrases.into_iter().map(|(phrase, _)| phrase).collect())
    }
}

/// Returns the words of a folded title whose initials these are, from the first or the second word on. Stop words and
/// single letters have no initial.
fn phrase_with_initials(title: &str, letters: &[u8]) -> Option<String> {
    let words = || title.split(' ').filter(|word| is_significant(word));
    for n_skipped in 0..=MAX_SKIPPED {
        let mut initials = words().skip(n_skipped).map(|word| word.as_bytes()[0]);
        if letters
            .iter()
            .all(|letter| initials.next() == Some(*letter))
        {
            let phrase: Vec<&str> = words().skip(n_skipped).take(letters.len()).collect();
            return Some(phrase.join(" "));
        }
    }
    None
}

fn is_significant(word: &str) -> bool {
    word.len() > 1 && !is_stop_word(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_words_that_count() {
        for (title, letters, expected) in [
            (
                "fichier des personnes decedees",
                "fpd",
                Some("fichier personnes decedees"),
            ),
            // One word may stand before.
            (
                "liste des administrateurs ministeriels des donnees",
                "amd",
                Some("administrateurs ministeriels donnees"),
            ),
            (
                "liste nationale des administrateurs ministeriels des donnees",
                "amd",
                None,
            ),
            // More words may follow, but not too few stand there.
            (
                "registre parcellaire graphique 2012",
                "rpg",
                Some("registre parcellaire graphique"),
            ),
            ("registre parcellaire", "rpg", None),
            ("", "rpg", None),
        ] {
            let found = phrase_with_initials(title, letters.as_bytes());
            assert_eq!(found.as_deref(), expected, "{title}");
        }
    }
}
