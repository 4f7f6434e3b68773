//! Complete and approximate matches: which are listed, how many there are of each.

use serde_json::{Value, json};
use support::application::{Application, titles};
use support::records::dataset;

/// Three records have both words; two of them are near-copies. Four have the rarer word alone, twenty the other one.
async fn timetables() -> Application {
    let mut records: Vec<Value> = (0..20)
        .map(|number| dataset(&format!("Horaires {number}")).build())
        .collect();
    let both = dataset("Horaires de tramway").license("lov2");
    records.push(both.clone().created_at("2020-01-01").build());
    records.push(both.set("id", "copie").created_at("2019-01-01").build());
    let (old, new) = (
        dataset("Tramway, horaires du réseau"),
        dataset("Le tramway en images"),
    );
    records.push(old.created_at("2018-01-01").build());
    records.push(new.license("lov2").created_at("2024-01-01").build());
    for number in 0..3 {
        let other = dataset(&format!("Tramway {number}"));
        records.push(other.created_at("2022-01-01").build());
    }
    Application::start(records).await
}

/// Returns the totals of an answer: all, complete, approximate, with `match=most`.
fn totals(answer: &Value) -> [u64; 4] {
    [
        "total",
        "complete_total",
        "approximate_total",
        "total_with_most",
    ]
    .map(|name| answer[name].as_u64().unwrap())
}

#[tokio::test]
async fn relevance_lists_approximate_matches_too_and_every_other_order_does_not() {
    let application = timetables().await;
    let q = ("q", "horaires tramway");
    for (parameters, expected) in [
        (&[q][..], [7, 3, 4, 7]),
        (&[q, ("match", "most")], [7, 3, 4, 7]),
        (&[q, ("match", "all")], [3, 3, 0, 7]),
        (&[q, ("sort", "-created")], [3, 3, 0, 7]),
        (&[q, ("sort", "-created"), ("match", "all")], [3, 3, 0, 7]),
        (&[q, ("sort", "-created"), ("match", "most")], [7, 3, 4, 7]),
        (&[q, ("verbatim", "true")], [3, 3, 0, 3]),
        (&[q, ("verbatim", "true"), ("match", "most")], [3, 3, 0, 3]),
        (&[q, ("license", "lov2")], [3, 2, 1, 3]),
        (&[q, ("license", "lov2"), ("match", "all")], [2, 2, 0, 3]),
        // Near-copies are one group.
        (&[q, ("collapse", "true")], [6, 2, 4, 6]),
        (&[q, ("collapse", "true"), ("match", "all")], [2, 2, 0, 6]),
        // One word is all of them, and no word lacks none.
        (&[("q", "tramway"), ("sort", "title")], [7, 7, 0, 7]),
        (&[("sort", "title")], [27, 27, 0, 27]),
    ] {
        let answer = application.search(parameters).await;
        assert_eq!(totals(&answer), expected, "{parameters:?}");
        let lacks = |hit: &&Value| hit["missing_words"] != json!([]);
        let n_lacking = answer["data"].as_array().unwrap().iter().filter(lacks);
        assert_eq!(n_lacking.count() as u64, expected[2], "{parameters:?}");
        let is_relaxed = !answer["relaxation"].is_null();
        assert_eq!(is_relaxed, expected[2] > 0, "{parameters:?}");
    }
}

#[tokio::test]
async fn the_order_that_was_asked_for_is_kept_whatever_matches() {
    let application = timetables().await;
    let parameters = [
        ("q", "horaires tramway"),
        ("sort", "-created"),
        ("match", "most"),
    ];
    let answer = application.search(&parameters).await;
    let found = titles(&answer);
    assert_eq!(found[0], "Le tramway en images");
    assert_eq!(found[6], "Tramway, horaires du réseau");
    assert_eq!(answer["data"][0]["missing_words"], json!(["horaires"]));
    assert_eq!(answer["data"][6]["missing_words"], json!([]));
}

#[tokio::test]
async fn facets_count_what_is_listed() {
    let application = timetables().await;
    let of_license = |answer: &Value| {
        let values = answer["facets"]["license"].as_array().unwrap().clone();
        let value = values.into_iter().find(|value| value["name"] == "lov2");
        value.map_or(0, |value| value["count"].as_u64().unwrap())
    };
    for (required, n_open) in [("all", 2), ("most", 3)] {
        let parameters = [("q", "horaires tramway"), ("match", required)];
        let answer = application.search(&parameters).await;
        assert_eq!(of_license(&answer), n_open, "{required}");
        // Of another selection too.
        let parameters = [&parameters[..], &[("license", "odc-odbl")]].concat();
        let answer = application.search(&parameters).await;
        assert_eq!(answer["total"], 0);
        assert_eq!(of_license(&answer), n_open, "{required}");
        let folded = [&parameters[..], &[("collapse", "true")]].concat();
        let answer = application.search(&folded).await;
        assert_eq!(of_license(&answer), n_open - 1, "{required}");
    }
}

#[tokio::test]
async fn where_nothing_is_complete_the_list_is_empty_and_says_how_many_there_are_otherwise() {
    let application = timetables().await;
    let q = ("q", "horaires tramway zblorg");
    let answer = application.search(&[q, ("sort", "title")]).await;
    assert_eq!(totals(&answer), [0, 0, 0, 7]);
    assert_eq!(answer["data"], json!([]));
    let answer = application.search(&[q]).await;
    assert_eq!(totals(&answer), [7, 0, 7, 7]);
}

#[tokio::test]
async fn a_reading_that_the_answer_names_is_a_complete_match() {
    let mut records: Vec<Value> = (0..20)
        .map(|number| dataset(&format!("Tableau {number}")).build())
        .collect();
    records.push(
        dataset("Bornes")
            .description("Rien d’autre.")
            .zone("fr:departement:35")
            .build(),
    );
    records.push(dataset("Bornes d’ailleurs").build());
    let application = Application::start(records).await;
    let parameters = [("q", "borne dans le 35"), ("match", "all")];
    let answer = application.search(&parameters).await;
    assert_eq!(titles(&answer), ["Bornes"]);
    assert_eq!(totals(&answer), [1, 1, 0, 2]);
}

#[tokio::test]
async fn the_record_of_a_slug_is_a_complete_match_whatever_its_words() {
    let mut records: Vec<Value> = (0..5)
        .map(|number| dataset(&format!("Voirie {number}")).build())
        .collect();
    let routes = dataset("Routes").description("Toute la voirie.");
    records.push(routes.set("slug", "voirie-communale").build());
    let application = Application::start(records).await;
    let answer = application
        .search(&[("q", "voirie-communale"), ("match", "all")])
        .await;
    assert_eq!(titles(&answer), ["Routes"]);
    assert_eq!(answer["data"][0]["missing_words"], json!([]));
}

#[tokio::test]
async fn pages_keep_to_the_match_that_was_asked_for() {
    let application = timetables().await;
    let next = async |parameters: &[(&str, &str)]| {
        let parameters = [parameters, &[("q", "horaires tramway"), ("page_size", "1")]].concat();
        let answer = application.search(&parameters).await;
        let next = answer["next_page"].as_str().unwrap().to_owned();
        next.split_once('?').unwrap().1.to_owned()
    };
    assert_eq!(
        next(&[("match", "all")]).await,
        "q=horaires+tramway&match=all&page_size=1&page=2"
    );
    assert_eq!(
        next(&[("match", "most")]).await,
        "q=horaires+tramway&page_size=1&page=2"
    );
    assert_eq!(
        next(&[("match", "most"), ("sort", "title")]).await,
        "q=horaires+tramway&match=most&sort=title&page_size=1&page=2"
    );
}

#[tokio::test]
async fn the_api_of_the_platform_lists_approximate_matches_in_every_order() {
    let application = timetables().await;
    for sort in ["", "&sort=-created"] {
        let path = format!("/api/2/datasets/search/?q=horaires+tramway{sort}");
        assert_eq!(application.json(&path).await["total"], 7, "{path}");
    }
}
