//! The page of all values of a facet, and the places that are inferred.

use support::application::Application;
use support::records::dataset;

use super::{attributes, text, texts, the};

/// Thirty datasets with a tag each, two of them with a second one.
async fn tagged() -> Application {
    let records = (1..=30).map(|n| {
        let record = dataset(&format!("Jeu {n}")).tag(&format!("mot-{n:02}"));
        let record = if n <= 2 { record.tag("métro") } else { record };
        record.build()
    });
    Application::start(records.collect()).await
}

#[tokio::test]
async fn a_facet_with_more_values_leads_to_all_of_them() {
    let application = tagged().await;
    let page = application.html("/?q=jeu").await;
    let links = texts(&page, ".filters .more a");
    assert!(
        links.contains(&"Chercher parmi 23 autres".to_owned()),
        "{links:?}"
    );
    let hrefs = attributes(&page, ".filters .more a", "href");
    let href = hrefs.iter().find(|href| href.contains("/tag")).unwrap();
    assert_eq!(href, "/facets/tag?search=jeu");

    let values = application.html(href).await;
    assert_eq!(text(the(&values, "h1")), "Mot-clé : 31 valeurs");
    assert_eq!(texts(&values, ".values li")[0], "métro 2");
    assert_eq!(texts(&values, ".values li").len(), 31);
    assert_eq!(
        attributes(&values, ".values a", "href")[0],
        "/?q=jeu&tag=m%C3%A9tro"
    );
    assert_eq!(attributes(&values, "main p a", "href"), ["/?q=jeu"]);
}

#[tokio::test]
async fn values_are_searched_and_chosen_beside_those_chosen_already() {
    let application = tagged().await;
    let page = application
        .html("/facets/tag?search=jeu&tag=mot-03&q=METRO")
        .await;
    assert_eq!(texts(&page, ".values li"), ["métro 2"]);
    assert_eq!(
        attributes(&page, ".values a", "href"),
        ["/?q=jeu&tag=mot-03&tag=m%C3%A9tro"]
    );
    let hidden = attributes(&page, "form input[type=hidden]", "name");
    assert_eq!(
        hidden,
        ["search", "tag"],
        "another search among them keeps the search"
    );

    let chosen = application.html("/facets/tag?tag=mot-03&q=mot-03").await;
    assert_eq!(texts(&chosen, ".values a"), ["✓ Retirer mot-03"]);
    assert_eq!(attributes(&chosen, ".values a", "href"), ["/"]);
    let none = application.html("/facets/tag?q=zzz").await;
    assert!(text(the(&none, "main")).contains("Aucune valeur ne contient ces mots"));
}

#[tokio::test]
async fn an_unknown_facet_and_a_bad_value_are_told() {
    let application = tagged().await;
    for (path, status) in [
        ("/facets/nope", 404),
        ("/facets/tag?page=0", 400),
        ("/facets/tag?badge=nope", 200),
        ("/facets/tag?page=99999999999", 200),
    ] {
        assert_eq!(application.get(path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn inferred_places_say_so_and_can_be_left_out() {
    let records = vec![
        dataset("Arbres d’alignement")
            .organization("Ville de Rennes", &[])
            .build(),
        dataset("Arbres remarquables").zone("fr:region:53").build(),
    ];
    let application = Application::start(records).await;
    let page = application
        .html("/?q=arbres&geozone=fr:departement:35")
        .await;
    assert_eq!(texts(&page, ".results h2 a"), ["Arbres d’alignement"]);
    assert_eq!(texts(&page, ".facts .inferred"), ["Rennes (déduite)"]);
    let page = application.html("/?q=arbres").await;
    assert_eq!(
        texts(&page, ".facts .inferred").len(),
        1,
        "Bretagne is declared"
    );
    let page = application.html("/?q=arbres&inferred=false").await;
    assert!(texts(&page, ".facts .inferred").is_empty());
}
