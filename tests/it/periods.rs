//! The period that a record covers, and dates of last update that are stamps.

use serde_json::{Value, json};
use support::application::{Application, titles};
use support::records::dataset;

/// Records of loyers that cover periods, declared or named by the title.
async fn rents() -> Application {
    let declared = json!({"start": "2012-01-01", "end": "2016-06-30"});
    Application::start(vec![
        dataset("Loyers 2004-2008").build(),
        dataset("Loyers observés")
            .set("temporal_coverage", declared)
            .build(),
        dataset("Loyers depuis 2019").build(),
        dataset("Loyers à l’horizon 2050").build(),
        dataset("Loyers jusqu’en 1999").build(),
    ])
    .await
}

#[tokio::test]
async fn a_filter_finds_what_covers_a_part_of_a_period() {
    let application = rents().await;
    for (covers, expected) in [
        ("2005..2013", &["Loyers 2004-2008", "Loyers observés"][..]),
        ("2016-06", &["Loyers observés"]),
        ("2016-07..2018", &[]),
        ("2024", &["Loyers depuis 2019"]),
        ("..2003", &["Loyers jusqu’en 1999"]),
        ("2010..", &["Loyers depuis 2019", "Loyers observés"]),
    ] {
        let answer = application
            .search(&[("covers", covers), ("sort", "title")])
            .await;
        assert_eq!(titles(&answer), expected, "{covers}");
        let typed = format!("loyers période:{covers}");
        let answer = application
            .search(&[("q", &typed), ("sort", "title")])
            .await;
        assert_eq!(titles(&answer), expected, "{typed}");
    }
    let answer = application.search(&[("q", "observés")]).await;
    assert_eq!(
        answer["data"][0]["covered_period"],
        json!({"start": "2012-01-01", "end": "2016-06-30", "source": "temporal_coverage"})
    );
    let answer = application
        .search(&[("facets", "covered_year"), ("facet_size", "100")])
        .await;
    let years = answer["facets"]["covered_year"].as_array();
    let count = |year: &str| {
        let is_year = |value: &&Value| value["name"] == year;
        let found = years.unwrap().iter().find(is_year);
        found.map(|value| value["count"].clone())
    };
    assert_eq!(count("2012"), Some(json!(1)), "{answer}");
    assert_eq!(count("2008"), Some(json!(1)), "{answer}");
    assert_eq!(count("2050"), None, "{answer}");
}

#[tokio::test]
async fn a_value_that_is_no_period_is_answered_with_the_reason() {
    let application = rents().await;
    let response = application.get("/api/search?covers=hier").await;
    assert_eq!(response.status, 400);
    let answer: Value = serde_json::from_str(&response.text()).unwrap();
    let reason = answer["errors"]["covers"].as_str().unwrap();
    assert!(reason.contains("`hier`"), "{reason}");
}

#[tokio::test]
async fn periods_in_words_are_preferred_and_their_words_are_not_demanded() {
    let application = rents().await;
    for (typed, meant, first) in [
        (
            "loyers entre 2005 et 2007",
            "2005..2007",
            "Loyers 2004-2008",
        ),
        ("loyers de 2013 à 2014", "2013..2014", "Loyers observés"),
        ("loyers depuis 2020", "2020..", "Loyers depuis 2019"),
        ("loyers avant 2000", "..1999", "Loyers jusqu’en 1999"),
        ("loyers jusqu'en 1998", "..1998", "Loyers jusqu’en 1999"),
        ("loyers 2013-2014", "2013..2014", "Loyers observés"),
    ] {
        let answer = application.search(&[("q", typed)]).await;
        assert_eq!(titles(&answer)[0], first, "{typed}: {answer}");
        // Years that titles write as the query does are words too.
        let expected = if typed.contains('-') { 1 } else { 5 };
        assert_eq!(answer["total"], expected, "{typed}: {answer}");
        assert_eq!(answer["data"][0]["missing_words"], json!([]), "{typed}");
        let readings = answer["interpretations"].as_array().unwrap();
        let reading = readings.iter().find(|it| it["kind"] == "period").unwrap();
        assert_eq!(reading["values"], json!([meant]), "{typed}");
    }
    // As typed, the words are words.
    let answer = application
        .search(&[("q", "loyers avant 2000"), ("verbatim", "true")])
        .await;
    assert_eq!(answer["total"], 0, "{answer}");
}

#[tokio::test]
async fn a_day_that_many_records_of_a_producer_have_is_no_update() {
    let stamp = "2024-11-15T03:00:00+00:00";
    let mut records: Vec<Value> = (0..19)
        .map(|number| {
            let record = dataset(&format!("Zonage {number}")).organization("DDT", &[]);
            record.last_update(stamp).build()
        })
        .collect();
    let titled = dataset("Zonage 2020").organization("DDT", &[]);
    records.push(titled.last_update(stamp).build());
    let other = dataset("Zonage ailleurs").organization("DREAL", &[]);
    records.push(other.last_update("2022-02-02T00:00:00+00:00").build());
    let application = Application::start(records).await;
    let answer = application
        .search(&[
            ("q", "zonage"),
            ("sort", "-last_update"),
            ("page_size", "30"),
        ])
        .await;
    let dates: Vec<(&str, &str)> = answer["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| {
            let date = hit["last_update"].as_str().unwrap();
            (&date[..10], hit["last_update_source"].as_str().unwrap())
        })
        .collect();
    assert_eq!(dates[0], ("2024-01-01", "creation"));
    assert_eq!(
        dates[19..],
        [("2022-02-02", "record"), ("2020-12-31", "title")]
    );
    assert_eq!(answer["data"][20]["stamped_at"], stamp);
    assert_eq!(answer["data"][19]["stamped_at"], Value::Null);
    // What is counted and filtered is what is shown.
    let of_year = application.search(&[("last_update_year", "2020")]).await;
    assert_eq!(titles(&of_year), ["Zonage 2020"]);
    // data.gouv.fr's API tells and orders what the records state.
    let stated = application.json("/api/1/datasets/?sort=-last_update").await;
    assert_eq!(stated["data"][0]["last_update"], stamp, "{stated}");
    let page = application.html("/datasets/zonage-2020").await;
    assert!(page.html().contains("données qui s’arrêtent"));
}
