//! `/sitemap.xml`, `/robots.txt` and `/opensearchdescription.xml`.

use std::collections::BTreeMap;

use roxmltree::Document;
use support::application::{Application, real_index, sample_index};
use support::real_catalogue;
use support::records::{dataservice, dataset, id};

use super::ok;

const SITEMAPS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Returns address and date of each entry of a sitemap or of an index of them.
fn entries(xml: &str, list: &str, entry: &str) -> Vec<(String, Option<String>)> {
    let document = Document::parse(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    let root = document.root_element();
    assert!(root.has_tag_name((SITEMAPS, list)), "{xml}");
    let text = |node: roxmltree::Node<'_, '_>, name: &str| {
        node.children()
            .find(|child| child.has_tag_name((SITEMAPS, name)))
            .and_then(|child| child.text().map(str::to_owned))
    };
    root.children()
        .filter(roxmltree::Node::is_element)
        .map(|child| {
            assert!(child.has_tag_name((SITEMAPS, entry)));
            (text(child, "loc").unwrap(), text(child, "lastmod"))
        })
        .collect()
}

/// Returns the path of each record's page in all sitemaps, with its date.
async fn listed(application: &Application) -> Vec<(String, Option<String>)> {
    let index = ok(&application.get("/sitemap.xml").await);
    let mut all = Vec::new();
    for (address, date) in entries(&index, "sitemapindex", "sitemap") {
        assert!(date.is_some());
        let path = address.strip_prefix(&application.url()).unwrap();
        let answer = application.get(path).await;
        assert_eq!(
            answer.header("content-type"),
            "application/xml; charset=utf-8"
        );
        let xml = ok(&answer);
        let found = entries(&xml, "urlset", "url");
        assert!(found.len() <= 50_000 && xml.len() <= 50_000_000, "{path}");
        all.extend(found);
    }
    for (address, _) in &mut all {
        *address = address
            .strip_prefix(&application.url())
            .unwrap_or_else(|| panic!("{address}"))
            .to_owned();
    }
    // Those of organizations stand in a sitemap of their own.
    all.retain(|(address, _)| !address.starts_with("/organizations/"));
    all
}

#[tokio::test]
async fn every_live_record_is_listed_once_with_its_date() {
    let records = vec![
        dataset("Eau").last_update("2021-02-03T04:05:06").build(),
        dataservice("API & Cie").set("slug", "api?&<é>").build(),
        dataset("Ancien").archived("2020-01-01").build(),
        dataset("Long").set("slug", "é".repeat(1_000)).build(),
        dataset("Double").set("slug", "eau").build(),
    ];
    let application = Application::start(records).await;
    let listed: BTreeMap<_, _> = listed(&application).await.into_iter().collect();
    assert_eq!(listed.len(), 4, "{listed:?}");
    assert_eq!(
        listed[&format!("/datasets/{}", id("dataset", "Eau"))].as_deref(),
        Some("2021-02-03T04:05:06+00:00")
    );
    for path in listed.keys() {
        assert_eq!(application.get(path).await.status, 200, "{path}");
    }
    for path in [
        "/sitemap-0.xml",
        "/sitemap-2.xml",
        "/sitemap-x.xml",
        "/sitemap-1",
    ] {
        assert_eq!(application.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn every_record_of_the_sample_is_listed_once() {
    let application = Application::over(sample_index()).await;
    let mut listed: Vec<String> = listed(&application)
        .await
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    let mut expected = Vec::new();
    for page in 1.. {
        let answer = application
            .search(&[
                ("page", &page.to_string()),
                ("page_size", "100"),
                ("facets", "none"),
            ])
            .await;
        for hit in answer["data"].as_array().unwrap() {
            let (kind, id) = (hit["type"].as_str().unwrap(), hit["id"].as_str().unwrap());
            expected.push(format!("/{kind}s/{id}"));
        }
        if answer["next_page"].is_null() {
            break;
        }
    }
    listed.sort();
    expected.sort();
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn every_live_record_of_the_real_catalogue_is_listed_once() {
    let Some(catalogue) = real_catalogue("every_live_record_of_the_real_catalogue_is_listed_once")
    else {
        return;
    };
    let application = Application::over(real_index(&catalogue)).await;
    let mut paths: Vec<String> = listed(&application)
        .await
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    let answer = application.search(&[("facets", "none")]).await;
    assert_eq!(answer["total"], paths.len());
    paths.sort();
    paths.dedup();
    assert_eq!(answer["total"], paths.len(), "no page twice");
}

#[tokio::test]
async fn robots_find_the_sitemap_and_are_kept_from_searches() {
    let application = Application::start(vec![dataset("Eau").build()]).await;
    let robots = ok(&application.get("/robots.txt").await);
    let sitemap = robots
        .lines()
        .find_map(|line| line.strip_prefix("Sitemap: "))
        .unwrap();
    assert_eq!(sitemap, format!("{}/sitemap.xml", application.url()));
    for path in ["/?", "/export.", "/feed.atom?", "/api/"] {
        assert!(
            robots
                .lines()
                .any(|line| line == format!("Disallow: {path}")),
            "{robots}"
        );
    }
}

#[tokio::test]
async fn browsers_can_add_the_search() {
    const OPENSEARCH: &str = "http://a9.com/-/spec/opensearch/1.1/";
    let application = Application::start(vec![dataset("Eau claire").build()]).await;
    let answer = application.get("/opensearchdescription.xml").await;
    assert_eq!(
        answer.header("content-type"),
        "application/opensearchdescription+xml"
    );
    let xml = ok(&answer);
    let document = Document::parse(&xml).unwrap();
    let root = document.root_element();
    assert!(root.has_tag_name((OPENSEARCH, "OpenSearchDescription")));
    let text = |name: &str| {
        let element = root
            .children()
            .find(|child| child.has_tag_name((OPENSEARCH, name)));
        element
            .and_then(|element| element.text())
            .unwrap_or_default()
            .to_owned()
    };
    // The specification's limits (OpenSearch 1.1, §4).
    assert!((1..=16).contains(&text("ShortName").chars().count()));
    assert!((1..=48).contains(&text("LongName").chars().count()));
    assert!((1..=1024).contains(&text("Description").chars().count()));
    let icon = text("Image");
    let icon = icon.strip_prefix(&application.url()).unwrap();
    assert_eq!(
        application.get(icon).await.header("content-type"),
        "image/svg+xml"
    );
    for kind in ["text/html", "application/atom+xml"] {
        let url = root
            .children()
            .find(|child| {
                child.has_tag_name((OPENSEARCH, "Url")) && child.attribute("type") == Some(kind)
            })
            .unwrap_or_else(|| panic!("no {kind}"));
        let filled = url
            .attribute("template")
            .unwrap()
            .replace("{searchTerms}", "eau%20claire")
            .replace("{startPage?}", "");
        let answer = application
            .get(filled.strip_prefix(&application.url()).unwrap())
            .await;
        assert!(answer.header("content-type").starts_with(kind));
        assert!(ok(&answer).contains("/datasets/eau-claire"), "{kind}");
    }
}
