//! Lists that are read page by page.

use super::*;

#[tokio::test]
async fn each_page_of_both_lists_is_fetched_once() {
    let catalogue = FakeCatalogue::start(datasets(25), dataservices(3)).await;
    let index = tempfile::tempdir().unwrap();
    let recorder = Arc::new(Recorder::default());
    let options = options(index.path(), &[api(&catalogue)]);
    let report = rebuild(options, recorder.clone(), CancellationToken::new())
        .await
        .unwrap();

    assert_eq!(report.records, counts(25, 3));
    assert_eq!((report.rejected, report.duplicates), (0, 0));
    let mut pages = catalogue.whole_pages_asked_for(List::Datasets);
    pages.sort_unstable();
    assert_eq!(pages, [1, 2, 3]);
    assert_eq!(catalogue.pages_asked_for(List::Dataservices), [1]);
    assert_eq!(*recorder.total.lock().unwrap(), Some(28));
    assert_eq!(*recorder.advanced.lock().unwrap(), 28);
}

#[tokio::test]
async fn several_pages_are_in_flight_and_never_more_than_the_limit() {
    let catalogue = FakeCatalogue::start(datasets(120), vec![]).await;
    catalogue.hold_until_in_flight(4);
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    assert_eq!(report.records, counts(120, 0));
    assert_eq!(catalogue.most_in_flight(), 4);
}

#[tokio::test]
async fn requests_name_the_project_and_ask_for_a_stable_order_and_for_whole_records() {
    let catalogue = FakeCatalogue::start(datasets(1), dataservices(1)).await;
    let index = tempfile::tempdir().unwrap();
    rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    for request in catalogue.requests() {
        assert!(
            request.uri.contains("sort=created&page_size=10&page=1"),
            "{}",
            request.uri
        );
        assert!(
            request.header("user-agent").starts_with("trouvaille/"),
            "{}",
            request.header("user-agent")
        );
        assert!(request.header("accept-encoding").contains("gzip"));
        // Whatever a record says is kept.
        assert_eq!(request.header("x-fields"), "");
    }
}

#[tokio::test]
async fn the_pages_give_all_that_a_search_shows() {
    let rich = dataset("Arbres remarquables")
        .acronym("AR")
        .description("Des **arbres** <b>remarquables</b>.")
        .license("lov2")
        .tag("arbres")
        .badge("spd")
        .resource("arbres.csv", "csv")
        .organization("Ville de Trifouilly", &["public-service", "certified"])
        .zone("fr:departement:35")
        .metric("views", 12)
        .metric("followers", 3)
        .created_at("2013-12-16T15:50:20.702000")
        .build();
    let service = dataservice("API Arbres")
        .tag("arbres")
        .badge("hvd")
        .owner("Jeanne", "Dupond")
        .metric("views", 5)
        .build();
    let catalogue = FakeCatalogue::start(vec![rich.clone()], vec![service.clone()]).await;

    let (folder, by_api, by_file) = (
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
    );
    rebuild_from(by_api.path(), &[api(&catalogue)])
        .await
        .unwrap();
    let source = file(&folder, "records.jsonl", json_lines(&[rich, service]));
    rebuild_from(by_file.path(), &[source]).await.unwrap();

    for (record_type, title) in [
        (RecordType::Dataset, "Arbres remarquables"),
        (RecordType::Dataservice, "API Arbres"),
    ] {
        let from_api = record(by_api.path(), &record_type, title).unwrap();
        let from_file = record(by_file.path(), &record_type, title).unwrap();
        assert_eq!(Hit::from(&from_api), Hit::from(&from_file));
        assert_eq!(from_api.description(), from_file.description());
    }
    let Some(Record::Dataset(dataset)) =
        record(by_api.path(), &RecordType::Dataset, "Arbres remarquables")
    else {
        panic!("a dataset went in");
    };
    assert_eq!(dataset.description.text, "Des arbres remarquables.");
    assert_eq!(
        dataset.resources.unwrap()[0].title.as_deref(),
        Some("arbres.csv")
    );
}

#[tokio::test]
async fn a_list_that_grows_while_it_is_read_is_read_to_its_end() {
    let catalogue = FakeCatalogue::start(datasets(20), vec![]).await;
    let newer = (1..=15)
        .map(|n| {
            dataset(&format!("Neuf {n}"))
                .created_at("2025-01-01T00:00:00")
                .build()
        })
        .collect();
    catalogue.make_trouble(List::Datasets, 2, 1, Trouble::Grow(newer));
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    assert_eq!(report.records, counts(35, 0));
    assert_eq!(
        catalogue.whole_pages_asked_for(List::Datasets),
        [1, 2, 3, 4]
    );
}

#[tokio::test]
async fn a_record_on_two_pages_is_indexed_once() {
    let catalogue = FakeCatalogue::start(datasets(20), vec![]).await;
    // Harvested, with a date of the past: all records move on by one, so the tenth is on pages 1 and 2.
    let older = dataset("Ancien").created_at("1999-01-01T00:00:00").build();
    catalogue.make_trouble(List::Datasets, 2, 1, Trouble::Grow(vec![older]));
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    assert_eq!((report.records, report.duplicates), (counts(21, 0), 1));
    assert!(has(index.path(), "Ancien"), "page 1 is looked at again");
}

#[tokio::test]
async fn a_page_past_the_end_of_a_list_that_has_shrunk_is_the_end() {
    let catalogue = FakeCatalogue::start(datasets(25), vec![]).await;
    catalogue.make_trouble(List::Datasets, 2, 1, Trouble::Shrink(8));
    let index = tempfile::tempdir().unwrap();
    let mut options = options(index.path(), &[api(&catalogue)]);
    options.client.pages_in_flight = 1;
    let report = rebuild(options, Arc::new(NoProgress), CancellationToken::new())
        .await
        .unwrap();
    assert_eq!((report.records, report.missing), (counts(17, 0), 0));
    assert_eq!(catalogue.whole_pages_asked_for(List::Datasets), [1, 2, 3]);
}

#[tokio::test]
async fn a_server_that_gives_fewer_records_a_page_than_asked_is_read_whole() {
    let catalogue = FakeCatalogue::start(datasets(23), dataservices(7)).await;
    catalogue.limit_page_size(5);
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[api(&catalogue)])
        .await
        .unwrap();
    assert_eq!((report.records, report.duplicates), (counts(23, 7), 0));
}
