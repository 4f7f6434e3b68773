//! Mistyped words: which words may be mistyped, and which word of the catalogue a mistyped one may stand for.
//!
//! Searches and suggestions agree on the words that may be mistyped ([`may_be_mistyped`]) and differ on purpose in the
//! rest, each with a rule of its own:
//!
//! | | searches ([`spelling_distance`]) | suggestions ([`one_mistake`]) |
//! |---|---|---|
//! | compares | two whole words | what was typed with a whole word or its beginning |
//! | by | letters, or sounds ([`phonetic_key`]) | letters alone |
//! | allows | one to two mistakes, by length | one mistake |
//! | takes for right | the first sound | the first letter |
//!
//! A search corrects finished words, so that sounds can be compared too. Suggestions correct at each key press, while the
//! last word is still a beginning, which a word of any length and sound may follow; they look among the terms with the
//! same first letter alone, which costs some 50 µs.
//!
//! Which of the near words is meant is decided elsewhere: for searches by document frequency in
//! `query::rewriting::spelling`, for suggestions by `suggest::score` and the entry's weight. A blank too many or too few
//! is no mistake of a word: `query::rewriting::compounds` and `suggest::variants` divide and join words.

mod distance;
mod phonetic;
mod single_mistake;

pub(crate) use distance::{SOUNDS_ALIKE, Spelling, spelling_distance};
pub(crate) use phonetic::phonetic_key;
pub(crate) use single_mistake::{Intended, one_mistake};

/// Words shorter than this many letters must be right: too many others are one letter away.
const LEAST_LETTERS: usize = 4;

/// Returns whether a folded word is long enough to be mistyped, and all letters: `2023` is no mistake for `2024`.
pub(crate) fn may_be_mistyped(word: &str) -> bool {
    word.chars().count() >= LEAST_LETTERS && word.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_and_numbers_are_taken_at_their_word() {
        for (word, expected) in [
            ("eaux", true),
            ("eau", false),
            ("2024", false),
            ("pm25", false),
        ] {
            assert_eq!(may_be_mistyped(word), expected, "{word}");
        }
    }
}
