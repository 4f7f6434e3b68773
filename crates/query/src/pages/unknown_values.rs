//! The notes about what an address asks for and nothing has: values that have gone, a page behind the last one.

use search_index::{SearchRequest, UnknownValue};

use super::frame::Frame;
use super::understanding::NoteLink;
use crate::params::{on_page, with_value, without_value};
use crate::unknown_values::sentence;

/// What an address asks for and nothing has.
#[derive(Default)]
pub(super) struct Unknown {
    /// The values of facets.
    pub values: Vec<UnknownValue>,
    /// Parameters that were passed over, with their values.
    pub passed_over: Vec<(&'static str, String)>,
}

/// A note about something that nothing has, with links to what may have been meant.
pub(super) struct UnknownNote {
    pub text: String,
    pub nearest: Vec<NoteLink>,
}

impl Unknown {
    /// Returns the notes about values of a search.
    pub fn notes(&self, frame: &Frame, request: &SearchRequest) -> Vec<UnknownNote> {
        let language = frame.language();
        let values = self.values.iter().map(|unknown| UnknownNote {
            text: sentence(language, unknown.parameter, &unknown.value),
            nearest: nearest(frame, request, unknown),
        });
        let passed_over = self.passed_over.iter().map(|(name, value)| UnknownNote {
            text: sentence(language, name, value),
            nearest: Vec::new(),
        });
        values.chain(passed_over).collect()
    }
}

/// Returns links to the search with what may have been meant in the place of an unknown value.
fn nearest(frame: &Frame, request: &SearchRequest, unknown: &UnknownValue) -> Vec<NoteLink> {
    let Some(facet) = unknown.facet else {
        return Vec::new();
    };
    let without = without_value(request, facet, &unknown.value);
    let link = |meant: &search_index::MeantValue| NoteLink {
        action: frame
            .language()
            .label(facet.name(), &meant.value, &meant.label)
            .into_owned(),
        href: frame.search_href(&with_value(&without, facet, &meant.value)),
    };
    unknown.nearest.iter().map(link).collect()
}

/// Returns the note that a page lies behind the last one, where it does and there is any, with the link to that.
pub(super) fn page_note(frame: &Frame, request: &SearchRequest, total: u64) -> Option<UnknownNote> {
    let n_pages = usize::try_from(total)
        .unwrap_or(usize::MAX)
        .div_ceil(request.page_size);
    if n_pages == 0 || request.page <= n_pages {
        return None;
    }
    let language = frame.language();
    let number = language.number(request.page as u64);
    Some(UnknownNote {
        text: language.say_with("page-behind-last", &[("page", &number)]),
        nearest: vec![NoteLink {
            action: language.say_with(
                "pages-page",
                &[("number", &language.number(n_pages as u64))],
            ),
            href: frame.search_href(&on_page(request, n_pages)),
        }],
    })
}
