//! Inferred coverage: how often it is right, and how much of the real catalogue has zones with it.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::time::Instant;

use catalogue::{Dataset, Gazetteer, Organization, Owner, Record, Resolution, Spatial};
use serde_json::Value;
use support::real_catalogue;

/// Judged by hand before any rule was written; `fixtures/README.md` says how.
const JUDGED: &str = include_str!("../fixtures/coverage-judged.tsv");

/// Another sample, on which the rules were tuned.
const TUNING: &str = include_str!("../fixtures/coverage-tuning.tsv");

/// What was inferred for the datasets of a sample, against what a person said.
#[derive(Debug, Default)]
struct Score {
    /// Something was inferred, and all of it is right.
    right: u32,
    /// Something was inferred that is not right: the ids of these datasets, with it.
    wrong: Vec<String>,
    /// Nothing was inferred, though there is something.
    missed: u32,
    /// Nothing was inferred, and rightly.
    rightly_none: u32,
}

impl Score {
    fn of(sample: &str, inferred: &HashMap<String, Vec<String>>) -> Self {
        let mut score = Self::default();
        for line in sample.lines().skip(1) {
            let mut columns = line.split('\t');
            let (id, zones) = (columns.next().unwrap(), columns.next().unwrap());
            let right: Vec<&str> = zones.split(' ').filter(|zone| *zone != "-").collect();
            let inferred = &inferred[id];
            if inferred.is_empty() {
                let counter = if right.is_empty() {
                    &mut score.rightly_none
                } else {
                    &mut score.missed
                };
                *counter += 1;
            } else if inferred.iter().all(|zone| right.contains(&zone.as_str())) {
                score.right += 1;
            } else {
                score.wrong.push(format!("{id}: {inferred:?}, not {zones}"));
            }
        }
        score
    }

    fn n_inferred(&self) -> usize {
        self.right as usize + self.wrong.len()
    }

    fn precision(&self) -> f64 {
        f64::from(self.right) / self.n_inferred() as f64
    }
}

/// Returns the live datasets of the real catalogue: neither archived nor gone from the export.
fn live_datasets(file: &Path) -> Vec<Record> {
    let decoder = zstd::Decoder::new(File::open(file).unwrap()).unwrap();
    let lines = BufReader::new(decoder).lines();
    lines
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .filter(|line: &Value| line["archived"].is_null() && line["_gone_from_export"].is_null())
        .map(|line| record(&line))
        .collect()
}

/// Returns what the inference reads of a line of the real catalogue, its zones resolved as an import does.
fn record(line: &Value) -> Record {
    let texts = |value: &Value| -> Vec<String> {
        let texts = value.as_array().into_iter().flatten();
        texts.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut spatial = Spatial {
        zones: Some(texts(&line["spatial"]["zones"])),
        ..Spatial::default()
    };
    for name in texts(&line["_export"]["spatial_zones"]) {
        match Gazetteer::france().resolve_name(&name) {
            Resolution::Unique(id) => spatial.zones.get_or_insert_default().push(id.to_owned()),
            Resolution::Ambiguous(_) | Resolution::Unknown => spatial.unresolved_names.push(name),
        }
    }
    let organization = line["organization"].as_object().map(|organization| {
        Owner::Organization(Organization {
            name: text(&organization["name"]),
            ..Organization::default()
        })
    });
    Record::Dataset(Box::new(Dataset {
        id: text(&line["id"]),
        title: text(&line["title"]),
        tags: Some(texts(&line["tags"])),
        owner: organization,
        spatial: Some(spatial),
        ..Dataset::default()
    }))
}

/// `just coverage` prints the figures.
#[test]
fn inferred_coverage_is_right_19_times_in_20_and_covers_60_live_datasets_of_100() {
    let test =
        "coverage::inferred_coverage_is_right_19_times_in_20_and_covers_60_live_datasets_of_100";
    let Some(folder) = real_catalogue(test) else {
        return;
    };
    let records = live_datasets(&folder.join("datasets.jsonl.zst"));
    let start = Instant::now();
    let inferred: HashMap<String, Vec<String>> = records
        .iter()
        .map(|record| (record.id().to_owned(), catalogue::inferred_geozones(record)))
        .collect();
    let took = start.elapsed();

    let declares = |record: &&Record| !record.geozones().is_empty();
    let n_declared = records.iter().filter(declares).count();
    let n_inferred = inferred.values().filter(|zones| !zones.is_empty()).count();
    let share = (n_declared + n_inferred) as f64 / records.len() as f64;
    let mut report = std::io::stdout();
    writeln!(
        report,
        "{} live datasets: {n_declared} declare zones ({:.1} %), {n_inferred} have inferred ones, {:.1} % have either; \
         inferred in {took:?}, {:?} each",
        records.len(),
        100.0 * n_declared as f64 / records.len() as f64,
        100.0 * share,
        took / u32::try_from(records.len()).unwrap_or(u32::MAX).max(1),
    )
    .unwrap();
    for (name, sample) in [("judged", JUDGED), ("tuning", TUNING)] {
        let score = Score::of(sample, &inferred);
        writeln!(
            report,
            "{name}: precision {:.3} ({} right of {} inferred), {} missed, {} rightly none",
            score.precision(),
            score.right,
            score.n_inferred(),
            score.missed,
            score.rightly_none,
        )
        .unwrap();
        assert!(score.precision() >= 0.95, "{name}: {:#?}", score.wrong);
    }
    assert!(share >= 0.60, "{share}");
}

#[test]
fn every_zone_of_the_judged_samples_is_known() {
    for line in [JUDGED, TUNING]
        .iter()
        .flat_map(|sample| sample.lines().skip(1))
    {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, zones, reason] = columns.as_slice() else {
            panic!("not three columns: {line}");
        };
        assert!(id.len() == 24 && !reason.is_empty(), "{line}");
        for zone in zones.split(' ').filter(|zone| *zone != "-") {
            assert!(Gazetteer::france().get(zone).is_some(), "{id}: `{zone}`");
        }
    }
}
