//! What can go wrong with a rebuild.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::fetch_error::FetchError;
use crate::gap::Gap;

/// How many gaps a message tells.
const GAPS_TOLD: usize = 8;

/// Why a rebuild did not publish anything. The index that was live before still is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No source was named.
    #[error("no source to rebuild from")]
    NoSource,
    /// A source cannot be read, or not to its end: it is missing, cut short, damaged …
    #[error("cannot read `{source_name}`")]
    Unreadable {
        /// The source, as it was named.
        source_name: String,
        /// Why not.
        source: io::Error,
    },
    /// A source is no catalogue.
    #[error("`{source_name}` is {reason}")]
    NotACatalogue {
        /// The source, as it was named.
        source_name: String,
        /// What it is instead.
        reason: String,
    },
    /// A source holds no record that could be taken.
    #[error("`{source_name}` holds no records{}", .rejected_file.as_ref().map_or_else(String::new, |file| {
        format!(" that can be read: {rejected} were set aside in `{}`", file.display())
    }))]
    NoRecords {
        /// The source, as it was named.
        source_name: String,
        /// How many records of all sources were set aside.
        rejected: u64,
        /// Where, if there are any.
        rejected_file: Option<PathBuf>,
    },
    /// Records of a source did not come, though it was not seen to change by as many while it was read.
    #[error("`{source_name}` announced {announced} records and gave {fetched}: {missing} are missing{}; what came is kept \
        for the next run, and `--accept-missing {missing}` would publish without them", told(.gaps))]
    Incomplete {
        /// The source, as it was named.
        source_name: String,
        /// How many records it says that it has.
        announced: u64,
        /// How many distinct records came.
        fetched: u64,
        /// How many did not.
        missing: u64,
        /// The pages that did not come, or not whole.
        gaps: Vec<Gap>,
    },
    /// A source was not read to its end in time.
    #[error("`{source_name}` was not read to its end within {} s: {fetched} records came, and pages of an API are kept for \
        the next run", .deadline.as_secs())]
    Deadline {
        /// The source, as it was named.
        source_name: String,
        /// How long the rebuild may read.
        deadline: Duration,
        /// How many distinct records of the source came.
        fetched: u64,
    },
    /// The address has no such list: it is not the base of a catalogue's API.
    #[error("no catalogue API at `{url}`: not found")]
    NoSuchApi {
        /// The list that was asked for.
        url: String,
    },
    /// Something could not be fetched, for all the retries.
    #[error("cannot fetch `{url}`, tried {attempts} time{}", if *.attempts == 1 { "" } else { "s" })]
    Fetch {
        /// What was asked for.
        url: String,
        /// How often.
        attempts: usize,
        /// Why the last attempt failed.
        source: FetchError,
    },
    /// The HTTP client cannot be set up, for want of usable certificates for instance.
    #[error("cannot set up the HTTP client")]
    Client(#[source] reqwest::Error),
    /// A snapshot or the file of rejected records cannot be written.
    #[error("cannot write `{}`", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The index refused.
    #[error(transparent)]
    Index(#[from] search_index::Error),
    /// The index holds the bundled sample, which follows no source.
    #[error(
        "the index holds the bundled sample: run `trouvaille rebuild-index` before it can follow a catalogue"
    )]
    FollowsNothing,
    /// A list has far fewer records than the index.
    #[error(
        "{gone} of {of} records of type `{record_type}` are in the list no more: nothing is removed (use --force to remove \
        those of which the API says that they are gone)"
    )]
    TooManyGone {
        /// `dataset` or `dataservice`.
        record_type: String,
        /// How many records of the index the list lacks.
        gone: u64,
        /// How many the index has.
        of: u64,
    },
    /// A list gives the same records page after page.
    #[error("the pages of `{list}` up to {page} give the same records again and again")]
    NotMoving {
        /// The list, by its path under the API's base.
        list: String,
        /// The last page that was asked for.
        page: u64,
    },
    /// Some records did not come.
    #[error("{n_records} records did not come")]
    RecordsFailed {
        /// How many.
        n_records: u64,
    },
    /// Another generation became live while changes were fetched.
    #[error("the index was changed meanwhile: what was fetched is not taken")]
    IndexChanged,
    /// A sync did not end in time.
    #[error("the changes at `{source_name}` were not fetched within {} s", .deadline.as_secs())]
    SyncDeadline {
        /// The API.
        source_name: String,
        /// How long the sync may fetch.
        deadline: Duration,
    },
    /// A rebuild cannot learn what sync had brought since its source was written.
    #[error(
        "`{source_name}` is older ({dated}) than what sync has brought to the index, and what changed since cannot be fetched"
    )]
    CannotCatchUp {
        /// The source of the rebuild.
        source_name: String,
        /// From when the source is, as far as it tells.
        dated: catalogue::Date,
        /// Why not.
        source: Box<Error>,
    },
    /// The rebuild was told to stop.
    #[error("cancelled")]
    Cancelled,
}

impl Error {
    /// Returns a function that makes an error of a failure to write that file.
    pub(crate) fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |source| Self::Write {
            path: path.to_owned(),
            source,
        }
    }

    /// Returns the error of a source whose rows complete the records of others, where no other has any.
    pub(crate) fn only_completes(source: &impl std::fmt::Display, rows: &str) -> Self {
        Self::NotACatalogue {
            source_name: source.to_string(),
            reason: format!(
                "an export of {rows}, which completes the records of other sources: name one of datasets or of dataservices too"
            ),
        }
    }
}

/// Returns the gaps as the end of a clause, empty where none is known.
fn told(gaps: &[Gap]) -> String {
    if gaps.is_empty() {
        return ", spread over its pages".to_owned();
    }
    let told: Vec<String> = gaps.iter().take(GAPS_TOLD).map(Gap::to_string).collect();
    let more = match gaps.len().saturating_sub(GAPS_TOLD) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(", {}{more}", told.join(", "))
}
