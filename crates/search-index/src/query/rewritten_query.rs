//! A query after rewriting: its words as typed, and the alternatives by which each may be found too.

use std::ops::Range;

use catalogue::{Gazetteer, Grain};

use crate::analyzer::{Form, fold, is_stop_word};
use crate::facet::Facet;
use crate::ranking::{AskedExtent, Demand};
use crate::schema::TextField;
use crate::time_span::TimeSpan;
use crate::understanding::{Interpretation, InterpretationKind};

/// Of more zones, a reading names the first ones: some forty communes share a postal code.
const MAX_ZONES_NAMED: usize = 5;

/// A word of a query, in both forms of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryWord {
    pub base: String,
    pub exact: String,
    /// Its position among the words of the text, dropped stop words counted.
    pub position: usize,
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// The word as it stands in the text.
    pub shown: String,
}

impl QueryWord {
    /// Returns whether it was typed in capitals alone.
    pub fn is_in_capitals(&self) -> bool {
        self.shown.chars().any(char::is_alphabetic) && !self.shown.chars().any(char::is_lowercase)
    }

    /// Returns whether the word's exact form is that of a stop word which this field indexes: `sûr` and the `sur` of
    /// `sur la ville` are one exact term there. Stop words have no base forms, so that the base form tells the two apart.
    pub fn is_taken_for_stop_word_in(&self, field: TextField) -> bool {
        field.exact_form() == Form::ExactWithStopWords && is_stop_word(&self.exact)
    }
}

/// What is looked up in the index for words of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A word in any text field.
    Word(QueryWord),
    /// A word in the title or the tags.
    WordInName(QueryWord),
    /// Words that follow each other in one text field.
    Phrase(Phrase),
    /// A filter term: the records within any of these zones, declared or inferred.
    Zone(Vec<String>),
    /// A filter term: the records with a facet's value, as it stands in the index.
    FacetValue(Facet, String),
    /// A filter term: the records about a year, by their title or their temporal coverage.
    Year(i16),
    /// A filter term: the records that cover a part of a period.
    Period(TimeSpan),
}

/// Words that follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub words: Vec<QueryWord>,
    /// The phrase as it was written, stop words too.
    pub shown: String,
}

/// Another target by which words of the query may be found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    /// The words of the query that it stands for: a document that has it has all of these.
    pub covers: Range<usize>,
    pub target: Target,
    pub kind: InterpretationKind,
    /// The share of its value that counts; a word as typed counts whole.
    pub share: f32,
}

/// The words of a query, with the alternatives by which they may be found too.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct RewrittenQuery {
    /// The text that was typed.
    pub text: String,
    /// The words as typed, in order.
    pub words: Vec<QueryWord>,
    /// By word: its importance, which multiplies its idf. It is 1 but for words of frames, years and places.
    pub importance: Vec<f32>,
    /// By word: whether it belongs to a frame (`par commune`, `liste des`), and is not demanded.
    pub is_frame: Vec<bool>,
    /// By word: whether it is looked up as it was typed. The number of a département is not: `dans le 35`.
    pub is_literal: Vec<bool>,
    pub alternatives: Vec<Alternative>,
    /// The years among the words.
    pub years: Vec<i16>,
    /// The periods that words name, as they were typed.
    pub periods: Vec<(TimeSpan, String)>,
    /// Whether a word asks for dead records: `archives`, `obsolète`.
    pub asks_for_retired: bool,
}

impl RewrittenQuery {
    /// Returns a word as it was typed.
    pub fn typed(&self, index: usize) -> String {
        self.typed_words(&(index..index + 1))
    }

    /// Returns a range of the words as they were typed.
    pub fn typed_words(&self, range: &Range<usize>) -> String {
        let words = &self.words[range.clone()];
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return String::new();
        };
        let typed = self.text.get(first.span.start..last.span.end);
        typed.unwrap_or_default().to_owned()
    }

    /// Returns a period as it was typed, with the words that are not looked for.
    fn typed_period(&self, span: TimeSpan) -> Option<String> {
        let mut periods = self.periods.iter();
        let (_, typed) = periods.find(|(named, _)| *named == span)?;
        Some(typed.clone())
    }

    /// Puts one word, which is no frame, in the place of the word at this index and the next one, which have no alternatives.
    pub fn join_with_next(&mut self, index: usize, joined: QueryWord) {
        self.words.splice(index..index + 2, [joined]);
        self.importance.splice(index..index + 2, [1.0]);
        self.is_frame.splice(index..index + 2, [false]);
        self.is_literal.remove(index + 1);
        for alternative in &mut self.alternatives {
            if alternative.covers.start > index {
                alternative.covers = alternative.covers.start - 1..alternative.covers.end - 1;
            }
        }
    }

    /// Returns the words that are not a frame's.
    pub fn demanded_words(&self) -> Vec<QueryWord> {
        let words = self.words.iter().zip(&self.is_frame);
        let demanded = words.filter(|(_, is_frame)| !**is_frame);
        demanded.map(|(word, _)| word.clone()).collect()
    }

    /// Returns whether a document is asked to have a word.
    pub fn demand(&self, index: usize) -> Demand {
        use InterpretationKind::{Format, Period, Place, Type, Year};
        if self.is_frame[index] {
            return Demand::None;
        }
        let alternatives = self.alternatives.iter();
        let optional = alternatives.filter(|alternative| {
            alternative.covers.contains(&index)
                && matches!(alternative.kind, Place | Period | Year | Format | Type)
        });
        let n_words = optional.map(|alternative| alternative.covers.len()).max();
        n_words.map_or(Demand::Required, Demand::Optional)
    }

    /// Returns how wide the territory is that the words are about.
    pub fn asked_extent(&self) -> AskedExtent {
        // The only extent that a frame names is that of the country.
        let is_country = |target: &Target| matches!(target, Target::FacetValue(Facet::Extent, _));
        let mut asked = AskedExtent::Unsaid;
        for alternative in &self.alternatives {
            match alternative.kind {
                InterpretationKind::Place => return AskedExtent::OfPlace,
                InterpretationKind::Grain if is_country(&alternative.target) => {
                    asked = AskedExtent::National;
                }
                _ => {}
            }
        }
        asked
    }

    /// Returns the grains that frames ask for; none where they ask for no grain.
    pub fn asked_grains(&self) -> Vec<Grain> {
        let alternatives = self.alternatives.iter();
        let grains = alternatives.filter_map(|alternative| match &alternative.target {
            Target::FacetValue(Facet::Granularity, grain) => Some(Grain::from(grain.as_str())),
            _ => None,
        });
        grains.collect()
    }

    /// Returns the alternatives as the answer tells them, in the order of the query.
    pub fn interpretations(&self) -> Vec<Interpretation> {
        let mut alternatives: Vec<&Alternative> = self.alternatives.iter().collect();
        alternatives.sort_by_key(|alternative| (alternative.covers.start, alternative.kind));
        // The name of a place is an alternative beside the zone, which is told.
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
        let typed = match &alternative.target {
            Target::Period(span) => self.typed_period(*span),
            _ => None,
        };
        let typed = typed.unwrap_or_else(|| self.typed_words(&alternative.covers));
        let mut meant = alternative.meant();
        let first = &self.words[alternative.covers.start];
        // A name that was typed in two words is looked for as one too.
        if alternative.kind == InterpretationKind::Compound && fold(&typed) == fold(&meant) {
            meant.clone_from(&first.exact);
        }
        Interpretation {
            kind: alternative.kind,
            typed,
            meant,
            values: alternative.values(),
        }
    }

    /// Returns the text with every mistyped word replaced by its correction; `None` where no word has one.
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
    /// Returns the target in words.
    fn meant(&self) -> String {
        match &self.target {
            Target::Word(word) | Target::WordInName(word) => word.shown.clone(),
            Target::Phrase(phrase) => phrase.shown.clone(),
            Target::Zone(ids) => {
                let names = ids.iter().filter_map(|id| Gazetteer::france().name(id));
                let mut names: Vec<&str> = names.collect();
                names.dedup();
                let is_cut = names.len() > MAX_ZONES_NAMED;
                names.truncate(MAX_ZONES_NAMED);
                names.join(", ") + if is_cut { " …" } else { "" }
            }
            Target::FacetValue(facet, value) => facet.value_label(value),
            Target::Year(year) => year.to_string(),
            Target::Period(span) => span.to_string(),
        }
    }

    fn values(&self) -> Vec<String> {
        match &self.target {
            Target::Zone(ids) => ids.clone(),
            Target::FacetValue(_, value) => vec![value.clone()],
            Target::Period(span) => vec![span.to_string()],
            _ => Vec::new(),
        }
    }
}
