//! What a query asks for, word by word, and what each word may be found as.

use std::ops::Range;

use catalogue::Gazetteer;

use crate::analyzer::{Form, is_stop_word};
use crate::schema::TextField;
use crate::understanding::{Interpretation, InterpretationKind};

/// One word, in the forms of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryWord {
    pub stem: String,
    pub exact: String,
    /// Its place among the words of the text; dropped words count.
    pub position: usize,
    /// Where it stands in the text, in bytes.
    pub span: Range<usize>,
    /// How it is shown.
    pub shown: String,
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
    Phrase(Phrase),
    /// A zone, declared or inferred, or one of several: what lies within.
    Zone(Vec<String>),
    /// A value of a facet, as it stands in the index.
    FacetValue(crate::Facet, String),
    /// A year that the record's temporal coverage has.
    Year(i16),
}

/// Words in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub words: Vec<QueryWord>,
    /// How they are shown, small words too.
    pub shown: String,
}

/// Something that words of the query are found as.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    /// The words that it stands for, all of them.
    pub covers: Range<usize>,
    pub wanted: Wanted,
    pub kind: InterpretationKind,
    /// What it is worth, as a share of the words as typed.
    pub share: f32,
}

/// The words of a query with all that they may be found as.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Concepts {
    /// The text that was typed.
    pub text: String,
    /// The words as typed, in order.
    pub words: Vec<QueryWord>,
    /// By word: how much it matters, 1 unless it is a word of questions.
    pub importance: Vec<f32>,
    /// By word: whether it is looked for as it was typed. The number of a département is not: `dans le 35`.
    pub is_literal: Vec<bool>,
    /// Beside the words as typed.
    pub alternatives: Vec<Alternative>,
    /// The years among the words.
    pub years: Vec<i16>,
}

impl Concepts {
    /// Returns a word as it was typed.
    pub fn typed(&self, at: usize) -> String {
        self.typed_words(&(at..at + 1))
    }

    /// Returns words in a row as they were typed.
    pub fn typed_words(&self, places: &Range<usize>) -> String {
        let words = &self.words[places.clone()];
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return String::new();
        };
        let typed = self.text.get(first.span.start..last.span.end);
        typed.unwrap_or_default().to_owned()
    }

    /// Returns how many words name a place, a year, a format or a type together with this one: what is liked rather than
    /// needed. `None` where it is no such word.
    pub fn n_words_of_preference(&self, at: usize) -> Option<usize> {
        use InterpretationKind::{Format, Place, Type, Year};
        let alternatives = self.alternatives.iter();
        let preferences = alternatives.filter(|alternative| {
            alternative.covers.contains(&at)
                && matches!(alternative.kind, Place | Year | Format | Type)
        });
        preferences.map(|preference| preference.covers.len()).max()
    }

    /// Returns what the words are looked for as, in the order of the query.
    pub fn interpretations(&self) -> Vec<Interpretation> {
        let mut alternatives: Vec<&Alternative> = self.alternatives.iter().collect();
        alternatives.sort_by_key(|alternative| (alternative.covers.start, alternative.kind));
        // The name of a place is looked for beside the place itself.
        let is_name_of_place = |alternative: &&Alternative| {
            alternative.kind == InterpretationKind::Place && alternative.values().is_empty()
        };
        let mut interpretations: Vec<Interpretation> = Vec::new();
        for alternative in alternatives.into_iter().filter(|it| !is_name_of_place(it)) {
            let interpretation = self.interpretation(alternative);
            let is_same = |other: &Interpretation| {
                other.kind == interpretation.kind
                    && other.typed == interpretation.typed
                    && other.meant == interpretation.meant
            };
            match interpretations.iter_mut().find(|other| is_same(other)) {
                Some(same) => same.values.extend(interpretation.values),
                None => interpretations.push(interpretation),
            }
        }
        interpretations
    }

    pub fn interpretation(&self, alternative: &Alternative) -> Interpretation {
        Interpretation {
            kind: alternative.kind,
            typed: self.typed_words(&alternative.covers),
            meant: alternative.meant(),
            values: alternative.values(),
        }
    }

    /// Returns a text with the spelling of these words mended, if anything was to mend.
    pub fn correction(&self, text: &str) -> Option<String> {
        let corrections = self.alternatives.iter();
        let corrections = corrections.filter(|it| it.kind == InterpretationKind::Correction);
        let mut mended = text.trim().to_owned();
        let mut is_any = false;
        for correction in corrections {
            let typed = self.typed_words(&correction.covers);
            if let Some(start) = mended.find(&typed) {
                mended.replace_range(start..start + typed.len(), &correction.meant());
                is_any = true;
            }
        }
        is_any.then_some(mended)
    }
}

impl Alternative {
    /// Returns what is looked for, in words.
    fn meant(&self) -> String {
        match &self.wanted {
            Wanted::Word(word) => word.shown.clone(),
            Wanted::Phrase(phrase) => phrase.shown.clone(),
            Wanted::Zone(ids) => {
                let names = ids.iter().filter_map(|id| Gazetteer::france().name(id));
                let mut names: Vec<&str> = names.collect();
                names.dedup();
                names.join(", ")
            }
            Wanted::FacetValue(facet, value) => facet.value_label(value),
            Wanted::Year(year) => year.to_string(),
        }
    }

    fn values(&self) -> Vec<String> {
        match &self.wanted {
            Wanted::Zone(ids) => ids.clone(),
            Wanted::FacetValue(_, value) => vec![value.clone()],
            _ => Vec::new(),
        }
    }
}
