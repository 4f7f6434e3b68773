//! What the page says of the words: what was mended, understood and given up, each with its way back.

use support::application::Application;
use support::records::dataset;

use super::{all, attributes, texts, the};

async fn application() -> Application {
    let mut records: Vec<_> = (0..6)
        .map(|number| dataset(&format!("Aires de covoiturage {number}")).build())
        .collect();
    records.extend((0..20).map(|number| dataset(&format!("Tableau {number}")).build()));
    records.push(
        dataset("Aires de covoiturage")
            .zone("fr:departement:35")
            .build(),
    );
    Application::start(records).await
}

#[tokio::test]
async fn a_mended_spelling_is_said_with_the_way_back() {
    let application = application().await;
    let page = application.html("/?q=covoiturrage").await;
    let notes = texts(&page, ".note");
    assert_eq!(
        notes,
        [
            "Orthographe corrigée : résultats pour « covoiturage ». Chercher seulement « covoiturrage »"
        ]
    );
    assert_eq!(
        attributes(&page, ".note a", "href"),
        ["/?q=covoiturrage&verbatim=true"]
    );
}

#[tokio::test]
async fn words_taken_as_typed_stay_so_with_the_next_filter() {
    let application = application().await;
    let page = application.html("/?q=covoiturrage&verbatim=true").await;
    assert_eq!(attributes(&page, ".note a", "href"), ["/?q=covoiturrage"]);
    let choice = the(&page, "input[form=recherche][name=verbatim]");
    assert_eq!(choice.attr("value"), Some("true"));
    assert_eq!(choice.attr("type"), Some("checkbox"));
    assert!(choice.attr("checked").is_some());
    assert_eq!(all(&page, "ol.results").len(), 0);
}

#[tokio::test]
async fn a_place_is_said_and_can_be_kept_to() {
    let application = application().await;
    let page = application.html("/?q=covoiturage+dans+le+35").await;
    let notes = texts(&page, ".note");
    assert_eq!(
        notes,
        [
            "Un seul résultat a tous les mots demandés ; les autres en ont la plupart. Ne voir que celui-là",
            "Compris aussi : « 35 » comme territoire Ille-et-Vilaine (ne garder que cela). Chercher les mots tels quels",
        ]
    );
    assert_eq!(
        attributes(&page, ".note a", "href"),
        [
            "/?q=covoiturage+dans+le+35&match=all",
            "/?q=covoiturage+dans+le+35&geozone=fr%3Adepartement%3A35",
            "/?q=covoiturage+dans+le+35&verbatim=true"
        ]
    );
    let missing = texts(&page, "ol.results > li .missing");
    assert_eq!(missing, ["Sans 35"; 6]);
}

#[tokio::test]
async fn words_that_nobody_has_are_named() {
    let application = application().await;
    let page = application.html("/?q=aires+covoiturage+zblorg").await;
    assert_eq!(
        texts(&page, ".note"),
        [
            "Aucun résultat n’a tous les mots demandés ; ceux-ci en ont la plupart.",
            "Aucune fiche ne contient « zblorg ».",
        ]
    );
    // Where all the words are there, nothing is said.
    let page = application.html("/?q=aires").await;
    assert_eq!(texts(&page, ".note"), [""; 0]);
}

#[tokio::test]
async fn complete_and_approximate_matches_are_counted_and_each_can_be_asked_for() {
    let application = application().await;
    let heading = async |query_string: &str| {
        let page = application.html(&format!("/?{query_string}")).await;
        let heading = texts(&page, "h1").remove(0).replace('\u{a0}', " ");
        let notes = texts(&page, ".note");
        let note = notes.first().cloned().unwrap_or_default();
        let href = attributes(&page, ".note a", "href").into_iter().next();
        (
            heading,
            note.replace(['\u{a0}', '\u{202f}'], " "),
            href.unwrap_or_default(),
        )
    };
    let q = "q=covoiturage+dans+le+35";
    let (said, _, href) = heading(q).await;
    assert_eq!(
        said,
        "Un seul résultat, et 6 approchants pour « covoiturage dans le 35 »"
    );
    assert_eq!(href, format!("/?{q}&match=all"));
    for complete in [format!("{q}&match=all"), format!("{q}&sort=title")] {
        let (said, note, href) = heading(&complete).await;
        assert_eq!(said, "Un seul résultat pour « covoiturage dans le 35 »");
        assert_eq!(
            note,
            "6 autres résultats ont la plupart des mots demandés. Les voir aussi"
        );
        let wider = match complete.strip_suffix("&match=all") {
            Some(without) => without.to_owned(),
            None => format!("{q}&match=most&sort=title"),
        };
        assert_eq!(href, format!("/?{wider}"));
    }
    let (said, note, href) = heading("q=aires+covoiturage+zblorg&sort=title").await;
    assert_eq!(said, "Aucun résultat pour « aires covoiturage zblorg »");
    assert_eq!(
        note,
        "Aucun résultat n’a tous les mots demandés ; 7 en ont la plupart. Les voir aussi"
    );
    assert_eq!(href, "/?q=aires+covoiturage+zblorg&match=most&sort=title");
    let (said, ..) = heading("q=aires+covoiturage+zblorg").await;
    assert_eq!(
        said,
        "Aucun résultat complet, mais 7 approchants pour « aires covoiturage zblorg »"
    );
}

#[tokio::test]
async fn a_reading_is_said_where_it_brought_something_and_is_no_mere_spelling() {
    let mut records: Vec<_> = (0..20)
        .map(|number| dataset(&format!("Tableau {number}")).build())
        .collect();
    records.push(dataset("Cartofriches").build());
    records.push(dataset("Ports de Bretagne").zone("fr:region:53").build());
    records.push(dataset("Gares").zone("fr:departement:35").build());
    let application = Application::start(records).await;
    for (typed, is_said) in [
        // The words joined.
        ("carto+friches", false),
        // The word itself is in the title.
        ("ports+bretagne", false),
        ("gares+dans+le+35", true),
    ] {
        let page = application.html(&format!("/?q={typed}")).await;
        assert!(!all(&page, "ol.results > li").is_empty(), "{typed}");
        let notes = texts(&page, ".note");
        let said = notes.iter().any(|note| note.starts_with("Compris aussi"));
        assert_eq!(said, is_said, "{typed}: {notes:?}");
        let answer = application.search(&[("q", &typed.replace('+', " "))]).await;
        assert_ne!(answer["interpretations"], serde_json::json!([]), "{typed}");
    }
}
