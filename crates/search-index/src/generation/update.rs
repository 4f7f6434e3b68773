//! Updates a generation: a new one from the files of the live one, with a few records put, replaced or removed.
//!
//! What the base has written is linked and never written again: its segments stay, deleted documents are marked in a file
//! beside them, and the records that were put are segments of their own (`merging` says when segments become one). What
//! follows from all records at once, the suggestions, is written anew.

mod changes;
mod known;
mod linking;
mod merging;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, RwLock};
use std::time::Instant;

use catalogue::{Date, Record, RecordType};
use tantivy::indexer::{NoMergePolicy, UserOperation};
use tantivy::{DocAddress, Index, IndexWriter, TantivyDocument, Term};

use super::building::{Building, generation_name, poisoned, write_manifest};
use super::check::{Probe, check_answers, check_shrink};
use super::deleted::DeletedRecords;
use super::directory::Generations;
use super::manifest::Manifest;
use super::publications::{Publication, Publications};
use super::read_only::open_engine;
use super::sync_file::write_sync_state;
use super::sync_state::SyncState;
use super::waiting::{WaitingDocument, WaitingRoom};
use super::writing::{WrittenDirectory, WrittenFiles};
use crate::analyzer::ANALYZER_VERSION;
use crate::deleted_terms::DeletedTerms;
use crate::document::{key, to_document};
use crate::error::{EngineContext, Error};
use crate::files::sync_directory;
use crate::schema::{Fields, SCHEMA_VERSION, tokenizers};
use crate::stored::{find, stored_text};
use crate::suggest::write_suggestions;
use changes::{Changed, Changes};
pub use known::KnownRecord;
use linking::{Linked, link_base};
use merging::merge;

use super::builder::BuildOptions;

/// At most so many of the records that were put are looked up in the finished generation.
const MAX_PROBES: usize = 20;

/// What a change has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The record was not there before.
    Added,
    /// Another one of the same type and id was there.
    Replaced,
    /// It was there.
    Removed,
    /// The same record was there, or none that could be removed.
    None,
}

/// The provenance of the changes of an update, for the manifest.
#[derive(Debug, Clone)]
pub struct UpdateProvenance {
    /// How far the source was followed.
    pub sync: SyncState,
    /// The number of records that could not be read.
    pub rejected: u64,
    /// When the update began.
    pub started: Instant,
}

/// Makes a generation from the live one by a few changes, and makes it live.
///
/// It holds the index directory's lock for as long as it lives. Dropped before [`finish`](Self::finish), it leaves
/// nothing behind; killed, it leaves a hidden directory, which the next build or update removes.
pub struct GenerationUpdate {
    options: BuildOptions,
    fields: Fields,
    base: Manifest,
    /// The records of the base, hidden ones too.
    engine: tantivy::Searcher,
    /// `None` once all documents are written, or after an error of writing.
    writer: RwLock<Option<IndexWriter<WaitingDocument>>>,
    waiting: WaitingRoom,
    written: WrittenFiles,
    changes: Mutex<Changes>,
    linked: Linked,
    building: Building,
}

/// Returns which of a generation's files is not what was written; `None` where all are.
fn damage(base: &Manifest, directory: &Path) -> Option<Error> {
    let mut files = base.files.iter();
    files.find_map(|file| base.check_content(directory, file).err())
}

impl GenerationUpdate {
    /// Begins from the live generation of an index directory.
    ///
    /// # Errors
    ///
    /// [`Error::NoIndex`] where nothing was published yet, [`Error::Locked`] where another process is building there,
    /// [`Error::IncompatibleVersion`] where another version of this program built the live generation,
    /// [`Error::Damaged`] where its files are not whole.
    pub fn start(index: &Path, options: BuildOptions) -> Result<Self, Error> {
        let no_index = || Error::NoIndex(index.to_owned());
        Generations::at(index).live()?.ok_or_else(no_index)?;
        let building = Building::start(index)?;
        let generations = building.generations();
        let name = generations.live()?.ok_or_else(no_index)?;
        let base = generations.manifest_with_sync(&name)?;
        base.check_versions()?;
        let directory = generations.path(&name);
        base.check_files(&directory)?;
        let engine =
            open_engine(&directory).map_err(|error| damage(&base, &directory).unwrap_or(error))?;
        let linked = link_base(&base, &directory, building.folder())?;
        let written_directory = WrittenDirectory::open(building.folder())?;
        let written = written_directory.written();
        let mut index =
            Index::open(written_directory).to("open the files of the live generation")?;
        index.set_tokenizers(tokenizers());
        // Changes are few: more threads would only make more segments.
        let writer = index
            .writer_with_num_threads(1, options.writer_memory_bytes)
            .to("create a generation")?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let changes = Changes {
            by_key: HashMap::new(),
            deleted: DeletedRecords::read(&directory)?,
            changed_deleted: false,
            probes: Vec::new(),
        };
        Ok(Self {
            options,
            fields: Fields::new(),
            base,
            engine,
            writer: RwLock::new(Some(writer)),
            waiting: WaitingRoom::default(),
            written,
            changes: Mutex::new(changes),
            linked,
            building,
        })
    }

    /// Returns the manifest of the generation that the update began from.
    #[must_use]
    pub fn base(&self) -> &Manifest {
        &self.base
    }

    /// Adds a record, in the place of the one of the same type and id. One that is the same to the letter changes nothing.
    /// Any thread may call it.
    ///
    /// # Errors
    ///
    /// Where the generation cannot be written: the disk is full, for instance.
    pub fn put(&self, record: &Record) -> Result<Change, Error> {
        let document = to_document(&self.fields, record)?;
        let key = key(&record.record_type(), record.id());
        let in_base = self.in_base(&key)?;
        let mut changes = self.lock()?;
        changes.forget_deleted(record);
        let before = changes.by_key.get(&key);
        let is_there = before.map_or(in_base.is_some(), |before| before.is_there);
        if before.is_none()
            && let Some(address) = in_base
            && self.is_same(address, &document)?
        {
            return Ok(Change::None);
        }
        let term = Term::from_field_text(self.fields.key, &key);
        let added = self.waiting.enter(document);
        self.write([UserOperation::Delete(term), UserOperation::Add(added)])?;
        let changed = Changed {
            record_type: record.record_type(),
            was_there: in_base.is_some(),
            is_there: true,
        };
        // A record that comes twice has the later title.
        changes.probes.retain(|probe| probe.key() != key);
        changes.by_key.insert(key, changed);
        if changes.probes.len() < MAX_PROBES {
            changes.probes.push(Probe::of(record));
        }
        Ok(if is_there {
            Change::Replaced
        } else {
            Change::Added
        })
    }

    /// Takes a record out. Where the platform says that it was deleted, its id and its slug are kept as deleted.
    ///
    /// # Errors
    ///
    /// The same.
    pub fn remove(
        &self,
        record_type: &RecordType,
        id: &str,
        is_deleted: bool,
    ) -> Result<Change, Error> {
        let key = key(record_type, id);
        let in_base = self.in_base(&key)?;
        let slug = in_base.map(|address| self.slug(address)).transpose()?;
        let mut changes = self.lock()?;
        if is_deleted {
            for name in [Some(id), slug.as_deref()].into_iter().flatten() {
                changes.add_deleted(record_type, name);
            }
        }
        let before = changes.by_key.get(&key);
        if !before.map_or(in_base.is_some(), |before| before.is_there) {
            return Ok(Change::None);
        }
        let term = Term::from_field_text(self.fields.key, &key);
        self.write([UserOperation::Delete(term)])?;
        let changed = Changed {
            record_type: record_type.clone(),
            was_there: in_base.is_some(),
            is_there: false,
        };
        changes.probes.retain(|probe| probe.key() != key);
        changes.by_key.insert(key, changed);
        Ok(Change::Removed)
    }

    /// Adds the id or the slug of a record that the platform has deleted.
    ///
    /// # Errors
    ///
    /// Where another thread has failed.
    pub fn add_deleted(&self, record_type: &RecordType, id_or_slug: &str) -> Result<(), Error> {
        self.lock()?.add_deleted(record_type, id_or_slug);
        Ok(())
    }

    /// Writes, checks and publishes the generation, then removes old ones. Where nothing has changed, the live generation
    /// stays, and only how far it has followed its source is written.
    ///
    /// # Errors
    ///
    /// [`Error::CheckFailed`] or [`Error::TooFewRecords`] where the generation must not be published, [`Error::Damaged`]
    /// where a file that it would share with the live one is not what was written, others where it cannot be written. The
    /// live generation is untouched then.
    pub fn finish(mut self, provenance: UpdateProvenance) -> Result<Manifest, Error> {
        let changes = std::mem::replace(&mut *self.lock()?, Changes::none());
        if changes.are_none() {
            let generations = self.building.generations();
            write_sync_state(generations.root(), &self.base.generation, &provenance.sync)?;
            return Ok(Manifest {
                sync: Some(provenance.sync),
                ..self.base.clone()
            });
        }
        let manifest = self.write_generation(&changes, provenance)?;
        self.building
            .publish(&manifest, self.options.keep_generations)?;
        Ok(manifest)
    }

    fn write_generation(
        &self,
        changes: &Changes,
        provenance: UpdateProvenance,
    ) -> Result<Manifest, Error> {
        let building = self.building.folder();
        let records = changes.records(self.base.records);
        if !self.options.force {
            check_shrink(
                self.building.generations(),
                records,
                self.options.max_shrink,
            )?;
        }
        self.linked.check(&self.base, building)?;
        self.write_all()?;
        let engine = open_engine(building)?;
        write_suggestions(&engine, &self.fields, building)?;
        let base = self.building.generations().path(&self.base.generation);
        DeletedTerms::load(&engine, &self.fields, Some(&base))?.write(&engine, building)?;
        changes.deleted.write(building)?;
        let mut publications = Publications::read(&base)?;
        publications.add(Publication::between(
            (&self.base.generation, &self.engine),
            &engine,
        )?);
        publications.write(building)?;
        let files = self.linked.checksums(building, &self.written)?;
        let manifest = Manifest {
            generation: generation_name(&files),
            records,
            published_at: Date::now(),
            seconds: provenance.started.elapsed().as_secs_f64(),
            schema_version: SCHEMA_VERSION,
            analyzer_version: ANALYZER_VERSION,
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            forced: self.options.force,
            update: Some(changes.counts(&self.base.generation, provenance.rejected)),
            sync: Some(provenance.sync),
            files,
            ..self.base.clone()
        };
        check_answers(building, &manifest, &changes.probes)?;
        write_manifest(building, &manifest)?;
        self.linked.make_others_readable(building)?;
        sync_directory(building)?;
        Ok(manifest)
    }

    /// Commits the changes, and merges segments where there are too many.
    fn write_all(&self) -> Result<(), Error> {
        let Some(writer) = self.writer.write().map_err(|_| poisoned())?.take() else {
            return Ok(());
        };
        merge(writer).map_err(|error| self.building.cannot_write(self.written.why(error)))
    }

    fn write<const N: usize>(
        &self,
        operations: [UserOperation<WaitingDocument>; N],
    ) -> Result<(), Error> {
        let written = match self.writer.read().map_err(|_| poisoned())?.as_ref() {
            Some(writer) => writer.run(operations),
            None => return Err(poisoned()),
        };
        written.map(drop).map_err(|error| {
            let reason = self.written.why_ended(&self.writer, error);
            self.building.cannot_write(reason)
        })
    }

    fn in_base(&self, key: &str) -> Result<Option<DocAddress>, Error> {
        Ok(find(&self.engine, self.fields.key, key)?.first().copied())
    }

    /// Returns whether a document of the base stores what another one would.
    fn is_same(&self, address: DocAddress, other: &TantivyDocument) -> Result<bool, Error> {
        let stored: TantivyDocument = self.engine.doc(address).to("read a document")?;
        let fields = [
            self.fields.record,
            self.fields.description_text,
            self.fields.hit,
        ];
        let mut fields = fields.into_iter();
        Ok(fields.all(|field| stored_text(&stored, field) == stored_text(other, field)))
    }

    fn slug(&self, address: DocAddress) -> Result<String, Error> {
        let stored: TantivyDocument = self.engine.doc(address).to("read a document")?;
        let hit: crate::document::Hit =
            serde_json::from_str(stored_text(&stored, self.fields.hit)).to("read a hit")?;
        Ok(hit.slug)
    }

    fn lock(&self) -> Result<MutexGuard<'_, Changes>, Error> {
        self.changes.lock().map_err(|_| poisoned())
    }
}

impl Drop for GenerationUpdate {
    fn drop(&mut self) {
        if let Ok(Some(writer)) = self.writer.get_mut().map(Option::take) {
            let _ = writer.wait_merging_threads();
        }
    }
}
