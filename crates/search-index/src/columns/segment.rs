//! Numbers and ranks of one segment's documents.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use catalogue::Date;
use tantivy::SegmentReader;
use tantivy::fastfield::FastFieldReaders;

use crate::error::{EngineContext, Error};
use crate::request::SortField;
use crate::schema::NumberField;

/// The arrays of one segment, indexed by document.
pub(crate) struct SegmentColumns {
    /// The rank of the record's key among all: the last tie breaker between hits.
    pub key_rank: Vec<u32>,
    /// The checksum of the record's key, from which a draw follows.
    pub key_checksum: Vec<i64>,
    /// The rank of the record's title among all; 0 where that has no letter or digit.
    pub title_rank: Vec<u32>,
    /// By number field; [`ABSENT`] where the record has none.
    numbers: Vec<Vec<i64>>,
    /// The dates of last update that are stamps, by document: others stand in their place among the numbers.
    stamps: HashMap<u32, i64>,
    /// The dates of last update by which documents are ranked: that of a stamp stays where nothing but the creation is known
    /// beside it, since the record may have changed at any time between the two.
    ranked_updates: Vec<i64>,
    /// When the generation was published: what is dated later is dated wrongly.
    published_at: i64,
}

/// Stands for a number that a record does not have. Real ones are counts and dates, far above.
pub(super) const ABSENT: i64 = i64::MIN;

impl SegmentColumns {
    pub fn load(
        segment: &SegmentReader,
        (key_rank, key_checksum): (Vec<u32>, Vec<i64>),
        title_rank: Vec<u32>,
        published_at: Date,
    ) -> Result<Self, Error> {
        let reader = segment.fast_fields();
        let numbers = NumberField::ALL
            .iter()
            .map(|field| read_numbers(reader, field.name(), segment.max_doc()))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            key_rank,
            key_checksum,
            title_rank,
            stamps: HashMap::new(),
            ranked_updates: numbers[NumberField::LastUpdate as usize].clone(),
            numbers,
            published_at: published_at.as_microseconds(),
        })
    }

    pub fn n_documents(&self) -> u32 {
        self.key_rank.len() as u32
    }

    /// Returns a document's number, if it has one.
    pub fn number(&self, field: NumberField, document: u32) -> Option<i64> {
        let number = self.numbers[field as usize][document as usize];
        (number != ABSENT).then_some(number)
    }

    /// Takes a document's last update for a stamp: the best date that is known otherwise stands in its place.
    pub(super) fn replace_stamp(&mut self, document: u32) {
        let at = document as usize;
        let [known, created] = [NumberField::KnownUpdate, NumberField::Created]
            .map(|field| self.numbers[field as usize][at]);
        let update = &mut self.numbers[NumberField::LastUpdate as usize][at];
        self.stamps.insert(document, *update);
        if known != ABSENT {
            *update = known;
            if known != created {
                self.ranked_updates[at] = known;
            }
        }
    }

    /// Returns whether a document's own date of last update is a stamp.
    pub fn is_stamped(&self, document: u32) -> bool {
        self.stamps.contains_key(&document)
    }

    /// Returns the date of last update by which a document is ranked, if it has one.
    pub fn ranked_update(&self, document: u32) -> Option<i64> {
        let update = self.ranked_updates[document as usize];
        (update != ABSENT).then_some(update)
    }

    /// Returns a document's number as the ranking takes it.
    pub fn ranked_number(&self, field: NumberField, document: u32) -> Option<i64> {
        match field {
            NumberField::LastUpdate => self.ranked_update(document),
            field => self.number(field, document),
        }
    }

    /// Returns a document's own date of last update, a stamp or not.
    fn stated_update(&self, document: u32) -> Option<i64> {
        let stamp = self.stamps.get(&document).copied();
        stamp.or_else(|| self.number(NumberField::LastUpdate, document))
    }

    /// Returns the first and the last year that a title names; `None` where it names none.
    pub fn title_years(&self, document: u32) -> Option<RangeInclusive<i64>> {
        let first = self.number(NumberField::TitleYearFirst, document)?;
        let last = self.number(NumberField::TitleYearLast, document)?;
        Some(first..=last)
    }

    /// Returns whether the period that a document covers meets one of these moments; `None` where none is known.
    pub fn covers(&self, moments: &RangeInclusive<i64>, document: u32) -> Option<bool> {
        let end = self.number(NumberField::PeriodEnd, document)?;
        let start = self.number(NumberField::PeriodStart, document);
        let begins_before = start.is_none_or(|start| start <= *moments.end());
        Some(begins_before && end >= *moments.start())
    }

    /// Returns the numbers of all documents; [`ABSENT`] where a record has none.
    pub fn numbers(&self, field: NumberField) -> &[i64] {
        &self.numbers[field as usize]
    }

    /// Returns what a document is sorted by; `None` where it lacks the field. In the place of a date to come stands the best one
    /// that is known beside it, so that nothing leads until its day.
    pub fn sort_value(&self, field: SortField, document: u32) -> Option<i64> {
        use NumberField::{Created, KnownUpdate, LastUpdate};
        let number = |field| self.number(field, document);
        let past = |date: Option<i64>, others: [NumberField; 2]| {
            let is_past = |date: &i64| *date <= self.published_at;
            let date = date?;
            Some(date)
                .filter(is_past)
                .or_else(|| others.into_iter().filter_map(number).find(is_past))
        };
        match field {
            SortField::Created => past(number(Created), [KnownUpdate, LastUpdate]),
            SortField::LastUpdate => past(number(LastUpdate), [KnownUpdate, Created]),
            SortField::StatedUpdate => past(self.stated_update(document), [KnownUpdate, Created]),
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
