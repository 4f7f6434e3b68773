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
    /// Why the record must not be shown, where that is the error.
    reason: Option<String>,
    query: String,
}

impl ErrorPage {
    pub fn new(frame: Frame, error: &Error) -> Self {
        let message = match error {
            Error::BadRequest(_) => "error-bad-request",
            Error::NotFound | Error::NoSuch(_) => "error-not-found",
            Error::MethodNotAllowed => "error-method-not-allowed",
            Error::Gone(_) => "error-gone",
            Error::ForgottenChanges { .. } => "error-changes-not-known",
            Error::Unavailable => "error-unavailable",
            Error::Busy => "error-busy",
            Error::TimedOut => "error-timed-out",
            Error::TooManyRequests(_) => "error-too-many-requests",
            Error::TooManyExports => "error-too-many-exports",
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
            reason: match error {
                Error::Gone(reason) => Some(reason.clone()),
                _ => None,
            },
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
    fn a_reason_is_shown_escaped() {
        let gone = Error::Gone("décision du <tribunal>".to_owned());
        let html = ErrorPage::new(Frame::french(), &gone).render().unwrap();
        assert!(html.contains("décision du &#60;tribunal&#62;"), "{html}");
        assert!(html.contains("retirée"), "{html}");
    }

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
