//! The JSON search as its callers rely on it.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};
use support::application::{Application, address, sample_index, strings, titles};
use support::records::{dataservice, dataset, datasets, id};

/// Returns the keys of an object.
fn keys(object: &Value) -> HashSet<&str> {
    object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[tokio::test]
async fn an_answer_has_every_field_of_the_contract() {
    let mut record = dataset("Qualité de l’eau")
        .acronym("QE")
        .description("La qualité de l’eau.")
        .license("lov2")
        .badge("hvd")
        .tag("eau")
        .zone("fr:region:53")
        .resource("mesures.csv", "CSV")
        .organization("Agence de l’eau", &["public-service", "certified"])
        .created_at("2020-05-06T07:08:09+00:00")
        .last_update("2021-06-07T08:09:10+00:00")
        .metric("views", 5)
        .metric("reuses", 4)
        .metric("followers", 3)
        .metric("resources_downloads", 2)
        .build();
    record["organization"]["acronym"] = json!("AE");
    let application = Application::start(vec![record]).await;
    let answer = application
        .search(&[("q", "eau"), ("license", "lov2")])
        .await;

    assert_eq!(answer["total"], 1);
    assert_eq!(
        (&answer["page"], &answer["page_size"]),
        (&json!(1), &json!(20))
    );
    assert_eq!(
        (&answer["next_page"], &answer["previous_page"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(answer["correction"], Value::Null);
    assert!(answer["took_us"].is_u64(), "{answer}");

    let hit = &answer["data"][0];
    for (field, expected) in [
        ("type", json!("dataset")),
        ("id", json!(id("dataset", "Qualité de l’eau"))),
        ("title", json!("Qualité de l’eau")),
        ("acronym", json!("QE")),
        ("page", json!("/datasets/qualit%C3%A9-de-l-eau")),
        (
            "url",
            json!("https://catalogue.test/datasets/qualité-de-l-eau"),
        ),
        ("license", json!("lov2")),
        ("badges", json!(["hvd"])),
        ("formats", json!(["csv"])),
        ("geozones", json!(["fr:region:53"])),
        ("tags", json!(["eau"])),
        (
            "metrics",
            json!({"views": 5, "reuses": 4, "followers": 3, "resources_downloads": 2}),
        ),
        ("archived", Value::Null),
    ] {
        assert_eq!(hit[field], expected, "{field}");
    }
    assert_eq!(
        hit["organization"]["id"],
        json!(id("organization", "Agence de l’eau"))
    );
    assert_eq!(hit["organization"]["name"], "Agence de l’eau");
    assert_eq!(
        hit["organization"]["badges"],
        json!(["public-service", "certified"])
    );
    assert!(
        hit["created_at"]
            .as_str()
            .unwrap()
            .starts_with("2020-05-06T07:08:09"),
        "{hit}"
    );
    assert!(
        hit["last_update"]
            .as_str()
            .unwrap()
            .starts_with("2021-06-07T08:09:10"),
        "{hit}"
    );
    assert!(hit["score"].as_f64().unwrap() > 0.0);
    let eau = json!([{"text": "Qualité de l’", "mark": false}, {"text": "eau", "mark": true}]);
    assert_eq!(hit["highlights"]["title"], eau);
    assert_eq!(
        hit["highlights"]["description"][1],
        json!({"text": "eau", "mark": true})
    );

    let first = json!({"name": "lov2", "label": answer["facets"]["license"][0]["label"], "count": 1, "selected": true});
    assert_eq!(answer["facets"]["license"], json!([first]));
    assert!(
        answer["facets"]["license"][0]["label"]
            .as_str()
            .unwrap()
            .starts_with("Licence Ouverte"),
        "{answer}"
    );
}

#[tokio::test]
async fn hits_of_both_types_have_the_same_fields_null_or_empty_where_they_lack_something() {
    let archived = "2023-01-02T03:04:05+00:00";
    let records = vec![
        dataset("Nu").without("metrics").build(),
        dataservice("API").archived(archived).build(),
        dataset("À elle").owner("Ada", "Lovelace").build(),
    ];
    let application = Application::start(records).await;
    let answer = application
        .search(&[("archived", "any"), ("sort", "title")])
        .await;
    let [hers, api, bare] = answer["data"].as_array().unwrap().as_slice() else {
        panic!("{answer}")
    };
    assert_eq!((keys(bare), keys(hers)), (keys(api), keys(api)));
    for field in ["acronym", "organization", "archived"] {
        assert_eq!(bare[field], Value::Null, "{field}");
    }
    for field in ["badges", "formats", "tags"] {
        assert_eq!(bare[field], json!([]), "{field}");
    }
    // Nothing was said of where it is.
    assert_eq!(bare["geozones"], Value::Null);
    assert_eq!(
        bare["metrics"],
        json!({"views": null, "reuses": null, "followers": null, "resources_downloads": null})
    );
    assert_eq!(
        (&api["type"], &api["page"]),
        (&json!("dataservice"), &json!("/dataservices/api"))
    );
    assert!(
        api["archived"]
            .as_str()
            .unwrap()
            .starts_with("2023-01-02T03:04:05"),
        "{api}"
    );
    assert_eq!(hers["organization"], Value::Null);
    assert_eq!(hers["owner"]["name"], "Ada Lovelace");
}

#[tokio::test]
async fn following_the_links_to_the_end_and_back_gives_every_hit_once() {
    let application = Application::start(datasets(23)).await;
    let path_of = |url: &Value| {
        url.as_str()
            .map(|url| url.strip_prefix(&application.url()).unwrap().to_owned())
    };
    let parameters = [
        ("q", "jeu"),
        ("license", "notspecified"),
        ("sort", "-created"),
        ("page_size", "5"),
    ];
    let mut forwards = Vec::new();
    let mut path = address("/api/search", &parameters);
    loop {
        let answer = application.json(&path).await;
        assert_eq!(answer["total"], 23);
        forwards.push(strings(&answer, "id"));
        let Some(next) = path_of(&answer["next_page"]) else {
            break;
        };
        path = next;
    }
    assert_eq!(
        forwards.iter().map(Vec::len).collect::<Vec<_>>(),
        [5, 5, 5, 5, 3]
    );
    assert_eq!(forwards.iter().flatten().collect::<HashSet<_>>().len(), 23);

    let mut backwards = Vec::new();
    loop {
        let answer = application.json(&path).await;
        backwards.push(strings(&answer, "id"));
        let Some(previous) = path_of(&answer["previous_page"]) else {
            break;
        };
        path = previous;
    }
    backwards.reverse();
    assert_eq!(backwards, forwards);
}

#[tokio::test]
async fn past_the_end_is_an_empty_page_that_leads_back() {
    let application = Application::start(datasets(23)).await;
    let answer = application
        .search(&[("page", "9"), ("page_size", "5")])
        .await;
    assert_eq!(
        (titles(&answer).len(), &answer["next_page"]),
        (0, &Value::Null)
    );
    assert!(
        answer["previous_page"]
            .as_str()
            .unwrap()
            .ends_with("page_size=5&page=5"),
        "{answer}"
    );
    let nothing = application.search(&[("q", "xqzwvkj"), ("page", "3")]).await;
    assert_eq!(
        (&nothing["next_page"], &nothing["previous_page"]),
        (&Value::Null, &Value::Null)
    );
}

#[tokio::test]
async fn a_value_that_cannot_be_is_named_with_its_reason() {
    let application = Application::start(datasets(1)).await;
    for (parameters, named, reason) in [
        ("page=0", "page", "0"),
        ("page=-1", "page", "-1"),
        ("page=1.5", "page", "1.5"),
        ("page=99999999999999999999", "page", "99999999999999999999"),
        ("page_size=abc", "page_size", "abc"),
        ("page_size=0", "page_size", "0"),
        ("page_size=101", "page_size", "101"),
        ("facet_size=100000", "facet_size", "100000"),
        ("sort=xyz", "sort", "xyz"),
        ("sort=--views", "sort", "--views"),
        ("archived=maybe", "archived", "maybe"),
        ("type=nope", "type", "nope"),
        ("facets=license,nope", "facets", "nope"),
    ] {
        let answer = application
            .get(&format!("/api/search?q=jeu&{parameters}"))
            .await;
        assert_eq!(answer.status, 400, "{parameters}");
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{parameters}"
        );
        let body = answer.json();
        let members = [
            "type", "title", "status", "detail", "instance", "message", "errors",
        ];
        assert_eq!(keys(&body), HashSet::from(members), "{body}");
        assert!(!body["message"].as_str().unwrap().is_empty());
        assert_eq!(keys(&body["errors"]), HashSet::from([named]), "{body}");
        assert!(
            body["errors"][named]
                .as_str()
                .unwrap()
                .contains(&format!("`{reason}`")),
            "{body}"
        );
    }
    let both = application.get("/api/search?page=0&sort=xyz").await.json();
    assert_eq!(keys(&both["errors"]), HashSet::from(["page", "sort"]));
}

/// Asks without a client's own limits, and returns the first line of the answer.
fn first_line_of_answer(application: &Application, path: &str) -> String {
    let mut stream =
        TcpStream::connect(application.url().strip_prefix("http://").unwrap()).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    BufReader::new(stream).lines().next().unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn too_much_is_refused() {
    let application = Application::start(datasets(1)).await;
    let long_word = format!("/api/search?q={}", "a".repeat(1_001));
    let long_query = format!("/api/search?q={}", "eau+".repeat(10_000));
    let tags: Vec<String> = (0..1_000).map(|n| format!("tag=t{n}")).collect();
    for (path, named) in [
        (long_word, "q"),
        (long_query, "q"),
        (format!("/api/search?{}", tags.join("&")), "filters"),
    ] {
        let answer = application.get(&path).await;
        assert_eq!(answer.status, 400, "{}…", &path[..40]);
        assert!(
            answer.json()["errors"][named].is_string(),
            "{}",
            answer.text()
        );
    }
    // Beyond what the HTTP library reads of an address, it answers by itself.
    let answer = first_line_of_answer(
        &application,
        &format!("/api/search?q={}", "a".repeat(100_000)),
    );
    assert_eq!(answer, "HTTP/1.1 414 URI Too Long");
    assert_eq!(application.get("/healthz").await.status, 200, "and goes on");
}

#[tokio::test]
async fn the_same_parameter_a_thousand_times_is_read_once_or_refused() {
    let application = Application::start(vec![
        dataset("Eau").tag("eau").build(),
        dataset("Feu").build(),
    ])
    .await;
    let answer = application
        .json(&format!("/api/search?{}", "tag=eau&".repeat(1_000)))
        .await;
    assert_eq!(titles(&answer), ["Eau"]);
    let answer = application
        .json(&format!("/api/search?{}", "q=eau&".repeat(1_000)))
        .await;
    assert_eq!(titles(&answer), ["Eau"], "they say the same");
    let answer = application
        .get(&format!("/api/search?{}q=eau", "q=feu&".repeat(1_000)))
        .await;
    assert_eq!(answer.status, 400, "they do not");
    assert!(answer.json()["errors"]["q"].is_string());
}

#[tokio::test]
async fn odd_bytes_are_read_as_text() {
    let application = Application::start(vec![dataset("Eau potable").tag("a&b=c d").build()]).await;
    for query_string in [
        "q=eau%00potable",
        "q=eau%",
        "q=eau%0D%0Apotable",
        "q=eau&&&",
        "q=eau;potable",
        "q=e%CC%80au+potable",
        "q=eau%E2%80%AE",
        "q=eau&format",
        "tag=a%26b%3Dc+d",
        "tag=a%26b%3Dc%20d",
    ] {
        let answer = application
            .get(&format!("/api/search?{query_string}"))
            .await;
        assert_eq!(answer.status, 200, "{query_string}: {}", answer.text());
        assert_eq!(answer.json()["total"], 1, "{query_string}");
    }
}

#[tokio::test]
async fn unknown_routes_answer_404_as_json_under_api_and_as_a_page_elsewhere() {
    let application = Application::start(datasets(1)).await;
    let answer = application.get("/api/nope").await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (404, "application/problem+json")
    );
    assert_eq!(answer.json()["message"], "not found");
    let answer = application.get("/nope").await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (404, "text/html; charset=utf-8")
    );
}

#[tokio::test]
async fn health_is_told_with_the_generation_in_use() {
    let application = Application::start(datasets(2)).await;
    let answer = application.get("/healthz").await;
    assert_eq!((answer.status, answer.text().as_str()), (200, "ok\n"));
    let ready = application.json("/readyz").await;
    assert_eq!(ready["status"], "ready");
    assert_eq!(ready["generation"], application.generation());
    assert_eq!(ready["records"], json!({"dataset": 2, "dataservice": 0}));
}

#[tokio::test]
async fn answers_are_compressed_for_who_asks() {
    let application = Application::over(sample_index()).await;
    let path = "/api/search?q=eau&page_size=100";
    let plain = application.get(path).await;
    assert_eq!(plain.header("content-encoding"), "");
    let zipped = application
        .get_with(path, &[("accept-encoding", "gzip")])
        .await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
    assert!(
        zipped
            .header("vary")
            .to_lowercase()
            .contains("accept-encoding"),
        "{:?}",
        zipped.headers
    );
    assert!(zipped.bytes.len() * 2 < plain.bytes.len());
    let mut text = String::new();
    flate2::read::GzDecoder::new(zipped.bytes.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    let unzipped: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(unzipped["data"], plain.json()["data"]);
}

#[tokio::test]
async fn every_answer_has_the_security_headers_and_a_request_id() {
    let application = Application::start(datasets(1)).await;
    for path in [
        "/",
        "/api/search",
        "/datasets/jeu-0001",
        "/nope",
        "/api/nope",
        "/?page=0",
        "/api/search?page=0",
        "/healthz",
    ] {
        let answer = application.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(
            policy.contains("script-src 'self';") && !policy.contains("unsafe"),
            "nothing in a page runs: {path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
    let answer = application
        .get_with("/healthz", &[("x-request-id", "abc-123")])
        .await;
    assert_eq!(
        answer.header("x-request-id"),
        "abc-123",
        "a proxy's id is kept"
    );
}

#[tokio::test]
async fn only_reading_is_allowed() {
    let application = Application::start(datasets(1)).await;
    let client = support::application::http_client();
    for path in ["/", "/api/search", "/nope"] {
        let url = format!("{}{path}", application.url());
        assert_eq!(
            client
                .post(&url)
                .body("q=eau")
                .send()
                .await
                .unwrap()
                .status(),
            405,
            "{path}"
        );
        assert_eq!(
            client.delete(&url).send().await.unwrap().status(),
            405,
            "{path}"
        );
    }
    let head = client
        .head(format!("{}/api/search", application.url()))
        .send()
        .await
        .unwrap();
    assert_eq!(head.status(), 200);
}
