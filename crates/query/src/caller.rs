//! Who asks: from which address, at which host, and how often.

use std::net::{IpAddr, Ipv4Addr};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;

use crate::addresses::{base_url, is_of_api};
use crate::datagouv::call;
use crate::error::Error;
use crate::pages::PageError;
use crate::places::{ClientAddress, Place};
use crate::problem::{ApiError, complete};
use crate::proxies::{PeerAddress, is_host};
use crate::state::AppState;

/// The header that names a request in logs.
pub(crate) const REQUEST_ID: &str = "x-request-id";

const LONGEST_REQUEST_ID: usize = 64;

/// Routes that cost nothing and are not counted: whoever watches the process must not be told to wait.
const UNCOUNTED: [&str; 4] = ["/healthz", "/readyz", "/metrics", "/favicon.ico"];
const UNCOUNTED_FOLDER: &str = "/static/";

/// Finds out whose a request is, and leaves of its headers what may be believed.
pub(crate) async fn identify(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = peer(&request);
    let proxies = &state.config.trusted_proxies;
    let client = ClientAddress::from(proxies.client(peer, request.headers()));
    request.extensions_mut().insert(client);
    proxies.leave_believed(peer, request.headers_mut());
    leave_plain_request_id(&mut request);
    // The address of an absolute request is what was asked for, whatever `Host` says.
    if let Some(authority) = request.uri().authority()
        && let Ok(host) = HeaderValue::from_str(authority.as_str())
    {
        request.headers_mut().insert(header::HOST, host);
    }
    next.run(request).await
}

/// Refuses a request where its host is none, or its client has asked too often or for too much at once.
pub(crate) async fn admit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let client = request.extensions().get().copied().unwrap_or_default();
    let peer = peer(&request);
    let admitted = check_host(&request).and_then(|()| check_rate(&state, client, &request));
    let place = match admitted.and_then(|()| take_place(&state, peer, client)) {
        Ok(place) => place,
        Err(error) => return refusal(&state, &request, error),
    };
    let response = next.run(request).await;
    match place {
        Some(place) => response.map(|body| held_until_sent(place, body)),
        None => response,
    }
}

/// Returns the address that the connection comes from.
fn peer(request: &Request) -> IpAddr {
    let peer = request.extensions().get::<PeerAddress>();
    peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0)
}

/// Takes out a request id that is long or no plain word: it goes into logs and headers.
fn leave_plain_request_id(request: &mut Request) {
    let is_plain = |value: &HeaderValue| {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        !value.is_empty() && value.len() <= LONGEST_REQUEST_ID && value.as_bytes().iter().all(plain)
    };
    let headers = request.headers_mut();
    if !headers.get(REQUEST_ID).is_none_or(is_plain) {
        headers.remove(REQUEST_ID);
    }
}

/// Refuses a request whose host is none (RFC 9112 §3.2).
fn check_host(request: &Request) -> Result<(), Error> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    // Before version 1.1 there need be none.
    let is_old = request.version() < Version::HTTP_11;
    let is_told = match hosts.next().map(HeaderValue::to_str) {
        None => is_old,
        Some(host) => hosts.next().is_none() && host.is_ok_and(is_host),
    };
    if is_told {
        return Ok(());
    }
    let reason = "must be one host, with or without a port".to_owned();
    Err(Error::BadRequest([("Host".to_owned(), reason)].into()))
}

/// Refuses a request whose client has asked too often.
fn check_rate(state: &AppState, client: ClientAddress, request: &Request) -> Result<(), Error> {
    let path = request.uri().path();
    let is_counted = !UNCOUNTED.contains(&path) && !path.starts_with(UNCOUNTED_FOLDER);
    match &state.rate_limit {
        Some(limit) if is_counted => limit.check(client).map_err(Error::TooManyRequests),
        _ => Ok(()),
    }
}

/// Takes a place for the request of a client behind a proxy, whose connections are the proxy's. Other clients have places for
/// their connections.
fn take_place(
    state: &AppState,
    peer: IpAddr,
    client: ClientAddress,
) -> Result<Option<Place>, Error> {
    if !state.config.trusted_proxies.trusts(peer) {
        return Ok(None);
    }
    let place = state.request_places.take(client);
    place.ok_or(Error::Busy).map(Some)
}

fn held_until_sent(place: Place, body: Body) -> Body {
    Body::new(body.map_frame(move |frame| {
        let _ = &place;
        frame
    }))
}

/// Refuses a request: as JSON under `/api`, as a page elsewhere.
fn refusal(state: &AppState, request: &Request, error: Error) -> Response {
    let path = request.uri().path();
    if !is_of_api(path) {
        return PageError(error).into_response();
    }
    let response = ApiError(error).into_response();
    if call::answers(path) {
        return response;
    }
    complete(response, &base_url(&state.config, request.headers()), path)
}
