//! More work than can be done: what is refused, what is told, and what goes on all the same.

use std::time::Duration;

use query::Limits;
use support::application::{Answer, Application, PATIENCE, sample_index};

const SOON: Duration = Duration::from_millis(50);

/// An address of each route that works on the index.
const WORKING: [&str; 12] = [
    "/?q=eau",
    "/facets/license",
    "/datasets/base-adresse-nationale",
    "/api/search?q=eau",
    "/api/facets/license",
    "/api/suggest?q=eau",
    "/api/1/datasets/?q=eau",
    "/api/2/datasets/search/?q=eau",
    "/feed.atom?q=eau",
    "/export.csv?q=eau",
    "/export.jsonl?q=eau",
    "/sitemap.xml",
];

async fn refusals(limits: Limits, message: &str, page: &str) {
    let application = Application::limited(sample_index(), limits).await;
    for address in WORKING {
        let answer = application.get(address).await;
        assert_eq!(answer.status, 503, "{address}");
        assert_tells(&answer, message, page, address);
    }
    for address in [
        "/healthz",
        "/readyz",
        "/metrics",
        "/docs",
        "/openapi.json",
        "/robots.txt",
    ] {
        assert_eq!(application.get(address).await.status, 200, "{address}");
    }
}

/// A page says it in French, all else in JSON; both say when to ask again.
fn assert_tells(answer: &Answer, message: &str, page: &str, address: &str) {
    let seconds: u32 = answer.header("retry-after").parse().unwrap();
    assert!((1..=120).contains(&seconds), "{address}");
    if answer.header("content-type").starts_with("text/html") {
        assert!(answer.text().contains(page), "{address}: {}", answer.text());
    } else {
        let told = answer.json()["message"].as_str().unwrap().to_owned();
        assert!(told.contains(message), "{address}: {told}");
    }
}

#[tokio::test]
async fn what_waits_for_too_long_is_refused_with_a_reason_and_nothing_else_is() {
    let limits = Limits {
        max_running: 0,
        longest_wait: SOON,
        ..Limits::default()
    };
    refusals(limits, "too much to do", "Trop de recherches en même temps").await;
}

#[tokio::test]
async fn what_takes_too_long_is_given_up_with_a_reason() {
    // Whatever the work is, it takes longer than that.
    let limits = Limits {
        request_timeout: Duration::ZERO,
        ..Limits::default()
    };
    let application = Application::limited(sample_index(), limits).await;
    let answer = application.get("/api/search?q=eau").await;
    assert_eq!(answer.status, 503);
    assert_tells(&answer, "took too long", "", "/api/search");
    let page = application.get("/?q=eau").await;
    assert_eq!(page.status, 503);
    assert_tells(&page, "", "Cette recherche prend trop de temps", "/");
    let figures = application.get("/metrics").await.text();
    assert!(
        figures.contains("trouvaille_work_total{outcome=\"timed_out\"} 2"),
        "{figures}"
    );
}

#[tokio::test]
async fn a_crowd_is_answered_in_turn_with_one_place_for_all() {
    let limits = Limits {
        max_running: 1,
        longest_wait: PATIENCE,
        request_timeout: PATIENCE,
    };
    let application = Application::limited(sample_index(), limits).await;
    let alone = application.json("/api/search?q=eau+potable").await;
    let crowd = (0..100).map(|_| application.json("/api/search?q=eau+potable"));
    for answer in futures::future::join_all(crowd).await {
        assert_eq!(answer["data"], alone["data"]);
    }
    let figures = application.get("/metrics").await.text();
    for line in [
        "trouvaille_work_running 0",
        "trouvaille_work_waiting 0",
        "trouvaille_work_total{outcome=\"answered\"} 101",
        "trouvaille_work_total{outcome=\"refused\"} 0",
    ] {
        assert!(figures.contains(line), "{figures}");
    }
}
