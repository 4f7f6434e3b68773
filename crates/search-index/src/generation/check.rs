//! The checks of a new generation: it is published only if it passes them.

use std::path::Path;

use super::directory::Generations;
use super::manifest::{Manifest, RecordCounts};
use crate::error::Error;
use crate::facet::Facet;
use crate::request::SearchRequest;
use crate::searcher::Searcher;

/// A record that the finished generation must find, by its id and by its title.
pub(super) struct Probe {
    pub id: String,
    pub title: String,
}

/// One record in this many is a probe.
pub(super) const PROBE_EVERY: u64 = 5_000;

/// Checks that the new generation has hardly fewer records of each type than the live one: at most the share
/// `max_shrink` of them may be missing.
///
/// # Errors
///
/// [`Error::TooFewRecords`] where more are missing.
pub(super) fn check_shrink(
    generations: &Generations,
    new: RecordCounts,
    max_shrink: f64,
) -> Result<(), Error> {
    // An unreadable live generation is no reason to keep it.
    let live = generations.live().ok().flatten();
    let Some(manifest) = live.and_then(|live| generations.manifest(&live).ok()) else {
        return Ok(());
    };
    // Leaving the bundled sample for a real catalogue is no loss.
    if manifest.is_sample() {
        return Ok(());
    }
    let types = [
        ("dataset", manifest.records.dataset, new.dataset),
        ("dataservice", manifest.records.dataservice, new.dataservice),
    ];
    for (record_type, live, new) in types {
        if (new as f64) < live as f64 * (1.0 - max_shrink) {
            return Err(Error::TooFewRecords {
                record_type: record_type.to_owned(),
                live,
                new,
            });
        }
    }
    Ok(())
}

/// Checks the answers of the new generation, opened as a server opens it: a search for everything must find all records
/// that were added, and a search for the id or the title of a probe must find something.
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
            "{added} records were added, {total} are found"
        )));
    }
    for probe in probes {
        for words in [&probe.id, &probe.title] {
            let request = SearchRequest {
                query: words.clone(),
                ..everything.clone()
            };
            let has_words = words.chars().any(char::is_alphanumeric);
            if has_words && searcher.search(&request)?.total == 0 {
                return Err(Error::CheckFailed(format!(
                    "`{words}` finds nothing, not even record `{}`",
                    probe.id
                )));
            }
        }
    }
    Ok(())
}
