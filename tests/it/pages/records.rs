//! The page of a record: its description as it is meant, where it is about, and what is like it.

use serde_json::json;
use support::application::Application;
use support::records::{dataservice, dataset, id};

use super::{all, attributes, text, texts, the};

#[tokio::test]
async fn a_description_is_rendered_and_its_headings_stand_below_those_of_the_page() {
    let description = "# Titre\n\nUn *mot*, [un lien](https://a.test/x).\n\n- un\n- deux\n\n<script>alert(1)</script>\n\n\
                       ![plan](https://a.test/plan.png)";
    let application =
        Application::start(vec![dataset("Eau").description(description).build()]).await;
    let page = application.html("/datasets/eau").await;
    assert_eq!(texts(&page, ".description h3"), ["Titre"]);
    assert_eq!(texts(&page, ".description em"), ["mot"]);
    assert_eq!(texts(&page, ".description li"), ["un", "deux"]);
    assert_eq!(
        attributes(&page, ".description a", "href"),
        ["https://a.test/x", "https://a.test/plan.png"],
        "nothing is loaded from elsewhere"
    );
    assert_eq!(all(&page, ".description script, .description img").len(), 0);
    assert_eq!(all(&page, "h1").len(), 1);
}

#[tokio::test]
async fn a_place_leads_to_itself_and_to_all_that_it_lies_in() {
    let records = vec![
        dataset("Arbres de Rennes").zone("fr:commune:35238").build(),
        dataset("Budget")
            .organization("Ville de Rennes", &[])
            .build(),
        dataset("Sans lieu").build(),
    ];
    let application = Application::start(records).await;
    let page = application.html("/datasets/arbres-de-rennes").await;
    assert_eq!(text(the(&page, "#territoire")), "Territoire");
    let zones = texts(&page, ".coverage a");
    assert_eq!(zones.first().map(String::as_str), Some("Rennes"));
    for above in ["Ille-et-Vilaine", "Bretagne", "France"] {
        assert!(zones.contains(&above.to_owned()), "{above} in {zones:?}");
    }
    assert!(
        attributes(&page, ".coverage a", "href").contains(&"/?geozone=fr%3Aregion%3A53".to_owned())
    );

    let inferred = application.html("/datasets/budget").await;
    assert_eq!(
        text(the(&inferred, "#territoire")),
        "Territoire déduit du producteur et du titre"
    );
    assert_eq!(texts(&inferred, ".coverage a")[0], "Rennes");
    let nowhere = application.html("/datasets/sans-lieu").await;
    assert_eq!(all(&nowhere, "#territoire").len(), 0);
}

#[tokio::test]
async fn a_page_leads_to_what_is_like_it_and_to_records_of_the_same_title() {
    let copy = |number: u32| {
        dataset("Arbres remarquables")
            .id(&id("dataset", &number.to_string()))
            .set("slug", format!("arbres-{number}"))
            .build()
    };
    let records = vec![
        copy(1),
        copy(2),
        copy(3),
        dataset("Arbres remarquables de Brest").build(),
        dataservice("API des arbres remarquables").build(),
        dataset("Budget").build(),
    ];
    let application = Application::start(records).await;
    let page = application.html("/datasets/arbres-1").await;
    let mut similar = texts(&page, ".similar a");
    similar.sort();
    assert_eq!(
        similar,
        [
            "API des arbres remarquables",
            "Arbres remarquables de Brest"
        ]
    );
    assert_eq!(
        texts(&page, ".copies a"),
        ["2 autres fiches ont le même titre"]
    );
    let copies = application
        .html(&attributes(&page, ".copies a", "href")[0])
        .await;
    assert_eq!(all(&copies, ".results > li").len(), 3);

    let alone = application.html("/datasets/budget").await;
    assert_eq!(all(&alone, ".similar, .copies").len(), 0);
}

#[tokio::test]
async fn all_metadata_is_there() {
    let record = dataset("Eau")
        .set("contact_points", json!([{"name": "Accueil", "email": "a@ville.test", "contact_form": null, "role": "contact"}]))
        .set("harvest", json!({"domain": "geo.test", "remote_url": "https://geo.test/fiche/1"}))
        .set("temporal_coverage", json!({"start": "2020-01-01", "end": "2020-12-31"}))
        .set("frequency", "monthly")
        .set("license", "lov2");
    let application = Application::start(vec![record.build()]).await;
    let page = application.html("/datasets/eau").await;
    let names = texts(&page, ".record-facts dt");
    let values = texts(&page, ".record-facts dd");
    let fact = |name: &str| {
        let at = names.iter().position(|known| known == name);
        values[at.unwrap_or_else(|| panic!("no {name} in {names:?}"))].as_str()
    };
    assert_eq!(fact("Contact"), "Accueil");
    assert_eq!(fact("Moissonné depuis"), "geo.test");
    assert_eq!(
        fact("Période couverte"),
        "du 1er janvier 2020 au 31 décembre 2020"
    );
    assert_eq!(fact("Fréquence"), "Mensuelle");
    assert_eq!(fact("Licence"), "Licence Ouverte 2.0");
    assert_eq!(fact("Identifiant"), id("dataset", "Eau"));
    let links = attributes(&page, ".record-facts a", "href");
    for link in [
        "mailto:a@ville.test",
        "https://geo.test/fiche/1",
        "/?frequency=monthly",
    ] {
        assert!(links.contains(&link.to_owned()), "{link} in {links:?}");
    }
}

#[tokio::test]
async fn more_resources_than_the_page_lists_are_told() {
    let mut record = dataset("Eau");
    for n in 0..120 {
        record = record.resource(&format!("fichier {n}"), "csv");
    }
    let application = Application::start(vec![record.build()]).await;
    let page = application.html("/datasets/eau").await;
    assert_eq!(text(the(&page, "#ressources")), "120 fichiers ou liens");
    assert_eq!(all(&page, "tbody tr").len(), 100);
    assert!(text(the(&page, "main")).contains("20 autres sont sur data.gouv.fr."));
}

#[tokio::test]
async fn a_hit_says_why_it_is_there_where_words_were_asked_for() {
    let records = vec![
        dataset("Arbres remarquables")
            .tag("nature")
            .metric("views", 5_000)
            .build(),
        dataset("Budget").description("Le prix des arbres.").build(),
    ];
    let application = Application::start(records).await;
    let page = application.html("/?q=arbres").await;
    let reasons = texts(&page, ".results > li:first-child .why li");
    assert_eq!(reasons[0], "« arbres » : titre, description");
    assert!(
        reasons
            .iter()
            .any(|reason| reason.starts_with("usage public : × ")),
        "{reasons:?}"
    );
    let second = texts(&page, ".results > li:last-child .why li");
    assert_eq!(second[0], "« arbres » : description");
    assert_eq!(all(&application.html("/").await, ".why").len(), 0);
}
