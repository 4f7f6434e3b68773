//! Texts of queries and of data files, cut into words in both forms of the index.

use super::rewritten_query::{Phrase, QueryWord, Target};
use crate::analyzer::{Form, FrenchAnalyzer, Word};

/// The analyzers of all forms.
pub(crate) struct QueryAnalyzer {
    base: FrenchAnalyzer,
    exact: FrenchAnalyzer,
    with_stop_words: FrenchAnalyzer,
}

impl QueryAnalyzer {
    pub fn new() -> Self {
        Self {
            base: FrenchAnalyzer::new(Form::Base),
            exact: FrenchAnalyzer::new(Form::Exact),
            with_stop_words: FrenchAnalyzer::new(Form::ExactWithStopWords),
        }
    }

    /// Returns the words of a text, each with its base form and its exact form. Both analyzers drop the same stop words, so
    /// that their words pair up.
    pub fn words(&mut self, text: &str) -> Vec<QueryWord> {
        let bases = self.base.words(text);
        let exact = self.exact.words(text);
        let pair = |(base, exact): (Word, Word)| QueryWord {
            base: base.term,
            exact: exact.term,
            position: base.position,
            shown: text[base.start..base.end].to_owned(),
            span: base.start..base.end,
        };
        bases.into_iter().zip(exact).map(pair).collect()
    }

    /// Returns the text as a target: a word, or a phrase of several; `None` where it has no word.
    pub fn target(&mut self, text: &str) -> Option<Target> {
        let mut words = self.words(text);
        match words.len() {
            0 => None,
            1 => Some(Target::Word(words.remove(0))),
            _ => Some(Target::Phrase(Phrase {
                words,
                shown: text.trim().to_owned(),
            })),
        }
    }

    /// Returns the word of a text that is exactly one word.
    pub fn single_word(&mut self, text: &str) -> Option<QueryWord> {
        let mut words = self.words(text);
        (words.len() == 1).then(|| words.remove(0))
    }

    /// Returns all words of a text in their exact form, stop words too.
    pub fn with_stop_words(&mut self, text: &str) -> Vec<Word> {
        self.with_stop_words.words(text)
    }
}
