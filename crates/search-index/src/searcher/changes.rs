//! What has changed since a generation that was live.

use std::collections::BTreeMap;

use catalogue::{Date, RecordType};

use super::Searcher;
use crate::document::{key, parse_key};
use crate::error::Error;
use crate::generation::{ChangeKind, Publications, made_at};

/// What has changed since a generation that was live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The generation since which they have changed.
    pub since: String,
    /// The generation until which they have changed.
    pub until: String,
    /// The records, by type and id.
    pub records: Vec<RecordChange>,
}

/// A record that has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordChange {
    /// Whether it is a dataset or a dataservice.
    pub record_type: RecordType,
    /// Its id.
    pub id: String,
    /// How it has changed.
    pub kind: ChangeKind,
}

/// From when on changes are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangesSince {
    /// From the generation of that name.
    Generation(String),
    /// From the generation that was live at that moment.
    Moment(Date),
}

impl Searcher {
    /// Returns which records were added, changed or deleted since a generation or a moment, until this generation or another
    /// one; `None` where it is not known. A record that was hidden since is deleted. What has changed in a record's figures of use
    /// is no change.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn changes(
        &self,
        since: &ChangesSince,
        until: Option<&str>,
    ) -> Result<Option<Changes>, Error> {
        let latest = &self.manifest.generation;
        let publications = Publications::parse(&self.publications)?;
        let since = match since {
            ChangesSince::Generation(generation) => generation.as_str(),
            ChangesSince::Moment(moment) => match publications.live_at(*moment, latest) {
                Some(generation) => generation,
                None => return Ok(None),
            },
        };
        let changes = if since == latest {
            until
                .is_none_or(|until| until == latest)
                .then(Default::default)
        } else {
            publications.changes(since, until.filter(|until| until != latest))
        };
        let made_at = made_at(since);
        Ok(changes.map(|changes| Changes {
            since: since.to_owned(),
            until: until.unwrap_or(latest).to_owned(),
            records: self.with_hidden(changes, made_at),
        }))
    }

    /// Returns the earliest generation since which all changes are known.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn changes_known_since(&self) -> Result<String, Error> {
        let publications = Publications::parse(&self.publications)?;
        let earliest = publications.earliest().map(str::to_owned);
        Ok(earliest.unwrap_or_else(|| self.manifest.generation.clone()))
    }

    /// Returns the changes of records. What must not be shown is gone for whoever has it, where it was hidden since.
    fn with_hidden(
        &self,
        changes: BTreeMap<&str, ChangeKind>,
        since: Option<Date>,
    ) -> Vec<RecordChange> {
        let hidden = self.hidden().records();
        let mut all: BTreeMap<String, ChangeKind> = changes
            .into_iter()
            .map(|(key, kind)| (key.to_owned(), kind))
            .collect();
        for record in hidden {
            let key = key(&record.record_type, &record.id);
            if since.is_none_or(|since| record.hidden_at >= since) {
                all.insert(key, ChangeKind::Deleted);
            } else {
                all.remove(&key);
            }
        }
        let all = all.into_iter().filter_map(|(key, kind)| {
            let (record_type, id) = parse_key(&key)?;
            let id = id.to_owned();
            Some(RecordChange {
                record_type,
                id,
                kind,
            })
        });
        all.collect()
    }
}
