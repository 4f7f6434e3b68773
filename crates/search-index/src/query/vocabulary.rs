//! The catalogue's own words, from which corrections come, and the nearest of them to a mistyped word.

use std::collections::HashMap;

use tantivy::schema::Field;

use super::families::WordFamilies;
use super::title_initials::TitleInitials;
use crate::columns::Columns;
use crate::deleted_terms::DeletedTerms;
use crate::error::{EngineContext, Error};
use crate::schema::{Fields, TextField};
use crate::typo::{SOUNDS_ALIKE, Spelling, may_be_mistyped, phonetic_key, spelling_distance};

/// The fields that corrections come from: their words are right more often than not.
const SOURCES: [TextField; 4] = [
    TextField::Title,
    TextField::Tags,
    TextField::Organization,
    TextField::Acronym,
];

/// A word with a lower document frequency is no correction.
const LEAST_DOCUMENTS: u32 = 2;

/// What a distance as long as the word costs, on the scale of the logarithm of document frequencies. A distance of one
/// letter in nine costs a factor of e² in frequency.
const COST: f32 = 18.0;

/// The words that say what records are about.
const NAMING: [TextField; 2] = [TextField::Title, TextField::Tags];

/// The words that corrections come from, by their first sound, the families of words, and the initials of titles.
pub(crate) struct Vocabulary {
    /// The most frequent words come first.
    by_first: HashMap<char, Vec<KnownWord>>,
    pub families: WordFamilies,
    pub initials: TitleInitials,
}

struct KnownWord {
    word: Box<str>,
    /// Its phonetic key.
    sounds: Box<str>,
    doc_freq: u32,
}

impl Vocabulary {
    /// Reads the words of the fields that corrections come from, the base forms of those that name records, and the titles.
    pub fn load(
        searcher: &tantivy::Searcher,
        fields: &Fields,
        columns: &Columns,
    ) -> Result<Self, Error> {
        let deleted = &columns.deleted;
        let mut counts: HashMap<String, u32> = HashMap::new();
        for field in SOURCES {
            let in_field = doc_freqs(searcher, fields.text(field).exact, deleted)?;
            for (word, doc_freq) in in_field.into_iter().filter(|it| may_be_mistyped(&it.0)) {
                let count = counts.entry(word).or_default();
                *count = (*count).max(doc_freq);
            }
        }
        let mut vocabulary = Self::of(counts);
        vocabulary.families = WordFamilies::of(base_forms(searcher, fields, deleted)?);
        vocabulary.initials = TitleInitials::load(searcher, columns)?;
        Ok(vocabulary)
    }

    /// Keeps the words that corrections come from, of words with their document frequencies.
    fn of(counts: HashMap<String, u32>) -> Self {
        let mut by_first: HashMap<char, Vec<KnownWord>> = HashMap::new();
        for (word, doc_freq) in counts {
            if doc_freq < LEAST_DOCUMENTS {
                continue;
            }
            let sounds = phonetic_key(&word);
            if let Some(first) = sounds.chars().next() {
                by_first.entry(first).or_default().push(KnownWord {
                    word: word.into(),
                    sounds: sounds.into(),
                    doc_freq,
                });
            }
        }
        for words in by_first.values_mut() {
            words.sort_unstable_by(|a, b| b.doc_freq.cmp(&a.doc_freq).then(a.word.cmp(&b.word)));
        }
        Self {
            by_first,
            families: WordFamilies::default(),
            initials: TitleInitials::default(),
        }
    }

    /// Returns the known word that was most probably meant by a mistyped one, with its document frequency and its
    /// distance: the nearest and most frequent, since a mistake in a common word is more probable than a right rare
    /// word.
    pub fn nearest(&self, typed: &str) -> Option<(&str, u32, f32)> {
        let n_letters = typed.chars().count();
        let sounds = phonetic_key(typed);
        let typed = Spelling {
            letters: typed,
            sounds: &sounds,
        };
        let worth = |known: &KnownWord, distance: f32| {
            (known.doc_freq as f32).ln_1p() - COST * distance / n_letters as f32
        };
        let mut best: Option<(&KnownWord, f32, f32)> = None;
        for known in self.by_first.get(&sounds.chars().next()?)? {
            let least = best.as_ref().map_or(0.0, |(_, _, most)| *most);
            if worth(known, SOUNDS_ALIKE) < least {
                // So is every rarer word's, however near it is.
                break;
            }
            let Some(distance) = spelling_distance(typed, known.spelling()) else {
                continue;
            };
            let worth = worth(known, distance);
            if worth < 0.0 {
                continue;
            }
            if best.as_ref().is_none_or(|(_, _, most)| worth > *most) {
                best = Some((known, distance, worth));
            }
        }
        best.map(|(known, distance, _)| (&*known.word, known.doc_freq, distance))
    }
}

/// Returns the base forms of the fields that name records, each with its document frequency.
fn base_forms(
    searcher: &tantivy::Searcher,
    fields: &Fields,
    deleted: &DeletedTerms,
) -> Result<HashMap<Box<str>, u32>, Error> {
    let mut counts: HashMap<Box<str>, u32> = HashMap::new();
    for field in NAMING {
        for (word, doc_freq) in doc_freqs(searcher, fields.text(field).base, deleted)? {
            *counts.entry(word.into()).or_default() += doc_freq;
        }
    }
    Ok(counts)
}

/// Returns the words of a field over all segments, each with the number of documents that are not deleted.
fn doc_freqs(
    searcher: &tantivy::Searcher,
    field: Field,
    deleted: &DeletedTerms,
) -> Result<HashMap<String, u32>, Error> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    for (segment, reader) in searcher.segment_readers().iter().enumerate() {
        let index = reader.inverted_index(field).to("read the words")?;
        let mut words = index.terms().stream().to("read the words")?;
        while words.advance() {
            let doc_freq = deleted.n_alive(segment, field, words.key(), words.value().doc_freq);
            if doc_freq == 0 {
                continue;
            }
            let word = std::str::from_utf8(words.key()).unwrap_or_default();
            match counts.get_mut(word) {
                Some(count) => *count += doc_freq,
                None => {
                    counts.insert(word.to_owned(), doc_freq);
                }
            }
        }
    }
    Ok(counts)
}

impl KnownWord {
    fn spelling(&self) -> Spelling<'_> {
        Spelling {
            letters: &self.word,
            sounds: &self.sounds,
        }
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
