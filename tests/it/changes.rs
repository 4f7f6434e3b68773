//! `/api/changes`: what was added, changed and deleted since a generation, for whoever keeps a copy.

use std::collections::BTreeMap;
use std::time::Instant;

use catalogue::{Date, RecordType};
use search_index::{
    BuildOptions, GenerationUpdate, HiddenRecord, HiddenRecords, SyncState, UpdateProvenance,
};
use serde_json::{Value, json};
use support::application::Application;
use support::records::{RecordBuilder, dataservice, dataset, id};

/// Sixteen records that stay, so that no generation is far smaller than the one before.
fn with_others(records: Vec<RecordBuilder>) -> Vec<Value> {
    let others = (0..16).map(|number| dataset(&format!("Relevé {number}")));
    others.chain(records).map(RecordBuilder::build).collect()
}

fn first() -> Vec<Value> {
    with_others(vec![
        dataset("Arbres").metric("views", 10),
        dataset("Bancs"),
        dataset("Crues"),
        dataservice("API Digues"),
    ])
}

/// The trees are seen more often, the benches have a tag, the floods are gone, the schools are new.
fn second() -> Vec<Value> {
    with_others(vec![
        dataset("Arbres").metric("views", 11),
        dataset("Bancs").tag("mobilier"),
        dataset("Écoles"),
        dataservice("API Digues"),
    ])
}

/// Returns how the records of an answer have changed, by their ids.
fn by_id(answer: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let changes = answer["data"].as_array().unwrap().iter();
    changes
        .map(|change| (text(&change["id"]), text(&change["change"])))
        .collect()
}

fn expected(changes: &[(&str, &str)]) -> BTreeMap<String, String> {
    let changes = changes.iter();
    changes
        .map(|(title, change)| (id("dataset", title), (*change).to_owned()))
        .collect()
}

#[tokio::test]
async fn a_copy_is_kept_up_to_date_by_what_has_changed() {
    let application = Application::start(first()).await;
    let begun = application.json("/api/changes").await;
    let before = application.generation();
    assert_eq!(begun["until"], *before);
    assert_eq!(begun["known_since"], *before);
    assert_eq!(begun["total"], 0);

    application.rebuild(second()).await;
    let answer = application
        .json(&format!("/api/changes?since={before}"))
        .await;
    let wanted = [
        ("Bancs", "changed"),
        ("Crues", "deleted"),
        ("Écoles", "added"),
    ];
    assert_eq!(by_id(&answer), expected(&wanted), "{answer}");
    assert_eq!(
        answer["counts"],
        json!({"added": 1, "changed": 1, "deleted": 1})
    );
    assert_eq!(answer["since"], *before);
    assert_eq!(answer["until"], *application.generation());
    for change in answer["data"].as_array().unwrap() {
        match change["api_url"].as_str() {
            Some(url) => {
                let path = url.strip_prefix(&application.url()).unwrap();
                assert_eq!(application.json(path).await["id"], change["id"]);
            }
            None => assert_eq!(change["change"], "deleted"),
        }
    }

    // What changed back is one change to who saw the first, and none to who saw neither.
    let middle = application.generation();
    application.rebuild(first()).await;
    let since_first = application
        .json(&format!("/api/changes?since={before}"))
        .await;
    let wanted = [("Bancs", "changed"), ("Crues", "changed")];
    assert_eq!(by_id(&since_first), expected(&wanted), "{since_first}");
    let since_second = application
        .json(&format!("/api/changes?since={middle}"))
        .await;
    let wanted = [
        ("Bancs", "changed"),
        ("Crues", "added"),
        ("Écoles", "deleted"),
    ];
    assert_eq!(by_id(&since_second), expected(&wanted));
    let between = format!("/api/changes?since={before}&until={middle}");
    assert_eq!(application.json(&between).await["total"], 3);
}

#[tokio::test]
async fn updates_tell_what_they_change_too() {
    let application = Application::start(first()).await;
    let before = application.generation();
    let options = BuildOptions {
        max_shrink: 0.5,
        ..BuildOptions::default()
    };
    let update = GenerationUpdate::start(application.index_dir(), options).unwrap();
    let of = |title: &str| {
        let found = application
            .searcher()
            .record(&RecordType::Dataset, &id("dataset", title));
        found.unwrap().unwrap()
    };
    let (bench, tree) = (of("Bancs"), of("Arbres"));
    update
        .remove(&RecordType::Dataset, bench.id(), true)
        .unwrap();
    update.put(&with_views(tree, 12)).unwrap();
    let sync = SyncState::new("https://example.org", Date::now(), None);
    let provenance = UpdateProvenance {
        sync,
        rejected: 0,
        started: Instant::now(),
    };
    let manifest = update.finish(provenance).unwrap();
    let served = Application::over(application.index_dir()).await;
    assert_eq!(served.generation(), manifest.generation);
    let answer = served.json(&format!("/api/changes?since={before}")).await;
    assert_eq!(
        by_id(&answer),
        expected(&[("Bancs", "deleted")]),
        "{answer}"
    );
}

fn with_views(record: catalogue::Record, views: u64) -> catalogue::Record {
    let catalogue::Record::Dataset(mut dataset) = record else {
        panic!("a dataset");
    };
    dataset.metrics.views = Some(views);
    catalogue::Record::Dataset(dataset)
}

#[tokio::test]
async fn a_record_that_must_not_be_shown_is_deleted_for_who_has_it() {
    let application = Application::start(first()).await;
    let before = application.generation();
    let bench = HiddenRecord {
        record_type: RecordType::Dataset,
        id: id("dataset", "Bancs"),
        slug: None,
        reason: "données personnelles".to_owned(),
        hidden_at: Date::now(),
    };
    HiddenRecords::change(application.index_dir(), |hidden| hidden.hide(bench)).unwrap();
    let served = Application::over(application.index_dir()).await;
    let answer = served.json(&format!("/api/changes?since={before}")).await;
    assert_eq!(
        by_id(&answer),
        expected(&[("Bancs", "deleted")]),
        "{answer}"
    );
}

#[tokio::test]
async fn pages_have_all_changes_between_the_same_generations() {
    let application = Application::start(first()).await;
    let before = application.generation();
    let mut records = with_others(Vec::new());
    records.extend((0..25).map(|number| dataset(&format!("Station {number}")).build()));
    application.rebuild(records).await;
    let mut next = Some(format!(
        "/api/changes?since={before}&page_size=10&change=added"
    ));
    let mut seen = BTreeMap::new();
    let mut n_pages = 0;
    while let Some(path) = next {
        let answer = application.json(&path).await;
        assert_eq!(answer["total"], 25);
        seen.extend(by_id(&answer));
        n_pages += 1;
        let url = answer["next_page"].as_str();
        next = url.map(|url| url.strip_prefix(&application.url()).unwrap().to_owned());
        if n_pages == 1 {
            // What is published meanwhile is not among them.
            application.rebuild(first()).await;
        }
    }
    assert_eq!((seen.len(), n_pages), (25, 3));
    assert!(seen.values().all(|change| change == "added"), "{seen:?}");
    let services = format!("/api/changes?since={before}&type=dataservice");
    // It was gone and is back.
    assert_eq!(application.json(&services).await["counts"]["changed"], 1);
}

#[tokio::test]
async fn changes_since_a_moment_are_those_since_the_generation_of_then() {
    let application = Application::start(first()).await;
    let before = application.generation();
    application.rebuild(second()).await;
    let answer = application.json("/api/changes?since=2100-01-01").await;
    assert_eq!(answer["total"], 0);
    assert_eq!(answer["since"], *application.generation());
    let forgotten = application.get("/api/changes?since=2020-01-01").await;
    assert_eq!(forgotten.status, 410);
    let said = forgotten.json();
    assert!(
        said["type"]
            .as_str()
            .unwrap()
            .ends_with("/docs#problem-changes-not-known")
    );
    assert!(said["detail"].as_str().unwrap().contains(&before), "{said}");
    let unknown = "/api/changes?since=20200101T000000.000Z-00000000";
    assert_eq!(application.get(unknown).await.status, 410);
}

#[tokio::test]
async fn what_cannot_be_asked_is_told() {
    let application = Application::start(first()).await;
    for (parameters, named) in [
        ("since=hier", "since"),
        ("until=20200101T000000.000Z-00000000", "until"),
        ("since=2026-01-01&until=demain", "until"),
        ("since=2026-01-01&type=datasets", "type"),
        ("since=2026-01-01&change=removed", "change"),
        ("since=2026-01-01&page_size=1001", "page_size"),
        ("since=2026-01-01&page=0", "page"),
        ("depuis=2026-01-01", "depuis"),
    ] {
        let answer = application.get(&format!("/api/changes?{parameters}")).await;
        assert_eq!(answer.status, 400, "{parameters}");
        assert!(
            answer.json()["errors"][named].is_string(),
            "{parameters}: {}",
            answer.text()
        );
    }
}
