//! Searches with facets.

use serde_json::{Value, json};
use support::application::{Application, address, titles};
use support::records::{dataservice, dataset, datasets, id};

use super::{assert_refused, fields, found, sorted};

const DATASETS: &str = "/api/2/datasets/search/";
const DATASERVICES: &str = "/api/2/dataservices/search/";

fn bucket(name: &str, count: u64) -> Value {
    json!({"name": name, "count": count})
}

#[tokio::test]
async fn a_search_answers_with_version_2_datasets_and_the_platforms_facets() {
    let record = dataset("Eau")
        .license("lov2")
        .tag("eau")
        .zone("fr:region:53")
        .badge("hvd")
        .resource("eau.csv", "csv")
        .organization("Agence", &["public-service"])
        .last_update("2001-01-01T00:00:00+00:00")
        .build();
    let application = Application::start(vec![record]).await;
    let answer = application.json(DATASETS).await;
    assert_eq!(
        fields(&answer),
        sorted("data page page_size total next_page previous_page facets")
    );
    assert_eq!(answer["data"][0]["resources"]["rel"], "subsection");
    assert_eq!(
        fields(&answer["facets"]),
        sorted(
            "access_type badge format format_family geozone granularity last_update license \
             organization_id_with_name producer_type schema tag topics"
        )
    );
    let organization = format!("{}|Agence", id("organization", "Agence"));
    for (facet, value) in [
        ("access_type", "open"),
        ("badge", "hvd"),
        ("format", "csv"),
        ("format_family", "tabular"),
        ("license", "lov2"),
        ("granularity", "other"),
        ("organization_id_with_name", &organization),
        ("producer_type", "public-service"),
        ("tag", "eau"),
    ] {
        let expected = json!([bucket("all", 1), bucket(value, 1)]);
        assert_eq!(answer["facets"][facet], expected, "{facet}");
    }
    let zones = answer["facets"]["geozone"].as_array().unwrap();
    assert!(zones.contains(&bucket("fr:region:53", 1)), "{zones:?}");
    for empty in ["last_update", "schema", "topics"] {
        assert_eq!(
            answer["facets"][empty],
            json!([bucket("all", 1)]),
            "{empty}"
        );
    }
}

#[tokio::test]
async fn a_facet_counts_without_its_own_choice_and_all_is_what_that_leaves() {
    let records = vec![
        dataset("A")
            .license("lov2")
            .badge("hvd")
            .tag("eau")
            .tag("mer")
            .build(),
        dataset("B").license("lov2").tag("eau").build(),
        dataset("C")
            .license("fr-lo")
            .badge("hvd")
            .tag("eau")
            .build(),
        dataset("D").license("fr-lo").tag("air").build(),
    ];
    let application = Application::start(records).await;
    let parameters = [("license", "lov2"), ("badge", "hvd"), ("tag", "eau")];
    let answer = application.json(&address(DATASETS, &parameters)).await;
    assert_eq!(titles(&answer), ["A"]);
    let facets = &answer["facets"];
    // Of those with the badge and the tag: A and C.
    assert_eq!(
        facets["license"],
        json!([bucket("all", 2), bucket("fr-lo", 1), bucket("lov2", 1)])
    );
    // Of those with the licence and the tag: A and B.
    assert_eq!(facets["badge"], json!([bucket("all", 2), bucket("hvd", 1)]));
    // Tags add up: what could be chosen beside `eau`.
    assert_eq!(
        facets["tag"],
        json!([bucket("all", 1), bucket("eau", 1), bucket("mer", 1)])
    );
    assert_eq!(facets["topics"], json!([bucket("all", 1)]));
}

#[tokio::test]
async fn update_ranges_overlap_and_are_named_by_the_platform() {
    let today = jiff::Timestamp::now();
    let days_ago = |days: i64| (today - jiff::SignedDuration::from_hours(24 * days)).to_string();
    let records = vec![
        dataset("Hier").last_update(&days_ago(1)).build(),
        dataset("Au printemps").last_update(&days_ago(200)).build(),
        dataset("Avant").last_update(&days_ago(800)).build(),
        dataset("Jadis").last_update(&days_ago(3000)).build(),
    ];
    let application = Application::start(records).await;
    let answer = application.json(DATASETS).await;
    assert_eq!(
        answer["facets"]["last_update"],
        json!([
            bucket("all", 4),
            bucket("last_3_years", 3),
            bucket("last_12_months", 2),
            bucket("last_30_days", 1)
        ])
    );
    let recent = [("last_update_range", "last_12_months")];
    assert_eq!(
        found(&application, DATASETS, &recent).await,
        ["Au printemps", "Hier"]
    );
}

#[tokio::test]
async fn a_facet_has_fifty_values_unless_more_are_asked_for() {
    let mut record = dataset("Étiquettes");
    for place in 0..70 {
        record = record.tag(&format!("t{place:02}"));
    }
    let application = Application::start(vec![record.build()]).await;
    let n_tags = async |parameters: &str| {
        let answer = application.json(&format!("{DATASETS}?{parameters}")).await;
        answer["facets"]["tag"].as_array().unwrap().len()
    };
    assert_eq!(n_tags("").await, 51);
    assert_eq!(n_tags("facet_size=1000").await, 71);
    assert_refused(&application, DATASETS, "facet_size", "0").await;
}

#[tokio::test]
async fn a_page_past_the_end_of_a_search_is_empty_and_totals_are_exact() {
    let application = Application::start(datasets(3)).await;
    let answer = application.json(&format!("{DATASETS}?page=2000")).await;
    assert_eq!((&answer["data"], &answer["total"]), (&json!([]), &json!(3)));
    assert_eq!(answer["next_page"], Value::Null);
    let far = application
        .json(&format!(
            "{DATASETS}?page=9223372036854775807&page_size=1000"
        ))
        .await;
    assert_eq!(far["total"], 3);
}

#[tokio::test]
async fn a_search_for_datasets_is_filtered_by_every_parameter() {
    let region = dataset("Eau")
        .license("lov2")
        .zone("fr:region:53")
        .badge("hvd")
        .resource("eau.csv", "csv")
        .organization("Région Bretagne", &["local-authority"])
        .set("featured", true)
        .set(
            "temporal_coverage",
            json!({"start": "2019-01-01", "end": "2021-12-31"}),
        )
        .build();
    let mut town = dataset("Air")
        .license("fr-lo")
        .zone("fr:commune:29019")
        .resource("air.shp", "shp")
        .owner("Ada", "Lovelace")
        .set("access_type", "restricted")
        .build();
    town["spatial"]["granularity"] = json!("fr:commune");
    town["resources"][0]["schema"] = json!({"name": "etalab/schema-air"});
    let archived = dataset("Rangé").archived("2023-01-01").build();
    let application = Application::start(vec![region, town, archived]).await;
    let organization = id("organization", "Région Bretagne");
    let owner = id("user", "Ada Lovelace");
    for (parameters, expected) in [
        (&[][..], &["Air", "Eau"][..]),
        (&[("badge", "hvd")], &["Eau"]),
        (&[("organization", &organization)], &["Eau"]),
        (&[("organization", "nobody")], &[]),
        (&[("organization_badge", "local-authority")], &["Eau"]),
        (&[("organization_name", "Région Bretagne")], &["Eau"]),
        (&[("organization_name", "Région")], &[]),
        (
            &[
                ("organization_name", "Région Bretagne"),
                ("organization", "nobody"),
            ],
            &[],
        ),
        (&[("owner", &owner)], &["Air"]),
        (&[("license", "fr-lo")], &["Air"]),
        (&[("geozone", "fr:region:53")], &["Air", "Eau"]),
        (&[("geozone", "fr:commune:29019")], &["Air"]),
        (
            &[
                ("geozone", "fr:commune:29019"),
                ("include_geozone_ancestors", "1"),
            ],
            &["Air", "Eau"],
        ),
        (&[("granularity", "fr:commune")], &["Air"]),
        (
            &[("granularity", "fr:commune"), ("granularity", "other")],
            &["Air", "Eau"],
        ),
        (&[("format", "csv"), ("format", "shp")], &["Air", "Eau"]),
        (&[("format", "csv")], &["Eau"]),
        (&[("schema", "etalab/schema-air")], &["Air"]),
        (&[("temporal_coverage", "2020-01-01-2020-12-31")], &["Eau"]),
        (&[("featured", "true")], &["Eau"]),
        (&[("topic", "0123456789abcdef01234567")], &[]),
        (&[("access_type", "restricted")], &["Air"]),
        (&[("access_type", "all")], &["Air", "Eau"]),
        (&[("access_type", "jamais-vu")], &[]),
        (&[("format_family", "geographical")], &["Air"]),
        (&[("producer_type", "local-authority")], &["Eau"]),
        (&[("producer_type", "user")], &["Air"]),
    ] {
        let found = found(&application, DATASETS, parameters).await;
        assert_eq!(found, expected, "{parameters:?}");
    }
    let nothing = application
        .json(&address(DATASETS, &[("topic", "0123456789abcdef01234567")]))
        .await;
    assert_eq!(nothing["facets"]["license"], json!([bucket("all", 0)]));
}

#[tokio::test]
async fn a_search_refuses_what_cannot_be() {
    let application = Application::start(datasets(1)).await;
    for (parameter, value) in [
        ("page", "0"),
        ("page_size", "abc"),
        ("page_size", "1001"),
        ("sort", "title"),
        ("badge", "nope"),
        ("organization_badge", "nope"),
        ("owner", "ada"),
        ("temporal_coverage", "2020-2021"),
        ("featured", "maybe"),
        ("include_geozone_ancestors", "maybe"),
        ("format_family", "nope"),
        ("producer_type", "nope"),
        ("last_update_range", "nope"),
    ] {
        assert_refused(&application, DATASETS, parameter, value).await;
    }
    for (parameter, value) in [
        ("sort", "last_update"),
        ("archived", "maybe"),
        ("is_restricted", "maybe"),
        ("producer_type", "nope"),
        ("last_update_range", "nope"),
    ] {
        assert_refused(&application, DATASERVICES, parameter, value).await;
    }
}

#[tokio::test]
async fn dataservices_are_searched_with_their_own_facets() {
    let records = vec![
        dataservice("API Adresse")
            .tag("carte")
            .badge("hvd")
            .organization("IGN", &["public-service"])
            .metric("views", 9)
            .build(),
        dataservice("API Bus")
            .tag("carte")
            .set("access_type", "restricted")
            .set("featured", true)
            .build(),
        dataservice("API rangée").archived("2023-01-01").build(),
        dataset("Adresses").build(),
    ];
    let application = Application::start(records).await;
    let answer = application.json(DATASERVICES).await;
    assert_eq!(answer["total"], 2);
    assert_eq!(
        fields(&answer["facets"]),
        sorted("access_type badge last_update organization_id_with_name producer_type tag")
    );
    assert_eq!(
        answer["facets"]["access_type"],
        json!([bucket("all", 2), bucket("restricted", 1), bucket("open", 1)])
    );
    assert_eq!(
        answer["facets"]["badge"],
        json!([bucket("all", 2), bucket("hvd", 1)])
    );
    assert!(answer["data"][0]["base_api_url"].is_string());

    let organization = id("organization", "IGN");
    for (parameters, expected) in [
        (&[("q", "adresse")][..], &["API Adresse"][..]),
        (&[("tag", "carte")], &["API Adresse", "API Bus"]),
        (&[("organization", &organization)], &["API Adresse"]),
        (&[("archived", "true")], &["API rangée"]),
        (&[("archived", "false")], &["API Adresse", "API Bus"]),
        (&[("featured", "true")], &["API Bus"]),
        (&[("access_type", "open")], &["API Adresse"]),
        (&[("is_restricted", "true")], &["API Bus"]),
        (&[("is_restricted", "false")], &["API Adresse"]),
        (
            &[("is_restricted", "false"), ("access_type", "restricted")],
            &[],
        ),
        (&[("producer_type", "public-service")], &["API Adresse"]),
        (&[("topic", "x")], &[]),
        (&[("sort", "-views")], &["API Adresse", "API Bus"]),
    ] {
        let found = found(&application, DATASERVICES, parameters).await;
        assert_eq!(found, expected, "{parameters:?}");
    }
}
