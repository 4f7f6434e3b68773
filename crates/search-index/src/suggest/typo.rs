//! One typing mistake forgiven: a letter too many, missing, wrong, or two letters in the wrong order.

/// Words shorter than this many letters must be right: too many others are one letter away.
const LEAST_LETTERS: usize = 4;

/// Returns whether a folded word is long enough to be mistyped, and all letters: `2023` is no mistake for `2024`.
pub(crate) fn may_be_mistyped(word: &str) -> bool {
    word.chars().count() >= LEAST_LETTERS && word.chars().all(char::is_alphabetic)
}

/// How a word fits what was typed with one mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Near {
    /// The whole word was meant.
    Whole,
    /// A beginning of it was.
    Prefix,
}

/// Returns how a word fits what was typed, with one mistake; the first letter must be right.
///
/// Folded words are ASCII but for other scripts, whose letters are compared byte by byte.
pub(super) fn near(typed: &[u8], word: &[u8]) -> Option<Near> {
    let common = typed.iter().zip(word).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return None;
    }
    // One mistake can always be placed at the first difference.
    let rests = [
        // Wrong, missing, too many.
        (rest(typed, common + 1), rest(word, common + 1)),
        (rest(typed, common), rest(word, common + 1)),
        (rest(typed, common + 1), rest(word, common)),
        if is_swapped(typed, word, common) {
            (rest(typed, common + 2), rest(word, common + 2))
        } else {
            (None, None)
        },
    ];
    let mut best = None;
    for (typed, word) in rests {
        let (Some(typed), Some(word)) = (typed, word) else {
            continue;
        };
        if typed == word {
            return Some(Near::Whole);
        }
        // A mistake in the last letter says nothing: `bret` would find all that begins with `bre`.
        if !typed.is_empty() && word.starts_with(typed) {
            best = Some(Near::Prefix);
        }
    }
    best
}

fn rest(bytes: &[u8], start: usize) -> Option<&[u8]> {
    bytes.get(start..)
}

fn is_swapped(typed: &[u8], word: &[u8], at: usize) -> bool {
    matches!((typed.get(at..at + 2), word.get(at..at + 2)), (Some([a, b]), Some([c, d])) if a == d && b == c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mistake_is_forgiven_but_not_in_the_first_letter() {
        for (typed, word, expected) in [
            // Wrong, missing, too many, swapped.
            ("trensport", "transport", Some(Near::Whole)),
            ("trnsport", "transport", Some(Near::Whole)),
            ("transsport", "transport", Some(Near::Whole)),
            ("tarnsport", "transport", Some(Near::Whole)),
            ("transpor", "transport", Some(Near::Whole)),
            ("transporte", "transport", Some(Near::Whole)),
            ("tarnsp", "transport", Some(Near::Prefix)),
            ("trensp", "transport", Some(Near::Prefix)),
            // A doubled letter is one too many, wherever it is counted.
            ("addresse", "adresse", Some(Near::Whole)),
            ("adrese", "adresse", Some(Near::Whole)),
            // The last letter of a beginning, two mistakes, or the first letter.
            ("tranq", "transport", None),
            ("tremspart", "transport", None),
            ("dransport", "transport", None),
            ("ransport", "transport", None),
        ] {
            assert_eq!(
                near(typed.as_bytes(), word.as_bytes()),
                expected,
                "{typed} for {word}"
            );
        }
    }

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
