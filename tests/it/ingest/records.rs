//! Records that are broken, odd or repeated.

use super::*;

#[tokio::test]
async fn a_record_that_cannot_be_read_is_set_aside_with_its_reason_and_the_others_go_in() {
    let records = vec![
        dataset("Bon").build(),
        dataset("Étiquettes en vrac")
            .set("tags", "eau,air")
            .set("quality", "bonne")
            .build(),
        dataset("Sans titre").set("title", Value::Null).build(),
        dataset("Privé").set("private", true).build(),
        dataset("Supprimé")
            .set("deleted", "2024-05-01T00:00:00")
            .build(),
        dataset("Sans identifiant").without("id").build(),
    ];
    let catalogue = FakeCatalogue::start(records, vec![]).await;
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    assert_eq!((report.records, report.rejected), (counts(2, 0), 4));
    assert!(has(index.path(), "Bon"));
    let loose = record(index.path(), &RecordType::Dataset, "Étiquettes en vrac").unwrap();
    assert_eq!(loose.tags(), ["eau", "air"]);
    assert_eq!(report.left_out.get("quality"), Some(&1));

    let lines = rejected_lines(&report);
    let mut reasons: Vec<&str> = lines
        .iter()
        .map(|line| line["reason"].as_str().unwrap())
        .collect();
    reasons.sort_unstable();
    assert_eq!(reasons, ["deleted", "no id", "no title", "private"]);
    let private = (lines.iter())
        .find(|line| line["reason"] == "private")
        .unwrap();
    assert_eq!(private["source"], json!(api(&catalogue).to_string()));
    assert_eq!(
        (&private["page"], &private["type"]),
        (&json!(1), &json!("dataset"))
    );
    assert_eq!(private["id"], json!(id("dataset", "Privé")));
    assert_eq!(private["record"]["private"], json!(true));
}

#[tokio::test]
async fn nulls_naive_dates_and_wrong_types_are_taken_as_they_come() {
    let odd = dataset("Bizarre")
        .set("tags", Value::Null)
        .set("badges", Value::Null)
        .set(
            "resources",
            json!([null, {"title": 12, "format": null, "metrics": null}]),
        )
        .set(
            "metrics",
            json!({"views": "7", "reuses_by_months": {"2024-01": 1}, "followers": null}),
        )
        .set("organization", json!({"id": null, "name": null}))
        .created_at("0003-02-05T00:00:00")
        .last_update("jeudi")
        .build();
    let catalogue = FakeCatalogue::start(vec![odd], vec![]).await;
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    assert_eq!(report.rejected, 0);
    let record = record(index.path(), &RecordType::Dataset, "Bizarre").unwrap();
    assert_eq!(record.views(), Some(7));
    assert_eq!(
        record.created_at().unwrap().to_string(),
        "0003-02-05T00:00:00+00:00"
    );
    assert_eq!(record.owner(), None);
    let Record::Dataset(dataset) = record else {
        panic!("a dataset went in")
    };
    assert_eq!(dataset.resources.unwrap()[0].title.as_deref(), Some("12"));
}

#[tokio::test]
async fn of_several_sources_the_first_that_has_a_record_wins() {
    let folder = tempfile::tempdir().unwrap();
    let first = file(
        &folder,
        "a.jsonl",
        json_lines(&[dataset("Eau").license("lov2").build()]),
    );
    let second = file(
        &folder,
        "b.jsonl",
        json_lines(&[
            dataset("Eau").license("odc-odbl").build(),
            dataset("Air").build(),
        ]),
    );
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[first.clone(), second, first])
        .await
        .unwrap();
    assert_eq!((report.records, report.duplicates), (counts(2, 0), 2));
    let eau = record(index.path(), &RecordType::Dataset, "Eau").unwrap();
    assert_eq!(eau.license().unwrap().id(), "lov2");
}

#[tokio::test]
async fn a_dataset_and_a_dataservice_may_have_the_same_id() {
    let folder = tempfile::tempdir().unwrap();
    let twins = [
        dataset("Eau").id("53698e41a3a729239d2033fc"),
        dataservice("API Eau").id("53698e41a3a729239d2033fc"),
    ];
    let source = file(
        &folder,
        "a.jsonl",
        json_lines(&twins.map(RecordBuilder::build)),
    );
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[source]).await.unwrap();
    assert_eq!((report.records, report.duplicates), (counts(1, 1), 0));
}
