//! What a search made of the words of its query: told with the results.

/// What was made of the words of a query beside looking for them as they were typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Understanding {
    /// What words were looked for beside themselves, in the order of the query.
    pub interpretations: Vec<Interpretation>,
    /// The query with its spelling mended; `None` where nothing was to mend.
    pub correction: Option<String>,
    /// What was given up; `None` where every hit has every word.
    pub relaxation: Option<Relaxation>,
}

/// Something that words were looked for as, beside themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpretation {
    /// How the one came from the other.
    pub kind: InterpretationKind,
    /// The words as they were typed.
    pub typed: String,
    /// What they were looked for as: words, the name of a place, a year, a format.
    pub meant: String,
    /// The values of a facet that this is: zones, a format, a type.
    pub values: Vec<String>,
}

/// How the words of a query came to be looked for as something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InterpretationKind {
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
    /// A format.
    Format,
    /// The type of a record: an API.
    Type,
}

/// That records are found without some of the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relaxation {
    /// How many records have all the words, before filters.
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
            Self::Place => "place",
            Self::Year => "year",
            Self::Format => "format",
            Self::Type => "type",
        }
    }
}
