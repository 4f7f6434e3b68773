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
