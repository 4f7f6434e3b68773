//! An upstream that is slow, broken or gone, and rebuilds that are stopped.

use super::*;

#[tokio::test]
async fn a_passing_trouble_is_retried() {
    for (trouble, reason) in [
        (Trouble::Status(500), "the server answered 500"),
        (Trouble::Status(503), "the server answered 503"),
        (
            Trouble::TooManyRequests {
                retry_after: "0".to_owned(),
            },
            "the server answered 429",
        ),
        (Trouble::Slow(Duration::from_secs(20)), "no answer in time"),
        (Trouble::CutShort, "the answer was cut short or damaged"),
        (
            Trouble::HalfJson,
            "the answer (application/json) is no page of records",
        ),
        (
            Trouble::Html,
            "the answer (text/html; charset=utf-8) is no page of records",
        ),
    ] {
        for page in [1, 2] {
            let catalogue = FakeCatalogue::start(datasets(25), vec![]).await;
            catalogue.make_trouble(List::Datasets, page, 2, trouble.clone());
            let index = tempfile::tempdir().unwrap();
            let recorder = Arc::new(Recorder::default());
            let mut options = options(index.path(), &[api(&catalogue)]);
            options.client.request_timeout = Duration::from_millis(500);
            let report = rebuild(options, recorder.clone(), CancellationToken::new())
                .await
                .unwrap();

            assert_eq!(
                (report.records, report.duplicates),
                (counts(25, 0), 0),
                "{trouble:?}"
            );
            let reasons: Vec<String> = recorder
                .retries
                .lock()
                .unwrap()
                .iter()
                .map(|(reason, _)| reason.clone())
                .collect();
            assert_eq!(reasons.len(), 2, "{trouble:?}: {reasons:?}");
            assert!(
                reasons.iter().all(|found| found.starts_with(reason)),
                "{trouble:?}: {reasons:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_wait_that_the_server_asks_for_is_waited() {
    let catalogue = FakeCatalogue::start(datasets(1), vec![]).await;
    catalogue.make_trouble(
        List::Datasets,
        1,
        1,
        Trouble::TooManyRequests {
            retry_after: "1".to_owned(),
        },
    );
    let index = tempfile::tempdir().unwrap();
    let recorder = Arc::new(Recorder::default());
    let mut options = options(index.path(), &[api(&catalogue)]);
    // Would the test wait this long, it would not end.
    options.client.first_wait = Duration::from_hours(1);
    options.client.longest_wait = Duration::from_hours(1);
    rebuild(options, recorder.clone(), CancellationToken::new())
        .await
        .unwrap();
    assert_eq!(
        recorder.retries.lock().unwrap()[0].1,
        Duration::from_secs(1)
    );
}

#[tokio::test]
async fn no_server_can_ask_for_a_wait_without_end() {
    let catalogue = FakeCatalogue::start(datasets(1), vec![]).await;
    catalogue.make_trouble(
        List::Datasets,
        1,
        1,
        Trouble::TooManyRequests {
            retry_after: "86400".to_owned(),
        },
    );
    let index = tempfile::tempdir().unwrap();
    let recorder = Arc::new(Recorder::default());
    let mut options = options(index.path(), &[api(&catalogue)]);
    options.client.longest_retry_after = Duration::from_millis(20);
    rebuild(options, recorder.clone(), CancellationToken::new())
        .await
        .unwrap();
    assert_eq!(
        recorder.retries.lock().unwrap()[0].1,
        Duration::from_millis(20)
    );
}

#[tokio::test]
async fn it_gives_up_after_the_last_retry_and_says_why() {
    let catalogue = FakeCatalogue::start(datasets(25), vec![]).await;
    catalogue.make_trouble(List::Datasets, 2, 1000, Trouble::Status(502));
    let index = tempfile::tempdir().unwrap();
    let error = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("page 2 of `datasets/` (the server answered 502 Bad Gateway)"),
        "{error}"
    );
    // Three retries when the page is come to, and three when it is looked for at the end.
    let pages = catalogue.pages_asked_for(List::Datasets);
    assert_eq!(pages.iter().filter(|page| **page == 2).count(), 8);
    assert_nothing_left_behind(index.path());
}

#[tokio::test]
async fn a_refusal_is_not_retried() {
    for status in [400, 401, 403, 410] {
        let catalogue = FakeCatalogue::start(datasets(1), vec![]).await;
        catalogue.make_trouble(List::Datasets, 1, 1, Trouble::Status(status));
        let index = tempfile::tempdir().unwrap();
        let error = rebuild_from(index.path(), &[api(&catalogue)])
            .await
            .unwrap_err();
        assert!(error.to_string().ends_with("tried 1 time"), "{error}");
        assert_eq!(catalogue.requests().len(), 1);
    }
}

#[tokio::test]
async fn an_address_without_an_api_is_an_error_that_names_it() {
    let catalogue = FakeCatalogue::start(datasets(1), vec![]).await;
    let elsewhere: Source = catalogue
        .url()
        .join("ailleurs/")
        .unwrap()
        .as_str()
        .parse()
        .unwrap();
    let index = tempfile::tempdir().unwrap();
    let error = rebuild_from(index.path(), &[elsewhere]).await.unwrap_err();
    assert!(matches!(error, Error::NoSuchApi { .. }), "{error}");
    assert!(
        error.to_string().contains("ailleurs/api/1/datasets/"),
        "{error}"
    );
    assert_nothing_left_behind(index.path());
}

#[tokio::test]
async fn a_cancelled_rebuild_leaves_nothing_behind() {
    let catalogue = FakeCatalogue::start(datasets(40), vec![]).await;
    catalogue.make_trouble(List::Datasets, 3, 1, Trouble::Slow(Duration::from_mins(10)));
    let index = tempfile::tempdir().unwrap();
    let cancel = CancellationToken::new();
    let running = tokio::spawn(rebuild(
        options(index.path(), &[api(&catalogue)]),
        Arc::new(NoProgress),
        cancel.clone(),
    ));
    while !catalogue.pages_asked_for(List::Datasets).contains(&3) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    cancel.cancel();
    assert!(matches!(running.await.unwrap(), Err(Error::Cancelled)));
    assert_nothing_left_behind(index.path());
    // The lock is free again.
    rebuild_from(index.path(), &[Source::Sample]).await.unwrap();
}

#[tokio::test]
async fn a_rebuild_cancelled_before_it_began_does_nothing() {
    let index = tempfile::tempdir().unwrap();
    let cancel = CancellationToken::new();
    cancel.cancel();
    let result = rebuild(
        options(index.path(), &[Source::Sample]),
        Arc::new(NoProgress),
        cancel,
    )
    .await;
    assert!(matches!(result, Err(Error::Cancelled)));
    assert_nothing_left_behind(index.path());
}

#[tokio::test]
async fn only_one_rebuild_runs_at_a_time() {
    let catalogue = FakeCatalogue::start(datasets(20), vec![]).await;
    catalogue.make_trouble(List::Datasets, 2, 1, Trouble::Slow(Duration::from_mins(10)));
    let index = tempfile::tempdir().unwrap();
    let cancel = CancellationToken::new();
    let running = tokio::spawn(rebuild(
        options(index.path(), &[api(&catalogue)]),
        Arc::new(NoProgress),
        cancel.clone(),
    ));
    while !catalogue.pages_asked_for(List::Datasets).contains(&2) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let error = rebuild_from(index.path(), &[Source::Sample])
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Index(search_index::Error::Locked(_))),
        "{error}"
    );
    // The snapshot of the one that runs is still there.
    let snapshots = names(&index.path().join("snapshots"));
    let parts = snapshots.iter().filter(|name| name.ends_with(".part"));
    assert_eq!(parts.count(), 1, "{snapshots:?}");
    cancel.cancel();
    assert!(running.await.unwrap().is_err());
}
