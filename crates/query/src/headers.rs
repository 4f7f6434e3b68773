//! Headers of every answer, whoever gives it: what a browser may do with it.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::addresses::base_url;
use crate::state::AppState;

/// Only our own style, script and pictures, each a file: nothing in a page runs, and nothing foreign is loaded.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                                       img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A page needs none of what a browser could give it.
const PERMISSIONS_POLICY: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), \
                                  encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), \
                                  microphone=(), midi=(), payment=(), picture-in-picture=(), \
                                  publickey-credentials-get=(), screen-wake-lock=(), usb=(), \
                                  xr-spatial-tracking=()";

/// Two years, as the list that browsers come with wants it. Other hosts of the domain are not ours to decide about.
const STRICT_TRANSPORT_SECURITY: &str = "max-age=63072000";

const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Where programs read, also in pages of others.
const FOR_PROGRAMS: [&str; 5] = [
    "/api/",
    "/export.",
    "/feed.atom",
    "/openapi.json",
    "/sitemap",
];

/// Returns the headers of every answer, for whoever answers before the application does. `is_secure`: the public address is
/// https.
pub fn security_headers(is_secure: bool) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let secure =
        is_secure.then_some((header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT_SECURITY));
    let always = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (PERMISSIONS, PERMISSIONS_POLICY),
        (OPENER, "same-origin"),
        (RESOURCE, "same-origin"),
    ];
    let all = always.into_iter().chain(secure);
    all.map(|(name, value)| (name, HeaderValue::from_static(value)))
}

/// Adds them to the answers of the application.
pub(crate) async fn add(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_secure = base_url(&state.config, request.headers()).starts_with("https://");
    let path = request.uri().path();
    let is_for_programs = FOR_PROGRAMS.iter().any(|folder| path.starts_with(folder));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in security_headers(is_secure) {
        headers.insert(name, value);
    }
    if is_for_programs {
        headers.insert(RESOURCE, HeaderValue::from_static("cross-origin"));
    }
    // What was refused before it came to its route.
    let caching = HeaderValue::from_static("no-store");
    headers.entry(header::CACHE_CONTROL).or_insert(caching);
    response
}
