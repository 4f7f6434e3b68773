//! Records that were named: what the page says of them.

use support::application::{Application, address};
use support::records::dataset;

use super::{attributes, texts};

async fn application() -> Application {
    let named = |title: &str, slug: &str| dataset(title).set("slug", slug);
    Application::start(vec![
        named("Bancs", "bancs-de-la-ville")
            .archived("2020-01-01")
            .build(),
        named("Zones", "zones-de-la-ville").build(),
        named("Arbres", "arbres-de-la-ville").build(),
    ])
    .await
}

#[tokio::test]
async fn the_page_shows_named_records_and_how_to_leave_them() {
    let application = application().await;
    let asked = [("ids", "bancs-de-la-ville,zones-de-la-ville,nulle-part")];
    let page = application.html(&address("/", &asked)).await;
    assert_eq!(texts(&page, "ol.results h2"), ["Bancs", "Zones"]);
    let active = texts(&page, ".active li").join(" ");
    assert!(active.contains("3 fiches nommées"), "{active}");
    assert_eq!(attributes(&page, ".active li a", "href")[0], "/");
    let kept = attributes(&page, "#autres-parametres input[name=ids]", "value");
    assert_eq!(
        kept,
        ["bancs-de-la-ville", "zones-de-la-ville", "nulle-part"]
    );
    let notes = texts(&page, ".note").join(" ");
    assert!(
        notes.contains("Introuvable parmi les fiches : nulle-part"),
        "{notes}"
    );
    // The select can leave archived records out, which are there because they were named.
    let choices = attributes(&page, "#archived option", "value");
    assert_eq!(choices, ["false", "any", "true"]);
    let live = [("archived", "false"), asked[0]];
    let page = application.html(&address("/", &live)).await;
    assert_eq!(texts(&page, "ol.results h2"), ["Zones"]);
}

#[tokio::test]
async fn lines_that_were_pasted_into_the_field_are_a_list() {
    let application = application().await;
    let lines =
        "zones-de-la-ville\r\nhttps://www.data.gouv.fr/fr/datasets/bancs-de-la-ville/\nn-y-est-pas";
    let page = application.html(&address("/", &[("q", lines)])).await;
    assert_eq!(texts(&page, "ol.results h2"), ["Zones", "Bancs"]);
    let notes = texts(&page, ".note").join(" ");
    assert!(
        notes.contains("Introuvable parmi les fiches : n-y-est-pas"),
        "{notes}"
    );
    assert_eq!(texts(&page, "h1"), ["2 résultats"]);
    // Two hundred addresses are longer than any query.
    let many: Vec<String> = (0..200)
        .map(|n| format!("https://x.test/dataset/nom-{n}"))
        .collect();
    let page = application
        .html(&address("/", &[("q", &many.join(" "))]))
        .await;
    assert_eq!(texts(&page, "h1"), ["Aucun résultat"]);
}
