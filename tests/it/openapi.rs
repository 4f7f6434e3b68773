//! The description of the API is held against the answers: every example answers, and with what is described.

use serde_json::Value;
use support::application::{Application, sample_index};

/// Returns what of a value is not as its schema says, by the path in it.
fn differences(document: &Value, schema: &Value, value: &Value, at: &str, told: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        let named = document.pointer(pointer);
        return match named {
            Some(named) => differences(document, named, value, at, told),
            None => told.push(format!("{at}: no `{reference}`")),
        };
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        differences(document, part, value, at, told);
    }
    // Where `fields` is not given, an answer is the first choice: the whole record.
    if let Some(choices) = schema["anyOf"].as_array() {
        differences(document, &choices[0], value, at, told);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = |choice: &&Value| {
            let mut told = Vec::new();
            differences(document, choice, value, at, &mut told);
            told.is_empty()
        };
        if choices.iter().filter(fits).count() != 1 {
            told.push(format!("{at}: none or several of `oneOf`: {value}"));
        }
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is_of = |kind: &&str| match *kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("{at}: `{other}`"),
    };
    if !kinds.is_empty() && !kinds.iter().any(is_of) {
        told.push(format!("{at}: {value} is not {kinds:?}"));
    }
    for required in schema["required"].as_array().into_iter().flatten() {
        let name = required.as_str().unwrap();
        if value.is_object() && value.get(name).is_none() {
            told.push(format!("{at}: `{name}` is not there"));
        }
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        let described = schema["properties"]
            .get(name)
            .or(schema.get("additionalProperties"));
        if let Some(described) = described {
            differences(document, described, member, &format!("{at}.{name}"), told);
        }
    }
    for item in value.as_array().into_iter().flatten() {
        if schema["items"].is_object() {
            differences(document, &schema["items"], item, &format!("{at}[]"), told);
        }
    }
}

/// Returns the names of all members that a schema has, through what it refers to and is made of.
fn members<'a>(document: &'a Value, schema: &'a Value) -> Vec<&'a String> {
    let named = schema["$ref"].as_str();
    let schema = named.map_or(schema, |named| {
        document.pointer(named.trim_start_matches('#')).unwrap()
    });
    let own = schema["properties"].as_object().into_iter().flatten();
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let of_parts = parts.flat_map(|part| members(document, part));
    own.map(|(name, _)| name).chain(of_parts).collect()
}

#[tokio::test]
async fn every_operation_has_an_example_that_answers_as_it_is_described() {
    let application = Application::over(sample_index()).await;
    let document = application.json("/openapi.json").await;
    let mut n_of_json = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let operation = &methods["get"];
        let example = operation["x-example"].as_str().unwrap();
        assert!(!example.contains(['{', '\'']), "{path}: {example}");
        let command = operation["x-codeSamples"][0]["source"].as_str().unwrap();
        assert_eq!(command, format!("curl '{}{example}'", application.url()));
        let answer = application.get(example).await;
        // What is negotiated only leads to what is asked for.
        let described = operation["responses"].as_object().unwrap();
        let status = if described.contains_key("200") {
            200
        } else {
            303
        };
        assert_eq!(answer.status, status, "{example}: {}", answer.text());
        let content = &operation["responses"]["200"]["content"];
        if answer.header("content-type") == "application/json" && path != "/openapi.json" {
            let schema = &content["application/json"]["schema"];
            assert!(schema.is_object(), "{path}: {content}");
            let mut told = Vec::new();
            differences(&document, schema, &answer.json(), path, &mut told);
            assert!(told.is_empty(), "{told:#?}");
            n_of_json += 1;
        }
    }
    assert!(n_of_json > 30, "{n_of_json}");
    assert_eq!(document["servers"][0]["url"], application.url());
}

#[tokio::test]
async fn our_own_answers_have_no_member_that_is_not_described_and_lack_none_that_is() {
    let application = Application::over(sample_index()).await;
    let document = application.json("/openapi.json").await;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let operation = &methods["get"];
        if !path.starts_with("/api") || operation["tags"][0] != "search" {
            continue;
        }
        let content = &operation["responses"]["200"]["content"];
        if content["application/json"].is_null() {
            assert!(content["text/csv"].is_object(), "{path}: {content}");
            continue;
        }
        let schema = &content["application/json"]["schema"];
        let schema = schema["anyOf"].get(0).unwrap_or(schema);
        assert!(schema["$ref"].is_string(), "{path}: {schema} has no name");
        let answer = application
            .json(operation["x-example"].as_str().unwrap())
            .await;
        let mut described = members(&document, schema);
        let mut told: Vec<&String> = answer.as_object().unwrap().keys().collect();
        described.retain(|member| *member != "explanation");
        described.sort();
        told.sort();
        assert_eq!(told, described, "{path}");
    }
}

#[tokio::test]
async fn what_several_operations_ask_for_is_described_once() {
    let application = Application::over(sample_index()).await;
    let document = application.json("/openapi.json").await;
    let parameters = document["components"]["parameters"].as_object().unwrap();
    assert!(parameters.len() > 30, "{}", parameters.len());
    let mut own: Vec<&Value> = Vec::new();
    let mut used = std::collections::BTreeSet::new();
    for methods in document["paths"].as_object().unwrap().values() {
        for parameter in methods["get"]["parameters"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let Some(reference) = parameter["$ref"].as_str() else {
                assert!(!own.contains(&parameter), "twice: {parameter}");
                own.push(parameter);
                continue;
            };
            let pointer = reference.trim_start_matches('#');
            assert!(document.pointer(pointer).is_some(), "no {reference}");
            used.insert(pointer.rsplit('/').next().unwrap());
        }
    }
    assert!(used.into_iter().eq(parameters.keys()), "each is used");
}

#[tokio::test]
async fn every_error_is_described_as_problem_details() {
    let application = Application::over(sample_index()).await;
    let document = application.json("/openapi.json").await;
    for path in [
        "/api/search?page=0",
        "/api/facets/nope",
        "/api/datasets/nope",
    ] {
        let answer = application.get(path).await;
        let schema = &document["components"]["schemas"]["ProblemDetails"];
        let mut told = Vec::new();
        differences(&document, schema, &answer.json(), path, &mut told);
        assert!(told.is_empty(), "{told:#?}");
        let status = answer.status.to_string();
        let route = match path.split('?').next().unwrap() {
            "/api/facets/nope" => "/api/facets/{facet}",
            "/api/datasets/nope" => "/api/datasets/{id_or_slug}",
            route => route,
        };
        let described = &document["paths"][route]["get"]["responses"][&status]["content"];
        let schema = &described["application/problem+json"]["schema"];
        assert_eq!(
            schema["$ref"], "#/components/schemas/ProblemDetails",
            "{path}"
        );
    }
}
