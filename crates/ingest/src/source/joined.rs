//! Exports that are joined with the records of other sources: resources with their dataset, organizations with what they
//! own, each by its id. Reuses are told beside the datasets that they are made with.
//!
//! They are read before all others, in whatever order the sources are named.

mod organizations;
mod rows;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use catalogue::OrganizationProfile;
use csv::ByteRecord;

pub(crate) use self::organizations::Organizations;
use self::rows::{Rows, RowsWriter};
use super::export::{Columns, Row, Subject};
use super::file::Records;
use super::raw_record::{Body, RawRecord};
use crate::error::Error;
use crate::limits::LONGEST_FILES_BYTES;
use crate::reuses::{ReuseCounts, Reuses};
use crate::wire::{Complete, Refusal, WireDataservice, WireDataset, WireOrganization};

/// What is joined with the records.
#[derive(Default)]
pub(crate) struct Joined {
    resources: Vec<Resources>,
    organizations: Vec<OrganizationsOf>,
    reuses: Vec<Reuses>,
}

/// The resources of one export.
struct Resources {
    source_name: String,
    columns: Arc<Columns>,
    rows: Rows,
}

/// The organizations of one export.
struct OrganizationsOf {
    source_name: String,
    is_remote: bool,
    known: Organizations,
}

/// How much of an export was joined.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JoinReport {
    /// The source.
    pub source: String,
    /// How many rows it has.
    pub rows: u64,
    /// How many of them belong to no record of any source. Reuses that may not be told, archived ones, belong to none and do
    /// not count.
    pub without_record: u64,
}

impl From<ReuseCounts> for JoinReport {
    fn from(counts: ReuseCounts) -> Self {
        Self {
            source: counts.source_name,
            rows: counts.n_rows,
            without_record: counts.n_without_record,
        }
    }
}

/// Takes the rows that cannot be read.
pub(crate) type Rejects<'a> = dyn FnMut(&RawRecord, &Refusal) -> Result<(), Error> + 'a;

impl Joined {
    /// Reads an export of that name to its end, which may be read over the network. `folder` is where rows are kept for a while. Blocks; calls `reject` for the rows that
    /// cannot be read, and ends early where `is_stopped` says so.
    pub(crate) fn add(
        &mut self,
        (source_name, is_remote): (&str, bool),
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
                each_row(records, reject, is_stopped, |row| {
                    known.add(columns.organization(row)?)
                })?;
                self.organizations.push(OrganizationsOf {
                    source_name,
                    is_remote,
                    known,
                });
            }
            Subject::Reuses => {
                let mut known = Reuses::of(&source_name, is_remote);
                each_row(records, reject, is_stopped, |row| {
                    known.add(columns.reuse(row)?)
                })?;
                self.reuses.push(known);
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

    /// Takes the reuses.
    pub(crate) fn take_reuses(&mut self) -> Vec<Reuses> {
        std::mem::take(&mut self.reuses)
    }

    /// Returns how much was joined with the records so far, but for reuses.
    pub(crate) fn report(&self) -> Vec<JoinReport> {
        let resources = self.resources.iter().map(|resources| JoinReport {
            source: resources.source_name.clone(),
            rows: resources.rows.len(),
            without_record: resources.rows.n_not_found(),
        });
        let organizations = self.organizations.iter().map(|of| JoinReport {
            source: of.source_name.clone(),
            rows: of.known.len(),
            without_record: of.known.n_not_found(),
        });
        resources.chain(organizations).collect()
    }

    /// Calls with each organization of an export that came from the network, as an API object.
    pub(crate) fn each_fetched_organization<E>(
        &self,
        mut act: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut fetched = self.organizations.iter().filter(|of| of.is_remote);
        fetched.try_for_each(|of| of.known.each(&mut act))
    }

    /// Returns what exports tell of organizations, and `beside` them others do; of several with one id the first counts.
    pub(crate) fn into_profiles(self, beside: Organizations) -> Vec<OrganizationProfile> {
        let mut ids = HashSet::new();
        let exports = self.organizations.into_iter().map(|of| of.known);
        let profiles = exports
            .chain([beside])
            .flat_map(Organizations::into_profiles);
        profiles
            .filter(|profile| ids.insert(profile.organization.id.clone()))
            .collect()
    }

    fn organization(&self, organization: Option<&mut WireOrganization>) {
        let Some(organization) = organization else {
            return;
        };
        for of in &self.organizations {
            of.known.complete(organization);
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

/// Calls with each row of an export; what it refuses is set aside.
fn each_row(
    records: Records,
    reject: &mut Rejects<'_>,
    is_stopped: &dyn Fn() -> bool,
    mut act: impl FnMut(&ByteRecord) -> Result<(), Refusal>,
) -> Result<(), Error> {
    for raw in records {
        let raw = raw?;
        if is_stopped() {
            return Err(Error::Cancelled);
        }
        if let Err(refusal) = row_of(&raw).and_then(&mut act) {
            reject(&raw, &refusal)?;
        }
    }
    Ok(())
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
        Body::Json(..) | Body::Reuse(_) | Body::Organization(_) => Err(Refusal::default()),
    }
}
