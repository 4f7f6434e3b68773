//! The parameters of a draw: how many records to take at random, and of which draw.

use search_index::{SearchRequest, Sort};

use super::parameter::{ParamErrors, Parameter, Values, changed};
use super::values::number;

/// The parameter that asks for a draw.
pub(super) const SAMPLE: &str = "sample";

/// Seeds are whole numbers that every JSON reader keeps.
const MAX_SEED: usize = 9_007_199_254_740_991;

/// Returns the parameters of a draw.
pub(super) fn draw() -> [Parameter<SearchRequest>; 2] {
    [
        Parameter::<SearchRequest>::new(
            SAMPLE,
            "How many records to draw at random of those that match, each with the same chance and once at most; all where fewer match.\n\
             Totals and facets stay those of all that match. A record's lot is a hash of its type, its id and the `seed`, and the records\n\
             with the smallest lots are drawn, in that order: one seed draws the same at any time, but for records that have come or gone,\n\
             and the first records of a larger draw are the smaller one. There is one page, and no `sort`.",
            Values::Number(1, None),
            |request, value| number(value, 1, usize::MAX).map(|n| request.sample = Some(n)),
            |request, _| request.sample.iter().map(ToString::to_string).collect(),
        )
        .of_draw(),
        Parameter::<SearchRequest>::new(
            "seed",
            "Which draw of a `sample`: another number draws other records. 0 unless given.",
            Values::Number(0, Some(MAX_SEED)),
            |request, value| number(value, 0, MAX_SEED).map(|seed| request.seed = seed as u64),
            |request, default| changed(&request.seed, &default.seed),
        )
        .of_draw(),
    ]
}

/// Returns a request unless it asks for a draw and for what a draw has not.
pub(super) fn drawn_alone(request: SearchRequest) -> Result<SearchRequest, ParamErrors> {
    let mut errors = ParamErrors::new();
    if request.sample.is_some() && request.page > 1 {
        let reason = format!("`{}`: a `sample` is one page", request.page);
        errors.insert("page".to_owned(), reason);
    }
    if request.sample.is_some() && request.sort != Sort::Relevance {
        let reason = format!(
            "`{}`: a `sample` comes in the order of its draw",
            request.sort
        );
        errors.insert("sort".to_owned(), reason);
    }
    if errors.is_empty() {
        Ok(request)
    } else {
        Err(errors)
    }
}
