//! The values of one facet, as JSON: every one can be reached.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use search_index::{Facet, FacetValues, SearchRequest};
use serde::Serialize;
use url::form_urlencoded;
use utoipa::{IntoParams, ToSchema};

use crate::addresses::base_url;
use crate::api::{FacetValueAnswer, FilterParameters};
use crate::error::{ApiError, Error, ErrorBody, SearchErrors};
use crate::params::{
    self, DEFAULT_PAGE_SIZE, MAX_QUERY_CHARS, ParamErrors, number, to_query_string,
};
use crate::state::{AppState, blocking};

/// Values a page at most.
const MAX_PAGE_SIZE: usize = 1_000;

/// Finds values of a facet.
///
/// Takes the parameters of `/api/search` but for `q`, which is looked for among the values here: each of its words must
/// begin a word of the value's label or name, accents and case apart. The words of the search itself are `search`. Each
/// count is what the search would find with that value; values that would find nothing are left out.
#[utoipa::path(
    get,
    path = "/api/facets/{facet}",
    tag = "search",
    params(
        ("facet" = String, Path, example = "tag", description = "The name of a facet, such as `tag` or `organization`."),
        ValueParameters,
        FilterParameters,
    ),
    responses(
        (status = 200, description = "The values of a page, by count, then label.", body = FacetAnswer),
        (status = 404, description = "There is no such facet.", body = ErrorBody),
        SearchErrors,
    ),
)]
pub(crate) async fn facet(
    State(state): State<AppState>,
    name: Result<Path<String>, PathRejection>,
    RawQuery(query_string): RawQuery,
    headers: HeaderMap,
) -> Result<Json<FacetAnswer>, ApiError> {
    let known = name.ok().and_then(|Path(name)| Facet::from_name(&name));
    let facet = known.ok_or(Error::NotFound)?;
    let asked = ValuesRequest::parse(query_string.as_deref().unwrap_or_default())?;
    let searcher = state.searcher()?;
    let (asked, found) = blocking(move || {
        let offset = (asked.page - 1).saturating_mul(asked.page_size);
        let found =
            searcher.facet_values(&asked.search, facet, &asked.text, asked.page_size, offset)?;
        Ok((asked, found))
    })
    .await?;
    let address = format!("{}/api/facets/{facet}", base_url(&state.config, &headers));
    Ok(Json(FacetAnswer::new(&asked, &found, &address)))
}

/// What the route takes beside the filters of the search.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the derive alone")]
struct ValueParameters {
    /// The words to look for among the values.
    #[param(max_length = 1000)]
    q: Option<String>,
    /// The words of the search, as `q` of `/api/search`.
    #[param(max_length = 1000)]
    search: Option<String>,
    /// The page.
    #[param(minimum = 1)]
    page: Option<u64>,
    /// Values a page.
    #[param(minimum = 1, maximum = 1000)]
    page_size: Option<u64>,
}

/// Which values are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ValuesRequest {
    pub search: SearchRequest,
    pub text: String,
    pub page: usize,
    pub page_size: usize,
}

impl ValuesRequest {
    fn parse(query_string: &str) -> Result<Self, ParamErrors> {
        Self::parse_with(query_string, params::parse)
    }

    /// Reads the parameters; those of the search with the function given.
    pub fn parse_with(
        query_string: &str,
        parse_search: fn(&str) -> Result<SearchRequest, ParamErrors>,
    ) -> Result<Self, ParamErrors> {
        let mut search = form_urlencoded::Serializer::new(String::new());
        let mut errors = ParamErrors::new();
        let (mut text, mut page, mut page_size) = (String::new(), 1, DEFAULT_PAGE_SIZE);
        for (name, value) in form_urlencoded::parse(query_string.as_bytes()) {
            let trimmed = value.trim();
            let read = match &*name {
                "q" => {
                    text = trimmed.replace(char::is_control, " ");
                    check_length(trimmed)
                }
                "search" => {
                    search.append_pair("q", trimmed);
                    check_length(trimmed)
                }
                "page" if !trimmed.is_empty() => {
                    number(trimmed, 1, usize::MAX).map(|number| page = number)
                }
                "page_size" if !trimmed.is_empty() => {
                    number(trimmed, 1, MAX_PAGE_SIZE).map(|number| page_size = number)
                }
                _ => {
                    search.append_pair(&name, &value);
                    Ok(())
                }
            };
            if let Err(reason) = read {
                errors.insert(name.into_owned(), reason);
            }
        }
        let search = parse_search(&search.finish()).unwrap_or_else(|reasons| {
            for (name, reason) in reasons {
                // What is `q` to the search is `search` here.
                let name = if name == "q" {
                    "search".to_owned()
                } else {
                    name
                };
                errors.entry(name).or_insert(reason);
            }
            SearchRequest::default()
        });
        if errors.is_empty() {
            Ok(Self {
                search,
                text,
                page,
                page_size,
            })
        } else {
            Err(errors)
        }
    }

    /// Returns the parameters of another page.
    fn on_page(&self, page: usize) -> String {
        self.on_page_with(page, to_query_string)
    }

    /// Returns the parameters of another page; those of the search written with the function given.
    pub fn on_page_with(&self, page: usize, write_search: fn(&SearchRequest) -> String) -> String {
        let filters = SearchRequest {
            query: String::new(),
            page: 1,
            page_size: DEFAULT_PAGE_SIZE,
            ..self.search.clone()
        };
        let mut parameters = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("q", &self.text), ("search", &self.search.query)] {
            if !value.is_empty() {
                parameters.append_pair(name, value);
            }
        }
        parameters.extend_pairs(form_urlencoded::parse(write_search(&filters).as_bytes()));
        if self.page_size != DEFAULT_PAGE_SIZE {
            parameters.append_pair("page_size", &self.page_size.to_string());
        }
        if page != 1 {
            parameters.append_pair("page", &page.to_string());
        }
        parameters.finish()
    }
}

fn check_length(text: &str) -> Result<(), String> {
    let n_chars = text.chars().count();
    if n_chars > MAX_QUERY_CHARS {
        return Err(format!(
            "{n_chars} characters, at most {MAX_QUERY_CHARS} are read"
        ));
    }
    Ok(())
}

/// Values of a facet.
#[derive(Serialize, ToSchema)]
pub(crate) struct FacetAnswer {
    /// The facet's name.
    facet: &'static str,
    /// Its French label.
    label: &'static str,
    /// The values of the page: by count, then label.
    data: Vec<FacetValueAnswer>,
    /// How many values there are in all.
    total: usize,
    /// The page, from 1.
    page: usize,
    /// Values a page.
    page_size: usize,
    /// The address of the next page.
    next_page: Option<String>,
    /// The address of the page before.
    previous_page: Option<String>,
}

impl FacetAnswer {
    fn new(asked: &ValuesRequest, found: &FacetValues, address: &str) -> Self {
        let n_pages = found.n_values.div_ceil(asked.page_size);
        let page_url = |page: usize| {
            let query_string = asked.on_page(page);
            let separator = if query_string.is_empty() { "" } else { "?" };
            format!("{address}{separator}{query_string}")
        };
        Self {
            facet: found.facet.name(),
            label: found.facet.label(),
            data: found.values.iter().map(FacetValueAnswer::from).collect(),
            total: found.n_values,
            page: asked.page,
            page_size: asked.page_size,
            next_page: (asked.page < n_pages).then(|| page_url(asked.page + 1)),
            previous_page: (asked.page > 1 && n_pages > 0)
                .then(|| page_url((asked.page - 1).min(n_pages))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_among_the_values_are_apart_from_those_of_the_search() {
        let asked =
            ValuesRequest::parse("q=metro&search=eau&license=lov2&page=3&page_size=500").unwrap();
        assert_eq!(
            (asked.text.as_str(), asked.page, asked.page_size),
            ("metro", 3, 500)
        );
        assert_eq!(to_query_string(&asked.search), "q=eau&license=lov2");
        assert_eq!(
            asked.on_page(2),
            "q=metro&search=eau&license=lov2&page_size=500&page=2"
        );
        for page in [1, 2] {
            let again = ValuesRequest::parse(&asked.on_page(page)).unwrap();
            assert_eq!(
                again,
                ValuesRequest {
                    page,
                    ..asked.clone()
                }
            );
        }
    }

    #[test]
    fn bad_values_are_named_as_they_were_given() {
        let long = "a".repeat(MAX_QUERY_CHARS + 1);
        for (query_string, parameter) in [
            ("page=0", "page"),
            ("page_size=1001", "page_size"),
            ("badge=nope", "badge"),
            (&format!("search={long}"), "search"),
            (&format!("q={long}"), "q"),
        ] {
            let errors = ValuesRequest::parse(query_string).unwrap_err();
            assert_eq!(errors.keys().collect::<Vec<_>>(), [parameter]);
        }
    }
}
