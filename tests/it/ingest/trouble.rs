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
async fn a_server_that_asks_for_a_wait_without_end_is_asked_no_more() {
    for (page, n_requests) in [(1, 1), (2, 2)] {
        let catalogue = FakeCatalogue::start(datasets(40), vec![]).await;
        let wait = Trouble::TooManyRequests {
            retry_after: "999999999".to_owned(),
        };
        catalogue.make_trouble(List::Datasets, page, 1000, wait);
        let index = tempfile::tempdir().unwrap();
        let mut options = options(index.path(), &[api(&catalogue)]);
        options.client.pages_in_flight = 1;
        let error = rebuild(options, Arc::new(NoProgress), CancellationToken::new())
            .await
            .unwrap_err();
        assert_eq!(
            error.source().unwrap().to_string(),
            "the server answered 429 Too Many Requests and asks to come back in 999999999 s, which is longer than we wait"
        );
        assert_eq!(catalogue.requests().len(), n_requests);
        assert_nothing_left_behind(index.path());
    }
}

#[tokio::test]
async fn a_wait_that_one_page_is_told_holds_for_all() {
    let catalogue = FakeCatalogue::start(datasets(200), vec![]).await;
    let wait = Trouble::TooManyRequests {
        retry_after: "1".to_owned(),
    };
    catalogue.make_trouble(List::Datasets, 3, 1, wait);
    let index = tempfile::tempdir().unwrap();
    let recorder = Arc::new(Recorder::default());
    let report = rebuild(
        options(index.path(), &[api(&catalogue)]),
        recorder.clone(),
        CancellationToken::new(),
    )
    .await
    .unwrap();
    assert_eq!(report.records, counts(200, 0));
    assert_eq!(recorder.retries.lock().unwrap().len(), 1);
}

/// A page with the first ten of a hundred datasets, whichever was asked for.
fn first_page(total: &Value) -> Trouble {
    let page = json!({"data": datasets(100)[..10], "total": total, "next_page": "https://catalogue.test/?page=2"});
    Trouble::Json(page.to_string())
}

#[tokio::test]
async fn a_server_that_gives_one_page_for_ever_is_asked_no_more_and_the_run_fails() {
    for (total, told) in [
        (json!(1000), "(nothing new on it)"),
        (
            json!(null),
            "page 2 of `datasets/` (it brings nothing new and says that more follows)",
        ),
    ] {
        let catalogue = FakeCatalogue::start(datasets(100), vec![]).await;
        for page in 1..=100 {
            catalogue.make_trouble(List::Datasets, page, 1000, first_page(&total));
        }
        let index = tempfile::tempdir().unwrap();
        let error = rebuild_from(index.path(), &[api(&catalogue)])
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Incomplete { .. }), "{error}");
        assert!(error.to_string().contains(told), "{error}");
        let n_requests = catalogue.pages_asked_for(List::Datasets).len();
        assert!(n_requests < 60, "{n_requests}");
        assert_nothing_left_behind(index.path());
    }
}

#[tokio::test]
async fn a_total_out_of_reach_is_given_up_and_told() {
    let catalogue = FakeCatalogue::start(datasets(100), vec![]).await;
    catalogue.make_trouble(List::Datasets, 1, 1000, first_page(&json!(1_000_000_000)));
    let index = tempfile::tempdir().unwrap();
    let error = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("to 100000000 of `datasets/`"),
        "{error}"
    );
    let n_requests = catalogue.pages_asked_for(List::Datasets).len();
    assert!(n_requests < 60, "{n_requests}");
}

#[tokio::test]
async fn a_run_ends_at_its_deadline_and_says_how_far_it_came() {
    let catalogue = FakeCatalogue::start(datasets(40), vec![]).await;
    catalogue.make_trouble(List::Datasets, 3, 1, Trouble::Slow(Duration::from_mins(10)));
    let index = tempfile::tempdir().unwrap();
    let mut options = options(index.path(), &[api(&catalogue)]);
    options.deadline = Duration::from_millis(500);
    let error = rebuild(options, Arc::new(NoProgress), CancellationToken::new())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Deadline { .. }), "{error}");
    assert!(
        error.to_string().contains("not read to its end within 0 s"),
        "{error}"
    );
    assert_nothing_left_behind(index.path());
}

#[tokio::test]
async fn a_page_that_is_too_long_is_asked_for_in_parts() {
    let catalogue = FakeCatalogue::start(datasets(30), vec![]).await;
    catalogue.make_trouble(List::Datasets, 2, 1000, Trouble::Zeros(1 << 26));
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    assert_eq!((report.records, report.rejected), (counts(30, 0), 0));

    // Of this page the first two records alone are too long as well.
    catalogue.make_trouble(List::Datasets, 1, 1000, Trouble::Zeros(1 << 26));
    let report = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    assert_eq!((report.records, report.rejected), (counts(28, 0), 2));
    let line = &rejected_lines(&report)[0];
    assert_eq!(line["reason"], "the record is longer than 8388608 bytes");
}

#[tokio::test]
async fn pages_that_are_all_too_long_are_given_up() {
    let catalogue = FakeCatalogue::start(datasets(30), vec![]).await;
    for page in 1..=100 {
        catalogue.make_trouble(List::Datasets, page, 1000, Trouble::Zeros(1 << 25));
    }
    let index = tempfile::tempdir().unwrap();
    let error = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap_err();
    assert_eq!(
        error.source().unwrap().to_string(),
        "the answer is longer than 16777216 bytes"
    );
    assert!(catalogue.requests().len() < 10);
}

#[tokio::test]
async fn a_record_and_a_text_that_are_too_long_are_set_aside() {
    let records = vec![
        dataset("Bon").build(),
        dataset("Long").description(&"eau ".repeat(5 << 18)).build(),
        dataset("Trop long")
            .description(&"eau ".repeat(9 << 18))
            .build(),
    ];
    let catalogue = FakeCatalogue::start(records, vec![]).await;
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    assert_eq!((report.records, report.rejected), (counts(2, 0), 1));
    assert_eq!(report.left_out.get("description"), Some(&1));
    let line = &rejected_lines(&report)[0];
    assert_eq!(line["reason"], "the record is longer than 8388608 bytes");
    assert!(line["record"].as_str().unwrap().len() < 1_000);
}

#[tokio::test]
async fn a_page_may_be_sent_on_within_its_host_and_not_elsewhere() {
    let (catalogue, other) = (
        FakeCatalogue::start(datasets(30), vec![]).await,
        FakeCatalogue::start(datasets(3), vec![]).await,
    );
    let page = "api/1/datasets/?sort=created&page_size=10&page=2&encore";
    let within = catalogue.url().join(page).unwrap();
    catalogue.make_trouble(List::Datasets, 2, 1, Trouble::Redirect(within.to_string()));
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    assert_eq!(report.records, counts(30, 0));

    let elsewhere = other.url().join(page).unwrap();
    catalogue.make_trouble(
        List::Datasets,
        1,
        1000,
        Trouble::Redirect(elsewhere.to_string()),
    );
    let error = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap_err();
    let causes = causes_of(&error);
    assert!(
        causes.contains(&format!(
            "sent to `{elsewhere}`: pages of an API are taken from its own host alone"
        )),
        "{causes}"
    );
    assert!(other.requests().is_empty());

    catalogue.make_file_trouble(1, Trouble::Redirect(elsewhere.to_string()));
    let file: Source = catalogue
        .serve_file("a.csv", "id;title\n1;Eau\n")
        .as_str()
        .parse()
        .unwrap();
    let error = rebuild_from(index.path(), &[file]).await.unwrap_err();
    assert!(other.requests().is_empty(), "{}", causes_of(&error));
}

/// Returns an error with its causes.
fn causes_of(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[tokio::test]
async fn a_byte_that_is_no_utf_8_costs_no_page() {
    let catalogue = FakeCatalogue::start(datasets(30), vec![]).await;
    let page = json!({"data": [dataset("Qualité").build()], "total": 1, "next_page": null});
    let text = page.to_string();
    let at = text.find('é').unwrap();
    let bytes = [&text.as_bytes()[..at], b"\xe9", &text.as_bytes()[at + 2..]].concat();
    catalogue.make_trouble(List::Datasets, 1, 1, Trouble::Bytes(bytes));
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    assert_eq!((report.records, report.rejected), (counts(1, 0), 0));
    assert!(has(index.path(), "Qualité"));
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
    let parts =
        (snapshots.iter().map(Path::new)).filter(|name| name.extension() == Some("part".as_ref()));
    assert_eq!(parts.count(), 1, "{snapshots:?}");
    cancel.cancel();
    assert!(running.await.unwrap().is_err());
}
