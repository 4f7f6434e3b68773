//! Which members the answers of this API have: all of them, null where there is nothing to say, but for a few.

use serde_json::{Value, json};

/// The members that are left out where they have nothing to say.
const OPTIONAL: [(&str, &str); 2] = [("HitAnswer", "explanation"), ("ProblemDetails", "errors")];

/// The beginning of a reference to a schema.
const SCHEMAS: &str = "#/components/schemas/";

/// Says of each schema that this API answers with which members are always there. data.gouv.fr's API leaves out what a mask leaves
/// out.
pub(super) fn require(document: &mut Value) {
    let mut to_read: Vec<String> = Vec::new();
    let paths = document["paths"].as_object().into_iter().flatten();
    for (path, methods) in paths {
        let is_own = path.starts_with("/api") && methods["get"]["tags"][0] == "search";
        if is_own {
            references(&methods["get"]["responses"], &mut to_read);
        }
    }
    let schemas = &mut document["components"]["schemas"];
    let mut read: Vec<String> = Vec::new();
    while let Some(name) = to_read.pop() {
        if read.contains(&name) {
            continue;
        }
        let schema = &mut schemas[&name];
        references(schema, &mut to_read);
        require_in(&name, schema);
        read.push(name);
    }
    describe_parts(document);
}

/// What is answered in the place of records of which `fields` names members.
const PART: &str = "PartOfRecord";

/// Says of each route that takes `fields` that its records may have some of their members alone.
fn describe_parts(document: &mut Value) {
    let part = json!({"$ref": format!("{SCHEMAS}{PART}")});
    let or_part = |record: &mut Value| *record = json!({"anyOf": [record.take(), part]});
    let mut lists: Vec<String> = Vec::new();
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for (_, methods) in paths {
        let operation = &mut methods["get"];
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let takes_fields = parameters.into_iter().any(|it| it["name"] == "fields");
        let schema = operation.pointer_mut("/responses/200/content/application~1json/schema");
        let Some(schema) = schema.filter(|_| takes_fields) else {
            continue;
        };
        match schema["$ref"].as_str() {
            Some(name) if name.ends_with("SearchAnswer") => lists.push(name.to_owned()),
            _ => or_part(schema),
        }
    }
    for list in lists {
        let items = format!("{}/properties/data/items", list.trim_start_matches('#'));
        if let Some(record) = document.pointer_mut(&items) {
            or_part(record);
        }
    }
    document["components"]["schemas"][PART] = json!({
        "type": "object",
        "description": "The members of a record that `fields` names, as the whole record has them.",
        "additionalProperties": true,
    });
}

/// Says which members of an object are always there, also where it is made of several.
fn require_in(name: &str, schema: &mut Value) {
    let parts = schema.get_mut("allOf").and_then(Value::as_array_mut);
    for part in parts.into_iter().flatten() {
        require_in(name, part);
    }
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return;
    };
    let is_optional = |member: &str| OPTIONAL.contains(&(name, member));
    let members = properties.keys().filter(|member| !is_optional(member));
    schema["required"] = json!(members.collect::<Vec<_>>());
}

/// Collects the names of the schemas that a part of the document refers to.
fn references(part: &Value, names: &mut Vec<String>) {
    match part {
        Value::Object(members) => {
            for (member, value) in members {
                let name = value.as_str().and_then(|value| value.strip_prefix(SCHEMAS));
                match name {
                    Some(name) if member == "$ref" => names.push(name.to_owned()),
                    _ => references(value, names),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, names)),
        _ => {}
    }
}
