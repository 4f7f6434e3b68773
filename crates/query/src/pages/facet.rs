//! All values of a facet, to search among and to choose from.

use askama::Template;
use search_index::{Facet, FacetValues, SearchRequest};
use url::form_urlencoded;

use crate::assets;
use crate::facets::ValuesRequest;
use crate::french;
use crate::params::{on_page, to_page_query_string, without_value};

use super::search::href as search_href;

/// Values a page.
pub(super) const PAGE_SIZE: usize = 100;

/// The page of a facet.
#[derive(Template)]
#[template(path = "facet.html")]
pub(super) struct FacetPage {
    style: String,
    favicon: String,
    label: &'static str,
    action: String,
    text: String,
    /// Parameters of the search that the form must keep.
    hidden: Vec<(String, String)>,
    of_search: String,
    back_href: String,
    count: String,
    values: Vec<Value>,
    previous: Option<String>,
    next: Option<String>,
    page: String,
}

struct Value {
    label: String,
    count: String,
    is_selected: bool,
    href: String,
}

/// Returns the address of a facet's page within a search.
pub(super) fn href(facet: Facet, request: &SearchRequest) -> String {
    let asked = ValuesRequest {
        search: request.clone(),
        text: String::new(),
        page: 1,
        page_size: PAGE_SIZE,
    };
    address(facet, &asked, 1)
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
    pub fn new(asked: &ValuesRequest, found: &FacetValues) -> Self {
        let facet = found.facet;
        let n_pages = found.n_values.div_ceil(asked.page_size);
        let without_text = ValuesRequest {
            text: String::new(),
            ..asked.clone()
        };
        let kept = query_string(&without_text, 1);
        Self {
            style: assets::path("style.css"),
            favicon: assets::path("favicon.svg"),
            label: facet.label(),
            action: format!("/facets/{facet}"),
            text: asked.text.clone(),
            hidden: form_urlencoded::parse(kept.as_bytes())
                .into_owned()
                .collect(),
            of_search: asked.search.query.clone(),
            back_href: search_href(&asked.search),
            count: french::count(found.n_values as u64, "valeur", "valeurs"),
            values: found
                .values
                .iter()
                .map(|value| Value {
                    label: value.label.clone(),
                    count: french::number(value.count),
                    is_selected: value.selected,
                    href: search_href(&toggled(&asked.search, facet, &value.name)),
                })
                .collect(),
            previous: (asked.page > 1 && n_pages > 0)
                .then(|| address(facet, asked, (asked.page - 1).min(n_pages))),
            next: (asked.page < n_pages).then(|| address(facet, asked, asked.page + 1)),
            page: french::number(asked.page as u64),
        }
    }
}

/// Returns the search with the value chosen, or without it where it is.
fn toggled(search: &SearchRequest, facet: Facet, value: &str) -> SearchRequest {
    if search.selects(facet, value) {
        without_value(search, facet, value)
    } else {
        on_page(search, 1).filter(facet, value)
    }
}
