//! One typing mistake, by which suggestions find the word that is being typed: a letter too many, missing, wrong, or two
//! letters in the wrong order.

/// The part of a word that somebody typed with one mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intended {
    /// The whole word.
    Whole,
    /// Its beginning.
    Prefix,
}

/// Returns which part of a word was typed, where the typed text is that part with one mistake, and not in its first
/// letter. `None` where the text has no mistake, more than one, or is no part of the word.
///
/// Folded words are ASCII but for other scripts, whose letters are compared byte by byte.
pub(crate) fn one_mistake(typed: &[u8], word: &[u8]) -> Option<Intended> {
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
            return Some(Intended::Whole);
        }
        // A mistake in the last letter says nothing: `bret` would find all that begins with `bre`.
        if !typed.is_empty() && word.starts_with(typed) {
            best = Some(Intended::Prefix);
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
            ("trensport", "transport", Some(Intended::Whole)),
            ("trnsport", "transport", Some(Intended::Whole)),
            ("transsport", "transport", Some(Intended::Whole)),
            ("tarnsport", "transport", Some(Intended::Whole)),
            ("transpor", "transport", Some(Intended::Whole)),
            ("transporte", "transport", Some(Intended::Whole)),
            ("tarnsp", "transport", Some(Intended::Prefix)),
            ("trensp", "transport", Some(Intended::Prefix)),
            // A doubled letter is one too many, wherever it is counted.
            ("addresse", "adresse", Some(Intended::Whole)),
            ("adrese", "adresse", Some(Intended::Whole)),
            // The last letter of a beginning, two mistakes, or the first letter.
            ("tranq", "transport", None),
            ("tremspart", "transport", None),
            ("dransport", "transport", None),
            ("ransport", "transport", None),
        ] {
            assert_eq!(
                one_mistake(typed.as_bytes(), word.as_bytes()),
                expected,
                "{typed} for {word}"
            );
        }
    }
}
