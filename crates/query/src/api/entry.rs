//! What there is: the entry of the API, made from its description.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::{Extension, Json};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::addresses::base_url;
use crate::openapi::Document;
use crate::state::AppState;

/// Says what there is.
///
/// Every route with its address; where a part of it is in braces, a name goes there.
#[utoipa::path(
    get,
    path = "/api",
    tag = "search",
    responses((status = 200, description = "Name, version and routes.", body = EntryAnswer)),
)]
pub(crate) async fn entry(
    State(state): State<AppState>,
    Extension(document): Extension<Document>,
    headers: HeaderMap,
) -> Json<EntryAnswer> {
    let base = base_url(&state.config, &headers);
    Json(EntryAnswer::new(document.json(), &base))
}

/// The entry of the API.
#[derive(Serialize, ToSchema)]
pub(crate) struct EntryAnswer {
    /// The program's name.
    name: String,
    /// The version of the program and its API, as in `/openapi.json`: nothing that is described there is renamed or removed
    /// before the first number of the version changes, or the second while the first is 0.
    version: String,
    /// The address of the description, for people.
    documentation: String,
    /// The address of the description, for programs: OpenAPI 3.1.
    openapi: String,
    /// The routes, in the order of their groups.
    routes: Vec<RouteAnswer>,
}

/// A route.
#[derive(Serialize, ToSchema)]
struct RouteAnswer {
    /// The name of the operation in `/openapi.json`.
    operation: String,
    /// What it does, in one line.
    title: String,
    /// Its group: `search` is this API, `data.gouv.fr` that platform's own.
    group: String,
    /// Its address; a part in braces is a name to fill in.
    url: String,
    /// A request to try.
    example: String,
    /// Where it is described.
    documentation: String,
}

impl EntryAnswer {
    fn new(document: &Value, base: &str) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let groups = document["tags"].as_array().into_iter().flatten();
        let mut routes = Vec::new();
        for group in groups {
            for (path, methods) in document["paths"].as_object().into_iter().flatten() {
                let operation = &methods["get"];
                if operation["tags"][0] == group["name"] {
                    let name = text(&operation["operationId"]);
                    routes.push(RouteAnswer {
                        title: text(&operation["summary"]),
                        group: text(&group["name"]),
                        url: format!("{base}{path}"),
                        example: format!("{base}{}", text(&operation["x-example"])),
                        documentation: format!("{base}/docs#route-{name}"),
                        operation: name,
                    });
                }
            }
        }
        Self {
            name: text(&document["info"]["title"]),
            version: text(&document["info"]["version"]),
            documentation: format!("{base}/docs"),
            openapi: format!("{base}/openapi.json"),
            routes,
        }
    }
}
