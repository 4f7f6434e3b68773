//! What covers the chosen zones, as JSON.

use search_index::{Covering, CoveringZone};
use serde::Serialize;
use utoipa::ToSchema;

/// A zone that contains a chosen one.
#[derive(Serialize, ToSchema)]
pub(crate) struct CoveringAnswer {
    /// Its level: `fr:epci`, `fr:departement`, `fr:region`, `country-subset`, `country`, `country-group`.
    level: String,
    /// The French word for one of that level: `Intercommunalité`.
    level_label: String,
    /// Its id, as `geozone` takes it.
    id: &'static str,
    /// Its name.
    name: &'static str,
    /// How many hits are about it, and not found by the chosen zones themselves.
    count: u64,
    /// The address of the search for what is about this zone itself (`geozone_exact=true`), in JSON.
    api_url: String,
}

impl CoveringAnswer {
    /// Returns the answers for all zones; `api_url` makes the address of the search for what is about one.
    pub fn all(covering: Option<&Covering>, api_url: impl Fn(&str) -> String) -> Vec<Self> {
        let zones = covering.into_iter().flat_map(|it| &it.zones);
        zones
            .map(|of_zone| Self::new(of_zone, api_url(of_zone.zone.id)))
            .collect()
    }

    fn new(of_zone: &CoveringZone, api_url: String) -> Self {
        let zone = of_zone.zone;
        let level = zone.level();
        Self {
            level: level.id().to_owned(),
            level_label: level.short_label().to_owned(),
            id: zone.id,
            name: zone.name,
            count: of_zone.count,
            api_url,
        }
    }
}
