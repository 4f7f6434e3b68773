//! Searches over a small index in memory, in one segment or several.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use catalogue::{
    Badge, CoveredPeriod, Dataset, DatasetMetrics, Date, Description, Gazetteer, Granularity,
    KnownExtent, KnownGrain, License, Organization, Owner, Record, Retirement, Spatial,
    TemporalCoverage, inferred_geozones,
};
use jiff::{Span, civil};
use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexWriter};

use super::*;
use crate::analyzer::ANALYZER_VERSION;
use crate::document::to_document;
use crate::facet::{Derived, Facet, UpdateRange};
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
fn a_chosen_zone_of_no_record_counts_what_contains_it() {
    let searcher = searcher(&[records()]);
    let request = SearchRequest {
        include_geozone_ancestors: true,
        facet_size: 1000,
        ..SearchRequest::default()
            .filter(Facet::Geozone, "fr:commune:35238")
            .filter(Facet::Geozone, "fr:region:53")
    };
    let results = search(&searcher, &request);
    let alone = request
        .clone()
        .without(Facet::Geozone)
        .filter(Facet::Geozone, "fr:commune:35238");
    let geozones = results
        .facets
        .iter()
        .find(|counts| counts.facet == Facet::Geozone)
        .unwrap();
    let chosen = geozones
        .values
        .iter()
        .find(|value| value.name == "fr:commune:35238")
        .unwrap();
    let total = search(&searcher, &alone).total;
    assert!(total > 0);
    assert_eq!((chosen.count, chosen.selected), (total, true));
}

/// Returns the zones that a hit is about, inferred ones too.
fn own_zones(found: &SearchHit) -> Vec<&'static str> {
    let declared = found.hit.geozones.iter().flatten();
    let own = declared.chain(&found.hit.inferred_geozones);
    own.filter_map(|zone| Gazetteer::france().get(zone))
        .map(|zone| zone.id)
        .collect()
}

#[test]
fn what_covers_a_zone_is_counted_by_zone_whether_it_is_listed_or_not() {
    let searcher = searcher(&[records()]);
    let about = |zones: &[&str]| {
        let base = SearchRequest {
            page_size: 200,
            ..SearchRequest::new("eau")
        };
        zones
            .iter()
            .fold(base, |request, zone| request.filter(Facet::Geozone, zone))
    };
    let mut n_covering = 0;
    for chosen in [
        &["fr:commune:29019"][..],
        &["fr:commune:35238"],
        &["fr:departement:69"],
        &["fr:commune:29019", "fr:commune:69123"],
        &["fr:commune:29019", "fr:region:53"],
    ] {
        for (geozone_exact, collapse) in [
            (false, Collapse::Nothing),
            (true, Collapse::Nothing),
            (false, Collapse::Copies),
        ] {
            let request = SearchRequest {
                geozone_exact,
                collapse,
                ..about(chosen)
            };
            let wider = SearchRequest {
                include_geozone_ancestors: true,
                ..request.clone()
            };
            let exact = SearchRequest {
                geozone_exact: true,
                ..request.clone()
            };
            let [results, wider, exact] =
                [&request, &wider, &exact].map(|it| search(&searcher, it));
            let covering = results.covering.clone().unwrap();
            assert_eq!(wider.covering, results.covering, "{request:?}");
            assert_eq!(results.total + covering.total, wider.total, "{request:?}");
            assert_eq!(covering.exact_total, exact.total, "{request:?}");
            if collapse == Collapse::Nothing {
                n_covering += covering.total;
                let ids: BTreeSet<&str> = results.hits.iter().map(|it| &*it.hit.id).collect();
                let added = || wider.hits.iter().filter(|it| !ids.contains(&*it.hit.id));
                for of_zone in &covering.zones {
                    let n = added().filter(|it| own_zones(it).contains(&of_zone.zone.id));
                    assert_eq!(n.count() as u64, of_zone.count, "{of_zone:?} {request:?}");
                }
            }
            // Facets need not be counted for it, and no facet is counted for it.
            let without_facets = SearchRequest {
                facets: Vec::new(),
                ..request.clone()
            };
            let bare = search(&searcher, &without_facets);
            assert_eq!(bare.covering, results.covering, "{request:?}");
        }
    }
    assert!(n_covering > 10, "{n_covering} say little");
    let anywhere = search(&searcher, &SearchRequest::new("eau"));
    assert_eq!(anywhere.covering, None);
}

#[test]
fn what_is_nearest_to_a_chosen_zone_comes_first_by_relevance_alone() {
    let searcher = searcher(&[records()]);
    let request = SearchRequest {
        include_geozone_ancestors: true,
        page_size: 200,
        ..SearchRequest::new("eau").filter(Facet::Geozone, "fr:commune:29019")
    };
    let ids = |request: &SearchRequest| -> Vec<String> {
        let hits = search(&searcher, request).hits.into_iter();
        hits.map(|found| found.hit.id).collect()
    };
    let level = |found: &SearchHit| {
        let own = own_zones(found);
        let levels = ["fr:commune:29019", "fr:region:53", "country:fr"];
        levels.iter().position(|zone| own.contains(zone)).unwrap()
    };
    let by_relevance = SearchRequest {
        nearest_first: false,
        ..request.clone()
    };
    let mut expected = search(&searcher, &by_relevance).hits;
    let scores: Vec<f32> = expected.iter().map(|found| found.score).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let levels: Vec<usize> = expected.iter().map(level).collect();
    assert!(
        !levels.is_sorted(),
        "relevance mixes the levels: {levels:?}"
    );
    expected.sort_by_key(level);
    let expected: Vec<String> = expected.into_iter().map(|found| found.hit.id).collect();
    assert_eq!(ids(&request), expected);
    // In parts too, and in every other order that order alone counts.
    let first = SearchRequest {
        page_size: 3,
        ..request.clone()
    };
    assert_eq!(ids(&first), expected[..3]);
    for sort in [
        Sort::By(SortField::Views, Direction::Descending),
        Sort::By(SortField::Title, Direction::Ascending),
    ] {
        let [near, plain] = [true, false].map(|nearest_first| SearchRequest {
            nearest_first,
            sort,
            ..request.clone()
        });
        assert_eq!(ids(&near), ids(&plain), "{sort}");
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
fn a_zone_in_the_words_finds_what_a_chosen_zone_finds() {
    let searcher = searcher(&[records()]);
    for zone in [
        "fr:region:53",
        "fr:commune:29019",
        "country:fr",
        "fr:collectivite:987",
    ] {
        for (inferred, include_geozone_ancestors) in
            [(true, false), (false, false), (true, true), (false, true)]
        {
            let chosen = SearchRequest {
                include_geozone_ancestors,
                inferred,
                ..SearchRequest::default().filter(Facet::Geozone, zone)
            };
            let typed = SearchRequest {
                query: format!("geozone:{zone}"),
                ..chosen.clone().without(Facet::Geozone)
            };
            let total = search(&searcher, &chosen).total;
            assert!(total > 0);
            assert_eq!(search(&searcher, &typed).total, total, "{zone} {chosen:?}");
        }
    }
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
