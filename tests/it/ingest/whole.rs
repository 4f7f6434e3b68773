//! A harvest of as many records as the real catalogue has: `just harvest`.

use support::application::{Process, command};

use super::*;

/// A page of the real API takes five seconds; here a thousandth of that, unless asked for.
const PAGE_TIME: Duration = Duration::from_millis(5);

fn page_time() -> Duration {
    std::env::var("TROUVAILLE_PAGE_TIME").map_or(PAGE_TIME, |milliseconds| {
        Duration::from_millis(milliseconds.parse().unwrap())
    })
}

fn harvest(catalogue: &FakeCatalogue, index: &Path) -> std::process::Command {
    let mut rebuild = command();
    rebuild
        .args([
            "rebuild-index",
            "--json",
            "--source",
            catalogue.url().as_str(),
            "--index",
        ])
        .arg(index);
    rebuild
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: `just harvest`"]
async fn a_harvest_that_is_killed_and_fails_one_request_in_ten_ends_complete() {
    let n = std::env::var("TROUVAILLE_HARVEST").map_or(121_074, |n| n.parse().unwrap());
    let catalogue = FakeCatalogue::start(datasets(n), dataservices(30)).await;
    let page_time = page_time();
    catalogue.disturb(page_time, 10);
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let killed = Process::start(harvest(&catalogue, &index));
    let n_pages = n.div_ceil(100);
    while catalogue.requests().len() < n_pages / 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    killed.signal("KILL");
    let _ = killed.wait();
    assert!(!index.join("current").exists());

    let n_before = catalogue.requests().len();
    let started = std::time::Instant::now();
    let mut again = harvest(&catalogue, &index);
    let output = tokio::task::spawn_blocking(move || again.output().unwrap());
    let output = output.await.unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let n_requests = catalogue.requests().len() - n_before;
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["fetched"], n + 30);
    assert_eq!(
        (&json["missing"], &json["records"]["dataset"]),
        (&json!(0), &json!(n))
    );
    // Those that had come are not asked for again.
    assert!(
        n_requests < n_pages * 3 / 4 + 20,
        "{n_requests} of {n_pages}"
    );
    println!(
        "{n} records, {page_time:?} a page: {n_before} requests before the kill, {n_requests} after, {:.1} s",
        started.elapsed().as_secs_f64()
    );
}
