//! The command, once, again and again, and beside a server.

use support::application::{PATIENCE, Server, address, command, run as run_command};
use support::fake_catalogue::Trouble;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_command_says_what_it_has_done_and_status_how_far_it_is() {
    let followed = Followed::start().await;
    followed.edit("Jeu 0007", Edit::Loud, "Qualité de l’eau");
    let index = followed.index();
    let index = index.to_str().unwrap().to_owned();
    let arguments = ["sync", "--once", "--json", "--index", &index].map(str::to_owned);
    let synced =
        tokio::task::spawn_blocking(move || run_command(arguments.iter().map(String::as_str)));
    let synced = synced.await.unwrap();
    assert_eq!(synced.code, Some(0), "{synced:?}");
    let json = synced.json();
    for (field, expected) in [
        ("found", 1),
        ("changed", 1),
        ("new", 0),
        ("removed", 0),
        ("unchanged", 0),
    ] {
        assert_eq!(json[field], expected, "{json}");
    }
    assert_eq!(json["ids"], "not-due");
    let status = run_command(["status", "--index", &index]);
    let cursor = json["cursor"].as_str().unwrap();
    let expected = format!(
        "up to date with {}api/1/ until {cursor}, last sync",
        followed.catalogue.url()
    );
    assert!(status.stdout.contains(&expected), "{status:?}");
    let status = run_command(["status", "--json", "--index", &index]).json();
    assert_eq!(status[0]["sync"]["changed_until"], *cursor);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_syncs_takes_over_what_changed_and_outlives_failures() {
    let followed = Followed::start().await;
    followed
        .catalogue
        .make_trouble(List::Datasets, 1, 1, Trouble::Status(401));
    let mut serve = command();
    serve.args([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--sync-every",
        "1s",
        "--index",
    ]);
    serve.arg(followed.index());
    let server = Server::run(serve);
    let metrics = || async { server.get("/metrics").await.text() };
    wait_for(|| async {
        metrics()
            .await
            .contains("trouvaille_syncs_total{outcome=\"failed\"} 1")
    })
    .await;
    followed.edit("Jeu 0007", Edit::Loud, "Qualité de l’eau");
    let search = address("/api/search", &[("q", "qualité eau")]);
    wait_for(|| async { server.get(&search).await.json()["total"] == 1 }).await;
    wait_for(|| async {
        let metrics = metrics().await;
        metrics.contains("trouvaille_sync_last_success_timestamp_seconds ")
            && !metrics.contains("trouvaille_syncs_total{outcome=\"succeeded\"} 0")
            && metrics.contains("trouvaille_sync_lag_seconds ")
    })
    .await;

    // It is asked to end while an answer of the API does not come.
    followed
        .catalogue
        .make_trouble(List::Datasets, 1, 100, Trouble::Slow(10 * PATIENCE));
    let n = followed.catalogue.requests().len();
    wait_for(|| async { followed.catalogue.requests().len() > n }).await;
    let ended = server.end();
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

async fn wait_for<F: Future<Output = bool>>(is_so: impl Fn() -> F) {
    let started = std::time::Instant::now();
    while !is_so().await {
        assert!(started.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
