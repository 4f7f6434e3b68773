//! What others say of a record: the records that link to it in their descriptions, and the reuses that are made with it.

use serde_json::{Value, json};
use support::application::{Application, PATIENCE, rebuild_from};
use support::records::{RecordBuilder, dataservice, dataset, id, json_lines};

const BASE: &str = "Base des arbres";

/// The record that the others link to; it is known by its portal too.
fn base() -> Value {
    let harvest = json!({"remote_url": "https://portail.test/explore/dataset/base-des-arbres/"});
    dataset(BASE)
        .organization("Ville de Test", &[])
        .set("harvest", harvest)
        .description("Elle-même : https://www.data.gouv.fr/fr/datasets/base-des-arbres/")
        .build()
}

fn citing(title: &str, link: &str) -> RecordBuilder {
    dataset(title)
        .organization("Club de Test", &[])
        .description(&format!("Données faites avec {link}, et d’autres."))
}

async fn cited_by(application: &Application, title: &str) -> Value {
    let answer = application.search(&[("ids", &id("dataset", title))]).await;
    answer["data"][0]["cited_by"].clone()
}

fn titles(cited_by: &Value) -> Vec<&str> {
    let records = cited_by["records"].as_array().unwrap().iter();
    let mut titles: Vec<&str> = records
        .map(|record| record["title"].as_str().unwrap())
        .collect();
    titles.sort_unstable();
    titles
}

#[tokio::test]
async fn a_link_in_any_form_of_a_records_address_is_a_citation() {
    let by_id = format!(
        "https://data.gouv.fr/datasets/{}#/resources",
        id("dataset", BASE)
    );
    let links = [
        (
            "Par adresse",
            "https://www.data.gouv.fr/fr/datasets/base-des-arbres/".to_owned(),
        ),
        (
            "Par Markdown",
            "[les arbres](https://www.data.gouv.fr/datasets/base-des-arbres)".to_owned(),
        ),
        (
            "Par HTML",
            "<a href=\"http://www.data.gouv.fr/en/dataset/base-des-arbres\">les <b>arbres</b></a>"
                .to_owned(),
        ),
        ("Par identifiant", by_id),
        (
            "Par portail",
            "https://portail.test/explore/dataset/base-des-arbres/table/?sort=x".to_owned(),
        ),
    ];
    let mut records: Vec<Value> = vec![base()];
    records.extend(
        links
            .iter()
            .map(|(title, link)| citing(title, link).build()),
    );
    records.push(
        dataservice("API des arbres")
            .description("Sert <https://www.data.gouv.fr/datasets/base-des-arbres/>.")
            .build(),
    );
    records.extend([
        citing(
            "Ailleurs",
            "https://www.data.gouv.fr/fr/datasets/autres-arbres/",
        )
        .build(),
        citing("Accueil", "https://portail.test/").build(),
    ]);
    let application = Application::start(records).await;
    let cited = cited_by(&application, BASE).await;
    assert_eq!(
        titles(&cited),
        [
            "API des arbres",
            "Par HTML",
            "Par Markdown",
            "Par adresse",
            "Par identifiant",
            "Par portail"
        ]
    );
    assert_eq!(
        (&cited["n_records"], &cited["n_producers"]),
        (&json!(6), &json!(2))
    );
    let named: Vec<(&str, &Value)> = cited["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| (record["title"].as_str().unwrap(), &record["text"]))
        .filter(|(_, text)| !text.is_null())
        .collect();
    let expected = json!("les arbres");
    assert_eq!(named.len(), 2, "{named:?}");
    assert!(
        named.iter().all(|(_, text)| **text == expected),
        "{named:?}"
    );

    let page = application.get("/datasets/base-des-arbres").await.text();
    for said in [
        "Citée par 6 autres fiches",
        "<a href=\"/dataservices/api-des-arbres\">API des arbres</a>",
        "sous le nom <q>les arbres</q>",
        "<bdi>Club de Test</bdi>",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let page = application.get("/datasets/base-des-arbres?lang=en").await;
    assert!(page.text().contains("Cited by 6 other records"));
    let uncited = application.get("/datasets/ailleurs").await.text();
    assert!(!uncited.contains("id=\"citations\""), "{uncited}");
    let none = cited_by(&application, "Ailleurs").await;
    assert_eq!(
        none,
        json!({"n_records": 0, "n_producers": 0, "records": []})
    );
}

#[tokio::test]
async fn archived_and_dead_records_cite_nobody_and_an_ambiguous_address_names_none() {
    const LINK: &str = "https://www.data.gouv.fr/fr/datasets/base-des-arbres/";
    const TWICE: &str = "https://portail.test/explore/dataset/deux-fois/";
    let twin = |title: &str| {
        let harvest = json!({"remote_url": TWICE});
        dataset(title).set("harvest", harvest).build()
    };
    let application = Application::start(vec![
        base(),
        citing("Vivante", LINK).build(),
        citing("Archivée", LINK)
            .archived("2024-05-05T00:00:00+00:00")
            .build(),
        dataset("Remplacée")
            .description(&format!(
                "Ce jeu de données est remplacé par [la base]({LINK})."
            ))
            .build(),
        citing("Double", TWICE).build(),
        twin("Bancs d’ici"),
        twin("Bancs de là"),
    ])
    .await;
    let cited = cited_by(&application, BASE).await;
    assert_eq!(titles(&cited), ["Vivante"]);
    assert_eq!(cited["n_records"], 1);
    for twin in ["Bancs d’ici", "Bancs de là"] {
        assert_eq!(cited_by(&application, twin).await["n_records"], 0, "{twin}");
    }
}

#[tokio::test]
async fn of_many_citations_those_of_other_producers_come_first_and_ten_are_told() {
    const LINK: &str = "https://www.data.gouv.fr/fr/datasets/base-des-arbres/";
    let mut records = vec![base()];
    records.extend((0..12).map(|n| {
        citing(&format!("De la ville {n:02}"), LINK)
            .organization("Ville de Test", &[])
            .metric("views", 1_000)
            .build()
    }));
    records.extend((1..=2).map(|n| {
        citing(&format!("Du club {n}"), LINK)
            .metric("views", n)
            .build()
    }));
    let application = Application::start(records).await;
    let cited = cited_by(&application, BASE).await;
    assert_eq!(
        (&cited["n_records"], &cited["n_producers"]),
        (&json!(14), &json!(1))
    );
    let told = cited["records"].as_array().unwrap();
    assert_eq!(told.len(), 10);
    let first: Vec<&Value> = told.iter().take(3).map(|record| &record["title"]).collect();
    assert_eq!(first[..2], ["Du club 2", "Du club 1"]);
    let page = application.get("/datasets/base-des-arbres").await.text();
    assert!(
        page.replace('\u{a0}', " ").contains("et 4 autres"),
        "{page}"
    );
}

#[tokio::test]
async fn a_hidden_record_cites_nobody() {
    let link = "[le registre](https://www.data.gouv.fr/datasets/base-des-arbres/)";
    let application =
        Application::start(vec![base(), citing("Registre secret", link).build()]).await;
    assert_eq!(cited_by(&application, BASE).await["n_records"], 1);
    let index = application.index_dir().to_str().unwrap().to_owned();
    let hidden = id("dataset", "Registre secret");
    let finished = support::application::run([
        "hide",
        hidden.as_str(),
        "--reason",
        "Test",
        "--index",
        &index,
    ]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let started = std::time::Instant::now();
    while cited_by(&application, BASE).await["n_records"] != 0 {
        assert!(started.elapsed() < PATIENCE, "it is told for ever");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let page = application.get("/datasets/base-des-arbres").await.text();
    assert!(
        !page.contains("Registre secret") && !page.contains("le registre"),
        "{page}"
    );
}

fn reuse(title: &str, datasets: &[&str]) -> Value {
    let datasets: Vec<Value> = datasets
        .iter()
        .map(|title| json!({"class": "Dataset", "id": id("dataset", title), "title": title}))
        .collect();
    json!({
        "id": id("reuse", title), "title": title, "slug": "x", "type": "visualization", "topic": "others",
        "url": "https://cartes.test/arbres", "page": "https://catalogue.test/reuses/x", "image": null,
        "description": "Une **carte** des arbres.", "tags": ["carte"], "archived": null, "deleted": null, "private": false,
        "organization": {"class": "Organization", "id": id("organization", "Atelier"), "name": "Atelier des cartes"},
        "owner": null, "created_at": "2024-01-01", "last_modified": "2024-01-01", "metrics": {"views": 3},
        "datasets": datasets,
    })
}

#[tokio::test]
async fn reuses_are_told_with_the_datasets_that_they_are_made_with() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let mut archived = reuse("Vieille carte", &[BASE]);
    archived["archived"] = json!("2024-01-01");
    let mut hostile = reuse("<script>alert(1)</script>", &[BASE]);
    hostile["url"] = json!("javascript:alert(2)");
    hostile["page"] = Value::Null;
    hostile["type"] = json!("chose");
    let mut much_viewed = reuse("Carte des arbres", &[BASE, "Bancs"]);
    much_viewed["metrics"]["views"] = json!(500);
    let reuses = [
        archived,
        hostile,
        much_viewed,
        reuse("Carte d’ailleurs", &["Ailleurs"]),
    ];
    let sources = [
        (
            "d.jsonl",
            json_lines(&[base(), dataset("Bancs").build(), dataset("Lacs").build()]),
        ),
        ("r.jsonl", json_lines(&reuses)),
    ];
    let sources = sources.map(|(name, text)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        ingest::Source::File(path)
    });
    let report = rebuild_from(&index, sources.to_vec()).await.unwrap();
    assert_eq!((report.records.total(), report.rejected), (3, 0));
    let [joined] = report.joined.as_slice() else {
        panic!("{:?}", report.joined);
    };
    assert_eq!((joined.rows, joined.without_record), (4, 1));

    let application = Application::over(&index).await;
    let told = |title: &'static str| {
        let application = &application;
        async move {
            let answer = application.search(&[("ids", &id("dataset", title))]).await;
            answer["data"][0]["reuses"].clone()
        }
    };
    let of_base = told(BASE).await;
    assert_eq!(of_base["n_reuses"], 2);
    let expected = json!({
        "id": id("reuse", "Carte des arbres"), "title": "Carte des arbres", "type": "visualization",
        "url": "https://cartes.test/arbres", "platform_url": "https://catalogue.test/reuses/x",
        "description": "Une carte des arbres.", "owner": "Atelier des cartes",
    });
    assert_eq!(of_base["reuses"][0], expected);
    assert_eq!(of_base["reuses"][1]["url"], Value::Null);
    assert_eq!(told("Bancs").await["n_reuses"], 1);
    assert_eq!(told("Lacs").await, json!({"n_reuses": 0, "reuses": []}));

    let page = application.get("/datasets/base-des-arbres").await.text();
    for said in [
        "<h2 id=\"reutilisations\">Réutilisations</h2>",
        "<a href=\"https://cartes.test/arbres\" rel=\"nofollow\">Carte des arbres</a>",
        "<span class=\"kind\">Visualisation</span>",
        "<bdi>Atelier des cartes</bdi>",
        "<p>Une carte des arbres.</p>",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(
        !page.contains("<script>alert") && !page.contains("javascript:alert"),
        "{page}"
    );
    let english = application.get("/datasets/bancs?lang=en").await.text();
    assert!(
        english.contains("Reuses</h2>") && english.contains(">Visualization<"),
        "{english}"
    );
    let without = application.get("/datasets/lacs").await.text();
    assert!(!without.contains("id=\"reutilisations\""), "{without}");
    // The platform's API has no such list.
    let answer = application
        .get("/api/1/datasets/base-des-arbres/")
        .await
        .json();
    assert!(
        answer.get("reuses").is_none() && answer.get("cited_by").is_none(),
        "{answer}"
    );
}

#[tokio::test]
async fn without_an_export_of_reuses_nothing_is_known_of_them() {
    let application = Application::start(vec![base()]).await;
    let answer = application.search(&[("q", "arbres")]).await;
    assert_eq!(answer["data"][0]["reuses"], Value::Null);
}
