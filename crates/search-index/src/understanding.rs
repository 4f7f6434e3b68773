//! What a search made of the words, and what a hit's score is made of: told with the results.

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

/// What a hit's score is made of: `(Σ words × Π factors + other) × Π prior`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Explanation {
    /// What each word of the query brings, in the order of the query.
    pub words: Vec<WordExplanation>,
    /// What the words' sum is multiplied by.
    pub factors: Vec<Factor>,
    /// What phrases, words in named fields and ids bring.
    pub other: f32,
    /// What is known of the record beside its words.
    pub prior: Vec<Factor>,
}

/// What a word of the query brings.
#[derive(Debug, Clone, PartialEq)]
pub struct WordExplanation {
    /// The word as it was typed.
    pub typed: String,
    /// What was found in its place; `None` where it is the word itself, or nothing was.
    pub found_as: Option<Interpretation>,
    /// Where it was found; empty where it was not.
    pub fields: Vec<&'static str>,
    /// How much it matters: rarer ones more.
    pub rarity: f32,
    /// What it brings.
    pub score: f32,
}

/// Something that a score is multiplied by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factor {
    /// What it is.
    pub kind: FactorKind,
    /// By how much.
    pub value: f32,
}

/// What a score is multiplied by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    /// The share of the words that were found at all.
    Found,
    /// The share of the words that name the record.
    Naming,
    /// How much of the title the words are.
    Title,
    /// A word is the whole acronym.
    Acronym,
    /// It has the format that a word names.
    Format,
    /// It is of the type that a word names.
    Type,
    /// Its title names another year than the one asked for.
    Edition,
    /// The age of the last update.
    Freshness,
    /// Views, followers, reuses and downloads.
    PublicUse,
    /// What kind of producer it has.
    Producer,
    /// What the platform makes of its metadata.
    Quality,
}

impl FactorKind {
    /// Returns its name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Naming => "naming",
            Self::Title => "title",
            Self::Acronym => "acronym",
            Self::Format => "format",
            Self::Type => "type",
            Self::Edition => "edition",
            Self::Freshness => "freshness",
            Self::PublicUse => "public_use",
            Self::Producer => "producer",
            Self::Quality => "quality",
        }
    }

    /// Says what it is in words.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::Found => "the share of the words that the record has",
            Self::Naming => {
                "the share of the words in its title, acronym, tags, producer or places rather than its description"
            }
            Self::Title => "how much of the title the words are, and whether in their order",
            Self::Acronym => "a word is the record's whole acronym",
            Self::Format => "it has the format that a word asks for",
            Self::Type => "it is an API, as a word asks for",
            Self::Edition => "its title names another year",
            Self::Freshness => "how long ago it was updated; not where a year is asked for",
            Self::PublicUse => "views, followers, reuses and downloads",
            Self::Producer => "an organization, a public service or a person",
            Self::Quality => "the platform's mark for its metadata",
        }
    }
}

impl Explanation {
    /// Returns the score: what the parts make together.
    #[must_use]
    pub fn score(&self) -> f32 {
        let product = |factors: &[Factor]| factors.iter().map(|factor| factor.value).product();
        let words: f32 = self.words.iter().map(|word| word.score).sum();
        let (factors, prior): (f32, f32) = (product(&self.factors), product(&self.prior));
        (words * factors + self.other) * prior
    }
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
