//! What the factors of a document's score need besides the matches of its terms.

use std::ops::RangeInclusive;

use catalogue::Grain;
use tantivy::DocId;
use tantivy::schema::Field;

use super::age_factors::AgeFactors;
use super::extents::AskedExtent;
use super::model::RankingModel;
use super::weights::Weights;
use super::word_order::have_in_order;
use crate::Facet;
use crate::columns::{Columns, SegmentColumns};

/// Title features, age and prior of one document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DocumentFeatures {
    /// How many words the title has.
    pub title_length: u32,
    /// Whether the title has all terms, in the order of the query.
    pub has_order: bool,
    /// The factor for a title that names other years than the query.
    pub edition: f32,
    pub ages: AgeFactors,
    /// The factor for a record about a part of the country.
    pub extent: f32,
    /// Whether it is known to be of another grain than the one that the query asks for.
    pub has_other_grain: bool,
    pub prior: f32,
}

/// Reads the features of a segment's documents.
pub(crate) struct FeatureReader<'a> {
    pub engine: &'a tantivy::Searcher,
    pub columns: &'a Columns,
    pub model: &'a RankingModel,
    /// The field of the title's base forms.
    pub title: Field,
    /// The base forms of the query, in its order.
    pub bases: &'a [&'a str],
    /// The years that the query names.
    pub years: &'a [i16],
    /// The moments of the periods that the query names.
    pub periods: &'a [RangeInclusive<i64>],
    /// The grains that the query asks for.
    pub grains: &'a [Grain],
    /// Whether what is inferred counts.
    pub inferred: bool,
    /// How wide the territory is that the query is about.
    pub extent: AskedExtent,
}

impl FeatureReader<'_> {
    /// Returns the features of each document; `with_whole_query` are the indexes of those that have all terms in the
    /// title.
    pub fn read(
        &self,
        segment: usize,
        documents: &[DocId],
        with_whole_query: &[usize],
    ) -> tantivy::Result<Vec<DocumentFeatures>> {
        let reader = self.engine.segment_reader(segment as u32);
        let columns = &self.columns.segments[segment];
        let lengths = reader.get_fieldnorms_reader(self.title)?;
        let mut features: Vec<DocumentFeatures> = documents
            .iter()
            .map(|document| DocumentFeatures {
                title_length: lengths.fieldnorm(*document).max(1),
                has_order: false,
                edition: self.edition(columns, *document),
                ages: self.ages(segment, *document),
                extent: self.model.extents.factor(self.extent, segment, *document),
                has_other_grain: self.has_other_grain(segment, *document),
                prior: self.model.priors.get(segment, *document),
            })
            .collect();
        let candidates: Vec<DocId> = with_whole_query
            .iter()
            .map(|index| documents[*index])
            .collect();
        let has_order = have_in_order(reader, self.title, self.bases, &candidates)?;
        for (index, has_order) in with_whole_query.iter().zip(has_order) {
            features[*index].has_order = has_order;
        }
        Ok(features)
    }

    fn weights(&self) -> &Weights {
        &self.model.weights
    }

    /// Returns the factor for a title that names years, but none of those of the query, or for a record that covers nothing
    /// of a period of the query.
    fn edition(&self, columns: &SegmentColumns, document: DocId) -> f32 {
        if !self.periods.is_empty() {
            let mut covers = self.periods.iter();
            let covers = covers.find_map(|moments| match columns.covers(moments, document) {
                Some(false) => None,
                covers => Some(covers),
            });
            return match covers {
                Some(Some(_)) => 1.0,
                Some(None) => self.weights().no_period,
                None => self.weights().other_period,
            };
        }
        match columns.title_years(document) {
            Some(of_title) if !self.years.is_empty() => {
                let mut years = self.years.iter();
                if years.any(|year| of_title.contains(&i64::from(*year))) {
                    1.0
                } else {
                    self.weights().other_edition
                }
            }
            _ => 1.0,
        }
    }

    /// Returns whether a document is known to be of another grain than the query asks for.
    fn has_other_grain(&self, segment: usize, document: DocId) -> bool {
        if self.grains.is_empty() {
            return false;
        }
        let column = self.columns.facet_with(Facet::Granularity, self.inferred);
        let known = column.first_value(segment, document);
        let Some(known) = known.map(Grain::from) else {
            return false;
        };
        known != Grain::Unspecified
            && !self
                .grains
                .iter()
                .any(|asked| known.can_be_summed_to(asked))
    }

    /// Returns whether the query asks for a year, or for a period that has ended: newer records are not asked for.
    fn asks_for_past(&self) -> bool {
        let has_ended = |moments: &RangeInclusive<i64>| self.model.ages.is_past(*moments.end());
        !self.years.is_empty() || self.periods.iter().any(has_ended)
    }

    /// Returns the factors for the record's age. A query that names the past asks for no newer records.
    fn ages(&self, segment: usize, document: DocId) -> AgeFactors {
        if self.asks_for_past() {
            AgeFactors::NONE
        } else {
            self.model.record_ages.get(segment, document)
        }
    }
}
