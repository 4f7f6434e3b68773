//! `updated_since` and `created_since`: the dates since which records were updated or created.

use serde_json::Value;
use support::application::{Application, titles};
use support::records::{dataservice, dataset};

use crate::pages::texts;

async fn records() -> Application {
    Application::start(vec![
        dataset("Ancien")
            .created_at("2019-05-01")
            .last_update("2020-01-01T00:00:00+00:00")
            .build(),
        dataset("Courant")
            .created_at("2021-06-01")
            .last_update("2024-03-10T10:00:00+00:00")
            .build(),
        dataset("Neuf")
            .created_at("2024-03-10T08:00:00+00:00")
            .last_update("2024-03-10T12:00:00+00:00")
            .build(),
        dataservice("Service")
            .created_at("2022-01-01")
            .last_update("2023-01-01")
            .build(),
        // Whoever writes dates to come is not new for it.
        dataset("Avenir")
            .created_at("2018-01-01")
            .last_update("2999-01-01")
            .build(),
    ])
    .await
}

#[tokio::test]
async fn records_are_found_by_the_dates_of_their_update_and_of_their_creation() {
    let application = records().await;
    for (parameters, expected) in [
        ("updated_since=2024-03-10", &["Courant", "Neuf"][..]),
        ("updated_since=2024-03-10T12:00:00Z", &["Neuf"]),
        ("updated_since=2024-03-10T12:00:00.000001Z", &[]),
        ("updated_since=2024-03-10T13:00:00%2B02:00", &["Neuf"]),
        ("updated_since=2024-03-10T13:00:00+02:00", &["Neuf"]),
        ("updated_since=2024-03-10T11:00", &["Neuf"]),
        ("updated_since=2024-03-11", &[]),
        ("updated_since=2023-01-01", &["Courant", "Neuf", "Service"]),
        ("created_since=2021-06-01", &["Courant", "Neuf", "Service"]),
        ("created_since=2024-01-01", &["Neuf"]),
        (
            "updated_since=2023-01-01&created_since=2022-01-01",
            &["Neuf", "Service"],
        ),
        ("updated_since=2023-01-01&type=dataservice", &["Service"]),
    ] {
        let path = format!("/api/search?sort=title&{parameters}");
        let answer = application.json(&path).await;
        assert_eq!(titles(&answer), expected, "{parameters}");
        assert_eq!(answer["total"], expected.len(), "{parameters}");
    }
}

#[tokio::test]
async fn every_route_of_a_search_takes_the_dates() {
    let application = records().await;
    let asked = "updated_since=2024-03-10&created_since=2024-01-01";
    let csv = application.get(&format!("/export.csv?{asked}")).await;
    assert_eq!(csv.text().lines().count(), 2, "a header and a row");
    let lines = application.get(&format!("/export.jsonl?{asked}")).await;
    assert_eq!(lines.text().lines().count(), 1);
    let feed = application.get(&format!("/feed.atom?{asked}")).await.text();
    assert_eq!(feed.matches("<entry>").count(), 1, "{feed}");
    assert!(feed.contains("updated_since=2024-03-10"), "{feed}");
    let values = application.json(&format!("/api/facets/type?{asked}")).await;
    assert_eq!(values["data"][0]["count"], 1, "{values}");
    let page = application.html(&format!("/?{asked}")).await;
    assert_eq!(texts(&page, "main article h2").len(), 1);
}

#[tokio::test]
async fn the_page_tells_the_dates_and_takes_each_away() {
    let application = records().await;
    let page = application
        .html("/?q=neuf&updated_since=2024-03-01&created_since=2024-01-01T08:30:00Z")
        .await;
    let chips = texts(&page, ".active li a:not(.reset)");
    let chips: Vec<String> = chips.iter().map(|it| it.replace('\u{a0}', " ")).collect();
    assert_eq!(
        chips,
        [
            "Retirer le filtre Mise à jour : depuis le 1er mars 2024 ×",
            "Retirer le filtre Création : depuis le 1er janvier 2024 à 08:30 (UTC) ×",
        ]
    );
    let links = crate::pages::attributes(&page, ".active li a", "href");
    assert_eq!(
        links,
        [
            "/?q=neuf&created_since=2024-01-01T08%3A30%3A00Z",
            "/?q=neuf&updated_since=2024-03-01",
            "/?q=neuf",
        ]
    );
    let kept = crate::pages::attributes(&page, "#autres-parametres input", "name");
    assert_eq!(kept, ["updated_since", "created_since"]);
    let english = application.html("/?updated_since=2024-03-01&lang=en").await;
    let chip = texts(&english, ".active li a")[0].replace('\u{a0}', " ");
    assert!(chip.contains("Updated: since 1 March 2024"), "{chip}");
}

#[tokio::test]
async fn what_is_no_date_is_refused_to_programs_and_told_on_pages() {
    let application = records().await;
    for name in ["updated_since", "created_since"] {
        for route in [
            "/api/search",
            "/export.csv",
            "/export.jsonl",
            "/api/facets/tag",
        ] {
            for value in ["hier", "2024", "2024-02-30", "10/03/2024"] {
                let asked = format!("{route}?{name}={value}");
                let answer = application.get(&asked).await;
                assert_eq!(answer.status, 400, "{asked}");
                let problem: Value = answer.json();
                let reason = problem["errors"][name].as_str().unwrap();
                assert!(reason.contains(value), "{asked}: {reason}");
            }
        }
        let page = application.get(&format!("/?q=neuf&{name}=hier")).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("« hier » n’existe pas"), "{name}");
        assert_eq!(
            texts(&page.html(), "main article h2").len(),
            1,
            "the others hold"
        );
        let feed = application.get(&format!("/feed.atom?{name}=hier")).await;
        assert_eq!(feed.status, 200);
        assert!(feed.text().contains("« hier » n’existe pas"), "{name}");
    }
}
