//! What narrows a search on the page: tabs, facets, and the list of what is chosen.

use search_index::{Facet, FacetCounts, FacetValue, SearchRequest, SearchResults};
use url::form_urlencoded;

use super::facet::address_within;
use super::frame::Frame;
use super::labels::{facet_label, since_label, span_label, value_label};
use super::zones::ChosenZones;
use crate::params::{
    InForm, any_date, covering, exactly_there, in_form, on_page, to_page_query_string,
    with_covering, with_only, without_ids, without_members, without_value,
};

/// Returns the facets of the page, in order. Type stands above them as tabs, archived below. The extent, beside the granularity,
/// the portal of origin and the status are for pages.
pub(super) fn facets_of_page() -> impl Iterator<Item = Facet> {
    let stands_apart = |facet: &Facet| matches!(facet, Facet::Type | Facet::Archived);
    Facet::LISTED
        .into_iter()
        .filter(move |facet| !stands_apart(facet))
        .flat_map(|facet| match facet {
            Facet::Granularity => vec![Facet::Extent, facet],
            facet => vec![facet],
        })
        .chain([Facet::SourcePortal, Facet::Status])
}

/// Facets that are unfolded whether anything is chosen in them or not: the first ones.
const N_UNFOLDED: usize = 4;

/// Values shown for each facet.
const SHOWN_VALUES: usize = 8;
/// Values asked for: some zones are not shown.
pub(super) const FACET_VALUES: usize = SHOWN_VALUES + 6;

/// A type of record to keep to.
pub(super) struct Tab {
    pub label: String,
    pub count: String,
    pub href: String,
    pub is_current: bool,
}

/// A facet with its first values.
pub(super) struct FacetBlock {
    pub name: &'static str,
    pub label: String,
    pub is_open: bool,
    pub values: Vec<FacetOption>,
    /// The chosen zones, which stand apart from the other values.
    pub zones: Option<ChosenZones>,
    /// That there are other values, and where all are.
    pub more: Option<(String, String)>,
}

pub(super) struct FacetOption {
    pub value: String,
    pub label: String,
    pub count: String,
    pub is_selected: bool,
}

/// A selected value, with the link to the search without it.
pub(super) struct ActiveFilter {
    pub label: String,
    pub href: String,
}

/// Returns the parameters of a search that no control of the form shows, but that it must keep.
pub(super) fn hidden(frame: &Frame, request: &SearchRequest) -> Vec<(String, String)> {
    let query_string = to_page_query_string(request);
    let kept = form_urlencoded::parse(query_string.as_bytes())
        .filter(|(name, _)| in_form(name) == InForm::Kept);
    let kept = kept.map(|(name, value)| (name.into_owned(), value.into_owned()));
    let language = frame.hidden_language();
    kept.chain(language.map(|code| ("lang".to_owned(), code.to_owned())))
        .collect()
}

pub(super) fn tabs(
    frame: &Frame,
    request: &SearchRequest,
    counts: Option<&FacetCounts>,
) -> Vec<Tab> {
    let values = counts
        .map(|counts| counts.values.as_slice())
        .unwrap_or_default();
    let count_of = |name: &str| {
        let value = values.iter().find(|value| value.name == name);
        value.map_or(0, |value| value.count)
    };
    let current = match request.filters.get(&Facet::Type).map(Vec::as_slice) {
        Some([only]) => Some(only.as_str()),
        _ => None,
    };
    let language = frame.language();
    let tab = |message, value: Option<&'static str>, count: u64| Tab {
        label: language.say(message).into_owned(),
        count: language.number(count),
        href: frame.search_href(&with_only(request, Facet::Type, value)),
        is_current: current == value,
    };
    let (datasets, dataservices) = (count_of("dataset"), count_of("dataservice"));
    vec![
        tab("tab-all", None, datasets + dataservices),
        tab("tab-datasets", Some("dataset"), datasets),
        tab("tab-dataservices", Some("dataservice"), dataservices),
    ]
}

/// Returns the facets of the page with their first values.
pub(super) fn facet_blocks(
    frame: &Frame,
    request: &SearchRequest,
    results: &SearchResults,
) -> Vec<FacetBlock> {
    let counts = |facet: Facet| results.facets.iter().find(|counts| counts.facet == facet);
    let blocks = facets_of_page().enumerate().filter_map(|(at, facet)| {
        let counts = counts(facet)?;
        let zones = ChosenZones::new(frame, request, results, counts);
        Some(facet_block(frame, request, counts, zones, at < N_UNFOLDED))
    });
    blocks.collect()
}

fn facet_block(
    frame: &Frame,
    request: &SearchRequest,
    counts: &FacetCounts,
    zones: Option<ChosenZones>,
    is_unfolded: bool,
) -> FacetBlock {
    let language = frame.language();
    let mut n_unselected = 0;
    let mut shown: Vec<&FacetValue> = counts
        .values
        .iter()
        .filter(|value| value.selected || !is_beyond_france(counts.facet, &value.name))
        .filter(|value| {
            n_unselected += usize::from(!value.selected);
            value.selected || n_unselected <= SHOWN_VALUES
        })
        .collect();
    if counts.facet == Facet::LastUpdateYear {
        shown.sort_by(|a, b| b.name.cmp(&a.name));
    }
    let n_shown = shown.iter().filter(|value| value.count > 0).count();
    shown.retain(|value| zones.is_none() || !value.selected);
    let values: Vec<FacetOption> = shown
        .into_iter()
        .map(|value| FacetOption {
            value: value.name.clone(),
            label: value_label(language, counts.facet, value),
            count: language.number(value.count),
            is_selected: value.selected,
        })
        .collect();
    let n_more = counts.n_values.saturating_sub(n_shown) as u64;
    FacetBlock {
        name: counts.facet.name(),
        label: facet_label(language, counts.facet),
        is_open: is_unfolded || values.iter().any(|value| value.is_selected),
        values,
        zones,
        more: (n_more > 0).then(|| {
            let others = language.count("facet-more", n_more);
            (others, frame.href(&address_within(counts.facet, request)))
        }),
    }
}

/// Returns whether a value is a zone in which nearly everything lies: the world, its parts, mainland France. They are
/// among all values of the facet, and would stand before any that narrows a search.
fn is_beyond_france(facet: Facet, value: &str) -> bool {
    facet == Facet::Geozone
        && (value.starts_with("country-group:") || value.starts_with("country-subset:"))
}

/// Returns the value that the select for archived records shows.
pub(super) fn archived_choice(request: &SearchRequest) -> &'static str {
    match request.filters.get(&Facet::Archived).map(Vec::as_slice) {
        None | Some([]) => "any",
        Some([value]) if value == "true" => "true",
        Some(_) => "",
    }
}

/// Returns the value of the select that leaves archived records out: none is needed where they are left out anyway, which
/// they are not where records are asked for by name.
pub(super) fn without_archived(request: &SearchRequest) -> &'static str {
    if request.ids.is_empty() { "" } else { "false" }
}

/// Returns every selected value of the search.
pub(super) fn active_filters(
    frame: &Frame,
    request: &SearchRequest,
    results: &SearchResults,
) -> Vec<ActiveFilter> {
    let language = frame.language();
    let active = |label: &str, value: &str, changed: &SearchRequest| ActiveFilter {
        label: language.say_with("labelled", &[("label", label), ("value", value)]),
        href: frame.search_href(changed),
    };
    let mut all = Vec::new();
    let facets = results.facets.iter();
    for counts in facets.filter(|counts| counts.facet != Facet::Archived) {
        for value in counts.values.iter().filter(|value| value.selected) {
            all.push(active(
                &facet_label(language, counts.facet),
                &value_label(language, counts.facet, value),
                &without_value(request, counts.facet, &value.name),
            ));
        }
    }
    all.extend(rules_of_zones(frame, request));
    all.extend(dates(frame, request));
    if !request.ids.is_empty() {
        let (label, n_names) = (language.say("ids-filter"), request.ids.len() as u64);
        let value = language.count("ids-filter-value", n_names);
        all.push(active(&label, &value, &without_ids(request)));
    }
    let members = [
        (
            request.copies_of.is_some(),
            "copies-filter",
            "copies-filter-value",
        ),
        (
            request.series.is_some(),
            "series-filter",
            "series-filter-value",
        ),
    ];
    for (_, label, value) in members.into_iter().filter(|(is_asked, ..)| *is_asked) {
        let (label, value) = (language.say(label), language.say(value));
        all.push(active(&label, &value, &without_members(request)));
    }
    if let Some(value) = match archived_choice(request) {
        "any" if request.ids.is_empty() => Some(language.say("archived-any-filter")),
        "true" => Some(language.say("archived-only-filter")),
        _ => None,
    } {
        let mut changed = on_page(request, 1);
        let only_live = vec!["false".to_owned()];
        changed.filters.insert(Facet::Archived, only_live);
        all.push(active(
            &facet_label(language, Facet::Archived),
            &value,
            &changed,
        ));
    }
    all
}

/// Returns what is asked of periods and dates.
fn dates(frame: &Frame, request: &SearchRequest) -> Vec<ActiveFilter> {
    let language = frame.language();
    let active = |label: &str, value: &str, changed: &SearchRequest| ActiveFilter {
        label: language.say_with(
            "labelled",
            &[("label", &language.say(label)), ("value", value)],
        ),
        href: frame.search_href(changed),
    };
    let covered = request.covers.map(|span| {
        let value = span_label(language, &span.to_string());
        active("covers-filter", &value, &covering(request, None))
    });
    let updated = request.updated_since.map(|since| {
        let value = since_label(language, since);
        active("updated-since-filter", &value, &any_date(request, true))
    });
    let created = request.created_since.map(|since| {
        let value = since_label(language, since);
        active("created-since-filter", &value, &any_date(request, false))
    });
    covered.into_iter().chain(updated).chain(created).collect()
}

/// Returns the rules for the chosen zones that are not the usual ones.
fn rules_of_zones(frame: &Frame, request: &SearchRequest) -> Vec<ActiveFilter> {
    let language = frame.language();
    let label = facet_label(language, Facet::Geozone);
    let active = |value: &str, changed: &SearchRequest| ActiveFilter {
        label: language.say_with("labelled", &[("label", &label), ("value", value)]),
        href: frame.search_href(changed),
    };
    let mut rules = Vec::new();
    if request.include_geozone_ancestors {
        let n_zones = request.selection(Facet::Geozone).count() as u64;
        let value = language.count("zones-covering-filter", n_zones);
        rules.push(active(&value, &with_covering(request, false)));
    }
    if request.geozone_exact {
        let value = language.say("zones-exact-filter");
        rules.push(active(&value, &exactly_there(request, false)));
    }
    rules
}
