//! Pages that do not come, and a catalogue that changes while it is read.

use super::*;

/// An index with a generation from before.
async fn index_with_a_live_generation() -> (TempDir, String) {
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[Source::Sample]).await.unwrap();
    (index, report.generation)
}

fn one_by_one(index: &Path, catalogue: &FakeCatalogue) -> RebuildOptions {
    let mut options = options(index, &[api(catalogue)]);
    options.client.pages_in_flight = 1;
    options.build.force = true;
    options
}

async fn run(options: RebuildOptions) -> Result<RebuildReport, Error> {
    rebuild(options, Arc::new(NoProgress), CancellationToken::new()).await
}

/// A page without records that says another one follows.
fn empty_page() -> Trouble {
    let page = json!({"data": [], "total": 100, "next_page": "https://catalogue.test/?page=6"});
    Trouble::Json(page.to_string())
}

/// The fifth page of a hundred datasets, with so many of its ten records.
fn fifth_page_with(n_records: usize) -> Trouble {
    let page = json!({"data": datasets(100)[40..40 + n_records], "total": 100, "next_page": "https://catalogue.test/?page=6"});
    Trouble::Json(page.to_string())
}

#[tokio::test]
async fn a_page_that_stays_away_fails_the_run_and_the_live_index_stays() {
    for (trouble, reason) in [
        (Trouble::Status(404), "the server has no such page"),
        (empty_page(), "the page is empty"),
        (
            Trouble::Html,
            "the answer (text/html; charset=utf-8) is no page of records",
        ),
        (
            Trouble::HalfJson,
            "the answer (application/json) is no page of records",
        ),
        (Trouble::CutShort, "the answer was cut short or damaged"),
        (
            Trouble::Status(500),
            "the server answered 500 Internal Server Error",
        ),
    ] {
        let (index, before) = index_with_a_live_generation().await;
        let catalogue = FakeCatalogue::start(datasets(100), vec![]).await;
        catalogue.make_trouble(List::Datasets, 5, 1000, trouble);
        let error = run(one_by_one(index.path(), &catalogue)).await.unwrap_err();
        let Error::Incomplete {
            announced: 100,
            fetched: 90,
            missing: 10,
            ..
        } = &error
        else {
            panic!("{error}")
        };
        assert_eq!(
            error.to_string(),
            format!(
                "`{}` announced 100 records and gave 90: 10 are missing, page 5 of `datasets/` ({reason}); what came is kept \
                 for the next run, and `--accept-missing 10` would publish without them",
                api(&catalogue)
            )
        );
        let live = Generations::at(index.path()).live().unwrap();
        assert_eq!(live, Some(before), "{reason}");
    }
}

#[tokio::test]
async fn a_page_that_comes_at_last_is_no_hole() {
    for trouble in [
        Trouble::Status(404),
        empty_page(),
        Trouble::Html,
        fifth_page_with(7),
    ] {
        for times in [1, 2] {
            let index = tempfile::tempdir().unwrap();
            let catalogue = FakeCatalogue::start(datasets(100), vec![]).await;
            catalogue.make_trouble(List::Datasets, 5, times, trouble.clone());
            let report = run(one_by_one(index.path(), &catalogue)).await.unwrap();
            assert_eq!(report.records, counts(100, 0), "{trouble:?}");
            assert_eq!(
                (report.announced, report.fetched, report.missing),
                (Some(100), 100, 0)
            );
        }
    }
}

#[tokio::test]
async fn a_page_with_fewer_records_than_it_should_have_fails_the_run() {
    let index = tempfile::tempdir().unwrap();
    let catalogue = FakeCatalogue::start(datasets(100), vec![]).await;
    catalogue.make_trouble(List::Datasets, 5, 1000, fifth_page_with(7));
    let error = run(one_by_one(index.path(), &catalogue)).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("3 are missing, page 5 of `datasets/` (it has 7 records only)"),
        "{error}"
    );
    assert_nothing_left_behind(index.path());
}

#[tokio::test]
async fn a_loss_that_was_accepted_is_published_and_told() {
    let index = tempfile::tempdir().unwrap();
    let catalogue = FakeCatalogue::start(datasets(100), dataservices(3)).await;
    catalogue.make_trouble(List::Datasets, 5, 1000, Trouble::Status(404));
    for (accepted, is_published) in [(9, false), (10, true)] {
        let mut options = one_by_one(index.path(), &catalogue);
        options.accept_missing = accepted;
        let outcome = run(options).await;
        assert_eq!(outcome.is_ok(), is_published, "{accepted}: {outcome:?}");
        if let Ok(report) = outcome {
            assert_eq!(report.records, counts(90, 3));
            assert_eq!(
                (report.announced, report.fetched, report.missing),
                (Some(103), 93, 10)
            );
            let searcher = Searcher::open(index.path()).unwrap();
            assert_eq!(searcher.manifest().missing, 10);
        }
    }
}

#[tokio::test]
async fn records_that_shift_because_others_are_deleted_are_found_at_the_edges() {
    for n_deleted in [1, 3, 10] {
        for page in [2, 5, 10] {
            let index = tempfile::tempdir().unwrap();
            let catalogue = FakeCatalogue::start(datasets(100), vec![]).await;
            catalogue.make_trouble(List::Datasets, page, 1, Trouble::ShrinkInFront(n_deleted));
            let report = run(one_by_one(index.path(), &catalogue)).await.unwrap();
            // The deleted ones had come before; the next harvest does without them.
            assert_eq!(
                report.records,
                counts(100, 0),
                "{n_deleted} before page {page}"
            );
            assert_eq!(
                (report.announced, report.missing, report.duplicates),
                (Some(100 - n_deleted as u64), 0, 0),
                "{n_deleted} before page {page}"
            );
        }
    }
}

#[tokio::test]
async fn shifts_are_healed_with_several_pages_in_flight() {
    let index = tempfile::tempdir().unwrap();
    let catalogue = FakeCatalogue::start(datasets(200), vec![]).await;
    for page in [4, 9, 13, 18] {
        catalogue.make_trouble(List::Datasets, page, 1, Trouble::ShrinkInFront(1));
    }
    let report = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    assert_eq!(report.missing, 0);
    // All that are there in the end are in the index.
    for n in 5..=200 {
        let title = format!("Jeu {n:04}");
        assert!(has(index.path(), &title), "{title}");
    }
}

#[tokio::test]
async fn a_record_that_is_there_in_the_end_but_came_too_late_fails_no_run() {
    let index = tempfile::tempdir().unwrap();
    let catalogue = FakeCatalogue::start(datasets(20), vec![]).await;
    let late = dataset("Tardif").created_at("2025-01-01T00:00:00").build();
    // The second answer to a request for page 1 is the total at the end.
    catalogue.make_trouble(List::Datasets, 1, 1, Trouble::Slow(Duration::ZERO));
    catalogue.make_trouble(List::Datasets, 1, 1, Trouble::Grow(vec![late]));
    let report = run(one_by_one(index.path(), &catalogue)).await.unwrap();
    assert_eq!((report.records, report.missing), (counts(21, 0), 0));
}

#[tokio::test]
async fn a_list_that_does_not_change_is_asked_for_once_and_its_total_once_more() {
    let index = tempfile::tempdir().unwrap();
    let catalogue = FakeCatalogue::start(datasets(40), vec![]).await;
    run(one_by_one(index.path(), &catalogue)).await.unwrap();
    assert_eq!(catalogue.pages_asked_for(List::Datasets), [1, 2, 3, 4, 1]);
    assert_eq!(
        catalogue.whole_pages_asked_for(List::Datasets),
        [1, 2, 3, 4]
    );
}

#[tokio::test]
async fn the_next_run_goes_on_where_a_failed_one_was() {
    let index = tempfile::tempdir().unwrap();
    let catalogue = FakeCatalogue::start(datasets(100), vec![]).await;
    catalogue.make_trouble(List::Datasets, 5, 5, Trouble::Status(404));
    run(one_by_one(index.path(), &catalogue)).await.unwrap_err();
    let n_before = catalogue.whole_pages_asked_for(List::Datasets).len();
    let report = run(one_by_one(index.path(), &catalogue)).await.unwrap();
    assert_eq!(
        (report.records, report.fetched, report.duplicates),
        (counts(100, 0), 100, 0)
    );
    let asked = catalogue
        .whole_pages_asked_for(List::Datasets)
        .split_off(n_before);
    assert_eq!(asked, [1, 5, 10], "the last page is never kept");
    // What was published is not gone on with.
    run(one_by_one(index.path(), &catalogue)).await.unwrap();
    let asked = catalogue.whole_pages_asked_for(List::Datasets);
    assert_eq!(asked.len(), n_before + 3 + 10);
}

#[tokio::test]
async fn what_changed_between_two_runs_is_found_by_the_second() {
    let index = tempfile::tempdir().unwrap();
    let catalogue = FakeCatalogue::start(datasets(100), vec![]).await;
    catalogue.make_trouble(List::Datasets, 5, 5, Trouble::Status(404));
    run(one_by_one(index.path(), &catalogue)).await.unwrap_err();
    // Records 41 and 42 are on page 4 by now, and what was kept of pages 1 to 4 does not have them.
    catalogue.make_trouble(List::Datasets, 1, 1, Trouble::ShrinkInFront(2));
    let report = run(one_by_one(index.path(), &catalogue)).await.unwrap();
    assert_eq!((report.records, report.missing), (counts(100, 0), 0));
}

#[tokio::test]
async fn a_harvest_that_fails_one_request_in_ten_ends_complete() {
    let index = tempfile::tempdir().unwrap();
    let catalogue = FakeCatalogue::start(datasets(500), dataservices(30)).await;
    for page in (1..=50).step_by(10) {
        catalogue.make_trouble(List::Datasets, page, 1, Trouble::Status(503));
        catalogue.make_trouble(List::Datasets, page + 3, 1, Trouble::CutShort);
    }
    let report = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    assert_eq!((report.records, report.missing), (counts(500, 30), 0));
}
