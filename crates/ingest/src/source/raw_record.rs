//! A record as its source gives it.

use std::sync::Arc;

use catalogue::RecordType;

use super::export::Columns;

/// One record as its source gives it, not yet converted.
#[derive(Debug)]
pub(crate) struct RawRecord {
    pub(crate) body: Body,
    pub(crate) position: Position,
}

/// The record itself.
#[derive(Debug)]
pub(crate) enum Body {
    /// An API object, on one line.
    Json(RecordType, String),
    /// A reuse as an API object, on one line.
    Reuse(String),
    /// An organization as an API object, on one line.
    Organization(String),
    /// A row of an export.
    Row(Arc<Columns>, csv::ByteRecord),
    /// A line that is too long to be a record: its beginning, and why it is refused.
    Broken(String, String),
}

/// Where in its source a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    /// The line of a file, from 1.
    Line(u64),
    /// The page of a list, from 1.
    Page(u64),
}
