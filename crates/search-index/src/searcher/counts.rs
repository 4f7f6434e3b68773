//! Counts by ordinal -> values with their labels, in the order in which people read them.

use std::cmp::Ordering;
use std::ops::Range;

use crate::columns::Values;
use crate::facet::{Facet, FacetCounts, FacetValue, FacetValues};
use crate::request::SearchRequest;

/// Orders a facet's values by count, then label; keeps the first ones, and whatever is selected.
pub(super) fn facet_counts(
    facet: Facet,
    values: &Values,
    counts: &[u64],
    request: &SearchRequest,
) -> FacetCounts {
    let counted = counted(counts);
    let n_values = counted.len();
    let mut shown = first(counted.clone(), values, counts, request.facet_size);
    if shown.len() < n_values {
        let selected = request.selection(facet);
        let selected = selected.filter_map(|name| values.ordinal(name));
        let left_out: Vec<u32> = selected
            .filter(|ordinal| counts[*ordinal as usize] > 0 && !shown.contains(ordinal))
            .collect();
        shown.extend(left_out);
        shown.sort_unstable_by(|a, b| by_count(values, counts, *a, *b));
        shown.dedup();
    }
    let mut shown: Vec<FacetValue> = shown
        .into_iter()
        .map(|ordinal| facet_value(facet, values, counts, ordinal, request))
        .collect();
    for name in request.selection(facet) {
        if !shown.iter().any(|value| value.name == *name) {
            let known = values.ordinal(name);
            let label = known.map(|ordinal| values.get(ordinal).label().to_owned());
            shown.push(FacetValue {
                name: name.clone(),
                label: label.unwrap_or_else(|| facet.value_label(name)),
                count: 0,
                selected: true,
            });
        }
    }
    FacetCounts {
        facet,
        values: shown,
        n_values,
    }
}

/// Returns a range of the values that have these words, ordered by count, then label.
pub(super) fn facet_values(
    facet: Facet,
    values: &Values,
    counts: &[u64],
    request: &SearchRequest,
    words: &[String],
    range: Range<usize>,
) -> FacetValues {
    let mut found = counted(counts);
    found.retain(|ordinal| words.is_empty() || values.has_words(*ordinal, words));
    let n_values = found.len();
    let first = first(found, values, counts, range.end);
    let asked = first.get(range.start..).unwrap_or_default();
    FacetValues {
        facet,
        values: asked
            .iter()
            .map(|ordinal| facet_value(facet, values, counts, *ordinal, request))
            .collect(),
        n_values,
    }
}

/// Returns the ordinals of the values that have a count.
fn counted(counts: &[u64]) -> Vec<u32> {
    let ordinals = 0..counts.len() as u32;
    ordinals
        .filter(|ordinal| counts[*ordinal as usize] > 0)
        .collect()
}

/// Returns so many of the values, the first ones in order.
fn first(mut ordinals: Vec<u32>, values: &Values, counts: &[u64], n: usize) -> Vec<u32> {
    if n == 0 {
        return Vec::new();
    }
    if ordinals.len() > n {
        ordinals.select_nth_unstable_by(n - 1, |a, b| by_count(values, counts, *a, *b));
        ordinals.truncate(n);
    }
    ordinals.sort_unstable_by(|a, b| by_count(values, counts, *a, *b));
    ordinals
}

/// The order of two values: by count, the largest first, then by label, then by name.
fn by_count(values: &Values, counts: &[u64], a: u32, b: u32) -> Ordering {
    let by_count = counts[b as usize].cmp(&counts[a as usize]);
    by_count.then_with(|| {
        let (a, b) = (values.get(a), values.get(b));
        a.label().cmp(b.label()).then_with(|| a.name.cmp(&b.name))
    })
}

fn facet_value(
    facet: Facet,
    values: &Values,
    counts: &[u64],
    ordinal: u32,
    request: &SearchRequest,
) -> FacetValue {
    let value = values.get(ordinal);
    FacetValue {
        name: value.name.to_string(),
        label: value.label().to_owned(),
        count: counts[ordinal as usize],
        selected: request.selects(facet, &value.name),
    }
}
