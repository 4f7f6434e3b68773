//! The bundled sample: what everybody sees first.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::application::{Application, sample_index};
use support::real_catalogue;

/// The texts of two descriptions are taken for copies if they share this many words in a row.
const SHARED_WORDS: usize = 8;

fn sample_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../index/sample.jsonl")
}

fn json_lines(path: &Path) -> Vec<Value> {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn the_sample_is_read_whole_and_large_enough() {
    let records: Vec<_> = ingest::sample_records().collect();
    assert_eq!(
        records.len(),
        json_lines(&sample_file()).len(),
        "every line is a record"
    );
    let n_dataservices = records
        .iter()
        .filter(|record| record.record_type() == catalogue::RecordType::Dataservice)
        .count();
    assert!(n_dataservices >= 40, "{n_dataservices}");
    assert!(records.len() - n_dataservices >= 300, "{}", records.len());
    let keys: HashSet<_> = records
        .iter()
        .map(|record| (record.record_type(), record.id().to_owned()))
        .collect();
    assert_eq!(keys.len(), records.len(), "ids are unique");
}

#[test]
fn every_description_of_the_sample_is_one_to_four_sentences_of_its_own() {
    let mut seen = HashSet::new();
    for record in ingest::sample_records() {
        let text = &record.description().text;
        let n_chars = text.chars().count();
        assert!(
            (60..=700).contains(&n_chars),
            "{}: {n_chars} characters",
            record.title()
        );
        assert!(
            seen.insert(text.clone()),
            "{}: a description twice",
            record.title()
        );
    }
}

#[tokio::test]
async fn every_facet_of_the_page_shows_something_in_the_sample() {
    let application = Application::over(sample_index()).await;
    let answer = application.search(&[("archived", "any")]).await;
    for (facet, values) in answer["facets"].as_object().unwrap() {
        // One schema is all that well-known datasets declare.
        let least = if facet == "schema" { 1 } else { 2 };
        assert!(
            values.as_array().unwrap().len() >= least,
            "{facet}: {values}"
        );
    }
}

#[tokio::test]
async fn the_searches_of_the_first_visit_find_something() {
    let application = Application::over(sample_index()).await;
    for parameters in [
        vec![("q", "qualité de l'air")],
        vec![("q", "velo"), ("license", "lov2"), ("format", "csv")],
        vec![("q", "eau potable")],
        vec![("q", "CCAS")],
        vec![("q", "sirene")],
        vec![("q", "api"), ("type", "dataservice")],
    ] {
        let answer = application.search(&parameters).await;
        assert!(answer["total"].as_u64().unwrap() >= 1, "{parameters:?}");
    }
    let air = application.search(&[("q", "qualité de l'air")]).await;
    for facet in ["license", "badge", "geozone", "format"] {
        assert!(
            !air["facets"][facet].as_array().unwrap().is_empty(),
            "{facet} has counts"
        );
    }
}

/// Runs of words that our own texts may not share with the catalogue's: by hash, with the record they stand in.
struct OwnRuns {
    records: HashMap<u64, Vec<String>>,
}

impl OwnRuns {
    fn of(records: &[Value]) -> Self {
        let mut own = Self {
            records: HashMap::new(),
        };
        for record in records {
            let allowed: Vec<String> = [&record["title"], &record["organization"]["name"]]
                .into_iter()
                .filter_map(Value::as_str)
                .map(|text| words(text).join(" "))
                .collect();
            for run in
                words(record["description"].as_str().unwrap_or_default()).windows(SHARED_WORDS)
            {
                // A title that is long enough may be named in its description.
                let text = run.join(" ");
                if !allowed.iter().any(|allowed| allowed.contains(&text)) {
                    own.records
                        .entry(hash(run))
                        .or_default()
                        .push(format!("{}: {text}", record["title"]));
                }
            }
        }
        own
    }

    fn shared_with(&self, text: &str) -> Vec<String> {
        let words = words(text);
        words
            .windows(SHARED_WORDS)
            .filter_map(|run| self.records.get(&hash(run)))
            .flatten()
            .cloned()
            .collect()
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn hash(run: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    run.hash(&mut hasher);
    hasher.finish()
}

/// What somebody else wrote in a record; the rest of it, most of a long line, need not be kept.
#[derive(serde::Deserialize)]
struct Texts {
    description: Option<String>,
    description_short: Option<String>,
    tagline: Option<String>,
}

/// Takes every text of the real catalogue that somebody else wrote.
fn for_each_real_description(catalogue: &Path, mut take: impl FnMut(&str)) {
    for name in ["datasets.jsonl.zst", "dataservices-keyed.jsonl.zst"] {
        let file = File::open(catalogue.join(name)).unwrap();
        let mut decoder = zstd::Decoder::new(file).unwrap();
        decoder.window_log_max(27).unwrap();
        for line in BufReader::new(decoder).lines() {
            let record: Texts = serde_json::from_str(&line.unwrap()).unwrap();
            let texts = [record.description, record.description_short, record.tagline];
            texts.into_iter().flatten().for_each(|text| take(&text));
        }
    }
}

/// Returns the records of the fixtures.
fn fixtures() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "jsonl")
        })
        .flat_map(|path| json_lines(&path))
        .collect()
}

#[test]
fn no_description_of_ours_is_taken_from_the_real_catalogue() {
    let Some(catalogue) = real_catalogue("no_description_of_ours_is_taken_from_the_real_catalogue")
    else {
        return;
    };
    let mut ours = json_lines(&sample_file());
    ours.extend(fixtures());
    let own = OwnRuns::of(&ours);
    let mut shared = Vec::new();
    for_each_real_description(&catalogue, |text| shared.extend(own.shared_with(text)));
    shared.sort_unstable();
    shared.dedup();
    assert!(shared.is_empty(), "{shared:#?}");
}

#[test]
fn a_copied_description_would_be_found() {
    let copied =
        "Un texte que quelqu'un d'autre a écrit pour son propre jeu de données, mot pour mot.";
    let record = serde_json::json!({"title": "Essai", "description": copied});
    let own = OwnRuns::of(std::slice::from_ref(&record));
    assert!(
        !own.shared_with(&format!("Avant. {} Après.", copied.to_uppercase()))
            .is_empty()
    );
    assert!(
        own.shared_with("Un texte que chacun a écrit, mot pour mot, pour son jeu.")
            .is_empty()
    );
    let named = serde_json::json!({"title": copied, "description": copied});
    assert!(
        OwnRuns::of(&[named]).shared_with(copied).is_empty(),
        "a title may be named"
    );
}
