//! The `X-Fields` mask of Flask-RESTX: `data{id,tags},next_page`, `*` for everything else.

use serde_json::{Map, Value};

/// A mask: names of fields, each with a mask of its own or without.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mask(Vec<(String, Option<Mask>)>);

impl Mask {
    /// Reads a mask; `None` if its braces do not match or a name is missing.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let inner = text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'))
            .unwrap_or(text);
        let mut rest = inner;
        let mask = Self::parse_fields(&mut rest)?;
        rest.is_empty().then_some(mask)
    }

    fn parse_fields(rest: &mut &str) -> Option<Self> {
        let mut fields = Vec::new();
        loop {
            let end = rest.find(['{', '}', ',']).unwrap_or(rest.len());
            let name = rest[..end].trim().to_owned();
            *rest = &rest[end..];
            let mut nested = None;
            if let Some(inside) = rest.strip_prefix('{') {
                *rest = inside;
                nested = Some(Self::parse_fields(rest)?);
                *rest = rest.strip_prefix('}')?;
            }
            if name.is_empty() {
                return None;
            }
            fields.push((name, nested));
            match rest.strip_prefix(',') {
                Some(next) => *rest = next.trim_start(),
                None => return Some(Self(fields)),
            }
        }
    }

    /// Returns what the mask leaves of a value: of a list, of each item. Fields that are not there are left out.
    #[must_use]
    pub fn apply(&self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.apply(item)).collect(),
            Value::Object(fields) => Value::Object(self.apply_to_object(fields)),
            other => other.clone(),
        }
    }

    fn apply_to_object(&self, fields: &Map<String, Value>) -> Map<String, Value> {
        let mut kept = Map::new();
        for (name, nested) in &self.0 {
            if name == "*" {
                for (name, value) in fields {
                    kept.entry(name).or_insert_with(|| value.clone());
                }
            } else if let Some(value) = fields.get(name) {
                kept.insert(
                    name.clone(),
                    nested
                        .as_ref()
                        .map_or_else(|| value.clone(), |mask| mask.apply(value)),
                );
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_mask_keeps_what_it_names() {
        let page = json!({"data": [{"id": 1, "tags": ["a"], "org": {"id": 2, "name": "b"}, "x": null}], "total": 1});
        for (mask, expected) in [
            ("total", json!({"total": 1})),
            ("data{id}", json!({"data": [{"id": 1}]})),
            (
                "data{id,org{name}},total",
                json!({"data": [{"id": 1, "org": {"name": "b"}}], "total": 1}),
            ),
            ("{data{x{y}, gone}}", json!({"data": [{"x": null}]})),
            ("*", page.clone()),
            (
                "data{org{id}},*",
                json!({"data": [{"org": {"id": 2}}], "total": 1}),
            ),
        ] {
            assert_eq!(Mask::parse(mask).unwrap().apply(&page), expected, "{mask}");
        }
    }

    #[test]
    fn broken_masks_are_refused() {
        for mask in ["data{id", "data}id", "data{}", ",", "a,,b"] {
            assert_eq!(Mask::parse(mask), None, "{mask}");
        }
    }
}
