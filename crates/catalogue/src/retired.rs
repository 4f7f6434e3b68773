//! Dead records: those whose title or description says that they are archived, replaced or no longer kept up.

mod reason;
mod rules;
mod successor;

use serde::{Deserialize, Serialize};

use crate::Record;

pub use reason::RetirementReason;
pub use successor::Successor;

/// What a record says of its own end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retirement {
    /// Why the record is dead.
    pub reason: RetirementReason,
    /// The words that say so, as they stand in the title or the description.
    pub said: String,
    /// What may replace the record, as the description says: what is certain first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<Successor>,
}

impl Retirement {
    /// Returns what a record says of its own end; `None` where it says nothing.
    #[must_use]
    pub fn of(record: &Record) -> Option<Self> {
        let (title, description) = (record.title(), record.description());
        let (reason, said) = rules::find(title, &description.text)?;
        let markdown = description.markdown.as_deref().unwrap_or(&description.text);
        Some(Self {
            reason,
            said,
            successors: successor::find(markdown),
        })
    }
}
