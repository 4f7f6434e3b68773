//! Records that only mention the words in passing: where they are left out, that they are counted and can be had.

use serde_json::Value;
use support::application::{Application, titles};
use support::records::dataset;

/// A text of some hundred words in which the word stands once.
fn long_text(word: &str) -> String {
    let filler =
        "Ce relevé décrit chaque point de mesure, sa commune, sa profondeur et son exploitant. ";
    format!("{0}Le {word} en est connu. {0}", filler.repeat(8))
}

/// Twenty-two records that the word names, of which two are near-copies and two are archived, and four that only mention it:
/// one of them is archived, and one has its slug.
pub async fn budgets() -> Application {
    let mut records: Vec<Value> = (0..19)
        .map(|number| {
            let named = dataset(&format!("Budget numéro {number}"));
            named.created_at("2020-01-01").license("lov2").build()
        })
        .collect();
    let copied = dataset("Budget de la copie").created_at("2021-01-01");
    records.push(copied.clone().build());
    records.push(copied.set("id", "copie").build());
    records.push(
        dataset("Dépenses")
            .tag("budget")
            .created_at("2019-01-01")
            .build(),
    );
    let mention = |title: &str| dataset(title).description(&long_text("budget"));
    records.push(
        mention("Eau du robinet")
            .created_at("2024-01-01")
            .license("lov2")
            .build(),
    );
    records.push(
        mention("Forages")
            .created_at("2023-01-01")
            .license("odc-odbl")
            .build(),
    );
    records.push(mention("Puits").archived("2024-01-01").build());
    Application::start(records).await
}

/// Returns the totals: of what is listed, and of what only mentions the words.
fn totals(answer: &Value) -> (u64, Option<u64>) {
    (
        answer["total"].as_u64().unwrap(),
        answer["mentions_total"].as_u64(),
    )
}

#[tokio::test]
async fn other_orders_than_relevance_leave_out_what_only_mentions_the_words_and_count_it() {
    let application = budgets().await;
    let q = ("q", "budget");
    let by_date = ("sort", "-created");
    for (parameters, expected) in [
        (&[q][..], (24, None)),
        (&[q, ("mentions", "true")], (24, Some(2))),
        (&[q, ("mentions", "false")], (22, Some(2))),
        (&[q, by_date], (22, Some(2))),
        (&[q, by_date, ("mentions", "true")], (24, Some(2))),
        (&[q, by_date, ("verbatim", "true")], (22, Some(2))),
        (&[q, by_date, ("archived", "any")], (22, Some(3))),
        (&[q, by_date, ("license", "lov2")], (19, Some(1))),
        (&[q, by_date, ("license", "odc-odbl")], (0, Some(1))),
        (&[q, by_date, ("collapse", "true")], (21, Some(2))),
        // What was named is listed for its name.
        (&[q, by_date, ("ids", "forages")], (1, None)),
        (
            &[q, ("ids", "forages"), ("mentions", "false")],
            (0, Some(1)),
        ),
        // No word, no mention; a phrase or a choice has no weight.
        (&[by_date], (24, Some(0))),
        (&[("q", "\"budget\""), by_date], (24, Some(0))),
        // Words that name no record are all that there is.
        (&[("q", "exploitant"), by_date], (2, Some(0))),
    ] {
        let answer = application.search(parameters).await;
        assert_eq!(totals(&answer), expected, "{parameters:?}");
    }
    let newest = |answer: &Value| titles(answer)[0].clone();
    assert_eq!(
        newest(&application.search(&[q, by_date]).await),
        "Budget de la copie"
    );
    let with_mentions = [q, by_date, ("mentions", "true")];
    assert_eq!(
        newest(&application.search(&with_mentions).await),
        "Eau du robinet"
    );
}

#[tokio::test]
async fn facets_count_what_is_listed() {
    let application = budgets().await;
    for (mentions, expected) in [("false", [19, 0]), ("true", [20, 1])] {
        for license in [None, Some(("license", "odc-odbl"))] {
            let mut parameters = vec![("q", "budget"), ("sort", "title"), ("mentions", mentions)];
            parameters.extend(license);
            let answer = application.search(&parameters).await;
            let of_license = |name: &str| {
                let values = answer["facets"]["license"].as_array().unwrap().iter();
                let mut values = values.filter(|value| value["name"] == name);
                values
                    .next()
                    .map_or(0, |value| value["count"].as_u64().unwrap())
            };
            assert_eq!(
                ["lov2", "odc-odbl"].map(of_license),
                expected,
                "{parameters:?}"
            );
        }
    }
}

#[tokio::test]
async fn feeds_and_exports_leave_them_out_in_every_order_and_say_how_many_there_are() {
    let application = budgets().await;
    for (parameters, n_lines) in [
        ("q=budget", 22),
        ("q=budget&sort=title", 22),
        ("q=budget&mentions=true", 24),
    ] {
        for path in ["/export.jsonl", "/export.csv"] {
            let file = application.get(&format!("{path}?{parameters}")).await;
            let n_heads = usize::from(path == "/export.csv");
            let text = file.text();
            assert_eq!(
                text.lines().count(),
                n_lines + n_heads,
                "{path}?{parameters}"
            );
            assert_eq!(file.header("x-mentions-total"), "2", "{path}?{parameters}");
        }
    }
    let left_out = application.get("/feed.atom?q=budget").await.text();
    let subtitle =
        "<subtitle>22\u{a0}résultats – 2\u{a0}autres ne font que mentionner les mots</subtitle>";
    assert!(left_out.contains(subtitle), "{left_out}");
    assert!(
        left_out.contains("/feed.atom?q=budget&#38;mentions=true&#38;sort=-created\""),
        "{left_out}"
    );
    let listed = application
        .get("/feed.atom?q=budget&mentions=true")
        .await
        .text();
    assert!(
        listed.contains("<subtitle>24\u{a0}résultats</subtitle>"),
        "{listed}"
    );
}

#[tokio::test]
async fn the_record_of_a_slug_does_not_only_mention_it() {
    let mut records: Vec<Value> = (0..20)
        .map(|number| dataset(&format!("Voirie {number}")).build())
        .collect();
    let plans = dataset("Plans").description(&long_text("voirie"));
    records.push(plans.clone().build());
    records.push(plans.set("id", "nommé").set("slug", "voirie").build());
    let application = Application::start(records).await;
    let answer = application
        .search(&[("q", "voirie"), ("sort", "title")])
        .await;
    assert_eq!(totals(&answer), (21, Some(1)));
}

#[tokio::test]
async fn the_api_of_the_platform_lists_them_in_every_order() {
    let application = budgets().await;
    for sort in ["", "&sort=-created"] {
        let path = format!("/api/2/datasets/search/?q=budget{sort}");
        assert_eq!(application.json(&path).await["total"], 24, "{path}");
    }
}

#[tokio::test]
async fn where_the_words_name_few_records_none_is_left_out() {
    let mut records: Vec<Value> = (0..19)
        .map(|number| dataset(&format!("Voirie {number}")).build())
        .collect();
    records.push(dataset("Plans").description(&long_text("voirie")).build());
    let application = Application::start(records).await;
    let answer = application
        .search(&[("q", "voirie"), ("sort", "title")])
        .await;
    assert_eq!(totals(&answer), (20, Some(0)));
}
