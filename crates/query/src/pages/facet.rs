//! All values of a facet, to search among and to choose from.

use askama::Template;
use search_index::{Facet, FacetValues, SearchRequest};
use url::form_urlencoded;

use super::frame::Frame;
use super::labels::{facet_label, value_label};
use super::unknown_values::{Unknown, UnknownNote};
use crate::params::{ValuesRequest, to_page_query_string, with_value, without_value};

/// Values a page.
pub(super) const PAGE_SIZE: usize = 100;

/// The page of a facet.
#[derive(Template)]
#[template(path = "facet.html")]
pub(super) struct FacetPage {
    frame: Frame,
    title: String,
    heading: String,
    back: String,
    back_href: String,
    action: String,
    text: String,
    /// Parameters of the search that the form must keep.
    hidden: Vec<(String, String)>,
    values: Vec<Value>,
    /// What the address asks for and nothing has.
    unknown: Vec<UnknownNote>,
    previous: Option<String>,
    next: Option<String>,
    page: String,
}

struct Value {
    name: String,
    label: String,
    count: String,
    is_selected: bool,
    href: String,
}

/// Returns the address of a facet's page within a search.
pub(super) fn address_within(facet: Facet, request: &SearchRequest) -> String {
    address(facet, &ValuesRequest::within(request.clone()), 1)
}

fn address(facet: Facet, asked: &ValuesRequest, page: usize) -> String {
    let query_string = query_string(asked, page);
    let separator = if query_string.is_empty() { "" } else { "?" };
    format!("/facets/{facet}{separator}{query_string}")
}

fn query_string(asked: &ValuesRequest, page: usize) -> String {
    let asked = ValuesRequest {
        page_size: crate::params::DEFAULT_PAGE_SIZE,
        ..asked.clone()
    };
    asked.on_page_with(page, to_page_query_string)
}

impl FacetPage {
    pub fn new(
        frame: Frame,
        asked: &ValuesRequest,
        unknown: &Unknown,
        found: &FacetValues,
    ) -> Self {
        let facet = found.facet;
        let language = frame.language();
        let n_pages = found.n_values.div_ceil(asked.page_size);
        let without_text = ValuesRequest {
            text: String::new(),
            ..asked.clone()
        };
        let kept = query_string(&without_text, 1);
        let kept = form_urlencoded::parse(kept.as_bytes()).into_owned();
        let code = frame.hidden_language();
        let page_href = |page: usize| frame.href(&address(facet, asked, page));
        let label = facet_label(language, facet);
        let page = language.number(asked.page as u64);
        let n_values = language.count("values", found.n_values as u64);
        let words = [
            ("label", label.as_str()),
            ("text", &asked.text),
            ("page", &page),
            ("values", &n_values),
        ];
        let (title, heading) = if asked.text.is_empty() {
            ("values-title", "values-heading")
        } else {
            ("values-title-for", "values-heading-for")
        };
        Self {
            title: language.say_with(title, &words),
            heading: language.say_with(heading, &words),
            back: if asked.search.query.is_empty() {
                language.say("values-back").into_owned()
            } else {
                language.say_with("values-back-for", &[("query", &asked.search.query)])
            },
            back_href: frame.search_href(&asked.search),
            action: format!("/facets/{facet}"),
            text: asked.text.clone(),
            unknown: unknown.notes(&frame, &asked.search),
            hidden: kept
                .chain(code.map(|code| ("lang".to_owned(), code.to_owned())))
                .collect(),
            values: found
                .values
                .iter()
                .map(|value| Value {
                    name: value.name.clone(),
                    label: value_label(language, facet, value),
                    count: language.number(value.count),
                    is_selected: value.selected,
                    href: frame.search_href(&toggled(&asked.search, facet, &value.name)),
                })
                .collect(),
            previous: (asked.page > 1 && n_pages > 0)
                .then(|| page_href((asked.page - 1).min(n_pages))),
            next: (asked.page < n_pages).then(|| page_href(asked.page + 1)),
            page: language.say_with("pages-page", &[("number", &page)]),
            frame,
        }
    }
}

/// Returns the search with the value chosen, or without it where it is.
fn toggled(search: &SearchRequest, facet: Facet, value: &str) -> SearchRequest {
    if search.selects(facet, value) {
        without_value(search, facet, value)
    } else {
        with_value(search, facet, value)
    }
}
