//! Our counts in one pass against tantivy's own aggregations, over the real catalogue, in one run.
//!
//! Both find the same: the total, the best twenty hits and the first values of each facet, each facet leaving out its
//! own selection. The words are taken as they were typed, and all of them are required: tantivy knows no alternatives
//! and no relaxation. tantivy does it in the way that suits it best: one search with every filter for the total, the
//! hits and the facets without a selection, and one more for each facet with a selection; a word is the best of its
//! fields. It is spared what ours does besides: public use in the score, the labels of the values, zones that contain
//! each other, ranges of dates.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::civil;
use tantivy::Term;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::{AggContextParams, AggregationCollector};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::Searcher;
use crate::analyzer::{Form, FrenchAnalyzer, is_stop_word};
use crate::facet::Facet;
use crate::request::SearchRequest;
use crate::schema::{TextField, facet_field_name};

const N_QUERIES: usize = 50;
const N_ROUNDS: usize = 5;
const FACET_SIZE: u32 = 20;
const N_HITS: usize = 20;

/// The facets whose values lie in the index as they are counted.
fn plain_facets() -> Vec<Facet> {
    let computed = [Facet::Geozone, Facet::LastUpdate, Facet::Coverage];
    Facet::LISTED
        .into_iter()
        .filter(|facet| !computed.contains(facet))
        .collect()
}

/// What both must find: the total, and by facet the counts of its first values, largest first.
#[derive(Debug, PartialEq)]
struct Answer {
    total: u64,
    counts: BTreeMap<Facet, Vec<u64>>,
}

/// Up to four filters on three facets.
fn filters() -> [(Facet, &'static str); 4] {
    [
        (Facet::License, "lov2"),
        (Facet::Format, "csv"),
        (Facet::Format, "json"),
        (Facet::Tag, "environnement"),
    ]
}

/// Every fourth line of the mixed list, and the empty query, with no, one, two and three filtered facets in turn.
fn requests(queries: &str) -> Vec<SearchRequest> {
    let words = queries
        .lines()
        .step_by(4)
        .filter_map(|line| line.split_once('\t'))
        .map(|(_, words)| words);
    [""].into_iter()
        .chain(words)
        .take(N_QUERIES)
        .enumerate()
        .map(|(at, words)| {
            let request = SearchRequest {
                facets: plain_facets(),
                facet_size: FACET_SIZE as usize,
                page_size: N_HITS,
                verbatim: true,
                ..SearchRequest::new(words)
            };
            filters()
                .into_iter()
                .take([0, 1, 3, 4][at % 4])
                .fold(request, |request, (facet, value)| {
                    request.filter(facet, value)
                })
        })
        .collect()
}

fn ours(searcher: &Searcher, request: &SearchRequest, today: civil::Date) -> Answer {
    let plan = searcher.plan(request).unwrap();
    let found = searcher.cached_results(&plan, request, today).unwrap();
    let counts = found.facets.iter().map(|counts| {
        let unselected = counts.values.iter().filter(|value| value.count > 0);
        let first = unselected.take(FACET_SIZE as usize);
        (counts.facet, first.map(|value| value.count).collect())
    });
    Answer {
        total: found.total,
        counts: counts.collect(),
    }
}

fn tantivys(searcher: &Searcher, request: &SearchRequest) -> Answer {
    let words = union_of_fields(searcher, &request.query);
    let is_selected = |facet: &Facet| request.filters.contains_key(facet);
    let (selected, free): (Vec<Facet>, Vec<Facet>) =
        request.facets.iter().copied().partition(is_selected);
    let query = filtered(searcher, words.box_clone(), request, None);
    let collector = (
        Count,
        TopDocs::with_limit(N_HITS).order_by_score(),
        AggregationCollector::from_aggs(aggregations(&free), AggContextParams::default()),
    );
    let (total, _, result) = searcher.engine.search(&query, &collector).unwrap();
    let mut counts = counts_of(&serde_json::to_value(result).unwrap(), &free);
    for facet in selected {
        let query = filtered(searcher, words.box_clone(), request, Some(facet));
        let collector =
            AggregationCollector::from_aggs(aggregations(&[facet]), AggContextParams::default());
        let result = searcher.engine.search(&query, &collector).unwrap();
        counts.extend(counts_of(&serde_json::to_value(result).unwrap(), &[facet]));
    }
    Answer {
        total: total as u64,
        counts,
    }
}

/// Returns the words in tantivy's own terms: all of them, each the best of its fields and forms.
fn union_of_fields(searcher: &Searcher, text: &str) -> Box<dyn Query> {
    let weights = &searcher.ranking.weights;
    let bases = FrenchAnalyzer::new(Form::Base).words(text);
    let exact = FrenchAnalyzer::new(Form::Exact).words(text);
    if bases.is_empty() {
        return Box::new(AllQuery);
    }
    let words = bases.iter().zip(&exact).map(|(base, exact)| {
        let forms = TextField::ALL.into_iter().flat_map(|field| {
            let fields = searcher.fields.text(field);
            let weight = weights.field(field);
            let base = term(fields.base, &base.term, weight);
            // Where a field indexes stop words, `sûr` would find every `sur`.
            let is_stop_word =
                field.exact_form() == Form::ExactWithStopWords && is_stop_word(&exact.term);
            let exact = term(
                fields.exact,
                &exact.term,
                weight * (1.0 + weights.exact_form),
            );
            [Some(base), (!is_stop_word).then_some(exact)]
        });
        let best =
            DisjunctionMaxQuery::with_tie_breaker(forms.flatten().collect(), weights.other_fields);
        (Occur::Must, Box::new(best) as Box<dyn Query>)
    });
    Box::new(BooleanQuery::new(words.collect()))
}

fn term(field: Field, text: &str, weight: f32) -> Box<dyn Query> {
    let term = Term::from_field_text(field, text);
    let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(query), weight))
}

/// Returns the query with the filters of all facets but one.
fn filtered(
    searcher: &Searcher,
    query: Box<dyn Query>,
    request: &SearchRequest,
    left_out: Option<Facet>,
) -> BooleanQuery {
    let mut parts = vec![(Occur::Must, query)];
    let filters = request.filters.iter();
    for (facet, values) in filters.filter(|(facet, _)| Some(**facet) != left_out) {
        let any = values.iter().map(|value| -> (Occur, Box<dyn Query>) {
            let term = Term::from_field_text(searcher.fields.facet(*facet), value);
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            (
                Occur::Should,
                Box::new(BoostQuery::new(Box::new(query), 0.0)),
            )
        });
        parts.push((Occur::Must, Box::new(BooleanQuery::new(any.collect()))));
    }
    BooleanQuery::new(parts)
}

fn aggregations(facets: &[Facet]) -> Aggregations {
    let terms = |facet: &Facet| {
        let field = facet_field_name(*facet);
        let terms = serde_json::json!({"terms": {"field": field, "size": FACET_SIZE}});
        (facet.name().to_owned(), terms)
    };
    let json: serde_json::Map<String, serde_json::Value> = facets.iter().map(terms).collect();
    serde_json::from_value(json.into()).unwrap()
}

fn counts_of(result: &serde_json::Value, facets: &[Facet]) -> BTreeMap<Facet, Vec<u64>> {
    let counts = |facet: &Facet| {
        let buckets = result[facet.name()]["buckets"].as_array().unwrap();
        let counts = buckets
            .iter()
            .map(|bucket| bucket["doc_count"].as_u64().unwrap());
        (*facet, counts.collect())
    };
    facets.iter().map(counts).collect()
}

/// Needs a release build and an index of the real catalogue: `just bench-facets`.
#[test]
#[ignore = "a measurement: just bench-facets"]
fn one_pass_against_aggregations() {
    let index = PathBuf::from(
        std::env::var_os("TROUVAILLE_INDEX").expect("TROUVAILLE_INDEX names an index"),
    );
    let queries =
        std::env::var_os("TROUVAILLE_QUERIES").expect("TROUVAILLE_QUERIES names a list of queries");
    let requests = requests(&std::fs::read_to_string(queries).unwrap());
    assert_eq!(requests.len(), N_QUERIES);
    let searcher = Searcher::open(&index).unwrap();
    let today = catalogue::Date::now().day();
    for request in &requests {
        let (mut one, mut other) = (
            ours(&searcher, request, today),
            tantivys(&searcher, request),
        );
        // An organization's name lies beside its id in the index: two names of one id are two values to tantivy.
        for answer in [&mut one, &mut other] {
            answer.counts.remove(&Facet::Organization);
        }
        assert_eq!(one, other, "{request:?}");
    }
    let fastest = |run: &dyn Fn()| {
        let time = || {
            let started = Instant::now();
            run();
            started.elapsed()
        };
        (0..N_ROUNDS).map(|_| time()).min().unwrap_or_default()
    };
    let times: Vec<(Duration, Duration)> = requests
        .iter()
        .map(|request| {
            (
                fastest(&|| drop(black_box(ours(&searcher, request, today)))),
                fastest(&|| drop(black_box(tantivys(&searcher, request)))),
            )
        })
        .collect();
    let all_ours: Duration = times.iter().map(|(ours, _)| *ours).sum();
    let all_theirs: Duration = times.iter().map(|(_, theirs)| *theirs).sum();
    let ratio = |(ours, theirs): &(Duration, Duration)| theirs.as_secs_f64() / ours.as_secs_f64();
    let mut ratios: Vec<f64> = times.iter().map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    println!(
        "{N_QUERIES} queries over {} records, fastest of {N_ROUNDS}: ours {:.1} ms, tantivy's aggregations {:.1} ms: \
         {:.1} times; by query: least {:.1}, median {:.1}, most {:.0} times",
        searcher.engine.num_docs(),
        all_ours.as_secs_f64() * 1000.0,
        all_theirs.as_secs_f64() * 1000.0,
        ratio(&(all_ours, all_theirs)),
        ratios[0],
        ratios[ratios.len() / 2],
        ratios[ratios.len() - 1],
    );
}
