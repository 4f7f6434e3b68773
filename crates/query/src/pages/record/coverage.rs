//! Where a record is about: its zones, each with what it lies in.

use catalogue::{Gazetteer, Record, strip_validity};

use super::super::card::zone_name;
use crate::pages::frame::Frame;
use crate::pages::link::{Link, facet_link, text};

/// Zones shown; some datasets name hundreds.
const ZONES: usize = 20;

/// Where a record is about.
pub(super) struct Coverage {
    pub is_inferred: bool,
    /// For each zone of the record: the zone, then its ancestors, the nearest first.
    pub zones: Vec<Vec<Link>>,
    /// How many zones are not shown, in words.
    pub more: Option<String>,
}

/// Returns the territory that a record describes, if it is known.
pub(super) fn coverage(frame: &Frame, record: &Record) -> Option<Coverage> {
    let inferred;
    let (declared, unresolved) = match record {
        Record::Dataset(dataset) => match &dataset.spatial {
            Some(spatial) => (
                spatial.zones.as_deref().unwrap_or_default(),
                spatial.unresolved_names.as_slice(),
            ),
            None => Default::default(),
        },
        Record::Dataservice(_) => Default::default(),
    };
    let is_inferred = declared.is_empty() && unresolved.is_empty();
    let zones = if is_inferred {
        inferred = catalogue::inferred_geozones(record);
        inferred.as_slice()
    } else {
        declared
    };
    let mut shown: Vec<Vec<Link>> = zones.iter().map(|zone| with_above(frame, zone)).collect();
    shown.extend(unresolved.iter().map(|name| vec![text(name.clone())]));
    let n_more = shown.len().saturating_sub(ZONES);
    shown.truncate(ZONES);
    (!shown.is_empty()).then(|| Coverage {
        is_inferred,
        zones: shown,
        more: (n_more > 0).then(|| frame.language().count("more-values", n_more as u64)),
    })
}

/// Returns a zone and its ancestors, up to its country.
fn with_above(frame: &Frame, zone: &str) -> Vec<Link> {
    let id = strip_validity(zone);
    let gazetteer = Gazetteer::france();
    let link = |id: &str| facet_link(frame, "geozone", id, zone_name(id));
    let own = gazetteer.get(id).map_or(id, |zone| zone.id);
    let above = gazetteer.ancestors(id).into_iter();
    // Parts of countries and groups of them say little of a town.
    let above = above.filter(|zone| !zone.id.starts_with("country-"));
    std::iter::once(link(own))
        .chain(above.map(|zone| link(zone.id)))
        .collect()
}
