//! What ranking and counting read for every document: flat arrays, loaded once with a generation.

mod facet_column;

use std::collections::BTreeMap;

use tantivy::Searcher;
use tantivy::columnar::StrColumn;
use tantivy::fastfield::FastFieldReaders;

pub(crate) use facet_column::FacetColumn;

use crate::error::{EngineContext, Error};
use crate::facet::Facet;
use crate::request::SortField;
use crate::schema::{NumberField, facet_field_name};
use crate::weights;

/// The arrays of all segments.
pub(crate) struct Columns {
    pub segments: Vec<SegmentColumns>,
    facets: Vec<FacetColumn>,
}

/// The arrays of one segment, indexed by document.
pub(crate) struct SegmentColumns {
    /// What public use multiplies the score by.
    pub popularity: Vec<f32>,
    /// The rank of the record's key among all: the last word between equal hits.
    pub key_rank: Vec<u32>,
    /// The rank of the record's title among all.
    title_rank: Vec<u32>,
    numbers: Vec<Vec<Option<i64>>>,
}

impl Columns {
    /// Reads the arrays of a generation.
    pub fn load(searcher: &Searcher) -> Result<Self, Error> {
        let readers: Vec<&FastFieldReaders> = searcher
            .segment_readers()
            .iter()
            .map(tantivy::SegmentReader::fast_fields)
            .collect();
        let mut key_ranks = ranks(searcher, "key")?.into_iter();
        let mut title_ranks = ranks(searcher, "title_order")?.into_iter();
        let mut segments = Vec::new();
        for (segment, reader) in searcher.segment_readers().iter().zip(&readers) {
            let numbers = NumberField::ALL
                .iter()
                .map(|field| read_numbers(reader, field.name(), segment.max_doc()))
                .collect::<Result<Vec<_>, _>>()?;
            segments.push(SegmentColumns {
                popularity: popularity(&numbers, segment.max_doc()),
                key_rank: key_ranks.next().unwrap_or_default(),
                title_rank: title_ranks.next().unwrap_or_default(),
                numbers,
            });
        }
        let facets = Facet::ALL
            .iter()
            .map(|facet| FacetColumn::load(searcher, *facet))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { segments, facets })
    }

    pub fn facet(&self, facet: Facet) -> &FacetColumn {
        &self.facets[facet as usize]
    }
}

impl SegmentColumns {
    /// Returns what a document is sorted by; `None` where it lacks the field.
    pub fn sort_value(&self, field: SortField, document: u32) -> Option<i64> {
        let number = |number: NumberField| self.numbers[number as usize][document as usize];
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
) -> Result<Vec<Option<i64>>, Error> {
    let column = reader.column_opt::<i64>(name).to("read a column")?;
    Ok((0..n_documents)
        .map(|document| column.as_ref().and_then(|column| column.first(document)))
        .collect())
}

fn popularity(numbers: &[Vec<Option<i64>>], n_documents: u32) -> Vec<f32> {
    let of_document = |document: u32| {
        let sum: f32 = weights::USE
            .iter()
            .map(|(field, weight)| {
                let n = numbers[*field as usize][document as usize]
                    .unwrap_or(0)
                    .max(0);
                weight * (n as f32).ln_1p()
            })
            .sum();
        (1.0 + sum).powf(weights::USE_POWER)
    };
    (0..n_documents).map(of_document).collect()
}

/// Returns the rank of each document's value among the values of all segments, segment by segment. Equal values have
/// equal ranks; a document without one ranks first.
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
        *value = rank as u32;
    }
    Ok(columns
        .into_iter()
        .map(|(n_documents, column, values)| {
            let to_rank: Vec<u32> = if all_values.is_empty() {
                (0..values.len() as u32).collect()
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

/// Returns the column of a facet in one segment, with the distinct values in the order of their ordinals.
fn facet_dictionary(
    reader: &FastFieldReaders,
    facet: Facet,
) -> Result<Option<(StrColumn, Vec<String>)>, Error> {
    let Some(column) = reader.str(&facet_field_name(facet)).to("read a facet")? else {
        return Ok(None);
    };
    let values = dictionary(&column)?;
    Ok(Some((column, values)))
}
