//! What a sync has found and fetched so far.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use catalogue::{Date, Record, RecordType};
use futures::stream::{self, StreamExt};
use search_index::{Manifest, Searcher};

use super::moments::{OVERLAP, after};
use super::spool::Spool;
use super::upstream::{FollowedList, Upstream, followed_lists};
use crate::client::{Answered, FetchedRecord};
use crate::error::Error;
use crate::wire::Stamp;

/// A page of which more records than this are wanted is fetched whole; fewer are fetched one by one.
const MANY_OF_A_PAGE: usize = 8;

/// How many records may fail to come, for all the retries, before the API is given up.
const MOST_FAILED: u64 = 20;

/// What the live generation holds.
pub(super) struct Held {
    pub(super) manifest: Manifest,
    pub(super) known: HashSet<(RecordType, String)>,
    /// Those of them that are archived.
    pub(super) archived: HashSet<(RecordType, String)>,
    pub(super) searcher: Arc<Searcher>,
}

/// A record that an API no longer gives.
pub(super) struct Gone {
    pub(super) record_type: RecordType,
    pub(super) id: String,
    /// Whether the API says that it was deleted, and not only that it has no such record.
    pub(super) is_deleted: bool,
}

/// What a sync has fetched so far, and what it knows to be gone.
pub(super) struct Gathering<'a> {
    pub(super) upstream: &'a Upstream,
    /// The live generation; `None` where only dates tell what is wanted.
    held: Option<&'a Held>,
    /// Dates behind this one are claims about the future. It lies somewhat behind the beginning of the sync, since what is
    /// changed meanwhile is no claim.
    present: Date,
    spools: HashMap<RecordType, Spool>,
    /// The ids of the records that were fetched or found to be gone.
    taken: HashSet<(RecordType, String)>,
    /// Their slugs.
    taken_slugs: HashSet<(RecordType, String)>,
    gone: Vec<Gone>,
    /// How many records did not come.
    n_failed: u64,
    n_too_long: u64,
}

/// What was gathered.
pub(super) struct Gathered {
    pub(super) spools: HashMap<RecordType, Spool>,
    pub(super) gone: Vec<Gone>,
    pub(super) n_failed: u64,
    pub(super) n_too_long: u64,
}

impl<'a> Gathering<'a> {
    pub(super) fn new(
        upstream: &'a Upstream,
        held: Option<&'a Held>,
        began_at: Date,
        index: &Path,
    ) -> Result<Self, Error> {
        let mut spools = HashMap::new();
        for list in followed_lists() {
            let spool = Spool::create(index, &list.record_type)?;
            spools.insert(list.record_type, spool);
        }
        Ok(Self {
            upstream,
            held,
            present: after(began_at, OVERLAP),
            spools,
            taken: HashSet::new(),
            taken_slugs: HashSet::new(),
            gone: Vec::new(),
            n_failed: 0,
            n_too_long: 0,
        })
    }

    /// Returns whether the record should be fetched: the generation lacks it, or it may have changed since that moment.
    pub(super) fn wants(
        &self,
        record_type: &RecordType,
        stamp: &Stamp,
        since: Date,
    ) -> Result<bool, Error> {
        let key = (record_type.clone(), stamp.id.clone());
        if self.taken.contains(&key) {
            return Ok(false);
        }
        if let Some(held) = self.held {
            let was_archived = held.archived.contains(&key);
            if !held.known.contains(&key) || was_archived && !stamp.is_archived {
                return Ok(true);
            }
        }
        if stamp
            .newest(self.present)
            .is_none_or(|newest| newest < since)
        {
            return Ok(false);
        }
        Ok(!self.has_version(record_type, stamp)?)
    }

    /// Returns whether the sync has dealt with the record of that slug, or the generation holds it as of that change.
    pub(super) fn has_change(
        &self,
        record_type: &RecordType,
        slug: &str,
        changed_at: Date,
    ) -> Result<bool, Error> {
        let key = (record_type.clone(), slug.to_owned());
        if self.taken_slugs.contains(&key) {
            return Ok(true);
        }
        let Some(held) = self.held else {
            return Ok(false);
        };
        let record = held.searcher.record(record_type, slug)?;
        Ok(record.is_some_and(|record| modified(&record) == Some(changed_at)))
    }

    /// Returns whether the generation holds the record as of the same change. Only the platform's own date tells that.
    fn has_version(&self, record_type: &RecordType, stamp: &Stamp) -> Result<bool, Error> {
        let (Some(held), Some(changed_at)) = (self.held, stamp.modified) else {
            return Ok(false);
        };
        let Some(record) = held.searcher.record(record_type, &stamp.id)? else {
            return Ok(false);
        };
        let has_data_of = |date: Option<Date>| date.is_none() || record.last_update() == date;
        Ok(modified(&record) == Some(changed_at) && has_data_of(stamp.last_update))
    }

    /// Fetches the wanted records of a page, together where they are many.
    pub(super) async fn fetch_of_page(
        &mut self,
        list: &FollowedList,
        sort: &str,
        number: u64,
        wanted: Vec<String>,
    ) -> Result<(), Error> {
        if wanted.len() > MANY_OF_A_PAGE {
            match self.upstream.whole_page(list, sort, number).await {
                Ok(records) => {
                    let wanted: HashSet<&String> = wanted.iter().collect();
                    let is_wanted = |record: &FetchedRecord| {
                        record.id.as_ref().is_some_and(|id| wanted.contains(id))
                    };
                    for record in records.into_iter().filter(is_wanted) {
                        self.take(list, record)?;
                    }
                }
                // One by one they may come.
                Err(Error::Fetch { source, .. }) if !source.wants_no_more() => {}
                Err(error) => return Err(error),
            }
        }
        self.fetch(list, wanted).await
    }

    /// Fetches records by their ids or slugs, but for those that were taken.
    pub(super) async fn fetch(
        &mut self,
        list: &FollowedList,
        wanted: Vec<String>,
    ) -> Result<(), Error> {
        let upstream = self.upstream;
        let in_flight = upstream.client.options().pages_in_flight.max(1);
        let mut left = wanted;
        left.retain(|id| !self.taken.contains(&(list.record_type.clone(), id.clone())));
        let answers =
            (left.into_iter()).map(|id| async move { (upstream.record(list, &id).await, id) });
        let mut answers = stream::iter(answers).buffer_unordered(in_flight);
        while let Some((answer, id)) = answers.next().await {
            match answer {
                Ok(Answered::Object(record)) => self.take(list, record)?,
                Ok(Answered::Deleted) => self.note_gone(&list.record_type, id, true),
                Ok(Answered::Missing) => self.note_gone(&list.record_type, id, false),
                Err(Error::Fetch {
                    url,
                    attempts,
                    source,
                }) => {
                    self.n_failed += 1;
                    if source.wants_no_more() || self.n_failed > MOST_FAILED {
                        return Err(Error::Fetch {
                            url,
                            attempts,
                            source,
                        });
                    }
                    tracing::warn!(url, "a record did not come: {source}");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Takes a fetched record, or notes that it is not public any more.
    fn take(&mut self, list: &FollowedList, record: FetchedRecord) -> Result<(), Error> {
        let record_type = &list.record_type;
        let Some(id) = record.id else { return Ok(()) };
        if !self.taken.insert((record_type.clone(), id.clone())) {
            return Ok(());
        }
        if let Some(slug) = Stamp::read(record_type, &record.json).and_then(|stamp| stamp.slug) {
            self.taken_slugs.insert((record_type.clone(), slug));
        }
        if let Some(reason) = record.refusal {
            tracing::warn!(id, "a record is not taken: {reason}");
            self.n_too_long += 1;
            return Ok(());
        }
        if let Some(spool) = self.spools.get_mut(record_type) {
            spool.push(&record.json)?;
        }
        self.upstream.progress.advanced(1);
        Ok(())
    }

    fn note_gone(&mut self, record_type: &RecordType, id: String, is_deleted: bool) {
        if self.taken.insert((record_type.clone(), id.clone())) {
            self.gone.push(Gone {
                record_type: record_type.clone(),
                id,
                is_deleted,
            });
        }
    }

    pub(super) fn n_failed(&self) -> u64 {
        self.n_failed
    }

    /// Ends it.
    pub(super) fn end(self) -> Gathered {
        Gathered {
            spools: self.spools,
            gone: self.gone,
            n_failed: self.n_failed,
            n_too_long: self.n_too_long,
        }
    }
}

/// Returns when the platform last changed the record, where its source said so.
pub(super) fn modified(record: &Record) -> Option<Date> {
    match record {
        Record::Dataset(dataset) => dataset.internal.as_ref()?.last_modified_internal,
        Record::Dataservice(dataservice) => dataservice.metadata_modified_at,
    }
}
