//! What goes wrong with a request, and how JSON answers say so; pages say it in `pages::answer`.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalogue::RecordType;
use search_index::Searcher;
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

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
    /// The record must not be shown; the reason, as the operator gave it.
    #[error("this record was withdrawn: {0}")]
    Gone(String),
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
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone(_) => StatusCode::GONE,
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

/// An error answered as JSON: `{"message": …, "errors": {parameter: reason}}`.
pub struct ApiError(pub Error);

impl<E: Into<Error>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// What went wrong with a request.
#[derive(Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// What went wrong, in one line.
    message: String,
    /// The reason by parameter, where parameters were the fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    errors: Option<ParamErrors>,
}

/// The errors that any search may meet, as the description of the API tells them.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "read by the derive alone")]
pub(crate) enum SearchErrors {
    /// Parameters have values that cannot be: `errors` has the reason by parameter.
    #[response(status = 400)]
    BadRequest(ErrorBody),
    /// The index is not ready yet, the server has too much to do, or the answer took too long: `Retry-After` says when to
    /// ask again.
    #[response(status = 503)]
    Unavailable(ErrorBody),
}

/// The errors of a request for one record, as the description of the API tells them.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "read by the derive alone")]
pub(crate) enum RecordErrors {
    /// There is no such record.
    #[response(status = 404)]
    NotFound(ErrorBody),
    /// The index is not ready yet, the server has too much to do, or the answer took too long: `Retry-After` says when to
    /// ask again.
    #[response(status = 503)]
    Unavailable(ErrorBody),
}

/// Returns why a record is not there: it is hidden, or there is none.
pub(crate) fn absent(searcher: &Searcher, record_type: &RecordType, id_or_slug: &str) -> Error {
    match searcher.hidden_record(record_type, id_or_slug) {
        Some(hidden) => Error::Gone(hidden.reason.clone()),
        None => Error::NotFound,
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.0.log();
        let message = self.0.to_string();
        let errors = match &self.0 {
            Error::BadRequest(errors) => Some(errors.clone()),
            _ => None,
        };
        self.0.answer(Json(ErrorBody { message, errors }))
    }
}
