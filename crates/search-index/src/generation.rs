//! Generations: complete builds of the index, side by side on disk, of which one is live.
//!
//! ```text
//! DIR/current                     one line: the name of the live generation; replaced by atomic rename
//! DIR/history.jsonl               which generations were live, since when, and how many records they held
//! DIR/hidden.json                 which records must not be shown, whatever generation has them (`hidden`)
//! DIR/sync.json                   how far the live generation has followed its source since it was published (`sync_file`)
//! DIR/lock                        held, by the operating system, while a generation is built
//! DIR/generations/<name>/         tantivy's files, suggestions.bin, manifest.json, where records are known to be deleted
//!                                 on the platform deleted.txt, where the operator gave a lexicon lexicon.txt, where sources
//!                                 tell of reuses and organizations reuses.json, organizations.json; never changed once the
//!                                 generation has its name
//! DIR/generations/.building-…/    a generation that is not finished; removed by the next build
//! ```
//!
//! A generation's name is the UTC time of its build and a hash of its files. Which one is older is told by the history, for
//! a clock may be set back. A generation that is in no history was written and never published: the next build removes it.
//! Other files beside the generations are left alone.

mod builder;
mod building;
mod check;
mod deleted;
mod directory;
mod history;
mod lexicon_file;
mod manifest;
mod publications;
mod publish;
mod read_only;
mod status;
mod sync_file;
mod sync_state;
mod told_files;
mod update;
mod verify;
mod waiting;
mod writing;

pub use builder::{BuildOptions, GenerationBuilder, Provenance};
pub(crate) use deleted::DeletedRecords;
pub(crate) use directory::made_at;
pub use directory::{Generations, is_generation_name};
pub(crate) use lexicon_file::read_lexicon;
pub use manifest::{FileChecksum, Manifest, RecordCounts, UpdateCounts};
pub use publications::ChangeKind;
pub(crate) use publications::{Publications, open_publications};
pub use publish::Rollback;
pub(crate) use read_only::ReadOnlyDirectory;
pub use status::GenerationStatus;
pub use sync_state::{RemovedRecord, SitemapVersion, SyncState};
pub(crate) use told_files::{ORGANIZATIONS_FILE, REUSES_FILE, read_told};
pub use update::{Change, GenerationUpdate, KnownRecord, UpdateProvenance};
pub use verify::FileVerifier;
