//! RDF in place of a page: which format a caller likes better, and where that lies.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalogue::RecordType;
use dcat::Format;

use crate::addresses::{path_part, record_path};

/// A description of a page's record in another format, for `<link rel="alternate">`.
pub(crate) struct Alternate {
    pub media_type: &'static str,
    pub href: String,
}

/// The formats that pages name.
const NAMED: [Format; 3] = [Format::JsonLd, Format::Turtle, Format::RdfXml];

/// Returns the descriptions of a record that its page names.
pub(crate) fn alternates(record_type: &RecordType, id: &str) -> Vec<Alternate> {
    NAMED
        .map(|format| Alternate {
            media_type: format.media_type(),
            href: record_document(record_type, id, format),
        })
        .into()
}

/// Returns the path of a record's description.
pub(crate) fn record_document(record_type: &RecordType, name: &str, format: Format) -> String {
    let page = record_path(record_type, name);
    format!("/api/1{page}/rdf.{}", format.extension())
}

/// Returns the path of the catalogue of an organization.
pub(crate) fn organization_catalog(id: &str, format: Format) -> String {
    format!(
        "/api/1/organizations/{}/catalog.{}",
        path_part(id),
        format.extension()
    )
}

/// Returns the format that a caller of a page likes better than the page.
pub(crate) fn instead_of_page(headers: &HeaderMap) -> Option<Format> {
    dcat::preferred(&accept(headers), false)
}

/// Returns the format that a caller likes best where there is nothing but RDF: JSON-LD unless it says another.
pub(crate) fn negotiated(headers: &HeaderMap) -> Format {
    dcat::preferred(&accept(headers), true).unwrap_or(Format::JsonLd)
}

fn accept(headers: &HeaderMap) -> String {
    let values = headers.get_all(header::ACCEPT).iter();
    let values: Vec<&str> = values.filter_map(|value| value.to_str().ok()).collect();
    values.join(",")
}

/// Leads to a description: the page, or what is negotiated, is another document.
pub(crate) fn lead_to(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

/// Returns whether what is answered at a path depends on the formats that a caller accepts.
pub(crate) fn is_negotiated(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let is_page = ["/datasets/", "/dataservices/"]
        .iter()
        .any(|folder| path.starts_with(folder));
    is_page
        || path == "/api/1/site/catalog"
        || path.starts_with("/api/1/") && (path.ends_with("/rdf") || path.ends_with("/catalog"))
}
