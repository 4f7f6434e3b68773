//! Requests drawn at random from a catalogue's records: the same ones in every run, and one that fails is told with the
//! fewest words and filters that still fail.

use std::ops::RangeInclusive;

use catalogue::Record;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{RngSeed, TestRunner};
use search_index::{Collapse, Facet, Form, FrenchAnalyzer, SearchRequest};

use crate::naive::{self, NaiveCatalogue};

/// Fails with the simplest of so many values that does not hold. The values follow from the seed.
pub fn check<S: Strategy>(
    n_cases: u32,
    seed: u64,
    values: &S,
    holds: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = ProptestConfig {
        cases: n_cases,
        rng_seed: RngSeed::Fixed(seed),
        // The seed says it all.
        failure_persistence: None,
        // Over the real catalogue each one takes a tenth of a second.
        max_shrink_iters: 500,
        ..ProptestConfig::default()
    };
    let outcome = TestRunner::new(config).run(values, holds);
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

/// Draws words of one of a catalogue's records, as they are written in any of its texts; `read` reads the record of a
/// number.
pub fn words<'a>(
    n_records: usize,
    n_words: RangeInclusive<usize>,
    read: impl Fn(usize) -> Record + 'a,
) -> impl Strategy<Value = String> + 'a {
    let places = vec(any::<(Index, Index)>(), n_words);
    (any::<Index>(), places).prop_filter_map("a text without words", move |(record, places)| {
        let texts = naive::texts(&read(record.index(n_records)));
        let words: Option<Vec<String>> = places
            .iter()
            .map(|(text, word)| word_at(&texts[text.index(texts.len())], *word))
            .collect();
        words.map(|words| words.join(" "))
    })
}

fn word_at(text: &str, index: Index) -> Option<String> {
    let words = FrenchAnalyzer::new(Form::Base).words(text);
    (!words.is_empty()).then(|| {
        let word = index.get(&words);
        text[word.start..word.end].to_owned()
    })
}

/// Draws requests of a word or none, and up to four filters on three facets, all drawn from the records: half of them with a
/// rule for zones, and zones among these facets.
pub fn requests<'a>(
    catalogue: &'a NaiveCatalogue,
    read: impl Fn(usize) -> Record + 'a,
) -> impl Strategy<Value = SearchRequest> + 'a {
    let facets = [(); 3].map(|()| select(Facet::ALL.as_slice()));
    let filters = vec(any::<(Index, Index, Index)>(), 0..=4);
    let flags = (
        prop::bool::weighted(0.25),
        select(Collapse::ALL.as_slice()),
        prop::bool::weighted(1.0 / 3.0),
    );
    let rules_of_zones = (
        prop::bool::weighted(1.0 / 3.0),
        prop::bool::weighted(1.0 / 4.0),
    );
    (
        words(catalogue.records.len(), 0..=1, read),
        facets,
        filters,
        flags,
        rules_of_zones,
    )
        .prop_map(
            move |(
                query,
                mut facets,
                filters,
                (is_declared, collapse, wants_all_tags),
                (include_geozone_ancestors, geozone_exact),
            )| {
                if include_geozone_ancestors || geozone_exact {
                    facets[0] = Facet::Geozone;
                }
                let request = SearchRequest {
                    query,
                    facets: Facet::ALL.to_vec(),
                    facet_size: usize::MAX,
                    page_size: 1,
                    inferred: !is_declared,
                    include_geozone_ancestors,
                    geozone_exact,
                    collapse,
                    // What is counted record by record has all the words.
                    verbatim: true,
                    ..SearchRequest::default()
                };
                filters
                    .iter()
                    .fold(request, |request, (facet, record, value)| {
                        let facet = *facet.get(&facets);
                        let values = catalogue.values(record.get(&catalogue.records), facet);
                        if facet == Facet::Archived {
                            request.without(facet)
                        } else if values.is_empty() {
                            request
                        } else if facet == Facet::Tag && wants_all_tags {
                            request.all_of(facet, *value.get(&values))
                        } else {
                            request.filter(facet, *value.get(&values))
                        }
                    })
            },
        )
}
