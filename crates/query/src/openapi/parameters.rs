//! What several operations ask for is described once, and referred to by name.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// The beginning of a reference to a parameter.
const PARAMETERS: &str = "#/components/parameters/";

/// Puts each parameter that several operations have in the same words into the components, and a reference in its places.
pub(super) fn hoist(document: &mut Value) {
    // By what they say: how often, and the first operation that has it.
    let mut said: BTreeMap<String, (usize, String)> = BTreeMap::new();
    each(document, |operation, parameter| {
        let seen = said.entry(parameter.to_string());
        seen.or_insert((0, operation.to_owned())).0 += 1;
    });
    said.retain(|_, (n_times, _)| *n_times > 1);
    let mut named: Map<String, Value> = Map::new();
    let mut references: BTreeMap<String, Value> = BTreeMap::new();
    // What is asked for most often has its own name, and what has the same name and means something else is told apart.
    let mut most_first: Vec<(String, (usize, String))> = said.into_iter().collect();
    most_first.sort_by_key(|(_, (n_times, _))| std::cmp::Reverse(*n_times));
    for (text, (_, operation)) in most_first {
        let Ok(parameter) = serde_json::from_str::<Value>(&text) else {
            continue;
        };
        let own = parameter["name"].as_str().unwrap_or_default().to_owned();
        let name = if named.contains_key(&own) {
            format!("{own}-of-{operation}")
        } else {
            own
        };
        references.insert(text, json!({"$ref": format!("{PARAMETERS}{name}")}));
        named.insert(name, parameter);
    }
    each(document, |_, parameter| {
        if let Some(reference) = references.get(&parameter.to_string()) {
            parameter.clone_from(reference);
        }
    });
    document["components"]["parameters"] = Value::Object(named);
}

/// Returns what a parameter of an operation says: itself, or what it refers to.
pub(crate) fn described<'a>(document: &'a Value, parameter: &'a Value) -> &'a Value {
    let reference = parameter["$ref"].as_str();
    let pointer = reference.and_then(|reference| reference.strip_prefix('#'));
    let named = pointer.and_then(|pointer| document.pointer(pointer));
    named.unwrap_or(parameter)
}

/// Calls with the name of each operation and each of its parameters.
fn each(document: &mut Value, mut act: impl FnMut(&str, &mut Value)) {
    for (_, methods) in document["paths"].as_object_mut().into_iter().flatten() {
        for (_, operation) in methods.as_object_mut().into_iter().flatten() {
            let name = operation["operationId"].as_str().unwrap_or_default();
            let name = name.to_owned();
            let parameters = operation
                .get_mut("parameters")
                .and_then(Value::as_array_mut);
            for parameter in parameters.into_iter().flatten() {
                act(&name, parameter);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_operations_ask_for_is_described_once() {
        let parameter = |name: &str, description: &str| json!({"name": name, "in": "query", "description": description});
        let operation = |name: &str, parameters: &[&Value]| json!({"get": {"operationId": name, "parameters": parameters}});
        let (words, page, own) = (
            parameter("q", "Words."),
            parameter("page", "From 1."),
            parameter("q", "Names."),
        );
        let once = parameter("size", "Once.");
        let mut document = json!({
            "paths": {
                "/a": operation("a", &[&words, &page]),
                "/b": operation("b", &[&words, &once]),
                "/c": operation("c", &[&words, &page]),
                "/d": operation("d", &[&own]),
                "/e": operation("e", &[&own]),
                "/f": {"get": {"operationId": "f"}},
            },
            "components": {"schemas": {}},
        });
        let before = document.clone();
        hoist(&mut document);
        let reference = |name: &str| json!({"$ref": format!("#/components/parameters/{name}")});
        let parameters = |path: &str| document["paths"][path]["get"]["parameters"].clone();
        assert_eq!(parameters("/a"), json!([reference("q"), reference("page")]));
        assert_eq!(parameters("/b"), json!([reference("q"), once]));
        assert_eq!(parameters("/d"), json!([reference("q-of-d")]));
        assert!(parameters("/f").is_null());
        assert_eq!(
            document["components"]["parameters"]
                .as_object()
                .unwrap()
                .len(),
            3
        );
        for path in ["/a", "/b", "/c", "/d", "/e"] {
            let now = parameters(path);
            let now: Vec<&Value> = now
                .as_array()
                .unwrap()
                .iter()
                .map(|it| described(&document, it))
                .collect();
            assert_eq!(
                json!(now),
                before["paths"][path]["get"]["parameters"],
                "{path}"
            );
        }
    }
}
