//! Geozones, from the gazetteer. It has no shapes, so every `geometry` is null.

use axum::extract::{Path, State};
use axum::response::Response;
use catalogue::Gazetteer;
use search_index::Facet;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::call::{Call, MaskHeader, on_index};
use super::dataset::page;
use super::lookup;
use super::parameters::{self, Suggestion, ZoneDatasets};
use super::problem::{Problem, ProblemAnswer};
use super::terms::ZoneAnswer;
use crate::state::AppState;

/// Zones of one request, at most.
const MAX_ZONES: usize = 1_000;

/// A zone as `GeoJSON`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Feature {
    /// The zone's id.
    #[schema(required = false)]
    id: String,
    /// Always `Feature`.
    #[schema(required = false)]
    r#type: &'static str,
    /// Always null: the gazetteer has no shapes.
    #[schema(value_type = Option<Object>)]
    geometry: Option<Value>,
    /// What the zone is called.
    #[schema(required = false)]
    properties: ZoneAnswer,
}

/// Zones as `GeoJSON`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FeatureCollection {
    /// Always `FeatureCollection`.
    #[schema(required = false)]
    r#type: &'static str,
    /// The zones, in the order of the request.
    #[schema(required = false)]
    features: Vec<Feature>,
}

/// Returns the zone, if the gazetteer holds it.
fn feature(id: &str) -> Option<Feature> {
    Gazetteer::france().get(id).map(|zone| Feature {
        id: zone.id.to_owned(),
        r#type: "Feature",
        geometry: None,
        properties: ZoneAnswer::new(zone.id),
    })
}

/// Returns one zone.
#[utoipa::path(
    get,
    path = "/api/1/spatial/zone/{id}/",
    tag = "data.gouv.fr",
    params(
        ("id" = String, Path, example = "fr:region:53", description = "The zone's id, of today or with the day from which it was valid."),
        MaskHeader,
    ),
    responses(
        (status = 200, description = "The zone.", body = Feature),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
        (status = 404, description = "There is no such zone.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn zone(Path(id): Path<String>, call: Call) -> Result<Response, Problem> {
    match feature(&id) {
        Some(feature) => call.answer(&feature),
        None => Err(Problem::not_found(format!("there is no zone `{id}`"))),
    }
}

/// A dataset as another object refers to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DatasetReference {
    /// 24 hexadecimal digits.
    #[schema(required = false)]
    id: String,
    /// The title.
    #[schema(required = false)]
    title: String,
    /// The acronym.
    acronym: Option<String>,
    /// Its address in this API.
    #[schema(required = false)]
    uri: String,
    /// Its page on the platform; where the source does not give it, the one here.
    #[schema(required = false)]
    page: String,
}

/// Lists datasets about a zone, or about what lies within it, the most used first.
#[utoipa::path(
    get,
    path = "/api/1/spatial/zone/{id}/datasets/",
    tag = "data.gouv.fr",
    params(
        ("id" = String, Path, example = "fr:region:53", description = "The zone's id, of today or with the day from which it was valid."),
        ZoneDatasets,
        MaskHeader,
    ),
    responses(
        (status = 200, description = "The datasets.", body = Vec<DatasetReference>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 404, description = "There is no such zone.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn datasets(
    State(state): State<AppState>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let Some(zone) = Gazetteer::france().get(&id) else {
        return Err(Problem::not_found(format!("there is no zone `{id}`")));
    };
    let asked = ZoneDatasets::read(&mut call.arguments()?)?;
    on_index(&state, move |searcher| {
        let request = parameters::datasets(asked.size).filter(Facet::Geozone, zone.id);
        let found = lookup::find(searcher, Some(&request))?;
        let reference = |dataset: &catalogue::Dataset| DatasetReference {
            id: dataset.id.clone(),
            title: dataset.title.clone(),
            acronym: dataset.acronym.clone(),
            uri: format!("{}/api/1/datasets/{}/", call.base_url, dataset.id),
            page: page(dataset, &call.base_url),
        };
        let datasets: Vec<DatasetReference> = found.datasets().map(reference).collect();
        call.answer(&datasets)
    })
    .await
}

/// Returns several zones.
#[utoipa::path(
    get,
    path = "/api/1/spatial/zones/{ids}/",
    tag = "data.gouv.fr",
    params(
        ("ids" = String, Path, example = "fr:region:53,fr:departement:29", description = "The zones' ids, with commas between them."),
        MaskHeader,
    ),
    responses(
        (status = 200, description = "The zones.", body = FeatureCollection),
        (status = 400, description = "The mask is none, or there are too many ids.", body = ProblemAnswer),
        (status = 404, description = "One of them is unknown.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn zones(Path(ids): Path<String>, call: Call) -> Result<Response, Problem> {
    let ids: Vec<&str> = ids.split(',').map(str::trim).collect();
    if ids.len() > MAX_ZONES {
        let n_ids = ids.len();
        let message = format!("{n_ids} zone identifiers, at most {MAX_ZONES} are read");
        return Err(Problem::bad_request(message));
    }
    let features: Vec<Feature> = ids.iter().filter_map(|id| feature(id)).collect();
    if features.len() < ids.len() {
        let unknown: Vec<&str> = ids
            .into_iter()
            .filter(|id| Gazetteer::france().get(id).is_none())
            .collect();
        let message = format!("Unknown zone identifiers: {}", unknown.join(", "));
        return Err(Problem::not_found(message));
    }
    call.answer(&FeatureCollection {
        r#type: "FeatureCollection",
        features,
    })
}

/// A zone to choose.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ZoneSuggestion {
    /// Its id.
    #[schema(required = false)]
    id: String,
    /// Its name.
    name: Option<String>,
    /// Its code within the level.
    #[schema(required = false)]
    code: String,
    /// Its level.
    #[schema(required = false)]
    level: String,
    /// Not known here.
    uri: Option<String>,
}

/// Suggests zones.
///
/// Those that have the text in their name, accents and case apart, or in their id: the widest first, then the most
/// populous.
#[utoipa::path(
    get,
    path = "/api/1/spatial/zones/suggest/",
    tag = "data.gouv.fr",
    params(Suggestion, MaskHeader),
    responses(
        (status = 200, description = "The zones.", body = Vec<ZoneSuggestion>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn suggest(call: Call) -> Result<Response, Problem> {
    let mut arguments = call.arguments()?;
    let asked = Suggestion::read(&mut arguments, 10)?;
    let zones = Gazetteer::france().containing(&asked.q);
    let suggestions: Vec<ZoneSuggestion> = zones
        .into_iter()
        .take(asked.size)
        .map(|zone| {
            let answer = ZoneAnswer::new(zone.id);
            ZoneSuggestion {
                id: answer.id,
                name: answer.name,
                code: answer.code,
                level: answer.level,
                uri: None,
            }
        })
        .collect();
    call.answer(&suggestions)
}
