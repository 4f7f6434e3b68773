//! A phonetic key for French: words that are spelled differently and sound the same have the same key, roughly.

/// Returns the phonetic key of a folded word.
pub(super) fn phonetic_key(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut key = String::with_capacity(word.len());
    let mut index = 0;
    while index < letters.len() {
        let next = letters.get(index + 1).copied();
        let (sound, n_letters) = match (letters[index], next) {
            ('p', Some('h')) => ('f', 2),
            ('q', Some('u')) | ('c', Some('k')) => ('k', 2),
            ('c' | 's', Some('h')) => ('ʃ', 2),
            ('s', Some('c')) if is_soft(letters.get(index + 2)) => ('s', 2),
            ('c', next) if is_soft(next.as_ref()) => ('s', 1),
            ('c' | 'q', _) => ('k', 1),
            ('g', next) if is_soft(next.as_ref()) => ('j', 1),
            ('g', Some('u')) if is_soft(letters.get(index + 2)) => ('g', 2),
            ('t', Some('h')) => ('t', 2),
            ('e', Some('a')) if letters.get(index + 2) == Some(&'u') => ('o', 3),
            ('a', Some('u')) => ('o', 2),
            ('a' | 'e', Some('i')) => ('e', 2),
            ('a' | 'e', Some('n' | 'm')) if !is_vowel(letters.get(index + 2)) => ('ã', 2),
            ('z', _) => ('s', 1),
            ('y', _) => ('i', 1),
            ('w', _) => ('v', 1),
            ('h', _) => ('\0', 1),
            (letter, _) => (letter, 1),
        };
        if sound != '\0' && !key.ends_with(sound) {
            key.push(sound);
        }
        index += n_letters;
    }
    // Silent endings.
    let heard = key.trim_end_matches(['e', 's', 't', 'x', 'd', 'p']);
    if heard.chars().count() >= 3 {
        key.truncate(heard.len());
    }
    key
}

fn is_soft(next: Option<&char>) -> bool {
    matches!(next, Some('e' | 'i' | 'y'))
}

fn is_vowel(letter: Option<&char>) -> bool {
    matches!(letter, Some('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'n' | 'm'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_that_sound_alike_have_one_key() {
        for words in [
            &["photographie", "fotografie", "photographies"][..],
            &["sismique", "sismik", "sismiques", "sysmique"],
            &["bibliotheque", "bibliotek", "biblioteque"],
            &["covoiturage", "covoiturrage", "kovoiturage"],
            &["professionnel", "proffessionel", "profesionnel"],
            &["colleges", "coleges", "college"],
            &["hopitaux", "hopitos", "opitaux"],
            &["recensement", "ressensement", "recencement"],
            &["carburants", "carburents", "carburant"],
            &["scene", "cene", "sene"],
            &["logement", "lojement"],
            &["brevets", "brevet"],
        ] {
            let keys: Vec<String> = words.iter().map(|word| phonetic_key(word)).collect();
            let are_same = keys.iter().all(|other| *other == keys[0]);
            assert!(are_same, "{words:?}: {keys:?}");
        }
    }

    #[test]
    fn words_that_sound_differently_have_different_keys() {
        for (one, other) in [
            ("commune", "communaute"),
            ("eau", "air"),
            ("ecole", "college"),
            ("garde", "jarde"),
            ("cout", "sout"),
            ("porte", "forte"),
        ] {
            assert_ne!(phonetic_key(one), phonetic_key(other), "{one}, {other}");
        }
    }

    proptest! {
        #[test]
        fn any_word_has_a_key_that_is_no_longer(word in "[a-zéœ0-9𝒳]{0,30}") {
            prop_assert!(phonetic_key(&word).chars().count() <= word.chars().count());
        }
    }
}
