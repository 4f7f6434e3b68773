//! The search as JSON.

pub(crate) mod changes;
mod covering;
pub(crate) mod entry;
pub(crate) mod facet_list;
mod hit;
mod known_value;
mod period;
pub(crate) mod record;
mod said;
mod series;
mod trust;
mod understanding;
mod warning;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use search_index::{Collapse, FacetCounts, FacetValue, SearchRequest, SearchResults, UnknownValue};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use covering::CoveringAnswer;
pub(crate) use hit::Addresses;
use hit::HitAnswer;
use understanding::{
    CorrectionAnswer, FieldAnswer, InterpretationAnswer, RelaxationAnswer, WiderPlaceAnswer,
};
pub(crate) use warning::WarningAnswer;

use crate::addresses::base_url;
use crate::fields::Members;
use crate::openapi::Document;
use crate::params::{
    FieldsParameter, FilterParameters, PageDrawParameters, SearchParameters, about_zone, in_place,
    on_page, parse_search, verbatim,
};
use crate::places::ClientAddress;
use crate::problem::ApiError;
use crate::state::AppState;

/// Searches.
///
/// A parameter that there is not, and a value that is in no list of those of its parameter, are refused, with what may have been
/// meant. A value that may have been there yesterday (a tag, an organization, a schema, a zone…) finds nothing, which `warnings`
/// tells.
///
/// With `fields` hits have the members that these name, and no others; with `sample` the page holds records that are drawn at random.
#[utoipa::path(
    get,
    path = "/api/search",
    tag = "search",
    params(SearchParameters, FilterParameters, PageDrawParameters, FieldsParameter),
    responses(
        (status = 200, description = "The hits of a page and the facets.", body = SearchAnswer),
        crate::problem::SearchErrors,
    ),
)]
pub(crate) async fn search(
    State(state): State<AppState>,
    RawQuery(query_string): RawQuery,
    Extension(client): Extension<ClientAddress>,
    Extension(document): Extension<Document>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (mut request, fields) = parse_search(query_string.as_deref().unwrap_or_default())?;
    Members::of(&document, &["HitAnswer"]).check(&fields)?;
    request.highlights = fields.has("highlights");
    let (request, unknown, results) = state.search(client, request).await?;
    let base = base_url(&state.config, &headers);
    let addresses = Addresses::at(&base).with(&fields);
    let answer = SearchAnswer::with_addresses(&request, results, addresses);
    Ok(fields.answer_list(answer.warning_of(unknown))?)
}

/// The answer to a search. Fields may be added; none is renamed.
#[derive(Serialize, ToSchema)]
pub struct SearchAnswer {
    /// The hits of the page.
    data: Vec<HitAnswer>,
    /// How many hits there are in all, exactly: records, or groups of near-copies.
    total: u64,
    /// How many of these are complete matches: they have all the words, in whatever form, spelling or named
    /// interpretation. A group is complete where any of its records is that the search finds.
    complete_total: u64,
    /// How many of these are approximate matches: they have most of the words.
    approximate_total: u64,
    /// How many `total` would be with `match=most`.
    total_with_most: u64,
    /// How many hits only mention the words in passing (`mentions`): left out in orders other than relevance, unless
    /// `mentions=true`. Null where they are not told from the others: in the order of relevance, unless `mentions` is given.
    mentions_total: Option<u64>,
    /// How many records there are in all, those included that are folded away.
    total_records: u64,
    /// Where `geozone` is given, how many hits are about zones that contain the chosen ones, and not found by these themselves:
    /// as many as `include_geozone_ancestors=true` adds to `total`, or has added. Null where no zone is chosen.
    covering_total: Option<u64>,
    /// Where `geozone` is given, how many hits are about the chosen zones themselves, and not only about zones within them: the
    /// `total` of `geozone_exact=true`. Null where no zone is chosen.
    exact_total: Option<u64>,
    /// Where `geozone` is given, the zones that contain the chosen ones, the nearest first, with the hits of `covering_total`
    /// that are about each: a record that is about several of them counts in each. A zone that a chosen one finds is none of
    /// them.
    covering: Vec<CoveringAnswer>,
    /// What `total` and the facets count.
    counts: CountsAnswer,
    /// The page, from 1.
    page: usize,
    /// Hits a page; of a `sample` as many as were to be drawn.
    page_size: usize,
    /// The address of the next page.
    next_page: Option<String>,
    /// The address of the page before; behind the last one, that of the last.
    previous_page: Option<String>,
    /// By facet, the values: by count, then label, and tags that say nothing (`donnees-ouvertes`) last.
    #[schema(value_type = std::collections::BTreeMap<String, Vec<FacetValueAnswer>>)]
    facets: FacetsAnswer,
    /// Of the records that `ids` names, or a query of nothing but names, the names that no record has, whatever is filtered.
    not_found: Vec<String>,
    /// What was searched beside what was typed, where its spelling was mended.
    correction: Option<CorrectionAnswer>,
    /// What words were looked for as, beside themselves: acronyms, synonyms, places, years, formats.
    interpretations: Vec<InterpretationAnswer>,
    /// What was given up to find something; null where every hit has every word.
    relaxation: Option<RelaxationAnswer>,
    /// Where no record has all the words and the place that they name: the nearest places around it where some have the
    /// other words, two at most.
    wider_places: Vec<WiderPlaceAnswer>,
    /// What was excluded, as it was typed: `-potable`, `NOT potable`.
    excluded: Vec<String>,
    /// What values of fields were read as, where the field chooses from a facet: `licence:odbl`.
    fields: Vec<FieldAnswer>,
    /// Names in front of a colon that are no field's: they were searched as words.
    unknown_fields: Vec<String>,
    /// What was asked for and is not there: values that no record has, a page behind the last one.
    warnings: Vec<WarningAnswer>,
    /// How long the search took, in microseconds.
    took_us: u64,
}

/// What is counted.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum CountsAnswer {
    /// Each record.
    Records,
    /// Each group of near-copies once, however many records it has (`collapse=copies`).
    Groups,
    /// Each series, and each group of near-copies of other records, once (`collapse=series`).
    Series,
}

impl SearchAnswer {
    /// Returns the answer; links to other pages begin with the base address, which has no final slash.
    #[must_use]
    pub fn new(request: &SearchRequest, results: SearchResults, base_url: &str) -> Self {
        let addresses = Addresses::at(base_url);
        Self::with_addresses(request, results, addresses)
    }

    fn with_addresses(
        request: &SearchRequest,
        results: SearchResults,
        addresses: Addresses<'_>,
    ) -> Self {
        let search_url = |request: &SearchRequest| addresses.search(request);
        let page_url = |page: usize| search_url(&on_page(request, page));
        let page_size = request.hits_a_page();
        let n_pages = match request.sample {
            Some(_) => 1,
            None => usize::try_from(results.total)
                .unwrap_or(usize::MAX)
                .div_ceil(page_size),
        };
        let approximate_total = results.approximate_total();
        let understanding = results.understanding;
        let hits = results.hits.into_iter();
        let hits = hits.map(|found| HitAnswer::new(found, request, addresses));
        let covering = results.covering.as_ref();
        Self {
            data: hits.collect(),
            total: results.total,
            complete_total: results.complete_total,
            approximate_total,
            total_with_most: results.total_with_most,
            mentions_total: results.mentions_total,
            total_records: results.total_records,
            covering_total: covering.map(|covering| covering.total),
            exact_total: covering.map(|covering| covering.exact_total),
            covering: CoveringAnswer::all(covering, |zone| search_url(&about_zone(request, zone))),
            counts: match request.collapse {
                Collapse::Nothing => CountsAnswer::Records,
                Collapse::Copies => CountsAnswer::Groups,
                Collapse::Series => CountsAnswer::Series,
            },
            page: request.page,
            page_size,
            next_page: (request.page < n_pages).then(|| page_url(request.page + 1)),
            previous_page: (request.page > 1 && n_pages > 0)
                .then(|| page_url((request.page - 1).min(n_pages))),
            facets: FacetsAnswer(results.facets),
            not_found: understanding.not_found,
            correction: understanding.correction.map(|query| CorrectionAnswer {
                query,
                verbatim_url: search_url(&verbatim(request, true)),
            }),
            interpretations: answers(understanding.interpretations),
            relaxation: understanding
                .relaxation
                .filter(|_| !request.requires_all_words())
                .map(RelaxationAnswer::from),
            wider_places: understanding
                .wider_places
                .into_iter()
                .map(|place| {
                    let url = search_url(&in_place(request, &place));
                    WiderPlaceAnswer::new(place, url)
                })
                .collect(),
            excluded: understanding.excluded,
            fields: answers(understanding.fields),
            unknown_fields: understanding.unknown_fields,
            warnings: Vec::from_iter(WarningAnswer::of_page(request.page, n_pages)),
            took_us: results.took.as_micros() as u64,
        }
    }

    /// Returns the answer with warnings of the values that the index does not know.
    #[must_use]
    pub fn warning_of(mut self, unknown: Vec<UnknownValue>) -> Self {
        let unknown = unknown.into_iter().map(WarningAnswer::from);
        self.warnings.extend(unknown);
        self
    }
}

fn answers<T, A: From<T>>(told: Vec<T>) -> Vec<A> {
    told.into_iter().map(A::from).collect()
}

/// `{facet: [{name, label, count, selected}]}`, in the order of the page.
struct FacetsAnswer(Vec<FacetCounts>);

/// A value of a facet.
#[derive(Serialize, ToSchema)]
pub(crate) struct FacetValueAnswer {
    /// The value, as the parameter takes it; a tag as most records write it or, where it is selected, as it was asked for.
    name: String,
    /// The French label.
    label: String,
    /// How many the search would find with this value, whatever else of the facet is selected.
    count: u64,
    /// Whether it is selected.
    selected: bool,
}

impl From<&FacetValue> for FacetValueAnswer {
    fn from(value: &FacetValue) -> Self {
        Self {
            name: value.name.clone(),
            label: value.label.clone(),
            count: value.count,
            selected: value.selected,
        }
    }
}

impl Serialize for FacetsAnswer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for counts in &self.0 {
            let values = counts.values.iter().map(FacetValueAnswer::from);
            map.serialize_entry(counts.facet.name(), &values.collect::<Vec<_>>())?;
        }
        map.end()
    }
}
