//! What is gone upstream, and what only seems to be.

use ingest::{Error, IdsWalk, SyncOptions};
use search_index::{BuildOptions, Searcher};
use support::fake_catalogue::{List, Trouble};

use super::*;

#[tokio::test]
async fn a_record_is_removed_once_the_api_says_that_it_is_gone() {
    let followed = Followed::start().await;
    let (deleted, unlisted) = (id("dataset", "Jeu 0011"), id("dataset", "Jeu 0012"));
    followed.catalogue.delete(List::Datasets, &deleted);
    followed.catalogue.unlist(List::Datasets, &unlisted);
    assert_eq!(followed.sync().await.removed, 0, "no list tells");

    let report = run(followed.with_ids()).await.unwrap();
    assert_eq!((report.removed, report.unchanged), (1, 1), "{report:?}");
    assert!(followed.record("Jeu 0011").is_none());
    assert!(
        followed.record("Jeu 0012").is_some(),
        "a request for it finds it"
    );
    let searcher = Searcher::open(&followed.index()).unwrap();
    for name in [deleted.as_str(), "jeu-0011"] {
        assert!(searcher.was_deleted(&RecordType::Dataset, name), "{name}");
    }
    let removed = followed.manifest().sync.unwrap().removed;
    assert_eq!(removed.len(), 1);
    assert_eq!(removed[0].id, deleted);
}

#[tokio::test]
async fn a_record_that_was_archived_or_withdrawn_is_so_after_a_sync() {
    let followed = Followed::start().await;
    let [archived, private] = ["Jeu 0021", "Jeu 0022"].map(|title| id("dataset", title));
    let edit = |id: &str, field: &str, value: serde_json::Value| {
        followed
            .catalogue
            .edit(List::Datasets, id, Edit::Quiet, field, value);
        followed.catalogue.unlist(List::Datasets, id);
    };
    edit(&archived, "archived", "2026-01-16T08:00:00+00:00".into());
    edit(&private, "private", true.into());
    let report = run(followed.with_ids()).await.unwrap();
    assert_eq!((report.changed, report.removed), (1, 1), "{report:?}");
    assert!(followed.record("Jeu 0021").unwrap().archived_at().is_some());
    assert!(followed.record("Jeu 0022").is_none());
    let searcher = Searcher::open(&followed.index()).unwrap();
    assert!(!searcher.was_deleted(&RecordType::Dataset, &private));
}

#[tokio::test]
async fn a_walk_with_holes_removes_nothing() {
    let followed = Followed::start().await;
    followed
        .catalogue
        .delete(List::Datasets, &id("dataset", "Jeu 0011"));
    followed.edit("Jeu 0025", Edit::Quiet, "Qualité de l’eau");
    followed
        .catalogue
        .make_trouble(List::Datasets, 2, 100, Trouble::Status(404));
    let checked_at = followed.manifest().sync.unwrap().ids_checked_at;
    let report = run(followed.with_ids()).await.unwrap();
    assert_eq!(
        (report.removed, report.changed, report.ids),
        (0, 1, IdsWalk::WithHoles),
        "{report:?}"
    );
    assert_eq!(followed.manifest().sync.unwrap().ids_checked_at, checked_at);
    assert!(followed.record("Jeu 0011").is_some());
}

#[tokio::test]
async fn a_page_for_people_with_status_404_is_no_confirmation() {
    let followed = Followed::start().await;
    followed
        .catalogue
        .unlist(List::Datasets, &id("dataset", "Jeu 0011"));
    followed.catalogue.lose_objects(2);
    let cursor = followed.manifest().sync.unwrap().changed_until;
    let report = run(followed.with_ids()).await.unwrap();
    assert_eq!((report.removed, report.failed), (0, 1), "{report:?}");
    assert_eq!(
        report.cursor, cursor,
        "what did not come is asked for again"
    );
    assert!(followed.record("Jeu 0011").is_some());
}

#[tokio::test]
async fn far_more_deletions_than_may_be_fail_and_are_told() {
    let followed = Followed::start().await;
    for at in 1..=8 {
        followed
            .catalogue
            .delete(List::Datasets, &id("dataset", &format!("Jeu {at:04}")));
    }
    let before = followed.manifest();
    let error = run(followed.with_ids()).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::TooManyGone {
                gone: 8,
                of: 40,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(followed.manifest(), before);

    let forced = SyncOptions {
        build: BuildOptions {
            force: true,
            ..followed.options().build
        },
        ..followed.with_ids()
    };
    let report = run(forced).await.unwrap();
    assert_eq!(report.removed, 8, "{report:?}");
}
