//! What each publication has changed: which records a generation has, lacks or has otherwise than the one that was live before it.
//!
//! A generation keeps what the latest publications have changed, those before its own too, a line of JSON each: so one file
//! tells what changed since any generation that was live, also since one that is gone. A record has changed where its
//! [content](crate::schema::NumberField::Content) has, which its figures of use are no part of.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::Path;

use catalogue::Date;
use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;
use tantivy::directory::error::OpenReadError;
use tantivy::{Directory, SegmentReader};

use super::read_only::ReadOnlyDirectory;
use crate::error::{EngineContext, Error, IoContext};
use crate::files::write_file;
use crate::schema::NumberField;

/// The file's name in the generation's directory; the first generation has none.
pub(super) const PUBLICATIONS_FILE: &str = "publications.jsonl";

/// At most so many publications are kept, and so many changes of all of them; the latest one is kept whatever it has.
const MAX_PUBLICATIONS: usize = 2_000;
const MAX_CHANGES: usize = 200_000;

/// How a record has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// It says something else.
    Changed,
    /// It is not there any more.
    Deleted,
}

/// A publication: what it has changed, by the keys of the records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Publication {
    /// The generation that was live before.
    since: String,
    /// When the generation was made.
    at: Date,
    added: Vec<String>,
    changed: Vec<String>,
    deleted: Vec<String>,
}

impl Publication {
    /// Compares what is to be published with what is live.
    ///
    /// # Errors
    ///
    /// Where the files of either cannot be read.
    pub fn between(
        (since, live): (&str, &tantivy::Searcher),
        next: &tantivy::Searcher,
    ) -> Result<Self, Error> {
        let mut before: HashMap<Box<str>, Option<i64>> = HashMap::new();
        each_content(live, |key, content| {
            before.insert(key.into(), content);
        })?;
        let (mut added, mut changed) = (Vec::new(), Vec::new());
        each_content(next, |key, content| match before.remove(key) {
            None => added.push(key.to_owned()),
            Some(known) if known != content => changed.push(key.to_owned()),
            Some(_) => {}
        })?;
        let mut deleted: Vec<String> = before.into_keys().map(String::from).collect();
        for keys in [&mut added, &mut changed, &mut deleted] {
            keys.sort_unstable();
        }
        Ok(Self {
            since: since.to_owned(),
            at: Date::now(),
            added,
            changed,
            deleted,
        })
    }

    fn n_changes(&self) -> usize {
        self.added.len() + self.changed.len() + self.deleted.len()
    }

    fn changes(&self) -> impl Iterator<Item = (&str, ChangeKind)> {
        let lists = [
            (&self.added, ChangeKind::Added),
            (&self.changed, ChangeKind::Changed),
            (&self.deleted, ChangeKind::Deleted),
        ];
        lists
            .into_iter()
            .flat_map(|(keys, kind)| keys.iter().map(move |key| (key.as_str(), kind)))
    }
}

/// Calls a function with the key and the content of each record that is there.
fn each_content(
    engine: &tantivy::Searcher,
    mut each: impl FnMut(&str, Option<i64>),
) -> Result<(), Error> {
    for segment in engine.segment_readers() {
        each_content_of(segment, &mut each)?;
    }
    Ok(())
}

fn each_content_of(
    segment: &SegmentReader,
    each: &mut impl FnMut(&str, Option<i64>),
) -> Result<(), Error> {
    let columns = segment.fast_fields();
    let Some(keys) = columns.str("key").to("read the ids")? else {
        return Ok(());
    };
    let contents = columns.column_opt::<i64>(NumberField::Content.name());
    let contents = contents.to("read what records contain")?;
    // The keys come in their own order, and are read but once so.
    let mut documents = vec![None; keys.num_terms()];
    for document in segment.doc_ids_alive() {
        if let Some(ordinal) = keys.ords().first(document) {
            documents[ordinal as usize] = Some(document);
        }
    }
    let mut stream = keys.dictionary().stream().to("read the ids")?;
    while stream.advance() {
        let Some(document) = documents[stream.term_ord() as usize] else {
            continue;
        };
        let content = contents.as_ref().and_then(|column| column.first(document));
        each(&String::from_utf8_lossy(stream.key()), content);
    }
    Ok(())
}

/// Maps the file of a generation into memory; nothing where it has none.
pub(crate) fn open_publications(directory: &Path) -> Result<OwnedBytes, Error> {
    let files = ReadOnlyDirectory::open(directory)?;
    match files.open_read(Path::new(PUBLICATIONS_FILE)) {
        Ok(file) => file.read_bytes().to("read what publications have changed"),
        Err(OpenReadError::FileDoesNotExist(_)) => Ok(OwnedBytes::empty()),
        Err(error) => Err(error).to("read what publications have changed"),
    }
}

/// What the latest publications have changed, the earliest first.
#[derive(Debug, Default)]
pub(crate) struct Publications(Vec<Publication>);

impl Publications {
    /// Reads those of a generation; none where it has no file of them.
    ///
    /// # Errors
    ///
    /// Where the file is there and cannot be read.
    pub fn read(directory: &Path) -> Result<Self, Error> {
        let path = directory.join(PUBLICATIONS_FILE);
        match fs::read(&path) {
            Ok(lines) => Self::parse(&lines),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).on("read", &path),
        }
    }

    /// Reads the lines of a file.
    ///
    /// # Errors
    ///
    /// Where they are not those of publications.
    pub fn parse(lines: &[u8]) -> Result<Self, Error> {
        let lines = serde_json::Deserializer::from_slice(lines).into_iter();
        let publications = lines.collect::<Result<_, _>>();
        Ok(Self(
            publications.to("read what publications have changed")?,
        ))
    }

    /// Adds the latest one; the earliest go where there are too many.
    pub fn add(&mut self, publication: Publication) {
        self.0.push(publication);
        let mut n_changes = 0;
        let latest_first = self.0.iter().rev().take(MAX_PUBLICATIONS);
        let kept = latest_first.enumerate().take_while(|(place, publication)| {
            n_changes += publication.n_changes();
            *place == 0 || n_changes <= MAX_CHANGES
        });
        let n_kept = kept.count();
        self.0.drain(..self.0.len() - n_kept);
    }

    /// Writes the file of a generation, unless there is nothing to tell.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written: the disk is full, for instance.
    pub fn write(&self, directory: &Path) -> Result<(), Error> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut lines = Vec::new();
        for publication in &self.0 {
            let written = serde_json::to_writer(&mut lines, publication);
            written.to("write what publications have changed")?;
            lines.push(b'\n');
        }
        write_file(&directory.join(PUBLICATIONS_FILE), &lines)
    }

    /// Returns the earliest generation since which all changes are known.
    pub fn earliest(&self) -> Option<&str> {
        Some(&self.0.first()?.since)
    }

    /// Returns the generation that was live at a moment, where all changes since are known; the latest one where it is still live.
    pub fn live_at<'a>(&'a self, moment: Date, latest: &'a str) -> Option<&'a str> {
        let earliest = self.0.first()?;
        if moment < earliest.at {
            return None;
        }
        let next = self.0.iter().find(|publication| publication.at > moment);
        Some(next.map_or(latest, |publication| &publication.since))
    }

    /// Returns what changed from one generation to another, or to the latest one, by the keys of the records; `None` where it is
    /// not known.
    pub fn changes(&self, since: &str, until: Option<&str>) -> Option<BTreeMap<&str, ChangeKind>> {
        let place = |generation: &str| self.0.iter().position(|it| it.since == generation);
        let first = place(since)?;
        let last = match until {
            Some(until) => place(until).filter(|last| *last >= first)?,
            None => self.0.len(),
        };
        let mut changes = BTreeMap::new();
        for (key, kind) in self.0[first..last].iter().flat_map(Publication::changes) {
            let before = changes.get(key).copied();
            match together(before, kind) {
                Some(kind) => changes.insert(key, kind),
                None => changes.remove(key),
            };
        }
        Some(changes)
    }
}

/// Returns what two changes are together, one after the other; `None` where they are none.
fn together(before: Option<ChangeKind>, then: ChangeKind) -> Option<ChangeKind> {
    use ChangeKind::{Added, Changed, Deleted};
    match (before, then) {
        (None, then) => Some(then),
        (Some(Added), Deleted) => None,
        (Some(Added), _) => Some(Added),
        (Some(_), Deleted) => Some(Deleted),
        (Some(_), _) => Some(Changed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn publication(since: &str, day: &str, keys: [&[&str]; 3]) -> Publication {
        let [added, changed, deleted] =
            keys.map(|keys| keys.iter().map(|key| (*key).to_owned()).collect());
        Publication {
            since: since.to_owned(),
            at: day.parse().unwrap(),
            added,
            changed,
            deleted,
        }
    }

    fn three() -> Publications {
        let mut publications = Publications::default();
        publications.add(publication(
            "g1",
            "2026-01-02",
            [&["a", "b"], &["c"], &["d"]],
        ));
        publications.add(publication(
            "g2",
            "2026-01-03",
            [&["d"], &["a", "e"], &["b", "c"]],
        ));
        publications.add(publication("g3", "2026-01-05", [&[], &["e"], &["f"]]));
        publications
    }

    #[test]
    fn what_changed_twice_is_one_change() {
        use ChangeKind::{Added, Changed, Deleted};
        let publications = three();
        let changes = |since, until| publications.changes(since, until).map(Vec::from_iter);
        assert_eq!(
            changes("g1", None).unwrap(),
            [
                ("a", Added),
                ("c", Deleted),
                ("d", Changed),
                ("e", Changed),
                ("f", Deleted)
            ]
        );
        assert_eq!(changes("g1", Some("g2")).unwrap().len(), 4);
        assert_eq!(
            changes("g3", None).unwrap(),
            [("e", Changed), ("f", Deleted)]
        );
        assert_eq!(changes("g2", Some("g2")).unwrap(), []);
        for (since, until) in [
            ("g0", None),
            ("g4", None),
            ("g2", Some("g1")),
            ("g1", Some("g4")),
        ] {
            assert_eq!(changes(since, until), None, "{since} {until:?}");
        }
    }

    #[test]
    fn the_generation_that_was_live_at_a_moment_is_told_as_far_back_as_changes_are_known() {
        let publications = three();
        let live_at = |day: &str| publications.live_at(day.parse().unwrap(), "g4");
        assert_eq!(live_at("2026-01-01"), None);
        assert_eq!(live_at("2026-01-02"), Some("g2"));
        assert_eq!(live_at("2026-01-04"), Some("g3"));
        assert_eq!(live_at("2026-01-05"), Some("g4"));
        assert_eq!(Publications::default().live_at(Date::now(), "g4"), None);
    }

    #[test]
    fn publications_are_read_back_as_written() {
        let directory = tempfile::tempdir().unwrap();
        Publications::default().write(directory.path()).unwrap();
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
        three().write(directory.path()).unwrap();
        assert_eq!(Publications::read(directory.path()).unwrap().0, three().0);
        assert!(Publications::parse(b"{}").is_err());
    }

    #[test]
    fn the_latest_publications_are_kept() {
        let many: Vec<String> = (0..MAX_CHANGES).map(|number| number.to_string()).collect();
        let mut large = publication("g5", "2026-01-06", [&[], &[], &[]]);
        large.changed = many;
        let mut publications = three();
        publications.add(large);
        assert_eq!(publications.earliest(), Some("g5"));
        publications.add(publication("g6", "2026-01-07", [&["a"], &[], &[]]));
        assert_eq!(publications.earliest(), Some("g6"));
        for number in 0..MAX_PUBLICATIONS {
            publications.add(publication(
                &number.to_string(),
                "2026-01-08",
                [&[], &[], &[]],
            ));
        }
        assert_eq!(publications.earliest(), Some("0"));
    }
}
