//! Counts against naive ones, at random.

use std::cell::Cell;
use std::collections::BTreeMap;

use catalogue::Record;
use proptest::prelude::*;
use search_index::{Collapse, Covering, Facet, FacetCounts, FacetValue, SearchRequest, Searcher};
use support::application::{real_index, sample_index};
use support::real_catalogue;

use crate::naive::{NaiveCatalogue, NaiveCovering, NaiveResults};
use crate::random::{check, requests};

/// Checks that totals and the counts of every facet are what reading all records gives; returns the total.
fn check_counts(
    searcher: &Searcher,
    request: &SearchRequest,
    catalogue: &NaiveCatalogue,
) -> Result<u64, TestCaseError> {
    let results = searcher.search(request).unwrap();
    let found = NaiveResults {
        total: results.total,
        total_records: results.total_records,
        facets: results.facets.iter().map(counts_above_nought).collect(),
        covering: results.covering.as_ref().map(naive_covering),
    };
    let expected = catalogue.results(request);
    for facet in &request.facets {
        prop_assert_eq!(&found.facets[facet], &expected.facets[facet], "{}", facet);
    }
    prop_assert_eq!(&found, &expected);
    for counted in &results.facets {
        prop_assert_eq!(
            counted.n_values,
            expected.facets[&counted.facet].len(),
            "{}",
            counted.facet
        );
        for name in request.selection(counted.facet) {
            let is_it = |value: &FacetValue| value.name == *name && value.selected;
            prop_assert!(
                counted.values.iter().any(is_it),
                "{} is not told to be selected",
                name
            );
        }
    }
    Ok(results.total)
}

fn counts_above_nought(counted: &FacetCounts) -> (Facet, BTreeMap<String, u64>) {
    let values = counted.values.iter().filter(|value| value.count > 0);
    let counts = values.map(|value| (value.name.clone(), value.count));
    (counted.facet, counts.collect())
}

fn naive_covering(covering: &Covering) -> NaiveCovering {
    let zones = covering.zones.iter();
    NaiveCovering {
        total: covering.total,
        exact_total: covering.exact_total,
        zones: zones.map(|it| (it.zone.id.to_owned(), it.count)).collect(),
    }
}

#[test]
fn counts_are_naive_ones_in_200_random_requests_over_the_sample() {
    let searcher = Searcher::open(sample_index()).unwrap();
    let records: Vec<Record> = ingest::sample_records().collect();
    let catalogue = NaiveCatalogue::sample();
    let n_hits = Cell::new(0);
    let drawn = requests(catalogue, |number| records[number].clone());
    check(200, 3, &drawn, |mut request| {
        for collapse in Collapse::ALL {
            request.collapse = collapse;
            n_hits.set(n_hits.get() + check_counts(&searcher, &request, catalogue)?);
        }
        Ok(())
    });
    assert!(n_hits.get() > 2_000, "{n_hits:?} hits say little");
}

#[test]
fn counts_are_naive_ones_in_200_random_requests_over_the_real_catalogue() {
    let test =
        "facets::random::counts_are_naive_ones_in_200_random_requests_over_the_real_catalogue";
    let Some(folder) = real_catalogue(test) else {
        return;
    };
    let searcher = Searcher::open(real_index(&folder)).unwrap();
    let catalogue = NaiveCatalogue::real(&folder);
    let n_hits = Cell::new(0);
    // Near-copies folded or not, as drawn: reading all records twice would take a minute.
    let drawn = requests(catalogue, |number| catalogue.stored(number, &searcher));
    check(200, 4, &drawn, |mut request| {
        // What covers zones has thousands of them as its values: the totals are looked at apart.
        let with_covering = SearchRequest {
            facets: Vec::new(),
            ..request.clone()
        };
        request.include_geozone_ancestors = false;
        for request in [&request, &with_covering] {
            n_hits.set(n_hits.get() + check_counts(&searcher, request, catalogue)?);
        }
        Ok(())
    });
    assert!(n_hits.get() > 100_000, "{n_hits:?} hits say little");
}
