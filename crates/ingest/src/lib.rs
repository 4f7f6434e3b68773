#![doc = include_str!("../README.md")]

mod client;
mod convert;
mod error;
mod intake;
mod markdown;
mod progress;
mod rebuild;
mod rejected;
mod snapshot;
mod source;
mod wire;

pub use client::{ClientOptions, FetchError};
pub use error::Error;
pub use progress::{NoProgress, Phase, Progress};
pub use rebuild::{RebuildOptions, RebuildReport, rebuild};
pub use source::sample::sample_records;
pub use source::{DEFAULT_API, ParseSourceError, Source};
