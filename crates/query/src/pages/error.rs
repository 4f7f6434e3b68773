//! The page of an error: what happened, and a way on.

use askama::Template;

use super::frame::Frame;
use crate::error::Error;

/// The page of an error.
#[derive(Template)]
#[template(path = "error.html")]
pub(super) struct ErrorPage {
    frame: Frame,
    /// The message that says what happened; another one says more.
    message: &'static str,
    details: Vec<(String, String)>,
    query: String,
}

impl ErrorPage {
    pub fn new(frame: Frame, error: &Error) -> Self {
        let message = match error {
            Error::BadRequest(_) => "error-bad-request",
            Error::NotFound => "error-not-found",
            Error::Unavailable => "error-unavailable",
            Error::Internal(_) => "error-internal",
        };
        let details = match error {
            Error::BadRequest(errors) => errors
                .iter()
                .map(|(name, reason)| (name.clone(), reason.clone()))
                .collect(),
            _ => Vec::new(),
        };
        Self {
            frame,
            message,
            details,
            query: String::new(),
        }
    }

    fn more(&self) -> std::borrow::Cow<'static, str> {
        self.frame.say(&format!("{}-more", self.message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_value_is_shown_escaped_with_a_way_on() {
        let errors = [("sort".to_owned(), "unknown sort `<script>`".to_owned())].into();
        let page = ErrorPage::new(Frame::french(), &Error::BadRequest(errors));
        let html = page.render().unwrap();
        assert!(html.contains("unknown sort `&#60;script&#62;`"), "{html}");
        assert!(html.contains("href=\"/\""));
        assert!(html.contains("valeur impossible"), "{html}");
    }
}
