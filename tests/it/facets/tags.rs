//! Spellings of one tag are one value; tags that say nothing come last.

use support::application::{Application, address, titles};
use support::records::{RecordBuilder, dataset};

use super::listed_values;

/// Three records with *velo*, two with *velos*, one with both; four with *donnees-ouvertes*, more than any other.
async fn tagged() -> Application {
    let records = [
        dataset("A").tag("velo").tag("donnees-ouvertes"),
        dataset("B").tag("velo").tag("donnees-ouvertes"),
        dataset("C").tag("velos").tag("opendata"),
        dataset("D")
            .tag("velos")
            .tag("velo")
            .tag("donnees-ouvertes"),
        dataset("E")
            .tag("borne-de-recharge")
            .tag("donnees-ouvertes"),
        dataset("F").tag("bornes-de-recharge").tag("tours"),
        dataset("G").tag("bornes-de-recharge").tag("tour"),
        dataset("H")
            .tag("donnees-ouvertes")
            .tag("velos")
            .archived("2024-01-01"),
    ];
    Application::start(records.map(RecordBuilder::build).to_vec()).await
}

#[tokio::test]
async fn spellings_count_as_one_value_as_most_records_write_it() {
    let application = tagged().await;
    let answer = application.search(&[]).await;
    let expected = [
        "velo 4",
        "bornes-de-recharge 3",
        "tour 1",
        "tours 1",
        "donnees-ouvertes 4",
        "opendata 1",
    ];
    assert_eq!(listed_values(&answer["facets"]["tag"]), expected);
    let all = application.json("/api/facets/tag").await;
    assert_eq!(listed_values(&all["data"]), expected);
}

#[tokio::test]
async fn any_spelling_finds_the_records_of_all() {
    let application = tagged().await;
    for spelling in ["velo", "velos", "Vélos", "VELO"] {
        for parameter in ["tag", "all_of"] {
            let value = match parameter {
                "tag" => spelling.to_owned(),
                _ => format!("tag:{spelling}"),
            };
            let answer = application
                .search(&[(parameter, &value), ("sort", "title")])
                .await;
            assert_eq!(titles(&answer), ["A", "B", "C", "D"], "{parameter}={value}");
            // The selected value is named as it was asked for, so that the same name takes it away.
            let selected = format!("{spelling}* 4");
            assert!(
                listed_values(&answer["facets"]["tag"]).contains(&selected),
                "{parameter}={value}: {answer}"
            );
        }
        let typed = format!("tag:{spelling}");
        let answer = application.search(&[("q", &typed)]).await;
        assert_eq!(answer["total"], 4, "{typed}");
    }
    // Tours is no plural of a tower.
    let answer = application.search(&[("tag", "tours")]).await;
    assert_eq!(titles(&answer), ["F"]);
    let both = [("all_of", "tag:velo"), ("all_of", "tag:donnees-ouvertes")];
    let answer = application
        .search(&[both[0], both[1], ("sort", "title")])
        .await;
    assert_eq!(titles(&answer), ["A", "B", "D"]);
}

#[tokio::test]
async fn values_are_found_by_any_spelling() {
    let application = tagged().await;
    for text in ["velos", "vélo", "borne", "bornes recharge"] {
        let answer = application
            .json(&address("/api/facets/tag", &[("q", text)]))
            .await;
        assert_eq!(answer["total"], 1, "{text}: {answer}");
    }
}

#[tokio::test]
async fn records_keep_their_own_spellings() {
    let application = tagged().await;
    let answer = application
        .search(&[("tag", "velo"), ("sort", "-title")])
        .await;
    assert_eq!(answer["data"][1]["tags"][0], "velos", "{answer}");
}

#[tokio::test]
async fn the_api_of_the_platform_knows_each_spelling_by_itself() {
    let application = tagged().await;
    for (tag, n_records) in [("velo", 3), ("velos", 2), ("Vélo", 0)] {
        let path = address("/api/2/datasets/search/", &[("tag", tag)]);
        assert_eq!(application.json(&path).await["total"], n_records, "{path}");
    }
    let answer = application.json("/api/2/datasets/search/").await;
    let buckets = answer["facets"]["tag"].as_array().unwrap();
    let named = |name: &str| buckets.iter().find(|bucket| bucket["name"] == name);
    let count = |name: &str| named(name).unwrap()["count"].clone();
    let counts = ["donnees-ouvertes", "velo", "velos"].map(count);
    assert_eq!(counts, [4, 3, 2], "{buckets:?}");
    let suggested = application.json("/api/1/tags/suggest/?q=velo").await;
    assert_eq!(suggested.as_array().unwrap().len(), 2, "{suggested}");
}
