//! What producers left behind: records that they once sent by hand and have not touched for years, while most of what they publish
//! is harvested from a portal of theirs by now.

use std::collections::HashMap;

use super::facet_column::FacetColumn;
use super::producers::{Producer, Producers};
use super::segment::SegmentColumns;
use crate::deleted_terms::DeletedTerms;

/// A segment and a document in it.
type Place = (usize, u32);

/// So many records of a producer are harvested at least.
const LEAST_HARVESTED: usize = 10;

/// They are one of so many of all its records at least.
const HARVESTED_ONE_OF: usize = 2;

/// A record that was left behind was last updated so long before the producer's youngest harvested one, in microseconds: five years.
const LEAST_OLDER: i64 = 5 * 365 * 24 * 3600 * 1_000_000;

/// What was left behind.
pub(crate) struct LeftBehind {
    /// The producers that left records behind.
    producers: Vec<Harvested>,
    /// By segment, by document.
    segments: Vec<Vec<HarvestStanding>>,
}

/// Whether a record is harvested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HarvestStanding {
    /// It is, and its producer, which has this number, left others behind.
    Harvested(u32),
    /// Its producer, which has this number, left it behind.
    LeftBehind(u32),
    /// Its producer left nothing behind, or it was sent by hand of late.
    Other,
}

/// What is harvested of a producer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Harvested {
    /// The host name of the portal from which most of it comes.
    pub portal: String,
    /// How many records.
    pub n_records: usize,
}

/// What of a document tells whether its producer left it behind.
pub(super) struct Published<'a> {
    pub segments: &'a [SegmentColumns],
    pub producers: Producers<'a>,
    /// The portals from which records are harvested.
    pub portals: &'a FacetColumn,
    pub deleted: &'a DeletedTerms,
}

/// What a producer publishes.
#[derive(Default)]
struct OfProducer {
    n_records: usize,
    /// By portal, given by the set of its name: how many records are harvested from there.
    portals: HashMap<u32, usize>,
    /// The last update of the youngest harvested record.
    last_harvested: Option<i64>,
    harvested: Vec<Place>,
    /// Those that are not harvested, with their last update.
    by_hand: Vec<(Place, i64)>,
}

impl LeftBehind {
    /// Finds what was left behind among the documents that are live.
    pub(super) fn new(published: &Published<'_>, is_live: impl Fn(usize, u32) -> bool) -> Self {
        let of_segment =
            |columns: &SegmentColumns| vec![HarvestStanding::Other; columns.n_documents() as usize];
        let mut left_behind = Self {
            producers: Vec::new(),
            segments: published.segments.iter().map(of_segment).collect(),
        };
        for of_producer in published.by_producer(is_live).into_values() {
            if let Some(harvested) = of_producer.harvested(published.portals) {
                left_behind.add(&of_producer, harvested);
            }
        }
        left_behind
    }

    fn add(&mut self, of_producer: &OfProducer, harvested: Harvested) {
        let left: Vec<Place> = of_producer.left_behind().collect();
        if left.is_empty() {
            return;
        }
        let producer = self.producers.len() as u32;
        self.producers.push(harvested);
        for (segment, document) in &of_producer.harvested {
            self.segments[*segment][*document as usize] = HarvestStanding::Harvested(producer);
        }
        for (segment, document) in left {
            self.segments[segment][document as usize] = HarvestStanding::LeftBehind(producer);
        }
    }

    /// Returns whether a document is harvested, and whether its producer left it behind.
    pub fn standing(&self, segment: usize, document: u32) -> HarvestStanding {
        self.segments[segment][document as usize]
    }

    /// Returns whether its producer left a document behind.
    pub fn has(&self, segment: usize, document: u32) -> bool {
        self.of(segment, document).is_some()
    }

    /// Returns what is harvested of the producer that left a document behind; `None` where it was not left behind.
    pub fn of(&self, segment: usize, document: u32) -> Option<&Harvested> {
        match self.standing(segment, document) {
            HarvestStanding::LeftBehind(producer) => Some(&self.producers[producer as usize]),
            _ => None,
        }
    }
}

impl Published<'_> {
    fn by_producer(&self, is_live: impl Fn(usize, u32) -> bool) -> HashMap<Producer, OfProducer> {
        let mut producers: HashMap<Producer, OfProducer> = HashMap::new();
        for (segment, columns) in self.segments.iter().enumerate() {
            for document in 0..columns.n_documents() {
                if let Some(producer) = self.producers.of(segment, document)
                    && !self.deleted.is_deleted(segment, document)
                    && is_live(segment, document)
                {
                    let portal = self.portal(segment, document);
                    let update = columns.ranked_update(document);
                    let of_producer = producers.entry(producer).or_default();
                    of_producer.add((segment, document), portal, update);
                }
            }
        }
        producers
    }

    /// Returns the set of the portal's name; `None` where the document is not harvested.
    fn portal(&self, segment: usize, document: u32) -> Option<u32> {
        let set = self.portals.documents(segment)[document as usize];
        (!self.portals.set(set).is_empty()).then_some(set)
    }
}

impl OfProducer {
    fn add(&mut self, place: Place, portal: Option<u32>, update: Option<i64>) {
        self.n_records += 1;
        match (portal, update) {
            (Some(portal), update) => {
                *self.portals.entry(portal).or_default() += 1;
                self.last_harvested = self.last_harvested.max(update);
                self.harvested.push(place);
            }
            (None, Some(update)) => self.by_hand.push((place, update)),
            (None, None) => {}
        }
    }

    /// Returns what is harvested of the producer; `None` where that is not how it publishes.
    fn harvested(&self, portals: &FacetColumn) -> Option<Harvested> {
        let n_records = self.harvested.len();
        if n_records < LEAST_HARVESTED || n_records * HARVESTED_ONE_OF < self.n_records {
            return None;
        }
        let most = self.portals.iter().max_by_key(|(set, n)| (**n, **set))?;
        let name = portals.set(*most.0).first()?;
        Some(Harvested {
            portal: portals.values.get(*name).name.to_string(),
            n_records,
        })
    }

    /// Returns the records that are not harvested and have not been updated for years.
    fn left_behind(&self) -> impl Iterator<Item = Place> {
        let last = self.last_harvested.unwrap_or(i64::MIN);
        let latest = last.saturating_sub(LEAST_OLDER);
        let left = self.by_hand.iter();
        let left = left.filter(move |(_, update)| *update <= latest);
        left.map(|(place, _)| *place)
    }
}
