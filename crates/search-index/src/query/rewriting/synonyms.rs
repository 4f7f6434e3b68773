//! Acronyms, synonyms and translations, from the thesaurus.

use std::ops::Range;

use super::rewriter::Rewriter;
use crate::error::Error;
use crate::query::rewritten_query::{Phrase, Target};
use crate::query::thesaurus::{Thesaurus, ThesaurusEntry};
use crate::understanding::InterpretationKind;

/// English words are translated where no more documents than this have them as typed, or where so many times as many have
/// their translation: `train` and `population` are French too, `train stations` is not, and records of the European portals
/// are tagged `land use`.
const HARDLY_ANY: u64 = 20;
const MANY_TIMES: u64 = 8;

impl Rewriter<'_> {
    /// Adds what the thesaurus has for the words, and for words that follow each other.
    pub(super) fn add_thesaurus_entries(&mut self) -> Result<(), Error> {
        let thesaurus = match self.context.thesaurus {
            Some(thesaurus) => thesaurus,
            None => Thesaurus::bundled(),
        };
        let n_words = self.query.words.len();
        for start in 0..n_words {
            for end in start + 1..=n_words.min(start + thesaurus.max_words) {
                if self.query.is_frame[start..end]
                    .iter()
                    .all(|is_frame| *is_frame)
                {
                    continue;
                }
                let entries = thesaurus.entries(&self.query.words[start..end]);
                let mut entries: Vec<ThesaurusEntry> = entries.cloned().collect();
                // A name is the same in one word and in two.
                if end == start + 1
                    && let Some(division) = self.divisions.get(&start)
                {
                    entries.extend(thesaurus.entries(&division.words).cloned());
                }
                for ThesaurusEntry { target, kind, .. } in entries {
                    let is_translation = kind == InterpretationKind::Translation;
                    if !is_translation || self.is_to_be_translated(start..end, &target)? {
                        self.add(start..end, target, kind);
                    }
                }
            }
        }
        Ok(())
    }

    fn is_to_be_translated(
        &self,
        range: Range<usize>,
        translation: &Target,
    ) -> Result<bool, Error> {
        let typed = match &self.query.words[range.clone()] {
            [word] => Target::Word(word.clone()),
            words => Target::Phrase(Phrase {
                words: words.to_vec(),
                shown: self.query.typed_words(&range),
            }),
        };
        let n_typed = self.n_documents(&typed)?;
        Ok(n_typed <= HARDLY_ANY || MANY_TIMES * n_typed <= self.n_documents(translation)?)
    }
}
