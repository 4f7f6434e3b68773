//! What typing finds, in which order, and what is shown of it.

use std::cell::Cell;
use std::collections::HashSet;

use catalogue::Record;
use proptest::prelude::*;
use search_index::{SearchRequest, Searcher};
use serde_json::{Value, json};
use support::application::{Application, address, real_index, sample_index, strings, titles};
use support::real_catalogue;
use support::records::{RecordBuilder, dataservice, dataset, id};

use crate::naive::NaiveCatalogue;
use crate::random::{check, words};

/// Starts an application over datasets of these titles.
async fn with_titles(titles: &[&str]) -> Application {
    Application::start(titles.iter().map(|title| dataset(title).build()).collect()).await
}

/// Asserts that each of these typings finds exactly these titles, in whichever order.
async fn assert_all_find(application: &Application, typings: &[&str], expected: &[&str]) {
    let expected: HashSet<&str> = expected.iter().copied().collect();
    for typing in typings {
        let found = application.titles(typing).await;
        assert_eq!(
            found.iter().map(String::as_str).collect::<HashSet<_>>(),
            expected,
            "{typing}"
        );
    }
}

// Typings that are one.

#[tokio::test]
async fn accents_case_and_plural_do_not_matter() {
    let application = with_titles(&[
        "Données budgétaires",
        "Une donnée ouverte",
        "Le don du sang",
    ])
    .await;
    let typings = [
        "données",
        "donnees",
        "DONNÉES",
        "DONNEES",
        "donnée",
        "donne\u{301}es",
    ];
    assert_all_find(
        &application,
        &typings,
        &["Données budgétaires", "Une donnée ouverte"],
    )
    .await;
}

#[tokio::test]
async fn elided_articles_do_not_matter_with_either_apostrophe() {
    let application = with_titles(&[
        "Qualité de l’eau",
        "Prix de l'eau",
        "Captages d’eau",
        "Eau",
        "Un bateau",
    ])
    .await;
    let expected = ["Qualité de l’eau", "Prix de l'eau", "Captages d’eau", "Eau"];
    assert_all_find(
        &application,
        &["eau", "l'eau", "l’eau", "L’EAU", "d'eau", "eaux"],
        &expected,
    )
    .await;
}

#[tokio::test]
async fn dots_in_acronyms_do_not_matter() {
    let application =
        with_titles(&["Aides du C.C.A.S. de Brest", "CCAS de Lyon", "Liste A et B"]).await;
    let expected = ["Aides du C.C.A.S. de Brest", "CCAS de Lyon"];
    assert_all_find(
        &application,
        &["C.C.A.S.", "C.C.A.S", "c.c.a.s.", "CCAS", "ccas"],
        &expected,
    )
    .await;

    let application = with_titles(&[
        "Effectifs du M.E.N",
        "Effectifs du MEN",
        "Effectifs du ministère",
    ])
    .await;
    let expected = ["Effectifs du M.E.N", "Effectifs du MEN"];
    assert_all_find(&application, &["M.E.N", "M.E.N.", "MEN", "men"], &expected).await;
}

#[tokio::test]
async fn dots_hyphens_and_underscores_part_words() {
    let application =
        with_titles(&["Visites de data.gouv.fr", "Export data_gouv", "Data center"]).await;
    let expected = ["Visites de data.gouv.fr", "Export data_gouv"];
    assert_all_find(
        &application,
        &[
            "data.gouv",
            "data gouv",
            "data_gouv",
            "data-gouv",
            "Data.Gouv",
        ],
        &expected,
    )
    .await;

    let application = with_titles(&[
        "Arbres de Saint-Étienne",
        "Saint Etienne en chiffres",
        "Saint-Denis",
    ])
    .await;
    let expected = ["Arbres de Saint-Étienne", "Saint Etienne en chiffres"];
    assert_all_find(
        &application,
        &[
            "Saint-Étienne",
            "saint étienne",
            "SAINT-ETIENNE",
            "saint_etienne",
        ],
        &expected,
    )
    .await;
}

#[tokio::test]
async fn ligatures_do_not_matter() {
    let application = with_titles(&["Œuvres du musée", "Une oeuvre", "Ouvrages d’art"]).await;
    assert_all_find(
        &application,
        &["œuvre", "oeuvre", "Œuvres", "OEUVRES"],
        &["Œuvres du musée", "Une oeuvre"],
    )
    .await;
}

#[tokio::test]
async fn singular_and_plural_are_one_and_a_word_of_another_meaning_is_not() {
    let application = with_titles(&[
        "Sites spectaculaires",
        "Un site spectaculaire",
        "Spectacle vivant",
    ])
    .await;
    let expected = ["Sites spectaculaires", "Un site spectaculaire"];
    assert_all_find(
        &application,
        &["spectaculaire", "spectaculaires"],
        &expected,
    )
    .await;
}

#[tokio::test]
async fn a_decimal_is_one_word() {
    let application = with_titles(&["Indice 2.5", "Particules PM2.5", "Niveaux 2 et 5"]).await;
    assert_all_find(&application, &["2.5", "2,5"], &["Indice 2.5"]).await;
    assert_all_find(&application, &["PM2.5", "pm2.5"], &["Particules PM2.5"]).await;
    assert_all_find(&application, &["2", "5"], &["Niveaux 2 et 5"]).await;
}

#[tokio::test]
async fn a_word_with_an_accent_of_its_own_is_not_the_stop_word_that_it_looks_like() {
    let application = with_titles(&[
        "Lieu sûr",
        "Étude sur les sols",
        "Culture du maïs",
        "Rien mais encore",
    ])
    .await;
    assert_all_find(&application, &["sûr"], &["Lieu sûr"]).await;
    assert_all_find(&application, &["maïs"], &["Culture du maïs"]).await;
}

// Where words are looked for.

#[tokio::test]
async fn a_word_of_any_text_field_finds_the_record() {
    let schema = json!({"name": "etalab/schema-tulipe", "version": "1.0.0", "url": null});
    let mut record = dataset("Tournesol")
        .acronym("TRNSL")
        .description("Où fleurit le **myosotis**.")
        .tag("coquelicot")
        .organization("Amis du bleuet", &[])
        .zone("fr:region:53")
        .resource("pivoine.csv", "csv")
        .set("schema", schema)
        .build();
    record["organization"]["acronym"] = json!("ADB");
    let application = Application::start(vec![record, dataset("Autre chose").build()]).await;
    for word in [
        "tournesol",
        "TRNSL",
        "myosotis",
        "coquelicot",
        "bleuet",
        "ADB",
        "Bretagne",
        "pivoine",
        "tulipe",
    ] {
        assert_eq!(application.titles(word).await, ["Tournesol"], "{word}");
    }
    assert_eq!(
        application.titles("tournesol coquelicot bretagne").await,
        ["Tournesol"],
        "words in several fields"
    );
    let all_words = application
        .search(&[("q", "tournesol autre"), ("verbatim", "true")])
        .await;
    assert_eq!(titles(&all_words), [""; 0], "every word is required");
}

#[tokio::test]
async fn a_dataservice_and_a_persons_record_are_found_like_any_other() {
    let records = vec![
        dataservice("API Marguerite").build(),
        dataset("Jeu").owner("Ada", "Lovelace").build(),
    ];
    let application = Application::start(records).await;
    assert_eq!(application.titles("marguerite").await, ["API Marguerite"]);
    assert_eq!(application.titles("lovelace").await, ["Jeu"]);
}

#[tokio::test]
async fn a_slug_that_is_a_plain_word_is_a_word_first() {
    let records = vec![
        dataset("Ancien jeu").set("slug", "velos").build(),
        dataset("Vélos").set("slug", "velos-1").build(),
    ];
    let application = Application::start(records).await;
    assert_eq!(application.titles("velos").await, ["Vélos", "Ancien jeu"]);
}

#[tokio::test]
async fn ids_and_slugs_find_their_record_before_any_words() {
    let record = dataset("Arbres")
        .set("slug", "reseau-42")
        .resource("arbres.csv", "csv");
    let record = record.resource("arbres.json", "json").build();
    let resource_id = record["resources"][1]["id"].as_str().unwrap().to_owned();
    let application = Application::start(vec![record, dataset("Le reseau 42").build()]).await;
    let id = id("dataset", "Arbres");
    for name in [
        "reseau-42",
        "RESEAU-42",
        &id,
        &id.to_uppercase(),
        &resource_id,
    ] {
        assert_eq!(
            application.titles(name).await.first().unwrap(),
            "Arbres",
            "{name}"
        );
    }
}

// The syntax.

#[tokio::test]
async fn a_phrase_must_stand_as_it_is_written() {
    let application = with_titles(&[
        "Réseau d’eau potable",
        "Potable, cette eau ?",
        "L’eau n’est pas potable",
    ])
    .await;
    assert_eq!(application.titles("eau potable").await.len(), 3);
    assert_all_find(
        &application,
        &["\"eau potable\"", "«eau potable»", "“eau potable”"],
        &["Réseau d’eau potable"],
    )
    .await;
    assert_all_find(&application, &["\"potable eau\""], &[]).await;
}

#[tokio::test]
async fn an_excluded_word_must_not_occur() {
    let application = with_titles(&[
        "Eau potable",
        "Eau de pluie",
        "Potable",
        "Eaux potables",
        "Potables",
    ])
    .await;
    assert_all_find(
        &application,
        &["eau -potable", "eau -potables", "-potable eau"],
        &["Eau de pluie"],
    )
    .await;
    let without_the_phrase = ["Eau de pluie", "Eaux potables"];
    assert_all_find(&application, &["-\"eau potable\" eau"], &without_the_phrase).await;
    assert_all_find(&application, &["-eau"], &["Potable", "Potables"]).await;
}

#[tokio::test]
async fn a_field_narrows_a_word_to_itself() {
    let records = vec![
        dataset("Forêt")
            .description("")
            .tag("arbre")
            .license("lov2")
            .resource("a.csv", "csv")
            .zone("fr:region:53")
            .build(),
        dataset("Arbre")
            .description("Le tag de la forêt")
            .organization("Ville de Forêt", &[])
            .build(),
        dataservice("API").description("Un arbre").build(),
    ];
    let application = Application::start(records).await;
    for (query, expected) in [
        ("titre:arbre", "Arbre"),
        ("title:ARBRES", "Arbre"),
        ("tag:arbre", "Forêt"),
        ("description:foret", "Arbre"),
        ("organization:foret", "Arbre"),
        ("license:lov2", "Forêt"),
        ("format:csv", "Forêt"),
        ("geozone:bretagne", "Forêt"),
        ("geozone:fr:region:53", "Forêt"),
        ("type:dataservice", "API"),
        ("arbre type:dataservice", "API"),
        ("arbre -titre:arbre -tag:arbre", "API"),
    ] {
        assert_eq!(application.titles(query).await, [expected], "{query}");
    }
}

#[tokio::test]
async fn what_is_malformed_is_plain_words() {
    let application = with_titles(&["Titre sur l’eau", "Feu"]).await;
    let typings = [
        "\"eau",
        "eau\"",
        "eau -",
        "- eau",
        "titre: eau",
        "eau:",
        ":eau",
        "(eau",
        "eau)",
        "eau*",
        "eau~",
        "eau^",
        "[eau",
        "eau]",
        "{eau}",
        "\\eau",
        "+eau",
        "eau\0",
        "eau\u{202e}",
        "«eau",
        "eau»",
        "eau/",
        "<eau>",
        "'eau'",
        "eau \"\"",
    ];
    assert_all_find(&application, &typings, &["Titre sur l’eau"]).await;
}

#[tokio::test]
async fn stop_words_do_not_count_beside_others_and_count_alone() {
    let application = with_titles(&["Budget de la ville", "Ville et budget", "MES"]).await;
    let both = ["Budget de la ville", "Ville et budget"];
    assert_all_find(
        &application,
        &[
            "budget ville",
            "le budget de la ville",
            "un budget pour la ville",
        ],
        &both,
    )
    .await;
    assert_all_find(&application, &["de la", "la"], &["Budget de la ville"]).await;
    assert_all_find(&application, &["mes", "MES"], &["MES"]).await;
}

#[tokio::test]
async fn punctuation_alone_and_nonsense_find_nothing() {
    let application = with_titles(&["Eau", "Un titre ? Oui !"]).await;
    assert_all_find(
        &application,
        &[
            "?",
            "?!",
            "...",
            "-",
            "\"\"",
            "\"?\"",
            "''",
            "«»",
            "xqzwvkj",
            "xqzwvkj zqjxvwk",
        ],
        &[],
    )
    .await;
    assert_all_find(&application, &["eau xqzwvkj"], &["Eau"]).await;
    assert_all_find(&application, &["", "   "], &["Eau", "Un titre ? Oui !"]).await;
}

// The order.

#[tokio::test]
async fn each_order_goes_both_ways_with_missing_values_last() {
    let with = |title: &str, day: &str, n: u64| {
        let metrics = json!({"reuses": n, "followers": n, "views": n});
        dataset(title)
            .created_at(day)
            .last_update(day)
            .set("metrics", metrics)
    };
    let records: Vec<Value> = vec![
        with("B peu", "2020-01-01", 1).build(),
        with("C sans", "2020-01-01", 1)
            .set("metrics", json!({}))
            .without("created_at")
            .without("last_update")
            .without("last_modified")
            .build(),
        with("« Ä beaucoup »", "2021-01-01", 5).build(),
    ];
    let application = Application::start(records).await;
    for sort in ["created", "last_update", "reuses", "followers", "views"] {
        let found = titles(&application.search(&[("sort", sort)]).await);
        assert_eq!(found, ["B peu", "« Ä beaucoup »", "C sans"], "{sort}");
        let found = titles(&application.search(&[("sort", &format!("-{sort}"))]).await);
        assert_eq!(found, ["« Ä beaucoup »", "B peu", "C sans"], "-{sort}");
    }
    assert_eq!(
        titles(&application.search(&[("sort", "title")]).await),
        ["« Ä beaucoup »", "B peu", "C sans"]
    );
    assert_eq!(
        titles(&application.search(&[("sort", "-title")]).await),
        ["C sans", "B peu", "« Ä beaucoup »"]
    );
}

#[tokio::test]
async fn an_order_keeps_to_the_words_and_the_filters() {
    let records = vec![
        dataset("Eau 1").license("lov2").metric("views", 1).build(),
        dataset("Eau 2").license("lov2").metric("views", 2).build(),
        dataset("Eau 3")
            .license("odc-odbl")
            .metric("views", 3)
            .build(),
        dataset("Feu").license("lov2").metric("views", 4).build(),
    ];
    let application = Application::start(records).await;
    let found = application
        .search(&[("q", "eau"), ("license", "lov2"), ("sort", "-views")])
        .await;
    assert_eq!(titles(&found), ["Eau 2", "Eau 1"]);
    assert_eq!(found["total"], 2);
}

#[tokio::test]
async fn equals_stand_in_the_same_order_however_the_records_came() {
    let records: Vec<Value> = (0..40)
        .map(|n| dataset(&format!("Eau {n}")).description("Eau").build())
        .collect();
    let mut shuffled = records.clone();
    shuffled.reverse();
    shuffled.rotate_left(13);
    let (first, second) = (
        Application::start(records).await,
        Application::start(shuffled).await,
    );
    for sort in ["relevance", "created", "-created", "views", "-views"] {
        let parameters = [
            ("q", "description:eau"),
            ("sort", sort),
            ("page_size", "40"),
        ];
        let order = strings(&first.search(&parameters).await, "id");
        assert_eq!(order.len(), 40);
        assert_eq!(
            strings(&second.search(&parameters).await, "id"),
            order,
            "{sort}"
        );
        let mut by_id = order.clone();
        by_id.sort();
        assert_eq!(order, by_id, "{sort}: equals stand by id");
    }
}

#[tokio::test]
async fn use_decides_between_records_that_the_words_fit_alike() {
    let with_views = |n: u64| {
        dataset(&format!("Eau {n}"))
            .description("")
            .metric("views", n)
            .build()
    };
    let application =
        Application::start(vec![with_views(10), with_views(1000), with_views(100)]).await;
    assert_eq!(
        application.titles("eau").await,
        ["Eau 1000", "Eau 100", "Eau 10"]
    );
    assert_eq!(
        application.titles("").await,
        ["Eau 1000", "Eau 100", "Eau 10"]
    );
}

#[tokio::test]
async fn a_word_in_the_title_weighs_more_than_one_in_the_description() {
    let records = vec![
        dataset("Rivières")
            .description("De l’eau, de l’eau, de l’eau.")
            .build(),
        dataset("Eau").description("Des rivières.").build(),
    ];
    let application = Application::start(records).await;
    let answer = application.search(&[("q", "eau")]).await;
    assert_eq!(titles(&answer), ["Eau", "Rivières"]);
    let score = |at: usize| answer["data"][at]["score"].as_f64().unwrap();
    assert!(score(0) > score(1) && score(1) > 0.0, "{answer}");
}

// Pages.

#[tokio::test]
async fn pages_reach_every_hit_once_and_end() {
    let records: Vec<Value> = (0..45)
        .map(|n| dataset(&format!("Eau {n}")).build())
        .collect();
    let application = Application::start(records).await;
    for sort in ["relevance", "title", "-created"] {
        let mut seen = Vec::new();
        for (page, n_hits) in [
            ("1", 10),
            ("2", 10),
            ("3", 10),
            ("4", 10),
            ("5", 5),
            ("6", 0),
            ("18446744073709551615", 0),
        ] {
            let parameters = [
                ("q", "eau"),
                ("sort", sort),
                ("page", page),
                ("page_size", "10"),
            ];
            let answer = application.search(&parameters).await;
            assert_eq!(
                (answer["total"].as_u64(), titles(&answer).len()),
                (Some(45), n_hits),
                "page {page}"
            );
            seen.extend(strings(&answer, "id"));
        }
        assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 45, "{sort}");
        let whole = application
            .search(&[("q", "eau"), ("sort", sort), ("page_size", "100")])
            .await;
        assert_eq!(strings(&whole, "id"), seen, "{sort}: pages cut one order");
    }
}

// What is left out.

#[tokio::test]
async fn archived_records_are_left_out_unless_asked_for() {
    let records = vec![
        dataset("Eau d’aujourd’hui").build(),
        dataset("Eau d’hier")
            .archived("2023-01-01T00:00:00+00:00")
            .build(),
        dataservice("API de l’eau d’hier")
            .archived("2023-01-01T00:00:00+00:00")
            .build(),
    ];
    let application = Application::start(records).await;
    for (archived, expected) in [
        (None, &["Eau d’aujourd’hui"][..]),
        (Some("false"), &["Eau d’aujourd’hui"]),
        (Some("true"), &["API de l’eau d’hier", "Eau d’hier"]),
        (
            Some("any"),
            &["API de l’eau d’hier", "Eau d’aujourd’hui", "Eau d’hier"],
        ),
    ] {
        let mut parameters = vec![("q", "eau")];
        parameters.extend(archived.map(|value| ("archived", value)));
        let mut found = titles(&application.search(&parameters).await);
        found.sort();
        assert_eq!(found, expected, "{archived:?}");
    }
}

#[tokio::test]
async fn private_and_deleted_records_are_never_found() {
    let day = "2023-01-01T00:00:00+00:00";
    let records = vec![
        dataset("Eau publique").build(),
        dataset("Eau privée").set("private", true).build(),
        dataset("Eau supprimée").set("deleted", day).build(),
        dataservice("API privée").set("private", true).build(),
        dataservice("API supprimée").set("deleted_at", day).build(),
    ];
    let application = Application::start(records).await;
    assert_eq!(
        titles(&application.search(&[("archived", "any")]).await),
        ["Eau publique"]
    );
    for (path, title, kind) in [
        ("datasets", "Eau privée", "dataset"),
        ("datasets", "Eau supprimée", "dataset"),
        ("dataservices", "API privée", "dataservice"),
        ("dataservices", "API supprimée", "dataservice"),
    ] {
        assert_eq!(
            application.titles(&id(kind, title)).await,
            [""; 0],
            "{title}"
        );
        assert_eq!(
            application
                .get(&format!("/{path}/{}", id(kind, title)))
                .await
                .status,
            404,
            "{title}"
        );
    }
}

// Highlights.

/// Returns a hit's highlights as one text, marks in brackets.
fn marked(fragments: &Value) -> String {
    let marked = |fragment: &Value| {
        let text = fragment["text"].as_str().unwrap();
        if fragment["mark"].as_bool().unwrap() {
            format!("[{text}]")
        } else {
            text.to_owned()
        }
    };
    fragments.as_array().unwrap().iter().map(marked).collect()
}

/// Returns the highlights of title and description of the only hit.
async fn highlights(record: RecordBuilder, query: &str) -> (String, String) {
    let application = Application::start(vec![record.build()]).await;
    let answer = application.search(&[("q", query)]).await;
    assert_eq!(answer["total"], 1, "{query}");
    let highlights = &answer["data"][0]["highlights"];
    (
        marked(&highlights["title"]),
        marked(&highlights["description"]),
    )
}

#[tokio::test]
async fn marks_lie_on_the_words_that_were_found_and_on_no_others() {
    let record = dataset("Qualité de l’eau, Eaux de pluie")
        .description("L’EAU est potable. Un bateau sur l’eau.");
    let (title, description) = highlights(record, "l'eau potable").await;
    assert_eq!(title, "Qualité de l’[eau], [Eaux] de pluie");
    assert_eq!(description, "L’[EAU] est [potable]. Un bateau sur l’[eau].");
}

#[tokio::test]
async fn without_words_or_with_excluded_ones_nothing_is_marked() {
    let record = dataset("Eau").description("De l’eau.");
    assert_eq!(
        highlights(record.clone(), "").await,
        ("Eau".to_owned(), "De l’eau.".to_owned())
    );
    assert_eq!(
        highlights(record, "-feu").await,
        ("Eau".to_owned(), "De l’eau.".to_owned())
    );
}

#[tokio::test]
async fn an_extract_holds_the_match_however_deep_it_lies() {
    let filler = "Une phrase sans rien de particulier. ".repeat(400);
    let text = format!("{filler}Ici pousse le tournesol géant. {filler}");
    let (_, description) = highlights(dataset("Fleurs").description(&text), "tournesol").await;
    assert!(
        description.contains("pousse le [tournesol] géant"),
        "{description}"
    );
    assert!(
        description.starts_with("… ") && description.ends_with(" …"),
        "{description}"
    );
    assert!(description.chars().count() < 300, "{description}");
}

#[tokio::test]
async fn an_extract_is_text_and_never_html() {
    let record = dataset("Taux < 5 % & <b>plus</b>")
        .description("Un taux **faible** : `a < b && c`. <script>alert('eau')</script> <img src=x onerror=alert(1)> Fin.");
    let (title, description) = highlights(record, "taux").await;
    assert_eq!(
        title, "[Taux] < 5 % & <b>plus</b>",
        "a title is text as it is"
    );
    assert!(
        description.starts_with("Un [taux] faible : a < b && c."),
        "{description}"
    );
    assert!(
        !description.contains("<script") && !description.contains("<img"),
        "{description}"
    );
}

// Totals.

/// Checks 20 queries of one or two words each, those of a record chosen at random.
fn check_totals(
    searcher: &Searcher,
    catalogue: &NaiveCatalogue,
    seed: u64,
    read: impl Fn(usize) -> Record,
) {
    let n_found = Cell::new(0);
    let queries = words(catalogue.records.len(), 1..=2, read);
    check(20, seed, &queries, |query| {
        let request = SearchRequest {
            verbatim: true,
            ..SearchRequest::new(query.as_str())
        };
        let total = searcher.search(&request).unwrap().total;
        prop_assert_eq!(total, catalogue.count(&query));
        n_found.set(n_found.get() + i32::from(total > 0));
        Ok(())
    });
    assert!(
        n_found.get() >= 10,
        "most queries find something: {n_found:?}"
    );
}

#[test]
fn totals_are_those_of_a_count_over_the_sample() {
    let records: Vec<Record> = ingest::sample_records().collect();
    let searcher = Searcher::open(sample_index()).unwrap();
    check_totals(&searcher, NaiveCatalogue::sample(), 1, |number| {
        records[number].clone()
    });
}

#[test]
fn totals_are_those_of_a_count_over_the_real_catalogue() {
    let Some(folder) =
        real_catalogue("search::totals_are_those_of_a_count_over_the_real_catalogue")
    else {
        return;
    };
    let searcher = Searcher::open(real_index(&folder)).unwrap();
    let catalogue = NaiveCatalogue::real(&folder);
    check_totals(&searcher, catalogue, 2, |number| {
        catalogue.stored(number, &searcher)
    });
}

#[tokio::test]
async fn the_same_words_give_the_same_answer_over_http() {
    let application = Application::over(sample_index()).await;
    let searcher = Searcher::open(sample_index()).unwrap();
    for query in ["qualité de l'air", "velo", "api entreprise", ""] {
        let found = searcher.search(&SearchRequest::new(query)).unwrap();
        let answer = application
            .json(&address("/api/search", &[("q", query)]))
            .await;
        let ids: Vec<String> = found.hits.into_iter().map(|found| found.hit.id).collect();
        assert_eq!(strings(&answer, "id"), ids, "{query}");
        assert_eq!(answer["total"], found.total, "{query}");
    }
}
