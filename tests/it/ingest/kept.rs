//! Snapshots, and the bundled sample.

use super::*;

#[tokio::test]
async fn a_snapshot_rebuilds_to_the_same_records() {
    let mut records = datasets(24);
    records.push(
        dataset("Riche")
            .resource("a.csv", "csv")
            .organization("Ville", &[])
            .zone("country:fr")
            .build(),
    );
    let catalogue = FakeCatalogue::start(records, dataservices(4)).await;
    let (index, again) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    let second = rebuild_from(again.path(), &[Source::File(first.snapshot.unwrap())])
        .await
        .unwrap();
    assert_eq!(first.records, second.records);
    assert_eq!(
        (second.rejected, second.duplicates, second.snapshot),
        (0, 0, None)
    );
    let titles = (1..=24)
        .map(|n| format!("Jeu {n:04}"))
        .chain(["Riche".to_owned()]);
    for title in titles {
        let record_type = RecordType::Dataset;
        assert_eq!(
            record(index.path(), &record_type, &title),
            record(again.path(), &record_type, &title),
            "{title}"
        );
    }
}

#[tokio::test]
async fn a_file_may_be_fetched_and_its_snapshot_rebuilds_to_the_same_records() {
    let catalogue = FakeCatalogue::start(vec![], vec![]).await;
    let url = catalogue.serve_file("export.csv.zst", zstd(EXPORT.as_bytes()));
    catalogue.make_file_trouble(1, Trouble::CutShort);
    catalogue.make_file_trouble(1, Trouble::Status(503));
    let source: Source = url.as_str().parse().unwrap();
    assert!(matches!(source, Source::Url(_)));
    let (index, again) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = rebuild_from(index.path(), &[source]).await.unwrap();
    assert_eq!((first.records, first.duplicates), (counts(2, 0), 0));
    let snapshot = first.snapshot.unwrap();
    let stored = snapshot.file_name().unwrap().to_str().unwrap();
    assert_eq!(names(&index.path().join("snapshots")), [stored]);

    rebuild_from(again.path(), &[Source::File(snapshot.clone())])
        .await
        .unwrap();
    for id in ["5aaaaaaaaaaaaaaaaaaaaaaa", "5bbbbbbbbbbbbbbbbbbbbbbb"] {
        let read = |index: &Path| {
            Searcher::open(index)
                .unwrap()
                .record(&RecordType::Dataset, id)
                .unwrap()
                .unwrap()
        };
        assert_eq!(read(index.path()), read(again.path()));
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_is_an_error_at_once() {
    let catalogue = FakeCatalogue::start(vec![], vec![]).await;
    let source: Source = catalogue
        .url()
        .join("files/rien.csv")
        .unwrap()
        .as_str()
        .parse()
        .unwrap();
    let index = tempfile::tempdir().unwrap();
    let error = rebuild_from(index.path(), &[source]).await.unwrap_err();
    assert!(
        error.to_string().ends_with("files/rien.csv`, tried 1 time"),
        "{error}"
    );
    assert_eq!(
        error.source().unwrap().to_string(),
        "the server answered 404 Not Found"
    );
    assert_nothing_left_behind(index.path());
}

#[tokio::test]
async fn the_two_newest_snapshots_are_kept_and_leftovers_of_a_killed_rebuild_removed() {
    let catalogue = FakeCatalogue::start(datasets(3), vec![]).await;
    let index = tempfile::tempdir().unwrap();
    let snapshots = index.path().join("snapshots");
    fs::create_dir_all(&snapshots).unwrap();
    fs::write(
        snapshots.join(".20200101T000000.000Z.jsonl.zst.part"),
        "half",
    )
    .unwrap();
    let mut kept: Vec<PathBuf> = Vec::new();
    for _ in 0..3 {
        kept.push(
            rebuild_from(index.path(), &[api(&catalogue)])
                .await
                .unwrap()
                .snapshot
                .unwrap(),
        );
    }
    let expected: Vec<&str> = kept[1..]
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(names(&snapshots), expected);
}

#[tokio::test]
async fn the_sample_needs_no_network() {
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &["sample".parse().unwrap()])
        .await
        .unwrap();
    assert!(
        report.records.dataset >= 300 && report.records.dataservice >= 40,
        "{report:?}"
    );
    assert_eq!(
        (report.rejected, report.duplicates, report.snapshot),
        (0, 0, None)
    );
}
