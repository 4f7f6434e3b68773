//! Spelling mended with the catalogue's own words.

use std::collections::HashMap;

use super::{Reader, phonetic};
use crate::error::{EngineContext, Error};
use crate::query::concept::{QueryWord, Wanted};
use crate::schema::{Fields, TextField};
use crate::suggest::may_be_mistyped;
use crate::understanding::InterpretationKind;

/// The fields whose words are right more often than not.
const SOURCES: [TextField; 4] = [
    TextField::Title,
    TextField::Tags,
    TextField::Organization,
    TextField::Acronym,
];

/// A word that fewer documents have is no correction.
const LEAST_DOCUMENTS: u32 = 2;

/// So many words of a query are mended at most: each is compared with thousands.
const MAX_MENDED: usize = 8;

/// What it costs, in natural logarithms of numbers of documents, if all letters of a word are wrong.
const COST: f32 = 18.0;

/// A word that more records have is no mistake.
const RARE: u64 = 5;

/// The distance of words that sound alike.
const SOUNDS_ALIKE: f32 = 0.5;

/// The words of a generation, by their first sound.
pub(crate) struct Vocabulary {
    by_first: HashMap<char, Vec<KnownWord>>,
}

struct KnownWord {
    word: Box<str>,
    sounds: Box<str>,
    n_documents: u32,
}

impl Vocabulary {
    /// Reads the words of the fields that corrections come from.
    pub fn load(searcher: &tantivy::Searcher, fields: &Fields) -> Result<Self, Error> {
        let mut counts: HashMap<String, u32> = HashMap::new();
        for segment in searcher.segment_readers() {
            for field in SOURCES {
                let index = segment
                    .inverted_index(fields.text(field).exact)
                    .to("read the words")?;
                let mut words = index.terms().stream().to("read the words")?;
                while words.advance() {
                    let word = std::str::from_utf8(words.key()).unwrap_or_default();
                    if !may_be_mistyped(word) {
                        continue;
                    }
                    let n_documents = words.value().doc_freq;
                    match counts.get_mut(word) {
                        Some(count) => *count = (*count).max(n_documents),
                        None => {
                            counts.insert(word.to_owned(), n_documents);
                        }
                    }
                }
            }
        }
        Ok(Self::of(counts))
    }

    /// Returns the words that corrections come from, of these with their numbers of documents.
    fn of(counts: HashMap<String, u32>) -> Self {
        let mut by_first: HashMap<char, Vec<KnownWord>> = HashMap::new();
        for (word, n_documents) in counts {
            if n_documents < LEAST_DOCUMENTS {
                continue;
            }
            let sounds = phonetic::key(&word);
            if let Some(first) = sounds.chars().next() {
                by_first.entry(first).or_default().push(KnownWord {
                    word: word.into(),
                    sounds: sounds.into(),
                    n_documents,
                });
            }
        }
        for words in by_first.values_mut() {
            words.sort_unstable_by(|a, b| a.word.cmp(&b.word));
        }
        Self { by_first }
    }

    /// Returns the known word that was meant most probably, how many documents have it, and how far it is.
    fn nearest(&self, typed: &str) -> Option<(&str, u32, f32)> {
        let sounds = phonetic::key(typed);
        let n_letters = typed.chars().count();
        let farthest = match n_letters {
            ..=5 => 1.0,
            6..=7 => 1.5,
            _ => 2.0,
        };
        let mut best: Option<(&KnownWord, f32, f32)> = None;
        for known in self.by_first.get(&sounds.chars().next()?)? {
            if known.word.len().abs_diff(typed.len()) > 3 || *known.word == *typed {
                continue;
            }
            let distance = distance(typed, &sounds, known);
            if distance > farthest {
                continue;
            }
            let worth = (known.n_documents as f32).ln_1p() - COST * distance / n_letters as f32;
            if worth < 0.0 {
                continue;
            }
            if best.as_ref().is_none_or(|(_, _, most)| worth > *most) {
                best = Some((known, distance, worth));
            }
        }
        best.map(|(known, distance, _)| (&*known.word, known.n_documents, distance))
    }
}

/// Returns how far a known word is from what was typed: letters wrong, or half a letter and sounds wrong.
fn distance(typed: &str, sounds: &str, known: &KnownWord) -> f32 {
    let letters = strsim::osa_distance(typed, &known.word) as f32;
    let heard = strsim::osa_distance(sounds, &known.sounds) as f32;
    letters.min(SOUNDS_ALIKE + heard)
}

impl Reader<'_> {
    /// Adds the words that were meant where those typed are unknown, or far rarer.
    pub(super) fn add_corrections(&mut self) -> Result<(), Error> {
        let mut n_tried = 0;
        for at in 0..self.concepts.words.len() {
            let word = self.concepts.words[at].clone();
            if !may_be_mistyped(&word.exact) || self.is_read_otherwise(at) {
                continue;
            }
            let n_typed = self.n_live_documents(&word, RARE)?;
            if n_typed > RARE {
                continue;
            }
            n_tried += 1;
            if n_tried > MAX_MENDED {
                break;
            }
            if let Some(meant) = self.meant(&word, n_typed)? {
                self.add(
                    at..at + 1,
                    Wanted::Word(meant),
                    InterpretationKind::Correction,
                );
            }
        }
        Ok(())
    }

    /// Returns the word that was meant by one that so many live documents have, if another was.
    fn meant(&mut self, typed: &QueryWord, n_typed: u64) -> Result<Option<QueryWord>, Error> {
        let vocabulary = self.context.vocabulary()?;
        let Some((meant, n_documents, distance)) = vocabulary.nearest(&typed.exact) else {
            return Ok(None);
        };
        let times_rarer = if distance <= SOUNDS_ALIKE { 30 } else { 100 };
        let is_far_rarer = u64::from(n_documents) > times_rarer * n_typed && distance <= 1.0;
        if n_typed > 0 && !is_far_rarer {
            return Ok(None);
        }
        let meant = self.words.of_exact(meant);
        Ok(meant.filter(|meant| meant.stem != typed.stem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[(&str, u32)]) -> Vocabulary {
        let counts = words.iter().map(|(word, n)| ((*word).to_owned(), *n));
        Vocabulary::of(counts.collect())
    }

    #[test]
    fn the_nearest_frequent_word_is_meant() {
        let vocabulary = vocabulary(&[
            ("covoiturage", 330),
            ("sismique", 35),
            ("commune", 11_000),
            ("communes", 9_000),
            ("communal", 800),
            ("adresse", 900),
            ("adressage", 300),
            ("parrainages", 9),
            ("essonne", 400),
            ("rarement", 2),
        ]);
        for (typed, meant) in [
            ("covoiturrage", Some("covoiturage")),
            ("covoitruage", Some("covoiturage")),
            ("sismik", Some("sismique")),
            ("comumne", Some("commune")),
            ("addresse", Some("adresse")),
            ("parainnages", Some("parrainages")),
            ("esosnne", Some("essonne")),
            // Too far, or as rare as a mistake.
            ("fhtagn", None),
            ("zzzzzzzzzz", None),
            ("raretent", None),
            // The first sound is right.
            ("tovoiturage", None),
        ] {
            let found = vocabulary.nearest(typed).map(|(word, ..)| word);
            assert_eq!(found, meant, "{typed}");
        }
    }

    #[test]
    fn a_word_is_no_correction_of_itself() {
        assert!(
            vocabulary(&[("commune", 11_000)])
                .nearest("commune")
                .is_none()
        );
    }
}
