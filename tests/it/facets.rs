//! Facets: what they count, and what they show.

mod copies;
mod crossed;
mod inferred;
mod portals;
mod random;
mod tags;
mod values;
mod zones;

use std::collections::BTreeMap;

use catalogue::tag_family;
use search_index::Facet;
use serde_json::{Value, json};
use support::application::{Application, address, sample_index, titles};
use support::records::{dataservice, dataset};

/// Returns a facet of a JSON answer as `name count`, selected values with a `*`.
fn shown(answer: &Value, facet: &str) -> Vec<String> {
    listed_values(&answer["facets"][facet])
}

/// Returns the values of a facet as `name count`, selected ones with a `*`.
fn listed_values(values: &Value) -> Vec<String> {
    let values = values
        .as_array()
        .unwrap_or_else(|| panic!("no values: {values}"));
    let show = |value: &Value| {
        let star = if value["selected"].as_bool().unwrap() {
            "*"
        } else {
            ""
        };
        format!(
            "{}{star} {}",
            value["name"].as_str().unwrap(),
            value["count"]
        )
    };
    values.iter().map(show).collect()
}

/// Four datasets about water, one about fire.
async fn water_and_fire() -> Application {
    let records = vec![
        dataset("Eau 1")
            .license("lov2")
            .tag("pluie")
            .tag("riviere")
            .resource("a", "csv")
            .build(),
        dataset("Eau 2")
            .license("lov2")
            .tag("pluie")
            .resource("b", "csv")
            .resource("b", "json")
            .build(),
        dataset("Eau 3")
            .license("odc-odbl")
            .tag("riviere")
            .resource("c", "csv")
            .resource("c2", "csv")
            .build(),
        dataset("Eau 4").license("notspecified").build(),
        dataset("Feu")
            .license("fr-lo")
            .tag("pluie")
            .resource("d", "pdf")
            .build(),
    ];
    Application::start(records).await
}

#[tokio::test]
async fn counts_are_those_of_the_hits() {
    let application = water_and_fire().await;
    let answer = application.search(&[("q", "eau")]).await;
    assert_eq!(
        shown(&answer, "license"),
        ["lov2 2", "notspecified 1", "odc-odbl 1"]
    );
    assert_eq!(shown(&answer, "tag"), ["pluie 2", "riviere 2"]);
    assert_eq!(shown(&answer, "type"), ["dataset 4"]);
    assert_eq!(shown(&answer, "archived"), ["false* 4"]);
    assert_eq!(shown(&answer, "badge"), [""; 0]);
}

#[tokio::test]
async fn a_facet_keeps_counting_its_unselected_values_and_respects_the_others() {
    let application = water_and_fire().await;
    let answer = application
        .search(&[("q", "eau"), ("license", "lov2")])
        .await;
    assert_eq!(answer["total"], 2);
    assert_eq!(
        shown(&answer, "license"),
        ["lov2* 2", "notspecified 1", "odc-odbl 1"]
    );
    assert_eq!(shown(&answer, "format"), ["csv 2", "json 1"]);

    let answer = application
        .search(&[("q", "eau"), ("license", "lov2"), ("tag", "riviere")])
        .await;
    assert_eq!(titles(&answer), ["Eau 1"]);
    assert_eq!(
        shown(&answer, "license"),
        ["lov2* 1", "odc-odbl 1"],
        "with the tag, without the licence"
    );
    assert_eq!(
        shown(&answer, "tag"),
        ["pluie 2", "riviere* 1"],
        "with the licence, without the tag"
    );
    assert_eq!(shown(&answer, "format"), ["csv 1"], "with both");
}

#[tokio::test]
async fn a_count_is_the_total_once_its_value_is_chosen_instead() {
    let application = water_and_fire().await;
    let chosen = [("q", "eau"), ("tag", "riviere"), ("license", "lov2")];
    let answer = application.search(&chosen).await;
    for value in answer["facets"]["license"].as_array().unwrap() {
        let instead = [
            ("q", "eau"),
            ("tag", "riviere"),
            ("license", value["name"].as_str().unwrap()),
        ];
        assert_eq!(
            application.search(&instead).await["total"],
            value["count"],
            "{value}"
        );
    }
}

#[tokio::test]
async fn several_values_of_a_facet_are_any_of_them_and_several_facets_all() {
    let application = water_and_fire().await;
    for (parameters, expected) in [
        (
            &[("license", "lov2"), ("license", "fr-lo")][..],
            &["Eau 1", "Eau 2", "Feu"][..],
        ),
        (
            &[("license", "lov2"), ("license", "lov2")],
            &["Eau 1", "Eau 2"],
        ),
        (
            &[("tag", "pluie"), ("tag", "riviere")],
            &["Eau 1", "Eau 2", "Eau 3", "Feu"],
        ),
        (
            &[
                ("license", "lov2"),
                ("license", "odc-odbl"),
                ("tag", "riviere"),
            ],
            &["Eau 1", "Eau 3"],
        ),
        (
            &[("license", "lov2"), ("license", "cc-by")],
            &["Eau 1", "Eau 2"],
        ),
        (&[("license", "cc-by")], &[]),
    ] {
        let mut found = titles(&application.search(parameters).await);
        found.sort();
        assert_eq!(found, expected, "{parameters:?}");
    }
}

#[tokio::test]
async fn a_record_counts_once_a_value() {
    let records = vec![
        dataset("A")
            .tag("eau")
            .tag("eau")
            .resource("1", "csv")
            .resource("2", "CSV")
            .resource("3", ".csv")
            .build(),
        dataset("B")
            .tag("eau")
            .tag("air")
            .resource("1", "csv")
            .zone("fr:region:53")
            .zone("fr:region:53")
            .build(),
    ];
    let application = Application::start(records).await;
    let answer = application.search(&[]).await;
    assert_eq!(shown(&answer, "tag"), ["eau 2", "air 1"]);
    assert_eq!(shown(&answer, "format"), ["csv 2"]);
    assert_eq!(
        shown(&answer, "geozone"),
        [
            "fr:region:53 1",
            "country:fr 1",
            "country-subset:fr:metro 1",
            "country-group:world 1",
            "country-group:ue 1"
        ],
        "a zone and what it lies in"
    );
}

#[tokio::test]
async fn every_facet_filters_and_counts_by_its_own_values() {
    let day = "2023-01-01T00:00:00+00:00";
    let all = dataset("Tout")
        .license("lov2")
        .badge("hvd")
        .zone("fr:departement:35")
        .tag("eau");
    let schema = json!({"name": "etalab/schema-irve", "version": "2.3.1", "url": null});
    let all = all
        .resource("a", "geojson")
        .organization("Mairie", &["certified", "local-authority"])
        .set("access_type", "restricted")
        .set("schema", schema)
        .set("frequency", "daily")
        .set("featured", true)
        .last_update(&jiff::Timestamp::now().to_string());
    let year = jiff::Timestamp::now().to_string()[..4].to_owned();
    let records = vec![
        all.build(),
        dataservice("API").build(),
        dataset("Vieux").archived(day).build(),
    ];
    let application = Application::start(records).await;
    let organization = support::records::id("organization", "Mairie");
    for (facet, value, label) in [
        ("license", "lov2", "Licence Ouverte"),
        ("badge", "hvd", "forte valeur"),
        ("geozone", "fr:departement:35", "Ille-et-Vilaine"),
        ("format", "geojson", "GeoJSON"),
        ("tag", "eau", "eau"),
        ("organization", &organization, "Mairie"),
        ("access_type", "restricted", "estreint"),
        ("format_family", "geographical", "Géographiques"),
        ("producer_type", "local-authority", "Collectivité"),
        ("schema", "etalab/schema-irve", "etalab/schema-irve"),
        ("schema_version", "2.3.1", "2.3.1"),
        ("granularity", "poi", "Point ou lieu"),
        ("extent", "departmental", "Départementale"),
        ("frequency", "daily", "Quotidienne"),
        ("last_update_range", "last_30_days", "30 derniers jours"),
        ("last_update_year", year.as_str(), year.as_str()),
        ("coverage", "declared", "Déclarée"),
        ("organization_badge", "certified", "Certifié"),
        ("featured", "true", "Mis en avant"),
    ] {
        let answer = application
            .search(&[(facet, value), ("facets", facet)])
            .await;
        assert_eq!(titles(&answer), ["Tout"], "{facet}");
        let of_value = answer["facets"][facet]
            .as_array()
            .unwrap()
            .iter()
            .find(|shown| shown["name"] == value);
        let of_value = of_value.unwrap_or_else(|| panic!("no {facet} `{value}`: {answer}"));
        assert_eq!(
            (of_value["count"].as_u64(), of_value["selected"].as_bool()),
            (Some(1), Some(true)),
            "{facet}"
        );
        assert!(
            of_value["label"].as_str().unwrap().contains(label),
            "{of_value}"
        );
    }
    let answer = application.search(&[("type", "dataservice")]).await;
    assert_eq!(titles(&answer), ["API"]);
    assert_eq!(shown(&answer, "type"), ["dataservice* 1", "dataset 1"]);
    assert_eq!(shown(&answer, "archived"), ["false* 1"]);
    let answer = application.search(&[("archived", "true")]).await;
    assert_eq!(shown(&answer, "archived"), ["false 2", "true* 1"]);
}

#[tokio::test]
async fn a_selected_value_that_finds_nothing_stays_with_a_count_of_nought() {
    let application = water_and_fire().await;
    let answer = application
        .search(&[("q", "eau"), ("license", "fr-lo"), ("license", "cc-by")])
        .await;
    assert_eq!(answer["total"], 0);
    let licenses = shown(&answer, "license");
    assert_eq!(licenses[..3], ["lov2 2", "notspecified 1", "odc-odbl 1"]);
    assert_eq!(licenses[3..], ["fr-lo* 0", "cc-by* 0"]);
}

#[tokio::test]
async fn values_stand_by_count_then_label_and_are_cut_at_the_asked_size() {
    let tags = ["zebre", "abeille", "écureuil", "cheval", "beaucoup"];
    let records = tags
        .iter()
        .map(|tag| dataset(tag).tag(tag).build())
        .chain([dataset("autre").tag("beaucoup").build()]);
    let application = Application::start(records.collect()).await;
    let all = [
        "beaucoup 2",
        "abeille 1",
        "cheval 1",
        "zebre 1",
        "écureuil 1",
    ];
    assert_eq!(shown(&application.search(&[]).await, "tag"), all);
    assert_eq!(
        shown(&application.search(&[("facet_size", "3")]).await, "tag"),
        all[..3]
    );
    assert_eq!(
        shown(&application.search(&[("facet_size", "0")]).await, "tag"),
        [""; 0]
    );
    let answer = application
        .search(&[("facet_size", "2"), ("tag", "zebre")])
        .await;
    assert_eq!(
        shown(&answer, "tag"),
        ["beaucoup 2", "abeille 1", "zebre* 1"],
        "what is selected is always there"
    );
}

#[tokio::test]
async fn all_of_several_values_are_asked_for_apart_from_any_of_them() {
    let application = water_and_fire().await;
    let both = [("all_of", "tag:pluie"), ("all_of", "tag:riviere")];
    let answer = application.search(&both).await;
    assert_eq!(titles(&answer), ["Eau 1"]);
    assert_eq!(
        shown(&answer, "tag"),
        ["pluie* 1", "riviere* 1"],
        "they restrict their own facet too"
    );
}

#[tokio::test]
async fn a_format_is_found_in_any_spelling() {
    let records = vec![
        dataset("Cadastre")
            .resource("a", "ESRI Shapefile (SHP)")
            .build(),
        dataset("Autre").resource("b", "csv").build(),
    ];
    let application = Application::start(records).await;
    for parameters in [
        [("format", "shp")],
        [("format", "Esri Shapefile (shp)")],
        [("q", "format:shapefile")],
        [("q", "esri shapefile")],
    ] {
        let answer = application.search(&parameters).await;
        assert_eq!(titles(&answer), ["Cadastre"], "{parameters:?}");
    }
}

#[tokio::test]
async fn a_period_is_covered_from_its_first_day_to_its_last() {
    let covering = |title: &str, start: Option<&str>, end: Option<&str>| {
        let period = json!({"start": start, "end": end});
        dataset(title).set("temporal_coverage", period).build()
    };
    let records = vec![
        covering("Une année", Some("2020-01-01"), Some("2020-12-31")),
        covering("Depuis", Some("2019-06-01"), None),
        covering("Jusque", None, Some("2030-01-01")),
        dataset("Jamais").build(),
    ];
    let application = Application::start(records).await;
    for (period, expected) in [
        ("2020-01-01-2020-12-31", &["Depuis", "Une année"][..]),
        ("2020-01-01-2021-01-01", &["Depuis"]),
        ("2019-12-31-2020-01-02", &["Depuis"]),
        ("2000-01-01-2000-01-01", &[]),
    ] {
        let answer = application
            .search(&[("temporal_coverage", period), ("sort", "title")])
            .await;
        assert_eq!(titles(&answer), expected, "{period}");
    }
}

#[tokio::test]
async fn facets_are_given_as_asked() {
    let application = water_and_fire().await;
    let names = |answer: &Value| -> Vec<String> {
        answer["facets"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect()
    };
    let all = application.search(&[]).await;
    let mut expected = Facet::LISTED.map(Facet::name);
    expected.sort_unstable();
    let mut found = names(&all);
    found.sort();
    assert_eq!(found, expected);
    assert_eq!(
        names(&application.search(&[("facets", "none")]).await),
        [""; 0]
    );

    let answer = application
        .search(&[("q", "eau"), ("facets", "tag"), ("license", "lov2")])
        .await;
    assert_eq!(names(&answer), ["tag"]);
    assert_eq!(
        answer["total"], 2,
        "a facet that is not counted still filters"
    );
    assert_eq!(shown(&answer, "tag"), ["pluie 2", "riviere 1"]);
}

#[tokio::test]
async fn the_facets_come_in_the_order_of_the_page() {
    let application = water_and_fire().await;
    let text = application.get("/api/search").await.text();
    let place = |facet: Facet| text.find(&format!("\"{}\":[", facet.name())).unwrap();
    // The hits have lists of the same names: the facets stand behind them.
    let facets = text.find("\"facets\":").unwrap();
    let text = &text[facets..];
    let place_in_facets = |facet: Facet| text.find(&format!("\"{}\":[", facet.name())).unwrap();
    assert!(place(Facet::License) >= facets);
    let places = Facet::LISTED.map(place_in_facets);
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(
        &Facet::LISTED[..4],
        [Facet::License, Facet::Badge, Facet::Geozone, Facet::Format]
    );
}

/// Counts by value, of one facet.
type Counts = BTreeMap<String, u64>;

#[tokio::test]
async fn over_http_the_counts_are_those_of_all_pages_walked() {
    let application = Application::over(sample_index()).await;
    for parameters in [
        &[("q", "eau")][..],
        &[("q", "api"), ("type", "dataservice")],
        &[("license", "lov2"), ("format", "csv")],
        &[
            ("q", "transport"),
            ("license", "lov2"),
            ("license", "fr-lo"),
            ("tag", "transport"),
        ],
    ] {
        let answer = application
            .search(&[parameters, &[("facet_size", "1000"), ("page_size", "1")]].concat())
            .await;
        for (facet, field) in [
            ("license", "license"),
            ("format", "formats"),
            ("tag", "tags"),
            ("type", "type"),
        ] {
            let others: Vec<(&str, &str)> = parameters
                .iter()
                .filter(|(name, _)| *name != facet)
                .copied()
                .collect();
            // Spellings of one tag are one value.
            let counted_as = |value: &str| match facet {
                "tag" => tag_family(value),
                _ => value.to_owned(),
            };
            let mut counts = Counts::new();
            let mut next = Some(address(
                "/api/search",
                &[&others[..], &[("facets", "none"), ("page_size", "100")]].concat(),
            ));
            while let Some(path) = next {
                let page = application.json(&path).await;
                for hit in page["data"].as_array().unwrap() {
                    let values = hit[field]
                        .as_array()
                        .cloned()
                        .unwrap_or_else(|| vec![hit[field].clone()]);
                    let values = values.iter().filter_map(Value::as_str);
                    let mut values: Vec<String> = values.map(counted_as).collect();
                    values.sort_unstable();
                    values.dedup();
                    for value in values {
                        *counts.entry(value).or_default() += 1;
                    }
                }
                let base = application.url();
                next = page["next_page"]
                    .as_str()
                    .map(|url| url.strip_prefix(&base).unwrap().to_owned());
            }
            let found: Counts = answer["facets"][facet]
                .as_array()
                .unwrap()
                .iter()
                .filter(|value| value["count"] != 0)
                .map(|value| {
                    (
                        counted_as(value["name"].as_str().unwrap()),
                        value["count"].as_u64().unwrap(),
                    )
                })
                .collect();
            assert_eq!(found, counts, "{facet} of {parameters:?}");
        }
    }
}
