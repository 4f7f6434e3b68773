//! An API that does not answer as it should.

use support::fake_catalogue::Trouble;

use super::*;

#[tokio::test]
async fn an_api_that_does_not_answer_changes_nothing() {
    let followed = Followed::start().await;
    followed.edit("Jeu 0007", Edit::Loud, "Qualité de l’eau");
    let before = followed.manifest();
    for trouble in [Trouble::Status(500), Trouble::Html, Trouble::CutShort] {
        followed
            .catalogue
            .make_trouble(List::Datasets, 1, 2, trouble.clone());
        let error = run(followed.options()).await.unwrap_err();
        assert!(matches!(error, Error::Fetch { .. }), "{trouble:?}: {error}");
        assert_eq!(followed.manifest(), before, "{trouble:?}");
    }
    assert_eq!(followed.sync().await.changed, 1);
}

#[tokio::test]
async fn a_record_that_does_not_come_is_asked_for_by_the_next_sync() {
    let followed = Followed::start().await;
    followed.edit("Jeu 0007", Edit::Loud, "Qualité de l’eau");
    followed.catalogue.add(
        List::Dataservices,
        support::records::dataservice("Adresses").build(),
    );
    let before = followed.manifest().sync.unwrap();
    // One record fails twice, the other comes.
    followed.catalogue.fail_objects(2);
    let report = followed.sync().await;
    assert_eq!(
        (report.failed, report.changed, report.new),
        (1, 0, 1),
        "{report:?}"
    );
    assert_eq!(
        report.cursor, before.changed_until,
        "the cursor is not ahead of the index"
    );
    assert_eq!(titles(&followed.index(), "adresses"), ["Adresses"]);

    let next = followed.sync().await;
    assert_eq!((next.failed, next.changed), (0, 1), "{next:?}");
    assert!(next.cursor >= before.changed_until);
}

#[tokio::test]
async fn records_that_vanish_while_a_list_is_walked_hide_no_change() {
    let followed = Followed::start().await;
    for at in 1..=20 {
        followed.edit(
            &format!("Jeu {at:04}"),
            Edit::Loud,
            &format!("Autre {at:04}"),
        );
    }
    // The list loses its oldest records, which are those that changed, between the first page and the second.
    followed
        .catalogue
        .make_trouble(List::Datasets, 2, 1, Trouble::ShrinkInFront(3));
    let report = followed.sync().await;
    let n_there = followed.catalogue.pages_asked_for(List::Datasets).len();
    assert!(
        report.changed >= 17 && report.failed == 0,
        "{report:?} {n_there}"
    );
}

#[tokio::test]
async fn a_server_that_gives_one_page_for_ever_is_given_up() {
    let followed = Followed::start().await;
    let page = serde_json::json!({"data": [{"id": "1", "last_update": "2999-01-01", "resources": [], "title": "Eau"}], "next_page": "x"});
    for number in 1..20 {
        followed.catalogue.make_trouble(
            List::Datasets,
            number,
            100,
            Trouble::Json(page.to_string()),
        );
    }
    let before = followed.manifest();
    let error = run(followed.options()).await.unwrap_err();
    assert!(matches!(error, Error::NotMoving { .. }), "{error}");
    assert_eq!(followed.manifest(), before);
}

#[tokio::test]
async fn a_sync_ends_at_its_deadline_and_when_it_is_told_to() {
    let followed = Followed::start().await;
    let slow = Trouble::Slow(Duration::from_mins(10));
    followed
        .catalogue
        .make_trouble(List::Datasets, 1, 100, slow);
    let hasty = SyncOptions {
        deadline: Duration::from_millis(200),
        ..followed.options()
    };
    let error = run(hasty).await.unwrap_err();
    assert!(matches!(error, Error::SyncDeadline { .. }), "{error}");
    let cancel = CancellationToken::new();
    let running = tokio::spawn(sync(
        followed.options(),
        Arc::new(NoProgress),
        cancel.clone(),
    ));
    tokio::time::sleep(Duration::from_millis(50)).await;
    cancel.cancel();
    let error = running.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Cancelled), "{error}");
}

#[tokio::test]
async fn a_rebuild_while_changes_are_fetched_makes_the_sync_begin_anew() {
    let followed = Followed::start().await;
    followed.edit("Jeu 0007", Edit::Loud, "Qualité de l’eau");
    let slow = Trouble::Slow(Duration::from_secs(1));
    followed
        .catalogue
        .make_trouble(List::Dataservices, 1, 1, slow);
    let running = tokio::spawn(run(followed.options()));
    while followed.catalogue.pages_asked_for(List::Dataservices).len() < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    rebuild_from(&followed.index(), vec![followed.api()])
        .await
        .unwrap();
    let rebuilt = followed.manifest().generation;
    let report = running.await.unwrap().unwrap();
    assert_eq!((report.generation, report.found), (rebuilt, 0));
}
