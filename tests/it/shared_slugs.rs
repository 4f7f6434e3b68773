//! Records with one slug between them: every address that is given for a record opens that record.

use serde_json::{Value, json};
use support::application::{Application, address};
use support::records::{dataservice, dataset, id};

/// Records whose names are in each other's way: two datasets and a dataservice of one slug, a dataset whose slug is another's
/// id, an archived one that came first.
fn records() -> Vec<Value> {
    let citing = "Voir [les prairies](https://www.data.gouv.fr/datasets/prairies/).";
    vec![
        dataset("Arbres anciens")
            .set("slug", "arbres")
            .archived("2024-01-01T00:00:00+00:00")
            .build(),
        dataset("Arbres du parc").set("slug", "arbres").build(),
        dataset("Arbres de la ville").set("slug", "arbres").build(),
        dataservice("API des arbres").set("slug", "arbres").build(),
        dataset("Prairies").build(),
        dataset("Haies").id("555555555555555555555555").build(),
        dataset("Bosquets")
            .set("slug", "555555555555555555555555")
            .description(citing)
            .build(),
    ]
}

/// Returns the title of the page at an address.
async fn heading(application: &Application, path: &str) -> String {
    let page = application.html(path).await;
    let selector = scraper::Selector::parse("h1").unwrap();
    let heading = page.select(&selector).next().unwrap();
    heading.text().collect::<String>().trim().to_owned()
}

#[tokio::test]
async fn every_hit_leads_to_its_own_page() {
    let application = Application::start(records()).await;
    let all = application
        .search(&[("archived", "any"), ("page_size", "50")])
        .await;
    let hits = all["data"].as_array().unwrap();
    assert_eq!(hits.len(), 7);
    let mut pages = std::collections::BTreeSet::new();
    for hit in hits {
        let page = hit["page"].as_str().unwrap();
        assert_eq!(heading(&application, page).await, hit["title"], "{page}");
        assert!(pages.insert(page.to_owned()), "{page} twice");
    }
    assert!(pages.contains("/datasets/arbres"));
    assert!(
        pages.contains("/dataservices/arbres"),
        "a type has names of its own"
    );
    assert!(
        !heading(&application, "/datasets/arbres")
            .await
            .contains("anciens"),
        "what is not archived keeps its slug"
    );
    assert_eq!(
        heading(&application, "/datasets/555555555555555555555555").await,
        "Haies",
        "an id is before a slug"
    );
}

#[tokio::test]
async fn cards_feeds_sitemaps_and_suggestions_lead_to_the_record_that_they_name() {
    let application = Application::start(records()).await;
    let results = application.html("/?archived=any").await;
    let selector = scraper::Selector::parse("article h2 a").unwrap();
    let cards: Vec<(String, String)> = results
        .select(&selector)
        .map(|link| {
            let title = link.text().collect::<String>();
            (title, link.attr("href").unwrap().to_owned())
        })
        .collect();
    assert_eq!(cards.len(), 7);
    for (title, href) in cards {
        assert_eq!(heading(&application, &href).await, title, "{href}");
    }

    let feed = application.get("/feed.atom?archived=any").await.text();
    let feed = roxmltree::Document::parse(&feed).unwrap();
    let entries: Vec<_> = feed
        .descendants()
        .filter(|node| node.tag_name().name() == "entry")
        .collect();
    assert_eq!(entries.len(), 7);
    for entry in entries {
        let child = |name: &str| entry.children().find(|it| it.tag_name().name() == name);
        let title = child("title").unwrap().text().unwrap().to_owned();
        let href = child("link").unwrap().attribute("href").unwrap();
        let path = href.strip_prefix(&application.url()).unwrap();
        assert_eq!(heading(&application, path).await, title, "{href}");
    }

    let suggestions = application
        .json(&address("/api/suggest", &[("q", "arbres")]))
        .await;
    let suggested = suggestions["data"].as_array().unwrap();
    let records = suggested
        .iter()
        .filter(|it| it["kind"] == "dataset" || it["kind"] == "dataservice");
    let mut n_records = 0;
    for suggestion in records {
        let url = suggestion["url"].as_str().unwrap();
        assert_eq!(
            heading(&application, url).await,
            suggestion["label"],
            "{url}"
        );
        n_records += 1;
    }
    assert_eq!(n_records, 3, "{suggestions}");
}

#[tokio::test]
async fn apis_and_what_a_page_says_of_itself_name_the_record_itself() {
    let application = Application::start(records()).await;
    for title in ["Arbres du parc", "Arbres de la ville", "Bosquets"] {
        let id = id("dataset", title);
        let dataset = application.json(&format!("/api/1/datasets/{id}/")).await;
        assert_eq!(dataset["title"], title);
        let uri = dataset["uri"].as_str().unwrap();
        let path = uri.strip_prefix(&application.url()).unwrap();
        assert_eq!(application.json(path).await["title"], title, "{uri}");
        let page = application.html(&format!("/datasets/{id}")).await;
        let selector = scraper::Selector::parse("script[type='application/ld+json']").unwrap();
        let data = page.select(&selector).next().unwrap();
        let data: Value = serde_json::from_str(&data.text().collect::<String>()).unwrap();
        let address = data["@id"].as_str().unwrap();
        let path = address.strip_prefix(&application.url()).unwrap();
        assert_eq!(heading(&application, path).await, title, "{address}");
    }
    // What cites a record is led to under its own name too.
    let found = application.search(&[("q", "prairies")]).await;
    let citing = &found["data"][0]["cited_by"]["records"];
    assert_eq!(citing[0]["title"], "Bosquets", "{found}");
    let page = citing[0]["page"].as_str().unwrap();
    assert_eq!(heading(&application, page).await, "Bosquets");
}

#[tokio::test]
async fn a_slug_of_one_record_stays_its_address() {
    let records = vec![dataset("Eau").build(), dataset("Air").build()];
    let application = Application::start(records).await;
    for (words, expected) in [("eau", "/datasets/eau"), ("air", "/datasets/air")] {
        let found = application.search(&[("q", words)]).await;
        assert_eq!(found["data"][0]["page"], expected);
    }
    let json = json!({"slug": "eau"});
    let found = application.search(&[("q", "eau")]).await;
    assert_eq!(found["data"][0]["slug"], json["slug"]);
}
