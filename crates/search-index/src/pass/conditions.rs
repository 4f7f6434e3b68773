//! What a request asks of a document besides its words.

use std::ops::RangeInclusive;

use jiff::civil;
use tantivy::{DocAddress, DocId};

use crate::columns::{Columns, FacetView};
use crate::facet::Facet;
use crate::request::{Period, SearchRequest, SortField};
use crate::schema::NumberField;
use crate::time_span::TimeSpan;

/// The filters of a request, brought to sets of values and numbers.
pub(super) struct Conditions<'a> {
    columns: &'a Columns,
    /// One for each facet with a selection: a document may fail one of them and count in that facet.
    pub facet_filters: Vec<FacetFilter>,
    /// `all_of`: a document that fails one of these counts nowhere.
    all_of: Vec<FacetFilter>,
    /// The first and the last moment that a record must cover, in microseconds.
    period: Option<RangeInclusive<i64>>,
    /// The moments of which a record must cover some.
    covers: Option<RangeInclusive<i64>>,
    /// The fields whose dates must not lie before these moments, in microseconds.
    since: Vec<(SortField, i64)>,
    narrowed: Option<Narrowed>,
}

/// The values of a facet that are admitted.
pub(super) struct FacetFilter {
    view: FacetView,
    /// By set of values.
    admitted: Vec<bool>,
    /// The index of the facet among those that the request counts.
    pub counted_as: Option<usize>,
    pub is_of_zones: bool,
}

impl FacetFilter {
    pub fn admits(&self, segment: usize, document: DocId) -> bool {
        let set = self.view.column.documents(segment)[document as usize];
        self.admitted[set as usize]
    }
}

/// The few records that a search is narrowed to.
pub(crate) enum Narrowed {
    /// One record.
    Record(DocAddress),
    /// A group of near-copies.
    Copies(u32),
    /// The editions of a series.
    Series(u32),
}

impl Narrowed {
    /// Narrows a search to a record and its near-copies.
    pub fn to_copies_of(columns: &Columns, record: DocAddress) -> Self {
        let (segment, document) = (record.segment_ord as usize, record.doc_id);
        let group = columns.copies.of(segment, document);
        group.map_or(Self::Record(record), Self::Copies)
    }

    fn has(&self, columns: &Columns, segment: usize, document: DocId) -> bool {
        match self {
            Self::Record(record) => *record == DocAddress::new(segment as u32, document),
            Self::Copies(group) => columns.copies.of(segment, document) == Some(*group),
            Self::Series(series) => columns.series.of(segment, document) == Some(*series),
        }
    }
}

impl<'a> Conditions<'a> {
    pub fn new(columns: &'a Columns, request: &SearchRequest, today: civil::Date) -> Self {
        let filter = |facet: Facet, admitted: &dyn Fn(&FacetView) -> Vec<bool>| {
            let view = columns.view(facet, request, today);
            FacetFilter {
                admitted: admitted(&view),
                view,
                counted_as: request.facets.iter().position(|counted| *counted == facet),
                is_of_zones: facet == Facet::Geozone,
            }
        };
        let selected = request
            .filters
            .iter()
            .filter(|(_, values)| !values.is_empty());
        Self {
            columns,
            facet_filters: selected
                .map(|(facet, values)| filter(*facet, &|view| view.any_of(values)))
                .collect(),
            all_of: request
                .all_of
                .iter()
                .map(|(facet, values)| filter(*facet, &|view| view.all_of(values)))
                .collect(),
            period: request.temporal_coverage.map(Period::moments),
            covers: request.covers.map(TimeSpan::moments),
            since: [
                (SortField::LastUpdate, request.updated_since),
                (SortField::Created, request.created_since),
            ]
            .into_iter()
            .filter_map(|(field, since)| Some((field, since?.as_microseconds())))
            .collect(),
            narrowed: None,
        }
    }

    /// Asks for these few records alone.
    pub fn narrow(&mut self, narrowed: Narrowed) {
        self.narrowed = Some(narrowed);
    }

    /// Returns whether a document meets all conditions but those of the facets' filters.
    pub fn are_met_but_for_facets(&self, segment: usize, document: DocId) -> bool {
        let columns = &self.columns.segments[segment];
        let is_among = |narrowed: &Narrowed| narrowed.has(self.columns, segment, document);
        let covers = |asked: &RangeInclusive<i64>| {
            let start = columns.number(NumberField::CoverageStart, document);
            // A coverage without an end goes on.
            let end = columns.number(NumberField::CoverageEnd, document);
            start.is_some_and(|start| start <= *asked.start())
                && end.is_none_or(|end| end >= *asked.end())
        };
        let mut all_of = self.all_of.iter();
        all_of.all(|filter| filter.admits(segment, document))
            && self.period.as_ref().is_none_or(covers)
            && self
                .covers
                .as_ref()
                .is_none_or(|moments| columns.covers(moments, document) == Some(true))
            && self.since.iter().all(|(field, since)| {
                let date = columns.sort_value(*field, document);
                date.is_some_and(|date| date >= *since)
            })
            && self.narrowed.as_ref().is_none_or(is_among)
    }
}
