//! Lists of datasets and dataservices: the envelope, the order, every parameter.

use serde_json::{Value, json};
use support::application::{Application, address, titles};
use support::records::{dataservice, dataset, datasets, id};

use super::{assert_refused, fields, found, sorted};

const LISTS: [&str; 2] = ["/api/1/datasets/", "/api/2/datasets/"];

#[tokio::test]
async fn a_list_is_walked_by_its_links_from_the_first_page_to_the_last() {
    let application = Application::start(datasets(45)).await;
    for list in LISTS {
        let mut path = format!("{list}?tag=&page_size=20&sort=created");
        let mut seen = Vec::new();
        for page in 1..=3 {
            let answer = application.json(&path).await;
            assert_eq!(
                fields(&answer),
                sorted("data page page_size total next_page previous_page")
            );
            assert_eq!(
                (&answer["page"], &answer["page_size"], &answer["total"]),
                (&json!(page), &json!(20), &json!(45))
            );
            assert_eq!(answer["previous_page"].is_null(), page == 1, "{answer}");
            seen.extend(titles(&answer));
            match answer["next_page"].as_str() {
                Some(next) => next
                    .strip_prefix(&application.url())
                    .unwrap()
                    .clone_into(&mut path),
                None => assert_eq!(page, 3),
            }
        }
        let expected: Vec<String> = (1..=45).map(|place| format!("Jeu {place:04}")).collect();
        assert_eq!(seen, expected);
    }
    let answer = application
        .json("/api/1/datasets/?page=2&q=jeu&page_size=10")
        .await;
    for (link, page) in [("next_page", 3), ("previous_page", 1)] {
        let expected = format!(
            "{}/api/1/datasets/?q=jeu&page_size=10&page={page}",
            application.url()
        );
        assert_eq!(answer[link], expected);
    }
}

#[tokio::test]
async fn a_page_past_the_end_is_not_found_and_the_first_one_of_nothing_is_empty() {
    let application = Application::start(datasets(3)).await;
    for list in [LISTS[0], LISTS[1], "/api/1/dataservices/"] {
        let answer = application.get(&format!("{list}?page=2")).await;
        assert_eq!(answer.status, 404, "{list}");
        assert_eq!(answer.json(), json!({"message": "there is no page 2"}));
        let nothing = application.json(&format!("{list}?q=introuvable")).await;
        assert_eq!(
            (&nothing["data"], &nothing["total"]),
            (&json!([]), &json!(0))
        );
    }
    let far = application
        .get("/api/1/datasets/?page=9223372036854775807&page_size=1000")
        .await;
    assert_eq!(far.status, 404);
}

#[tokio::test]
async fn lists_begin_with_the_newest_and_are_sorted_by_every_field() {
    let records = vec![
        dataset("Été")
            .created_at("2021-01-01T00:00:00+00:00")
            .last_update("2021-06-01T00:00:00+00:00")
            .metric("reuses", 1)
            .metric("followers", 3)
            .metric("views", 2)
            .build(),
        dataset("Automne")
            .created_at("2022-01-01T00:00:00+00:00")
            .last_update("2022-05-01T00:00:00+00:00")
            .metric("reuses", 3)
            .metric("followers", 2)
            .metric("views", 1)
            .build(),
        dataset("Hiver")
            .created_at("2020-01-01T00:00:00+00:00")
            .last_update("2024-05-01T00:00:00+00:00")
            .metric("reuses", 2)
            .metric("followers", 1)
            .metric("views", 3)
            .build(),
    ];
    let application = Application::start(records).await;
    for (sort, expected) in [
        ("", ["Automne", "Été", "Hiver"]),
        ("sort=created", ["Hiver", "Été", "Automne"]),
        ("sort=-created", ["Automne", "Été", "Hiver"]),
        ("sort=title", ["Automne", "Été", "Hiver"]),
        ("sort=-title", ["Hiver", "Été", "Automne"]),
        ("sort=last_update", ["Été", "Automne", "Hiver"]),
        ("sort=-reuses", ["Automne", "Hiver", "Été"]),
        ("sort=-followers", ["Été", "Automne", "Hiver"]),
        ("sort=views", ["Automne", "Été", "Hiver"]),
    ] {
        for list in LISTS {
            let answer = application.json(&format!("{list}?{sort}")).await;
            assert_eq!(titles(&answer), expected, "{list}?{sort}");
        }
    }
}

#[tokio::test]
async fn a_list_of_datasets_is_filtered_by_every_parameter() {
    let region = dataset("Eau")
        .license("lov2")
        .tag("eau")
        .tag("riviere")
        .zone("fr:region:53")
        .badge("hvd")
        .resource("eau.csv", "CSV")
        .organization("Région Bretagne", &["local-authority"])
        .set("featured", true)
        .set("access_type", "restricted")
        .set(
            "temporal_coverage",
            json!({"start": "2019-01-01", "end": "2021-12-31"}),
        )
        .build();
    let mut town = dataset("Air")
        .license("fr-lo")
        .tag("air")
        .tag("eau")
        .zone("fr:commune:29019")
        .resource("air.shp", "Esri Shapefile (SHP)")
        .owner("Ada", "Lovelace")
        .build();
    town["spatial"]["granularity"] = json!("fr:commune");
    town["resources"][0]["schema"] = json!({"name": "etalab/schema-air", "version": "1.2.0"});
    let archived = dataset("Rangé").tag("eau").archived("2023-01-01").build();
    let application = Application::start(vec![region, town, archived]).await;
    let organization = id("organization", "Région Bretagne");
    let owner = id("user", "Ada Lovelace");
    let unknown = "0123456789abcdef01234567";

    for (parameters, expected) in [
        (&[][..], &["Air", "Eau"][..]),
        (&[("q", "eau")], &["Air", "Eau"]),
        // What lies there too.
        (&[("q", "bretagne")], &["Air", "Eau"]),
        (&[("tag", "eau")], &["Air", "Eau"]),
        (&[("tag", "eau"), ("tag", "air")], &["Air"]),
        (&[("tag", "riviere"), ("tag", "air")], &[]),
        (&[("license", "lov2")], &["Eau"]),
        (&[("license", "jamais-vue")], &[]),
        (&[("featured", "true")], &["Eau"]),
        (&[("featured", "0")], &["Air"]),
        (&[("geozone", "fr:region:53")], &["Air", "Eau"]),
        (&[("geozone", "fr:commune:29019")], &["Air"]),
        (&[("geozone", "fr:commune:29019@1943-01-01")], &["Air"]),
        (
            &[
                ("geozone", "fr:commune:29019"),
                ("include_geozone_ancestors", "true"),
            ],
            &["Air", "Eau"],
        ),
        (&[("granularity", "fr:commune")], &["Air"]),
        (&[("temporal_coverage", "2020-01-01-2020-12-31")], &["Eau"]),
        (&[("temporal_coverage", "2020-01-01-2022-12-31")], &[]),
        (&[("access_type", "restricted")], &["Eau"]),
        (&[("organization", &organization)], &["Eau"]),
        (&[("organization", unknown)], &[]),
        (&[("owner", &owner)], &["Air"]),
        (&[("badge", "hvd")], &["Eau"]),
        (&[("organization_badge", "local-authority")], &["Eau"]),
        (&[("organization_badge", "company")], &[]),
        (&[("format", "csv")], &["Eau"]),
        (&[("format", "SHP")], &["Air"]),
        (&[("schema", "etalab/schema-air")], &["Air"]),
        (&[("schema_version", "1.2.0")], &["Air"]),
        // Nobody knows who follows what; topics and reuses that are unknown are ignored.
        (&[("followed_by", unknown)], &[]),
        (&[("topic", unknown)], &["Air", "Eau"]),
        (&[("reuse", unknown)], &["Air", "Eau"]),
        (&[("dataservice", unknown)], &["Air", "Eau"]),
        (&[("credit", "x"), ("utm_source", "y")], &["Air", "Eau"]),
        // What is given twice but may be given once counts as given first.
        (&[("license", "lov2"), ("license", "fr-lo")], &["Eau"]),
    ] {
        for list in LISTS {
            let found = found(&application, list, parameters).await;
            assert_eq!(found, expected, "{list} {parameters:?}");
        }
    }
    let of_organization = format!("/api/1/organizations/{organization}/datasets/");
    assert_eq!(found(&application, &of_organization, &[]).await, ["Eau"]);
    let of_nobody = format!("/api/1/organizations/{unknown}/datasets/");
    assert_eq!(application.get(&of_nobody).await.status, 404);
}

#[tokio::test]
async fn the_datasets_of_a_dataservice_are_those_that_it_names() {
    let served =
        |title: &str| json!({"class": "Dataset", "id": id("dataset", title), "title": title});
    let records = vec![
        dataset("Adresses").tag("ban").build(),
        dataset("Voies").build(),
        dataset("Parcelles").build(),
        dataservice("API Adresse")
            .set("datasets", json!([served("Adresses"), served("Voies")]))
            .build(),
        dataservice("API muette").set("datasets", json!([])).build(),
    ];
    let application = Application::start(records).await;
    let api = id("dataservice", "API Adresse");
    for list in LISTS {
        let all = found(&application, list, &[("dataservice", &api)]).await;
        assert_eq!(all, ["Adresses", "Voies"]);
        let tagged = found(&application, list, &[("dataservice", &api), ("tag", "ban")]).await;
        assert_eq!(tagged, ["Adresses"]);
    }
    let mute = id("dataservice", "API muette");
    let nothing = found(&application, LISTS[0], &[("dataservice", &mute)]).await;
    assert!(nothing.is_empty(), "{nothing:?}");

    let link = application.json("/api/1/dataservices/api-adresse/").await["datasets"].clone();
    assert_eq!(link["total"], 2);
    let href = link["href"].as_str().unwrap();
    let listed = application
        .json(href.strip_prefix(&application.url()).unwrap())
        .await;
    assert_eq!(listed["total"], 2);
}

#[tokio::test]
async fn a_list_refuses_what_cannot_be() {
    let application = Application::start(datasets(1)).await;
    for list in LISTS {
        for (parameter, value) in [
            ("page", "0"),
            ("page", "-1"),
            ("page", "abc"),
            ("page_size", "0"),
            ("page_size", "1001"),
            ("page_size", "99999999999999999999"),
            ("sort", "xyz"),
            ("sort", "--title"),
            ("badge", "nope"),
            ("organization_badge", "nope"),
            ("access_type", "nope"),
            ("featured", "maybe"),
            ("temporal_coverage", "2020"),
            ("organization", "etalab"),
            ("owner", "ada"),
            ("followed_by", "ada"),
            ("topic", "eau"),
            ("reuse", "carte"),
            ("dataservice", "api"),
        ] {
            assert_refused(&application, list, parameter, value).await;
        }
        for state in ["archived", "deleted", "private"] {
            let answer = application.get(&address(list, &[(state, "true")])).await;
            assert_eq!(answer.status, 401, "{state}");
            assert!(answer.json()["message"].as_str().unwrap().contains(state));
            assert_refused(&application, list, state, "maybe").await;
        }
    }
    let both = application.get("/api/1/datasets/?page=0&sort=xyz").await;
    assert_eq!(fields(&both.json()["errors"]), ["page", "sort"]);
}

#[tokio::test]
async fn absurd_requests_are_refused_or_plainly_handled() {
    let application = Application::start(datasets(1)).await;
    let long = format!("/api/1/datasets/?q={}", "a".repeat(30_000));
    let answer = application.get(&long).await;
    assert_eq!(answer.status, 400);
    assert!(answer.json()["errors"]["q"].is_string());
    let many = format!("/api/2/datasets/search/?{}", "tag=a&".repeat(1_000));
    let answer = application.get(&many).await;
    assert_eq!(answer.status, 400);
    assert!(answer.json()["errors"]["parameters"].is_string());
    let invalid = application.get("/api/1/datasets/?q=%FF%00").await;
    assert_eq!(invalid.status, 200);
    for path in [
        "/api/1/datasets/%FF/",
        "/api/1/datasets/a%2Fb/",
        "/api/1/spatial/zone/%00/",
    ] {
        let status = application.get(path).await.status;
        assert!((400..500).contains(&status), "{path}: {status}");
    }
}

#[tokio::test]
async fn a_list_of_dataservices_is_sorted_and_filtered_by_every_parameter() {
    let served =
        json!([{"class": "Dataset", "id": id("dataset", "Adresses"), "title": "Adresses"}]);
    let contact = "5f0000000000000000000001";
    let records = vec![
        dataservice("API Adresse")
            .tag("adresse")
            .tag("carte")
            .organization("IGN", &["public-service"])
            .created_at("2020-01-01T00:00:00+00:00")
            .last_update("2024-01-01T00:00:00+00:00")
            .metric("views", 9)
            .set("base_api_url", "https://z.test/")
            .set("datasets", served)
            .set("featured", true)
            .set(
                "contact_points",
                json!([{"id": contact, "name": "Accueil", "role": "contact"}]),
            )
            .build(),
        dataservice("API Bus")
            .tag("carte")
            .owner("Ada", "Lovelace")
            .created_at("2022-01-01T00:00:00+00:00")
            .last_update("2023-01-01T00:00:00+00:00")
            .metric("followers", 4)
            .set("base_api_url", "https://a.test/")
            .set("access_type", "open_with_account")
            .build(),
        dataservice("API rangée").archived("2023-01-01").build(),
        dataset("Adresses").build(),
    ];
    let application = Application::start(records).await;
    let list = "/api/1/dataservices/";
    for (sort, expected) in [
        ("", ["API Bus", "API Adresse"]),
        ("sort=title", ["API Adresse", "API Bus"]),
        ("sort=-title", ["API Bus", "API Adresse"]),
        ("sort=base_api_url", ["API Bus", "API Adresse"]),
        ("sort=-base_api_url", ["API Adresse", "API Bus"]),
        ("sort=created", ["API Adresse", "API Bus"]),
        ("sort=-last_modified", ["API Adresse", "API Bus"]),
        ("sort=-followers", ["API Bus", "API Adresse"]),
        ("sort=-views", ["API Adresse", "API Bus"]),
    ] {
        let answer = application.json(&format!("{list}?{sort}")).await;
        assert_eq!(titles(&answer), expected, "{sort}");
    }
    let by_address = application
        .json(&format!("{list}?sort=base_api_url&page_size=1&page=2"))
        .await;
    assert_eq!(titles(&by_address), ["API Adresse"]);
    assert_eq!(
        (&by_address["total"], &by_address["next_page"]),
        (&json!(2), &Value::Null)
    );

    let organization = id("organization", "IGN");
    let owner = id("user", "Ada Lovelace");
    let adresses = id("dataset", "Adresses");
    let unknown = "0123456789abcdef01234567";
    for (parameters, expected) in [
        (&[("q", "bus")][..], &["API Bus"][..]),
        (&[("tag", "carte")], &["API Adresse", "API Bus"]),
        (&[("tag", "carte"), ("tag", "adresse")], &["API Adresse"]),
        (&[("organization", &organization)], &["API Adresse"]),
        (&[("owner", &owner)], &["API Bus"]),
        (
            &[("organization_badge", "public-service")],
            &["API Adresse"],
        ),
        (&[("access_type", "open_with_account")], &["API Bus"]),
        (&[("featured", "true")], &["API Adresse"]),
        (&[("contact_point", contact)], &["API Adresse"]),
        (
            &[("contact_point", contact), ("contact_point", unknown)],
            &[],
        ),
        (&[("dataset", &adresses)], &["API Adresse"]),
        (
            &[("dataset", &adresses), ("tag", "adresse")],
            &["API Adresse"],
        ),
        (&[("dataset", unknown)], &[]),
        (&[("topic", unknown)], &["API Adresse", "API Bus"]),
        (&[("reuse", unknown)], &["API Adresse", "API Bus"]),
    ] {
        let found = found(&application, list, parameters).await;
        assert_eq!(found, expected, "{parameters:?}");
    }
    for (parameter, value) in [
        ("sort", "last_update"),
        ("organization", "nobody"),
        ("contact_point", "accueil"),
        ("dataset", "adresses"),
        ("access_type", "all"),
        ("organization_badge", "nope"),
        ("featured", "peut-être"),
        ("page_size", "1001"),
    ] {
        assert_refused(&application, list, parameter, value).await;
    }
}
