//! What is known of every document, as flat arrays: loaded when a generation is opened, read by filters, facet counts
//! and the ranking.

mod counters;
mod facet_column;
mod geozones;
mod groups;
mod last_update;
mod lists;
mod values;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use catalogue::Date;
use jiff::civil;
use tantivy::Searcher;
use tantivy::columnar::StrColumn;
use tantivy::fastfield::FastFieldReaders;

pub(crate) use counters::FacetCounters;
pub(crate) use facet_column::FacetColumn;
pub(crate) use groups::Groups;
pub(crate) use values::{Values, folded_words};
pub(crate) use view::FacetView;

use crate::error::{EngineContext, Error};
use crate::facet::{COVERAGES, Facet};
use crate::request::{SearchRequest, SortField};
use crate::schema::NumberField;
use geozones::Geozones;
use last_update::LastUpdate;

/// The arrays of all segments.
pub(crate) struct Columns {
    pub segments: Vec<SegmentColumns>,
    pub groups: Groups,
    /// In the order of [`Facet::ALL`]; the ranges of days have no values here, and lie below.
    facets: Vec<Arc<FacetColumn>>,
    /// Coverage without what is inferred.
    declared_coverage: Arc<FacetColumn>,
    geozones: Geozones,
    last_update: LastUpdate,
    /// By set of values of [`Facet::Archived`]: whether documents with that set are not archived.
    live_sets: Vec<bool>,
    /// When the youngest record was updated, in microseconds.
    latest_update: i64,
}

/// The arrays of one segment, indexed by document.
pub(crate) struct SegmentColumns {
    /// The rank of the record's key among all: the last word between equal hits.
    pub key_rank: Vec<u32>,
    /// The rank of the record's title among all; 0 where that has no letter or digit.
    title_rank: Vec<u32>,
    /// By field of numbers; [`ABSENT`] where the record has none.
    numbers: Vec<Vec<i64>>,
}

/// Stands for a number that a record does not have. Real ones are counts and dates, far above.
const ABSENT: i64 = i64::MIN;

impl Columns {
    /// Reads the arrays of a generation.
    pub fn load(searcher: &Searcher) -> Result<Self, Error> {
        let mut key_ranks = ranks(searcher, "key")?.into_iter();
        let mut title_ranks = ranks(searcher, "title_order")?.into_iter();
        let mut segments = Vec::new();
        for segment in searcher.segment_readers() {
            let reader = segment.fast_fields();
            let numbers = NumberField::ALL
                .iter()
                .map(|field| read_numbers(reader, field.name(), segment.max_doc()))
                .collect::<Result<Vec<_>, _>>()?;
            segments.push(SegmentColumns {
                key_rank: key_ranks.next().unwrap_or_default(),
                title_rank: title_ranks.next().unwrap_or_default(),
                numbers,
            });
        }
        let geozones = Geozones::load(searcher)?;
        let facet = |facet: &Facet| match facet {
            Facet::Geozone => Ok(Arc::clone(&geozones.column(true).column)),
            facet => FacetColumn::load(searcher, *facet).map(Arc::new),
        };
        let facets = Facet::ALL
            .iter()
            .map(facet)
            .collect::<Result<Vec<_>, _>>()?;
        let columns = Self {
            groups: Groups::new(&segments, &facets[Facet::Type as usize]),
            declared_coverage: Arc::new(declared_coverage(&facets[Facet::Coverage as usize])),
            geozones,
            last_update: LastUpdate::default(),
            live_sets: live_sets(&facets[Facet::Archived as usize]),
            latest_update: latest_update(&segments),
            segments,
            facets,
        };
        tracing::debug!(bytes = columns.n_bytes_of_facets(), "facets are in memory");
        Ok(columns)
    }

    /// Returns how long before the youngest record a document was updated, in years; `None` where it does not say when.
    pub fn age_in_years(&self, segment: usize, document: u32) -> Option<f32> {
        const YEAR: f32 = 365.25 * 24.0 * 3600.0 * 1e6;
        let update = self.segments[segment].number(NumberField::LastUpdate, document)?;
        Some((self.latest_update - update).max(0) as f32 / YEAR)
    }

    /// Returns whether a document is not archived.
    pub fn is_live(&self, segment: usize, document: u32) -> bool {
        let archived = &self.facets[Facet::Archived as usize];
        let set = archived.documents(segment)[document as usize];
        self.live_sets[set as usize]
    }

    /// Returns a facet as a request sees it on a day.
    pub fn view(&self, facet: Facet, request: &SearchRequest, today: civil::Date) -> FacetView {
        match facet {
            Facet::Geozone => FacetView::of_zones(
                self.geozones.column(request.inferred),
                request.include_geozone_ancestors,
            ),
            Facet::LastUpdate => FacetView::plain(&self.last_update.on(today, &self.segments)),
            Facet::Coverage if !request.inferred => FacetView::plain(&self.declared_coverage),
            facet => FacetView::plain(&self.facets[facet as usize]),
        }
    }

    fn n_bytes_of_facets(&self) -> usize {
        let is_plain = |facet: &Facet| *facet != Facet::Geozone;
        let plain = Facet::ALL.into_iter().filter(is_plain);
        let bytes = plain.map(|facet| self.facets[facet as usize].n_bytes());
        bytes.sum::<usize>() + self.geozones.n_bytes()
    }
}

/// Returns by set of values whether it has `false`: the documents with such a set are not archived.
fn live_sets(archived: &FacetColumn) -> Vec<bool> {
    let not_archived = archived.values.ordinal("false");
    let sets = 0..archived.n_sets() as u32;
    sets.map(|set| not_archived.is_some_and(|ordinal| archived.set(set).contains(&ordinal)))
        .collect()
}

/// Returns the coverage of every document as it is if nothing is inferred.
fn declared_coverage(coverage: &FacetColumn) -> FacetColumn {
    let [_, inferred, none] = COVERAGES.map(|(name, _)| coverage.values.ordinal(name));
    coverage.with_sets(|set| {
        let is_declared = |ordinal: &u32| Some(*ordinal) != inferred;
        let rest: Vec<u32> = set.iter().copied().filter(is_declared).collect();
        if rest.is_empty() {
            none.into_iter().collect()
        } else {
            rest
        }
    })
}

impl SegmentColumns {
    pub fn n_documents(&self) -> u32 {
        self.key_rank.len() as u32
    }

    /// Returns a document's number, if it has one.
    pub fn number(&self, field: NumberField, document: u32) -> Option<i64> {
        let number = self.numbers[field as usize][document as usize];
        (number != ABSENT).then_some(number)
    }

    /// Returns whether a year is one of those that a title names, or lies between them; `None` where it names none.
    pub fn title_has_year(&self, year: i16, document: u32) -> Option<bool> {
        let first = self.number(NumberField::TitleYearFirst, document)?;
        let last = self.number(NumberField::TitleYearLast, document)?;
        Some((first..=last).contains(&i64::from(year)))
    }

    fn numbers(&self, field: NumberField) -> &[i64] {
        &self.numbers[field as usize]
    }

    /// Returns what a document is sorted by; `None` where it lacks the field.
    pub fn sort_value(&self, field: SortField, document: u32) -> Option<i64> {
        let number = |field| self.number(field, document);
        match field {
            SortField::Created => number(NumberField::Created),
            SortField::LastUpdate => number(NumberField::LastUpdate),
            SortField::Reuses => number(NumberField::Reuses),
            SortField::Followers => number(NumberField::Followers),
            SortField::Views => number(NumberField::Views),
            SortField::Title => Some(i64::from(self.title_rank[document as usize])),
        }
    }
}

fn read_numbers(
    reader: &FastFieldReaders,
    name: &str,
    n_documents: u32,
) -> Result<Vec<i64>, Error> {
    let column = reader.column_opt::<i64>(name).to("read a column")?;
    let number = |document| {
        let number = column.as_ref().and_then(|column| column.first(document));
        number.unwrap_or(ABSENT)
    };
    Ok((0..n_documents).map(number).collect())
}

/// Returns the latest update of all, in microseconds; of dates in the future, none.
fn latest_update(segments: &[SegmentColumns]) -> i64 {
    let now = Date::now().as_microseconds();
    let updates = segments
        .iter()
        .flat_map(|segment| segment.numbers(NumberField::LastUpdate));
    let past = updates.copied().filter(|update| *update <= now);
    past.max().unwrap_or(now)
}

/// Returns the rank of each document's value among the values of all segments, segment by segment, from 1. Equal values
/// have equal ranks; a document without one has rank 0.
fn ranks(searcher: &Searcher, field: &str) -> Result<Vec<Vec<u32>>, Error> {
    let mut columns = Vec::new();
    let mut all_values: BTreeMap<String, u32> = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let column = segment.fast_fields().str(field).to("read a column")?;
        let values = column
            .as_ref()
            .map(dictionary)
            .transpose()?
            .unwrap_or_default();
        // One segment's dictionary is sorted already: its ordinals are the ranks.
        if searcher.segment_readers().len() > 1 {
            all_values.extend(values.iter().map(|value| (value.clone(), 0)));
        }
        columns.push((segment.max_doc(), column, values));
    }
    for (rank, value) in all_values.values_mut().enumerate() {
        *value = rank as u32 + 1;
    }
    Ok(columns
        .into_iter()
        .map(|(n_documents, column, values)| {
            let to_rank: Vec<u32> = if all_values.is_empty() {
                (1..=values.len() as u32).collect()
            } else {
                values.iter().map(|value| all_values[value]).collect()
            };
            let rank = |document| {
                let ordinal = column
                    .as_ref()
                    .and_then(|column| column.ords().first(document));
                ordinal
                    .and_then(|ordinal| to_rank.get(ordinal as usize).copied())
                    .unwrap_or(0)
            };
            (0..n_documents).map(rank).collect()
        })
        .collect())
}

/// Returns the distinct values of a column, in the order of their ordinals.
fn dictionary(column: &StrColumn) -> Result<Vec<String>, Error> {
    let mut values = Vec::with_capacity(column.num_terms());
    let mut stream = column.dictionary().stream().to("read a dictionary")?;
    while stream.advance() {
        values.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Ok(values)
}
