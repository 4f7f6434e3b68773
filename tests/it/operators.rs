//! What is typed exactly: operators, quotation marks, fields; and how the answer tells what it made of them.

use std::collections::BTreeSet;

use search_index::QUERY_FIELDS;
use serde_json::json;
use support::application::{Application, address, sample_index, titles};
use support::records::{RecordBuilder, dataservice, dataset};

async fn transport() -> Application {
    let records = [
        dataset("Bus de Rennes")
            .tag("réseau")
            .resource("a.csv", "csv"),
        dataset("Tramway de Rennes").resource("b.xlsx", "xlsx"),
        dataset("Tramway de Nantes")
            .tag("réseau")
            .resource("c.pdf", "pdf"),
        dataset("Vélos de Rennes"),
        dataset("Mines d’or en Côte-d’Or"),
    ];
    Application::start(records.map(RecordBuilder::build).into()).await
}

async fn found(application: &Application, query: &str) -> BTreeSet<String> {
    application.titles(query).await.into_iter().collect()
}

#[tokio::test]
async fn operators_in_capitals_join_and_exclude() {
    let application = transport().await;
    for (query, expected) in [
        (
            "bus OR tramway",
            &["Bus de Rennes", "Tramway de Rennes", "Tramway de Nantes"][..],
        ),
        (
            "bus rennes OR vélos rennes",
            &["Bus de Rennes", "Vélos de Rennes"],
        ),
        (
            "rennes (bus OR tramway)",
            &["Bus de Rennes", "Tramway de Rennes"],
        ),
        ("rennes AND tramway", &["Tramway de Rennes"]),
        ("tramway NOT rennes", &["Tramway de Nantes"]),
        ("rennes -(bus OR tramway)", &["Vélos de Rennes"]),
        (
            "format:csv OR format:xlsx",
            &["Bus de Rennes", "Tramway de Rennes"],
        ),
        (
            "rennes format:csv OR format:xlsx",
            &["Bus de Rennes", "Tramway de Rennes"],
        ),
        ("tramway -tag:réseau", &["Tramway de Rennes"]),
        ("titre:\"de nantes\"", &["Tramway de Nantes"]),
        // Gold, and a place.
        ("mines d OR", &["Mines d’or en Côte-d’Or"]),
        ("COTE D OR", &["Mines d’or en Côte-d’Or"]),
    ] {
        let expected: BTreeSet<String> = expected.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(found(&application, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn operators_mean_the_same_for_words_taken_as_typed() {
    let application = transport().await;
    for query in [
        "\"tramway de\" -nantes",
        "tramway -nantes",
        "bus OR vélos",
        "format:csv",
    ] {
        let as_typed = [("q", query), ("verbatim", "true")];
        let as_typed = titles(&application.search(&as_typed).await);
        assert!(!as_typed.is_empty(), "{query}");
        assert_eq!(as_typed, application.titles(query).await, "{query}");
    }
}

#[tokio::test]
async fn lone_marks_are_nothing() {
    let application = transport().await;
    let expected = found(&application, "tramway rennes").await;
    for query in [
        "tramway \" rennes",
        "tramway - rennes",
        "tramway rennes \"",
        "- tramway rennes",
    ] {
        assert_eq!(found(&application, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn the_answer_tells_what_was_excluded_and_which_field_there_is_not() {
    let application = transport().await;
    let answer = application
        .search(&[("q", "rennes -bus NOT tramway -tag:\"un réseau\"")])
        .await;
    assert_eq!(
        answer["excluded"],
        json!(["-bus", "tramway", "-tag:\"un réseau\""])
    );
    let page = application.get("/?q=rennes+-bus").await.text();
    assert!(page.contains("Exclu : « bus »."), "{page}");
    assert!(page.contains("href=\"/?q=rennes+bus\""), "{page}");

    let answer = application.search(&[("q", "arrêt:bus")]).await;
    assert_eq!(answer["unknown_fields"], json!(["arrêt"]));
    let page = application
        .get(&address("/", &[("q", "arrêt:bus")]))
        .await
        .text();
    assert!(
        page.contains("Aucun champ ne s’appelle « arrêt »"),
        "{page}"
    );
    assert!(page.contains("href=\"/docs#champs\""), "{page}");

    let plain = application.search(&[("q", "bus de rennes")]).await;
    for told in ["excluded", "fields", "unknown_fields"] {
        assert_eq!(plain[told], json!([]), "{told}");
    }
}

#[tokio::test]
async fn a_field_behind_many_words_counts_and_an_exclusion_that_does_not_is_not_told() {
    let application = transport().await;
    let words: Vec<String> = (0..40).map(|number| format!("mot{number}")).collect();
    let query = format!("rennes {} format:csv -tramway", words.join(" "));
    let answer = application.search(&[("q", &query)]).await;
    assert_eq!(answer["fields"][0]["typed"], "format:csv");
    assert_eq!(answer["excluded"], json!([]));
}

#[tokio::test]
async fn a_value_of_a_field_is_found_as_people_write_it() {
    let mut annual = dataset("Annuel")
        .license("odc-odbl")
        .organization("Institut national de la statistique (INSEE)", &[])
        .zone("fr:region:53")
        .set("frequency", "annual");
    annual = annual.set("acronym", "RPG").badge("hvd");
    let records = vec![
        annual.build(),
        dataset("Registre parcellaire graphique")
            .license("lov2")
            .zone("fr:commune:44109")
            .build(),
        dataservice("Service").build(),
    ];
    let application = Application::start(records).await;
    for (query, expected) in [
        ("licence:odbl", "Annuel"),
        ("Licence:ODbL", "Annuel"),
        ("license:odc-odbl", "Annuel"),
        ("licence:\"open database license\"", "Annuel"),
        ("licence:etalab", "Registre parcellaire graphique"),
        (
            "licence:\"licence ouverte\"",
            "Registre parcellaire graphique",
        ),
        ("type:api", "Service"),
        ("type:API", "Service"),
        ("org:insee", "Annuel"),
        ("producteur:\"institut national\"", "Annuel"),
        ("territoire:bretagne", "Annuel"),
        ("geozone:fr:region:53", "Annuel"),
        ("commune:nantes", "Registre parcellaire graphique"),
        ("frequence:annuelle", "Annuel"),
        ("fréquence:annuel", "Annuel"),
        ("frequency:ANNUAL", "Annuel"),
        ("label:hvd", "Annuel"),
        ("label:\"forte valeur\"", "Annuel"),
    ] {
        assert_eq!(application.titles(query).await, [expected], "{query}");
    }
    // Where no record declares the acronym, titles that have its words.
    assert_eq!(application.titles("sigle:rpg").await, ["Annuel"]);
    let undeclared = dataset("Registre parcellaire graphique").build();
    let application_without = Application::start(vec![undeclared, dataset("Vélos").build()]).await;
    assert_eq!(
        application_without.titles("sigle:rpg").await,
        ["Registre parcellaire graphique"]
    );

    let answer = application.search(&[("q", "licence:odbl")]).await;
    assert_eq!(answer["fields"][0]["typed"], "licence:odbl");
    assert_eq!(answer["fields"][0]["facet"], "license");
    assert_eq!(answer["fields"][0]["values"][0]["name"], "odc-odbl");
    let answer = application.search(&[("q", "licence:inexistante")]).await;
    assert_eq!(answer["total"], 0);
    assert_eq!(answer["fields"][0]["values"], json!([]));
    let page = application.get("/?q=licence:inexistante").await.text();
    assert!(page.contains("aucune valeur de ce nom"), "{page}");
}

#[tokio::test]
async fn every_example_of_the_list_of_fields_finds_something() {
    let application = Application::over(sample_index()).await;
    let docs = application.get("/docs").await.text();
    for field in QUERY_FIELDS {
        let answer = application.search(&[("q", field.example)]).await;
        assert!(answer["total"].as_u64().unwrap() > 0, "{}", field.example);
        let shown = field.example.replace('"', "&#34;");
        assert!(docs.contains(&format!("<code>{shown}</code>")), "{shown}");
        for name in field.other_names.iter().chain([&field.name]) {
            assert!(docs.contains(&format!("<code>{name}:</code>")), "{name}");
        }
    }
}
