//! Generations: complete builds of the index, side by side on disk, of which one is live.
//!
//! ```text
//! DIR/current                     one line: the name of the live generation; replaced by atomic rename
//! DIR/lock                        held, by the operating system, while a generation is built
//! DIR/generations/<name>/         tantivy's files, suggestions.bin, manifest.json, where records are known to be deleted
//!                                 on the platform deleted.txt, where the operator gave a lexicon lexicon.txt; never
//!                                 changed once the generation has its name
//! DIR/generations/.building-…/    a generation that is not finished; removed by the next build
//! ```
//!
//! A generation's name is the UTC time of its build and a hash of its files, so that names sort by age.

mod builder;
mod check;
mod deleted;
mod directory;
mod lexicon_file;
mod manifest;

pub use builder::{BuildOptions, GenerationBuilder, Provenance};
pub(crate) use deleted::DeletedRecords;
pub use directory::{GenerationStatus, Generations};
pub(crate) use lexicon_file::read_lexicon;
pub use manifest::{FileChecksum, Manifest, RecordCounts};
