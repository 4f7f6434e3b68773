//! A rebuild is made to fail, or killed, at each step of writing and publishing: what was live answers as before, no lock
//! stays, and the next rebuild leaves nothing over. `just faults` does it 200 times.

use std::fs;
use std::path::Path;

use search_index::{SearchRequest, Searcher};
use serde_json::Value;
use support::application::{Finished, command};
use support::records::{dataset, json_lines};

use crate::generations::{Workshop, copy_directory, names};

/// Cases of a usual run, half of them kills.
const CASES: usize = 20;

/// 18 searches over the records: words, phrases, fields, filters and mistakes.
const SEARCHES: [&str; 18] = [
    "",
    "eau",
    "arbres",
    "qualité de l’eau",
    "\"qualité de l’air\"",
    "eau -potable",
    "bus OR tramway",
    "titre:arbres",
    "format:csv",
    "licence:lov2",
    "arbre remarquable",
    "velos",
    "vélo",
    "qualitté",
    "jeu 12",
    "rennes",
    "écoles primaires",
    "rien de tel",
];

pub fn records(n: usize) -> Vec<Value> {
    const SUBJECTS: [&str; 8] = [
        "Qualité de l’eau potable",
        "Qualité de l’air",
        "Arbres remarquables de Rennes",
        "Lignes de bus",
        "Tramway",
        "Écoles primaires",
        "Pistes et vélos",
        "Eau des rivières",
    ];
    let record = |at: usize| {
        let title = format!("{} {at}", SUBJECTS[at % SUBJECTS.len()]);
        let record = dataset(&title).license("lov2").tag("commune");
        record.resource("fichier", if at.is_multiple_of(2) { "csv" } else { "json" })
    };
    (0..n).map(|at| record(at).build()).collect()
}

/// What the searches find: totals, and the titles in order.
pub fn answers(index: &Path) -> Vec<(u64, Vec<String>)> {
    let searcher = Searcher::open(index).unwrap();
    let answer = |words: &&str| {
        let found = searcher.search(&SearchRequest::new(*words)).unwrap();
        let titles = found.hits.into_iter().map(|found| found.hit.title);
        (found.total, titles.collect())
    };
    SEARCHES.iter().map(answer).collect()
}

fn rebuild(index: &Path, source: &Path, fault: &str) -> Finished {
    let output = command()
        .args(["rebuild-index", "--source"])
        .arg(source)
        .arg("--index")
        .arg(index)
        .env("TROUVAILLE_FAULT", fault)
        .output()
        .unwrap();
    Finished {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Copies an index with two generations.
pub fn copy_index(from: &Path, to: &Path) {
    fs::create_dir_all(to.join("generations")).unwrap();
    for file in ["current", "history.jsonl"] {
        fs::copy(from.join(file), to.join(file)).unwrap();
    }
    for name in names(&from.join("generations")) {
        copy_directory(
            &from.join("generations").join(&name),
            &to.join("generations").join(&name),
        );
    }
}

/// Asserts that no damage is found in an index.
pub fn assert_verified(index: &Path, fault: &str) {
    let mut verify = command();
    let verified = verify.args(["verify", "--index"]).arg(index).output();
    let verified = verified.unwrap();
    assert!(verified.status.success(), "{fault}: {verified:?}");
}

/// Returns the cases: numbers of steps spread over all of them, each with both faults.
pub fn cases(n_steps: usize, n: usize) -> Vec<String> {
    let mut cases = Vec::new();
    for at in 0..n {
        let fault = ["refused", "killed"][at % 2];
        let step = 1 + (at / 2) * n_steps / n.div_ceil(2);
        cases.push(format!("{step}:{fault}"));
    }
    cases.dedup();
    cases
}

/// Fails a first rebuild, or one over a live generation, and looks at what is left.
fn check(folder: &Path, base: Option<&Path>, source: &Path, expected: &Expected, fault: &str) {
    let index = folder.join(fault.replace(':', "-"));
    if let Some(base) = base {
        copy_index(base, &index);
    }
    let failed = rebuild(&index, source, fault);
    let is_kill = fault.ends_with("killed");
    let live = fs::read_to_string(index.join("current")).ok();
    let was_published = live != expected.live;
    if is_kill {
        assert_eq!(failed.code, None, "{fault}: {failed:?}");
    } else {
        // Exit code 1 says that what was live is live; 0 that the new generation is.
        let code = i32::from(!was_published);
        assert_eq!(failed.code, Some(code), "{fault}: {failed:?}");
    }
    if was_published {
        assert_eq!(answers(&index), expected.after, "{fault}: {failed:?}");
    } else if expected.live.is_some() {
        assert_eq!(answers(&index), expected.before, "{fault}: {failed:?}");
    } else if !is_kill {
        assert!(!index.exists(), "{fault}: {:?}", names(&index));
    }
    if !is_kill && !was_published && expected.live.is_some() {
        // What failed cleans up behind itself.
        assert_eq!(
            names(&index.join("generations")).len(),
            2,
            "{fault}: {failed:?}"
        );
    }

    let next = rebuild(&index, source, "");
    assert_eq!(next.code, Some(0), "{fault}: {next:?}");
    assert_eq!(answers(&index), expected.after, "{fault}");
    let mut left = names(&index);
    left.retain(|name| name != "lock");
    assert_eq!(left, ["current", "generations", "history.jsonl"], "{fault}");
    let generations = names(&index.join("generations"));
    let live = fs::read_to_string(index.join("current")).unwrap();
    assert!(
        generations.len() <= 2 && generations.contains(&live.trim().to_owned()),
        "{fault}"
    );
    if !was_published && let Some(before) = &expected.live {
        let before = before.trim().to_owned();
        assert!(
            generations.contains(&before),
            "{fault}: what was live is kept"
        );
    }
    assert_verified(&index, fault);
    fs::remove_dir_all(&index).unwrap();
}

/// What an index answers before and after the rebuild that fails.
struct Expected {
    live: Option<String>,
    before: Vec<(u64, Vec<String>)>,
    after: Vec<(u64, Vec<String>)>,
}

/// Runs so many cases over a live generation, and a tenth as many over no index.
async fn run_cases(n: usize) {
    let workshop = Workshop::with(2).await;
    let (folder, base) = (workshop.folder.path(), workshop.index());
    let write = |name: &str, n: usize| {
        let path = folder.join(name);
        fs::write(&path, json_lines(&records(n))).unwrap();
        path
    };
    let (old, new) = (write("old.jsonl", 24), write("new.jsonl", 32));
    assert_eq!(rebuild(&base, &old, "").code, Some(0));
    let before = answers(&base);
    let sound = folder.join("sound");
    copy_index(&base, &sound);
    let counted = rebuild(&sound, &new, "0:refused");
    let (_, n_steps) = counted.stderr.rsplit_once("n_steps=").unwrap();
    let n_steps: usize = n_steps.trim().parse().unwrap();
    assert!(n_steps > 30, "{n_steps}");
    let expected = Expected {
        live: Some(fs::read_to_string(base.join("current")).unwrap()),
        before,
        after: answers(&sound),
    };
    for fault in cases(n_steps, n) {
        check(folder, Some(&base), &new, &expected, &fault);
    }
    let first = Expected {
        live: None,
        ..expected
    };
    for fault in cases(n_steps / 2, n.div_ceil(10)) {
        check(folder, None, &new, &first, &fault);
    }
}

#[tokio::test]
async fn a_rebuild_that_fails_or_is_killed_at_any_step_changes_nothing() {
    run_cases(CASES).await;
}

#[tokio::test]
#[ignore = "takes minutes: `just faults`"]
async fn a_rebuild_that_fails_or_is_killed_at_each_step_changes_nothing() {
    let n = std::env::var("TROUVAILLE_FAULTS").map_or(200, |n| n.parse().unwrap());
    run_cases(n).await;
}
