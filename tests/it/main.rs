//! The end-to-end tests, a file per subject.

mod ingest;
