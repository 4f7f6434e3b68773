//! The map of France: where the results of a search are, and a click to keep to a place.
//!
//! It shows the régions, and in the place of a région in which something is chosen its départements, so that a choice
//! can be made finer. Each place is a link to a search; nothing needs a script.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use catalogue::Gazetteer;
use search_index::{Facet, FacetCounts, SearchRequest};

use super::frame::Frame;
use crate::params::{with_zone, without_value};

/// The outlines; `data/make-map.py` says where they come from.
const OUTLINES: &str = include_str!("../../data/map.tsv");

/// Shades by count, beside that of nothing.
const SHADES: u64 = 5;

static FRANCE: LazyLock<Outlines> = LazyLock::new(|| Outlines::read(OUTLINES));

/// The outlines of régions and départements.
struct Outlines {
    view_box: &'static str,
    /// Régions, then départements.
    zones: Vec<Outline>,
}

struct Outline {
    id: &'static str,
    /// The région that a département lies in; empty for a région.
    parent: &'static str,
    path: &'static str,
}

impl Outlines {
    /// Reads lines of id, parent, path and a point, separated by tabs, behind one with the view box.
    fn read(table: &'static str) -> Self {
        let mut outlines = Self {
            view_box: "",
            zones: Vec::new(),
        };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&'static str> = line.split('\t').collect();
            match fields.as_slice() {
                ["viewBox", view_box] => outlines.view_box = view_box,
                [id, parent, path, _point] => outlines.zones.push(Outline { id, parent, path }),
                _ => {}
            }
        }
        outlines
    }
}

/// Returns the zones that the map may show, as values of the facet of geozones.
pub(super) fn zone_ids() -> Vec<String> {
    FRANCE.zones.iter().map(|zone| zone.id.to_owned()).collect()
}

/// The map of a search.
pub(super) struct Map {
    pub view_box: &'static str,
    pub zones: Vec<MapZone>,
    /// The outlines of the régions in which something is chosen.
    pub opened: Vec<&'static str>,
    /// The search in all of France, where a place is chosen.
    pub everywhere_href: Option<String>,
    pub hint: &'static str,
}

/// A place on the map.
pub(super) struct MapZone {
    pub id: &'static str,
    pub name: &'static str,
    pub path: &'static str,
    /// Whether it is a part of a chosen région.
    pub is_part: bool,
    pub count: String,
    /// The name and the count in words.
    pub label: String,
    /// From 0, nothing, to [`SHADES`].
    pub shade: u64,
    pub is_selected: bool,
    pub href: String,
}

impl Map {
    /// Returns the map of a search, of which the places of [`zone_ids`] were counted.
    pub fn new(frame: &Frame, request: &SearchRequest, counts: &FacetCounts) -> Self {
        let opened = opened_regions(request);
        let is_shown = |zone: &&(&Outline, u64)| {
            if zone.0.parent.is_empty() {
                !opened.contains(&zone.0.id)
            } else {
                opened.contains(&zone.0.parent)
            }
        };
        let counted = FRANCE.zones.iter().zip(counts.counted.iter().copied());
        let counted: Vec<(&Outline, u64)> = counted.collect();
        let shown: Vec<&(&Outline, u64)> = counted.iter().filter(is_shown).collect();
        // A département is compared with the others of its région: beside whole régions it would always be pale.
        let mut most: HashMap<&str, u64> = HashMap::new();
        for (zone, count) in &shown {
            let most = most.entry(zone.parent).or_default();
            *most = (*most).max(*count);
        }
        let zones = shown.iter().map(|(zone, count)| {
            map_zone(
                frame,
                request,
                zone,
                *count,
                shade(*count, most[zone.parent]),
            )
        });
        let has_chosen = request.selection(Facet::Geozone).next().is_some();
        let everywhere = SearchRequest {
            filters: without_zones(&request.filters),
            all_of: without_zones(&request.all_of),
            page: 1,
            ..request.clone()
        };
        Self {
            view_box: FRANCE.view_box,
            zones: zones.collect(),
            opened: FRANCE
                .zones
                .iter()
                .filter(|zone| opened.contains(&zone.id))
                .map(|zone| zone.path)
                .collect(),
            everywhere_href: has_chosen.then(|| frame.search_href(&everywhere)),
            hint: if opened.is_empty() {
                "map-hint"
            } else {
                "map-hint-chosen"
            },
        }
    }
}

fn without_zones(filters: &BTreeMap<Facet, Vec<String>>) -> BTreeMap<Facet, Vec<String>> {
    let mut filters = filters.clone();
    filters.remove(&Facet::Geozone);
    filters
}

/// Returns the régions that are selected, or that have a selected département.
fn opened_regions(request: &SearchRequest) -> Vec<&'static str> {
    let gazetteer = Gazetteer::france();
    let chosen = request.selection(Facet::Geozone);
    let with_above = chosen.flat_map(|id| {
        let own = gazetteer.get(id).map(|zone| zone.id);
        let above = gazetteer.ancestors(id).into_iter().map(|zone| zone.id);
        own.into_iter().chain(above)
    });
    with_above
        .filter(|id| id.starts_with("fr:region:"))
        .collect()
}

fn map_zone(
    frame: &Frame,
    request: &SearchRequest,
    zone: &Outline,
    count: u64,
    shade: u64,
) -> MapZone {
    let language = frame.language();
    let name = Gazetteer::france().name(zone.id).unwrap_or(zone.id);
    let is_selected = request.selects(Facet::Geozone, zone.id);
    let label = language.count_with("map-zone", count, &[("name", name)]);
    let changed = if is_selected {
        without_value(request, Facet::Geozone, zone.id)
    } else {
        with_zone(request, zone.id)
    };
    MapZone {
        id: zone.id,
        name,
        path: zone.path,
        is_part: !zone.parent.is_empty(),
        count: language.number(count),
        label: if is_selected {
            language.say_with("chosen", &[("label", &label)])
        } else {
            label
        },
        shade,
        is_selected,
        href: frame.search_href(&changed),
    }
}

/// Returns how dark a place is: by the square root, so that a place with a tenth of the most is not as pale as one with a
/// hundredth.
fn shade(count: u64, most: u64) -> u64 {
    if count == 0 {
        return 0;
    }
    let share = (count as f64 / most as f64).sqrt();
    ((share * SHADES as f64).ceil() as u64).clamp(1, SHADES)
}

#[cfg(test)]
mod tests {
    use axum::http::Uri;

    use super::*;
    use crate::params::parse_page;

    fn search(query_string: &str) -> SearchRequest {
        parse_page(query_string).unwrap()
    }

    fn map(request: &SearchRequest) -> Map {
        let counts = FacetCounts {
            facet: Facet::Geozone,
            values: Vec::new(),
            n_values: 0,
            counted: (0..zone_ids().len() as u64).collect(),
        };
        Map::new(&Frame::of(&Uri::from_static("/")), request, &counts)
    }

    #[test]
    fn all_zones_are_in_the_gazetteer_and_have_an_outline() {
        for zone in &FRANCE.zones {
            assert!(Gazetteer::france().get(zone.id).is_some(), "{}", zone.id);
            assert!(
                zone.path.starts_with('m') && zone.path.ends_with('z'),
                "{}",
                zone.id
            );
        }
        let n_regions = FRANCE
            .zones
            .iter()
            .filter(|zone| zone.parent.is_empty())
            .count();
        assert_eq!((n_regions, FRANCE.zones.len()), (18, 18 + 101));
        assert!(FRANCE.view_box.starts_with("0 0 "));
    }

    #[test]
    fn a_chosen_region_shows_its_departements() {
        let whole = map(&search(""));
        assert_eq!(whole.zones.len(), 18);
        assert!(whole.everywhere_href.is_none());
        for chosen in ["fr:region:53", "fr:departement:35", "fr:commune:35238"] {
            let map = map(&search(&format!("geozone={chosen}")));
            assert_eq!(map.zones.len(), 17 + 4, "{chosen}");
            assert_eq!(map.zones.iter().filter(|zone| zone.is_part).count(), 4);
            assert_eq!(map.everywhere_href.as_deref(), Some("/"));
        }
    }

    #[test]
    fn a_finer_choice_takes_the_place_of_the_wider_one() {
        let chosen = search("q=eau&geozone=fr:region:53");
        let map = map(&chosen);
        let href = |id: &str| {
            let zone = map.zones.iter().find(|zone| zone.id == id);
            zone.unwrap().href.as_str()
        };
        assert_eq!(
            href("fr:departement:29"),
            "/?q=eau&geozone=fr%3Adepartement%3A29"
        );
        assert_eq!(
            href("fr:region:84"),
            "/?q=eau&geozone=fr%3Aregion%3A53&geozone=fr%3Aregion%3A84",
            "another one is added"
        );
    }

    #[test]
    fn shades_go_from_nothing_to_the_most() {
        let shades = [0, 1, 10, 100, 300, 1_000].map(|count| shade(count, 1_000));
        assert_eq!(shades, [0, 1, 1, 2, 3, 5]);
        assert_eq!([1, 2].map(|count| shade(count, 2)), [4, 5]);
    }
}
