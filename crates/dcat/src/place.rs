//! Where: the zones and the outline that a dataset declares.

use catalogue::{Gazetteer, Spatial, strip_validity};
use oxrdf::{NamedOrBlankNode, Term};
use serde_json::Value;

use crate::graph::{Graph, Node};
use crate::site::Site;
use crate::terms::{dcat, dct, geosparql, locn, rdfs, skos};
use crate::vocabularies;

/// The longest outline that is told whole, in bytes; of all others the rectangle around them.
const MAX_GEOMETRY_BYTES: usize = 20_000;

/// Says of a dataset where it is.
pub(crate) fn say(node: &mut Node, graph: &mut Graph, spatial: &Spatial, site: &Site<'_>) {
    for zone in spatial.zones.iter().flatten() {
        let place = zone_place(graph, strip_validity(zone), site);
        node.link(dct::SPATIAL, place);
    }
    for name in &spatial.unresolved_names {
        let mut place = Node::new(graph.blank(), dct::LOCATION);
        place.text(skos::PREF_LABEL, name);
        node.link(dct::SPATIAL, graph.add(place));
    }
    if let Some(geometry) = &spatial.geom {
        let place = outline(graph, geometry);
        node.maybe_link(dct::SPATIAL, place);
    }
}

/// Returns a zone: a country by the European Union's table, all others by their address in this server's API.
fn zone_place(graph: &mut Graph, zone: &str, site: &Site<'_>) -> Term {
    let name = Gazetteer::france().name(zone).unwrap_or(zone);
    let address = vocabularies::country(zone)
        .unwrap_or_else(|| site.at(&["api", "1", "spatial", "zone", zone, ""]));
    let place = graph.describe(address, dct::LOCATION, |place| {
        place.text(skos::PREF_LABEL, name);
        place.text(rdfs::LABEL, name);
        place.text(skos::NOTATION, zone);
    });
    place.into()
}

/// Returns the place that an outline is; `None` for what is no `GeoJSON`.
fn outline(graph: &mut Graph, geometry: &Value) -> Option<NamedOrBlankNode> {
    let bounds = Bounds::of(geometry.get("coordinates")?)?;
    let text = geometry.to_string();
    let mut place = Node::new(graph.blank(), dct::LOCATION);
    place.typed(dcat::BBOX, bounds.as_wkt(), geosparql::WKT);
    if text.len() <= MAX_GEOMETRY_BYTES {
        let mut shape = Node::new(graph.blank(), locn::GEOMETRY_CLASS);
        shape.typed(geosparql::AS_GEO_JSON, text, geosparql::GEO_JSON);
        place.link(locn::GEOMETRY, graph.add(shape));
    }
    Some(graph.add(place))
}

/// The rectangle around an outline, in degrees.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl Bounds {
    /// Returns the rectangle around coordinates, in however many lists they lie.
    fn of(coordinates: &Value) -> Option<Self> {
        let mut bounds: Option<Self> = None;
        let mut open = vec![coordinates];
        while let Some(Value::Array(items)) = open.pop() {
            if let [x, y, ..] = items.as_slice()
                && let (Some(x), Some(y)) = (x.as_f64(), y.as_f64())
            {
                let own = Self {
                    west: x,
                    south: y,
                    east: x,
                    north: y,
                };
                bounds = Some(bounds.map_or(own, |bounds| bounds.with(own)));
            } else {
                open.extend(items.iter().filter(|item| item.is_array()));
            }
        }
        bounds
    }

    fn with(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    fn as_wkt(self) -> String {
        let Self {
            west,
            south,
            east,
            north,
        } = self;
        format!(
            "POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
        )
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_rectangle_lies_around_all_coordinates() {
        let nested = json!([
            [[[1.5, 48.0], [2.0, 47.0, 100.0]]],
            [[[-1.0, 49.0]]],
            "x",
            [null, 3]
        ]);
        assert_eq!(
            Bounds::of(&nested).unwrap().as_wkt(),
            "POLYGON((-1 47,2 47,2 49,-1 49,-1 47))"
        );
        for nothing in [json!(null), json!([]), json!(["a"]), json!({"a": [1, 2]})] {
            assert!(Bounds::of(&nothing).is_none(), "{nothing}");
        }
    }
}
