//! A title as words and numbers.

use crate::zone_name::fold;

/// A run of letters, or of digits with the letters of an ordinal (`1er`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// The word, folded.
    pub text: String,
    /// The number that it writes, of a plain number or an ordinal.
    pub number: Option<u32>,
    /// Whether it is a plain number.
    pub is_plain: bool,
    /// What stands between the word before and this one, without spaces around it: `-`, `/`; empty where there is nothing
    /// or spaces alone.
    pub separator: String,
    /// Whether nothing stands there, not even a space.
    pub is_joined: bool,
    /// Whether it is written in capitals, and no number.
    pub is_capitals: bool,
}

/// So many words of a title are read: the longest real one has 60.
const MAX_WORDS: usize = 120;

/// Returns the words of a title.
pub(crate) fn words(title: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = title;
    while words.len() < MAX_WORDS
        && let Some(start) = rest.find(char::is_alphanumeric)
    {
        let between = &rest[..start];
        rest = &rest[start..];
        let is_digit = rest.starts_with(|letter: char| letter.is_ascii_digit());
        let is_other =
            |letter: char| !letter.is_alphanumeric() || letter.is_ascii_digit() != is_digit;
        let mut end = rest.find(is_other).unwrap_or(rest.len());
        let digits = end;
        if is_digit {
            end += ordinal_ending(&rest[end..]);
        }
        words.push(Word {
            text: fold(&rest[..end]),
            number: is_digit.then(|| rest[..digits].parse().ok()).flatten(),
            is_plain: is_digit && end == digits,
            separator: between.trim().to_owned(),
            is_joined: between.is_empty() && !words.is_empty(),
            is_capitals: rest[..end].chars().all(char::is_uppercase),
        });
        rest = &rest[end..];
    }
    words
}

/// Returns the length of the letters of an ordinal that a text begins with: `er`, `ème`; 0 where there are none.
fn ordinal_ending(text: &str) -> usize {
    const ENDINGS: [&str; 9] = ["ere", "ème", "eme", "nde", "er", "re", "nd", "è", "e"];

    let end = text.find(|letter: char| !letter.is_alphanumeric());
    let letters = &text[..end.unwrap_or(text.len())];
    let is_ending = ENDINGS.contains(&letters.to_lowercase().as_str());
    if is_ending { letters.len() } else { 0 }
}
