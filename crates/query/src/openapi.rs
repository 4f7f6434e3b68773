//! The description of the API: OpenAPI 3.1, made from the handlers' own types.

mod examples;
mod members;
mod parameters;

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use utoipa::openapi::{OpenApi, Response};

pub(crate) use parameters::described;

use crate::addresses::base_url;
use crate::conditional;
use crate::problem::ProblemDetails;
use crate::state::AppState;

/// Stands in the description for the address of the server, which each request tells.
const SERVER: &str = "https://server.invalid";

/// What the handlers do not say themselves: title, license, and the groups of routes in their order.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Trouvaille",
        description = "Full-text search in French, with facets, over the metadata of an open-data catalogue: the \
                       datasets and dataservices (APIs) of data.gouv.fr.\n\n\
                       Nothing needs an account, and everything is read with `GET`. An empty value is none at all. \
                       Dates are ISO 8601.\n\n\
                       **Addresses.** `page` of a record is the path of its page here, `url` its page elsewhere, \
                       `api_url` the address of the same as JSON here. `page` beside `page_size` is the number of a page \
                       of results.\n\n\
                       **Values.** The case of letters makes no difference. Trouvaille's own API (`/api/search`, \
                       `/api/facets`, `/api/suggest`, `/export.csv`, `/export.jsonl`) refuses parameters that there are \
                       not, a second value where one is read, and values that are in no vocabulary, and says what may \
                       have been meant; parameters that begin with `_` or `utm_` are passed over. Values that may have \
                       been there yesterday (tags, organizations, schemas, zones…) find nothing, which `warnings` tells. \
                       Pages, feeds and data.gouv.fr's API pass over parameters that they do not know.\n\n\
                       **Errors** are problem details (RFC 9457, `application/problem+json`), with `errors` by parameter.\n\n\
                       **Stability.** Versions follow semantic versioning: what is described here (routes, parameters, \
                       members, meanings) is not removed or renamed within a version (`0.2.x`, later `1.x`). Members, \
                       parameters and values of open lists may be added at any time: pass over those that you do not know. \
                       What will go is marked `deprecated` here and announced in the changelog at least one version before; \
                       a route that will go answers with `Deprecation` (RFC 9745), and with `Sunset` (RFC 8594) once its last \
                       day is known. The shapes of data.gouv.fr's API follow that platform.",
        license(name = "MIT", identifier = "MIT"),
    ),
    tags(
        (name = "search", description = "Trouvaille's own search."),
        (name = "data.gouv.fr", description = "data.gouv.fr's own read API, for its clients: they need another base URL only."),
        (name = "pages", description = "What people see in a browser; every state has an address of its own."),
        (name = "service", description = "The description of the API, and the state of the service."),
    ),
    components(schemas(ProblemDetails)),
)]
pub(crate) struct Description;

/// The description as it is answered.
#[derive(Clone)]
pub(crate) struct Document(Arc<Value>);

impl Document {
    /// Returns the description of these routes.
    pub fn new(mut routes: OpenApi) -> Self {
        for (path, methods) in &mut routes.paths.paths {
            // Every route is read with GET, so that its path names the operation.
            if let Some(operation) = &mut methods.get {
                operation.operation_id = Some(operation_id(path));
                if conditional::is_kept(path) {
                    let responses = &mut operation.responses.responses;
                    responses.insert("304".to_owned(), not_modified().into());
                    responses.insert("429".to_owned(), too_many_requests().into());
                }
            }
        }
        let mut document = serde_json::to_value(routes)
            .expect("a description has text keys only, and no number that JSON lacks");
        document["servers"] = json!([{"url": SERVER, "description": "This server."}]);
        for (path, methods) in document["paths"].as_object_mut().into_iter().flatten() {
            for (_, operation) in methods.as_object_mut().into_iter().flatten() {
                if let Some(operation) = operation.as_object_mut() {
                    examples::add_to(path, operation, SERVER);
                }
            }
        }
        members::require(&mut document);
        parameters::hoist(&mut document);
        Self(Arc::new(document))
    }

    /// Returns the description as JSON; its server is none yet.
    pub fn json(&self) -> &Value {
        &self.0
    }
}

fn not_modified() -> Response {
    let description = "The caller has the answer: it is the one that `If-None-Match` or `If-Modified-Since` names.";
    Response::new(description)
}

fn too_many_requests() -> Response {
    let description = "The client has asked too often, where the operator limits that: `Retry-After` says when to ask again.";
    Response::new(description)
}

/// Returns the name of an operation: `/api/1/datasets/{id}/` is `api_1_datasets_id`.
fn operation_id(path: &str) -> String {
    let words: Vec<&str> = path
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return "home".to_owned();
    }
    words.join("_")
}

/// Gives this description.
///
/// OpenAPI 3.1, as JSON.
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "service",
    responses((status = 200, description = "The description.", body = Value)),
)]
pub(crate) async fn openapi(
    State(state): State<AppState>,
    Extension(document): Extension<Document>,
    headers: HeaderMap,
) -> impl IntoResponse {
    let base = base_url(&state.config, &headers);
    (
        [(header::CONTENT_TYPE, "application/json")],
        document.json().to_string().replace(SERVER, &base),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_description_names_the_program_its_version_and_its_license() {
        let document = crate::document();
        let document = document.json();
        assert_eq!(document["openapi"], "3.1.0");
        assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(document["info"]["license"]["identifier"], "MIT");
    }

    #[test]
    fn every_operation_has_a_summary_a_known_group_and_described_parameters() {
        let document = crate::document();
        let document = document.json();
        let groups: Vec<&str> = array(&document["tags"])
            .iter()
            .filter_map(|tag| tag["name"].as_str())
            .collect();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let name = format!("{method} {path}");
                assert!(operation["summary"].is_string(), "{name} has no summary");
                let tag = operation["tags"][0].as_str().unwrap();
                assert!(groups.contains(&tag), "{name}: unknown tag `{tag}`");
                for parameter in array(&operation["parameters"]) {
                    let parameter = described(document, parameter);
                    assert!(
                        parameter["description"].is_string(),
                        "{name}: {parameter} is not described"
                    );
                    assert!(
                        parameter["schema"].is_object(),
                        "{name}: {parameter} has no type"
                    );
                }
                for (status, response) in operation["responses"].as_object().unwrap() {
                    assert!(
                        response["description"] != "",
                        "{name}: {status} is not described"
                    );
                }
            }
        }
    }

    #[test]
    fn every_operation_has_a_name_of_its_own_and_every_type_is_there() {
        let document = crate::document();
        let document = document.json();
        let mut names = HashSet::new();
        for methods in document["paths"].as_object().unwrap().values() {
            let methods = methods.as_object().unwrap();
            assert!(methods.keys().eq(["get"]), "{methods:?}");
            let name = methods["get"]["operationId"].as_str().unwrap();
            assert!(names.insert(name), "two operations are called `{name}`");
        }
        let text = document.to_string();
        let references = text.split("\"#/components/schemas/").skip(1);
        for reference in references {
            let name = reference.split('"').next().unwrap();
            let schema = &document["components"]["schemas"][name];
            assert!(schema.is_object(), "`{name}` is not described");
        }
    }

    fn array(value: &Value) -> &[Value] {
        value.as_array().map(Vec::as_slice).unwrap_or_default()
    }
}
