//! What can go wrong with an answer.

use std::io::{self, Read};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde_json::Value;

use super::udata::created_at;

/// Trouble with one answer.
#[derive(Debug, Clone)]
pub enum Trouble {
    /// Another status than 200, with an HTML page as proxies give them.
    Status(u16),
    /// 429 with `Retry-After`.
    TooManyRequests {
        /// Seconds, or an HTTP date.
        retry_after: String,
    },
    /// The answer, but after so long.
    Slow(Duration),
    /// Half of the answer, then the connection is closed.
    CutShort,
    /// Half of the JSON in an answer that is whole as far as HTTP can tell.
    HalfJson,
    /// A maintenance page with status 200.
    Html,
    /// These records appear in the list just before it answers.
    Grow(Vec<Value>),
    /// So many of the records created last vanish from the list just before it answers.
    Shrink(usize),
    /// So many of the records created first vanish from the list just before it answers.
    ShrinkInFront(usize),
    /// Sends to this address.
    Redirect(String),
    /// So many zeros, compressed, with status 200.
    Zeros(usize),
    /// This instead of the answer, as JSON.
    Json(String),
    /// These bytes instead of the answer, as JSON.
    Bytes(Vec<u8>),
}

impl Trouble {
    /// Changes the list before it answers, if that is the trouble.
    pub(super) fn change(&self, records: &mut Vec<Value>) {
        match self {
            Self::Grow(new) => records.extend(new.iter().cloned()),
            Self::Shrink(n) => {
                records.sort_by(|a, b| created_at(a).cmp(created_at(b)));
                records.truncate(records.len().saturating_sub(*n));
            }
            Self::ShrinkInFront(n) => {
                records.sort_by(|a, b| created_at(a).cmp(created_at(b)));
                records.drain(..(*n).min(records.len()));
            }
            _ => {}
        }
    }

    /// Returns the answer that it makes in place of the right one, if it does.
    pub(super) async fn response(&self) -> Option<Response> {
        let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
        match self {
            Self::Status(status) => {
                let status =
                    StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                Some((status, html, "<h1>Une erreur est survenue</h1>").into_response())
            }
            Self::TooManyRequests { retry_after } => {
                let headers = [(header::RETRY_AFTER, retry_after.clone())];
                Some((StatusCode::TOO_MANY_REQUESTS, headers, "").into_response())
            }
            Self::Html => Some((html, "<h1>Maintenance en cours</h1>").into_response()),
            Self::Json(text) => {
                Some(([(header::CONTENT_TYPE, "application/json")], text.clone()).into_response())
            }
            Self::Bytes(bytes) => {
                Some(([(header::CONTENT_TYPE, "application/json")], bytes.clone()).into_response())
            }
            Self::Redirect(address) => {
                Some((StatusCode::FOUND, [(header::LOCATION, address.clone())], "").into_response())
            }
            Self::Zeros(n_bytes) => {
                let mut encoder =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                io::copy(&mut io::repeat(0).take(*n_bytes as u64), &mut encoder)
                    .expect("memory takes all");
                let headers = [
                    (header::CONTENT_TYPE, "application/json"),
                    (header::CONTENT_ENCODING, "gzip"),
                ];
                Some((headers, encoder.finish().expect("memory takes all")).into_response())
            }
            Self::Slow(duration) => {
                tokio::time::sleep(*duration).await;
                None
            }
            Self::CutShort
            | Self::HalfJson
            | Self::Grow(_)
            | Self::Shrink(_)
            | Self::ShrinkInFront(_) => None,
        }
    }

    /// Returns what it leaves of the right answer.
    pub(super) async fn spoil(&self, response: Response) -> Response {
        if !matches!(self, Self::CutShort | Self::HalfJson) {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
        parts.headers.remove(header::CONTENT_LENGTH);
        let body = if matches!(self, Self::CutShort) {
            let half = bytes.slice(..bytes.len() / 2);
            Body::from_stream(stream::iter([
                Ok::<Bytes, io::Error>(half),
                Err(io::Error::other("cut short")),
            ]))
        } else {
            parts.headers.remove(header::CONTENT_ENCODING);
            Body::from(r#"{"data": [{"id": "1", "ti"#)
        };
        Response::from_parts(parts, body)
    }
}
