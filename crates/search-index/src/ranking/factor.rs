//! What a score is multiplied by.

/// A number that a score is multiplied by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factor {
    /// What it stands for.
    pub kind: FactorKind,
    /// The number.
    pub value: f32,
}

/// What a factor stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    /// The share of the words, by idf weight, that the record has.
    Found,
    /// The share of the words that name the record, and with it how far its prior counts.
    Naming,
    /// How much of the title the words are, and whether in their order.
    Title,
    /// It comes as the frames around the words want it: `par commune`.
    Frame,
    /// A word is the whole acronym.
    Acronym,
    /// It has the format that a word names.
    Format,
    /// It is of the type that a word names.
    Type,
    /// Its title names another year than the one asked for, or it does not cover the period that is.
    Edition,
    /// The age of the last update.
    Freshness,
    /// Views, followers and reuses, those of the last year more than older ones.
    PublicUse,
    /// What kind of producer it has.
    Producer,
    /// It repeats another producer's record.
    Copy,
    /// Its data was made of a public producer's.
    Derived,
    /// Its producer left it behind.
    LeftBehind,
    /// What the platform makes of its metadata.
    Quality,
    /// It has no files.
    Files,
    /// How late it is, by the frequency of updates that it promises.
    Promise,
    /// How long ago the period ended that its title names.
    Period,
    /// How small a part of the country it is about.
    Extent,
    /// It says that it is dead.
    Retired,
    /// The editions of its series come in their order, the newest where the best one stood.
    Series,
}

impl Factor {
    /// Returns whether it changes a score.
    pub(crate) fn is_telling(self) -> bool {
        (self.value - 1.0).abs() > 1e-6
    }
}

impl FactorKind {
    /// Returns its name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Naming => "naming",
            Self::Title => "title",
            Self::Frame => "frame",
            Self::Acronym => "acronym",
            Self::Format => "format",
            Self::Type => "type",
            Self::Edition => "edition",
            Self::Freshness => "freshness",
            Self::PublicUse => "public_use",
            Self::Producer => "producer",
            Self::Copy => "copy",
            Self::Derived => "derived",
            Self::LeftBehind => "left_behind",
            Self::Quality => "quality",
            Self::Files => "files",
            Self::Promise => "promise",
            Self::Period => "period",
            Self::Extent => "extent",
            Self::Retired => "retired",
            Self::Series => "series",
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
            Self::Frame => "its title or its grain is as words like `par commune` ask for",
            Self::Acronym => "a word is the record's whole acronym",
            Self::Format => "it has the format that a word asks for",
            Self::Type => "it is an API, as a word asks for",
            Self::Edition => {
                "its title names another year, or it is not known to cover the period that is asked for"
            }
            Self::Freshness => "how long ago it was updated; not where a year is asked for",
            Self::PublicUse => {
                "views, followers and reuses, those of the last year more than older ones"
            }
            Self::Producer => "a public service, another organization, a person or nobody",
            Self::Copy => "it repeats the record of a more official producer, or an older one",
            Self::Derived => "its description says that it was made of a public producer's data",
            Self::LeftBehind => {
                "it was sent by hand years ago, while what its producer publishes today is harvested"
            }
            Self::Quality => "the platform's mark for its metadata",
            Self::Files => "it has no files",
            Self::Promise => "how late it is, by the frequency of updates that it promises",
            Self::Period => {
                "how long ago the period ended that its title names; not where a year is asked for"
            }
            Self::Extent => {
                "how small a part of the country it is about; not where the words name a place, or one is chosen"
            }
            Self::Retired => {
                "it says that it is archived, obsolete or replaced: it comes after living records; not where such are asked for"
            }
            Self::Series => {
                "the newest edition of a series stands where its best one would, older ones behind it; not where a year is asked for"
            }
        }
    }
}
