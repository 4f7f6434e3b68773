//! The mask of an answer's fields (`X-Fields`).

use serde_json::{Value, json};
use support::application::Application;
use support::records::{dataset, datasets};

use super::{fields, sorted};

async fn masked(application: &Application, path: &str, mask: &str) -> Value {
    let answer = application.get_with(path, &[("X-fields", mask)]).await;
    assert_eq!(answer.status, 200, "{path} {mask}: {}", answer.text());
    answer.json()
}

#[tokio::test]
async fn a_mask_leaves_what_it_names() {
    let application = Application::start(datasets(3)).await;
    let list = "/api/1/datasets/?sort=created&page_size=1";
    let answer = masked(&application, list, "data{id,title,tags},next_page").await;
    assert_eq!(fields(&answer), ["data", "next_page"]);
    assert_eq!(fields(&answer["data"][0]), ["id", "tags", "title"]);

    let answer = masked(
        &application,
        list,
        "{data{organization{name},metrics{views}},total}",
    )
    .await;
    assert_eq!(
        answer,
        json!({"data": [{"organization": null, "metrics": {"views": 0}}], "total": 3})
    );
    let answer = masked(&application, list, "data{id},*").await;
    assert_eq!(
        fields(&answer),
        sorted("data page page_size total next_page previous_page")
    );
    assert_eq!(fields(&answer["data"][0]), ["id"]);
    let unknown = masked(&application, list, "data{id,nothing},nothing").await;
    assert_eq!(fields(&unknown["data"][0]), ["id"]);
}

#[tokio::test]
async fn a_mask_works_on_records_searches_and_vocabularies() {
    let application =
        Application::start(vec![dataset("Eau").resource("eau.csv", "csv").build()]).await;
    for (path, mask, expected) in [
        (
            "/api/1/datasets/eau/",
            "title,resources{title}",
            json!({"title": "Eau", "resources": [{"title": "eau.csv"}]}),
        ),
        (
            "/api/2/datasets/eau/",
            "resources{total}",
            json!({"resources": {"total": 1}}),
        ),
        (
            "/api/2/datasets/search/",
            "total,facets{topics}",
            json!({"total": 1, "facets": {"topics": [{"name": "all", "count": 1}]}}),
        ),
        (
            "/api/2/datasets/eau/resources/",
            "data{format}",
            json!({"data": [{"format": "csv"}]}),
        ),
        (
            "/api/1/datasets/suggest/?q=eau",
            "title",
            json!([{"title": "Eau"}]),
        ),
        // What only a name brings.
        (
            "/api/1/datasets/eau/",
            "community_resources",
            json!({"community_resources": []}),
        ),
    ] {
        assert_eq!(
            masked(&application, path, mask).await,
            expected,
            "{path} {mask}"
        );
    }
    let licenses = masked(&application, "/api/1/datasets/licenses/", "id").await;
    assert_eq!(licenses[0], json!({"id": "lov2"}));
}

#[tokio::test]
async fn what_is_no_mask_is_refused_with_the_reason() {
    let application = Application::start(datasets(1)).await;
    for (mask, message) in [
        ("data{id", "Mask parse error: Missing closing bracket"),
        ("data}", "Mask parse error: Unexpected closing bracket"),
        ("a,,b", "Mask parse error: Unexpected comma"),
        ("total{x}", "Mask error: Mask is inconsistent with model"),
        (
            "data{title{x}}",
            "Mask error: Mask is inconsistent with model",
        ),
    ] {
        for path in ["/api/1/datasets/", "/api/2/datasets/search/"] {
            let answer = application.get_with(path, &[("X-Fields", mask)]).await;
            assert_eq!(answer.status, 400, "{mask}");
            assert_eq!(answer.json(), json!({"message": message}), "{mask}");
        }
    }
}
