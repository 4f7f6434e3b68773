//! Conditional requests (RFC 9110 §13): a caller that has the answer already is told so.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalogue::Date;
use search_index::Searcher;

/// A name for what one generation answers to one request: whoever has it already needs no copy.
pub(crate) struct Version {
    etag: String,
    last_modified: String,
}

impl Version {
    /// Returns the version of an answer that follows from the generation and these parts of the request alone.
    pub fn of(searcher: &Searcher, parts: &[&str]) -> Self {
        let mut hasher = DefaultHasher::new();
        let manifest = searcher.manifest();
        // What was withdrawn or shown again since changes the answer too.
        let hidden_at = searcher.hidden().changed_at();
        (&manifest.generation, parts).hash(&mut hasher);
        hidden_at.map(Date::as_microseconds).hash(&mut hasher);
        Self {
            // Weak: a compressed answer has other bytes.
            etag: format!("W/\"{:016x}\"", hasher.finish()),
            last_modified: http_date(hidden_at.map_or(manifest.published_at, |hidden_at| {
                hidden_at.max(manifest.published_at)
            })),
        }
    }

    /// Returns whether the caller has this version: by its name or, where they give none, by its date (RFC 9110 §13).
    pub fn is_known(&self, headers: &HeaderMap) -> bool {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        match text(header::IF_NONE_MATCH) {
            Some(names) => names
                .split(',')
                .map(str::trim)
                .any(|name| name == "*" || name == self.etag),
            None => text(header::IF_MODIFIED_SINCE) == Some(&self.last_modified),
        }
    }

    /// Answers whoever has this version.
    pub fn not_modified(&self) -> Response {
        (StatusCode::NOT_MODIFIED, self.headers()).into_response()
    }

    /// Answers with a document.
    pub fn answer(&self, content_type: &'static str, document: String) -> Response {
        let content_type = [(header::CONTENT_TYPE, HeaderValue::from_static(content_type))];
        (content_type, self.headers(), document).into_response()
    }

    fn headers(&self) -> [(HeaderName, String); 2] {
        [
            (header::ETAG, self.etag.clone()),
            (header::LAST_MODIFIED, self.last_modified.clone()),
        ]
    }
}

fn http_date(date: Date) -> String {
    date.timestamp()
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_http_wants_it() {
        let date = "1994-11-06T08:49:37.5".parse().unwrap();
        assert_eq!(http_date(date), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
