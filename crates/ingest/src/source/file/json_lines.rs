//! API objects, one a line.

use std::io::{self, BufRead};

use super::bytes::read_line;
use super::json_record::{JsonRecords, too_long};
use crate::limits::LONGEST_RECORD_BYTES;
use crate::source::raw_record::RawRecord;

/// API objects, one a line; a comma at a line's end is no part of the object.
pub(super) struct JsonLines {
    pub(super) reader: Box<dyn BufRead + Send>,
    pub(super) line: u64,
    pub(super) records: JsonRecords,
}

impl JsonLines {
    pub(super) fn next_record(&mut self) -> io::Result<Option<RawRecord>> {
        while let Some(line) = read_line(&mut self.reader, LONGEST_RECORD_BYTES)? {
            self.line += 1;
            if line.is_too_long {
                return Ok(Some(too_long(&line.bytes, self.line)));
            }
            let bytes = line.bytes.trim_ascii();
            let bytes = bytes.strip_suffix(b",").unwrap_or(bytes);
            if !bytes.is_empty() {
                return Ok(Some(self.records.read(bytes, self.line)));
            }
        }
        Ok(None)
    }
}
