//! The parameters of a list of a facet's values: the words to look for among them, a page, and those of the search.

use std::sync::LazyLock;

use search_index::SearchRequest;
use url::form_urlencoded;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter as Description, ParameterIn};

use super::parameter::{ParamErrors, Parameter, Values, changed, read, write};
use super::search::names_and_repeats;
use super::strict::mistakes;
use super::values::{MAX_QUERY_CHARS, number, words};
use super::{DEFAULT_PAGE_SIZE, parse, to_query_string, usual_page_size};

/// Values a page at most.
const MAX_PAGE_SIZE: usize = 1_000;

/// Which values of a facet are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ValuesRequest {
    pub search: SearchRequest,
    pub text: String,
    pub page: usize,
    pub page_size: usize,
}

/// The words: those to look for among the values, and those of the search.
static WORDS: LazyLock<[Parameter<ValuesRequest>; 2]> = LazyLock::new(|| {
    [
        Parameter::<ValuesRequest>::new(
            "q",
            "The words to look for among the values.",
            Values::Text(MAX_QUERY_CHARS),
            |asked, value| words(value).map(|words| asked.text = words),
            |asked, _| non_empty(&asked.text),
        ),
        Parameter::<ValuesRequest>::new(
            "search",
            "The words of the search, as `q` of `/api/search`.",
            Values::Text(MAX_QUERY_CHARS),
            |asked, value| words(value).map(|words| asked.search.query = words),
            |asked, _| non_empty(&asked.search.query),
        ),
    ]
});

/// Which of the values.
static PAGE: LazyLock<[Parameter<ValuesRequest>; 2]> = LazyLock::new(|| {
    [
        Parameter::<ValuesRequest>::new(
            "page_size",
            "Values a page.",
            Values::Number(1, Some(MAX_PAGE_SIZE)),
            |asked, value| number(value, 1, MAX_PAGE_SIZE).map(|size| asked.page_size = size),
            |asked, default| changed(&asked.page_size, &default.page_size),
        ),
        Parameter::<ValuesRequest>::new(
            "page",
            "The page.",
            Values::Number(1, None),
            |asked, value| number(value, 1, usize::MAX).map(|page| asked.page = page),
            |asked, default| changed(&asked.page, &default.page),
        ),
    ]
});

fn non_empty(text: &str) -> Vec<String> {
    changed(&text, &"")
}

/// What a list of values takes beside the filters of a search, as the description of the API tells it.
pub(crate) struct ValueParameters;

impl IntoParams for ValueParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Description> {
        let parameters = WORDS.iter().chain(PAGE.iter());
        parameters.map(Parameter::describe).collect()
    }
}

impl ValuesRequest {
    /// Returns the request for the first values in a search.
    pub fn within(search: SearchRequest) -> Self {
        Self {
            search,
            text: String::new(),
            page: 1,
            page_size: DEFAULT_PAGE_SIZE,
        }
    }

    /// Reads the parameters as a program gives them.
    ///
    /// # Errors
    ///
    /// Every parameter whose name or value cannot be, with the reason.
    pub fn parse_strictly(query_string: &str) -> Result<Self, ParamErrors> {
        let own = WORDS.iter().chain(PAGE.iter());
        let mut known = names_and_repeats();
        known
            .retain(|(known, _)| !matches!(*known, "q" | "page" | "page_size" | "sample" | "seed"));
        known.extend(own.map(|it| (it.name, it.values.may_repeat())));
        let mut errors = mistakes(query_string, &known);
        match Self::parse_with(query_string, parse) {
            Ok(asked) if errors.is_empty() => Ok(asked),
            Ok(_) => Err(errors),
            Err(of_values) => {
                errors.extend(of_values);
                Err(errors)
            }
        }
    }

    /// Reads the parameters; those of the search with the function given.
    pub fn parse_with(
        query_string: &str,
        parse_search: fn(&str) -> Result<SearchRequest, ParamErrors>,
    ) -> Result<Self, ParamErrors> {
        let own = |name: &str| WORDS.iter().chain(PAGE.iter()).any(|own| own.name == name);
        let of_search = form_urlencoded::parse(query_string.as_bytes());
        let of_search = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(of_search.filter(|(name, _)| !own(name)))
            .finish();
        let (search, mut errors) = match parse_search(&of_search) {
            Ok(search) => (search, ParamErrors::new()),
            // What is `q` to the search is `search` here.
            Err(mut errors) => {
                let of_words = errors.remove("q");
                errors.extend(of_words.map(|reason| ("search".to_owned(), reason)));
                (SearchRequest::default(), errors)
            }
        };
        let mut asked = Self::within(search);
        errors.extend(read(&*WORDS, &mut asked, query_string));
        errors.extend(read(&*PAGE, &mut asked, query_string));
        if errors.is_empty() {
            Ok(asked)
        } else {
            Err(errors)
        }
    }

    /// Returns the parameters of another page.
    pub fn on_page(&self, page: usize) -> String {
        self.on_page_with(page, to_query_string)
    }

    /// Returns the parameters of another page; those of the search written with the function given.
    pub fn on_page_with(&self, page: usize, write_search: fn(&SearchRequest) -> String) -> String {
        let filters = SearchRequest {
            query: String::new(),
            page: 1,
            page_size: usual_page_size(&self.search),
            ..self.search.clone()
        };
        let asked = Self {
            page,
            ..self.clone()
        };
        let default = Self::within(SearchRequest::default());
        let mut query_string = form_urlencoded::Serializer::new(String::new());
        write(&*WORDS, &asked, &default, &mut query_string);
        query_string.extend_pairs(form_urlencoded::parse(write_search(&filters).as_bytes()));
        write(&*PAGE, &asked, &default, &mut query_string);
        query_string.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_among_the_values_are_apart_from_those_of_the_search() {
        let asked =
            ValuesRequest::parse_strictly("q=metro&search=eau&license=lov2&page=3&page_size=500")
                .unwrap();
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
            let again = ValuesRequest::parse_strictly(&asked.on_page(page)).unwrap();
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
            let errors = ValuesRequest::parse_strictly(query_string).unwrap_err();
            assert_eq!(errors.keys().collect::<Vec<_>>(), [parameter]);
        }
    }
}
