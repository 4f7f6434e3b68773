//! The series that a record belongs to: its other editions.

use catalogue::Date;
use tantivy::DocAddress;

use super::Searcher;
use crate::document::parse_key;
use crate::error::{EngineContext, Error};

/// So many editions of a series are told, the newest first.
pub const MAX_EDITIONS: usize = 12;

/// The series of records that a record is an edition of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordSeries {
    /// The id of the series, by which searches find its editions: sixteen hexadecimal digits, the same in each generation.
    pub id: String,
    /// How many editions there are.
    pub n_editions: u64,
    /// How many of them are newer than the record.
    pub n_newer: u64,
    /// The editions, the newest first; [`MAX_EDITIONS`] of them.
    pub editions: Vec<RecordEdition>,
}

/// An edition of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordEdition {
    /// The record's id.
    pub id: String,
    /// The last day of the period that the record's title names: of one that goes on, of the last update; `None` where it
    /// names none.
    pub period_end: Option<Date>,
}

impl Searcher {
    /// Returns the series of a document; `None` where it is no edition of one.
    pub(super) fn series_of(&self, address: DocAddress) -> Result<Option<RecordSeries>, Error> {
        let series = &self.columns.series;
        let (segment, document) = (address.segment_ord as usize, address.doc_id);
        let Some(number) = series.of(segment, document) else {
            return Ok(None);
        };
        let editions = series.editions(number);
        let mut told = Vec::new();
        let mut key = String::new();
        for edition in editions.iter().take(MAX_EDITIONS) {
            let columns = &self.columns.segments[edition.segment as usize];
            let read = columns.read_key(edition.document, &mut key);
            read.to("read the ids")?;
            if let Some((_, id)) = parse_key(&key) {
                told.push(RecordEdition {
                    id: id.to_owned(),
                    period_end: edition.last.and_then(Date::from_microseconds),
                });
            }
        }
        Ok(Some(RecordSeries {
            id: format!("{:016x}", series.key(number)),
            n_editions: editions.len() as u64,
            n_newer: u64::from(series.n_newer(segment, document)),
            editions: told,
        }))
    }

    /// Returns the number of the series that has the id.
    pub(super) fn series_with_id(&self, id: &str) -> Option<u32> {
        let key = u64::from_str_radix(id, 16).ok()?;
        self.columns.series.with_key(key.cast_signed())
    }

    /// Returns the series of a record, by its id or slug; `None` where it is no edition of one, or unknown.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn series(&self, id_or_slug: &str) -> Result<Option<RecordSeries>, Error> {
        match self.address_of(id_or_slug)? {
            Some(address) => self.series_of(address),
            None => Ok(None),
        }
    }
}
