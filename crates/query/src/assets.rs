//! What pages load: part of the program, under an address that changes with the content.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

const STYLE: &str = include_str!("../../../web/static/style.css");
const SCRIPT: &str = include_str!("../../../web/static/search.js");
const FAVICON: &str = include_str!("../../../web/static/favicon.svg");

/// A browser may keep a file for a year: another content has another address.
const CACHE_FOREVER: &str = "public, max-age=31536000, immutable";
/// `/favicon.ico` stays where it is when the icon changes: a browser asks again after a day.
const CACHE_A_DAY: &str = "public, max-age=86400";

const SVG: &str = "image/svg+xml";

/// The version in the addresses: a hash of the contents.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = DefaultHasher::new();
    (STYLE, SCRIPT, FAVICON).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
});

/// Returns the address of a file.
pub(crate) fn path(file: &str) -> String {
    format!("/static/{}/{file}", *VERSION)
}

/// Answers a file; any version is answered with the present one, for pages loaded before an update.
pub(crate) async fn file(Path((_version, file)): Path<(String, String)>) -> Response {
    match file.as_str() {
        "style.css" => asset(STYLE, "text/css; charset=utf-8", CACHE_FOREVER),
        "search.js" => asset(SCRIPT, "text/javascript; charset=utf-8", CACHE_FOREVER),
        "favicon.svg" => asset(FAVICON, SVG, CACHE_FOREVER),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Answers browsers that ask for an icon by its old name.
pub(crate) async fn favicon() -> Response {
    asset(FAVICON, SVG, CACHE_A_DAY)
}

fn asset(content: &'static str, content_type: &'static str, caching: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
    ];
    (headers, content).into_response()
}
