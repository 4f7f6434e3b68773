//! One record as JSON: what a hit says of it, and what its page shows.

mod parts;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use catalogue::{Record, RecordType};
use search_index::{Facet, SearchHit, SearchRequest, Searcher};
use serde::Serialize;
use utoipa::ToSchema;

use super::hit::{Addresses, HitAnswer};
use crate::addresses::base_url;
use crate::error::{Error, absent};
use crate::fields::Members;
use crate::openapi::Document;
use crate::params::{Fields, FieldsParameter};
use crate::problem::ApiError;
use crate::state::AppState;
use parts::{DataserviceParts, DatasetParts, RecordParts, RelatedAnswer};

/// Similar records told.
const SIMILAR: usize = 6;

/// Gives a dataset.
///
/// By id or slug: the members of a hit, and what its page shows. A title that has changed keeps its slugs of before only where
/// the platform does; ids stay.
#[utoipa::path(
    get,
    path = "/api/datasets/{id_or_slug}",
    tag = "search",
    params(
        ("id_or_slug" = String, Path, example = "base-adresse-nationale", description = "The dataset's id, or its slug."),
        FieldsParameter,
    ),
    responses(
        (status = 200, description = "The dataset.", body = DatasetAnswer),
        crate::problem::RecordErrors,
    ),
)]
pub(crate) async fn dataset(
    State(state): State<AppState>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query_string): RawQuery,
    Extension(document): Extension<Document>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let fields = Fields::parse_strictly(query_string.as_deref().unwrap_or_default())?;
    Members::of(&document, &["DatasetAnswer"]).check(&fields)?;
    let found = found(&state, RecordType::Dataset, id, &fields, &headers).await?;
    let Record::Dataset(dataset) = found.record else {
        return Err(Error::NotFound.into());
    };
    Ok(fields.answer_record(DatasetAnswer {
        hit: found.hit,
        record: found.parts,
        dataset: DatasetParts::from(*dataset),
    })?)
}

/// Gives a dataservice.
///
/// By id or slug: the members of a hit, and what its page shows.
#[utoipa::path(
    get,
    path = "/api/dataservices/{id_or_slug}",
    tag = "search",
    params(
        ("id_or_slug" = String, Path, example = "api-base-dadresse-nationale-ban", description = "The dataservice's id, or its slug."),
        FieldsParameter,
    ),
    responses(
        (status = 200, description = "The dataservice.", body = DataserviceAnswer),
        crate::problem::RecordErrors,
    ),
)]
pub(crate) async fn dataservice(
    State(state): State<AppState>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query_string): RawQuery,
    Extension(document): Extension<Document>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let fields = Fields::parse_strictly(query_string.as_deref().unwrap_or_default())?;
    Members::of(&document, &["DataserviceAnswer"]).check(&fields)?;
    let found = found(&state, RecordType::Dataservice, id, &fields, &headers).await?;
    let Record::Dataservice(dataservice) = found.record else {
        return Err(Error::NotFound.into());
    };
    Ok(fields.answer_record(DataserviceAnswer {
        hit: found.hit,
        record: found.parts,
        dataservice: DataserviceParts::from(*dataservice),
    })?)
}

/// A dataset.
#[derive(Serialize, ToSchema)]
pub(crate) struct DatasetAnswer {
    #[serde(flatten)]
    hit: HitAnswer,
    #[serde(flatten)]
    record: RecordParts,
    #[serde(flatten)]
    dataset: DatasetParts,
}

/// A dataservice.
#[derive(Serialize, ToSchema)]
pub(crate) struct DataserviceAnswer {
    #[serde(flatten)]
    hit: HitAnswer,
    #[serde(flatten)]
    record: RecordParts,
    #[serde(flatten)]
    dataservice: DataserviceParts,
}

/// A record with what is told of it.
struct Found {
    record: Record,
    hit: HitAnswer,
    parts: RecordParts,
}

async fn found(
    state: &AppState,
    record_type: RecordType,
    id: Result<Path<String>, PathRejection>,
    fields: &Fields,
    headers: &HeaderMap,
) -> Result<Found, Error> {
    // Bytes that are no UTF-8 name no record.
    let Path(id_or_slug) = id.map_err(|_| Error::NotFound)?;
    let searcher = state.searcher()?;
    let base = base_url(&state.config, headers);
    // Finding them is a search of its own.
    let n_similar = if fields.has("similar") { SIMILAR } else { 0 };
    state
        .run(move || {
            let record = searcher.record(&record_type, &id_or_slug)?;
            let record = record.ok_or_else(|| absent(&searcher, &record_type, &id_or_slug))?;
            let request = request_for(&record);
            let hit = hit_of(&searcher, &record, &request)?;
            let addresses = Addresses::at(&base);
            let similar = match n_similar {
                0 => Vec::new(),
                n => searcher.similar(&record, n)?,
            };
            let similar = similar
                .into_iter()
                .map(|hit| RelatedAnswer::new(hit, addresses));
            Ok(Found {
                hit: HitAnswer::new(hit, &request, addresses),
                parts: RecordParts::new(&record, similar.collect()),
                record,
            })
        })
        .await
}

/// Returns the search that finds a record alone.
fn request_for(record: &Record) -> SearchRequest {
    SearchRequest {
        among: Some(vec![record.id().to_owned()]),
        facets: Vec::new(),
        ..SearchRequest::default()
    }
    .without(Facet::Archived)
    .filter(Facet::Type, record.record_type().id())
}

fn hit_of(
    searcher: &Searcher,
    record: &Record,
    request: &SearchRequest,
) -> Result<SearchHit, Error> {
    let found = searcher.search(request)?.hits.into_iter();
    let mut same = found.filter(|found| found.hit.id == record.id());
    same.next().ok_or(Error::NotFound)
}
