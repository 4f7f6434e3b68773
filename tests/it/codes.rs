//! Codes that name a place or an organization, and words that are spelled in several ways.

use serde_json::{Value, json};
use support::application::{Application, titles};
use support::records::{RecordBuilder, dataset};

async fn over(records: Vec<RecordBuilder>) -> Application {
    Application::start(records.into_iter().map(RecordBuilder::build).collect()).await
}

/// Records about other things: among a few records, no word is rare.
fn others() -> Vec<RecordBuilder> {
    let titles = (0..20).map(|number| format!("Tableau numéro {number}"));
    titles.map(|title| dataset(&title)).collect()
}

async fn complete(application: &Application, query: &str) -> Value {
    let parameters = [("q", query), ("match", "all")];
    application.search(&parameters).await
}

/// Returns the zones that an answer understood.
fn zones(answer: &Value) -> Vec<String> {
    let interpretations = answer["interpretations"].as_array().unwrap().iter();
    let places = interpretations.filter(|it| it["kind"] == "place");
    let values = places.flat_map(|place| place["values"].as_array().unwrap());
    values
        .map(|zone| zone.as_str().unwrap().to_owned())
        .collect()
}

async fn schools() -> Application {
    let mut records = others();
    records.extend([
        dataset("Écoles de la ville").zone("fr:commune:35238"),
        dataset("Écoles du Finistère").zone("fr:departement:29"),
        dataset("Écoles corses").zone("fr:commune:2A004"),
        dataset("Écoles du onzième").zone("fr:arrondissement:75111"),
        dataset("Écoles de l’agglomération").zone("fr:epci:200066389"),
        dataset("Parcelle 35238"),
        dataset("Adresses").description("35000 Rennes, 35238, 75011 Paris"),
    ]);
    over(records).await
}

#[tokio::test]
async fn the_code_of_a_place_finds_what_lies_there_and_the_answer_names_it() {
    let application = schools().await;
    for (query, zone, first) in [
        ("écoles 35238", "fr:commune:35238", "Écoles de la ville"),
        (
            "écoles insee 35238",
            "fr:commune:35238",
            "Écoles de la ville",
        ),
        (
            "code postal 35000",
            "fr:commune:35238",
            "Écoles de la ville",
        ),
        ("CP 35200 écoles", "fr:commune:35238", "Écoles de la ville"),
        ("2a004", "fr:commune:2A004", "Écoles corses"),
        ("75011", "fr:arrondissement:75111", "Écoles du onzième"),
        (
            "écoles paris 11e",
            "fr:arrondissement:75111",
            "Écoles du onzième",
        ),
        (
            "Paris XIème",
            "fr:arrondissement:75111",
            "Écoles du onzième",
        ),
        (
            "11ème arrondissement de Paris",
            "fr:arrondissement:75111",
            "Écoles du onzième",
        ),
        (
            "siren 200 066 389",
            "fr:epci:200066389",
            "Écoles de l’agglomération",
        ),
        (
            "200066389",
            "fr:epci:200066389",
            "Écoles de l’agglomération",
        ),
        ("écoles 29", "fr:departement:29", "Écoles du Finistère"),
        ("écoles (29)", "fr:departement:29", "Écoles du Finistère"),
        ("écoles dept 29", "fr:departement:29", "Écoles du Finistère"),
    ] {
        let answer = complete(&application, query).await;
        assert_eq!(titles(&answer), [first], "{query}");
        assert_eq!(zones(&answer), [zone], "{query}");
    }
}

#[tokio::test]
async fn a_title_that_has_the_number_is_found_by_it_and_a_description_full_of_addresses_is_not() {
    let application = schools().await;
    let answer = complete(&application, "35238").await;
    let mut found = titles(&answer);
    found.sort_unstable();
    assert_eq!(found, ["Parcelle 35238", "Écoles de la ville"]);
    let parameters = [("q", "35238"), ("verbatim", "true")];
    let answer = application.search(&parameters).await;
    assert_eq!(answer["total"], 2);
    assert_eq!(zones(&answer), [""; 0]);
}

#[tokio::test]
async fn a_number_that_documents_write_beside_the_same_word_is_no_departement() {
    let mut records = others();
    let lines = (0..5).map(|number| dataset(&format!("Horaires du tram 14, {number}")));
    records.extend(lines);
    records.push(dataset("Projet de la RN12"));
    let application = over(records).await;
    for query in ["horaires tram 14", "RN 12"] {
        let answer = complete(&application, query).await;
        assert_eq!(zones(&answer), [""; 0], "{query}");
        assert_ne!(answer["total"], 0, "{query}");
    }
}

#[tokio::test]
async fn a_business_number_finds_the_records_of_its_organization_first() {
    let mut organization = dataset("Déchets").organization("ADEME", &[]).build();
    organization["organization"]["business_number_id"] = json!("38529030900454");
    let mut records: Vec<Value> = others().into_iter().map(RecordBuilder::build).collect();
    records.push(organization);
    records.push(
        dataset("Entreprises")
            .description("Le siren 385290309")
            .build(),
    );
    let application = Application::start(records).await;
    for query in [
        "38529030900454",
        "385 290 309",
        "siren 385290309",
        "SIRET 385 290 309 00454",
        "385 290 309 00012",
    ] {
        let answer = application.search(&[("q", query)]).await;
        assert_eq!(titles(&answer)[0], "Déchets", "{query}");
        assert_eq!(answer["data"][0]["missing_words"], json!([]), "{query}");
    }
}

#[tokio::test]
async fn saints_are_written_in_two_ways_and_are_one_place() {
    let mut records = others();
    records.extend([
        dataset("Ports").zone("fr:commune:22278"),
        dataset("Port de ST-BRIEUC"),
        dataset("Port de Brest"),
    ]);
    let application = over(records).await;
    let answers = [
        complete(&application, "port st brieuc").await,
        complete(&application, "port St-Brieuc").await,
        complete(&application, "port saint brieuc").await,
    ];
    for answer in &answers {
        assert_eq!(zones(answer), ["fr:commune:22278"]);
        assert_eq!(answer["total"], 2);
        assert_eq!(titles(answer), titles(&answers[0]));
    }
}

#[tokio::test]
async fn names_find_the_same_joined_and_divided() {
    let mut records = others();
    for number in 0..4 {
        records.push(dataset(&format!("BDTOPO, partie {number}")));
        records.push(dataset(&format!("BD TOPO® {number}")));
        records.push(dataset(&format!("Géolocalisation {number}")));
        records.push(dataset(&format!("Géo-localisation numéro {number}")));
        records.push(dataset(&format!("Orthophotographie 20cm, dalle {number}")));
        records.push(dataset(&format!("Lidar au pas de 20 cm, dalle {number}")));
        records.push(dataset(&format!("Espaces verts, secteur {number}")));
        records.push(dataset(&format!("Inventaire espacesverts {number}")));
        records.push(dataset(&format!("Archive 2019, tome {number}")));
        records.push(dataset(&format!("Dépôt archive2019 {number}")));
    }
    records.push(dataset("Topo de la BD"));
    records.push(dataset("Dalles de 30 cm, au nombre de 20"));
    let application = over(records).await;
    for (spellings, total) in [
        (
            &["BDTOPO", "bd topo", "BD-TOPO", "BD TOPO®", "bd_topo"][..],
            8,
        ),
        (
            &["géolocalisation", "geo localisation", "géo-localisation"],
            8,
        ),
        (&["20 cm", "20cm", "20 CM"], 8),
        (&["espaces verts", "espacesverts", "Espaces-verts"], 8),
        (&["archive 2019", "archive2019", "Archive-2019"], 8),
    ] {
        let first = complete(&application, spellings[0]).await;
        assert_eq!(first["total"], total);
        for spelling in spellings {
            let answer = complete(&application, spelling).await;
            assert_eq!(titles(&answer), titles(&first), "{spelling}");
        }
    }
}

#[tokio::test]
async fn numbers_ordinals_and_optional_endings_have_one_spelling() {
    let mut records = others();
    records.extend([
        dataset("Marchés de plus de 25 000 euros"),
        dataset("Peintures du XIXe siècle"),
        dataset("Liste des élu(e)s de la (des) commune(s)"),
        dataset("PLU(i) approuvé"),
    ]);
    let application = over(records).await;
    for (query, title) in [
        ("marchés 25000", "Marchés de plus de 25 000 euros"),
        ("marchés 25\u{202F}000", "Marchés de plus de 25 000 euros"),
        ("peintures 19ème siècle", "Peintures du XIXe siècle"),
        ("peintures 19e siècle", "Peintures du XIXe siècle"),
        ("élus communes", "Liste des élu(e)s de la (des) commune(s)"),
        ("élu·e·s", "Liste des élu(e)s de la (des) commune(s)"),
        ("plui", "PLU(i) approuvé"),
    ] {
        assert_eq!(
            titles(&complete(&application, query).await),
            [title],
            "{query}"
        );
    }
}
