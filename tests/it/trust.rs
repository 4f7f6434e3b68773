//! The facts that tell whether a record can be relied on: its producer, edition, promise, use, files, and what it is a
//! copy of.

use serde_json::{Value, json};
use support::application::{Application, titles};
use support::records::{RecordBuilder, dataset, id};

const DESCRIPTION: &str =
    "Liste des communes où la loi demande un plan de prévention, avec la date de chaque arrêté.";

async fn hit(application: &Application, title: &str) -> Value {
    let answer = application.search(&[("q", title)]).await;
    let hits = answer["data"].as_array().unwrap();
    let found = hits.iter().find(|hit| hit["title"] == title);
    found.unwrap_or_else(|| panic!("{title}: {answer}")).clone()
}

fn of_city(title: &str) -> RecordBuilder {
    dataset(title)
        .organization("Ville de Test", &["local-authority", "certified"])
        .resource("a.csv", "csv")
}

#[tokio::test]
async fn a_record_says_who_answers_for_it() {
    let application = Application::start(vec![
        of_city("Arbres de la ville").build(),
        dataset("Arbres du club")
            .organization("Club de Test", &["association"])
            .build(),
        dataset("Arbres de Ada").owner("Ada", "Lovelace").build(),
        dataset("Arbres de personne").build(),
    ])
    .await;
    for (title, kind, certified, source) in [
        ("Arbres de la ville", "public", true, json!("badges")),
        ("Arbres du club", "organization", false, Value::Null),
        ("Arbres de Ada", "person", false, Value::Null),
        ("Arbres de personne", "nobody", false, Value::Null),
    ] {
        let trust = hit(&application, title).await["trust"].clone();
        let expected = json!({"kind": kind, "certified": certified, "source": source});
        assert_eq!(trust["producer"], expected, "{title}");
        assert_eq!(trust["has_files"], json!(certified), "{title}");
    }
    let page = application.get("/?q=arbres").await.text();
    for fact in [
        "Producteur public certifié",
        "Publié par une personne",
        "<li class=\"warning\">Aucun producteur</li>",
        "<li class=\"warning\">Aucun fichier</li>",
    ] {
        assert!(page.contains(fact), "{fact}: {page}");
    }
    let page = application
        .get("/datasets/arbres-de-personne?lang=en")
        .await;
    let page = page.text();
    assert!(
        page.contains("No producer") && page.contains("No files"),
        "{page}"
    );
}

#[tokio::test]
async fn a_promise_is_kept_or_late_by_so_many_days() {
    let promised = |title: &str, frequency: &str, update: &str| {
        of_city(title)
            .set("frequency", frequency)
            .last_update(update)
            .build()
    };
    let application = Application::start(vec![
        promised("Mesures du jour", "daily", "2024-05-31"),
        promised("Mesures oubliées", "daily", "2021-05-31"),
        promised("Mesures de chaque année", "annual", "2023-02-01"),
        promised("Mesures sans promesse", "irregular", "2010-01-01"),
    ])
    .await;
    for (title, kept, late) in [
        ("Mesures du jour", true, 0),
        ("Mesures oubliées", false, 1095),
        ("Mesures de chaque année", true, 0),
    ] {
        let promise = hit(&application, title).await["trust"]["promise"].clone();
        assert_eq!(promise["is_kept"], kept, "{title}: {promise}");
        assert_eq!(promise["late_days"], late, "{title}: {promise}");
    }
    let without = hit(&application, "Mesures sans promesse").await;
    assert_eq!(without["trust"]["promise"], Value::Null);
    let page = application.get("/?q=mesures").await.text();
    assert!(
        page.contains("Mise à jour en retard de 2 ans (quotidienne)"),
        "{page}"
    );
    assert!(page.contains("Mise à jour à temps (annuelle)"), "{page}");
}

#[tokio::test]
async fn an_edition_says_whether_it_is_the_newest_and_names_the_others() {
    let application = Application::start(vec![
        of_city("Résultats des élections 2012").build(),
        of_city("Élections 2017 – Résultats").build(),
    ])
    .await;
    let newest = hit(&application, "Élections 2017 – Résultats").await;
    let edition = &newest["trust"]["edition"];
    let newest_id = id("dataset", "Élections 2017 – Résultats");
    assert_eq!(
        *edition,
        json!({"is_newest": true, "n_newer": 0, "newest": newest_id})
    );
    let titles: Vec<&Value> = newest["series"]["editions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edition| &edition["title"])
        .collect();
    assert_eq!(
        titles,
        ["Élections 2017 – Résultats", "Résultats des élections 2012"]
    );
    let old = hit(&application, "Résultats des élections 2012").await;
    assert_eq!(old["trust"]["edition"]["is_newest"], false);
    let page = application.get("/?q=elections").await.text();
    assert!(page.contains("Édition la plus récente"), "{page}");
}

#[tokio::test]
async fn a_copy_says_what_it_is_a_copy_of() {
    let titled = |id: &str| {
        dataset("Plans de prévention")
            .id(id)
            .description(DESCRIPTION)
    };
    let (original, private, elsewhere) = (id("d", "1"), id("d", "2"), id("d", "3"));
    let application = Application::start(vec![
        titled(&original)
            .set("slug", "plans")
            .organization("Ministère de Test", &["public-service"])
            .created_at("2020-01-01")
            .build(),
        titled(&private)
            .set("slug", "plans-1")
            .owner("Ada", "Lovelace")
            .created_at("2016-01-01")
            .build(),
        // Two public services may describe their own places in the same words.
        titled(&elsewhere)
            .set("slug", "plans-2")
            .organization("DDT de Test", &["public-service"])
            .created_at("2021-01-01")
            .build(),
    ])
    .await;
    let answer = application.search(&[("q", "plans de prévention")]).await;
    let of = |id: &str| {
        let hits = answer["data"].as_array().unwrap();
        let hit = hits.iter().find(|hit| hit["id"] == id).unwrap();
        hit["trust"]["copy_of"].clone()
    };
    assert_eq!(
        of(&private),
        json!({
            "type": "dataset",
            "id": original,
            "page": "/datasets/plans",
            "title": "Plans de prévention",
            "producer": "Ministère de Test",
            "source": "producer",
        })
    );
    assert_eq!((of(&original), of(&elsewhere)), (Value::Null, Value::Null));
    let page = application.get("/datasets/plans-1").await.text();
    assert!(
        page.contains("<a href=\"/datasets/plans\">Copie d’une fiche de Ministère de Test</a>"),
        "{page}"
    );
}

#[tokio::test]
async fn the_older_of_two_equal_records_about_one_place_is_the_original() {
    let of = |name: &str, created: &str| {
        dataset("Pistes cyclables")
            .id(&id("dataset", name))
            .set("slug", name.to_lowercase())
            .description(DESCRIPTION)
            .organization(name, &["local-authority"])
            .zone("fr:commune:35238")
            .created_at(created)
            .build()
    };
    let application =
        Application::start(vec![of("Ville", "2021-01-01"), of("Réseau", "2018-01-01")]).await;
    let answer = application.search(&[("q", "pistes cyclables")]).await;
    for hit in answer["data"].as_array().unwrap() {
        let copy = &hit["trust"]["copy_of"];
        if hit["organization"]["name"] == "Ville" {
            assert_eq!(copy["source"], "creation", "{answer}");
            assert_eq!(copy["producer"], "Réseau", "{answer}");
        } else {
            assert_eq!(*copy, Value::Null, "{answer}");
        }
    }
}

#[tokio::test]
async fn what_a_producer_left_behind_says_so_and_comes_after_what_is_harvested_of_it() {
    let by = |title: &str, producer: &str, update: &str| {
        dataset(title)
            .organization(producer, &["local-authority"])
            .set("last_update", update)
            .set("created_at", "2012-01-01T00:00:00+00:00")
    };
    let harvested = json!({"domain": "data.ville.fr", "backend": "ODS"});
    let in_portal = |title: &str, producer: &str| {
        let record = by(title, producer, "2025-06-01T00:00:00+00:00");
        record.set("harvest", harvested.clone())
    };
    let mut records: Vec<Value> = (0..10)
        .map(|number| in_portal(&format!("Fiche {number}"), "Ville").build())
        .collect();
    records.extend([
        by(
            "Lieux de tournage de films de cinéma",
            "Ville",
            "2016-03-01T00:00:00+00:00",
        )
        .metric("views", 8_000)
        .build(),
        in_portal("Lieux de tournage de films à Ville", "Ville").build(),
        by(
            "Lieux de tournage de séries",
            "Ville",
            "2021-03-01T00:00:00+00:00",
        )
        .build(),
        by(
            "Lieux de tournage de clips",
            "Région",
            "2016-03-01T00:00:00+00:00",
        )
        .build(),
    ]);
    let application = Application::start(records).await;
    let trust = hit(&application, "Lieux de tournage de films de cinéma").await["trust"].clone();
    assert_eq!(
        trust["left_behind"],
        json!({"source_portal": "data.ville.fr", "harvested_records": 11})
    );
    // Harvested, updated within five years, or of a producer of whom nothing is harvested.
    for title in [
        "Lieux de tournage de films à Ville",
        "Lieux de tournage de séries",
        "Lieux de tournage de clips",
    ] {
        let trust = hit(&application, title).await["trust"].clone();
        assert_eq!(trust["left_behind"], Value::Null, "{title}");
    }
    let answer = application
        .search(&[("q", "tournage de films"), ("explain", "true")])
        .await;
    assert_eq!(
        titles(&answer)[..2],
        [
            "Lieux de tournage de films à Ville",
            "Lieux de tournage de films de cinéma"
        ]
    );
    let prior = answer["data"][1]["explanation"]["prior"]
        .as_array()
        .unwrap();
    assert!(
        prior.iter().any(|factor| factor["name"] == "left_behind"),
        "{prior:?}"
    );
    let page = application.get("/?q=tournage").await.text();
    let said =
        "Restée hors du portail data.ville.fr, d’où viennent 11 autres fiches de ce producteur";
    assert!(page.contains(said), "{page}");
}

#[tokio::test]
async fn what_was_made_of_a_public_producers_data_says_so_and_comes_behind() {
    const MADE: &str = "Le fichier a été constitué à partir des données de l’Insee. Il est annuel.";

    let by = |title: &str, badge: &str, text: &str| {
        dataset(title)
            .organization("Un producteur", &[badge])
            .description(text)
            .metric("views", 1_000)
            .build()
    };
    let application = Application::start(vec![
        by("Revenus des communes, repris", "association", MADE),
        by(
            "Revenus des communes, mesurés",
            "association",
            "Le fichier est annuel.",
        ),
        by("Revenus des communes, publiés", "public-service", MADE),
    ])
    .await;
    let derived = hit(&application, "Revenus des communes, repris").await["trust"].clone();
    assert_eq!(
        derived["derived_from"],
        "constitué à partir des données de l’Insee"
    );
    for title in [
        "Revenus des communes, mesurés",
        "Revenus des communes, publiés",
    ] {
        let trust = hit(&application, title).await["trust"].clone();
        assert_eq!(trust["derived_from"], Value::Null, "{title}");
    }
    let answer = application.search(&[("q", "revenus des communes")]).await;
    assert_eq!(answer["data"][2]["title"], "Revenus des communes, repris");
    let page = application.get("/?q=revenus").await.text();
    assert!(page.contains("Tiré d’autres données"), "{page}");
}
