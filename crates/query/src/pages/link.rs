//! A text that may lead somewhere.

use crate::pages::frame::Frame;

/// A text, with an address where it leads somewhere.
pub(super) struct Link {
    pub text: String,
    pub href: Option<String>,
}

/// Returns the search for a value of a facet.
pub(super) fn facet_href(frame: &Frame, facet: &str, value: &str) -> String {
    let mut parameters = url::form_urlencoded::Serializer::new(String::new());
    parameters.append_pair(facet, value);
    frame.href(&format!("/?{}", parameters.finish()))
}

/// Returns a text that leads to the search for a value of a facet.
pub(super) fn facet_link(frame: &Frame, facet: &str, value: &str, text: String) -> Link {
    Link {
        text,
        href: Some(facet_href(frame, facet, value)),
    }
}

/// Returns a text that leads nowhere.
pub(super) fn text(text: impl Into<String>) -> Link {
    Link {
        text: text.into(),
        href: None,
    }
}
