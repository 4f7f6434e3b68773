//! Damage is seen: bytes that changed on disk, whose number is right.

use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use search_index::{FileVerifier, Generations};
use serde_json::json;
use support::application::{PATIENCE, Server, run};

use super::rebuild;
use crate::generations::{Workshop, names};

/// Flips 16 bytes in the middle of a file, in place: those who have mapped it see it.
pub fn flip(path: &Path) {
    let middle = fs::metadata(path).unwrap().len() / 2;
    let mut file = fs::File::options()
        .read(true)
        .write(true)
        .open(path)
        .unwrap();
    let mut bytes = [0; 16];
    let at = SeekFrom::Start(middle.saturating_sub(8));
    file.seek(at).unwrap();
    let n = file.read(&mut bytes).unwrap();
    let flipped = bytes.map(|byte| !byte);
    file.seek(at).unwrap();
    file.write_all(&flipped[..n]).unwrap();
}

fn files_of(generation: &Path) -> Vec<PathBuf> {
    let files = names(generation)
        .into_iter()
        .map(|name| generation.join(name));
    files
        .filter(|path| path.extension().is_none_or(|kind| kind != "lock"))
        .collect()
}

#[tokio::test]
async fn verify_finds_flipped_bytes_in_every_file() {
    let workshop = Workshop::with(30).await;
    let index = workshop.index();
    let index = index.to_str().unwrap();
    let verify = || run(["verify", "--index", index]);
    let sound = verify();
    assert_eq!(sound.code, Some(0), "{sound:?}");
    assert!(
        sound
            .stdout
            .contains(&format!("{} (live): sound", workshop.live())),
        "{sound:?}"
    );
    let files = files_of(&workshop.live_directory());
    assert!(files.len() > 8, "{files:?}");
    for file in files {
        flip(&file);
        let damaged = verify();
        assert_eq!(damaged.code, Some(1), "{}: {damaged:?}", file.display());
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(damaged.stdout.contains(name), "{name}: {damaged:?}");
        flip(&file);
    }
    assert_eq!(verify().code, Some(0), "flipped twice is as before");

    let directory = workshop.live_directory();
    fs::write(directory.join("more.txt"), "more").unwrap();
    assert!(
        verify()
            .stdout
            .contains("`more.txt` is not in `manifest.json`")
    );
    fs::remove_file(directory.join("more.txt")).unwrap();
    crate::generations::change_manifest(
        &workshop,
        "records",
        json!({"dataset": 29, "dataservice": 0}),
    );
    assert!(
        verify()
            .stdout
            .contains("29 records were added, 30 are found")
    );
}

#[tokio::test]
async fn a_server_that_finds_damage_gives_way_to_the_generation_before() {
    let workshop = Workshop::with(20).await;
    let first = workshop.live();
    assert_eq!(rebuild(&workshop, 21, &[]).code, Some(0));
    let damaged = workshop.live();
    let of_kind = |kind: &str| {
        let mut files = files_of(&workshop.live_directory()).into_iter();
        files
            .find(|path| path.extension().is_some_and(|found| found == kind))
            .unwrap()
    };
    flip(&of_kind("fieldnorm"));
    let mut server = Server::start(&workshop.index());
    let said = server.process.wait_for("served instead");
    assert!(said.is_empty(), "{said}");
    let ready = server.get("/readyz").await.json();
    assert_eq!(ready["generation"], first.as_str());
    let metrics = server.get("/metrics").await.text();
    assert!(
        metrics.contains("\ntrouvaille_damaged_generations 1\n"),
        "{metrics}"
    );
    // `current` still names the damaged one: it is not taken over again.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(
        server.get("/readyz").await.json()["generation"],
        first.as_str()
    );
    assert!(
        server
            .process
            .stderr()
            .contains(&format!("generation `{damaged}` is damaged"))
    );

    assert_eq!(rebuild(&workshop, 22, &[]).code, Some(0));
    let started = Instant::now();
    while server.get("/readyz").await.json()["generation"] != workshop.live() {
        assert!(
            started.elapsed() < PATIENCE,
            "a sound generation is taken over again"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(server.get("/readyz").await.json().get("trouble").is_none());
}

#[tokio::test]
async fn a_server_with_nothing_sound_left_answers_503_and_says_the_way_out() {
    let workshop = Workshop::with(20).await;
    let files = files_of(&workshop.live_directory());
    let store = files
        .iter()
        .find(|path| path.extension().is_some_and(|kind| kind == "store"));
    flip(store.unwrap());
    let mut server = Server::start(&workshop.index());
    let _ = server.process.wait_for("nothing is served");
    let ready = server.get("/readyz").await;
    assert_eq!(ready.status, 503);
    let trouble = ready.json()["trouble"].as_str().unwrap().to_owned();
    assert!(trouble.contains("trouvaille rebuild-index"), "{trouble}");
    assert_eq!(server.get("/api/search").await.status, 503);
    assert_eq!(rebuild(&workshop, 22, &[]).code, Some(0));
    let started = Instant::now();
    while server.get("/api/search").await.status != 200 {
        assert!(
            started.elapsed() < PATIENCE,
            "a sound generation is taken over"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_hard_linked_file_is_read_once() {
    let workshop = Workshop::with(20).await;
    let manifest = Generations::at(&workshop.index())
        .manifest(&workshop.live())
        .unwrap();
    let (first, second) = (
        workshop.live_directory(),
        workshop.folder.path().join("second"),
    );
    fs::create_dir(&second).unwrap();
    for name in names(&first) {
        fs::hard_link(first.join(&name), second.join(&name)).unwrap();
    }
    let verifier = FileVerifier::default();
    verifier.verify(&manifest, &first, &|| true).unwrap();
    // Had it been read again, the damage would be seen.
    for file in files_of(&second) {
        flip(&file);
    }
    verifier.verify(&manifest, &second, &|| true).unwrap();
    assert!(
        FileVerifier::default()
            .verify(&manifest, &second, &|| true)
            .is_err()
    );
}

#[tokio::test]
async fn new_generations_never_write_into_files_that_are_mapped() {
    let workshop = Workshop::with(20).await;
    let server = Server::start(&workshop.index());
    let inodes = |path: &Path| -> Vec<(PathBuf, u64)> {
        use std::os::unix::fs::MetadataExt;
        let files = files_of(path).into_iter();
        files
            .map(|file| (file.clone(), fs::metadata(&file).unwrap().ino()))
            .collect()
    };
    let (directory, before) = (
        workshop.live_directory(),
        inodes(&workshop.live_directory()),
    );
    assert_eq!(rebuild(&workshop, 21, &[]).code, Some(0));
    assert_eq!(inodes(&directory), before);
    let after = inodes(&workshop.live_directory());
    for (file, inode) in after {
        assert!(
            before.iter().all(|(_, old)| *old != inode),
            "{}",
            file.display()
        );
    }
    assert_eq!(server.get("/healthz").await.status, 200);
}
