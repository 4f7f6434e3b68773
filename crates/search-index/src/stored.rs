//! What documents store, read back.

use tantivy::TantivyDocument;
use tantivy::schema::{Field, Value};

/// Returns the text that a document stores in a field; empty where it stores none.
pub(crate) fn stored_text(document: &TantivyDocument, field: Field) -> &str {
    document
        .get_first(field)
        .and_then(|value| value.as_str())
        .unwrap_or_default()
}
