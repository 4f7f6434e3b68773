//! The portals that records were harvested from.

use serde_json::{Value, json};
use support::application::{Application, titles};
use support::records::{dataservice, dataset};

use super::{listed_values, shown};
use crate::pages::texts;

async fn records() -> Application {
    let harvested = |domain: &str| {
        let address = format!("https://{domain}/fiche");
        json!({"backend": "DCAT", "domain": domain, "remote_url": address})
    };
    Application::start(vec![
        dataset("Arbres")
            .set("harvest", harvested("trouver.datasud.fr"))
            .build(),
        dataset("Bancs")
            .set("harvest", harvested("Trouver.DataSud.fr"))
            .license("lov2")
            .build(),
        dataservice("Cartes")
            .set("harvest", harvested("data.toulouse.test"))
            .build(),
        dataset("Dons").build(),
        dataset("Eaux")
            .set("harvest", json!({"backend": "CSW"}))
            .build(),
    ])
    .await
}

#[tokio::test]
async fn a_portal_is_counted_and_chosen_whatever_its_capitals() {
    let application = records().await;
    let answer = application.search(&[("facets", "source_portal")]).await;
    assert_eq!(
        shown(&answer, "source_portal"),
        ["trouver.datasud.fr 2", "data.toulouse.test 1"]
    );
    for chosen in ["trouver.datasud.fr", "TROUVER.datasud.fr"] {
        let answer = application
            .search(&[("source_portal", chosen), ("sort", "title")])
            .await;
        assert_eq!(titles(&answer), ["Arbres", "Bancs"], "{chosen}");
        let portal = |hit: usize| answer["data"][hit]["source_portal"].clone();
        assert_eq!(portal(0), "trouver.datasud.fr");
        assert_eq!(portal(1), "trouver.datasud.fr");
        assert_eq!(
            answer["data"][0]["remote_url"],
            "https://trouver.datasud.fr/fiche"
        );
    }
    let hit = application.search(&[("q", "dons")]).await["data"][0].clone();
    assert_eq!(
        (&hit["source_portal"], &hit["remote_url"]),
        (&Value::Null, &Value::Null)
    );
    let values = application
        .json("/api/facets/source_portal?q=toulouse")
        .await;
    assert_eq!(listed_values(&values["data"]), ["data.toulouse.test 1"]);
    let unknown = application
        .search(&[("source_portal", "trouver.datasud.com")])
        .await;
    assert_eq!(unknown["total"], 0);
    assert_eq!(
        unknown["warnings"][0]["nearest"][0]["name"],
        "trouver.datasud.fr"
    );
}

#[tokio::test]
async fn the_page_shows_the_portals_and_what_is_chosen() {
    let application = records().await;
    let page = application.html("/").await;
    let labels = texts(&page, "#facette-source_portal summary");
    assert_eq!(labels, ["Portail d’origine"]);
    let names = texts(&page, "#facette-source_portal .name");
    assert_eq!(names, ["trouver.datasud.fr", "data.toulouse.test"]);
    let page = application.html("/?source_portal=data.toulouse.test").await;
    let chip = texts(&page, ".active li a")[0].replace('\u{a0}', " ");
    assert!(
        chip.contains("Portail d’origine : data.toulouse.test"),
        "{chip}"
    );
    assert_eq!(texts(&page, "main article h2").len(), 1);
    let english = application.html("/?lang=en").await;
    let labels = texts(&english, "#facette-source_portal summary");
    assert_eq!(labels, ["Source portal"]);
}
