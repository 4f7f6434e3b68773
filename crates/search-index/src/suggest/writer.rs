//! Writes the table of suggestions: see [`table`](super::table) for the layout.

use std::collections::HashMap;
use std::path::Path;

use super::suggestion::SuggestionKind;
use super::table::{
    ENTRY_NUMBERS, EntryOrdinal, FILE, MAGIC, N_SECTIONS, NAME_END, Posting, TermOrdinal,
};
use crate::analyzer::is_stop_word;
use crate::error::Error;
use crate::files::write_file;

/// An entry of the table: a title or a facet's value that can be suggested.
#[derive(Debug, Clone)]
pub(super) struct TableEntry {
    pub kind: SuggestionKind,
    pub weight: f32,
    pub count: u32,
    /// The terms of each of its names; the first name is the label.
    pub names: Vec<Vec<String>>,
    pub label: String,
    pub value: String,
    pub slug: String,
    pub acronym: String,
}

/// Writes the entries into a generation's directory.
pub(super) fn write_table(directory: &Path, entries: Vec<TableEntry>) -> Result<(), Error> {
    write_file(&directory.join(FILE), &to_bytes(entries))
}

/// Returns the file's bytes for these entries.
pub(super) fn to_bytes(mut entries: Vec<TableEntry>) -> Vec<u8> {
    // NUL divides an entry's texts; a text that contains one could not be read back.
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
    let dictionary = TermDictionary::of(&entries);
    let sections = sections(&entries, &dictionary);
    let mut bytes = Vec::from(MAGIC);
    for section in &sections {
        bytes.extend((section.len() as u64).to_le_bytes());
    }
    bytes.extend(sections.into_iter().flatten());
    bytes
}

/// All terms of the names, sorted, and the ordinal of each.
struct TermDictionary<'a> {
    sorted: Vec<&'a str>,
    ordinals: HashMap<&'a str, TermOrdinal>,
}

impl<'a> TermDictionary<'a> {
    fn of(entries: &'a [TableEntry]) -> Self {
        let terms = entries
            .iter()
            .flat_map(|entry| entry.names.iter().flatten());
        let mut sorted: Vec<&str> = terms.map(String::as_str).collect();
        sorted.sort_unstable();
        sorted.dedup();
        let ordinals = sorted.iter().copied().zip(0..).collect();
        Self { sorted, ordinals }
    }
}

/// Returns the sections in the order of the file.
fn sections(entries: &[TableEntry], dictionary: &TermDictionary<'_>) -> [Vec<u8>; N_SECTIONS] {
    let mut names = Vec::new();
    let mut texts = Vec::new();
    let mut table = Vec::with_capacity((entries.len() + 1) * ENTRY_NUMBERS);
    let mut postings: Vec<Vec<u32>> = vec![Vec::new(); dictionary.sorted.len()];
    for (entry, ordinal) in entries.iter().zip(0..) {
        table.extend([
            entry.weight.to_bits(),
            entry.count,
            names.len() as u32,
            texts.len() as u32,
        ]);
        for name in &entry.names {
            add_postings(name, ordinal, dictionary, &mut postings);
            names.extend(name.iter().map(|term| dictionary.ordinals[term.as_str()]));
            names.push(NAME_END);
        }
        let parts = [&entry.label, &entry.value, &entry.slug, &entry.acronym];
        texts.extend(parts.map(String::as_bytes).join(&0));
    }
    table.extend([0, 0, names.len() as u32, texts.len() as u32]);
    [
        numbers(starts(dictionary.sorted.iter().map(|term| term.len()))),
        dictionary.sorted.concat().into_bytes(),
        numbers(starts(postings.iter().map(Vec::len))),
        numbers(postings.into_iter().flatten()),
        numbers(table),
        entries.iter().map(|entry| entry.kind as u8).collect(),
        numbers(names),
        texts,
    ]
}

/// Adds an entry to the posting lists of the terms of one of its names. A stop word has a posting only where it begins
/// the name: `les` should find the names that begin with it, and not half of the catalogue. In a name of stop words
/// alone, each has one.
fn add_postings(
    name: &[String],
    entry: EntryOrdinal,
    dictionary: &TermDictionary<'_>,
    postings: &mut [Vec<u32>],
) {
    let any_significant = name.iter().any(|term| !is_stop_word(term));
    for (position, term) in name.iter().enumerate() {
        if position > 0 && any_significant && is_stop_word(term) {
            continue;
        }
        let posting_list = &mut postings[dictionary.ordinals[term.as_str()] as usize];
        let posting = Posting::encode(entry, position == 0, name.len() == 1);
        match posting_list.last_mut() {
            // A term that comes twice in an entry's names has one posting, with the best of its places.
            Some(last) if Posting::from(*last).entry() == entry => *last |= posting,
            _ => posting_list.push(posting),
        }
    }
}

/// Returns the start of each piece, from the lengths of pieces that follow one another, and the end of the last one.
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
