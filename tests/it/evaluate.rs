//! `trouvaille evaluate`: judged queries in, figures out.

use std::fs;
use std::path::Path;

use ingest::Source;
use serde_json::{Value, json};
use support::application::{Finished, rebuild_from, run};
use support::records::{dataset, id, json_lines};
use tempfile::TempDir;

/// Runs the command in a folder with an index of three datasets: two of water, one archived.
async fn water() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let records = [
        dataset("Eau potable").build(),
        dataset("Eau de pluie").description("Ce qui tombe.").build(),
        dataset("Eau usée")
            .archived("2023-01-01T00:00:00+00:00")
            .build(),
    ];
    let file = folder.path().join("records.jsonl");
    fs::write(&file, json_lines(&records)).unwrap();
    rebuild_from(&folder.path().join("index"), vec![Source::File(file)])
        .await
        .unwrap();
    folder
}

fn judged(folder: &Path, lines: &[Value]) {
    fs::write(folder.join("judged.jsonl"), json_lines(lines)).unwrap();
}

fn evaluate(folder: &Path, more: &[&str]) -> Finished {
    let (file, index) = (folder.join("judged.jsonl"), folder.join("index"));
    let arguments = [
        "evaluate",
        file.to_str().unwrap(),
        "--index",
        index.to_str().unwrap(),
    ];
    run(arguments.iter().chain(more).copied())
}

#[tokio::test]
async fn figures_are_told_by_set_and_category() {
    let folder = water().await;
    judged(
        folder.path(),
        &[
            json!({"query": "potable", "category": "plain", "expected": [{"id": id("dataset", "Eau potable"), "grade": 2}],
                "stale": [id("dataset", "Eau usée")]}),
            json!({"query": "pluie", "category": "place", "expected": [id("dataset", "Eau potable")]}),
            json!({"query": "usée", "expected": [id("dataset", "Eau usée")]}),
            json!({"query": "xyzzy", "category": "nonsense", "expected": []}),
        ],
    );
    let finished = evaluate(folder.path(), &["--json"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let set = &finished.json()[0];
    assert_eq!(set["set"], "judged");
    assert_eq!(set["n"], 2, "an archived record is not expected");
    assert_eq!(set["left_out"], 1);
    for figure in ["success_at_1", "success_at_3", "success_at_10", "mrr_at_10"] {
        assert_eq!(set[figure], 0.5, "{figure}");
    }
    assert_eq!(set["nonsense_unanswered"], 1.0);
    assert_eq!(
        (&set["n_with_reference"], &set["reference_at_10"]),
        (&json!(1), &json!(1.0))
    );
    assert_eq!(
        (&set["n_with_stale"], &set["stale_above"]),
        (&json!(1), &json!(0.0))
    );
    assert_eq!(set["categories"]["place"]["reference_at_10"], Value::Null);
    assert_eq!(set["categories"]["plain"]["ndcg_at_10"], 1.0);
    assert_eq!(set["categories"]["place"]["success_at_10"], 0.0);
}

#[tokio::test]
async fn what_got_worse_since_a_recorded_run_is_listed() {
    let folder = water().await;
    let query = |words: &str| json!({"query": words, "expected": [id("dataset", "Eau potable")]});
    judged(folder.path(), &[query("potable"), query("potable eau")]);
    let run = folder.path().join("run.json");
    let run = run.to_str().unwrap();
    assert_eq!(evaluate(folder.path(), &["--record", run]).code, Some(0));
    // The same words are now expected to find what they do not find.
    judged(
        folder.path(),
        &[
            json!({"query": "potable", "expected": [id("dataset", "Eau de pluie")]}),
            query("potable eau"),
        ],
    );
    let finished = evaluate(folder.path(), &["--against", run]);
    let expected =
        "judged: 1 worse than the recorded run, 0 better, 0 new\n     1 -> –    potable\n";
    assert!(finished.stdout.contains(expected), "{finished:?}");
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_named() {
    let folder = water().await;
    judged(folder.path(), &[json!({"words": "eau"})]);
    let finished = evaluate(folder.path(), &[]);
    assert_eq!(finished.code, Some(1));
    let told = ["judged.jsonl", "line 1", "missing field `query`"];
    assert!(
        told.iter().all(|part| finished.stderr.contains(part)),
        "{finished:?}"
    );
}
