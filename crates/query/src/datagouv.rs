//! data.gouv.fr's read API, for its own clients: the same names, types, envelopes, errors and limits.
//!
//! Version 1 and 2 of lists, searches, suggestions and vocabularies, for what the index knows: datasets, dataservices,
//! organizations, tags, formats, licences, badges and zones. A final slash may be left out.
//!
//! Records are answered with in the shape that `ingest::wire` reads. `export::api_object` writes it too, with the addresses
//! and the gaps of the source.
//!
//! What differs, and why:
//!
//! - Totals are exact, and pages go to the end: there is no window of 10,000. A page has at most
//!   1,000 items; data.gouv.fr states no limit, and its clients ask for no more.
//! - `q` is searched for as by every search of this server: French words in all fields, corrected and interpreted; where
//!   few records have all words, records with most of them follow.
//! - `geozone` finds what lies within the zone, not only what names that very zone. Zones that were inferred do not
//!   count, and copies are not folded: data.gouv.fr does neither.
//! - An organization may be named by its slug wherever its id may. Its name and acronym are looked through, by French words, with
//!   spelling mended and acronyms understood; what a source does not tell of it is what its records tell (`created_at`,
//!   `last_modified`, orders by views, followers and reuses), and `slug` is made of the name. Lists leave out an organization whose id
//!   no source knows: data.gouv.fr has none, and its clients ask for the rest by the id. It has its page, and its records name it.
//! - `temporal_coverage` means the same in lists and searches: the dataset covers the period.
//! - `last_update_range` counts no stamps of harvesters: a day on which twenty records of a producer or more were updated.
//! - What a source did not give is null, unless the platform always has a value: lists are empty, because clients walk through them;
//!   `frequency` is `unknown`, `license` of a dataset `notspecified`, `access_type` `open` (also where it is filtered by and counted),
//!   `private` false; `last_update` and `internal` are the best dates that are known. Counts stay null where nobody counted.
//! - Addresses that this server answers are its own (`uri`, `self_api_url`, `href`, `next_page`); all others are as the
//!   source gave them, `page` above all: people go to the platform. Where a source gives no page (`page`, `self_web_url`), it is the
//!   one here.
//! - Topics, reuses and followers are in no record. Lists ignore an unknown topic or reuse, as data.gouv.fr does, and
//!   nobody follows anything; searches find nothing about an unknown topic.
//! - Facets count dataservices' badges, respect every filter, and give more than 50 values with `facet_size`.
//! - A dataservice that only api.gouv.fr told of may have no `slug` and no dates, and its organization neither `id` nor `uri`. A link
//!   counts no files (`resources.total` is null) where an export counts them and lists none. Registered schemas have a name alone.
//! - `temporal_coverage` in another form than a period is refused; data.gouv.fr takes it for what it is not.
//! - A catalogue is led to with 303, as what is no document; it has each record once, and JSON-LD without a context of its own.
//! - Not here, and answered with 404: reuses, topics, discussions, followers, activity, posts, accounts, harvesting, outlines of
//!   zones (`spatial/coverage`), and exports in the platform's columns (`site/*.csv`, `organizations/{id}/*.csv`): `/export.csv` has
//!   others.
//!
//! `tests/clients/calls.toml` has what clients ask for, and names where an answer differs.

mod arguments;
pub(crate) mod call;
mod dataservice;
mod dataservices;
mod dataset;
mod datasets;
mod facets;
mod lookup;
mod organizations;
mod owner;
mod parameters;
mod parts;
mod problem;
mod rdf;
mod recent;
mod resource;
mod resources;
mod site;
mod spatial;
mod suggestions;
mod terms;
mod text_suggestions;
mod vocabularies;
mod whole;

use axum::routing::any;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

pub(crate) use arguments::is_identifier;

use crate::state::AppState;

/// Returns the routes with their description, each with and without a final slash.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    let described: [UtoipaMethodRouter<AppState>; 39] = [
        routes!(datasets::list_v1),
        routes!(datasets::one_v1),
        routes!(resources::resource_v1),
        routes!(datasets::list_v2),
        routes!(datasets::search),
        routes!(datasets::one_v2),
        routes!(resources::resources),
        routes!(resources::community_resources),
        routes!(resources::schemas),
        routes!(resources::resource_v2),
        routes!(datasets::of_organization),
        routes!(dataservices::list),
        routes!(dataservices::search),
        routes!(dataservices::one),
        routes!(dataservices::of_organization),
        routes!(organizations::list),
        routes!(organizations::search),
        routes!(organizations::one),
        routes!(suggestions::datasets),
        routes!(suggestions::dataservices),
        routes!(suggestions::organizations),
        routes!(text_suggestions::tags),
        routes!(text_suggestions::resource_formats),
        routes!(text_suggestions::media_types),
        routes!(vocabularies::licenses),
        routes!(vocabularies::frequencies),
        routes!(vocabularies::resource_types),
        routes!(vocabularies::extensions),
        routes!(vocabularies::schemas),
        routes!(vocabularies::dataset_badges),
        routes!(vocabularies::dataservice_badges),
        routes!(vocabularies::organization_badges),
        routes!(vocabularies::levels),
        routes!(vocabularies::granularities),
        routes!(spatial::suggest),
        routes!(spatial::zones),
        routes!(spatial::zone),
        routes!(spatial::datasets),
        routes!(site::site),
    ];
    let mut router = OpenApiRouter::new();
    for (schemas, paths, handler) in described {
        let handler = handler.fallback(problem::read_only);
        for path in paths.paths.keys() {
            router = router.route(path.trim_end_matches('/'), handler.clone());
        }
        router = router.routes((schemas, paths, handler));
    }
    router
        .routes(routes!(recent::datasets))
        .routes(routes!(recent::dataservices))
        .merge(documents())
        .route("/api/1/{*rest}", any(problem::no_such_route))
        .route("/api/2/{*rest}", any(problem::no_such_route))
}

/// Returns the routes of what is described as DCAT-AP.
fn documents() -> OpenApiRouter<AppState> {
    let documents: [UtoipaMethodRouter<AppState>; 4] = [
        routes!(rdf::dataset),
        routes!(rdf::dataservice),
        routes!(rdf::catalog),
        routes!(rdf::organization),
    ];
    let mut router = OpenApiRouter::new()
        .routes(routes!(rdf::negotiated_dataset))
        .routes(routes!(rdf::negotiated_dataservice))
        .routes(routes!(rdf::negotiated_catalog))
        .routes(routes!(rdf::negotiated_organization));
    for (schemas, paths, handler) in documents {
        let handler = handler.fallback(problem::read_only);
        // A path has no place for a name within one of its parts.
        for path in paths.paths.keys() {
            for extension in dcat::Format::extensions() {
                router = router.route(&path.replace("{format}", extension), handler.clone());
            }
        }
        let description = router.get_openapi_mut();
        description.paths.paths.extend(paths.paths);
        let components = description.components.get_or_insert_default();
        components.schemas.extend(schemas);
    }
    router
}
