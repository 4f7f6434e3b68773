//! Organizations: lists, searches, one by one, and by slug wherever their id may stand.

use serde_json::{Value, json};
use support::application::{Application, address};
use support::records::{RecordBuilder, dataservice, dataset, id};

use super::{assert_refused, fields, found, sorted};

const LIST: &str = "/api/1/organizations/";
const SEARCH: &str = "/api/2/organizations/search/";

const ORGANIZATION: &str = "id name acronym slug description url business_number_id created_at last_modified deleted badges \
    logo logo_thumbnail members extras metrics permissions uri page";

fn of(record: RecordBuilder, field: &str, value: impl Into<Value>) -> Value {
    let mut record = record.build();
    record["organization"][field] = value.into();
    record
}

/// Four organizations: INSEE with two datasets and an API, and three with one dataset each.
async fn application() -> Application {
    let insee = |record: RecordBuilder| {
        let name = "Institut national de la statistique et des études économiques (Insee)";
        record.organization(name, &["public-service", "certified"])
    };
    let rennes = dataset("Arbres")
        .organization("Rennes Métropole", &["local-authority"])
        .created_at("2022-01-01T00:00:00+00:00")
        .metric("views", 500);
    let budget = dataset("Budget")
        .organization("Agence de l’eau Loire-Bretagne", &["public-service"])
        .created_at("2023-01-01T00:00:00+00:00");
    let club = dataset("Vélos")
        .organization("Club des cyclistes", &["association"])
        .created_at("2021-01-01T00:00:00+00:00");
    let records = vec![
        insee(dataset("Sirene"))
            .created_at("2020-01-01T00:00:00+00:00")
            .build(),
        insee(dataset("Population")).metric("views", 9).build(),
        insee(dataservice("API Sirene")).build(),
        insee(dataset("Recensement"))
            .archived("2024-01-01T00:00:00+00:00")
            .build(),
        of(rennes, "acronym", "RM"),
        of(budget, "business_number_id", "18450311800020"),
        club.build(),
        dataset("Sans producteur").build(),
    ];
    Application::start(records).await
}

async fn names(application: &Application, route: &str, parameters: &[(&str, &str)]) -> Vec<String> {
    let answer = application.json(&address(route, parameters)).await;
    let data = answer["data"]
        .as_array()
        .unwrap_or_else(|| panic!("{answer}"));
    let short = |name: &Value| {
        let words = name.as_str().unwrap().split_whitespace();
        words.take(2).collect::<Vec<_>>().join(" ")
    };
    data.iter().map(|it| short(&it["name"])).collect()
}

const INSEE: &str = "Institut national";
const RENNES: &str = "Rennes Métropole";
const AGENCE: &str = "Agence de";
const CLUB: &str = "Club des";

#[tokio::test]
async fn an_organization_of_a_list_is_whole_and_the_same_alone() {
    let application = application().await;
    let answer = application
        .json(&address(LIST, &[("name", "rennes métropole")]))
        .await;
    assert_eq!(
        (&answer["total"], &answer["page"], &answer["page_size"]),
        (&json!(1), &json!(1), &json!(20))
    );
    let rennes = &answer["data"][0];
    assert_eq!(fields(rennes), sorted(ORGANIZATION));
    let id = id("organization", "Rennes Métropole");
    let expected = json!({
        "id": id, "name": "Rennes Métropole", "acronym": "RM", "slug": "rennes-métropole", "description": "",
        "created_at": "2022-01-01T00:00:00+00:00", "last_modified": "2024-03-01T00:00:00+00:00",
        "badges": [{"kind": "local-authority"}], "members": [], "extras": {},
        "uri": format!("{}/api/1/organizations/{id}/", application.url()),
        "page": "https://catalogue.test/organizations/rennes-métropole",
    });
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&rennes[field], value, "{field}");
    }
    assert_eq!(rennes["metrics"]["datasets"], 1);
    for name in [id.as_str(), "rennes-métropole"] {
        let alone = application.json(&format!("{LIST}{name}/")).await;
        assert_eq!(&alone, rennes, "{name}");
    }
    let insee = application.json(&address(LIST, &[("q", "insee")])).await["data"][0].clone();
    assert_eq!(insee["metrics"]["datasets"], 2, "archived ones apart");
    assert_eq!(insee["metrics"]["dataservices"], 1);
    assert_eq!(insee["created_at"], "2020-01-01T00:00:00+00:00");
}

#[tokio::test]
async fn organizations_are_found_by_words_acronyms_numbers_and_badges() {
    let application = application().await;
    for (parameters, expected) in [
        (&[][..], &[AGENCE, RENNES, CLUB, INSEE][..]),
        (&[("q", "statistiques")], &[INSEE]),
        (&[("q", "INSEE")], &[INSEE]),
        (&[("q", "economique")], &[INSEE]),
        (&[("q", "rm")], &[RENNES]),
        (&[("q", "métropoles")], &[RENNES]),
        // A mistake in a word.
        (&[("q", "statistqiue")], &[INSEE]),
        (&[("q", "agnece eau")], &[AGENCE]),
        (&[("q", "18450311800020")], &[AGENCE]),
        (&[("q", "184 503 118")], &[AGENCE]),
        // Where nobody has all the words, those who have most.
        (&[("q", "eau cyclistes")], &[CLUB, AGENCE]),
        (&[("q", "volcan")], &[]),
        (&[("badge", "public-service")], &[AGENCE, INSEE]),
        (&[("badge", "company")], &[]),
        (&[("q", "eau"), ("badge", "association")], &[]),
        (&[("name", "club des cyclistes")], &[CLUB]),
        (&[("name", "club")], &[]),
        (&[("business_number_id", "18450311800020")], &[AGENCE]),
        (&[("business_number_id", "184503118")], &[]),
    ] {
        let mut found = names(&application, LIST, parameters).await;
        let mut expected: Vec<&str> = expected.to_vec();
        if !parameters.is_empty() {
            found.sort_unstable();
            expected.sort_unstable();
        }
        assert_eq!(found, expected, "{parameters:?}");
    }
}

#[tokio::test]
async fn organizations_come_in_the_order_that_is_asked_for() {
    let application = application().await;
    for (order, expected) in [
        ("name", [AGENCE, CLUB, INSEE, RENNES]),
        ("-name", [RENNES, INSEE, CLUB, AGENCE]),
        ("created", [INSEE, CLUB, RENNES, AGENCE]),
        ("-created", [AGENCE, RENNES, CLUB, INSEE]),
    ] {
        let found = names(&application, LIST, &[("sort", order)]).await;
        assert_eq!(found, expected, "{order}");
    }
    for (order, first) in [("-datasets", INSEE), ("-views", RENNES)] {
        for route in [LIST, SEARCH] {
            let found = names(&application, route, &[("sort", order)]).await;
            assert_eq!(found[0], first, "{route} {order}");
        }
    }
    let best = names(&application, SEARCH, &[]).await;
    assert_eq!(best[0], INSEE, "who publishes most comes first");
}

#[tokio::test]
async fn lists_and_searches_of_organizations_have_pages() {
    let application = application().await;
    let page = |n: &'static str| [("page_size", "3"), ("page", n)];
    for route in [LIST, SEARCH] {
        let first = application.json(&address(route, &page("1"))).await;
        assert_eq!(first["total"], 4);
        let next = first["next_page"].as_str().unwrap();
        assert!(next.starts_with(&application.url()), "{next}");
        let path = next.strip_prefix(&application.url()).unwrap();
        let second = application.json(path).await;
        assert_eq!(second["data"].as_array().unwrap().len(), 1);
        assert_eq!(second["next_page"], Value::Null);
    }
    assert_eq!(
        application.get(&address(LIST, &page("3"))).await.status,
        404
    );
    let past = application.json(&address(SEARCH, &page("3"))).await;
    assert_eq!(past["data"], json!([]));
}

#[tokio::test]
async fn values_that_cannot_be_are_refused_with_the_platforms_words() {
    let application = application().await;
    for (route, parameter, value) in [
        (LIST, "badge", "nope"),
        (LIST, "sort", "title"),
        (LIST, "page", "0"),
        (LIST, "page_size", "1001"),
        (SEARCH, "badge", "nope"),
        (SEARCH, "sort", "name"),
        (SEARCH, "producer_type", "nope"),
    ] {
        assert_refused(&application, route, parameter, value).await;
    }
}

#[tokio::test]
async fn a_search_counts_kinds_of_producer() {
    let application = application().await;
    let kinds = json!({"producer_type": [
        {"name": "all", "count": 4}, {"name": "public-service", "count": 2}, {"name": "association", "count": 1},
        {"name": "local-authority", "count": 1},
    ]});
    for parameters in [&[][..], &[("producer_type", "association")]] {
        let answer = application.json(&address(SEARCH, parameters)).await;
        assert_eq!(answer["facets"], kinds, "{parameters:?}");
    }
    let found = names(&application, SEARCH, &[("producer_type", "association")]).await;
    assert_eq!(found, [CLUB]);
    let masked = application
        .get_with(
            &address(SEARCH, &[("q", "insee")]),
            &[("X-Fields", "data{slug},total")],
        )
        .await
        .json();
    assert_eq!(masked["total"], 1);
    assert_eq!(fields(&masked["data"][0]), ["slug"]);
}

#[tokio::test]
async fn a_slug_stands_wherever_an_organizations_id_may() {
    let application = application().await;
    let id = id("organization", "Rennes Métropole");
    for name in [id.as_str(), "rennes-métropole"] {
        for route in [
            "/api/1/datasets/",
            "/api/2/datasets/",
            "/api/2/datasets/search/",
            "/api/search",
        ] {
            let titles = found(&application, route, &[("organization", name)]).await;
            assert_eq!(titles, ["Arbres"], "{route} {name}");
        }
        let of_it = format!("{LIST}{name}/datasets/");
        assert_eq!(found(&application, &of_it, &[]).await, ["Arbres"]);
        let no_api = format!("{LIST}{name}/dataservices/");
        assert_eq!(application.json(&no_api).await["total"], 0);
        for feed in ["/api/1/datasets/recent.atom", "/feed.atom", "/export.csv"] {
            let answer = application
                .get(&address(feed, &[("organization", name)]))
                .await;
            assert_eq!(answer.status, 200, "{feed}");
            let text = answer.text();
            assert!(text.contains("Arbres"), "{feed} {name}: {text}");
            assert!(!text.contains("Sirene"), "{feed} {name}: {text}");
        }
    }
    let insee = "institut-national-de-la-statistique-et-des-études-économiques-insee";
    for route in ["/api/1/dataservices/", "/api/2/dataservices/search/"] {
        let titles = found(&application, route, &[("organization", insee)]).await;
        assert_eq!(titles, ["API Sirene"], "{route}");
    }
    let of_it = format!("{LIST}{insee}/dataservices/");
    assert_eq!(found(&application, &of_it, &[]).await, ["API Sirene"]);
    // The facet says what is selected as it was asked for.
    let answer = application
        .json(&address(
            "/api/search",
            &[("organization", "rennes-métropole")],
        ))
        .await;
    let chosen = answer["facets"]["organization"].as_array().unwrap();
    let chosen: Vec<&Value> = chosen.iter().filter(|it| it["selected"] == true).collect();
    assert_eq!(chosen.len(), 1);
    assert_eq!(chosen[0]["name"], "rennes-métropole");
    assert_eq!(chosen[0]["label"], "Rennes Métropole");
}

#[tokio::test]
async fn what_names_no_organization_is_answered_as_on_the_platform() {
    let application = application().await;
    let unknown = "53699934a3a729239d2046ef";
    for route in ["/api/1/datasets/", "/api/1/dataservices/"] {
        assert_refused(&application, route, "organization", "nobody").await;
        let parameters = [("organization", unknown)];
        assert!(found(&application, route, &parameters).await.is_empty());
    }
    for route in ["/api/2/datasets/search/", "/api/2/dataservices/search/"] {
        let parameters = [("organization", "nobody")];
        assert!(found(&application, route, &parameters).await.is_empty());
    }
    for path in ["", "datasets/", "dataservices/"] {
        for name in [unknown, "nobody"] {
            let answer = application.get(&format!("{LIST}{name}/{path}")).await;
            assert_eq!(answer.status, 404, "{name} {path}");
            assert!(answer.json()["message"].is_string());
        }
    }
}
