//! What went wrong, as JSON: problem details (RFC 9457), with the members `message` and `errors` that stood there before these.
//!
//! An error knows neither the address of the server nor that of the request: it is answered without, and [`describe`] completes
//! it. What is not completed has the shape of data.gouv.fr's API, `{"message": …, "errors": {parameter: reason}}`.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use crate::addresses::base_url;
use crate::error::Error;
use crate::params::ParamErrors;
use crate::state::AppState;

const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// An error answered as JSON.
pub struct ApiError(pub Error);

impl<E: Into<Error>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// What went wrong with a request, as problem details (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ProblemDetails {
    /// What kind of problem it is: the address of what `/docs` says of it.
    #[serde(rename = "type")]
    kind: String,
    /// The kind in words: the same for all problems of one.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// What went wrong this time.
    detail: String,
    /// What was asked for: the path.
    instance: String,
    /// What went wrong, in one line; `detail` says more.
    message: String,
    /// The reason by parameter, where parameters were the fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<BTreeMap<String, String>>, nullable = false)]
    errors: Option<ParamErrors>,
}

/// A kind of problem: its name in the address of its type, its status and its title.
pub(crate) struct Kind {
    pub name: &'static str,
    pub status: StatusCode,
    pub title: &'static str,
    /// The message of the page's error that says the same, in the language of a page.
    pub message: &'static str,
}

/// Every kind of problem.
pub(crate) const KINDS: [Kind; 11] = [
    kind(
        "invalid-parameters",
        400,
        "Invalid parameters",
        "error-bad-request",
    ),
    kind("not-found", 404, "Not found", "error-not-found"),
    kind(
        "method-not-allowed",
        405,
        "Method not allowed",
        "error-method-not-allowed",
    ),
    kind("withdrawn", 410, "Withdrawn", "error-gone"),
    kind(
        "changes-not-known",
        410,
        "Changes are not known",
        "error-changes-not-known",
    ),
    kind(
        "too-many-requests",
        429,
        "Too many requests",
        "error-too-many-requests",
    ),
    kind("internal", 500, "Internal error", "error-internal"),
    kind(
        "not-ready",
        503,
        "The index is not ready",
        "error-unavailable",
    ),
    kind("busy", 503, "Too much to do", "error-busy"),
    kind(
        "timed-out",
        503,
        "The answer took too long",
        "error-timed-out",
    ),
    kind(
        "too-many-exports",
        503,
        "Too many exports",
        "error-too-many-exports",
    ),
];

impl Kind {
    /// Returns where `/docs` speaks of it.
    pub fn anchor(&self) -> String {
        format!("problem-{}", self.name)
    }
}

const fn kind(name: &'static str, status: u16, title: &'static str, message: &'static str) -> Kind {
    let Ok(status) = StatusCode::from_u16(status) else {
        panic!("no status")
    };
    Kind {
        name,
        status,
        title,
        message,
    }
}

/// Returns the kind of an error.
pub(crate) fn kind_of(error: &Error) -> &'static Kind {
    let name = match error {
        Error::BadRequest(_) => "invalid-parameters",
        Error::NotFound | Error::NoSuch(_) => "not-found",
        Error::MethodNotAllowed => "method-not-allowed",
        Error::Gone(_) => "withdrawn",
        Error::ForgottenChanges { .. } => "changes-not-known",
        Error::TooManyRequests(_) => "too-many-requests",
        Error::Internal(_) => "internal",
        Error::Unavailable => "not-ready",
        Error::Busy => "busy",
        Error::TimedOut => "timed-out",
        Error::TooManyExports => "too-many-exports",
    };
    let mut kinds = KINDS.iter();
    let found = kinds.find(|kind| kind.name == name);
    found.expect("every error is of a kind, which a test holds")
}

impl From<&Error> for ProblemDetails {
    fn from(error: &Error) -> Self {
        let kind = kind_of(error);
        let message = error.to_string();
        let errors = match error {
            Error::BadRequest(errors) => Some(errors.clone()),
            _ => None,
        };
        Self {
            kind: format!("/docs#{}", kind.anchor()),
            title: kind.title,
            status: kind.status.as_u16(),
            detail: errors.as_ref().map_or_else(|| message.clone(), in_one_line),
            instance: String::new(),
            message,
            errors,
        }
    }
}

/// Returns the reasons in one line.
fn in_one_line(errors: &ParamErrors) -> String {
    let reasons = errors
        .iter()
        .map(|(name, reason)| format!("{name}: {reason}"));
    reasons.collect::<Vec<_>>().join("; ")
}

/// What is said of an error until it is completed.
#[derive(Serialize)]
struct PlainBody<'a> {
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<&'a ParamErrors>,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.0.log();
        let problem = ProblemDetails::from(&self.0);
        let body = Json(PlainBody {
            message: &problem.message,
            errors: problem.errors.as_ref(),
        });
        let mut response = self.0.answer(body);
        response.extensions_mut().insert(problem);
        response
    }
}

/// Completes what is said of an error with the addresses of server and request.
pub(crate) async fn describe(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let base = base_url(&state.config, request.headers());
    let uri = request.uri().clone();
    complete(next.run(request).await, &base, uri.path())
}

/// Completes an answer that says what went wrong; another one is as it was.
pub(crate) fn complete(mut response: Response, base: &str, path: &str) -> Response {
    let Some(problem) = response.extensions_mut().remove::<ProblemDetails>() else {
        return response;
    };
    let problem = ProblemDetails {
        kind: format!("{base}{}", problem.kind),
        instance: path.to_owned(),
        ..problem
    };
    let described = Json(problem).into_response();
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, CONTENT_TYPE);
    Response::from_parts(parts, described.into_body())
}

/// The errors that any search may meet, as the description of the API tells them.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "read by the derive alone")]
pub(crate) enum SearchErrors {
    /// Parameters have names or values that cannot be: `errors` has the reason by parameter.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(ProblemDetails),
    /// The index is not ready yet, the server has too much to do, or the answer took too long: `Retry-After` says when to
    /// ask again.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(ProblemDetails),
}

/// The errors of a request for one record, as the description of the API tells them.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "read by the derive alone")]
pub(crate) enum RecordErrors {
    /// Parameters have names or values that cannot be: `errors` has the reason by parameter.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(ProblemDetails),
    /// There is no such record.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemDetails),
    /// The record was withdrawn: `detail` has the reason.
    #[response(status = 410, content_type = "application/problem+json")]
    Gone(ProblemDetails),
    /// The index is not ready yet, the server has too much to do, or the answer took too long: `Retry-After` says when to
    /// ask again.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(ProblemDetails),
}

/// The errors of a request for changes, as the description of the API tells them.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "read by the derive alone")]
pub(crate) enum ChangesErrors {
    /// Parameters have names or values that cannot be: `errors` has the reason by parameter.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(ProblemDetails),
    /// What changed since then is not known, or not any more: everything is to be read once more.
    #[response(status = 410, content_type = "application/problem+json")]
    Gone(ProblemDetails),
    /// The index is not ready yet, the server has too much to do, or the answer took too long: `Retry-After` says when to
    /// ask again.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(ProblemDetails),
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_error_is_of_a_kind_with_its_status() {
        for error in [
            Error::BadRequest(ParamErrors::new()),
            Error::NotFound,
            Error::NoSuch("x".to_owned()),
            Error::MethodNotAllowed,
            Error::Gone("x".to_owned()),
            Error::ForgottenChanges {
                since: "x".to_owned(),
                known_since: "y".to_owned(),
            },
            Error::Unavailable,
            Error::Busy,
            Error::TimedOut,
            Error::TooManyRequests(Duration::ZERO),
            Error::TooManyExports,
            Error::Internal("x".into()),
        ] {
            assert_eq!(kind_of(&error).status, error.status(), "{error:?}");
        }
    }
}
