//! The series that a record belongs to: its other editions.

use std::sync::Arc;

use catalogue::Date;
use serde::Deserialize;
use tantivy::DocAddress;

use super::Searcher;
use super::told_editions::RecordEdition;
use crate::error::{EngineContext, Error};
use crate::stored::FirstText;

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
    pub editions: Arc<[RecordEdition]>,
}

/// The part of a stored hit that an edition shows.
#[derive(Deserialize)]
struct Named {
    id: String,
    title: String,
}

impl Searcher {
    /// Returns the series of a document; `None` where it is no edition of one.
    pub(super) fn series_of(&self, address: DocAddress) -> Result<Option<RecordSeries>, Error> {
        let series = &self.columns.series;
        let (segment, document) = (address.segment_ord as usize, address.doc_id);
        let Some(number) = series.of(segment, document) else {
            return Ok(None);
        };
        Ok(Some(RecordSeries {
            id: format!("{:016x}", series.key(number)),
            n_editions: series.editions(number).len() as u64,
            n_newer: u64::from(series.n_newer(segment, document)),
            editions: self
                .told_editions
                .of(number, || self.read_editions(number))?,
        }))
    }

    /// Reads the newest editions of a series.
    fn read_editions(&self, series: u32) -> Result<Vec<RecordEdition>, Error> {
        let editions = self.columns.series.editions(series).iter();
        let editions = editions.take(MAX_EDITIONS).map(|edition| {
            let address = DocAddress::new(edition.segment, edition.document);
            let stored: FirstText = self.engine.doc(address).to("read a document")?;
            let hit = stored.of(self.fields.hit);
            let named: Named = serde_json::from_str(hit).to("read a hit")?;
            Ok(RecordEdition {
                id: named.id,
                title: named.title,
                period_end: edition.last.and_then(Date::from_microseconds),
            })
        });
        editions.collect()
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
