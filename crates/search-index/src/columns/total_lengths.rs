//! The lengths of fields, summed over all documents.

use std::collections::HashMap;
use std::sync::Mutex;

use tantivy::schema::Field;

/// The lengths of fields, each summed over all documents when it is first asked for.
#[derive(Default)]
pub(super) struct TotalLengths(pub Mutex<HashMap<Field, u64>>);
