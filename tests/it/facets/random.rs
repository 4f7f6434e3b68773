//! Counts against naive ones, at random.

use std::collections::BTreeMap;

use catalogue::Record;
use search_index::{Facet, FacetCounts, FacetValue, SearchRequest, Searcher};
use support::application::{real_index, sample_index};
use support::real_catalogue;

use crate::chance::Chance;
use crate::naive::{self, NaiveCatalogue, NaiveResults};

/// Asserts that totals and the counts of every facet are what reading all records gives; returns the total.
fn assert_counts_are_exact(
    searcher: &Searcher,
    request: &SearchRequest,
    catalogue: &NaiveCatalogue,
) -> u64 {
    let results = searcher.search(request).unwrap();
    let found = NaiveResults {
        total: results.total,
        total_records: results.total_records,
        facets: results.facets.iter().map(counts_above_nought).collect(),
    };
    let expected = catalogue.results(request);
    for facet in Facet::ALL {
        assert_eq!(
            found.facets[&facet], expected.facets[&facet],
            "{facet} of {request:?}"
        );
    }
    assert_eq!(found, expected, "{request:?}");
    for counted in &results.facets {
        assert_eq!(
            counted.n_values,
            expected.facets[&counted.facet].len(),
            "{request:?}"
        );
        for name in request.selection(counted.facet) {
            let is_it = |value: &FacetValue| value.name == *name && value.selected;
            assert!(counted.values.iter().any(is_it), "{name} of {request:?}");
        }
    }
    results.total
}

fn counts_above_nought(counted: &FacetCounts) -> (Facet, BTreeMap<String, u64>) {
    let values = counted.values.iter().filter(|value| value.count > 0);
    let counts = values.map(|value| (value.name.clone(), value.count));
    (counted.facet, counts.collect())
}

/// Returns a request of a word or none, and up to four filters on three facets, all drawn from the records.
fn random_request(
    records: &[Record],
    catalogue: &NaiveCatalogue,
    chance: &mut Chance,
) -> SearchRequest {
    let mut request = SearchRequest {
        facets: Facet::ALL.to_vec(),
        facet_size: usize::MAX,
        page_size: 1,
        inferred: chance.below(4) > 0,
        // What is counted record by record has all the words.
        verbatim: true,
        ..SearchRequest::default()
    };
    if chance.below(2) > 0 {
        let record = chance.pick(records);
        request.query = naive::word(record, chance).unwrap_or_default();
    }
    let facets = [(); 3].map(|()| *chance.pick(&Facet::ALL));
    for _ in 0..chance.below(5) {
        let facet = *chance.pick(&facets);
        let record = chance.pick(&catalogue.records);
        let values = catalogue.values(record, facet);
        if facet == Facet::Archived {
            request = request.without(facet);
        } else if !values.is_empty() {
            let value = *chance.pick(&values);
            request = if facet == Facet::Tag && chance.below(3) == 0 {
                request.all_of(facet, value)
            } else {
                request.filter(facet, value)
            };
        }
    }
    request
}

#[test]
fn counts_are_naive_ones_in_200_random_requests_over_the_sample() {
    let searcher = Searcher::open(sample_index()).unwrap();
    let records: Vec<Record> = ingest::sample_records().collect();
    let mut chance = Chance::seeded(3);
    let mut n_hits = 0;
    for _ in 0..200 {
        let mut request = random_request(&records, NaiveCatalogue::sample(), &mut chance);
        for collapse in [false, true] {
            request.collapse = collapse;
            n_hits += assert_counts_are_exact(&searcher, &request, NaiveCatalogue::sample());
        }
    }
    assert!(n_hits > 2_000, "{n_hits} hits say little");
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
    let mut chance = Chance::seeded(4);
    let mut n_hits = 0;
    for n in 0..200 {
        let chosen = chance.pick(&catalogue.records);
        let record = searcher
            .record(&chosen.record_type, &chosen.id)
            .unwrap()
            .unwrap();
        let mut request = random_request(&[record], catalogue, &mut chance);
        // Near-copies folded and not, by turns: reading all records twice would take a minute.
        request.collapse = n % 2 == 1;
        n_hits += assert_counts_are_exact(&searcher, &request, catalogue);
    }
    assert!(n_hits > 100_000, "{n_hits} hits say little");
}
