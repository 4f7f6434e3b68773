//! Suggestions while typing: titles, acronyms, organizations, tags, places and formats.
//!
//! What can be suggested is gathered from the live records while a generation is built ([`collector`]), written as one
//! file of flat arrays ([`writer`]), and read in place ([`table`]): it costs a start nothing, and no memory but the
//! pages that are used. A typed text is words ([`words`]); its last word is the beginning of one. Where too little
//! fits, one mistake a word is forgiven ([`typo`](crate::typo)), or a blank too many or too few ([`variants`]). [`finder`] finds and
//! ranks.

mod collector;
mod finder;
mod fit;
mod shortlist;
mod table;
mod variants;
mod words;
mod writer;

use catalogue::{Gazetteer, Granularity, RecordType};

pub(crate) use collector::{Collector, Contribution};
pub(crate) use table::Table as SuggestionTable;

use crate::facet::Facet;
use crate::snippet::Fragment;
use finder::{Finder, Found};
use table::Table;

/// What a suggestion is.
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
    /// A place that records declare, or that has such places in it.
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

    /// Returns its name, as in a JSON answer.
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

    /// Returns the kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Returns its French label.
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

/// What was typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestRequest {
    /// The text as typed. Its last word is taken for the beginning of one, unless something was typed behind it.
    pub text: String,
    /// What to suggest; empty: everything.
    pub kinds: Vec<SuggestionKind>,
    /// How many suggestions are wanted.
    pub size: usize,
}

impl SuggestRequest {
    /// Returns the request for eight suggestions of all kinds.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            kinds: Vec::new(),
            size: 8,
        }
    }
}

/// Something that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// The text to show.
    pub label: String,
    /// The same, with what was typed marked.
    pub highlights: Vec<Fragment>,
    /// What tells it from others with the same label: a place's level (`Commune, Finistère`), a record's acronym.
    pub detail: Option<String>,
    /// How many live records have this facet value; for a record, how many have its title: 1, or more than one.
    pub count: u64,
    /// Where it leads.
    pub target: SuggestionTarget,
}

/// Where a suggestion leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuggestionTarget {
    /// To a record: of several with the same title, the most used.
    Record {
        /// What it describes.
        record_type: RecordType,
        /// 24 hexadecimal digits.
        id: String,
        /// The last part of its page's address.
        slug: String,
        /// Its acronym.
        acronym: Option<String>,
    },
    /// To the search for a facet's value.
    Search {
        /// Which facet.
        facet: Facet,
        /// The value, as it stands in the URL.
        value: String,
    },
}

/// Returns what may have been meant, best first: names of which the text is all, then those that begin with it, then
/// those that have its words, each the most used first.
///
/// An empty text has no suggestions.
pub(crate) fn suggest(table: &Table, request: &SuggestRequest) -> Vec<Suggestion> {
    let mut finder = Finder::new(table, &request.kinds, request.size);
    let found = finder.find(&request.text);
    found
        .iter()
        .filter_map(|found| suggestion(table, &mut finder, found))
        .collect()
}

fn suggestion(table: &Table, finder: &mut Finder<'_>, found: &Found) -> Option<Suggestion> {
    let kind = table.kind(found.entry)?;
    let texts = table.texts(found.entry);
    let acronym = (!texts.acronym.is_empty()).then(|| texts.acronym.to_owned());
    let record = |record_type: RecordType| SuggestionTarget::Record {
        record_type,
        id: texts.value.to_owned(),
        slug: texts.slug.to_owned(),
        acronym: acronym.clone(),
    };
    let search = |facet: Facet| SuggestionTarget::Search {
        facet,
        value: texts.value.to_owned(),
    };
    let target = match kind {
        SuggestionKind::Dataset => record(RecordType::Dataset),
        SuggestionKind::Dataservice => record(RecordType::Dataservice),
        SuggestionKind::Organization => search(Facet::Organization),
        SuggestionKind::Tag => search(Facet::Tag),
        SuggestionKind::Geozone => search(Facet::Geozone),
        SuggestionKind::Format => search(Facet::Format),
    };
    Some(Suggestion {
        kind,
        label: texts.label.to_owned(),
        highlights: finder.highlights(texts.label, found),
        detail: match kind {
            SuggestionKind::Geozone => place(texts.value),
            _ => acronym.clone(),
        },
        count: u64::from(table.count(found.entry)),
        target,
    })
}

/// Returns what a zone is, and where: `Commune, Finistère`.
fn place(id: &str) -> Option<String> {
    let gazetteer = Gazetteer::france();
    let zone = gazetteer.get(id)?;
    let level = zone.level().short_label().to_owned();
    let departement = gazetteer
        .ancestors(id)
        .into_iter()
        .find(|around| around.level() == Granularity::Departement);
    Some(match departement {
        Some(departement) => format!("{level}, {}", departement.name),
        None => level,
    })
}

#[cfg(test)]
mod tests;
