//! What says something of a record that it does not declare.

use serde::{Deserialize, Serialize};

/// The words from which something is inferred, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where the words stand.
    pub field: EvidenceField,
    /// The words.
    pub words: String,
}

/// A part of a record that tells something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceField {
    /// The title.
    Title,
    /// The beginning of the description.
    Description,
    /// The title of a file.
    Files,
    /// The name of a schema.
    Schema,
    /// A tag.
    Tags,
    /// The name of the producer.
    Organization,
    /// A zone that was inferred.
    InferredGeozones,
}

impl EvidenceField {
    /// Returns the name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Description => "description",
            Self::Files => "files",
            Self::Schema => "schema",
            Self::Tags => "tags",
            Self::Organization => "organization",
            Self::InferredGeozones => "inferred_geozones",
        }
    }
}
