//! A schema that data follows.

use serde::{Deserialize, Serialize};

/// A schema, by name or address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SchemaReference {
    /// Its name, such as `etalab/schema-irve`.
    pub name: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its address.
    pub url: Option<String>,
}
