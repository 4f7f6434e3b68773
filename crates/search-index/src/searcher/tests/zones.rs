//! What a chosen zone, and one in the words, finds and counts.

use std::collections::BTreeSet;

use catalogue::Gazetteer;

use super::*;

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
