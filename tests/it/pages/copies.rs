//! Near-copies on the search page: one stands for all, and leads to the others.

use scraper::Html;
use support::application::Application;
use support::records::{dataset, id};

use super::{attributes, text, texts, the};

/// A register of three towns and a budget.
async fn registers() -> Application {
    let register = |town: &str| {
        dataset("Registre des arbres")
            .id(&id("dataset", town))
            .set("slug", town)
            .organization(town, &[])
    };
    Application::start(vec![
        register("brest").metric("views", 10).build(),
        register("lyon")
            .metric("views", 500)
            .license("lov2")
            .build(),
        register("nice").metric("views", 20).license("lov2").build(),
        dataset("Budget des arbres").build(),
    ])
    .await
}

fn titles(page: &Html) -> Vec<String> {
    texts(page, ".results h2 a")
}

#[tokio::test]
async fn the_most_used_of_a_title_stands_for_the_others_and_leads_to_them() {
    let application = registers().await;
    let page = application.html("/?q=arbres").await;
    assert_eq!(text(the(&page, "h1")), "2 résultats pour « arbres »");
    assert_eq!(
        text(the(&page, ".folding")),
        "4 fiches en tout, éditions d’une même série et fiches de même titre regroupées. Tout lister"
    );
    assert_eq!(titles(&page).len(), 2);
    assert!(titles(&page).contains(&"Registre des arbres".to_owned()));
    assert_eq!(texts(&page, ".copies"), ["et 2 autres de même titre"]);

    let expanded = application
        .html(&attributes(&page, ".copies a", "href")[0])
        .await;
    assert_eq!(titles(&expanded), ["Registre des arbres"; 3]);
    assert!(texts(&expanded, ".copies").is_empty());
    assert_eq!(
        texts(&expanded, ".active li")[0],
        "Retirer le filtre Titre : fiches de même titre ×"
    );
    let back = &attributes(&expanded, ".active li:first-child a", "href")[0];
    assert_eq!(back, "/?q=arbres");
    assert_eq!(attributes(&expanded, "a.reset", "href"), ["/?q=arbres"]);
}

#[tokio::test]
async fn counts_are_of_groups_while_they_are_folded() {
    let application = registers().await;
    let lov2 = |page: &Html| {
        let options = texts(page, "label.option");
        let of_lov2 = options
            .iter()
            .find(|option| option.starts_with("Licence Ouverte 2.0"));
        of_lov2.unwrap().rsplit(' ').next().unwrap().to_owned()
    };
    assert_eq!(lov2(&application.html("/?q=arbres").await), "1");
    let listed = application.html("/?q=arbres&collapse=false").await;
    assert_eq!(lov2(&listed), "2");
    assert_eq!(titles(&listed).len(), 4);
    assert_eq!(
        attributes(&listed, ".folding a", "href"),
        ["/?q=arbres"],
        "and they can be folded again"
    );
}

#[tokio::test]
async fn the_form_keeps_what_it_does_not_show() {
    let application = registers().await;
    let page = application
        .html("/?q=arbres&collapse=false&inferred=false&type=dataset&license=lov2&page_size=50")
        .await;
    let names = attributes(&page, "input[type=hidden]", "name");
    let values = attributes(&page, "input[type=hidden]", "value");
    let kept: Vec<(String, String)> = names.into_iter().zip(values).collect();
    for (name, value) in [
        ("collapse", "false"),
        ("inferred", "false"),
        ("type", "dataset"),
        ("page_size", "50"),
    ] {
        assert!(
            kept.contains(&(name.to_owned(), value.to_owned())),
            "{name}: {kept:?}"
        );
    }
    assert_eq!(kept.len(), 4, "the licence is a box: {kept:?}");
}

#[tokio::test]
async fn files_and_feeds_have_every_record() {
    let application = registers().await;
    let page = application.html("/?q=arbres").await;
    for href in attributes(&page, ".outputs a:not(.json)", "href") {
        assert!(!href.contains("collapse"), "{href}");
    }
    let json = &attributes(&page, "a.json", "href")[0];
    assert!(
        json.contains("collapse=series"),
        "{json}: the same as the page"
    );
}
