//! What is pasted: whole titles, whatever stands in them, ids and addresses.

use serde_json::{Value, json};
use support::application::{Application, titles};
use support::records::{dataset, id};

const ADDRESSES: &str = "Base des adresses";

async fn application() -> Application {
    let much_used = json!({"views": 90_000, "followers": 90, "reuses": 90});
    let other = dataset("Résultats des élections par bureau").set("metrics", much_used);
    let mut records: Vec<Value> = [
        "Élections 2017 -Résultats par bureau",
        "Point \"Covoiturage\" du réseau",
        "Bus : arrêts (ligne OR)",
        "Relevés -annuels",
    ]
    .map(|title| dataset(title).build())
    .into();
    records.push(other.build());
    records.push(dataset("Relevés").build());
    records.push(dataset(ADDRESSES).set("slug", "base-des-adresses").build());
    Application::start(records).await
}

#[tokio::test]
async fn a_whole_title_finds_its_record_whatever_looks_like_an_operator_in_it() {
    let application = application().await;
    for title in [
        "Élections 2017 -Résultats par bureau",
        "elections 2017 -resultats par bureau",
        "Point \"Covoiturage\" du réseau",
        "Bus : arrêts (ligne OR)",
        "Relevés -annuels",
    ] {
        let found = application.titles(title).await;
        assert!(!found.is_empty(), "{title}");
        let folded = |text: &str| text.to_lowercase().replace('é', "e");
        assert_eq!(folded(&found[0]), folded(title), "{found:?}");
    }
    // What is the title of nothing is read as it is written.
    assert_eq!(
        application.titles("relevés -bureau -annuels").await,
        ["Relevés"]
    );
}

#[tokio::test]
async fn an_id_or_an_address_finds_its_record_first_and_as_a_complete_match() {
    let application = application().await;
    let id = id("dataset", ADDRESSES);
    for typed in [
        id.clone(),
        id.to_uppercase(),
        format!("\"{id}\""),
        format!("({id})"),
        format!("le jeu {id} svp"),
        "base-des-adresses".to_owned(),
        "https://www.data.gouv.fr/fr/datasets/base-des-adresses/#resources".to_owned(),
        "www.data.gouv.fr/datasets/base-des-adresses?x=1".to_owned(),
        format!("https://www.data.gouv.fr/api/1/datasets/{id}/"),
        format!("{}/datasets/base-des-adresses", application.url()),
    ] {
        let answer = application.search(&[("q", &typed)]).await;
        assert_eq!(titles(&answer)[0], ADDRESSES, "{typed}: {answer}");
        assert_eq!(answer["data"][0]["missing_words"], json!([]), "{typed}");
    }
}

const UUID: &str = "0a2b6b1c-1111-4222-8333-444455556666";

/// Records of portals of four kinds, among others that have the words of their addresses.
async fn harvested() -> Application {
    let from = |title: &str, harvest: Value| dataset(title).set("harvest", harvest).build();
    let much_used = json!({"views": 90_000, "followers": 90, "reuses": 90});
    let other = dataset("Dataset explore geonetwork metadata").set("metrics", much_used);
    let mut file = dataset("Dépliant");
    file = file.resource("depliant.pdf", "pdf");
    let mut file = file.build();
    file["resources"][0]["url"] = json!("https://www.fichiers.test/2024/D%C3%A9pliant.pdf?v=2");
    file["resources"][0]["id"] = json!("7d7d7d7d-1111-4222-8333-444455556666");
    let page = format!("https://geo.test/geonetwork/srv/fre/catalog.search#/metadata/{UUID}");
    Application::start(vec![
        from(
            "Zonage",
            json!({"remote_url": page, "remote_id": format!("fr-120066022-jdd-{UUID}")}),
        ),
        from(
            "Alignements",
            json!({"remote_url": "https://data.test/explore/dataset/arbres/"}),
        ),
        from(
            "Bornes",
            json!({"remote_url": "https://hub.test/maps/ville::bornes-incendie"}),
        ),
        from(
            "Cohortes",
            json!({"doi": "https://doi.org/10.57745/ABC123"}),
        ),
        from(
            "Festivals",
            json!({"dct_identifier": "https://www.geo.test/FR-200053742/2024/festivals"}),
        ),
        from(
            "Copie de festivals",
            json!({"uri": "https://www.geo.test/FR-200053742/2024/festivals"}),
        ),
        file,
        other.build(),
    ])
    .await
}

#[tokio::test]
async fn an_address_or_identifier_of_the_origin_finds_its_record_alone() {
    let application = harvested().await;
    for (title, typed) in [
        (
            "Zonage",
            &[
                "https://geo.test/geonetwork/srv/eng/catalog.search#/metadata/UUID/formatters/xsl-view",
                "geo.test/geonetwork/srv/api/records/UUID",
                "https://geo.test/geonetwork/srv/fre/catalog.search?uuid=UUID",
                "FR-120066022-JDD-UUID",
                "{UUID}",
                "« https://geo.test/geonetwork/srv/fre/catalog.search#/metadata/UUID »",
            ][..],
        ),
        (
            "Alignements",
            &[
                "https://data.test/explore/dataset/arbres/table/?sort=date",
                "data.test/api/explore/v2.1/catalog/datasets/arbres/exports/csv",
            ],
        ),
        (
            "Bornes",
            &["https://hub.test/datasets/ville::bornes-incendie/about"],
        ),
        (
            "Cohortes",
            &[
                "https://doi.org/10.57745/abc123",
                "doi:10.57745/ABC123",
                "10.57745/ABC123",
            ],
        ),
        (
            "Dépliant",
            &[
                "http://fichiers.test/2024/dépliant.pdf?v=2",
                "7d7d7d7d-1111-4222-8333-444455556666",
            ],
        ),
    ] {
        for typed in typed {
            let typed = typed.replace("UUID", UUID);
            let answer = application.search(&[("q", &typed)]).await;
            assert_eq!(titles(&answer), [title], "{typed}: {answer}");
            assert_eq!(answer["complete_total"], json!(1), "{typed}");
        }
    }
}

#[tokio::test]
async fn a_name_finds_all_of_its_records_before_what_has_the_words() {
    let application = harvested().await;
    let typed = "http://geo.test/FR-200053742/2024/festivals/";
    let mut found = application.titles(typed).await;
    found.sort();
    assert_eq!(found, ["Copie de festivals", "Festivals"]);
    // An Opendatasoft slug, and words of a record beside it.
    let found = application.titles("ville::bornes-incendie").await;
    assert_eq!(found[0], "Bornes");
    let typed = format!("geonetwork {UUID}");
    let found = application.titles(&typed).await;
    assert_eq!(found, ["Zonage", "Dataset explore geonetwork metadata"]);
}

#[tokio::test]
async fn an_address_that_nobody_has_is_looked_for_by_its_name() {
    let application = harvested().await;
    for typed in [
        "https://www.data.gouv.fr/fr/datasets/alignements/",
        "https://x.test/search?q=alignements&page=2",
    ] {
        assert_eq!(application.titles(typed).await, ["Alignements"], "{typed}");
    }
}
