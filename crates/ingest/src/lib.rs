#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::too_many_lines, reason = "a test may be a table"))]

mod client;
mod convert;
mod empty_folders;
mod error;
mod fetch_error;
#[doc(hidden)]
pub mod fuzzing;
mod gap;
mod intake;
mod left_out;
mod limits;
mod markdown;
mod part_file;
mod preparing;
mod progress;
mod rebuild;
mod rejected;
mod reuses;
mod sample_records;
mod snapshot;
mod source;
mod sync;
mod text;
mod threads;
mod wire;

pub use client::ClientOptions;
pub use error::Error;
pub use fetch_error::FetchError;
pub use gap::Gap;
pub use progress::{NoProgress, Phase, Progress};
pub use rebuild::{DEFAULT_DEADLINE, RebuildOptions, RebuildReport, rebuild};
pub use sample_records::sample_records;
pub use source::{DEFAULT_API, JoinReport, ParseSourceError, Source};
pub use sync::{DEFAULT_IDS_EVERY, DEFAULT_SITEMAPS_EVERY, IdsWalk, SyncOptions, SyncReport, sync};
