//! Conditional requests (RFC 9110 §13): a caller that has the answer already is told so, before any work.
//!
//! An answer follows from the program, the generation, what is hidden, the day (ages are told, and periods end), the address
//! that links begin with, and the request. A hash of all these names it, whoever makes it and however it is compressed: a
//! weak entity tag. What may be withdrawn within a second must not be shown from somebody's copy, so that every copy is
//! asked for again before it is used (`no-cache`).

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, SystemTime};

use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use catalogue::Date;
use httpdate::{fmt_http_date, parse_http_date};

use crate::addresses::base_url;
use crate::datagouv::call;
use crate::rdf;
use crate::state::AppState;

/// What is answered without copies: figures of this moment.
const NEVER_KEPT: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

const DAY: Duration = Duration::from_hours(24);

/// Answers whoever has the answer already, and says of all others how their copies may be used.
pub(crate) async fn revalidate(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let vary = vary(path);
    let is_kept = is_kept(path);
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let validators = (is_kept && is_read).then(|| Validators::of(&state, &request));
    let asked = validators
        .as_ref()
        .map(|own| own.compare(request.headers()));
    let is_known = asked == Some(Asked::HasIt);
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        next.run(request).await
    };
    let is_found = response.status() == StatusCode::OK;
    if is_found && asked == Some(Asked::HasAny) {
        response = StatusCode::NOT_MODIFIED.into_response();
    }
    let status = response.status();
    let headers = response.headers_mut();
    if let Some(validators) = validators.filter(|_| is_found || is_known) {
        validators.add_to(headers);
    }
    headers.insert(header::VARY, HeaderValue::from_static(vary));
    let caching = if is_kept && !status.is_server_error() {
        NO_CACHE
    } else {
        NO_STORE
    };
    headers.entry(header::CACHE_CONTROL).or_insert(caching);
    response
}

/// Returns whether copies of what lies at this path may be kept and asked for again. Files of pages say so for themselves.
pub(crate) fn is_kept(path: &str) -> bool {
    !NEVER_KEPT.contains(&path) && !path.starts_with("/static/") && path != "/favicon.ico"
}

/// Returns the headers of a request that the answer depends on.
fn vary(path: &str) -> &'static str {
    match (call::answers(path), rdf::is_negotiated(path)) {
        (true, true) => "accept, accept-encoding, x-fields, x-get-datasets-full-objects",
        (true, false) => "accept-encoding, x-fields, x-get-datasets-full-objects",
        (false, true) => "accept, accept-encoding",
        (false, false) => "accept-encoding",
    }
}

/// A name and a date for an answer.
#[derive(Debug, Clone)]
pub(crate) struct Validators {
    pub etag: String,
    /// When the answer changed last, where that can be told to the second.
    pub last_modified: Option<SystemTime>,
}

/// What of an answer a caller has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// This very one.
    HasIt,
    /// Whatever there is (`If-None-Match: *`): that there is one shows once it is made.
    HasAny,
    /// Another one, or none.
    Needs,
}

impl Validators {
    /// Returns those of the answer to a request.
    fn of(state: &AppState, request: &Request) -> Self {
        let now = SystemTime::now();
        let day = now
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs()
            / DAY.as_secs();
        let headers = request.headers();
        let mut hasher = DefaultHasher::new();
        env!("CARGO_PKG_VERSION").hash(&mut hasher);
        state.config.program_changed_at.hash(&mut hasher);
        if let Some(searcher) = state.index.searcher() {
            searcher.manifest().generation.hash(&mut hasher);
            let hidden_at = searcher.hidden().changed_at();
            hidden_at.map(Date::as_microseconds).hash(&mut hasher);
        }
        day.hash(&mut hasher);
        base_url(&state.config, headers).hash(&mut hasher);
        request
            .uri()
            .path_and_query()
            .map(PathAndQuery::as_str)
            .hash(&mut hasher);
        if rdf::is_negotiated(request.uri().path()) {
            rdf::instead_of_page(headers).hash(&mut hasher);
        }
        for name in call::HEADERS {
            headers
                .get(name)
                .map(HeaderValue::as_bytes)
                .hash(&mut hasher);
        }
        let changes = [
            state.config.program_changed_at,
            Some(state.index.changed_at()),
            Some(SystemTime::UNIX_EPOCH + DAY * day as u32),
        ];
        let changed_at = changes.into_iter().flatten().max();
        Self {
            etag: format!("W/\"{:016x}\"", hasher.finish()),
            // A change is told by its date once another one would have another date.
            last_modified: changed_at
                .map(whole_seconds)
                .filter(|changed_at| *changed_at < whole_seconds(now)),
        }
    }

    /// Returns what a caller has: by the name or, where it gives none, by the date.
    pub fn compare(&self, headers: &HeaderMap) -> Asked {
        let mut names = headers.get_all(header::IF_NONE_MATCH).iter().peekable();
        if names.peek().is_some() {
            let names = names.filter_map(|value| value.to_str().ok());
            return names
                .flat_map(|names| names.split(','))
                .map(|name| self.compare_name(name.trim()))
                .find(|asked| *asked != Asked::Needs)
                .unwrap_or(Asked::Needs);
        }
        let since = headers.get(header::IF_MODIFIED_SINCE);
        let since = since.and_then(|since| parse_http_date(since.to_str().ok()?).ok());
        match (since, self.last_modified) {
            (Some(since), Some(changed_at)) if changed_at <= since => Asked::HasIt,
            _ => Asked::Needs,
        }
    }

    /// Compares weakly, as `If-None-Match` wants it.
    fn compare_name(&self, name: &str) -> Asked {
        let opaque = |name: &str| name.strip_prefix("W/").unwrap_or(name).to_owned();
        match name {
            "*" => Asked::HasAny,
            name if opaque(name) == opaque(&self.etag) => Asked::HasIt,
            _ => Asked::Needs,
        }
    }

    pub fn add_to(&self, headers: &mut HeaderMap) {
        if let Ok(etag) = HeaderValue::from_str(&self.etag) {
            headers.insert(header::ETAG, etag);
        }
        let date = self.last_modified.map(fmt_http_date);
        if let Some(date) = date.and_then(|date| HeaderValue::from_str(&date).ok()) {
            headers.insert(header::LAST_MODIFIED, date);
        }
    }
}

/// Returns a moment as a date of HTTP can tell it.
fn whole_seconds(moment: SystemTime) -> SystemTime {
    let since = moment.duration_since(SystemTime::UNIX_EPOCH);
    SystemTime::UNIX_EPOCH + Duration::from_secs(since.unwrap_or_default().as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn a_caller_has_an_answer_by_its_name_or_else_by_its_date() {
        let own = Validators {
            etag: "W/\"abc\"".to_owned(),
            last_modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777)),
        };
        let name = header::IF_NONE_MATCH;
        let date = header::IF_MODIFIED_SINCE;
        for (lines, expected) in [
            (&[][..], Asked::Needs),
            (&[(name.clone(), "W/\"abc\"")], Asked::HasIt),
            (&[(name.clone(), "\"abc\"")], Asked::HasIt),
            (&[(name.clone(), "\"x\", W/\"abc\"")], Asked::HasIt),
            (
                &[(name.clone(), "\"x\""), (name.clone(), "\"abc\"")],
                Asked::HasIt,
            ),
            (&[(name.clone(), "\"x\"")], Asked::Needs),
            (&[(name.clone(), "*")], Asked::HasAny),
            // The three forms of a date, and what is none.
            (
                &[(date.clone(), "Sun, 06 Nov 1994 08:49:37 GMT")],
                Asked::HasIt,
            ),
            (
                &[(date.clone(), "Sunday, 06-Nov-94 08:49:37 GMT")],
                Asked::HasIt,
            ),
            (&[(date.clone(), "Sun Nov  6 08:49:37 1994")], Asked::HasIt),
            (
                &[(date.clone(), "Mon, 07 Nov 1994 08:49:37 GMT")],
                Asked::HasIt,
            ),
            (
                &[(date.clone(), "Sun, 06 Nov 1994 08:49:36 GMT")],
                Asked::Needs,
            ),
            (&[(date.clone(), "yesterday")], Asked::Needs),
            // A name goes before a date.
            (
                &[
                    (name.clone(), "\"x\""),
                    (date.clone(), "Mon, 07 Nov 1994 08:49:37 GMT"),
                ],
                Asked::Needs,
            ),
        ] {
            assert_eq!(own.compare(&headers(lines)), expected, "{lines:?}");
        }
        let recent = Validators {
            last_modified: None,
            ..own
        };
        let later = headers(&[(date, "Mon, 07 Nov 2094 08:49:37 GMT")]);
        assert_eq!(recent.compare(&later), Asked::Needs);
    }
}
