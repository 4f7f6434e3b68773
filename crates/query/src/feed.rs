//! A search as a feed: Atom 1.0 (RFC 4287), paged as RFC 5005 has it.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use catalogue::{Date, Owner};
use search_index::{
    Direction, Facet, Manifest, RequiredWords, SearchHit, SearchRequest, SearchResults, Searcher,
    Sort, SortField,
};
use url::form_urlencoded;

use crate::addresses::{base_url, record_path, web_address};
use crate::assets;
use crate::error::Error;
use crate::language::Language;
use crate::params::{
    FilterParameters, LenientlyRead, SearchParameters, mentioning, on_page, read_feed, requiring,
    to_output_query_string, to_query_string, usual_page_size,
};
use crate::problem::ApiError;
use crate::state::AppState;
use crate::unknown_values::sentence;
use crate::xml::{answer, render};

const CONTENT_TYPE: &str = "application/atom+xml; charset=utf-8";

/// Newest first, unless the caller asks for another order: what a feed is read for.
const NEWEST_FIRST: Sort = Sort::By(SortField::Created, Direction::Descending);

/// Gives a search as an Atom feed.
///
/// It takes the parameters of `/api/search`; `sort` is `-created` unless given, and records have all the words unless
/// `match=most` asks for others too, and do not only mention them in passing unless `mentions=true`; how many others there
/// are is told, with the links to those feeds (`related`). A record without any date is left out. Feeds are followed for years:
/// parameters that there are not are passed over, and a value that nothing has is told in the subtitle.
#[utoipa::path(
    get,
    path = "/feed.atom",
    tag = "search",
    params(SearchParameters, FilterParameters),
    responses(
        (status = 200, description = "The feed, one page of it.", body = String, content_type = "application/atom+xml"),
        crate::problem::SearchErrors,
    ),
)]
pub(crate) async fn atom(
    State(state): State<AppState>,
    RawQuery(query_string): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let query_string = query_string.unwrap_or_default();
    let LenientlyRead {
        search,
        passed_over,
    } = read_feed(&query_string)?;
    let mut request = feed_request(&query_string, search);
    if passed_over.iter().any(|(name, _)| *name == "sort") {
        request.sort = NEWEST_FIRST;
    }
    let searcher = state.searcher()?;
    let base = base_url(&state.config, &headers);
    let searches = state.searches.clone();
    let document = state
        .run(move || {
            let (request, unknown) = searcher.with_known_values(request)?;
            let results = searches.search(&searcher, &request)?;
            let address =
                |request: &SearchRequest| format!("{base}/feed.atom?{}", parameters(request));
            let mut feed = Feed::new(&request, &results, searcher.manifest(), &base, &address);
            let unknown = unknown.iter().map(|it| (it.parameter, &it.value));
            let passed_over = passed_over.iter().map(|(name, value)| (*name, value));
            for (parameter, value) in unknown.chain(passed_over) {
                let said = sentence(Language::french(), parameter, value);
                feed.subtitle = format!("{} – {said}", feed.subtitle);
            }
            render(&feed)
        })
        .await?;
    Ok(answer(CONTENT_TYPE, document))
}

/// Answers with the records of a search as a feed, given the address of each of its pages.
///
/// # Errors
///
/// Where the index cannot be read.
pub(crate) fn of_search(
    searcher: &Searcher,
    query_string: &str,
    request: SearchRequest,
    base: &str,
    address_of_page: &dyn Fn(usize) -> String,
) -> Result<Response, Error> {
    let request = feed_request(query_string, request);
    let results = searcher.search(&request)?;
    let address = |request: &SearchRequest| address_of_page(request.page);
    let document = render(&Feed::new(
        &request,
        &results,
        searcher.manifest(),
        base,
        &address,
    ))?;
    Ok(answer(CONTENT_TYPE, document))
}

/// Returns the search of a feed: in its own order unless one was given, with the labels of what is selected.
fn feed_request(query_string: &str, mut request: SearchRequest) -> SearchRequest {
    let is_sorted = form_urlencoded::parse(query_string.as_bytes())
        .any(|(name, value)| name == "sort" && !value.trim().is_empty());
    if !is_sorted {
        request.sort = NEWEST_FIRST;
    }
    request.facets = request.filters.keys().copied().collect();
    // Selected values are given all the same.
    request.facet_size = 0;
    request
}

/// Returns the parameters of a feed, its order always among them.
fn parameters(request: &SearchRequest) -> String {
    with_order(request, to_output_query_string)
}

/// Returns the parameters of a search as they are written, its order always among them.
fn with_order(request: &SearchRequest, write: fn(&SearchRequest) -> String) -> String {
    let default = SearchRequest::default();
    let request = SearchRequest {
        facets: default.facets,
        facet_size: default.facet_size,
        ..request.clone()
    };
    let mut parameters = write(&request);
    // The default of a search goes without saying; that of a feed is another one.
    if request.sort == Sort::Relevance {
        parameters.push_str(if parameters.is_empty() { "" } else { "&" });
        parameters.push_str("sort=relevance");
    }
    parameters
}

#[derive(Template)]
#[template(path = "feed.xml")]
struct Feed {
    id: String,
    title: String,
    subtitle: String,
    updated: Date,
    home: String,
    icon: String,
    self_href: String,
    alternate_href: String,
    more: Vec<More>,
    first_href: String,
    previous_href: Option<String>,
    next_href: Option<String>,
    entries: Vec<Entry>,
}

/// The feed of the same search that has approximate matches too, or records that only mention the words.
struct More {
    title: String,
    href: String,
}

struct Entry {
    id: String,
    title: String,
    href: String,
    /// The record's page on the platform.
    source_href: Option<String>,
    updated: Date,
    published: Option<Date>,
    author: String,
    summary: String,
    tags: Vec<String>,
}

impl Feed {
    fn new(
        request: &SearchRequest,
        results: &SearchResults,
        manifest: &Manifest,
        base: &str,
        address: &dyn Fn(&SearchRequest) -> String,
    ) -> Self {
        let feed_href = |page: usize| address(&on_page(request, page));
        let n_pages = usize::try_from(results.total)
            .unwrap_or(usize::MAX)
            .div_ceil(request.page_size);
        let entries: Vec<Entry> = results
            .hits
            .iter()
            .filter_map(|found| Entry::new(found, base, manifest.published_at))
            .collect();
        let first_page = SearchRequest {
            page_size: usual_page_size(request),
            ..on_page(request, 1)
        };
        Self {
            // The same for all pages and sizes of a feed.
            id: address(&first_page),
            title: title(request),
            subtitle: subtitle(request, results),
            updated: entries
                .iter()
                .map(|entry| entry.updated)
                .max()
                .unwrap_or(manifest.published_at),
            home: format!("{base}/"),
            icon: format!("{base}{}", assets::path("favicon.svg")),
            self_href: feed_href(request.page),
            alternate_href: format!("{base}/?{}", with_order(request, to_query_string)),
            more: More::all(request, results, base),
            first_href: feed_href(1),
            previous_href: (request.page > 1 && n_pages > 0)
                .then(|| feed_href((request.page - 1).min(n_pages))),
            next_href: (request.page < n_pages).then(|| feed_href(request.page + 1)),
            entries,
        }
    }
}

impl More {
    fn all(request: &SearchRequest, results: &SearchResults, base: &str) -> Vec<Self> {
        let others = others(request, results).into_iter();
        let more = others.map(|(title, wider)| Self {
            title,
            href: format!("{base}/feed.atom?{}", parameters(&wider)),
        });
        more.collect()
    }
}

/// Returns what is left out of a feed, with the search that has it: how many approximate matches, and how many records that
/// only mention the words.
fn others(request: &SearchRequest, results: &SearchResults) -> Vec<(String, SearchRequest)> {
    let approximate = (
        "approximate-more",
        results.total_with_most - results.total,
        requiring(request, RequiredWords::Most),
    );
    let mentions = (
        "mentions-more",
        results.n_mentions_left_out(request),
        mentioning(request, true),
    );
    let others = [approximate, mentions].into_iter();
    others
        .filter(|(_, n, _)| *n > 0)
        .map(|(message, n, wider)| (Language::french().count(message, n), wider))
        .collect()
}

fn title(request: &SearchRequest) -> String {
    if request.query.is_empty() {
        Language::french().say("feed-title").into_owned()
    } else {
        Language::french().say_with("feed-title-for", &[("query", &request.query)])
    }
}

/// Returns the subtitle: how many results there are, then the labels of the selected values.
fn subtitle(request: &SearchRequest, results: &SearchResults) -> String {
    let language = Language::french();
    let mut subtitle = language.results(results.complete_total, results.approximate_total());
    for (more, _) in others(request, results) {
        subtitle = format!("{subtitle} – {more}");
    }
    for counts in &results.facets {
        // Said where it is not what everybody gets.
        let values = counts.values.iter().filter(|value| {
            value.selected && (counts.facet, value.name.as_str()) != (Facet::Archived, "false")
        });
        let labels: Vec<&str> = values.map(|value| value.label.as_str()).collect();
        if !labels.is_empty() {
            let labelled = [
                ("label", counts.facet.label()),
                ("value", &labels.join(", ")),
            ];
            subtitle.push_str(" – ");
            subtitle.push_str(&Language::french().say_with("labelled", &labelled));
        }
    }
    subtitle
}

impl Entry {
    /// Returns the entry of a hit. Atom wants a date of each: the last update or, where a record has none, its
    /// creation; one that has neither is left out rather than given a date that is not its own.
    fn new(found: &SearchHit, base: &str, published_at: Date) -> Option<Self> {
        let hit = &found.hit;
        let is_past = |date: &Date| *date <= published_at;
        let known = hit.known_update.as_ref().map(|known| known.date);
        let mut dates = [hit.last_update, known, hit.created_at].into_iter();
        let updated = dates.find_map(|date| date.filter(is_past))?;
        let author = hit.owner.as_ref().map(Owner::name);
        Some(Self {
            // By id: a slug changes with the title.
            id: format!("{base}{}", record_path(&hit.record_type, &hit.id)),
            title: hit.title.clone(),
            href: format!("{base}{}", record_path(&hit.record_type, hit.name())),
            source_href: hit.url.as_deref().and_then(web_address),
            updated,
            published: hit.created_at.filter(is_past),
            author: author
                .filter(|name| !name.trim().is_empty())
                .unwrap_or_else(|| Language::french().say("feed-unknown-author").into_owned()),
            summary: found
                .description
                .iter()
                .map(|fragment| fragment.text.as_str())
                .collect(),
            tags: hit.tags.clone().unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_in_its_own_order_unless_one_is_given() {
        for (query_string, expected) in [
            ("", "sort=-created"),
            ("q=eau&sort=-last_update", "q=eau&sort=-last_update"),
            ("q=eau&sort=title&page=2", "q=eau&sort=title&page=2"),
            ("sort=relevance", "sort=relevance"),
            ("q=eau&sort=relevance&facets=none", "q=eau&sort=relevance"),
            ("q=eau&match=all", "q=eau&sort=-created"),
            (
                "q=eau&match=most&sort=relevance",
                "q=eau&match=most&sort=relevance",
            ),
        ] {
            let request = feed_request(query_string, read_feed(query_string).unwrap().search);
            assert_eq!(parameters(&request), expected, "{query_string}");
        }
    }
}
