//! What clients ask beside records: the site, schemas, datasets about a zone, feeds of what is new.

use serde_json::json;
use support::application::Application;
use support::records::{dataservice, dataset, id};

#[tokio::test]
async fn the_site_says_how_much_it_has() {
    let records = vec![
        dataset("Eau").organization("Ville de Rennes", &[]).build(),
        dataset("Air").organization("Ville de Rennes", &[]).build(),
        dataset("Ancien")
            .archived("2020-01-01T00:00:00+00:00")
            .build(),
        dataservice("API Eau").build(),
    ];
    let application = Application::start(records).await;
    let site = application.json("/api/1/site/").await;
    assert_eq!(site["title"], "Trouvaille");
    assert_eq!(
        site["metrics"],
        json!({"datasets": 2, "dataservices": 1, "organizations": 1})
    );
}

#[tokio::test]
async fn schemas_of_resources_are_told_once() {
    let schema = |name: &str| json!({"name": name, "version": "1.0.0", "url": null});
    let resource = |title: &str, name: &str| json!({"id": id("resource", title), "title": title, "url": "http://a.fr", "schema": schema(name)});
    let resources = json!([
        resource("a", "x/b"),
        resource("b", "x/a"),
        resource("c", "x/b")
    ]);
    let record = dataset("Eau").set("resources", resources).build();
    let application = Application::start(vec![record]).await;
    let schemas = application.json("/api/2/datasets/eau/schemas/").await;
    assert_eq!(schemas, json!([schema("x/a"), schema("x/b")]));
    assert_eq!(
        application
            .get("/api/2/datasets/none/schemas/")
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn datasets_about_a_zone_are_references() {
    let records = vec![
        dataset("Eau")
            .zone("fr:commune:35238")
            .metric("views", 10)
            .build(),
        dataset("Air")
            .zone("fr:region:53")
            .metric("views", 1000)
            .build(),
        dataset("Mer").zone("fr:region:93").build(),
    ];
    let application = Application::start(records).await;
    let found = application
        .json("/api/1/spatial/zone/fr:region:53/datasets/")
        .await;
    let titles: Vec<&str> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["Air", "Eau"]);
    assert_eq!(
        found[0]["uri"],
        format!(
            "{}/api/1/datasets/{}/",
            application.url(),
            id("dataset", "Air")
        )
    );
    let one = application
        .json("/api/1/spatial/zone/fr:region:53/datasets/?size=1")
        .await;
    assert_eq!(one.as_array().unwrap().len(), 1);
    for (path, status) in [
        ("/api/1/spatial/zone/fr:region:999/datasets/", 404),
        ("/api/1/spatial/zone/fr:region:53/datasets/?size=0", 400),
    ] {
        assert_eq!(application.get(path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn what_is_new_is_a_feed_with_the_filters_of_lists() {
    let records = vec![
        dataset("Vieille eau")
            .tag("eau")
            .created_at("2019-01-01T00:00:00+00:00")
            .build(),
        dataset("Nouvelle eau")
            .tag("eau")
            .created_at("2024-01-01T00:00:00+00:00")
            .build(),
        dataset("Air")
            .tag("air")
            .created_at("2025-01-01T00:00:00+00:00")
            .build(),
        dataservice("API Eau").tag("eau").build(),
    ];
    let application = Application::start(records).await;
    for (path, expected) in [
        (
            "/api/1/datasets/recent.atom",
            &["Air", "Nouvelle eau", "Vieille eau"][..],
        ),
        (
            "/api/1/datasets/recent.atom?tag=Eau",
            &["Nouvelle eau", "Vieille eau"],
        ),
        (
            "/api/1/datasets/recent.atom?tag=eau&sort=created",
            &["Vieille eau", "Nouvelle eau"],
        ),
        ("/api/1/datasets/recent.atom?q=air", &["Air"]),
        (
            "/api/1/datasets/recent.atom?followed_by=58e555f5c751df205d54e76b",
            &[],
        ),
        ("/api/1/dataservices/recent.atom?tag=EAU", &["API Eau"]),
    ] {
        let answer = application.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(
            answer
                .header("content-type")
                .starts_with("application/atom+xml"),
            "{path}"
        );
        let text = answer.text();
        let feed = roxmltree::Document::parse(&text).unwrap();
        let entries = feed
            .descendants()
            .filter(|node| node.tag_name().name() == "entry");
        let titles: Vec<&str> = entries
            .map(|entry| {
                let mut children = entry.children();
                let title = children.find(|child| child.tag_name().name() == "title");
                title.unwrap().text().unwrap()
            })
            .collect();
        assert_eq!(titles, expected, "{path}");
    }
    let first = application
        .get("/api/1/datasets/recent.atom?tag=Eau&page_size=1")
        .await
        .text();
    let next = format!(
        "{}/api/1/datasets/recent.atom?tag=Eau&amp;page_size=1&amp;page=2",
        application.url()
    );
    assert!(first.replace("&#38;", "&amp;").contains(&next), "{first}");
    assert_eq!(
        application
            .get("/api/1/datasets/recent.atom?organization=x")
            .await
            .status,
        400
    );
}
