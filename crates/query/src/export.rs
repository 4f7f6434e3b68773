//! All results of a search as a file: CSV or JSON Lines, made while they are sent.
//!
//! A piece is made when the connection has taken the one before: a slow reader costs no memory, one that is gone no
//! work. The generation is held open until the last piece, whatever is published meanwhile.

mod api_object;
mod table;

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use search_index::{Export, Manifest, SearchRequest};

use crate::admission::Admission;
use crate::error::Error;
use crate::openapi::Document;
use crate::params::{
    DrawParameters, Fields, FieldsParameter, FilterParameters, SearchParameters, parse_export,
};
use crate::places::{ClientAddress, Place};
use crate::problem::ApiError;
use crate::state::AppState;
use crate::unknown_values::with_known_values;
use table::Columns;

pub(crate) use table::{finished, inert, write_row, writer};

/// A piece ends with the record that brings it to this many bytes.
const PIECE_BYTES: usize = 65_536;

/// The header that says how many results there would be with `match=most`.
const TOTAL_WITH_MOST: HeaderName = HeaderName::from_static("x-total-with-most");

/// The header that says how many results only mention the words in passing, which are left out unless `mentions=true`.
const MENTIONS_TOTAL: HeaderName = HeaderName::from_static("x-mentions-total");

/// The format of an export.
enum Format {
    /// With these columns.
    Csv(Columns),
    /// With these members of each record.
    JsonLines(Fields),
}

/// Gives all results of a search as CSV.
///
/// It takes the parameters of `/api/search`; those of the page and of the facets have no effect. Records that have all
/// the words are given, unless `match=most` asks for others too: what each lacks stands in `missing_words` then, and the
/// header `X-Total-With-Most` tells how many there are. Records that only mention the words in passing are left out unless
/// `mentions=true`; the header `X-Mentions-Total` tells how many these are. Commas, CRLF, a header
/// and UTF-8 (RFC 4180); several values of a cell are parted by `|`. A cell that a spreadsheet would take for a formula
/// (`=`, `+`, `-`, `@`) has `'` in front. `fields` names columns, which come in its order; `sample` draws records at random.
#[utoipa::path(
    get,
    path = "/export.csv",
    tag = "search",
    params(SearchParameters, FilterParameters, DrawParameters, FieldsParameter),
    responses(
        (status = 200, description = "The results, in the order of the search.", body = String, content_type = "text/csv"),
        crate::problem::SearchErrors,
    ),
)]
pub(crate) async fn csv(
    state: State<AppState>,
    client: Option<Extension<ClientAddress>>,
    RawQuery(query_string): RawQuery,
) -> Result<Response, ApiError> {
    let (request, fields) = parse_export(query_string.as_deref().unwrap_or_default())?;
    let columns = Columns::named(&fields)?;
    Ok(export(state, client, request, Format::Csv(columns)).await?)
}

/// Gives all results of a search as JSON Lines.
///
/// As `/export.csv` does; each line is a whole record in the shape of data.gouv.fr's API, version 1, with its `type`, or has the
/// members of that which `fields` names.
#[utoipa::path(
    get,
    path = "/export.jsonl",
    tag = "search",
    params(SearchParameters, FilterParameters, DrawParameters, FieldsParameter),
    responses(
        (status = 200, description = "The results, in the order of the search.", body = String, content_type = "application/jsonl"),
        crate::problem::SearchErrors,
    ),
)]
pub(crate) async fn jsonl(
    state: State<AppState>,
    client: Option<Extension<ClientAddress>>,
    RawQuery(query_string): RawQuery,
    Extension(document): Extension<Document>,
) -> Result<Response, ApiError> {
    let (request, fields) = parse_export(query_string.as_deref().unwrap_or_default())?;
    api_object::check(&fields, &document)?;
    Ok(export(state, client, request, Format::JsonLines(fields)).await?)
}

async fn export(
    State(state): State<AppState>,
    client: Option<Extension<ClientAddress>>,
    request: SearchRequest,
    format: Format,
) -> Result<Response, Error> {
    let place = state
        .export_places
        .take(client.map_or_else(ClientAddress::default, |Extension(client)| client));
    let place = place.ok_or(Error::TooManyExports)?;
    let searcher = state.searcher()?;
    let file_name = format.file_name(searcher.manifest());
    let results = state
        .run(move || {
            let (request, _) = with_known_values(&searcher, request)?;
            Ok(searcher.export(&request)?)
        })
        .await?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(format.content_type()),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::try_from(format!("attachment; filename=\"{file_name}\""))
                .map_err(|error| Error::Internal(Box::new(error)))?,
        ),
        (
            TOTAL_WITH_MOST,
            HeaderValue::from(results.total_with_most()),
        ),
        (MENTIONS_TOTAL, HeaderValue::from(results.mentions_total())),
    ];
    let download = Download {
        format,
        results,
        is_begun: false,
        admission: Arc::clone(&state.admission),
        _place: place,
    };
    Ok((headers, download.into_body()).into_response())
}

impl Format {
    fn content_type(&self) -> &'static str {
        match self {
            Self::Csv(_) => "text/csv; charset=utf-8; header=present",
            Self::JsonLines(_) => "application/jsonl; charset=utf-8",
        }
    }

    /// Returns a name with the day of the catalogue: `trouvaille-2026-01-31.csv`.
    fn file_name(&self, manifest: &Manifest) -> String {
        let extension = match self {
            Self::Csv(_) => "csv",
            Self::JsonLines(_) => "jsonl",
        };
        format!("trouvaille-{}.{extension}", manifest.fetched_at.day())
    }
}

/// An export under way.
struct Download {
    format: Format,
    results: Export,
    is_begun: bool,
    admission: Arc<Admission>,
    _place: Place,
}

impl Download {
    fn into_body(self) -> Body {
        Body::from_stream(stream::try_unfold(Some(self), |download| async {
            let Some(mut download) = download else {
                return Ok::<_, Error>(None);
            };
            let admission = Arc::clone(&download.admission);
            let made = admission.go_on(move || {
                let piece = download.next_piece()?;
                let is_last = download.results.n_left() == 0;
                Ok((piece, (!is_last).then_some(download)))
            });
            // The status is sent already: the answer can only be cut off, so that the client sees that it is not whole.
            made.await.map(Some).inspect_err(Error::log)
        }))
    }

    fn next_piece(&mut self) -> Result<Vec<u8>, Error> {
        let is_first = !std::mem::replace(&mut self.is_begun, true);
        match &self.format {
            Format::Csv(columns) => columns.next_rows(&mut self.results, PIECE_BYTES, is_first),
            Format::JsonLines(fields) => {
                api_object::next_lines(&mut self.results, PIECE_BYTES, fields)
            }
        }
    }
}
