//! Who else reads: pages of other origins in a browser.

use reqwest::Method;
use support::application::{Application, http_client, sample_index};

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
        for name in ["etag", "retry-after", "x-total-with-most"] {
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
