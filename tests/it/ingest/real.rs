//! The real catalogue, where it is at hand.

use super::*;

#[tokio::test]
async fn all_real_api_answers_of_2018_to_2022_are_taken() {
    let Some(real) = real_catalogue("all_real_api_answers_of_2018_to_2022_are_taken") else {
        return;
    };
    let index = tempfile::tempdir().unwrap();
    let source = Source::File(real.join("raw/api-v1-datasets-snapshots.jsonl.zst"));
    let report = rebuild_from(index.path(), &[source]).await.unwrap();
    // 626 datasets, most of them in several answers.
    assert_eq!(
        (report.records, report.rejected, report.duplicates),
        (counts(626, 0), 0, 1055)
    );
}

#[tokio::test]
async fn real_dataservices_go_in_and_those_without_an_id_are_set_aside() {
    let Some(real) =
        real_catalogue("real_dataservices_go_in_and_those_without_an_id_are_set_aside")
    else {
        return;
    };
    for (name, taken, rejected) in [
        ("dataservices.jsonl.zst", 15, 177),
        ("dataservices-keyed.jsonl.zst", 192, 0),
    ] {
        let index = tempfile::tempdir().unwrap();
        let report = rebuild_from(index.path(), &[Source::File(real.join(name))])
            .await
            .unwrap();
        assert_eq!(
            (report.records, report.rejected),
            (counts(0, taken), rejected),
            "{name}"
        );
        if rejected > 0 {
            assert!(
                rejected_lines(&report)
                    .iter()
                    .all(|line| line["reason"] == "no id")
            );
        }
    }
}
