//! Several records at once, by what names them: `ids`, and a query of nothing but names.

use serde_json::{Value, json};
use support::application::{Application, address, command, strings, titles};
use support::records::{dataservice, dataset, id};

const UUID: &str = "0a2b6b1c-1111-4222-8333-444455556666";
const ORIGIN: &str = "https://geo.test/geonetwork/srv/fre/catalog.search#/metadata/";

fn records() -> Vec<Value> {
    let harvested = |title: &str, harvest: Value| {
        dataset(title)
            .set("slug", title.to_lowercase().replace(' ', "-"))
            .set("harvest", harvest)
    };
    vec![
        harvested("Zones de la ville", json!({"remote_url": format!("{ORIGIN}{UUID}")}))
            .metric("views", 50_000)
            .license("lov2")
            .build(),
        harvested(
            "Arbres de la ville",
            json!({"remote_url": "https://data.test/explore/dataset/arbres-d-ici/", "remote_id": "arbres-d-ici"}),
        )
        .build(),
        harvested(
            "Arbres de la ville bis",
            json!({"remote_url": "https://data.test/explore/dataset/arbres-d-ici/"}),
        )
        .metric("views", 9_000)
        .license("lov2")
        .build(),
        harvested("Bancs de la ville", json!({})).archived("2020-01-01").build(),
        dataset("Autre chose de la ville").metric("views", 90_000).build(),
        dataservice("Adresses de la ville")
            .set("base_api_url", "https://api.ville.test/adresses/v1/")
            .build(),
    ]
}

#[tokio::test]
async fn records_come_in_the_order_in_which_they_are_named() {
    let application = Application::start(records()).await;
    let adresses = id("dataservice", "Adresses de la ville");
    let origin = format!("{ORIGIN}{UUID}");
    for (ids, expected) in [
        (
            format!("bancs-de-la-ville,{adresses} {UUID}\narbres-de-la-ville"),
            vec![
                "Bancs de la ville",
                "Adresses de la ville",
                "Zones de la ville",
                "Arbres de la ville",
            ],
        ),
        // Several records of one name all come, in the order of use; one that is named twice comes once.
        (
            format!(
                "data.test/explore/dataset/arbres-d-ici/table/?q=1,2,{origin},arbres-d-ici, zones-de-la-ville"
            ),
            vec![
                "Arbres de la ville bis",
                "Arbres de la ville",
                "Zones de la ville",
            ],
        ),
        (
            "https://api.ville.test/adresses/v1".to_owned(),
            vec!["Adresses de la ville"],
        ),
    ] {
        let answer = application.search(&[("ids", &ids)]).await;
        assert_eq!(titles(&answer), expected, "{ids}");
        assert_eq!(answer["not_found"], json!([]), "{ids}");
        assert_eq!(answer["total"], json!(expected.len()));
    }
    let repeated = [
        ("ids", adresses.as_str()),
        ("ids", "introuvable"),
        ("ids", "zones-de-la-ville"),
    ];
    let answer = application.search(&repeated).await;
    assert_eq!(
        titles(&answer),
        ["Adresses de la ville", "Zones de la ville"]
    );
    assert_eq!(answer["not_found"], json!(["introuvable"]));
}

#[tokio::test]
async fn named_records_can_be_filtered_sorted_searched_and_paged() {
    let application = Application::start(records()).await;
    let ids = "bancs-de-la-ville arbres-de-la-ville-bis zones-de-la-ville arbres-de-la-ville";
    let all = [
        "Bancs de la ville",
        "Arbres de la ville bis",
        "Zones de la ville",
        "Arbres de la ville",
    ];
    for (more, expected) in [
        (&[][..], &all[..]),
        (&[("license", "lov2")], &all[1..3]),
        (&[("archived", "false")], &all[1..]),
        (&[("archived", "true")], &all[..1]),
        (&[("q", "arbres")], &[all[1], all[3]]),
        (&[("q", "arbres introuvables")], &[]),
        (&[("sort", "title")], &[all[3], all[1], all[0], all[2]]),
        (&[("page_size", "3"), ("page", "2")], &all[3..]),
        (&[("collapse", "true"), ("explain", "true")], &all),
    ] {
        let asked = [&[("ids", ids)], more].concat();
        let answer = application.search(&asked).await;
        assert_eq!(titles(&answer), expected, "{more:?}");
    }
    let answer = application
        .search(&[("ids", ids), ("facets", "license")])
        .await;
    assert_eq!(answer["facets"]["license"][0]["count"], json!(2));
    // Links keep the names.
    let first = application
        .search(&[("ids", ids), ("page_size", "3")])
        .await;
    let next = first["next_page"]
        .as_str()
        .unwrap()
        .replace(&application.url(), "");
    assert_eq!(titles(&application.json(&next).await), &all[3..]);
}

#[tokio::test]
async fn exports_feeds_and_the_command_take_names_too() {
    let application = Application::start(records()).await;
    let asked = [("ids", "zones-de-la-ville,bancs-de-la-ville")];
    let csv = application
        .get(&address("/export.csv", &asked))
        .await
        .text();
    let at = |title: &str| csv.find(title).unwrap();
    assert!(at("Zones de la ville") < at("Bancs de la ville"), "{csv}");
    assert!(!csv.contains("Autre chose"));
    let feed = application.get(&address("/feed.atom", &asked)).await.text();
    assert!(feed.contains("Bancs de la ville") && !feed.contains("Autre chose"));
    let index = application.index_dir().to_str().unwrap().to_owned();
    let output = command()
        .args(["search", "", "--index", &index])
        .args(["--filter", "ids=zones-de-la-ville,nulle-part"])
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.starts_with("1 hits"), "{printed}");
    assert!(
        printed.contains("no record is named `nulle-part`"),
        "{printed}"
    );
}

#[tokio::test]
async fn more_than_200_names_are_refused_with_the_limit() {
    let application = Application::start(records()).await;
    let names = |n: usize| -> String {
        let names: Vec<String> = (0..n).map(|n| format!("nom-{n}")).collect();
        names.join(",")
    };
    let answer = application.search(&[("ids", &names(200))]).await;
    assert_eq!(strings(&answer, "data"), [""; 0]);
    assert_eq!(answer["not_found"].as_array().unwrap().len(), 200);
    let refused = application
        .get(&address("/api/search", &[("ids", &names(201))]))
        .await;
    assert_eq!(refused.status, 400);
    let reason = &refused.json()["errors"]["ids"];
    assert_eq!(*reason, json!("201 names, at most 200 are read"));
}

#[tokio::test]
async fn a_query_of_names_alone_is_a_list_and_one_of_words_is_none() {
    let application = Application::start(records()).await;
    let lines = "bancs-de-la-ville\r\nhttps://data.test/explore/dataset/arbres-d-ici/\nzones-de-la-ville\nn-y-est-pas";
    let listed = [
        "Bancs de la ville",
        "Arbres de la ville bis",
        "Arbres de la ville",
        "Zones de la ville",
    ];
    let answer = application.search(&[("q", lines)]).await;
    assert_eq!(titles(&answer), listed);
    assert_eq!(answer["not_found"], json!(["n-y-est-pas"]));
    // A short slug among longer ones, and another page of the same list.
    let short = "zones-de-la-ville bancs-de-la-ville sirene-2024";
    let answer = application
        .search(&[("q", short), ("page_size", "1"), ("page", "2")])
        .await;
    assert_eq!(titles(&answer), ["Bancs de la ville"]);
    assert_eq!(answer["not_found"], json!(["sirene-2024"]));
    // Two addresses that nobody has are a list all the same.
    let answer = application
        .search(&[("q", "https://a.test/b https://a.test/c")])
        .await;
    assert_eq!(
        answer["not_found"],
        json!(["https://a.test/b", "https://a.test/c"])
    );
    for words in [
        "covid-19 saint-brieuc",
        "arbres-de-la-ville arbres",
        "saint-jean-de-luz port-la-nouvelle",
        "\"zones de la ville\" -arbres",
    ] {
        let answer = application.search(&[("q", words)]).await;
        assert_eq!(answer["not_found"], json!([]), "{words}");
    }
}
