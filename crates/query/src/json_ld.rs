//! What a page is about, for machines that read pages: schema.org as JSON-LD.
//!
//! It stands in a `<script type="application/ld+json">`, which a browser does not run (nor does the content security
//! policy apply to it: HTML's "prepare the script element" ends before, for a type that is no script's).

use catalogue::{
    AccessType, Dataservice, Dataset, Gazetteer, License, Owner, Record, Resource, strip_validity,
};
use search_index::KnownOrganization;
use serde_json::{Map, Value, json};

use crate::addresses::{named_organization_path, record_path, web_address};
use crate::language::{iso_day, turns_text};

/// Search engines read a description this far, in characters.
const DESCRIPTION_CHARS: usize = 5_000;

/// Search engines want a description of a dataset to have as many characters.
const LEAST_DESCRIPTION_CHARS: usize = 50;

/// Resources that are described: as many as the page lists.
const RESOURCES: usize = 100;

/// Returns the start page: the site, how to search it, and the catalogue that it holds.
pub(crate) fn start_page(base: &str) -> String {
    let home = format!("{base}/");
    written(&json!({
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "WebSite",
                "@id": format!("{home}#site"),
                "name": "Trouvaille",
                "url": home,
                "inLanguage": "fr",
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": {
                        "@type": "EntryPoint",
                        "urlTemplate": format!("{home}?q={{search_term_string}}"),
                    },
                    "query-input": "required name=search_term_string",
                },
            },
            data_catalog(base),
        ],
    }))
}

fn data_catalog(base: &str) -> Value {
    json!({
        "@type": "DataCatalog",
        "@id": format!("{base}/#catalogue"),
        "name": "Trouvaille",
        "description": "Recherche dans les jeux de données et les API de data.gouv.fr",
        "url": format!("{base}/"),
        "inLanguage": "fr",
        "isBasedOn": "https://www.data.gouv.fr/",
    })
}

/// Returns a record: a `Dataset`, or the `WebAPI` of a dataservice. What its source does not give is left out.
///
/// `name` is the record's name in its address here.
pub(crate) fn record(record: &Record, name: &str, base: &str) -> String {
    let mut thing = match record {
        Record::Dataset(dataset) => dataset_thing(record, dataset, base),
        Record::Dataservice(dataservice) => dataservice_thing(record, dataservice),
    };
    let page = format!("{base}{}", record_path(&record.record_type(), name));
    thing["@context"] = json!("https://schema.org");
    thing["@id"] = json!(page);
    thing["name"] = json!(record.title());
    thing["alternateName"] = json!(record.acronym());
    thing["description"] = json!(description(record));
    // The platform's page is where the record lives.
    thing["url"] = json!(record.page().and_then(web_address).unwrap_or(page));
    written(&thing)
}

/// Returns an organization. What no source gives is left out.
pub(crate) fn organization(known: &KnownOrganization, base: &str) -> String {
    let page = format!("{base}{}", named_organization_path(&known.page_name));
    let mut thing = agent(&Owner::Organization(known.organization.clone()));
    thing["@context"] = json!("https://schema.org");
    thing["@id"] = json!(page);
    if thing["url"].is_null() {
        thing["url"] = json!(page);
    }
    thing["identifier"] = json!(known.key);
    written(&thing)
}

/// Returns the description, up to what search engines read. One that is too short for them follows the title, with who
/// publishes the record and its tags, as far as that is needed.
fn description(record: &Record) -> String {
    let mut text = record.description().text.trim().to_owned();
    let owner = record.owner().map(Owner::name).unwrap_or_default();
    let parts = [record.title().to_owned(), owner, record.tags().join(", ")];
    let mut parts = parts.into_iter().filter(|part| !part.is_empty());
    let mut before: Vec<String> = Vec::new();
    // What says nothing is not made to say something.
    while !text.is_empty() && text.chars().count() < LEAST_DESCRIPTION_CHARS {
        let Some(part) = parts.next() else { break };
        before.push(part);
        text = format!(
            "{} : {}",
            before.join(" – "),
            record.description().text.trim()
        );
    }
    text.chars().take(DESCRIPTION_CHARS).collect()
}

/// Returns the address that resolves a DOI, however it is written.
fn doi_address(doi: &str) -> Option<String> {
    let name = doi.trim();
    let name = name.split_once("doi.org/").map_or(name, |(_, name)| name);
    let name = name.strip_prefix("doi:").unwrap_or(name).trim();
    name.starts_with("10.")
        .then(|| format!("https://doi.org/{name}"))
        .and_then(|address| web_address(&address))
}

fn dataset_thing(record: &Record, dataset: &Dataset, base: &str) -> Value {
    let doi = dataset.doi.as_deref().and_then(doi_address);
    let identifiers: Vec<String> = [Some(dataset.id.clone()), doi]
        .into_iter()
        .flatten()
        .collect();
    let is_open = record.access_type() == Some(&AccessType::Open);
    json!({
        "@type": "Dataset",
        "identifier": identifiers,
        "keywords": record.tags(),
        "license": record.license().and_then(License::url),
        "creator": record.owner().map(agent),
        "dateCreated": record.created_at(),
        "dateModified": record.last_update(),
        "spatialCoverage": places(dataset),
        "temporalCoverage": period(dataset),
        "isAccessibleForFree": is_open.then_some(true),
        "includedInDataCatalog": data_catalog(base),
        "distribution": dataset
            .resources
            .iter()
            .flatten()
            .filter_map(distribution)
            .take(RESOURCES)
            .collect::<Vec<_>>(),
    })
}

fn dataservice_thing(record: &Record, dataservice: &Dataservice) -> Value {
    let address = |address: &Option<String>| address.as_deref().and_then(web_address);
    let documentation: Vec<String> = [
        &dataservice.technical_documentation_url,
        &dataservice.machine_documentation_url,
        &dataservice.business_documentation_url,
    ]
    .into_iter()
    .filter_map(address)
    .collect();
    let channel = address(&dataservice.base_api_url)
        .map(|url| json!({"@type": "ServiceChannel", "serviceUrl": url}));
    json!({
        "@type": "WebAPI",
        "identifier": dataservice.id,
        "provider": record.owner().map(agent),
        "documentation": documentation,
        "availableChannel": channel,
    })
}

fn agent(owner: &Owner) -> Value {
    match owner {
        Owner::Organization(organization) => json!({
            "@type": "Organization",
            "name": organization.name,
            "alternateName": organization.acronym,
            "url": organization.page.as_deref().and_then(web_address),
            "logo": organization.logo.as_deref().and_then(web_address),
        }),
        Owner::User(user) => json!({
            "@type": "Person",
            "name": owner.name(),
            "url": user.page.as_deref().and_then(web_address),
        }),
    }
}

/// Returns the zones that the dataset declares; those without a known name by their id.
fn places(dataset: &Dataset) -> Vec<Value> {
    let spatial = dataset.spatial.as_ref();
    let zones = spatial.and_then(|spatial| spatial.zones.as_deref());
    let unresolved = spatial.map(|spatial| spatial.unresolved_names.as_slice());
    let zones = zones.unwrap_or_default().iter().map(|zone| {
        let id = strip_validity(zone);
        json!({"@type": "Place", "name": Gazetteer::france().name(id).unwrap_or(id), "identifier": id})
    });
    let unresolved = unresolved
        .unwrap_or_default()
        .iter()
        .map(|name| json!({"@type": "Place", "name": name}));
    zones.chain(unresolved).collect()
}

/// Returns the period as ISO 8601 writes it, `..` for an open end.
fn period(dataset: &Dataset) -> Option<String> {
    let coverage = dataset.temporal_coverage.as_ref()?;
    let end = |date: Option<catalogue::Date>| date.map_or_else(|| "..".to_owned(), iso_day);
    (coverage.start.is_some() || coverage.end.is_some())
        .then(|| format!("{}/{}", end(coverage.start), end(coverage.end)))
}

fn distribution(resource: &Resource) -> Option<Value> {
    let address = web_address(resource.url.as_deref()?)?;
    Some(json!({
        "@type": "DataDownload",
        "name": resource.title,
        "contentUrl": address,
        "encodingFormat": resource.mime.as_ref().or(resource.format.as_ref()),
        "contentSize": resource.filesize.map(|n| format!("{n} B")),
        "dateModified": resource.last_modified,
        "sha256": resource
            .checksum
            .as_ref()
            .filter(|checksum| checksum.algorithm.as_deref() == Some("sha256"))
            .and_then(|checksum| checksum.value.as_ref()),
    }))
}

/// Writes JSON that may stand in a `<script>`: without a `<`, nothing in it can end the element or begin a comment.
fn written(value: &Value) -> String {
    let json = given(value).unwrap_or_default().to_string();
    // Pages are cleared of marks of direction; data keeps what it says.
    let is_escaped = |c: char| c == '<' || turns_text(c);
    json.split_inclusive(is_escaped)
        .map(
            |part| match part.chars().next_back().filter(|c| is_escaped(*c)) {
                Some(c) => format!(
                    "{}\\u{:04x}",
                    &part[..part.len() - c.len_utf8()],
                    u32::from(c)
                ),
                None => part.to_owned(),
            },
        )
        .collect()
}

/// Returns a value without its nulls, empty texts, empty lists and empty objects.
fn given(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.trim().is_empty()).then(|| value.clone()),
        Value::Array(items) => {
            let items: Vec<Value> = items.iter().filter_map(given).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        Value::Object(fields) => {
            let fields: Map<String, Value> = fields
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), given(value)?)))
                .collect();
            (!fields.is_empty()).then_some(Value::Object(fields))
        }
        Value::Bool(_) | Value::Number(_) => Some(value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_element() {
        let text = written(&json!({"name": "</script><!-- <script>"}));
        assert!(!text.contains('<'), "{text}");
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["name"], "</script><!-- <script>");
    }

    #[test]
    fn what_is_not_given_is_left_out() {
        let dataset = Record::Dataset(Box::new(Dataset {
            id: "1".to_owned(),
            title: "Eau".to_owned(),
            ..Dataset::default()
        }));
        let mut read: Value =
            serde_json::from_str(&record(&dataset, "1", "https://x.test")).unwrap();
        read.as_object_mut()
            .unwrap()
            .remove("includedInDataCatalog");
        let expected = json!({
            "@context": "https://schema.org",
            "@type": "Dataset",
            "@id": "https://x.test/datasets/1",
            "url": "https://x.test/datasets/1",
            "identifier": ["1"],
            "name": "Eau",
        });
        assert_eq!(read, expected);
    }
}
