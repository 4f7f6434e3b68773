//! Geozones that contain each other, declared and inferred.

use support::application::{Application, titles};
use support::records::dataset;

use super::shown;

/// Records about Brest, Brittany, France, Lyon under an id of the past, and Polynesia under an old one.
async fn of_places() -> Application {
    let records = vec![
        dataset("Arbres").zone("fr:commune:29019").build(),
        dataset("Trains").zone("fr:region:53").build(),
        dataset("Impôts").zone("country:fr").build(),
        dataset("Ponts").zone("fr:commune:69123@1943-01-01").build(),
        dataset("Îles").zone("fr:collectivite:987").build(),
    ];
    Application::start(records).await
}

#[tokio::test]
async fn a_zone_finds_what_lies_within_it() {
    let application = of_places().await;
    for (zone, expected) in [
        ("fr:commune:29019", &["Arbres"][..]),
        ("fr:departement:29", &["Arbres"]),
        ("fr:region:53", &["Arbres", "Trains"]),
        ("fr:commune:69123", &["Ponts"]),
        ("fr:region:84@2016-01-01", &["Ponts"]),
        ("fr:departement:987", &["Îles"]),
        ("fr:collectivite:987", &["Îles"]),
        ("fr:commune:35238", &[]),
    ] {
        let chosen = application.search(&[("geozone", zone)]).await;
        let typed = application
            .search(&[("q", &format!("geozone:{zone}"))])
            .await;
        for answer in [chosen, typed] {
            let mut found = titles(&answer);
            found.sort();
            assert_eq!(found, expected, "{zone}");
        }
    }
    let answer = application.search(&[("geozone", "country:fr")]).await;
    assert!(answer["total"].as_u64() >= Some(4), "{answer}");
}

#[tokio::test]
async fn the_count_of_a_zone_is_what_choosing_it_finds() {
    let application = of_places().await;
    let answer = application
        .search(&[("geozone", "fr:region:53"), ("facet_size", "1000")])
        .await;
    assert_eq!(answer["total"], 2);
    for value in answer["facets"]["geozone"].as_array().unwrap() {
        let name = value["name"].as_str().unwrap();
        let chosen = application.search(&[("geozone", name)]).await;
        assert_eq!(chosen["total"], value["count"], "{value}");
    }
    let zones = shown(&answer, "geozone");
    for expected in [
        "fr:region:53* 2",
        "fr:departement:29 1",
        "fr:commune:29019 1",
    ] {
        assert!(zones.iter().any(|zone| zone == expected), "{zones:?}");
    }
}

#[tokio::test]
async fn what_contains_a_zone_is_found_where_asked_for() {
    let application = of_places().await;
    for (zone, expected) in [
        ("fr:commune:29019", &["Arbres", "Impôts", "Trains"][..]),
        ("fr:commune:35238", &["Impôts", "Trains"]),
        ("fr:commune:69123", &["Impôts", "Ponts"]),
    ] {
        let parameters = [("geozone", zone), ("include_geozone_ancestors", "true")];
        let answer = application.search(&parameters).await;
        let mut found = titles(&answer);
        found.sort();
        assert_eq!(found, expected, "{zone}");
    }
}

#[tokio::test]
async fn inferred_zones_count_unless_switched_off_and_are_told_apart() {
    let records = vec![
        dataset("Budget primitif")
            .organization("Ville de Brest", &["certified", "local-authority"])
            .build(),
        dataset("Arbres").zone("fr:commune:29019").build(),
        dataset("Divers").build(),
    ];
    let application = Application::start(records).await;
    let zone = ("geozone", "fr:commune:29019");
    let answer = application.search(&[zone, ("sort", "title")]).await;
    assert_eq!(titles(&answer), ["Arbres", "Budget primitif"]);
    let [arbres, budget] = [&answer["data"][0], &answer["data"][1]];
    assert_eq!(arbres["geozones"][0], "fr:commune:29019");
    assert!(arbres["inferred_geozones"].as_array().unwrap().is_empty());
    assert!(budget["geozones"].is_null(), "unknown is told as null");
    assert_eq!(budget["inferred_geozones"][0], "fr:commune:29019");

    let answer = application.search(&[zone, ("inferred", "false")]).await;
    assert_eq!(titles(&answer), ["Arbres"]);
    let answer = application.search(&[zone, ("coverage", "inferred")]).await;
    assert_eq!(titles(&answer), ["Budget primitif"]);
    assert_eq!(shown(&answer, "coverage"), ["declared 1", "inferred* 1"]);
    let answer = application.search(&[]).await;
    assert_eq!(
        shown(&answer, "coverage"),
        ["none 1", "declared 1", "inferred 1"]
    );
    let answer = application.search(&[("inferred", "false")]).await;
    assert_eq!(shown(&answer, "coverage"), ["none 2", "declared 1"]);
    // A field means what the filter means.
    let typed = ("q", "territoire:brest");
    let answer = application.search(&[typed, ("sort", "title")]).await;
    assert_eq!(titles(&answer), ["Arbres", "Budget primitif"]);
    let answer = application.search(&[typed, ("inferred", "false")]).await;
    assert_eq!(titles(&answer), ["Arbres"]);
}
