//! How wide the territory of records is, and how fine their data: declared or inferred.

use scraper::Selector;
use serde_json::{Value, json};
use support::application::{Application, titles};
use support::records::dataset;

use super::shown;

/// Records that declare both, one of them, or nothing but words.
async fn of_all_kinds() -> Application {
    let mut declared = dataset("Naissances").zone("fr:departement:35").build();
    declared["spatial"]["granularity"] = json!("fr:commune");
    let mut other = dataset("Haltes par commune")
        .zone("fr:epci:243500139")
        .build();
    other["spatial"]["granularity"] = json!("other");
    let records = vec![
        declared,
        other,
        dataset("Base Adresse Locale")
            .organization("Ville de Brest", &["local-authority"])
            .build(),
        dataset("Répertoire national des moulins")
            .description("Une ligne par commune.")
            .build(),
        dataset("Divers").build(),
    ];
    Application::start(records).await
}

/// Returns the hit of that title.
fn hit<'a>(answer: &'a Value, title: &str) -> &'a Value {
    let hits = answer["data"].as_array().unwrap();
    hits.iter().find(|hit| hit["title"] == title).unwrap()
}

#[tokio::test]
async fn a_hit_tells_its_extent_and_grain_and_what_says_them() {
    let application = of_all_kinds().await;
    let answer = application.search(&[]).await;
    for (title, extent, grain) in [
        (
            "Naissances",
            json!({"id": "departmental", "label": "Départementale", "source": "declared", "why": null}),
            json!({"id": "fr:commune", "label": "Commune française", "source": "declared", "why": null}),
        ),
        (
            "Haltes par commune",
            json!({"id": "local", "label": "Locale", "source": "declared", "why": null}),
            json!({"id": "fr:commune", "label": "Commune française", "source": "inferred",
                "why": {"field": "title", "words": "par commune"}}),
        ),
        (
            "Base Adresse Locale",
            json!({"id": "local", "label": "Locale", "source": "inferred",
                "why": {"field": "inferred_geozones", "words": "Brest"}}),
            json!({"id": "adresse", "label": "Adresse", "source": "inferred",
                "why": {"field": "title", "words": "Base Adresse Locale"}}),
        ),
        (
            "Répertoire national des moulins",
            json!({"id": "national", "label": "Nationale", "source": "inferred",
                "why": {"field": "title", "words": "Répertoire national"}}),
            json!({"id": "fr:commune", "label": "Commune française", "source": "inferred",
                "why": {"field": "description", "words": "Une ligne par commune"}}),
        ),
        ("Divers", Value::Null, Value::Null),
    ] {
        let found = hit(&answer, title);
        assert_eq!(found["extent"], extent, "{title}");
        assert_eq!(found["grain"], grain, "{title}");
    }
}

#[tokio::test]
async fn extents_and_grains_filter_and_are_counted_with_and_without_what_is_inferred() {
    let application = of_all_kinds().await;
    let facets = ("facets", "extent,granularity");
    let answer = application.search(&[facets]).await;
    assert_eq!(
        shown(&answer, "extent"),
        ["local 2", "departmental 1", "national 1"]
    );
    assert_eq!(shown(&answer, "granularity"), ["fr:commune 3", "adresse 1"]);
    let answer = application.search(&[facets, ("inferred", "false")]).await;
    assert_eq!(shown(&answer, "extent"), ["departmental 1", "local 1"]);
    assert_eq!(shown(&answer, "granularity"), ["other 1", "fr:commune 1"]);

    for (parameters, expected) in [
        (
            &[("extent", "local")][..],
            &["Base Adresse Locale", "Haltes par commune"][..],
        ),
        (
            &[("extent", "local"), ("inferred", "false")],
            &["Haltes par commune"],
        ),
        (
            &[("extent", "national"), ("extent", "departmental")],
            &["Naissances", "Répertoire national des moulins"],
        ),
        (&[("granularity", "adresse")], &["Base Adresse Locale"]),
        (&[("granularity", "adresse"), ("inferred", "false")], &[]),
        (
            &[("granularity", "fr:commune"), ("inferred", "false")],
            &["Naissances"],
        ),
        // What declares nothing but `other` is what its words say.
        (&[("granularity", "other")], &[]),
        (
            &[("q", "étendue:locale")],
            &["Base Adresse Locale", "Haltes par commune"],
        ),
        (&[("q", "maille:adresse")], &["Base Adresse Locale"]),
        (&[("q", "maille:adresse"), ("inferred", "false")], &[]),
    ] {
        let mut asked = parameters.to_vec();
        asked.push(("sort", "title"));
        let answer = application.search(&asked).await;
        assert_eq!(titles(&answer), expected, "{parameters:?}");
    }
    let refused = application.get("/api/search?extent=cantonal").await;
    assert_eq!(refused.status, 400);
}

#[tokio::test]
async fn the_platforms_api_knows_declared_granularities_alone() {
    let application = of_all_kinds().await;
    let found = |value: &str| {
        let address = format!("/api/2/datasets/search/?granularity={value}");
        let application = &application;
        async move { application.get(&address).await.json()["total"].clone() }
    };
    assert_eq!(found("fr:commune").await, 1);
    assert_eq!(found("other").await, 1);
    assert_eq!(found("adresse").await, 0);
    let granularities = application.get("/api/1/spatial/granularities/").await;
    assert!(!granularities.text().contains("adresse"));
}

#[tokio::test]
async fn the_page_offers_extents_and_tells_what_says_them() {
    let application = of_all_kinds().await;
    let page = application.html("/?extent=local").await;
    let chosen = Selector::parse("fieldset input[name=extent][checked]").unwrap();
    let chosen: Vec<_> = page
        .select(&chosen)
        .filter_map(|input| input.attr("value"))
        .collect();
    assert_eq!(chosen, ["local"]);
    let hidden = Selector::parse("input[type=hidden][name=extent]").unwrap();
    assert_eq!(page.select(&hidden).count(), 0, "unticking it is enough");
    let results = Selector::parse("ol.results h2 a").unwrap();
    let mut pages: Vec<_> = page
        .select(&results)
        .filter_map(|link| link.attr("href"))
        .collect();
    pages.sort_unstable();
    assert_eq!(
        pages,
        [
            "/datasets/base-adresse-locale",
            "/datasets/haltes-par-commune"
        ]
    );

    let record = application
        .get("/datasets/base-adresse-locale")
        .await
        .text();
    for told in [
        "Adresse (déduite du titre : « Base Adresse Locale »)",
        "Locale (déduite du territoire : Brest)",
    ] {
        assert!(record.contains(told), "{told}");
    }
    let record = application.get("/datasets/naissances").await.text();
    assert!(record.contains(">Départementale<"), "declared");
}
