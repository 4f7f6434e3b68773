//! The search page.

use askama::Template;
use catalogue::{Gazetteer, Owner, RecordType, format_label};
use search_index::{Facet, FacetCounts, Fragment, SearchHit, SearchRequest, SearchResults, Sort};

use crate::assets;
use crate::french;
use crate::json_ld;
use crate::pages::pagination::{PageLink, Pages, pages};
use crate::pages::record_path;
use crate::params::{on_page, to_query_string, with_only, without_filters, without_value};

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

/// Formats and zones shown on a card.
const CARD_VALUES: usize = 6;

/// The search page.
#[derive(Template)]
#[template(path = "search.html")]
pub(super) struct SearchPage {
    style: String,
    favicon: String,
    title: String,
    is_start: bool,
    query: String,
    record_type: Option<String>,
    page_size: Option<usize>,
    tabs: Vec<Tab>,
    facets: Vec<FacetBlock>,
    archived: &'static str,
    active: Vec<ActiveFilter>,
    reset_href: String,
    count: String,
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
    n_more: Option<String>,
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

struct Card {
    href: String,
    title: Vec<Fragment>,
    acronym: Option<String>,
    is_api: bool,
    is_archived: bool,
    owner: Option<String>,
    is_certified: bool,
    description: Vec<Fragment>,
    license: Option<String>,
    badges: Vec<String>,
    formats: Vec<String>,
    zones: Vec<String>,
    updated: Option<(String, String)>,
    uses: Vec<String>,
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
        let query_string = to_query_string(request);
        let is_start = query_string.is_empty();
        let of_all_results = |path: &str| {
            let request = SearchRequest {
                page_size: crate::params::DEFAULT_PAGE_SIZE,
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
            record_type: selected_type(request),
            page_size: (request.page_size != crate::params::DEFAULT_PAGE_SIZE)
                .then_some(request.page_size),
            tabs: tabs(request, counts(Facet::Type)),
            facets: FACETS
                .iter()
                .enumerate()
                .filter_map(|(at, facet)| {
                    counts(*facet).map(|counts| facet_block(counts, at < N_UNFOLDED))
                })
                .collect(),
            archived: archived_choice(request),
            active: active_filters(request, results),
            reset_href: href(&without_filters(request)),
            count: french::count(results.total, "résultat", "résultats"),
            sorts: sorts(request.sort),
            first_rank: (request.page - 1).saturating_mul(request.page_size) + 1,
            hits: results.hits.iter().map(Card::new).collect(),
            pages: pages(request, results.total),
            json_href: format!("/api/search?{query_string}"),
            feed_href: of_all_results("/feed.atom"),
            csv_href: of_all_results("/export.csv"),
            jsonl_href: of_all_results("/export.jsonl"),
            json_ld: is_start.then(|| json_ld::start_page(base_url)),
        }
    }
}

pub(super) fn href(request: &SearchRequest) -> String {
    let query_string = to_query_string(request);
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

fn facet_block(counts: &FacetCounts, is_unfolded: bool) -> FacetBlock {
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
        n_more: (n_more > 0).then(|| french::count(n_more, "autre valeur", "autres valeurs")),
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

impl Card {
    fn new(found: &SearchHit) -> Self {
        let hit = &found.hit;
        let organization = hit.owner.as_ref().and_then(Owner::organization);
        let metrics = &hit.metrics;
        let uses = [
            (metrics.views, "vue", "vues"),
            (
                metrics.resources_downloads,
                "téléchargement",
                "téléchargements",
            ),
            (metrics.reuses, "réutilisation", "réutilisations"),
        ];
        Self {
            href: record_path(&hit.record_type, &hit.slug),
            title: found.title.clone(),
            acronym: hit.acronym.clone(),
            is_api: hit.record_type == RecordType::Dataservice,
            is_archived: hit.archived.is_some(),
            owner: hit
                .owner
                .as_ref()
                .map(Owner::name)
                .filter(|name| !name.is_empty()),
            is_certified: organization.is_some_and(catalogue::Organization::is_certified),
            description: found.description.clone(),
            license: hit
                .license
                .as_ref()
                .map(|license| license.label().to_owned()),
            badges: hit
                .badges
                .iter()
                .map(|badge| badge.label_for(&hit.record_type).to_owned())
                .collect(),
            formats: some_of(
                hit.formats
                    .iter()
                    .map(|format| format_label(format).into_owned()),
            ),
            zones: some_of(hit.geozones.iter().map(|zone| zone_name(zone))),
            updated: hit
                .last_update
                .map(|date| (french::iso_day(date), french::day(date))),
            uses: uses
                .into_iter()
                .filter_map(|(n, singular, plural)| {
                    n.filter(|n| *n > 0)
                        .map(|n| french::count(n, singular, plural))
                })
                .collect(),
        }
    }
}

pub(super) fn zone_name(id: &str) -> String {
    Gazetteer::france().name(id).unwrap_or(id).to_owned()
}

/// Returns the first values, and how many more there are.
fn some_of(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut values: Vec<String> = values.collect();
    if values.len() > CARD_VALUES {
        let n_more = values.len() - CARD_VALUES;
        values.truncate(CARD_VALUES);
        values.push(format!("+\u{A0}{n_more}"));
    }
    values
}
