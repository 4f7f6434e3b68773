//! The file of suggestions: flat arrays, mapped into memory and read in place.
//!
//! ```text
//! magic                8 bytes
//! lengths              the bytes of each section, as u64
//! word starts          where each word begins in `words`, and where the last one ends
//! words                all folded words, sorted
//! posting starts       where each word's postings begin
//! postings             for each word the entries that have it, best first; see [`Posting`]
//! entries              weight, count, start of the names, start of the texts; one more as the end
//! kinds                one byte an entry
//! names                what each entry is called: numbers of words, each name ended by [`NAME_END`]
//! texts                what is shown and linked to, the parts of an entry divided by NUL
//! ```
//!
//! Numbers are u32 unless said otherwise, little end first. An entry's number is its rank by weight, so that postings
//! need no sorting. The words of a prefix are neighbours, and so are their postings.

use std::ops::Range;
use std::path::Path;

use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use super::suggestion::SuggestionKind;
use crate::error::{EngineContext, Error};

/// The file's name in the generation's directory.
pub(super) const FILE: &str = "suggestions.bin";

pub(super) const MAGIC: [u8; 8] = *b"TRVSUG01";
pub(super) const N_SECTIONS: usize = 8;

/// The end of a name among the numbers of words.
pub(super) const NAME_END: u32 = u32::MAX;

/// The u32 of an entry.
pub(super) const ENTRY_NUMBERS: usize = 4;

#[derive(Clone, Copy)]
enum Section {
    WordStarts,
    Words,
    PostingStarts,
    Postings,
    Entries,
    Kinds,
    Names,
    Texts,
}

/// The suggestions of a generation.
pub(crate) struct Table {
    bytes: OwnedBytes,
    sections: [Range<usize>; N_SECTIONS],
}

/// That an entry has a word: the entry, and where the word stands in its names.
#[derive(Clone, Copy)]
pub(super) struct Posting(u32);

impl Posting {
    const IS_FIRST: u32 = 1 << 31;
    const IS_ALL: u32 = 1 << 30;
    /// An entry's number is below this.
    pub const MAX_ENTRIES: u32 = Self::IS_ALL;

    /// Returns the posting of a word that begins a name of the entry, or is all of it.
    pub fn encode(entry: u32, is_first: bool, is_all: bool) -> u32 {
        let first = if is_first { Self::IS_FIRST } else { 0 };
        let all = if is_all { Self::IS_ALL } else { 0 };
        entry | first | all
    }

    pub fn entry(self) -> u32 {
        self.0 & !(Self::IS_FIRST | Self::IS_ALL)
    }

    /// Returns 0 to 3: whether the word begins a name, and whether it is all of it.
    pub fn place(self) -> usize {
        (self.0 >> 30) as usize
    }
}

impl From<u32> for Posting {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

/// What a suggestion shows and where it leads.
pub(super) struct Texts<'a> {
    pub label: &'a str,
    /// A record's id, or a facet's value.
    pub value: &'a str,
    pub slug: &'a str,
    pub acronym: &'a str,
}

impl Table {
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

    /// Returns the table without any suggestion.
    pub fn empty() -> Self {
        Self {
            bytes: OwnedBytes::empty(),
            sections: std::array::from_fn(|_| 0..0),
        }
    }

    /// Reads the lengths of the sections; what they hold is read when it is needed.
    pub(super) fn read(bytes: OwnedBytes) -> Option<Self> {
        if bytes.get(..MAGIC.len())? != MAGIC {
            return None;
        }
        let mut start = MAGIC.len() + N_SECTIONS * 8;
        let mut sections = std::array::from_fn(|_| 0..0);
        for (place, section) in sections.iter_mut().enumerate() {
            let at = MAGIC.len() + place * 8;
            let length = u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?);
            let end = start.checked_add(usize::try_from(length).ok()?)?;
            *section = start..end;
            start = end;
        }
        (start == bytes.len()).then_some(Self { bytes, sections })
    }

    fn n_words(&self) -> u32 {
        (self.numbers(Section::WordStarts).len() as u32).saturating_sub(1)
    }

    /// Returns a word by its number; the empty one where there is none.
    pub fn word(&self, word: u32) -> &[u8] {
        let starts = self.numbers(Section::WordStarts);
        let range = starts.range(word as usize);
        self.section(Section::Words).get(range).unwrap_or_default()
    }

    /// Returns the numbers of the words that begin so.
    pub fn prefix_range(&self, prefix: &[u8]) -> Range<u32> {
        let start = self.partition_point(|word| word < prefix);
        let n_others = self.partition_point(|word| word < prefix || word.starts_with(prefix));
        start..n_others
    }

    /// Returns the number of a word.
    pub fn find(&self, word: &[u8]) -> Option<u32> {
        let place = self.partition_point(|other| other < word);
        (self.word(place) == word && !word.is_empty()).then_some(place)
    }

    fn partition_point(&self, is_before: impl Fn(&[u8]) -> bool) -> u32 {
        let (mut low, mut high) = (0, self.n_words());
        while low < high {
            let middle = low + (high - low) / 2;
            if is_before(self.word(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Returns how many postings these words have together.
    pub fn n_postings(&self, words: &Range<u32>) -> usize {
        let starts = self.numbers(Section::PostingStarts);
        let start = starts.get(words.start as usize).unwrap_or(0);
        let end = starts.get(words.end as usize).unwrap_or(0);
        end.saturating_sub(start) as usize
    }

    /// Returns the postings of these words, one word after the other.
    pub(super) fn postings(&self, words: &Range<u32>) -> impl Iterator<Item = Posting> + use<'_> {
        let starts = self.numbers(Section::PostingStarts);
        let start = starts.get(words.start as usize).unwrap_or(0) as usize;
        let end = starts.get(words.end as usize).unwrap_or(0) as usize;
        self.numbers(Section::Postings)
            .slice(start..end)
            .map(Posting::from)
    }

    pub fn kind(&self, entry: u32) -> Option<SuggestionKind> {
        let kind = *self.section(Section::Kinds).get(entry as usize)?;
        SuggestionKind::ALL.get(usize::from(kind)).copied()
    }

    /// Returns what its use counts for; entries are numbered by it.
    pub fn weight(&self, entry: u32) -> f32 {
        f32::from_bits(self.entry_number(entry, 0))
    }

    /// Returns how many records have it: the facet's value, or the title.
    pub fn count(&self, entry: u32) -> u32 {
        self.entry_number(entry, 1)
    }

    /// Returns the names of an entry, one after the other, each with [`NAME_END`] behind it.
    pub fn names(&self, entry: u32) -> impl Iterator<Item = u32> + use<'_> {
        let (start, end) = (self.entry_number(entry, 2), self.entry_number(entry + 1, 2));
        self.numbers(Section::Names)
            .slice(start as usize..end as usize)
    }

    pub(super) fn texts(&self, entry: u32) -> Texts<'_> {
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

    fn entry_number(&self, entry: u32, place: usize) -> u32 {
        let entries = self.numbers(Section::Entries);
        entries
            .get(entry as usize * ENTRY_NUMBERS + place)
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

/// Numbers as they lie in the file.
#[derive(Clone, Copy)]
struct Numbers<'a>(&'a [[u8; 4]]);

impl<'a> Numbers<'a> {
    fn len(self) -> usize {
        self.0.len()
    }

    fn get(self, place: usize) -> Option<u32> {
        self.0.get(place).map(|bytes| u32::from_le_bytes(*bytes))
    }

    /// Returns from this number to the next one.
    fn range(self, place: usize) -> Range<usize> {
        self.get(place).unwrap_or(0) as usize..self.get(place + 1).unwrap_or(0) as usize
    }

    fn slice(self, range: Range<usize>) -> impl Iterator<Item = u32> + use<'a> {
        let slice = self.0.get(range).unwrap_or_default();
        slice.iter().map(|bytes| u32::from_le_bytes(*bytes))
    }
}
