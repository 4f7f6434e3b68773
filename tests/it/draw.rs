//! `sample`: records drawn at random of those that match.

use std::collections::BTreeSet;

use serde_json::Value;
use support::application::{Application, sample_index, strings};
use support::records::datasets;

/// Returns the ids of the records of an export.
async fn exported(application: &Application, parameters: &str) -> Vec<String> {
    let path = format!("/export.csv?fields=id&{parameters}");
    let text = application.get(&path).await.text();
    text.lines().skip(1).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_draw_takes_each_record_once_and_the_same_ones_for_a_seed() {
    let application = Application::start(datasets(300)).await;
    let drawn = async |parameters: &str| {
        let answer = application.json(&format!("/api/search?{parameters}")).await;
        strings(&answer, "id")
    };
    let first = drawn("sample=40&seed=1").await;
    assert_eq!(first.len(), 40);
    assert_eq!(first.iter().collect::<BTreeSet<_>>().len(), 40);
    assert_eq!(drawn("sample=40&seed=1").await, first);
    assert_eq!(drawn("sample=10&seed=1").await, first[..10]);
    let other = drawn("sample=40&seed=2").await;
    let same = first.iter().filter(|id| other.contains(id)).count();
    // Of 40 of 300 drawn twice, 5 are the same on average.
    assert!((0..16).contains(&same), "{same}");
    assert_eq!(exported(&application, "sample=40&seed=1").await, first);
    assert_eq!(exported(&application, "sample=1000").await.len(), 300);
    let lines = application.get("/export.jsonl?sample=7&fields=id").await;
    assert_eq!(lines.text().lines().count(), 7);
    // By use or date the first ones would be others.
    assert_ne!(drawn("page_size=40").await, first);
}

#[tokio::test]
async fn a_draw_is_the_same_in_another_generation_but_for_what_has_come_or_gone() {
    let application = Application::start(datasets(200)).await;
    let before = exported(&application, "sample=50&seed=9").await;
    let gone = before[10].clone();
    let rest = datasets(200)
        .into_iter()
        .filter(|record| record["id"] != gone.as_str());
    application.rebuild(rest.rev().collect()).await;
    let after = exported(&application, "sample=50&seed=9").await;
    let left: Vec<&String> = before.iter().filter(|id| **id != gone).collect();
    assert_eq!(after.iter().take(49).collect::<Vec<_>>(), left);
}

#[tokio::test]
async fn totals_and_facets_are_those_of_all_that_match() {
    let application = Application::over(sample_index()).await;
    for parameters in ["q=eau", "license=lov2", "q=eau&collapse=series"] {
        let whole = application.json(&format!("/api/search?{parameters}")).await;
        let drawn = application
            .json(&format!("/api/search?{parameters}&sample=5&seed=3"))
            .await;
        for member in [
            "total",
            "complete_total",
            "approximate_total",
            "total_with_most",
            "total_records",
            "facets",
        ] {
            assert_eq!(drawn[member], whole[member], "{parameters}: {member}");
        }
        assert_eq!(drawn["data"].as_array().unwrap().len(), 5);
        assert_eq!(drawn["page_size"], 5);
        assert!(drawn["next_page"].is_null() && drawn["previous_page"].is_null());
        assert_eq!(drawn["warnings"], Value::Array(Vec::new()));
    }
}

#[tokio::test]
async fn a_draw_takes_only_what_matches() {
    let application = Application::over(sample_index()).await;
    let all = exported(&application, "q=transport&license=lov2").await;
    let drawn = exported(&application, "q=transport&license=lov2&sample=6&seed=4").await;
    assert_eq!(drawn.len(), 6.min(all.len()));
    assert!(drawn.iter().all(|id| all.contains(id)), "{drawn:?} {all:?}");
    let none = application
        .json("/api/search?q=introuvablissime&sample=6")
        .await;
    assert_eq!(none["data"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn what_a_draw_has_not_is_refused_and_pages_know_no_draw() {
    let application = Application::start(datasets(30)).await;
    for (path, parameter) in [
        ("/api/search?sample=0", "sample"),
        ("/api/search?sample=101", "sample"),
        ("/api/search?sample=x", "sample"),
        ("/api/search?sample=5&seed=-1", "seed"),
        ("/api/search?sample=5&seed=9007199254740992", "seed"),
        ("/api/search?sample=5&page=2", "page"),
        ("/api/search?sample=5&sort=title", "sort"),
        ("/export.csv?sample=5&sort=-views", "sort"),
        ("/api/facets/license?sample=5", "sample"),
        ("/api/facets/license/by/type?sample=5", "sample"),
    ] {
        let answer = application.get(path).await;
        assert_eq!(answer.status, 400, "{path}");
        let reasons = answer.json()["errors"].clone();
        assert!(reasons[parameter].is_string(), "{path}: {reasons}");
    }
    for path in ["/", "/feed.atom"] {
        let plain = application.get(path).await.text();
        for parameters in ["sample=5&seed=2", "sample=x", "sample=5&page=1&sort="] {
            let asked = format!("{path}?{parameters}");
            let answer = application.get(&asked).await;
            assert_eq!(answer.status, 200, "{asked}");
            let n = |text: &str| text.matches("Jeu 00").count();
            assert_eq!(n(&answer.text()), n(&plain), "{asked}");
        }
    }
}
