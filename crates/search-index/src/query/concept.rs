//! What a query asks for, word by word, and what each word may be found as.

use std::ops::Range;

use crate::analyzer::{Form, is_stop_word};
use crate::schema::TextField;

/// One word, in the forms of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryWord {
    pub stem: String,
    pub exact: String,
    /// Its place among the words of the text; dropped words count.
    pub position: usize,
    /// Where it stands in the text, in bytes.
    pub span: Range<usize>,
}

impl QueryWord {
    /// Returns whether the field has the word's exact form for a stop word too: `sûr` is `sur` there, as in `sur la
    /// ville`. Its stem is apart, because stop words have none.
    pub fn is_taken_for_stop_word_in(&self, field: TextField) -> bool {
        field.exact_form() == Form::ExactWithStopWords && is_stop_word(&self.exact)
    }
}

/// What words are looked for as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A word.
    Word(QueryWord),
    /// Words that follow each other in one field.
    Phrase(Vec<QueryWord>),
    /// A zone, declared or inferred, or one of several: what lies within.
    Zone(Vec<String>),
    /// A value of a facet, as it stands in the index.
    FacetValue(crate::Facet, String),
    /// A year that the record's temporal coverage has.
    Year(i16),
}

/// How the words of a query came to be looked for as something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// As they were typed.
    Typed,
    /// A mistake in their spelling was mended.
    Correction,
    /// They were joined, or divided.
    Compound,
    /// An acronym for its words, or the words for their acronym.
    Expansion,
    /// A synonym.
    Synonym,
    /// A place.
    Place,
    /// A year.
    Year,
    /// A format, or the type of a record.
    Format,
}

/// Something that words of the query are found as.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    /// The words that it stands for, all of them.
    pub covers: Range<usize>,
    pub wanted: Wanted,
    pub source: Source,
    /// What it is worth, as a share of the words as typed.
    pub share: f32,
}

/// The words of a query with all that they may be found as.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Concepts {
    /// The words as typed, in order.
    pub words: Vec<QueryWord>,
    /// By word: how much it matters, 1 unless it is a word of questions.
    pub importance: Vec<f32>,
    /// Beside the words as typed.
    pub alternatives: Vec<Alternative>,
    /// Whether one of the words is a year.
    pub has_year: bool,
}
