//! From a raw record of a source to a record of the catalogue.

use crate::source::{Body, Joined, RawRecord};
use crate::wire::{self, Converted, Refusal};

/// Converts a raw record, which `joined` completes, or says why it is refused.
pub(crate) fn convert(raw: &RawRecord, joined: &Joined) -> Result<Converted, Refusal> {
    match &raw.body {
        Body::Json(record_type, json) => wire::read_record(record_type, json, joined),
        Body::Row(columns, row) => {
            let mut row = columns.read_row(row)?;
            joined.complete(&mut row);
            Ok(Converted {
                record: row.into_record()?,
                left_out: Vec::new(),
            })
        }
        Body::Reuse(_) => Err(Refusal {
            reason: "a reuse is no record".to_owned(),
            ..Refusal::default()
        }),
        Body::Organization(_) => Err(Refusal {
            reason: "an organization is no record".to_owned(),
            ..Refusal::default()
        }),
        Body::Broken(_, reason) => Err(Refusal {
            reason: reason.clone(),
            ..Refusal::default()
        }),
    }
}
