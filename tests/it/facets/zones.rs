//! Geozones that contain each other, declared and inferred.

use serde_json::{Value, json};
use support::application::{Application, address, titles};
use support::records::dataset;

use super::{listed_values, shown};

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

/// Records about cycle paths, of every level that covers Rennes, the wider ones more used; one about Brest, and one about
/// Rennes that says nothing of them.
async fn of_cycle_paths() -> Application {
    let about = |title: &str, zones: &[&str], views: u64| {
        let record = dataset(title).metric("views", views);
        let record = zones.iter().fold(record, |record, zone| record.zone(zone));
        record.build()
    };
    Application::start(vec![
        about("Arbres de la ville", &["fr:commune:35238"], 0),
        about("Pistes cyclables de Brest", &["fr:commune:29019"], 10),
        about("Pistes cyclables A", &["fr:epci:243500139"], 100),
        about("Pistes cyclables B", &["fr:departement:35"], 1_000),
        about("Pistes cyclables C", &["fr:departement:35"], 0),
        about("Pistes cyclables D", &["fr:region:53"], 10_000),
        about("Pistes cyclables E", &["country:fr"], 1_000_000),
        about(
            "Pistes cyclables F",
            &["fr:departement:35", "country:fr"],
            5_000,
        ),
    ])
    .await
}

/// Returns what covers the chosen zones, as `id count`.
fn covering(answer: &Value) -> Vec<String> {
    let zones = answer["covering"].as_array().unwrap().iter();
    let shown = zones.map(|zone| format!("{} {}", zone["id"].as_str().unwrap(), zone["count"]));
    shown.collect()
}

const PATHS: (&str, &str) = ("q", "pistes cyclables");
const RENNES: (&str, &str) = ("geozone", "fr:commune:35238");
const AROUND: (&str, &str) = ("include_geozone_ancestors", "true");
const EXACT: (&str, &str) = ("geozone_exact", "true");

#[tokio::test]
async fn a_search_in_a_zone_tells_what_covers_it_level_by_level() {
    let application = of_cycle_paths().await;
    let answer = application.search(&[PATHS, RENNES]).await;
    assert_eq!(answer["total"], 0, "{answer}");
    let expected = [
        "fr:epci:243500139 1",
        "fr:departement:35 3",
        "fr:region:53 1",
        "country-subset:fr:metro 0",
        "country:fr 2",
        "country-group:ue 0",
        "country-group:world 0",
    ];
    assert_eq!(covering(&answer), expected);
    assert_eq!(answer["covering_total"], 6, "one is about two of them");
    assert_eq!(answer["exact_total"], 0);
    let first = &answer["covering"][0];
    assert_eq!(first["level"], "fr:epci");
    assert_eq!(first["level_label"], "Intercommunalité");
    assert_eq!(first["name"], "Rennes Métropole");
    for of_zone in answer["covering"].as_array().unwrap() {
        let url = of_zone["api_url"].as_str().unwrap();
        let own = application.json(&url[url.find("/api").unwrap()..]).await;
        assert_eq!(own["total"], of_zone["count"], "{url}");
    }
    // Listed or not, facets or none, near-copies folded or not, it is the same; other filters and words hold.
    for more in [
        &[AROUND][..],
        &[("facets", "none")],
        &[("collapse", "series")],
        &[AROUND, ("collapse", "copies"), ("facets", "none")],
        &[("sort", "-views"), ("page", "7")],
    ] {
        let answer = application.search(&[&[PATHS, RENNES], more].concat()).await;
        assert_eq!(covering(&answer), expected, "{more:?}");
        assert_eq!(answer["covering_total"], 6, "{more:?}");
    }
    let of_nothing = [RENNES, PATHS, ("license", "odc-odbl")];
    let answer = application.search(&of_nothing).await;
    assert_eq!(answer["covering_total"], 0, "{answer}");
    // Of several zones, what covers any of them; what one of them finds covers none.
    let brest = ("geozone", "fr:commune:29019");
    let answer = application.search(&[PATHS, RENNES, brest]).await;
    assert_eq!(
        (&answer["total"], &answer["exact_total"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(answer["covering_total"], 6);
    assert!(covering(&answer).contains(&"fr:departement:29 0".to_owned()));
    let bretagne = ("geozone", "fr:region:53");
    let answer = application.search(&[PATHS, RENNES, bretagne]).await;
    assert_eq!(
        covering(&answer)[..2],
        ["country-subset:fr:metro 0", "country:fr 1"]
    );
    assert_eq!(answer["total"], 6, "{answer}");
    let answer = application.search(&[PATHS]).await;
    assert_eq!(answer["covering_total"], Value::Null);
    assert_eq!(answer["covering"], json!([]));
}

#[tokio::test]
async fn what_is_nearest_to_a_chosen_zone_comes_first_by_relevance() {
    let application = of_cycle_paths().await;
    let last = |answer: &Value| -> String {
        let titles = titles(answer).into_iter();
        titles
            .map(|title| title.chars().next_back().unwrap())
            .collect()
    };
    let answer = application.search(&[PATHS, RENNES, AROUND]).await;
    assert_eq!(last(&answer), "AFBCDE");
    assert_eq!(answer["data"][1]["covering_zone"], "fr:departement:35");
    let answer = application
        .search(&[PATHS, RENNES, AROUND, ("page_size", "2"), ("page", "2")])
        .await;
    assert_eq!(last(&answer), "BC");
    let answer = application
        .search(&[PATHS, AROUND, ("geozone", "fr:commune:29019")])
        .await;
    assert_eq!(last(&answer), "tDEF");
    assert_eq!(answer["data"][0]["covering_zone"], Value::Null);
    let answer = application
        .search(&[PATHS, RENNES, AROUND, ("sort", "-views")])
        .await;
    assert_eq!(last(&answer), "EDFBAC", "other orders are what they say");
    // Exports follow the search; data.gouv.fr's own API has no such order.
    let parameters = [PATHS, RENNES, AROUND];
    let export = application
        .get(&address("/export.jsonl", &parameters))
        .await
        .text();
    let exported: Vec<Value> = export
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(last(&json!({"data": exported})), "AFBCDE");
    let answer = application
        .json(&address("/api/2/datasets/search/", &parameters))
        .await;
    let theirs = last(&answer);
    let place = |title: char| theirs.find(title);
    assert!(
        place('D') < place('A') && place('E') < place('A'),
        "{theirs}"
    );
}

#[tokio::test]
async fn what_has_all_the_words_comes_first_however_far_it_is() {
    let about = |title: &str, zone: &str| dataset(title).zone(zone).build();
    let mut records = vec![
        about("Le tramway en images", "fr:commune:35238"),
        about("Tramway, sa construction", "fr:epci:243500139"),
        about("Horaires de tramway, France", "country:fr"),
        about("Horaires de tramway, Bretagne", "fr:region:53"),
    ];
    // The word that some lack is the more frequent one.
    records.extend((0..20).map(|number| dataset(&format!("Horaires {number}")).build()));
    let application = Application::start(records).await;
    let words = ("q", "horaires tramway");
    let answer = application.search(&[words, RENNES, AROUND]).await;
    assert_eq!(
        titles(&answer),
        [
            "Horaires de tramway, Bretagne",
            "Horaires de tramway, France",
            "Le tramway en images",
            "Tramway, sa construction"
        ]
    );
    assert_eq!(answer["complete_total"], 2);
}

#[tokio::test]
async fn what_is_about_the_whole_of_a_zone_is_found_alone_where_asked_for() {
    let application = of_cycle_paths().await;
    for (zone, more, expected) in [
        ("country:fr", &[][..], 2),
        ("fr:departement:35", &[], 3),
        ("fr:commune:29019", &[], 1),
        ("country-subset:fr:metro", &[], 0),
        ("fr:departement:35", &[AROUND], 5),
    ] {
        let chosen = [PATHS, ("geozone", zone), EXACT];
        let answer = application.search(&[&chosen, more].concat()).await;
        assert_eq!(answer["total"], expected, "{zone}");
        let without = application.search(&[PATHS, ("geozone", zone)]).await;
        let typed = format!("pistes cyclables territoire:{zone}");
        let typed = application
            .search(&[&[("q", &*typed), EXACT], more].concat())
            .await;
        assert_eq!(typed["total"], expected, "{zone}");
        if more.is_empty() {
            assert_eq!(without["exact_total"], expected, "{zone}");
        }
    }
    // Each count is what its value would find.
    let parameters = [PATHS, ("geozone", "country:fr"), EXACT];
    let answer = application.search(&parameters).await;
    let counts = [
        "fr:departement:35 3",
        "country:fr* 2",
        "fr:region:53 1",
        "fr:commune:29019 1",
        "fr:epci:243500139 1",
    ];
    let mut shown = shown(&answer, "geozone");
    let mut expected = counts.map(str::to_owned);
    shown.sort();
    expected.sort();
    assert_eq!(shown, expected);
    let words = ("search", "pistes cyclables");
    let path = address("/api/facets/geozone", &[words, parameters[1], EXACT]);
    let mut listed = listed_values(&application.json(&path).await["data"]);
    listed.sort();
    assert_eq!(listed, expected);
}
