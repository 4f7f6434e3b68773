//! Every value of a facet can be reached.

use serde_json::Value;
use support::application::Application;
use support::records::dataset;

use super::listed_values;

/// Returns the values of an answer as `name count`, selected ones with a `*`.
fn listed(answer: &Value) -> Vec<String> {
    listed_values(&answer["data"])
}

/// Sixty datasets about water, each with a tag of its own, and one about fire.
async fn tagged() -> Application {
    let of_water = (0..60).map(|n| {
        let parity = if n % 2 == 0 { "lov2" } else { "odc-odbl" };
        let record = dataset(&format!("Eau {n:02}"));
        record
            .tag("eau")
            .tag(&format!("etude-{n:02}"))
            .license(parity)
            .build()
    });
    let of_fire = dataset("Feu").tag("foret").tag("etude-00").build();
    Application::start(of_water.chain([of_fire]).collect()).await
}

#[tokio::test]
async fn all_values_are_listed_page_by_page() {
    let application = tagged().await;
    let mut path = "/api/facets/tag?page_size=25".to_owned();
    let mut names = Vec::new();
    for page in 1..=3 {
        let answer = application.json(&path).await;
        assert_eq!(
            (&answer["facet"], &answer["label"]),
            (&"tag".into(), &"Mot-clé".into())
        );
        assert_eq!(
            (&answer["total"], &answer["page"], &answer["page_size"]),
            (&62.into(), &page.into(), &25.into())
        );
        names.extend(listed(&answer));
        match answer["next_page"].as_str() {
            Some(url) => path = url.strip_prefix(&application.url()).unwrap().to_owned(),
            None => assert_eq!(page, 3),
        }
    }
    assert_eq!(names.len(), 62);
    assert_eq!(names[..3], ["eau 60", "etude-00 2", "etude-01 1"]);
    let last = application.json(&path).await;
    let before = last["previous_page"].as_str().unwrap();
    assert!(
        before.ends_with("/api/facets/tag?page_size=25&page=2"),
        "{before}"
    );
}

#[tokio::test]
async fn words_are_looked_for_among_the_values_of_a_search() {
    let application = tagged().await;
    for (query_string, expected) in [
        ("q=ÉTUDE+0&page_size=2", &["etude-00 2", "etude-01 1"][..]),
        ("q=tude", &[]),
        ("q=for", &["foret 1"]),
        ("q=etude-00&search=eau", &["etude-00 1"]),
        (
            "q=etude-0&license=lov2&page_size=3",
            &["etude-00 1", "etude-02 1", "etude-04 1"],
        ),
        ("q=foret&tag=foret", &["foret* 1"]),
        ("q=…", &[]),
    ] {
        let answer = application
            .json(&format!("/api/facets/tag?{query_string}"))
            .await;
        assert_eq!(listed(&answer), expected, "{query_string}");
    }
    let answer = application.json("/api/facets/license?q=ouverte").await;
    assert_eq!(listed(&answer), ["lov2 30"], "labels are looked in too");
}

#[tokio::test]
async fn an_unknown_facet_and_bad_values_are_told() {
    let application = tagged().await;
    let answer = application.get("/api/facets/couleur").await;
    assert_eq!(answer.status, 404);
    assert!(answer.json()["message"].is_string());
    for (query_string, parameter) in [
        ("page=0", "page"),
        ("page_size=1001", "page_size"),
        ("badge=nope", "badge"),
        ("collapse=maybe", "collapse"),
    ] {
        let answer = application
            .get(&format!("/api/facets/tag?{query_string}"))
            .await;
        assert_eq!(answer.status, 400, "{query_string}");
        assert!(
            answer.json()["errors"][parameter].is_string(),
            "{query_string}"
        );
    }
}
