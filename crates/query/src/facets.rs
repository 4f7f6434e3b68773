//! The values of one facet, as JSON: every one can be reached.

pub(crate) mod crossed;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use search_index::{Facet, FacetValues, Searcher};
use serde::Serialize;
use utoipa::ToSchema;

use crate::addresses::base_url;
use crate::api::{FacetValueAnswer, WarningAnswer};
use crate::error::Error;
use crate::params::{FilterParameters, ValueParameters, ValuesRequest, known_facet};
use crate::problem::{ApiError, ProblemDetails, SearchErrors};
use crate::state::AppState;
use crate::unknown_values::with_known_values;

/// Finds values of a facet.
///
/// Takes the parameters of `/api/search` but for `q`, which is looked for among the values here: each of its words must
/// begin a word of the value's label or name, accents and case apart. The words of the search itself are `search`. Each
/// count is what the search would find with that value; values that would find nothing are left out.
#[utoipa::path(
    get,
    path = "/api/facets/{facet}",
    tag = "search",
    params(
        ("facet" = String, Path, example = "tag", description = "The name of a facet, such as `tag` or `organization`."),
        ValueParameters,
        FilterParameters,
    ),
    responses(
        (status = 200, description = "The values of a page, by count, then label.", body = FacetAnswer),
        (status = 404, description = "There is no such facet.", body = ProblemDetails, content_type = "application/problem+json"),
        SearchErrors,
    ),
)]
pub(crate) async fn facet(
    State(state): State<AppState>,
    name: Result<Path<String>, PathRejection>,
    RawQuery(query_string): RawQuery,
    headers: HeaderMap,
) -> Result<Json<FacetAnswer>, ApiError> {
    let Path(name) = name.map_err(|_| Error::NotFound)?;
    let facet = known_facet(&name).map_err(Error::NoSuch)?;
    let asked = ValuesRequest::parse_strictly(query_string.as_deref().unwrap_or_default())?;
    let searcher = state.searcher()?;
    let (asked, unknown, found) = state
        .run(move || {
            let (search, unknown) = with_known_values(&searcher, asked.search)?;
            let asked = ValuesRequest { search, ..asked };
            let found = values(&searcher, facet, &asked)?;
            Ok((asked, unknown, found))
        })
        .await?;
    let address = format!("{}/api/facets/{facet}", base_url(&state.config, &headers));
    let mut answer = FacetAnswer::new(&asked, &found, &address);
    answer
        .warnings
        .extend(unknown.into_iter().map(WarningAnswer::from));
    Ok(Json(answer))
}

/// Returns the values of a page.
pub(crate) fn values(
    searcher: &Searcher,
    facet: Facet,
    asked: &ValuesRequest,
) -> Result<FacetValues, Error> {
    let offset = (asked.page - 1).saturating_mul(asked.page_size);
    let found =
        searcher.facet_values(&asked.search, facet, &asked.text, asked.page_size, offset)?;
    Ok(found)
}

/// Values of a facet.
#[derive(Serialize, ToSchema)]
pub(crate) struct FacetAnswer {
    /// The facet's name.
    facet: &'static str,
    /// Its French label.
    label: &'static str,
    /// The values of the page: by count, then label.
    data: Vec<FacetValueAnswer>,
    /// How many values there are in all.
    total: usize,
    /// The page, from 1.
    page: usize,
    /// Values a page.
    page_size: usize,
    /// The address of the next page.
    next_page: Option<String>,
    /// The address of the page before; behind the last one, that of the last.
    previous_page: Option<String>,
    /// What was asked for and is not there: values that no record has, a page behind the last one.
    warnings: Vec<WarningAnswer>,
}

impl FacetAnswer {
    fn new(asked: &ValuesRequest, found: &FacetValues, address: &str) -> Self {
        let n_pages = found.n_values.div_ceil(asked.page_size);
        let page_url = |page: usize| {
            let query_string = asked.on_page(page);
            let separator = if query_string.is_empty() { "" } else { "?" };
            format!("{address}{separator}{query_string}")
        };
        Self {
            facet: found.facet.name(),
            label: found.facet.label(),
            data: found.values.iter().map(FacetValueAnswer::from).collect(),
            total: found.n_values,
            page: asked.page,
            page_size: asked.page_size,
            next_page: (asked.page < n_pages).then(|| page_url(asked.page + 1)),
            previous_page: (asked.page > 1 && n_pages > 0)
                .then(|| page_url((asked.page - 1).min(n_pages))),
            warnings: Vec::from_iter(WarningAnswer::of_page(asked.page, n_pages)),
        }
    }
}
