//! The end-to-end tests, a file per subject.

mod api;
mod chance;
mod equivalence;
mod command;
mod facets;
mod generations;
mod ingest;
mod naive;
mod pages;
mod sample;
mod search;
