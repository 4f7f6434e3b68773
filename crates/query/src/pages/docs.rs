//! The page that shows the description of the API, made from the description itself.

use askama::Template;
use serde_json::Value;

use super::frame::Frame;

/// The page of the description: groups of operations, then the types that they speak of.
#[derive(Template)]
#[template(path = "docs.html")]
pub(super) struct DocsPage {
    frame: Frame,
    query: String,
    version: String,
    introduction: String,
    groups: Vec<Group>,
    types: Vec<Type>,
}

/// The operations under one tag.
struct Group {
    name: String,
    description: String,
    operations: Vec<Operation>,
}

struct Operation {
    anchor: String,
    method: String,
    path: String,
    summary: String,
    description: String,
    parameters: Vec<Parameter>,
    responses: Vec<Response>,
}

struct Parameter {
    name: String,
    place: &'static str,
    is_required: bool,
    words: Vec<Word>,
    description: String,
}

struct Response {
    status: String,
    description: String,
    /// What it holds: the media type, and the type of the body.
    contents: Vec<(String, Vec<Word>)>,
}

/// A type that others refer to by name.
struct Type {
    anchor: String,
    name: String,
    description: String,
    words: Vec<Word>,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    is_required: bool,
    words: Vec<Word>,
    description: String,
}

/// A piece of a type written in French: plain, a value as it is written, or the name of another type.
#[derive(Debug, PartialEq)]
enum Word {
    Plain(String),
    Code(String),
    Link { name: String, anchor: String },
}

impl DocsPage {
    /// Returns the page of an OpenAPI document.
    pub fn new(frame: Frame, document: &Value) -> Self {
        let groups = array(&document["tags"]).iter().map(|tag| Group {
            name: text(&tag["name"]),
            description: html(&tag["description"]),
            operations: operations(document, &tag["name"]),
        });
        Self {
            frame,
            query: String::new(),
            version: text(&document["info"]["version"]),
            introduction: html(&document["info"]["description"]),
            groups: groups.collect(),
            types: entries(&document["components"]["schemas"])
                .map(|(name, schema)| named_type(name, schema))
                .collect(),
        }
    }
}

fn operations(document: &Value, tag: &Value) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, methods) in entries(&document["paths"]) {
        for (method, operation) in entries(methods) {
            if !array(&operation["tags"]).contains(tag) {
                continue;
            }
            found.push(Operation {
                anchor: format!("route-{}", text(&operation["operationId"])),
                method: method.to_uppercase(),
                path: path.clone(),
                summary: text(&operation["summary"]),
                description: html(&operation["description"]),
                parameters: array(&operation["parameters"])
                    .iter()
                    .map(parameter)
                    .collect(),
                responses: entries(&operation["responses"]).map(response).collect(),
            });
        }
    }
    found
}

fn parameter(parameter: &Value) -> Parameter {
    Parameter {
        name: text(&parameter["name"]),
        place: match parameter["in"].as_str() {
            Some("path") => "chemin",
            Some("header") => "en-tête",
            _ => "requête",
        },
        is_required: parameter["required"] == true,
        words: words(&parameter["schema"]),
        description: html(&parameter["description"]),
    }
}

fn response((status, response): (&String, &Value)) -> Response {
    Response {
        status: status.clone(),
        description: html(&response["description"]),
        contents: entries(&response["content"])
            .map(|(media_type, content)| (media_type.clone(), words(&content["schema"])))
            .collect(),
    }
}

fn named_type(name: &str, schema: &Value) -> Type {
    let required = array(&schema["required"]);
    let fields: Vec<Field> = entries(&schema["properties"])
        .map(|(name, schema)| Field {
            name: name.clone(),
            is_required: required.contains(&Value::from(name.as_str())),
            words: words(schema),
            description: html(&schema["description"]),
        })
        .collect();
    Type {
        anchor: anchor(name),
        name: name.to_owned(),
        description: html(&schema["description"]),
        words: if fields.is_empty() {
            words(schema)
        } else {
            Vec::new()
        },
        fields,
    }
}

/// Writes a JSON schema in French: `entier (de 1 à 100 ; 20 par défaut)`, `liste de HitAnswer`.
fn words(schema: &Value) -> Vec<Word> {
    let mut words = kind(schema);
    let limits = limits(schema);
    if !limits.is_empty() {
        words.push(plain(" ("));
        words.extend(join(limits, " ; "));
        words.push(plain(")"));
    }
    words
}

fn kind(schema: &Value) -> Vec<Word> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or(reference).to_owned();
        return vec![Word::Link {
            anchor: anchor(&name),
            name,
        }];
    }
    for (key, separator) in [("oneOf", " ou "), ("anyOf", " ou "), ("allOf", " et ")] {
        if schema[key].is_array() {
            return join(array(&schema[key]).iter().map(words), separator);
        }
    }
    if schema["enum"].is_array() {
        return join(
            array(&schema["enum"]).iter().map(|value| vec![code(value)]),
            ", ",
        );
    }
    match &schema["type"] {
        Value::String(name) => kind_of(name, schema),
        Value::Array(names) => join(
            names
                .iter()
                .filter_map(Value::as_str)
                .map(|name| kind_of(name, schema)),
            " ou ",
        ),
        _ => vec![plain("valeur quelconque")],
    }
}

fn kind_of(name: &str, schema: &Value) -> Vec<Word> {
    match name {
        "string" if schema["format"] == "date-time" => vec![plain("date et heure")],
        "string" if schema["format"] == "uri" => vec![plain("adresse")],
        "string" => vec![plain("texte")],
        "integer" => vec![plain("entier")],
        "number" => vec![plain("nombre")],
        "boolean" => vec![plain("booléen")],
        "array" => join([vec![plain("liste de")], words(&schema["items"])], " "),
        "object" if schema["additionalProperties"].is_object() => join(
            [
                vec![plain("objet à valeurs de type")],
                words(&schema["additionalProperties"]),
            ],
            " ",
        ),
        "object" => vec![plain("objet")],
        other => vec![code(&other.into())],
    }
}

fn limits(schema: &Value) -> Vec<Vec<Word>> {
    let mut limits = Vec::new();
    for (least, most, unit) in [
        ("minimum", "maximum", ""),
        ("minLength", "maxLength", " caractères"),
        ("minItems", "maxItems", " valeurs"),
    ] {
        match (&schema[least], &schema[most]) {
            (Value::Null, Value::Null) => {}
            (least, Value::Null) => limits.push(vec![plain(&format!("au moins {least}{unit}"))]),
            (Value::Null, most) => limits.push(vec![plain(&format!("au plus {most}{unit}"))]),
            (least, most) => limits.push(vec![plain(&format!("de {least} à {most}{unit}"))]),
        }
    }
    if !schema["pattern"].is_null() {
        limits.push(vec![plain("de la forme "), code(&schema["pattern"])]);
    }
    if !schema["default"].is_null() {
        limits.push(vec![code(&schema["default"]), plain(" par défaut")]);
    }
    limits
}

fn join(parts: impl IntoIterator<Item = Vec<Word>>, separator: &str) -> Vec<Word> {
    let mut joined = Vec::new();
    for part in parts {
        if !joined.is_empty() {
            joined.push(plain(separator));
        }
        joined.extend(part);
    }
    joined
}

fn plain(text: &str) -> Word {
    Word::Plain(text.to_owned())
}

fn code(value: &Value) -> Word {
    Word::Code(
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned),
    )
}

fn anchor(type_name: &str) -> String {
    format!("type-{type_name}")
}

/// Renders a description, which is Markdown and our own.
fn html(markdown: &Value) -> String {
    let mut html = String::new();
    let markdown = markdown.as_str().unwrap_or_default();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(markdown));
    html
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn in_words(schema: &Value) -> String {
        let pieces = words(schema).into_iter().map(|word| match word {
            Word::Plain(text) => text,
            Word::Code(text) => format!("`{text}`"),
            Word::Link { name, .. } => format!("[{name}]"),
        });
        pieces.collect()
    }

    #[test]
    fn a_type_is_told_in_french() {
        for (schema, expected) in [
            (
                json!({"type": "integer", "minimum": 1, "maximum": 100, "default": 20}),
                "entier (de 1 à 100 ; `20` par défaut)",
            ),
            (
                json!({"type": "string", "maxLength": 1000}),
                "texte (au plus 1000 caractères)",
            ),
            (
                json!({"type": ["string", "null"], "format": "date-time"}),
                "date et heure ou `null`",
            ),
            (
                json!({"type": "string", "enum": ["true", "any"]}),
                "`true`, `any`",
            ),
            (
                json!({"type": "array", "items": {"$ref": "#/components/schemas/Hit"}}),
                "liste de [Hit]",
            ),
            (
                json!({"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Hit"}]}),
                "`null` ou [Hit]",
            ),
            (
                json!({"type": "object", "additionalProperties": {"type": "string"}}),
                "objet à valeurs de type texte",
            ),
            (json!({}), "valeur quelconque"),
        ] {
            assert_eq!(in_words(&schema), expected);
        }
    }

    #[test]
    fn the_page_shows_every_operation_every_parameter_and_every_type() {
        let document = crate::document();
        let document = document.json();
        let page = DocsPage::new(Frame::french(), document).render().unwrap();
        assert_eq!(page.matches("<script").count(), 1, "the site's own: {page}");
        for (path, methods) in entries(&document["paths"]) {
            assert!(page.contains(&format!("<code>{path}</code>")), "{path}");
            for parameter in
                entries(methods).flat_map(|(_, operation)| array(&operation["parameters"]))
            {
                let name = text(&parameter["name"]);
                assert!(
                    page.contains(&format!("<code>{name}</code>")),
                    "{path}: {name}"
                );
            }
        }
        for (name, _) in entries(&document["components"]["schemas"]) {
            assert!(page.contains(&format!("id=\"{}\"", anchor(name))), "{name}");
        }
    }
}
