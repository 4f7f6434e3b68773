//! Suggestions and vocabularies, and what is not there.

use serde_json::{Value, json};
use support::application::{Application, address, http_client};
use support::records::{dataservice, dataset, datasets, id};

use super::{assert_refused, fields, sorted};

async fn texts(application: &Application, route: &str, parameters: &[(&str, &str)]) -> Vec<String> {
    let answer = application.json(&address(route, parameters)).await;
    let suggestions = answer.as_array().unwrap().iter();
    suggestions
        .map(|suggestion| {
            assert_eq!(fields(suggestion), ["text"]);
            suggestion["text"].as_str().unwrap().to_owned()
        })
        .collect()
}

#[tokio::test]
async fn datasets_and_dataservices_are_suggested_most_followed_first() {
    let mut followed = dataset("Bornes de recharge")
        .metric("followers", 9)
        .organization("Etalab", &[])
        .build();
    followed["organization"]["logo"] = json!("https://catalogue.test/logo.png");
    let records = vec![
        dataset("Bornes électriques").metric("followers", 2).build(),
        followed,
        dataset("Bornes rangées").archived("2023-01-01").build(),
        dataservice("API Bornes").acronym("AB").build(),
    ];
    let application = Application::start(records).await;
    let answer = application.json("/api/1/datasets/suggest/?q=bornes").await;
    assert_eq!(answer.as_array().unwrap().len(), 2);
    assert_eq!(
        answer[0],
        json!({
            "id": id("dataset", "Bornes de recharge"), "title": "Bornes de recharge", "acronym": null,
            "slug": "bornes-de-recharge", "image_url": "https://catalogue.test/logo.png",
            "page": "https://catalogue.test/datasets/bornes-de-recharge",
        })
    );
    let first = application
        .json("/api/1/datasets/suggest?q=bornes&size=1")
        .await;
    assert_eq!(first.as_array().unwrap().len(), 1);
    let answer = application
        .json("/api/1/dataservices/suggest/?q=bornes")
        .await;
    assert_eq!(fields(&answer[0]), sorted("id title acronym slug page"));
    assert_eq!(answer[0]["title"], "API Bornes");
}

#[tokio::test]
async fn organizations_and_tags_are_suggested_by_the_beginnings_of_their_words() {
    let records = vec![
        dataset("A")
            .organization("Métropole de Lyon", &[])
            .tag("eau-potable")
            .tag("qualite-de-l-eau")
            .build(),
        dataset("B")
            .organization("Métropole de Lyon", &[])
            .tag("eau-potable")
            .build(),
        dataset("C")
            .organization("Métropole du Grand Paris", &[])
            .tag("air")
            .build(),
    ];
    let application = Application::start(records).await;
    let answer = application
        .json("/api/1/organizations/suggest/?q=metro")
        .await;
    let names: Vec<&Value> = answer
        .as_array()
        .unwrap()
        .iter()
        .map(|found| &found["name"])
        .collect();
    assert_eq!(names, ["Métropole de Lyon", "Métropole du Grand Paris"]);
    assert_eq!(
        fields(&answer[0]),
        sorted("id name acronym slug image_url page")
    );
    assert_eq!(answer[0]["id"], id("organization", "Métropole de Lyon"));

    let tags = "/api/1/tags/suggest/";
    assert_eq!(
        texts(&application, tags, &[("q", "eau")]).await,
        ["eau-potable", "qualite-de-l-eau"]
    );
    assert_eq!(
        texts(&application, tags, &[("q", "Éau"), ("size", "1")]).await,
        ["eau-potable"]
    );
}

#[tokio::test]
async fn formats_media_types_and_zones_are_suggested() {
    let application = Application::start(datasets(1)).await;
    let formats = texts(
        &application,
        "/api/1/datasets/suggest/formats/",
        &[("q", "json")],
    )
    .await;
    assert_eq!(formats[0], "json");
    assert!(formats.contains(&"geojson".to_owned()), "{formats:?}");
    let types = texts(
        &application,
        "/api/1/datasets/suggest/mime/",
        &[("q", "csv")],
    )
    .await;
    assert_eq!(types, ["text/csv"]);

    let zones = application
        .json("/api/1/spatial/zones/suggest/?q=bretagne&size=3")
        .await;
    assert_eq!(
        zones[0],
        json!({"id": "fr:region:53", "name": "Bretagne", "code": "53", "level": "fr:region", "uri": null})
    );
    assert_eq!(zones.as_array().unwrap().len(), 3);
    let by_code = application
        .json("/api/1/spatial/zones/suggest/?q=fr:commune:29019")
        .await;
    assert_eq!(by_code[0]["name"], "Brest");
}

#[tokio::test]
async fn a_suggestion_needs_a_text() {
    let application = Application::start(datasets(1)).await;
    for route in [
        "/api/1/datasets/suggest/",
        "/api/1/dataservices/suggest/",
        "/api/1/organizations/suggest/",
        "/api/1/tags/suggest/",
        "/api/1/datasets/suggest/formats/",
        "/api/1/datasets/suggest/mime/",
        "/api/1/spatial/zones/suggest/",
    ] {
        let answer = application.get(route).await;
        assert_eq!(answer.status, 400, "{route}");
        assert_eq!(
            answer.json()["errors"]["q"],
            "The string to autocomplete/suggest Missing required parameter in the query string"
        );
        let answer = application.get(&format!("{route}?q=a&size=0")).await;
        assert_eq!(answer.status, 400, "{route}");
        assert_eq!(
            application.get(&format!("{route}?q=")).await.status,
            200,
            "{route}"
        );
    }
    assert_refused(&application, "/api/1/tags/suggest/", "size", "1001").await;
}

#[tokio::test]
async fn vocabularies_are_whole() {
    let mut with_schema = dataset("A").resource("a.csv", "csv").build();
    with_schema["resources"][0]["schema"] = json!({"name": "etalab/schema-irve"});
    let application = Application::start(vec![with_schema]).await;
    for (route, n_values, first) in [
        ("/api/1/datasets/licenses/", 12, json!("lov2")),
        ("/api/1/datasets/frequencies/", 40, json!("continuous")),
        ("/api/1/datasets/resource_types/", 6, json!("main")),
        ("/api/1/spatial/levels/", 11, json!("country-group")),
        ("/api/1/spatial/granularities/", 13, json!("country-group")),
    ] {
        let answer = application.json(route).await;
        assert_eq!(answer.as_array().unwrap().len(), n_values, "{route}");
        assert_eq!(answer[0]["id"], first, "{route}");
    }
    let licenses = application.json("/api/1/datasets/licenses").await;
    assert_eq!(
        fields(&licenses[0]),
        sorted("id title maintainer url flags alternate_urls alternate_titles")
    );
    let extensions = application.json("/api/1/datasets/extensions/").await;
    let extensions = extensions.as_array().unwrap();
    assert!(extensions.contains(&json!("csv")));
    assert!(extensions.iter().map(Value::as_str).is_sorted());
    let schemas = application.json("/api/1/datasets/schemas/").await;
    assert_eq!(schemas[0]["name"], "etalab/schema-irve");
    for (route, expected) in [
        (
            "/api/1/datasets/badges/",
            sorted("spd hvd inspire pivotal-data sl sr"),
        ),
        ("/api/1/dataservices/badges/", vec!["hvd"]),
        (
            "/api/1/organizations/badges/",
            sorted("public-service local-authority company association certified"),
        ),
    ] {
        let answer = application.json(route).await;
        assert_eq!(fields(&answer), expected, "{route}");
    }
}

#[tokio::test]
async fn zones_are_features_without_a_shape() {
    let application = Application::start(datasets(1)).await;
    let zone = application
        .json("/api/1/spatial/zone/fr:region:53@2016-01-01/")
        .await;
    assert_eq!(
        zone,
        json!({
            "id": "fr:region:53", "type": "Feature", "geometry": null,
            "properties": {"id": "fr:region:53", "slug": null, "name": "Bretagne", "code": "53", "level": "fr:region",
                           "uri": null},
        })
    );
    let zones = application
        .json("/api/1/spatial/zones/country:fr,fr:commune:29019/")
        .await;
    assert_eq!(zones["type"], "FeatureCollection");
    assert_eq!(zones["features"][1]["properties"]["name"], "Brest");
    let unknown = application
        .get("/api/1/spatial/zones/country:fr,fr:commune:0,x/")
        .await;
    assert_eq!(unknown.status, 404);
    assert_eq!(
        unknown.json()["message"],
        "Unknown zone identifiers: fr:commune:0, x"
    );
    assert_eq!(application.get("/api/1/spatial/zone/x/").await.status, 404);
}

#[tokio::test]
async fn what_is_not_there_is_said_in_json_and_nothing_can_be_written() {
    let application = Application::start(datasets(1)).await;
    for path in [
        "/api/1/reuses/",
        "/api/2/dataservices/",
        "/api/1/datasets/a/b/c/d/",
        "/api/2/nothing",
    ] {
        let answer = application.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        let message = format!("there is nothing at `{path}`");
        assert_eq!(answer.json(), json!({"message": message}));
    }
    let url = format!("{}/api/1/datasets/", application.url());
    let answer = http_client().post(url).body("{}").send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 405);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(
        body["message"],
        "The method is not allowed for the requested URL."
    );
}
