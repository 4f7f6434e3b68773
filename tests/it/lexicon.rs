//! An operator's lexicon: lines, bans and pins beside the bundled ones.

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::application::{Finished, run};
use support::records::{dataset, json_lines};
use tempfile::TempDir;

/// Rebuilds an index of three datasets with these lines.
fn rebuilt_with(lines: &str) -> (TempDir, Finished) {
    let folder = tempfile::tempdir().unwrap();
    let records = [
        dataset("Minoteries de la région").build(),
        dataset("Moulins à vent").build(),
        dataset("Pistes").set("slug", "pistes-de-la-ville").build(),
    ];
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("records.jsonl"), json_lines(&records)).unwrap();
    fs::write(path("ours.txt"), lines).unwrap();
    let finished = run([
        "rebuild-index",
        "--index",
        &path("index"),
        "--source",
        &path("records.jsonl"),
        "--lexicon",
        &path("ours.txt"),
    ]);
    (folder, finished)
}

fn titles(folder: &Path, query: &str) -> Vec<String> {
    let index = folder.join("index");
    let finished = run([
        "search",
        query,
        "--index",
        index.to_str().unwrap(),
        "--json",
    ]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let title = |hit: &Value| hit["title"].as_str().unwrap().to_owned();
    let answer = finished.json();
    answer["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(title)
        .collect()
}

#[test]
fn lines_bans_and_pins_are_used_by_the_searches_of_the_index() {
    let (folder, finished) = rebuilt_with(
        "# ours\nmoulin > minoterie | the trade's word\n+ moulin à vent, zblorg > pistes-de-la-ville | a test\n",
    );
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let folder = folder.path();
    assert_eq!(
        titles(folder, "moulin"),
        ["Moulins à vent", "Minoteries de la région"]
    );
    // A pinned record comes first, whatever its words, and for the whole query only; frames count for nothing.
    assert_eq!(
        titles(folder, "Moulins à vent")[..2],
        ["Pistes", "Moulins à vent"]
    );
    assert_eq!(titles(folder, "liste des zblorg"), ["Pistes"]);
    assert_eq!(
        titles(folder, "zblorg minoterie"),
        ["Minoteries de la région"]
    );
    let (folder, _) = rebuilt_with("moulin > minoterie | ours\n- moulin > minoterie | not here\n");
    assert_eq!(titles(folder.path(), "moulin"), ["Moulins à vent"]);
}

#[test]
fn a_line_that_cannot_be_used_ends_the_rebuild_and_an_unknown_record_is_a_warning() {
    let (folder, finished) = rebuilt_with("moulin > minoterie\n+ moulin | no record\n");
    assert_eq!(finished.code, Some(1), "{finished:?}");
    for told in [
        "ours.txt:1: no reason: the form is `names | why`",
        "ours.txt:2: the form of a pin is `+ names > id or slug | why`",
    ] {
        assert!(finished.stderr.contains(told), "{finished:?}");
    }
    assert!(!folder.path().join("index/current").exists());
    let (_folder, finished) = rebuilt_with("+ moulin > gone | a test\n");
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert!(finished.stderr.contains("gone"), "{finished:?}");
}
