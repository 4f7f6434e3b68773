//! What somebody asks who has not read the description: bad values and natural first guesses, each with its status and what is
//! said.

use scraper::{Html, Selector};
use serde_json::{Value, json};
use support::application::Application;
use support::records::{dataservice, dataset, id};

async fn application() -> Application {
    Application::start(vec![
        dataset("Qualité de l’eau")
            .license("lov2")
            .badge("hvd")
            .tag("eau")
            .zone("fr:region:53")
            .resource("mesures.csv", "CSV")
            .organization("Agence de l’eau", &["public-service"])
            .build(),
        dataset("Pistes cyclables")
            .license("odc-odbl")
            .tag("velo")
            .build(),
        dataservice("API Adresse").build(),
    ])
    .await
}

/// Requests, with the status of their answers and what these say somewhere.
const REQUESTS: [(&str, u16, &str); 56] = [
    // Values of closed lists, in any case of letters.
    ("/api/search?license=LOV2", 200, "\"total\":1"),
    ("/api/search?type=Dataset", 200, "\"total\":2"),
    ("/api/search?badge=HVD", 200, "\"total\":1"),
    ("/api/search?sort=-Last_Update", 200, "\"total\":3"),
    (
        "/api/search?archived=FALSE&verbatim=True",
        200,
        "\"total\":3",
    ),
    ("/api/search?geozone=FR:REGION:53", 200, "\"total\":1"),
    ("/api/search?format=CSV", 200, "\"total\":1"),
    ("/api/search?tag=Eau", 200, "\"total\":1"),
    ("/api/search?all_of=License:LOV2", 200, "\"total\":1"),
    ("/api/search?frequency=notplanned", 200, "\"warnings\":[]"),
    // Values that they do not have.
    (
        "/api/search?license=xyz",
        400,
        "unknown license `xyz`: one of lov2",
    ),
    ("/api/search?license=lov", 400, "did you mean `lov2`?"),
    (
        "/api/search?license=Licence+Ouverte+2.0",
        400,
        "did you mean `lov2`?",
    ),
    (
        "/api/search?license=lov2,fr-lo",
        400,
        "`license=lov2&license=fr-lo`",
    ),
    (
        "/api/search?badge=xyz",
        400,
        "unknown badge `xyz`: one of spd",
    ),
    ("/api/search?badge=inspir", 400, "did you mean `inspire`?"),
    ("/api/search?type=datasets", 400, "did you mean `dataset`?"),
    (
        "/api/search?format_family=tabulaire",
        400,
        "unknown format_family `tabulaire`",
    ),
    (
        "/api/search?sort=-create",
        400,
        "unknown sort `-create` (did you mean `created`?)",
    ),
    ("/api/search?frequency=anual", 400, "did you mean `annual`?"),
    ("/api/search?access_type=libre", 400, "did you mean `open`?"),
    (
        "/api/search?covered_year=hier",
        400,
        "unknown covered_year `hier`",
    ),
    ("/api/search?covered_year=1492", 200, "\"warnings\":[]"),
    ("/api/search?all_of=badge:nope", 400, "unknown badge `nope`"),
    ("/api/search?facets=licence", 400, "did you mean `license`?"),
    // Values that may have been there yesterday.
    (
        "/api/search?tag=veloo",
        200,
        "no record has the tag `veloo`: did you mean `velo`?",
    ),
    ("/api/search?tag=zzz", 200, "no record has the tag `zzz`"),
    (
        "/api/search?geozone=bretagne",
        200,
        "did you mean `fr:region:53`?",
    ),
    ("/api/search?geozone=fr:region:11", 200, "\"warnings\":[]"),
    (
        "/api/search?organization=agence",
        200,
        "\"label\":\"Agence de l’eau\"",
    ),
    (
        "/api/search?schema=etalab/schema-irve",
        200,
        "no record has the schema",
    ),
    (
        "/api/search?format=klingon",
        200,
        "no record has the format `klingon`",
    ),
    (
        "/api/search?series=abc",
        200,
        "no record has the series `abc`",
    ),
    (
        "/api/search?copies_of=abc",
        200,
        "no record has the copies_of `abc`",
    ),
    // Names that no parameter has, and a value too many.
    ("/api/search?query=eau", 400, "did you mean `q`?"),
    ("/api/search?licence=lov2", 400, "did you mean `license`?"),
    ("/api/search?limit=5", 400, "did you mean `page_size`?"),
    ("/api/search?pageSize=5", 400, "did you mean `page_size`?"),
    ("/api/search?Q=eau", 400, "did you mean `q`?"),
    (
        "/api/search?couleur=bleu",
        400,
        "unknown parameter `couleur`: /docs tells",
    ),
    ("/api/search?_=1&utm_source=lettre", 200, "\"total\":3"),
    ("/api/search?q=eau&q=air", 400, "given several times"),
    (
        "/api/search?sort=title&sort=-views",
        400,
        "given several times",
    ),
    ("/api/search?q=%E9t%E9", 400, "its bytes are no UTF-8"),
    // Pages behind the last one.
    (
        "/api/search?page=9",
        200,
        "page 9 lies behind the last one, 1: it is empty",
    ),
    (
        "/api/facets/tag?page=9",
        200,
        "page 9 lies behind the last one",
    ),
    // The other routes.
    ("/api/facets/licence", 404, "did you mean `license`?"),
    (
        "/api/facets/tag?search=eau&license=xyz",
        400,
        "unknown license `xyz`",
    ),
    (
        "/api/facets/tag?search=eau&tag=zzz",
        200,
        "no record has the tag `zzz`",
    ),
    ("/api/facets/tag?query=eau", 400, "did you mean `q`?"),
    ("/api/suggest?query=eau", 400, "did you mean `q`?"),
    (
        "/api/suggest?q=eau&limit=3",
        400,
        "unknown parameter `limit`",
    ),
    ("/api/suggest?q=eau&kind=Tags", 400, "did you mean `tag`?"),
    ("/api/datasets/nope", 404, "there is no dataset `nope`"),
    ("/api/nope", 404, "not found"),
    ("/export.csv?licence=lov2", 400, "did you mean `license`?"),
];

#[tokio::test]
async fn first_guesses_and_bad_values_are_answered_with_what_was_meant() {
    let application = application().await;
    for (path, status, said) in REQUESTS {
        let answer = application.get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert!(answer.text().contains(said), "{path}: {}", answer.text());
        if status >= 400 {
            let body = answer.json();
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert_eq!(body["status"], status, "{path}");
            assert_eq!(body["instance"], path.split('?').next().unwrap());
            assert!(body["message"].is_string() && body["detail"].is_string());
            assert_eq!(body["errors"].is_object(), status == 400, "{path}");
        }
    }
}

#[tokio::test]
async fn the_type_of_a_problem_leads_to_what_the_documentation_says_of_it() {
    let application = application().await;
    let docs = application.get("/docs").await.text();
    for path in ["/api/search?page=0", "/api/nope", "/api/datasets/nope"] {
        let body = application.get(path).await.json();
        let kind = body["type"].as_str().unwrap();
        let anchor = kind.strip_prefix(&format!("{}/docs#", application.url()));
        assert!(
            docs.contains(&format!("id=\"{}\"", anchor.unwrap())),
            "{kind}"
        );
    }
}

#[tokio::test]
async fn what_is_sent_is_refused_in_json_under_api_and_as_a_page_elsewhere() {
    let application = application().await;
    let client = support::application::http_client();
    for (path, content_type) in [
        ("/api/search", "application/problem+json"),
        ("/api", "application/problem+json"),
        ("/api/nope", "application/problem+json"),
        ("/api/1/datasets/", "application/json"),
        ("/", "text/html; charset=utf-8"),
    ] {
        let url = format!("{}{path}", application.url());
        let answer = client.post(url).body("{}").send().await.unwrap();
        assert_eq!(answer.status(), 405, "{path}");
        assert_eq!(answer.headers()["content-type"], content_type, "{path}");
        assert!(answer.headers()["allow"].to_str().unwrap().contains("GET"));
    }
}

/// Returns what a page says of values that nothing has.
fn notes(page: &Html) -> Vec<String> {
    let selector = Selector::parse("p.unknown").unwrap();
    let notes = page.select(&selector).map(|note| {
        let text: String = note.text().collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    notes.collect()
}

#[tokio::test]
async fn a_page_tells_what_has_gone_and_passes_over_what_is_foreign() {
    let application = application().await;
    for (path, said) in [
        ("/?fbclid=1&gclid=2&mtm_campaign=3&lieu=x", &[][..]),
        ("/?license=xyz", &["La licence « xyz » n’existe pas."]),
        (
            "/?tag=veloo",
            &["Le mot-clé « veloo » n’existe pas. Vouliez-vous dire : velo"],
        ),
        (
            "/?sort=xyz&badge=nope",
            &[
                "Le label « nope » n’existe pas.",
                "Le tri « xyz » n’existe pas.",
            ],
        ),
        (
            "/?geozone=bretagne",
            &["Le territoire « bretagne » n’existe pas. Vouliez-vous dire : Bretagne"],
        ),
        (
            "/?page=9",
            &["Il n’y a pas de page 9. Vouliez-vous dire : Page 1"],
        ),
        (
            "/facets/tag?license=xyz",
            &["La licence « xyz » n’existe pas."],
        ),
    ] {
        let answer = application.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(notes(&answer.html()), said, "{path}");
    }
    let feed = application.get("/feed.atom?license=xyz&fbclid=1").await;
    assert_eq!(feed.status, 200);
    assert!(feed.text().contains("La licence « xyz » n’existe pas."));
    let feed = application.get("/feed.atom?sort=xyz").await.text();
    assert!(feed.contains("sort=-created"), "in its own order: {feed}");
}

#[tokio::test]
async fn the_entry_says_what_there_is_and_every_route_of_it_answers() {
    let application = application().await;
    let entry = application.json("/api").await;
    assert_eq!(entry["name"], "Trouvaille");
    let description = application.json("/openapi.json").await;
    assert_eq!(entry["version"], description["info"]["version"]);
    let routes = entry["routes"].as_array().unwrap();
    let paths = description["paths"].as_object().unwrap();
    assert_eq!(routes.len(), paths.len());
    for path in ["/api/search", "/api/facets", "/api/datasets/{id_or_slug}"] {
        let url = json!(format!("{}{path}", application.url()));
        assert!(routes.iter().any(|route| route["url"] == url), "{path}");
    }
    let answer = application.get("/api/").await;
    assert_eq!((answer.status, answer.header("location")), (308, "/api"));
}

#[tokio::test]
async fn the_facets_are_listed_with_their_values_where_these_are_a_closed_list() {
    let application = application().await;
    let facets = application.json("/api/facets").await;
    let data = facets["data"].as_array().unwrap();
    assert_eq!(facets["total"], data.len());
    let of_name = |name: &str| data.iter().find(|facet| facet["name"] == name).unwrap();
    assert_eq!(of_name("type")["values"], json!(["dataset", "dataservice"]));
    assert_eq!(of_name("tag")["values"], Value::Null);
    for facet in data {
        let url = facet["api_url"].as_str().unwrap();
        let path = url.strip_prefix(&application.url()).unwrap();
        assert_eq!(application.json(path).await["facet"], facet["name"]);
    }
}

#[tokio::test]
async fn a_record_is_the_hit_and_what_its_page_shows_by_id_or_slug() {
    let application = application().await;
    let hit = application.search(&[("q", "qualité eau")]).await["data"][0].clone();
    let url = hit["api_url"].as_str().unwrap();
    let path = url.strip_prefix(&application.url()).unwrap().to_owned();
    let record = application.json(&path).await;
    for member in [
        "type",
        "id",
        "slug",
        "title",
        "page",
        "url",
        "api_url",
        "license",
        "organization",
        "trust",
    ] {
        assert_eq!(record[member], hit[member], "{member}");
    }
    assert_eq!(record["resources"][0]["title"], "mesures.csv");
    assert!(record["description"].is_string() && record["similar"].is_array());
    let slug = hit["slug"].as_str().unwrap();
    let by_slug = application.json(&format!("/api/datasets/{slug}")).await;
    assert_eq!(by_slug["id"], record["id"]);
    let api = id("dataservice", "API Adresse");
    let api = application.json(&format!("/api/dataservices/{api}")).await;
    assert_eq!(
        (&api["type"], &api["title"]),
        (&json!("dataservice"), &json!("API Adresse"))
    );
    // An id of the other type is none of this one.
    let answer = application.get(&format!("/api/dataservices/{slug}")).await;
    assert_eq!(answer.status, 404);
}
