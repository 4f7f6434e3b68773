//! The chosen zones among the filters: whether what covers them is wanted too, or only what is about the whole of them, and
//! how many records each level has.

use catalogue::{Geozone, Granularity};
use search_index::{CoveringZone, Facet, FacetCounts, SearchRequest, SearchResults};

use super::frame::Frame;
use super::labels::value_label;
use crate::params::about_zone;

/// The chosen zones, with what covers them.
pub(super) struct ChosenZones {
    pub legend: String,
    /// The zones, then the two rules for them.
    pub ticks: Vec<Tick>,
    pub levels_label: String,
    /// The zones that contain them and are about by some record, the nearest first.
    pub levels: Vec<CoveringLink>,
}

/// A box of the form to tick.
pub(super) struct Tick {
    pub name: &'static str,
    pub value: String,
    pub label: String,
    pub count: String,
    pub is_ticked: bool,
}

/// A zone that contains a chosen one, with the search for what is about itself.
pub(super) struct CoveringLink {
    pub name: &'static str,
    pub level: String,
    pub n: u64,
    pub count: String,
    pub href: String,
}

impl ChosenZones {
    /// Returns what the filters show of the zones that a search chooses, given the counts of all; `None` where it chooses none.
    pub fn new(
        frame: &Frame,
        request: &SearchRequest,
        results: &SearchResults,
        counts: &FacetCounts,
    ) -> Option<Self> {
        let language = frame.language();
        let chosen: Vec<_> = counts.values.iter().filter(|it| it.selected).collect();
        let n_zones = chosen.len() as u64;
        if counts.facet != Facet::Geozone || n_zones == 0 {
            return None;
        }
        let mut ticks: Vec<Tick> = chosen
            .iter()
            .map(|value| Tick {
                name: counts.facet.name(),
                value: value.name.clone(),
                label: value_label(language, counts.facet, value),
                count: language.number(value.count),
                is_ticked: true,
            })
            .collect();
        let covering = results.covering.as_ref();
        if let ([only], Some(covering)) = (ticks.as_mut_slice(), covering) {
            let is_added = request.include_geozone_ancestors;
            let n_added = if is_added { covering.total } else { 0 };
            only.label = language.say_with("zones-here", &[("name", &only.label)]);
            only.count = language.number(results.total.saturating_sub(n_added));
        }
        ticks.push(Tick {
            name: "include_geozone_ancestors",
            value: "true".to_owned(),
            label: language.count("zones-covering", n_zones),
            count: covering.map_or_else(String::new, |covering| {
                language.count("zones-covering-count", covering.total)
            }),
            is_ticked: request.include_geozone_ancestors,
        });
        if request.geozone_exact || request.selection(Facet::Geozone).any(|id| has_parts(id)) {
            ticks.push(Tick {
                name: "geozone_exact",
                value: "true".to_owned(),
                label: language.count("zones-exact", n_zones),
                count: covering.map_or_else(String::new, |covering| {
                    language.number(covering.exact_total)
                }),
                is_ticked: request.geozone_exact,
            });
        }
        Some(Self {
            legend: language.count("zones-legend", n_zones),
            ticks,
            levels_label: language.count("zones-levels", n_zones),
            levels: covering_links(frame, request, results),
        })
    }
}

/// Returns whether records are about parts of a zone that is no part of a town.
fn has_parts(id: &str) -> bool {
    let zone = catalogue::Gazetteer::france().get(id);
    let level = zone.map(Geozone::level);
    !matches!(
        level,
        None | Some(Granularity::Commune | Granularity::Arrondissement)
    )
}

/// Returns the zones that contain the chosen ones and that some record is about which these do not find, the nearest first.
pub(super) fn covering_links(
    frame: &Frame,
    request: &SearchRequest,
    results: &SearchResults,
) -> Vec<CoveringLink> {
    let language = frame.language();
    let zones = results.covering.iter().flat_map(|it| &it.zones);
    let zones = zones.filter(|it| it.count > 0);
    zones
        .map(|CoveringZone { zone, count }| {
            let level = zone.level();
            let level = language.label("granularity", level.id(), level.short_label());
            CoveringLink {
                name: zone.name,
                level: level.into_owned(),
                n: *count,
                count: language.number(*count),
                href: frame.search_href(&about_zone(request, zone.id)),
            }
        })
        .collect()
}
