//! A description, as given and as plain text.

use serde::{Deserialize, Serialize};

/// A description, as its author wrote it and as plain text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Description {
    /// As given: Markdown, often with HTML in it. `None` where the source does not give it.
    pub markdown: Option<String>,
    /// The description as plain text, made by `ingest`: no markup, paragraphs parted by one line feed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}
