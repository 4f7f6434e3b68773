//! Texts of queries and of data, cut into words.

use super::concept::{Phrase, QueryWord, Wanted};
use crate::analyzer::{Form, FrenchAnalyzer, Word};

/// Cuts texts into words in both forms of the index.
pub(crate) struct Words {
    stemmed: FrenchAnalyzer,
    exact: FrenchAnalyzer,
    with_stop_words: FrenchAnalyzer,
}

impl Words {
    pub fn new() -> Self {
        Self {
            stemmed: FrenchAnalyzer::new(Form::Stemmed),
            exact: FrenchAnalyzer::new(Form::Exact),
            with_stop_words: FrenchAnalyzer::new(Form::ExactWithStopWords),
        }
    }

    /// Returns the words in both forms; they drop the same stop words, so that they pair up.
    pub fn of(&mut self, text: &str) -> Vec<QueryWord> {
        let stems = self.stemmed.words(text);
        let exact = self.exact.words(text);
        let pair = |(stem, exact): (Word, Word)| QueryWord {
            stem: stem.term,
            exact: exact.term,
            position: stem.position,
            shown: text[stem.start..stem.end].to_owned(),
            span: stem.start..stem.end,
        };
        stems.into_iter().zip(exact).map(pair).collect()
    }

    /// Returns what to look for: one word, or several in a row; `None` where the text has none.
    pub fn wanted(&mut self, text: &str) -> Option<Wanted> {
        let mut words = self.of(text);
        match words.len() {
            0 => None,
            1 => Some(Wanted::Word(words.remove(0))),
            _ => Some(Wanted::Phrase(Phrase {
                words,
                shown: text.trim().to_owned(),
            })),
        }
    }

    /// Returns a word that is known in its exact form.
    pub fn of_exact(&mut self, exact: &str) -> Option<QueryWord> {
        let mut words = self.of(exact);
        (words.len() == 1).then(|| words.remove(0))
    }

    /// Returns all words, stop words too, in their exact form.
    pub fn with_stop_words(&mut self, text: &str) -> Vec<Word> {
        self.with_stop_words.words(text)
    }
}
