//! A description, as given and as plain text.

use serde::{Deserialize, Serialize};

/// A description, both as its author wrote it and as a reader or an analyzer wants it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Description {
    /// As given: Markdown, often with HTML in it.
    pub markdown: String,
    /// The same as plain text, made by `ingest`: no markup, paragraphs parted by one line feed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}
