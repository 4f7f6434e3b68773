//! What is understood in the words of a search, what is given up, and how answers tell it.

use serde_json::{Value, json};
use support::application::{Application, strings, titles};
use support::records::{RecordBuilder, dataservice, dataset};

async fn over(records: Vec<RecordBuilder>) -> Application {
    Application::start(records.into_iter().map(RecordBuilder::build).collect()).await
}

async fn with_titles(titles: &[&str]) -> Application {
    over(titles.iter().map(|title| dataset(title)).collect()).await
}

/// Records about other things: among a few records, no word is rare.
fn others() -> Vec<RecordBuilder> {
    let titles = (0..20).map(|number| format!("Tableau numéro {number}"));
    titles.map(|title| dataset(&title)).collect()
}

/// Returns the kinds and meanings of what was understood.
fn understood(answer: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    answer["interpretations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (text(&it["kind"]), text(&it["typed"]), text(&it["meant"])))
        .collect()
}

fn kinds(answer: &Value) -> Vec<String> {
    strings_of(&answer["interpretations"], "kind")
}

fn strings_of(list: &Value, field: &str) -> Vec<String> {
    let list = list.as_array().unwrap().iter();
    list.map(|it| it[field].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_misspelt_word_finds_what_was_meant_and_the_answer_says_so() {
    let mut records = others();
    let areas = (0..6).map(|number| format!("Aires de covoiturage {number}"));
    records.extend(areas.map(|title| dataset(&title)));
    records.push(dataset("Trajets en covoiturage"));
    let application = over(records).await;
    for typed in ["covoiturrage", "covoitruage", "kovoiturage", "covoiturages"] {
        let answer = application.search(&[("q", typed)]).await;
        assert_eq!(answer["total"], 7, "{typed}: {answer}");
        let is_one_word = typed == "covoiturages";
        assert_eq!(answer["correction"].is_null(), is_one_word, "{typed}");
    }
    let answer = application.search(&[("q", "trajets covoiturrage")]).await;
    assert_eq!(answer["correction"]["query"], "trajets covoiturage");
    let way_back = answer["correction"]["verbatim_url"].as_str().unwrap();
    assert!(
        way_back.ends_with("/api/search?q=trajets+covoiturrage&verbatim=true"),
        "{way_back}"
    );
    let answer = application
        .search(&[("q", "-gare  Covoiturrage \"trajets\"")])
        .await;
    assert_eq!(
        answer["correction"]["query"],
        "-gare  covoiturage \"trajets\""
    );
    let as_typed = application
        .search(&[("q", "trajets covoiturrage"), ("verbatim", "true")])
        .await;
    assert_eq!(as_typed["total"], 0);
    assert_eq!(as_typed["correction"], Value::Null);
    assert_eq!(as_typed["interpretations"], json!([]));
}

#[tokio::test]
async fn an_article_without_its_apostrophe_is_taken_from_its_word() {
    let waters = (0..12).map(|number| format!("Cours d'eau {number}"));
    let others = [
        "Cours deau",
        "Port de Lorient",
        "Orient",
        "Ramassage à Antibes",
    ];
    let titles: Vec<String> = waters.chain(others.map(str::to_owned)).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let application = with_titles(&titles).await;
    for typed in ["cours deau", "leau", "Deau", "cours d eau"] {
        let answer = application.search(&[("q", typed)]).await;
        let total = answer["total"].as_u64().unwrap();
        assert!(total >= 12, "{typed}: {answer}");
    }
    let answer = application.search(&[("q", "Cours Deau")]).await;
    assert_eq!(answer["correction"]["query"], "Cours D'eau");
    let answer = application.search(&[("q", "ramassage dantibes")]).await;
    assert_eq!(answer["total"], 1, "{answer}");
    // A name that as many records have is what it says.
    let answer = application.search(&[("q", "lorient")]).await;
    assert_eq!(answer["total"], 1, "{answer}");
    assert_eq!(answer["correction"], Value::Null);
}

#[tokio::test]
async fn what_sounds_alike_is_one_mistake() {
    let names = ["zone sismique", "photographie", "hôpital"];
    let titles: Vec<String> = names
        .iter()
        .flat_map(|name| (0..6).map(move |number| format!("{name} {number}")))
        .collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let application = with_titles(&titles).await;
    for typed in ["sismik", "fotographie", "opital"] {
        let answer = application.search(&[("q", typed)]).await;
        assert_eq!(answer["total"], 6, "{typed}: {answer}");
    }
}

#[tokio::test]
async fn words_that_exist_numbers_and_short_words_are_not_mended() {
    let application =
        with_titles(&["Ports", "Ports", "Porte", "Eau", "Eaux", "2023", "2023"]).await;
    for typed in ["porte", "eaz", "2024"] {
        let answer = application.search(&[("q", typed)]).await;
        assert_eq!(answer["correction"], Value::Null, "{typed}");
    }
}

#[tokio::test]
async fn words_are_joined_and_divided_as_the_catalogue_writes_them() {
    let application = with_titles(&[
        "Cartofriches",
        "BD Forêt",
        "Suivi de la Covid-19",
        "Covid19",
    ])
    .await;
    for (typed, expected) in [
        ("carto friches", vec!["Cartofriches"]),
        ("bdforet", vec!["BD Forêt"]),
        ("covid19", vec!["Covid19", "Suivi de la Covid-19"]),
        ("covid-19", vec!["Covid19", "Suivi de la Covid-19"]),
    ] {
        let answer = application.search(&[("q", typed), ("sort", "title")]).await;
        assert_eq!(titles(&answer), expected, "{typed}");
        assert!(
            kinds(&answer).contains(&"compound".to_owned()),
            "{typed}: {answer}"
        );
    }
}

#[tokio::test]
async fn acronyms_and_their_words_find_each_other() {
    let application = over(vec![
        dataset("Demandes de valeurs foncières"),
        dataset("DVF géolocalisées"),
        dataset("Valeurs des terrains, demandes et foncier"),
    ])
    .await;
    for typed in ["dvf", "D.V.F.", "demandes de valeurs foncières"] {
        let answer = application.search(&[("q", typed), ("sort", "title")]).await;
        let found = titles(&answer);
        assert!(
            found.contains(&"Demandes de valeurs foncières".to_owned()),
            "{typed}: {found:?}"
        );
        assert!(
            found.contains(&"DVF géolocalisées".to_owned()),
            "{typed}: {found:?}"
        );
        assert!(kinds(&answer).contains(&"acronym".to_owned()), "{typed}");
    }
    // The words of an acronym must stand in a row.
    let answer = application.search(&[("q", "dvf")]).await;
    assert_eq!(answer["total"], 2);
}

#[tokio::test]
async fn an_unknown_acronym_is_read_as_the_initials_of_a_title() {
    let application = with_titles(&["Fichier des personnes décédées", "Autre jeu"]).await;
    for typed in ["FPD", "fpd"] {
        assert_eq!(
            application.titles(typed).await,
            ["Fichier des personnes décédées"],
            "{typed}"
        );
    }
    let answer = application.search(&[("q", "xqz")]).await;
    assert_eq!(answer["total"], 0);
}

#[tokio::test]
async fn synonyms_are_found_behind_the_word_that_was_typed() {
    let application = with_titles(&["Population détenue", "Les prisonniers", "Autre"]).await;
    let answer = application.search(&[("q", "prisonniers")]).await;
    assert_eq!(titles(&answer), ["Les prisonniers", "Population détenue"]);
    assert!(kinds(&answer).contains(&"synonym".to_owned()));
}

#[tokio::test]
async fn english_words_find_french_ones_and_the_answer_says_so() {
    let application = with_titles(&["Qualité de l’air", "Trains et gares", "Autre"]).await;
    let answer = application.search(&[("q", "air quality")]).await;
    assert_eq!(titles(&answer)[0], "Qualité de l’air");
    assert!(kinds(&answer).contains(&"translation".to_owned()));
}

#[tokio::test]
async fn places_are_understood_and_never_filter() {
    let mut records = others();
    records.push(dataset("Bornes").zone("fr:commune:35238"));
    records.push(dataset("Bornes de Rennes"));
    records.push(dataset("Bornes d’ailleurs").zone("fr:commune:29019"));
    let application = over(records).await;
    for (typed, first) in [
        ("bornes rennes", "Bornes de Rennes"),
        ("bornes rennaises", "Bornes de Rennes"),
        ("bornes dans le 35", "Bornes"),
        ("bornes ille-et-vilaine", "Bornes"),
    ] {
        let answer = application.search(&[("q", typed)]).await;
        assert!(
            kinds(&answer).contains(&"place".to_owned()),
            "{typed}: {answer}"
        );
        let found = titles(&answer);
        assert_eq!(found[0], first, "{typed}");
        assert_eq!(found.len(), 3, "{typed}: what lies elsewhere comes behind");
        let hits = answer["data"].as_array().unwrap();
        let elsewhere = hits.iter().find(|hit| hit["title"] == "Bornes d’ailleurs");
        assert_ne!(elsewhere.unwrap()["missing_words"], json!([]), "{typed}");
    }
    let answer = application.search(&[("q", "bornes dans le 35")]).await;
    let mut interpretations = answer["interpretations"].as_array().unwrap().iter();
    let place = interpretations.find(|it| it["kind"] == "place").unwrap();
    assert_eq!(place["meant"], "Ille-et-Vilaine");
    assert_eq!(place["values"], json!(["fr:departement:35"]));
    assert_eq!(place["typed"], "35");
}

#[tokio::test]
async fn a_year_prefers_its_edition_to_better_known_ones() {
    let application = over(vec![
        dataset("Budget 2022")
            .description("Avant 2023.")
            .metric("views", 90_000),
        dataset("Budget 2023"),
        dataset("Budgets 2019-2024"),
    ])
    .await;
    let answer = application.search(&[("q", "budget 2023")]).await;
    let found = titles(&answer);
    assert_eq!(found[0], "Budget 2023");
    assert!(found.contains(&"Budgets 2019-2024".to_owned()), "{found:?}");
    assert_eq!(found.last().unwrap(), "Budget 2022");
}

#[tokio::test]
async fn a_format_and_an_api_are_understood() {
    let application = over(vec![
        dataset("Communes").resource("a", "geojson"),
        dataset("Communes de l’Ouest")
            .resource("a", "pdf")
            .metric("views", 100),
        dataservice("Communes et départements"),
    ])
    .await;
    let answer = application.search(&[("q", "communes geojson")]).await;
    assert_eq!(titles(&answer)[0], "Communes");
    let geojson = (
        "format".to_owned(),
        "geojson".to_owned(),
        "GeoJSON".to_owned(),
    );
    assert!(understood(&answer).contains(&geojson), "{answer}");
    let answer = application.search(&[("q", "api communes")]).await;
    assert_eq!(titles(&answer)[0], "Communes et départements");
    assert!(kinds(&answer).contains(&"type".to_owned()));
}

#[tokio::test]
async fn most_of_the_words_are_enough_where_few_records_have_all() {
    let mut records = others();
    records.push(dataset("Horaires des bibliothèques de quartier"));
    records.push(dataset("Horaires des bibliothèques"));
    let application = over(records).await;
    let answer = application
        .search(&[("q", "horaires bibliothèques quartier zblorg")])
        .await;
    assert_eq!(
        titles(&answer),
        [
            "Horaires des bibliothèques de quartier",
            "Horaires des bibliothèques"
        ]
    );
    assert_eq!(answer["relaxation"]["records_with_all_words"], 0);
    assert_eq!(answer["relaxation"]["unknown_words"], json!(["zblorg"]));
    assert_eq!(answer["data"][0]["missing_words"], json!(["zblorg"]));
    assert_eq!(
        answer["data"][1]["missing_words"],
        json!(["quartier", "zblorg"])
    );
    let all_of_them = application.search(&[("q", "horaires bibliothèques")]).await;
    assert_eq!(all_of_them["relaxation"], Value::Null);
    assert_eq!(strings(&all_of_them, "title").len(), 2);
}

#[tokio::test]
async fn nothing_but_the_right_place_is_not_enough() {
    let mut records = others();
    records.push(dataset("Bornes de Rennes"));
    records.push(dataset("Arbres de Brest"));
    let application = over(records).await;
    assert_eq!(
        application.titles("arbres rennes").await,
        ["Arbres de Brest"]
    );
}

#[tokio::test]
async fn one_word_among_many_is_not_enough() {
    let application = with_titles(&["Eau", "Eau", "Eau", "Eau"]).await;
    let answer = application
        .search(&[("q", "eau xyzzy plugh zblorg frobnitz")])
        .await;
    assert_eq!(answer["total"], 0, "{answer}");
}

#[tokio::test]
async fn whether_words_are_given_up_does_not_depend_on_filters() {
    let application = over(vec![
        dataset("Arbres de la ville").license("lov2"),
        dataset("Arbres de la ville").license("odc-odbl"),
        dataset("Arbres").license("odc-odbl"),
    ])
    .await;
    let all = application.search(&[("q", "arbres ville")]).await;
    for value in all["facets"]["license"].as_array().unwrap() {
        let name = value["name"].as_str().unwrap();
        let chosen = application
            .search(&[("q", "arbres ville"), ("license", name)])
            .await;
        assert_eq!(chosen["total"], value["count"], "{name}");
    }
}

#[tokio::test]
async fn archived_records_are_no_reason_to_give_up_nothing() {
    let application = over(vec![
        dataset("Zonage sismik").archived("2020-01-01T00:00:00+00:00"),
        dataset("Zonage sismique"),
        dataset("Risque sismique"),
    ])
    .await;
    let answer = application.search(&[("q", "zonage sismik")]).await;
    assert_eq!(titles(&answer)[0], "Zonage sismique");
}

#[tokio::test]
async fn an_explanation_makes_up_the_score() {
    let application = over(vec![
        dataset("Accidents de vélo")
            .acronym("ADV")
            .metric("views", 1000)
            .metric("reuses", 3)
            .organization("Ville de Rennes", &["public-service"]),
        dataset("Vélos en libre service").description("Sans accidents."),
        dataset("Autre"),
    ])
    .await;
    for typed in [
        "accidents velo",
        "accident bicyclette 2020",
        "velo dans le 35",
        "adv",
    ] {
        let answer = application
            .search(&[("q", typed), ("explain", "true")])
            .await;
        assert_ne!(answer["data"], json!([]), "{typed}");
        for hit in answer["data"].as_array().unwrap() {
            let explanation = &hit["explanation"];
            let product = |factors: &Value| -> f64 {
                let factors = factors.as_array().unwrap().iter();
                factors
                    .map(|factor| factor["factor"].as_f64().unwrap())
                    .product()
            };
            let words = explanation["words"].as_array().unwrap().iter();
            let words: f64 = words.map(|word| word["score"].as_f64().unwrap()).sum();
            let other = explanation["other"].as_f64().unwrap();
            let score =
                (words * product(&explanation["factors"]) + other) * product(&explanation["prior"]);
            let told = hit["score"].as_f64().unwrap();
            assert!(
                (score / told - 1.0).abs() < 1e-3,
                "{typed}: {score} is not {told}: {hit}"
            );
        }
    }
    let answer = application.search(&[("q", "velo")]).await;
    assert!(answer["data"][0].get("explanation").is_none());
}

#[tokio::test]
async fn what_was_found_instead_is_marked() {
    let application = over(vec![
        dataset("Sirène des pompiers"),
        dataset("Établissement d’hébergement pour personnes âgées dépendantes")
            .description("Des personnes seules, et un établissement."),
    ])
    .await;
    let answer = application.search(&[("q", "ehpad")]).await;
    let marks = |field: &str| -> Vec<String> {
        let fragments = answer["data"][0]["highlights"][field].as_array().unwrap();
        let marked = fragments.iter().filter(|fragment| fragment["mark"] == true);
        marked
            .map(|fragment| fragment["text"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        marks("title"),
        [
            "Établissement",
            "hébergement",
            "personnes",
            "âgées",
            "dépendantes"
        ]
    );
    // Single words of a phrase are no answer.
    assert_eq!(marks("description"), Vec::<String>::new());
}

#[tokio::test]
async fn a_known_record_does_not_bury_a_rare_exact_match() {
    let application = over(vec![
        dataset("Très grand jeu")
            .description("Il y est aussi question de gnomonique et de cadrans, une fois.")
            .metric("views", 5_000_000)
            .metric("reuses", 400)
            .metric("followers", 900),
        dataset("Cadrans de gnomonique"),
    ])
    .await;
    let answer = application.search(&[("q", "cadrans gnomonique")]).await;
    assert_eq!(titles(&answer)[0], "Cadrans de gnomonique");
}
