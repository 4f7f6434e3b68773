//! Ordinal numbers, which have many spellings: `19e`, `19ème`, `19ième`, `XIXe`; `1er`, `1re`, `1ère`; `2nd`, `2de`.

/// The endings of ordinals, folded.
const ENDINGS: [&str; 5] = ["e", "eme", "emes", "ieme", "iemes"];

/// Endings of the first and of the second one only, folded. `2d` is no second, but two dimensions.
const ENDINGS_OF_FIRST: [&str; 8] = ["er", "ers", "re", "res", "ere", "eres", "iere", "ieres"];
const ENDINGS_OF_SECOND: [&str; 6] = ["nd", "nds", "nde", "ndes", "de", "des"];

/// Words of French that look like an ordinal. `IVe` is one more often than the plant *ive*.
const WORDS: [&str; 3] = ["vie", "ire", "ires"];

/// Returns the number of an ordinal, by its folded word; `None` where the word is none.
///
/// `19eme` and `xixe` are 19, `1re` is 1; `2024` is no ordinal, and `vie` is life.
pub(crate) fn ordinal(word: &str) -> Option<u32> {
    let n_digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, ending) = word.split_at(n_digits);
    if !number.is_empty() {
        let number = number.parse().ok()?;
        return is_ending_of(number, ending).then_some(number);
    }
    // Of two letters (`VE`, `XE`) most are acronyms.
    if word.len() < 3 || WORDS.contains(&word) {
        return None;
    }
    let n_roman = word
        .bytes()
        .take_while(|byte| b"ivx".contains(byte))
        .count();
    // `ieme` begins like a number.
    (1..=n_roman).rev().find_map(|n_roman| {
        let number = roman(&word[..n_roman])?;
        is_ending_of(number, &word[n_roman..]).then_some(number)
    })
}

fn is_ending_of(number: u32, ending: &str) -> bool {
    match number {
        1 if ENDINGS_OF_FIRST.contains(&ending) => true,
        2 if ENDINGS_OF_SECOND.contains(&ending) => true,
        _ => ENDINGS.contains(&ending),
    }
}

/// Returns a Roman number below 40, in its only spelling.
fn roman(digits: &str) -> Option<u32> {
    const UNITS: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let units = digits.trim_start_matches('x');
    let n_tens = digits.len() - units.len();
    // The x of `ix` is none of the tens.
    let unit = UNITS.iter().position(|unit| *unit == units)?;
    let number = (10 * n_tens + unit) as u32;
    (n_tens <= 3 && number > 0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_have_many_spellings() {
        for (number, words) in [
            (1, &["1er", "1re", "1ere", "1ers", "1eres", "1e", "ier"][..]),
            (2, &["2e", "2eme", "2nd", "2nde", "2de", "iie"]),
            (3, &["3e", "3eme", "3emes", "3ieme", "iiie", "iiieme"]),
            (9, &["9e", "ixe"]),
            (11, &["11e", "11eme", "xie", "xieme"]),
            (19, &["19e", "19eme", "19ieme", "xixe", "xixeme", "xixieme"]),
            (20, &["20e", "xxe", "xxeme"]),
        ] {
            for word in words {
                assert_eq!(ordinal(word), Some(number), "{word}");
            }
        }
    }

    #[test]
    fn words_and_numbers_are_no_ordinals() {
        for word in [
            "",
            "e",
            "19",
            "2024",
            "19er",
            "3nd",
            "ve",
            "xe",
            "ie",
            "ive0",
            "iiiie",
            "vxe",
            "mie",
            "xixa",
            "exe",
            "2a",
            "2d",
            "3d",
            "19ex",
            "19es",
            "xes",
            "eme",
            "99999999999e",
            "vie",
            "ire",
        ] {
            assert_eq!(ordinal(word), None, "{word}");
        }
    }
}
