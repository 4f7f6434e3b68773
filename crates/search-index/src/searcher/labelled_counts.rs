//! Counts by ordinal -> values with their labels, in the order in which people read them: by count, then label, and those that
//! say nothing after all others.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

use crate::columns::Values;
use crate::facet::{Facet, FacetCounts, FacetValue, FacetValues};
use crate::request::SearchRequest;

/// A value's ordinal and its count.
type Counted = (u32, u64);

/// The values that a request selects in a facet: the ordinal of each, if any document has it, and the name that selects it,
/// which may be another spelling of the value.
struct Selection<'a>(Vec<(Option<u32>, &'a String)>);

impl<'a> Selection<'a> {
    fn of(request: &'a SearchRequest, facet: Facet, values: &Values) -> Self {
        let names = request.selection(facet);
        Self(names.map(|name| (values.ordinal(name), name)).collect())
    }

    fn has(&self, ordinal: u32) -> bool {
        self.0.iter().any(|(known, _)| *known == Some(ordinal))
    }

    /// Returns the name by which a value is selected; its own where it is.
    fn name_of(&self, ordinal: u32, own: &str) -> Option<&'a String> {
        let of_value = self.0.iter().filter(|(known, _)| *known == Some(ordinal));
        let mut names = of_value.map(|(_, name)| *name);
        let is_own = names.clone().find(|name| *name == own);
        is_own.or_else(|| names.next())
    }
}

/// Orders a facet's values by count, then label; keeps the first ones, and whatever is selected.
pub(super) fn facet_counts(
    facet: Facet,
    values: &Values,
    counts: &[Counted],
    request: &SearchRequest,
) -> FacetCounts {
    let selection = Selection::of(request, facet, values);
    let mut shown = first(counts.to_vec(), values, request.facet_size);
    if shown.len() < counts.len() {
        let is_left_out = |counted: &&Counted| selection.has(counted.0) && !shown.contains(counted);
        let left_out: Vec<Counted> = counts.iter().filter(is_left_out).copied().collect();
        shown.extend(left_out);
        shown.sort_unstable_by(|a, b| by_count(values, *a, *b));
    }
    let mut shown: Vec<FacetValue> = shown
        .into_iter()
        .map(|counted| facet_value(values, counted, &selection))
        .collect();
    for (known, name) in selection.0 {
        if !shown.iter().any(|value| value.name == *name) {
            let count = counts.iter().find(|(ordinal, _)| known == Some(*ordinal));
            let label = known.map(|ordinal| values.get(ordinal).label().to_owned());
            shown.push(FacetValue {
                name: name.clone(),
                label: label.unwrap_or_else(|| facet.value_label(name)),
                count: count.map_or(0, |(_, count)| *count),
                selected: true,
            });
        }
    }
    FacetCounts {
        facet,
        values: shown,
        n_values: counts.len(),
        counted: counts_of(
            request.counted.get(&facet).map_or(&[], Vec::as_slice),
            values,
            counts,
        ),
    }
}

/// Returns the counts of these values, 0 for one that does not occur.
fn counts_of(names: &[String], values: &Values, counts: &[Counted]) -> Vec<u64> {
    let mut counted = vec![0; names.len()];
    let indexes: HashMap<u32, usize> = names
        .iter()
        .enumerate()
        .filter_map(|(index, name)| values.ordinal(name).map(|ordinal| (ordinal, index)))
        .collect();
    if !indexes.is_empty() {
        for (ordinal, count) in counts {
            if let Some(index) = indexes.get(ordinal) {
                counted[*index] = *count;
            }
        }
    }
    counted
}

/// Returns a range of the values in whose label or name words begin with each of these, ordered by count, then label.
pub(super) fn facet_values(
    facet: Facet,
    values: &Values,
    counts: &[Counted],
    request: &SearchRequest,
    words: &[String],
    range: Range<usize>,
) -> FacetValues {
    let mut found = counts.to_vec();
    found.retain(|(ordinal, _)| words.is_empty() || values.has_words(*ordinal, words));
    let selection = Selection::of(request, facet, values);
    let n_values = found.len();
    let first = first(found, values, range.end);
    let asked = first.get(range.start..).unwrap_or_default();
    FacetValues {
        facet,
        values: asked
            .iter()
            .map(|counted| facet_value(values, *counted, &selection))
            .collect(),
        n_values,
    }
}

/// Returns the first `n` of the values in order.
fn first(mut counted: Vec<Counted>, values: &Values, n: usize) -> Vec<Counted> {
    if n == 0 {
        return Vec::new();
    }
    if counted.len() > n {
        counted.select_nth_unstable_by(n - 1, |a, b| by_count(values, *a, *b));
        counted.truncate(n);
    }
    counted.sort_unstable_by(|a, b| by_count(values, *a, *b));
    counted
}

/// Compares two values: those that say nothing last, then by count, the largest first, then by label, then by name.
fn by_count(values: &Values, (a, n_of_a): Counted, (b, n_of_b): Counted) -> Ordering {
    let by_meaning = values.is_empty(a).cmp(&values.is_empty(b));
    by_meaning
        .then(n_of_b.cmp(&n_of_a))
        .then_with(|| values.rank(a).cmp(&values.rank(b)))
}

fn facet_value(
    values: &Values,
    (ordinal, count): Counted,
    selection: &Selection<'_>,
) -> FacetValue {
    let value = values.get(ordinal);
    let selected = selection.name_of(ordinal, &value.name);
    FacetValue {
        name: selected.map_or_else(|| value.name.to_string(), Clone::clone),
        label: value.label().to_owned(),
        count,
        selected: selected.is_some(),
    }
}
