//! The records of a file in JSON, told apart by their keys.

use std::borrow::Cow;

use catalogue::RecordType;

use crate::limits::{LONGEST_RECORD_BYTES, SHOWN_BYTES};
use crate::source::raw_record::{Body, Position, RawRecord};
use crate::text;
use crate::wire::{self, Described};

/// What is known of the records of a file so far.
#[derive(Default)]
pub(super) struct JsonRecords {
    /// The type of the last record whose type could be told.
    record_type: Option<RecordType>,
    /// How many records had bytes that are no UTF-8.
    pub(super) n_windows_1252: u64,
}

impl JsonRecords {
    /// Takes a JSON value as a record.
    pub(super) fn read(&mut self, bytes: &[u8], line: u64) -> RawRecord {
        let decoded = text::decode(bytes);
        self.n_windows_1252 += u64::from(matches!(decoded, Cow::Owned(_)));
        let json = wire::unwrap_record(decoded.trim());
        let kind = wire::tell_kind(json);
        // A record is kept on one line, and JSON has line feeds only between its tokens.
        let json = json.replace(['\n', '\r'], " ");
        let body = match kind {
            Some(Described::Reuse) => Body::Reuse(json),
            Some(Described::Organization) => Body::Organization(json),
            Some(Described::Record(record_type)) => {
                self.record_type = Some(record_type.clone());
                Body::Json(record_type, json)
            }
            // An object too bare to tell is of the type of those before it: catalogues do not come mixed.
            None => {
                let record_type = self.record_type.clone().unwrap_or(RecordType::Dataset);
                Body::Json(record_type, json)
            }
        };
        RawRecord {
            body,
            position: Position::Line(line),
        }
    }
}

/// Returns a record that is too long, by its beginning.
pub(super) fn too_long(beginning: &[u8], line: u64) -> RawRecord {
    let shown = &beginning[..beginning.len().min(SHOWN_BYTES)];
    let reason = format!("the record is longer than {LONGEST_RECORD_BYTES} bytes");
    RawRecord {
        body: Body::Broken(String::from_utf8_lossy(shown).into_owned(), reason),
        position: Position::Line(line),
    }
}
