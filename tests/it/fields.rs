//! `fields`: the members of records that an answer has.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::application::{Application, sample_index};
use support::records::{dataservice, dataset};

async fn records() -> Application {
    Application::start(vec![
        dataset("Arbres de la ville")
            .id("arbres")
            .organization("Ville", &["public-service"])
            .description("Les arbres, un par ligne.")
            .resource("arbres.csv", "csv")
            .build(),
        dataset("Arbres de la ville voisine").id("sans").build(),
        dataservice("API des adresses").id("adresses").build(),
    ])
    .await
}

/// Returns the reason why `fields` of a request is refused.
async fn refused(application: &Application, path: &str) -> String {
    let answer = application.get(path).await;
    assert_eq!(answer.status, 400, "{path}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    answer.json()["errors"]["fields"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn names(value: &Value) -> Vec<&String> {
    value.as_object().unwrap().keys().collect()
}

#[tokio::test]
async fn hits_have_the_members_that_are_named_and_what_is_around_them_stays() {
    let application = records().await;
    let path = "/api/search?q=arbres&sort=title&fields=id,organization.name";
    let answer = application.json(path).await;
    assert_eq!(
        answer["data"],
        json!([
            {"id": "arbres", "organization": {"name": "Ville"}},
            {"id": "sans", "organization": null},
        ])
    );
    let mut whole = application.json("/api/search?q=arbres&sort=title").await;
    assert_eq!(names(&answer), names(&whole));
    let mut answer = answer;
    for changed in ["data", "took_us"] {
        answer[changed].take();
        whole[changed].take();
    }
    assert_eq!(answer, whole);
}

#[tokio::test]
async fn each_named_member_is_the_one_of_the_whole_hit() {
    let application = records().await;
    let whole = application.json("/api/search?q=arbres&explain=true").await;
    for (name, value) in whole["data"][0].as_object().unwrap() {
        let path = format!("/api/search?q=arbres&explain=true&fields={name}");
        let answer = application.json(&path).await;
        assert_eq!(answer["data"][0], json!({name.as_str(): value}), "{name}");
    }
    let answer = application
        .json("/api/search?q=arbres&fields=highlights.title.text,highlights.title.mark")
        .await;
    let title = &whole["data"][0]["highlights"]["title"];
    assert_eq!(answer["data"][0]["highlights"], json!({"title": title}));
}

#[tokio::test]
async fn links_to_the_same_search_name_the_same_members() {
    let application = Application::over(sample_index()).await;
    let mut path = "/api/search?q=eau&page_size=3&fields=id%2Ctitle".to_owned();
    for _ in 0..2 {
        let answer = application.json(&path).await;
        assert_eq!(names(&answer["data"][0]), ["id", "title"], "{path}");
        let next = answer["next_page"].as_str().unwrap();
        path = next.strip_prefix(&application.url()).unwrap().to_owned();
    }
}

#[tokio::test]
async fn a_record_has_the_members_that_are_named() {
    let application = records().await;
    let answer = application
        .json("/api/datasets/arbres?fields=title,resources.title,resources.format,similar")
        .await;
    let similar = &answer["similar"][0];
    assert_eq!(similar["id"], "sans");
    assert_eq!(
        answer,
        json!({
            "title": "Arbres de la ville",
            "resources": [{"title": "arbres.csv", "format": "csv"}],
            "similar": [similar],
        })
    );
    let answer = application
        .json("/api/dataservices/adresses?fields=id,base_api_url")
        .await;
    let url = "https://api-des-adresses.test/";
    assert_eq!(answer, json!({"id": "adresses", "base_api_url": url}));
    let unknown = application.get("/api/datasets/arbres?field=id").await;
    assert_eq!(unknown.status, 400);
    let reason = &unknown.json()["errors"]["field"];
    assert!(reason.as_str().unwrap().contains("`fields`"), "{reason}");
}

#[tokio::test]
async fn an_export_has_the_members_and_the_columns_that_are_named() {
    let application = records().await;
    let lines = application
        .get("/export.jsonl?q=arbres&sort=title&fields=id,organization.name,resources.url")
        .await;
    let lines: Vec<Value> = lines
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let url = "https://fichiers.test/arbres.csv";
    assert_eq!(
        lines,
        [
            json!({"id": "arbres", "organization": {"name": "Ville"}, "resources": [{"url": url}]}),
            json!({"id": "sans", "organization": null, "resources": []}),
        ]
    );
    let rows = application
        .get("/export.csv?q=arbres&sort=title&fields=title,id")
        .await;
    assert_eq!(
        rows.text(),
        "title,id\r\nArbres de la ville,arbres\r\nArbres de la ville voisine,sans\r\n"
    );
}

#[tokio::test]
async fn a_member_that_there_is_not_is_refused_with_the_nearest() {
    let application = records().await;
    for (path, reason) in [
        (
            "/api/search?fields=id,titel",
            "unknown member `titel`: did you mean `title`?",
        ),
        (
            "/api/search?fields=organisation",
            "unknown member `organisation`: did you mean `organization`?",
        ),
        (
            "/api/search?fields=organization.nam",
            "unknown member `organization.nam`: did you mean `organization.name`?",
        ),
        ("/api/search?fields=title.text", "`title` has no members"),
        (
            "/api/search?fields=total",
            "unknown member `total`: /docs tells which there are",
        ),
        (
            "/api/datasets/arbres?fields=ressources",
            "unknown member `ressources`: did you mean `resources`?",
        ),
        (
            "/export.jsonl?fields=resources.titel",
            "unknown member `resources.titel`: did you mean `resources.title`?",
        ),
        (
            "/export.csv?fields=licence",
            "unknown member `licence`: did you mean `license`?",
        ),
        (
            "/export.csv?fields=license.id",
            "the column `license` has no members",
        ),
        ("/api/search?fields=,", "`,` names no member"),
    ] {
        assert_eq!(refused(&application, path).await, reason, "{path}");
    }
    let twice = refused(&application, "/api/search?fields=id&fields=title").await;
    assert!(twice.contains("several times"), "{twice}");
    // Where nothing takes it, it is a parameter that there is not.
    let reason = refused(&application, "/api/facets/license?fields=name").await;
    assert!(reason.contains("unknown parameter"), "{reason}");
}

/// Collects the paths of all members of a value, those of the items of lists among them.
fn paths(value: &Value, around: &str, found: &mut BTreeSet<String>) {
    for (name, member) in value.as_object().into_iter().flatten() {
        let path = format!("{around}{name}");
        // What lies in these is anybody's.
        if !["extras", "metrics"].contains(&name.as_str()) {
            paths(member, &format!("{path}."), found);
        }
        found.insert(path);
    }
    for item in value.as_array().into_iter().flatten() {
        paths(item, around, found);
    }
}

#[tokio::test]
async fn every_member_of_an_answer_can_be_named() {
    let application = Application::over(sample_index()).await;
    let lists = [
        ("/api/search?explain=true&page_size=100&q=eau&", "search"),
        ("/export.jsonl?", "export"),
    ];
    for (path, kind) in lists {
        let text = application.get(path).await.text();
        let records: Vec<Value> = if kind == "search" {
            let answer: Value = serde_json::from_str(&text).unwrap();
            answer["data"].as_array().unwrap().clone()
        } else {
            let lines = text.lines();
            lines.map(|it| serde_json::from_str(it).unwrap()).collect()
        };
        let mut found = BTreeSet::new();
        for record in &records {
            paths(record, "", &mut found);
        }
        assert!(found.len() > 50, "{found:?}");
        // A source alone knows this one, which comes with the whole `harvest`.
        found.remove("harvest.id");
        let mut refused = Vec::new();
        for member in found {
            let encoded = member.replace(' ', "%20");
            let limit = if kind == "search" {
                "page_size=1"
            } else {
                "sample=1"
            };
            let asked = format!("{path}{limit}&fields={encoded}");
            let asked = asked.replace("page_size=100&", "");
            if application.get(&asked).await.status != 200 {
                refused.push(member);
            }
        }
        assert!(refused.is_empty(), "{path}: {refused:?}");
    }
}
