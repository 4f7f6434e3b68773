//! JSON schemas in the words of a language: `entier (de 1 à 100 ; 20 par défaut)`, `liste de HitAnswer`.

use serde_json::Value;

use crate::language::Language;

/// A piece of a type in words: plain, a value as it is written, or the name of another type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Word {
    Plain(String),
    Code(String),
    Link { name: String, anchor: String },
}

/// Stands for a variable while Fluent formats a message: words that are no plain text take its place afterwards.
const PLACE: &str = "\u{FFFC}";

/// Returns a schema in words.
pub(super) fn words(language: &Language, schema: &Value) -> Vec<Word> {
    let kind = kind(language, schema);
    let limits = limits(language, schema);
    if limits.is_empty() {
        return kind;
    }
    let mut words = kind;
    words.push(plain(" ("));
    words.extend(join(limits, &language.say("docs-limits-separator")));
    words.push(plain(")"));
    words
}

fn kind(language: &Language, schema: &Value) -> Vec<Word> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or(reference).to_owned();
        return vec![Word::Link {
            anchor: anchor(&name),
            name,
        }];
    }
    let (or, and) = (language.say("docs-or"), language.say("docs-and"));
    for (key, separator) in [("oneOf", &or), ("anyOf", &or), ("allOf", &and)] {
        if let Some(schemas) = schema[key].as_array() {
            return join(
                schemas.iter().map(|schema| words(language, schema)),
                separator,
            );
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        return join(values.iter().map(|value| vec![code(value)]), ", ");
    }
    match &schema["type"] {
        Value::String(name) => kind_of(language, name, schema),
        Value::Array(names) => {
            let names = names.iter().filter_map(Value::as_str);
            join(names.map(|name| kind_of(language, name, schema)), &or)
        }
        _ => say(language, "docs-any"),
    }
}

fn kind_of(language: &Language, name: &str, schema: &Value) -> Vec<Word> {
    let message = match name {
        "string" if schema["format"] == "date-time" => "docs-date-time",
        "string" if schema["format"] == "uri" => "docs-uri",
        "string" => "docs-string",
        "integer" => "docs-integer",
        "number" => "docs-number",
        "boolean" => "docs-boolean",
        "array" => {
            let items = words(language, &schema["items"]);
            return say_around(language, "docs-array", "items", items);
        }
        "object" if schema["additionalProperties"].is_object() => {
            let values = words(language, &schema["additionalProperties"]);
            return say_around(language, "docs-map", "values", values);
        }
        "object" => "docs-object",
        other => return vec![code(&other.into())],
    };
    say(language, message)
}

fn limits(language: &Language, schema: &Value) -> Vec<Vec<Word>> {
    let mut limits = Vec::new();
    for (least, most, unit) in [
        ("minimum", "maximum", None),
        ("minLength", "maxLength", Some("docs-characters")),
        ("minItems", "maxItems", Some("docs-items")),
    ] {
        let (least, most) = (&schema[least], &schema[most]);
        let (lower, upper) = (least.to_string(), most.to_string());
        let bounds = [("least", lower.as_str()), ("most", upper.as_str())];
        let limit = match (least, most) {
            (Value::Null, Value::Null) => continue,
            (_, Value::Null) => language.say_with("docs-at-least", &bounds),
            (Value::Null, _) => language.say_with("docs-at-most", &bounds),
            _ => language.say_with("docs-from-to", &bounds),
        };
        limits.push(vec![plain(&match unit {
            Some(unit) => language.say_with(unit, &[("limit", limit.as_str())]),
            None => limit,
        })]);
    }
    for (key, message) in [("pattern", "docs-pattern"), ("default", "docs-default")] {
        if !schema[key].is_null() {
            limits.push(say_around(
                language,
                message,
                "value",
                vec![code(&schema[key])],
            ));
        }
    }
    limits
}

fn say(language: &Language, message: &str) -> Vec<Word> {
    vec![plain(&language.say(message))]
}

/// Returns a message with words in the place of its variable.
fn say_around(language: &Language, message: &str, variable: &str, words: Vec<Word>) -> Vec<Word> {
    let said = language.say_with(message, &[(variable, PLACE)]);
    let (before, after) = said.split_once(PLACE).unwrap_or((&said, ""));
    let mut around = vec![plain(before)];
    around.extend(words);
    around.push(plain(after));
    around.retain(|word| *word != plain(""));
    around
}

fn join(parts: impl IntoIterator<Item = Vec<Word>>, separator: &str) -> Vec<Word> {
    let parts: Vec<Vec<Word>> = parts.into_iter().collect();
    parts.join(&plain(separator))
}

fn plain(text: &str) -> Word {
    Word::Plain(text.to_owned())
}

fn code(value: &Value) -> Word {
    let text = value.as_str().map(str::to_owned);
    Word::Code(text.unwrap_or_else(|| value.to_string()))
}

/// Returns the anchor of a type that others refer to by name.
pub(super) fn anchor(type_name: &str) -> String {
    format!("type-{type_name}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn in_words(language: &Language, schema: &Value) -> String {
        let pieces = words(language, schema).into_iter().map(|word| match word {
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
            assert_eq!(in_words(Language::french(), &schema), expected);
        }
    }

    #[test]
    fn a_type_is_told_in_the_language_of_the_page() {
        let english = Language::from_code("en").unwrap();
        for (schema, expected) in [
            (
                json!({"type": "integer", "minimum": 1, "maximum": 100, "default": 20}),
                "integer (from 1 to 100; `20` by default)",
            ),
            (
                json!({"type": "array", "maxItems": 5, "items": {"type": ["string", "null"], "maxLength": 9}}),
                "list of text or `null` (at most 9 characters) (at most 5 values)",
            ),
        ] {
            assert_eq!(in_words(english, &schema), expected);
        }
    }
}
