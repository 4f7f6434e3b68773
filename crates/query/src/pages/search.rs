//! The search page.

use askama::Template;
use catalogue::Date;
use jiff::civil;
use search_index::{
    Collapse, Facet, FacetCounts, SearchRequest, SearchResults, Sort, list_of_names,
};

use super::card::Card;
use super::filters::{
    ActiveFilter, FACET_VALUES, FacetBlock, Tab, active_filters, archived_choice, facet_blocks,
    hidden, tabs, without_archived,
};
use super::frame::Frame;
use super::map::{self, Map};
use super::pagination::{PageLink, Pages, pages};
use super::understanding::UnderstandingNotes;
use super::unknown_values::{Unknown, UnknownNote, page_note};
use super::years::{Years, year_names};
use super::zones::covering_links;
use crate::json_ld;
use crate::params::{
    FOLDED_ON_PAGE, on_page, to_output_query_string, to_page_query_string, to_query_string,
    usual_page_size, with_covering, with_only, without_filters,
};

/// The search page.
#[derive(Template)]
#[template(path = "search.html")]
pub(super) struct SearchPage {
    frame: Frame,
    title: String,
    is_start: bool,
    query: String,
    /// Parameters that no control of the form shows.
    hidden: Vec<(String, String)>,
    tabs: Vec<Tab>,
    facets: Vec<FacetBlock>,
    archived: &'static str,
    /// The value that leaves archived records out.
    without_archived: &'static str,
    active: Vec<ActiveFilter>,
    reset_href: String,
    /// How many there are, in words.
    heading: String,
    folding: Option<Folding>,
    notes: UnderstandingNotes,
    /// What the address asks for and nothing has.
    unknown: Vec<UnknownNote>,
    sorts: Vec<SortOption>,
    hits: Vec<Card>,
    first_rank: usize,
    pages: Option<Pages>,
    map: Option<Map>,
    years: Vec<Years>,
    /// The period of which records must cover a part, as its parameter is written.
    covers: String,
    /// The same search with wider filters, where nothing was found.
    ways_on: Vec<WayOn>,
    json_href: String,
    feed_href: String,
    csv_href: String,
    jsonl_href: String,
    json_ld: Option<String>,
}

struct SortOption {
    value: &'static str,
    label: String,
    is_selected: bool,
}

/// A link to a search that lacks one restriction of the present one, or has it wider.
struct WayOn {
    label: String,
    href: String,
}

/// The facets of which histograms are shown.
const YEARS: [Facet; 2] = [Facet::LastUpdateYear, Facet::CoveredYear];

/// The request of the page: the user's search, and the counts that the page shows beside the hits.
pub(super) struct Asked {
    /// The search, with these counts.
    pub search: SearchRequest,
    /// What the address asks for and nothing has.
    pub unknown: Unknown,
    today: civil::Date,
    years: Vec<String>,
}

impl Asked {
    /// Adds to a user's search the counts that the page shows, the facets with a selected value, which the page must offer
    /// to remove, and the explanation of each hit's score.
    pub fn for_page(mut request: SearchRequest) -> Self {
        request.facets = Facet::LISTED.to_vec();
        let others = Facet::ALL
            .into_iter()
            .filter(|facet| !Facet::LISTED.contains(facet));
        let selected = others.filter(|facet| request.selection(*facet).next().is_some());
        request.facets.extend(selected.collect::<Vec<_>>());
        for of_page in [
            Facet::Extent,
            Facet::SourcePortal,
            Facet::Status,
            Facet::CoveredYear,
        ] {
            if !request.facets.contains(&of_page) {
                request.facets.push(of_page);
            }
        }
        request.facet_size = FACET_VALUES;
        request.explain = true;
        let today = Date::now().day();
        let years = year_names(today.year());
        request.counted.insert(Facet::Geozone, map::zone_ids());
        for facet in YEARS {
            request.counted.insert(facet, years.clone());
        }
        Self {
            search: request,
            unknown: Unknown::default(),
            today,
            years,
        }
    }

    /// Returns the search as the user asked for it: links are made from it.
    fn without_own(&self) -> SearchRequest {
        let default = SearchRequest::default();
        SearchRequest {
            facets: default.facets,
            facet_size: default.facet_size,
            explain: default.explain,
            counted: default.counted,
            ..self.search.clone()
        }
    }
}

impl SearchPage {
    pub fn new(frame: Frame, asked: &Asked, results: &SearchResults, base_url: &str) -> Self {
        let request = &asked.without_own();
        let counts = |facet: Facet| results.facets.iter().find(|counts| counts.facet == facet);
        let is_start = to_page_query_string(request).is_empty();
        let of_all_results = |path: &str| {
            let request = SearchRequest {
                page_size: usual_page_size(request),
                // A file or a feed has every record.
                collapse: Collapse::Nothing,
                ..on_page(request, 1)
            };
            format!("{path}?{}", to_output_query_string(&request))
        };
        let hits = results.hits.iter();
        Self {
            title: title(&frame, request, results, is_start),
            is_start,
            query: request.query.clone(),
            hidden: hidden(&frame, request),
            tabs: tabs(&frame, request, counts(Facet::Type)),
            facets: facet_blocks(&frame, request, results),
            archived: archived_choice(request),
            without_archived: without_archived(request),
            active: active_filters(&frame, request, results),
            reset_href: frame.search_href(&without_filters(request)),
            heading: heading(&frame, request, results),
            folding: folding(&frame, request, results),
            notes: UnderstandingNotes::new(&frame, request, results),
            unknown: (asked.unknown.notes(&frame, request).into_iter())
                .chain(page_note(&frame, request, results.total))
                .collect(),
            sorts: sorts(&frame, request.sort),
            first_rank: (request.page - 1)
                .saturating_mul(request.page_size)
                .saturating_add(1),
            hits: hits
                .map(|found| Card::new(&frame, found, request, asked.today))
                .collect(),
            pages: pages(&frame, request, results.total),
            map: counts(Facet::Geozone)
                .filter(|counts| has_some(counts))
                .map(|counts| Map::new(&frame, request, counts)),
            years: YEARS
                .into_iter()
                .filter_map(counts)
                .filter(|counts| has_some(counts))
                .map(|counts| Years::new(&frame, request, &asked.years, counts))
                .collect(),
            covers: request
                .covers
                .map_or_else(String::new, |span| span.to_string()),
            ways_on: ways_on(&frame, request, results),
            json_href: format!("/api/search?{}", to_query_string(request)),
            feed_href: of_all_results("/feed.atom"),
            csv_href: of_all_results("/export.csv"),
            jsonl_href: of_all_results("/export.jsonl"),
            json_ld: is_start.then(|| json_ld::start_page(base_url)),
            frame,
        }
    }
}

/// Returns whether a picture of these counts shows anything.
fn has_some(counts: &FacetCounts) -> bool {
    counts.counted.iter().any(|count| *count > 0)
}

/// Returns how many there are and for which words.
fn heading(frame: &Frame, request: &SearchRequest, results: &SearchResults) -> String {
    let language = frame.language();
    let results = language.results(results.complete_total, results.approximate_total());
    // A list of names would be a heading of many lines.
    if request.query.is_empty() || list_of_names(&request.query).is_some() {
        return results;
    }
    language.say_with(
        "results-for",
        &[("results", &results), ("query", &request.query)],
    )
}

fn title(
    frame: &Frame,
    request: &SearchRequest,
    results: &SearchResults,
    is_start: bool,
) -> String {
    let language = frame.language();
    if is_start {
        return language.say("site-title").into_owned();
    }
    let results = language.results(results.complete_total, results.approximate_total());
    let page = language.number(request.page as u64);
    let parts = [
        ("query", request.query.as_str()),
        ("results", &results),
        ("page", &page),
    ];
    let is_told = !request.query.is_empty() && list_of_names(&request.query).is_none();
    let message = match (is_told, request.page) {
        (true, 1) => "search-title",
        (true, _) => "search-title-page",
        (false, 1) => "search-title-browse",
        (false, _) => "search-title-browse-page",
    };
    language.say_with(message, &parts)
}

/// The sentence about editions and near-copies, with the link that lists or folds them.
struct Folding {
    text: String,
    action: String,
    href: String,
}

/// Returns how many records the groups hold, or that records of one title are listed each.
fn folding(frame: &Frame, request: &SearchRequest, results: &SearchResults) -> Option<Folding> {
    let folds = request.collapse != Collapse::Nothing;
    let is_named = !request.ids.is_empty() && !folds;
    let asks_for_members = request.copies_of.is_some() || request.series.is_some();
    if asks_for_members || is_named || results.total == 0 {
        return None;
    }
    let toggled = SearchRequest {
        collapse: if folds {
            Collapse::Nothing
        } else {
            FOLDED_ON_PAGE
        },
        ..on_page(request, 1)
    };
    let language = frame.language();
    let text = match request.collapse {
        Collapse::Nothing => language.say("folding-listed").into_owned(),
        Collapse::Copies => language.count("folding-folded", results.total_records),
        Collapse::Series => language.count("folding-folded-series", results.total_records),
    };
    let action = language.say(if folds {
        "folding-list"
    } else {
        "folding-fold"
    });
    let is_told = !folds || results.total_records > results.total;
    is_told.then(|| Folding {
        text,
        action: action.into_owned(),
        href: frame.search_href(&toggled),
    })
}

/// Returns links to searches that leave out one restriction each. A search whose count is known to be 0 is not offered.
fn ways_on(frame: &Frame, request: &SearchRequest, results: &SearchResults) -> Vec<WayOn> {
    if results.total > 0 {
        return Vec::new();
    }
    let way = |message, changed: &SearchRequest| WayOn {
        label: frame.language().say(message).into_owned(),
        href: frame.search_href(changed),
    };
    let mut ways = ways_to_covering(frame, request, results);
    let unfiltered = without_filters(request);
    if unfiltered != on_page(request, 1) {
        ways.push(way("empty-unfiltered", &unfiltered));
    }
    let n_of_all_types = results
        .facets
        .iter()
        .filter(|counts| counts.facet == Facet::Type)
        .flat_map(|counts| &counts.values)
        .map(|value| value.count);
    if n_of_all_types.sum::<u64>() > 0 {
        let all_types = with_only(request, Facet::Type, None);
        ways.push(way("empty-other-type", &all_types));
    }
    let n_archived = results
        .facets
        .iter()
        .filter(|counts| counts.facet == Facet::Archived)
        .flat_map(|counts| &counts.values)
        .map(|value| value.count);
    if n_archived.sum::<u64>() > 0 {
        let archived_too = on_page(request, 1).without(Facet::Archived);
        ways.push(way("empty-archived", &archived_too));
    }
    ways
}

/// Returns links to what covers the chosen zones: all of it, and by zone.
fn ways_to_covering(frame: &Frame, request: &SearchRequest, results: &SearchResults) -> Vec<WayOn> {
    let language = frame.language();
    let n_zones = request.selection(Facet::Geozone).count() as u64;
    let links = covering_links(frame, request, results);
    let n_covering = results.covering.as_ref().map_or(0, |it| it.total);
    let all = (n_covering > 0).then(|| WayOn {
        label: language.count_with(
            "empty-covering",
            n_zones,
            &[("records", &language.count("records", n_covering))],
        ),
        href: frame.search_href(&with_covering(request, true)),
    });
    let by_zone = links.into_iter().map(|link| WayOn {
        label: language.say_with(
            "empty-covering-zone",
            &[
                ("name", link.name),
                ("level", &link.level),
                ("records", &language.count("records", link.n)),
            ],
        ),
        href: link.href,
    });
    all.into_iter().chain(by_zone).collect()
}

fn sorts(frame: &Frame, current: Sort) -> Vec<SortOption> {
    let values = [
        "",
        "-last_update",
        "-created",
        "-views",
        "-reuses",
        "-followers",
        "title",
    ];
    let option = |value: &'static str| {
        let name = match value.trim_start_matches('-') {
            "" => "relevance",
            field => field,
        };
        SortOption {
            value,
            label: frame.language().say(&format!("sort-{name}")).into_owned(),
            is_selected: Sort::from_name(value).unwrap_or_default() == current,
        }
    };
    values.map(option).into()
}
