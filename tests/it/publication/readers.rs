//! Whoever serves an index need not be allowed to write it.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use support::application::{Process, command, skip};
use tempfile::TempDir;

use crate::generations::{Workshop, names};

/// A user who owns nothing: `nobody`.
const NOBODY: u32 = 65_534;

/// A copy of an index on a file system that cannot be written; unmounted when dropped.
struct ReadOnlyMount(TempDir);

impl ReadOnlyMount {
    fn of(index: &Path) -> Option<Self> {
        let mount = Self(tempfile::tempdir().unwrap());
        let point = mount.0.path().to_str().unwrap().to_owned();
        let did = |arguments: &[&str]| {
            let output = Command::new("mount").args(arguments).output();
            output.is_ok_and(|output| output.status.success())
        };
        let is_mounted = did(&["--bind", index.to_str().unwrap(), &point])
            && did(&["-o", "remount,bind,ro", &point]);
        is_mounted.then_some(mount)
    }
}

impl Drop for ReadOnlyMount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

/// Runs `search`, `status` and `verify`, and serves, as that user; each must do.
async fn all_read(index: &Path, user: Option<u32>) {
    let as_user = |arguments: &[&str]| {
        let mut command = command();
        command.args(arguments).arg("--index").arg(index);
        if let Some(user) = user {
            command.uid(user).gid(user);
        }
        command
    };
    for arguments in [&["search", "jeu"][..], &["status"], &["verify"]] {
        let output = as_user(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
    }
    let mut process = Process::start(as_user(&["serve", "--listen", "127.0.0.1:0"]));
    let address = process.wait_for("listening on http://");
    let url = format!(
        "http://{}/api/search",
        address.split_whitespace().next().unwrap()
    );
    let answer = support::application::get(&support::application::http_client(), &url, &[]).await;
    assert_eq!(answer.unwrap().json()["total"], 5);
}

#[tokio::test]
async fn another_user_reads_an_index_on_a_read_only_mount() {
    let workshop = Workshop::with(5).await;
    // The temporary folder itself is for its owner alone.
    fs::set_permissions(workshop.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let owner = fs::metadata(workshop.folder.path()).unwrap().uid();
    let is_root = owner == 0 && rustix::process::geteuid().is_root();
    let Some(mount) = is_root
        .then(|| ReadOnlyMount::of(&workshop.index()))
        .flatten()
    else {
        return skip(
            "publication::readers::another_user_reads_an_index_on_a_read_only_mount",
            "needs to be root, and to mount",
        );
    };
    fs::set_permissions(
        mount.0.path().parent().unwrap(),
        fs::metadata(mount.0.path().parent().unwrap())
            .unwrap()
            .permissions(),
    )
    .unwrap();
    all_read(mount.0.path(), None).await;
    all_read(mount.0.path(), Some(NOBODY)).await;
    all_read(&workshop.index(), Some(NOBODY)).await;
}

#[tokio::test]
async fn published_files_are_for_all_to_read_whatever_the_mask() {
    let workshop = super::empty();
    let file = workshop.file(5);
    let script = format!(
        "umask 077; exec \"$0\" rebuild-index --source {} --index {}",
        file.display(),
        workshop.index().display()
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .arg(command().get_program())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let generation = workshop.live_directory();
    assert_eq!(mode(&generation), 0o755);
    for name in names(&generation) {
        assert_eq!(mode(&generation.join(&name)), 0o644, "{name}");
    }
    for name in ["current", "history.jsonl"] {
        assert_eq!(mode(&workshop.index().join(name)), 0o644, "{name}");
    }
}
