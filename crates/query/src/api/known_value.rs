//! A value that a record declares or that is inferred of it, as JSON.

use catalogue::{Evidence, KnownExtent, KnownGrain};
use serde::Serialize;
use utoipa::ToSchema;

/// A value of a record, and what says it.
#[derive(Serialize, ToSchema)]
pub(crate) struct KnownValueAnswer {
    /// The value of the facet: `national` of `extent`, `fr:commune` of `granularity`.
    id: String,
    /// Its French label.
    label: String,
    /// `declared` by the record (its extent, by its zones), or `inferred`.
    source: &'static str,
    /// From what it is inferred; null where it is declared.
    why: Option<WhyAnswer>,
}

/// The words from which something is inferred.
#[derive(Serialize, ToSchema)]
struct WhyAnswer {
    /// Where they stand: `title`, `description`, `files`, `schema`, `tags`, `organization`; `inferred_geozones` for the name of a
    /// zone that is inferred itself.
    field: &'static str,
    /// The words.
    words: String,
}

impl KnownValueAnswer {
    fn new(id: &str, label: &str, evidence: Option<Evidence>) -> Self {
        Self {
            id: id.to_owned(),
            label: label.to_owned(),
            source: if evidence.is_some() {
                "inferred"
            } else {
                "declared"
            },
            why: evidence.map(|evidence| WhyAnswer {
                field: evidence.field.name(),
                words: evidence.words,
            }),
        }
    }
}

impl From<KnownExtent> for KnownValueAnswer {
    fn from(known: KnownExtent) -> Self {
        Self::new(known.extent.id(), known.extent.label(), known.evidence)
    }
}

impl From<KnownGrain> for KnownValueAnswer {
    fn from(known: KnownGrain) -> Self {
        Self::new(known.grain.id(), known.grain.label(), known.evidence)
    }
}
