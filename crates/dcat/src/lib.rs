#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::too_many_lines, reason = "a test may be a table"))]
// A test fails by panicking.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod agent;
mod catalog;
mod dataservice;
mod dataset;
mod distribution;
mod document;
mod format;
mod graph;
mod iri;
mod place;
mod rights;
mod site;
mod terms;
mod vocabularies;

pub use catalog::CatalogPage;
pub use document::Document;
pub use format::{Format, preferred};
pub use site::Site;
