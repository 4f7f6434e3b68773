//! What a source says of a record beyond the fields of this crate.

use serde_json::Value;

/// Adds what a source says beyond the known fields to a JSON object that was made of these.
///
/// Keys that are there already stay as they are, unless they are null and more is known of them. Of a list, each item is
/// given what stands at its place.
pub fn add_others(known: &mut Value, others: &Value) {
    match (known, others) {
        (Value::Object(known), Value::Object(others)) => {
            for (key, other) in others {
                match known.get_mut(key) {
                    Some(known) => add_others(known, other),
                    None => {
                        known.insert(key.clone(), other.clone());
                    }
                }
            }
        }
        (Value::Array(known), Value::Array(others)) => {
            for (known, other) in known.iter_mut().zip(others) {
                add_others(known, other);
            }
        }
        (known @ Value::Null, others) => *known = others.clone(),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_known_stays_and_what_is_not_is_added_at_its_place() {
        for (known, others, expected) in [
            (
                json!({"a": 1}),
                json!({"a": 2, "b": null}),
                json!({"a": 1, "b": null}),
            ),
            (
                json!({"harvest": {"uri": "u"}, "schema": null}),
                json!({"harvest": {"ods_url": "o"}, "schema": {}}),
                json!({"harvest": {"uri": "u", "ods_url": "o"}, "schema": {}}),
            ),
            (
                json!({"resources": [{"id": 1}, {"id": 2}]}),
                json!({"resources": [null, {"published": "hier"}, {"c": 1}]}),
                json!({"resources": [{"id": 1}, {"id": 2, "published": "hier"}]}),
            ),
            // A link stands in place of a list.
            (
                json!({"resources": {"total": 2}}),
                json!({"resources": [{"published": 1}]}),
                json!({"resources": {"total": 2}}),
            ),
        ] {
            let mut whole = known.clone();
            add_others(&mut whole, &others);
            assert_eq!(whole, expected, "{known} {others}");
        }
    }
}
