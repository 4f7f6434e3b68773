//! A catalogue that changes while it is followed: records are added, edited, archived and deleted.

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalogue::Date;
use serde_json::{Value, json};

use super::{FakeCatalogue, InFlight, List, SeenRequest, SharedState, lock, records_of, udata};

/// What an edit moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// All dates, as an edit on the platform does.
    Loud,
    /// The platform's own date alone, as an edit of a harvested record does: it moves in no list.
    Quiet,
}

impl FakeCatalogue {
    /// Adds a record, created and changed now.
    pub fn add(&self, list: List, mut record: Value) {
        date(&mut record, Edit::Loud);
        record["created_at"] = Date::now().to_string().into();
        records_of(&mut lock(&self.state), list).push(record);
    }

    /// Gives a field of a record another value.
    ///
    /// # Panics
    ///
    /// Where there is no such record.
    pub fn edit(&self, list: List, id: &str, edit: Edit, field: &str, value: impl Into<Value>) {
        let mut shared = lock(&self.state);
        let records = records_of(&mut shared, list);
        let record = records.iter_mut().find(|record| record["id"] == id);
        let record = record.expect("a record to edit");
        record[field] = value.into();
        date(record, edit);
    }

    /// Deletes a record: its list has it no more, and it is answered with 410.
    pub fn delete(&self, list: List, id: &str) {
        let mut shared = lock(&self.state);
        records_of(&mut shared, list).retain(|record| record["id"] != id);
        shared.deleted.push(id.to_owned());
    }

    /// Takes a record out of its list, where a request for it alone still finds it.
    pub fn unlist(&self, list: List, id: &str) {
        let mut shared = lock(&self.state);
        let records = records_of(&mut shared, list);
        let (gone, left): (Vec<Value>, Vec<Value>) = std::mem::take(records)
            .into_iter()
            .partition(|record| record["id"] == id);
        *records = left;
        shared.unlisted.extend(gone);
    }

    /// Lets the next so many requests for single records fail.
    pub fn fail_objects(&self, n: usize) {
        lock(&self.state).failing_objects = n;
    }

    /// Answers the next so many requests for single records with 404 and a page for people, as proxies do.
    pub fn lose_objects(&self, n: usize) {
        lock(&self.state).lost_objects = n;
    }

    /// Has sitemaps from now on.
    pub fn publish_sitemaps(&self) {
        lock(&self.state).has_sitemaps = true;
    }
}

fn date(record: &mut Value, edit: Edit) {
    let now = Value::from(Date::now().to_string());
    if record.get("metadata_modified_at").is_some() {
        record["metadata_modified_at"] = now;
        return;
    }
    record["internal"]["last_modified_internal"] = now.clone();
    if edit == Edit::Loud {
        record["last_update"] = now.clone();
        record["last_modified"] = now;
    }
}

/// Answers a request for a single record.
pub(super) async fn object(
    State(state): State<SharedState>,
    Path((list, id)): Path<(String, String)>,
    request: Request,
) -> Response {
    let _in_flight = InFlight::new(&state, seen(&request));
    let mut shared = lock(&state);
    if shared.failing_objects > 0 {
        shared.failing_objects -= 1;
        return StatusCode::BAD_GATEWAY.into_response();
    }
    if shared.lost_objects > 0 {
        shared.lost_objects -= 1;
        let html = [(header::CONTENT_TYPE, "text/html")];
        return (StatusCode::NOT_FOUND, html, "<h1>Page introuvable</h1>").into_response();
    }
    if shared.deleted.contains(&id) {
        return udata::gone(StatusCode::GONE);
    }
    let records = match list.as_str() {
        "datasets" => &shared.datasets,
        "dataservices" => &shared.dataservices,
        _ => return udata::gone(StatusCode::NOT_FOUND),
    };
    let mut all = records.iter().chain(&shared.unlisted);
    match all.find(|record| record["id"] == id || record["slug"] == id) {
        Some(record) => udata::object(record, &request),
        None => udata::gone(StatusCode::NOT_FOUND),
    }
}

/// Answers with the index of the sitemaps.
pub(super) async fn sitemap_index(State(state): State<SharedState>, request: Request) -> Response {
    let _in_flight = InFlight::new(&state, seen(&request));
    if !lock(&state).has_sitemaps {
        return udata::gone(StatusCode::NOT_FOUND);
    }
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.unwrap_or_default();
    let names = [
        "datasets_1.xml",
        "organizations_1.xml",
        "dataservices_1.xml",
    ];
    let parts: Vec<String> = names
        .iter()
        .map(|name| format!("<sitemap><loc>http://{host}/sitemaps/{name}</loc></sitemap>"))
        .collect();
    format!(
        "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{}</sitemapindex>",
        parts.concat()
    )
    .into_response()
}

/// Answers with a sitemap, unless it is as the client has it.
pub(super) async fn sitemap(
    State(state): State<SharedState>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let _in_flight = InFlight::new(&state, seen(&request));
    let shared = lock(&state);
    let (records, folder) = match name.as_str() {
        "datasets_1.xml" => (&shared.datasets, "datasets"),
        "dataservices_1.xml" => (&shared.dataservices, "dataservices"),
        _ => return udata::gone(StatusCode::NOT_FOUND),
    };
    let entry = |record: &Value| {
        let internal = record["internal"]["last_modified_internal"].as_str();
        let changed_at = internal
            .or(record["metadata_modified_at"].as_str())
            .unwrap_or_default();
        let slug = record["slug"].as_str().unwrap_or_default();
        format!(
            "<url><loc>https://catalogue.test/{folder}/{slug}/</loc><lastmod>{changed_at}</lastmod></url>"
        )
    };
    let entries: String = records.iter().map(entry).collect();
    let tag = format!(
        "\"{}-{}\"",
        entries.len(),
        json!(entries)
            .to_string()
            .bytes()
            .map(u64::from)
            .sum::<u64>()
    );
    if request
        .headers()
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| *known == *tag)
    {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let xml =
        format!("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{entries}</urlset>");
    ([(header::ETAG, tag)], xml).into_response()
}

fn seen(request: &Request) -> SeenRequest {
    SeenRequest {
        uri: request.uri().to_string(),
        page: 0,
        headers: request.headers().clone(),
    }
}
