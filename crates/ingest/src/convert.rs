//! From a raw record of a source to a record of the catalogue.

use crate::source::{Body, RawRecord};
use crate::wire::{self, Converted, Refusal};

/// Converts a raw record, or says why it is refused.
pub(crate) fn convert(raw: &RawRecord) -> Result<Converted, Refusal> {
    match &raw.body {
        Body::Json(record_type, json) => wire::read_record(record_type, json),
        Body::Row(columns, row) => Ok(Converted {
            record: columns.read_row(row)?.into_record()?,
            left_out: Vec::new(),
        }),
        Body::Broken(_, reason) => Err(Refusal {
            reason: reason.clone(),
            ..Refusal::default()
        }),
    }
}
