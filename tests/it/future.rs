//! Dates to come: a record that is dated years ahead does not lead until then.

use support::application::{Application, address, titles};
use support::records::{dataservice, dataset};

/// Two records of the past, and three that are dated wrongly: one in all, one in its creation, one in its last update.
async fn application() -> Application {
    let ahead = "2187-01-01T00:00:00+00:00";
    let records = vec![
        dataset("Ancien")
            .created_at("2020-01-01T00:00:00+00:00")
            .last_update("2020-06-01T00:00:00+00:00")
            .build(),
        dataset("Nouveau")
            .created_at("2024-01-01T00:00:00+00:00")
            .last_update("2024-06-01T00:00:00+00:00")
            .build(),
        dataset("Créé demain")
            .created_at(ahead)
            .last_update("2022-01-01T00:00:00+00:00")
            .build(),
        dataset("Changé demain")
            .created_at("2021-01-01T00:00:00+00:00")
            .last_update(ahead)
            .build(),
        dataset("Tout demain")
            .created_at(ahead)
            .last_update(ahead)
            .set("last_modified", ahead)
            .build(),
        dataservice("API demain")
            .created_at(ahead)
            .last_update(ahead)
            .build(),
    ];
    Application::start(records).await
}

#[tokio::test]
async fn in_orders_by_date_a_date_to_come_counts_as_the_best_one_known_beside_it() {
    let application = application().await;
    for (order, expected) in [
        (
            "-created",
            ["Nouveau", "Créé demain", "Changé demain", "Ancien"],
        ),
        (
            "created",
            ["Ancien", "Changé demain", "Créé demain", "Nouveau"],
        ),
        (
            "-last_update",
            ["Nouveau", "Créé demain", "Changé demain", "Ancien"],
        ),
        (
            "last_update",
            ["Ancien", "Changé demain", "Créé demain", "Nouveau"],
        ),
    ] {
        for route in ["/api/search", "/api/1/datasets/"] {
            let found = application.json(&address(route, &[("sort", order)])).await;
            // What has no date of the past comes last.
            assert_eq!(titles(&found)[..4], expected, "{route} {order}");
        }
    }
}

#[tokio::test]
async fn a_feed_dates_nothing_in_the_future() {
    let application = application().await;
    for path in [
        "/feed.atom",
        "/feed.atom?sort=-last_update",
        "/api/1/datasets/recent.atom",
    ] {
        let feed = application.get(path).await.text();
        let document = roxmltree::Document::parse(&feed).unwrap();
        let dates: Vec<&str> = document
            .descendants()
            .filter(|node| matches!(node.tag_name().name(), "updated" | "published"))
            .filter_map(|node| node.text())
            .collect();
        assert!(dates.len() > 4, "{feed}");
        assert!(dates.iter().all(|date| *date < "2100"), "{path}: {dates:?}");
        assert!(feed.find("Nouveau").unwrap() < feed.find("demain").unwrap());
    }
}

#[tokio::test]
async fn the_record_itself_says_what_its_source_says() {
    let application = application().await;
    let found = application.search(&[("q", "changé demain")]).await;
    assert_eq!(found["data"][0]["last_update"], "2187-01-01T00:00:00+00:00");
}
