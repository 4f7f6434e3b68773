//! The page that shows the description of the API, made from the description itself.

mod schema;

use askama::Template;
use search_index::{QUERY_FIELDS, QueryField, SearchRequest};
use serde_json::Value;

use super::frame::Frame;
use crate::language::Language;
use crate::openapi::described;
use crate::problem::{KINDS, Kind};
use schema::{Word, anchor, words};

/// The page of the description: groups of operations, then the types that they speak of.
#[derive(Template)]
#[template(path = "docs.html")]
pub(super) struct DocsPage {
    frame: Frame,
    query: String,
    version: String,
    introduction: String,
    operators: Vec<Writing>,
    fields: Vec<Writing>,
    /// The kinds of problems that answers tell.
    problems: Vec<ProblemKind>,
    groups: Vec<Group>,
    types: Vec<Type>,
}

/// A kind of problem, as `type` of an answer names it.
struct ProblemKind {
    anchor: String,
    status: u16,
    title: &'static str,
    /// The same in the language of the page, and what can be done.
    meaning: String,
}

/// Something that a query may hold, what it means, and a search that shows it.
struct Writing {
    names: Vec<String>,
    meaning: String,
    example: String,
    href: String,
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
    /// The address of a request to copy.
    example: String,
    parameters: Vec<Parameter>,
    responses: Vec<Response>,
}

struct Parameter {
    name: String,
    place: String,
    is_required: bool,
    words: Vec<Word>,
    description: String,
}

struct Response {
    status: String,
    description: String,
    /// The bodies that it may have: media type, and schema in words.
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

impl DocsPage {
    /// Returns the page of an OpenAPI document.
    pub fn new(frame: Frame, document: &Value, base: &str) -> Self {
        let language = frame.language();
        let groups = array(&document["tags"]).iter().map(|tag| Group {
            name: text(&tag["name"]),
            description: html(&tag["description"]),
            operations: operations(language, document, &tag["name"], base),
        });
        let writing = |names: Vec<String>, meaning: &str, example: &str| Writing {
            names,
            meaning: language.say(meaning).into_owned(),
            example: example.to_owned(),
            href: frame.search_href(&SearchRequest::new(example)),
        };
        let operators = OPERATORS.iter().map(|(written, meaning, example)| {
            let written = written.iter().map(|written| (*written).to_owned());
            writing(written.collect(), meaning, example)
        });
        let fields = QUERY_FIELDS.iter().map(|field| {
            let meaning = format!("field-{}", field.name);
            writing(names_of(field), &meaning, field.example)
        });
        Self {
            operators: operators.collect(),
            fields: fields.collect(),
            frame,
            query: String::new(),
            version: text(&document["info"]["version"]),
            introduction: html(&document["info"]["description"]),
            problems: KINDS
                .iter()
                .map(|kind| problem_kind(language, kind))
                .collect(),
            groups: groups.collect(),
            types: entries(&document["components"]["schemas"])
                .map(|(name, schema)| named_type(language, name, schema))
                .collect(),
        }
    }
}

/// What a query may hold beside words and fields: as it is written, the message that says what it means, and an example.
const OPERATORS: [(&[&str], &str, &str); 5] = [
    (&["\"…\"", "«…»"], "operator-phrase", "\"eau potable\""),
    (&["-…", "NOT …"], "operator-exclusion", "eau -potable"),
    (&["… OR …"], "operator-or", "bus OR tramway"),
    (&["… AND …"], "operator-and", "eau AND qualité"),
    (&["(… OR …)"], "operator-group", "qualité (eau OR air)"),
];

/// Returns the names of a field as they are written: the French ones first, its own last.
fn names_of(field: &QueryField) -> Vec<String> {
    let names = field.other_names.iter().chain([&field.name]);
    names.map(|name| format!("{name}:")).collect()
}

fn problem_kind(language: &Language, kind: &Kind) -> ProblemKind {
    let more = language.say(&format!("{}-more", kind.message));
    ProblemKind {
        anchor: kind.anchor(),
        status: kind.status.as_u16(),
        title: kind.title,
        meaning: format!("{}. {more}", language.say(kind.message)),
    }
}

fn operations(language: &Language, document: &Value, tag: &Value, base: &str) -> Vec<Operation> {
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
                example: format!("{base}{}", text(&operation["x-example"])),
                parameters: array(&operation["parameters"])
                    .iter()
                    .map(|it| parameter(language, described(document, it)))
                    .collect(),
                responses: entries(&operation["responses"])
                    .map(|(status, described)| response(language, status, described))
                    .collect(),
            });
        }
    }
    found
}

fn parameter(language: &Language, parameter: &Value) -> Parameter {
    Parameter {
        name: text(&parameter["name"]),
        place: match parameter["in"].as_str() {
            Some("path") => language.say("docs-in-path"),
            Some("header") => language.say("docs-in-header"),
            _ => language.say("docs-in-query"),
        }
        .into_owned(),
        is_required: parameter["required"] == true,
        words: words(language, &parameter["schema"]),
        description: html(&parameter["description"]),
    }
}

fn response(language: &Language, status: &str, response: &Value) -> Response {
    Response {
        status: status.to_owned(),
        description: html(&response["description"]),
        contents: entries(&response["content"])
            .map(|(media_type, content)| (media_type.clone(), words(language, &content["schema"])))
            .collect(),
    }
}

fn named_type(language: &Language, name: &str, schema: &Value) -> Type {
    let required = array(&schema["required"]);
    let fields: Vec<Field> = entries(&schema["properties"])
        .map(|(name, schema)| Field {
            name: name.clone(),
            is_required: required.contains(&Value::from(name.as_str())),
            words: words(language, schema),
            description: html(&schema["description"]),
        })
        .collect();
    Type {
        anchor: anchor(name),
        name: name.to_owned(),
        description: html(&schema["description"]),
        words: if fields.is_empty() {
            words(language, schema)
        } else {
            Vec::new()
        },
        fields,
    }
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
    use super::*;

    #[test]
    fn the_page_shows_every_operation_every_parameter_and_every_type() {
        let document = crate::document();
        let document = document.json();
        let page = DocsPage::new(Frame::french(), document, "https://x.test")
            .render()
            .unwrap();
        assert_eq!(page.matches("<script").count(), 1, "the site's own: {page}");
        for (path, methods) in entries(&document["paths"]) {
            assert!(page.contains(&format!("<code>{path}</code>")), "{path}");
            for parameter in
                entries(methods).flat_map(|(_, operation)| array(&operation["parameters"]))
            {
                let name = text(&described(document, parameter)["name"]);
                assert!(
                    page.contains(&format!("<code>{name}</code>")),
                    "{path}: {name}"
                );
            }
        }
        for field in QUERY_FIELDS {
            let message = format!("field-{}", field.name);
            assert!(!page.contains(&message), "no message `{message}`");
        }
        for (name, _) in entries(&document["components"]["schemas"]) {
            assert!(page.contains(&format!("id=\"{}\"", anchor(name))), "{name}");
        }
    }
}
