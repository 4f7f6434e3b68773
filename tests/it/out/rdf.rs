//! Records and the catalogue as DCAT-AP. What readers of RDF make of them is seen in `tests/clients`.

use serde_json::{Value, json};
use support::application::{Application, sample_index};
use support::records::{dataservice, dataset, id};

use super::{HOSTILE, hostile, ok};

const DCT: &str = "http://purl.org/dc/terms/";
const DCAT: &str = "http://www.w3.org/ns/dcat#";
const HYDRA: &str = "http://www.w3.org/ns/hydra/core#";

/// Returns the nodes of a document in JSON-LD.
fn nodes(document: &Value) -> &[Value] {
    document.as_array().unwrap()
}

/// Returns the only node of a class.
fn only<'a>(document: &'a Value, class: &str) -> &'a Value {
    let is_of = |node: &&Value| {
        let classes = node["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"].as_array();
        classes.is_some_and(|classes| classes.iter().any(|it| it["@id"] == class))
    };
    let found: Vec<&Value> = nodes(document).iter().filter(is_of).collect();
    assert_eq!(found.len(), 1, "{class}: {document}");
    found[0]
}

/// Returns the values that a node has of a term.
fn values<'a>(node: &'a Value, namespace: &str, term: &str) -> Vec<&'a str> {
    let values = node[format!("{namespace}{term}")].as_array();
    let text = |value: &'a Value| value["@value"].as_str().or(value["@id"].as_str()).unwrap();
    values.into_iter().flatten().map(text).collect()
}

async fn json_ld(application: &Application, path: &str) -> Value {
    let answer = application.get(path).await;
    assert_eq!(answer.header("content-type"), "application/ld+json");
    serde_json::from_str(&ok(&answer)).unwrap()
}

#[tokio::test]
async fn a_dataset_is_described_with_what_its_source_gives() {
    let record = dataset("Eau de pluie")
        .description("Ce qui **tombe**.")
        .license("lov2")
        .tag("environnement")
        .organization("Agence de l’eau", &[])
        .zone("country:fr")
        .zone("fr:region:53")
        .resource("relevés 1.csv", "csv")
        .set("frequency", "daily")
        .set("doi", "doi:10.5072/eau")
        .set(
            "temporal_coverage",
            json!({"start": "2019-01-01", "end": null}),
        )
        .build();
    let application = Application::start(vec![record]).await;
    let path = "/api/1/datasets/eau-de-pluie/rdf.json";
    let document = json_ld(&application, path).await;
    let node = only(&document, "http://www.w3.org/ns/dcat#Dataset");
    let own = id("dataset", "Eau de pluie");
    assert_eq!(node["@id"], format!("{}/datasets/{own}", application.url()));
    for (namespace, term, expected) in [
        (DCT, "title", "Eau de pluie"),
        (DCT, "description", "Ce qui **tombe**."),
        (DCT, "identifier", own.as_str()),
        (DCAT, "keyword", "environnement"),
        (
            DCAT,
            "theme",
            "http://publications.europa.eu/resource/authority/data-theme/ENVI",
        ),
        (
            DCT,
            "accrualPeriodicity",
            "http://publications.europa.eu/resource/authority/frequency/DAILY",
        ),
        (
            DCAT,
            "landingPage",
            "https://catalogue.test/datasets/eau-de-pluie",
        ),
    ] {
        assert_eq!(values(node, namespace, term), [expected], "{term}");
    }
    let zones = values(node, DCT, "spatial");
    assert_eq!(
        zones,
        [
            "http://publications.europa.eu/resource/authority/country/FRA",
            &format!("{}/api/1/spatial/zone/fr:region:53/", application.url()),
        ]
    );
    let file = only(&document, "http://www.w3.org/ns/dcat#Distribution");
    assert_eq!(
        values(file, DCAT, "downloadURL"),
        ["https://fichiers.test/relev%C3%A9s%201.csv"]
    );
    assert_eq!(
        values(file, DCT, "format"),
        ["http://publications.europa.eu/resource/authority/file-type/CSV"]
    );
    let period = only(&document, "http://purl.org/dc/terms/PeriodOfTime");
    assert_eq!(values(period, DCAT, "startDate"), ["2019-01-01"]);
    let doi = only(&document, "http://www.w3.org/ns/adms#Identifier");
    let notation = values(doi, "http://www.w3.org/2004/02/skos/core#", "notation");
    assert_eq!(notation, ["https://doi.org/10.5072/eau"]);
}

#[tokio::test]
async fn a_dataservice_names_what_it_serves_as_that_is_named() {
    let origin = "https://portail.test/eau";
    let served = dataset("Eau").set("harvest", json!({"uri": origin}));
    let ids = [id("dataset", "Eau"), id("dataset", "Absent")];
    let service = dataservice("API Eau")
        .set(
            "machine_documentation_url",
            "https://api-eau.test/openapi.json",
        )
        .set("datasets", json!([{"id": ids[0]}, {"id": ids[1]}]));
    let application = Application::start(vec![served.build(), service.build()]).await;
    let document = json_ld(&application, "/api/1/dataservices/api-eau/rdf.jsonld").await;
    let node = only(&document, "http://www.w3.org/ns/dcat#DataService");
    let absent = format!("{}/datasets/{}", application.url(), ids[1]);
    assert_eq!(
        values(node, DCAT, "servesDataset"),
        [origin, absent.as_str()]
    );
    assert_eq!(values(node, DCAT, "endpointURL"), ["https://api-eau.test/"]);
    assert_eq!(
        values(node, DCAT, "endpointDescription"),
        ["https://api-eau.test/openapi.json"]
    );
}

#[tokio::test]
async fn every_format_has_its_media_type_and_others_are_not_there() {
    let application = Application::over(sample_index()).await;
    for (extension, media_type) in [
        ("json", "application/ld+json"),
        ("jsonld", "application/ld+json"),
        ("ttl", "text/turtle; charset=utf-8"),
        ("turtle", "text/turtle; charset=utf-8"),
        ("xml", "application/rdf+xml; charset=utf-8"),
        ("rdf", "application/rdf+xml; charset=utf-8"),
        ("nt", "application/n-triples"),
        ("n3", "text/n3; charset=utf-8"),
        ("trig", "application/trig; charset=utf-8"),
    ] {
        for path in [
            "/api/1/datasets/base-adresse-nationale/rdf",
            "/api/1/site/catalog",
        ] {
            let answer = application.get(&format!("{path}.{extension}")).await;
            assert_eq!(answer.header("content-type"), media_type);
            assert_eq!(answer.header("access-control-allow-origin"), "*");
            assert!(ok(&answer).contains("Base Adresse Nationale") || path.ends_with("catalog"));
        }
    }
    for path in [
        "/api/1/datasets/base-adresse-nationale/rdf.html",
        "/api/1/datasets/nope/rdf.ttl",
        "/api/1/dataservices/nope/rdf.ttl",
        "/api/1/site/catalog.csv",
        "/api/1/site/catalog.ttl?page=9999",
        "/api/1/organizations/nope/catalog.ttl",
    ] {
        assert_eq!(application.get(path).await.status, 404, "{path}");
    }
    let answer = application.get("/api/1/site/catalog.ttl?page=0").await;
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn a_caller_of_the_page_may_like_the_description_better() {
    let application = Application::over(sample_index()).await;
    let page = "/datasets/base-adresse-nationale";
    let html = application.get(page).await;
    assert_eq!(html.header("vary"), "accept, accept-encoding");
    let etag = html.header("etag").to_owned();
    for (accept, extension) in [
        ("text/turtle", "ttl"),
        ("application/ld+json", "json"),
        ("application/rdf+xml, text/html;q=0.5", "xml"),
    ] {
        // Whoever has the page has not the description.
        let headers = [("accept", accept), ("if-none-match", etag.as_str())];
        let answer = application.get_with(page, &headers).await;
        assert_eq!(answer.status, 303, "{accept}");
        let expected = format!("/api/1{page}/rdf.{extension}");
        assert_eq!(answer.header("location"), expected);
        assert_eq!(application.get(&expected).await.status, 200);
    }
    for accept in ["*/*", "text/html,application/xml;q=0.9,*/*;q=0.8"] {
        let answer = application.get_with(page, &[("accept", accept)]).await;
        assert_eq!(answer.status, 200, "{accept}");
    }
    for (path, accept, expected) in [
        (
            "/api/1/datasets/base-adresse-nationale/rdf",
            "*/*",
            "/api/1/datasets/base-adresse-nationale/rdf.json",
        ),
        (
            "/api/1/dataservices/x/rdf",
            "text/turtle",
            "/api/1/dataservices/x/rdf.ttl",
        ),
        (
            "/api/1/site/catalog?tag=eau",
            "application/xml",
            "/api/1/site/catalog.xml?tag=eau",
        ),
        (
            "/api/1/organizations/insee/catalog",
            "text/n3",
            "/api/1/organizations/insee/catalog.n3",
        ),
    ] {
        let answer = application.get_with(path, &[("accept", accept)]).await;
        assert_eq!(answer.status, 303, "{path}");
        assert_eq!(answer.header("location"), expected);
        assert!(answer.header("vary").starts_with("accept,"), "{path}");
    }
    let links =
        scraper::Selector::parse("head > link[rel='alternate'][type='text/turtle']").unwrap();
    let link = html.html();
    let link = link.select(&links).next().unwrap().attr("href").unwrap();
    assert_eq!(application.get(link).await.status, 200);
}

#[tokio::test]
async fn the_pages_of_the_catalogue_have_each_record_once() {
    let mut records: Vec<Value> = (0..4)
        .map(|number| dataset(&format!("Eau {number}")).tag("eau").build())
        .collect();
    records.push(dataservice("API Eau").build());
    records.push(dataset("Autre").organization("Ville", &[]).build());
    let application = Application::start(records).await;
    for (path, n_pages, n_datasets, n_services) in [
        ("/api/1/site/catalog.json?page_size=2", 3, 5, 1),
        ("/api/1/site/catalog.json?page_size=3&tag=eau", 2, 4, 0),
        ("/api/1/site/catalog.json?tag=nope", 1, 0, 0),
    ] {
        let (mut datasets, mut services) = (Vec::new(), Vec::new());
        let mut next = Some(format!("{}{path}", application.url()));
        let mut n_read = 0;
        while let Some(address) = next {
            let document = json_ld(&application, &address[application.url().len()..]).await;
            let catalog = only(&document, "http://www.w3.org/ns/dcat#Catalog");
            let own = |term| values(catalog, DCAT, term).into_iter().map(str::to_owned);
            datasets.extend(own("dataset"));
            services.extend(own("service"));
            let total = (n_datasets + n_services).to_string();
            assert_eq!(values(catalog, HYDRA, "totalItems"), [total]);
            let view = only(
                &document,
                "http://www.w3.org/ns/hydra/core#PartialCollectionView",
            );
            next = values(view, HYDRA, "next").first().map(|&it| it.to_owned());
            n_read += 1;
        }
        assert_eq!(n_read, n_pages, "{path}");
        datasets.sort();
        datasets.dedup();
        assert_eq!((datasets.len(), services.len()), (n_datasets, n_services));
    }
    let ville = dataset("Autre").organization("Ville", &[]).build();
    let key = ville["organization"]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/1/organizations/{key}/catalog.json");
    let document = json_ld(&application, &path).await;
    let catalog = only(&document, "http://www.w3.org/ns/dcat#Catalog");
    assert_eq!(values(catalog, DCT, "title"), ["Ville"]);
    assert_eq!(values(catalog, DCAT, "dataset").len(), 1);
}

#[tokio::test]
async fn hostile_texts_are_texts() {
    for attack in HOSTILE {
        let application = Application::start(vec![hostile(attack).build()]).await;
        let path = format!("/api/1/datasets/{}/rdf", id("dataset", "Hostile"));
        let xml = ok(&application.get(&format!("{path}.xml")).await);
        let read = roxmltree::Document::parse(&xml);
        let read = read.unwrap_or_else(|error| panic!("{attack}: {error}"));
        let titles = read
            .descendants()
            .filter(|node| node.has_tag_name((DCT, "title")));
        let in_xml: Vec<&str> = titles.filter_map(|node| node.text()).collect();
        let document = json_ld(&application, &format!("{path}.json")).await;
        let node = only(&document, "http://www.w3.org/ns/dcat#Dataset");
        let title = values(node, DCT, "title")[0];
        assert!(title.starts_with("T "), "{title}");
        assert!(in_xml.contains(&title), "{attack}: {in_xml:?}");
    }
}
