//! How a page is answered, and what is answered where there is none.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use super::error::ErrorPage;
use super::frame::{Frame, PARAMETER};
use crate::error::Error;
use crate::language::turns_text;

impl Frame {
    /// Answers with a page, or says what went wrong, in the language of the page.
    pub fn answer(mut self, page: Result<impl Template, Error>) -> Response {
        let page = match self.take_refusal() {
            Some(reason) => Err(Error::BadRequest([(PARAMETER.to_owned(), reason)].into())),
            None => page.and_then(|page| {
                page.render()
                    .map_err(|error| Error::Internal(Box::new(error)))
            }),
        };
        match page {
            Ok(html) => Html(readable(html)).into_response(),
            Err(error) => self.error(&error),
        }
    }

    /// Says what went wrong.
    pub fn error(self, error: &Error) -> Response {
        error.log();
        let page = ErrorPage::new(self, error).render();
        // Plain words should even that fail.
        let html = page.map_or_else(|_| "Erreur interne".to_owned(), readable);
        error.answer(Html(html))
    }
}

/// An error answered as a page in French, with a way on: for routes that are no pages themselves.
pub struct PageError(pub Error);

impl<E: Into<Error>> From<E> for PageError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        Frame::french().error(&self.0)
    }
}

/// Returns a page without the characters that a record's fields, shown as they came, must not bring into it: HTML has no
/// place for a NUL, and a mark of direction that nothing ends turns the text beside it.
fn readable(mut html: String) -> String {
    if html.contains('\0') {
        html = html.replace('\0', "\u{FFFD}");
    }
    if html.contains(turns_text) {
        html = html.replace(turns_text, "");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_no_nul_and_nothing_that_turns_its_text() {
        let html = readable("a\0b \u{202E}c\u{2066}d\u{202F}e".to_owned());
        assert_eq!(html, "a\u{FFFD}b cd\u{202F}e");
    }
}
