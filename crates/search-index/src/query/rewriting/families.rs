//! Words of one family: the noun of a verb, and words made from the same root.

use super::rewriter::Rewriter;
use crate::error::Error;
use crate::query::rewritten_query::Target;
use crate::understanding::InterpretationKind;

impl Rewriter<'_> {
    /// Adds the relatives of each word. They are looked for where a record is named: a description has any words.
    pub(super) fn add_families(&mut self) -> Result<(), Error> {
        let families = &self.context.vocabulary()?.families;
        for index in 0..self.query.words.len() {
            if self.query.is_frame[index] {
                continue;
            }
            for relative in families.relatives(&self.query.words[index].base) {
                let Some(word) = self.analyzer.single_word(&relative.base) else {
                    continue;
                };
                let kind = if relative.is_noun_of_verb {
                    InterpretationKind::Noun
                } else {
                    InterpretationKind::Relative
                };
                self.add(index..index + 1, Target::WordInName(word), kind);
            }
        }
        Ok(())
    }
}
