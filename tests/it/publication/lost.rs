//! `current` is lost, or what it names is damaged or another version's: the latest sound generation that was live is served, loudly.

use std::fs;

use serde_json::json;
use support::application::{Server, run};

use super::rebuild;
use crate::generations::{
    Workshop, change_manifest, copy_directory, cut_short, largest_file, names,
};

/// Ways to lose the live generation.
type Loss = (&'static str, fn(&Workshop));

const LOSSES: [Loss; 8] = [
    ("`current` is gone", |workshop| {
        fs::remove_file(workshop.index().join("current")).unwrap();
    }),
    ("`current` is empty", |workshop| {
        fs::write(workshop.index().join("current"), "").unwrap();
    }),
    ("`current` names another folder", |workshop| {
        fs::write(workshop.index().join("current"), "../../etc").unwrap();
    }),
    ("`current` names what is not there", |workshop| {
        let absent = "20200101T000000.000Z-00000000\n";
        fs::write(workshop.index().join("current"), absent).unwrap();
    }),
    ("the live one is gone", |workshop| {
        fs::remove_dir_all(workshop.live_directory()).unwrap();
    }),
    ("the live one has no manifest", |workshop| {
        fs::write(workshop.live_directory().join("manifest.json"), "{").unwrap();
    }),
    ("the live one is cut", |workshop| {
        cut_short(&largest_file(&workshop.live_directory()));
    }),
    ("the live one is another version's", |workshop| {
        change_manifest(workshop, "schema_version", json!(9999));
    }),
];

#[tokio::test]
async fn the_latest_sound_generation_that_was_live_is_served_loudly() {
    for (at, (loss, lose)) in LOSSES.into_iter().enumerate() {
        let workshop = Workshop::with(2).await;
        let first = workshop.live();
        assert_eq!(rebuild(&workshop, 3, &[]).code, Some(0));
        let second = workshop.live();
        // A build that was killed before it was live is no generation to serve.
        let orphan = workshop
            .index()
            .join("generations/20990101T000000.000Z-0000000a");
        copy_directory(&workshop.live_directory(), &orphan);
        lose(&workshop);
        // Where the generation itself is sound, it is the latest that was live.
        let expected = if at < 4 { &second } else { &first };

        let server = Server::start(&workshop.index());
        let log = server.process.stderr();
        assert!(
            log.contains("ERROR") && log.contains("served instead"),
            "{loss}: {log}"
        );
        assert!(!log.contains("sample"), "{loss}: {log}");
        let ready = server.get("/readyz").await;
        assert_eq!(ready.status, 200, "{loss}");
        assert_eq!(ready.json()["generation"], expected.as_str(), "{loss}");
        assert!(
            ready.json()["trouble"].is_string(),
            "{loss}: {}",
            ready.text()
        );
        let metrics = server.get("/metrics").await.text();
        assert!(
            metrics.contains("\ntrouvaille_serves_live_generation 0\n"),
            "{loss}: {metrics}"
        );

        let index = workshop.index();
        let index = index.to_str().unwrap();
        let status = run(["status", "--index", index]);
        assert!(status.stderr.contains("ERROR"), "{loss}: {status:?}");
        assert!(
            status.stdout.contains(&format!("{expected} (served)")),
            "{loss}: {status:?}"
        );
        let found = run(["search", "jeu", "--index", index]);
        assert_eq!(found.code, Some(0), "{loss}: {found:?}");

        // The next build mends it, and what was served until then is kept.
        assert_eq!(rebuild(&workshop, 4, &[]).code, Some(0), "{loss}");
        assert!(
            workshop.names().contains(expected),
            "{loss}: {:?}",
            workshop.names()
        );
        let status = run(["status", "--index", index]);
        assert!(!status.stderr.contains("ERROR"), "{loss}: {status:?}");
    }
}

#[tokio::test]
async fn with_no_sound_generation_every_command_refuses_and_no_sample_is_built() {
    for (loss, lose) in [LOSSES[4], LOSSES[5], LOSSES[6]] {
        let workshop = Workshop::with(2).await;
        lose(&workshop);
        let before = workshop.names();
        let index = workshop.index();
        let index = index.to_str().unwrap();
        for arguments in [
            &["search", "jeu", "--index", index][..],
            &["serve", "--listen", "127.0.0.1:0", "--index", index],
        ] {
            let refused = run(arguments.iter().copied());
            assert_eq!(refused.code, Some(1), "{loss}: {refused:?}");
            assert!(
                refused.stderr.contains("trouvaille rebuild-index"),
                "{loss}: {refused:?}"
            );
        }
        assert_eq!(workshop.names(), before, "{loss}");
    }
    // Nothing is left of an index that was there.
    let workshop = Workshop::with(2).await;
    fs::remove_dir_all(workshop.live_directory()).unwrap();
    fs::remove_file(workshop.index().join("current")).unwrap();
    let index = workshop.index();
    let refused = run([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--index",
        index.to_str().unwrap(),
    ]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(
        refused.stderr.contains("`current` is missing"),
        "{refused:?}"
    );
    assert_eq!(names(&index.join("generations")), [""; 0]);
}

#[tokio::test]
async fn a_server_whose_current_is_lost_goes_on_and_says_so() {
    let workshop = Workshop::with(2).await;
    let mut server = Server::start(&workshop.index());
    fs::remove_file(workshop.index().join("current")).unwrap();
    let said = server.process.wait_for("`current` is missing");
    assert!(said.contains("stays in use"), "{said}");
    assert_eq!(server.get("/api/search").await.json()["total"], 2);
    assert!(server.get("/readyz").await.json()["trouble"].is_string());
}
