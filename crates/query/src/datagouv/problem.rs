//! What goes wrong, answered as data.gouv.fr answers it: `{"message": …}`, with `errors` by parameter where it is one.

use axum::Json;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Error;
use crate::params::ParamErrors;

/// Why a request was not answered.
#[derive(Debug)]
pub(crate) enum Problem {
    /// Parameters have values that cannot be.
    Invalid(ParamErrors),
    /// A status and what to say.
    Status(StatusCode, String),
    /// What can happen to any request of this server.
    Other(Error),
}

/// An error's answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemAnswer {
    /// What is wrong, as a whole.
    message: String,
    /// What is wrong with which parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    errors: Option<ParamErrors>,
}

impl Problem {
    /// Returns the refusal of a parameter that only an authenticated user may give.
    pub(crate) fn unauthorized(parameter: &str) -> Self {
        let message =
            format!("`{parameter}` is for authenticated users, and nobody can be one here");
        Self::Status(StatusCode::UNAUTHORIZED, message)
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::Status(StatusCode::BAD_REQUEST, message.into())
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::Status(StatusCode::NOT_FOUND, message.into())
    }

    /// Returns what a list says of a page past its end.
    pub(crate) fn no_such_page(page: usize) -> Self {
        Self::not_found(format!("there is no page {page}"))
    }

    pub(crate) fn gone(message: impl Into<String>) -> Self {
        Self::Status(StatusCode::GONE, message.into())
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::BadRequest(errors) => Self::Invalid(errors),
            error => Self::Other(error),
        }
    }
}

impl From<search_index::Error> for Problem {
    fn from(error: search_index::Error) -> Self {
        Self::Other(error.into())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, message, errors) = match self {
            Self::Invalid(errors) => (
                StatusCode::BAD_REQUEST,
                "Input payload validation failed".to_owned(),
                Some(errors),
            ),
            Self::Status(status, message) => (status, message, None),
            Self::Other(error) => {
                error.log();
                let message = error.to_string();
                let errors = None;
                return error.answer(Json(ProblemAnswer { message, errors }));
            }
        };
        (status, Json(ProblemAnswer { message, errors })).into_response()
    }
}

/// Answers a route that is not there.
pub(crate) async fn no_such_route(uri: Uri) -> Problem {
    Problem::not_found(format!("there is nothing at `{}`", uri.path()))
}

/// Answers anything but a reading request.
pub(crate) async fn read_only() -> Problem {
    Problem::Status(
        StatusCode::METHOD_NOT_ALLOWED,
        "The method is not allowed for the requested URL.".to_owned(),
    )
}
