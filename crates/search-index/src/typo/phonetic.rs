//! The phonetic key of a French word: words that are spelled differently and sound roughly the same have one key.

/// Returns the phonetic key of a folded word.
pub(crate) fn phonetic_key(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut key = String::with_capacity(word.len());
    let mut at = 0;
    while at < letters.len() {
        let next = letters.get(at + 1).copied();
        let (sound, n_letters) = match (letters[at], next) {
            ('p', Some('h')) => ('f', 2),
            ('q', Some('u')) | ('c', Some('k')) => ('k', 2),
            ('c' | 's', Some('h')) => ('ʃ', 2),
            ('s', Some('c')) if is_soft(letters.get(at + 2)) => ('s', 2),
            ('c', next) if is_soft(next.as_ref()) => ('s', 1),
            ('c' | 'q', _) => ('k', 1),
            ('g', next) if is_soft(next.as_ref()) => ('j', 1),
            ('g', Some('u')) if is_soft(letters.get(at + 2)) => ('g', 2),
            ('t', Some('h')) => ('t', 2),
            ('e', Some('a')) if letters.get(at + 2) == Some(&'u') => ('o', 3),
            ('a', Some('u')) => ('o', 2),
            ('a' | 'e', Some('i')) => ('e', 2),
            ('a' | 'e', Some('n' | 'm')) if !is_vowel(letters.get(at + 2)) => ('ã', 2),
            ('z', _) => ('s', 1),
            ('y', _) => ('i', 1),
            ('w', _) => ('v', 1),
            ('h', _) => ('\0', 1),
            (letter, _) => (letter, 1),
        };
        if sound != '\0' && !key.ends_with(sound) {
            key.push(sound);
        }
        at += n_letters;
    }
    // Silent endings are left out, unless the key would be too short to tell words apart.
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
    fn words_that_sound_otherwise_have_others() {
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
