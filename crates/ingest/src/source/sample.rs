//! The sample catalogue that is built into the program.

use super::file::Records;
use crate::error::Error;

/// API objects, one a line: `index/README.md` says where they come from.
const SAMPLE: &[u8] = include_bytes!("../../../../index/sample.jsonl");

/// Opens the sample.
pub(crate) fn records() -> Result<Records, Error> {
    Records::read(SAMPLE, SAMPLE.len() as u64, "sample".to_owned())
}
