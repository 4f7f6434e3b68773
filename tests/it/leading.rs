//! What leads: the newest edition of a series, living records before dead ones, and what both say of themselves.

use serde_json::{Value, json};
use support::application::{Application, titles};
use support::records::{RecordBuilder, dataset, id};

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

#[tokio::test]
async fn a_folded_series_is_one_hit_that_counts_once() {
    let application = budgets().await;
    let folded = |typed: &'static str| {
        let asked = [("q", typed), ("collapse", "series"), ("match", "all")];
        let application = &application;
        async move { application.search(&asked).await }
    };
    let answer = folded("budget primitif").await;
    let found = titles(&answer);
    assert_eq!(found[0], "Budget primitif - 2024", "{answer}");
    assert_eq!(found.len(), 3, "one of each producer or place: {found:?}");
    let counts = ["total", "total_records", "counts"].map(|name| &answer[name]);
    assert_eq!(counts, [&json!(3), &json!(5), &json!("series")]);
    let hit = &answer["data"][0];
    assert_eq!((&hit["editions"], &hit["copies"]), (&json!(2), &json!(0)));
    assert_eq!(answer["facets"]["type"][0]["count"], 3, "{answer}");
    // A year picks the edition that is shown.
    let of_2022 = folded("budget primitif 2022").await;
    assert_eq!(of_2022["data"][0]["title"], "Budget primitif 2022");
    assert_eq!(of_2022["data"][0]["editions"], 0, "{of_2022}");
}

#[tokio::test]
async fn the_editions_of_a_series_are_listed_from_the_newest_on() {
    let application = budgets().await;
    let answer = application.search(&[("q", "budget primitif 2023")]).await;
    let series = &answer["data"][0]["series"];
    let url = series["api_url"].as_str().unwrap();
    let path = &url[url.find("/api/").unwrap()..];
    let listed: Value = application.get(path).await.json();
    let editions = [
        "Budget primitif - 2024",
        "Budget primitif 2023",
        "Budget primitif 2022",
    ];
    assert_eq!(titles(&listed), editions, "{listed}");
    let id = series["id"].as_str().unwrap();
    let page = application.get(&format!("/?series={id}")).await.text();
    assert!(page.contains("éditions d’une même série"), "{page}");
    assert!(
        page.contains("Budget primitif 2022"),
        "each is listed: {page}"
    );
    for unknown in ["00000000000000ff", "xyz", ""] {
        let answer = application.search(&[("series", unknown)]).await;
        let expected = if unknown.is_empty() { 5 } else { 0 };
        assert_eq!(answer["total"], expected, "{unknown}");
    }
}

#[tokio::test]
async fn the_page_folds_series_and_lists_each_record_on_request() {
    let application = budgets().await;
    let hits = |page: &str| page.matches("<article>").count();
    let page = application.get("/?q=budget+primitif").await.text();
    assert_eq!(hits(&page), 3, "{page}");
    assert!(
        page.contains("5 fiches en tout, éditions d’une même série"),
        "{page}"
    );
    let listed = application.get("/?q=budget+primitif&collapse=false").await;
    let listed = listed.text();
    assert_eq!(hits(&listed), 5, "{listed}");
}

#[tokio::test]
async fn copies_of_an_edition_are_linked_once() {
    let application = Application::start(vec![
        of_city("Budget annexe 2024", 3).build(),
        of_city("Budget annexe 2023", 3).build(),
        of_city("Budget annexe - 2023", 3)
            .id(&id("dataset", "copy"))
            .build(),
    ])
    .await;
    let page = application.get("/?q=budget+annexe").await.text();
    assert_eq!(page.matches(">2023</a>").count(), 1, "{page}");
    assert!(!page.contains("31 décembre"), "{page}");
    assert!(page.contains("\"/?series="), "the list has both: {page}");
}

async fn parkings() -> Application {
    let replaced = "Ce jeu de données n’est plus mis à jour. Il est remplacé par [les parkings actuels]\
                    (https://www.data.gouv.fr/datasets/liste-des-parkings-actuels/).";
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
    assert_eq!(retired["said"], "Ce jeu de données n’est plus mis à jour");
}

/// Returns the hit of a title.
fn hit<'a>(answer: &'a Value, title: &str) -> &'a Value {
    let hits = answer["data"].as_array().unwrap();
    hits.iter().find(|hit| hit["title"] == title).unwrap()
}

#[tokio::test]
async fn what_replaces_a_dead_record_is_a_record_where_the_catalogue_has_it() {
    let application = parkings().await;
    let answer = application.search(&[("q", "parkings")]).await;
    let path = "/datasets/liste-des-parkings-actuels";
    assert_eq!(
        hit(&answer, "Parkings de la ville")["replaced_by"],
        json!({
            "title": "Liste des parkings actuels",
            "url": "https://www.data.gouv.fr/datasets/liste-des-parkings-actuels/",
            "type": "dataset",
            "id": id("dataset", "Liste des parkings actuels"),
            "slug": "liste-des-parkings-actuels",
            "page": path,
        })
    );
    assert_eq!(
        hit(&answer, "Parkings (obsolète)")["replaced_by"],
        Value::Null
    );
    let link = format!("Remplacé par → <a href=\"{path}\" rel=\"nofollow\">Liste des parkings");
    for page in ["/?q=parkings", "/datasets/parkings-de-la-ville"] {
        let page = application.get(page).await.text();
        assert!(
            page.contains("Plus mis à jour") && page.contains(&link),
            "{page}"
        );
    }
}

#[tokio::test]
async fn a_successor_that_is_gone_is_not_shown_and_one_elsewhere_is_linked() {
    let dead = |place: &str, said: &str| {
        of_city(&format!("Parkings de {place} (obsolète)"), 1).description(said)
    };
    let application = Application::start(vec![
        dead(
            "A",
            "Remplacé par [l’autre](https://www.data.gouv.fr/datasets/jamais-vu/).",
        )
        .build(),
        dead("B", "Remplacé par [l’autre](https://b.test/parkings).").build(),
        dead(
            "C",
            "À consulter sur notre site : [la ville](https://c.test/).",
        )
        .build(),
        dead(
            "D",
            "Remplacé par le jeu de données « Stationnement de D ».",
        )
        .build(),
        dead(
            "E",
            "Il est remplacé par le jeu de données « Ce qui n’est pas là ».",
        )
        .build(),
        of_city("Stationnement de D", 1).build(),
    ])
    .await;
    let answer = application.search(&[("q", "parkings")]).await;
    let of = |place: &str| &hit(&answer, &format!("Parkings de {place} (obsolète)"))["replaced_by"];
    assert_eq!((of("A"), of("C")), (&Value::Null, &Value::Null), "{answer}");
    let b = ["title", "url", "id"].map(|name| &of("B")[name]);
    let address = json!("https://b.test/parkings");
    assert_eq!(b, [&json!("l’autre"), &address, &Value::Null], "{answer}");
    assert_eq!(of("D")["page"], "/datasets/stationnement-de-d", "{answer}");
    assert_eq!(of("E")["title"], "Ce qui n’est pas là", "{answer}");
}

#[tokio::test]
async fn dead_records_are_told_counted_and_filtered_by_their_status() {
    let application = parkings().await;
    let asked = [("q", "parkings"), ("facets", "status")];
    let answer = application.search(&asked).await;
    let status = |title: &str| &hit(&answer, title)["status"];
    assert_eq!(status("Liste des parkings actuels"), "current");
    assert_eq!(status("Parkings (obsolète)"), "obsolete");
    let counted = |name: &str| {
        let values = answer["facets"]["status"].as_array().unwrap().iter();
        let of_name = values.filter(|it| it["name"] == name);
        of_name.map(|it| it["count"].clone()).next()
    };
    for (name, count) in [("current", 2), ("obsolete", 1), ("unmaintained", 1)] {
        assert_eq!(counted(name), Some(json!(count)), "{answer}");
    }
    for (parameters, expected) in [
        ([("status", "current")].as_slice(), 2),
        (&[("status", "obsolete"), ("status", "unmaintained")], 2),
        (&[("q", "parkings statut:périmé")], 2),
        (&[("q", "parkings -statut:actuel")], 2),
        (&[("q", "statut:\"plus mis à jour\"")], 1),
    ] {
        let answer = application.search(parameters).await;
        assert_eq!(answer["total"], expected, "{parameters:?}: {answer}");
    }
    let wrong = application.get("/api/search?status=mort").await;
    assert_eq!(wrong.status, 400);
    let page = application.get("/?q=parkings&status=obsolete").await.text();
    assert!(
        page.contains("name=\"status\" value=\"obsolete\" checked"),
        "{page}"
    );
    assert!(page.contains("Statut\u{202F}: Obsolète"), "{page}");
}

#[tokio::test]
async fn whoever_asks_for_dead_records_finds_them() {
    let application = parkings().await;
    let answer = application.search(&[("q", "parkings obsolètes")]).await;
    assert_eq!(titles(&answer)[0], "Parkings (obsolète)", "{answer}");
}

/// Records of one subject about the country, a région, a département and a commune, the more used the smaller it is.
async fn networks() -> Application {
    let about = |title: &str, zone: &str, views: u64| {
        of_city(title, views)
            .zone(zone)
            .description("Le réseau cyclable.")
            .build()
    };
    Application::start(vec![
        about("Réseau cyclable un", "country:fr", 100),
        about("Réseau cyclable deux", "fr:region:53", 105),
        about("Réseau cyclable trois", "fr:departement:35", 110),
        about("Réseau cyclable quatre", "fr:commune:35238", 115),
    ])
    .await
}

#[tokio::test]
async fn where_no_place_is_asked_for_what_is_about_the_country_comes_first() {
    const WIDEST_FIRST: [&str; 4] = [
        "Réseau cyclable un",
        "Réseau cyclable deux",
        "Réseau cyclable trois",
        "Réseau cyclable quatre",
    ];

    let application = networks().await;
    for typed in ["réseau cyclable", "réseau cyclable en France"] {
        let answer = application.search(&[("q", typed)]).await;
        assert_eq!(titles(&answer), WIDEST_FIRST, "{typed}");
    }
    let answer = application.search(&[("q", "réseau cyclable rennes")]).await;
    assert_eq!(titles(&answer)[0], "Réseau cyclable quatre");
    let chosen = [
        ("q", "réseau cyclable"),
        ("geozone", "fr:commune:35238"),
        ("include_geozone_ancestors", "true"),
    ];
    let answer = application.search(&chosen).await;
    let narrowest_first: Vec<&str> = WIDEST_FIRST.into_iter().rev().collect();
    assert_eq!(titles(&answer), narrowest_first);
}

#[tokio::test]
async fn it_is_told_what_a_small_part_of_the_country_costs() {
    let application = networks().await;
    let factor = async |typed: &str| {
        let asked = [("q", typed), ("explain", "true")];
        let answer = application.search(&asked).await;
        let factors = &hit(&answer, "Réseau cyclable quatre")["explanation"]["factors"];
        let mut factors = factors.as_array().unwrap().iter();
        let extent = factors.find(|factor| factor["name"] == "extent");
        extent.map_or(1.0, |factor| factor["factor"].as_f64().unwrap())
    };
    let unsaid = factor("réseau cyclable").await;
    assert!(unsaid < 1.0, "{unsaid}");
    assert!(factor("réseau cyclable en France").await < unsaid);
    assert!((factor("réseau cyclable rennes").await - 1.0).abs() < 1e-6);
}
