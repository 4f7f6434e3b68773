//! The vocabularies: licences, frequencies, types of resources, formats, badges, granularities and levels.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use catalogue::{
    Badge, Frequency, Granularity, License, OrganizationBadge, RecordType, ResourceType,
};
use search_index::Facet;
use serde::Serialize;
use utoipa::ToSchema;

use super::call::{Call, MaskHeader, on_index};
use super::lookup::values_with;
use super::problem::{Problem, ProblemAnswer};
use super::terms::{
    FrequencyAnswer, GranularityAnswer, LicenseAnswer, ResourceTypeAnswer, formats,
};
use crate::state::AppState;

/// Lists the licences.
#[utoipa::path(
    get,
    path = "/api/1/datasets/licenses/",
    tag = "data.gouv.fr",
    params(MaskHeader),
    responses(
        (status = 200, description = "The platform's twelve licences.", body = Vec<LicenseAnswer>),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn licenses(call: Call) -> Result<Response, Problem> {
    let licenses: Vec<LicenseAnswer> = License::all().iter().map(Into::into).collect();
    call.answer(&licenses)
}

/// Lists the update frequencies.
#[utoipa::path(
    get,
    path = "/api/1/datasets/frequencies/",
    tag = "data.gouv.fr",
    params(MaskHeader),
    responses(
        (status = 200, description = "The platform's frequencies, the most often first.", body = Vec<FrequencyAnswer>),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn frequencies(call: Call) -> Result<Response, Problem> {
    let frequencies: Vec<FrequencyAnswer> = Frequency::all().iter().map(Into::into).collect();
    call.answer(&frequencies)
}

/// Lists what resources are for.
#[utoipa::path(
    get,
    path = "/api/1/datasets/resource_types/",
    tag = "data.gouv.fr",
    params(MaskHeader),
    responses(
        (status = 200, description = "The types of resources.", body = Vec<ResourceTypeAnswer>),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn resource_types(call: Call) -> Result<Response, Problem> {
    let answer = |resource_type: &ResourceType| ResourceTypeAnswer {
        id: resource_type.id().to_owned(),
        label: resource_type.label().to_owned(),
    };
    let types: Vec<ResourceTypeAnswer> = ResourceType::all().iter().map(answer).collect();
    call.answer(&types)
}

/// Lists the formats.
///
/// data.gouv.fr lists the extensions that may be uploaded there; these are the formats that `format` finds.
#[utoipa::path(
    get,
    path = "/api/1/datasets/extensions/",
    tag = "data.gouv.fr",
    responses((status = 200, description = "The formats, in the order of the alphabet.", body = Vec<String>)),
)]
pub(crate) async fn extensions() -> axum::Json<Vec<&'static str>> {
    axum::Json(formats())
}

/// Lists the badges of datasets.
#[utoipa::path(
    get,
    path = "/api/1/datasets/badges/",
    tag = "data.gouv.fr",
    responses((status = 200, description = "The French label of each badge.", body = BTreeMap<String, String>)),
)]
pub(crate) async fn dataset_badges() -> axum::Json<BTreeMap<&'static str, &'static str>> {
    axum::Json(
        Badge::all()
            .iter()
            .map(|badge| (badge.id(), badge.label()))
            .collect(),
    )
}

/// Lists the badges of dataservices.
#[utoipa::path(
    get,
    path = "/api/1/dataservices/badges/",
    tag = "data.gouv.fr",
    responses((status = 200, description = "The French label of each badge.", body = BTreeMap<String, String>)),
)]
pub(crate) async fn dataservice_badges() -> axum::Json<BTreeMap<&'static str, &'static str>> {
    let label = Badge::Hvd.label_for(&RecordType::Dataservice);
    axum::Json(BTreeMap::from([("hvd", label)]))
}

/// Lists the badges of organizations.
#[utoipa::path(
    get,
    path = "/api/1/organizations/badges/",
    tag = "data.gouv.fr",
    responses((status = 200, description = "The French label of each badge.", body = BTreeMap<String, String>)),
)]
pub(crate) async fn organization_badges() -> axum::Json<BTreeMap<&'static str, &'static str>> {
    axum::Json(
        OrganizationBadge::all()
            .iter()
            .map(|badge| (badge.id(), badge.label()))
            .collect(),
    )
}

/// Lists how fine data may be in space.
#[utoipa::path(
    get,
    path = "/api/1/spatial/granularities/",
    tag = "data.gouv.fr",
    params(MaskHeader),
    responses(
        (status = 200, description = "The granularities, the widest first.", body = Vec<GranularityAnswer>),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn granularities(call: Call) -> Result<Response, Problem> {
    let granularities: Vec<GranularityAnswer> = Granularity::all().iter().map(Into::into).collect();
    call.answer(&granularities)
}

/// Lists the levels of geozones.
#[utoipa::path(
    get,
    path = "/api/1/spatial/levels/",
    tag = "data.gouv.fr",
    params(MaskHeader),
    responses(
        (status = 200, description = "The levels, the widest first.", body = Vec<GranularityAnswer>),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn levels(call: Call) -> Result<Response, Problem> {
    let levels: Vec<GranularityAnswer> = Granularity::all()
        .iter()
        .filter(|granularity| granularity.rank().is_some())
        .map(Into::into)
        .collect();
    call.answer(&levels)
}

/// A schema that data follows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CatalogSchema {
    /// Its name, such as `etalab/schema-irve`.
    #[schema(required = false)]
    name: String,
    /// Not known here.
    title: Option<String>,
    /// Not known here.
    description: Option<String>,
    /// Not known here.
    schema_url: Option<String>,
    /// Not known here.
    schema_type: Option<String>,
    /// Always empty.
    #[schema(required = false)]
    versions: Vec<String>,
}

/// Lists the schemas that datasets or their resources declare, the most frequent first.
#[utoipa::path(
    get,
    path = "/api/1/datasets/schemas/",
    tag = "data.gouv.fr",
    params(MaskHeader),
    responses(
        (status = 200, description = "The schemas.", body = Vec<CatalogSchema>),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn schemas(
    State(state): State<AppState>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let names = values_with(searcher, Facet::Schema, "", usize::MAX)?;
        let schemas = names.into_iter().map(|name| CatalogSchema {
            name,
            title: None,
            description: None,
            schema_url: None,
            schema_type: None,
            versions: Vec::new(),
        });
        call.answer(&schemas.collect::<Vec<_>>())
    })
    .await
}
