//! The base form of a folded French word: the singular of a noun, the masculine singular of an adjective, the infinitive
//! of a verb.
//!
//! It depends on the folded word alone, so that unaccented typing makes no difference. Where folding makes two words one
//! (*marche*, *marché*), both have the same base form. Of a form that may be a noun's or a verb's (*liste*, *vote*) the
//! noun is meant. An ordinal number has one base form in all its spellings: `19e` for `19ème` and `XIXe`.

use std::collections::HashMap;
use std::sync::LazyLock;

use fst::Map;

use super::ordinals::ordinal;

/// The base form of each form of French; `just base-forms` makes it from Hunspell's comprehensive dictionary (MPL-2.0) and
/// `data/base_form_exceptions.txt`.
static TABLE: LazyLock<Map<&[u8]>> = LazyLock::new(|| {
    Map::new(&include_bytes!("../../data/base_forms.fst")[..])
        .expect("the table of base forms is part of the program")
});

/// The number of base forms that one analyzer keeps in memory. A catalogue has more words, but most texts use few of
/// them.
const CACHED: usize = 65_536;

/// The base forms of folded words, those of the latest ones at hand.
#[derive(Clone, Default)]
pub(super) struct BaseForms {
    cache: HashMap<Box<str>, Box<str>>,
}

impl BaseForms {
    /// Replaces a folded word by its base form. Words of one or two letters, and those with anything but the letters `a`
    /// to `z`, such as digits, stay as they are, ordinal numbers apart.
    pub fn replace(&mut self, word: &mut String) {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            if let Some(number) = ordinal(word) {
                *word = base_form_of_ordinal(number);
            }
            return;
        }
        if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return;
        }
        if let Some(base) = self.cache.get(word.as_str()) {
            word.clear();
            word.push_str(base);
            return;
        }
        let mut base = word.clone();
        to_base_form(&mut base);
        if self.cache.len() >= CACHED {
            self.cache.clear();
        }
        self.cache
            .insert(word.as_str().into(), base.as_str().into());
        *word = base;
    }
}

/// Returns whether a folded word is a form of a French word, names apart.
pub(crate) fn is_french(word: &str) -> bool {
    TABLE.contains_key(word)
}

/// Replaces a folded word of letters by its base form.
fn to_base_form(word: &mut String) {
    if let Some(number) = ordinal(word) {
        *word = base_form_of_ordinal(number);
        return;
    }
    match TABLE.get(word.as_bytes()) {
        Some(change) => apply(word, change),
        None => to_singular(word),
    }
}

fn base_form_of_ordinal(number: u32) -> String {
    format!("{number}e")
}

/// Strips as many letters as a value of the table says, and adds its letters.
fn apply(word: &mut String, change: u64) {
    let n_stripped = (change & 31) as usize;
    word.truncate(word.len().saturating_sub(n_stripped));
    let mut letters = change >> 5;
    while letters != 0 {
        word.push(char::from(b'a' + (letters & 31) as u8 - 1));
        letters >>= 5;
    }
}

/// Strips the ending of a plural from a word that the table lacks: a name, a new word, a mistyped one. Short words are
/// left alone, since many are acronyms (`GTFS`).
fn to_singular(word: &mut String) {
    const NO_PLURAL: [&str; 5] = ["ss", "us", "is", "as", "os"];
    if word.ends_with("eaux") {
        word.pop();
    } else if word.len() >= 6 && word.ends_with("aux") {
        word.truncate(word.len() - 3);
        word.push_str("al");
    } else if word.len() >= 5
        && word.ends_with('s')
        && !NO_PLURAL.iter().any(|ending| word.ends_with(ending))
    {
        word.pop();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base_form(word: &str) -> String {
        let mut base = word.to_owned();
        to_base_form(&mut base);
        base
    }

    #[test]
    fn all_forms_of_a_word_have_its_base_form() {
        for (base, forms) in [
            ("velo", &["velo", "velos"][..]),
            ("debit", &["debit", "debits"]),
            ("emploi", &["emploi", "emplois"]),
            ("delai", &["delai", "delais"]),
            ("delit", &["delit", "delits"]),
            ("loyer", &["loyer", "loyers"]),
            ("eau", &["eau", "eaux"]),
            ("travail", &["travail", "travaux"]),
            ("cheval", &["cheval", "chevaux"]),
            ("oeuf", &["oeuf", "oeufs"]),
            ("commune", &["commune", "communes"]),
            ("carriere", &["carriere", "carrieres"]),
            ("agriculteur", &["agriculteur", "agricultrices"]),
            ("electeur", &["electeurs", "electrice", "electrices"]),
            ("naitre", &["naissent", "naissait", "naitre"]),
            ("mourir", &["meurent", "mourir"]),
            ("regional", &["regionale", "regionaux", "regionales"]),
            // Nouns before verbs.
            ("liste", &["liste", "listes"]),
            ("vote", &["vote", "votes"]),
            ("avion", &["avions"]),
            ("19e", &["xixe", "xixeme", "xixieme", "19e"]),
            ("vie", &["vie", "vies"]),
        ] {
            for form in forms {
                assert_eq!(base_form(form), base, "{form}");
            }
        }
    }

    #[test]
    fn words_that_the_lexicon_lacks_lose_the_ending_of_a_plural() {
        for (word, expected) in [
            ("orthophotoplans", "orthophotoplan"),
            ("visiocreneaux", "visiocreneau"),
            ("gtfs", "gtfs"),
            ("stats", "stat"),
            ("pluvius", "pluvius"),
        ] {
            assert_eq!(base_form(word), expected, "{word}");
        }
    }

    #[test]
    fn words_of_french_are_known_and_others_are_not() {
        for word in ["fissurer", "velos", "base", "naissent"] {
            assert!(is_french(word), "{word}");
        }
        for word in ["covoiturrage", "comumne", "gtfs", "zblorg"] {
            assert!(!is_french(word), "{word}");
        }
    }

    proptest! {
        #[test]
        fn the_base_form_of_a_base_form_is_itself(word in "[a-z]{1,14}") {
            let base = base_form(&word);
            prop_assert!(!base.is_empty());
            prop_assert_eq!(&base_form(&base), &base);
        }
    }
}
