//! Who else reads: pages of other origins in a browser, and people with addresses that they copied long ago.

use reqwest::Method;
use serde_json::json;
use support::application::{Application, http_client, sample_index};
use support::records::{dataset, id};

const ORIGIN: (&str, &str) = ("origin", "https://carte.example.org");

#[tokio::test]
async fn a_page_of_another_origin_reads_every_route() {
    let application = Application::over(sample_index()).await;
    for path in [
        "/",
        "/api/search?q=eau",
        "/api/search?page=0",
        "/api/suggest?q=eau",
        "/api/1/datasets/",
        "/api/2/datasets/search/",
        "/api/1/nope",
        "/feed.atom",
        "/export.csv?q=eau",
        "/openapi.json",
        "/sitemap.xml",
    ] {
        let answer = application.get_with(path, &[ORIGIN]).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        let exposed = answer.header("access-control-expose-headers");
        for name in [
            "etag",
            "retry-after",
            "x-total-with-most",
            "x-mentions-total",
        ] {
            assert!(exposed.contains(name), "{path}: {exposed}");
        }
        assert_eq!(
            answer.header("access-control-allow-credentials"),
            "",
            "{path}"
        );
        assert!(!answer.header("vary").contains("origin"), "{path}");
        let known = [ORIGIN, ("if-none-match", answer.header("etag"))];
        let known = application.get_with(path, &known).await;
        assert_eq!(known.header("access-control-allow-origin"), "*", "{path}");
    }
    let api = application.get("/api/search").await;
    assert_eq!(api.header("cross-origin-resource-policy"), "cross-origin");
}

#[tokio::test]
async fn a_browser_that_asks_before_is_told_which_headers_it_may_send() {
    let application = Application::over(sample_index()).await;
    let answer = http_client()
        .request(
            Method::OPTIONS,
            format!("{}/api/2/datasets/", application.url()),
        )
        .header(ORIGIN.0, ORIGIN.1)
        .header("access-control-request-method", "GET")
        .header(
            "access-control-request-headers",
            "x-fields,x-get-datasets-full-objects",
        )
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_lowercase();
    assert_eq!(header("access-control-allow-origin"), "*");
    for name in ["x-fields", "x-get-datasets-full-objects", "if-none-match"] {
        assert!(
            header("access-control-allow-headers").contains(name),
            "{name}"
        );
    }
    assert_eq!(header("access-control-allow-methods"), "get,head");
}

#[tokio::test]
async fn an_address_that_was_copied_leads_to_what_it_names() {
    let file = "6c8af8d8-6a0e-4a2a-9a1b-3a51d4c4b7d1";
    let resource = json!([{"id": file, "title": "Mesures", "format": "csv", "url": "https://x.test/mesures.csv"}]);
    let script = json!([{"id": "6c8af8d8-6a0e-4a2a-9a1b-3a51d4c4b7d2", "title": "x", "url": "javascript:alert(1)"}]);
    let application = Application::start(vec![
        dataset("Eau potable").set("resources", resource).build(),
        dataset("Autre").set("resources", script).build(),
    ])
    .await;
    let capitals = id("dataset", "Eau potable").to_uppercase();
    let small = format!("/datasets/{}", capitals.to_lowercase());
    let in_the_api = format!("/api/1/datasets/{}/", capitals.to_lowercase());
    for (path, status, location) in [
        (
            format!("/api/1/datasets/r/{file}"),
            302,
            "https://x.test/mesures.csv",
        ),
        (
            format!("/api/1/datasets/r/{file}/"),
            302,
            "https://x.test/mesures.csv",
        ),
        (
            format!("/fr/datasets/r/{file}"),
            302,
            "https://x.test/mesures.csv",
        ),
        (
            format!("/datasets/r/{}", file.to_uppercase()),
            302,
            "https://x.test/mesures.csv",
        ),
        (
            "/api/1/datasets/r/6c8af8d8-6a0e-4a2a-9a1b-3a51d4c4b7d2".to_owned(),
            404,
            "",
        ),
        ("/api/1/datasets/r/nope".to_owned(), 404, ""),
        (
            "/fr/datasets/eau-potable/".to_owned(),
            308,
            "/datasets/eau-potable",
        ),
        (
            "/datasets/eau-potable/".to_owned(),
            308,
            "/datasets/eau-potable",
        ),
        (format!("/fr/datasets/{capitals}/"), 308, &small),
        (format!("/api/1/datasets/{capitals}/"), 308, &in_the_api),
        ("/datasets/search?q=eau".to_owned(), 308, "/?q=eau"),
        ("/api/search/?q=eau".to_owned(), 308, "/api/search?q=eau"),
        ("/docs/".to_owned(), 308, "/docs"),
        ("//evil.example/".to_owned(), 404, ""),
    ] {
        let answer = application.get(&path).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (status, location),
            "{path}"
        );
        assert!(
            !answer.header("content-security-policy").is_empty(),
            "{path}"
        );
    }
    let answer = application.get(&format!("/datasets/{capitals}")).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (308, small.as_str())
    );
    assert_eq!(application.get(&small).await.status, 200);
}
