//! What goes wrong with a request. JSON answers say it in `problem`, pages in `pages::answer`.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalogue::RecordType;
use search_index::Searcher;

use crate::params::ParamErrors;

/// Why a request was not answered.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Parameters have values that cannot be.
    #[error("invalid parameters")]
    BadRequest(ParamErrors),
    /// There is no such record or route.
    #[error("not found")]
    NotFound,
    /// There is nothing of that name: what was looked for, in one line.
    #[error("{0}")]
    NoSuch(String),
    /// The method is none that the route answers.
    #[error("everything here is read: with GET or HEAD")]
    MethodNotAllowed,
    /// The record must not be shown; the reason, as the operator gave it.
    #[error("this record was withdrawn: {0}")]
    Gone(String),
    /// What changed since then is not known, or not any more.
    #[error(
        "what changed since `{since}` is not known here: it is since `{known_since}`; read everything once more, and go on from there"
    )]
    ForgottenChanges {
        /// The generation or the moment that was asked for.
        since: String,
        /// The earliest generation since which all changes are known.
        known_since: String,
    },
    /// No generation is open.
    #[error("the index is not ready yet")]
    Unavailable,
    /// There is more work than can be done in time.
    #[error("the server has too much to do now: ask again in some seconds")]
    Busy,
    /// The work took too long, and was stopped.
    #[error("the answer took too long and was given up: ask for less, or again later")]
    TimedOut,
    /// The client has made more requests than it may; the time after which it may make one again.
    #[error("too many requests: ask again later")]
    TooManyRequests(Duration),
    /// All places for exports are taken.
    #[error("too many exports are under way: ask again in some minutes")]
    TooManyExports,
    /// Something that is not the caller's fault; logged, not shown.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<search_index::Error> for Error {
    fn from(error: search_index::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<ParamErrors> for Error {
    fn from(errors: ParamErrors) -> Self {
        Self::BadRequest(errors)
    }
}

impl Error {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::NotFound | Self::NoSuch(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Gone(_) | Self::ForgottenChanges { .. } => StatusCode::GONE,
            Self::TooManyRequests(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable | Self::Busy | Self::TimedOut | Self::TooManyExports => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Returns after how many seconds it is worth asking again, where it is.
    pub(crate) fn retry_after(&self) -> Option<HeaderValue> {
        let seconds = match self {
            Self::Unavailable | Self::Busy => "5",
            Self::TimedOut => "30",
            Self::TooManyExports => "120",
            Self::TooManyRequests(wait) => return Some(whole_seconds(*wait)),
            _ => return None,
        };
        Some(HeaderValue::from_static(seconds))
    }

    /// Makes an answer with this body.
    pub(crate) fn answer(&self, body: impl IntoResponse) -> Response {
        let mut response = (self.status(), body).into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        if matches!(self, Self::MethodNotAllowed) {
            let methods = HeaderValue::from_static("GET, HEAD");
            response.headers_mut().insert(header::ALLOW, methods);
        }
        response
    }

    pub(crate) fn log(&self) {
        if let Self::Internal(source) = self {
            tracing::error!(error = %chain(source.as_ref()), "a request failed");
        }
    }
}

/// Returns a time in whole seconds, at least one.
fn whole_seconds(time: Duration) -> HeaderValue {
    HeaderValue::from(time.as_secs_f64().ceil().max(1.0) as u64)
}

/// Returns an error and its causes on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

/// Returns why a record is not there: it is hidden, or there is none.
pub(crate) fn absent(searcher: &Searcher, record_type: &RecordType, id_or_slug: &str) -> Error {
    match searcher.hidden_record(record_type, id_or_slug) {
        Some(hidden) => Error::Gone(hidden.reason.clone()),
        None => Error::NoSuch(format!("there is no {record_type} `{id_or_slug}`")),
    }
}
