//! The addresses that answers give: of this server, of a record's page, and of places elsewhere.

use axum::http::HeaderMap;
use catalogue::{Organization, RecordType};

use crate::state::Config;

/// Returns the address that the caller used, without a final slash. The headers are those that are believed
/// (`caller::identify`).
pub(crate) fn base_url(config: &Config, headers: &HeaderMap) -> String {
    if let Some(public_url) = &config.public_url {
        return public_url.clone();
    }
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = header("x-forwarded-host")
        .or(header("host"))
        .unwrap_or("localhost");
    let scheme = header("x-forwarded-proto")
        .filter(|scheme| *scheme == "https")
        .unwrap_or("http");
    format!("{scheme}://{host}")
}

/// Returns whether a path is answered in JSON, whatever goes wrong.
pub(crate) fn is_of_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Returns the path of a record as JSON.
pub(crate) fn record_api_path(record_type: &RecordType, id: &str) -> String {
    format!("/api{}", record_path(record_type, id))
}

/// Returns the path of a record's page, given its name there: its slug, or its id where the slug leads to another record
/// (`search_index::Hit::name`).
pub(crate) fn record_path(record_type: &RecordType, name: &str) -> String {
    let folder = match record_type {
        RecordType::Dataservice => "dataservices",
        RecordType::Dataset | RecordType::Other(_) => "datasets",
    };
    format!("/{folder}/{}", path_part(name))
}

/// Returns the address of a record's page: the one that its source gives, or where it gives none the one here.
pub(crate) fn record_page(
    given: Option<&String>,
    record_type: &RecordType,
    id: &str,
    base_url: &str,
) -> String {
    let here = || format!("{base_url}{}", record_path(record_type, id));
    given.cloned().unwrap_or_else(here)
}

/// Returns the path of an organization's page as records refer to it: by its id, which is nobody else's, or by its name where no
/// source knows the id.
pub(crate) fn organization_path(organization: &Organization) -> String {
    named_organization_path(organization.id.as_ref().unwrap_or(&organization.name))
}

/// Returns the path of an organization's page, given its name there (`search_index::KnownOrganization::page_name`).
pub(crate) fn named_organization_path(name: &str) -> String {
    format!("/organizations/{}", path_part(name))
}

/// Returns a name as it is written in a path.
pub(crate) fn path_part(name: &str) -> String {
    let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    // A form writes a blank as `+`; in a path that is a plus.
    name.replace('+', "%20")
}

/// Returns the address if a browser may follow it: records come from anywhere, and `javascript:` is an address too.
pub(crate) fn web_address(address: &str) -> Option<String> {
    let url = url::Url::parse(address.trim()).ok()?;
    matches!(url.scheme(), "http" | "https" | "ftp").then(|| url.to_string())
}
