//! Whether a record's territory is declared, inferred or neither.

use catalogue::{Record, Spatial};

/// The values of [`Facet::Coverage`](super::Facet::Coverage) with their labels. A record that declares a place without an
/// id (a shape, a name that may mean several) and of which a zone was inferred has both first ones.
pub(crate) const COVERAGES: [(&str, &str); 3] = [
    ("declared", "Déclarée"),
    ("inferred", "Déduite"),
    ("none", "Aucune"),
];

/// Returns the French label of a coverage.
pub(super) fn coverage_label(name: &str) -> &str {
    let known = COVERAGES.into_iter().find(|(known, _)| *known == name);
    known.map_or(name, |(_, label)| label)
}

/// Returns a record's coverages; the zones inferred for the record are beside it.
pub(super) fn coverages(record: &Record, inferred_zones: &[String]) -> Vec<&'static str> {
    let [(declared, _), (inferred, _), (none, _)] = COVERAGES;
    let spatial =
        super::record_values::dataset(record).and_then(|dataset| dataset.spatial.as_ref());
    let declares_place = |spatial: &Spatial| {
        let names_zones = spatial.zones.iter().flatten().next().is_some();
        spatial.geom.is_some() || names_zones || !spatial.unresolved_names.is_empty()
    };
    let mut coverages = Vec::new();
    if spatial.is_some_and(declares_place) {
        coverages.push(declared);
    }
    if !inferred_zones.is_empty() {
        coverages.push(inferred);
    }
    if coverages.is_empty() {
        coverages.push(none);
    }
    coverages
}
