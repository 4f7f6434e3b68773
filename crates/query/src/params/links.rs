//! The same search with one thing changed: what the links of a page lead to.

use catalogue::Gazetteer;
use search_index::{Collapse, Facet, RequiredWords, SearchRequest, TimeSpan, WiderPlace};

use super::zones::without_idle_rules;
use super::{DEFAULT_PAGE_SIZE, FOLDED_ON_PAGE};

/// Returns the same search on another page.
#[must_use]
pub fn on_page(request: &SearchRequest, page: usize) -> SearchRequest {
    SearchRequest {
        page,
        ..request.clone()
    }
}

/// Returns the same search without one value of a facet, on its first page.
#[must_use]
pub fn without_value(request: &SearchRequest, facet: Facet, value: &str) -> SearchRequest {
    let mut changed = on_page(request, 1);
    for selection in [&mut changed.filters, &mut changed.all_of] {
        if let Some(values) = selection.get_mut(&facet) {
            values.retain(|selected| selected != value);
            if values.is_empty() {
                selection.remove(&facet);
            }
        }
    }
    without_idle_rules(changed)
}

/// Returns the same search with or without what covers the chosen zones, on its first page.
#[must_use]
pub fn with_covering(request: &SearchRequest, is_wanted: bool) -> SearchRequest {
    SearchRequest {
        include_geozone_ancestors: is_wanted,
        ..on_page(request, 1)
    }
}

/// Returns the same search for what is about the chosen zones themselves, or for what is about zones within them too, on its
/// first page.
#[must_use]
pub fn exactly_there(request: &SearchRequest, is_exact: bool) -> SearchRequest {
    SearchRequest {
        geozone_exact: is_exact,
        ..on_page(request, 1)
    }
}

/// Returns the same search for what is about one zone itself, on its first page.
#[must_use]
pub fn about_zone(request: &SearchRequest, zone: &str) -> SearchRequest {
    let about = with_only(request, Facet::Geozone, Some(zone));
    exactly_there(&with_covering(&about, false), true)
}

/// Returns the same search in that zone too, on its first page. Zones that it lies in, or that lie in it, are no longer
/// chosen: the wider one of them would find what the finer one does.
#[must_use]
pub fn with_zone(request: &SearchRequest, zone: &str) -> SearchRequest {
    let mut changed = on_page(request, 1);
    let gazetteer = Gazetteer::france();
    let lies_in = |inner: &str, outer: &str| {
        let mut above = gazetteer.ancestors(inner).into_iter();
        above.any(|zone| zone.id == outer)
    };
    if let Some(chosen) = changed.filters.get_mut(&Facet::Geozone) {
        chosen.retain(|other| !lies_in(zone, other) && !lies_in(other, zone));
    }
    changed.filter(Facet::Geozone, zone)
}

/// Returns the same search with one value of a facet more, on its first page.
#[must_use]
pub fn with_value(request: &SearchRequest, facet: Facet, value: &str) -> SearchRequest {
    on_page(request, 1).filter(facet, value)
}

/// Returns the same search for the words as they were typed, or not only so, on its first page.
#[must_use]
pub fn verbatim(request: &SearchRequest, verbatim: bool) -> SearchRequest {
    SearchRequest {
        verbatim,
        ..on_page(request, 1)
    }
}

/// Returns the same search for records that have all of the words, or most, on its first page.
#[must_use]
pub fn requiring(request: &SearchRequest, words: RequiredWords) -> SearchRequest {
    SearchRequest {
        required_words: Some(words),
        ..on_page(request, 1)
    }
}

/// Returns the same search with or without records that only mention the words, on its first page.
#[must_use]
pub fn mentioning(request: &SearchRequest, mentions: bool) -> SearchRequest {
    SearchRequest {
        mentions: Some(mentions),
        ..on_page(request, 1)
    }
}

/// Returns the same search for a record and its near-copies, none of them folded, on its first page.
#[must_use]
pub fn copies_of(request: &SearchRequest, record_id: &str) -> SearchRequest {
    SearchRequest {
        collapse: Collapse::Nothing,
        copies_of: Some(record_id.to_owned()),
        ..on_page(request, 1)
    }
}

/// Returns the search for all editions of a series, whatever their words.
#[must_use]
pub fn editions_of(series: &str) -> SearchRequest {
    SearchRequest {
        series: Some(series.to_owned()),
        ..SearchRequest::default()
    }
}

/// Returns the same search with one value of a facet and no other of it, on its first page.
#[must_use]
pub fn with_only(request: &SearchRequest, facet: Facet, value: Option<&str>) -> SearchRequest {
    let mut changed = on_page(request, 1);
    changed.filters.remove(&facet);
    match value {
        Some(value) => changed.filter(facet, value),
        None => changed,
    }
}

/// Returns the same search for what covers a part of a period, or for whatever covers any, on its first page.
#[must_use]
pub fn covering(request: &SearchRequest, span: Option<TimeSpan>) -> SearchRequest {
    SearchRequest {
        covers: span,
        ..on_page(request, 1)
    }
}

/// Returns the same search for records of any date, on its first page: of last update, or else of creation.
#[must_use]
pub fn any_date(request: &SearchRequest, of_update: bool) -> SearchRequest {
    let mut changed = on_page(request, 1);
    if of_update {
        changed.updated_since = None;
    } else {
        changed.created_since = None;
    }
    changed
}

/// Returns the same search with what its query excludes, given as it was typed, read as words, on its first page. `None` where
/// that is no part of the query as it stands: a group in brackets.
#[must_use]
pub fn including(request: &SearchRequest, excluded: &[String]) -> Option<SearchRequest> {
    let mut query = request.query.clone();
    for typed in excluded {
        let start = query.find(typed.as_str())?;
        let end = start + typed.len();
        if let Some(words) = typed.strip_prefix('-') {
            query.replace_range(start..end, words);
        } else {
            let before = query[..start].trim_end().strip_suffix("NOT")?.len();
            query.replace_range(before..start, "");
        }
    }
    Some(SearchRequest {
        query,
        ..on_page(request, 1)
    })
}

/// Returns the search for the other words of a query in a place around the one that it names.
#[must_use]
pub fn in_place(request: &SearchRequest, place: &WiderPlace) -> SearchRequest {
    let changed = SearchRequest {
        query: place.words.clone(),
        ..request.clone()
    };
    with_only(&changed, Facet::Geozone, Some(&place.zone))
}

/// Returns the same search among all records, on its first page, as the page shows it.
#[must_use]
pub fn without_ids(request: &SearchRequest) -> SearchRequest {
    let mut changed = SearchRequest {
        ids: Vec::new(),
        collapse: FOLDED_ON_PAGE,
        page_size: DEFAULT_PAGE_SIZE,
        ..on_page(request, 1)
    };
    // Archived ones were among them because they were named.
    let usual = SearchRequest::default().filters;
    for (facet, values) in usual {
        changed.filters.entry(facet).or_insert(values);
    }
    changed
}

/// Returns the same search with near-copies and editions folded, where those of one record were asked for, on its first page.
#[must_use]
pub fn without_members(request: &SearchRequest) -> SearchRequest {
    let asks_for_members = request.copies_of.is_some() || request.series.is_some();
    SearchRequest {
        copies_of: None,
        series: None,
        // They were listed one by one because they were asked for.
        collapse: if asks_for_members {
            FOLDED_ON_PAGE
        } else {
            request.collapse
        },
        ..on_page(request, 1)
    }
}

/// Returns the same words without any filter.
#[must_use]
pub fn without_filters(request: &SearchRequest) -> SearchRequest {
    let default = SearchRequest::default();
    let request = &if request.ids.is_empty() {
        request.clone()
    } else {
        without_ids(request)
    };
    SearchRequest {
        filters: default.filters,
        all_of: default.all_of,
        temporal_coverage: default.temporal_coverage,
        covers: default.covers,
        updated_since: default.updated_since,
        created_since: default.created_since,
        include_geozone_ancestors: default.include_geozone_ancestors,
        geozone_exact: default.geozone_exact,
        inferred: default.inferred,
        ..without_members(request)
    }
}
