//! The same catalogue, served page by page by an API or read from a file, gives the same search results.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use ingest::Source;
use search_index::{SearchRequest, SearchResults, Searcher, Sort};
use serde_json::{Value, json};
use support::application::rebuild_from;
use support::fake_catalogue::FakeCatalogue;
use support::real_catalogue;

/// Records of the real catalogue that are compared: enough for 60 pages, few enough for a test. The variable
/// `TROUVAILLE_EQUIVALENCE_RECORDS` sets another number; `just equivalence` takes all.
const REAL_RECORDS: usize = 6_000;

fn n_real_records() -> usize {
    let number = std::env::var("TROUVAILLE_EQUIVALENCE_RECORDS")
        .ok()
        .and_then(|text| text.parse().ok());
    number.unwrap_or(REAL_RECORDS)
}

const QUERIES: [&str; 16] = [
    "",
    "données",
    "eau potable",
    "l’eau",
    "qualité de l'air",
    "CCAS",
    "data.gouv",
    "velo",
    "\"marchés publics\"",
    "plu -communal",
    "budget 2023",
    "format:csv",
    "écoles",
    "xyzzy",
    "carte inondation",
    "2.5",
];

/// Makes an API's object of one of the consolidated catalogue's: our own keys go, and the formats that an export
/// gives stand on resources, where the API has them.
fn api_shaped(mut record: Value) -> Value {
    let formats = record["_export"]["resources_formats"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let fields = record.as_object_mut().unwrap();
    fields.retain(|name, _| !name.starts_with('_'));
    if !fields.contains_key("resources") && !formats.is_empty() {
        let resources = formats
            .iter()
            .map(|format| json!({"format": format, "title": null}));
        fields.insert("resources".to_owned(), resources.collect());
    }
    record
}

fn read_json_lines(path: &Path, n_most: usize) -> Vec<Value> {
    let file = File::open(path).unwrap();
    let lines: Box<dyn BufRead> = if path.extension().is_some_and(|extension| extension == "zst") {
        let mut decoder = zstd::Decoder::new(file).unwrap();
        decoder.window_log_max(27).unwrap();
        Box::new(BufReader::new(decoder))
    } else {
        Box::new(BufReader::new(file))
    };
    lines
        .lines()
        .take(n_most)
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect()
}

fn write_json_lines(path: &Path, records: &[Value]) -> PathBuf {
    let mut writer = std::io::BufWriter::new(File::create(path).unwrap());
    for record in records {
        writeln!(writer, "{record}").unwrap();
    }
    writer.flush().unwrap();
    path.to_owned()
}

/// Builds an index from a file and another from the fake API over the same records, and compares what they find.
async fn assert_equivalent(datasets: Vec<Value>, dataservices: Vec<Value>) {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("datasets.jsonl", &datasets),
        ("dataservices.jsonl", &dataservices),
    ]
    .map(|(name, records)| Source::File(write_json_lines(&folder.path().join(name), records)));
    let (n_datasets, n_dataservices) = (datasets.len() as u64, dataservices.len() as u64);
    let fake = FakeCatalogue::start(datasets, dataservices).await;

    let (from_file, from_api) = (folder.path().join("file"), folder.path().join("api"));
    let of_file = rebuild_from(&from_file, files.to_vec()).await.unwrap();
    let of_api = rebuild_from(
        &from_api,
        vec![fake.url().as_str().parse::<Source>().unwrap()],
    )
    .await
    .unwrap();
    assert_eq!(
        (of_file.records.dataset, of_file.records.dataservice),
        (n_datasets, n_dataservices)
    );
    assert_eq!(of_api.records, of_file.records);
    assert_eq!((of_api.rejected, of_file.rejected), (0, 0));

    let (file_searcher, api_searcher) = (
        Searcher::open(&from_file).unwrap(),
        Searcher::open(&from_api).unwrap(),
    );
    let mut n_found = 0;
    for query in QUERIES {
        for sort in [Sort::Relevance, Sort::from_name("-last_update").unwrap()] {
            let request = SearchRequest {
                sort,
                page_size: 100,
                facet_size: 50,
                ..SearchRequest::new(query)
            };
            let found = |searcher: &Searcher| {
                let results = searcher.search(&request).unwrap();
                n_found += results.hits.len();
                shown(results)
            };
            let [of_file, of_api] = [&file_searcher, &api_searcher].map(found);
            assert_eq!(of_file, of_api, "`{query}` by {sort}");
        }
    }
    assert!(n_found > 100, "the queries found something to compare");
}

/// Returns what a user sees of the results: not how long they took, nor addresses that only an API gives.
fn shown(results: SearchResults) -> (u64, Vec<String>, Vec<search_index::FacetCounts>) {
    let hits = results.hits.iter().map(|found| {
        format!(
            "{} {} {} {:?} {:?}",
            found.hit.id, found.score, found.hit.title, found.title, found.description
        )
    });
    (results.total, hits.collect(), results.facets)
}

#[tokio::test]
async fn the_sample_is_the_same_from_an_api_and_from_a_file() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../index/sample.jsonl");
    let records = read_json_lines(&sample, usize::MAX)
        .into_iter()
        .map(api_shaped);
    let (dataservices, datasets) = records.partition(|record| record.get("base_api_url").is_some());
    assert_equivalent(datasets, dataservices).await;
}

#[tokio::test]
async fn the_real_catalogue_is_the_same_from_an_api_and_from_a_file() {
    let Some(catalogue) =
        real_catalogue("the_real_catalogue_is_the_same_from_an_api_and_from_a_file")
    else {
        return;
    };
    let datasets = read_json_lines(&catalogue.join("datasets.jsonl.zst"), n_real_records());
    let dataservices = read_json_lines(&catalogue.join("dataservices-keyed.jsonl.zst"), usize::MAX);
    let api_shaped = |records: Vec<Value>| records.into_iter().map(api_shaped).collect();
    assert_equivalent(api_shaped(datasets), api_shaped(dataservices)).await;
}
