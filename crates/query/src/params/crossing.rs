//! The parameters of two facets crossed: those that say what a search finds, and how many values are told.

use std::sync::LazyLock;

use search_index::SearchRequest;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter as Description, ParameterIn};

use super::parameter::{ParamErrors, Parameter, Part, Values, changed, read};
use super::search::PARAMETERS;
use super::strict::mistakes;
use super::values::number;
use super::{DEFAULT_PAGE_SIZE, parse};

/// Values of each facet at most: ten thousand counts.
const MAX_SIZE: usize = 100;

/// The parameters beside filters that change what a search finds.
const OF_WORDS: [&str; 4] = ["q", "verbatim", "match", "mentions"];

/// What to count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CrossedRequest {
    pub search: SearchRequest,
    /// Values of each facet.
    pub size: usize,
}

static SIZE: LazyLock<[Parameter<CrossedRequest>; 1]> = LazyLock::new(|| {
    [Parameter::<CrossedRequest>::new(
        "size",
        "How many values of each facet are told: the most frequent ones among what the search finds. 20 unless given.",
        Values::Number(1, Some(MAX_SIZE)),
        |asked, value| number(value, 1, MAX_SIZE).map(|size| asked.size = size),
        |asked, default| changed(&asked.size, &default.size),
    )]
});

fn of_search() -> impl Iterator<Item = &'static Parameter<SearchRequest>> {
    let parameters = PARAMETERS.iter();
    parameters.filter(|it| it.part == Part::Filters || OF_WORDS.contains(&it.name))
}

impl CrossedRequest {
    /// Reads the parameters as a program gives them.
    ///
    /// # Errors
    ///
    /// Every parameter whose name or value cannot be, with the reason.
    pub fn parse_strictly(query_string: &str) -> Result<Self, ParamErrors> {
        let known = of_search().map(|it| (it.name, it.values.may_repeat()));
        let known: Vec<_> = known.chain([("size", false)]).collect();
        let mut errors = mistakes(query_string, &known);
        let mut asked = Self {
            search: SearchRequest::default(),
            size: DEFAULT_PAGE_SIZE,
        };
        match parse(query_string) {
            Ok(search) => asked.search = search,
            Err(of_search) => errors.extend(of_search),
        }
        errors.extend(read(&*SIZE, &mut asked, query_string));
        if errors.is_empty() {
            Ok(asked)
        } else {
            Err(errors)
        }
    }
}

/// What is taken beside the filters of a search, as the description of the API tells it.
pub(crate) struct CrossParameters;

impl IntoParams for CrossParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Description> {
        let of_words = of_search().filter(|it| it.part != Part::Filters);
        let of_words = of_words.map(Parameter::describe);
        of_words
            .chain(SIZE.iter().map(Parameter::describe))
            .collect()
    }
}
