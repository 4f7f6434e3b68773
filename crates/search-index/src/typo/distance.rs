//! The distance between two spellings, by which searches find the word that was meant.

/// The distance of two words that are spelled differently and sound alike.
pub(crate) const SOUNDS_ALIKE: f32 = 0.5;

/// Words whose lengths differ by more bytes than this are not compared.
const MAX_LENGTH_DIFFERENCE: usize = 3;

/// A folded word and its phonetic key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spelling<'a> {
    pub letters: &'a str,
    pub sounds: &'a str,
}

/// Returns the distance of a typed word from a known one: its wrong letters, or half a letter and its wrong sounds,
/// whichever is less. `None` where the words are the same, or too far from each other for one to be meant by the other.
///
/// A mistake is a letter or sound that is missing, too many, wrong, or swapped with the next (optimal string alignment).
pub(crate) fn spelling_distance(typed: Spelling<'_>, known: Spelling<'_>) -> Option<f32> {
    let length_difference = known.letters.len().abs_diff(typed.letters.len());
    if length_difference > MAX_LENGTH_DIFFERENCE || known.letters == typed.letters {
        return None;
    }
    let wrong_letters = strsim::osa_distance(typed.letters, known.letters) as f32;
    let wrong_sounds = strsim::osa_distance(typed.sounds, known.sounds) as f32;
    let distance = wrong_letters.min(SOUNDS_ALIKE + wrong_sounds);
    (distance <= max_distance(typed.letters)).then_some(distance)
}

/// Returns the greatest distance at which a known word may be meant: the longer the typed word, the more is allowed.
fn max_distance(typed: &str) -> f32 {
    match typed.chars().count() {
        ..=5 => 1.0,
        6..=7 => 1.5,
        _ => 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::phonetic_key;
    use super::*;

    #[test]
    fn letters_or_sounds_are_compared_whichever_are_nearer() {
        for (typed, known, expected) in [
            ("covoitruage", "covoiturage", Some(1.0)),
            // Two letters are wrong, no sound is.
            ("sismik", "sismique", Some(SOUNDS_ALIKE)),
            // Two mistakes are too many for five letters, not for eight.
            ("tarsn", "trans", None),
            ("trnasprot", "transport", Some(2.0)),
            ("commune", "commune", None),
            ("eaux", "assainissement", None),
        ] {
            let (typed_sounds, known_sounds) = (phonetic_key(typed), phonetic_key(known));
            let distance = spelling_distance(
                Spelling {
                    letters: typed,
                    sounds: &typed_sounds,
                },
                Spelling {
                    letters: known,
                    sounds: &known_sounds,
                },
            );
            assert_eq!(distance, expected, "{typed} for {known}");
        }
    }
}
