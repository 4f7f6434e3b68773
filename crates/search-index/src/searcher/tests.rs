//! Searches over a small index in memory, in one segment or several.

mod facets;
mod zones;

use std::collections::BTreeMap;
use std::sync::Arc;

use catalogue::{
    Badge, Dataset, DatasetMetrics, Date, Description, Granularity, License, Organization, Owner,
    Record, Spatial, TemporalCoverage,
};
use jiff::{Span, civil};
use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexWriter};

use super::*;
use crate::analyzer::ANALYZER_VERSION;
use crate::document::to_document;
use crate::facet::Facet;
use crate::generation::RecordCounts;
use crate::request::{Collapse, Direction, Period, Sort, SortField};
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
        missing: 0,
        rejected: 0,
        duplicates: 0,
        sources: Vec::new(),
        fetched_at: Date::now(),
        published_at: Date::now(),
        seconds: 0.0,
        schema_version: SCHEMA_VERSION,
        analyzer_version: ANALYZER_VERSION,
        program_version: String::new(),
        forced: false,
        update: None,
        sync: None,
        files: Vec::new(),
    };
    Searcher::from_engine(index, None, manifest).unwrap()
}

/// The day on which all is searched.
const TODAY: &str = "2024-03-31";

fn search(searcher: &Searcher, request: &SearchRequest) -> SearchResults {
    searcher.search_on(TODAY.parse().unwrap(), request).unwrap()
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
        tags: Some(vec![
            pick(&["eau", "nature"], 1),
            pick(&["ville", "eau"], 4),
        ]),
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
        spatial: n.is_multiple_of(3).then(|| Spatial {
            zones: Some(
                [
                    &["fr:commune:29019"][..],
                    &["fr:region:53"],
                    &["country:fr", "fr:departement:69"],
                    &["fr:collectivite:987@1943-01-01"],
                    &[],
                ][(n / 3 % 5) as usize]
                    .iter()
                    .map(|zone| (*zone).to_owned())
                    .collect(),
            ),
            granularity: Some(Granularity::from("poi")),
            ..Spatial::default()
        }),
        temporal_coverage: n.is_multiple_of(2).then(|| TemporalCoverage {
            start: Some(format!("{}-01-01", 2000 + n % 10).parse().unwrap()),
            end: n.is_multiple_of(4).then(|| "2015-12-31".parse().unwrap()),
        }),
        last_update: (!n.is_multiple_of(7)).then(|| {
            let day: civil::Date = TODAY.parse().unwrap();
            let day = day.saturating_sub(Span::new().days(i64::try_from(n * n).unwrap() / 3));
            day.to_string().parse().unwrap()
        }),
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

/// Requests of every kind, each also with near-copies folded.
fn all_requests() -> Vec<SearchRequest> {
    let of_zones = |include_geozone_ancestors, inferred| SearchRequest {
        include_geozone_ancestors,
        inferred,
        page_size: 200,
        facet_size: 1000,
        ..SearchRequest::default().filter(Facet::Geozone, "fr:departement:29")
    };
    let exactly = |request| SearchRequest {
        geozone_exact: true,
        ..request
    };
    let mut requests = requests();
    requests.extend([
        of_zones(false, true),
        of_zones(true, true),
        of_zones(false, false),
        of_zones(true, false).filter(Facet::License, "lov2"),
        exactly(of_zones(false, true)).filter(Facet::Geozone, "country:fr"),
        exactly(of_zones(true, true)),
        of_zones(false, true)
            .without(Facet::Geozone)
            .filter(Facet::LastUpdate, "last_12_months")
            .filter(Facet::Coverage, "declared")
            .all_of(Facet::Tag, "eau")
            .all_of(Facet::Tag, "ville"),
        SearchRequest {
            temporal_coverage: Period::from_name("2005-01-01-2015-12-31"),
            ..of_zones(false, true).without(Facet::Geozone)
        },
        SearchRequest {
            copies_of: Some(format!("{:024}", 7)),
            ..of_zones(false, true).without(Facet::Geozone)
        },
    ]);
    let folded = requests.clone().into_iter().map(|request| SearchRequest {
        collapse: Collapse::Copies,
        ..request
    });
    requests.extend(folded.collect::<Vec<_>>());
    requests
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
    for request in all_requests() {
        let (of_one, of_several) = (search(&one, &request), search(&several, &request));
        let ids = |results: &SearchResults| -> Vec<(String, u64)> {
            results
                .hits
                .iter()
                .map(|found| (found.hit.id.clone(), found.n_copies))
                .collect()
        };
        assert_eq!(of_one.total, of_several.total);
        assert_eq!(of_one.total_records, of_several.total_records);
        assert_eq!(of_one.facets, of_several.facets, "{request:?}");
        assert_eq!(of_one.covering, of_several.covering, "{request:?}");
        assert_eq!(ids(&of_one), ids(&of_several), "{request:?}");
    }
}

#[test]
fn of_near_copies_the_most_used_is_shown_with_the_number_of_the_others() {
    let searcher = searcher(&[records()]);
    for request in requests() {
        let unfolded = search(&searcher, &request);
        let mut by_title = BTreeMap::<String, Vec<&SearchHit>>::new();
        for found in &unfolded.hits {
            by_title
                .entry(found.hit.title.clone())
                .or_default()
                .push(found);
        }
        let folded = search(
            &searcher,
            &SearchRequest {
                collapse: Collapse::Copies,
                ..request
            },
        );
        assert_eq!(folded.total_records, unfolded.total);
        assert_eq!(folded.total, by_title.len() as u64);
        assert_eq!(folded.hits.len(), by_title.len());
        for shown in &folded.hits {
            let copies = &by_title[&shown.hit.title];
            assert_eq!(shown.n_copies, copies.len() as u64 - 1);
            let views = |found: &SearchHit| found.hit.metrics.views.unwrap_or(0);
            // One whose use nobody tells is no less used than those that hardly anybody viewed.
            let is_told = shown.hit.metrics.views.is_some();
            assert!(!is_told || copies.iter().all(|copy| views(copy) <= views(shown)));
        }
        // Those shown stand as they do when nothing is folded.
        let shown: Vec<&str> = folded.hits.iter().map(|found| &*found.hit.id).collect();
        let mut in_order = unfolded.hits.iter().map(|found| &*found.hit.id);
        assert!(
            shown.iter().all(|id| in_order.any(|other| other == *id)),
            "{shown:?}"
        );
    }
}

#[test]
fn copies_of_a_record_are_found_by_its_id_and_its_slug() {
    let copy = |n: u64, title: &str| {
        Record::Dataset(Box::new(Dataset {
            id: format!("{n:024}"),
            title: title.to_owned(),
            slug: Some(format!("jeu-{n}")),
            ..Dataset::default()
        }))
    };
    let long = "mot ".repeat(80);
    let searcher = searcher(&[
        vec![copy(1, "Budget 2023"), copy(2, "Autre"), copy(3, "…")],
        vec![
            copy(4, "BUDGET – 2023"),
            copy(5, "…"),
            copy(6, "budgèt (2023)"),
        ],
        vec![
            copy(7, &format!("{long} un")),
            copy(8, &format!("{long} deux")),
        ],
    ]);
    for (name, expected) in [
        ("000000000000000000000001", &[1, 4, 6][..]),
        ("jeu-4", &[1, 4, 6]),
        ("jeu-2", &[2]),
        ("jeu-3", &[3]),
        ("jeu-7", &[7]),
        ("absent", &[]),
    ] {
        let request = SearchRequest {
            copies_of: Some(name.to_owned()),
            ..SearchRequest::default()
        };
        let mut found: Vec<u64> = search(&searcher, &request)
            .hits
            .iter()
            .map(|found| found.hit.id.parse().unwrap())
            .collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{name}");
    }
    let folded = SearchRequest {
        collapse: Collapse::Copies,
        ..SearchRequest::default()
    };
    assert_eq!(search(&searcher, &folded).total, 6);
}

#[test]
fn similar_records_have_the_words_of_the_title_but_not_the_title() {
    let titled = |id: u64, title: &str| {
        let Record::Dataset(dataset) = record(id) else {
            unreachable!("only datasets are made");
        };
        let title = title.to_owned();
        Record::Dataset(Box::new(Dataset { title, ..*dataset }))
    };
    let titles = [
        "Arbres de l'avenue",
        "ARBRES de l’Avenue",
        "Avenue des arbres",
        "Arbres, avenue, budget",
        "Budget",
        "-- !",
    ];
    let numbered = (1..).zip(titles);
    let records: Vec<Record> = numbered.map(|(id, title)| titled(id, title)).collect();
    let searcher = searcher(std::slice::from_ref(&records));
    let similar = |record: &Record, limit| -> Vec<String> {
        let hits = searcher.similar(record, limit).unwrap();
        let mut titles: Vec<String> = hits.into_iter().map(|hit| hit.title).collect();
        titles.sort();
        titles
    };
    assert_eq!(
        similar(&records[0], 5),
        ["Arbres, avenue, budget", "Avenue des arbres"]
    );
    assert_eq!(similar(&records[0], 1).len(), 1);
    assert_eq!(similar(&records[4], 5), ["Arbres, avenue, budget"]);
    assert_eq!(similar(&records[5], 5), [""; 0], "a title without a word");
}

#[test]
fn a_cached_search_gives_the_same_pages_as_a_new_one() {
    let searcher = searcher(&[records()]);
    let page = |page, page_size| SearchRequest {
        page,
        page_size,
        ..SearchRequest::default()
    };
    let cached = search(&searcher, &page(2, 5));
    let all = search(&searcher, &page(1, 1_000));
    assert_eq!(cached.hits, all.hits[5..10]);
    assert_eq!(search(&searcher, &page(1, 3)).hits, all.hits[..3]);
    assert_eq!(search(&searcher, &page(1, 3)).facets, all.facets);
    assert_eq!((cached.total, &cached.facets), (all.total, &all.facets));
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
fn what_nobody_waits_for_stops_and_leaves_the_index_as_it_was() {
    let searcher = Arc::new(searcher(&[records(), records()]));
    let requests = [
        SearchRequest::default(),
        SearchRequest::new("eau"),
        SearchRequest::new("\"eau potable\""),
        SearchRequest::new("eau qualite inconnu"),
        SearchRequest::new("qualitte OR eau"),
        SearchRequest {
            collapse: Collapse::Copies,
            ..SearchRequest::new("eau potable")
        },
        SearchRequest {
            sort: Sort::By(SortField::Created, Direction::Ascending),
            ..SearchRequest::default()
        },
    ];
    let before = requests
        .each_ref()
        .map(|request| searcher.search(request).unwrap().facets);
    let signal = crate::StopSignal::default();
    signal.raise();
    signal.during(|| {
        for request in &requests {
            // What was found before is remembered, and needs no work but reading the hits.
            let stopped = searcher.search(request).err();
            assert!(
                matches!(stopped, Some(Error::Stopped)),
                "{request:?}: {stopped:?}"
            );
            let stopped = Arc::clone(&searcher).export(request).err();
            assert!(
                matches!(stopped, Some(Error::Stopped)),
                "{request:?}: {stopped:?}"
            );
        }
    });
    let after = requests
        .each_ref()
        .map(|request| searcher.search(request).unwrap().facets);
    assert_eq!(before, after);
}
