//! The rules for chosen zones: whether what covers them is found too, and what lies in them.

use search_index::{Facet, SearchRequest};

use super::parameter::{InForm, Parameter, Values, changed};
use super::values::boolean;

/// Returns the parameters of the rules.
pub(super) fn zones() -> Vec<Parameter<SearchRequest>> {
    vec![
        Parameter::<SearchRequest>::new(
            "include_geozone_ancestors",
            "Whether `geozone` also finds what is about a zone that contains one of them: `covering` tells how many that are, asked\n\
             for or not. In the order of relevance, what the zones find themselves comes first, then what covers them, the nearest\n\
             level first, and within a level the best first; what only mentions the words (`mentions`) comes after what is about\n\
             them, and what lacks some of them (`match`) last. In every other order that order alone counts.",
            Values::Boolean,
            |request, value| boolean(value).map(|is| request.include_geozone_ancestors = is),
            |request, default| {
                changed(
                    &request.include_geozone_ancestors,
                    &default.include_geozone_ancestors,
                )
            },
        )
        .in_form(InForm::Shown)
        .filter(),
        Parameter::<SearchRequest>::new(
            "geozone_exact",
            "Whether `geozone` finds only what is about one of these zones itself, and not what is about zones within them:\n\
             `geozone=country:fr&geozone_exact=true` is what covers France as a whole. `false` unless asked otherwise.",
            Values::Boolean,
            |request, value| boolean(value).map(|is| request.geozone_exact = is),
            |request, default| changed(&request.geozone_exact, &default.geozone_exact),
        )
        .in_form(InForm::Shown)
        .filter(),
        Parameter::<SearchRequest>::new(
            "inferred",
            "Whether what is inferred counts in `geozone`, `extent` and `granularity`: `true` unless asked otherwise.",
            Values::Boolean,
            |request, value| boolean(value).map(|is| request.inferred = is),
            |request, default| changed(&request.inferred, &default.inferred),
        )
        .filter(),
    ]
}

/// Returns the search without the rules for chosen zones, where none is chosen.
pub(super) fn without_idle_rules(request: SearchRequest) -> SearchRequest {
    if request.selection(Facet::Geozone).next().is_some() {
        return request;
    }
    let default = SearchRequest::default();
    SearchRequest {
        include_geozone_ancestors: default.include_geozone_ancestors,
        geozone_exact: default.geozone_exact,
        ..request
    }
}
