//! What a fuzzer may call that nobody else does.

use std::io::Cursor;

use catalogue::Record;

use crate::convert::convert;
use crate::error::Error;
use crate::source::{Joined, Records};

/// Returns the records of a file's bytes, whatever they are: an export, JSON Lines, a list, compressed or not. A record that
/// cannot be read is left out.
///
/// # Errors
///
/// Where the bytes are no catalogue, or cannot be read on.
pub fn records(bytes: Vec<u8>) -> Result<Vec<Record>, Error> {
    let length_bytes = bytes.len() as u64;
    let mut records = Vec::new();
    for raw in Records::read(Cursor::new(bytes), length_bytes, "bytes".to_owned())? {
        if let Ok(converted) = convert(&raw?, &Joined::default()) {
            records.push(converted.record);
        }
    }
    Ok(records)
}
