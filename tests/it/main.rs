//! The end-to-end tests, a file per subject.

mod api;
mod chance;
mod equivalence;
mod facets;
mod ingest;
mod naive;
mod sample;
mod search;
