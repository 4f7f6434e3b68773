//! The pages in another language: each word of ours, none of the catalogue's, and links that stay in it.

use support::application::Application;
use support::records::dataset;

use super::{all, attributes, text, texts, the};

async fn application() -> Application {
    let records = (0..25).map(|n| {
        let record = dataset(&format!("Eau {n}"))
            .license("notspecified")
            .tag("eau");
        record.zone("fr:region:53").build()
    });
    Application::start(records.collect()).await
}

#[tokio::test]
async fn a_page_is_in_the_language_that_its_address_says() {
    let application = application().await;
    let page = application
        .html("/?q=eau&license=notspecified&lang=en")
        .await;
    assert_eq!(the(&page, "html").attr("lang"), Some("en"));
    assert_eq!(text(the(&page, "h1")), "25 results for “eau”");
    assert_eq!(
        texts(&page, "nav.tabs a"),
        ["All 25", "Datasets 25", "APIs 0"]
    );
    assert_eq!(
        texts(&page, "ul.active a")[0],
        "Remove the filter Licence: Licence not specified ×"
    );
    assert!(texts(&page, ".filters summary").contains(&"Update frequency".to_owned()));
    assert_eq!(
        attributes(&page, ".results h2 a", "lang"),
        vec!["fr"; 20],
        "titles are the catalogue's"
    );
    let french = application.html("/?q=eau").await;
    assert_eq!(text(the(&french, "h1")), "25 résultats pour « eau »");
    assert_eq!(all(&french, ".results h2 a[lang]").len(), 0);
}

#[tokio::test]
async fn every_link_and_form_of_a_page_keeps_its_language() {
    let application = application().await;
    for path in [
        "/?q=eau&license=notspecified&lang=en",
        "/datasets/eau-1?lang=en",
        "/facets/tag?search=eau&lang=en",
        "/datasets/nope?lang=en",
        "/?page=0&lang=en",
    ] {
        let page = application.get(path).await.html();
        assert_eq!(the(&page, "html").attr("lang"), Some("en"), "{path}");
        let own = all(&page, "body a[href^='/']").into_iter();
        for link in own.filter(|link| link.attr("hreflang").is_none()) {
            let href = link.attr("href").unwrap();
            // What programs read is in French, and speaks of itself.
            let is_page = !["/api/", "/feed", "/export", "/openapi"]
                .iter()
                .any(|start| href.starts_with(start));
            assert!(!is_page || href.contains("lang=en"), "{href} on {path}");
        }
        let hidden = attributes(&page, "form input[name=lang]", "value");
        assert_eq!(hidden, ["en"], "{path}");
    }
}

#[tokio::test]
async fn each_page_leads_to_the_same_one_in_the_other_language() {
    let application = application().await;
    for (path, other) in [
        ("/?q=eau&page=2", "/?q=eau&page=2&lang=en"),
        ("/?q=eau&lang=en&page=2", "/?q=eau&page=2"),
        ("/datasets/eau-1", "/datasets/eau-1?lang=en"),
        ("/", "/?lang=en"),
    ] {
        let page = application.html(path).await;
        assert_eq!(
            attributes(&page, "footer a[hreflang]", "href"),
            [other],
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_unknown_language_is_named() {
    let application = application().await;
    let answer = application.get("/?q=eau&lang=xx").await;
    assert_eq!(answer.status, 400);
    let page = answer.html();
    assert_eq!(texts(&page, "dl dt"), ["lang"]);
    assert_eq!(
        texts(&page, "dl dd"),
        ["unknown language `xx`: one of en, fr"]
    );
    assert_eq!(application.get("/?q=eau&lang=").await.status, 200);
    assert_eq!(
        application.get("/api/suggest?q=ea&lang=xx").await.status,
        400
    );
    let suggestions = application.json("/api/suggest?q=breta&lang=en").await;
    assert_eq!(suggestions["data"][0]["kind_label"], "Place");
}

#[tokio::test]
async fn the_description_of_the_api_is_in_the_language_of_the_page() {
    let application = application().await;
    let page = application.html("/docs?lang=en").await;
    let types = texts(&page, "tbody td:nth-child(2)");
    assert!(
        types.contains(&"integer (from 1 to 100)".to_owned()),
        "{types:?}"
    );
    let places = texts(&page, "tbody td:first-child .by");
    assert!(places.contains(&"query".to_owned()), "{places:?}");
    let french = application.html("/docs").await;
    let types = texts(&french, "tbody td:nth-child(2)");
    assert!(
        types.contains(&"entier (de 1 à 100)".to_owned()),
        "{types:?}"
    );
}
