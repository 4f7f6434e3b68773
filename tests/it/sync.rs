//! A catalogue that changes is followed: what changed is fetched, what is gone is removed, and nothing else happens.

// Helpers of tests may panic as tests may; clippy sees only functions marked as tests.
#![allow(clippy::unwrap_used)]

mod catching_up;
mod deletions;
mod faults;
mod serving;
mod trouble;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use catalogue::{Record, RecordType};
use ingest::{ClientOptions, Error, IdsWalk, NoProgress, Source, SyncOptions, SyncReport, sync};
use search_index::{BuildOptions, Generations, Manifest, SearchRequest, Searcher};
use support::application::rebuild_from;
use support::fake_catalogue::{Edit, FakeCatalogue, List};
use support::records::{dataservices, dataset, datasets, id};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// A time that does not come.
const NEVER: Duration = Duration::from_hours(24 * 365);

/// A catalogue and an index that was built from it.
struct Followed {
    catalogue: FakeCatalogue,
    folder: TempDir,
}

impl Followed {
    /// Harvests a catalogue of 40 datasets and 5 dataservices.
    async fn start() -> Self {
        let catalogue = FakeCatalogue::start(datasets(40), dataservices(5)).await;
        let folder = tempfile::tempdir().unwrap();
        let followed = Self { catalogue, folder };
        rebuild_from(&followed.index(), vec![followed.api()])
            .await
            .unwrap();
        followed
    }

    fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    fn api(&self) -> Source {
        self.catalogue.url().as_str().parse().unwrap()
    }

    /// Ten records a page, no waits to speak of, and neither sitemaps nor the walk of all ids.
    fn options(&self) -> SyncOptions {
        SyncOptions {
            index: self.index(),
            api: None,
            client: ClientOptions {
                page_size: 10,
                max_retries: 1,
                first_wait: Duration::from_millis(1),
                longest_wait: Duration::from_millis(5),
                ..ClientOptions::default()
            },
            deadline: ingest::DEFAULT_DEADLINE,
            ids_every: NEVER,
            sitemaps_every: NEVER,
            build: BuildOptions {
                writer_memory_bytes: 20_000_000,
                ..BuildOptions::default()
            },
        }
    }

    /// The same with a walk of all ids.
    fn with_ids(&self) -> SyncOptions {
        SyncOptions {
            ids_every: Duration::ZERO,
            ..self.options()
        }
    }

    async fn sync(&self) -> SyncReport {
        run(self.options()).await.unwrap()
    }

    fn manifest(&self) -> Manifest {
        live_manifest(&self.index())
    }

    fn record(&self, title: &str) -> Option<Record> {
        let searcher = Searcher::open(&self.index()).unwrap();
        searcher
            .record(&RecordType::Dataset, &id("dataset", title))
            .unwrap()
    }

    fn edit(&self, title: &str, edit: Edit, to: &str) {
        let id = id("dataset", title);
        self.catalogue.edit(List::Datasets, &id, edit, "title", to);
    }
}

async fn run(options: SyncOptions) -> Result<SyncReport, Error> {
    sync(options, Arc::new(NoProgress), CancellationToken::new()).await
}

fn live_manifest(index: &Path) -> Manifest {
    let generations = Generations::at(index);
    let live = generations.live().unwrap().unwrap();
    generations.manifest_with_sync(&live).unwrap()
}

/// Returns the titles that these words find.
fn titles(index: &Path, words: &str) -> Vec<String> {
    let searcher = Searcher::open(index).unwrap();
    let found = searcher.search(&SearchRequest::new(words)).unwrap();
    found
        .hits
        .into_iter()
        .map(|found| found.hit.title)
        .collect()
}

#[tokio::test]
async fn what_changed_and_what_is_new_is_found_after_a_sync() {
    let followed = Followed::start().await;
    let before = followed.manifest();
    let cursor = before.sync.unwrap().changed_until;
    followed.edit("Jeu 0007", Edit::Loud, "Qualité de l’eau");
    let new = dataset("Bornes de recharge").build();
    followed.catalogue.add(List::Datasets, new);
    let service = id("dataservice", "API 0003");
    followed.catalogue.edit(
        List::Dataservices,
        &service,
        Edit::Loud,
        "title",
        "API des adresses",
    );

    let n_before = followed.catalogue.requests().len();
    let report = followed.sync().await;
    let n_requests = followed.catalogue.requests().len() - n_before;
    assert_eq!(
        (report.changed, report.new, report.removed, report.found),
        (2, 1, 0, 3),
        "{report:?}"
    );
    assert!(report.published && report.cursor >= cursor, "{report:?}");
    assert_eq!(report.requests, n_requests as u64);
    // The time, a page of each order of each list and one more where something changed, and three records.
    assert_eq!(n_requests, 9);
    for (words, title) in [
        ("qualité eau", "Qualité de l’eau"),
        ("recharge", "Bornes de recharge"),
        ("adresses", "API des adresses"),
    ] {
        assert_eq!(titles(&followed.index(), words), [title]);
    }
    assert_eq!(followed.manifest().records.total(), 46);

    let again = followed.sync().await;
    assert_eq!((again.found, again.published), (0, false), "{again:?}");
    assert_eq!(again.generation, report.generation);
    assert!(again.cursor >= report.cursor);
    assert_eq!(
        followed.manifest().sync.unwrap().changed_until,
        again.cursor
    );
}

#[tokio::test]
async fn many_changes_are_fetched_by_pages() {
    let followed = Followed::start().await;
    for at in 1..=25 {
        followed.edit(
            &format!("Jeu {at:04}"),
            Edit::Loud,
            &format!("Autre {at:04}"),
        );
    }
    let report = followed.sync().await;
    assert_eq!((report.changed, report.unchanged), (25, 0), "{report:?}");
    let requests = followed.catalogue.requests();
    let singly = requests.iter().filter(|request| request.page == 0).count();
    assert_eq!(
        singly, 5,
        "two pages have ten changes each, the third has five"
    );
}

#[tokio::test]
async fn an_edit_that_moves_a_record_in_no_list_is_found_by_the_sitemaps() {
    let followed = Followed::start().await;
    followed.catalogue.publish_sitemaps();
    followed.edit("Jeu 0020", Edit::Quiet, "Qualité de l’eau");
    assert_eq!(
        followed.sync().await.found,
        0,
        "it stands behind the first page"
    );

    let with_sitemaps = SyncOptions {
        sitemaps_every: Duration::ZERO,
        ..followed.options()
    };
    let report = run(with_sitemaps.clone()).await.unwrap();
    assert_eq!((report.found, report.changed), (1, 1), "{report:?}");
    assert_eq!(
        titles(&followed.index(), "qualité eau"),
        ["Qualité de l’eau"]
    );

    let again = run(with_sitemaps).await.unwrap();
    assert_eq!((again.found, again.published), (0, false), "{again:?}");
    let requests = followed.catalogue.requests();
    let last = requests
        .iter()
        .rfind(|request| request.uri.ends_with("/datasets_1.xml"));
    assert!(last.unwrap().header("if-none-match").starts_with('"'));
    assert!(
        !requests
            .iter()
            .any(|request| request.uri.contains("organizations"))
    );
}

#[tokio::test]
async fn an_edit_that_moves_a_record_in_no_list_is_found_by_the_walk_of_all_ids() {
    let followed = Followed::start().await;
    followed.edit("Jeu 0020", Edit::Quiet, "Qualité de l’eau");
    let report = run(followed.with_ids()).await.unwrap();
    assert_eq!(
        (report.found, report.changed, report.ids),
        (1, 1, IdsWalk::Complete),
        "{report:?}"
    );
    assert_eq!(
        titles(&followed.index(), "qualité eau"),
        ["Qualité de l’eau"]
    );
    let again = run(followed.with_ids()).await.unwrap();
    assert_eq!((again.found, again.published), (0, false), "{again:?}");
}

#[tokio::test]
async fn dates_in_the_future_and_no_dates_hide_nothing_and_cost_nothing_twice() {
    let followed = Followed::start().await;
    for (title, date) in [
        ("Jeu 0003", "2999-01-01T00:00:00+00:00".into()),
        ("Jeu 0004", serde_json::Value::Null),
    ] {
        let id = id("dataset", title);
        followed
            .catalogue
            .edit(List::Datasets, &id, Edit::Quiet, "last_update", date);
    }
    followed.edit("Jeu 0005", Edit::Loud, "Qualité de l’eau");
    // Only the walk of all ids sees what has no date.
    let report = run(followed.with_ids()).await.unwrap();
    assert_eq!(report.changed, 3, "{report:?}");
    let again = run(followed.with_ids()).await.unwrap();
    assert_eq!((again.found, again.published), (0, false), "{again:?}");
}

#[tokio::test]
async fn the_bundled_sample_follows_nothing() {
    let followed = Followed::start().await;
    rebuild_from(&followed.index(), vec![Source::Sample])
        .await
        .unwrap();
    let error = run(followed.options()).await.unwrap_err();
    assert!(matches!(error, Error::FollowsNothing), "{error}");
}

#[tokio::test]
async fn what_others_say_of_a_record_stays_true_whichever_of_them_changes() {
    let followed = Followed::start().await;
    let cited = |title: &str| {
        let searcher = Searcher::open(&followed.index()).unwrap();
        let citations = searcher.citations(&RecordType::Dataset, &id("dataset", title));
        citations.unwrap().n_records
    };
    let describe = |title: &str, description: &str| {
        let id = id("dataset", title);
        let catalogue = &followed.catalogue;
        catalogue.edit(List::Datasets, &id, Edit::Loud, "description", description);
    };
    assert_eq!(cited("Jeu 0007"), 0);
    describe(
        "Jeu 0001",
        "Voir https://www.data.gouv.fr/fr/datasets/jeu-0007/.",
    );
    describe(
        "Jeu 0002",
        "Voir https://www.data.gouv.fr/fr/datasets/jeu-0007/.",
    );
    followed.sync().await;
    assert_eq!(cited("Jeu 0007"), 2);
    // The record itself changes: who links to it still does.
    followed.edit("Jeu 0007", Edit::Loud, "Qualité de l’eau");
    describe(
        "Jeu 0002",
        "Voir https://www.data.gouv.fr/fr/datasets/jeu-0008/.",
    );
    followed.sync().await;
    assert_eq!((cited("Jeu 0007"), cited("Jeu 0008")), (1, 1));
}

#[tokio::test]
async fn a_sync_leaves_the_reuses_of_the_generation() {
    let followed = Followed::start().await;
    let reuse = serde_json::json!({
        "id": "7a", "title": "Carte", "topic": null, "datasets": [{"id": id("dataset", "Jeu 0007")}]
    });
    let file = followed.folder.path().join("reuses.jsonl");
    std::fs::write(&file, reuse.to_string()).unwrap();
    rebuild_from(&followed.index(), vec![followed.api(), Source::File(file)])
        .await
        .unwrap();
    followed.edit("Jeu 0007", Edit::Loud, "Qualité de l’eau");
    assert!(followed.sync().await.published);
    let searcher = Searcher::open(&followed.index()).unwrap();
    let reuses = searcher.reuses(&RecordType::Dataset, &id("dataset", "Jeu 0007"));
    assert_eq!(
        reuses.map(|reuse| reuse.title.as_str()).collect::<Vec<_>>(),
        ["Carte"]
    );
}
