//! A catalogue server that pages as udata does, and makes the trouble that it is told to make.
//!
//! `/api/1/datasets/` and `/api/1/dataservices/`: `page` and `page_size` (20 by default, 400 on 0), 404 past the end but
//! 200 for the first page of an empty list, absolute `next_page`, newest first, `sort=created`, `-last_update` or
//! `-last_modified`, the `X-Fields` mask applied, gzip where accepted. Single records by id or slug, and sitemaps
//! (`changing`). `/files/<name>` serves files.

mod changing;
pub mod mask;
mod trouble;
mod udata;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;
use url::Url;

pub use self::changing::Edit;
pub use self::trouble::Trouble;
use self::udata::ListQuery;

/// One of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// `/api/1/datasets/`
    Datasets,
    /// `/api/1/dataservices/`
    Dataservices,
}

/// A request as the server saw it.
#[derive(Debug, Clone)]
pub struct SeenRequest {
    /// Path and query.
    pub uri: String,
    /// The page that was asked for; 0 for a file.
    pub page: usize,
    /// All headers.
    pub headers: HeaderMap,
}

impl SeenRequest {
    /// Returns a header, empty if it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

/// A running server; ends when dropped.
pub struct FakeCatalogue {
    address: SocketAddr,
    state: Arc<Mutex<Shared>>,
    server: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    datasets: Vec<Value>,
    dataservices: Vec<Value>,
    files: HashMap<String, Vec<u8>>,
    troubles: Vec<Scripted>,
    requests: Vec<SeenRequest>,
    in_flight: usize,
    most_in_flight: usize,
    largest_page_size: Option<usize>,
    gate: usize,
    /// Of so many requests for a page, one fails; none where it is 0.
    failing_page_of: usize,
    /// How long each page takes.
    page_time: Duration,
    /// Records that no list has, and that are answered by their ids.
    unlisted: Vec<Value>,
    /// The ids of records that were deleted.
    deleted: Vec<String>,
    /// How many more requests for a single record fail, and how many more are answered with 404 and a page for people.
    failing_objects: usize,
    lost_objects: usize,
    has_sitemaps: bool,
}

/// Trouble that waits for its request.
struct Scripted {
    list: Option<List>,
    page: usize,
    times: usize,
    trouble: Trouble,
}

type SharedState = Arc<Mutex<Shared>>;

impl FakeCatalogue {
    /// Starts a server with these records.
    ///
    /// # Panics
    ///
    /// Where no port is free.
    pub async fn start(mut datasets: Vec<Value>, mut dataservices: Vec<Value>) -> Self {
        // Every page sorts again, because lists grow; what is in order already costs little.
        for records in [&mut datasets, &mut dataservices] {
            records.sort_by(|a, b| udata::created_at(a).cmp(udata::created_at(b)));
        }
        let state: SharedState = Arc::new(Mutex::new(Shared {
            datasets,
            dataservices,
            ..Shared::default()
        }));
        let app = Router::new()
            .route(
                "/api/1/datasets/",
                get(|state, request| list(List::Datasets, state, request)),
            )
            .route(
                "/api/1/dataservices/",
                get(|state, request| list(List::Dataservices, state, request)),
            )
            .route("/api/1/{list}/{id}/", get(changing::object))
            .route("/sitemap.xml", get(changing::sitemap_index))
            .route("/sitemaps/{name}", get(changing::sitemap))
            .route("/files/{name}", get(file))
            .with_state(Arc::clone(&state));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, app).await;
        });
        Self {
            address,
            state,
            server,
        }
    }

    /// Returns the address of the site: `http://127.0.0.1:…/`.
    ///
    /// # Panics
    ///
    /// Never: it is an address.
    #[must_use]
    pub fn url(&self) -> Url {
        Url::parse(&format!("http://{}/", self.address)).expect("an address is a URL")
    }

    /// Returns the address of a file that it serves from now on.
    ///
    /// # Panics
    ///
    /// Never, for a name that can stand in a path.
    #[must_use]
    pub fn serve_file(&self, name: &str, bytes: impl Into<Vec<u8>>) -> Url {
        lock(&self.state)
            .files
            .insert(name.to_owned(), bytes.into());
        self.url()
            .join(&format!("files/{name}"))
            .expect("a name is a path")
    }

    /// Makes trouble the next so many times that a page of a list is asked for.
    pub fn make_trouble(&self, list: List, page: usize, times: usize, trouble: Trouble) {
        lock(&self.state).troubles.push(Scripted {
            list: Some(list),
            page,
            times,
            trouble,
        });
    }

    /// Makes trouble the next so many times that a file is asked for.
    pub fn make_file_trouble(&self, times: usize, trouble: Trouble) {
        lock(&self.state).troubles.push(Scripted {
            list: None,
            page: 0,
            times,
            trouble,
        });
    }

    /// Gives at most so many records a page, whatever is asked for.
    pub fn limit_page_size(&self, largest: usize) {
        lock(&self.state).largest_page_size = Some(largest);
    }

    /// Takes so long for each page, and fails one of so many requests.
    pub fn disturb(&self, page_time: Duration, failing_page_of: usize) {
        let mut shared = lock(&self.state);
        (shared.page_time, shared.failing_page_of) = (page_time, failing_page_of);
    }

    /// Holds back every page but the first of each list until so many requests are in flight at once; gives up after a
    /// few seconds.
    pub fn hold_until_in_flight(&self, n: usize) {
        lock(&self.state).gate = n;
    }

    /// Returns the requests so far, in the order of their arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<SeenRequest> {
        lock(&self.state).requests.clone()
    }

    /// Returns the pages of a list that were asked for so far, in the order of their arrival.
    #[must_use]
    pub fn pages_asked_for(&self, list: List) -> Vec<usize> {
        self.requests_of(list).map(|request| request.page).collect()
    }

    /// Returns the pages of a list that were asked for with whole records so far, in the order of their arrival.
    #[must_use]
    pub fn whole_pages_asked_for(&self, list: List) -> Vec<usize> {
        self.requests_of(list)
            .filter(|request| request.header("x-fields") != "data{id},total,next_page")
            .map(|request| request.page)
            .collect()
    }

    fn requests_of(&self, list: List) -> impl Iterator<Item = SeenRequest> {
        let path = match list {
            List::Datasets => "/api/1/datasets/",
            List::Dataservices => "/api/1/dataservices/",
        };
        let requests = self.requests().into_iter();
        requests.filter(move |request| request.uri.starts_with(path))
    }

    /// Returns the largest number of requests that were in flight at once.
    #[must_use]
    pub fn most_in_flight(&self) -> usize {
        lock(&self.state).most_in_flight
    }
}

impl Drop for FakeCatalogue {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn lock(state: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts a request as in flight for as long as it lives.
struct InFlight(SharedState);

impl InFlight {
    fn new(state: &SharedState, request: SeenRequest) -> Self {
        let mut shared = lock(state);
        shared.requests.push(request);
        shared.in_flight += 1;
        shared.most_in_flight = shared.most_in_flight.max(shared.in_flight);
        Self(Arc::clone(state))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        lock(&self.0).in_flight -= 1;
    }
}

async fn list(list: List, State(state): State<SharedState>, request: Request) -> Response {
    let Some(query) = ListQuery::read(&request) else {
        return udata::bad_request();
    };
    let seen = SeenRequest {
        uri: request.uri().to_string(),
        page: query.page,
        headers: request.headers().clone(),
    };
    let _in_flight = InFlight::new(&state, seen);
    if query.page > 1 {
        hold(&state).await;
    }
    if is_disturbed(&state).await {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let Some(trouble) = next_trouble(&state, Some(list), query.page) else {
        return answer(&state, list, &query, &request);
    };
    trouble.change(records_of(&mut lock(&state), list));
    match trouble.response().await {
        Some(response) => response,
        None => trouble.spoil(answer(&state, list, &query, &request)).await,
    }
}

/// Waits for as long as a page takes, and returns whether this one fails.
async fn is_disturbed(state: &SharedState) -> bool {
    let (page_time, fails) = {
        let shared = lock(state);
        let of = shared.failing_page_of;
        (
            shared.page_time,
            of > 0 && shared.requests.len().is_multiple_of(of),
        )
    };
    if !page_time.is_zero() {
        tokio::time::sleep(page_time).await;
    }
    fails
}

/// Waits until as many requests are in flight as the gate asks for.
async fn hold(state: &SharedState) {
    for _ in 0..500 {
        let (gate, most) = {
            let shared = lock(state);
            (shared.gate, shared.most_in_flight)
        };
        if most >= gate {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn next_trouble(state: &SharedState, list: Option<List>, page: usize) -> Option<Trouble> {
    let mut shared = lock(state);
    let scripted = shared
        .troubles
        .iter_mut()
        .find(|scripted| scripted.list == list && scripted.page == page && scripted.times > 0)?;
    scripted.times -= 1;
    Some(scripted.trouble.clone())
}

fn records_of(shared: &mut Shared, list: List) -> &mut Vec<Value> {
    match list {
        List::Datasets => &mut shared.datasets,
        List::Dataservices => &mut shared.dataservices,
    }
}

/// Returns a page of a list as it stands.
fn answer(state: &SharedState, list: List, query: &ListQuery, request: &Request) -> Response {
    let mut shared = lock(state);
    let largest = shared.largest_page_size.unwrap_or(usize::MAX);
    let page_size = query.page_size.min(largest);
    udata::answer(
        records_of(&mut shared, list),
        &ListQuery {
            page_size,
            ..query.clone()
        },
        request,
    )
}

async fn file(
    State(state): State<SharedState>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let seen = SeenRequest {
        uri: request.uri().to_string(),
        page: 0,
        headers: request.headers().clone(),
    };
    let _in_flight = InFlight::new(&state, seen);
    let bytes = lock(&state).files.get(&name).cloned();
    let Some(bytes) = bytes else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let trouble = next_trouble(&state, None, 0);
    let response = (
        [(header::CONTENT_TYPE, "application/octet-stream")],
        Body::from(bytes),
    )
        .into_response();
    match trouble {
        None => response,
        Some(trouble) => match trouble.response().await {
            Some(response) => response,
            None => trouble.spoil(response).await,
        },
    }
}
