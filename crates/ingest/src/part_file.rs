//! Files that get their name once they are complete, and how many of them are kept.

use std::fs;
use std::path::{Path, PathBuf};

/// Appended to the name of a file that is not complete.
const PART: &str = ".part";

/// A file under a temporary name. Removed when dropped, unless it was renamed before.
pub(crate) struct PartFile {
    path: PathBuf,
}

impl PartFile {
    /// Names the file; does not create it.
    pub(crate) fn new(directory: &Path, name: &str) -> Self {
        Self {
            path: directory.join(format!(".{name}{PART}")),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        // It may never have been created, or have its final name by now.
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes all files of a folder with that suffix but the newest `kept`: their names begin with the time. A file that
/// cannot be removed stays.
pub(crate) fn prune(directory: &Path, suffix: &str, kept: usize) {
    let mut names = names(directory);
    names.retain(|name| name.ends_with(suffix) && !name.starts_with('.'));
    names.sort_unstable();
    for name in names.iter().rev().skip(kept) {
        let path = directory.join(name);
        if let Err(error) = fs::remove_file(&path) {
            tracing::warn!(path = %path.display(), "cannot remove an old file: {error}");
        }
    }
}

/// Removes the part files of a rebuild that was killed. Only the holder of the index's lock may call it.
pub(crate) fn remove_leftovers(directory: &Path) {
    for name in names(directory) {
        if name.starts_with('.') && name.ends_with(PART) {
            let _ = fs::remove_file(directory.join(name));
        }
    }
}

/// Returns the names of the files of a folder; none where it cannot be read.
pub(crate) fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_kept_and_other_files_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        for name in [
            "1.jsonl",
            "3.jsonl",
            "2.jsonl",
            "notes.txt",
            ".4.jsonl.part",
        ] {
            fs::write(directory.path().join(name), "").unwrap();
        }
        prune(directory.path(), ".jsonl", 2);
        remove_leftovers(directory.path());
        let mut names = names(directory.path());
        names.sort_unstable();
        assert_eq!(names, ["2.jsonl", "3.jsonl", "notes.txt"]);
    }
}
