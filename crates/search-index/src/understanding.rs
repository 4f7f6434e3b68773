//! What a search made of the words of its query: told with the results.

use crate::facet::Facet;

/// How a query was understood: what its words were searched by besides themselves, and what was given up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Understanding {
    /// Of several records that were named, the names that no record has, as they were given.
    pub not_found: Vec<String>,
    /// The alternatives of the words, in the order of the query.
    pub interpretations: Vec<Interpretation>,
    /// The query with its spelling corrected; `None` where no word has a correction.
    pub correction: Option<String>,
    /// How the search was relaxed; `None` where no record is found that lacks a word. Where all words are required,
    /// approximate matches are found and counted, but not listed.
    pub relaxation: Option<Relaxation>,
    /// Where no record has all the words and the place that they name: the nearest places around it where some have the
    /// other words.
    pub wider_places: Vec<WiderPlace>,
    /// What was excluded, as it was typed: `-potable`.
    pub excluded: Vec<String>,
    /// The values that were meant by `field:value`, in the order of the query, where the field holds values of a facet.
    pub fields: Vec<FieldMeaning>,
    /// Names in front of a colon that are no field's: they were read as words.
    pub unknown_fields: Vec<String>,
}

/// What a value of a field was read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldMeaning {
    /// Field and value, as they were typed.
    pub typed: String,
    /// The facet that the field chooses from.
    pub facet: Facet,
    /// The values that were meant, any of them; none where the catalogue has no such value.
    pub values: Vec<MeantValue>,
}

/// A value of a facet that was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeantValue {
    /// Its name in the index.
    pub value: String,
    /// Its French label.
    pub label: String,
}

/// A place around the one that a query names, in which records have its other words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WiderPlace {
    /// The id of its zone.
    pub zone: String,
    /// Its name.
    pub name: String,
    /// The other words, as they were typed.
    pub words: String,
    /// How many records there are, before all filters but that of `archived`.
    pub n_records: u64,
}

/// An alternative: something by which words of the query were searched besides themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpretation {
    /// How the alternative comes from the words.
    pub kind: InterpretationKind,
    /// The words as they were typed.
    pub typed: String,
    /// The alternative in words: other words, the name of a place, a year, a format.
    pub meant: String,
    /// The facet values that it stands for: zones, a format, a type; of a period its span. Empty for words.
    pub values: Vec<String>,
}

/// How an alternative comes from the words of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InterpretationKind {
    /// Their corrected spelling.
    Correction,
    /// The words joined, or a word divided.
    Compound,
    /// An acronym for its words, or the words for their acronym.
    Expansion,
    /// A synonym.
    Synonym,
    /// The noun of a verb.
    Noun,
    /// A word made from the same root.
    Relative,
    /// The French of English words.
    Translation,
    /// How fine data is wanted, or that it is wanted for all of the country: `par commune`.
    Grain,
    /// The place that they name.
    Place,
    /// The period that they name: `depuis 2010`.
    Period,
    /// The year that they name.
    Year,
    /// The format that they name.
    Format,
    /// The type of record that they name: an API.
    Type,
}

/// How a search was relaxed: records are found without some of the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relaxation {
    /// How many records have all the words, before all filters but that of `archived`.
    pub n_with_all: u64,
    /// The words that no record has, as they were typed.
    pub unknown: Vec<String>,
}

impl InterpretationKind {
    /// Returns its name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Compound => "compound",
            Self::Expansion => "acronym",
            Self::Synonym => "synonym",
            Self::Noun => "noun",
            Self::Relative => "relative",
            Self::Translation => "translation",
            Self::Grain => "grain",
            Self::Place => "place",
            Self::Period => "period",
            Self::Year => "year",
            Self::Format => "format",
            Self::Type => "type",
        }
    }
}
