//! A generation that was updated answers like one that was built whole from the same records.

mod faults;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use catalogue::{Date, Record, RecordType};
use search_index::{
    BuildOptions, Change, Collapse, Error, Facet, Form, FrenchAnalyzer, GenerationBuilder,
    GenerationUpdate, Generations, HiddenRecord, HiddenRecords, Manifest, Provenance,
    SearchRequest, Searcher, Sort, SuggestRequest, SyncState, UpdateProvenance,
};
use tempfile::TempDir;

/// Scores may differ by this share.
const TOLERANCE: f32 = 1e-3;

/// Numbers that look random and are the same in each run: xorshift.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

fn build(index: &Path, records: &[Record]) -> Manifest {
    let builder = GenerationBuilder::start(index, BuildOptions::default()).unwrap();
    for record in records {
        builder.add(record).unwrap();
    }
    let provenance = Provenance {
        sources: vec!["test".to_owned()],
        fetched_at: Date::now(),
        missing: 0,
        rejected: 0,
        duplicates: 0,
        sync: None,
        started: Instant::now(),
    };
    builder.finish(provenance).unwrap()
}

fn start(index: &Path) -> GenerationUpdate {
    let options = BuildOptions {
        max_shrink: 0.5,
        ..BuildOptions::default()
    };
    GenerationUpdate::start(index, options).unwrap()
}

fn until(moment: &str) -> UpdateProvenance {
    UpdateProvenance {
        sync: SyncState::new("https://example.org", moment.parse().unwrap(), None),
        rejected: 0,
        started: Instant::now(),
    }
}

type Key = (String, String);

fn key(record: &Record) -> Key {
    (record.record_type().to_string(), record.id().to_owned())
}

/// Gives a record the title, the description, the tags and the date of another one, and a link to it.
fn with_parts_of(record: &Record, other: &Record) -> Record {
    let mut changed = record.clone();
    let mut description = other.description().clone();
    let link = format!(
        " Voir [{}](https://www.data.gouv.fr/datasets/{}/).",
        other.title(),
        other.id()
    );
    if let Some(markdown) = &mut description.markdown {
        markdown.push_str(&link);
    }
    match &mut changed {
        Record::Dataset(dataset) => {
            other.title().clone_into(&mut dataset.title);
            dataset.description = description;
            dataset.tags = Some(other.tags().to_vec());
            dataset.last_update = other.last_update();
            if let Record::Dataset(other) = other {
                dataset.archived = other.archived;
                dataset.spatial.clone_from(&other.spatial);
            }
        }
        Record::Dataservice(dataservice) => {
            other.title().clone_into(&mut dataservice.title);
            dataservice.description = description;
        }
    }
    changed
}

/// Puts, replaces and removes so many records of an index and of a list that says what it holds.
fn change(index: &Path, state: &mut BTreeMap<Key, Record>, n: usize, chance: &mut Chance) {
    let all = ingest::sample_records().collect::<Vec<_>>();
    let update = start(index);
    for _ in 0..n {
        let record = chance.pick(&all);
        match chance.below(4) {
            0 => {
                let change = update
                    .remove(&record.record_type(), record.id(), true)
                    .unwrap();
                let was_there = state.remove(&key(record)).is_some();
                assert_eq!(change == Change::Removed, was_there);
            }
            1 => {
                update.put(record).unwrap();
                state.insert(key(record), record.clone());
            }
            _ => {
                let changed = with_parts_of(record, chance.pick(&all));
                update.put(&changed).unwrap();
                state.insert(key(record), changed);
            }
        }
    }
    let manifest = update.finish(until("2026-01-16")).unwrap();
    assert_eq!(manifest.records.total(), state.len() as u64);
}

/// Words of the records, alone and in pairs, with filters and orders.
fn requests(records: &[Record], n: usize, chance: &mut Chance) -> Vec<SearchRequest> {
    let mut analyzer = FrenchAnalyzer::new(Form::ExactWithStopWords);
    let mut word = |chance: &mut Chance| {
        let record = chance.pick(records);
        let text = match chance.below(4) {
            0 | 1 => record.title().to_owned(),
            2 => record.tags().join(" "),
            _ => record.description().text.clone(),
        };
        let words = analyzer.words(&text);
        if words.is_empty() {
            return "eau".to_owned();
        }
        let word = chance.pick(&words);
        text[word.start..word.end].to_owned()
    };
    let mut requests = Vec::new();
    for at in 0..n {
        let (first, second) = (word(chance), word(chance));
        let query = match at % 8 {
            0..=2 => first,
            3 | 4 => format!("{first} {second}"),
            5 => format!("titre:{first}"),
            6 => first.chars().skip(1).collect(),
            _ => String::new(),
        };
        let mut request = SearchRequest {
            facets: Facet::ALL.to_vec(),
            facet_size: 1_000,
            page_size: 30,
            collapse: Collapse::ALL[at % 3],
            ..SearchRequest::new(query)
        };
        if at % 5 == 0 {
            for tag in chance.pick(records).tags().iter().take(1) {
                request = request.filter(Facet::Tag, tag);
            }
        }
        if at % 7 == 0 {
            request = request.without(Facet::Archived);
        }
        let orders = ["created", "-last_update", "title", "-views", "reuses"];
        if at % 4 == 1 {
            request.sort = Sort::from_name(orders[at % orders.len()]).unwrap();
        }
        requests.push(request);
    }
    requests
}

fn assert_same_answers(updated: &Searcher, built: &Searcher, records: &[Record], n: usize) {
    let mut chance = Chance(7);
    for request in requests(records, n, &mut chance) {
        let (one, other) = (
            updated.search(&request).unwrap(),
            built.search(&request).unwrap(),
        );
        let shown = format!("{} {:?} {:?}", request.query, request.filters, request.sort);
        let totals = |found: &search_index::SearchResults| {
            let complete = (found.complete_total, found.total_with_most);
            (found.total, complete, found.total_records)
        };
        assert_eq!(totals(&one), totals(&other), "{shown}");
        let keys = |found: &search_index::SearchResults| {
            let hits = found.hits.iter();
            hits.map(|hit| (hit.hit.id.clone(), hit.n_copies, hit.missing.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(&one), keys(&other), "{shown}");
        for (one, other) in one.hits.iter().zip(&other.hits) {
            assert_eq!(one.hit, other.hit, "{shown}");
            assert_eq!(one.citations, other.citations, "{shown}");
            let difference = (one.score - other.score).abs();
            assert!(
                difference <= TOLERANCE * other.score.abs(),
                "{shown}: {} {} {}",
                one.hit.title,
                one.score,
                other.score
            );
        }
        assert_eq!(one.facets, other.facets, "{shown}");
        assert_eq!(one.understanding, other.understanding, "{shown}");
    }
    for _ in 0..n {
        let record = chance.pick(records);
        let names = [record.title(), record.tags().first().map_or("", |tag| tag)];
        let name = chance.pick(&names);
        let typed: String = name.chars().take(1 + chance.below(12)).collect();
        let request = SuggestRequest::new(typed.as_str());
        assert_eq!(
            updated.suggest(&request),
            built.suggest(&request),
            "{typed}"
        );
    }
    for record in records.iter().step_by(records.len().div_ceil(20)) {
        let similar = |searcher: &Searcher| searcher.similar(record, 5).unwrap();
        assert_eq!(similar(updated), similar(built), "{}", record.title());
        let found = updated.record(&record.record_type(), record.id()).unwrap();
        assert_eq!(found.as_ref(), Some(record));
    }
}

/// An index of the sample, and what it holds.
fn sample_index(folder: &TempDir) -> (std::path::PathBuf, BTreeMap<Key, Record>) {
    let records: Vec<Record> = ingest::sample_records().collect();
    let index = folder.path().join("index");
    build(&index, &records);
    let state = records.into_iter().map(|record| (key(&record), record));
    (index, state.collect())
}

fn check(folder: &TempDir, index: &Path, state: &BTreeMap<Key, Record>, name: &str, n: usize) {
    let records: Vec<Record> = state.values().cloned().collect();
    let whole = folder.path().join(name);
    build(&whole, &records);
    let updated = Searcher::open(index).unwrap();
    let built = Searcher::open(&whole).unwrap();
    assert_same_answers(&updated, &built, &records, n);
    let live = Generations::at(index).live().unwrap().unwrap();
    assert_eq!(Generations::at(index).verify(&live), Vec::<String>::new());
}

#[test]
fn an_updated_generation_answers_like_one_that_was_built_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (index, mut state) = sample_index(&folder);
    let mut chance = Chance(20_260_116);
    // A few changes, several times: small segments beside the large one.
    for round in 0..3 {
        change(&index, &mut state, 10, &mut chance);
        check(&folder, &index, &state, &format!("few-{round}"), 120);
    }
    let segments = |index: &Path| {
        let live = Generations::at(index).live().unwrap().unwrap();
        let files = fs::read_dir(Generations::at(index).path(&live)).unwrap();
        let paths = files.map(|file| file.unwrap().path());
        paths
            .filter(|path| path.extension().is_some_and(|it| it == "store"))
            .count()
    };
    assert!(segments(&index) > 1);
    // A third of the records: all segments become one.
    change(&index, &mut state, 134, &mut chance);
    assert_eq!(segments(&index), 1);
    check(&folder, &index, &state, "many", 200);
}

/// The bytes of each file of a generation, by name.
fn contents(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(directory).unwrap().map(Result::unwrap);
    let content = |file: fs::DirEntry| {
        let name = file.file_name().into_string().unwrap();
        (name, fs::read(file.path()).unwrap())
    };
    files.map(content).collect()
}

#[test]
fn an_update_shares_the_files_of_its_base_and_writes_none_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let (index, mut state) = sample_index(&folder);
    let generations = Generations::at(&index);
    let base = generations.live().unwrap().unwrap();
    let before = contents(&generations.path(&base));
    let mut chance = Chance(3);
    change(&index, &mut state, 5, &mut chance);
    let updated = generations.live().unwrap().unwrap();
    assert_ne!(updated, base);
    assert_eq!(contents(&generations.path(&base)), before);
    let manifest = generations.manifest(&updated).unwrap();
    let old = generations.manifest(&base).unwrap();
    let shared = manifest
        .files
        .iter()
        .filter(|file| old.files.contains(file));
    assert!(shared.count() >= 6, "{manifest:?}");
    #[cfg(unix)]
    for file in fs::read_dir(generations.path(&updated)).unwrap() {
        use std::os::unix::fs::PermissionsExt;

        let file = file.unwrap();
        let is_ours = !file.file_name().to_string_lossy().ends_with(".lock");
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert!(!is_ours || mode == 0o644, "{file:?}: {mode:o}");
    }
    // The base is there to roll back to, and answers.
    assert_eq!(generations.roll_back(None).unwrap().to, base);
    assert_eq!(generations.verify(&base), Vec::<String>::new());
}

/// Returns the largest file of a kind, in the middle of which is content and no footer.
fn largest(folder: &Path, kind: &str) -> PathBuf {
    let files = fs::read_dir(folder).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let of_kind = files.filter(|path| path.extension().is_some_and(|it| it == kind));
    of_kind
        .max_by_key(|path| fs::metadata(path).unwrap().len())
        .unwrap()
}

#[test]
fn an_update_of_a_base_that_cannot_be_opened_names_the_damage() {
    let folder = tempfile::tempdir().unwrap();
    let (index, _) = sample_index(&folder);
    let generations = Generations::at(&index);
    let live = generations.live().unwrap().unwrap();
    let lengths = largest(&generations.path(&live), "fieldnorm");
    let mut bytes = fs::read(&lengths).unwrap();
    let footer = bytes.len() - 64;
    for byte in &mut bytes[footer..] {
        *byte ^= 0xff;
    }
    fs::write(&lengths, bytes).unwrap();
    let refused = GenerationUpdate::start(&index, BuildOptions::default());
    let refused = refused.err().unwrap();
    assert!(matches!(refused, Error::Damaged { .. }), "{refused}");
    let name = lengths.file_name().unwrap().to_str().unwrap();
    assert!(refused.to_string().contains(name), "{refused}");
}

#[test]
fn an_update_hands_on_no_damage_of_its_base() {
    let folder = tempfile::tempdir().unwrap();
    let (index, mut state) = sample_index(&folder);
    let generations = Generations::at(&index);
    let mut chance = Chance(5);
    change(&index, &mut state, 5, &mut chance);
    let live = generations.live().unwrap().unwrap();
    let lengths = largest(&generations.path(&live), "fieldnorm");
    let mut bytes = fs::read(&lengths).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    // In place, as a disk does it: a hard link of the file has the damage, too.
    fs::write(&lengths, bytes).unwrap();

    let update = start(&index);
    let record = state.values().next().unwrap();
    update
        .remove(&record.record_type(), record.id(), false)
        .unwrap();
    let refused = update.finish(until("2026-01-17")).unwrap_err();
    let name = lengths.file_name().unwrap().to_str().unwrap();
    assert!(matches!(refused, Error::Damaged { .. }), "{refused}");
    assert!(refused.to_string().contains(name), "{refused}");
    assert_eq!(generations.live().unwrap().as_ref(), Some(&live));
    let damages = generations.verify(&live);
    assert!(damages.iter().any(|it| it.contains(name)), "{damages:?}");
}

#[test]
fn updates_leave_the_last_whole_builds_to_roll_back_to() {
    let folder = tempfile::tempdir().unwrap();
    let (index, mut state) = sample_index(&folder);
    let generations = Generations::at(&index);
    let first = generations.live().unwrap().unwrap();
    let records: Vec<Record> = state.values().cloned().collect();
    let second = build(&index, &records).generation;
    let mut chance = Chance(11);
    let mut updates = Vec::new();
    for _ in 0..4 {
        change(&index, &mut state, 3, &mut chance);
        updates.push(generations.live().unwrap().unwrap());
    }
    let kept = generations.once_live().unwrap();
    let expected = [&updates[3], &updates[2], &second, &first];
    assert_eq!(kept.iter().collect::<Vec<_>>(), expected);
    let rolled_back = generations.roll_back(Some(&second)).unwrap();
    assert_eq!(rolled_back.to, second);
}

#[test]
fn an_update_without_changes_keeps_the_generation_and_how_far_it_came() {
    let folder = tempfile::tempdir().unwrap();
    let (index, state) = sample_index(&folder);
    let generations = Generations::at(&index);
    let base = generations.live().unwrap().unwrap();
    let update = start(&index);
    assert_eq!(update.base().sync, None);
    for record in state.values().take(20) {
        assert_eq!(update.put(record).unwrap(), Change::None);
    }
    let kind = RecordType::Dataset;
    assert_eq!(update.remove(&kind, "nobody", false).unwrap(), Change::None);
    let manifest = update.finish(until("2026-01-16T08:00:00")).unwrap();
    assert_eq!(manifest.generation, base);
    assert_eq!(generations.live().unwrap(), Some(base.clone()));

    let update = start(&index);
    let sync = update.base().sync.clone().unwrap();
    assert_eq!(sync, until("2026-01-16T08:00:00").sync);
    assert_eq!(update.known().unwrap().len(), state.len());
    let record = state.values().next().unwrap();
    let known = update.known().unwrap()[&(record.record_type(), record.id().to_owned())];
    assert_eq!(known.last_update, record.last_update());
    // A new generation says it in its manifest.
    let removed = update
        .remove(&record.record_type(), record.id(), true)
        .unwrap();
    assert_eq!(removed, Change::Removed);
    let manifest = update.finish(until("2026-01-16T09:00:00")).unwrap();
    assert_eq!(manifest.sync, Some(until("2026-01-16T09:00:00").sync));
    assert_ne!(manifest.generation, base);
    let searcher = Searcher::open(&index).unwrap();
    assert!(searcher.was_deleted(&record.record_type(), record.id()));
    assert!(searcher.was_deleted(&record.record_type(), record.slug()));

    // A record that comes back was not deleted.
    let update = start(&index);
    assert_eq!(update.put(record).unwrap(), Change::Added);
    update.finish(until("2026-01-16T10:00:00")).unwrap();
    let searcher = Searcher::open(&index).unwrap();
    assert!(!searcher.was_deleted(&record.record_type(), record.id()));
    assert_eq!(
        searcher
            .record(&record.record_type(), record.id())
            .unwrap()
            .as_ref(),
        Some(record)
    );
}

#[test]
fn a_hidden_record_that_is_updated_stays_hidden() {
    let folder = tempfile::tempdir().unwrap();
    let (index, state) = sample_index(&folder);
    let records: Vec<&Record> = state.values().collect();
    let (hidden, other) = (records[17], records[40]);
    let list = HiddenRecord {
        record_type: hidden.record_type(),
        id: hidden.id().to_owned(),
        slug: Some(hidden.slug().to_owned()),
        reason: "vie privée".to_owned(),
        hidden_at: Date::now(),
    };
    HiddenRecords::change(&index, |all| all.hide(list)).unwrap();
    let update = start(&index);
    let known = (hidden.record_type(), hidden.id().to_owned());
    assert!(update.known().unwrap().contains_key(&known));
    let changed = with_parts_of(hidden, other);
    assert_eq!(update.put(&changed).unwrap(), Change::Replaced);
    update.finish(until("2026-01-16")).unwrap();

    let searcher = Searcher::open(&index).unwrap();
    let found = searcher.record(&hidden.record_type(), hidden.id()).unwrap();
    assert_eq!(found, None);
    let request = SearchRequest {
        page_size: 1_000,
        ..SearchRequest::default().without(Facet::Archived)
    };
    let found = searcher.search(&request).unwrap();
    assert_eq!(found.total, state.len() as u64 - 1);
    // It answers like an index without the record.
    let shown: Vec<Record> = state
        .values()
        .filter(|record| record.id() != hidden.id())
        .cloned()
        .collect();
    let whole = folder.path().join("whole");
    build(&whole, &shown);
    let built = Searcher::open(&whole).unwrap();
    assert_same_answers(&searcher, &built, &shown, 60);
    let mut export = Arc::new(searcher).export(&request).unwrap();
    while let Some(record) = export.next_record().unwrap() {
        assert_ne!(record.id(), hidden.id());
    }
}

#[test]
fn an_update_that_is_given_up_or_must_not_be_published_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (index, state) = sample_index(&folder);
    let generations = Generations::at(&index);
    let base = generations.live().unwrap().unwrap();
    let names = || fs::read_dir(index.join("generations")).unwrap().count();
    let update = start(&index);
    let locked = GenerationUpdate::start(&index, BuildOptions::default());
    assert!(matches!(locked.err(), Some(Error::Locked(_))));
    update.put(state.values().next().unwrap()).unwrap();
    drop(update);
    assert_eq!(names(), 1);

    let update = GenerationUpdate::start(&index, BuildOptions::default()).unwrap();
    for record in state.values().take(100) {
        update
            .remove(&record.record_type(), record.id(), false)
            .unwrap();
    }
    let refused = update.finish(until("2026-01-16")).err();
    assert!(
        matches!(refused, Some(Error::TooFewRecords { .. })),
        "{refused:?}"
    );
    assert_eq!(names(), 1);
    assert_eq!(generations.live().unwrap(), Some(base));
    let nowhere = folder.path().join("nowhere");
    let none = GenerationUpdate::start(&nowhere, BuildOptions::default());
    assert!(matches!(none.err(), Some(Error::NoIndex(_))));
    assert!(!nowhere.exists());
}
