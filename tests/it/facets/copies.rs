//! Near-copies folded into groups.

use support::application::{Application, titles};
use support::records::dataset;

use super::shown;

/// Three budgets of one title, the second the most used, and a dataset apart.
async fn budgets() -> Application {
    let budget = |title: &str, id: &str, license: &str, views: u64| {
        dataset(title)
            .id(id)
            .set("slug", format!("budget-{id}"))
            .license(license)
            .metric("views", views)
            .build()
    };
    let records = vec![
        budget("Budget primitif 2023", "b1", "lov2", 1),
        budget("BUDGET PRIMITIF – 2023", "b2", "odc-odbl", 9),
        budget("Budget primitif (2023)", "b3", "lov2", 2),
        dataset("Budget annexe").license("lov2").build(),
    ];
    Application::start(records).await
}

#[tokio::test]
async fn of_near_copies_the_most_used_stands_for_all() {
    let application = budgets().await;
    let parameters = [("q", "budget"), ("sort", "title")];
    let answer = application.search(&parameters).await;
    assert_eq!(
        (&answer["total"], &answer["counts"]),
        (&4.into(), &"records".into())
    );
    assert_eq!(shown(&answer, "license"), ["lov2 3", "odc-odbl 1"]);

    let folded = [&parameters[..], &[("collapse", "true")]].concat();
    let answer = application.search(&folded).await;
    assert_eq!(titles(&answer), ["Budget annexe", "BUDGET PRIMITIF – 2023"]);
    assert_eq!(answer["total"], 2);
    assert_eq!(answer["total_records"], 4);
    assert_eq!(answer["counts"], "groups");
    assert_eq!(shown(&answer, "license"), ["lov2 2", "odc-odbl 1"]);
    assert_eq!(answer["data"][0]["copies"], 0);
    assert!(answer["data"][0]["copies_url"].is_null());
    assert_eq!(answer["data"][1]["copies"], 2);
}

#[tokio::test]
async fn the_folded_copies_are_expanded_by_their_url() {
    let application = budgets().await;
    let answer = application
        .search(&[("q", "budget"), ("collapse", "true"), ("license", "lov2")])
        .await;
    let folded = &answer["data"].as_array().unwrap()[..];
    let group = folded.iter().find(|hit| hit["copies"] != 0).unwrap();
    assert_eq!(group["id"], "b3", "the most used of those with the licence");
    assert_eq!(group["copies"], 1);
    let url = group["copies_url"].as_str().unwrap();
    let path = url.strip_prefix(&application.url()).unwrap();
    let expanded = application.json(path).await;
    assert_eq!(expanded["total"], 2);
    assert_eq!(expanded["counts"], "records");
    let ids: Vec<&str> = expanded["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["b3", "b1"]);
    for (name, n_copies) in [("budget-b2", 3), ("budget-annexe", 1), ("absent", 0)] {
        let answer = application.search(&[("copies_of", name)]).await;
        assert_eq!(answer["total"], n_copies, "{name}");
    }
}

#[tokio::test]
async fn a_count_of_groups_is_the_total_once_its_value_is_chosen() {
    let application = budgets().await;
    let folded = ("collapse", "true");
    let answer = application.search(&[folded, ("license", "odc-odbl")]).await;
    assert_eq!(shown(&answer, "license"), ["lov2 2", "odc-odbl* 1"]);
    let answer = application.search(&[folded, ("license", "lov2")]).await;
    assert_eq!(
        (&answer["total"], &answer["total_records"]),
        (&2.into(), &3.into())
    );
}
