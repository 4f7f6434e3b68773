//! How long ago each record last changed, as ranges of days up to a day, and in which year.

use std::sync::{Arc, Mutex};

use catalogue::Date;
use jiff::civil;

use super::facet_column::{FacetColumn, Sets};
use super::lists::Lists;
use super::segment::{ABSENT, SegmentColumns};
use super::values::Numbering;
use crate::facet::{Facet, UpdateRange};
use crate::schema::NumberField;

/// The ranges of every document, by the day of the search: made anew when the day changes (121,074 comparisons, below a
/// millisecond), so that they stay true however long a generation is open.
#[derive(Default)]
pub(crate) struct LastUpdate(Mutex<Option<(civil::Date, Arc<FacetColumn>)>>);

impl LastUpdate {
    pub fn on(&self, today: civil::Date, segments: &[SegmentColumns]) -> Arc<FacetColumn> {
        let Ok(mut known) = self.0.lock() else {
            return Arc::new(column(today, segments));
        };
        match &*known {
            Some((day, column)) if *day == today => Arc::clone(column),
            _ => {
                let column = Arc::new(column(today, segments));
                *known = Some((today, Arc::clone(&column)));
                column
            }
        }
    }
}

/// Set `n` holds the `n` longest ranges: nothing, three years, those and twelve months, all three.
fn column(today: civil::Date, segments: &[SegmentColumns]) -> FacetColumn {
    let mut numbering = Numbering::new(Facet::LastUpdate);
    let mut longest_first = UpdateRange::ALL;
    longest_first.reverse();
    for range in longest_first {
        numbering.ordinal_of(range.name());
    }
    let mut sets = Lists::default();
    let ordinals: Vec<u32> = (0..longest_first.len() as u32).collect();
    for n in 0..=ordinals.len() {
        sets.push(&ordinals[..n]);
    }
    let beginnings = longest_first.map(|range| range.begins_at(today));
    let set_of = |changed: &i64| {
        let is_in = |begins_at: &&i64| *changed != ABSENT && changed >= *begins_at;
        beginnings.iter().filter(is_in).count() as u32
    };
    let documents = segments.iter().map(|segment| {
        let changed = segment.numbers(NumberField::LastUpdate);
        changed.iter().map(set_of).collect()
    });
    let documents = Arc::new(documents.collect());
    FacetColumn::new(Arc::new(numbering.finish()), documents, sets)
}

/// Returns the year in which each document last changed.
pub(super) fn years_of_last_update(segments: &[SegmentColumns]) -> FacetColumn {
    let mut numbering = Numbering::new(Facet::LastUpdateYear);
    let mut sets = Sets::default();
    let mut set_of = |changed: &i64| {
        let date = Some(*changed).filter(|changed| *changed != ABSENT);
        let date = date.and_then(Date::from_microseconds);
        let year = date.map(|date| numbering.ordinal_of(&date.day().year().to_string()));
        sets.ordinal_of(year.as_slice())
    };
    let documents = segments.iter().map(|segment| {
        let changed = segment.numbers(NumberField::LastUpdate);
        changed.iter().map(&mut set_of).collect()
    });
    let documents = Arc::new(documents.collect());
    FacetColumn::new(Arc::new(numbering.finish()), documents, sets.lists)
}
