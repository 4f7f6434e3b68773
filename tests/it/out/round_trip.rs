//! What a source says of a record is what this server says of it: through the API that it is harvested from, the index,
//! and the API and the export that it is given out by.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;

use catalogue::Date;
use ingest::Source;
use serde_json::{Map, Value, json};
use support::application::{Application, rebuild_from};
use support::fake_catalogue::FakeCatalogue;
use support::real_catalogue;
use support::records::{dataset, id};

use super::ok;

/// The table of the differences, for people.
const DOCS: &str = include_str!("../../../docs/round-trip.md");

/// Returns the real answers, each under an id of its own: most datasets were asked for several times.
fn real_answers(catalogue: &Path) -> Vec<Value> {
    let path = catalogue.join("raw/api-v1-datasets-snapshots.jsonl.zst");
    let mut decoder = zstd::Decoder::new(std::fs::File::open(path).unwrap()).unwrap();
    decoder.window_log_max(27).unwrap();
    let lines = BufReader::new(decoder).lines().enumerate();
    let answer = |(number, line): (usize, Result<String, _>)| {
        let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let mut answer = line["record"].clone();
        answer["id"] = json!(format!("{number:024x}"));
        answer
    };
    lines.map(answer).collect()
}

/// Compares what was said with what is given out; tells what differs by the path and the name of the difference.
fn compare(said: &Value, given: &Value, path: &str, told: &mut BTreeMap<(String, &str), String>) {
    let name = match (said, given) {
        (Value::Object(said), Value::Object(given)) => {
            for (key, value) in said {
                let path = format!("{path}.{key}");
                if let Some(given) = given.get(key) {
                    compare(value, given, &path, told);
                } else {
                    let name = if value.is_null() { "null" } else { "lost" };
                    told.insert((path, name), value.to_string());
                }
            }
            for (key, value) in given.iter().filter(|(key, _)| !said.contains_key(*key)) {
                let is_empty = match value {
                    Value::Null => true,
                    Value::Array(items) => items.is_empty(),
                    Value::Object(fields) => fields.values().all(Value::is_null),
                    _ => false,
                };
                // What a source does not give is null or empty.
                if !is_empty {
                    told.insert((format!("{path}.{key}"), "added"), value.to_string());
                }
            }
            return;
        }
        (Value::Array(said), Value::Array(given)) if said.len() == given.len() => {
            for (said, given) in said.iter().zip(given) {
                compare(said, given, &format!("{path}[]"), told);
            }
            return;
        }
        _ if said == given => return,
        (Value::String(said), Value::String(given)) => difference(said, given),
        (Value::Number(said), Value::Number(given)) if said.as_f64() == given.as_f64() => return,
        _ => "lost",
    };
    told.insert((path.to_owned(), name), format!("{said} -> {given}"));
}

fn difference(said: &str, given: &str) -> &'static str {
    let moment = |text: &str| text.parse::<Date>().ok();
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    if moment(said).is_some() && moment(said) == moment(given) {
        "date"
    } else if words(said) == words(given) {
        "blanks"
    } else if said.split('@').next() == Some(given) {
        "zone"
    } else if given.starts_with("http://127.0.0.1") {
        "address"
    } else {
        "lost"
    }
}

/// Returns the names of the differences in the table of the docs, with the fields that have them.
fn documented() -> BTreeSet<(String, &'static str)> {
    let rows = DOCS.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut documented = BTreeSet::new();
    for row in rows {
        let cells: Vec<&'static str> = row.split(" | ").map(str::trim).collect();
        let name = cells[0].trim_end_matches('`');
        for field in cells[1].split(", ") {
            documented.insert((format!(".{}", field.trim_matches('`')), name));
        }
    }
    documented
}

#[tokio::test]
async fn the_real_answers_are_given_out_as_they_were_said() {
    let Some(catalogue) = real_catalogue("the_real_answers_are_given_out_as_they_were_said") else {
        return;
    };
    let answers = real_answers(&catalogue);
    assert_eq!(answers.len(), 1_681);
    let fake = FakeCatalogue::start(answers.clone(), vec![]).await;
    let folder = tempfile::tempdir().unwrap();
    let source: Source = fake.url().as_str().parse().unwrap();
    let report = rebuild_from(folder.path(), vec![source]).await.unwrap();
    assert_eq!((report.records.dataset, report.rejected), (1_681, 0));
    assert!(report.left_out.is_empty(), "{:?}", report.left_out);

    let application = Application::over(folder.path()).await;
    let (mut told, mut n_extras) = (BTreeMap::new(), 0);
    for said in &answers {
        let path = format!("/api/1/datasets/{}/", said["id"].as_str().unwrap());
        let given = application.json(&path).await;
        compare(said, &given, "", &mut told);
        for (said, given) in extras(said).into_iter().zip(extras(&given)) {
            assert_eq!(said, given, "{path}");
            n_extras += said.len();
        }
    }
    assert!(n_extras > 10_000, "{n_extras}");
    let found: BTreeSet<(String, &str)> = told.keys().cloned().collect();
    let surprising: Vec<String> = told
        .iter()
        .filter(|(key, _)| !documented().contains(*key))
        .map(|((path, name), example)| format!("{name} {path}: {example}"))
        .collect();
    assert!(surprising.is_empty(), "{surprising:#?}");
    let only_documented: Vec<_> = documented().difference(&found).cloned().collect();
    assert!(only_documented.is_empty(), "{only_documented:?}");
}

/// Returns the free keys of a dataset and of each of its resources.
fn extras(dataset: &Value) -> Vec<Map<String, Value>> {
    let resources = dataset["resources"].as_array().into_iter().flatten();
    std::iter::once(dataset)
        .chain(resources)
        .map(|it| it["extras"].as_object().cloned().unwrap_or_default())
        .collect()
}

#[tokio::test]
async fn an_export_of_the_real_answers_is_a_source_of_the_same_records() {
    let Some(catalogue) =
        real_catalogue("an_export_of_the_real_answers_is_a_source_of_the_same_records")
    else {
        return;
    };
    let application = Application::start(real_answers(&catalogue)).await;
    assert_same_again(&application, 1_681).await;
}

#[tokio::test]
async fn what_no_source_said_is_unknown_and_stays_so() {
    let bare =
        json!({"id": id("dataset", "Citerne"), "title": "Citerne", "last_modified": "2024-01-01"});
    let service =
        json!({"id": id("dataservice", "Citernes"), "title": "Citernes", "base_api_url": null});
    let whole = dataset("Complet")
        .set("demain", json!({"a": [1, null]}))
        .set("spatial", json!({"geom": {"type": "Point", "coordinates": [1.5, 2]}, "zones": [], "granularity": "poi"}))
        .set("geopf", json!({"fiche": "x"}))
        .set("resources", json!([{"id": "r", "extras": {}, "internal": {"created_at_internal": "2024-01-01"}, "neuf": 1}]))
        .build();
    let application = Application::start(vec![bare, service, whole]).await;

    let answer = application
        .search(&[("q", "citerne"), ("sort", "title")])
        .await;
    assert_eq!(answer["total"], 2);
    for hit in answer["data"].as_array().unwrap() {
        for field in [
            "tags",
            "badges",
            "formats",
            "geozones",
            "license",
            "resources_count",
        ] {
            assert_eq!(hit[field], Value::Null, "{field}: {hit}");
        }
    }
    let lines = ok(&application
        .get("/export.jsonl?q=citerne&type=dataset")
        .await);
    let line: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    for field in [
        "description",
        "tags",
        "badges",
        "extras",
        "contact_points",
        "access_audiences",
        "resources",
        "spatial",
        "private",
        "featured",
        "archived",
    ] {
        assert_eq!(line[field], Value::Null, "{field}: {line}");
    }
    for metric in line["metrics"].as_object().unwrap().values() {
        assert_eq!(*metric, Value::Null, "{line}");
    }
    // The platform's clients walk through lists.
    let path = format!("/api/1/datasets/{}/", id("dataset", "Citerne"));
    let given = application.json(&path).await;
    assert_eq!(
        (&given["tags"], &given["resources"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(
        (&given["extras"], &given["badges"]),
        (&json!({}), &json!([]))
    );

    let given = application
        .json(&format!("/api/1/datasets/{}/", id("dataset", "Complet")))
        .await;
    assert_eq!(given["demain"], json!({"a": [1, null]}));
    assert_eq!(
        given["spatial"]["geom"],
        json!({"type": "Point", "coordinates": [1.5, 2]})
    );
    assert_eq!(given["resources"][0]["neuf"], 1);
    let resource = application.json("/api/2/datasets/resources/r/").await;
    assert_eq!(resource["resource"]["neuf"], 1);
    assert_same_again(&application, 3).await;
}

/// Asserts that an index that is built from an export has the same records.
async fn assert_same_again(application: &Application, n_records: usize) {
    let lines = ok(&application.get("/export.jsonl?archived=any").await);
    assert_eq!(lines.lines().count(), n_records);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copie.jsonl");
    std::fs::write(&file, &lines).unwrap();
    let index = folder.path().join("index");
    rebuild_from(&index, vec![Source::File(file)])
        .await
        .unwrap();
    let again = Application::over(&index).await;
    let copied = ok(&again.get("/export.jsonl?archived=any").await);
    let by_id = |lines: &str| -> BTreeMap<String, Value> {
        let objects = lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        objects
            .map(|object| (object["id"].to_string(), object))
            .collect()
    };
    let (first, second) = (by_id(&lines), by_id(&copied));
    for (id, object) in &first {
        assert_eq!(Some(object), second.get(id), "{id}");
    }
}
