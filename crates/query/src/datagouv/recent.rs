//! What is new, as feeds: the filters of lists, and what their records are told as by `/feed.atom`.

use axum::extract::State;
use axum::response::Response;
use search_index::SearchRequest;

use super::call::{Call, on_index};
use super::dataservices;
use super::datasets;
use super::parameters::{DataserviceList, DatasetList};
use super::problem::{Problem, ProblemAnswer};
use crate::feed;
use crate::state::AppState;

/// Gives a list of datasets as an Atom feed, the newest first.
#[utoipa::path(
    get,
    path = "/api/1/datasets/recent.atom",
    tag = "data.gouv.fr",
    params(DatasetList),
    responses(
        (status = 200, description = "The feed, one page of it.", body = String, content_type = "application/atom+xml"),
        (status = 400, description = "A value cannot be.", body = ProblemAnswer),
        (status = 401, description = "Only an authenticated user may ask this.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn datasets(
    State(state): State<AppState>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let mut arguments = call.arguments()?;
        let list = DatasetList::read(&mut arguments, searcher.organizations()?)?.with_folded_tags();
        let request = datasets::of_list(searcher, &list)?;
        let request = request.unwrap_or_else(|| SearchRequest {
            among: Some(Vec::new()),
            ..SearchRequest::default()
        });
        Ok(feed::of_search(
            searcher,
            call.query_string(),
            request,
            &call.base_url,
            &|page| call.address_of_page(page),
        )?)
    })
    .await
}

/// Gives a list of dataservices as an Atom feed, the newest first.
#[utoipa::path(
    get,
    path = "/api/1/dataservices/recent.atom",
    tag = "data.gouv.fr",
    params(DataserviceList),
    responses(
        (status = 200, description = "The feed, one page of it.", body = String, content_type = "application/atom+xml"),
        (status = 400, description = "A value cannot be.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn dataservices(
    State(state): State<AppState>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let mut arguments = call.arguments()?;
        let list =
            DataserviceList::read(&mut arguments, searcher.organizations()?)?.with_folded_tags();
        let request = dataservices::of_list(searcher, &list)?;
        Ok(feed::of_search(
            searcher,
            call.query_string(),
            request,
            &call.base_url,
            &|page| call.address_of_page(page),
        )?)
    })
    .await
}
