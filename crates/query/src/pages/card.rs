//! A hit as the list of results shows it.

use catalogue::{Gazetteer, Owner, RecordType, format_label};
use search_index::{Fragment, SearchHit, SearchRequest};

use super::record_path;
use super::search::href;
use crate::french;
use crate::params::copies_of;

/// Formats and zones shown on a card.
const CARD_VALUES: usize = 6;

/// A hit as the list shows it.
pub(super) struct Card {
    pub href: String,
    pub title: Vec<Fragment>,
    pub acronym: Option<String>,
    pub is_api: bool,
    pub is_archived: bool,
    pub owner: Option<String>,
    pub is_certified: bool,
    pub description: Vec<Fragment>,
    pub license: Option<String>,
    pub badges: Vec<String>,
    pub formats: Vec<String>,
    pub zones: Vec<String>,
    /// The zones are inferred, not declared.
    pub are_inferred: bool,
    /// How many others have the same title, in words, and where they are listed.
    pub copies: Option<(String, String)>,
    /// The words that were asked for and that it has not.
    pub missing: Vec<String>,
    pub updated: Option<(String, String)>,
    pub uses: Vec<String>,
}

impl Card {
    pub fn new(found: &SearchHit, request: &SearchRequest) -> Self {
        let hit = &found.hit;
        let organization = hit.owner.as_ref().and_then(Owner::organization);
        let metrics = &hit.metrics;
        let are_inferred = hit.geozones.is_empty() && request.inferred;
        let zones = if are_inferred {
            &hit.inferred_geozones
        } else {
            &hit.geozones
        };
        let uses = [
            (metrics.views, "vue", "vues"),
            (
                metrics.resources_downloads,
                "téléchargement",
                "téléchargements",
            ),
            (metrics.reuses, "réutilisation", "réutilisations"),
        ];
        Self {
            href: record_path(&hit.record_type, &hit.slug),
            title: found.title.clone(),
            acronym: hit.acronym.clone(),
            is_api: hit.record_type == RecordType::Dataservice,
            is_archived: hit.archived.is_some(),
            owner: hit
                .owner
                .as_ref()
                .map(Owner::name)
                .filter(|name| !name.is_empty()),
            is_certified: organization.is_some_and(catalogue::Organization::is_certified),
            description: found.description.clone(),
            license: hit
                .license
                .as_ref()
                .map(|license| license.label().to_owned()),
            badges: hit
                .badges
                .iter()
                .map(|badge| badge.label_for(&hit.record_type).to_owned())
                .collect(),
            formats: some_of(
                hit.formats
                    .iter()
                    .map(|format| format_label(format).into_owned()),
            ),
            zones: some_of(zones.iter().map(|zone| zone_name(zone))),
            are_inferred,
            copies: copies(found, request),
            missing: found.missing.clone(),
            updated: hit
                .last_update
                .map(|date| (french::iso_day(date), french::day(date))),
            uses: uses
                .into_iter()
                .filter_map(|(n, singular, plural)| {
                    n.filter(|n| *n > 0)
                        .map(|n| french::count(n, singular, plural))
                })
                .collect(),
        }
    }
}

pub(super) fn zone_name(id: &str) -> String {
    Gazetteer::france().name(id).unwrap_or(id).to_owned()
}

/// Returns how many near-copies stand behind a hit, with the link to them.
fn copies(found: &SearchHit, request: &SearchRequest) -> Option<(String, String)> {
    let expanded = copies_of(request, &found.hit.id);
    (found.n_copies > 0).then(|| {
        let others = french::count(found.n_copies, "autre", "autres");
        (format!("et {others} de même titre"), href(&expanded))
    })
}

/// Returns the first values, and how many more there are.
fn some_of(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut values: Vec<String> = values.collect();
    if values.len() > CARD_VALUES {
        let n_more = values.len() - CARD_VALUES;
        values.truncate(CARD_VALUES);
        values.push(format!("+\u{A0}{n_more}"));
    }
    values
}
