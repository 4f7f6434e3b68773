//! Two facets crossed.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use support::application::{Answer, Application, address, sample_index};
use support::records::dataset;

async fn records() -> Application {
    Application::start(vec![
        dataset("Un").license("lov2").tag("eau").tag("air").build(),
        dataset("Deux").license("lov2").tag("eau").build(),
        dataset("Trois").license("odc-odbl").tag("eau").build(),
        dataset("Quatre").license("odc-odbl").build(),
        dataset("Archive")
            .license("lov2")
            .tag("eau")
            .archived("2024-01-01")
            .build(),
    ])
    .await
}

/// Returns the rows of a table as `value by_value count`.
fn rows(answer: &Value) -> Vec<String> {
    let rows = answer["data"].as_array().unwrap().iter();
    rows.map(|row| {
        let text = |name: &str| row[name].as_str().unwrap();
        format!("{} {} {}", text("value"), text("by_value"), row["count"])
    })
    .collect()
}

#[tokio::test]
async fn a_table_says_how_many_records_have_both_values() {
    let application = records().await;
    let answer = application.json("/api/facets/license/by/tag").await;
    assert_eq!(
        rows(&answer),
        ["lov2 eau 2", "lov2 air 1", "odc-odbl eau 1"]
    );
    assert_eq!(answer["data"][0]["label"], "Licence Ouverte 2.0");
    assert_eq!(
        (&answer["total"], &answer["records_left_out"]),
        (&json!(4), &json!(1))
    );
    assert_eq!(
        answer["facet"],
        json!({"name": "license", "label": "Licence", "values": 2, "values_left_out": 0})
    );
    // All filters hold, those of the two facets too.
    let answer = application
        .json("/api/facets/license/by/tag?license=odc-odbl")
        .await;
    assert_eq!(rows(&answer), ["odc-odbl eau 1"]);
    let answer = application
        .json("/api/facets/license/by/tag?q=un&archived=any")
        .await;
    assert_eq!(rows(&answer), ["lov2 air 1", "lov2 eau 1"]);
    let answer = application.json("/api/facets/tag/by/tag").await;
    assert_eq!(
        rows(&answer),
        ["eau eau 3", "eau air 1", "air eau 1", "air air 1"]
    );
}

#[tokio::test]
async fn a_table_says_what_it_leaves_out() {
    let application = records().await;
    let answer = application.json("/api/facets/tag/by/license?size=1").await;
    assert_eq!(rows(&answer), ["eau lov2 2"]);
    let left_out = |facet: &str| answer[facet]["values_left_out"].clone();
    assert_eq!((left_out("facet"), left_out("by")), (json!(1), json!(1)));
    assert_eq!(answer["records_left_out"], 2);
    let csv: Answer = application
        .get("/api/facets/tag/by/license.csv?size=1")
        .await;
    assert_eq!(
        csv.header("content-type"),
        "text/csv; charset=utf-8; header=present"
    );
    assert_eq!(
        csv.text(),
        "value,label,by_value,by_label,count\r\n\
         eau,eau,lov2,Licence Ouverte 2.0,2\r\n"
    );
    for (header, value) in [
        ("x-total", "4"),
        ("x-records-left-out", "2"),
        ("x-values-left-out", "1"),
        ("x-by-values-left-out", "1"),
    ] {
        assert_eq!(csv.header(header), value, "{header}");
    }
}

#[tokio::test]
async fn each_count_is_the_total_of_the_search_for_both_values() {
    let application = Application::over(sample_index()).await;
    for (facet, by, parameters) in [
        ("license", "format", &[][..]),
        ("tag", "organization", &[("q", "transport")]),
        ("geozone", "format_family", &[("archived", "any")]),
        (
            "geozone",
            "tag",
            &[
                ("geozone", "fr:commune:35238"),
                ("include_geozone_ancestors", "true"),
            ],
        ),
        ("format", "format", &[("collapse", "copies")]),
        (
            "tag",
            "license",
            &[("collapse", "series"), ("archived", "any")],
        ),
        (
            "last_update_range",
            "producer_type",
            &[("license", "lov2"), ("producer_type", "public-service")],
        ),
        ("source_portal", "granularity", &[]),
    ] {
        let sized = [parameters, &[("size", "6")]].concat();
        let path = format!("/api/facets/{facet}/by/{by}");
        let answer = application.json(&address(&path, &sized)).await;
        let combinations = answer["data"].as_array().unwrap();
        assert!(combinations.len() > 1, "{path}: {answer}");
        for row in combinations {
            let [value, other] = ["value", "by_value"].map(|name| row[name].as_str().unwrap());
            let both = [format!("{facet}:{value}"), format!("{by}:{other}")];
            let both = both.each_ref().map(|value| ("all_of", value.as_str()));
            let none = [("facets", "none"), ("page_size", "1")];
            let asked = [parameters, &both, &none].concat();
            let found = application.search(&asked).await;
            assert_eq!(row["count"], found["total"], "{path} {parameters:?}: {row}");
        }
        let total = application.search(parameters).await["total"].clone();
        assert_eq!(answer["total"], total, "{path} {parameters:?}");
    }
}

#[tokio::test]
async fn the_most_frequent_values_are_told_whatever_is_selected() {
    let application = Application::over(sample_index()).await;
    let answer = application.json("/api/facets/tag/by/type?size=5").await;
    let values = application.json("/api/facets/tag?page_size=5").await;
    let expected: Vec<&str> = values["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|value| value["name"].as_str().unwrap())
        .collect();
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut told: Vec<&str> = Vec::new();
    for row in answer["data"].as_array().unwrap() {
        let value = row["value"].as_str().unwrap();
        if !told.contains(&value) {
            told.push(value);
        }
        *counts.entry(value).or_default() += row["count"].as_u64().unwrap();
    }
    assert_eq!(told, expected);
    for value in values["data"].as_array().unwrap() {
        // A record has one type, so that these rows add up.
        assert_eq!(
            counts[value["name"].as_str().unwrap()],
            value["count"],
            "{value}"
        );
    }
    assert_eq!(answer["facet"]["values"], values["total"]);
}

#[tokio::test]
async fn what_a_table_has_not_is_refused() {
    let application = records().await;
    for (path, status) in [
        ("/api/facets/nope/by/tag", 404),
        ("/api/facets/tag/by/nope", 404),
        ("/api/facets/tag/by/nope.csv", 404),
        ("/api/facets/tag/by/.csv", 404),
        ("/api/facets/tag/by/license?size=0", 400),
        ("/api/facets/tag/by/license?size=101", 400),
        ("/api/facets/tag/by/license?page=2", 400),
        ("/api/facets/tag/by/license?sort=title", 400),
        ("/api/facets/tag/by/license?type=nope", 400),
        ("/api/facets/tag/by/license.csv?licence=lov2", 400),
    ] {
        let answer = application.get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    let unknown = application
        .json("/api/facets/tag/by/license?tag=eeau")
        .await;
    assert_eq!(unknown["warnings"][0]["parameter"], "tag");
    assert_eq!(rows(&unknown), [""; 0]);
}
