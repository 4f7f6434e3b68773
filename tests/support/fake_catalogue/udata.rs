//! Lists as udata answers them.

use std::collections::HashMap;
use std::io::Write;

use axum::body::Body;
use axum::extract::{Query, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::mask::Mask;

/// What is asked of a list.
#[derive(Debug, Clone)]
pub(super) struct ListQuery {
    pub(super) page: usize,
    pub(super) page_size: usize,
    pub(super) sort: String,
}

impl ListQuery {
    /// Reads it from a request; `None` where a number is 0 or none.
    pub(super) fn read(request: &Request) -> Option<Self> {
        let query: Query<HashMap<String, String>> =
            Query::try_from_uri(request.uri()).unwrap_or_default();
        let number = |name: &str, default| match query.get(name) {
            None => Some(default),
            Some(text) => text.parse().ok().filter(|number: &usize| *number > 0),
        };
        Some(Self {
            page: number("page", 1)?,
            page_size: number("page_size", 20)?,
            sort: query.get("sort").cloned().unwrap_or_default(),
        })
    }
}

/// Returns the answer to a query that cannot be read.
pub(super) fn bad_request() -> Response {
    let message = json!({"message": "Input payload validation failed"});
    (StatusCode::BAD_REQUEST, axum::Json(message)).into_response()
}

/// Returns when a record was created.
pub(super) fn created_at(record: &Value) -> &str {
    record["created_at"].as_str().unwrap_or_default()
}

/// Returns when a record last changed, by what its list is sorted by.
fn changed_at(record: &Value) -> &str {
    let date = |name: &str| record[name].as_str();
    date("last_update")
        .or(date("metadata_modified_at"))
        .unwrap_or_default()
}

/// Returns the answer to a request for a single record.
pub(super) fn object(record: &Value, request: &Request) -> Response {
    let mask = request
        .headers()
        .get("X-Fields")
        .and_then(|mask| mask.to_str().ok());
    let body = mask
        .and_then(Mask::parse)
        .map_or_else(|| record.clone(), |mask| mask.apply(record));
    json_response(&body, request.headers())
}

/// Returns the answer to a request for what is not there, or not there any more.
pub(super) fn gone(status: StatusCode) -> Response {
    (status, axum::Json(json!({"message": "Not Found"}))).into_response()
}

/// Returns a page of these records.
pub(super) fn answer(records: &[Value], query: &ListQuery, request: &Request) -> Response {
    let ListQuery {
        page,
        page_size,
        ref sort,
    } = *query;
    let mut ordered: Vec<&Value> = records.iter().collect();
    match sort.as_str() {
        "-last_update" | "-last_modified" => {
            ordered.sort_by(|a, b| changed_at(b).cmp(changed_at(a)));
        }
        sort => {
            ordered.sort_by(|a, b| created_at(a).cmp(created_at(b)));
            if sort != "created" {
                ordered.reverse();
            }
        }
    }
    let total = ordered.len();
    let data: Vec<&Value> = ordered
        .into_iter()
        .skip((page - 1) * page_size)
        .take(page_size)
        .collect();
    if data.is_empty() && page > 1 {
        return (
            StatusCode::NOT_FOUND,
            axum::Json(json!({"message": "Not Found"})),
        )
            .into_response();
    }
    let has_next = page * page_size < total;
    let envelope = json!({
        "data": data,
        "page": page,
        "page_size": page_size,
        "total": total,
        "next_page": has_next.then(|| page_url(request, page + 1)),
        "previous_page": (page > 1).then(|| page_url(request, page - 1)),
    });
    let mask = request
        .headers()
        .get("X-Fields")
        .and_then(|mask| mask.to_str().ok());
    let body = match mask.map(Mask::parse) {
        None => envelope,
        Some(Some(mask)) => mask.apply(&envelope),
        Some(None) => {
            return (
                StatusCode::BAD_REQUEST,
                axum::Json(json!({"message": "Invalid mask"})),
            )
                .into_response();
        }
    };
    json_response(&body, request.headers())
}

/// Returns the absolute address of another page of the same request.
fn page_url(request: &Request, page: usize) -> String {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let query = request.uri().query().unwrap_or_default();
    let others = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("page="));
    let query: Vec<String> = others
        .map(str::to_owned)
        .chain([format!("page={page}")])
        .collect();
    format!("http://{host}{}?{}", request.uri().path(), query.join("&"))
}

fn json_response(body: &Value, request_headers: &HeaderMap) -> Response {
    let text = body.to_string();
    let accepted = request_headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    let json_type = (header::CONTENT_TYPE, "application/json");
    if accepted.is_some_and(|accepted| accepted.contains("gzip")) {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder
            .write_all(text.as_bytes())
            .expect("memory takes all");
        let bytes = encoder.finish().expect("memory takes all");
        return (
            [json_type, (header::CONTENT_ENCODING, "gzip")],
            Body::from(bytes),
        )
            .into_response();
    }
    ([json_type], Body::from(text)).into_response()
}
