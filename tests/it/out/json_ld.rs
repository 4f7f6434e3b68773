//! JSON-LD on the pages.

use scraper::{Html, Selector};
use serde_json::{Value, json};
use support::application::{Application, sample_index};
use support::records::{dataservice, dataset, id};

use super::{HOSTILE, hostile, only_hit};

/// Returns what the only data block of a page says.
fn json_ld(page: &Html) -> Value {
    let data = Selector::parse("script[type='application/ld+json']").unwrap();
    let found: Vec<_> = page.select(&data).collect();
    assert_eq!(found.len(), 1, "{}", page.html());
    let others = Selector::parse("script:not([src], [type='application/ld+json'])").unwrap();
    assert_eq!(page.select(&others).count(), 0, "{}", page.html());
    let text: String = found[0].text().collect();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[tokio::test]
async fn a_dataset_is_described_with_what_its_source_gives() {
    let record = dataset("Eau de pluie")
        .acronym("EDP")
        .description("Ce qui **tombe**.")
        .license("lov2")
        .tag("pluie")
        .tag("eau")
        .organization("Agence de l’eau", &["public-service"])
        .zone("fr:region:53")
        .resource("releves.csv", "csv")
        .created_at("2020-01-01")
        .last_update("2024-05-06T07:08:09+00:00")
        .set(
            "temporal_coverage",
            json!({"start": "2019-01-01", "end": null}),
        )
        .set("doi", "10.5072/eau")
        .build();
    let application = Application::start(vec![record]).await;
    let mut found = json_ld(&application.html("/datasets/eau-de-pluie").await);
    let base = application.url();
    let catalog = found
        .as_object_mut()
        .unwrap()
        .remove("includedInDataCatalog")
        .unwrap();
    assert_eq!(
        (&catalog["@type"], &catalog["url"]),
        (&json!("DataCatalog"), &json!(format!("{base}/")))
    );
    let expected = json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": format!("{base}/datasets/eau-de-pluie"),
        "url": "https://catalogue.test/datasets/eau-de-pluie",
        "identifier": [id("dataset", "Eau de pluie"), "https://doi.org/10.5072/eau"],
        "name": "Eau de pluie",
        "alternateName": "EDP",
        "description": "Eau de pluie – Agence de l’eau – pluie, eau : Ce qui tombe.",
        "keywords": ["pluie", "eau"],
        "license": catalogue::License::Lov2.url().unwrap(),
        "creator": {
            "@type": "Organization",
            "name": "Agence de l’eau",
            "url": "https://catalogue.test/organizations/agence-de-l-eau",
        },
        "spatialCoverage": [{"@type": "Place", "name": "Bretagne", "identifier": "fr:region:53"}],
        "temporalCoverage": "2019-01-01/..",
        "dateCreated": "2020-01-01T00:00:00+00:00",
        "dateModified": "2024-05-06T07:08:09+00:00",
        "isAccessibleForFree": true,
        "distribution": [{
            "@type": "DataDownload",
            "name": "releves.csv",
            "contentUrl": "https://fichiers.test/releves.csv",
            "encodingFormat": "csv",
            "dateModified": "2024-03-01T00:00:00+00:00",
        }],
    });
    assert_eq!(found, expected);
}

#[tokio::test]
async fn what_is_not_open_is_not_said_to_be_free() {
    for access in ["restricted", "open_with_account"] {
        let record = dataset("Eau").set("access_type", access).build();
        let application = Application::start(vec![record]).await;
        let found = json_ld(&application.html("/datasets/eau").await);
        for absent in [
            "isAccessibleForFree",
            "license",
            "creator",
            "spatialCoverage",
            "distribution",
        ] {
            assert_eq!(found[absent], Value::Null, "{access}: {absent}");
        }
    }
}

#[tokio::test]
async fn a_dataservice_is_a_web_api() {
    let record = dataservice("API Eau")
        .owner("Ada", "Lovelace")
        .set("technical_documentation_url", "https://api-eau.test/docs")
        .set("business_documentation_url", "javascript:alert(1)")
        .build();
    let application = Application::start(vec![record]).await;
    let found = json_ld(&application.html("/dataservices/api-eau").await);
    assert_eq!(found["@type"], "WebAPI");
    assert_eq!(found["name"], "API Eau");
    assert_eq!(found["url"], "https://catalogue.test/dataservices/api-eau");
    assert_eq!(found["documentation"], json!(["https://api-eau.test/docs"]));
    assert_eq!(
        found["availableChannel"],
        json!({"@type": "ServiceChannel", "serviceUrl": "https://api-eau.test/"})
    );
    assert_eq!(found["provider"]["name"], "Ada Lovelace");
}

#[tokio::test]
async fn the_start_page_describes_the_catalogue_and_how_to_search_it() {
    let application = Application::over(sample_index()).await;
    let found = json_ld(&application.html("/").await);
    let types: Vec<_> = found["@graph"]
        .as_array()
        .unwrap()
        .iter()
        .map(|thing| &thing["@type"])
        .collect();
    assert_eq!(types, ["WebSite", "DataCatalog"]);
    let template = found["@graph"][0]["potentialAction"]["target"]["urlTemplate"]
        .as_str()
        .unwrap();
    let path = template
        .strip_prefix(&application.url())
        .unwrap()
        .replace("{search_term_string}", "adresse");
    let page = application.html(&path).await;
    let data = Selector::parse("script:not([src])").unwrap();
    assert_eq!(page.select(&data).count(), 0, "a search describes nothing");
}

#[tokio::test]
async fn hostile_texts_are_texts_in_json_ld() {
    for attack in HOSTILE {
        let application = Application::start(vec![hostile(attack).build()]).await;
        let hit = only_hit(&application).await;
        let path = format!("/datasets/{}", id("dataset", "Hostile"));
        let answer = application.get(&path).await;
        let found = json_ld(&answer.html());
        assert_eq!(found["name"], hit["title"], "{attack}");
        let host = [("host", "x.test\"</script><script>'&")];
        let answer = application.get_with(&path, &host).await;
        if answer.status == 200 {
            json_ld(&answer.html());
        }
    }
}
