//! Keeps the log of searches in the index directory: `queries/2026-01-31.jsonl`, a file a day.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use catalogue::Date;
use query::{LoggedSearch, QueryLog};
use tokio_util::sync::CancellationToken;

use crate::queries::{days_of, folder, read_day};

/// The time between two writes.
const WRITE_EVERY: Duration = Duration::from_mins(1);

/// Keeps a log for so many days. Returns it with the task that writes it, which ends with the server.
pub fn start(
    index: &Path,
    n_days: usize,
    end: CancellationToken,
) -> anyhow::Result<(Arc<QueryLog>, tokio::task::JoinHandle<()>)> {
    let folder = folder(index);
    fs::create_dir_all(&folder)
        .with_context(|| format!("cannot keep searches in `{}`", folder.display()))?;
    let today = Date::now().day().to_string();
    let told = read_day(&folder, &today).unwrap_or_default();
    let log = Arc::new(QueryLog::going_on_with(&today, told));
    let kept = Arc::clone(&log);
    let writing = tokio::spawn(async move {
        loop {
            let is_last = tokio::select! {
                () = end.cancelled() => true,
                () = tokio::time::sleep(WRITE_EVERY) => false,
            };
            if let Err(error) = keep(&folder, &kept, n_days) {
                tracing::error!(%error, folder = %folder.display(), "searches cannot be kept");
            }
            if is_last {
                return;
            }
        }
    });
    Ok((log, writing))
}

/// Writes what may be told, and removes days that are too old.
fn keep(folder: &Path, log: &QueryLog, n_days: usize) -> io::Result<()> {
    for (day, searches) in log.told() {
        if !searches.is_empty() {
            write_day(&folder.join(format!("{day}.jsonl")), &searches)?;
        }
    }
    let days = days_of(folder)?;
    let first_kept = Date::now()
        .day()
        .saturating_sub(jiff::Span::new().days(n_days as i64 - 1));
    let is_old = |day: &String| *day < first_kept.to_string();
    for day in days.into_iter().filter(is_old) {
        fs::remove_file(folder.join(format!("{day}.jsonl")))?;
    }
    Ok(())
}

/// Puts a file in the place of the one before.
fn write_day(file: &PathBuf, searches: &[LoggedSearch]) -> io::Result<()> {
    let beside = file.with_extension("new");
    let mut lines = Vec::new();
    for search in searches {
        serde_json::to_writer(&mut lines, search)?;
        lines.push(b'\n');
    }
    let mut written = fs::File::create(&beside)?;
    written.write_all(&lines)?;
    fs::rename(beside, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_are_too_old_are_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let today = Date::now().day();
        let names = [
            format!("{}.jsonl", today.yesterday().unwrap()),
            "2020-01-31.jsonl".to_owned(),
            "2020-01-31.txt".to_owned(),
            "mine.jsonl".to_owned(),
        ];
        for name in &names {
            fs::write(folder.path().join(name), "").unwrap();
        }
        keep(folder.path(), &QueryLog::default(), 2).unwrap();
        let is_there = names.map(|name| folder.path().join(name).exists());
        assert_eq!(is_there, [true, false, true, true]);
    }
}
