//! What leads: the newest edition of a series, living records before dead ones, and what both say of themselves.

use serde_json::{Value, json};
use support::application::{Application, titles};
use support::records::{RecordBuilder, dataset};

fn of_city(title: &str, views: u64) -> RecordBuilder {
    dataset(title)
        .organization("Ville de Test", &[])
        .metric("views", views)
}

/// A series whose old editions are more used, and a record that only its place keeps out of it.
async fn budgets() -> Application {
    Application::start(vec![
        of_city("Budget primitif 2022", 9_000).build(),
        of_city("Budget primitif 2023", 500).build(),
        of_city("Budget primitif - 2024", 3).build(),
        of_city("Budget primitif Lyon 2022", 20).build(),
        dataset("Budget primitif 2021")
            .organization("Autre ville", &[])
            .build(),
    ])
    .await
}

#[tokio::test]
async fn the_newest_edition_of_a_series_comes_before_the_others() {
    let application = budgets().await;
    let answer = application.search(&[("q", "budget primitif")]).await;
    let found = titles(&answer);
    let place = |title: &str| found.iter().position(|found| found == title).unwrap();
    assert_eq!(place("Budget primitif - 2024"), 0, "{found:?}");
    assert!(
        place("Budget primitif 2023") < place("Budget primitif 2022"),
        "{found:?}"
    );

    let series = &answer["data"][0]["series"];
    assert_eq!(series["n_editions"], 3, "{answer}");
    assert_eq!(series["n_newer"], 0);
    let years: Vec<&Value> = series["editions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["year"])
        .collect();
    assert_eq!(years, [2024, 2023, 2022]);
    assert_eq!(series["editions"][1]["period_end"], "2023-12-31");
    let of_other_place = place("Budget primitif Lyon 2022");
    assert_eq!(answer["data"][of_other_place]["series"], Value::Null);
}

#[tokio::test]
async fn a_year_in_the_query_picks_that_edition() {
    let application = budgets().await;
    for (typed, first) in [
        ("budget primitif 2022", "Budget primitif 2022"),
        ("budget primitif 2023", "Budget primitif 2023"),
    ] {
        let answer = application.search(&[("q", typed)]).await;
        assert_eq!(titles(&answer)[0], first, "{typed}");
    }
}

#[tokio::test]
async fn scores_are_explained_where_editions_change_places() {
    let application = budgets().await;
    let answer = application
        .search(&[("q", "budget primitif"), ("explain", "true")])
        .await;
    let hit = &answer["data"][0];
    let of = |list: &Value| {
        list.as_array()
            .unwrap()
            .iter()
            .map(|it| it["factor"].as_f64().unwrap())
            .product::<f64>()
    };
    let explanation = &hit["explanation"];
    let words = explanation["words"].as_array().unwrap().iter();
    let words: f64 = words.map(|word| word["score"].as_f64().unwrap()).sum();
    let score = words * of(&explanation["factors"]) * of(&explanation["prior"]);
    let told = hit["score"].as_f64().unwrap();
    assert!(
        (score / told - 1.0).abs() < 1e-3,
        "{score} is not {told}: {answer}"
    );
    let prior = explanation["prior"].as_array().unwrap();
    assert!(
        prior.iter().any(|factor| factor["name"] == "series"),
        "{answer}"
    );
}

#[tokio::test]
async fn editions_link_to_each_other_on_pages() {
    let application = budgets().await;
    let page = application.get("/?q=budget+primitif").await.text();
    assert!(page.contains("Autres éditions :"), "{page}");
    let answer = application.search(&[("q", "budget primitif 2022")]).await;
    let path = answer["data"][0]["page"].as_str().unwrap();
    let page = application.get(path).await.text();
    assert!(
        page.contains("Il existe une édition plus récente :"),
        "{page}"
    );
    assert!(page.contains(">2024</a>"), "{page}");
}

async fn parkings() -> Application {
    let replaced = "Ce jeu de données n’est plus mis à jour. Il est remplacé par [les parkings actuels]\
                    (https://www.data.gouv.fr/datasets/parkings-actuels/).";
    Application::start(vec![
        of_city("Parkings (obsolète)", 90_000).build(),
        of_city("Parkings de la ville", 80_000)
            .description(replaced)
            .build(),
        of_city("Liste des parkings actuels", 10).build(),
        of_city("Archives municipales : parkings", 5).build(),
    ])
    .await
}

#[tokio::test]
async fn dead_records_come_after_living_ones_and_say_why() {
    let application = parkings().await;
    let answer = application.search(&[("q", "parkings")]).await;
    let found = titles(&answer);
    let living = [
        "Archives municipales : parkings",
        "Liste des parkings actuels",
    ];
    let mut first: Vec<&str> = found[..2].iter().map(String::as_str).collect();
    first.sort_unstable();
    assert_eq!(first, living, "{answer}");
    let of = |title: &str| {
        let hits = answer["data"].as_array().unwrap();
        hits.iter().find(|hit| hit["title"] == title).unwrap()["retired"].clone()
    };
    assert_eq!(of("Liste des parkings actuels"), Value::Null);
    assert_eq!(of("Archives municipales : parkings"), Value::Null);
    assert_eq!(of("Parkings (obsolète)")["reason"], "obsolete");
    let retired = of("Parkings de la ville");
    assert_eq!(retired["reason"], "unmaintained");
    assert_eq!(
        retired["successor"],
        json!({"url": "https://www.data.gouv.fr/datasets/parkings-actuels/", "title": "les parkings actuels"})
    );

    let page = application.get("/?q=parkings").await.text();
    assert!(page.contains("Plus mis à jour"), "{page}");
    assert!(
        page.contains(
            "Remplacé par <a href=\"https://www.data.gouv.fr/datasets/parkings-actuels/\""
        ),
        "{page}"
    );
}

#[tokio::test]
async fn whoever_asks_for_dead_records_finds_them() {
    let application = parkings().await;
    let answer = application.search(&[("q", "parkings obsolètes")]).await;
    assert_eq!(titles(&answer)[0], "Parkings (obsolète)", "{answer}");
}
