//! What is done of a source before the records of any are taken.

use super::export::Subject;
use super::file::Records;
use crate::part_file::PartFile;

/// A source as far as it was prepared.
#[derive(Default)]
pub(crate) enum Prepared {
    /// Nothing is done yet.
    #[default]
    Not,
    /// The file is here, or a copy of what cannot be read twice.
    Fetched(PartFile),
    /// It cannot be opened twice.
    Opened(Box<Records>),
    /// All of it is joined: an export of these.
    Joined(Subject),
}
