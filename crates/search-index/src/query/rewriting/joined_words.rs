//! Words that are joined and no name: `espacesverts`, `archive2019`. They are looked for as the words that they are.

use super::measures::is_number;
use super::names::{LEAST_JOINED, is_word};
use super::places::names_zone;
use super::rewriter::Rewriter;
use crate::analyzer::{is_french, is_stop_word, ordinal};
use crate::error::Error;
use crate::query::rewritten_query::{QueryWord, Target};

/// A word with fewer letters is no two words.
const LEAST_LETTERS: usize = 5;

/// A word that is no number has at least so many letters where it is joined with another.
const LEAST_LETTERS_OF_WORD: usize = 3;

/// At most so many documents are named by the joined word for each that has both words in a row: `dataset` is no `data set`.
const MOST_JOINED: u64 = 4;

impl Rewriter<'_> {
    /// Returns the text with blanks in its joined words, and how many blanks; `None` where it has no joined words.
    pub(super) fn with_divided_words(&mut self) -> Result<Option<(String, usize)>, Error> {
        let mut text = self.query.text.clone();
        let mut n_divided = 0;
        // The last one first: a blank moves what is behind it.
        for index in (0..self.query.words.len()).rev() {
            let word = self.query.words[index].clone();
            if let Some(n_letters) = self.letters_of_first(&word)? {
                let in_word = word.shown.char_indices().nth(n_letters);
                let offset = in_word.map_or(0, |(offset, _)| offset);
                text.insert(word.span.start + offset, ' ');
                n_divided += 1;
            }
        }
        Ok((n_divided > 0).then_some((text, n_divided)))
    }

    /// Returns how many letters of a word are the first of two that it joins; `None` where it is one word, or a name.
    fn letters_of_first(&mut self, word: &QueryWord) -> Result<Option<usize>, Error> {
        let joined = word.exact.as_str();
        let n_letters = joined.chars().count();
        if n_letters < LEAST_LETTERS || word.shown.chars().count() != n_letters || is_french(joined)
        {
            return Ok(None);
        }
        let offsets = joined.char_indices().map(|(offset, _)| offset).enumerate();
        let mut boundaries = offsets
            .skip(1)
            .map(|(n_first, offset)| (n_first, joined.split_at(offset)))
            .filter(|(_, (left, right))| may_be_words(left, right))
            .peekable();
        if boundaries.peek().is_none()
            || names_zone(self.analyzer, joined)
            || self.division(word)?.is_some()
        {
            return Ok(None);
        }
        let n_joined = |rewriter: &Self| rewriter.n_named_by(&Target::Word(word.clone()));
        let mut best: Option<(u64, usize)> = None;
        for (n_first, (left, right)) in boundaries {
            let Some(words @ Target::Phrase(_)) = self.analyzer.target(&format!("{left} {right}"))
            else {
                continue;
            };
            let n_divided = self.n_named_by(&words)?;
            let is_rather_one =
                !has_number(left, right) && n_joined(self)? > n_divided.saturating_mul(MOST_JOINED);
            let is_best = best.is_none_or(|(most, _)| n_divided > most);
            if n_divided >= LEAST_JOINED && !is_rather_one && is_best {
                best = Some((n_divided, n_first));
            }
        }
        Ok(best.map(|(_, n_first)| n_first))
    }
}

/// Returns whether two parts of a word may be words: words of French, or one of them a number or an ordinal.
fn may_be_words(left: &str, right: &str) -> bool {
    if is_stop_word(left) || is_stop_word(right) {
        return false;
    }
    let is_letters = |part: &str| part.chars().all(char::is_alphabetic);
    let is_content = |part: &str| {
        is_letters(part) && part.chars().count() >= LEAST_LETTERS_OF_WORD && is_word(part)
    };
    if is_number(right) {
        return is_letters(left);
    }
    (is_number(left) || ordinal(left).is_some() || is_content(left)) && is_content(right)
}

fn has_number(left: &str, right: &str) -> bool {
    is_number(left) || is_number(right) || ordinal(left).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_are_words_of_french_and_numbers() {
        for (left, right) in [
            ("espaces", "verts"),
            ("archive", "2019"),
            ("bp", "2019"),
            ("1er", "tour"),
            ("03", "octobre"),
        ] {
            assert!(may_be_words(left, right), "{left} {right}");
        }
        for (left, right) in [
            ("par", "commune"),
            ("zblorg", "verts"),
            ("20", "cm"),
            ("2", "019"),
            ("a1", "9"),
            ("ec", "ole"),
        ] {
            assert!(!may_be_words(left, right), "{left} {right}");
        }
    }
}
