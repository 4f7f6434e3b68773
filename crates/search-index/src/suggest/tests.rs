//! Suggestions over small catalogues, in memory.

use std::collections::BTreeSet;

use catalogue::{
    Dataservice, Dataset, DatasetMetrics, Date, Organization, Owner, Record, Resource, Spatial,
};
use proptest::prelude::*;
use tantivy::directory::OwnedBytes;

use super::writer::to_bytes;
use super::*;
use crate::document::{to_document, zones};
use crate::schema::Fields;
use crate::snippet::Fragment;

fn dataset(title: &str) -> Dataset {
    Dataset {
        id: title.to_owned(),
        title: title.to_owned(),
        ..Dataset::default()
    }
}

fn used(title: &str, views: u64) -> Dataset {
    Dataset {
        metrics: DatasetMetrics {
            views: Some(views),
            ..DatasetMetrics::default()
        },
        ..dataset(title)
    }
}

fn table(records: impl IntoIterator<Item = Dataset>) -> SuggestionTable {
    table_of(
        records
            .into_iter()
            .map(|dataset| Record::Dataset(Box::new(dataset))),
    )
}

fn table_of(records: impl IntoIterator<Item = Record>) -> SuggestionTable {
    let mut collector = Collector::default();
    for record in records {
        let fields = Fields::new();
        let document = to_document(&fields, &record).unwrap();
        if let Some(contribution) = Contribution::of(&record, &zones(&fields, &document)) {
            collector.add(contribution);
        }
    }
    let bytes = to_bytes(collector.into_content());
    SuggestionTable::read(OwnedBytes::new(bytes)).unwrap()
}

fn labels(table: &SuggestionTable, text: &str) -> Vec<String> {
    let suggestions = suggest(table, &SuggestRequest::new(text));
    suggestions
        .into_iter()
        .map(|suggestion| suggestion.label)
        .collect()
}

fn marked(table: &SuggestionTable, text: &str) -> Vec<String> {
    let show = |suggestion: Suggestion| {
        let fragments = suggestion.highlights.iter();
        let show = |fragment: &Fragment| {
            if fragment.mark {
                format!("[{}]", fragment.text)
            } else {
                fragment.text.clone()
            }
        };
        fragments.map(show).collect()
    };
    let suggestions = suggest(table, &SuggestRequest::new(text));
    suggestions.into_iter().map(show).collect()
}

#[test]
fn accents_case_hyphens_apostrophes_and_small_words_make_no_difference() {
    let table = table([dataset("Qualité de l’eau en Île-de-France")]);
    // The place is a suggestion of its own.
    let n_found = |text: &str| {
        let labels = labels(&table, text);
        labels
            .iter()
            .filter(|label| label.starts_with("Qualité"))
            .count()
    };
    for text in [
        "q",
        "Qualité",
        "QUALITE",
        "qualité de l'ea",
        "qualite de l eau",
        "qualité-de-l-eau",
        "qualité de l",
        "qualité de l'",
        "eau",
        "l'eau",
        "leau",
        "ile-de-f",
        "île de france",
        "france eau",
        "eau qualité ",
        "qualité des eaux",
    ] {
        assert_eq!(n_found(text), 1, "{text}");
    }
    for text in [
        "",
        " ",
        "…",
        "x",
        "qualité du sol",
        "eau ile-de-fr ",
        "ualite",
    ] {
        assert_eq!(n_found(text), 0, "{text}");
    }
}

#[test]
fn only_the_last_word_goes_on_unless_something_follows_it() {
    let table = table([dataset("Transports scolaires")]);
    for (text, n_found) in [
        ("transports sco", 1),
        ("sco", 1),
        ("sco ", 0),
        ("tran scolaires", 0),
        // Singular or plural, a word is the word.
        ("transport scolaire ", 1),
    ] {
        assert_eq!(labels(&table, text).len(), n_found, "{text}");
    }
}

#[test]
fn one_mistake_a_word_is_forgiven_but_not_in_the_first_letter_nor_in_short_words() {
    let table = table([dataset("Environnement 2024"), dataset("Parc naturel")]);
    for (text, expected) in [
        ("envirnement", &[][..]),
        ("environement", &["Environnement 2024"]),
        ("environnemetn", &["Environnement 2024"]),
        ("envirronn", &["Environnement 2024"]),
        ("envyronnement", &["Environnement 2024"]),
        ("anvironnement", &[]),
        ("environnement 2023", &[]),
        ("parx natturel", &["Parc naturel"]),
        ("pac naturel", &[]),
    ] {
        assert_eq!(labels(&table, text), expected, "{text}");
    }
}

#[test]
fn what_is_right_comes_before_what_is_mistyped() {
    let table = table([
        used("Cantons", 1_000),
        used("Canton", 0),
        used("Carton", 1_000),
    ]);
    assert_eq!(labels(&table, "canton"), ["Cantons", "Canton", "Carton"]);
}

#[test]
fn a_blank_too_many_or_too_few_is_forgiven() {
    let table = table([dataset("Covid19 : tests"), dataset("Politique d’open data")]);
    assert_eq!(labels(&table, "covid 19"), ["Covid19 : tests"]);
    assert_eq!(labels(&table, "opendat"), ["Politique d’open data"]);
    assert_eq!(marked(&table, "opendat"), ["Politique d’[open] [dat]a"]);
}

#[test]
fn whole_names_come_first_then_beginnings_then_words_and_among_equals_the_most_used() {
    let table = table([
        used("Les arbres de la ville", 5_000),
        used("Arbres remarquables", 10),
        used("Arbres d’alignement", 900),
        used("Arbre", 0),
    ]);
    assert_eq!(
        labels(&table, "arbre"),
        [
            "Arbre",
            "Arbres d’alignement",
            "Arbres remarquables",
            "Les arbres de la ville",
        ]
    );
}

#[test]
fn an_acronym_brings_its_record_to_the_top() {
    let mut by_field = dataset("Base des entreprises");
    by_field.acronym = Some("SIRENE".to_owned());
    let table = table([
        used("Sirènes d’alerte", 900),
        by_field,
        used("Prix (DVF)", 90),
        used("DVF : notice", 90),
    ]);
    assert_eq!(
        labels(&table, "sirene"),
        ["Base des entreprises", "Sirènes d’alerte"]
    );
    // What stands in brackets may be anything.
    assert_eq!(labels(&table, "dvf"), ["DVF : notice", "Prix (DVF)"]);
}

#[test]
fn a_title_is_suggested_once_however_many_have_it() {
    let copies = (0..5).map(|n| Dataset {
        id: format!("{n}"),
        slug: Some(format!("budget-{n}")),
        ..used(if n == 1 { "BUDGET" } else { "Budget" }, n)
    });
    let table = table(copies);
    let suggestions = suggest(&table, &SuggestRequest::new("bud"));
    assert_eq!(suggestions.len(), 1);
    assert_eq!(suggestions[0].count, 5);
    let SuggestionTarget::Record { id, slug, .. } = &suggestions[0].target else {
        panic!("no record: {suggestions:?}");
    };
    assert_eq!((id.as_str(), slug.as_str()), ("4", "budget-4"));
}

#[test]
fn archived_records_give_nothing() {
    let table = table([Dataset {
        archived: Some(Date::now()),
        tags: Some(vec!["arbre".to_owned()]),
        ..dataset("Arbres")
    }]);
    assert!(labels(&table, "arbre").is_empty());
}

#[test]
fn values_of_facets_are_suggested_with_their_counts_and_places_with_what_is_around_them() {
    let described = |title: &str| Dataset {
        tags: Some(vec!["brestois".to_owned()]),
        owner: Some(Owner::Organization(Organization {
            id: Some("o1".to_owned()),
            name: "Brest Métropole".to_owned(),
            acronym: Some("BM".to_owned()),
            ..Organization::default()
        })),
        spatial: Some(Spatial {
            zones: Some(vec!["fr:commune:29019".to_owned()]),
            ..Spatial::default()
        }),
        resources: Some(vec![Resource {
            format: Some("shp".to_owned()),
            ..Resource::default()
        }]),
        ..dataset(title)
    };
    let table = table([described("Quais"), described("Phares")]);
    let shown = |text: &str| -> Vec<String> {
        let suggestions = suggest(&table, &SuggestRequest::new(text));
        let show = |suggestion: &Suggestion| {
            let SuggestionTarget::Search { facet, value } = &suggestion.target else {
                return suggestion.label.clone();
            };
            let detail = suggestion.detail.as_deref().unwrap_or_default();
            format!(
                "{facet}={value} {} ({detail}) {}",
                suggestion.label, suggestion.count
            )
        };
        suggestions.iter().map(show).collect()
    };
    assert_eq!(
        shown("brest"),
        [
            "geozone=fr:commune:29019 Brest (Commune, Finistère) 2",
            "organization=o1 Brest Métropole (BM) 2",
            "geozone=fr:epci:242900314 Brest Métropole (Intercommunalité, Finistère) 2",
            "tag=brestois brestois () 2",
            // One letter away from its beginning.
            "geozone=fr:region:53 Bretagne (Région) 2",
        ]
    );
    assert_eq!(shown("BM"), ["organization=o1 Brest Métropole (BM) 2"]);
    assert_eq!(
        shown("finis"),
        ["geozone=fr:departement:29 Finistère (Département) 2"]
    );
    // What is right first, then what is one letter away.
    assert_eq!(
        shown("bret")[..2],
        [
            "geozone=fr:region:53 Bretagne (Région) 2",
            "geozone=fr:commune:29019 Brest (Commune, Finistère) 2",
        ]
    );
    for text in ["shp", "shape"] {
        assert_eq!(shown(text), ["format=shp Shapefile () 2"], "{text}");
    }
}

#[test]
fn only_the_wanted_kinds_are_suggested() {
    let service = Dataservice {
        id: "s".to_owned(),
        title: "API Arbres".to_owned(),
        ..Dataservice::default()
    };
    let tagged = Dataset {
        tags: Some(vec!["arbres".to_owned()]),
        ..dataset("Arbres")
    };
    let table = table_of([
        Record::Dataset(Box::new(tagged)),
        Record::Dataservice(Box::new(service)),
    ]);
    for (kinds, expected) in [
        (&[SuggestionKind::Dataset][..], &["Arbres"][..]),
        (&[SuggestionKind::Dataservice], &["API Arbres"]),
        (&[SuggestionKind::Tag], &["arbres"]),
        (&[SuggestionKind::Format], &[]),
        (&[], &["arbres", "Arbres", "API Arbres"]),
    ] {
        let request = SuggestRequest {
            kinds: kinds.to_vec(),
            ..SuggestRequest::new("arbr")
        };
        let labels: Vec<String> = suggest(&table, &request)
            .into_iter()
            .map(|suggestion| suggestion.label)
            .collect();
        assert_eq!(labels, expected, "{kinds:?}");
    }
}

#[test]
fn what_was_typed_is_marked() {
    let table = table([
        dataset("Cœur de l’Écologie"),
        dataset("La C.C.A.S. à Brest"),
    ]);
    for (text, expected) in [
        ("ecol", "Cœur de l’[Écol]ogie"),
        ("coe", "[Cœ]ur de l’Écologie"),
        ("coeur de l'eco", "[Cœur] de l’[Éco]logie"),
        ("ecollogie", "Cœur de l’[Écologie]"),
        ("ccas bre", "La [C.C.A.S.] à [Bre]st"),
    ] {
        assert_eq!(marked(&table, text), [expected], "{text}");
    }
}

#[test]
fn a_shortlist_misses_nothing_that_is_among_the_best() {
    // More titles than are looked at closely.
    let titles = (0..9_000u64).map(|n| {
        let title = if n % 3 == 0 {
            format!("Pont {n}")
        } else {
            format!("Le pont {n}")
        };
        used(&title, n)
    });
    let table = table(titles.chain([used("Pont", 0)]));
    let best: Vec<String> = labels(&table, "po");
    // The most used of those that begin with it; the whole name comes with the whole word.
    assert_eq!(best[..2], ["Pont 8997", "Pont 8994"]);
    assert_eq!(labels(&table, "pont")[0], "Pont");
}

#[test]
fn a_file_that_was_cut_or_changed_is_refused_or_answers_without_a_panic() {
    let bytes = to_bytes({
        let mut collector = Collector::default();
        let record = Record::Dataset(Box::new(dataset("Arbres de Brest")));
        collector.add(Contribution::of(&record, &BTreeSet::new()).unwrap());
        collector.into_content()
    });
    for length in 0..bytes.len() {
        assert!(SuggestionTable::read(OwnedBytes::new(bytes[..length].to_vec())).is_none());
    }
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 0xff;
        if let Some(table) = SuggestionTable::read(OwnedBytes::new(changed)) {
            let _ = labels(&table, "arbres de br");
        }
    }
}

#[test]
fn a_name_that_ends_with_an_abbreviation_is_found_by_itself() {
    let table = table([dataset("Gares de St"), dataset("St"), dataset("Stations")]);
    assert_eq!(labels(&table, "gares de st"), ["Gares de St"]);
    let mut found = labels(&table, "st");
    found.sort_unstable();
    assert_eq!(found, ["Gares de St", "St", "Stations"]);
}

proptest! {
    #[test]
    fn any_text_is_answered(title in "\\PC{0,40}", text in "\\PC{0,40}") {
        let table = table([dataset(&title), dataset("Qualité de l’eau (QE)")]);
        for suggestion in suggest(&table, &SuggestRequest::new(text)) {
            let fragments = suggestion.highlights.iter();
            let whole: String = fragments.map(|fragment| fragment.text.as_str()).collect();
            prop_assert_eq!(whole, suggestion.label);
        }
    }

    #[test]
    fn every_title_is_found_by_itself(title in "[a-zéèœ’ -]{1,30}") {
        let table = table([dataset(&title)]);
        let has_words = title.chars().any(char::is_alphanumeric);
        prop_assert_eq!(labels(&table, &title).len(), usize::from(has_words));
    }
}
