//! Measures an update of a hundred records of an index, and compares what it makes with a full build of the same records.
//!
//! `cargo bench --bench update -- INDEX QUERIES [UPDATES]` changes the index that many times, three unless it is said, and
//! prints for each time the seconds from the first record put until the generation is live, the seconds of processor, and the
//! bytes written; then how many of the searches and suggestions answer as in a full build. QUERIES has a kind, a tab and a text
//! a line. `just bench-sync` runs it on the real catalogue; of 125 updates, one merges all segments into one.

#![allow(clippy::unwrap_used, reason = "a benchmark may fail by panicking")]

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use catalogue::{Date, Record};
use search_index::{
    BuildOptions, Facet, GenerationBuilder, GenerationUpdate, Generations, Manifest, Provenance,
    SearchRequest, SearchResults, Searcher, SuggestRequest, SyncState, UpdateProvenance,
};

/// The number of records that are put and that are removed.
const N_PUT: usize = 95;
const N_REMOVED: usize = 5;

/// The number of searches that are compared.
const N_SEARCHES: usize = 500;

fn main() -> io::Result<()> {
    // cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let [index, queries, rest @ ..] = arguments.as_slice() else {
        return writeln!(
            io::stdout(),
            "skipped: names no index and queries (just bench-sync)"
        );
    };
    let n_updates = rest.first().map_or(3, |n| n.parse().unwrap());
    let index = Path::new(index);
    let mut chance = Chance(20_260_116);
    let mut names = Vec::new();
    for _ in 0..n_updates {
        let changes = draw(index, &mut chance);
        for record in &changes.0 {
            let title = record.title();
            names.push(title.to_owned());
            names.push(title.split(' ').take(2).collect::<Vec<_>>().join(" "));
        }
        update(index, changes)?;
    }
    let whole = index.with_extension("whole");
    build_again(index, &whole)?;
    let queries = fs::read_to_string(queries)?;
    let queries = queries.lines().filter_map(|line| line.split('\t').nth(1));
    let titles = names.iter().map(String::as_str);
    let all: Vec<&str> = queries.chain(titles).take(N_SEARCHES).collect();
    compare(&open(index)?, &open(&whole)?, &all)
}

/// Draws records of an index: changed ones to put, with those that are new, and some to remove.
fn draw(index: &Path, chance: &mut Chance) -> (Vec<Record>, Vec<Record>) {
    let searcher = Arc::new(Searcher::open(index).unwrap());
    let everything = SearchRequest::default().without(Facet::Archived);
    let mut export = searcher.export(&everything).unwrap();
    let step = export.n_left() / (N_PUT + N_REMOVED);
    let mut drawn: Vec<Record> = Vec::new();
    while let Some(record) = export.next_record().unwrap() {
        drawn.push(record);
        export.skip(chance.below(2 * step - 1));
        if drawn.len() == N_PUT + N_REMOVED {
            break;
        }
    }
    let removed = drawn.split_off(drawn.len() - N_REMOVED);
    let others = drawn.clone();
    for (at, record) in drawn.iter_mut().enumerate() {
        let other = &others[chance.below(others.len())];
        if let Record::Dataset(dataset) = record {
            dataset.title = format!("{} – {}", other.title(), dataset.title);
            let tags = dataset.tags.get_or_insert_default();
            tags.extend(other.tags().first().cloned());
            dataset.description = other.description().clone();
            if at % 10 == 0 {
                dataset.id = format!("{:024x}", chance.0);
            }
        }
    }
    (drawn, removed)
}

fn update(index: &Path, (put, removed): (Vec<Record>, Vec<Record>)) -> io::Result<()> {
    let processor_before = processor_seconds();
    let started = Instant::now();
    let update = GenerationUpdate::start(index, BuildOptions::default()).unwrap();
    for record in &put {
        update.put(record).unwrap();
    }
    for record in &removed {
        update
            .remove(&record.record_type(), record.id(), true)
            .unwrap();
    }
    let sync = SyncState::new("bench", Date::now(), None);
    let provenance = UpdateProvenance {
        sync,
        rejected: 0,
        started,
    };
    let manifest = update.finish(provenance).unwrap();
    let (seconds, processor) = (
        started.elapsed().as_secs_f64(),
        processor_seconds() - processor_before,
    );
    let (n_files, bytes) = written(
        &Generations::at(index).path(&manifest.generation),
        &manifest,
    );
    let opened = Instant::now();
    let processor_before = processor_seconds();
    let searcher = Searcher::open(index).unwrap();
    searcher.warm_up().unwrap();
    let counts = manifest.update.unwrap();
    writeln!(
        io::stdout(),
        "update of {} records: {seconds:.2} s, {processor:.2} s of processor, {n_files} files of {bytes} bytes written, {} kB peak memory; \
         opened and warmed up in {:.2} s, {:.2} s of processor",
        counts.added + counts.replaced + counts.removed,
        peak_memory(),
        opened.elapsed().as_secs_f64(),
        processor_seconds() - processor_before,
    )
}

/// Returns the number and the size of the files that only this generation has.
fn written(directory: &Path, manifest: &Manifest) -> (usize, u64) {
    use std::os::unix::fs::MetadataExt;

    let files = manifest.files.iter();
    let own: Vec<u64> = files
        .filter(|file| fs::metadata(directory.join(&file.name)).unwrap().nlink() == 1)
        .map(|file| file.bytes)
        .collect();
    (own.len(), own.iter().sum())
}

fn build_again(from: &Path, to: &Path) -> io::Result<()> {
    let started = Instant::now();
    let processor_before = processor_seconds();
    let builder = GenerationBuilder::start(to, BuildOptions::default()).unwrap();
    let everything = SearchRequest::default().without(Facet::Archived);
    let mut export = Arc::new(Searcher::open(from).unwrap())
        .export(&everything)
        .unwrap();
    while let Some(record) = export.next_record().unwrap() {
        builder.add(&record).unwrap();
    }
    let provenance = Provenance {
        sources: vec!["bench".to_owned()],
        fetched_at: Date::now(),
        missing: 0,
        rejected: 0,
        duplicates: 0,
        sync: None,
        started,
    };
    let manifest = builder.finish(provenance).unwrap();
    writeln!(
        io::stdout(),
        "full build of {} records: {:.2} s, {:.2} s of processor",
        manifest.records.total(),
        started.elapsed().as_secs_f64(),
        processor_seconds() - processor_before,
    )
}

fn open(index: &Path) -> io::Result<Searcher> {
    let searcher = Searcher::open(index).map_err(io::Error::other)?;
    searcher.warm_up().map_err(io::Error::other)?;
    Ok(searcher)
}

fn compare(updated: &Searcher, built: &Searcher, queries: &[&str]) -> io::Result<()> {
    let mut out = io::stdout();
    let (mut n_differ, mut n_suggestions_differ, mut most) = (0, 0, 0.0f32);
    let mut seconds = [0.0; 2];
    for query in queries {
        let request = SearchRequest {
            facets: Facet::ALL.to_vec(),
            facet_size: 100,
            ..SearchRequest::new(*query)
        };
        let mut found = Vec::new();
        for (at, searcher) in [updated, built].into_iter().enumerate() {
            // The first search reads what is not in memory yet.
            searcher.search(&request).unwrap();
            let started = Instant::now();
            for _ in 0..3 {
                searcher.search(&request).unwrap();
            }
            seconds[at] += started.elapsed().as_secs_f64() / 3.0;
            found.push(searcher.search(&request).unwrap());
        }
        if !is_same(&found[0], &found[1]) {
            n_differ += 1;
            writeln!(out, "differs: {query}")?;
        }
        for (one, other) in found[0].hits.iter().zip(&found[1].hits) {
            most = most.max((one.score - other.score).abs() / other.score.abs().max(1e-9));
        }
        for n_letters in [1, 2, 4, 8, 16] {
            let typed: String = query.chars().take(n_letters).collect();
            let typed = SuggestRequest::new(typed.as_str());
            if updated.suggest(&typed) != built.suggest(&typed) {
                n_suggestions_differ += 1;
                writeln!(out, "suggestions differ: {}", typed.text)?;
            }
        }
    }
    let n = queries.len();
    writeln!(
        out,
        "{n} searches: {n_differ} differ in hits, totals, counts or what was understood; scores differ by {most:.6} at most; \
         of {} suggestions {n_suggestions_differ} differ",
        5 * n
    )?;
    let milliseconds = seconds.map(|seconds| seconds * 1e3 / n as f64);
    writeln!(
        out,
        "a search takes {:.3} ms in the updated generation, {:.3} ms in the built one",
        milliseconds[0], milliseconds[1]
    )
}

fn is_same(one: &SearchResults, other: &SearchResults) -> bool {
    let totals = |found: &SearchResults| {
        let complete = (found.complete_total, found.total_with_most);
        (found.total, complete, found.total_records)
    };
    let ids = |found: &SearchResults| -> Vec<String> {
        found.hits.iter().map(|hit| hit.hit.id.clone()).collect()
    };
    totals(one) == totals(other)
        && ids(one) == ids(other)
        && one.facets == other.facets
        && one.understanding == other.understanding
}

/// Returns the seconds of processor that this process and its threads took, by Linux's account.
fn processor_seconds() -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = fs::read_to_string(PathBuf::from("/proc/self/stat")).unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = behind_name.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
    (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) / TICKS_A_SECOND
}

/// Returns the most memory that this process had, mapped files included, in kB.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Numbers that look random and are the same in each run: xorshift.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}
