//! Two facets crossed: how many records have a value of the one and a value of the other, as JSON and as CSV.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use search_index::{CrossedCounts, Facet, FacetValue, FacetValues, UnknownValue};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::api::WarningAnswer;
use crate::error::Error;
use crate::export::{finished, inert, write_row, writer};
use crate::params::{CrossParameters, CrossedRequest, FilterParameters, known_facet};
use crate::problem::{ApiError, ProblemDetails, SearchErrors};
use crate::state::AppState;
use crate::unknown_values::with_known_values;

/// What stands behind the name of the second facet where the table is asked for as CSV.
const CSV: &str = ".csv";

/// The columns of the CSV.
const COLUMNS: [&str; 5] = ["value", "label", "by_value", "by_label", "count"];

/// Counts the values of two facets together.
///
/// How many of the records that a search finds have a value of the one facet and a value of the other: exactly, over all of them, for the
/// most frequent values of each (`size`). All filters hold, also those of the two facets. Combinations that no record has are left out. A
/// record counts once in each combination of its values, so that the rows of a facet with several values a record (tags, zones, formats)
/// add up to more than there are. A facet may be crossed with itself. The same path with `.csv` at its end is the same as CSV.
#[utoipa::path(
    get,
    path = "/api/facets/{facet}/by/{by}",
    tag = "search",
    params(
        ("facet" = String, Path, example = "license", description = "The name of a facet."),
        ("by" = String, Path, example = "format_family", description = "The name of the facet that it is crossed with."),
        CrossParameters,
        FilterParameters,
    ),
    responses(
        (status = 200, description = "The counts, by the order of the first facet's values, then of the second's.", body = CrossedAnswer),
        (status = 404, description = "There is no such facet.", body = ProblemDetails, content_type = "application/problem+json"),
        SearchErrors,
    ),
)]
pub(crate) async fn crossed(
    State(state): State<AppState>,
    names: Result<Path<(String, String)>, PathRejection>,
    RawQuery(query_string): RawQuery,
) -> Result<Response, ApiError> {
    let Path((facet, by)) = names.map_err(|_| Error::NotFound)?;
    let (by, is_csv) = match by.strip_suffix(CSV) {
        Some(by) => (by, true),
        None => (by.as_str(), false),
    };
    let known = |name: &str| known_facet(name).map_err(Error::NoSuch);
    let facets = [known(&facet)?, known(by)?];
    let asked = CrossedRequest::parse_strictly(query_string.as_deref().unwrap_or_default())?;
    let searcher = state.searcher()?;
    let (counts, unknown) = state
        .run(move || {
            let (search, unknown) = with_known_values(&searcher, asked.search)?;
            let counts = searcher.crossed_counts(&search, facets, asked.size)?;
            Ok((counts, unknown))
        })
        .await?;
    if is_csv {
        return Ok(csv(&counts, facets)?);
    }
    Ok(Json(CrossedAnswer::new(&counts, unknown)).into_response())
}

/// The path of the CSV: the router takes no name with an end, so that the handler of the JSON answers it.
#[derive(OpenApi)]
#[openapi(paths(as_csv))]
pub(crate) struct CsvPath;

/// Counts the values of two facets together, as CSV.
///
/// As `/api/facets/{facet}/by/{by}`: commas, CRLF, a header and UTF-8 (RFC 4180). The header `X-Total` tells how many records the search
/// finds, `X-Records-Left-Out` how many of these no row counts, `X-Values-Left-Out` and `X-By-Values-Left-Out` how many other values the
/// two facets have.
#[utoipa::path(
    get,
    path = "/api/facets/{facet}/by/{by}.csv",
    tag = "search",
    params(
        ("facet" = String, Path, example = "license", description = "The name of a facet."),
        ("by" = String, Path, example = "format_family", description = "The name of the facet that it is crossed with."),
        CrossParameters,
        FilterParameters,
    ),
    responses(
        (status = 200, description = "The counts: `value`, `label`, `by_value`, `by_label`, `count`.", body = String, content_type = "text/csv"),
        (status = 404, description = "There is no such facet.", body = ProblemDetails, content_type = "application/problem+json"),
        SearchErrors,
    ),
)]
#[expect(dead_code, reason = "it describes what `crossed` answers")]
fn as_csv() {}

/// How many records have values of two facets together.
#[derive(Serialize, ToSchema)]
pub(crate) struct CrossedAnswer {
    /// The first facet.
    facet: CrossedFacet,
    /// The facet that it is crossed with.
    by: CrossedFacet,
    /// The combinations of values that records have.
    data: Vec<CombinationAnswer>,
    /// How many records the search finds.
    total: u64,
    /// How many of these no combination counts: they have no value of one of the facets, or none that is told.
    records_left_out: u64,
    /// What was asked for and is not there: values that no record has.
    warnings: Vec<WarningAnswer>,
}

/// A facet that is crossed with another one.
#[derive(Serialize, ToSchema)]
struct CrossedFacet {
    /// Its name.
    name: &'static str,
    /// Its French label.
    label: &'static str,
    /// How many values the records of the search have.
    values: usize,
    /// How many of these are not told, the least frequent ones.
    values_left_out: usize,
}

/// A value of one facet with a value of another one.
#[derive(Serialize, ToSchema)]
struct CombinationAnswer {
    /// The value of the first facet, as its parameter takes it.
    value: String,
    /// Its French label.
    label: String,
    /// The value of the facet that it is crossed with.
    by_value: String,
    /// Its French label.
    by_label: String,
    /// How many records have both.
    count: u64,
}

impl CrossedAnswer {
    fn new(counts: &CrossedCounts, unknown: Vec<UnknownValue>) -> Self {
        let [facet, by] = &counts.facets;
        let combinations = combinations(counts);
        Self {
            facet: CrossedFacet::from(facet),
            by: CrossedFacet::from(by),
            data: combinations
                .map(|(value, by, count)| CombinationAnswer {
                    value: value.name.clone(),
                    label: value.label.clone(),
                    by_value: by.name.clone(),
                    by_label: by.label.clone(),
                    count,
                })
                .collect(),
            total: counts.total,
            records_left_out: counts.n_left_out,
            warnings: unknown.into_iter().map(WarningAnswer::from).collect(),
        }
    }
}

impl From<&FacetValues> for CrossedFacet {
    fn from(values: &FacetValues) -> Self {
        Self {
            name: values.facet.name(),
            label: values.facet.label(),
            values: values.n_values,
            values_left_out: n_left_out(values),
        }
    }
}

fn n_left_out(values: &FacetValues) -> usize {
    values.n_values - values.values.len()
}

/// Returns the combinations that records have, by the order of the first facet's values, then of the second's.
fn combinations(counts: &CrossedCounts) -> impl Iterator<Item = (&FacetValue, &FacetValue, u64)> {
    let [facet, by] = &counts.facets;
    let rows = facet.values.iter().zip(&counts.cells);
    rows.flat_map(|(value, cells)| {
        let cells = by.values.iter().zip(cells);
        let with_some = cells.filter(|(_, count)| **count > 0);
        with_some.map(move |(by, count)| (value, by, *count))
    })
}

/// Answers with the counts as CSV.
fn csv(counts: &CrossedCounts, [facet, by]: [Facet; 2]) -> Result<Response, Error> {
    let mut writer = writer();
    write_row(&mut writer, COLUMNS)?;
    for (value, by, count) in combinations(counts) {
        let texts = [&value.name, &value.label, &by.name, &by.label];
        let cells = texts.map(|text| inert(text.clone())).into_iter();
        write_row(&mut writer, cells.chain([count.to_string()]))?;
    }
    let rows = finished(writer)?;
    let number = |name: &'static str, n: u64| (HeaderName::from_static(name), HeaderValue::from(n));
    let [values, by_values] = counts.facets.each_ref().map(|it| n_left_out(it) as u64);
    let disposition = format!("attachment; filename=\"trouvaille-{facet}-by-{by}.csv\"");
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::try_from(disposition).map_err(|error| Error::Internal(Box::new(error)))?,
        ),
        number("x-total", counts.total),
        number("x-records-left-out", counts.n_left_out),
        number("x-values-left-out", values),
        number("x-by-values-left-out", by_values),
    ];
    Ok((headers, rows).into_response())
}
