//! Facets: what they count, and what they show.

use std::collections::BTreeMap;

use catalogue::{Owner, Record, strip_validity};
use search_index::{Facet, Hit, SearchRequest, Searcher};
use serde_json::Value;
use support::application::{Application, address, real_index, sample_index, titles};
use support::real_catalogue;
use support::records::{dataservice, dataset};

use crate::chance::Chance;
use crate::naive::{self, NaiveCatalogue};

/// Returns a facet of a JSON answer as `name count`, selected values with a `*`.
fn shown(answer: &Value, facet: &str) -> Vec<String> {
    let values = answer["facets"][facet]
        .as_array()
        .unwrap_or_else(|| panic!("no facet `{facet}`: {answer}"));
    let show = |value: &Value| {
        let star = if value["selected"].as_bool().unwrap() {
            "*"
        } else {
            ""
        };
        format!(
            "{}{star} {}",
            value["name"].as_str().unwrap(),
            value["count"]
        )
    };
    values.iter().map(show).collect()
}

/// Four datasets about water, one about fire.
async fn water_and_fire() -> Application {
    let records = vec![
        dataset("Eau 1")
            .license("lov2")
            .tag("pluie")
            .tag("riviere")
            .resource("a", "csv")
            .build(),
        dataset("Eau 2")
            .license("lov2")
            .tag("pluie")
            .resource("b", "csv")
            .resource("b", "json")
            .build(),
        dataset("Eau 3")
            .license("odc-odbl")
            .tag("riviere")
            .resource("c", "csv")
            .resource("c2", "csv")
            .build(),
        dataset("Eau 4").license("notspecified").build(),
        dataset("Feu")
            .license("fr-lo")
            .tag("pluie")
            .resource("d", "pdf")
            .build(),
    ];
    Application::start(records).await
}

#[tokio::test]
async fn counts_are_those_of_the_hits() {
    let application = water_and_fire().await;
    let answer = application.search(&[("q", "eau")]).await;
    assert_eq!(
        shown(&answer, "license"),
        ["lov2 2", "notspecified 1", "odc-odbl 1"]
    );
    assert_eq!(shown(&answer, "tag"), ["pluie 2", "riviere 2"]);
    assert_eq!(shown(&answer, "type"), ["dataset 4"]);
    assert_eq!(shown(&answer, "archived"), ["false* 4"]);
    assert_eq!(shown(&answer, "badge"), [""; 0]);
}

#[tokio::test]
async fn a_facet_keeps_counting_its_unselected_values_and_respects_the_others() {
    let application = water_and_fire().await;
    let answer = application
        .search(&[("q", "eau"), ("license", "lov2")])
        .await;
    assert_eq!(answer["total"], 2);
    assert_eq!(
        shown(&answer, "license"),
        ["lov2* 2", "notspecified 1", "odc-odbl 1"]
    );
    assert_eq!(shown(&answer, "format"), ["csv 2", "json 1"]);

    let answer = application
        .search(&[("q", "eau"), ("license", "lov2"), ("tag", "riviere")])
        .await;
    assert_eq!(titles(&answer), ["Eau 1"]);
    assert_eq!(
        shown(&answer, "license"),
        ["lov2* 1", "odc-odbl 1"],
        "with the tag, without the licence"
    );
    assert_eq!(
        shown(&answer, "tag"),
        ["pluie 2", "riviere* 1"],
        "with the licence, without the tag"
    );
    assert_eq!(shown(&answer, "format"), ["csv 1"], "with both");
}

#[tokio::test]
async fn a_count_is_the_total_once_its_value_is_chosen_instead() {
    let application = water_and_fire().await;
    let chosen = [("q", "eau"), ("tag", "riviere"), ("license", "lov2")];
    let answer = application.search(&chosen).await;
    for value in answer["facets"]["license"].as_array().unwrap() {
        let instead = [
            ("q", "eau"),
            ("tag", "riviere"),
            ("license", value["name"].as_str().unwrap()),
        ];
        assert_eq!(
            application.search(&instead).await["total"],
            value["count"],
            "{value}"
        );
    }
}

#[tokio::test]
async fn several_values_of_a_facet_are_any_of_them_and_several_facets_all() {
    let application = water_and_fire().await;
    for (parameters, expected) in [
        (
            &[("license", "lov2"), ("license", "fr-lo")][..],
            &["Eau 1", "Eau 2", "Feu"][..],
        ),
        (
            &[("license", "lov2"), ("license", "lov2")],
            &["Eau 1", "Eau 2"],
        ),
        (
            &[("tag", "pluie"), ("tag", "riviere")],
            &["Eau 1", "Eau 2", "Eau 3", "Feu"],
        ),
        (
            &[
                ("license", "lov2"),
                ("license", "odc-odbl"),
                ("tag", "riviere"),
            ],
            &["Eau 1", "Eau 3"],
        ),
        (
            &[("license", "lov2"), ("license", "absente")],
            &["Eau 1", "Eau 2"],
        ),
        (&[("license", "absente")], &[]),
    ] {
        let mut found = titles(&application.search(parameters).await);
        found.sort();
        assert_eq!(found, expected, "{parameters:?}");
    }
}

#[tokio::test]
async fn a_record_counts_once_a_value() {
    let records = vec![
        dataset("A")
            .tag("eau")
            .tag("eau")
            .resource("1", "csv")
            .resource("2", "CSV")
            .resource("3", ".csv")
            .build(),
        dataset("B")
            .tag("eau")
            .tag("air")
            .resource("1", "csv")
            .zone("fr:region:53")
            .zone("fr:region:53")
            .build(),
    ];
    let application = Application::start(records).await;
    let answer = application.search(&[]).await;
    assert_eq!(shown(&answer, "tag"), ["eau 2", "air 1"]);
    assert_eq!(shown(&answer, "format"), ["csv 2"]);
    assert_eq!(shown(&answer, "geozone"), ["fr:region:53 1"]);
}

#[tokio::test]
async fn every_facet_filters_and_counts_by_its_own_values() {
    let day = "2023-01-01T00:00:00+00:00";
    let all = dataset("Tout")
        .license("lov2")
        .badge("hvd")
        .zone("fr:departement:35")
        .tag("eau");
    let all = all
        .resource("a", "geojson")
        .organization("Mairie", &["certified"])
        .set("access_type", "restricted");
    let records = vec![
        all.build(),
        dataservice("API").build(),
        dataset("Vieux").archived(day).build(),
    ];
    let application = Application::start(records).await;
    let organization = support::records::id("organization", "Mairie");
    for (facet, value, label) in [
        ("license", "lov2", "Licence Ouverte"),
        ("badge", "hvd", "forte valeur"),
        ("geozone", "fr:departement:35", "Ille-et-Vilaine"),
        ("format", "geojson", "GeoJSON"),
        ("tag", "eau", "eau"),
        ("organization", &organization, "Mairie"),
        ("access_type", "restricted", "estreint"),
    ] {
        let answer = application.search(&[(facet, value)]).await;
        assert_eq!(titles(&answer), ["Tout"], "{facet}");
        let of_value = answer["facets"][facet]
            .as_array()
            .unwrap()
            .iter()
            .find(|shown| shown["name"] == value);
        let of_value = of_value.unwrap_or_else(|| panic!("no {facet} `{value}`: {answer}"));
        assert_eq!(
            (of_value["count"].as_u64(), of_value["selected"].as_bool()),
            (Some(1), Some(true)),
            "{facet}"
        );
        assert!(
            of_value["label"].as_str().unwrap().contains(label),
            "{of_value}"
        );
    }
    let answer = application.search(&[("type", "dataservice")]).await;
    assert_eq!(titles(&answer), ["API"]);
    assert_eq!(shown(&answer, "type"), ["dataservice* 1", "dataset 1"]);
    assert_eq!(shown(&answer, "archived"), ["false* 1"]);
    let answer = application.search(&[("archived", "true")]).await;
    assert_eq!(shown(&answer, "archived"), ["false 2", "true* 1"]);
}

#[tokio::test]
async fn a_selected_value_that_finds_nothing_stays_with_a_count_of_nought() {
    let application = water_and_fire().await;
    let answer = application
        .search(&[("q", "eau"), ("license", "fr-lo"), ("license", "absente")])
        .await;
    assert_eq!(answer["total"], 0);
    let licenses = shown(&answer, "license");
    assert_eq!(licenses[..3], ["lov2 2", "notspecified 1", "odc-odbl 1"]);
    assert_eq!(licenses[3..], ["fr-lo* 0", "absente* 0"]);
}

#[tokio::test]
async fn values_stand_by_count_then_label_and_are_cut_at_the_asked_size() {
    let tags = ["zebre", "abeille", "écureuil", "cheval", "beaucoup"];
    let records = tags
        .iter()
        .map(|tag| dataset(tag).tag(tag).build())
        .chain([dataset("autre").tag("beaucoup").build()]);
    let application = Application::start(records.collect()).await;
    let all = [
        "beaucoup 2",
        "abeille 1",
        "cheval 1",
        "zebre 1",
        "écureuil 1",
    ];
    assert_eq!(shown(&application.search(&[]).await, "tag"), all);
    assert_eq!(
        shown(&application.search(&[("facet_size", "3")]).await, "tag"),
        all[..3]
    );
    assert_eq!(
        shown(&application.search(&[("facet_size", "0")]).await, "tag"),
        [""; 0]
    );
    let answer = application
        .search(&[("facet_size", "2"), ("tag", "zebre")])
        .await;
    assert_eq!(
        shown(&answer, "tag"),
        ["beaucoup 2", "abeille 1", "zebre* 1"],
        "what is selected is always there"
    );
}

#[tokio::test]
async fn facets_are_given_as_asked() {
    let application = water_and_fire().await;
    let names = |answer: &Value| -> Vec<String> {
        answer["facets"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect()
    };
    let all = application.search(&[]).await;
    let mut expected = Facet::ALL.map(Facet::name);
    expected.sort_unstable();
    let mut found = names(&all);
    found.sort();
    assert_eq!(found, expected);
    assert_eq!(
        names(&application.search(&[("facets", "none")]).await),
        [""; 0]
    );

    let answer = application
        .search(&[("q", "eau"), ("facets", "tag"), ("license", "lov2")])
        .await;
    assert_eq!(names(&answer), ["tag"]);
    assert_eq!(
        answer["total"], 2,
        "a facet that is not counted still filters"
    );
    assert_eq!(shown(&answer, "tag"), ["pluie 2", "riviere 1"]);
}

#[tokio::test]
async fn the_facets_come_in_the_order_of_the_page() {
    let application = water_and_fire().await;
    let text = application.get("/api/search").await.text();
    let place = |facet: Facet| text.find(&format!("\"{}\":[", facet.name())).unwrap();
    // The hits have lists of the same names: the facets stand behind them.
    let facets = text.find("\"facets\":").unwrap();
    let text = &text[facets..];
    let place_in_facets = |facet: Facet| text.find(&format!("\"{}\":[", facet.name())).unwrap();
    assert!(place(Facet::License) >= facets);
    let places = Facet::ALL.map(place_in_facets);
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(
        &Facet::ALL[..4],
        [Facet::License, Facet::Badge, Facet::Geozone, Facet::Format]
    );
}

// Counts against the hits, at random.

/// Values that are chosen and counted by naive means, for one facet.
type Counts = BTreeMap<String, u64>;

/// Returns a hit's values in a facet, as the hit shows them; who may get it is not part of a hit.
fn values(hit: &Hit, facet: Facet, catalogue: &NaiveCatalogue) -> Vec<String> {
    let mut values: Vec<String> = match facet {
        Facet::License => hit
            .license
            .iter()
            .map(|license| license.id().to_owned())
            .collect(),
        Facet::Badge => hit
            .badges
            .iter()
            .map(|badge| badge.id().to_owned())
            .collect(),
        Facet::Geozone => hit
            .geozones
            .iter()
            .map(|zone| strip_validity(zone).to_owned())
            .collect(),
        Facet::Format => hit.formats.clone(),
        Facet::Tag => hit.tags.clone(),
        Facet::Organization => {
            let organization = hit.owner.as_ref().and_then(Owner::organization);
            organization
                .map(|them| them.id.clone().unwrap_or_else(|| them.name.clone()))
                .into_iter()
                .collect()
        }
        Facet::Type => vec![hit.record_type.id().to_owned()],
        Facet::Archived => vec![hit.archived.is_some().to_string()],
        Facet::AccessType => catalogue.record(&hit.record_type, &hit.id).facets[&facet].clone(),
    };
    values.sort();
    values.dedup();
    values
}

/// Counts a facet over all hits of the search without that facet's own selection.
fn naive_counts(
    searcher: &Searcher,
    request: &SearchRequest,
    facet: Facet,
    catalogue: &NaiveCatalogue,
) -> Counts {
    let mut counts = Counts::new();
    let mut walked = SearchRequest {
        facets: Vec::new(),
        page: 1,
        page_size: 1_000,
        ..request.clone().without(facet)
    };
    loop {
        let results = searcher.search(&walked).unwrap();
        for found in &results.hits {
            for value in values(&found.hit, facet, catalogue) {
                *counts.entry(value).or_default() += 1;
            }
        }
        if walked.page * walked.page_size >= results.total as usize {
            return counts;
        }
        walked.page += 1;
    }
}

/// Asserts that each count of each facet is that of the hits, and that no value is missing.
fn assert_counts_are_exact(
    searcher: &Searcher,
    request: &SearchRequest,
    catalogue: &NaiveCatalogue,
) {
    let results = searcher.search(request).unwrap();
    assert_eq!(results.facets.len(), Facet::ALL.len());
    let without_selection: BTreeMap<Facet, Counts> = {
        let selected = request.filters.keys();
        selected
            .map(|facet| (*facet, naive_counts(searcher, request, *facet, catalogue)))
            .collect()
    };
    // Facets without a selection are all counted over the same hits.
    let hits = searcher
        .search(&SearchRequest {
            page_size: usize::MAX,
            facets: Vec::new(),
            ..request.clone()
        })
        .unwrap()
        .hits;
    assert_eq!(hits.len() as u64, results.total, "{request:?}");
    for counted in &results.facets {
        let expected = without_selection
            .get(&counted.facet)
            .cloned()
            .unwrap_or_else(|| {
                let mut counts = Counts::new();
                for value in hits
                    .iter()
                    .flat_map(|found| values(&found.hit, counted.facet, catalogue))
                {
                    *counts.entry(value).or_default() += 1;
                }
                counts
            });
        let found: Counts = counted
            .values
            .iter()
            .filter(|value| value.count > 0)
            .map(|value| (value.name.clone(), value.count))
            .collect();
        assert_eq!(found, expected, "{} of {request:?}", counted.facet);
        assert_eq!(
            counted.n_values,
            expected.len(),
            "{} of {request:?}",
            counted.facet
        );
        for name in request.filters.get(&counted.facet).into_iter().flatten() {
            assert!(
                counted
                    .values
                    .iter()
                    .any(|value| value.name == *name && value.selected),
                "{name} of {request:?}"
            );
        }
    }
}

/// Returns a request of a word or none, and up to three filters, all drawn from the records.
fn random_request(
    records: &[Record],
    catalogue: &NaiveCatalogue,
    chance: &mut Chance,
) -> SearchRequest {
    let mut request = SearchRequest {
        facet_size: usize::MAX,
        ..SearchRequest::default()
    };
    if chance.below(4) > 0 {
        let record = chance.pick(records);
        request.query = naive::word(record, chance).unwrap_or_default();
    }
    for _ in 0..chance.below(4) {
        let record = chance.pick(&catalogue.records);
        let facet = *chance.pick(&Facet::ALL);
        if facet == Facet::Archived {
            request = request.without(facet);
        } else if let Some(value) = record.facets[&facet].first() {
            request = request.filter(facet, value.clone());
        }
    }
    request
}

#[test]
fn counts_are_those_of_the_hits_in_50_random_requests_over_the_sample() {
    let searcher = Searcher::open(sample_index()).unwrap();
    let records: Vec<Record> = ingest::sample_records().collect();
    let mut chance = Chance::seeded(3);
    let mut n_hits = 0;
    for _ in 0..50 {
        let request = random_request(&records, NaiveCatalogue::sample(), &mut chance);
        assert_counts_are_exact(&searcher, &request, NaiveCatalogue::sample());
        n_hits += searcher.search(&request).unwrap().total;
    }
    assert!(n_hits > 500, "{n_hits} hits say little");
}

#[test]
fn counts_are_those_of_the_hits_in_50_random_requests_over_the_real_catalogue() {
    let test = "facets::counts_are_those_of_the_hits_in_50_random_requests_over_the_real_catalogue";
    let Some(folder) = real_catalogue(test) else {
        return;
    };
    let searcher = Searcher::open(real_index(&folder)).unwrap();
    let catalogue = NaiveCatalogue::real(&folder);
    let mut chance = Chance::seeded(4);
    let (mut n_requests, mut n_hits) = (0, 0);
    while n_requests < 50 {
        let chosen = chance.pick(&catalogue.records);
        let record = searcher
            .record(&chosen.record_type, &chosen.id)
            .unwrap()
            .unwrap();
        let request = random_request(&[record], catalogue, &mut chance);
        // Every hit is read from disk, once for each facet selected: 500 are many enough.
        let widest = request.filters.keys().map(|facet| {
            let wider = SearchRequest {
                page_size: 0,
                facets: Vec::new(),
                ..request.clone().without(*facet)
            };
            searcher.search(&wider).unwrap().total
        });
        if widest.sum::<u64>() > 500 {
            continue;
        }
        assert_counts_are_exact(&searcher, &request, catalogue);
        n_requests += 1;
        n_hits += searcher.search(&request).unwrap().total;
    }
    assert!(n_hits > 500, "{n_hits} hits say little");
}

#[tokio::test]
async fn over_http_the_counts_are_those_of_all_pages_walked() {
    let application = Application::over(sample_index()).await;
    for parameters in [
        &[("q", "eau")][..],
        &[("q", "api"), ("type", "dataservice")],
        &[("license", "lov2"), ("format", "csv")],
        &[
            ("q", "transport"),
            ("license", "lov2"),
            ("license", "fr-lo"),
            ("tag", "transport"),
        ],
    ] {
        let answer = application
            .search(&[parameters, &[("facet_size", "1000"), ("page_size", "1")]].concat())
            .await;
        for (facet, field) in [
            ("license", "license"),
            ("format", "formats"),
            ("tag", "tags"),
            ("type", "type"),
        ] {
            let others: Vec<(&str, &str)> = parameters
                .iter()
                .filter(|(name, _)| *name != facet)
                .copied()
                .collect();
            let mut counts = Counts::new();
            let mut next = Some(address(
                "/api/search",
                &[&others[..], &[("facets", "none"), ("page_size", "100")]].concat(),
            ));
            while let Some(path) = next {
                let page = application.json(&path).await;
                for hit in page["data"].as_array().unwrap() {
                    let values = hit[field]
                        .as_array()
                        .cloned()
                        .unwrap_or_else(|| vec![hit[field].clone()]);
                    let mut values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
                    values.sort_unstable();
                    values.dedup();
                    for value in values {
                        *counts.entry(value.to_owned()).or_default() += 1;
                    }
                }
                let base = application.url();
                next = page["next_page"]
                    .as_str()
                    .map(|url| url.strip_prefix(&base).unwrap().to_owned());
            }
            let found: Counts = answer["facets"][facet]
                .as_array()
                .unwrap()
                .iter()
                .filter(|value| value["count"] != 0)
                .map(|value| {
                    (
                        value["name"].as_str().unwrap().to_owned(),
                        value["count"].as_u64().unwrap(),
                    )
                })
                .collect();
            assert_eq!(found, counts, "{facet} of {parameters:?}");
        }
    }
}
