//! Builds a generation from records: the documents, the suggestions, the manifest, and the steps of publishing.

use std::path::Path;
use std::sync::{Mutex, RwLock};
use std::time::Instant;

use catalogue::{Date, OrganizationProfile, Record, RecordType, Reuse};
use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexSettings, IndexWriter, TantivyError};

use super::building::{Building, generation_name, poisoned, write_manifest};
use super::check::{PROBE_EVERY, Probe, check_answers, check_shrink};
use super::deleted::DeletedRecords;
use super::lexicon_file::write_lexicon;
use super::manifest::{Manifest, RecordCounts, file_names};
use super::publications::{Publication, Publications};
use super::read_only::open_engine;
use super::sync_state::SyncState;
use super::told_files::{ORGANIZATIONS_FILE, REUSES_FILE, write_told};
use super::waiting::{WaitingDocument, WaitingRoom};
use super::writing::{WrittenDirectory, WrittenFiles};
use crate::analyzer::ANALYZER_VERSION;
use crate::document::{to_document, zones};
use crate::error::{EngineContext, Error, IoContext};
use crate::files::{make_folder_readable, sync_directory};
use crate::lexicon::Lexicon;
use crate::schema::{Fields, SCHEMA_VERSION, tokenizers};
use crate::suggest::{Collector, Contribution};

/// The options of a build: how a generation is written, and when it may be published.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The number of generations to keep, the live one included.
    pub keep_generations: usize,
    /// The share of the records, of datasets and of dataservices, by which the new generation may be smaller than the
    /// largest one of the last 30 days.
    pub max_shrink: f64,
    /// Whether to publish a generation that is smaller still.
    pub force: bool,
    /// The memory of all writer threads together for documents that are not written yet, in bytes.
    pub writer_memory_bytes: usize,
    /// The number of threads that analyze and write documents.
    pub writer_threads: usize,
    /// Lines that the searches of the generation use beside the bundled lexicon.
    pub lexicon: Option<Lexicon>,
}

impl Default for BuildOptions {
    fn default() -> Self {
        Self {
            keep_generations: 2,
            max_shrink: 0.1,
            force: false,
            writer_memory_bytes: 60_000_000,
            writer_threads: 2,
            lexicon: None,
        }
    }
}

/// The provenance of a generation's records, for its manifest.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// The sources that the records were read from, in order.
    pub sources: Vec<String>,
    /// When the sources were read.
    pub fetched_at: Date,
    /// The number of records that a source announced and that did not come.
    pub missing: u64,
    /// The number of records that could not be read.
    pub rejected: u64,
    /// The number of records with the type and id of an earlier one.
    pub duplicates: u64,
    /// How far the sources were followed, where an API was.
    pub sync: Option<SyncState>,
    /// When the build began.
    pub started: Instant,
}

/// Builds a generation beside the live one, checks it, and makes it live.
///
/// It holds the index directory's lock for as long as it lives. Dropped before [`finish`](Self::finish), it leaves
/// nothing behind; killed, it leaves a hidden directory, which the next build removes.
pub struct GenerationBuilder {
    options: BuildOptions,
    fields: Fields,
    /// `None` once all documents are written, or after an error of writing.
    writer: RwLock<Option<IndexWriter<WaitingDocument>>>,
    waiting: WaitingRoom,
    written: WrittenFiles,
    tally: Mutex<Tally>,
    suggestions: Mutex<Collector>,
    building: Building,
}

/// The records added so far.
#[derive(Default)]
struct Tally {
    records: RecordCounts,
    deleted: DeletedRecords,
    reuses: Vec<Reuse>,
    organizations: Vec<OrganizationProfile>,
    probes: Vec<Probe>,
}

impl GenerationBuilder {
    /// Begins a generation in an index directory, which is made if need be.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] where another process is building there; [`Error::Io`] where nothing can be written.
    pub fn start(index: &Path, options: BuildOptions) -> Result<Self, Error> {
        let building = Building::start(index)?;
        let directory = WrittenDirectory::open(building.folder())?;
        let written = directory.written();
        let (fields, writer) = open_writer(directory, &options)?;
        Ok(Self {
            options,
            fields,
            writer: RwLock::new(Some(writer)),
            waiting: WaitingRoom::default(),
            written,
            tally: Mutex::default(),
            suggestions: Mutex::default(),
            building,
        })
    }

    /// Adds a record. Any thread may call it; it waits while the writer threads are behind.
    ///
    /// # Errors
    ///
    /// Where the generation cannot be written: the disk is full, for instance.
    pub fn add(&self, record: &Record) -> Result<(), Error> {
        let document = to_document(&self.fields, record)?;
        let contribution = Contribution::of(record, &zones(&self.fields, &document));
        let added = match self.writer.read().map_err(|_| poisoned())?.as_ref() {
            Some(writer) => writer.add_document(self.waiting.enter(document)),
            // Another thread was told why before.
            None => Err(TantivyError::ErrorInThread(
                "the index was not written to its end".to_owned(),
            )),
        };
        if let Err(error) = added {
            let reason = self.written.why_ended(&self.writer, error);
            return Err(self.building.cannot_write(reason));
        }
        if let Some(contribution) = contribution {
            let mut suggestions = self.suggestions.lock().map_err(|_| poisoned())?;
            suggestions.add(contribution);
        }
        if let Ok(mut tally) = self.tally.lock() {
            if tally.records.total().is_multiple_of(PROBE_EVERY) {
                tally.probes.push(Probe::of(record));
            }
            tally.records.add(&record.record_type());
        }
        Ok(())
    }

    /// Adds the id or the slug of a record that the platform has deleted. The generation keeps nothing else of the record
    /// and does not count it.
    pub fn add_deleted(&self, record_type: &RecordType, id_or_slug: &str) {
        if let Ok(mut tally) = self.tally.lock() {
            tally.deleted.add(record_type, id_or_slug);
        }
    }

    /// Tells what is made with the datasets.
    pub fn set_reuses(&self, mut reuses: Vec<Reuse>) {
        // In whatever order they came, the file is the same.
        reuses.sort_by(|a, b| a.id.cmp(&b.id));
        if let Ok(mut tally) = self.tally.lock() {
            tally.reuses = reuses;
        }
    }

    /// Tells what a list of organizations says of them, of those without records too.
    pub fn set_organizations(&self, mut organizations: Vec<OrganizationProfile>) {
        organizations.sort_by(|a, b| a.organization.id.cmp(&b.organization.id));
        if let Ok(mut tally) = self.tally.lock() {
            tally.organizations = organizations;
        }
    }

    /// Writes, checks and publishes the generation, then removes old ones.
    ///
    /// # Errors
    ///
    /// [`Error::CheckFailed`] or [`Error::TooFewRecords`] where the generation must not be published, others where it
    /// cannot be written. The live generation is untouched then.
    pub fn finish(mut self, provenance: Provenance) -> Result<Manifest, Error> {
        let manifest = self.write_generation(provenance)?;
        self.building
            .publish(&manifest, self.options.keep_generations)?;
        Ok(manifest)
    }

    /// Writes all files of the generation, and checks them.
    fn write_generation(&self, provenance: Provenance) -> Result<Manifest, Error> {
        let building = self.building.folder();
        let tally = std::mem::take(&mut *self.tally.lock().map_err(|_| poisoned())?);
        if !self.options.force {
            check_shrink(
                self.building.generations(),
                tally.records,
                self.options.max_shrink,
            )?;
        }
        let suggestions = std::mem::take(&mut *self.suggestions.lock().map_err(|_| poisoned())?);
        // Before segments are merged, so that what was gathered takes no memory then.
        self.write_all(|| suggestions.write(building))?;
        tally.deleted.write(building)?;
        write_told(building, REUSES_FILE, &tally.reuses)?;
        write_told(building, ORGANIZATIONS_FILE, &tally.organizations)?;
        if let Some(lexicon) = &self.options.lexicon {
            write_lexicon(building, lexicon)?;
        }
        self.write_publications()?;
        let names = file_names(building)?.into_iter();
        let files = names.map(|name| self.written.checksum(building, name));
        let files = files.collect::<Result<Vec<_>, _>>()?;
        let manifest = Manifest {
            generation: generation_name(&files),
            records: tally.records,
            missing: provenance.missing,
            rejected: provenance.rejected,
            duplicates: provenance.duplicates,
            sources: provenance.sources,
            fetched_at: provenance.fetched_at,
            published_at: Date::now(),
            seconds: provenance.started.elapsed().as_secs_f64(),
            schema_version: SCHEMA_VERSION,
            analyzer_version: ANALYZER_VERSION,
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            forced: self.options.force,
            update: None,
            sync: provenance.sync,
            files,
        };
        check_answers(building, &manifest, &tally.probes)?;
        write_manifest(building, &manifest)?;
        make_folder_readable(building, &|_| false).on("write", building)?;
        sync_directory(building)?;
        Ok(manifest)
    }

    /// Writes what this publication changes, beside what those before it did. Where the live generation cannot be read, or is
    /// another version's, nothing is known of what was before.
    fn write_publications(&self) -> Result<(), Error> {
        let building = self.building.folder();
        let generations = self.building.generations();
        let Some(live) = generations.live().ok().flatten() else {
            return Ok(());
        };
        let directory = generations.path(&live);
        let known = generations.manifest(&live).and_then(|manifest| {
            manifest.check_versions()?;
            Ok((Publications::read(&directory)?, open_engine(&directory)?))
        });
        let (mut publications, engine) = match known {
            Ok(known) => known,
            Err(error) => {
                tracing::warn!(%error, live, "what this generation changes is not known");
                return Ok(());
            }
        };
        publications.add(Publication::between(
            (&live, &engine),
            &open_engine(building)?,
        )?);
        publications.write(building)
    }

    /// Commits the added documents, does what is to be done between, and merges all segments into one, which is quicker to
    /// search.
    fn write_all(&self, between: impl FnOnce() -> Result<(), Error>) -> Result<(), Error> {
        let Some(mut writer) = self.writer.write().map_err(|_| poisoned())?.take() else {
            return between();
        };
        let cannot_write = |error| self.building.cannot_write(self.written.why(error));
        writer.commit().map_err(cannot_write)?;
        between()?;
        merge_into_one(writer).map_err(cannot_write)
    }
}

impl Drop for GenerationBuilder {
    fn drop(&mut self) {
        if let Ok(Some(writer)) = self.writer.get_mut().map(Option::take) {
            let _ = writer.wait_merging_threads();
        }
    }
}

fn merge_into_one(mut writer: IndexWriter<WaitingDocument>) -> tantivy::Result<()> {
    let segments = writer.index().searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()
}

fn open_writer(
    directory: WrittenDirectory,
    options: &BuildOptions,
) -> Result<(Fields, IndexWriter<WaitingDocument>), Error> {
    let fields = Fields::new();
    let settings = IndexSettings::default();
    let mut index =
        Index::create(directory, fields.schema.clone(), settings).to("create a generation")?;
    index.set_tokenizers(tokenizers());
    let writer = index
        .writer_with_num_threads(options.writer_threads, options.writer_memory_bytes)
        .to("create a generation")?;
    // One merge at the end is cheaper than many on the way.
    writer.set_merge_policy(Box::new(NoMergePolicy));
    Ok((fields, writer))
}
