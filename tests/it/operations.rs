//! What an operator puts in place: units of systemd, and one version of the program for another.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use search_index::Generations;
use serde_json::{Value, json};
use support::application::{Server, command, run, skip};

use crate::generations::{Workshop, copy_directory};

const PATIENCE: Duration = Duration::from_secs(20);

/// The exposure that systemd's own judge may give a service at most, in tenths.
const MOST_EXPOSED: &str = "--threshold=20";

/// Returns the units in the documentation.
fn units() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/deploy/systemd");
    let files = fs::read_dir(folder).unwrap();
    let mut units: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    units.retain(|path| path.extension().is_some_and(|kind| kind != "conf"));
    units.sort();
    units
}

/// Returns whether systemd's own checker is here.
fn has_systemd_analyze(test: &str) -> bool {
    let mut version = Command::new("systemd-analyze");
    version.arg("--version").stdout(Stdio::null());
    let is_here = version.status().is_ok();
    if !is_here {
        skip(test, "needs systemd-analyze, of Debian's package systemd");
    }
    is_here
}

/// Returns the values of a setting in a unit.
fn values<'u>(unit: &'u str, setting: &str) -> Vec<&'u str> {
    let settings = unit.lines().filter_map(|line| line.split_once('='));
    let of_name = settings.filter(|(name, _)| *name == setting);
    of_name.map(|(_, value)| value).collect()
}

#[test]
fn units_run_commands_that_exist_with_settings_that_they_have() {
    let mut n_services = 0;
    for path in units() {
        let unit = fs::read_to_string(&path).unwrap();
        for command in values(&unit, "ExecStart") {
            let arguments = command.strip_prefix("/usr/local/bin/trouvaille ").unwrap();
            let manual = run(arguments.split(' ').chain(["--help"]));
            assert_eq!(manual.code, Some(0), "{path:?}: {manual:?}");
            for setting in values(&unit, "Environment") {
                let (name, _) = setting.split_once('=').unwrap();
                assert!(
                    manual.stdout.contains(&format!("[env: {name}=")),
                    "{path:?}: {name}"
                );
            }
            n_services += 1;
        }
    }
    assert_eq!(n_services, 3, "the server, the rebuild and the sync");
}

#[test]
fn units_are_sound_and_leave_little_to_whoever_breaks_in() {
    if !has_systemd_analyze("operations::units") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut copies = Vec::new();
    for path in units() {
        let unit = fs::read_to_string(&path).unwrap();
        let copy = folder.path().join(path.file_name().unwrap());
        let program = command().get_program().to_str().unwrap().to_owned();
        let installed = unit.replace("/usr/local/bin/trouvaille", &program);
        fs::write(&copy, installed).unwrap();
        if path.extension().is_some_and(|kind| kind == "service") {
            let judged = Command::new("systemd-analyze")
                .args(["security", "--offline=true", "--no-pager", MOST_EXPOSED])
                .arg(&copy)
                .output()
                .unwrap();
            assert!(judged.status.success(), "{path:?}: {judged:?}");
        }
        copies.push(copy);
    }
    let checked = Command::new("systemd-analyze")
        .args(["verify", "--man=no", "--recursive-errors=no"])
        .args(&copies)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&checked.stderr);
    let of_ours: BTreeSet<&str> = said
        .lines()
        .filter(|line| line.contains("trouvaille"))
        .collect();
    assert!(of_ours.is_empty(), "{said}");
}

#[tokio::test]
async fn a_server_serves_its_own_version_until_it_is_replaced_and_after_a_restart() {
    let workshop = Workshop::with(2).await;
    let own = workshop.live();
    let server = Server::start(&workshop.index());

    // What the next version of the program publishes beside this one.
    let next = "20990101T000000.000Z-0000000b";
    let directory = Generations::at(&workshop.index()).path(next);
    copy_directory(&workshop.live_directory(), &directory);
    let manifest = directory.join("manifest.json");
    let mut of_next: Value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    of_next["generation"] = json!(next);
    of_next["schema_version"] = json!(9999);
    fs::write(&manifest, of_next.to_string()).unwrap();
    fs::write(workshop.index().join("current"), next).unwrap();

    let restarted = Server::start(&workshop.index());
    for server in [&server, &restarted] {
        let trouble = trouble_within(server, PATIENCE).await;
        assert!(
            trouble.contains(next) && trouble.contains("version 9999"),
            "{trouble}"
        );
        let ready = server.get("/readyz").await;
        assert_eq!(ready.status, 200);
        assert_eq!(ready.json()["generation"], own.as_str());
        let found = server.get("/api/search?q=jeu").await;
        assert_eq!(found.json()["total"], 2);
    }

    // The next version was no good: this one builds again.
    let source = workshop.file(4);
    let rebuilt = workshop.rebuild_index(source.to_str().unwrap(), &[]);
    assert_eq!(rebuilt.code, Some(0), "{rebuilt:?}");
    for server in [&server, &restarted] {
        let started = Instant::now();
        while server.get("/api/search?q=jeu").await.json()["total"] != 4 {
            assert!(started.elapsed() < PATIENCE, "what it built is not served");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(server.get("/readyz").await.json()["trouble"].is_null());
    }
}

/// Returns why a server serves another generation than the live one, once it knows.
async fn trouble_within(server: &Server, patience: Duration) -> String {
    let started = Instant::now();
    loop {
        let ready = server.get("/readyz").await.json();
        if let Some(trouble) = ready["trouble"].as_str() {
            return trouble.to_owned();
        }
        assert!(started.elapsed() < patience, "{ready}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
