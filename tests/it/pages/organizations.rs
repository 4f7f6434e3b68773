//! The page of an organization.

use support::application::{Application, sample_index};
use support::records::{dataservice, dataset, id};

use super::{all, attributes, text, texts, the};

async fn application() -> Application {
    let eau = |title: &str| {
        dataset(title).organization("Agence de l’eau", &["public-service", "certified"])
    };
    let mut named = eau("Eau de pluie").metric("views", 5).build();
    named["organization"]["acronym"] = "AE".into();
    let records = vec![
        named,
        eau("Eau de mer")
            .last_update("2024-05-01T00:00:00+00:00")
            .build(),
        eau("Eau ancienne")
            .archived("2024-01-01T00:00:00+00:00")
            .build(),
        dataservice("API Eau")
            .organization("Agence de l’eau", &["public-service", "certified"])
            .build(),
        dataset("Vin").organization("Cave", &[]).build(),
    ];
    Application::start(records).await
}

#[tokio::test]
async fn an_organization_has_a_page_by_id_and_by_slug() {
    let application = application().await;
    let id = id("organization", "Agence de l’eau");
    for name in [id.as_str(), "agence-de-l-eau"] {
        let page = application.html(&format!("/organizations/{name}")).await;
        assert_eq!(
            text(the(&page, "head > title")),
            "Agence de l’eau – Trouvaille"
        );
        assert_eq!(text(the(&page, "h1 abbr")), "AE");
        assert_eq!(all(&page, "h1 .certified").len(), 1);
        assert_eq!(texts(&page, "li.badge"), ["Service public", "Certifié"]);
        assert_eq!(texts(&page, ".published a"), ["2 jeux de données", "1 API"]);
        let search = format!("/?organization={id}");
        assert_eq!(
            attributes(&page, ".published a", "href"),
            [
                format!("{search}&type=dataset&collapse=false"),
                format!("{search}&type=dataservice&collapse=false")
            ]
        );
        assert_eq!(attributes(&page, "a.action", "href"), [search]);
        let feed = the(&page, "link[type='application/atom+xml']");
        let feed = feed.attr("href").unwrap();
        assert!(application.get(feed).await.text().contains("Eau de mer"));
        assert_eq!(
            texts(&page, "[aria-labelledby=recentes] li > a")[0],
            "Eau de mer"
        );
        assert_eq!(
            texts(&page, "[aria-labelledby=consultees] li > a")[0],
            "Eau de pluie"
        );
        let listed = attributes(&page, "ul.similar a", "href");
        assert!(
            listed.contains(&"/dataservices/api-eau".to_owned()),
            "{listed:?}"
        );
        assert!(!listed.contains(&"/datasets/eau-ancienne".to_owned()));
        assert_eq!(
            the(&page, "link[rel=canonical]").attr("href"),
            Some("https://catalogue.test/organizations/agence-de-l-eau")
        );
    }
    let english = application
        .html("/organizations/agence-de-l-eau?lang=en")
        .await;
    assert_eq!(texts(&english, ".published a"), ["2 datasets", "1 API"]);
    let hrefs = attributes(&english, ".published a", "href");
    assert!(
        hrefs.iter().all(|href| href.contains("lang=en")),
        "{hrefs:?}"
    );
}

#[tokio::test]
async fn cards_records_and_sitemaps_lead_to_the_page_of_the_producer() {
    let application = application().await;
    let page = format!("/organizations/{}", id("organization", "Cave"));
    let found = application.html("/?q=vin").await;
    let lead_to_it = std::slice::from_ref(&page);
    assert_eq!(attributes(&found, "ol.results p.by a", "href"), lead_to_it);
    let record = application.html("/datasets/vin").await;
    assert_eq!(attributes(&record, "header p.by a", "href"), lead_to_it);
    let hit = application.search(&[("q", "vin")]).await["data"][0].clone();
    assert_eq!(hit["organization"]["page"], page);
    assert_eq!(application.get(&page).await.status, 200);
    let sitemap = application.get("/sitemap-organizations.xml").await.text();
    let cave = format!("<loc>{}/organizations/cave</loc>", application.url());
    assert!(sitemap.contains(&cave), "{sitemap}");
}

#[tokio::test]
async fn old_addresses_lead_to_an_organization_and_unknown_ones_nowhere() {
    let application = application().await;
    for (copied, expected) in [
        ("/fr/organizations/cave/", "/organizations/cave"),
        ("/organizations/cave/", "/organizations/cave"),
        ("/fr/organizations/", "/facets/organization"),
        ("/organizations/search?q=eau", "/facets/organization?q=eau"),
    ] {
        let answer = application.get(copied).await;
        assert_eq!(answer.status, 308, "{copied}");
        assert_eq!(answer.header("location"), expected);
        assert_eq!(application.get(expected).await.status, 200);
    }
    for nobody in ["/organizations/nobody", "/organizations/%ff"] {
        let answer = application.get(nobody).await;
        assert_eq!(answer.status, 404, "{nobody}");
        assert!(answer.text().contains("<h1"));
    }
}

#[tokio::test]
async fn every_producer_of_the_sample_has_a_page_under_its_own_name() {
    let application = Application::over(sample_index()).await;
    let searcher = application.searcher();
    let organizations = searcher.organizations().unwrap();
    assert!(organizations.iter().len() > 20);
    for known in organizations.iter() {
        for name in [&known.page_name, &known.key] {
            let found = organizations.get(name).unwrap();
            assert_eq!(found.key, known.key, "{name}");
        }
    }
    let first = organizations.iter().next().unwrap();
    let page = application
        .html(&format!("/organizations/{}", first.page_name))
        .await;
    assert_eq!(all(&page, "[aria-labelledby=recentes] li").len(), 10);
}
