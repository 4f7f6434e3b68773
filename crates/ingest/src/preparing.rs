//! What is done before the records of any source are taken: exports that are joined with them are read, and so all files
//! are opened, and those that are fetched are here.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::client::Client;
use crate::error::Error;
use crate::part_file::PartFile;
use crate::progress::Progress;
use crate::source::{Joined, Prepared, RawRecord, Records, Source, standard_input};
use crate::threads::blocking;
use crate::wire::Refusal;

/// What sources need to be prepared.
pub(crate) struct Preparing {
    pub(crate) client: Client,
    pub(crate) progress: Arc<dyn Progress>,
    /// The folder for files that do not stay.
    pub(crate) folder: PathBuf,
    /// The beginning of their names.
    pub(crate) stamp: String,
    /// Whether what cannot be read twice is copied to a file first.
    pub(crate) copies: bool,
    /// Takes the rows that cannot be read, with the name of their source.
    pub(crate) reject: Arc<Reject>,
    pub(crate) is_stopped: Arc<dyn Fn() -> bool + Send + Sync>,
}

/// Takes a row that cannot be read, with the name of its source.
pub(crate) type Reject = dyn Fn(&str, &RawRecord, &Refusal) -> Result<(), Error> + Send + Sync;

impl Preparing {
    /// Prepares all sources: reads those that are joined, and tells what is done of the others.
    ///
    /// # Errors
    ///
    /// Where a source cannot be read, and where none has records for the others to be joined with.
    pub(crate) async fn prepare(
        self,
        sources: &[Source],
    ) -> Result<(Joined, Vec<Prepared>), Error> {
        let (mut joined, mut all) = (Joined::default(), Vec::new());
        for (ordinal, source) in sources.iter().enumerate() {
            let name = format!("{}.{ordinal}.download", self.stamp);
            let part = PartFile::new(&self.folder, &name);
            let is_regular = match source {
                Source::File(path) => path.is_file(),
                Source::StandardInput => false,
                _ => true,
            };
            if !is_regular || matches!(source, Source::Url(_)) {
                // These are waited for.
                self.progress.source_started(&source.to_string());
            }
            let records = match source {
                Source::Api(_) | Source::Sample => {
                    all.push(Prepared::Not);
                    continue;
                }
                Source::File(_) | Source::StandardInput if self.copies && !is_regular => {
                    let (part, records) = copied(source, part).await?;
                    all.push(Prepared::Fetched(part));
                    records
                }
                Source::Url(url) => {
                    let part = self.client.download(url, part).await?;
                    let (path, name) = (part.path().to_owned(), source.to_string());
                    let records = blocking(move || Records::open(&path, name)).await?;
                    all.push(Prepared::Fetched(part));
                    records
                }
                Source::File(path) => {
                    let (path, name) = (path.clone(), source.to_string());
                    all.push(Prepared::Not);
                    blocking(move || Records::open(&path, name)).await?
                }
                Source::StandardInput => {
                    all.push(Prepared::Not);
                    blocking(standard_input).await?
                }
            };
            let subject = records.columns().map(|columns| columns.subject());
            if let Some(subject) = subject.filter(|subject| subject.is_joined()) {
                joined = self.join(joined, source, records).await?;
                all[ordinal] = Prepared::Joined(subject);
            } else if !is_regular && !self.copies {
                all[ordinal] = Prepared::Opened(Box::new(records));
            }
        }
        refuse_joined_alone(sources, &all)?;
        Ok((joined, all))
    }

    async fn join(
        &self,
        mut joined: Joined,
        source: &Source,
        records: Records,
    ) -> Result<Joined, Error> {
        let (name, folder) = (source.to_string(), self.folder.clone());
        let is_remote = source.is_remote();
        let (reject, is_stopped) = (Arc::clone(&self.reject), Arc::clone(&self.is_stopped));
        blocking(move || {
            fs::create_dir_all(&folder).map_err(Error::write(&folder))?;
            let mut reject = |raw: &RawRecord, refusal: &Refusal| reject(&name, raw, refusal);
            joined.add(
                (&name, is_remote),
                records,
                &folder,
                &mut reject,
                &*is_stopped,
            )?;
            Ok(joined)
        })
        .await
    }
}

/// Copies what a source gives to a file, and opens that.
async fn copied(source: &Source, to: PartFile) -> Result<(PartFile, Records), Error> {
    let (name, path) = (source.to_string(), source.path().map(Path::to_owned));
    blocking(move || {
        if let Some(folder) = to.path().parent() {
            fs::create_dir_all(folder).map_err(Error::write(folder))?;
        }
        let unreadable = |cause| Error::Unreadable {
            source_name: name.clone(),
            source: cause,
        };
        let mut from: Box<dyn Read> = match path {
            Some(path) => Box::new(File::open(path).map_err(unreadable)?),
            None => Box::new(io::stdin()),
        };
        let mut file = File::create(to.path()).map_err(Error::write(to.path()))?;
        io::copy(&mut from, &mut file).map_err(Error::write(to.path()))?;
        let records = Records::open(to.path(), name)?;
        Ok((to, records))
    })
    .await
}

/// Refuses exports that complete records where no other source has any.
fn refuse_joined_alone(sources: &[Source], all: &[Prepared]) -> Result<(), Error> {
    let is_joined = |prepared: &Prepared| matches!(prepared, Prepared::Joined(_));
    let ([source, ..], [Prepared::Joined(subject), ..]) = (sources, all) else {
        return Ok(());
    };
    if !all.iter().all(is_joined) {
        return Ok(());
    }
    Err(Error::only_completes(source, subject.name()))
}
