//! Formats: how much of the real catalogue the short list covers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::time::Instant;

use catalogue::{canonical_formats, is_known_format, known_formats, normalize_format};
use serde_json::Value;
use support::real_catalogue;

/// How many dataset–format pairs there are, by what the short list makes of them.
#[derive(Debug, Default)]
struct Coverage {
    /// Formats of the short list.
    known: u64,
    /// Words that name no format: `inconnu`, `www:link`.
    nothing: u64,
    /// Names of RDF blank nodes.
    blank: u64,
    /// The rest, by spelling.
    unknown: BTreeMap<String, u64>,
}

impl Coverage {
    fn add(&mut self, raw: &str) {
        let formats = canonical_formats(raw);
        if !formats.iter().all(|format| is_known_format(format)) {
            *self.unknown.entry(raw.to_owned()).or_default() += 1;
        } else if !formats.is_empty() {
            self.known += 1;
        } else if normalize_format(raw).is_some() {
            self.nothing += 1;
        } else {
            self.blank += 1;
        }
    }

    fn n_unknown(&self) -> u64 {
        self.unknown.values().sum()
    }

    fn n_pairs(&self) -> u64 {
        self.known + self.nothing + self.blank + self.n_unknown()
    }

    /// Returns the share of pairs that are not unknown spellings.
    fn share(&self) -> f64 {
        1.0 - self.n_unknown() as f64 / self.n_pairs() as f64
    }

    /// Returns the same, blank nodes left out.
    fn share_of_named(&self) -> f64 {
        1.0 - self.n_unknown() as f64 / (self.n_pairs() - self.blank) as f64
    }

    fn most_frequent_unknown(&self, n_most: usize) -> Vec<(&str, u64)> {
        let mut unknown: Vec<(&str, u64)> = self
            .unknown
            .iter()
            .map(|(raw, count)| (raw.as_str(), *count))
            .collect();
        unknown.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        unknown.truncate(n_most);
        unknown
    }
}

/// Returns the distinct formats of every dataset of a file, as spelled: those of an export and those of its resources.
fn raw_formats(file: &Path) -> Vec<BTreeSet<String>> {
    let decoder = zstd::Decoder::new(File::open(file).unwrap()).unwrap();
    let of_line = |line: std::io::Result<String>| {
        let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        // A snapshot has the record inside.
        let record = line.get("record").unwrap_or(&line);
        let listed = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let mut formats = listed(&record["_export"]["resources_formats"]);
        formats.extend(
            listed(&record["resources"])
                .into_iter()
                .map(|mut resource| resource["format"].take()),
        );
        formats
            .iter()
            .filter_map(Value::as_str)
            .filter(|format| !format.is_empty())
            .map(str::to_owned)
            .collect()
    };
    BufReader::new(decoder).lines().map(of_line).collect()
}

/// `cargo test -p end-to-end --test it formats -- --nocapture` prints the figures.
#[test]
fn the_short_list_covers_99_pairs_of_100_of_the_real_catalogue() {
    let test = "formats::the_short_list_covers_99_pairs_of_100_of_the_real_catalogue";
    let Some(folder) = real_catalogue(test) else {
        return;
    };
    let mut report = std::io::stdout();
    for file in [
        "datasets.jsonl.zst",
        "raw/api-v1-datasets-snapshots.jsonl.zst",
    ] {
        let datasets = raw_formats(&folder.join(file));
        let mut coverage = Coverage::default();
        let start = Instant::now();
        for raw in datasets.iter().flatten() {
            coverage.add(raw);
        }
        let took = start.elapsed();
        let Coverage {
            known,
            nothing,
            blank,
            ..
        } = coverage;
        writeln!(
            report,
            "{file}: {} pairs of {} datasets, {:.3} % covered ({:.3} % without blank nodes): {known} a format, \
             {nothing} nothing said, {blank} blank nodes, {} unknown in {} spellings; {} formats in the list; read in {took:?}",
            coverage.n_pairs(),
            datasets.len(),
            100.0 * coverage.share(),
            100.0 * coverage.share_of_named(),
            coverage.n_unknown(),
            coverage.unknown.len(),
            known_formats().count(),
        )
        .unwrap();
        writeln!(report, "{:?}", coverage.most_frequent_unknown(30)).unwrap();
        assert!(coverage.n_pairs() > 1_000, "{file}");
        assert!(
            coverage.share_of_named() >= 0.99,
            "{file}: {:?}",
            coverage.most_frequent_unknown(30)
        );
    }
}
