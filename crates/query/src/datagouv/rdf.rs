//! Records and the catalogue as DCAT-AP: one by one, and in pages as harvesters read them.
//!
//! A catalogue holds each of its records once, datasets and dataservices alike, the newest first; udata adds to each page the
//! dataservices that serve its datasets. A filter that only datasets have finds datasets alone.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use catalogue::{Record, RecordType};
use dcat::{CatalogPage, Document, Format, Site};
use search_index::{Facet, SearchRequest, Searcher};

use super::call::{Call, on_index};
use super::datasets;
use super::lookup::{self, find};
use super::parameters::{CATALOG_PAGE_SIZE, DatasetList};
use super::problem::{Problem, ProblemAnswer};
use crate::error::Error;
use crate::rdf::{lead_to, negotiated, organization_catalog, record_document};
use crate::state::AppState;

/// Describes a dataset as DCAT-AP.
///
/// `json` or `jsonld`, `ttl` or `turtle`, `xml` or `rdf`, `nt`, `n3`, `trig`.
#[utoipa::path(
    get,
    path = "/api/1/datasets/{id_or_slug}/rdf.{format}",
    tag = "data.gouv.fr",
    params(
        ("id_or_slug" = String, Path, example = "base-adresse-nationale", description = "The dataset's id or slug."),
        ("format" = String, Path, example = "ttl", description = "The format.", pattern = "^(json|jsonld|json-ld|ttl|turtle|xml|rdf|owl|nt|n3|trig)$"),
    ),
    responses(
        (status = 200, description = "The description.", content((Vec<Object> = "application/ld+json"), (String = "text/turtle"), (String = "application/rdf+xml"),
            (String = "application/n-triples"), (String = "text/n3"), (String = "application/trig"))),
        (status = 404, description = "There is no such dataset, or no such format.", body = ProblemAnswer),
        (status = 410, description = "It was deleted.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn dataset(
    State(state): State<AppState>,
    Path(id_or_slug): Path<String>,
    uri: Uri,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let dataset = lookup::dataset(searcher, &id_or_slug)?;
        one(searcher, &Record::Dataset(Box::new(dataset)), &uri, &call)
    })
    .await
}

/// Describes a dataservice as DCAT-AP.
///
/// `json` or `jsonld`, `ttl` or `turtle`, `xml` or `rdf`, `nt`, `n3`, `trig`.
#[utoipa::path(
    get,
    path = "/api/1/dataservices/{id_or_slug}/rdf.{format}",
    tag = "data.gouv.fr",
    params(
        ("id_or_slug" = String, Path, example = "api-base-dadresse-nationale-ban", description = "The dataservice's id or slug."),
        ("format" = String, Path, example = "ttl", description = "The format.", pattern = "^(json|jsonld|json-ld|ttl|turtle|xml|rdf|owl|nt|n3|trig)$"),
    ),
    responses(
        (status = 200, description = "The description.", content((Vec<Object> = "application/ld+json"), (String = "text/turtle"), (String = "application/rdf+xml"),
            (String = "application/n-triples"), (String = "text/n3"), (String = "application/trig"))),
        (status = 404, description = "There is no such dataservice, or no such format.", body = ProblemAnswer),
        (status = 410, description = "It was deleted.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn dataservice(
    State(state): State<AppState>,
    Path(id_or_slug): Path<String>,
    uri: Uri,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let dataservice = lookup::dataservice(searcher, &id_or_slug)?;
        one(
            searcher,
            &Record::Dataservice(Box::new(dataservice)),
            &uri,
            &call,
        )
    })
    .await
}

/// Leads to the description of a dataset in the format that `Accept` names.
#[utoipa::path(
    get,
    path = "/api/1/datasets/{id_or_slug}/rdf",
    tag = "data.gouv.fr",
    params(("id_or_slug" = String, Path, example = "base-adresse-nationale", description = "The dataset's id or slug.")),
    responses((status = 303, description = "The description: as JSON-LD, unless another format is asked for.")),
)]
pub(crate) async fn negotiated_dataset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let format = negotiated(&headers);
    lead_to(&record_document(&RecordType::Dataset, &name, format))
}

/// Leads to the description of a dataservice in the format that `Accept` names.
#[utoipa::path(
    get,
    path = "/api/1/dataservices/{id_or_slug}/rdf",
    tag = "data.gouv.fr",
    params(("id_or_slug" = String, Path, example = "api-base-dadresse-nationale-ban", description = "The dataservice's id or slug.")),
    responses((status = 303, description = "The description: as JSON-LD, unless another format is asked for.")),
)]
pub(crate) async fn negotiated_dataservice(
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let format = negotiated(&headers);
    lead_to(&record_document(&RecordType::Dataservice, &name, format))
}

/// Describes the catalogue as DCAT-AP, a page at a time.
///
/// The filters of lists, 100 records a page unless asked otherwise; Hydra's links lead from page to page. The formats are those of
/// a record.
#[utoipa::path(
    get,
    path = "/api/1/site/catalog.{format}",
    tag = "data.gouv.fr",
    params(
        ("format" = String, Path, example = "ttl", description = "The format.", pattern = "^(json|jsonld|json-ld|ttl|turtle|xml|rdf|owl|nt|n3|trig)$"),
        DatasetList,
    ),
    responses(
        (status = 200, description = "A page of the catalogue.", content((Vec<Object> = "application/ld+json"), (String = "text/turtle"), (String = "application/rdf+xml"),
            (String = "application/n-triples"), (String = "text/n3"), (String = "application/trig"))),
        (status = 400, description = "A value cannot be.", body = ProblemAnswer),
        (status = 401, description = "Only an authenticated user may ask this.", body = ProblemAnswer),
        (status = 404, description = "The page is past the end, or there is no such format.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn catalog(
    State(state): State<AppState>,
    uri: Uri,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let asked = Asked {
            catalog: ["api", "1", "site", "catalog"].map(str::to_owned).into(),
            title: "Trouvaille".to_owned(),
            description: "Les jeux de données et les API du catalogue.".to_owned(),
            publisher: "Trouvaille".to_owned(),
            organization: None,
        };
        asked.page(searcher, &uri, &call)
    })
    .await
}

/// Describes the catalogue of an organization as DCAT-AP, a page at a time.
///
/// As `/api/1/site/catalog.{format}` does.
#[utoipa::path(
    get,
    path = "/api/1/organizations/{id}/catalog.{format}",
    tag = "data.gouv.fr",
    params(
        ("id" = String, Path, example = "58e555f5c751df205d54e76b", description = "The organization's id or slug."),
        ("format" = String, Path, example = "ttl", description = "The format.", pattern = "^(json|jsonld|json-ld|ttl|turtle|xml|rdf|owl|nt|n3|trig)$"),
        DatasetList,
    ),
    responses(
        (status = 200, description = "A page of the catalogue.", content((Vec<Object> = "application/ld+json"), (String = "text/turtle"), (String = "application/rdf+xml"),
            (String = "application/n-triples"), (String = "text/n3"), (String = "application/trig"))),
        (status = 400, description = "A value cannot be.", body = ProblemAnswer),
        (status = 401, description = "Only an authenticated user may ask this.", body = ProblemAnswer),
        (status = 404, description = "There is no such organization, the page is past the end, or there is no such format.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn organization(
    State(state): State<AppState>,
    Path(id): Path<String>,
    uri: Uri,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let known = lookup::organization(searcher, &id)?;
        let name = &known.organization.name;
        let asked = Asked {
            catalog: ["api", "1", "organizations", &known.key, "catalog"]
                .map(str::to_owned)
                .into(),
            title: name.clone(),
            description: format!("Les jeux de données et les API de {name}."),
            publisher: name.clone(),
            organization: Some(known.key.clone()),
        };
        asked.page(searcher, &uri, &call)
    })
    .await
}

/// Leads to the catalogue in the format that `Accept` names.
#[utoipa::path(
    get,
    path = "/api/1/site/catalog",
    tag = "data.gouv.fr",
    responses((status = 303, description = "The catalogue: as JSON-LD, unless another format is asked for.")),
)]
pub(crate) async fn negotiated_catalog(query: RawQuery, headers: HeaderMap) -> Response {
    let extension = negotiated(&headers).extension();
    lead_to(&with_query(
        format!("/api/1/site/catalog.{extension}"),
        query,
    ))
}

/// Leads to the catalogue of an organization in the format that `Accept` names.
#[utoipa::path(
    get,
    path = "/api/1/organizations/{id}/catalog",
    tag = "data.gouv.fr",
    params(("id" = String, Path, example = "58e555f5c751df205d54e76b", description = "The organization's id or slug.")),
    responses((status = 303, description = "The catalogue: as JSON-LD, unless another format is asked for.")),
)]
pub(crate) async fn negotiated_organization(
    Path(id): Path<String>,
    query: RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = organization_catalog(&id, negotiated(&headers));
    lead_to(&with_query(path, query))
}

fn with_query(path: String, RawQuery(query): RawQuery) -> String {
    match query {
        Some(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path,
    }
}

/// Returns the format that the end of a path names; each route has one.
fn format(uri: &Uri) -> Result<Format, Problem> {
    let extension = uri.path().trim_end_matches('/').rsplit('.').next();
    let format = extension.and_then(Format::from_extension);
    format.ok_or_else(|| Problem::not_found(format!("there is nothing at `{}`", uri.path())))
}

/// Describes one record.
fn one(searcher: &Searcher, record: &Record, uri: &Uri, call: &Call) -> Result<Response, Problem> {
    let origins = |id: &str| origin(searcher, id);
    let site = Site::new(&call.base_url).with_origins(&origins);
    let format = format(uri)?;
    let mut document = Document::new(format).map_err(internal)?;
    document.add_record(record, &site).map_err(internal)?;
    answer(document, format)
}

/// Returns the address that its origin has given a dataset, if the index has the dataset.
fn origin(searcher: &Searcher, id: &str) -> Option<String> {
    match searcher.record(&RecordType::Dataset, id) {
        Ok(Some(Record::Dataset(dataset))) => dataset.harvest?.uri,
        _ => None,
    }
}

fn answer(document: Document, format: Format) -> Result<Response, Problem> {
    let bytes = document.finish().map_err(internal)?;
    Ok(([(header::CONTENT_TYPE, content_type(format))], bytes).into_response())
}

fn content_type(format: Format) -> String {
    match format {
        // JSON and N-Triples are UTF-8 whatever is said.
        Format::JsonLd | Format::NTriples => format.media_type().to_owned(),
        _ => format!("{}; charset=utf-8", format.media_type()),
    }
}

fn internal(error: std::io::Error) -> Problem {
    Problem::Other(Error::Internal(Box::new(error)))
}

/// A catalogue that is asked for: the whole one, or an organization's.
struct Asked {
    /// The parts of its path.
    catalog: Vec<String>,
    title: String,
    description: String,
    publisher: String,
    /// The organization's id.
    organization: Option<String>,
}

impl Asked {
    /// Describes the page that a call asks for.
    fn page(self, searcher: &Searcher, uri: &Uri, call: &Call) -> Result<Response, Problem> {
        let format = format(uri)?;
        let mut arguments = call.arguments()?;
        let organizations = searcher.organizations()?;
        let list = DatasetList::read_with(&mut arguments, organizations, CATALOG_PAGE_SIZE)?;
        let request = datasets::of_list(searcher, &list)?;
        let request = request.map(|request| self.narrow(request));
        let found = find(searcher, request.as_ref())?.or_past_the_end(list.page)?;
        let origins = |id: &str| origin(searcher, id);
        let site = Site::new(&call.base_url).with_origins(&origins);
        let mut document = Document::new(format).map_err(internal)?;
        for record in &found.records {
            document.add_record(record, &site).map_err(internal)?;
        }
        let address = |page| call.address_of_page(page);
        let last = (found.total as usize).div_ceil(list.page_size).max(1);
        let page = CatalogPage {
            catalog: self.catalog,
            title: self.title,
            description: self.description,
            publisher: self.publisher,
            organization: self.organization,
            total: found.total,
            this: address(list.page),
            first: address(1),
            last: address(last),
            next: (list.page < last).then(|| address(list.page + 1)),
            previous: (list.page > 1).then(|| address(list.page - 1)),
        };
        document.add_catalog(&page, &site).map_err(internal)?;
        answer(document, format)
    }

    /// Returns the search for the records of this catalogue, dataservices too.
    fn narrow(&self, request: SearchRequest) -> SearchRequest {
        let request = request.without(Facet::Type);
        match &self.organization {
            Some(id) => request
                .without(Facet::Organization)
                .filter(Facet::Organization, id),
            None => request,
        }
    }
}
