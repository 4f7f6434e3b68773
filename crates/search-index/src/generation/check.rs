//! The checks of a new generation: it is published only if it passes them.

use std::path::Path;

use catalogue::{Date, Record, RecordType};

use super::directory::Generations;
use super::manifest::{Manifest, RecordCounts};
use crate::document::key;
use crate::error::Error;
use crate::facet::Facet;
use crate::request::SearchRequest;
use crate::searcher::Searcher;

/// A record that the finished generation must find.
pub(super) struct Probe {
    pub record_type: RecordType,
    pub id: String,
    pub title: String,
}

impl Probe {
    pub fn of(record: &Record) -> Self {
        Self {
            record_type: record.record_type(),
            id: record.id().to_owned(),
            title: record.title().to_owned(),
        }
    }

    pub fn key(&self) -> String {
        key(&self.record_type, &self.id)
    }
}

/// One record in this many is a probe.
pub(super) const PROBE_EVERY: u64 = 5_000;

/// Checks that the new generation has hardly fewer records of each type than the largest one of the last 30 days: at most
/// the share `max_shrink` of them may be missing. Many small losses, each allowed by itself, do not add up.
///
/// # Errors
///
/// [`Error::TooFewRecords`] where more are missing.
pub(super) fn check_shrink(
    generations: &Generations,
    new: RecordCounts,
    max_shrink: f64,
) -> Result<(), Error> {
    let mut most = generations.history()?.most_records(Date::now());
    // An unreadable live generation is no reason to keep it, and leaving the bundled sample for a real catalogue no loss.
    let live = generations.live().ok().flatten();
    if let Some(manifest) = live.and_then(|live| generations.manifest(&live).ok())
        && !manifest.is_sample()
    {
        most = most.most(manifest.records);
    }
    let types = [
        ("dataset", most.dataset, new.dataset),
        ("dataservice", most.dataservice, new.dataservice),
    ];
    for (record_type, most, new) in types {
        if (new as f64) < most as f64 * (1.0 - max_shrink) {
            return Err(Error::TooFewRecords {
                record_type: record_type.to_owned(),
                most,
                new,
            });
        }
    }
    Ok(())
}

/// Checks the answers of the new generation, opened as a server opens it: a search for everything must find all records
/// that were added, and a probe must be found by its id and by each word of its title. A title is not searched for as a
/// query: to the query language, `Forages -BSS` excludes a word of its own.
///
/// # Errors
///
/// [`Error::CheckFailed`] where it does not.
pub(super) fn check_answers(
    building: &Path,
    manifest: &Manifest,
    probes: &[Probe],
) -> Result<(), Error> {
    let searcher = Searcher::open_directory(building, manifest.clone())?;
    let everything = SearchRequest {
        page_size: 1,
        ..SearchRequest::default().without(Facet::Archived)
    };
    let total = searcher.search(&everything)?.total;
    if total != manifest.records.total() {
        let added = manifest.records.total();
        return Err(Error::CheckFailed(format!(
            "count: {added} records were added, {total} are found"
        )));
    }
    for probe in probes {
        let name = format!("{} `{}`", probe.record_type, probe.id);
        let missing = searcher.missing_title_words(&probe.record_type, &probe.id, &probe.title)?;
        match missing.as_deref() {
            None => {
                let reason = format!("id: {name} is not found by its id");
                return Err(Error::CheckFailed(reason));
            }
            Some([word, ..]) => {
                let title = &probe.title;
                return Err(Error::CheckFailed(format!(
                    "title: {name}, `{title}`, is not found by its word `{word}`"
                )));
            }
            Some([]) => {}
        }
        // Whatever a title finds as a query, it must not fail.
        searcher.search(&SearchRequest {
            query: probe.title.clone(),
            ..everything.clone()
        })?;
    }
    Ok(())
}
