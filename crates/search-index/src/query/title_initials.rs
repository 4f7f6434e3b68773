//! The initials of titles, in order, so that the titles that spell an acronym are found without reading any other.

use std::collections::{HashMap, HashSet};

use tantivy::DocId;

use crate::analyzer::is_stop_word;
use crate::columns::Columns;
use crate::error::{EngineContext, Error};

/// The acronym begins at a title's first word, or behind so many words that say what kind of thing it is: `liste des`.
const MAX_SKIPPED: usize = 1;

/// So many letters an acronym has at most.
const MAX_LETTERS: usize = 6;

/// A title with fewer initials spells none.
const LEAST_LETTERS: usize = 3;

/// The first initials of a title, or those behind its first word; fewer have zeros behind them.
type Initials = [u8; MAX_LETTERS];

/// The initials of the titles of live records.
#[derive(Default)]
pub(crate) struct TitleInitials {
    /// Ascending: the initials, with the segment and the document that has the title.
    entries: Vec<(Initials, u16, DocId)>,
}

impl TitleInitials {
    /// The numbers of letters that an acronym may have.
    pub const N_LETTERS: std::ops::RangeInclusive<usize> = LEAST_LETTERS..=MAX_LETTERS;

    /// Reads the titles.
    pub fn load(searcher: &tantivy::Searcher, columns: &Columns) -> Result<Self, Error> {
        let mut entries = Vec::new();
        for (ordinal, segment) in (0u16..).zip(searcher.segment_readers()) {
            let column = segment.fast_fields().str("title_order");
            let Some(column) = column.to("read the titles")? else {
                continue;
            };
            let mut of_title: Vec<[Option<Initials>; MAX_SKIPPED + 1]> = Vec::new();
            let mut titles = column.dictionary().stream().to("read the titles")?;
            while titles.advance() {
                let title = std::str::from_utf8(titles.key()).unwrap_or_default();
                of_title.push(initials_of(title));
            }
            for document in 0..segment.max_doc() {
                if segment.is_deleted(document) || !columns.is_live(ordinal.into(), document) {
                    continue;
                }
                let title = column.ords().first(document);
                let initials = title.and_then(|title| of_title.get(title as usize));
                let initials = initials.into_iter().flatten().flatten();
                entries.extend(initials.map(|initials| (*initials, ordinal, document)));
            }
        }
        entries.sort_unstable();
        entries.shrink_to_fit();
        Ok(Self { entries })
    }

    /// Returns the words of titles that have these initials, at most so many: those of the records with the highest prior
    /// first.
    pub fn phrases(
        &self,
        searcher: &tantivy::Searcher,
        letters: &str,
        most: usize,
        prior: impl Fn(usize, DocId) -> f32,
    ) -> Result<Vec<String>, Error> {
        let mut records: Vec<(f32, usize, DocId)> = self
            .with(letters.as_bytes())
            .map(|(segment, document)| (prior(segment, document), segment, document))
            .collect();
        records.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let mut best: HashMap<String, f32> = HashMap::new();
        let mut seen = HashSet::new();
        let mut least = f32::NEG_INFINITY;
        for (prior, segment, document) in records {
            // Of records with the same prior, the words decide.
            if best.len() >= most && prior < least {
                break;
            }
            let column = searcher
                .segment_reader(segment as u32)
                .fast_fields()
                .str("title_order");
            let Some(column) = column.to("read the titles")? else {
                continue;
            };
            let Some(ord) = column.ords().first(document) else {
                continue;
            };
            if !seen.insert((segment, ord)) {
                continue;
            }
            let mut title = String::new();
            column.ord_to_str(ord, &mut title).to("read a title")?;
            if let Some(phrase) = phrase_with_initials(&title, letters.as_bytes())
                && !best.contains_key(&phrase)
            {
                best.insert(phrase, prior);
                least = prior;
            }
        }
        let mut phrases: Vec<(String, f32)> = best.into_iter().collect();
        phrases.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        phrases.truncate(most);
        Ok(phrases.into_iter().map(|(phrase, _)| phrase).collect())
    }

    /// Returns the documents whose titles have these initials.
    fn with(&self, letters: &[u8]) -> impl Iterator<Item = (usize, DocId)> {
        let start = self
            .entries
            .partition_point(|(initials, ..)| initials.as_slice() < letters);
        let having = self.entries[start..].iter();
        let having = having.take_while(move |(initials, ..)| initials.starts_with(letters));
        having.map(|(_, segment, document)| (usize::from(*segment), *document))
    }
}

/// Returns the initials of a folded title, from the first word on and from the second.
fn initials_of(title: &str) -> [Option<Initials>; MAX_SKIPPED + 1] {
    let words = title.split(' ').filter(|word| is_significant(word));
    let first: Vec<u8> = words
        .take(MAX_SKIPPED + MAX_LETTERS)
        .map(|word| word.as_bytes()[0])
        .collect();
    std::array::from_fn(|n_skipped| {
        let letters = first.get(n_skipped..).unwrap_or_default();
        let mut initials = [0; MAX_LETTERS];
        for (initial, letter) in initials.iter_mut().zip(letters) {
            *initial = *letter;
        }
        (letters.len() >= LEAST_LETTERS).then_some(initials)
    })
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
