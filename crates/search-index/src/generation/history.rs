//! Which generations were live, and what they held: `history.jsonl`, beside the generations.
//!
//! It tells a generation that was live, which may be rolled back to or served where the live one is damaged, from one that
//! was written and never published. The guard against shrinking compares with what it says.

use std::fs;
use std::io;
use std::path::Path;

use catalogue::Date;
use serde::{Deserialize, Serialize};

use super::manifest::{Manifest, RecordCounts};
use crate::error::{EngineContext, Error, IoContext};
use crate::files::replace_file;

/// The file's name in the index directory.
pub(super) const HISTORY_FILE: &str = "history.jsonl";

/// The guard compares with the generations of so many days.
const GUARDED_DAYS: i64 = 30;

/// One line: a generation became live.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The generation's name.
    pub generation: String,
    /// Since when it was live.
    pub live_since: Date,
    /// How many records it held.
    pub records: RecordCounts,
    /// Whether the bundled sample was its only source.
    #[serde(default)]
    pub is_sample: bool,
    /// Whether it was published without asking the guard.
    #[serde(default)]
    pub is_forced: bool,
    /// Whether an update made it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_update: bool,
    /// The generation that was live before, where the operator rolled back from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rolled_back_from: Option<String>,
}

impl Entry {
    pub fn of(manifest: &Manifest) -> Self {
        Self {
            generation: manifest.generation.clone(),
            live_since: Date::now(),
            records: manifest.records,
            is_sample: manifest.is_sample(),
            is_forced: manifest.forced,
            is_update: manifest.update.is_some(),
            rolled_back_from: None,
        }
    }
}

/// What became live, the latest last.
#[derive(Debug, Default)]
pub(super) struct History {
    entries: Vec<Entry>,
    /// Whether each line of the file could be read.
    pub is_whole: bool,
}

impl History {
    /// Reads the history of an index directory; `None` where there is none yet.
    ///
    /// # Errors
    ///
    /// Where the file is there and cannot be read.
    pub fn read(root: &Path) -> Result<Option<Self>, Error> {
        let path = root.join(HISTORY_FILE);
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).on("read", &path),
        };
        let mut history = Self::of(Vec::new());
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match serde_json::from_str(line) {
                Ok(entry) => history.entries.push(entry),
                Err(error) => {
                    tracing::warn!(path = %path.display(), %error, "a line of the history cannot be read");
                    history.is_whole = false;
                }
            }
        }
        Ok(Some(history))
    }

    pub fn of(entries: Vec<Entry>) -> Self {
        Self {
            entries,
            is_whole: true,
        }
    }

    pub fn add(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Writes the file, without the lines that nothing depends on any more: those of generations that are gone, and too old
    /// for the guard. Of the updates of a day that are gone, one line is left, with the most records that they held.
    pub fn write(&mut self, root: &Path, is_there: impl Fn(&str) -> bool) -> Result<(), Error> {
        let oldest = oldest_guarded(Date::now());
        self.entries.retain(|entry| {
            entry.live_since.as_microseconds() >= oldest || is_there(&entry.generation)
        });
        self.fold_updates(&is_there);
        let mut lines = Vec::new();
        for entry in &self.entries {
            serde_json::to_writer(&mut lines, entry).to("write the history")?;
            lines.push(b'\n');
        }
        replace_file(root, HISTORY_FILE, &lines)
    }

    fn fold_updates(&mut self, is_there: &impl Fn(&str) -> bool) {
        let is_folded = |entry: &Entry| {
            let is_plain = !entry.is_forced && entry.rolled_back_from.is_none();
            entry.is_update && is_plain && !is_there(&entry.generation)
        };
        let mut folded: Vec<Entry> = Vec::new();
        let mut is_last_folded = false;
        for entry in std::mem::take(&mut self.entries) {
            let is_one = is_folded(&entry);
            match folded.last_mut() {
                Some(last)
                    if is_one
                        && is_last_folded
                        && last.live_since.day() == entry.live_since.day() =>
                {
                    last.records = last.records.most(entry.records);
                }
                _ => folded.push(entry),
            }
            is_last_folded = is_one;
        }
        self.entries = folded;
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn was_live(&self, generation: &str) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|entry| entry.generation == generation)
    }

    /// Returns the latest generation that became live.
    pub fn last(&self) -> Option<&str> {
        self.entries.last().map(|entry| entry.generation.as_str())
    }

    /// Returns the generations that were live, the latest first, each once; those that the operator rolled back from come
    /// after all others.
    pub fn latest_first(&self) -> Vec<String> {
        let (mut kept, mut rolled_back): (Vec<String>, Vec<String>) = Default::default();
        for entry in self.entries.iter().rev() {
            let name = &entry.generation;
            if !kept.contains(name) && !rolled_back.contains(name) {
                if self.was_rolled_back(name) {
                    rolled_back.push(name.clone());
                } else {
                    kept.push(name.clone());
                }
            }
        }
        kept.append(&mut rolled_back);
        kept
    }

    /// Returns whether the last that happened to a generation is that the operator rolled back from it.
    pub fn was_rolled_back(&self, generation: &str) -> bool {
        let mut latest_first = self.entries.iter().rev();
        let told = latest_first.find_map(|entry| {
            if entry.generation == generation {
                Some(false)
            } else {
                (entry.rolled_back_from.as_deref() == Some(generation)).then_some(true)
            }
        });
        told == Some(true)
    }

    /// Returns the most records of each type that a generation held in the guarded days, since the last one that was
    /// published without asking the guard. The bundled sample does not count.
    pub fn most_records(&self, now: Date) -> RecordCounts {
        let last_forced = self.entries.iter().rposition(|entry| entry.is_forced);
        let since = &self.entries[last_forced.unwrap_or(0)..];
        let oldest = oldest_guarded(now);
        let guarded = since
            .iter()
            .filter(|entry| !entry.is_sample && entry.live_since.as_microseconds() >= oldest);
        guarded.fold(RecordCounts::default(), |most, entry| {
            most.most(entry.records)
        })
    }
}

fn oldest_guarded(now: Date) -> i64 {
    now.as_microseconds() - GUARDED_DAYS * 86_400 * 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(generation: &str, days_ago: i64, dataset: u64) -> Entry {
        let moment = Date::now().timestamp() - jiff::SignedDuration::from_hours(24 * days_ago);
        Entry {
            generation: generation.to_owned(),
            live_since: Date::from(moment),
            records: RecordCounts {
                dataset,
                dataservice: 0,
            },
            is_sample: false,
            is_forced: false,
            is_update: false,
            rolled_back_from: None,
        }
    }

    #[test]
    fn of_the_updates_of_a_day_that_are_gone_one_line_is_left() {
        let root = tempfile::tempdir().unwrap();
        let update = |generation: &str, days_ago: i64, dataset: u64| Entry {
            is_update: true,
            ..entry(generation, days_ago, dataset)
        };
        let mut history = History::of(vec![
            entry("whole", 2, 1_000),
            update("a", 2, 1_001),
            update("b", 2, 1_005),
            update("c", 2, 1_003),
            update("d", 1, 1_002),
            update("e", 1, 1_004),
            update("f", 1, 1_004),
        ]);
        history.write(root.path(), |name| name > "e").unwrap();
        let read = History::read(root.path()).unwrap().unwrap();
        let left: Vec<(&str, u64)> = read
            .entries
            .iter()
            .map(|entry| (entry.generation.as_str(), entry.records.dataset))
            .collect();
        let expected = [("whole", 1_000), ("a", 1_005), ("d", 1_004), ("f", 1_004)];
        assert_eq!(left, expected);
        assert_eq!(read.most_records(Date::now()).dataset, 1_005);
    }

    #[test]
    fn the_guard_looks_back_thirty_days_and_to_the_last_forced_one() {
        let most = |entries: Vec<Entry>| History::of(entries).most_records(Date::now()).dataset;
        assert_eq!(most(vec![]), 0);
        assert_eq!(
            most(vec![entry("a", 31, 2_000), entry("b", 29, 1_000)]),
            1_000
        );
        assert_eq!(
            most(vec![
                entry("a", 3, 1_000),
                entry("b", 2, 910),
                entry("c", 1, 830)
            ]),
            1_000
        );
        let forced = Entry {
            is_forced: true,
            ..entry("b", 2, 500)
        };
        assert_eq!(
            most(vec![entry("a", 3, 1_000), forced, entry("c", 1, 510)]),
            510
        );
        let sample = Entry {
            is_sample: true,
            ..entry("a", 2, 358)
        };
        assert_eq!(most(vec![sample, entry("b", 1, 3)]), 3);
        // A clock that was set back: what lies in the future is not old.
        assert_eq!(
            most(vec![entry("a", -400, 1_000), entry("b", 0, 950)]),
            1_000
        );
    }

    #[test]
    fn what_was_rolled_back_from_comes_last_until_it_is_live_again() {
        let back = Entry {
            rolled_back_from: Some("c".to_owned()),
            ..entry("b", 0, 1)
        };
        let mut history = History::of(vec![entry("a", 3, 1), entry("b", 2, 1), entry("c", 1, 1)]);
        assert_eq!(history.latest_first(), ["c", "b", "a"]);
        history.add(back);
        assert_eq!(history.latest_first(), ["b", "a", "c"]);
        history.add(entry("c", 0, 1));
        assert_eq!(history.latest_first(), ["c", "b", "a"]);
    }

    #[test]
    fn a_history_is_read_back_and_a_broken_line_is_passed_over() {
        let root = tempfile::tempdir().unwrap();
        assert!(History::read(root.path()).unwrap().is_none());
        let mut history = History::of(vec![
            entry("gone", 40, 1),
            entry("a", 40, 1),
            entry("b", 1, 1),
        ]);
        history.write(root.path(), |name| name == "a").unwrap();
        let path = root.path().join(HISTORY_FILE);
        let text = fs::read_to_string(&path).unwrap();
        let read = History::read(root.path()).unwrap().unwrap();
        assert!(read.is_whole);
        assert_eq!(read.latest_first(), ["b", "a"]);

        fs::write(&path, format!("{{\"generation\": \n{text}")).unwrap();
        let read = History::read(root.path()).unwrap().unwrap();
        assert!(!read.is_whole);
        assert_eq!(read.latest_first(), ["b", "a"]);
    }
}
