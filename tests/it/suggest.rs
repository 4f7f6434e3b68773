//! Suggestions while typing, from HTTP in to HTTP out.

use serde_json::{Value, json};
use support::application::{Application, address, sample_index, strings};
use support::records::{dataset, id};

async fn suggest(application: &Application, parameters: &[(&str, &str)]) -> Value {
    application.json(&address("/api/suggest", parameters)).await
}

#[tokio::test]
async fn a_suggestion_says_what_it_is_and_where_it_leads() {
    let record = dataset("Qualité de l’eau").acronym("QE").tag("eau");
    let application = Application::start(vec![record.build()]).await;
    let answer = suggest(&application, &[("q", "EA")]).await;
    assert!(answer["took_us"].is_u64(), "{answer}");
    let base = application.url();
    assert_eq!(
        answer["data"],
        json!([
            {
                "kind": "tag", "kind_label": "Mot-clé", "label": "eau", "detail": null, "page": "/?tag=eau", "url": "/?tag=eau",
                "api_url": format!("{base}/api/search?tag=eau"), "count": 1,
                "highlights": [{"text": "ea", "mark": true}, {"text": "u", "mark": false}],
            },
            {
                "kind": "dataset", "kind_label": "Jeu de données", "label": "Qualité de l’eau", "detail": "QE",
                "page": "/datasets/qualit%C3%A9-de-l-eau", "url": "/datasets/qualit%C3%A9-de-l-eau",
                "api_url": format!("{base}/api/datasets/{}", id("dataset", "Qualité de l’eau")), "count": null,
                "highlights": [
                    {"text": "Qualité de l’", "mark": false}, {"text": "ea", "mark": true}, {"text": "u", "mark": false},
                ],
            },
        ])
    );
}

#[tokio::test]
async fn nothing_typed_suggests_nothing_and_sizes_and_kinds_are_kept_to() {
    let application = Application::over(sample_index()).await;
    for parameters in [&[][..], &[("q", "")], &[("q", " …")]] {
        assert_eq!(suggest(&application, parameters).await["data"], json!([]));
    }
    for (size, n_expected) in [("1", 1), ("3", 3), ("20", 20)] {
        let answer = suggest(&application, &[("q", "d"), ("size", size)]).await;
        assert_eq!(answer["data"].as_array().unwrap().len(), n_expected);
    }
    let answer = suggest(
        &application,
        &[("q", "e"), ("kind", "tag"), ("kind", "format")],
    )
    .await;
    let kinds = strings(&answer, "kind");
    assert!(!kinds.is_empty());
    assert!(
        kinds.iter().all(|kind| kind == "tag" || kind == "format"),
        "{kinds:?}"
    );
}

#[tokio::test]
async fn every_suggestion_of_the_sample_leads_somewhere() {
    let application = Application::over(sample_index()).await;
    let mut n_followed = 0;
    for text in [
        "a",
        "ba",
        "ca",
        "de",
        "e",
        "fi",
        "i",
        "l",
        "me",
        "p",
        "re",
        "sa",
        "tr",
        "v",
        "base adr",
        "qualité de l",
        "fran",
    ] {
        let answer = suggest(&application, &[("q", text), ("size", "20")]).await;
        for url in strings(&answer, "url") {
            let page = application.get(&url).await;
            assert_eq!(page.status, 200, "{url}");
            if let Some(parameters) = url.strip_prefix("/?") {
                let found = application.json(&format!("/api/search?{parameters}")).await;
                assert!(found["total"].as_u64().unwrap() > 0, "{url}");
            }
            n_followed += 1;
        }
    }
    assert!(n_followed > 100, "{n_followed}");
}

#[tokio::test]
async fn a_title_that_several_records_have_leads_to_all_of_them() {
    let copies = (0..3).map(|n| {
        let copy = dataset("Plan « local » d'urbanisme \"PLU\"").id(&format!("{n:024}"));
        copy.set("slug", format!("plan-{n}")).build()
    });
    let application = Application::start(copies.collect()).await;
    let answer = suggest(&application, &[("q", "plan")]).await;
    assert_eq!(answer["data"].as_array().unwrap().len(), 1);
    assert_eq!(answer["data"][0]["count"], 3);
    let url = answer["data"][0]["url"].as_str().unwrap();
    let found = application
        .json(&url.replacen("/?", "/api/search?", 1))
        .await;
    assert_eq!(found["total"], 3, "{url}");
}

#[tokio::test]
async fn browsers_get_their_own_shape() {
    let record = dataset("Arbres remarquables").build();
    let application = Application::start(vec![record]).await;
    let path = address("/api/suggest", &[("q", "arb"), ("format", "opensearch")]);
    let answer = application.get(&path).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-type"),
        "application/x-suggestions+json"
    );
    let url = format!("{}/datasets/arbres-remarquables", application.url());
    assert_eq!(
        answer.json(),
        json!(["arb", ["Arbres remarquables"], ["Jeu de données"], [url]])
    );
}

#[tokio::test]
async fn values_that_cannot_be_are_answered_400_and_strange_texts_plainly() {
    let application = Application::over(sample_index()).await;
    let long = format!("q={}", "a".repeat(201));
    let huge = format!("q={}", "a".repeat(60_000));
    for (parameters, name) in [
        ("size=0", "size"),
        ("size=21", "size"),
        ("size=abc", "size"),
        ("kind=user", "kind"),
        ("format=xml", "format"),
        ("x=1", "x"),
        ("q=%FF%FE%00", "q"),
        (long.as_str(), "q"),
        (huge.as_str(), "q"),
    ] {
        let answer = application.get(&format!("/api/suggest?{parameters}")).await;
        assert_eq!(answer.status, 400, "{name}: {}", answer.text());
        assert!(answer.json()["errors"][name].is_string(), "{name}");
    }
    let many = "q=eau&".repeat(1_000);
    for parameters in [
        "q=%00",
        "q=%22%22)(*",
        "q=-%C2%A0+",
        many.as_str(),
        "size=",
        "_=1",
    ] {
        let answer = application.get(&format!("/api/suggest?{parameters}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
}
