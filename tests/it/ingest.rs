//! From a catalogue, over HTTP or in a file, to an index.

// Helpers of tests may panic as tests may; clippy sees only functions marked as tests.
#![allow(clippy::unwrap_used)]

mod files;
mod holes;
mod joined;
mod kept;
mod pages;
mod real;
mod records;
mod trouble;
mod whole;

use std::error::Error as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use catalogue::{Record, RecordType};
use ingest::{
    ClientOptions, Error, NoProgress, Progress, RebuildOptions, RebuildReport, Source, rebuild,
};
use search_index::{BuildOptions, Generations, Hit, RecordCounts, Searcher};
use serde_json::{Value, json};
use support::fake_catalogue::{FakeCatalogue, List, Trouble};
use support::real_catalogue;
use support::records::{
    RecordBuilder, dataservice, dataservices, dataset, datasets, id, json_lines,
};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// Two datasets and a header with columns in an order of its own, one of them unknown.
const EXPORT: &str = "\
\"title\";\"id\";\"inconnue\";\"license\";\"spatial.zones\";\"tags\";\"resources_formats\";\"archived\";\"metric.views\"
\"Eau potable\";\"5aaaaaaaaaaaaaaaaaaaaaaa\";\"x\";\"Licence Ouverte / Open Licence version 2.0\";\"France,Paris\";\"eau,sante\";\"csv,JSON\";False;12
\"Air; et \"\"vent\"\"\";\"5bbbbbbbbbbbbbbbbbbbbbbb\";\"\";\"\";\"\";\"\";\"\";\"2020-01-01T00:00:00\";0
";

/// Ten records a page, and no waits to speak of.
fn quick() -> ClientOptions {
    ClientOptions {
        page_size: 10,
        max_retries: 3,
        first_wait: Duration::from_millis(1),
        longest_wait: Duration::from_millis(5),
        ..ClientOptions::default()
    }
}

fn options(index: &Path, sources: &[Source]) -> RebuildOptions {
    let build = BuildOptions {
        writer_threads: 1,
        writer_memory_bytes: 20_000_000,
        ..BuildOptions::default()
    };
    RebuildOptions {
        index: index.to_owned(),
        sources: sources.to_vec(),
        client: quick(),
        accept_missing: 0,
        deadline: ingest::DEFAULT_DEADLINE,
        build,
    }
}

async fn rebuild_from(index: &Path, sources: &[Source]) -> Result<RebuildReport, Error> {
    rebuild(
        options(index, sources),
        Arc::new(NoProgress),
        CancellationToken::new(),
    )
    .await
}

fn api(catalogue: &FakeCatalogue) -> Source {
    catalogue.url().as_str().parse().unwrap()
}

/// Writes a file of that name, and returns it as a source.
fn file(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> Source {
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    Source::File(path)
}

fn counts(dataset: u64, dataservice: u64) -> RecordCounts {
    RecordCounts {
        dataset,
        dataservice,
    }
}

/// Returns a record of the live generation, by the title that its id was made of.
fn record(index: &Path, record_type: &RecordType, title: &str) -> Option<Record> {
    let record_id = id(record_type.id(), title);
    Searcher::open(index)
        .unwrap()
        .record(record_type, &record_id)
        .unwrap()
}

fn has(index: &Path, title: &str) -> bool {
    record(index, &RecordType::Dataset, title).is_some()
}

/// Returns the names of the files in a folder of the index, none where there is no such folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn assert_nothing_left_behind(index: &Path) {
    assert_eq!(Generations::at(index).live().unwrap(), None);
    for folder in ["generations", "snapshots", "rejected"] {
        let mut names = names(&index.join(folder));
        // What a harvest has fetched waits for the next one.
        names.retain(|name| Path::new(name).extension() != Some("pages".as_ref()));
        assert_eq!(names, Vec::<String>::new(), "{folder}");
    }
}

fn rejected_lines(report: &RebuildReport) -> Vec<Value> {
    let text = fs::read_to_string(report.rejected_file.as_ref().unwrap()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Remembers retries and totals.
#[derive(Default)]
struct Recorder {
    retries: Mutex<Vec<(String, Duration)>>,
    total: Mutex<Option<u64>>,
    advanced: Mutex<u64>,
}

impl Progress for Recorder {
    fn total(&self, records: Option<u64>) {
        *self.total.lock().unwrap() = records;
    }

    fn advanced(&self, records: u64) {
        *self.advanced.lock().unwrap() += records;
    }

    fn retrying(&self, reason: &str, wait: Duration) {
        self.retries.lock().unwrap().push((reason.to_owned(), wait));
    }
}
