//! A text as the words that names are looked for in.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use crate::zone_name::fold;

/// How many words of a text are read: the longest title has 350 characters, but nothing keeps a record to that.
const MAX_WORDS: usize = 120;

/// A word, folded as the gazetteer folds names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub text: String,
    /// Whether it begins with a capital letter.
    pub is_capital: bool,
    /// Whether a bracket, a comma, a colon or the like parts it from the word before: no name goes across.
    pub is_parted: bool,
    /// Whether it stands in brackets.
    pub is_bracketed: bool,
}

/// The words of a text, in order.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub words: Vec<Word>,
    /// Whether capital letters tell anything here: not in a text that is all upper or all lower case.
    pub has_both_cases: bool,
}

impl Words {
    /// Reads a text; what comes after its first 120 words is left out.
    pub fn read(text: &str) -> Self {
        let mut words: Vec<Word> = Vec::new();
        let mut depth = 0_usize;
        let mut is_parted = false;
        let mut rest = text;
        while let Some(start) = rest.find(|letter: char| !letter.is_whitespace()) {
            rest = &rest[start..];
            let Some(first) = rest.chars().next() else {
                break;
            };
            if is_letter(first) {
                let end = rest.find(|letter| !is_letter(letter)).unwrap_or(rest.len());
                if words.len() == MAX_WORDS {
                    break;
                }
                words.push(Word {
                    text: standard(fold(&rest[..end])),
                    is_capital: first.is_uppercase(),
                    is_parted,
                    is_bracketed: depth > 0,
                });
                is_parted = false;
                rest = &rest[end..];
                continue;
            }
            match first {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            let next = &rest[first.len_utf8()..];
            match first {
                '-' | '–' | '—' | '\'' | '’' | '_' | '.' | '`' | '´' => {}
                _ => is_parted = true,
            }
            rest = next;
        }
        words.retain(|word| !word.text.is_empty());
        let has_both_cases =
            text.chars().any(char::is_uppercase) && text.chars().any(char::is_lowercase);
        Self {
            words,
            has_both_cases,
        }
    }

    /// Returns the word at that place; empty beyond the ends.
    pub fn text(&self, place: usize) -> &str {
        self.words.get(place).map_or("", |word| &word.text)
    }

    /// Returns whether these words are not all lower case where that could be told.
    pub fn is_capital(&self, range: &Range<usize>) -> bool {
        !self.has_both_cases || self.words[range.clone()].iter().any(|word| word.is_capital)
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&letter)
}

/// Returns the word that an abbreviation stands for.
fn standard(word: String) -> String {
    match word.as_str() {
        "st" => "saint".to_owned(),
        "ste" => "sainte".to_owned(),
        _ => word,
    }
}

/// The hash of some words, one after the other.
///
/// Names are told apart by it alone: with 64 bits, that two of the gazetteer's or a name and something else in the
/// catalogue have the same is not to be expected in the lifetime of the program.
#[derive(Debug, Clone, Default)]
pub(super) struct NameHash(DefaultHasher);

impl NameHash {
    /// Returns the hash of a name.
    pub fn of(name: &str) -> u64 {
        // A name has one word at least, if an empty one.
        Self::beginnings(name).pop().unwrap_or_default()
    }

    /// Returns the hashes of the beginnings of a name, from its first word to all of it.
    pub fn beginnings(name: &str) -> Vec<u64> {
        let mut hash = Self::default();
        let words = fold(name);
        let words = words.split(' ').map(|word| standard(word.to_owned()));
        words
            .map(|word| {
                hash.add(&word);
                hash.finish()
            })
            .collect()
    }

    pub fn add(&mut self, word: &str) {
        word.hash(&mut self.0);
    }

    pub fn finish(&self) -> u64 {
        self.0.finish()
    }
}
