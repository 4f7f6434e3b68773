//! Which documents are about a year: their title names it, or lies around it (`2019-2023`), or they declare a temporal
//! coverage that meets it and is short.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use catalogue::Date;

use super::segment::SegmentColumns;
use crate::schema::NumberField;

/// A longer coverage, in years, is about none of them.
const MAX_YEARS: i64 = 2;

/// By segment, by year: its documents, ascending.
pub(crate) struct Years(Vec<HashMap<i16, Vec<u32>>>);

impl Years {
    pub fn new(segments: &[SegmentColumns]) -> Self {
        Self(segments.iter().map(of_segment).collect())
    }

    /// Returns the documents of a segment that are about a year, ascending; deleted ones among them.
    pub fn documents(&self, segment: usize, year: i16) -> &[u32] {
        let documents = self.0[segment].get(&year);
        documents.map(Vec::as_slice).unwrap_or_default()
    }
}

fn of_segment(columns: &SegmentColumns) -> HashMap<i16, Vec<u32>> {
    let mut by_year: HashMap<i16, Vec<u32>> = HashMap::new();
    for document in 0..columns.n_documents() {
        let in_title = columns.title_years(document).into_iter().flatten();
        let in_title = in_title.filter_map(|year| i16::try_from(year).ok());
        let covered = covered_years(columns, document).into_iter().flatten();
        for year in in_title.chain(covered) {
            let documents = by_year.entry(year).or_default();
            if documents.last() != Some(&document) {
                documents.push(document);
            }
        }
    }
    by_year
}

/// Returns the years that a declared coverage meets, if it is short. One that ends on the first moment of a year, or begins
/// on the last, does not meet it.
fn covered_years(columns: &SegmentColumns, document: u32) -> Option<RangeInclusive<i16>> {
    const HOUR: i64 = 3600 * 1_000_000;
    const YEAR: i64 = 366 * 24 * HOUR;
    let start = columns.number(NumberField::CoverageStart, document)?;
    let end = columns.number(NumberField::CoverageEnd, document)?;
    if end.checked_sub(start)? > MAX_YEARS * YEAR {
        return None;
    }
    let year = |moment| Some(Date::from_microseconds(moment)?.day().year());
    // A moment after the midday of a year's last day, or before that of its first.
    Some(year(start + 12 * HOUR - 1)?..=year(end - 12 * HOUR)?)
}
