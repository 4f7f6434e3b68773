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

/// The phrases that spell one acronym, with the highest prior of the records that have each in their title.
type Phrases = HashMap<String, f32>;

impl Rewriter<'_> {
    /// Adds the words of titles whose initials spell a word that no live record has.
    pub(super) fn add_initials(&mut self) -> Result<(), Error> {
        let mut acronyms: Vec<(usize, String)> = Vec::new();
        for index in 0..self.query.words.len() {
            let word = &self.query.words[index];
            let is_acronym = N_LETTERS.contains(&word.exact.len())
                && word.exact.bytes().all(|byte| byte.is_ascii_lowercase());
            if !is_acronym || self.has_alternative(index) || self.n_live_documents(word, 0)? > 0 {
                continue;
            }
            acronyms.push((index, word.exact.clone()));
            if acronyms.len() == MAX_WORDS {
                break;
            }
        }
        if acronyms.is_empty() {
            return Ok(());
        }
        let letters: Vec<&[u8]> = acronyms.iter().map(|(_, it)| it.as_bytes()).collect();
        let phrases = self.phrases_with_initials(&letters)?;
        for ((index, _), phrases) in acronyms.into_iter().zip(phrases) {
            for phrase in best(phrases) {
                if let Some(target) = self.analyzer.target(&phrase) {
                    self.add(index..index + 1, target, InterpretationKind::Expansion);
                }
            }
        }
        Ok(())
    }

    /// Returns the words of live titles that have the initials of each acronym. All titles are read once.
    fn phrases_with_initials(&self, acronyms: &[&[u8]]) -> Result<Vec<Phrases>, Error> {
        let mut all = vec![Phrases::new(); acronyms.len()];
        for (ordinal, segment) in self.context.engine.segment_readers().iter().enumerate() {
            let column = segment
                .fast_fields()
                .str("title_order")
                .to("read the titles")?;
            let Some(column) = column else { continue };
            let mut found: HashMap<u64, Vec<(usize, String)>> = HashMap::new();
            let mut titles = column.dictionary().stream().to("read the titles")?;
            while titles.advance() {
                let title = std::str::from_utf8(titles.key()).unwrap_or_default();
                for (index, letters) in acronyms.iter().enumerate() {
                    if let Some(phrase) = phrase_with_initials(title, letters) {
                        let of_title = found.entry(titles.term_ord()).or_default();
                        of_title.push((index, phrase));
                    }
                }
            }
            if found.is_empty() {
                continue;
            }
            let priors = &self.context.ranking.priors;
            for document in 0..segment.max_doc() {
                let title = column.ords().first(document);
                let Some(phrases) = title.and_then(|title| found.get(&title)) else {
                    continue;
                };
                if self.context.is_live(ordinal, document) {
                    for (index, phrase) in phrases {
                        let most = all[*index].entry(phrase.clone()).or_default();
                        *most = most.max(priors.get(ordinal, document));
                    }
                }
            }
        }
        Ok(all)
    }
}

/// Returns the phrases of the records with the highest prior, those first.
fn best(phrases: Phrases) -> Vec<String> {
    let mut phrases: Vec<(String, f32)> = phrases.into_iter().collect();
    phrases.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    phrases.truncate(MAX_EXPANSIONS);
    phrases.into_iter().map(|(phrase, _)| phrase).collect()
}

/// Returns the words of a folded title whose initials these are, from the first or the second word on. Stop words and
/// single letters have no initial.
fn phrase_with_initials(title: &str, letters: &[u8]) -> Option<String> {
    if !has_in_order(title, letters) {
        return None;
    }
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

/// Returns whether words of a title begin with these letters, in their order, others between them: nearly no title's do, and
/// which words count is looked up for these alone.
fn has_in_order(title: &str, letters: &[u8]) -> bool {
    let mut before = b' ';
    let mut letters = letters.iter();
    let mut wanted = letters.next();
    for byte in title.bytes() {
        let Some(letter) = wanted else {
            return true;
        };
        if before == b' ' && byte == *letter {
            wanted = letters.next();
        }
        before = byte;
    }
    wanted.is_none()
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
