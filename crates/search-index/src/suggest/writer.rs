//! Writes the table: see [`table`](super::table) for the layout.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use super::suggestion::SuggestionKind;
use super::table::{ENTRY_NUMBERS, FILE, MAGIC, N_SECTIONS, NAME_END, Posting};
use crate::analyzer::is_stop_word;
use crate::error::{Error, IoContext};

/// Something to suggest.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub kind: SuggestionKind,
    pub weight: f32,
    pub count: u32,
    /// The words of its names, folded; the first name is the label's.
    pub names: Vec<Vec<String>>,
    pub label: String,
    pub value: String,
    pub slug: String,
    pub acronym: String,
}

/// Writes the entries into a generation's directory.
pub(super) fn write_table(directory: &Path, entries: Vec<Entry>) -> Result<(), Error> {
    let path = directory.join(FILE);
    let mut file = File::create(&path).on("create", &path)?;
    file.write_all(&to_bytes(entries))
        .and_then(|()| file.sync_all())
        .on("write", &path)
}

/// Returns the table of these entries.
pub(super) fn to_bytes(mut entries: Vec<Entry>) -> Vec<u8> {
    // The parts of a text are divided by NUL; what has one of its own can be no link.
    entries.retain(|entry| {
        [&entry.label, &entry.value, &entry.slug, &entry.acronym]
            .iter()
            .all(|text| !text.contains('\0'))
    });
    entries.sort_unstable_by(|a, b| {
        let by_weight = b.weight.total_cmp(&a.weight);
        by_weight.then_with(|| (a.kind, &a.label, &a.value).cmp(&(b.kind, &b.label, &b.value)))
    });
    entries.truncate(Posting::MAX_ENTRIES as usize);
    let words = Vocabulary::of(&entries);
    let sections = sections(&entries, &words);
    let mut bytes = Vec::from(MAGIC);
    for section in &sections {
        bytes.extend((section.len() as u64).to_le_bytes());
    }
    bytes.extend(sections.into_iter().flatten());
    bytes
}

/// All words, sorted, and the number of each.
struct Vocabulary<'a> {
    sorted: Vec<&'a str>,
    numbers: HashMap<&'a str, u32>,
}

impl<'a> Vocabulary<'a> {
    fn of(entries: &'a [Entry]) -> Self {
        let words = entries
            .iter()
            .flat_map(|entry| entry.names.iter().flatten());
        let mut sorted: Vec<&str> = words.map(String::as_str).collect();
        sorted.sort_unstable();
        sorted.dedup();
        let numbers = sorted.iter().copied().zip(0..).collect();
        Self { sorted, numbers }
    }
}

/// Returns the sections in the order of the file.
fn sections(entries: &[Entry], words: &Vocabulary<'_>) -> [Vec<u8>; N_SECTIONS] {
    let mut names = Vec::new();
    let mut texts = Vec::new();
    let mut table = Vec::with_capacity((entries.len() + 1) * ENTRY_NUMBERS);
    let mut postings: Vec<Vec<u32>> = vec![Vec::new(); words.sorted.len()];
    for (entry, number) in entries.iter().zip(0..) {
        table.extend([
            entry.weight.to_bits(),
            entry.count,
            names.len() as u32,
            texts.len() as u32,
        ]);
        for name in &entry.names {
            post(name, number, words, &mut postings);
            names.extend(name.iter().map(|word| words.numbers[word.as_str()]));
            names.push(NAME_END);
        }
        let parts = [&entry.label, &entry.value, &entry.slug, &entry.acronym];
        texts.extend(parts.map(String::as_bytes).join(&0));
    }
    table.extend([0, 0, names.len() as u32, texts.len() as u32]);
    [
        numbers(starts(words.sorted.iter().map(|word| word.len()))),
        words.sorted.concat().into_bytes(),
        numbers(starts(postings.iter().map(Vec::len))),
        numbers(postings.into_iter().flatten()),
        numbers(table),
        entries.iter().map(|entry| entry.kind as u8).collect(),
        numbers(names),
        texts,
    ]
}

/// Notes an entry at the words of one of its names. A stop word is noted where it comes first: `les` should find
/// what begins with it, and not half of the catalogue. A name of nothing else is noted at all of its words.
fn post(name: &[String], entry: u32, words: &Vocabulary<'_>, postings: &mut [Vec<u32>]) {
    let any_significant = name.iter().any(|word| !is_stop_word(word));
    for (place, word) in name.iter().enumerate() {
        if place > 0 && any_significant && is_stop_word(word) {
            continue;
        }
        let of_word = &mut postings[words.numbers[word.as_str()] as usize];
        let posting = Posting::encode(entry, place == 0, name.len() == 1);
        match of_word.last_mut() {
            // A word that comes twice is noted once, at its best place.
            Some(last) if Posting::from(*last).entry() == entry => *last |= posting,
            _ => of_word.push(posting),
        }
    }
}

/// Returns where each length begins when all follow one another, and the end of the last one.
fn starts(lengths: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut starts = vec![0];
    let mut end = 0;
    starts.extend(lengths.map(|length| {
        end += length as u32;
        end
    }));
    starts
}

fn numbers(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    numbers.into_iter().flat_map(u32::to_le_bytes).collect()
}
