//! What facets count, against a count of one record after the other.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use catalogue::{CoveredPeriod, Gazetteer, KnownExtent, KnownGrain, Retirement, inferred_geozones};

use super::*;
use crate::facet::{Derived, UpdateRange};

/// The zones that lie in each zone.
static WITHIN: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut within = BTreeMap::<&str, Vec<&str>>::new();
    for zone in Gazetteer::france().zones() {
        for above in Gazetteer::france().ancestors(zone.id) {
            within.entry(above.id).or_default().push(zone.id);
        }
    }
    within
});

/// Returns the values of a record that choosing would find it by, read from the record alone.
fn naive_values(record: &Record, facet: Facet, request: &SearchRequest) -> BTreeSet<String> {
    let inferred = if request.inferred {
        inferred_geozones(record)
    } else {
        Vec::new()
    };
    let own = record.geozones().iter().chain(&inferred);
    let zones = own.filter_map(|zone| Gazetteer::france().get(zone));
    let names = |zones: Vec<&catalogue::Geozone>| -> BTreeSet<String> {
        zones.into_iter().map(|zone| zone.id.to_owned()).collect()
    };
    match facet {
        Facet::Geozone => {
            let zones: Vec<&catalogue::Geozone> = zones.collect();
            let above = zones
                .iter()
                .flat_map(|zone| Gazetteer::france().ancestors(zone.id));
            let above = above.filter(|_| !request.geozone_exact);
            let mut all = names(zones.iter().copied().chain(above).collect());
            if request.include_geozone_ancestors {
                let within = zones.iter().filter_map(|zone| WITHIN.get(zone.id));
                all.extend(within.flatten().map(|zone| (*zone).to_owned()));
            }
            all
        }
        Facet::LastUpdate => {
            let changed = record.last_update();
            let ranges = UpdateRange::ALL.into_iter().filter(|range| {
                let begins_at = range.begins_at(TODAY.parse().unwrap());
                changed.is_some_and(|changed| changed.as_microseconds() >= begins_at)
            });
            ranges.map(|range| range.name().to_owned()).collect()
        }
        Facet::LastUpdateYear => {
            let year = record.last_update().map(|changed| changed.day().year());
            year.map(|year| year.to_string()).into_iter().collect()
        }
        facet => {
            let retired = Retirement::of(record);
            let covered_period = CoveredPeriod::of(record);
            let extent = KnownExtent::of(record, &inferred);
            let grain = KnownGrain::of(record);
            let derived = Derived {
                inferred_zones: &inferred,
                retired: retired.as_ref(),
                covered_period: covered_period.as_ref(),
                extent: extent.as_ref(),
                grain: grain.as_ref(),
            };
            let in_its_place = facet.inferred_values(&derived);
            let terms = if request.inferred && !in_its_place.is_empty() {
                in_its_place
            } else {
                facet.values(record, &derived)
            };
            terms.into_iter().map(|term| term.value).collect()
        }
    }
}

/// Counts, one record after the other, what a facet must show: records, or titles where near-copies are folded.
fn naive_counts(searcher: &Searcher, facet: Facet, request: &SearchRequest) -> Vec<(String, u64)> {
    let unfolded = SearchRequest {
        collapse: Collapse::Nothing,
        ..request.clone().without(facet)
    };
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    for hit in search(searcher, &unfolded).hits {
        let record = searcher
            .record(&hit.hit.record_type, &hit.hit.id)
            .unwrap()
            .unwrap();
        let counted = if request.collapse == Collapse::Copies {
            record.title()
        } else {
            record.id()
        };
        for value in naive_values(&record, facet, request) {
            found.entry(value).or_default().insert(counted.to_owned());
        }
    }
    let counts = found
        .into_iter()
        .map(|(value, counted)| (value, counted.len() as u64));
    counts.collect()
}

#[test]
fn facet_counts_leave_out_their_own_selection_and_respect_all_others() {
    let searcher = searcher(&[records()]);
    for request in all_requests() {
        let results = search(&searcher, &request);
        for counts in &results.facets {
            let mut ours: Vec<(String, u64)> = counts
                .values
                .iter()
                .filter(|value| value.count > 0)
                .map(|value| (value.name.clone(), value.count))
                .collect();
            ours.sort();
            let mut expected = naive_counts(&searcher, counts.facet, &request);
            if counts.facet == Facet::Geozone && request.include_geozone_ancestors {
                // Of the thousands of zones within, those are shown that some record is about.
                let (shown, others): (Vec<_>, Vec<_>) =
                    expected.into_iter().partition(|value| ours.contains(value));
                assert!(
                    others
                        .iter()
                        .all(|(name, _)| !ours.iter().any(|(ours, _)| ours == name))
                );
                expected = shown;
            }
            assert_eq!(ours, expected, "{} in {request:?}", counts.facet);
        }
    }
}

#[test]
fn a_count_is_the_total_once_its_value_is_chosen_instead() {
    let searcher = searcher(
        &records()
            .chunks(17)
            .map(<[Record]>::to_vec)
            .collect::<Vec<_>>(),
    );
    for request in all_requests() {
        for counts in search(&searcher, &request).facets {
            for value in counts.values.iter().filter(|value| value.count > 0).take(5) {
                let instead = request
                    .clone()
                    .without(counts.facet)
                    .filter(counts.facet, &value.name);
                let total = search(&searcher, &instead).total;
                assert_eq!(total, value.count, "{value:?} in {request:?}");
            }
        }
    }
}

#[test]
fn ranges_of_days_follow_the_day_of_the_search() {
    let searcher = searcher(&[records()]);
    let n_recent = |today: &str| {
        let request = SearchRequest::default().filter(Facet::LastUpdate, "last_30_days");
        let results = searcher
            .search_on(today.parse().unwrap(), &request)
            .unwrap();
        results.total
    };
    let counts_without_selection = |today: &str| {
        let request = SearchRequest {
            facets: vec![Facet::LastUpdate],
            ..SearchRequest::default()
        };
        let results = searcher
            .search_on(today.parse().unwrap(), &request)
            .unwrap();
        let of_range = |name: &str| {
            let mut values = results.facets[0].values.iter();
            values
                .find(|value| value.name == name)
                .map_or(0, |value| value.count)
        };
        [
            of_range("last_30_days"),
            of_range("last_12_months"),
            of_range("last_3_years"),
        ]
    };
    assert!(n_recent(TODAY) > n_recent("2024-04-25") && n_recent("2024-04-25") > 0);
    assert_eq!(n_recent("2034-03-31"), 0);
    // The search without words is cached, but not for the day after.
    assert_eq!(
        counts_without_selection(TODAY),
        counts_without_selection(TODAY)
    );
    let [days, months, years] = counts_without_selection(TODAY);
    assert!(0 < days && days < months && months < years);
    assert_eq!(counts_without_selection("2034-03-31"), [0; 3]);
}

#[test]
fn values_asked_for_by_name_are_counted_whatever_their_place() {
    let searcher = searcher(&[records()]);
    let names = [
        "fr:departement:69",
        "fr:region:53",
        "fr:region:01",
        "fr:region:84",
    ];
    let request = SearchRequest {
        facet_size: 1,
        page_size: 1_000,
        counted: BTreeMap::from([(Facet::Geozone, names.map(str::to_owned).to_vec())]),
        ..SearchRequest::default().filter(Facet::Geozone, "fr:region:53")
    };
    let results = search(&searcher, &request);
    let expected = naive_counts(&searcher, Facet::Geozone, &request);
    let expected = names.map(|name| {
        let of_name = expected.iter().find(|(value, _)| value == name);
        of_name.map_or(0, |(_, count)| *count)
    });
    let counts = |facet: Facet| results.facets.iter().find(|counts| counts.facet == facet);
    let zones = counts(Facet::Geozone).unwrap();
    assert_eq!(zones.counted, expected);
    assert!(expected[0] > 0 && expected[2] == 0 && zones.values.len() <= 2);
    assert_eq!(counts(Facet::License).unwrap().counted, [0; 0]);
}

#[test]
fn every_value_of_a_facet_is_found_by_the_beginnings_of_its_words() {
    let searcher = searcher(&[records()]);
    let names = |facet, text: &str, limit, offset| -> (Vec<String>, usize) {
        let request = SearchRequest::default().filter(Facet::Organization, "o2");
        let found = searcher
            .facet_values(&request, facet, text, limit, offset)
            .unwrap();
        let names = found.values.into_iter().map(|value| value.name).collect();
        (names, found.n_values)
    };
    let owned = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(Facet::Organization, "metro", 10, 0).1, 3);
    assert_eq!(
        names(Facet::Organization, "MÉTROPOLE o3", 10, 0),
        (owned(&["o3"]), 1)
    );
    assert_eq!(names(Facet::Organization, "pole", 10, 0), (Vec::new(), 0));
    assert_eq!(names(Facet::Organization, "…", 10, 0), (Vec::new(), 0));
    assert_eq!(
        names(Facet::Geozone, "franç POLYN", 10, 0),
        (owned(&["fr:departement:987"]), 1)
    );
    let (all, n_values) = names(Facet::Tag, "", 10, 0);
    assert_eq!((all.len(), n_values), (3, 3));
    assert_eq!(names(Facet::Tag, "", 2, 1), (all[1..].to_vec(), 3));
    assert_eq!(names(Facet::Tag, "", 2, 3), (Vec::new(), 3));
}

#[test]
fn a_selected_value_that_finds_nothing_stays_to_be_removed() {
    let searcher = searcher(&[records()]);
    let request = SearchRequest::new("eau")
        .filter(Facet::License, "cc-by")
        .filter(Facet::License, "lov2");
    let results = searcher.search(&request).unwrap();
    let license = results
        .facets
        .iter()
        .find(|counts| counts.facet == Facet::License)
        .unwrap();
    let of = |name: &str| {
        license
            .values
            .iter()
            .find(|value| value.name == name)
            .unwrap()
    };
    assert!(of("cc-by").selected && of("cc-by").count == 0);
    assert!(of("lov2").selected && of("lov2").count > 0);
    assert!(!of("odc-odbl").selected);
}

#[test]
fn selected_values_are_shown_whatever_the_facet_size() {
    let searcher = searcher(&[records()]);
    let request = SearchRequest {
        facet_size: 1,
        ..SearchRequest::default().filter(Facet::Organization, "o3")
    };
    let results = searcher.search(&request).unwrap();
    let organization = results
        .facets
        .iter()
        .find(|counts| counts.facet == Facet::Organization)
        .unwrap();
    assert_eq!(organization.n_values, 3);
    assert_eq!(
        organization
            .values
            .iter()
            .filter(|value| value.selected)
            .count(),
        1
    );
    assert!(organization.values.len() <= 2);
}
