//! What a fuzzer may call that nobody else does.

use serde_json::Value;

use crate::mask;
use crate::pages;

/// Returns a description in Markdown as a record's page shows it.
#[must_use]
pub fn description(markdown: &str) -> String {
    pages::description_as_html(markdown)
}

/// Returns the fields of an answer that a mask of `X-Fields` names.
///
/// # Errors
///
/// What is wrong with the mask, in data.gouv.fr's words.
pub fn masked(mask: &str, answer: Value) -> Result<Value, String> {
    mask::masked(mask, answer)
}
