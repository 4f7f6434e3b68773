//! From a raw record of a source to a record of the catalogue.

use catalogue::Record;

use crate::source::{Body, RawRecord};
use crate::wire::{self, Refusal};

/// Converts a raw record, or says why it is refused.
pub(crate) fn convert(raw: &RawRecord) -> Result<Record, Refusal> {
    match &raw.body {
        Body::Json(record_type, json) => wire::read_record(record_type, json),
        Body::Row(columns, row) => columns.read_row(row)?.into_record(),
        Body::Broken(_, reason) => Err(Refusal {
            reason: reason.clone(),
            ..Refusal::default()
        }),
    }
}
