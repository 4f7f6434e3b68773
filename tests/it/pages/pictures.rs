//! The map and the histogram: where and when the results are, each place and year a link.

use scraper::Html;
use support::application::Application;
use support::records::dataset;

use super::{all, attributes, text, texts, the};

/// Four datasets about places in Bretagne and one about Corse, of three years.
async fn places() -> Application {
    let about = |title: &str, zone: &str, year: i16| {
        dataset(title)
            .zone(zone)
            .last_update(&format!("{year}-05-01T00:00:00+00:00"))
            .build()
    };
    let year = this_year();
    Application::start(vec![
        about("Arbres de Rennes", "fr:commune:35238", year),
        about("Arbres de Brest", "fr:commune:29019", year),
        about("Arbres du Finistère", "fr:departement:29", year - 1),
        about("Arbres de Bretagne", "fr:region:53", year - 1),
        about("Arbres de Corse", "fr:region:94", year - 4),
    ])
    .await
}

fn this_year() -> i16 {
    catalogue::Date::now().day().year()
}

fn zone<'a>(page: &'a Html, id: &str) -> scraper::ElementRef<'a> {
    the(page, &format!("svg.map a[data-zone='{id}']"))
}

#[tokio::test]
async fn the_map_counts_what_lies_in_each_region() {
    let application = places().await;
    let page = application.html("/?q=arbres").await;
    assert_eq!(all(&page, "svg.map a").len(), 18);
    let label = |id| zone(&page, id).attr("aria-label").unwrap().to_owned();
    assert_eq!(label("fr:region:53"), "Bretagne\u{202F}: 4\u{A0}fiches");
    assert_eq!(label("fr:region:94"), "Corse\u{202F}: une fiche");
    assert_eq!(label("fr:region:11"), "Île-de-France\u{202F}: aucune fiche");
    assert_eq!(zone(&page, "fr:region:11").attr("class"), Some("s0"));
    assert_eq!(zone(&page, "fr:region:53").attr("class"), Some("s5"));
    // The list says the same in text.
    let listed = texts(&page, "#carte-liste li");
    assert_eq!(listed.len(), 18);
    assert!(listed.contains(&"Bretagne 4".to_owned()), "{listed:?}");
    assert_eq!(
        attributes(&page, "#carte-liste a", "href"),
        attributes(&page, "svg.map a", "href")
    );
}

#[tokio::test]
async fn a_place_of_the_map_is_chosen_and_made_finer() {
    let application = places().await;
    let page = application.html("/?q=arbres").await;
    let href = zone(&page, "fr:region:53").attr("href").unwrap();
    assert_eq!(href, "/?q=arbres&geozone=fr%3Aregion%3A53");

    let bretagne = application.html(href).await;
    assert_eq!(text(the(&bretagne, "h1")), "4 résultats pour « arbres »");
    assert_eq!(all(&bretagne, "svg.map a.part").len(), 4);
    assert_eq!(all(&bretagne, "svg.map path.opened").len(), 1);
    let finistere = zone(&bretagne, "fr:departement:29");
    assert_eq!(
        finistere.attr("aria-label"),
        Some("Finistère\u{202F}: 2\u{A0}fiches")
    );

    let finistere = application.html(finistere.attr("href").unwrap()).await;
    assert_eq!(
        texts(&finistere, "ul.active li")[0],
        "Retirer le filtre Territoire : Finistère ×"
    );
    assert_eq!(text(the(&finistere, "h1")), "2 résultats pour « arbres »");
    let chosen = zone(&finistere, "fr:departement:29");
    assert_eq!(chosen.attr("aria-current"), Some("true"));
    assert_eq!(chosen.attr("href"), Some("/?q=arbres"), "and is left again");
    assert_eq!(texts(&finistere, "#carte-liste li")[0], "France entière");
}

#[tokio::test]
async fn the_histogram_counts_and_chooses_years() {
    let application = places().await;
    let page = application.html("/?q=arbres").await;
    let year = this_year();
    let bar = |page: &Html, year: i16| {
        let bar = the(page, &format!("svg.years a[data-year='{year}']"));
        let label = bar.attr("aria-label").unwrap().to_owned();
        (label, bar.attr("href").unwrap().to_owned())
    };
    let (label, href) = bar(&page, year);
    assert!(
        label.starts_with(&format!("{year}\u{202F}: 2\u{A0}fiches")),
        "{label}"
    );
    assert_eq!(href, format!("/?q=arbres&last_update_year={year}"));
    assert!(bar(&page, year - 2).0.contains("aucune fiche"));

    let chosen = application.html(&href).await;
    assert_eq!(text(the(&chosen, "h1")), "2 résultats pour « arbres »");
    assert_eq!(bar(&chosen, year).1, "/?q=arbres", "and is left again");
    let both = application.html(&bar(&chosen, year - 1).1).await;
    assert_eq!(text(the(&both, "h1")), "4 résultats pour « arbres »");
    assert_eq!(all(&both, "svg.years a.on").len(), 2);
    // The facet below is the same as text, newest first.
    let shown = texts(&both, "#facette-last_update_year .option");
    let expected = [(year, 2), (year - 1, 2), (year - 4, 1)];
    assert_eq!(
        shown,
        expected.map(|(year, count)| format!("{year} {count}"))
    );
}

#[tokio::test]
async fn without_places_or_dates_there_are_no_pictures() {
    let record = dataset("Arbres").set("last_update", serde_json::Value::Null);
    let application = Application::start(vec![record.build()]).await;
    let page = application.html("/?q=arbres").await;
    assert_eq!(all(&page, "svg.map").len(), 0);
}
