//! Suggestions while typing: titles, acronyms, organizations, tags, places and formats.
//!
//! The names are gathered from the live records while a generation is built ([`collector`]), written as one file of flat
//! arrays ([`writer`]), and read in place ([`table`]): the file costs no time when a server starts, and no memory but
//! the pages that are used. A typed text is cut into terms ([`name_analyzer`]), of which the last one may be the
//! beginning of a longer one. Each term is expanded to the terms of the table that match it ([`expansion`]); where too
//! few names match, one mistake a term is allowed ([`typo`](crate::typo)), or a blank too many or too few
//! ([`variants`]). [`finder`] finds the names and ranks them by their [`score`].

mod acronyms;
mod collector;
mod contribution;
mod entries;
mod expansion;
mod finder;
mod gathering;
mod name_analyzer;
mod names;
mod score;
mod shortlist;
mod suggestion;
mod table;
mod variants;
mod withdrawal;
mod withdrawn;
mod writer;

use catalogue::{Gazetteer, Granularity, RecordType};

pub(crate) use acronyms::acronyms_in_brackets;
pub(crate) use collector::Collector;
pub(crate) use contribution::Contribution;
pub(crate) use gathering::write_suggestions;
pub use suggestion::{SuggestRequest, Suggestion, SuggestionKind, SuggestionTarget};
pub(crate) use table::{FILE as SUGGESTIONS_FILE, SuggestionTable};

use crate::facet::Facet;
use finder::{Finder, ScoredEntry};

/// Returns what may have been meant, best first: names of which the text is all, then those that begin with it, then
/// those that have its words, each the most used first.
///
/// An empty text has no suggestions.
pub(crate) fn suggest(table: &SuggestionTable, request: &SuggestRequest) -> Vec<Suggestion> {
    let mut finder = Finder::new(table, &request.kinds, request.size);
    let matches = finder.find(&request.text);
    matches
        .iter()
        .filter_map(|found| suggestion(table, &mut finder, found))
        .collect()
}

fn suggestion(
    table: &SuggestionTable,
    finder: &mut Finder<'_>,
    found: &ScoredEntry,
) -> Option<Suggestion> {
    let kind = table.kind(found.entry)?;
    let texts = table.texts(found.entry);
    let acronym = (!texts.acronym.is_empty()).then(|| texts.acronym.to_owned());
    let record = |record_type: RecordType| SuggestionTarget::Record {
        record_type,
        id: texts.value.to_owned(),
        slug: texts.slug.to_owned(),
        name: texts.slug.to_owned(),
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
            SuggestionKind::Geozone => level_and_departement(texts.value),
            _ => acronym.clone(),
        },
        count: u64::from(table.count(found.entry)),
        target,
    })
}

/// Returns the level of a zone, and the département that it lies in, if any: `Commune, Finistère`.
fn level_and_departement(id: &str) -> Option<String> {
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
