//! The values that a search selects, as this generation has them.

use catalogue::{Date, Gazetteer};

use super::Searcher;
use crate::columns::Values;
use crate::error::Error;
use crate::facet::Facet;
use crate::nearness::{MAX_TOLD, Written, nearest_first};
use crate::query::zones_meant;
use crate::request::SearchRequest;
use crate::understanding::MeantValue;

/// Of so many unknown values the nearest known ones are looked for: that compares each with all values of its facet.
const MAX_COMPARED: usize = 5;

/// So many near values are looked at, one search each: records of some may all be hidden.
const MAX_LOOKED_AT: usize = 6;

/// A value that a search selects, and that no record has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValue {
    /// What it was selected in: the name of a facet, `series` or `copies_of`.
    pub parameter: &'static str,
    /// The facet, where it was selected in one.
    pub facet: Option<Facet>,
    /// The value as it was asked for.
    pub value: String,
    /// The known values nearest to it, the nearest first; none where none is near.
    pub nearest: Vec<MeantValue>,
}

impl Searcher {
    /// Returns a search with the values of its facets in the spelling of this generation, letters' case apart, and those that
    /// are neither in this generation nor in a vocabulary: they stay selected, and find nothing.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn with_known_values(
        &self,
        mut request: SearchRequest,
    ) -> Result<(SearchRequest, Vec<UnknownValue>), Error> {
        let mut unknown = Vec::new();
        let mut filters = std::mem::take(&mut request.filters);
        let mut all_of = std::mem::take(&mut request.all_of);
        for selection in [&mut filters, &mut all_of] {
            for (facet, values) in selection {
                if *facet != Facet::Archived {
                    self.spell_as_known(&request, *facet, values, &mut unknown)?;
                }
            }
        }
        (request.filters, request.all_of) = (filters, all_of);
        if let Some(id) = &request.series
            && self.series_with_id(id).is_none()
        {
            unknown.push(UnknownValue::of("series", id));
        }
        if let Some(id) = &request.copies_of
            && self.address_of(id)?.is_none()
        {
            unknown.push(UnknownValue::of("copies_of", id));
        }
        Ok((request, unknown))
    }

    /// Spells the selected values of a facet as they are known, and notes those that are not.
    fn spell_as_known(
        &self,
        request: &SearchRequest,
        facet: Facet,
        selected: &mut Vec<String>,
        unknown: &mut Vec<UnknownValue>,
    ) -> Result<(), Error> {
        if selected.iter().all(|value| is_named(facet, value)) {
            return Ok(());
        }
        let view = self.columns.view(facet, request, Date::now().day());
        let values = &view.column.values;
        let mut spelled: Vec<String> = Vec::with_capacity(selected.len());
        for value in std::mem::take(selected) {
            let known = as_known(facet, values, &value);
            if known.is_none() {
                let is_compared = unknown.len() < MAX_COMPARED;
                let near = is_compared.then(|| near_values(facet, values, &value));
                unknown.push(UnknownValue {
                    facet: Some(facet),
                    nearest: self.of_shown_records(facet, near.unwrap_or_default())?,
                    ..UnknownValue::of(facet.name(), &value)
                });
            }
            for value in known.unwrap_or_else(|| vec![value]) {
                if !spelled.contains(&value) {
                    spelled.push(value);
                }
            }
        }
        *selected = spelled;
        Ok(())
    }

    /// Returns the first values that may be told: those with a name of their own, and those that records have which are shown.
    fn of_shown_records(
        &self,
        facet: Facet,
        near: Vec<MeantValue>,
    ) -> Result<Vec<MeantValue>, Error> {
        let mut told = Vec::new();
        for meant in near.into_iter().take(MAX_LOOKED_AT) {
            if told.len() < MAX_TOLD
                && (is_named(facet, &meant.value) || self.finds(facet, &meant.value)?)
            {
                told.push(meant);
            }
        }
        Ok(told)
    }

    fn finds(&self, facet: Facet, value: &str) -> Result<bool, Error> {
        let request = SearchRequest {
            facets: Vec::new(),
            page_size: 0,
            ..SearchRequest::default()
        };
        let request = request.without(Facet::Archived).filter(facet, value);
        Ok(self.search(&request)?.total > 0)
    }
}

impl UnknownValue {
    fn of(parameter: &'static str, value: &str) -> Self {
        Self {
            parameter,
            facet: None,
            value: value.to_owned(),
            nearest: Vec::new(),
        }
    }
}

/// Returns whether a value is one whatever the catalogue holds: it is in a vocabulary, a zone or a year.
fn is_named(facet: Facet, value: &str) -> bool {
    match facet {
        Facet::Geozone => Gazetteer::france().get(value).is_some(),
        Facet::LastUpdateYear | Facet::CoveredYear => is_year(value),
        facet => facet
            .vocabulary()
            .is_some_and(|known| known.contains(&value)),
    }
}

fn is_year(value: &str) -> bool {
    value.len() == 4 && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns a value as it is known, letters' case apart; `None` where it is not.
fn as_known(facet: Facet, values: &Values, value: &str) -> Option<Vec<String>> {
    let is_known = |value: &str| values.ordinal(value).is_some() || is_named(facet, value);
    if is_known(value) {
        return Some(vec![value.to_owned()]);
    }
    let lowered = value.to_lowercase();
    let canonical = facet.canonical_values(&lowered);
    if canonical.iter().all(|value| is_known(value)) {
        return Some(canonical);
    }
    let of_vocabulary = facet.vocabulary().into_iter().flatten();
    let of_index = (0..values.len() as u32).map(|ordinal| &*values.get(ordinal).name);
    let mut same = of_vocabulary
        .chain(of_index)
        .filter(|name| name.to_lowercase() == lowered);
    same.next().map(|name| vec![name.to_owned()])
}

/// Returns the values of a facet that are near one that it has not, by name or label, the nearest first.
fn near_values(facet: Facet, values: &Values, value: &str) -> Vec<MeantValue> {
    let meant = |name: &str, label: &str| MeantValue {
        value: name.to_owned(),
        label: label.to_owned(),
    };
    if facet == Facet::Geozone {
        let zones = zones_meant(value);
        let zones = zones.iter().filter_map(|zone| values.ordinal(zone));
        let zones: Vec<MeantValue> = zones
            .map(|ordinal| values.get(ordinal))
            .map(|zone| meant(&zone.name, zone.label()))
            .collect();
        if !zones.is_empty() {
            return nearest_first(zones.into_iter().map(|zone| (0.0, zone)).collect());
        }
    }
    let written = Written::new(value);
    let distance = |name: &str, label: &str| {
        let distances = [written.distance(name), written.distance(label)];
        distances.into_iter().flatten().min_by(f32::total_cmp)
    };
    let mut near: Vec<(f32, MeantValue)> = (0..values.len() as u32)
        .map(|ordinal| values.get(ordinal))
        .filter_map(|it| Some((distance(&it.name, it.label())?, meant(&it.name, it.label()))))
        .collect();
    for name in facet.vocabulary().into_iter().flatten() {
        let label = facet.value_label(name);
        if values.ordinal(name).is_none()
            && let Some(distance) = distance(name, &label)
        {
            near.push((distance, meant(name, &label)));
        }
    }
    nearest_first(near)
}
