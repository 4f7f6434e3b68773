//! One dataset, one dataservice, one resource, field by field.

use serde_json::{Value, json};
use support::application::Application;
use support::records::{dataservice, dataset, id};

use super::{fields, sorted};

const DATASET_V1: &str = "id title acronym slug description description_short created_at last_modified last_update \
    internal deleted archived doi private featured tags badges resources frequency frequency_date license access_type \
    access_audiences authorization_request_url access_type_reason_category access_type_reason organization owner \
    spatial temporal_coverage schema contact_points extras harvest geopf metrics quality uri page permissions";

const RESOURCE: &str = "id title description filetype type format url latest checksum filesize mime created_at \
    last_modified metrics harvest geopf extras preview_url schema internal";

const DATASERVICE: &str = "id title acronym slug description base_api_url machine_documentation_url \
    technical_documentation_url business_documentation_url rate_limiting rate_limiting_url availability \
    availability_url format license tags private extras featured contact_points created_at metadata_modified_at \
    deleted_at archived_at datasets harvest badges access_type access_audiences authorization_request_url \
    access_type_reason_category access_type_reason organization owner metrics permissions self_api_url self_web_url";

fn whole_dataset() -> Value {
    dataset("Bornes de recharge")
        .acronym("IRVE")
        .description("# Des *bornes*")
        .license("lov2")
        .badge("hvd")
        .tag("irve")
        .zone("fr:region:53")
        .resource("bornes.csv", "CSV")
        .organization("Etalab", &["certified", "public-service"])
        .created_at("2020-05-06T07:08:09.123456+00:00")
        .last_update("2021-06-07T08:09:10+00:00")
        .metric("views", 5)
        .metric("followers", 3)
        .set("frequency", "daily")
        .set("featured", true)
        .set("temporal_coverage", json!({"start": "2019-01-01T00:00:00+00:00", "end": null}))
        .set("schema", json!({"name": "etalab/schema-irve", "version": "2.3.0", "url": null}))
        .set(
            "contact_points",
            json!([{"id": "5f00", "name": "Accueil", "email": "a@test", "contact_form": null, "role": "contact"}]),
        )
        .set("extras", json!({"clef": [1, 2]}))
        .set("harvest", json!({"backend": "DCAT", "remote_id": "42", "domain": null}))
        .set("access_audiences", json!([{"role": "private", "condition": "no"}]))
        .build()
}

#[tokio::test]
async fn a_dataset_of_version_1_has_every_field_with_what_its_source_gave() {
    let application = Application::start(vec![whole_dataset()]).await;
    let id = id("dataset", "Bornes de recharge");
    let path = format!("/api/1/datasets/{id}/");
    let answer = application.json(&path).await;

    assert_eq!(fields(&answer), sorted(DATASET_V1));
    for (field, expected) in [
        ("id", json!(id)),
        ("title", json!("Bornes de recharge")),
        ("acronym", json!("IRVE")),
        ("slug", json!("bornes-de-recharge")),
        ("description", json!("# Des *bornes*")),
        ("description_short", Value::Null),
        ("created_at", json!("2020-05-06T07:08:09.123456+00:00")),
        ("last_modified", json!("2024-02-01T00:00:00+00:00")),
        ("last_update", json!("2021-06-07T08:09:10+00:00")),
        (
            "internal",
            json!({"created_at_internal": "2024-01-01T00:00:00+00:00",
                   "last_modified_internal": "2024-02-01T00:00:00+00:00"}),
        ),
        ("deleted", Value::Null),
        ("archived", Value::Null),
        ("private", json!(false)),
        ("featured", json!(true)),
        ("tags", json!(["irve"])),
        ("badges", json!([{"kind": "hvd"}])),
        ("frequency", json!("daily")),
        ("license", json!("lov2")),
        ("access_type", json!("open")),
        (
            "access_audiences",
            json!([{"role": "private", "condition": "no"}]),
        ),
        ("owner", Value::Null),
        (
            "spatial",
            json!({"geom": null, "zones": ["fr:region:53"], "granularity": "other"}),
        ),
        (
            "temporal_coverage",
            json!({"start": "2019-01-01T00:00:00+00:00", "end": null}),
        ),
        (
            "schema",
            json!({"name": "etalab/schema-irve", "version": "2.3.0", "url": null}),
        ),
        ("extras", json!({"clef": [1, 2]})),
        ("harvest", json!({"backend": "DCAT", "remote_id": "42"})),
        ("uri", json!(format!("{}{path}", application.url()))),
        (
            "page",
            json!("https://catalogue.test/datasets/bornes-de-recharge"),
        ),
        (
            "permissions",
            json!({"edit": false, "delete": false, "edit_resources": false}),
        ),
    ] {
        assert_eq!(answer[field], expected, "{field}");
    }
    assert_eq!(answer["contact_points"][0]["name"], "Accueil");
    assert_eq!(answer["metrics"]["views"], 5);
    assert_eq!(
        fields(&answer["metrics"]),
        sorted(
            "discussions discussions_open reuses reuses_by_months dataservices followers followers_by_months views \
             resources_downloads"
        )
    );
    assert_eq!(
        answer["quality"],
        json!({"license": false, "has_resources": false, "score": 0.0})
    );
}

#[tokio::test]
async fn an_organization_within_a_record_refers_to_this_server_and_to_its_page_on_the_platform() {
    let application = Application::start(vec![whole_dataset()]).await;
    let answer = application
        .json("/api/1/datasets/bornes-de-recharge/")
        .await;
    let organization = &answer["organization"];
    let id = id("organization", "Etalab");
    assert_eq!(
        fields(organization),
        sorted("class id name acronym slug uri page logo logo_thumbnail badges permissions")
    );
    assert_eq!(organization["class"], "Organization");
    assert_eq!(
        organization["badges"],
        json!([{"kind": "certified"}, {"kind": "public-service"}])
    );
    let uri = format!("{}/api/1/organizations/{id}/", application.url());
    assert_eq!(organization["uri"], uri);
    assert_eq!(
        organization["page"],
        "https://catalogue.test/organizations/etalab"
    );

    let answer = application
        .json(&format!("/api/1/organizations/{id}/"))
        .await;
    assert_eq!(
        (&answer["name"], &answer["uri"]),
        (&json!("Etalab"), &json!(uri))
    );
    let metrics = &answer["metrics"];
    assert_eq!(
        (
            &metrics["datasets"],
            &metrics["dataservices"],
            &metrics["views"]
        ),
        (&json!(1), &json!(0), &Value::Null)
    );
}

#[tokio::test]
async fn a_person_within_a_record_is_named() {
    let record = dataset("À elle").owner("Ada", "Lovelace").build();
    let application = Application::start(vec![record]).await;
    let answer = application.json("/api/2/datasets/à-elle/").await;
    assert_eq!(answer["organization"], Value::Null);
    assert_eq!(answer["owner"]["class"], "User");
    assert_eq!(answer["owner"]["last_name"], "Lovelace");
}

#[tokio::test]
async fn a_dataset_of_version_2_links_to_its_resources() {
    let application = Application::start(vec![whole_dataset()]).await;
    let id = id("dataset", "Bornes de recharge");
    let answer = application.json(&format!("/api/2/datasets/{id}/")).await;

    let mut expected = sorted(DATASET_V1);
    expected.retain(|field| *field != "schema");
    expected.push("community_resources");
    expected.sort_unstable();
    assert_eq!(fields(&answer), expected);
    let href = format!(
        "{}/api/2/datasets/{id}/resources/?page=1&page_size=50",
        application.url()
    );
    let link = json!({"rel": "subsection", "href": href, "type": "GET", "total": 1});
    assert_eq!(answer["resources"], link);
    assert_eq!(answer["community_resources"]["total"], 0);
    let none = answer["community_resources"]["href"].as_str().unwrap();
    let none = application
        .json(none.strip_prefix(&application.url()).unwrap())
        .await;
    assert_eq!((&none["data"], &none["total"]), (&json!([]), &json!(0)));

    let listed = application
        .json(href.strip_prefix(&application.url()).unwrap())
        .await;
    assert_eq!(listed["data"][0]["title"], "bornes.csv");
}

#[tokio::test]
async fn version_2_answers_with_whole_objects_if_asked() {
    let application = Application::start(vec![whole_dataset()]).await;
    let full = [("X-Get-Datasets-Full-Objects", "true")];
    let path = "/api/2/datasets/bornes-de-recharge/";
    let answer = application.get_with(path, &full).await.json();
    assert_eq!(
        answer["frequency"],
        json!({"id": "daily", "label": "Quotidienne"})
    );
    assert_eq!(answer["license"]["id"], "lov2");
    assert_eq!(
        answer["license"]["title"],
        "Licence Ouverte / Open Licence version 2.0"
    );
    let spatial = &answer["spatial"];
    assert_eq!(
        spatial["zones"],
        json!([{"id": "fr:region:53", "slug": null, "name": "Bretagne", "code": "53", "level": "fr:region", "uri": null}])
    );
    assert_eq!(
        spatial["granularity"],
        json!({"id": "other", "name": "Autre"})
    );
    let answer = application
        .get_with("/api/1/datasets/bornes-de-recharge/", &full)
        .await
        .json();
    assert_eq!(answer["license"], "lov2");
}

#[tokio::test]
async fn what_a_source_did_not_give_is_null_unless_the_platform_always_has_a_value() {
    let bare = json!({"id": id("dataset", "Nu"), "title": "Nu", "last_modified": null});
    let application = Application::start(vec![bare]).await;
    let answer = application
        .json(&format!("/api/1/datasets/{}/", id("dataset", "Nu")))
        .await;
    assert_eq!(fields(&answer), sorted(DATASET_V1));
    for field in [
        "slug",
        "acronym",
        "created_at",
        "last_update",
        "featured",
        "organization",
        "owner",
        "spatial",
        "temporal_coverage",
        "schema",
        "harvest",
        "quality",
    ] {
        assert_eq!(answer[field], Value::Null, "{field}");
    }
    for field in [
        "resources",
        "tags",
        "badges",
        "access_audiences",
        "contact_points",
    ] {
        assert_eq!(answer[field], json!([]), "{field}");
    }
    for (field, value) in [
        ("frequency", json!("unknown")),
        ("license", json!("notspecified")),
        ("access_type", json!("open")),
        ("private", json!(false)),
    ] {
        assert_eq!(answer[field], value, "{field}");
    }
    assert_eq!(answer["metrics"]["views"], Value::Null);
}

#[tokio::test]
async fn dates_that_a_source_did_not_give_are_the_best_that_are_known() {
    let resource = |last_modified| json!({"id": id("resource", last_modified), "title": "a", "url": "http://a.fr/a", "last_modified": last_modified});
    let with_resources = json!({
        "id": id("dataset", "Un"), "title": "Un",
        "created_at": "2020-01-01T00:00:00+00:00", "last_modified": "2021-01-01T00:00:00+00:00",
        "resources": [resource("2022-02-02T00:00:00+00:00"), resource("2023-03-03T00:00:00+00:00")],
    });
    let harvested = json!({
        "id": id("dataset", "Deux"), "title": "Deux", "last_modified": "2021-01-01T00:00:00+00:00",
        "harvest": {"modified_at": "2019-09-09T00:00:00+00:00"},
    });
    let application = Application::start(vec![with_resources, harvested]).await;
    let one = application
        .json(&format!("/api/1/datasets/{}/", id("dataset", "Un")))
        .await;
    assert_eq!(one["last_update"], "2023-03-03T00:00:00+00:00");
    assert_eq!(
        one["internal"]["created_at_internal"],
        "2020-01-01T00:00:00+00:00"
    );
    assert_eq!(
        one["internal"]["last_modified_internal"],
        "2021-01-01T00:00:00+00:00"
    );
    assert_eq!(
        one["resources"][0]["internal"]["last_modified_internal"],
        "2022-02-02T00:00:00+00:00"
    );
    let two = application
        .json(&format!("/api/2/datasets/{}/", id("dataset", "Deux")))
        .await;
    assert_eq!(two["last_update"], "2019-09-09T00:00:00+00:00");
}

#[tokio::test]
async fn what_says_nothing_of_its_access_is_open_here_and_unknown_elsewhere() {
    let unknown = dataset("Ouvert").without("access_type").build();
    let restricted = dataset("Fermé").set("access_type", "restricted").build();
    let application = Application::start(vec![unknown, restricted]).await;
    for path in [
        "/api/1/datasets/?access_type=open",
        "/api/2/datasets/search/?access_type=open",
    ] {
        let answer = application.json(path).await;
        assert_eq!(
            (&answer["total"], &answer["data"][0]["title"]),
            (&json!(1), &json!("Ouvert")),
            "{path}"
        );
    }
    let counted = application.json("/api/2/datasets/search/").await;
    let values = counted["facets"]["access_type"].as_array().unwrap();
    assert!(
        values
            .iter()
            .any(|value| value["name"] == "open" && value["count"] == 1),
        "{values:?}"
    );
    assert_eq!(
        application.search(&[("access_type", "open")]).await["total"],
        0
    );
}

#[tokio::test]
async fn a_record_is_found_by_id_or_slug_with_or_without_a_final_slash() {
    let records = vec![whole_dataset(), dataservice("API Adresse").build()];
    let application = Application::start(records).await;
    for (route, kind, title, slug) in [
        (
            "/api/1/datasets",
            "dataset",
            "Bornes de recharge",
            "bornes-de-recharge",
        ),
        (
            "/api/2/datasets",
            "dataset",
            "Bornes de recharge",
            "bornes-de-recharge",
        ),
        (
            "/api/1/dataservices",
            "dataservice",
            "API Adresse",
            "api-adresse",
        ),
    ] {
        for name in [id(kind, title), slug.to_owned()] {
            for slash in ["", "/"] {
                let answer = application.json(&format!("{route}/{name}{slash}")).await;
                assert_eq!(answer["title"], title, "{route}/{name}{slash}");
            }
        }
    }
}

#[tokio::test]
async fn a_record_without_a_page_on_the_platform_has_the_one_here() {
    let records = vec![
        dataset("Étang")
            .zone("fr:region:53")
            .set("page", Value::Null)
            .build(),
        dataservice("API Étang")
            .set("self_web_url", Value::Null)
            .build(),
    ];
    let application = Application::start(records).await;
    for (path, pointer, folder, title) in [
        ("/api/1/datasets/", "/data/0/page", "dataset", "Étang"),
        (
            "/api/2/datasets/search/",
            "/data/0/page",
            "dataset",
            "Étang",
        ),
        (
            "/api/1/datasets/suggest/?q=étang",
            "/0/page",
            "dataset",
            "Étang",
        ),
        (
            "/api/1/spatial/zone/fr:region:53/datasets/",
            "/0/page",
            "dataset",
            "Étang",
        ),
        (
            "/api/1/dataservices/",
            "/data/0/self_web_url",
            "dataservice",
            "API Étang",
        ),
        (
            "/api/1/dataservices/suggest/?q=étang",
            "/0/page",
            "dataservice",
            "API Étang",
        ),
    ] {
        let answer = application.json(path).await;
        let page = answer.pointer(pointer).and_then(Value::as_str).unwrap();
        let own = format!("/{folder}s/{}", id(folder, title));
        assert_eq!(page, format!("{}{own}", application.url()), "{path}");
        assert_eq!(application.get(&own).await.status, 200);
    }
}

#[tokio::test]
async fn deleted_is_gone_a_draft_and_the_unknown_are_not_found_and_the_archived_is_there() {
    let deleted = "2024-05-06T00:00:00+00:00";
    let records = vec![
        dataset("Là").build(),
        dataset("Effacé").set("deleted", deleted).build(),
        dataset("Brouillon").set("private", true).build(),
        dataset("Brouillon effacé")
            .set("private", true)
            .set("deleted", deleted)
            .build(),
        dataset("Rangé")
            .archived("2023-01-01T00:00:00+00:00")
            .build(),
        dataservice("API effacée")
            .set("deleted_at", deleted)
            .build(),
    ];
    let application = Application::start(records).await;
    for (path, status, message) in [
        ("/api/1/datasets/effacé/", 410, "Dataset has been deleted"),
        ("/api/2/datasets/effacé/", 410, "Dataset has been deleted"),
        (
            "/api/2/datasets/effacé/resources/",
            410,
            "Dataset has been deleted",
        ),
        (
            "/api/1/dataservices/api-effacée/",
            410,
            "Dataservice has been deleted",
        ),
        // As DCAT-AP too, so that harvesters drop it.
        (
            "/api/1/datasets/effacé/rdf.ttl",
            410,
            "Dataset has been deleted",
        ),
        (
            "/api/1/datasets/effacé/rdf.json",
            410,
            "Dataset has been deleted",
        ),
        (
            "/api/1/dataservices/api-effacée/rdf.xml",
            410,
            "Dataservice has been deleted",
        ),
        (
            "/api/1/datasets/brouillon/rdf.ttl",
            404,
            "there is no dataset `brouillon`",
        ),
        (
            "/api/1/datasets/brouillon/",
            404,
            "there is no dataset `brouillon`",
        ),
        (
            "/api/1/datasets/brouillon-effacé/",
            404,
            "there is no dataset `brouillon-effacé`",
        ),
        (
            "/api/1/datasets/jamais-vu/",
            404,
            "there is no dataset `jamais-vu`",
        ),
        (
            "/api/1/dataservices/effacé/",
            404,
            "there is no dataservice `effacé`",
        ),
        (
            "/api/1/organizations/53699934a3a729239d2046ef/",
            404,
            "there is no organization `53699934a3a729239d2046ef`",
        ),
    ] {
        let answer = application.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.json(), json!({"message": message}), "{path}");
    }
    let by_id = format!("/api/1/datasets/{}/", id("dataset", "Effacé"));
    assert_eq!(application.get(&by_id).await.status, 410);
    let archived = application.json("/api/1/datasets/rangé/").await;
    assert_eq!(archived["archived"], "2023-01-01T00:00:00+00:00");

    // What comes back is there again.
    application
        .rebuild(vec![dataset("Là").build(), dataset("Effacé").build()])
        .await;
    assert_eq!(application.get(&by_id).await.status, 200);
}

#[tokio::test]
async fn resources_have_every_field_and_are_found_one_by_one() {
    let application = Application::start(vec![whole_dataset()]).await;
    let answer = application
        .json("/api/1/datasets/bornes-de-recharge/")
        .await;
    let resource = &answer["resources"][0];
    assert_eq!(fields(resource), sorted(RESOURCE));
    assert_eq!(resource["format"], "CSV");
    assert_eq!(resource["metrics"], json!({"views": 0}));
    assert_eq!(resource["extras"]["check:status"], 200);
    assert_eq!(
        resource["latest"],
        format!(
            "https://catalogue.test/datasets/r/{}",
            resource["id"].as_str().unwrap()
        )
    );

    let resource_id = resource["id"].as_str().unwrap();
    let alone = application
        .json(&format!("/api/2/datasets/resources/{resource_id}/"))
        .await;
    assert_eq!(&alone["resource"], resource);
    assert_eq!(alone["dataset_id"], answer["id"]);
    let of_dataset = format!("/api/1/datasets/bornes-de-recharge/resources/{resource_id}/");
    assert_eq!(&application.json(&of_dataset).await, resource);
    for path in [
        "/api/2/datasets/resources/00000000-0000-4000-8000-000000000000/",
        "/api/1/datasets/bornes-de-recharge/resources/00000000-0000-4000-8000-000000000000/",
        // A dataset's id is no resource's.
        &format!(
            "/api/2/datasets/resources/{}/",
            answer["id"].as_str().unwrap()
        ),
    ] {
        let answer = application.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.json()["message"], "Resource does not exist");
    }
}

#[tokio::test]
async fn resources_are_listed_by_page_type_and_title() {
    let mut record = dataset("Beaucoup");
    for place in 0..60 {
        record = record.resource(&format!("Fichier {place:02}.csv"), "csv");
    }
    let mut record = record.build();
    record["resources"][7]["type"] = json!("documentation");
    let application = Application::start(vec![record]).await;
    let path = "/api/2/datasets/beaucoup/resources/";

    let first = application.json(path).await;
    assert_eq!(first["data"].as_array().unwrap().len(), 50);
    assert_eq!(
        (&first["page_size"], &first["total"]),
        (&json!(50), &json!(60))
    );
    let next = format!("{}{path}?page=2", application.url());
    assert_eq!(first["next_page"], next);
    let second = application.json(&format!("{path}?page=2")).await;
    assert_eq!(second["data"][0]["title"], "Fichier 50.csv");
    assert_eq!(second["next_page"], Value::Null);
    let past = application.json(&format!("{path}?page=9")).await;
    assert_eq!((&past["data"], &past["total"]), (&json!([]), &json!(60)));

    for (parameters, total) in [
        ("type=documentation", 1),
        ("type=main", 59),
        ("type=api", 0),
        ("q=FICHIER+07", 1),
        ("q=fichier+0&type=main", 9),
    ] {
        let answer = application.json(&format!("{path}?{parameters}")).await;
        assert_eq!(answer["total"], total, "{parameters}");
    }
    super::assert_refused(&application, path, "page_size", "0").await;
}

#[tokio::test]
async fn a_dataservice_has_every_field_with_what_its_source_gave() {
    let record = dataservice("API Adresse")
        .license("odc-odbl")
        .tag("adresse")
        .badge("hvd")
        .organization("IGN", &["certified"])
        .set("availability", 99.5)
        .set("rate_limiting", "50 appels par seconde")
        .set("machine_documentation_url", "https://api.test/openapi.json")
        .metric("views", 7)
        .set("datasets", json!({"rel": "subsection", "total": 4}))
        .build();
    let application = Application::start(vec![record]).await;
    let id = id("dataservice", "API Adresse");
    let path = format!("/api/1/dataservices/{id}/");
    let answer = application.json(&path).await;
    assert_eq!(fields(&answer), sorted(DATASERVICE));
    for (field, expected) in [
        ("base_api_url", json!("https://api-adresse.test/")),
        (
            "machine_documentation_url",
            json!("https://api.test/openapi.json"),
        ),
        ("rate_limiting", json!("50 appels par seconde")),
        ("availability", json!(99.5)),
        ("format", json!("REST")),
        ("license", json!("odc-odbl")),
        ("tags", json!(["adresse"])),
        ("badges", json!([{"kind": "hvd"}])),
        ("metadata_modified_at", json!("2024-03-01T00:00:00+00:00")),
        ("archived_at", Value::Null),
        ("deleted_at", Value::Null),
        ("permissions", json!({"edit": false, "delete": false})),
        (
            "self_api_url",
            json!(format!("{}{path}", application.url())),
        ),
        (
            "self_web_url",
            json!("https://catalogue.test/dataservices/api-adresse"),
        ),
    ] {
        assert_eq!(answer[field], expected, "{field}");
    }
    let href = format!("{}/api/1/datasets/?dataservice={id}", application.url());
    let link = json!({"rel": "subsection", "href": href, "type": "GET", "total": 4});
    assert_eq!(answer["datasets"], link);
    assert_eq!(
        answer["metrics"],
        json!({"discussions": 0, "discussions_open": 0, "followers": 0, "followers_by_months": null, "reuses": 0,
               "views": 7})
    );
}
