//! Searches over a small index in memory, in one segment or several.

use catalogue::{
    Badge, Dataset, DatasetMetrics, Date, Description, License, Organization, Owner, Record,
};
use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexWriter};

use super::*;
use crate::analyzer::ANALYZER_VERSION;
use crate::document::to_document;
use crate::generation::RecordCounts;
use crate::request::{Direction, Sort, SortField};
use crate::schema::SCHEMA_VERSION;

/// Builds an index in memory, with a segment for each group of records.
fn searcher(segments: &[Vec<Record>]) -> Searcher {
    let fields = Fields::new();
    let mut index = Index::create_in_ram(fields.schema.clone());
    index.set_tokenizers(tokenizers());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 20_000_000).unwrap();
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for records in segments {
        for record in records {
            writer
                .add_document(to_document(&fields, record).unwrap())
                .unwrap();
        }
        writer.commit().unwrap();
    }
    let manifest = Manifest {
        generation: "test".to_owned(),
        records: RecordCounts::default(),
        rejected: 0,
        duplicates: 0,
        sources: Vec::new(),
        fetched_at: Date::now(),
        published_at: Date::now(),
        seconds: 0.0,
        schema_version: SCHEMA_VERSION,
        analyzer_version: ANALYZER_VERSION,
        program_version: String::new(),
        files: Vec::new(),
    };
    Searcher::from_engine(index, manifest).unwrap()
}

/// A dataset whose parts follow from a number, so that every value occurs with every other.
fn record(n: u64) -> Record {
    let pick =
        |values: &[&str], step: u64| values[((n / step) % values.len() as u64) as usize].to_owned();
    Record::Dataset(Box::new(Dataset {
        id: format!("{n:024}"),
        title: format!(
            "{} {}",
            pick(&["Eau potable", "Arbres", "Qualité de l'eau"], 1),
            pick(&["Lyon", "Brest"], 3)
        ),
        description: Description {
            text: pick(&["Données ouvertes", "Relevés d'eau"], 2),
            ..Description::default()
        },
        license: (!n.is_multiple_of(5))
            .then(|| License::from(pick(&["lov2", "odc-odbl"], 2).as_str())),
        badges: Some(if n.is_multiple_of(3) {
            vec![Badge::from("hvd"), Badge::from("inspire")]
        } else {
            Vec::new()
        }),
        tags: vec![pick(&["eau", "nature"], 1), pick(&["ville", "eau"], 4)],
        owner: Some(Owner::Organization(Organization {
            id: Some(pick(&["o1", "o2", "o3"], 5)),
            // One organization under two names is one value.
            name: pick(&["Métropole", "Metropole"], 15),
            ..Organization::default()
        })),
        metrics: DatasetMetrics {
            views: (!n.is_multiple_of(4)).then_some(n % 7),
            ..DatasetMetrics::default()
        },
        archived: n.is_multiple_of(6).then(|| "2020-01-01".parse().unwrap()),
        ..Dataset::default()
    }))
}

fn records() -> Vec<Record> {
    (0..120).map(record).collect()
}

fn requests() -> Vec<SearchRequest> {
    let base = SearchRequest {
        page_size: 200,
        facet_size: 1000,
        ..SearchRequest::new("eau")
    };
    vec![
        SearchRequest {
            query: String::new(),
            ..base.clone()
        },
        base.clone(),
        base.clone().filter(Facet::License, "lov2"),
        base.clone()
            .filter(Facet::License, "lov2")
            .filter(Facet::License, "odc-odbl")
            .filter(Facet::Tag, "ville"),
        base.clone()
            .filter(Facet::Badge, "hvd")
            .filter(Facet::Organization, "o2")
            .without(Facet::Archived),
        base.clone().filter(Facet::Format, "csv"),
        SearchRequest {
            sort: Sort::By(SortField::Views, Direction::Ascending),
            ..base.clone()
        },
        SearchRequest {
            sort: Sort::By(SortField::Title, Direction::Descending),
            ..base
        },
    ]
}

/// Counts, one record after the other, what a facet must show.
fn naive_counts(searcher: &Searcher, facet: Facet, request: &SearchRequest) -> Vec<(String, u64)> {
    let hits = searcher
        .search(&request.clone().without(facet))
        .unwrap()
        .hits;
    let mut counts = std::collections::BTreeMap::<String, u64>::new();
    for found in hits {
        let record = searcher
            .record(&found.hit.record_type, &found.hit.id)
            .unwrap()
            .unwrap();
        for term in facet.values(&record) {
            *counts.entry(term.value).or_default() += 1;
        }
    }
    counts.into_iter().collect()
}

#[test]
fn facet_counts_leave_out_their_own_selection_and_respect_all_others() {
    let searcher = searcher(&[records()]);
    for request in requests() {
        let results = searcher.search(&request).unwrap();
        for counts in &results.facets {
            let mut ours: Vec<(String, u64)> = counts
                .values
                .iter()
                .filter(|value| value.count > 0)
                .map(|value| (value.name.clone(), value.count))
                .collect();
            ours.sort();
            assert_eq!(
                ours,
                naive_counts(&searcher, counts.facet, &request),
                "{} in {request:?}",
                counts.facet
            );
        }
    }
}

#[test]
fn several_segments_answer_as_one() {
    let one = searcher(&[records()]);
    let several = searcher(
        &records()
            .chunks(17)
            .map(<[Record]>::to_vec)
            .collect::<Vec<_>>(),
    );
    for request in requests() {
        let (of_one, of_several) = (
            one.search(&request).unwrap(),
            several.search(&request).unwrap(),
        );
        let ids = |results: &SearchResults| -> Vec<String> {
            results
                .hits
                .iter()
                .map(|found| found.hit.id.clone())
                .collect()
        };
        assert_eq!(of_one.total, of_several.total);
        assert_eq!(of_one.facets, of_several.facets, "{request:?}");
        assert_eq!(ids(&of_one), ids(&of_several), "{request:?}");
    }
}

#[test]
fn pages_part_the_hits_without_gap_or_overlap() {
    let searcher = searcher(&[records()]);
    let all = searcher
        .search(&SearchRequest {
            page_size: 500,
            ..SearchRequest::new("eau")
        })
        .unwrap();
    let mut paged = Vec::new();
    for page in 1..=20 {
        let request = SearchRequest {
            page,
            page_size: 7,
            ..SearchRequest::new("eau")
        };
        paged.extend(searcher.search(&request).unwrap().hits);
    }
    assert_eq!(paged, all.hits);
    assert_eq!(all.total, all.hits.len() as u64);
}

#[test]
fn records_without_the_field_come_last_in_both_directions() {
    let searcher = searcher(&[records()]);
    for direction in [Direction::Ascending, Direction::Descending] {
        let sort = Sort::By(SortField::Views, direction);
        let hits = searcher
            .search(&SearchRequest {
                sort,
                page_size: 500,
                ..SearchRequest::default()
            })
            .unwrap()
            .hits;
        let views: Vec<Option<u64>> = hits.iter().map(|found| found.hit.metrics.views).collect();
        let n_known = views.iter().flatten().count();
        assert!(n_known > 0 && n_known < views.len());
        assert!(views[..n_known].iter().all(Option::is_some), "{views:?}");
        let known: Vec<u64> = views.into_iter().flatten().collect();
        assert!(match direction {
            Direction::Ascending => known.is_sorted(),
            Direction::Descending => known.iter().rev().is_sorted(),
        });
    }
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
