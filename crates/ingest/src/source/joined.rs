//! Exports that are joined with the records of other sources: resources with their dataset, organizations with what they
//! own, each by its id.
//!
//! They are read before all others, in whatever order the sources are named.

mod organizations;
mod rows;

use std::path::Path;
use std::sync::Arc;

use csv::ByteRecord;

use self::organizations::Organizations;
use self::rows::{Rows, RowsWriter};
use super::export::{Columns, Row, Subject};
use super::file::Records;
use super::raw_record::{Body, RawRecord};
use crate::error::Error;
use crate::limits::LONGEST_FILES_BYTES;
use crate::wire::{Complete, Refusal, WireDataservice, WireDataset, WireOrganization};

/// What is joined with the records.
#[derive(Default)]
pub(crate) struct Joined {
    resources: Vec<Resources>,
    organizations: Vec<(String, Organizations)>,
}

/// The resources of one export.
struct Resources {
    source_name: String,
    columns: Arc<Columns>,
    rows: Rows,
}

/// How much of an export was joined.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JoinReport {
    /// The source.
    pub source: String,
    /// How many rows it has.
    pub rows: u64,
    /// How many of them belong to no record of any source.
    pub without_record: u64,
}

/// Takes the rows that cannot be read.
pub(crate) type Rejects<'a> = dyn FnMut(&RawRecord, &Refusal) -> Result<(), Error> + 'a;

impl Joined {
    /// Reads an export to its end. `folder` is where rows are kept for a while. Blocks; calls `reject` for the rows that
    /// cannot be read, and ends early where `is_stopped` says so.
    pub(crate) fn add(
        &mut self,
        source_name: &str,
        records: Records,
        folder: &Path,
        reject: &mut Rejects<'_>,
        is_stopped: &dyn Fn() -> bool,
    ) -> Result<(), Error> {
        let Some(columns) = records.columns().cloned() else {
            return Ok(());
        };
        let source_name = source_name.to_owned();
        match columns.subject() {
            Subject::Resources => {
                let path = folder.join(format!(".{}.rows.part", self.resources.len()));
                let rows = read_resources(&columns, records, &path, reject, is_stopped)?;
                self.resources.push(Resources {
                    source_name,
                    columns,
                    rows,
                });
            }
            Subject::Organizations => {
                let mut known = Organizations::default();
                for raw in records {
                    let raw = raw?;
                    if is_stopped() {
                        return Err(Error::Cancelled);
                    }
                    let read = row_of(&raw).and_then(|row| known.add(columns.organization(row)?));
                    if let Err(refusal) = read {
                        reject(&raw, &refusal)?;
                    }
                }
                self.organizations.push((source_name, known));
            }
            Subject::Datasets | Subject::Dataservices => {}
        }
        Ok(())
    }

    /// Completes a row of an export.
    pub(crate) fn complete(&self, row: &mut Row) {
        match row {
            Row::Dataset(dataset) => self.dataset(dataset),
            Row::Dataservice(dataservice) => self.dataservice(dataservice),
        }
    }

    /// Returns how much was joined with the records so far.
    pub(crate) fn report(&self) -> Vec<JoinReport> {
        let resources = self.resources.iter().map(|resources| JoinReport {
            source: resources.source_name.clone(),
            rows: resources.rows.len(),
            without_record: resources.rows.n_not_found(),
        });
        let organizations = self
            .organizations
            .iter()
            .map(|(source_name, known)| JoinReport {
                source: source_name.clone(),
                rows: known.len(),
                without_record: known.n_not_found(),
            });
        resources.chain(organizations).collect()
    }

    fn organization(&self, organization: Option<&mut WireOrganization>) {
        let Some(organization) = organization else {
            return;
        };
        for (_, known) in &self.organizations {
            known.complete(organization);
        }
    }
}

impl Complete for Joined {
    /// Gives a dataset its files, unless its source lists them, and completes its organization.
    fn dataset(&self, dataset: &mut WireDataset) {
        self.organization(dataset.organization.as_mut());
        let Some(id) = dataset.id.0.clone() else {
            return;
        };
        for resources in &self.resources {
            match resources.of(&id) {
                Ok((rows, are_all)) if !rows.is_empty() => {
                    let rows = rows.iter().map(|row| resources.columns.resource(row));
                    if dataset.list_resources(rows.collect(), are_all) && !are_all {
                        tracing::warn!(id, "the dataset has too many files: not all are kept");
                    }
                }
                Ok(_) => {}
                Err(error) => tracing::warn!(id, "the files of a dataset cannot be read: {error}"),
            }
        }
    }

    fn dataservice(&self, dataservice: &mut WireDataservice) {
        self.organization(dataservice.organization.as_mut());
    }
}

impl Resources {
    fn of(&self, id: &str) -> std::io::Result<(Vec<ByteRecord>, bool)> {
        let is_of = |row: &ByteRecord| self.columns.dataset_id(row) == Some(id.as_bytes());
        self.rows.of(id.as_bytes(), LONGEST_FILES_BYTES, is_of)
    }
}

fn read_resources(
    columns: &Columns,
    records: Records,
    path: &Path,
    reject: &mut Rejects<'_>,
    is_stopped: &dyn Fn() -> bool,
) -> Result<Rows, Error> {
    let mut writer = RowsWriter::create(path).map_err(Error::write(path))?;
    for raw in records {
        let raw = raw?;
        if is_stopped() {
            return Err(Error::Cancelled);
        }
        let row = row_of(&raw).and_then(|row| {
            columns.check_width(row)?;
            Ok((columns.dataset_id(row).ok_or_else(no_dataset)?, row))
        });
        match row {
            Ok((id, row)) => writer.push(id, row).map_err(Error::write(path))?,
            Err(refusal) => reject(&raw, &refusal)?,
        }
    }
    writer.finish().map_err(Error::write(path))
}

fn no_dataset() -> Refusal {
    Refusal {
        reason: "no dataset.id".to_owned(),
        ..Refusal::default()
    }
}

fn row_of(raw: &RawRecord) -> Result<&ByteRecord, Refusal> {
    match &raw.body {
        Body::Row(_, row) => Ok(row),
        Body::Broken(_, reason) => Err(Refusal {
            reason: reason.clone(),
            ..Refusal::default()
        }),
        Body::Json(..) => Err(Refusal::default()),
    }
}
