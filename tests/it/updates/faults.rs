//! An update is made to fail, or killed, at steps of linking, writing and publishing: the live generation is the former one
//! or the new one, whole; no file of the base changes, and the next update leaves nothing over.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output};

use catalogue::Record;
use search_index::fault::{Fault, fail_at, n_steps};
use search_index::{Generations, SearchRequest, Searcher};

use super::{Chance, change, contents, sample_index, start, until};
use crate::generations::{copy_directory, names};

/// The variables that tell the process which index to update and where to fail.
const INDEX: &str = "TROUVAILLE_UPDATED_INDEX";
const FAULT: &str = "TROUVAILLE_FAULT";

/// Cases of a usual run, half of them kills.
const CASES: usize = 10;

/// What a process does that `run` starts: a fault is for a whole process.
#[test]
#[ignore = "does nothing but in a process that another test starts"]
fn an_update_in_a_process_of_its_own() {
    let Some(index) = std::env::var_os(INDEX) else {
        return;
    };
    let fault = std::env::var(FAULT).unwrap();
    let (step, kind) = fault.split_once(':').unwrap();
    let kind = match kind {
        "killed" => Fault::Killed,
        _ => Fault::Refused,
    };
    fail_at(step.parse().unwrap(), kind);
    let records: Vec<Record> = ingest::sample_records().collect();
    let update = start(Path::new(&index));
    for record in &records[..8] {
        let changed = super::with_parts_of(record, &records[200]);
        update.put(&changed).unwrap();
    }
    for record in &records[100..103] {
        update
            .remove(&record.record_type(), record.id(), true)
            .unwrap();
    }
    update.finish(until("2026-01-16")).unwrap();
    writeln!(io::stderr(), "n_steps={}.", n_steps()).unwrap();
}

fn run(index: &Path, fault: &str) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--nocapture"])
        .arg("updates::faults::an_update_in_a_process_of_its_own")
        .env(INDEX, index)
        .env(FAULT, fault)
        .output()
        .unwrap()
}

/// What some searches find: totals and ids in order.
fn answers(index: &Path) -> Vec<(u64, Vec<String>)> {
    let searcher = Searcher::open(index).unwrap();
    let answer = |words: &&str| {
        let found = searcher.search(&SearchRequest::new(*words)).unwrap();
        let ids = found.hits.into_iter().map(|found| found.hit.id);
        (found.total, ids.collect())
    };
    ["", "eau", "transport urbain", "titre:réseau", "qualitté"]
        .iter()
        .map(answer)
        .collect()
}

fn copy_index(from: &Path, to: &Path) {
    fs::create_dir_all(to.join("generations")).unwrap();
    for file in ["current", "history.jsonl"] {
        fs::copy(from.join(file), to.join(file)).unwrap();
    }
    for name in names(&from.join("generations")) {
        let folder = to.join("generations").join(&name);
        copy_directory(&from.join("generations").join(&name), &folder);
    }
}

fn run_cases(n: usize) {
    let folder = tempfile::tempdir().unwrap();
    let (base, mut state) = sample_index(&folder);
    // The base is an update itself, so that there are files of deleted documents.
    change(&base, &mut state, 5, &mut Chance(5));
    let live = Generations::at(&base).live().unwrap().unwrap();
    let files = contents(&Generations::at(&base).path(&live));
    let before = answers(&base);
    let sound = folder.path().join("sound");
    copy_index(&base, &sound);
    let counted = run(&sound, "0:refused");
    let told = String::from_utf8_lossy(&counted.stderr).into_owned();
    let (_, steps) = told
        .split_once("n_steps=")
        .unwrap_or_else(|| panic!("{told}"));
    let n_steps: usize = steps.split('.').next().unwrap().parse().unwrap();
    assert!(n_steps > 40, "{n_steps}");
    let after = answers(&sound);
    assert_ne!(before, after);
    for at in 0..n {
        let step = 1 + (at / 2) * n_steps / n.div_ceil(2);
        let fault = format!("{step}:{}", ["refused", "killed"][at % 2]);
        let index = folder.path().join("failing");
        copy_index(&base, &index);
        let failed = run(&index, &fault);
        let generations = Generations::at(&index);
        let was_published = generations.live().unwrap().as_ref() != Some(&live);
        let expected = if was_published { &after } else { &before };
        assert_eq!(&answers(&index), expected, "{fault}: {failed:?}");
        assert_eq!(contents(&generations.path(&live)), files, "{fault}");
        if at % 2 == 0 {
            assert_eq!(
                failed.status.success(),
                was_published,
                "{fault}: {failed:?}"
            );
            let left = names(&index.join("generations"));
            assert!(
                left.iter().all(|name| !name.starts_with('.')),
                "{fault}: {left:?}"
            );
        }
        let next = run(&index, "0:refused");
        assert!(next.status.success(), "{fault}: {next:?}");
        assert_eq!(answers(&index), after, "{fault}");
        let left = names(&index.join("generations"));
        assert!(
            left.iter().all(|name| !name.starts_with('.')),
            "{fault}: {left:?}"
        );
        for name in left {
            assert_eq!(generations.verify(&name), Vec::<String>::new(), "{fault}");
        }
        fs::remove_dir_all(&index).unwrap();
    }
}

#[test]
fn an_update_that_fails_or_is_killed_at_any_step_changes_nothing() {
    run_cases(CASES);
}

#[test]
#[ignore = "takes minutes: `just faults`"]
fn an_update_that_fails_or_is_killed_at_each_step_changes_nothing() {
    run_cases(200);
}
