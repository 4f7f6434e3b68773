//! Frames around what is meant, what stands beside enough complete matches, and places around the one that was named.

use serde_json::{Value, json};
use support::application::{Application, titles};
use support::records::dataset;

#[tokio::test]
async fn the_words_of_a_frame_are_not_demanded() {
    let national = dataset("Crimes et délits enregistrés").zone("country:fr");
    let mut records = vec![
        national.build(),
        dataset("Crimes à Rennes").zone("fr:commune:35238").build(),
    ];
    records.extend((0..30).map(|number| dataset(&format!("Voirie par commune {number}")).build()));
    let application = Application::start(records).await;
    for typed in [
        "crimes par commune",
        "liste des crimes",
        "nombre de crimes par ville",
        "où trouver les crimes svp",
        "c'est quoi les crimes",
    ] {
        let answer = application.search(&[("q", typed)]).await;
        assert_eq!(answer["total"], 2, "{typed}: {answer}");
        assert_eq!(answer["complete_total"], 2, "{typed}: {answer}");
        assert_eq!(answer["data"][0]["missing_words"], json!([]), "{typed}");
    }
    let answer = application.search(&[("q", "crimes par commune")]).await;
    assert_eq!(titles(&answer)[0], "Crimes et délits enregistrés");
    let readings = answer["interpretations"].as_array().unwrap();
    let is_grain = |reading: &Value| reading["kind"] == "grain" && reading["typed"] == "commune";
    assert!(readings.iter().any(is_grain), "{answer}");
    // Where nothing else is asked for, and where they are taken as typed, the words are what is meant.
    for (typed, verbatim, expected) in [
        ("par commune", "false", 30),
        ("crimes par commune", "true", 0),
    ] {
        let answer = application
            .search(&[("q", typed), ("verbatim", verbatim), ("match", "all")])
            .await;
        assert_eq!(answer["total"], expected, "{typed}: {answer}");
    }
}

#[tokio::test]
async fn records_of_the_grain_that_a_frame_asks_for_lead_those_of_another_declared_or_not() {
    let used = |title: &str, views: u64| dataset(title).metric("views", views);
    let mut declared = used("Revenus des ménages", 100).build();
    declared["spatial"] = json!({"granularity": "fr:commune"});
    let mut finer = used("Revenus des foyers", 10).build();
    finer["spatial"] = json!({"granularity": "fr:iris"});
    let records = vec![
        declared,
        finer,
        used("Revenus et pauvreté", 100)
            .description("Le nombre de foyers par commune.")
            .build(),
        used("Revenus, données carroyées", 5_000).build(),
        used("Revenus par région", 5_000).build(),
        used("Revenus", 1).build(),
    ];
    let application = Application::start(records).await;
    let listed = async |query: &str| titles(&application.search(&[("q", query)]).await);
    let without_frame = listed("revenus").await;
    let with_frame = listed("revenus par commune").await;
    let place = |titles: &[String], title: &str| titles.iter().position(|it| it == title).unwrap();
    for other in ["Revenus, données carroyées", "Revenus par région"] {
        for of_grain in ["Revenus des ménages", "Revenus et pauvreté"] {
            assert!(
                place(&without_frame, other) < place(&without_frame, of_grain),
                "{without_frame:?}"
            );
            assert!(
                place(&with_frame, of_grain) < place(&with_frame, other),
                "{with_frame:?}"
            );
        }
    }
    // What is known of the parts of a commune is known of the commune: such a record falls behind no more than one of which
    // nothing is known.
    let foyers = |titles: &[String]| place(titles, "Revenus des foyers") < place(titles, "Revenus");
    assert_eq!(
        foyers(&with_frame),
        foyers(&without_frame),
        "{with_frame:?}"
    );
    // Without what is inferred, the grain that is declared counts alone.
    let answer = application
        .search(&[("q", "revenus par commune"), ("inferred", "false")])
        .await;
    let declared_alone = titles(&answer);
    assert!(
        place(&declared_alone, "Revenus par région")
            < place(&declared_alone, "Revenus et pauvreté"),
        "{declared_alone:?}"
    );
}

/// Thirty records have both words, in their descriptions; one that is much used has the rarer one in its title.
async fn debts() -> Application {
    let mut records: Vec<Value> = (0..30)
        .map(|number| {
            let note = dataset(&format!("Note {number}"));
            note.set("description", "Dette annuelle").build()
        })
        .collect();
    records.extend((0..60).map(|number| dataset(&format!("Revue annuelle {number}")).build()));
    let used = json!({"views": 90_000, "followers": 90, "reuses": 90});
    records.push(dataset("Dette").set("metrics", used).build());
    records.push(dataset("Sans rapport").description("Une dette.").build());
    Application::start(records).await
}

#[tokio::test]
async fn beside_enough_complete_matches_others_are_listed_that_are_worth_as_much() {
    let application = debts().await;
    let answer = application.search(&[("q", "dette annuelle")]).await;
    assert_eq!(titles(&answer)[0], "Dette", "{answer}");
    assert_eq!(answer["data"][0]["missing_words"], json!(["annuelle"]));
    assert_eq!(answer["complete_total"], 30, "{answer}");
    assert_eq!(answer["approximate_total"], 1, "{answer}");
    // Whatever the order, the same are listed.
    let by_date = application
        .search(&[("q", "dette annuelle"), ("sort", "-created")])
        .await;
    assert_eq!(by_date["total_with_most"], 31, "{by_date}");
}

#[tokio::test]
async fn where_nothing_is_local_the_nearest_wider_places_are_offered() {
    let application = Application::start(vec![
        dataset("Budget de Lyon").zone("fr:commune:69123").build(),
        dataset("Budget d’un autre")
            .zone("fr:commune:35238")
            .build(),
        dataset("Voirie de Villeurbanne")
            .zone("fr:commune:69266")
            .build(),
    ])
    .await;
    let answer = application.search(&[("q", "budget Villeurbanne")]).await;
    let places = answer["wider_places"].as_array().unwrap();
    assert_eq!(places.len(), 1, "{answer}");
    assert_eq!(places[0]["name"], "Métropole de Lyon");
    assert_eq!(places[0]["records"], 1);
    let url = places[0]["api_url"].as_str().unwrap();
    assert!(
        url.contains("q=budget&geozone=fr%3Aepci%3A200046977"),
        "{url}"
    );
    let page = application.get("/?q=budget+Villeurbanne").await.text();
    assert!(page.contains("Métropole de Lyon (1)"), "{page}");
    for typed in ["voirie Villeurbanne", "Villeurbanne", "budget"] {
        let answer = application.search(&[("q", typed)]).await;
        assert_eq!(answer["wider_places"], json!([]), "{typed}");
    }
}
