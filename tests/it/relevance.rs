//! The order of the results, held against judged queries over the bundled sample.

use std::path::{Path, PathBuf};

use search_index::{SearchRequest, Searcher};
use serde_json::Value;
use support::application::{rebuild_from, run, sample_index};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

/// Judged queries over the sample must be answered at least as well as at the recorded run. A change that is better on
/// the real catalogue (`just evaluate`) and worse for one of these records anew, and says why:
///
/// ```text
/// trouvaille evaluate tests/fixtures/judged-sample.jsonl --record tests/fixtures/judged-sample.ranks.json
/// ```
#[test]
fn no_judged_query_over_the_sample_is_answered_worse_than_recorded() {
    let (judged, ranks) = (
        fixture("judged-sample.jsonl"),
        fixture("judged-sample.ranks.json"),
    );
    let finished = run([
        "evaluate",
        judged.to_str().unwrap(),
        "--index",
        sample_index().to_str().unwrap(),
        "--against",
        ranks.to_str().unwrap(),
        "--json",
    ]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let set = &finished.json()[0];
    assert_eq!(set["losses"]["lost"], Value::Array(Vec::new()), "{set}");
    assert_eq!(set["losses"]["n_new"], 0, "record the new queries");
    assert_eq!(set["left_out"], 0, "every judged record is live");
    assert_eq!(set["nonsense_unanswered"], 1.0, "{set}");
    assert!(set["success_at_1"].as_f64().unwrap() >= 0.95, "{set}");
}

/// Documents lie in another order in each build; the ranking must not.
#[tokio::test]
async fn two_builds_of_the_same_records_rank_alike() {
    let folder = tempfile::tempdir().unwrap();
    rebuild_from(folder.path(), vec![ingest::Source::Sample])
        .await
        .unwrap();
    let searchers = [folder.path(), sample_index()].map(|index| Searcher::open(index).unwrap());
    let judged = std::fs::read_to_string(fixture("judged-sample.jsonl")).unwrap();
    for line in judged.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let request = SearchRequest {
            page_size: 100,
            ..SearchRequest::new(line["query"].as_str().unwrap())
        };
        let [one, other] = searchers.each_ref().map(|searcher| {
            let hits = searcher.search(&request).unwrap().hits;
            let ranked = hits.into_iter().map(|found| (found.hit.id, found.score));
            ranked.collect::<Vec<_>>()
        });
        assert_eq!(one, other, "{line}");
    }
}
