//! Names and dates of answers, and what is answered to who has them.

use std::time::Duration;

use query::{Config, Limits};
use support::application::{Application, sample_index};
use support::records::datasets;

/// An address of every kind of answer.
const KEPT: [&str; 20] = [
    "/",
    "/?q=eau&lang=en",
    "/facets/license",
    "/datasets/base-adresse-nationale",
    "/docs",
    "/openapi.json",
    "/api/search?q=eau",
    "/api/facets/license",
    "/api/suggest?q=eau",
    "/api/1/datasets/?q=eau",
    "/api/2/datasets/search/?q=eau",
    "/api/1/datasets/base-adresse-nationale/",
    "/api/1/datasets/base-adresse-nationale/rdf.ttl",
    "/api/1/site/catalog.xml?page_size=2",
    "/feed.atom?q=eau",
    "/export.csv?q=eau",
    "/export.jsonl?q=eau",
    "/sitemap.xml",
    "/robots.txt",
    "/opensearchdescription.xml",
];

#[tokio::test]
async fn whoever_has_an_answer_is_told_so_without_any_work() {
    let application = Application::over(sample_index()).await;
    // Nothing is worked on there.
    let idle = Config {
        limits: Limits {
            max_running: 0,
            longest_wait: Duration::ZERO,
            ..Limits::default()
        },
        ..Config::default()
    };
    let idle = Application::configured(sample_index(), idle).await;
    let host = application.url()["http://".len()..].to_owned();
    for path in KEPT {
        let answer = application.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        let etag = answer.header("etag");
        assert!(etag.starts_with("W/\""), "{path}: {etag}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        let again = application.get(path).await;
        assert_eq!(again.header("etag"), etag, "{path}");
        for (name, value) in [
            ("if-none-match", etag.to_owned()),
            ("if-none-match", etag.replace("W/", "")),
            ("if-none-match", format!("\"x\", {etag}")),
        ] {
            let known = idle
                .get_with(path, &[(name, &value), ("host", &host)])
                .await;
            assert_eq!((known.status, known.bytes.len()), (304, 0), "{path}");
            for header in ["etag", "cache-control", "vary"] {
                assert_eq!(
                    known.header(header),
                    answer.header(header),
                    "{path}: {header}"
                );
            }
        }
        let other = application
            .get_with(path, &[("if-none-match", "\"x\"")])
            .await;
        assert_eq!(other.status, 200, "{path}");
        let any = application.get_with(path, &[("if-none-match", "*")]).await;
        assert_eq!(any.status, 304, "{path}");
    }
    let absent = application
        .get_with("/datasets/nope", &[("if-none-match", "*")])
        .await;
    assert_eq!(absent.status, 404);
    assert_eq!(
        (absent.header("etag"), absent.header("cache-control")),
        ("", "no-cache")
    );
    for path in ["/healthz", "/readyz", "/metrics"] {
        let answer = application.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("etag"), "", "{path}");
    }
    let refused = idle.get("/api/search").await;
    assert_eq!(
        (refused.status, refused.header("cache-control")),
        (503, "no-store")
    );
}

#[tokio::test]
async fn an_answer_has_another_name_where_anything_of_it_may_differ() {
    let application = Application::start(datasets(3)).await;
    let path = "/api/1/datasets/?page_size=1";
    let first = application.get(path).await;
    assert_eq!(
        first.header("vary"),
        "accept-encoding, x-fields, x-get-datasets-full-objects"
    );
    let mut names = vec![first.header("etag").to_owned()];
    for headers in [
        [("x-fields", "data{id}")],
        [("x-get-datasets-full-objects", "true")],
        [("host", "elsewhere.example")],
    ] {
        let answer = application.get_with(path, &headers).await;
        names.push(answer.header("etag").to_owned());
    }
    let other = application.get("/api/1/datasets/?page_size=2").await;
    names.push(other.header("etag").to_owned());
    application.rebuild(datasets(4)).await;
    names.push(application.get(path).await.header("etag").to_owned());
    let mut distinct = names.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), names.len(), "{names:?}");
}

#[tokio::test]
async fn a_date_is_given_once_a_change_is_settled_and_compared_as_a_date() {
    let application = Application::start(datasets(3)).await;
    let date = loop {
        let answer = application.get("/api/search").await;
        match answer.header("last-modified") {
            "" => tokio::time::sleep(Duration::from_millis(100)).await,
            date => break date.to_owned(),
        }
    };
    let since = |date: &str| {
        let (application, date) = (&application, date.to_owned());
        async move {
            let headers = [("if-modified-since", date.as_str())];
            application.get_with("/api/search", &headers).await.status
        }
    };
    assert_eq!(since(&date).await, 304);
    assert_eq!(since("Wed, 01 Jan 2200 00:00:00 GMT").await, 304);
    assert_eq!(since("Sun, 06 Nov 1994 08:49:37 GMT").await, 200);
    assert_eq!(since("never").await, 200);
    // What was published just now cannot be told by its date.
    application.rebuild(datasets(4)).await;
    assert_eq!(since(&date).await, 200);
}

#[tokio::test]
async fn files_are_kept_for_ever_under_their_own_address_alone() {
    let application = Application::over(sample_index()).await;
    let page = application.get("/").await.text();
    let begin = page.find("/static/").unwrap();
    let own = &page[begin..begin + page[begin..].find('"').unwrap()];
    let (_, file) = own["/static/".len()..].split_once('/').unwrap();
    let other = format!("/static/0123456789abcdef/{file}");
    let plain = application.get(own).await;
    assert!(plain.header("cache-control").contains("immutable"));
    let today = application.get(&other).await;
    assert_eq!(today.bytes, plain.bytes);
    assert_eq!(today.header("cache-control"), "no-cache");
    let mut names = vec![plain.header("etag").to_owned()];
    for encoding in ["gzip", "br"] {
        let answer = application
            .get_with(own, &[("accept-encoding", encoding)])
            .await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert!(answer.bytes.len() < plain.bytes.len());
        assert_eq!(answer.header("vary"), "accept-encoding");
        let etag = answer.header("etag").to_owned();
        assert!(etag.starts_with('"'), "strong: {etag}");
        let headers = [("accept-encoding", encoding), ("if-none-match", &etag)];
        assert_eq!(application.get_with(&other, &headers).await.status, 304);
        names.push(etag);
    }
    names.dedup();
    assert_eq!(names.len(), 3, "each is a name for its bytes: {names:?}");
    assert_eq!(application.get("/static/x/nope.css").await.status, 404);
}
