//! The mask of an answer's fields: `X-Fields: data{id,title},next_page` for data.gouv.fr's API, `fields=id,organization.name` for
//! our own.

use std::iter::Peekable;

use serde_json::{Map, Value};

/// The fields to answer with.
///
/// Fields are named with commas between them, those of an object within it in braces; braces around the whole may be
/// left out, and `*` stands for all others. A field that does not exist is left out. Characters that are none of these
/// are passed over, as data.gouv.fr does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Mask {
    fields: Vec<(String, Option<Mask>)>,
}

/// Masks within masks, at most: far more than any answer has.
const MAX_DEPTH: usize = 16;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Comma,
    Field(String),
}

impl Mask {
    /// Reads a mask; `None` where it names nothing.
    ///
    /// # Errors
    ///
    /// What is wrong, in data.gouv.fr's words.
    pub(crate) fn parse(text: &str) -> Result<Option<Self>, String> {
        let mut text = text.trim();
        if let Some(rest) = text.strip_prefix('{') {
            text = rest
                .strip_suffix('}')
                .ok_or("Mask parse error: Missing closing bracket")?;
        }
        let mut tokens = tokens(text).into_iter().peekable();
        let mask = Self::read(&mut tokens, 0)?;
        Ok(Some(mask).filter(|mask| !mask.fields.is_empty()))
    }

    fn read(
        tokens: &mut Peekable<impl Iterator<Item = Token>>,
        depth: usize,
    ) -> Result<Self, String> {
        let mut mask = Self::default();
        let mut previous = None;
        while let Some(token) = tokens.next() {
            match &token {
                Token::Comma if matches!(previous, None | Some(Token::Comma)) => {
                    return Err("Mask parse error: Unexpected comma".to_owned());
                }
                Token::Comma => {}
                Token::Field(name) => mask.set(name, None),
                Token::Open => {
                    let Some(Token::Field(name)) = &previous else {
                        return Err("Mask parse error: Unexpected opening bracket".to_owned());
                    };
                    if depth == MAX_DEPTH {
                        return Err(format!("Mask parse error: more than {MAX_DEPTH} levels"));
                    }
                    let nested = Self::read(tokens, depth + 1)?;
                    mask.set(name, Some(nested));
                }
                Token::Close if depth > 0 => return Ok(mask),
                Token::Close => {
                    return Err("Mask parse error: Unexpected closing bracket".to_owned());
                }
            }
            previous = Some(token);
        }
        if depth > 0 {
            return Err("Mask parse error: Missing closing bracket".to_owned());
        }
        Ok(mask)
    }

    /// Adds a field. Of a field that is named twice, the last mask counts.
    fn set(&mut self, name: &str, nested: Option<Self>) {
        match self.fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = nested,
            None => self.fields.push((name.to_owned(), nested)),
        }
    }

    /// Reads a list of fields with commas between them, each with the names of the objects around it and dots in front:
    /// `id,organization.name`. An object that is named itself is whole. Empty names are passed over.
    ///
    /// # Errors
    ///
    /// Where there are more objects around a field than a mask can have.
    pub(crate) fn of_paths(text: &str) -> Result<Self, String> {
        let mut mask = Self::default();
        for path in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
            let names: Vec<&str> = path.split('.').map(str::trim).collect();
            if names.len() > MAX_DEPTH {
                return Err(format!("`{path}` has more than {MAX_DEPTH} names"));
            }
            mask.add(&names);
        }
        Ok(mask)
    }

    /// Adds a field to those that are named.
    fn add(&mut self, path: &[&str]) {
        let [name, rest @ ..] = path else {
            return;
        };
        let known = self.fields.iter().position(|(known, _)| known == name);
        let place = known.unwrap_or_else(|| {
            let nested = (!rest.is_empty()).then(Self::default);
            self.fields.push(((*name).to_owned(), nested));
            self.fields.len() - 1
        });
        let (_, nested) = &mut self.fields[place];
        match nested {
            Some(nested) if !rest.is_empty() => nested.add(rest),
            nested => *nested = None,
        }
    }

    /// Returns the fields that the mask names, each with what it names of that.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, Option<&Self>)> {
        let fields = self.fields.iter();
        fields.map(|(name, nested)| (name.as_str(), nested.as_ref()))
    }

    /// Returns the value with the fields that the mask names and no others; of a list, masks each item.
    ///
    /// # Errors
    ///
    /// Where the mask looks into a text, a number or a truth value.
    pub(crate) fn apply(&self, value: Value) -> Result<Value, String> {
        match value {
            Value::Array(items) => {
                let items: Result<Vec<Value>, String> =
                    items.into_iter().map(|item| self.apply(item)).collect();
                items.map(Value::Array)
            }
            Value::Object(object) => self.filter(object).map(Value::Object),
            Value::Null => Ok(Value::Null),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                Err("Mask error: Mask is inconsistent with model".to_owned())
            }
        }
    }

    fn filter(&self, mut object: Map<String, Value>) -> Result<Map<String, Value>, String> {
        let mut kept = Map::new();
        for (name, nested) in &self.fields {
            let Some(value) = object.remove(name) else {
                continue;
            };
            let value = match nested {
                Some(mask) => mask.apply(value)?,
                None => value,
            };
            kept.insert(name.clone(), value);
        }
        if self.fields.iter().any(|(name, _)| name == "*") {
            kept.extend(object);
        }
        Ok(kept)
    }

    /// Returns whether the mask names the field in an object to which `path` leads.
    pub(crate) fn names(&self, path: &[&str], field: &str) -> bool {
        let nested = |name: &str| self.fields.iter().find(|(known, _)| known == name);
        match path {
            [] => nested(field).is_some(),
            [first, rest @ ..] => {
                matches!(nested(first), Some((_, Some(mask))) if mask.names(rest, field))
            }
        }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut name = String::new();
    for letter in text.chars() {
        if letter.is_alphanumeric() || "_:-*".contains(letter) {
            name.push(letter);
            continue;
        }
        if !name.is_empty() {
            tokens.push(Token::Field(std::mem::take(&mut name)));
        }
        match letter {
            '{' => tokens.push(Token::Open),
            '}' => tokens.push(Token::Close),
            ',' => tokens.push(Token::Comma),
            _ => {}
        }
    }
    if !name.is_empty() {
        tokens.push(Token::Field(name));
    }
    tokens
}

/// Returns the fields of a value that a mask, as it is written, names.
///
/// # Errors
///
/// What is wrong with the mask.
pub(crate) fn masked(mask: &str, value: Value) -> Result<Value, String> {
    match Mask::parse(mask)? {
        Some(mask) => mask.apply(value),
        None => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_mask_keeps_the_fields_that_it_names() {
        let page = json!({"data": [{"id": "1", "title": "Eau", "spatial": {"zones": ["a"], "geom": null}}], "total": 1});
        for (mask, expected) in [
            ("total", json!({"total": 1})),
            ("{total}", json!({"total": 1})),
            (
                "data{id,title},total",
                json!({"data": [{"id": "1", "title": "Eau"}], "total": 1}),
            ),
            (
                "{data{spatial{zones}}}",
                json!({"data": [{"spatial": {"zones": ["a"]}}]}),
            ),
            (
                " data { id , } , total ",
                json!({"data": [{"id": "1"}], "total": 1}),
            ),
            ("data{id},*", json!({"data": [{"id": "1"}], "total": 1})),
            ("data{nothing}", json!({"data": [{}]})),
            ("data{},total", json!({"data": [{}], "total": 1})),
        ] {
            assert_eq!(masked(mask, page.clone()), Ok(expected), "{mask}");
        }
        for whole in ["*", "", "  ", "{}", "data,*"] {
            assert_eq!(masked(whole, page.clone()), Ok(page.clone()), "{whole}");
        }
    }

    #[test]
    fn a_list_of_paths_is_a_mask() {
        let record = json!({
            "id": "1", "title": "Eau", "organization": {"id": "o", "name": "Ville", "page": "/p"}, "tags": ["a"],
            "resources": [{"id": "r", "url": "u"}, {"id": "s", "url": null}],
        });
        let masked = |paths: &str| Mask::of_paths(paths).unwrap().apply(record.clone());
        for (paths, expected) in [
            ("title,id", json!({"title": "Eau", "id": "1"})),
            (" id , title ,", json!({"id": "1", "title": "Eau"})),
            ("tags", json!({"tags": ["a"]})),
            (
                "organization.id,id,organization.name",
                json!({"organization": {"id": "o", "name": "Ville"}, "id": "1"}),
            ),
            (
                "organization.id,organization",
                json!({"organization": record["organization"]}),
            ),
            (
                "organization,organization.id",
                json!({"organization": record["organization"]}),
            ),
            (
                "resources.url",
                json!({"resources": [{"url": "u"}, {"url": null}]}),
            ),
        ] {
            assert_eq!(masked(paths), Ok(expected), "{paths}");
        }
        let deep = "a.".repeat(100_000);
        assert!(Mask::of_paths(&deep).unwrap_err().contains("names"));
    }

    #[test]
    fn a_null_stays_null_under_a_mask_of_its_own() {
        let value = json!({"organization": null});
        assert_eq!(masked("organization{id}", value.clone()), Ok(value));
    }

    #[test]
    fn what_is_no_mask_is_refused_with_the_reason() {
        for (mask, reason) in [
            ("data{id", "Mask parse error: Missing closing bracket"),
            ("{data{id}", "Mask parse error: Missing closing bracket"),
            ("{data", "Mask parse error: Missing closing bracket"),
            ("data}", "Mask parse error: Unexpected closing bracket"),
            ("a,,b", "Mask parse error: Unexpected comma"),
            (",a", "Mask parse error: Unexpected comma"),
            ("a,{b}", "Mask parse error: Unexpected opening bracket"),
            ("a{b}{c}", "Mask parse error: Unexpected opening bracket"),
        ] {
            assert_eq!(Mask::parse(mask), Err(reason.to_owned()), "{mask}");
        }
        let deep = "a{".repeat(100_000);
        assert!(Mask::parse(&deep).unwrap_err().contains("levels"));
    }

    #[test]
    fn a_mask_that_looks_into_a_text_is_refused() {
        let inconsistent = "Mask error: Mask is inconsistent with model".to_owned();
        assert_eq!(
            masked("title{id}", json!({"title": "Eau"})),
            Err(inconsistent)
        );
    }

    #[test]
    fn a_mask_says_whether_it_names_a_field() {
        let mask = Mask::parse("data{id,community_resources},total")
            .unwrap()
            .unwrap();
        assert!(mask.names(&["data"], "community_resources"));
        assert!(!mask.names(&[], "community_resources"));
        assert!(mask.names(&[], "total"));
    }
}
