//! A request to copy for each operation.

use serde_json::{Map, Value, json};
use url::form_urlencoded;

/// What the examples of some routes ask for; of the others, what there is or, where they search, `eau`.
const QUERIES: [(&str, &[(&str, &str)]); 15] = [
    (
        "/api/search",
        &[
            ("q", "qualité de l’air"),
            ("license", "lov2"),
            ("page_size", "5"),
        ],
    ),
    ("/api/facets/{facet}", &[("q", "eau"), ("page_size", "5")]),
    (
        "/api/facets/{facet}/by/{by}",
        &[("q", "eau"), ("size", "5")],
    ),
    (
        "/api/facets/{facet}/by/{by}.csv",
        &[("q", "eau"), ("size", "5")],
    ),
    ("/api/suggest", &[("q", "qualité de l")]),
    ("/feed.atom", &[("q", "vélo"), ("sort", "-last_update")]),
    ("/export.csv", &[("q", "vélo"), ("format", "csv")]),
    ("/export.jsonl", &[("q", "vélo"), ("format", "csv")]),
    ("/", &[("q", "vélo"), ("format", "csv")]),
    ("/facets/{facet}", &[("q", "eau")]),
    ("/api/1/datasets/", &[("tag", "eau"), ("page_size", "5")]),
    ("/api/2/datasets/", &[("tag", "eau"), ("page_size", "5")]),
    (
        "/api/2/datasets/search/",
        &[("q", "vélo"), ("page_size", "5")],
    ),
    ("/api/1/dataservices/", &[("page_size", "5")]),
    ("/api/2/dataservices/search/", &[("q", "adresse")]),
];

/// Gives an operation its example: the path and parameters, and the command that asks for them.
pub(super) fn add_to(path: &str, operation: &mut Map<String, Value>, server: &str) {
    let example = example(path, operation);
    let command = format!("curl '{server}{example}'");
    operation.insert("x-example".to_owned(), json!(example));
    operation.insert(
        "x-codeSamples".to_owned(),
        json!([{"lang": "Shell", "label": "curl", "source": command}]),
    );
}

fn example(path: &str, operation: &Map<String, Value>) -> String {
    let parameters = operation.get("parameters").and_then(Value::as_array);
    let parameters = parameters.map(Vec::as_slice).unwrap_or_default();
    let mut filled = path.to_owned();
    for parameter in parameters.iter().filter(|it| it["in"] == "path") {
        let name = parameter["name"].as_str().unwrap_or_default();
        let example = parameter["example"].as_str().unwrap_or_default();
        filled = filled.replace(&format!("{{{name}}}"), example);
    }
    let searches = |it: &Value| it["in"] == "query" && it["name"] == "q";
    let known = QUERIES.iter().find(|(known, _)| *known == path);
    let query: &[(&str, &str)] = match known {
        Some((_, query)) => query,
        None if parameters.iter().any(searches) => &[("q", "eau")],
        None => return filled,
    };
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .finish();
    format!("{filled}?{query}")
}
