//! The search page.

use askama::Template;
use search_index::{Facet, FacetCounts, SearchRequest, SearchResults, Sort};
use url::form_urlencoded;

use crate::assets;
use crate::french;
use crate::json_ld;
use crate::pages::card::Card;
use crate::pages::facet;
use crate::pages::pagination::{PageLink, Pages, pages};
use crate::pages::understanding::UnderstandingNotes;
use crate::params::{
    on_page, to_page_query_string, to_query_string, with_only, without_filters, without_value,
};

/// The facets of the page, in order; the first four are unfolded. Type stands above as tabs, archived below.
const FACETS: [Facet; 14] = [
    Facet::License,
    Facet::Badge,
    Facet::Geozone,
    Facet::Format,
    Facet::FormatFamily,
    Facet::Tag,
    Facet::Organization,
    Facet::ProducerType,
    Facet::AccessType,
    Facet::Schema,
    Facet::Granularity,
    Facet::Frequency,
    Facet::LastUpdate,
    Facet::Coverage,
];
const N_UNFOLDED: usize = 4;

/// Values shown for each facet.
const FACET_VALUES: usize = 12;

/// The search page.
#[derive(Template)]
#[template(path = "search.html")]
pub(super) struct SearchPage {
    style: String,
    favicon: String,
    title: String,
    is_start: bool,
    query: String,
    /// Parameters that no control of the form shows.
    hidden: Vec<(String, String)>,
    tabs: Vec<Tab>,
    facets: Vec<FacetBlock>,
    archived: &'static str,
    active: Vec<ActiveFilter>,
    reset_href: String,
    count: String,
    folding: Option<Folding>,
    notes: UnderstandingNotes,
    sorts: Vec<SortOption>,
    hits: Vec<Card>,
    first_rank: usize,
    pages: Option<Pages>,
    json_href: String,
    feed_href: String,
    csv_href: String,
    jsonl_href: String,
    json_ld: Option<String>,
}

struct Tab {
    label: &'static str,
    count: String,
    href: String,
    is_current: bool,
}

struct FacetBlock {
    name: &'static str,
    label: &'static str,
    is_open: bool,
    values: Vec<FacetOption>,
    /// How many values are not shown, and where all are.
    n_more: Option<(String, String)>,
}

struct FacetOption {
    value: String,
    label: String,
    count: String,
    is_selected: bool,
}

struct ActiveFilter {
    facet: &'static str,
    label: String,
    href: String,
}

struct SortOption {
    value: &'static str,
    label: &'static str,
    is_selected: bool,
}

/// Asks for the counts that the page shows, and for those of what else is selected, so that it can be removed.
pub(super) fn widen_facets(request: &mut SearchRequest) {
    request.facets = Facet::LISTED.to_vec();
    let others = Facet::ALL
        .into_iter()
        .filter(|facet| !Facet::LISTED.contains(facet));
    let selected = others.filter(|facet| request.selection(*facet).next().is_some());
    request.facets.extend(selected.collect::<Vec<_>>());
    request.facet_size = FACET_VALUES;
}

impl SearchPage {
    pub fn new(request: &SearchRequest, results: &SearchResults, base_url: &str) -> Self {
        // Links name only what the user chose, not what the page asks for itself.
        let default = SearchRequest::default();
        let request = &SearchRequest {
            facets: default.facets,
            facet_size: default.facet_size,
            ..request.clone()
        };
        let counts = |facet: Facet| results.facets.iter().find(|counts| counts.facet == facet);
        let is_start = to_page_query_string(request).is_empty();
        let of_all_results = |path: &str| {
            let request = SearchRequest {
                page_size: crate::params::DEFAULT_PAGE_SIZE,
                // A file or a feed has every record.
                collapse: false,
                ..on_page(request, 1)
            };
            format!("{path}?{}", to_query_string(&request))
        };
        Self {
            style: assets::path("style.css"),
            favicon: assets::path("favicon.svg"),
            title: title(request, results.total),
            is_start,
            query: request.query.clone(),
            hidden: hidden(request),
            tabs: tabs(request, counts(Facet::Type)),
            facets: FACETS
                .iter()
                .enumerate()
                .filter_map(|(at, facet)| {
                    counts(*facet).map(|counts| facet_block(request, counts, at < N_UNFOLDED))
                })
                .collect(),
            archived: archived_choice(request),
            active: active_filters(request, results),
            reset_href: href(&without_filters(request)),
            count: french::count(results.total, "résultat", "résultats"),
            folding: folding(request, results),
            notes: UnderstandingNotes::new(request, results),
            sorts: sorts(request.sort),
            first_rank: (request.page - 1)
                .saturating_mul(request.page_size)
                .saturating_add(1),
            hits: results
                .hits
                .iter()
                .map(|found| Card::new(found, request))
                .collect(),
            pages: pages(request, results.total),
            json_href: format!("/api/search?{}", to_query_string(request)),
            feed_href: of_all_results("/feed.atom"),
            csv_href: of_all_results("/export.csv"),
            jsonl_href: of_all_results("/export.jsonl"),
            json_ld: is_start.then(|| json_ld::start_page(base_url)),
        }
    }
}

/// Returns the address of a search on the page.
pub(super) fn href(request: &SearchRequest) -> String {
    let query_string = to_page_query_string(request);
    if query_string.is_empty() {
        "/".to_owned()
    } else {
        format!("/?{query_string}")
    }
}

fn title(request: &SearchRequest, total: u64) -> String {
    let words = (!request.query.is_empty()).then(|| {
        format!(
            "{} – {} – ",
            request.query,
            french::count(total, "résultat", "résultats")
        )
    });
    let page = (request.page > 1).then(|| format!("page {} – ", request.page));
    format!(
        "{}{}Trouvaille",
        words.unwrap_or_default(),
        page.unwrap_or_default()
    )
}

/// What is said of near-copies.
struct Folding {
    text: String,
    action: &'static str,
    href: String,
}

/// Returns how many records the groups hold, or that records of one title are listed each.
fn folding(request: &SearchRequest, results: &SearchResults) -> Option<Folding> {
    if request.copies_of.is_some() || results.total == 0 {
        return None;
    }
    let toggled = SearchRequest {
        collapse: !request.collapse,
        ..on_page(request, 1)
    };
    let records = french::count(results.total_records, "fiche", "fiches");
    if !request.collapse {
        return Some(Folding {
            text: "Les fiches de même titre sont listées une à une.".to_owned(),
            action: "Les regrouper",
            href: href(&toggled),
        });
    }
    (results.total_records > results.total).then(|| Folding {
        text: format!("{records} en tout, celles de même titre regroupées."),
        action: "Tout lister",
        href: href(&toggled),
    })
}

/// Returns the parameters of a search that no control of the form shows, but that it must keep.
fn hidden(request: &SearchRequest) -> Vec<(String, String)> {
    let shown = |name: &str| {
        let is_facet = FACETS.iter().any(|facet| facet.name() == name);
        is_facet || ["q", "sort", "archived", "page", "verbatim"].contains(&name)
    };
    let query_string = to_page_query_string(request);
    form_urlencoded::parse(query_string.as_bytes())
        .filter(|(name, _)| !shown(name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

fn selected_type(request: &SearchRequest) -> Option<String> {
    match request.filters.get(&Facet::Type).map(Vec::as_slice) {
        Some([only]) => Some(only.clone()),
        _ => None,
    }
}

fn tabs(request: &SearchRequest, counts: Option<&FacetCounts>) -> Vec<Tab> {
    let count_of = |name: &str| {
        let values = counts
            .map(|counts| counts.values.as_slice())
            .unwrap_or_default();
        values
            .iter()
            .find(|value| value.name == name)
            .map_or(0, |value| value.count)
    };
    let current = selected_type(request);
    let tab = |label, value: Option<&'static str>, count: u64| Tab {
        label,
        count: french::number(count),
        href: href(&with_only(request, Facet::Type, value)),
        is_current: current.as_deref() == value,
    };
    let (datasets, dataservices) = (count_of("dataset"), count_of("dataservice"));
    vec![
        tab("Tout", None, datasets + dataservices),
        tab("Jeux de données", Some("dataset"), datasets),
        tab("API", Some("dataservice"), dataservices),
    ]
}

fn facet_block(request: &SearchRequest, counts: &FacetCounts, is_unfolded: bool) -> FacetBlock {
    let values: Vec<FacetOption> = counts
        .values
        .iter()
        .map(|value| FacetOption {
            value: value.name.clone(),
            label: value.label.clone(),
            count: french::number(value.count),
            is_selected: value.selected,
        })
        .collect();
    let n_shown = counts.values.iter().filter(|value| value.count > 0).count();
    let n_more = counts.n_values.saturating_sub(n_shown) as u64;
    FacetBlock {
        name: counts.facet.name(),
        label: counts.facet.label(),
        is_open: is_unfolded || values.iter().any(|value| value.is_selected),
        values,
        n_more: (n_more > 0).then(|| {
            let others = french::count(n_more, "autre valeur", "autres valeurs");
            (others, facet::href(counts.facet, request))
        }),
    }
}

fn archived_choice(request: &SearchRequest) -> &'static str {
    match request.filters.get(&Facet::Archived).map(Vec::as_slice) {
        None | Some([]) => "any",
        Some([value]) if value == "true" => "true",
        Some(_) => "",
    }
}

fn active_filters(request: &SearchRequest, results: &SearchResults) -> Vec<ActiveFilter> {
    let mut active = Vec::new();
    for counts in results
        .facets
        .iter()
        .filter(|counts| counts.facet != Facet::Archived)
    {
        for value in counts.values.iter().filter(|value| value.selected) {
            active.push(ActiveFilter {
                facet: counts.facet.label(),
                label: value.label.clone(),
                href: href(&without_value(request, counts.facet, &value.name)),
            });
        }
    }
    if request.copies_of.is_some() {
        let changed = SearchRequest {
            copies_of: None,
            collapse: true,
            ..on_page(request, 1)
        };
        active.push(ActiveFilter {
            facet: "Titre",
            label: "fiches de même titre".to_owned(),
            href: href(&changed),
        });
    }
    if let label @ ("any" | "true") = archived_choice(request) {
        let label = if label == "any" {
            "fiches archivées comprises"
        } else {
            "fiches archivées seulement"
        };
        let mut changed = on_page(request, 1);
        changed
            .filters
            .insert(Facet::Archived, vec!["false".to_owned()]);
        active.push(ActiveFilter {
            facet: Facet::Archived.label(),
            label: label.to_owned(),
            href: href(&changed),
        });
    }
    active
}

fn sorts(current: Sort) -> Vec<SortOption> {
    [
        ("", "Pertinence"),
        ("-last_update", "Dernière mise à jour"),
        ("-created", "Date de création"),
        ("-views", "Nombre de vues"),
        ("-reuses", "Nombre de réutilisations"),
        ("-followers", "Nombre d’abonnés"),
        ("title", "Titre, de A à Z"),
    ]
    .into_iter()
    .map(|(value, label)| SortOption {
        value,
        label,
        is_selected: Sort::from_name(value).unwrap_or_default() == current,
    })
    .collect()
}
