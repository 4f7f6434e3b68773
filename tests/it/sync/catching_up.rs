//! A rebuild from a source that is older than what sync has brought.

use std::fs;

use support::records::json_lines;

use super::*;

/// A catalogue that was built from a file, followed, and changed in all ways; and the file.
async fn followed_beyond_a_file() -> (Followed, Source) {
    let followed = Followed::start().await;
    let file = followed.folder.path().join("export.jsonl");
    let records: Vec<_> = datasets(40).into_iter().chain(dataservices(5)).collect();
    fs::write(&file, json_lines(&records)).unwrap();
    let source = Source::File(file);
    rebuild_from(&followed.index(), vec![source.clone()])
        .await
        .unwrap();

    followed.edit("Jeu 0007", Edit::Loud, "Qualité de l’eau");
    followed.edit("Jeu 0008", Edit::Quiet, "Pistes cyclables");
    followed
        .catalogue
        .add(List::Datasets, dataset("Bornes de recharge").build());
    followed
        .catalogue
        .delete(List::Datasets, &id("dataset", "Jeu 0011"));
    let options = SyncOptions {
        api: Some(followed.catalogue.url().join("api/1/").unwrap()),
        ..followed.with_ids()
    };
    let report = run(options).await.unwrap();
    assert_eq!(
        (report.changed, report.new, report.removed),
        (2, 1, 1),
        "{report:?}"
    );
    (followed, source)
}

fn assert_all_is_there(followed: &Followed) {
    let index = followed.index();
    for (words, title) in [
        ("qualité eau", "Qualité de l’eau"),
        ("cyclables", "Pistes cyclables"),
        ("recharge", "Bornes de recharge"),
    ] {
        assert_eq!(titles(&index, words), [title]);
    }
    assert!(followed.record("Jeu 0011").is_none());
    assert_eq!(followed.manifest().records.total(), 45);
}

#[tokio::test]
async fn a_rebuild_from_an_older_file_keeps_what_sync_has_brought() {
    let (followed, source) = followed_beyond_a_file().await;
    assert_all_is_there(&followed);
    let before = followed.manifest();
    let report = rebuild_from(&followed.index(), vec![source.clone()])
        .await
        .unwrap();
    assert_ne!(report.generation, before.generation);
    assert_all_is_there(&followed);
    let (was, is) = (before.sync.unwrap(), followed.manifest().sync.unwrap());
    assert!(is.changed_until >= was.changed_until, "{is:?}");
    assert_eq!(is.removed, was.removed);
    assert_eq!(followed.manifest().sources, [source.to_string()]);
    // And once more: nothing depends on the generation that sync made.
    rebuild_from(&followed.index(), vec![source]).await.unwrap();
    assert_all_is_there(&followed);
    let next = followed.sync().await;
    assert_eq!(next.changed + next.new + next.removed, 0, "{next:?}");
}

#[tokio::test]
async fn a_rebuild_from_an_older_file_fails_where_it_cannot_catch_up() {
    let (followed, source) = followed_beyond_a_file().await;
    let before = followed.manifest();
    let Followed { catalogue, folder } = followed;
    drop(catalogue);
    let index = folder.path().join("index");
    let options = ingest::RebuildOptions {
        index: index.clone(),
        sources: vec![source],
        client: ClientOptions {
            max_retries: 0,
            ..ClientOptions::default()
        },
        accept_missing: 0,
        deadline: ingest::DEFAULT_DEADLINE,
        build: BuildOptions::default(),
    };
    let rebuilt = ingest::rebuild(options, Arc::new(NoProgress), CancellationToken::new()).await;
    let error = rebuilt.unwrap_err();
    assert!(matches!(error, Error::CannotCatchUp { .. }), "{error}");
    assert_eq!(live_manifest(&index), before);
}

#[tokio::test]
async fn a_rebuild_from_the_api_is_newer_than_what_sync_has_brought() {
    let (followed, _) = followed_beyond_a_file().await;
    rebuild_from(&followed.index(), vec![followed.api()])
        .await
        .unwrap();
    assert_all_is_there(&followed);
    let sync = followed.manifest().sync.unwrap();
    assert!(
        sync.removed.is_empty() && sync.synced_at.is_some(),
        "{sync:?}"
    );
}
