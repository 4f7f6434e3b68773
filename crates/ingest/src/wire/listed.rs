//! Lists that some answers replace by a link.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::lenient::Number;

/// A list, or the link that some answers give in its place (`{rel, href, type, total}`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum Listed<T> {
    /// The list; nulls in it are left out.
    Items(Vec<T>),
    /// Only how many there are.
    Link {
        /// How many there are.
        total: Option<u64>,
    },
}

impl<T> Listed<T> {
    /// Returns the items, if they are listed, and how many there are, if that is known.
    pub(crate) fn into_parts(self) -> (Option<Vec<T>>, Option<u64>) {
        match self {
            Self::Items(items) => {
                let count = items.len() as u64;
                (Some(items), Some(count))
            }
            Self::Link { total } => (None, total),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListedVisitor(PhantomData))
    }
}

struct ListedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListedVisitor<T> {
    type Value = Listed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or a link to one")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Listed<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element::<Option<T>>()? {
            items.extend(item);
        }
        Ok(Listed::Items(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Listed<T>, A::Error> {
        let mut total = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == "total" {
                total = map.next_value::<Number>()?.count();
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Listed::Link { total })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::Text;

    #[test]
    fn a_list_may_be_a_link_and_hold_nulls() {
        let items: Listed<Text> = serde_json::from_value(json!(["a", null, "b"])).unwrap();
        assert_eq!(items.into_parts().0.map(|items| items.len()), Some(2));
        let link: Listed<Text> =
            serde_json::from_value(json!({"rel": "subsection", "total": 7})).unwrap();
        assert_eq!(link.into_parts(), (None, Some(7)));
    }
}
