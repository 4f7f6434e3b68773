//! Copies: records whose title and description are those of another producer's record.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::facet_column::FacetColumn;
use super::segment::SegmentColumns;
use crate::deleted_terms::DeletedTerms;
use crate::schema::NumberField;

/// A segment and a document in it.
type Place = (usize, u32);

/// Originals by their copies.
pub(crate) struct Originals(HashMap<Place, Original>);

/// The record that another one is a copy of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Original {
    pub segment: usize,
    pub document: u32,
    /// Whether its producer is more official than the copy's; else it is the older one.
    pub is_more_official: bool,
}

/// What of a document tells an original from its copies.
pub(super) struct Copied<'a> {
    pub segments: &'a [SegmentColumns],
    pub organizations: &'a FacetColumn,
    pub owners: &'a FacetColumn,
    /// Where records are about, inferred zones included.
    pub zones: &'a FacetColumn,
    pub deleted: &'a DeletedTerms,
}

/// A copy is younger than its original by so much, in microseconds, unless nobody or a person publishes it.
const LEAST_YOUNGER: i64 = 24 * 3600 * 1_000_000;

/// A description that more producers have is a form that each fills in about its own data, as laws and schemas bring them.
const MAX_PRODUCERS: usize = 3;

/// The levels of [`NumberField::Official`] from which on a producer is an organization.
const ORGANIZATION: i64 = 1;

impl Originals {
    /// Finds the copies among the documents that are live.
    pub fn new(copied: &Copied<'_>, is_live: impl Fn(usize, u32) -> bool) -> Self {
        let mut alike: Vec<(i64, Place)> = Vec::new();
        for (segment, columns) in copied.segments.iter().enumerate() {
            for document in 0..columns.n_documents() {
                if let Some(likeness) = columns.number(NumberField::Likeness, document)
                    && !copied.deleted.is_deleted(segment, document)
                    && is_live(segment, document)
                {
                    alike.push((likeness, (segment, document)));
                }
            }
        }
        alike.sort_unstable();
        let mut originals = HashMap::new();
        for group in alike.chunk_by(|a, b| a.0 == b.0) {
            if group.len() > 1 {
                let places = group.iter().map(|(_, place)| *place).collect();
                copied.add_copies(places, &mut originals);
            }
        }
        Self(originals)
    }

    /// Returns what a document is a copy of; `None` where it is none.
    pub fn of(&self, segment: usize, document: u32) -> Option<Original> {
        self.0.get(&(segment, document)).copied()
    }
}

impl Copied<'_> {
    /// Adds the copies among records of one description.
    fn add_copies(&self, mut places: Vec<Place>, originals: &mut HashMap<Place, Original>) {
        let producers: HashSet<_> = places.iter().map(|place| self.producer(*place)).collect();
        if !(2..=MAX_PRODUCERS).contains(&producers.len()) {
            return;
        }
        let title = |place: &Place| self.segments[place.0].title_rank[place.1 as usize];
        places.sort_unstable_by_key(title);
        for of_title in places.chunk_by(|a, b| title(a) == title(b)) {
            let Some(original) = of_title.iter().copied().max_by_key(|it| self.rank(*it)) else {
                continue;
            };
            for place in of_title {
                if self.is_copy(*place, original) {
                    let (segment, document) = original;
                    let is_more_official = self.official(original) > self.official(*place);
                    let original = Original {
                        segment,
                        document,
                        is_more_official,
                    };
                    originals.insert(*place, original);
                }
            }
        }
    }

    /// Returns what makes a record the original among those of its title and description: its producer, then its age.
    fn rank(&self, place: Place) -> (i64, Reverse<i64>, Reverse<u32>) {
        let key_rank = self.segments[place.0].key_rank[place.1 as usize];
        let age = Reverse(self.created(place));
        (self.official(place), age, Reverse(key_rank))
    }

    /// Returns whether a record is a copy of an organization's: nobody's or a person's, or that of a less official organization
    /// and younger, or that of an equally official one, younger and about the same zones.
    fn is_copy(&self, place: Place, original: Place) -> bool {
        let (official, of_original) = (self.official(place), self.official(original));
        if of_original < ORGANIZATION || self.producer(place) == self.producer(original) {
            return false;
        }
        let is_younger =
            self.created(place) >= self.created(original).saturating_add(LEAST_YOUNGER);
        official < ORGANIZATION
            || (is_younger && (official < of_original || self.have_one_place(place, original)))
    }

    fn have_one_place(&self, place: Place, other: Place) -> bool {
        let zones = set(self.zones, place);
        zones == set(self.zones, other) && !self.zones.set(zones).is_empty()
    }

    fn producer(&self, place: Place) -> (u32, u32) {
        (set(self.organizations, place), set(self.owners, place))
    }

    fn official(&self, place: Place) -> i64 {
        self.number(NumberField::Official, place).unwrap_or(-1)
    }

    fn created(&self, place: Place) -> i64 {
        self.number(NumberField::Created, place).unwrap_or(i64::MAX)
    }

    fn number(&self, field: NumberField, (segment, document): Place) -> Option<i64> {
        self.segments[segment].number(field, document)
    }
}

/// Returns the set of a document's values.
fn set(column: &FacetColumn, (segment, document): Place) -> u32 {
    column.documents(segment)[document as usize]
}
