//! Addresses that people have copied for years, from data.gouv.fr and elsewhere: each leads to what it names here.
//!
//! One rule for all of them, asked where no route has an answer: languages in front and slashes at the end are left out, an id
//! in capitals is in small letters, a list is the search, a part of a record's page is that page, what programs read is in the API, and
//! a file's id leads to the file.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use crate::addresses::web_address;
use crate::datagouv::{call, is_identifier};
use crate::error::Error;
use crate::problem::ApiError;
use crate::state::AppState;

/// The languages of data.gouv.fr's addresses; a page here says its own as a parameter, French unless it does.
const LANGUAGES: [(&str, Option<&str>); 3] = [("/fr", None), ("/en", Some("en")), ("/es", None)];

/// Where the ids of files stand: `/api/1/datasets/r/{id}`.
const FILES: [&str; 2] = ["/api/1/datasets/r/", "/datasets/r/"];

/// Lists and searches that are one search here.
const SEARCHES: [&str; 5] = [
    "/datasets",
    "/datasets/search",
    "/search",
    "/dataservices",
    "/dataservices/search",
];

/// Lists of organizations that are all values of a facet here.
const ORGANIZATIONS: [&str; 2] = ["/organizations", "/organizations/search"];

/// The parts of which the platform makes pages of their own, by what they are parts of.
const PARTS_OF_PAGES: [(&str, &[&str]); 3] = [
    (
        "/datasets/",
        &[
            "community-resources",
            "discussions",
            "informations",
            "reuses_and_dataservices",
        ],
    ),
    ("/dataservices/", &["discussions", "reuses"]),
    (
        "/organizations/",
        &[
            "dataservices",
            "datasets",
            "information",
            "presentation",
            "reuses",
        ],
    ),
];

/// What of such a search means the same here.
const KEPT_PARAMETERS: [&str; 3] = ["q", "tag", "organization"];

/// The lengths of the parts of a file's id.
const UUID_LENGTHS: [usize; 5] = [8, 4, 4, 4, 12];

/// Leads to where a copied address is now, where there is nothing at it.
pub(crate) async fn follow(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let uri = request.uri().clone();
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let response = next.run(request).await;
    if response.status() != StatusCode::NOT_FOUND || !is_read {
        return response;
    }
    let (path, _) = without_language(uri.path());
    if let Some(id) = FILES.iter().find_map(|folder| path.strip_prefix(folder)) {
        return match file(&state, id.trim_end_matches('/').to_lowercase()).await {
            Ok(Some(file)) => redirect(StatusCode::FOUND, &file).unwrap_or(response),
            Ok(None) => response,
            Err(error) => ApiError(error).into_response(),
        };
    }
    let address = address(&uri);
    let moved = address.and_then(|address| redirect(StatusCode::PERMANENT_REDIRECT, &address));
    moved.unwrap_or(response)
}

fn redirect(status: StatusCode, address: &str) -> Option<Response> {
    let location = HeaderValue::from_str(address).ok()?;
    Some((status, [(header::LOCATION, location)]).into_response())
}

/// Returns the address of the file with this id, if it may be followed.
async fn file(state: &AppState, id: String) -> Result<Option<String>, Error> {
    let searcher = state.searcher()?;
    state
        .run(move || {
            if let Some(hidden) = searcher.hidden_dataset_of_resource(&id) {
                return Err(Error::Gone(hidden.reason.clone()));
            }
            let dataset = searcher.dataset_of_resource(&id)?;
            let url = dataset.and_then(|dataset| dataset.resource(&id)?.url.clone());
            Ok(url.as_deref().and_then(web_address))
        })
        .await
}

/// Returns where an address is now, if that is elsewhere.
fn address(uri: &Uri) -> Option<String> {
    let (path, language) = without_language(uri.path());
    let path = path.trim_end_matches('/');
    // `//host` would lead to another server.
    if path.starts_with("//") || path.starts_with("/\\") {
        return None;
    }
    // That API has its own rule for slashes, and its own word for what is not there.
    if call::answers(uri.path()) {
        let small = with_small_ids(uri.path());
        let query = uri.query().map(|query| format!("?{query}"));
        return (small != uri.path()).then(|| small + &query.unwrap_or_default());
    }
    let is_search = path.is_empty() || SEARCHES.contains(&path);
    let is_organizations = ORGANIZATIONS.contains(&path);
    let path = match path {
        _ if is_search => "/".to_owned(),
        _ if is_organizations => "/facets/organization".to_owned(),
        path => in_the_api(path).unwrap_or_else(|| with_small_ids(whole_page(path))),
    };
    let mut parameters = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
        let is_kept = if is_organizations {
            name == "q"
        } else {
            !is_search || KEPT_PARAMETERS.contains(&&*name)
        };
        if is_kept {
            parameters.append_pair(&name, &value);
        }
    }
    if let Some(language) = language {
        parameters.append_pair("lang", language);
    }
    let parameters = parameters.finish();
    let separator = if parameters.is_empty() { "" } else { "?" };
    (path != uri.path()).then(|| format!("{path}{separator}{parameters}"))
}

/// Returns where the API has what programs once read beside the pages: feeds, and DCAT.
fn in_the_api(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/')?;
    let is_of = |it: &str| name == it || name.starts_with(&format!("{it}."));
    let is_feed = matches!(folder, "/datasets" | "/dataservices") && name == "recent.atom";
    let is_record = folder.starts_with("/datasets/") && is_of("rdf");
    match folder {
        "" if is_of("catalog") => Some(format!("/api/1/site/{name}")),
        _ if is_feed || is_record => Some(format!("/api/1{path}")),
        _ => None,
    }
}

/// Returns the path of the page that this path is a part of.
fn whole_page(path: &str) -> &str {
    let Some((page, part)) = path.rsplit_once('/') else {
        return path;
    };
    let is_part = PARTS_OF_PAGES.iter().any(|(folder, parts)| {
        let name = page.strip_prefix(folder);
        name.is_some_and(|name| !name.contains('/')) && parts.contains(&part)
    });
    if is_part { page } else { path }
}

/// Returns a path without the language in front of it, and the language.
fn without_language(path: &str) -> (&str, Option<&'static str>) {
    for (prefix, language) in LANGUAGES {
        match path.strip_prefix(prefix) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => return (rest, language),
            _ => {}
        }
    }
    (path, None)
}

/// Returns a path with its ids in small letters.
fn with_small_ids(path: &str) -> String {
    let names = path.split('/').map(|name| {
        if is_id(name) {
            name.to_ascii_lowercase()
        } else {
            name.to_owned()
        }
    });
    names.collect::<Vec<_>>().join("/")
}

/// Returns whether a name is the id of a record or an organization, or that of a file: a UUID.
fn is_id(name: &str) -> bool {
    let mut parts = name.split('-');
    let is_hexadecimal = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_uuid = parts.clone().map(str::len).eq(UUID_LENGTHS) && parts.all(is_hexadecimal);
    is_identifier(name) || is_uuid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copied_address_leads_to_what_it_names_here() {
        for (copied, expected) in [
            ("/datasets/eau/", Some("/datasets/eau")),
            ("/fr/datasets/eau/", Some("/datasets/eau")),
            ("/fr/datasets/eau", Some("/datasets/eau")),
            ("/en/datasets/eau/", Some("/datasets/eau?lang=en")),
            (
                "/datasets/53698F4CA3A729239D2036DF",
                Some("/datasets/53698f4ca3a729239d2036df"),
            ),
            (
                "/api/1/datasets/53698F4CA3A729239D2036DF/resources/97D3125E-0C21-457F-8975-1B2045B47248/?lang=fr",
                Some(
                    "/api/1/datasets/53698f4ca3a729239d2036df/resources/97d3125e-0c21-457f-8975-1b2045b47248/?lang=fr",
                ),
            ),
            ("/api/1/datasets/Eau/", None),
            ("/api/1/datasets/53698f4ca3a729239d2036df/", None),
            ("/fr/datasets/?q=eau&page=3", Some("/?q=eau")),
            (
                "/datasets/search?q=eau+potable&sort=x",
                Some("/?q=eau+potable"),
            ),
            ("/search/?q=eau&tag=mer", Some("/?q=eau&tag=mer")),
            ("/fr/organizations/insee/", Some("/organizations/insee")),
            ("/datasets/eau/informations", Some("/datasets/eau")),
            (
                "/fr/datasets/eau/discussions/?discussion_id=1",
                Some("/datasets/eau?discussion_id=1"),
            ),
            ("/dataservices/ban/reuses", Some("/dataservices/ban")),
            (
                "/organizations/insee/datasets",
                Some("/organizations/insee"),
            ),
            ("/datasets/discussions", None),
            ("/datasets/eau/nope/discussions", None),
            ("/reuses/carte/discussions", None),
            (
                "/fr/datasets/recent.atom?tag=eau",
                Some("/api/1/datasets/recent.atom?tag=eau"),
            ),
            ("/catalog", Some("/api/1/site/catalog")),
            (
                "/catalog.xml?page=2",
                Some("/api/1/site/catalog.xml?page=2"),
            ),
            ("/catalogue", None),
            ("/fr/datasets/eau/rdf", Some("/api/1/datasets/eau/rdf")),
            ("/datasets/eau/rdf.ttl", Some("/api/1/datasets/eau/rdf.ttl")),
            (
                "/organizations/search?q=eau&page=2",
                Some("/facets/organization?q=eau"),
            ),
            ("/fr/", Some("/")),
            ("/fr", Some("/")),
            ("/docs/", Some("/docs")),
            ("/api/search/?q=eau", Some("/api/search?q=eau")),
            ("/datasets/eau", None),
            ("/france", None),
            ("/nope", None),
            ("/api/1/datasets/nope/", None),
            // Nobody is led to another server.
            ("//evil.example/", None),
            ("/fr//evil.example/", None),
            ("/fr/\\evil.example/", None),
        ] {
            let uri: Uri = copied.parse().unwrap_or_default();
            assert_eq!(address(&uri).as_deref(), expected, "{copied}");
        }
    }
}
