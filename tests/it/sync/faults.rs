//! A sync is made to fail, or killed, at each step of writing and publishing: what was live answers as before, no lock
//! stays, and the next sync leaves nothing over. `just faults` does it 200 times.

use std::fs;

use support::application::{Finished, command};

use crate::generations::names;
use crate::publication::faults::{answers, assert_verified, cases, copy_index, records};

use super::*;

/// Cases of a usual run, half of them kills.
const CASES: usize = 20;

fn sync_with(index: &Path, fault: &str) -> Finished {
    let mut sync = command();
    sync.args(["sync", "--once", "--ids-every", "0.1s", "--index"])
        .arg(index);
    let output = sync.env("TROUVAILLE_FAULT", fault).output().unwrap();
    Finished {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

struct Expected {
    live: String,
    cursor: catalogue::Date,
    before: Vec<(u64, Vec<String>)>,
    after: Vec<(u64, Vec<String>)>,
}

/// Fails a sync over a copy of the index, and looks at what is left.
fn check(folder: &Path, base: &Path, expected: &Expected, fault: &str) {
    let index = folder.join(fault.replace(':', "-"));
    copy_index(base, &index);
    let failed = sync_with(&index, fault);
    let is_kill = fault.ends_with("killed");
    let was_published = fs::read_to_string(index.join("current")).unwrap() != expected.live;
    if is_kill {
        assert_eq!(failed.code, None, "{fault}: {failed:?}");
    } else {
        let code = i32::from(!was_published);
        assert_eq!(failed.code, Some(code), "{fault}: {failed:?}");
    }
    let (now, cursor) = (
        answers(&index),
        live_manifest(&index).sync.unwrap().changed_until,
    );
    if was_published {
        assert_eq!(now, expected.after, "{fault}: {failed:?}");
    } else {
        assert_eq!(now, expected.before, "{fault}: {failed:?}");
        assert_eq!(
            cursor, expected.cursor,
            "{fault}: the cursor is not ahead of the index"
        );
    }
    if !is_kill && !was_published {
        assert_eq!(
            names(&index.join("generations")).len(),
            2,
            "{fault}: {failed:?}"
        );
    }

    let next = sync_with(&index, "");
    assert_eq!(next.code, Some(0), "{fault}: {next:?}");
    assert_eq!(answers(&index), expected.after, "{fault}");
    assert!(
        live_manifest(&index).sync.unwrap().changed_until >= cursor,
        "{fault}"
    );
    let mut left = names(&index);
    left.retain(|name| name != "lock" && name != "sync.json");
    assert_eq!(left, ["current", "generations", "history.jsonl"], "{fault}");
    let generations = Generations::at(&index);
    let (updates, whole): (Vec<_>, Vec<_>) = names(&index.join("generations"))
        .iter()
        .map(|name| generations.manifest(name).unwrap())
        .partition(|manifest| manifest.update.is_some());
    assert_eq!(whole.len(), 2, "{fault}: the whole builds are kept");
    assert_eq!(updates.len(), 1, "{fault}: orphans go");
    assert_verified(&index, fault);
    fs::remove_dir_all(&index).unwrap();
}

async fn run_cases(n: usize) {
    let catalogue = FakeCatalogue::start(records(24), Vec::new()).await;
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("index");
    let api: Source = catalogue.url().as_str().parse().unwrap();
    for _ in 0..2 {
        rebuild_from(&base, vec![api.clone()]).await.unwrap();
    }
    let shown = |at: usize| records(24)[at]["id"].as_str().unwrap().to_owned();
    for at in [0, 1] {
        catalogue.edit(
            List::Datasets,
            &shown(at),
            Edit::Loud,
            "title",
            format!("Rennes, bus {at}"),
        );
    }
    catalogue.delete(List::Datasets, &shown(8));
    for record in records(32).split_off(24) {
        catalogue.add(List::Datasets, record);
    }
    // The server's clock tells whole seconds; with the next one the walk of all ids is due.
    tokio::time::sleep(Duration::from_secs(1)).await;

    let checked = tokio::task::spawn_blocking(move || {
        let sound = folder.path().join("sound");
        copy_index(&base, &sound);
        let counted = sync_with(&sound, "0:refused");
        let (_, n_steps) = counted.stderr.rsplit_once("n_steps=").unwrap();
        let n_steps: usize = n_steps.trim().parse().unwrap();
        assert!(n_steps > 30, "{n_steps}");
        let expected = Expected {
            live: fs::read_to_string(base.join("current")).unwrap(),
            cursor: live_manifest(&base).sync.unwrap().changed_until,
            before: answers(&base),
            after: answers(&sound),
        };
        assert_ne!(expected.before, expected.after);
        for fault in cases(n_steps, n) {
            check(folder.path(), &base, &expected, &fault);
        }
    });
    checked.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_that_fails_or_is_killed_at_any_step_changes_nothing() {
    run_cases(CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: `just faults`"]
async fn a_sync_that_fails_or_is_killed_at_each_step_changes_nothing() {
    let n = std::env::var("TROUVAILLE_FAULTS").map_or(200, |n| n.parse().unwrap());
    run_cases(n).await;
}
