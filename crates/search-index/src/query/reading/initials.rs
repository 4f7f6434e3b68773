//! Acronyms that nobody wrote down: an unknown short word that the initials of a title spell.

use std::collections::HashMap;

use super::Reader;
use crate::analyzer::is_stop_word;
use crate::error::{EngineContext, Error};
use crate::understanding::InterpretationKind;

/// How many letters such a word has.
const N_LETTERS: std::ops::RangeInclusive<usize> = 3..=6;

/// A title's initials are read from its first words on; before them may be what kind of thing it is: `liste des`.
const MAX_SKIPPED: usize = 1;

/// So many words of a query are read so at most: each asks all titles.
const MAX_WORDS: usize = 3;

/// So many readings are looked for at most, the most used records' first.
const MAX_READINGS: usize = 3;

impl Reader<'_> {
    /// Adds what the initials of titles spell, for words that no live record has.
    pub(super) fn add_initials(&mut self) -> Result<(), Error> {
        let mut n_tried = 0;
        for at in 0..self.concepts.words.len() {
            let word = self.concepts.words[at].clone();
            let is_acronym = N_LETTERS.contains(&word.exact.len())
                && word.exact.bytes().all(|byte| byte.is_ascii_lowercase());
            if !is_acronym || self.is_read_otherwise(at) || self.n_live_documents(&word, 0)? > 0 {
                continue;
            }
            n_tried += 1;
            if n_tried > MAX_WORDS {
                break;
            }
            for phrase in self.phrases_with_initials(word.exact.as_bytes())? {
                if let Some(wanted) = self.words.wanted(&phrase) {
                    self.add(at..at + 1, wanted, InterpretationKind::Expansion);
                }
            }
        }
        Ok(())
    }

    /// Returns the words of live titles that have these initials, those of the most used records first.
    fn phrases_with_initials(&self, letters: &[u8]) -> Result<Vec<String>, Error> {
        let mut best: HashMap<String, f32> = HashMap::new();
        for (number, segment) in self.context.engine.segment_readers().iter().enumerate() {
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
                if self.context.is_live(number, document) {
                    let most = best.entry(phrase.clone()).or_default();
                    *most = most.max(priors.get(number, document));
                }
            }
        }
        let mut phrases: Vec<(String, f32)> = best.into_iter().collect();
        phrases.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        phrases.truncate(MAX_READINGS);
        Ok(phrases.into_iter().map(|(phrase, _)| phrase).collect())
    }
}

/// Returns the first words of a folded title whose initials these are: small words give none, and one word may stand
/// before them.
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
