//! Writes the table of suggestions: see [`table`](super::table) for the layout.

use std::path::Path;

use super::names::TermId;
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
    pub names: Vec<Vec<TermId>>,
    pub label: String,
    pub value: String,
    pub slug: String,
    pub acronym: String,
}

/// What the table is made of.
pub(super) struct TableContent {
    pub entries: Vec<TableEntry>,
    /// By number, the terms of the names.
    pub terms: Vec<String>,
}

/// Writes a table into a generation's directory.
pub(super) fn write_table(directory: &Path, content: TableContent) -> Result<(), Error> {
    write_file(&directory.join(FILE), &to_bytes(content))
}

/// Returns the file's bytes for this content.
pub(super) fn to_bytes(content: TableContent) -> Vec<u8> {
    let TableContent { mut entries, terms } = content;
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
    let dictionary = TermDictionary::of(&entries, &terms);
    let sections = sections(&entries, &dictionary);
    let mut bytes = Vec::from(MAGIC);
    for section in &sections {
        bytes.extend((section.len() as u64).to_le_bytes());
    }
    bytes.extend(sections.into_iter().flatten());
    bytes
}

/// All terms of the names, sorted.
struct TermDictionary<'a> {
    sorted: Vec<&'a str>,
    /// By number of the term, its ordinal; 0 where no entry has it.
    ordinals: Vec<TermOrdinal>,
    /// By ordinal.
    is_stop_word: Vec<bool>,
}

impl<'a> TermDictionary<'a> {
    fn of(entries: &[TableEntry], terms: &'a [String]) -> Self {
        let mut is_used = vec![false; terms.len()];
        for term in entries
            .iter()
            .flat_map(|entry| entry.names.iter().flatten())
        {
            is_used[*term as usize] = true;
        }
        let used = terms.iter().zip(0..).zip(is_used);
        let used = used.filter_map(|(term, is_used)| is_used.then_some(term));
        let mut sorted: Vec<(&str, TermId)> = used.map(|(term, id)| (term.as_str(), id)).collect();
        sorted.sort_unstable();
        let mut ordinals = vec![0; terms.len()];
        for ((_, id), ordinal) in sorted.iter().zip(0..) {
            ordinals[*id as usize] = ordinal;
        }
        let sorted: Vec<&str> = sorted.into_iter().map(|(term, _)| term).collect();
        Self {
            is_stop_word: sorted.iter().map(|term| is_stop_word(term)).collect(),
            sorted,
            ordinals,
        }
    }

    fn ordinals_of(&self, name: &[TermId]) -> Vec<TermOrdinal> {
        let terms = name.iter();
        terms.map(|term| self.ordinals[*term as usize]).collect()
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
            let name = dictionary.ordinals_of(name);
            add_postings(&name, ordinal, dictionary, &mut postings);
            names.extend(name);
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
    name: &[TermOrdinal],
    entry: EntryOrdinal,
    dictionary: &TermDictionary<'_>,
    postings: &mut [Vec<u32>],
) {
    let is_stop_word = |term: &TermOrdinal| dictionary.is_stop_word[*term as usize];
    let any_significant = name.iter().any(|term| !is_stop_word(term));
    for (position, term) in name.iter().enumerate() {
        if position > 0 && any_significant && is_stop_word(term) {
            continue;
        }
        let posting_list = &mut postings[*term as usize];
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
