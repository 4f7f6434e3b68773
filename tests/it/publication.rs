//! Publication that cannot hurt: what is published, what stays live whatever fails, and the way back.

mod damage;
pub mod faults;
mod hidden;
mod lost;
mod readers;
mod rollback;

use std::fs;

use ingest::Source;
use serde_json::json;
use support::application::{Finished, command, rebuild_from};
use support::records::{dataset, json_lines};

use crate::generations::{Workshop, names, total};

/// Rebuilds from so many records, with more arguments.
fn rebuild(workshop: &Workshop, n: usize, more: &[&str]) -> Finished {
    let file = workshop.file(n);
    workshop.rebuild_index(file.to_str().unwrap(), more)
}

fn empty() -> Workshop {
    Workshop {
        folder: tempfile::tempdir().unwrap(),
    }
}

// What is published.

#[tokio::test]
async fn a_title_that_is_no_query_is_published() {
    // The first record of each build is a probe.
    for title in [
        "Forages -BSS",
        "-BSS",
        "\"",
        "eau AND",
        "NOT eau",
        "titre:inconnu",
        "(eau OR",
        "licence:xyz -eau",
        "l’",
        "…",
        "2023-2024 -2023 -2024",
        "https://www.data.gouv.fr/fr/datasets/inconnu/",
    ] {
        let workshop = empty();
        let file = workshop.folder.path().join("title.jsonl");
        fs::write(&file, json_lines(&[dataset(title).build()])).unwrap();
        rebuild_from(&workshop.index(), vec![Source::File(file)])
            .await
            .unwrap_or_else(|error| panic!("{title}: {error}"));
        assert_eq!(total(&workshop.index()), 1, "{title}");
    }
}

#[tokio::test]
async fn many_small_losses_do_not_add_up() {
    let workshop = Workshop::with(100).await;
    assert_eq!(rebuild(&workshop, 91, &[]).code, Some(0));
    let refused = rebuild(&workshop, 83, &[]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    let reason = "only 83 records of type `dataset` where the index had 100 in the last 30 days";
    assert!(refused.stderr.contains(reason), "{refused:?}");
    assert_eq!(total(&workshop.index()), 91);
    // What the operator forces is what later ones are compared with.
    assert_eq!(rebuild(&workshop, 83, &["--force"]).code, Some(0));
    assert_eq!(rebuild(&workshop, 75, &[]).code, Some(0));
    assert_eq!(rebuild(&workshop, 74, &[]).code, Some(1));
    assert_eq!(total(&workshop.index()), 75);
}

#[tokio::test]
async fn the_guard_stays_where_current_is_lost() {
    let workshop = Workshop::with(100).await;
    fs::remove_file(workshop.index().join("current")).unwrap();
    assert_eq!(rebuild(&workshop, 50, &[]).code, Some(1));
    assert_eq!(
        total(&workshop.index()),
        100,
        "served for want of `current`"
    );
    assert_eq!(rebuild(&workshop, 95, &[]).code, Some(0));
}

// Exit codes.

#[tokio::test]
async fn a_full_standard_output_is_no_failure_once_the_generation_is_live() {
    let workshop = Workshop::with(2).await;
    for json in [&[][..], &["--json"]] {
        let before = workshop.live();
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = command()
            .args(["rebuild-index", "--source"])
            .arg(workshop.file(3))
            .arg("--index")
            .arg(workshop.index())
            .args(json)
            .stdout(full)
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_ne!(workshop.live(), before);
        assert_eq!(output.status.code(), Some(0), "{stderr}");
        assert!(
            stderr.contains("standard output cannot be written"),
            "{stderr}"
        );
    }
}

#[tokio::test]
async fn a_first_run_that_fails_leaves_no_empty_folder() {
    let workshop = empty();
    let absent = workshop.folder.path().join("absent.jsonl");
    let failed = workshop.rebuild_index(absent.to_str().unwrap(), &[]);
    assert_eq!(failed.code, Some(1), "{failed:?}");
    assert!(!workshop.index().exists(), "{:?}", names(&workshop.index()));

    // A folder that the operator has made stays.
    fs::create_dir(workshop.index()).unwrap();
    let failed = workshop.rebuild_index("http://127.0.0.1:1/", &["--retries", "0"]);
    assert_eq!(failed.code, Some(1), "{failed:?}");
    assert_eq!(names(&workshop.index()), [""; 0]);
    assert_eq!(rebuild(&workshop, 3, &[]).code, Some(0));
}

// What lies beside the generations.

#[tokio::test]
async fn a_generation_that_was_never_live_goes_and_the_one_before_stays() {
    let workshop = Workshop::with(2).await;
    let before = workshop.live();
    // As a build leaves it that is killed between the name and `current`.
    let orphan = "20990101T000000.000Z-0000000a";
    crate::generations::copy_directory(
        &workshop.live_directory(),
        &workshop.index().join("generations").join(orphan),
    );
    let index = workshop.index();
    let index = index.to_str().unwrap();
    let status = support::application::run(["status", "--json", "--index", index]).json();
    assert_eq!(status[1]["generation"], orphan);
    assert_eq!(
        (&status[1]["was_live"], &status[0]["was_live"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(rebuild(&workshop, 3, &[]).code, Some(0));
    assert_eq!(workshop.names(), [before, workshop.live()]);
}

#[tokio::test]
async fn foreign_files_and_a_broken_old_generation_are_told_and_harmless() {
    let workshop = Workshop::with(2).await;
    let old = workshop.live_directory();
    assert_eq!(rebuild(&workshop, 3, &[]).code, Some(0));
    fs::write(old.join("manifest.json"), "{").unwrap();
    let folder = workshop.index().join("generations");
    fs::write(folder.join("notes.txt"), "").unwrap();
    fs::create_dir(folder.join("lost+found")).unwrap();

    let index = workshop.index();
    let index = index.to_str().unwrap();
    let status = support::application::run(["status", "--index", index]);
    assert_eq!(status.code, Some(0), "{status:?}");
    assert!(
        status.stdout.contains("damaged: `manifest.json`"),
        "{status:?}"
    );
    assert!(
        status
            .stdout
            .contains("not generations, and left alone: lost+found, notes.txt"),
        "{status:?}"
    );
    let next = rebuild(&workshop, 4, &[]);
    assert_eq!(next.code, Some(0), "{next:?}");
    assert!(next.stderr.contains("notes.txt"), "{next:?}");
    assert!(folder.join("notes.txt").exists() && folder.join("lost+found").exists());
    assert!(!old.exists(), "the broken one goes before the sound one");
    assert_eq!(total(&workshop.index()), 4);
}

#[tokio::test]
async fn a_clock_that_was_set_back_changes_nothing() {
    let workshop = Workshop::with(2).await;
    // The first generation was built on a day to come.
    let (name, index) = (workshop.live(), workshop.index());
    let late = format!("2099{}", &name[4..]);
    crate::generations::change_manifest(&workshop, "generation", json!(late));
    let folder = index.join("generations");
    fs::rename(folder.join(&name), folder.join(&late)).unwrap();
    for file in ["current", "history.jsonl"] {
        let text = fs::read_to_string(index.join(file)).unwrap();
        fs::write(index.join(file), text.replace(&name, &late)).unwrap();
    }
    assert_eq!(rebuild(&workshop, 3, &[]).code, Some(0));
    let second = workshop.live();
    assert!(second < late);
    assert_eq!(rebuild(&workshop, 4, &[]).code, Some(0));
    // The name of the first one sorts last, and it is the oldest all the same.
    assert_eq!(workshop.names(), [second, workshop.live()]);
    let status =
        support::application::run(["status", "--json", "--index", index.to_str().unwrap()]);
    assert_eq!(status.json()[0]["generation"], workshop.live());
}
