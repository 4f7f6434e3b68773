//! XML documents, with no character that XML has no place for.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::error::Error;

/// Renders a document. Characters that XML 1.0 has no place for, not even escaped, are left out: records hold some.
pub(crate) fn render(document: &impl Template) -> Result<String, Error> {
    let mut text = document
        .render()
        .map_err(|error| Error::Internal(Box::new(error)))?;
    text.retain(is_allowed);
    Ok(text)
}

/// Returns whether XML 1.0 has a place for a character (§2.2).
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// Answers with a document.
pub(crate) fn answer(content_type: &'static str, document: String) -> Response {
    ([(header::CONTENT_TYPE, content_type)], document).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_has_no_place_for_is_left_out() {
        let text: String = "a\u{0}\u{8}\u{B}\u{1B}\t\n\r\u{FFFE}\u{FFFF}\u{202E}é😀"
            .chars()
            .filter(|c| is_allowed(*c))
            .collect();
        assert_eq!(text, "a\t\n\r\u{202E}é😀");
    }
}
