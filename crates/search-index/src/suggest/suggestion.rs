//! What the suggestions ask and answer: a request, and the suggestions for it.

use catalogue::RecordType;

use crate::facet::Facet;
use crate::snippet::Fragment;

/// The kind of thing that is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuggestionKind {
    /// A dataset, by its title or acronym.
    Dataset,
    /// A dataservice, by its title or acronym.
    Dataservice,
    /// An organization, by its name or acronym.
    Organization,
    /// A tag.
    Tag,
    /// A place that live records cover: declared or inferred, or one that such a place lies in.
    Geozone,
    /// A format.
    Format,
}

impl SuggestionKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Dataset,
        Self::Dataservice,
        Self::Organization,
        Self::Tag,
        Self::Geozone,
        Self::Format,
    ];

    /// Returns the kind's name, as in a JSON answer.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dataset => "dataset",
            Self::Dataservice => "dataservice",
            Self::Organization => "organization",
            Self::Tag => "tag",
            Self::Geozone => "geozone",
            Self::Format => "format",
        }
    }

    /// Returns the kind with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Returns the kind's French label.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Dataset => "Jeu de données",
            Self::Dataservice => "API",
            Self::Organization => "Organisation",
            Self::Tag => "Mot-clé",
            Self::Geozone => "Territoire",
            Self::Format => "Format",
        }
    }
}

/// A request for suggestions, made while somebody types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestRequest {
    /// The text typed so far. Its last word is taken for the beginning of a word, unless something was typed behind it.
    pub text: String,
    /// The kinds to suggest; all of them where the list is empty.
    pub kinds: Vec<SuggestionKind>,
    /// The number of suggestions wanted.
    pub size: usize,
}

impl SuggestRequest {
    /// Returns a request for eight suggestions of all kinds.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            kinds: Vec::new(),
            size: 8,
        }
    }
}

/// A name that the typed text may be the beginning of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The kind of thing that has the name.
    pub kind: SuggestionKind,
    /// The name, as it is shown.
    pub label: String,
    /// The label in fragments; those that the typed text matched are marked.
    pub highlights: Vec<Fragment>,
    /// What distinguishes the suggestion from others with the same label: a place's level and département
    /// (`Commune, Finistère`), else the acronym.
    pub detail: Option<String>,
    /// The number of live records with this facet value; for a record, the number of live records with its title.
    pub count: u64,
    /// The page that choosing the suggestion leads to.
    pub target: SuggestionTarget,
}

/// The page that choosing a suggestion leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuggestionTarget {
    /// A record's page; of several records with the same title, the most used one's.
    Record {
        /// Whether the record describes a dataset or a dataservice.
        record_type: RecordType,
        /// The record's id: 24 hexadecimal digits.
        id: String,
        /// The last part of the address of the record's page.
        slug: String,
        /// The name in the address of the record's page: its slug, or its id where the slug leads to another record.
        name: String,
        /// The record's acronym.
        acronym: Option<String>,
    },
    /// The search for a facet's value.
    Search {
        /// The facet.
        facet: Facet,
        /// The value, as it stands in the URL.
        value: String,
    },
}
