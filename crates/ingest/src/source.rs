//! Sources: what records can come from.

mod api;
mod export;
mod file;
mod joined;
mod prepared;
mod raw_record;
mod reading;
pub(crate) mod sample;
mod tally;

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use url::Url;

pub(crate) use self::api::{LISTS, read_stamps, remove_journals};
pub(crate) use self::file::{Records, newest_in_file, standard_input};
pub use self::joined::JoinReport;
pub(crate) use self::joined::{Joined, Organizations};
pub(crate) use self::prepared::Prepared;
pub(crate) use self::raw_record::{Body, Position, RawRecord};
pub(crate) use self::reading::Reading;
pub(crate) use self::tally::Tally;
use crate::error::Error;
use crate::part_file::PartFile;
use crate::threads::blocking;

/// The catalogue that Trouvaille is made for.
pub const DEFAULT_API: &str = "https://www.data.gouv.fr/api/1/";

/// Where records come from.
///
/// Written as a text (`FromStr`, `Display`):
///
/// * `sample` is the bundled sample;
/// * `-` is standard input;
/// * an `http` or `https` address of a file is [`Source::Url`]: its path ends in `.csv` or `.jsonl`, with `.zst` or
///   `.gz` or without, or it is a permanent link to a resource (`…/datasets/r/<uuid>`);
/// * any other `http` or `https` address is the base of an API: `https://www.data.gouv.fr`, with or without `/api/1/`;
/// * anything else is a path.
///
/// # Examples
///
/// ```
/// use ingest::Source;
///
/// let source: Source = "https://www.data.gouv.fr".parse()?;
/// assert_eq!(source.to_string(), ingest::DEFAULT_API);
/// assert!(matches!("export.csv.zst".parse()?, Source::File(_)));
/// # Ok::<(), ingest::ParseSourceError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// An API, by its base (`https://www.data.gouv.fr/api/1/`).
    Api(Url),
    /// A file: an export (CSV) or API objects (JSON Lines), plain or compressed. Its bytes tell which.
    File(PathBuf),
    /// Such a file, fetched first.
    Url(Url),
    /// Such a file, from standard input.
    StandardInput,
    /// The bundled sample.
    Sample,
}

/// The text names no source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a source: `{text}`: {reason}")]
pub struct ParseSourceError {
    text: String,
    reason: String,
}

impl Source {
    /// Returns the path of a file on this machine.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            _ => None,
        }
    }

    /// Returns whether the source is read over the network, so that a snapshot is worth keeping.
    #[must_use]
    pub fn is_remote(&self) -> bool {
        matches!(self, Self::Api(_) | Self::Url(_))
    }
}

impl FromStr for Source {
    type Err = ParseSourceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = |reason: &str| ParseSourceError {
            text: text.to_owned(),
            reason: reason.to_owned(),
        };
        match text.trim() {
            "" => return Err(error("it is empty")),
            "sample" => return Ok(Self::Sample),
            "-" => return Ok(Self::StandardInput),
            _ => {}
        }
        let scheme = text
            .split_once("://")
            .map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("http" | "https") => {
                let url = Url::parse(text).map_err(|reason| error(&reason.to_string()))?;
                Ok(if is_file(&url) {
                    Self::Url(url)
                } else {
                    Self::Api(api_base(url))
                })
            }
            Some(other) if other.chars().all(|c| c.is_ascii_alphanumeric()) => Err(error(
                &format!("unknown scheme `{other}`, known are http and https"),
            )),
            _ => Ok(Self::File(PathBuf::from(text))),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(url) | Self::Url(url) => url.fmt(f),
            Self::File(path) => path.display().fmt(f),
            Self::StandardInput => f.write_str("-"),
            Self::Sample => f.write_str("sample"),
        }
    }
}

fn is_file(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let mut extensions = path.rsplit('.');
    let last = extensions.next();
    let kind = if matches!(last, Some("zst" | "gz")) {
        extensions.next()
    } else {
        last
    };
    matches!(kind, Some("csv" | "jsonl")) || path.contains("/datasets/r/")
}

/// Returns the base address of the API, to which the names of its lists can be joined.
fn api_base(mut url: Url) -> Url {
    url.set_query(None);
    url.set_fragment(None);
    let path = url.path().trim_end_matches('/');
    let path = if path.ends_with("/api/1") {
        format!("{path}/")
    } else {
        format!("{path}/api/1/")
    };
    url.set_path(&path);
    url
}

impl Source {
    /// Sends all records of the source, as far as it was prepared.
    ///
    /// Returns how many records the source said it has, if it said so, and what came of them. Ends early and without an error once nobody
    /// takes the records any more: whoever stopped knows why.
    pub(crate) async fn read(&self, reading: Reading, prepared: Prepared) -> Result<Tally, Error> {
        let name = self.to_string();
        match (self, prepared) {
            (_, Prepared::Joined(_)) => Ok(Tally::default()),
            (_, Prepared::Opened(records)) => {
                blocking(move || file::send(*records, &reading)).await
            }
            (_, Prepared::Fetched(file)) => {
                blocking(move || {
                    let records = file::Records::open(file.path(), name)?;
                    file::send(records, &reading)
                })
                .await
            }
            (Self::Api(base), _) => api::read(base, &reading).await,
            (Self::Url(url), _) => {
                let part = PartFile::new(&reading.snapshots, "download");
                let file = reading.client.download(url, part).await?;
                blocking(move || {
                    let records = file::Records::open(file.path(), name)?;
                    file::send(records, &reading)
                })
                .await
            }
            (Self::File(path), _) => {
                let path = path.clone();
                blocking(move || file::send(file::Records::open(&path, name)?, &reading)).await
            }
            (Self::StandardInput, _) => {
                blocking(move || file::send(file::standard_input()?, &reading)).await
            }
            (Self::Sample, _) => blocking(move || file::send(sample::records()?, &reading)).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_a_source_and_is_written_back() {
        for (text, written, kind) in [
            ("sample", "sample", "sample"),
            ("-", "-", "stdin"),
            ("https://www.data.gouv.fr", DEFAULT_API, "api"),
            ("https://www.data.gouv.fr/", DEFAULT_API, "api"),
            ("https://www.data.gouv.fr/api/1", DEFAULT_API, "api"),
            (DEFAULT_API, DEFAULT_API, "api"),
            (
                "HTTPS://www.data.gouv.fr/api/1/?lang=fr",
                DEFAULT_API,
                "api",
            ),
            (
                "http://127.0.0.1:7000/udata",
                "http://127.0.0.1:7000/udata/api/1/",
                "api",
            ),
            (
                "https://exemple.fr/export.csv",
                "https://exemple.fr/export.csv",
                "url",
            ),
            (
                "https://exemple.fr/export.CSV.gz?x=1",
                "https://exemple.fr/export.CSV.gz?x=1",
                "url",
            ),
            (
                "https://exemple.fr/a.jsonl.zst",
                "https://exemple.fr/a.jsonl.zst",
                "url",
            ),
            (
                "https://www.data.gouv.fr/api/1/datasets/r/f868cca6-8da1-4369-a78d-47463f19a9a3",
                "https://www.data.gouv.fr/api/1/datasets/r/f868cca6-8da1-4369-a78d-47463f19a9a3",
                "url",
            ),
            ("export.csv.zst", "export.csv.zst", "file"),
            ("/data/catalogue", "/data/catalogue", "file"),
            ("./sample", "./sample", "file"),
        ] {
            let source: Source = text.parse().unwrap();
            let found = match source {
                Source::Api(_) => "api",
                Source::File(_) => "file",
                Source::Url(_) => "url",
                Source::Sample => "sample",
                Source::StandardInput => "stdin",
            };
            assert_eq!(
                (source.to_string().as_str(), found),
                (written, kind),
                "{text}"
            );
            assert_eq!(
                source.to_string().parse::<Source>().unwrap(),
                source,
                "{text}"
            );
        }
    }

    #[test]
    fn what_names_no_source_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "not a source: ``: it is empty"),
            (
                "ftp://exemple.fr/a.csv",
                "not a source: `ftp://exemple.fr/a.csv`: unknown scheme `ftp`",
            ),
            ("http://", "not a source: `http://`: empty host"),
        ] {
            let error = text.parse::<Source>().unwrap_err().to_string();
            assert!(error.starts_with(reason), "{error}");
        }
    }
}
