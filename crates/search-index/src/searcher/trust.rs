//! What tells whether a record can be relied on: who answers for it, whether its promise is kept, what it is a copy of.

use catalogue::{Evidence, Owner, Record, derivation};
use tantivy::{DocAddress, TantivyDocument};

use super::Searcher;
use super::replacement::RecordReference;
use crate::document::{Hit, key};
use crate::error::{EngineContext, Error};
use crate::facet::Facet;
use crate::schema::NumberField;

/// What tells whether a record can be relied on. The edition that it is stands with its [`RecordSeries`], its use with the
/// hit.
///
/// [`RecordSeries`]: crate::RecordSeries
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// Who answers for it.
    pub producer: Producer,
    /// What its producer promises; `None` where that is nothing.
    pub promise: Option<Promise>,
    /// What it is a copy of; `None` where it is none.
    pub copy_of: Option<CopyOf>,
    /// The words that say that its data was made of a public producer's.
    pub derived_from: Option<Evidence>,
    /// What is harvested of its producer, which left it behind: it was sent by hand and has not been updated for years, while what
    /// the producer publishes today is harvested. `None` where that is not so.
    pub left_behind: Option<HarvestOfProducer>,
}

/// What is harvested of a producer's records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HarvestOfProducer {
    /// The host name of the portal from which most of them come.
    pub portal: String,
    /// How many there are.
    pub n_records: u64,
}

/// How official a producer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Producer {
    /// A public service or a local authority.
    Public {
        /// Whether the platform has certified it.
        is_certified: bool,
        /// Whether the platform's badges say so; else its name does.
        is_by_badges: bool,
    },
    /// Another organization.
    Organization,
    /// A person.
    Person,
    /// Nobody is named.
    Nobody,
}

/// The frequency of updates that a record promises, and how late it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The id of the frequency.
    pub frequency: String,
    /// Within so many days it is to be updated.
    pub n_days: u64,
    /// So many days ago it last was, counted to the last update of the youngest record of the catalogue.
    pub n_days_since: u64,
}

/// The record that another one is a copy of: one of another producer with the same title and description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyOf {
    /// The record.
    pub record: RecordReference,
    /// Its title.
    pub title: String,
    /// Its producer.
    pub producer: Option<String>,
    /// Whether its producer is more official; else it is the older one.
    pub is_more_official: bool,
}

impl Promise {
    /// Returns by how many days the promise is broken; 0 where it is kept. It counts as broken where twice the promised
    /// time has passed, as in the ranking.
    #[must_use]
    pub fn n_days_late(&self) -> u64 {
        if self.n_days_since > 2 * self.n_days {
            self.n_days_since - self.n_days
        } else {
            0
        }
    }
}

impl Searcher {
    /// Returns what tells whether a record can be relied on; `None` where the generation does not have it.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn trust(&self, record: &Record) -> Result<Option<Trust>, Error> {
        let key = key(&record.record_type(), record.id());
        match self.find(self.fields.key, &key)?.first() {
            Some(address) => self
                .trust_in(*address, record.owner(), derivation(record))
                .map(Some),
            None => Ok(None),
        }
    }

    /// Returns what tells whether the record of a document can be relied on, given its owner, and the words that say
    /// that its data was made of a public producer's.
    pub(super) fn trust_in(
        &self,
        address: DocAddress,
        owner: Option<&Owner>,
        derived_from: Option<Evidence>,
    ) -> Result<Trust, Error> {
        Ok(Trust {
            producer: self.producer(address, owner),
            promise: self.promise(address),
            copy_of: self.copy_of(address)?,
            derived_from,
            left_behind: self.left_behind(address),
        })
    }

    fn left_behind(&self, address: DocAddress) -> Option<HarvestOfProducer> {
        let segment = address.segment_ord as usize;
        let harvested = self.columns.left_behind.of(segment, address.doc_id)?;
        Some(HarvestOfProducer {
            portal: harvested.portal.clone(),
            n_records: harvested.n_records as u64,
        })
    }

    fn producer(&self, address: DocAddress, owner: Option<&Owner>) -> Producer {
        let organization = match owner {
            Some(Owner::Organization(organization)) => organization,
            Some(Owner::User(_)) => return Producer::Person,
            None => return Producer::Nobody,
        };
        match self.number(NumberField::Official, address) {
            Some(2) => Producer::Public {
                is_certified: organization.is_certified(),
                is_by_badges: organization.badges.is_some(),
            },
            _ => Producer::Organization,
        }
    }

    fn promise(&self, address: DocAddress) -> Option<Promise> {
        const DAYS_A_YEAR: f32 = 365.25;

        let n_days = self.number(NumberField::PromisedDays, address)?;
        let (segment, document) = (address.segment_ord as usize, address.doc_id);
        let columns = &self.columns.segments[segment];
        let years = self.ranking.ages.in_years(columns, document)?;
        let frequency = self.columns.value_of(Facet::Frequency, segment, document)?;
        Some(Promise {
            frequency: frequency.to_owned(),
            n_days: u64::try_from(n_days).ok()?,
            n_days_since: (years * DAYS_A_YEAR).round() as u64,
        })
    }

    fn copy_of(&self, address: DocAddress) -> Result<Option<CopyOf>, Error> {
        let (segment, document) = (address.segment_ord as usize, address.doc_id);
        let Some(original) = self.columns.original_of(segment, document) else {
            return Ok(None);
        };
        let at = DocAddress::new(original.segment as u32, original.document);
        let document: TantivyDocument = self.engine.doc(at).to("read a document")?;
        let hit: Hit = self.read_hit(at, &document)?;
        Ok(Some(CopyOf {
            producer: hit.owner.as_ref().map(Owner::name),
            record: RecordReference {
                name: hit.name().to_owned(),
                record_type: hit.record_type,
                id: hit.id,
                slug: hit.slug,
            },
            title: hit.title,
            is_more_official: original.is_more_official,
        }))
    }

    fn number(&self, field: NumberField, address: DocAddress) -> Option<i64> {
        let columns = &self.columns.segments[address.segment_ord as usize];
        columns.number(field, address.doc_id)
    }
}
