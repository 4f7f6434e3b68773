//! Series: records of one producer whose titles differ in nothing but what names their edition.

use std::cmp::Reverse;

use super::segment::SegmentColumns;
use crate::deleted_terms::DeletedTerms;
use crate::schema::NumberField;

/// The series of all documents, and their editions.
pub(crate) struct Series {
    /// By segment, by document: the number of the document's series.
    documents: Vec<Vec<u32>>,
    /// By segment, by document: how many newer editions of the same series there are.
    n_newer: Vec<Vec<u16>>,
    /// By series: where its editions stand in `editions`.
    starts: Vec<u32>,
    /// By series: its key, ascending.
    keys: Vec<i64>,
    /// The editions of all series, the newest first.
    editions: Vec<EditionAt>,
}

/// An edition of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EditionAt {
    pub segment: u32,
    pub document: u32,
    /// The last day of the edition's period, in microseconds; `None` where its title names none.
    pub last: Option<i64>,
    /// The place of the edition among those of its series: of newer ones it is higher.
    order: (i64, i64),
    /// The rank of its title among all.
    title: u32,
}

/// Stands for a document that belongs to no series.
const NONE: u32 = u32::MAX;

impl Series {
    /// Finds the series of the documents that are not deleted. A series has two editions at least.
    pub fn new(segments: &[SegmentColumns], deleted: &DeletedTerms) -> Self {
        let mut keyed = Vec::new();
        for (segment, columns) in segments.iter().enumerate() {
            for document in 0..columns.n_documents() {
                if let Some(key) = columns.number(NumberField::Series, document)
                    && !deleted.is_deleted(segment, document)
                {
                    keyed.push((key, edition(columns, segment as u32, document)));
                }
            }
        }
        // Editions that are equally new come by their ids, wherever in the index they stand.
        let key_rank = |edition: &EditionAt| {
            segments[edition.segment as usize].key_rank[edition.document as usize]
        };
        keyed.sort_unstable_by_key(|(key, edition)| {
            (*key, Reverse(edition.order), key_rank(edition))
        });
        let empty = |columns: &SegmentColumns| vec![NONE; columns.n_documents() as usize];
        let mut series = Self {
            documents: segments.iter().map(empty).collect(),
            n_newer: segments
                .iter()
                .map(|columns| vec![0; columns.n_documents() as usize])
                .collect(),
            starts: vec![0],
            keys: Vec::new(),
            editions: Vec::new(),
        };
        for of_key in keyed.chunk_by_mut(|a, b| a.0 == b.0) {
            series.add(of_key);
        }
        series
    }

    fn add(&mut self, of_key: &mut [(i64, EditionAt)]) {
        let has_date = of_key.iter().any(|(_, edition)| edition.last.is_some());
        if !has_date {
            // Versions alone: one without a number is the first, whenever it was updated.
            for (_, edition) in &mut *of_key {
                edition.order.0 = 0;
            }
            of_key.sort_by_key(|(_, edition)| Reverse(edition.order));
        }
        let (newest, oldest) = (of_key[0].1.order, of_key[of_key.len() - 1].1.order);
        let names_edition = |(_, edition): &(i64, EditionAt)| edition.is_named();
        // Records of one title are copies; what tells editions apart must stand in a title.
        let title = of_key[0].1.title;
        let have_one_title = of_key.iter().all(|(_, edition)| edition.title == title);
        if newest == oldest || have_one_title || !of_key.iter().any(names_edition) {
            return;
        }
        let number = self.starts.len() as u32 - 1;
        let mut n_newer = 0_u16;
        let mut n_same = 0_u16;
        let mut order = newest;
        for (_, edition) in &*of_key {
            if edition.order != order {
                n_newer = n_newer.saturating_add(n_same);
                (order, n_same) = (edition.order, 0);
            }
            n_same = n_same.saturating_add(1);
            let (segment, document) = (edition.segment as usize, edition.document as usize);
            self.documents[segment][document] = number;
            self.n_newer[segment][document] = n_newer;
            self.editions.push(*edition);
        }
        self.starts.push(self.editions.len() as u32);
        self.keys.push(of_key[0].0);
    }

    /// Returns the number of a document's series; `None` where it belongs to none.
    pub fn of(&self, segment: usize, document: u32) -> Option<u32> {
        let series = self.documents[segment][document as usize];
        (series != NONE).then_some(series)
    }

    /// Returns how many series there are.
    pub fn n_series(&self) -> u32 {
        self.keys.len() as u32
    }

    /// Returns the key of a series, which it has in each generation.
    pub fn key(&self, series: u32) -> i64 {
        self.keys[series as usize]
    }

    /// Returns the series that has the key.
    pub fn with_key(&self, key: i64) -> Option<u32> {
        let at = self.keys.binary_search(&key).ok()?;
        Some(at as u32)
    }

    /// Returns how many newer editions of a document's series there are.
    pub fn n_newer(&self, segment: usize, document: u32) -> u16 {
        self.n_newer[segment][document as usize]
    }

    /// Returns the editions of a series, the newest first.
    pub fn editions(&self, series: u32) -> &[EditionAt] {
        let at = series as usize;
        &self.editions[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

impl EditionAt {
    fn is_named(&self) -> bool {
        self.last.is_some() || self.order.1 > 0
    }
}

/// Reads the edition that a document is. One whose title names none is as new as its last update.
fn edition(columns: &SegmentColumns, segment: u32, document: u32) -> EditionAt {
    let number = |field| columns.ranked_number(field, document);
    let last = number(NumberField::EditionLast);
    let edition_number = number(NumberField::EditionNumber).unwrap_or(0);
    let day = last.or_else(|| {
        let is_numbered = edition_number > 0;
        number(NumberField::LastUpdate).filter(|_| !is_numbered)
    });
    EditionAt {
        segment,
        document,
        last,
        order: (day.unwrap_or(0), edition_number),
        title: columns.title_rank[document as usize],
    }
}
