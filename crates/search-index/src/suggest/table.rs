//! The file of suggestions: flat arrays, mapped into memory and read in place.
//!
//! ```text
//! magic                8 bytes
//! lengths              the bytes of each section, as u64
//! term starts          the offset of each term in `terms`, and the end of the last one
//! terms                the dictionary: all folded words of the names, sorted
//! posting starts       the ordinal of each term's first posting, and the end of the last list
//! postings             each term's posting list: the entries that have it, best first; see [`Posting`]
//! entries              weight, count, start of the names, start of the texts; one more as the end
//! kinds                one byte an entry
//! names                each entry's names: ordinals of terms, each name ended by [`NAME_END`]
//! texts                each entry's label, value, slug and acronym, divided by NUL
//! ```
//!
//! Numbers are u32 unless said otherwise, little end first. An entry's ordinal is its rank by weight, so that posting
//! lists need no sorting. The terms with a common prefix are neighbours, and so are their posting lists.

use std::ops::Range;
use std::path::Path;

use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use super::suggestion::SuggestionKind;
use super::withdrawn::{StandIn, Withdrawn, WithdrawnNames};
use crate::error::{EngineContext, Error};

/// The ordinal of a term in the dictionary.
pub(super) type TermOrdinal = u32;

/// The ordinal of an entry: its rank by weight.
pub(super) type EntryOrdinal = u32;

/// The file's name in the generation's directory.
pub(crate) const FILE: &str = "suggestions.bin";

pub(super) const MAGIC: [u8; 8] = *b"TRVSUG01";
pub(super) const N_SECTIONS: usize = 8;

/// The end of a name among the ordinals of its terms.
pub(super) const NAME_END: TermOrdinal = u32::MAX;

/// The number of u32 that an entry takes in its section.
pub(super) const ENTRY_NUMBERS: usize = 4;

#[derive(Clone, Copy)]
enum Section {
    TermStarts,
    Terms,
    PostingStarts,
    Postings,
    Entries,
    Kinds,
    Names,
    Texts,
}

/// The suggestions of a generation.
pub(crate) struct SuggestionTable {
    bytes: OwnedBytes,
    sections: [Range<usize>; N_SECTIONS],
    withdrawn: Withdrawn,
}

/// One element of a term's posting list: an entry with the term, and where the term stands in the entry's names.
#[derive(Clone, Copy)]
pub(super) struct Posting(u32);

impl Posting {
    const IS_FIRST: u32 = 1 << 31;
    const IS_ALL: u32 = 1 << 30;
    /// An entry's ordinal is less than this.
    pub const MAX_ENTRIES: u32 = Self::IS_ALL;

    /// Encodes a posting, and whether the term begins a name of the entry or is the whole name.
    pub fn encode(entry: EntryOrdinal, is_first: bool, is_all: bool) -> u32 {
        let first = if is_first { Self::IS_FIRST } else { 0 };
        let all = if is_all { Self::IS_ALL } else { 0 };
        entry | first | all
    }

    pub fn entry(self) -> EntryOrdinal {
        self.0 & !(Self::IS_FIRST | Self::IS_ALL)
    }

    /// Returns the place of the term in the entry's names as a number from 0 to 3, of two bits: whether it begins a name,
    /// and whether it is a whole one.
    pub fn place(self) -> usize {
        (self.0 >> 30) as usize
    }
}

impl From<u32> for Posting {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

/// The texts of an entry: what a suggestion shows and where it leads.
pub(super) struct Texts<'a> {
    pub label: &'a str,
    /// A record's id, or a facet's value.
    pub value: &'a str,
    pub slug: &'a str,
    pub acronym: &'a str,
}

impl SuggestionTable {
    /// Maps the file of a generation; one without it has no suggestions.
    pub fn open(directory: &Path) -> Result<Self, Error> {
        let path = directory.join(FILE);
        if !path.exists() {
            return Ok(Self::empty());
        }
        let directory = MmapDirectory::open(directory).to("open the suggestions")?;
        let file = directory
            .open_read(Path::new(FILE))
            .to("open the suggestions")?;
        let bytes = file.read_bytes().to("read the suggestions")?;
        Self::read(bytes).ok_or_else(|| Error::CheckFailed(format!("`{}` is cut", path.display())))
    }

    /// Returns a table without entries.
    pub fn empty() -> Self {
        Self {
            bytes: OwnedBytes::empty(),
            sections: std::array::from_fn(|_| 0..0),
            withdrawn: Withdrawn::default(),
        }
    }

    /// Reads the lengths of the sections; their contents are read when a suggestion needs them. `None` where the file is
    /// cut, or no file of suggestions.
    pub(super) fn read(bytes: OwnedBytes) -> Option<Self> {
        if bytes.get(..MAGIC.len())? != MAGIC {
            return None;
        }
        let mut start = MAGIC.len() + N_SECTIONS * 8;
        let mut sections = std::array::from_fn(|_| 0..0);
        for (index, section) in sections.iter_mut().enumerate() {
            let offset = MAGIC.len() + index * 8;
            let length = u64::from_le_bytes(bytes.get(offset..offset + 8)?.try_into().ok()?);
            let end = start.checked_add(usize::try_from(length).ok()?)?;
            *section = start..end;
            start = end;
        }
        (start == bytes.len()).then(|| Self {
            bytes,
            sections,
            withdrawn: Withdrawn::default(),
        })
    }

    fn n_terms(&self) -> u32 {
        (self.numbers(Section::TermStarts).len() as u32).saturating_sub(1)
    }

    /// Returns the term with an ordinal; the empty one where there is none.
    pub fn term(&self, term: TermOrdinal) -> &[u8] {
        let starts = self.numbers(Section::TermStarts);
        let range = starts.range(term as usize);
        self.section(Section::Terms).get(range).unwrap_or_default()
    }

    /// Returns the ordinals of the terms with a prefix.
    pub fn prefix_range(&self, prefix: &[u8]) -> Range<TermOrdinal> {
        let start = self.partition_point(|term| term < prefix);
        let end = self.partition_point(|term| term < prefix || term.starts_with(prefix));
        start..end
    }

    /// Returns the ordinal of a term, if the dictionary has it.
    pub fn term_ordinal(&self, term: &[u8]) -> Option<TermOrdinal> {
        let ordinal = self.partition_point(|other| other < term);
        (self.term(ordinal) == term && !term.is_empty()).then_some(ordinal)
    }

    fn partition_point(&self, is_before: impl Fn(&[u8]) -> bool) -> TermOrdinal {
        let (mut low, mut high) = (0, self.n_terms());
        while low < high {
            let middle = low + (high - low) / 2;
            if is_before(self.term(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Returns the number of postings of these terms.
    pub fn n_postings(&self, terms: &Range<TermOrdinal>) -> usize {
        let starts = self.numbers(Section::PostingStarts);
        let start = starts.get(terms.start as usize).unwrap_or(0);
        let end = starts.get(terms.end as usize).unwrap_or(0);
        end.saturating_sub(start) as usize
    }

    /// Returns the posting lists of these terms, one after the other.
    pub(super) fn postings(
        &self,
        terms: &Range<TermOrdinal>,
    ) -> impl Iterator<Item = Posting> + use<'_> {
        let starts = self.numbers(Section::PostingStarts);
        let start = starts.get(terms.start as usize).unwrap_or(0) as usize;
        let end = starts.get(terms.end as usize).unwrap_or(0) as usize;
        self.numbers(Section::Postings)
            .slice(start..end)
            .map(Posting::from)
    }

    /// Returns whether an entry may be suggested: no shown record has the others.
    pub fn is_shown(&self, entry: EntryOrdinal) -> bool {
        self.withdrawn.gone.is_empty() || !self.withdrawn.gone.contains(&entry)
    }

    /// Takes the names of hidden records out of the suggestions. Of the records that stand for a title in the place of a
    /// hidden one, the first of the title is taken.
    pub(super) fn withdraw(
        &mut self,
        hidden: &[WithdrawnNames<'_>],
        stand_in: &dyn Fn(&WithdrawnNames<'_>) -> Option<StandIn>,
    ) {
        let mut withdrawn = Withdrawn::default();
        let titles: Vec<Option<Vec<TermOrdinal>>> = hidden
            .iter()
            .map(|names| {
                let terms = names.title.iter();
                terms
                    .map(|term| self.term_ordinal(term.as_bytes()))
                    .collect()
            })
            .collect();
        for entry in 0..self.section(Section::Kinds).len() as u32 {
            let Some(kind) = self.kind(entry) else {
                continue;
            };
            let texts = self.texts(entry);
            let mut count = self.count(entry);
            let before = count;
            let mut stand_in_for = None;
            for (names, title) in hidden.iter().zip(&titles) {
                let is_title = kind == names.kind
                    && title
                        .as_ref()
                        .is_some_and(|title| self.has_first_name(entry, title));
                let has_it = is_title || names.values.contains(&(kind, texts.value));
                count = count.saturating_sub(u32::from(has_it));
                if is_title && texts.value == names.id {
                    stand_in_for = Some(names);
                }
            }
            if count == before {
                continue;
            }
            withdrawn.counts.insert(entry, count);
            let other = stand_in_for.map(stand_in);
            if let Some(Some(other)) = other {
                withdrawn.stand_ins.insert(entry, other);
            } else if count == 0 || other.is_some() {
                withdrawn.gone.insert(entry);
            }
        }
        self.withdrawn = withdrawn;
    }

    /// Returns whether the first name of an entry has exactly these terms.
    fn has_first_name(&self, entry: EntryOrdinal, terms: &[TermOrdinal]) -> bool {
        let first = self.names(entry).take_while(|term| *term != NAME_END);
        !terms.is_empty() && first.eq(terms.iter().copied())
    }

    pub fn kind(&self, entry: EntryOrdinal) -> Option<SuggestionKind> {
        let kind = *self.section(Section::Kinds).get(entry as usize)?;
        SuggestionKind::ALL.get(usize::from(kind)).copied()
    }

    /// Returns the weight of an entry: its public use, or its number of records.
    pub fn weight(&self, entry: EntryOrdinal) -> f32 {
        f32::from_bits(self.entry_number(entry, 0))
    }

    /// Returns the number of live records that have the entry's facet value or title.
    pub fn count(&self, entry: EntryOrdinal) -> u32 {
        let changed = (!self.withdrawn.counts.is_empty())
            .then(|| self.withdrawn.counts.get(&entry))
            .flatten();
        changed
            .copied()
            .unwrap_or_else(|| self.entry_number(entry, 1))
    }

    /// Returns the terms of an entry's names, one name after the other, each with [`NAME_END`] behind it.
    pub fn names(&self, entry: EntryOrdinal) -> impl Iterator<Item = TermOrdinal> + use<'_> {
        let (start, end) = (self.entry_number(entry, 2), self.entry_number(entry + 1, 2));
        self.numbers(Section::Names)
            .slice(start as usize..end as usize)
    }

    pub(super) fn texts(&self, entry: EntryOrdinal) -> Texts<'_> {
        if let Some(other) = self.withdrawn.stand_ins.get(&entry) {
            return Texts {
                label: &other.label,
                value: &other.id,
                slug: &other.slug,
                acronym: &other.acronym,
            };
        }
        let (start, end) = (self.entry_number(entry, 3), self.entry_number(entry + 1, 3));
        let texts = self
            .section(Section::Texts)
            .get(start as usize..end as usize);
        let texts = texts.and_then(|texts| std::str::from_utf8(texts).ok());
        let mut parts = texts.unwrap_or_default().split('\0');
        let mut next = || parts.next().unwrap_or_default();
        Texts {
            label: next(),
            value: next(),
            slug: next(),
            acronym: next(),
        }
    }

    fn entry_number(&self, entry: EntryOrdinal, index: usize) -> u32 {
        let entries = self.numbers(Section::Entries);
        entries
            .get(entry as usize * ENTRY_NUMBERS + index)
            .unwrap_or(0)
    }

    fn section(&self, section: Section) -> &[u8] {
        let range = self.sections[section as usize].clone();
        self.bytes.get(range).unwrap_or_default()
    }

    fn numbers(&self, section: Section) -> Numbers<'_> {
        Numbers(self.section(section).as_chunks().0)
    }
}

/// An array of u32 as it lies in the file.
#[derive(Clone, Copy)]
struct Numbers<'a>(&'a [[u8; 4]]);

impl<'a> Numbers<'a> {
    fn len(self) -> usize {
        self.0.len()
    }

    fn get(self, index: usize) -> Option<u32> {
        self.0.get(index).map(|bytes| u32::from_le_bytes(*bytes))
    }

    /// Returns the range between the number at an index and the next number.
    fn range(self, index: usize) -> Range<usize> {
        self.get(index).unwrap_or(0) as usize..self.get(index + 1).unwrap_or(0) as usize
    }

    fn slice(self, range: Range<usize>) -> impl Iterator<Item = u32> + use<'a> {
        let slice = self.0.get(range).unwrap_or_default();
        slice.iter().map(|bytes| u32::from_le_bytes(*bytes))
    }
}
