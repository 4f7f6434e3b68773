//! Resources of datasets: lists, and one by one.

use axum::extract::{Path, State};
use axum::response::Response;
use search_index::Searcher;

use super::call::{Call, MaskHeader, Page, PageOf, on_index};
use super::dataset::RESOURCES_PAGE_SIZE;
use super::lookup;
use super::parameters::{PageParameters, ResourceList};
use super::parts::SchemaReference;
use super::problem::{Problem, ProblemAnswer};
use super::resource::{Resource, ResourceOfDataset};
use super::whole::Whole;
use crate::error::Error;
use crate::state::AppState;

/// Lists the resources of a dataset.
#[utoipa::path(
    get,
    path = "/api/2/datasets/{id_or_slug}/resources/",
    tag = "data.gouv.fr",
    params(
        ("id_or_slug" = String, Path, example = "base-adresse-nationale", description = "The dataset's id or slug."),
        ResourceList,
        MaskHeader,
    ),
    responses(
        (status = 200, description = "A page of its resources, none past the end.", body = Page<Resource>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 404, description = "There is no such dataset.", body = ProblemAnswer),
        (status = 410, description = "It was deleted.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn resources(
    State(state): State<AppState>,
    Path(id_or_slug): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let dataset = lookup::dataset(searcher, &id_or_slug)?;
        let mut arguments = call.arguments()?;
        let list = ResourceList::read(&mut arguments, RESOURCES_PAGE_SIZE)?;
        let fitting: Vec<_> = dataset
            .resources_with_others()
            .filter(|(resource, _)| list.fits(resource))
            .collect();
        let skipped = (list.page - 1).saturating_mul(list.page_size);
        let shown = fitting.iter().skip(skipped).take(list.page_size);
        let page = PageOf {
            arguments: &arguments,
            page: list.page,
            page_size: list.page_size,
            total: fitting.len() as u64,
        };
        let data = shown.map(|resource| Resource::whole(*resource)).collect();
        call.answer(&call.page(&page, data))
    })
    .await
}

/// Lists the community resources of a dataset: none, since they are in no record.
#[utoipa::path(
    get,
    path = "/api/1/datasets/community_resources/",
    tag = "data.gouv.fr",
    params(PageParameters, MaskHeader),
    responses(
        (status = 200, description = "An empty page.", body = Page<Resource>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn community_resources(call: Call) -> Result<Response, Problem> {
    let mut arguments = call.arguments()?;
    let asked = PageParameters::read(&mut arguments, RESOURCES_PAGE_SIZE)?;
    let page = PageOf {
        arguments: &arguments,
        page: asked.page,
        page_size: asked.page_size,
        total: 0,
    };
    call.answer(&call.page::<Whole<Resource>>(&page, Vec::new()))
}

/// Lists the schemas that the resources of a dataset declare, each once.
#[utoipa::path(
    get,
    path = "/api/2/datasets/{id_or_slug}/schemas/",
    tag = "data.gouv.fr",
    params(
        ("id_or_slug" = String, Path, example = "base-adresse-nationale", description = "The dataset's id or slug."),
        MaskHeader,
    ),
    responses(
        (status = 200, description = "The schemas, by name and version.", body = Vec<SchemaReference>),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
        (status = 404, description = "There is no such dataset.", body = ProblemAnswer),
        (status = 410, description = "It was deleted.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn schemas(
    State(state): State<AppState>,
    Path(id_or_slug): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let dataset = lookup::dataset(searcher, &id_or_slug)?;
        let resources = dataset.resources.iter().flatten();
        let mut schemas: Vec<&catalogue::SchemaReference> = resources
            .filter_map(|resource| resource.schema.as_ref())
            .collect();
        schemas.sort_by_key(|schema| (&schema.name, &schema.version, &schema.url));
        schemas.dedup();
        let schemas: Vec<SchemaReference> = schemas.into_iter().map(Into::into).collect();
        call.answer(&schemas)
    })
    .await
}

/// Returns one resource of a dataset.
#[utoipa::path(
    get,
    path = "/api/1/datasets/{id_or_slug}/resources/{resource_id}/",
    tag = "data.gouv.fr",
    params(
        ("id_or_slug" = String, Path, example = "base-adresse-nationale", description = "The dataset's id or slug."),
        ("resource_id" = String, Path, example = "40e010b2-1d37-4180-8dac-f8a34c7737d5", description = "The resource's id."),
        MaskHeader,
    ),
    responses(
        (status = 200, description = "The resource.", body = Resource),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
        (status = 404, description = "There is no such dataset, or it has no such resource.", body = ProblemAnswer),
        (status = 410, description = "The dataset was deleted.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn resource_v1(
    State(state): State<AppState>,
    Path((id_or_slug, resource_id)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let dataset = lookup::dataset(searcher, &id_or_slug)?;
        let resource = resource_of(&dataset, &resource_id)?;
        call.answer(&resource)
    })
    .await
}

/// Returns one resource, with the id of its dataset.
#[utoipa::path(
    get,
    path = "/api/2/datasets/resources/{resource_id}/",
    tag = "data.gouv.fr",
    params(
        ("resource_id" = String, Path, example = "40e010b2-1d37-4180-8dac-f8a34c7737d5", description = "The resource's id."),
        MaskHeader,
    ),
    responses(
        (status = 200, description = "The resource.", body = ResourceOfDataset),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
        (status = 404, description = "There is no such resource.", body = ProblemAnswer),
        (status = 410, description = "Its dataset was withdrawn.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn resource_v2(
    State(state): State<AppState>,
    Path(resource_id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let dataset = searcher
            .dataset_of_resource(&resource_id)?
            .ok_or_else(|| no_resource(searcher, &resource_id))?;
        let resource = resource_of(&dataset, &resource_id)?;
        call.answer(&ResourceOfDataset {
            resource,
            dataset_id: dataset.id,
        })
    })
    .await
}

/// Returns why a resource is not there: its dataset is hidden, or there is none.
fn no_resource(searcher: &Searcher, resource_id: &str) -> Problem {
    match searcher.hidden_dataset_of_resource(resource_id) {
        Some(hidden) => Error::Gone(hidden.reason.clone()).into(),
        None => Problem::not_found("Resource does not exist"),
    }
}

fn resource_of(
    dataset: &catalogue::Dataset,
    resource_id: &str,
) -> Result<Whole<Resource>, Problem> {
    let is_asked = |resource: &catalogue::Resource| {
        let id = resource.id.as_deref();
        id.is_some_and(|id| id.eq_ignore_ascii_case(resource_id))
    };
    dataset
        .resources_with_others()
        .find(|(resource, _)| is_asked(resource))
        .map(Resource::whole)
        .ok_or_else(|| Problem::not_found("Resource does not exist"))
}
