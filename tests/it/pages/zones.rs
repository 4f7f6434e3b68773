//! The chosen zones among the filters, and what covers them.

use support::application::Application;
use support::records::dataset;

use super::{all, attributes, text, texts, the};

const FOUND_NOTHING: &str = "/?q=pistes&geozone=fr%3Acommune%3A35238";

/// Cycle paths of Rennes Métropole, of Bretagne and of France, and trees of Rennes.
async fn around_rennes() -> Application {
    let about = |title: &str, zone: &str| dataset(title).zone(zone).build();
    Application::start(vec![
        about("Arbres", "fr:commune:35238"),
        about("Pistes de la métropole", "fr:epci:243500139"),
        about("Pistes bretonnes", "fr:region:53"),
        about("Pistes bretonnes, comptages", "fr:region:53"),
        about("Pistes nationales", "country:fr"),
    ])
    .await
}

#[tokio::test]
async fn a_chosen_zone_has_ticks_for_itself_and_for_what_covers_it() {
    let application = around_rennes().await;
    let page = application.html(FOUND_NOTHING).await;
    let fieldset = the(&page, "#facette-geozone .chosen-zones");
    assert!(text(fieldset).starts_with("Ce territoire et ce qui le couvre"));
    assert_eq!(
        texts(&page, ".chosen-zones label"),
        ["Ce territoire (Rennes) 0", "Aussi ce qui le couvre +4"]
    );
    assert_eq!(
        attributes(&page, ".chosen-zones input[checked]", "name"),
        ["geozone"]
    );
    let boxes = all(&page, "input[name=geozone][value='fr:commune:35238']");
    assert_eq!(boxes.len(), 1, "one box is that of the zone");
    assert_eq!(
        texts(&page, ".covering li"),
        [
            "Rennes Métropole Intercommunalité 1",
            "Bretagne Région 2",
            "France Pays 1"
        ]
    );
    let hrefs = attributes(&page, ".covering a", "href");
    assert_eq!(
        hrefs[1],
        "/?q=pistes&geozone=fr%3Aregion%3A53&geozone_exact=true"
    );
    let bretagne = application.html(&hrefs[1]).await;
    assert_eq!(text(the(&bretagne, "h1")), "2 résultats pour « pistes »");
    assert_eq!(
        texts(&bretagne, ".chosen-zones label"),
        [
            "Ce territoire (Bretagne) 2",
            "Aussi ce qui le couvre +1",
            "Seulement ce qui porte sur tout le territoire 2"
        ]
    );
    assert_eq!(
        attributes(&bretagne, ".chosen-zones input[checked]", "name"),
        ["geozone", "geozone_exact"]
    );

    let all_around = format!("{FOUND_NOTHING}&include_geozone_ancestors=true");
    let page = application.html(&all_around).await;
    assert_eq!(text(the(&page, "h1")), "4 résultats pour « pistes »");
    assert_eq!(
        texts(&page, ".chosen-zones label"),
        ["Ce territoire (Rennes) 0", "Aussi ce qui le couvre +4"]
    );
    assert_eq!(
        attributes(&page, ".chosen-zones input[checked]", "name"),
        ["geozone", "include_geozone_ancestors"]
    );
    assert_eq!(texts(&page, ".results h2")[0], "Pistes de la métropole");
    assert_eq!(
        texts(&page, ".results .covers")[0],
        "couvre le territoire choisi (Rennes Métropole)"
    );
    let active = texts(&page, "ul.active li");
    assert_eq!(
        active[..2],
        [
            "Retirer le filtre Territoire : Rennes ×",
            "Retirer le filtre Territoire : avec ce qui le couvre ×"
        ]
    );
    assert_eq!(attributes(&page, "ul.active a", "href")[1], FOUND_NOTHING);
    // The form keeps what its controls show once.
    assert!(all(&page, "#autres-parametres input").is_empty());

    let page = application.html("/?q=pistes").await;
    assert!(all(&page, ".chosen-zones").is_empty());
    let page = application
        .html("/?q=pistes&lang=en&geozone=country%3Afr")
        .await;
    assert_eq!(
        texts(&page, ".chosen-zones label"),
        [
            "This place (France) 4",
            "Also what covers it +0",
            "Only what is about the whole place 1"
        ]
    );
}

#[tokio::test]
async fn several_zones_have_a_tick_each() {
    let application = around_rennes().await;
    let page = application
        .html("/?q=pistes&geozone=fr%3Acommune%3A35238&geozone=fr%3Aregion%3A53")
        .await;
    assert_eq!(
        texts(&page, ".chosen-zones label"),
        [
            "Bretagne 3",
            "Rennes 0",
            "Aussi ce qui les couvre +1",
            "Seulement ce qui porte sur un de ces territoires en entier 2"
        ]
    );
    assert_eq!(texts(&page, ".covering li"), ["France Pays 1"]);
}

#[tokio::test]
async fn where_a_zone_has_nothing_the_page_offers_what_covers_it() {
    let application = around_rennes().await;
    let page = application.html(FOUND_NOTHING).await;
    let offered = texts(&page, ".empty a");
    assert_eq!(
        offered[..4],
        [
            "Voir aussi ce qui couvre ce territoire : 4 fiches",
            "Rennes Métropole (Intercommunalité) : une fiche",
            "Bretagne (Région) : 2 fiches",
            "France (Pays) : une fiche"
        ]
    );
    let href = &attributes(&page, ".empty a", "href")[0];
    let wider = application.html(href).await;
    assert_eq!(text(the(&wider, "h1")), "4 résultats pour « pistes »");
    let page = application
        .html("/?q=xqzwvkj&geozone=fr%3Acommune%3A35238")
        .await;
    assert!(!text(the(&page, ".empty")).contains("couvre"));
}
